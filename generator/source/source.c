/* SPDX-License-Identifier: ISC */
/* stub */
#include "source/source.h"
bool source_read(const struct source_options *o, struct dossier *d, struct report *r, struct error *err) { (void)o;(void)d;(void)r; return error_set(err, EXIT_CODE_MACHINE, "source is not there yet"); }
