/* SPDX-License-Identifier: ISC */
/* The links and anchors of an HTML page, as a browser finds them. */
#ifndef VERIFY_BUNDLE_HTML_LINKS_H
#define VERIFY_BUNDLE_HTML_LINKS_H

#include "base/buf.h"

#include <stddef.h>

/* Called with each value of href, src, poster, data or action (`link`), and of id or name
 * (`anchor`), with character references undone; the texts are good for the call. */
struct html_links {
    void (*link)(void *to, const char *address);
    void (*anchor)(void *to, const char *name);
    void *to;
};
void html_links_find(const char *bytes, size_t length, const struct html_links *links);

#endif
