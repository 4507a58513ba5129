/* SPDX-License-Identifier: ISC */
/* The dossier: everything that was read and everything that was decided, once, for all renderers.
 */
#ifndef MODEL_DOSSIER_H
#define MODEL_DOSSIER_H

#include "base/error.h"
#include "base/memory.h"
#include "model/ledger.h"
#include "model/letter.h"
#include "model/metadata.h"
#include "model/settings.h"

#include <stdio.h>

#define DOSSIER_VERSION "0.1.0"

enum picture_type { PICTURE_PNG, PICTURE_JPEG };

/* A picture in the letter. */
struct picture {
    const char *name; /* relative to sources/; the same in the site */
    enum picture_type type;
    unsigned width; /* in pixels */
    unsigned height;
    const char *bytes;
    size_t length;
    struct place place;
};

struct letter {
    const char *source; /* sources/letter.md, byte for byte */
    size_t length;
    struct node *root;
    struct node **notes; /* footnotes by number, from 1 at [0], each with its blocks */
    size_t note_count;
    unsigned paragraph_count;       /* ¶1 to ¶n */
    const struct node **paragraphs; /* by ¶ number, from 1 at [0] */
    struct picture *pictures;
    size_t picture_count;
    bool unsettled; /* marks are wrong, which was reported: paragraphs may get other numbers */
};

/* The name of every output. */
struct outputs {
    const char *bundle_folder; /* the bundle's top folder: the identifier */
    const char *pdf_name;      /* "<identifier>.pdf": in the site and in the bundle */
    const char *zip_name;      /* "<identifier>.zip": in the site */
};

/* A page of the site, in reading order. */
enum site_page { SITE_INDEX, SITE_LETTER, SITE_ENCLOSURES, SITE_METADATA, SITE_PAGE_COUNT };
const char *site_page_file(enum site_page page); /* "letter.html" */

/* The source of the program, where the bundle is to hold it; none when zeroed. */
struct program_source {
    struct template_file *files; /* by name, relative to its folder: "generator/main.c" */
    size_t count;
    const char *version; /* in its own words; "" where it does not tell */
};

/* A zeroed struct is an empty dossier. Everything in it but `inputs` lives in its arena. Nothing
 * changes it once source_read and dossier_resolve are done. */
struct dossier {
    struct metadata metadata;
    struct letter letter;
    struct ledger ledger;
    struct templates templates;
    struct program_source program;
    struct outputs outputs;
    bool kept_going; /* pages that could not be read or drawn stand as illegible, by --keep-going */
    const char *compiled_hyphens; /* the folder of compiled hyphenation patterns, or NULL */
    /* The two other files as they were read, for the places of messages: what they hold beside the
     * model never ships. NULL where not there. */
    const char *metadata_source;
    const char *manifest_source;
    /* All files that were read, as paths that make can use: for the dependency file. */
    const char **inputs;
    size_t input_count;
    size_t input_capacity;
    struct arena arena;
};

void dossier_release(struct dossier *dossier);

/* "<identifier>-part-2.pdf" */
void dossier_append_part_name(struct buf *buf, const struct dossier *dossier, size_t part);

/* The last step of reading: numbers paragraphs and notes, gives headings their anchors, resolves
 * links, lists mentions at their enclosures, reconciles the ledger, names the outputs. What is
 * wrong is reported. `has_ledger`: whether the manifest was read whole; without it links to
 * enclosures are left alone. */
void dossier_resolve(struct dossier *dossier, bool has_ledger, struct report *report);

/* The model as text: what `dossier check --dump` prints and the tests compare. */
void dossier_dump(const struct dossier *dossier, struct buf *text);

#endif
