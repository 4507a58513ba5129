/* SPDX-License-Identifier: ISC */
/* The parts of the RO-Crate's graph, and what names their entities. */
#ifndef RENDER_DESCRIBE_ROCRATE_H
#define RENDER_DESCRIBE_ROCRATE_H

#include "base/json.h"
#include "base/output.h"
#include "model/dossier.h"

#include <stdbool.h>
#include <stddef.h>

#define ROCRATE_FILE "ro-crate-metadata.json"
#define ROCRATE_PREVIEW "ro-crate-preview.html"
/* The entities that others refer to. */
#define ROCRATE_LETTER "#letter"
#define ROCRATE_BUILD "#build"
#define ROCRATE_PROGRAM "#dossier"
#define ROCRATE_SOURCE "data/program/"
#define ROCRATE_LICENCE ROCRATE_SOURCE "LICENSE"
#define ROCRATE_MAIN ROCRATE_SOURCE "generator/main.c"
#define ROCRATE_SENDER "#sender"
#define ROCRATE_PUBLISHER "#publisher"
#define ROCRATE_NO_LICENCE "#licence-not-stated"

/* What the graph is made of. All of it borrowed. */
struct rocrate {
    struct json *json;
    const struct dossier *dossier;
    const struct output_file *files; /* the payload, by name: "data/…" */
    size_t count;
};

/* {"@id": id} */
void rocrate_ref(struct json *json, const char *key, const char *id);
/* Begins an entity that is no file, up to its name. */
void rocrate_open(struct json *json, const char *id, const char *type, const char *name);
/* The same for one that is of two types. */
void rocrate_open_both(struct json *json, const char *id, const char *type, const char *also,
                       const char *name);
void rocrate_text(struct json *json, const char *key,
                  const char *text); /* nothing where it is "" */
void rocrate_date(struct json *json, const char *key, struct date date);
void rocrate_add_languages(struct json *json, const struct text_list *languages);
/* "#enclosure-A", "#addressee-1" */
void rocrate_append_enclosure(struct buf *id, const struct enclosure *enclosure);
void rocrate_append_addressee(struct buf *id, size_t index);
/* A list, or its one member by itself (RO-Crate 1.2, appendix JSON-LD): begins it, and ends it. */
void rocrate_open_list(struct json *json, const char *key, size_t count);
void rocrate_close_list(struct json *json, size_t count);
/* A reference in a list begun by rocrate_open_list. */
void rocrate_ref_in(struct json *json, const char *key, size_t count, const char *id);

/* A folder of the bundle with what is told of it. */
struct rocrate_folder {
    const char *name; /* "data/sources/" */
    const char *title;
    const char *description;
};
extern const struct rocrate_folder rocrate_folders[];
extern const size_t rocrate_folder_count;
/* Whether any file of a folder is described. */
bool rocrate_has_folder(const struct rocrate *crate, const struct rocrate_folder *folder);
/* Whether a file is described: all but the pages and pictures of the site, and of the program's
 * source what does not lead to the rest, which are many. */
bool rocrate_describes(const struct output_file *file);
/* Whether there is such a file. */
bool rocrate_has_file(const struct rocrate *crate, const char *name);
/* Whether it is the dossier as PDF. */
bool rocrate_is_pdf(const struct output_file *file);
/* What it is, in a few words; its media type. */
const char *rocrate_file_description(const struct rocrate *crate, const struct output_file *file);
const char *rocrate_file_media(const struct rocrate *crate, const struct output_file *file);
/* A path as the id of its file: a relative reference (RFC 3987). */
void rocrate_append_path(struct buf *id, const char *path);

/* The entities: of persons and offices; of the letter and its enclosures; of folders and files; of
 * program and build. */
void rocrate_add_parties(const struct rocrate *crate);
void rocrate_add_letter(const struct rocrate *crate);
void rocrate_add_files(const struct rocrate *crate);
void rocrate_add_build(const struct rocrate *crate);

/* What is told of the program's source, whose folder, or the file where it begins, is open. */
void rocrate_add_source(const struct rocrate *crate);
void rocrate_add_source_main(const struct rocrate *crate);

/* The preview, for people. */
void rocrate_preview(const struct rocrate *crate, struct buf *out);

#endif
