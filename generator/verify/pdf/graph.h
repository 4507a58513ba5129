/* SPDX-License-Identifier: ISC */
/* A finished PDF as a graph of objects, read through qpdf: every object that the trailer leads to.
 */
#ifndef VERIFY_PDF_GRAPH_H
#define VERIFY_PDF_GRAPH_H

#include "base/buf.h"
#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>

enum object_kind {
    OBJECT_NULL,
    OBJECT_BOOLEAN,
    OBJECT_INTEGER,
    OBJECT_REAL,
    OBJECT_NAME,
    OBJECT_STRING,
    OBJECT_ARRAY,
    OBJECT_DICTIONARY, /* a stream too: `stream` is not 0 then */
};

/* References are resolved: an entry points to the object itself. */
struct object {
    enum object_kind kind;
    int id;           /* the indirect object that it is, or stands in; 0 for the trailer */
    bool indirect;    /* it is an indirect object itself */
    unsigned stream;  /* the stream's handle */
    long long number; /* a boolean's or an integer's value */
    double real;      /* an integer's or a real's value */
    /* A name without its slash, or the bytes of a string; terminated. */
    const char *bytes;
    size_t length;
    /* The items of an array, the values of a dictionary with their keys (without slash). */
    const struct object **items;
    const char **keys;
    size_t count;
    size_t *mark; /* a number of whoever walks over the objects, 0 at first */
};

struct graph {
    struct arena arena;
    struct _qpdf_data *qpdf;
    const struct object *trailer;
    const struct object *root;
    struct object **objects; /* the indirect ones, in the order in which they were found */
    size_t object_count;
    size_t object_capacity;
    struct object **by_id;
    size_t id_count;
    struct buf problem; /* why the file cannot be read, or what qpdf had to mend */
    bool encrypted;
};

/* Reads the PDF in `bytes`, which the graph borrows until it is released. False where nothing can
 * be read; `problem` says why. It also says what was damaged where the file could be read all the
 * same. */
bool graph_read(struct graph *graph, const struct buf *bytes);
void graph_release(struct graph *graph);

/* The value of a dictionary's key; a null object where there is none or `object` is no dictionary.
 * Never NULL. */
const struct object *object_get(const struct object *object, const char *key);
/* The integer of a key, or `otherwise`. */
long long object_integer(const struct object *object, const char *key, long long otherwise);
bool object_is_name(const struct object *object, const char *name);
bool object_is_true(const struct object *object);
/* Appends a text string (ISO 32000-1, 7.9.2.2) as UTF-8. */
void object_append_text(struct buf *text, const struct object *string);
/* Appends the decoded data of a stream; false where its filters fail. */
bool object_append_data(const struct graph *graph, const struct object *stream, struct buf *data);

#endif
