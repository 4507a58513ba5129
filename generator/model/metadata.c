/* SPDX-License-Identifier: ISC */
/* What sources/metadata.yaml says, and the one table that says what it may say. */
#include "model/metadata.h"

#include <string.h>

#define FIELD(key, type, required, member, purpose)                     \
    {                                                                   \
        key, type, required, offsetof(struct metadata, member), purpose \
    }

const struct field metadata_fields[] = {
    FIELD("identifier", FIELD_IDENTIFIER, true, identifier,
          "Names the dossier: the bundle's folder and the files that readers download"),
    FIELD("title", FIELD_TEXT, true, title,
          "What the dossier is called, in neutral words: who wrote to whom, when, about what"),
    FIELD("date", FIELD_DATE, true, date, "The day that the letter bears"),
    FIELD("published", FIELD_DATE, true, published,
          "The day of this dossier; every date in every output comes from here"),
    FIELD("languages", FIELD_LANGUAGES, true, languages,
          "The languages of the letter, the main one first"),
    FIELD("sender", FIELD_PARTY, true, sender, "Who signed the letter, and in which office"),
    FIELD("addressees", FIELD_PARTIES, false, addressees,
          "To whom the letter is addressed, in its order"),
    FIELD("place", FIELD_TEXT, false, place, "Where the letter was written"),
    FIELD("subject", FIELD_TEXT, false, subject, "What the letter is about, in neutral words"),
    FIELD("reference", FIELD_TEXT, false, reference, "The number that the letter bears"),
    FIELD("in-reply-to", FIELD_TEXT, false, in_reply_to,
          "The communication that the letter answers"),
    FIELD("description", FIELD_TEXT, false, description,
          "What this is, in one or two neutral sentences"),
    FIELD("publisher", FIELD_TEXT, false, publisher, "Who publishes the dossier"),
    FIELD("publisher-url", FIELD_LINK, false, publisher_url, "The publisher's own site"),
    FIELD("edition", FIELD_TEXT, false, edition, "Which edition of the dossier this is"),
    FIELD("rights", FIELD_TEXT, false, rights,
          "The rights in the letter, as far as they are known"),
    FIELD("licence", FIELD_LINK, false, licence,
          "The licence of the dossier, by its address, such as "
          "https://creativecommons.org/licenses/by/4.0/"),
    FIELD("holder", FIELD_TEXT, false, holder,
          "The archive, or whoever else, that has the letter itself"),
    FIELD("shelfmark", FIELD_TEXT, false, shelfmark, "What it is called there"),
    FIELD("provenance", FIELD_TEXT, false, provenance, "How the letter came to be here"),
    FIELD("permanent-url", FIELD_LINK, false, permanent_url,
          "The address that stays, to cite the dossier by: a DOI, a Handle or another"),
    FIELD("base-url", FIELD_ADDRESS, false, base_url, "Where the site stands once it is published"),
};
const size_t metadata_field_count = sizeof metadata_fields / sizeof *metadata_fields;

const char *field_type_words(enum field_type type)
{
    switch (type) {
    case FIELD_IDENTIFIER:
        return "letters, digits, \"-\", \".\" and \"_\"";
    case FIELD_TEXT:
        return "a text of one line";
    case FIELD_DATE:
        return "a date such as 2020-11-12";
    case FIELD_LANGUAGES:
        return "a list of language tags such as [en, az]";
    case FIELD_PARTY:
        return "a name, an office, or both, such as {name: A. Smith, office: Minister}";
    case FIELD_PARTIES:
        return "a list of {name: …, office: …}";
    case FIELD_ADDRESS:
        return "an absolute http or https address that ends in \"/\"";
    case FIELD_LINK:
        return "an absolute http or https address";
    }
    return "";
}

const void *metadata_value(const struct metadata *metadata, const struct field *field)
{
    return (const char *)metadata + field->offset;
}

static bool party_is_given(const struct party *party)
{
    return (party->name && *party->name) || (party->office && *party->office);
}

bool metadata_has(const struct metadata *metadata, const struct field *field)
{
    const void *value = metadata_value(metadata, field);
    switch (field->type) {
    case FIELD_IDENTIFIER:
    case FIELD_TEXT:
    case FIELD_ADDRESS:
    case FIELD_LINK: {
        const char *text = *(const char *const *)value;
        return text && *text;
    }
    case FIELD_DATE:
        return ((const struct date *)value)->year != 0;
    case FIELD_LANGUAGES:
        return ((const struct text_list *)value)->count != 0;
    case FIELD_PARTY:
        return party_is_given(value);
    case FIELD_PARTIES:
        return ((const struct party_list *)value)->count != 0;
    }
    return false;
}

struct place metadata_place(const struct metadata *metadata, const char *key)
{
    struct place place = {"sources/metadata.yaml", 0, 0};
    for (size_t i = 0; metadata->places && i < metadata_field_count; i++) {
        if (!strcmp(metadata_fields[i].key, key) && metadata->places[i].path)
            place = metadata->places[i];
    }
    return place;
}

const char *metadata_called(const struct party *party)
{
    return *party->name ? party->name : party->office;
}

const char *metadata_organization(const struct metadata *metadata)
{
    if (metadata->publisher && *metadata->publisher)
        return metadata->publisher;
    const struct party *sender = &metadata->sender;
    return sender->office && *sender->office ? sender->office : sender->name;
}
