/* SPDX-License-Identifier: ISC */
/* What the flow and those who make its pages know of strips. */
#ifndef RENDER_PDF_STRIP_H
#define RENDER_PDF_STRIP_H

#include "render/pdf/flow.h"

/* The head of a table, in the layout's arena. */
struct flow_head {
    int32_t height;
    size_t box_count;
    struct box *boxes;
};

/* What it holds ends where the next strip's begins. */
struct strip {
    int32_t space;
    int32_t height;
    int32_t penalty;
    int32_t numbered; /* the baseline of a line that counts, or 0 */
    size_t first_box, first_link, first_mark;
    int64_t start; /* from the top of the first strip of all */
    /* The last note that this or a strip before it asks for, in strips of the galley. */
    size_t note_begin, note_end;
    const struct flow_head *head; /* that a page beginning here repeats */
};

struct flow_mark {
    const char *name; /* of a destination; NULL for a bookmark */
    const char *title;
    unsigned level;
    uint32_t element;
    size_t turn;
};

/* Where what the strips hold ends after the first `count` of them. */
static inline struct strip strips_end(const struct flow *flow, size_t count)
{
    if (count < flow->strip_count)
        return flow->strips[count];
    return (struct strip){
        .first_box = flow->next_box, .first_link = flow->next_link, .first_mark = flow->next_mark};
}

static inline int32_t strip_head_height(const struct strip *strip)
{
    return strip->head ? strip->head->height : 0;
}

/* Of the text. */
static inline int32_t strip_page_height(const struct flow *flow)
{
    return flow->layout->height - flow->top - flow->bottom;
}

#endif
