/* SPDX-License-Identifier: ISC */
/* stub */
#include "render/pdf/write.h"
bool write_pdf(const struct dossier *d, const struct layout *l, struct output_writer *w, struct report *r, struct error *e) { (void)d;(void)l;(void)r; return output_write(w, "%PDF stub", 9, e); }
