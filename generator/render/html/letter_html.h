/* SPDX-License-Identifier: ISC */
/* The letter's tree as HTML: its words in order and no others; what is the project's own stands in
 * attributes and in what the stylesheet makes of them. */
#ifndef RENDER_HTML_LETTER_HTML_H
#define RENDER_HTML_LETTER_HTML_H

#include "base/buf.h"
#include "model/dossier.h"

/* Appends the letter's blocks and its footnotes: what goes into an element that has the letter's
 * lang. Headings begin at h2 and leave out no level. */
void letter_html_append(const struct dossier *dossier, struct buf *out);

#endif
