/* SPDX-License-Identifier: ISC */
/* A walk through a page's content: its operators one by one, and the state that they leave. */
#ifndef WORKER_WALK_H
#define WORKER_WALK_H

#include "base/lexer.h"
#include "worker/page_content.h"

/* Bytes of content that are walked for one page, those of a form each time that it is drawn. What
 * lies past them is not known, and so the page does not fit. Looking at an object
 * counts for as many, drawing a form for more. */
#define CONTENT_MOST ((size_t)64 << 20)
#define OBJECT_COST 512
#define FORM_COST 2048
#define FORM_DEPTH 20
#define OPERANDS 8

/* What q keeps and Q brings back. */
struct state {
    double matrix[6];
    const struct font *font;
    bool unseen; /* text rendering mode 3 */
};

/* A form or pattern whose content has been read. */
struct drawn {
    int id;
    bool pictures; /* it has some, so that it matters where it is drawn */
};

/* Of a page, through all forms. */
struct walk {
    struct page_content *content;
    double page_area, unit;
    double picture_area, lowest;
    size_t left;
    bool spent;    /* there was more than that */
    bool pictures; /* some were drawn since this was last set to false */
    bool pattern;  /* in a pattern, whose pictures say nothing of the page */
    int open[FORM_DEPTH];
    unsigned depth;
    struct drawn *drawn;
    size_t drawn_count, drawn_capacity;
};

/* Of one content stream. */
struct stream {
    struct walk *walk;
    struct lexer lexer;
    qpdf_oh resources;
    struct state *states; /* the last is the current one */
    size_t state_count, state_capacity;
    double numbers[OPERANDS]; /* the last operands that are numbers, the last one last */
    struct buf name;          /* the last operand that is a name */
    struct buf strings;       /* those of the operator, one after the other */
    bool has_name;
};

/* Walks through a content stream, from this state on. */
void walk_content(struct walk *walk, const struct buf *data, qpdf_oh resources,
                  const struct state *state);
/* Counts what is looked at; false, with the misfit noted, where no more is. */
bool walk_spend(struct walk *walk, size_t bytes);
struct state *walk_state(struct stream *stream);
/* The resource of a kind ("/Font") that the operator names; null where it is not there. */
qpdf_oh walk_resource(struct stream *stream, const char *kind);
void walk_multiply(double matrix[6], const double by[6]);
/* The content of a form, or of a tiling pattern. */
void walk_form(struct stream *stream, qpdf_oh form, bool pattern);

/* What operators do, each with its operands in the stream. */
void walk_save(struct stream *stream);
void walk_restore(struct stream *stream);
void walk_concatenate(struct stream *stream);
void walk_set_font(struct stream *stream);
void walk_set_rendering(struct stream *stream);
void walk_set_intent(struct stream *stream);
void walk_set_state(struct stream *stream);
void walk_set_cmyk(struct stream *stream);
void walk_set_space(struct stream *stream);
void walk_set_colour(struct stream *stream);
void walk_paint_shading(struct stream *stream);
void walk_show(struct stream *stream);
void walk_draw(struct stream *stream);
void walk_mark(struct stream *stream);
void walk_inline(struct stream *stream);

#endif
