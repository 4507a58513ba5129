/* SPDX-License-Identifier: ISC */
/* The letter's inlines, and page breaks of the original, as HTML. */
#ifndef RENDER_HTML_INLINE_HTML_H
#define RENDER_HTML_INLINE_HTML_H

#include "render/html/markup.h"

/* One step of a walk over the letter. */
void inline_html_write(struct markup *markup, const struct node *node, bool entering);

#endif
