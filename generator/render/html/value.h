/* SPDX-License-Identifier: ISC */
/* What templates see: a tree of texts, lists and records, built from the model in an arena. */
#ifndef RENDER_HTML_VALUE_H
#define RENDER_HTML_VALUE_H

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

struct value *value_text(struct arena *arena, const char *text); /* borrows */
struct value *value_bool(struct arena *arena, bool truth);
struct value *value_list(struct arena *arena);
struct value *value_record(struct arena *arena);
void value_add(struct arena *arena, struct value *list, struct value *item);
void value_set(struct arena *arena, struct value *record, const char *key,
               struct value *member); /* borrows key */
/* For short: a text member. */
void value_set_text(struct arena *arena, struct value *record, const char *key, const char *text);
const struct value *value_get(const struct value *record, const char *key);

#endif
