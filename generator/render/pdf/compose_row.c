/* SPDX-License-Identifier: ISC */
/* Rows: cells beside one another, each broken into lines of its own. */
#include "render/pdf/place.h"
#include "render/pdf/say.h"

/* A line of a row, and where its cell's items begin. */
struct row_line {
    struct line line;
    size_t items;
};

/* A row higher than this part of a page may be cut, into strips of no more. */
#define ROW_PART 4

static void break_cells(struct composer *composer, struct cell *cells, size_t count)
{
    composer->row_line_count = 0;
    for (size_t cell = 0, start = 0; cell < count; start = cells[cell++].end) {
        struct lines_spec spec = {
            .width = cells[cell].width,
            .last_line = composer->settings->last_line,
            .hyphen_penalty = composer->settings->hyphens.penalty,
            .hyphens = composer->settings->hyphens.consecutive,
        };
        lines_break(&composer->lines, composer->items.items + start, cells[cell].end - start,
                    &spec);
        cells[cell].line = composer->row_line_count;
        for (size_t i = 0; i < composer->lines.count; i++) {
            composer->row_lines =
                memory_grow(composer->row_lines, composer->row_line_count,
                            &composer->row_line_capacity, sizeof *composer->row_lines);
            composer->row_lines[composer->row_line_count++] =
                (struct row_line){composer->lines.lines[i], start};
        }
        cells[cell].line_end = composer->row_line_count;
    }
}

/* Paints what is left of a cell's lines, from `height` below the strip's top down, but no lower
 * than `most` once there is a line; returns the height. */
static int32_t place_cell(struct composer *composer, struct cell *cell, int32_t leading,
                          int32_t height, int32_t most)
{
    int32_t below = place_below(leading);
    size_t first = cell->line;
    while (cell->line < cell->line_end) {
        const struct row_line *line = &composer->row_lines[cell->line];
        const struct item *items = composer->items.items + line->items;
        int32_t above = place_above(items, &line->line, leading);
        if (cell->line > first && height + above + below > most)
            break;
        place_markers(composer, -height - above);
        place_line(composer, &(struct placing){
                                 .items = items,
                                 .line = &line->line,
                                 .x = cell->x + place_aligned(&line->line, cell->align, cell->rtl,
                                                              cell->width),
                                 .baseline = -height - above,
                                 .leading = leading,
                                 .rtl = cell->rtl,
                             });
        height += above + below;
        cell->line++;
    }
    return height;
}

void compose_end_cell(struct composer *composer, struct cell *cells, size_t column)
{
    size_t first = column ? cells[column - 1].end : 0;
    if (composer->items.count > first) {
        items_end(&composer->items);
        items_fit(&composer->items, first, cells[column].width);
    }
    cells[column].end = composer->items.count;
}

void compose_row(struct composer *composer, struct cell *cells, size_t count, int32_t leading,
                 int32_t below)
{
    const struct flow *flow = &composer->flow;
    int32_t most = (composer->layout->height - flow->top - flow->bottom) / ROW_PART;
    break_cells(composer, cells, count);
    bool left = true;
    while (left) {
        int32_t height = leading;
        left = false;
        for (size_t i = 0; i < count; i++) {
            if (cells[i].low && left)
                continue;
            int32_t from = cells[i].low ? height - leading : 0;
            int32_t own = place_cell(composer, &cells[i], leading, from, most);
            height = own > height ? own : height;
            left = left || cells[i].line < cells[i].line_end;
        }
        flow_strip(&composer->flow, height + (left ? 0 : below));
        flow_penalty(&composer->flow, left ? FLOW_AVOID : FLOW_FREE);
    }
    items_clear(&composer->items);
    composer->items.rtl = composer->voice_rtl;
}

void compose_voice_row(struct composer *composer, struct cell *cells, size_t count, int32_t leading,
                       int32_t below)
{
    for (size_t i = 0; i < count && composer->voice_rtl; i++) {
        cells[i].x = composer->measure - cells[i].x - cells[i].width;
        cells[i].align = cells[i].align == ALIGN_RIGHT ? ALIGN_LEFT : cells[i].align;
        cells[i].rtl = true;
    }
    compose_row(composer, cells, count, leading, below);
}

void compose_head_row(struct composer *composer, uint32_t table, struct cell *cells,
                      const char *const *words, size_t count)
{
    const struct settings *settings = composer->settings;
    uint32_t group = elements_add(&composer->elements, table, TAG_THEAD);
    uint32_t row = elements_add(&composer->elements, group, TAG_TR);
    for (size_t i = 0; i < count; i++) {
        uint32_t element = elements_add(&composer->elements, row, TAG_TH);
        composer->elements.items[element].scope = SCOPE_COLUMN;
        struct run run = compose_run(composer, STYLE_ITALIC, settings->sizes.small, element);
        run.colour = settings->colours.quiet;
        say_text(composer, &run, words[i]);
        compose_end_cell(composer, cells, i);
    }
    int32_t leading = compose_leading(composer, settings->sizes.small);
    compose_voice_row(composer, cells, count, leading, leading / 3);
    flow_head_begin(&composer->flow);
    flow_penalty(&composer->flow, FLOW_NEVER);
}
