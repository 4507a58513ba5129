/* SPDX-License-Identifier: ISC */
/* Tables of the letter: columns as wide as their content asks for and the page allows. */
#include "render/pdf/compose.h"

#include "model/language.h"

#include <stdlib.h>
#include <string.h>

struct column {
    int32_t most;  /* the widest cell on one line */
    int32_t least; /* the widest part that does not break */
    int32_t x;
    int32_t width;
};

struct table {
    struct composer *composer;
    const struct frame *frame;
    struct column *columns;
    struct cell *cells;
    size_t count;
    int32_t size;
    int32_t gap; /* between columns */
    bool rtl;    /* the first column stands on the right */
};

static struct run cell_run(const struct table *table, bool head, uint32_t element, const char *lang)
{
    struct run run =
        compose_run(table->composer, head ? STYLE_BOLD : STYLE_REGULAR, table->size, element);
    run.lang = lang ? lang : table->frame->lang;
    return run;
}

/* Looks at each cell without making anything of it. */
static void measure_columns(struct table *table, const struct node *node)
{
    struct items *items = &table->composer->items;
    struct elements *elements = items->elements;
    items->elements = NULL;
    for (const struct node *row = node->first; row; row = row->next) {
        size_t i = 0;
        for (const struct node *cell = row->first; cell && i < table->count;
             cell = cell->next, i++) {
            struct run run = cell_run(table, row == node->first, 0, cell->lang);
            inlines_add(items, cell, &run);
            int32_t most, least;
            items_widths(items, 0, &most, &least);
            items_clear(items);
            if (most > table->columns[i].most)
                table->columns[i].most = most;
            if (least > table->columns[i].least)
                table->columns[i].least = least;
        }
    }
    items->elements = elements;
}

/* The width below which columns have at least what does not break in them, and to which all others
 * are cut, so that they fill what there is. */
static int64_t find_cap(const struct table *table, int64_t available)
{
    int64_t low = 0, high = available;
    while (low < high) {
        int64_t cap = (low + high + 1) / 2, sum = 0;
        for (size_t i = 0; i < table->count; i++)
            sum += table->columns[i].least < cap ? table->columns[i].least : cap;
        if (sum <= available)
            low = cap;
        else
            high = cap - 1;
    }
    return low;
}

/* Widths that sum up to what there is: as asked for where all fit; else at least what does not
 * break, and of the rest in proportion to what more is asked for; else the widest are cut. */
static bool share_widths(struct table *table)
{
    int64_t available = table->frame->width - (int64_t)table->gap * (int64_t)(table->count - 1);
    int64_t most = 0, least = 0;
    for (size_t i = 0; i < table->count; i++) {
        most += table->columns[i].most;
        least += table->columns[i].least;
    }
    int64_t cap = least < available ? available : find_cap(table, available);
    int64_t x = table->frame->x;
    for (size_t i = 0; i < table->count; i++) {
        struct column *column = &table->columns[i];
        int64_t width = column->most;
        if (most > available && least < available)
            width = column->least +
                    (column->most - column->least) * (available - least) / (most - least);
        else if (most > available)
            width = column->least < cap ? column->least : cap;
        if (width < column->most && width < table->size)
            return false;
        column->x = (int32_t)x;
        column->width = (int32_t)width;
        x += width + table->gap;
        if (table->rtl)
            column->x = 2 * table->frame->x + table->frame->width - column->x - column->width;
    }
    return true;
}

/* The space below a head is a part of it, so that it is there too where the head is repeated. */
static void compose_cells(struct table *table, const struct node *row, uint32_t parent, bool head)
{
    struct composer *composer = table->composer;
    struct items *items = &composer->items;
    uint32_t element = elements_add(&composer->elements, parent, TAG_TR);
    size_t i = 0;
    for (const struct node *node = row->first; node && i < table->count; node = node->next, i++) {
        const struct column *column = &table->columns[i];
        uint32_t own = elements_add_in(&composer->elements, element, head ? TAG_TH : TAG_TD,
                                       node->lang, table->frame->lang);
        if (head)
            composer->elements.items[own].scope = SCOPE_COLUMN;
        struct run run = cell_run(table, head, own, node->lang);
        size_t first = items->count;
        items->measure = column->width;
        inlines_add(items, node, &run);
        bool rtl = language_right_to_left(run.lang);
        if (items->count > first) {
            items->rtl = rtl;
            items_end(items);
            items_fit(items, first, column->width);
        }
        table->cells[i] = (struct cell){.x = column->x,
                                        .width = column->width,
                                        .align = node->cell.align,
                                        .rtl = rtl,
                                        .end = items->count};
    }
    int32_t leading = compose_leading(composer, table->size);
    compose_row(composer, table->cells, i, leading, head && row->next ? leading / 4 : 0);
}

static void rule_across(struct table *table, int32_t y, int32_t height)
{
    const struct column *left = &table->columns[table->rtl ? table->count - 1 : 0];
    const struct column *right = &table->columns[table->rtl ? 0 : table->count - 1];
    compose_rule(table->composer, left->x, y, right->x + right->width - left->x, height,
                 table->composer->settings->colours.rule);
}

static void compose_rows(struct table *table, const struct node *node)
{
    struct composer *composer = table->composer;
    struct flow *flow = &composer->flow;
    int32_t gap = compose_leading(composer, table->size) / 4;
    uint32_t element = elements_add_in(&composer->elements, table->frame->element, TAG_TABLE,
                                       node->lang, table->frame->lang);
    /* A head without a body is no head: PDF/UA-1 asks for a TBody beside each THead. */
    uint32_t group =
        elements_add(&composer->elements, element, node->first->next ? TAG_THEAD : TAG_TBODY);
    flow_space(flow, composer->settings->paragraph_space);
    compose_cells(table, node->first, group, true);
    flow_head_begin(flow);
    flow_penalty(flow, FLOW_NEVER);
    if (node->first->next)
        group = elements_add(&composer->elements, element, TAG_TBODY);
    for (const struct node *row = node->first->next; row; row = row->next) {
        rule_across(table, gap / 2, 400);
        flow_space(flow, row == node->first->next ? 0 : gap);
        compose_cells(table, row, group, false);
        if (row->next && !row->next->next)
            flow_penalty(flow, FLOW_AVOID);
    }
    rule_across(table, 0, 400);
    flow_space(flow, gap / 2);
    flow_penalty(flow, FLOW_NEVER);
    flow_strip(flow, 0);
    flow_head_end(flow);
    flow_space(flow, composer->settings->paragraph_space);
}

void compose_table(struct composer *composer, const struct node *node, const struct frame *frame)
{
    struct table table = {
        .composer = composer,
        .frame = frame,
        .count = node->table.columns,
        .size = composer->settings->sizes.small < frame->size ? composer->settings->sizes.small
                                                              : frame->size,
    };
    table.rtl = language_right_to_left(node->lang ? node->lang : frame->lang);
    if (!table.count || !node->first)
        return;
    table.columns = memory_new(table.count * sizeof *table.columns);
    table.cells = memory_new(table.count * sizeof *table.cells);
    table.gap = frame->width / (int32_t)(table.count * 6) < table.size * 3 / 2
                    ? frame->width / (int32_t)(table.count * 6)
                    : table.size * 3 / 2;
    composer->items.measure = frame->width;
    measure_columns(&table, node);
    if (share_widths(&table))
        compose_rows(&table, node);
    else
        report_error(
            composer->report, (struct place){composer->items.path, node->line, node->column},
            "a table of %zu columns is too wide for the page; use fewer columns, a smaller "
            "size or wider paper",
            table.count);
    free(table.columns);
    free(table.cells);
}
