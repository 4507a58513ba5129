/* SPDX-License-Identifier: ISC */
/* YAML 1.2 as the dossier's files use it: mappings, lists and scalars, each with its place. By
 * libfyaml's event parser. Anchors, aliases, tags, repeated or complex keys and a second document
 * are errors. */
#ifndef SOURCE_YAML_H
#define SOURCE_YAML_H

#include "base/error.h"
#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>

/* How deep mappings and lists may stand in one another. */
#define YAML_DEPTH_MAX 16

enum yaml_kind { YAML_SCALAR, YAML_MAP, YAML_LIST };

struct yaml {
    enum yaml_kind kind;
    bool plain;       /* SCALAR: without quotes and not a block */
    bool refused;     /* SCALAR: an alias, which was reported: no more is said of its value */
    bool verbatim;    /* SCALAR: `text` is what the file has, behind `inset` characters */
    unsigned inset;   /* a quotation mark */
    bool flow;        /* MAP, LIST: within { } or [ ] */
    const char *text; /* SCALAR; "" where nothing is given; a block's without its last line ends */
    struct place place;
    const char *key; /* where it is a member of a mapping */
    struct place key_place;
    struct yaml *first; /* MAP, LIST: in the order of the file */
    struct yaml *last;
    struct yaml *next;
};

/* The root of the one document in `bytes`, in the arena. What is wrong is reported; NULL where it
 * leaves no tree to go on with. A file with nothing in it gives an empty scalar. */
struct yaml *yaml_parse(const char *path, const char *bytes, size_t length, struct arena *arena,
                        struct report *report);

/* A scalar without a value: nothing, or a plain `~` or `null`. */
bool yaml_is_empty(const struct yaml *yaml);
/* "a text", "a mapping", "a list" or "empty", for messages. */
const char *yaml_kind_words(const struct yaml *yaml);
/* How many members or items a mapping or list has. */
size_t yaml_count(const struct yaml *yaml);
/* The member with this key, or NULL. */
struct yaml *yaml_get(const struct yaml *map, const char *key);

#endif
