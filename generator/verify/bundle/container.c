/* SPDX-License-Identifier: ISC */
/* What holds the bag: a zip or a folder, as one list of files that can be read. */
#include "verify/bundle/container.h"

#include "verify/bundle/folder.h"
#include "verify/bundle/name_check.h"
#include "verify/bundle/twins.h"
#include "verify/bundle/zip.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Less than that is no bomb, however small the zip. */
#define BOMB_MIN ((uint64_t)256 * 1024 * 1024)
#define DECLARATION "bagit.txt"

#define BAD(code, path, ...) \
    verdict_bad(container->verdict, SECTION_CONTAINER, code, path, __VA_ARGS__)
#define REMARK(code, path, ...) \
    verdict_remark(container->verdict, SECTION_CONTAINER, code, path, __VA_ARGS__)

void container_release(struct container *container)
{
    free(container->items);
    free(container->composed);
    unpacker_free(container->unpacker);
    arena_release(&container->arena);
}

static struct item *add(struct container *container)
{
    container->items = memory_grow(container->items, container->count, &container->capacity,
                                   sizeof *container->items);
    struct item *item = &container->items[container->count++];
    *item = (struct item){0};
    return item;
}

/* ---------------------------------------------------------------- Names */

static int by_name(const void *left, const void *right)
{
    const struct item *a = left, *b = right;
    return strcmp(a->name, b->name);
}

static void sort_items(struct container *container)
{
    struct item *items = container->items;
    for (size_t i = 1; i < container->count; i++) {
        if (by_name(&items[i - 1], &items[i]) > 0) {
            qsort(items, container->count, sizeof *items, by_name);
            return;
        }
    }
}

/* Tells what is wrong with the name. What cannot be found by it is not to be read. */
static void judge_name(struct container *container, struct item *item, size_t length)
{
    const struct name_problem *problem = name_check(item->name, length);
    if (problem && problem->bad) {
        BAD(problem->code, item->name, "%s", problem->text);
        item->broken = true;
    } else if (problem) {
        REMARK(problem->code, item->name, "%s", problem->text);
    }
}

/* Keeps the first of those of one name. */
static void drop_twins(struct container *container)
{
    size_t kept = 0;
    sort_items(container);
    for (size_t i = 0; i < container->count; i++) {
        struct item *item = &container->items[i];
        struct item *last = kept ? &container->items[kept - 1] : NULL;
        if (!last || strcmp(last->name, item->name) != 0) {
            container->items[kept++] = *item;
            continue;
        }
        BAD("duplicate", item->name,
            "is there twice: a reader that takes the first and one that takes the last would see "
            "different content");
        last->broken = true;
    }
    container->count = kept;
}

static const struct item *find_name(const struct container *container, const char *name)
{
    const struct item key = {.name = name};
    return container->count ? bsearch(&key, container->items, container->count, sizeof key, by_name)
                            : NULL;
}

/* A name that is both a file and the folder of another. */
static void find_file_folders(struct container *container)
{
    struct buf parent = BUF_INIT;
    for (size_t i = 0; i < container->count; i++) {
        struct item *item = &container->items[i];
        for (const char *slash = strchr(item->name, '/'); slash; slash = strchr(slash + 1, '/')) {
            buf_clear(&parent);
            buf_add(&parent, item->name, (size_t)(slash - item->name));
            const struct item *found = find_name(container, parent.bytes);
            if (!found || found->folder || item->broken)
                continue;
            BAD("file-and-folder", item->name,
                "is in a folder that is also a file, %s: two readers would see different content",
                found->name);
            item->broken = true;
        }
    }
    buf_release(&parent);
}

/* ---------------------------------------------------------------- The bag's folder */

/* The folder of bagit.txt: the top, or one in it. */
static void find_top(struct container *container)
{
    container->top = "";
    if (find_name(container, DECLARATION))
        return;
    size_t found = 0;
    for (size_t i = 0; i < container->count; i++) {
        const char *name = container->items[i].name;
        const char *slash = strchr(name, '/');
        if (!slash || strcmp(slash + 1, DECLARATION) != 0)
            continue;
        if (!found++)
            container->top = arena_copy(&container->arena, name, (size_t)(slash + 1 - name));
        else
            BAD("two-bags", name, "is the declaration of a second bag; a bundle is one");
    }
}

/* Names from now on relative to the bag's folder. */
static void enter_top(struct container *container)
{
    size_t length = strlen(container->top);
    for (size_t i = 0; i < container->count; i++) {
        struct item *item = &container->items[i];
        if (!strncmp(item->name, container->top, length)) {
            item->name += length;
            item->inside = true;
        } else if (!item->folder) {
            BAD("outside", item->name,
                "is beside the bag's folder %s, where no manifest vouches "
                "for it%s",
                container->top,
                !strncmp(item->name, "__MACOSX/", 9) ? " (macOS puts such files into a zip)" : "");
        } else if (strncmp(container->top, item->name, strlen(item->name)) != 0) {
            BAD("outside", item->name, "is a folder beside the bag's folder %s", container->top);
        }
    }
}

static void sort_inside(struct container *container)
{
    size_t inside = 0;
    for (size_t i = 0; i < container->count; i++) {
        if (container->items[i].inside && *container->items[i].name)
            container->items[inside++] = container->items[i];
    }
    container->count = inside;
    sort_items(container);
}

/* ---------------------------------------------------------------- Filling it */

