/* SPDX-License-Identifier: ISC */
/* What sources/metadata.yaml says, and the one table that says what it may say. */
#ifndef MODEL_METADATA_H
#define MODEL_METADATA_H

#include "base/date.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

struct party {
    const char *name;   /* "" where only the office is known */
    const char *office; /* "" where only the name is known */
    const char *sort;   /* the name as lists sort it, "Family, Given"; "" where not known */
    const char *url;    /* a page on the person or the office; "" for none */
};

struct text_list {
    const char **items;
    size_t count;
};

struct party_list {
    struct party *items;
    size_t count;
};

/* Texts are "" where the file does not give them; dates have year 0; parties empty texts. */
struct metadata {
    const char *identifier;
    const char *title;
    struct date date;
    struct date published;
    struct text_list languages;
    struct party sender;
    struct party_list addressees;
    const char *place;
    const char *subject;
    const char *reference;
    const char *in_reply_to;
    const char *description;
    const char *publisher;
    const char *publisher_url;
    const char *edition;
    const char *rights;
    const char *licence;
    const char *holder;
    const char *shelfmark;
    const char *provenance;
    const char *permanent_url;
    const char *base_url;
    struct place *places; /* of the fields' values, by metadata_fields; NULL where not known */
};

enum field_type {
    FIELD_IDENTIFIER, /* const char *: letters, digits, '-', '.', '_' */
    FIELD_TEXT,       /* const char *: one line */
    FIELD_DATE,       /* struct date */
    FIELD_LANGUAGES,  /* struct text_list of BCP 47 tags, at least one */
    FIELD_PARTY,      /* struct party: a mapping with a name or an office at least */
    FIELD_PARTIES,    /* struct party_list */
    FIELD_ADDRESS,    /* const char *: an absolute http or https address that ends in '/' */
    FIELD_LINK,       /* const char *: an absolute http or https address */
};

/* The reader, the messages, the canonical form, the site's page of metadata and the manual's list
 * all come from this table, in this order. */
struct field {
    const char *key; /* in the file, and in dossier.json */
    enum field_type type;
    bool required;
    size_t offset; /* in struct metadata */
    const char *purpose;
};
extern const struct field metadata_fields[];
extern const size_t metadata_field_count;

/* "a text of one line", … for messages and the manual. */
const char *field_type_words(enum field_type type);
const void *metadata_value(const struct metadata *metadata, const struct field *field);
/* Whether the file gave it. */
bool metadata_has(const struct metadata *metadata, const struct field *field);
/* Where the file gives the field with this key, for messages about its value. */
struct place metadata_place(const struct metadata *metadata, const char *key);
/* The name of a person, or else the office. */
const char *metadata_called(const struct party *party);
/* The publisher, or else the sender's name or office: who speaks for the bundle. */
const char *metadata_organization(const struct metadata *metadata);

#endif
