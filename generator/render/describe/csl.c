/* SPDX-License-Identifier: ISC */
/* The citation as CSL-JSON, of the Citation Style Language 1.0.2. */
#include "base/json.h"
#include "model/citation.h"
#include "render/describe/describe.h"

static void write_text(struct json *json, const char *key, const char *text)
{
    if (*text)
        json_text(json, key, text);
}

static void write_date(struct json *json, const char *key, struct date date)
{
    json_object(json, key, true);
    json_array(json, "date-parts", true);
    json_array(json, NULL, true);
    json_number(json, NULL, (unsigned)date.year);
    json_number(json, NULL, (unsigned)date.month);
    json_number(json, NULL, (unsigned)date.day);
    json_end_array(json);
    json_end_array(json);
    json_end_object(json);
}

/* A name that nobody has cut in two stands as it is. */
static void write_name(struct json *json, const struct party *party)
{
    const char *given = citation_given(party->sort);
    json_object(json, NULL, true);
    if (*given) {
        struct buf family = BUF_INIT;
        buf_add(&family, party->sort, citation_family(party->sort));
        json_text(json, "family", family.bytes);
        json_text(json, "given", given);
        buf_release(&family);
    } else {
        json_text(json, "literal", metadata_called(party));
    }
    json_end_object(json);
}

void describe_csl(const struct dossier *dossier, struct buf *out)
{
    const struct metadata *metadata = &dossier->metadata;
    struct json json;
    json_init(&json, out);
    json_array(&json, NULL, false);
    json_object(&json, NULL, false);
    json_text(&json, "id", metadata->identifier);
    json_text(&json, "type", "personal_communication");
    json_text(&json, "title", metadata->title);
    json_array(&json, "author", false);
    write_name(&json, &metadata->sender);
    json_end_array(&json);
    if (metadata->addressees.count) {
        json_array(&json, "recipient", false);
        for (size_t i = 0; i < metadata->addressees.count; i++)
            write_name(&json, &metadata->addressees.items[i]);
        json_end_array(&json);
    }
    write_date(&json, "issued", metadata->date);
    write_date(&json, "available-date", metadata->published);
    json_text(&json, "genre", dossier->templates.settings.words.letter);
    write_text(&json, "publisher", metadata->publisher);
    write_text(&json, "edition", metadata->edition);
    write_text(&json, "number", metadata->reference);
    write_text(&json, "archive", metadata->holder);
    write_text(&json, "archive_location", metadata->shelfmark);
    write_text(&json, "abstract", metadata->description);
    if (metadata->languages.count)
        json_text(&json, "language", metadata->languages.items[0]);
    write_text(&json, "DOI", citation_doi(metadata));
    write_text(&json, "URL", citation_url(metadata));
    json_end_object(&json);
    json_end_array(&json);
}