/* What another writer than the program's did otherwise, in one remark. */
static void remark_on_habits(struct container *container, const struct zip *zip, bool sorted)
{
    const struct {
        bool is;
        const char *words;
    } habits[] = {{zip->has_extra, "extra fields"},
                  {zip->has_descriptors, "data descriptors"},
                  {zip->has_unmarked_names, "names not marked as UTF-8"},
                  {!sorted, "another order"}};
    struct buf words = BUF_INIT;
    for (size_t i = 0; i < sizeof habits / sizeof *habits; i++) {
        if (habits[i].is)
            buf_add_format(&words, "%s%s", words.length ? ", " : "", habits[i].words);
    }
    if (words.length)
        REMARK("zipped-anew", NULL,
               "the zip has %s, as other programs write it; that changes no file in it",
               words.bytes);
    buf_release(&words);
}

static void take_entries(struct container *container, const struct zip *zip)
{
    bool sorted = true;
    for (size_t i = 0; i < zip->count; i++) {
        const struct zip_entry *entry = &zip->entries[i];
        size_t length = entry->name_length;
        bool folder = length > 1 && entry->name[length - 1] == '/';
        struct item *item = add(container);
        item->name = arena_copy(&container->arena, entry->name, length - (folder ? 1 : 0));
        item->folder = folder;
        item->broken = entry->broken;
        item->size = entry->size;
        item->packed = entry->packed;
        item->data = entry->data;
        item->crc = entry->crc;
        item->method = entry->method;
        item->open_ended = entry->method == ZIP_STORED && entry->flags & ZIP_FLAG_DESCRIPTOR;
        judge_name(container, item, length - (folder ? 1 : 0));
        /* VERIFY.txt may come first, for who looks into the zip. */
        if (i > 1 && strcmp(zip->entries[i - 1].name, entry->name) > 0)
            sorted = false;
        sorted = sorted && !folder;
    }
    remark_on_habits(container, zip, sorted);
}

static bool open_zip(struct container *container, struct error *err)
{
    struct zip zip = {
        .fd = container->fd, .length = container->length, .verdict = container->verdict};
    bool ok = zip_read(&zip, &container->sound, err);
    if (ok && container->sound)
        take_entries(container, &zip);
    zip_release(&zip);
    return ok;
}

static void take_file(void *to, const struct folder_file *file)
{
    struct container *container = to;
    struct item *item = add(container);
    item->name = arena_string(&container->arena, file->name);
    item->folder = file->is_folder;
    item->size = file->size;
    if (file->problem) {
        BAD(file->code, item->name, "%s", file->problem);
        item->broken = true;
    }
    judge_name(container, item, strlen(item->name));
}

static void check_bomb(struct container *container, const struct limits *limits)
{
    uint64_t size = container->size;
    if (limits->size && size > limits->size)
        BAD("too-large", NULL,
            "unpacked it would be %" PRIu64 " bytes, more than the %" PRIu64
            " that --max-size allows; nothing is unpacked",
            size, limits->size);
    else if (limits->ratio && container->is_zip && size > BOMB_MIN && container->length &&
             size / container->length >= limits->ratio)
        BAD("bomb", NULL,
            "unpacked it would be %" PRIu64 " times its size, more than the %" PRIu64
            " that --max-ratio allows; nothing is unpacked",
            size / container->length, limits->ratio);
    else
        return;
    container->bomb = true;
}

bool container_open(struct container *container, const struct limits *limits, struct error *err)
{
    container->top = "";
    container->sound = true;
    bool ok = container->is_zip ? open_zip(container, err)
                                : folder_walk(container->fd, take_file, container, err);
    if (!ok || !container->sound)
        return ok;
    for (size_t i = 0; i < container->count; i++) {
        const struct item *item = &container->items[i];
        container->files += !item->folder;
        if (!item->broken && !item->folder)
            container->size += item->size > UINT64_MAX / 2 - container->size ? 0 : item->size;
        if (!item->broken && item->size > UINT64_MAX / 4)
            container->size = UINT64_MAX / 2;
    }
    check_bomb(container, limits);
    drop_twins(container);
    twins_find(container);
    find_file_folders(container);
    find_top(container);
    enter_top(container);
    sort_inside(container);
    verdict_say(container->verdict, SECTION_CONTAINER, "a %s of %zu file%s, %" PRIu64 " bytes",
                container->is_zip ? "zip" : "folder", container->files,
                container->files == 1 ? "" : "s", container->size);
    if (container->is_zip && !*container->top)
        REMARK("no-top-folder", NULL, "the zip has no folder around the bag, as RFC 8493 asks for");
    return true;
}

struct item *container_find(const struct container *container, const char *name)
{
    const struct item key = {.name = name};
    return container->count ? bsearch(&key, container->items, container->count,
                                      sizeof *container->items, by_name)
                            : NULL;
}

static bool has_inside(const struct container *container, const char *name)
{
    struct buf inside = BUF_INIT;
    buf_add_string(&inside, name);
    buf_add_char(&inside, '/');
    size_t low = 0, high = container->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(container->items[middle].name, inside.bytes) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    bool found =
        low < container->count && !strncmp(container->items[low].name, inside.bytes, inside.length);
    buf_release(&inside);
    return found;
}

bool container_has_folder(const struct container *container, const char *name)
{
    const struct item *item = container_find(container, name);
    return !*name || (item && item->folder) || has_inside(container, name);
}

bool container_is_empty(const struct container *container, const struct item *folder)
{
    return folder->folder && !has_inside(container, folder->name);
}
