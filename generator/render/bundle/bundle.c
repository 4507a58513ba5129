/* SPDX-License-Identifier: ISC */
/* The bundle: a BagIt 1.0 bag (RFC 8493) of everything, in one zip. */
#include "render/bundle/bundle.h"

#include "render/bundle/archive.h"
#include "render/bundle/bag.h"

#include <stdlib.h>
#include <string.h>

#define SITE_FOLDER "site/"

/* "folder/name", good until the next call. */
static const char *join(struct buf *name, const char *folder, const char *file)
{
    buf_clear(name);
    buf_add_format(name, "%s/%s", folder, file);
    return name->bytes;
}

/* What was made in this run: the PDF, and the site with what reads otherwise in the bundle. */
static void add_made(const struct dossier *dossier, const struct variants *variants,
                     const char *pdf_name, struct output *output, struct bag *bag)
{
    size_t count;
    size_t next = 0;
    const struct output_file *const *files = output_files(output, &count);
    for (size_t i = 0; i < count; i++) {
        const struct output_file *file = files[i];
        if (next < variants->count && !strcmp(file->name, variants->items[next].name))
            next++;
        else if (!strncmp(file->name, SITE_FOLDER, strlen(SITE_FOLDER)) && file->bytes)
            bag_add_known(bag, file->name, file->bytes, file->size, &file->digest);
        else if (!strncmp(file->name, SITE_FOLDER, strlen(SITE_FOLDER)))
            bag_add_file(bag, file->name, output_path(output, file->name), file->size,
                         &file->digest);
        else if (!strcmp(file->name, pdf_name))
            bag_add_file(bag, dossier->outputs.pdf_name, output_path(output, file->name),
                         file->size, &file->digest);
    }
    for (size_t i = 0; i < variants->count; i++)
        bag_add_bytes(bag, variants->items[i].name, variants->items[i].bytes,
                      variants->items[i].length);
}

/* A folder whose files ship as they are. */
static void add_folder(struct bag *bag, const char *folder, const struct template_file *files,
                       size_t count)
{
    struct buf name = BUF_INIT;
    for (size_t i = 0; i < count; i++)
        bag_add_bytes(bag, join(&name, folder, files[i].name), files[i].bytes, files[i].length);
    buf_release(&name);
}

/* What a folder must hold so that the same can be made of it again. */
static void add_inputs(const struct dossier *dossier, struct bag *bag, struct buf *metadata,
                       struct buf *manifest)
{
    const struct letter *letter = &dossier->letter;
    const struct ledger *ledger = &dossier->ledger;
    struct buf name = BUF_INIT;
    bag_add_bytes(bag, "sources/letter.md", letter->source, letter->length);
    for (size_t i = 0; i < letter->picture_count; i++) {
        const struct picture *picture = &letter->pictures[i];
        bag_add_bytes(bag, join(&name, "sources", picture->name), picture->bytes, picture->length);
    }
    bundle_canonical_metadata(dossier, metadata);
    bag_add_bytes(bag, "sources/metadata.yaml", metadata->bytes, metadata->length);
    if (ledger->declared || ledger->enclosure_count) {
        bundle_canonical_manifest(dossier, manifest);
        bag_add_bytes(bag, "attachments/manifest.yaml", manifest->bytes, manifest->length);
    }
    for (size_t i = 0; i < ledger->file_count; i++) {
        const struct held_file *file = ledger->files[i];
        bag_add_file(bag, join(&name, "attachments", file->name), file->path, file->size,
                     &file->digest);
        if (file->text.name)
            bag_add_file(bag, join(&name, "attachments", file->text.name), file->text.path,
                         file->text.size, &file->text.digest);
    }
    add_folder(bag, "templates", dossier->templates.files, dossier->templates.count);
    add_folder(bag, "program", dossier->program.files, dossier->program.count);
    buf_release(&name);
}

/* The options of the call that changed bytes, as the bag tells them. */
static void list_options(const struct dossier *dossier, struct buf *options)
{
    if (dossier->kept_going)
        buf_add_string(options, "--keep-going");
    if (dossier->program.count)
        buf_add_format(options, "%s--with-source", options->length ? " " : "");
}

static int by_name(const void *left, const void *right)
{
    return strcmp(((const struct output_file *)left)->name,
                  ((const struct output_file *)right)->name);
}

/* The payload by name, each file once; to be freed. */
static struct output_file *list_payload(const struct bag *bag, size_t *count)
{
    struct output_file *files = memory_new((bag->count + 1) * sizeof *files);
    size_t kept = 0;
    for (size_t i = 0; i < bag->count; i++)
        files[i] = (struct output_file){
            .name = bag->files[i].name, .size = bag->files[i].size, .digest = bag->files[i].digest};
    qsort(files, bag->count, sizeof *files, by_name);
    for (size_t i = 0; i < bag->count; i++) {
        if (!kept || strcmp(files[kept - 1].name, files[i].name) != 0)
            files[kept++] = files[i];
    }
    *count = kept;
    return files;
}

bool bundle_render(const struct dossier *dossier, const struct variants *variants,
                   const char *pdf_name,
                   void (*describe)(const struct dossier *dossier,
                                    const struct output_file *payload, size_t count,
                                    struct variants *tags),
                   struct output *output, const char *name, struct error *err)
{
    struct bag bag = {0};
    struct variants tags = {0};
    size_t count;
    struct buf metadata = BUF_INIT;
    struct buf manifest = BUF_INIT;
    struct buf options = BUF_INIT;
    list_options(dossier, &options);
    add_made(dossier, variants, pdf_name, output, &bag);
    add_inputs(dossier, &bag, &metadata, &manifest);
    struct output_file *payload = list_payload(&bag, &count);
    describe(dossier, payload, count, &tags);
    free(payload);
    for (size_t i = 0; i < tags.count; i++)
        bag_add_tag(&bag, tags.items[i].name, tags.items[i].bytes, tags.items[i].length);
    const struct template_file *verify = templates_find(&dossier->templates, VERIFY_NAME);
    if (verify)
        bag_add_tag(&bag, VERIFY_NAME, verify->bytes, verify->length);
    bool ok = bag_seal(&bag, &dossier->metadata, options.bytes, err) &&
              archive_write(&bag, dossier->outputs.bundle_folder, dossier->metadata.published,
                            output_path(output, name), err) &&
              output_record(output, name, NULL, err);
    bag_release(&bag);
    variants_release(&tags);
    buf_release(&metadata);
    buf_release(&manifest);
    buf_release(&options);
    return ok;
}
