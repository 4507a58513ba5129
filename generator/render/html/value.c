/* SPDX-License-Identifier: ISC */
/* What templates see: a tree of texts, lists and records, built from the model in an arena. */
#include "render/html/value.h"

#include <assert.h>
#include <string.h>

static struct value *new (struct arena *arena, enum value_kind kind)
{
    struct value *value = arena_new(arena, sizeof *value);
    value->kind = kind;
    return value;
}

struct value *value_bytes(struct arena *arena, const char *text, size_t length)
{
    struct value *value = new (arena, VALUE_TEXT);
    value->text = text;
    value->length = length;
    return value;
}

struct value *value_text(struct arena *arena, const char *text)
{
    return value_bytes(arena, text, strlen(text));
}

struct value *value_bool(struct arena *arena, bool truth)
{
    return value_text(arena, truth ? "true" : "");
}

struct value *value_number(struct arena *arena, unsigned long long number)
{
    char digits[24];
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + number % 10);
    while (number /= 10);
    size_t length = sizeof digits - at;
    return value_bytes(arena, arena_copy(arena, digits + at, length), length);
}

struct value *value_list(struct arena *arena)
{
    return new (arena, VALUE_LIST);
}

struct value *value_record(struct arena *arena)
{
    return new (arena, VALUE_RECORD);
}

static void append(struct arena *arena, struct value *to, const char *key, struct value *value)
{
    struct value_member *member = arena_new(arena, sizeof *member);
    member->key = key;
    member->value = value;
    if (to->last)
        to->last->next = member;
    else
        to->first = member;
    to->last = member;
}

void value_add(struct arena *arena, struct value *list, struct value *item)
{
    assert(list->kind == VALUE_LIST);
    append(arena, list, NULL, item);
}

void value_set(struct arena *arena, struct value *record, const char *key, struct value *member)
{
    assert(record->kind == VALUE_RECORD);
    append(arena, record, key, member);
}

void value_set_text(struct arena *arena, struct value *record, const char *key, const char *text)
{
    value_set(arena, record, key, value_text(arena, text));
}

const struct value *value_get(const struct value *record, const char *key, size_t length)
{
    if (record->kind != VALUE_RECORD)
        return NULL;
    for (const struct value_member *member = record->first; member; member = member->next) {
        if (*member->key == *key && !strncmp(member->key, key, length) && !member->key[length])
            return member->value;
    }
    return NULL;
}

bool value_true(const struct value *value)
{
    switch (value->kind) {
    case VALUE_TEXT:
        return value->length > 0;
    case VALUE_LIST:
        return value->first != NULL;
    case VALUE_RECORD:
        return true;
    }
    return false;
}
