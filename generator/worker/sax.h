/* SPDX-License-Identifier: ISC */
/* XML and HTML as their elements come, by libxml2: without a document in memory, entities of the
 * file's own, or anything from elsewhere. */
#ifndef WORKER_SAX_H
#define WORKER_SAX_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* What an element has: its name without a prefix, pairs of names and values closed by NULL (NULL
 * for none), and where it begins. Texts are UTF-8. */
struct sax_handler {
    void *context;
    void (*open)(void *context, const char *name, const char *const *attributes, size_t offset);
    void (*close)(void *context);
    void (*text)(void *context, const char *bytes, size_t length);
};

/* Reads it to its end, every element closed once. False with *offset and the reason in *why, to
 * which what is to be done may be added, where it is not whole, or nested too deep. */
bool sax_read(const char *bytes, size_t length, const struct sax_handler *handler, size_t *offset,
              struct buf *why);

/* The value of an attribute; NULL where there is none. */
const char *sax_attribute(const char *const *attributes, const char *name);

#endif
