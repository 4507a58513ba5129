/* SPDX-License-Identifier: ISC */
/* A BagIt 1.0 bag (RFC 8493) as a list of files: the payload and the tag files that describe it. */
#include "render/bundle/bag.h"

#include "model/dossier.h"
#include "model/program.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define PAYLOAD "data/"

void bag_release(struct bag *bag)
{
    free(bag->files);
    arena_release(&bag->arena);
    memset(bag, 0, sizeof *bag);
}

static struct bag_file *add(struct bag *bag, const char *folder, const char *name)
{
    struct buf whole = BUF_INIT;
    buf_add_format(&whole, "%s%s", folder, name);
    bag->files = memory_grow(bag->files, bag->count, &bag->capacity, sizeof *bag->files);
    struct bag_file *file = &bag->files[bag->count++];
    memset(file, 0, sizeof *file);
    file->name = arena_copy(&bag->arena, whole.bytes, whole.length);
    buf_release(&whole);
    return file;
}

/* Bytes that are borrowed, in the payload ("data/") or beside it. */
static void add_bytes(struct bag *bag, const char *folder, const char *name, const char *bytes,
                      size_t length, const struct digest *digest)
{
    struct bag_file *file = add(bag, folder, name);
    file->bytes = bytes;
    file->size = length;
    file->digest = *digest;
}

void bag_add_bytes(struct bag *bag, const char *name, const char *bytes, size_t length)
{
    struct digest digest;
    digest_of(bytes, length, &digest);
    bag_add_known(bag, name, bytes, length, &digest);
}

void bag_add_known(struct bag *bag, const char *name, const char *bytes, size_t length,
                   const struct digest *digest)
{
    add_bytes(bag, PAYLOAD, name, bytes, length, digest);
}

void bag_add_tag(struct bag *bag, const char *name, const char *bytes, size_t length)
{
    struct digest digest;
    digest_of(bytes, length, &digest);
    add_bytes(bag, "", name, bytes, length, &digest);
}

void bag_add_file(struct bag *bag, const char *name, const char *path, uint64_t size,
                  const struct digest *digest)
{
    struct bag_file *file = add(bag, PAYLOAD, name);
    file->path = arena_string(&bag->arena, path);
    file->size = size;
    file->digest = *digest;
}

static int by_name(const void *left, const void *right)
{
    const struct bag_file *a = left, *b = right;
    return strcmp(a->name, b->name);
}

static bool is_payload(const struct bag_file *file)
{
    return !strncmp(file->name, PAYLOAD, strlen(PAYLOAD));
}

/* The payload before the tag files. */
static int by_part(const void *left, const void *right)
{
    int order = is_payload(right) - is_payload(left);
    return order ? order : by_name(left, right);
}

/* Sorts, and takes out what is there twice. */
static bool sort(struct bag *bag, int (*order)(const void *, const void *), struct error *err)
{
    size_t kept = 0;
    if (bag->count)
        qsort(bag->files, bag->count, sizeof *bag->files, order);
    for (size_t i = 0; i < bag->count; i++) {
        struct bag_file *file = &bag->files[i];
        const struct bag_file *last = kept ? &bag->files[kept - 1] : NULL;
        if (!last || strcmp(last->name, file->name) != 0)
            bag->files[kept++] = *file;
        else if (last->size != file->size ||
                 memcmp(&last->digest, &file->digest, sizeof file->digest) != 0)
            return error_set(err, EXIT_CODE_INPUT,
                             "two files of the bundle have the name %s; rename one", file->name);
    }
    bag->count = kept;
    return true;
}

/* RFC 8493, 2.1.3: these characters, and only these, are percent-encoded. */
static void add_path(struct buf *line, const char *name)
{
    for (; *name; name++) {
        if (*name == '%' || *name == '\n' || *name == '\r')
            buf_add_format(line, "%%%02X", (unsigned)*name);
        else
            buf_add_char(line, *name);
    }
}

/* Ends a tag file: its bytes go to the bag. */
static void add_tag_file(struct bag *bag, const char *name, struct buf *text)
{
    struct bag_file *file = add(bag, "", name);
    file->bytes = arena_copy(&bag->arena, text->bytes, text->length);
    file->size = text->length;
    digest_of(text->bytes, text->length, &file->digest);
    buf_clear(text);
}

/* A manifest of the files from `first` on, up to `end`. The name tells the algorithm. */
static void add_manifest(struct bag *bag, const char *name, size_t first, size_t end, bool sha512,
                         struct buf *text)
{
    for (size_t i = first; i < end; i++) {
        const struct bag_file *file = &bag->files[i];
        if (sha512)
            digest_append_hex(text, file->digest.sha512, DIGEST_SHA512_SIZE);
        else
            digest_append_hex(text, file->digest.sha256, DIGEST_SHA256_SIZE);
        buf_add_string(text, "  ");
        add_path(text, file->name);
        buf_add_char(text, '\n');
    }
    add_tag_file(bag, name, text);
}

/* RFC 8493, 2.2.2. A value is one line and is not folded: a reader would take the fold for a part
 * of it. */
static void add_element(struct buf *text, const char *label, const char *value)
{
    if (*value)
        buf_add_format(text, "%s: %s\n", label, value);
}

static void add_libraries(struct buf *text)
{
    buf_add_string(text, "Software-Libraries: ");
    for (size_t i = 0; program_libraries[i]; i++)
        buf_add_format(text, "%s%s", i ? ", " : "", program_libraries[i]);
    buf_add_char(text, '\n');
}

static void add_info(struct bag *bag, size_t payload, const struct metadata *metadata,
                     const char *options, struct buf *text)
{
    struct buf value = BUF_INIT;
    uint64_t octets = 0;
    for (size_t i = 0; i < payload; i++)
        octets += bag->files[i].size;
    add_element(text, "Source-Organization", metadata_organization(metadata));
    add_element(text, "External-Description",
                *metadata->description ? metadata->description : metadata->title);
    date_append_iso(&value, metadata->published);
    add_element(text, "Bagging-Date", value.bytes);
    add_element(text, "External-Identifier", metadata->identifier);
    buf_add_format(text, "Payload-Oxum: %" PRIu64 ".%zu\n", octets, payload);
    add_element(text, "Bag-Software-Agent", "dossier " DOSSIER_VERSION);
    add_libraries(text);
    add_element(text, "Build-Options", options);
    add_tag_file(bag, "bag-info.txt", text);
    buf_release(&value);
}

bool bag_seal(struct bag *bag, const struct metadata *metadata, const char *options,
              struct error *err)
{
    struct buf text = BUF_INIT;
    bool ok = sort(bag, by_part, err);
    if (!ok)
        goto out;
    size_t payload = 0;
    while (payload < bag->count && is_payload(&bag->files[payload]))
        payload++;
    add_info(bag, payload, metadata, options, &text);
    buf_add_string(&text, "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
    add_tag_file(bag, "bagit.txt", &text);
    add_manifest(bag, "manifest-sha256.txt", 0, payload, false, &text);
    add_manifest(bag, "manifest-sha512.txt", 0, payload, true, &text);
    size_t tags = bag->count;
    ok = sort(bag, by_part, err);
    if (!ok)
        goto out;
    add_manifest(bag, "tagmanifest-sha256.txt", payload, tags, false, &text);
    add_manifest(bag, "tagmanifest-sha512.txt", payload, tags, true, &text);
    ok = sort(bag, by_name, err);
out:
    buf_release(&text);
    return ok;
}
