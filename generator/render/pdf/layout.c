/* SPDX-License-Identifier: ISC */
/* stub */
#include "render/pdf/layout.h"
struct layout *layout_compose(const struct dossier *d, struct report *r, struct error *e) { (void)d;(void)r;(void)e; return memory_new(sizeof(struct layout)); }
void layout_free(struct layout *l) { (void)l; }
void layout_dump(const struct layout *l, struct buf *t) { (void)l;(void)t; }
const char *tag_name(enum tag tag) { (void)tag; return ""; }
