/* SPDX-License-Identifier: ISC */
/* stub */
#include "render/html/html.h"
void html_check_templates(const struct templates *t, struct report *r) { (void)t;(void)r; }
bool html_render(const struct dossier *d, struct output *o, struct report *r, struct error *e) { (void)d;(void)o;(void)r;(void)e; return true; }
bool html_render_index(const struct dossier *d, const struct output_file *p, const struct output_file *z, struct buf *b, struct report *r, struct error *e) { (void)d;(void)p;(void)z;(void)b;(void)r;(void)e; return true; }
