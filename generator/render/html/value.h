/* SPDX-License-Identifier: ISC */
/* What templates see: a tree of texts, lists and records, built from the model in an arena. */
#ifndef RENDER_HTML_VALUE_H
#define RENDER_HTML_VALUE_H

#include "base/date.h"
#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>

enum value_kind { VALUE_TEXT, VALUE_LIST, VALUE_RECORD };

/* "", false and a list of nothing are false to a section. */
struct value {
    enum value_kind kind;
    const char *text; /* TEXT */
    size_t length;
    struct value_member *first; /* LIST, RECORD: in the order of adding */
    struct value_member *last;
};

struct value_member {
    const char *key; /* NULL in a list */
    struct value *value;
    struct value_member *next;
};

/* Texts and keys are borrowed: they outlive the arena's use. One value may stand in several places.
 */
struct value *value_text(struct arena *arena, const char *text);
struct value *value_bytes(struct arena *arena, const char *text, size_t length);
struct value *value_bool(struct arena *arena, bool truth); /* "true" or "" */
struct value *value_number(struct arena *arena, unsigned long long number);
struct value *value_list(struct arena *arena);
struct value *value_record(struct arena *arena);
void value_add(struct arena *arena, struct value *list, struct value *item);
void value_set(struct arena *arena, struct value *record, const char *key, struct value *member);
/* For short: a text member. */
void value_set_text(struct arena *arena, struct value *record, const char *key, const char *text);
/* NULL where there is none, or where it is no record. The key need not be terminated. */
const struct value *value_get(const struct value *record, const char *key, size_t length);
/* Whether a section of it shows. */
bool value_true(const struct value *value);

#endif
