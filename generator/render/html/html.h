/* SPDX-License-Identifier: ISC */
/* The site: linked HTML pages, a stylesheet and dossier.json, from the model and its templates. */
#ifndef RENDER_HTML_HTML_H
#define RENDER_HTML_HTML_H

#include "base/error.h"
#include "base/output.h"
#include "base/variants.h"
#include "model/dossier.h"

#include <stdbool.h>

/* Reports what is wrong with the templates in themselves (a section not closed, a partial not
 * there), whatever the letter is like. */
void html_check_templates(const struct templates *templates, struct report *report);

/* Writes every file of the site under "site/" but index.html, the PDF and the zip, and adds to
 * *variants those pages that read otherwise in the bundle. What is wrong in a template is reported
 * with its place; false with *err only where the machine failed. */
bool html_render(const struct dossier *dossier, struct output *output, struct variants *variants,
                 struct report *report, struct error *err);

/* Makes index.html as it stands on the host (`pdf` and `zip` tell size and digest), or as it stands
 * in the bundle
 * (`zip` NULL: the zip is around it). In the bundle the PDF lies in the folder above. Appends to
 * *page. */
bool html_render_index(const struct dossier *dossier, const struct output_file *pdf,
                       const struct output_file *zip, struct buf *page, struct report *report,
                       struct error *err);

#endif
