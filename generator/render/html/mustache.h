/* SPDX-License-Identifier: ISC */
/* A subset of Mustache (mustache(5)): {{name}} {{{name}}} {{&name}} {{#name}} {{^name}} {{/name}}
 * {{>partial}}
 * {{!comment}} and {{.}}; names may be dotted. Left out, and errors: set delimiters, lambdas,
 * inheritance. Unlike
 * Mustache, a name that the view does not have is an error with its place; a partial is not
 * indented by the blanks before its tag, and one within a line is put in without the line break
 * that ends its file. Lines that hold only a section, comment or partial tag are standalone. */
#ifndef RENDER_HTML_MUSTACHE_H
#define RENDER_HTML_MUSTACHE_H

#include "base/buf.h"
#include "base/error.h"
#include "model/settings.h"
#include "render/html/value.h"

#include <stdbool.h>

/* How deep sections and partials may stand in one another. */
#define MUSTACHE_DEPTH_MAX 100
/* How many tags, texts and look-ups a page may take, and how many bytes it may have. A strip of a
 * million pages takes some 20 million steps. */
#define MUSTACHE_STEPS_MAX 100000000u
#define MUSTACHE_LENGTH_MAX (1u << 30)

/* Renders a template of templates/site/ (`name`: "letter.html") with a view, a record. Partials are
 * templates/site/<partial>.html. Appends to *out; false where something was reported. */
bool mustache_render(const struct templates *templates, const char *name, const struct value *view,
                     struct buf *out, struct report *report);

/* The same for many pages: each template is cut once. `report` and `templates` are borrowed until
 * it is freed. */
struct mustache *mustache_new(const struct templates *templates, struct report *report);
void mustache_free(struct mustache *mustache);
/* Names that `view` does not have are looked up in `shared`, a record or NULL. */
bool mustache_page(struct mustache *mustache, const char *name, const struct value *view,
                   const struct value *shared, struct buf *out);

/* Reports what is wrong with a template in itself: its syntax, and partials that are not there. */
void mustache_check(const struct templates *templates, const struct template_file *file,
                    struct report *report);

#endif
