/* SPDX-License-Identifier: ISC */
/* Text made safe for its place in HTML. */
#ifndef RENDER_HTML_ESCAPE_H
#define RENDER_HTML_ESCAPE_H

#include "base/buf.h"

#include <stddef.h>

/* For text and for attributes in double or single quotes: & < > " ' become references. */
void escape_text(struct buf *out, const char *text, size_t length);
/* For the value of a href or src attribute: what may not stand in an address (RFC 3986, and a '%'
 * that begins no escape) becomes %XX, and & ' become references. */
void escape_address(struct buf *out, const char *address, size_t length);
/* For a relative path of a file as the value of a href or src attribute: its name may hold '#', '?'
 * and '%'. */
void escape_path(struct buf *out, const char *path);

#endif
