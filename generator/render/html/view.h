/* SPDX-License-Identifier: ISC */
/* The records that templates see. The manual, generator/doc/dossier.5.in, lists every name in them:
 * keep the two in step. */
#ifndef RENDER_HTML_VIEW_H
#define RENDER_HTML_VIEW_H

#include "base/output.h"
#include "model/dossier.h"
#include "render/html/value.h"

#define VIEW_NOT_FOUND_FILE "404.html"
/* The templates of enclosed pages and of contact sheets. */
#define VIEW_ENCLOSED_TEMPLATE "page.html"
#define VIEW_SHEET_TEMPLATE "sheet.html"

/* What every page sees: metadata, fields, letter (without its html), ledger (without its strip),
 * enclosures, names of files, descriptions, citations, version, json-ld. All in the arena, which
 * must not outlive the dossier. */
struct value *view_new(const struct dossier *dossier, struct arena *arena);

/* Adds `page`: which page it is. `file` is its name in the site, or VIEW_NOT_FOUND_FILE. */
void view_set_page(struct arena *arena, struct value *view, const struct dossier *dossier,
                   const char *file);
/* Adds `pdf`, `zip` and `in-bundle`: what index.html links to. `zip` is NULL in the bundle, where
 * the PDF lies in the folder above. */
void view_set_downloads(struct arena *arena, struct value *view, const struct dossier *dossier,
                        const struct output_file *pdf, const struct output_file *zip);

/* The parts of the view that come from the ledger. */
struct value *view_ledger(const struct dossier *dossier, struct arena *arena);
struct value *view_enclosures(const struct dossier *dossier, struct arena *arena);
/* One record for each group of pages that belong together, with a cell for each page: see `strip`.
 */
struct value *view_strip(const struct dossier *dossier, struct arena *arena);
/* The enclosures that a row may belong to. */
struct value *view_owners(struct arena *arena, const struct ledger *ledger,
                          const struct ledger_row *row);
/* Adds `withheld-parts`, each reason once, and whether there are any. */
void view_set_parts(struct arena *arena, struct value *record, const struct ledger_row *row);
/* "E12", or "E1–E89". */
struct value *view_range(struct arena *arena, unsigned first, unsigned last);
struct value *view_mention(struct arena *arena, const struct mention *mention);
/* The address of the first contact sheet of an enclosure, "" where it has none. */
struct value *view_sheet_address(struct arena *arena, const struct ledger *ledger,
                                 const struct enclosure *enclosure);
/* A status as templates see it. */
struct value *view_status(struct arena *arena, const struct dossier *dossier, enum status status);
/* Languages as a sentence lists them: records of `tag`, `name` and `more`. */
struct value *view_languages(struct arena *arena, const struct settings *settings,
                             const struct text_list *tags);
/* The text of a buffer, kept in the arena; the buffer is cleared. */
struct value *view_take(struct arena *arena, struct buf *text);
/* "12,345", as the settings write it. */
struct value *view_number(struct arena *arena, const struct dossier *dossier,
                          unsigned long long number);

#endif
