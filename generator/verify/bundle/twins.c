/* SPDX-License-Identifier: ISC */
/* Names that are one on some file systems, or in how Unicode composes them. */
#include "verify/bundle/twins.h"

#include "verify/bundle/name_check.h"

#include <stdlib.h>
#include <string.h>

#define BAD(code, path, ...) \
    verdict_bad(container->verdict, SECTION_CONTAINER, code, path, __VA_ARGS__)

struct folded {
    const char *key;
    struct item *item;
};

static int by_key(const void *left, const void *right)
{
    const struct folded *a = left, *b = right;
    int order = strcmp(a->key, b->key);
    return order ? order : strcmp(a->item->name, b->item->name);
}

static int by_key_alone(const void *left, const void *right)
{
    return strcmp(((const struct folded *)left)->key, ((const struct folded *)right)->key);
}

static const struct folded *find(const struct folded *folded, size_t count, const char *key)
{
    const struct folded wanted = {.key = key};
    return count ? bsearch(&wanted, folded, count, sizeof *folded, by_key_alone) : NULL;
}

/* Sorted. *changed where the key of one is not its name. */
static struct folded *fold(const struct container *container, struct arena *arena, size_t *count,
                           bool *changed)
{
    struct folded *folded = memory_new(container->count * sizeof *folded);
    *count = 0;
    for (size_t i = 0; i < container->count; i++) {
        struct item *item = &container->items[i];
        if (item->broken)
            continue;
        const char *key = name_fold(arena, item->name, true);
        *changed = *changed || key != item->name;
        folded[(*count)++] = (struct folded){key, item};
    }
    qsort(folded, *count, sizeof *folded, by_key);
    return folded;
}

static void tell(struct container *container, const char *one, const char *other)
{
    struct arena arena = ARENA_INIT;
    if (!strcmp(name_fold(&arena, one, false), name_fold(&arena, other, false)))
        BAD("composed-twins", other,
            "differs from %s only in how its characters are composed: on macOS the two are one "
            "file",
            one);
    else
        BAD("case-twins", other,
            "differs from %s only in upper and lower case, in characters that are not seen, or in "
            "dots or spaces at an end: on Windows or macOS the two are one file",
            one);
    arena_release(&arena);
}

/* A file that is the folder of others, but for what is folded: where it is not, that was said. */
static void find_file_folders(struct container *container, const struct folded *folded,
                              size_t count)
{
    struct buf parent = BUF_INIT;
    for (size_t i = 0; i < count; i++) {
        const char *key = folded[i].key, *name = folded[i].item->name;
        const char *end = strchr(name, '/');
        for (const char *slash = strchr(key, '/'); slash && end;
             slash = strchr(slash + 1, '/'), end = strchr(end + 1, '/')) {
            buf_clear(&parent);
            buf_add(&parent, key, (size_t)(slash - key));
            const struct folded *found = find(folded, count, parent.bytes);
            size_t length = (size_t)(end - name);
            if (!found || found->item->folder ||
                (strlen(found->item->name) == length && !memcmp(found->item->name, name, length)))
                continue;
            BAD("case-twins", name,
                "is in a folder that differs from the file %s only in upper and lower case, in "
                "characters that are not seen, or in dots or spaces at an end: on Windows or macOS "
                "the two are one",
                found->item->name);
        }
    }
    buf_release(&parent);
}

void twins_find(struct container *container)
{
    struct arena arena = ARENA_INIT;
    bool changed = false;
    size_t count;
    struct folded *folded = fold(container, &arena, &count, &changed);
    for (size_t i = 1; changed && i < count; i++) {
        if (!strcmp(folded[i - 1].key, folded[i].key))
            tell(container, folded[i - 1].item->name, folded[i].item->name);
    }
    if (changed)
        find_file_folders(container, folded, count);
    free(folded);
    arena_release(&arena);
}

struct item *twins_composed(struct container *container, const char *name)
{
    if (!container->composed) {
        container->composed = memory_new((container->count + 1) * sizeof *container->composed);
        for (size_t i = 0; i < container->count; i++) {
            struct item *item = &container->items[i];
            if (!item->folder && !item->broken)
                container->composed[container->composed_count++] =
                    (struct folded){name_fold(&container->arena, item->name, false), item};
        }
        qsort(container->composed, container->composed_count, sizeof *container->composed, by_key);
    }
    const struct folded *found = find(container->composed, container->composed_count,
                                      name_fold(&container->arena, name, false));
    return found ? found->item : NULL;
}
