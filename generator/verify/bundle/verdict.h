/* SPDX-License-Identifier: ISC */
/* What was found of a bundle, section by section, and how it is told. */
#ifndef VERIFY_BUNDLE_VERDICT_H
#define VERIFY_BUNDLE_VERDICT_H

#include "base/buf.h"
#include "base/memory.h"

#include <stdbool.h>
#include <stdio.h>

enum section {
    SECTION_CONTAINER,
    SECTION_BAG,
    SECTION_CRATE,
    SECTION_LEDGER,
    SECTION_LINKS,
    SECTION_PDF,
    SECTION_SIGNATURE,
    SECTION_COUNT
};
const char *section_name(enum section section);

struct finding {
    enum section section;
    bool bad;         /* the bundle is not good; else a remark */
    const char *code; /* a constant word for machines */
    const char *path; /* "" where it is on the whole */
    const char *text;
};

/* How often one code was found in one section. */
struct tally {
    enum section section;
    const char *code;
    size_t count;
};

/* Of each code the first VERDICT_KEPT of a section are kept, the others counted: a hostile bundle
 * takes no more memory than that. Paths and texts are kept printable: what a terminal would obey
 * or could not show stands as \xNN. */
#define VERDICT_KEPT 1000
/* Of those so many are shown to a human. */
#define VERDICT_SHOWN 20

struct verdict {
    struct finding *items;
    size_t count, capacity;
    struct tally *tallies;
    size_t tally_count, tally_capacity;
    size_t bad[SECTION_COUNT];     /* also those that are not kept */
    size_t remarks[SECTION_COUNT]; /* the same */
    struct buf summaries[SECTION_COUNT];
    struct arena arena;
};

void verdict_init(struct verdict *verdict);
void verdict_release(struct verdict *verdict);

/* `code` is a constant. The text says what is wrong and what it means, lower case, no period. */
void verdict_bad(struct verdict *verdict, enum section section, const char *code, const char *path,
                 const char *format, ...) PRINTF_LIKE(5, 6);
void verdict_remark(struct verdict *verdict, enum section section, const char *code,
                    const char *path, const char *format, ...) PRINTF_LIKE(5, 6);
/* What the section found, in a few words; those said before are followed by "; ". */
void verdict_say(struct verdict *verdict, enum section section, const char *format, ...)
    PRINTF_LIKE(3, 4);

bool verdict_is_good(const struct verdict *verdict);

/* In human words; of a good one nothing where `quiet`, of another what is wrong. */
void verdict_print(const struct verdict *verdict, const char *path, bool quiet, FILE *stream);
/* As JSON: dossier(5) has the schema. */
void verdict_print_json(const struct verdict *verdict, const char *path, const char *program,
                        FILE *stream);

#endif
