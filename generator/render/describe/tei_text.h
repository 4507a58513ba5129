/* SPDX-License-Identifier: ISC */
/* The letter's text in TEI P5. */
#ifndef RENDER_DESCRIBE_TEI_TEXT_H
#define RENDER_DESCRIBE_TEI_TEXT_H

#include "model/dossier.h"
#include "render/describe/xml.h"

/* The element `text`: body, and the footnotes in back. Its words are the letter's, in their order,
 * and no others. */
void tei_text(struct xml *xml, const struct dossier *dossier);

/* Opens the element of an inline that can hold others; writes one that cannot. */
void tei_inline_enter(struct xml *xml, const struct dossier *dossier, const struct node *node);

#endif
