/* SPDX-License-Identifier: ISC */
/* The records that the templates of enclosed pages and of contact sheets see. */
#ifndef RENDER_HTML_VIEW_ENCLOSED_H
#define RENDER_HTML_VIEW_ENCLOSED_H

#include "model/dossier.h"
#include "render/html/value.h"

/* More places of the letter than these, that speak of an enclosure, are listed in one place only.
 */
#define VIEW_MENTIONS_MAX 20u

/* What the pages of the enclosures have in common, made once. */
struct view_enclosed {
    const struct dossier *dossier;
    struct arena arena;
    struct value **named; /* by row: a list of the letter's places that name the page; or NULL */
    struct value *none;   /* a list of nothing */
    struct value *empty;
};

void view_enclosed_init(struct view_enclosed *view, const struct dossier *dossier);
void view_enclosed_release(struct view_enclosed *view);

/* What the pages of a run have in common: a record, in the arena. */
struct value *view_run(const struct view_enclosed *view, const struct ledger_run *run,
                       struct arena *arena);
/* The record `folio` of a page of that run, in an arena which may end before that of the run. */
struct value *view_folio(const struct view_enclosed *view, const struct value *run, unsigned folio,
                         struct arena *arena);
/* The record `sheet` of the contact sheet `number` of an enclosure, from 1, of `sheets`. */
struct value *view_sheet(const struct view_enclosed *view, const struct enclosure *enclosure,
                         unsigned number, unsigned sheets, struct arena *arena);

#endif
