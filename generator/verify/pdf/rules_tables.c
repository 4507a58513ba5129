/* SPDX-License-Identifier: ISC */
/* Tables are regular and have heads (PDF/UA-1, 7.5). */
#include "verify/pdf/rules.h"

#include <stdlib.h>
#include <string.h>

#define COLUMNS_MOST 10000

/* How far down each column is taken by cells of the rows before. */
struct grid {
    size_t *taken;
    size_t width;
    size_t capacity;
};

static size_t span(const struct check *check, size_t cell, const char *key)
{
    const struct object *value = check_attribute(check, cell, "Table", key);
    return value->kind == OBJECT_INTEGER && value->number > 0 && value->number <= COLUMNS_MOST
               ? (size_t)value->number
               : 1;
}

static void lay_cell(const struct check *check, size_t cell, struct grid *grid, size_t *column)
{
    while (*column < grid->width && grid->taken[*column])
        ++*column;
    size_t rows = span(check, cell, "RowSpan");
    for (size_t left = span(check, cell, "ColSpan"); left; left--, ++*column) {
        if (*column == grid->width) {
            grid->taken =
                memory_grow(grid->taken, grid->width, &grid->capacity, sizeof *grid->taken);
            grid->taken[grid->width++] = 0;
        }
        grid->taken[*column] = rows;
    }
}

/* False where the row is wider or narrower than the first. */
static bool lay_row(const struct check *check, size_t row, struct grid *grid, bool first)
{
    size_t column = 0;
    size_t width = grid->width;
    for (size_t i = row + 1; i < check->elements[row].end; i = check->elements[i].end)
        lay_cell(check, i, grid, &column);
    bool regular = first || grid->width == width;
    for (size_t i = 0; i < grid->width; i++) {
        regular = regular && grid->taken[i];
        grid->taken[i] -= grid->taken[i] > 0;
    }
    return regular;
}

static void judge_table(struct check *check, size_t table)
{
    const struct element *it = &check->elements[table];
    struct grid grid = {0};
    bool first = true;
    bool heads = false;
    for (size_t i = table + 1; i < it->end; i++) {
        if (check_is(check, i, "Table")) {
            i = check->elements[i].end - 1;
            continue;
        }
        heads = heads || check_is(check, i, "TH");
        if (!check_is(check, i, "TR"))
            continue;
        if (!lay_row(check, i, &grid, first))
            check_say(check, check->elements[i].object, "PDF/UA-1, 7.5",
                      "each row of a table must have as many columns as the first");
        first = false;
    }
    for (size_t i = 0; i < grid.width; i++) {
        if (grid.taken[i]) {
            check_say(check, it->object, "PDF/UA-1, 7.5",
                      "no cell of a table must reach below its last row");
            break;
        }
    }
    if (!heads)
        check_say(check, it->object, "PDF/UA-1, 7.5", "a table must have heads, TH");
    free(grid.taken);
}

/* The IDs of a table's heads, in the order of their bytes. */
struct ids {
    const char **list;
    size_t count;
    size_t capacity;
};

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void find_ids(const struct check *check, size_t table, struct ids *ids)
{
    for (size_t i = table + 1; i < check->elements[table].end; i++) {
        const struct object *id = object_get(check->elements[i].object, "ID");
        if (!check_is(check, i, "TH") || id->kind != OBJECT_STRING)
            continue;
        ids->list = memory_grow(ids->list, ids->count, &ids->capacity, sizeof(char *));
        ids->list[ids->count++] = id->bytes;
    }
    if (ids->count)
        qsort(ids->list, ids->count, sizeof(char *), compare);
}

/* Whether a cell names its heads, each of which must be there. */
static bool has_headers(struct check *check, size_t cell, const struct ids *ids)
{
    const struct object *headers = check_attribute(check, cell, "Table", "Headers");
    size_t count = headers->kind == OBJECT_ARRAY ? headers->count : 0;
    for (size_t i = 0; i < count; i++) {
        const char *id = headers->items[i]->bytes;
        if (!ids->count || !bsearch(&id, ids->list, ids->count, sizeof(char *), compare))
            check_say(check, check->elements[cell].object, "PDF/UA-1, 7.5",
                      "Headers must be IDs of the table's TH, not \"%s\"", id);
    }
    return count > 0;
}

/* Heads have a Scope, or the cells name them by Headers. */
static void judge_heads(struct check *check, size_t table)
{
    struct ids ids = {0};
    bool named = false;
    find_ids(check, table, &ids);
    for (size_t i = table + 1; i < check->elements[table].end; i++) {
        if (check_is(check, i, "TD") || check_is(check, i, "TH"))
            named = has_headers(check, i, &ids) || named;
    }
    for (size_t i = table + 1; i < check->elements[table].end; i++) {
        if (!check_is(check, i, "TH"))
            continue;
        const struct object *scope = check_attribute(check, i, "Table", "Scope");
        bool optional = named && scope->kind == OBJECT_NULL;
        if (!optional && !check_is_one_of(scope->bytes, "Row Column Both"))
            check_say(check, check->elements[i].object, "PDF/UA-1, 7.5",
                      "a TH must have a Scope, Row, Column or Both, or be named by Headers");
    }
    free(ids.list);
}

void rules_tables(struct check *check)
{
    for (size_t i = 0; i < check->element_count; i++) {
        if (!check_is(check, i, "Table"))
            continue;
        judge_table(check, i);
        size_t above = check->elements[i].parent;
        while (above != NO_ELEMENT && !check_is(check, above, "Table"))
            above = check->elements[above].parent;
        if (above == NO_ELEMENT)
            judge_heads(check, i);
    }
}
