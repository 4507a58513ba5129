/* SPDX-License-Identifier: ISC */
/* Whether a bag is complete and each of its files is as its manifests tell (RFC 8493, 3). */
#include "verify/bundle/bag_judge.h"

#include <inttypes.h>
#include <string.h>

#define BAD(code, path, ...) verdict_bad(verdict, SECTION_BAG, code, path, __VA_ARGS__)
#define REMARK(code, path, ...) verdict_remark(verdict, SECTION_BAG, code, path, __VA_ARGS__)

/* The names of algorithms, "sha256 and sha512". */
static const char *names_of(unsigned algorithms, struct buf *words)
{
    buf_clear(words);
    for (int i = 0; i < HASH_COUNT; i++) {
        if (algorithms & 1u << i)
            buf_add_format(words, "%s%s", words->length ? " and " : "", hash_name((enum hash)i));
    }
    return words->bytes;
}

static unsigned listed_by(const struct item *item)
{
    unsigned listed = 0;
    for (int i = 0; i < HASH_COUNT; i++)
        listed |= item->expected[i] ? 1u << i : 0;
    return listed;
}

static void judge_digests(const struct item *item, struct verdict *verdict)
{
    struct buf wrong = BUF_INIT;
    unsigned listed = listed_by(item);
    names_of(item->wrong, &wrong);
    if (item->broken)
        BAD("not-checked", item->name, "could not be read, so its digest is not checked");
    else if (item->wrong && item->wrong != listed)
        BAD("digests-differ", item->name,
            "is not what is listed by its %s, though it is by another digest: one of the manifests "
            "was altered",
            wrong.bytes);
    else if (item->wrong)
        BAD("digest", item->name,
            "is not what is listed (%s): it was altered or damaged since the bag was made",
            wrong.bytes);
    buf_release(&wrong);
}

static void judge_payload(const struct bag *bag, const struct item *item, struct verdict *verdict)
{
    struct buf words = BUF_INIT;
    unsigned listed = listed_by(item);
    /* Before 1.0 one manifest could list what another does not. */
    if (item->broken && !listed)
        return;
    unsigned needed = bag->version >= 100 || !listed ? bag->payload : listed;
    if (needed & ~listed)
        BAD("unlisted", item->name,
            "is in the bag and in no manifest of %s: nothing vouches for it; it was added later, or "
            "a manifest was altered",
            names_of(needed & ~listed, &words));
    if (listed)
        judge_digests(item, verdict);
    buf_release(&words);
}

static void judge_tag_file(const struct bag *bag, const struct item *item, struct verdict *verdict)
{
    struct buf words = BUF_INIT;
    unsigned missing = bag->tags & ~listed_by(item);
    if (bag_is_tag_manifest(item)) {
        if (item->broken)
            BAD("not-checked", item->name, "could not be read");
    } else if (missing && bag->own) {
        BAD("unlisted-tag", item->name,
            "is beside the payload and in no tag manifest of %s: nothing vouches for it",
            names_of(missing, &words));
    } else if (missing == bag->tags && missing) {
        REMARK("unlisted-tag", item->name, "is in no tag manifest: nothing vouches for it");
    }
    if (listed_by(item))
        judge_digests(item, verdict);
    buf_release(&words);
}

/* A manifest knows of files alone. The payload itself may be empty. */
static void judge_folder(const struct bag *bag, const struct container *container,
                         const struct item *item, struct verdict *verdict)
{
    if (!strcmp(item->name, "data") || !container_is_empty(container, item))
        return;
    if (bag->own)
        BAD("empty-folder", item->name,
            "is a folder with nothing in it, as no dossier has one: it was added later");
    else
        REMARK("empty-folder", item->name,
               "is a folder with nothing in it, for whose name nothing vouches");
}

static void judge_oxum(const struct bag *bag, uint64_t size, uint64_t count,
                       struct verdict *verdict)
{
    if (bag->has_oxum && (bag->oxum_size != size || bag->oxum_count != count))
        BAD("oxum-differs", "bag-info.txt",
            "tells of %" PRIu64 " bytes in %" PRIu64 " files of payload, and there are %" PRIu64
            " in %" PRIu64,
            bag->oxum_size, bag->oxum_count, size, count);
}

static void judge_manifests(const struct bag *bag, struct verdict *verdict)
{
    const unsigned weak = 1u << HASH_MD5 | 1u << HASH_SHA1;
    struct buf words = BUF_INIT;
    if (!bag->payload)
        BAD("no-manifest", NULL,
            "there is no manifest whose algorithm is known: nothing vouches for its "
            "payload");
    else if (!(bag->payload & ~weak))
        REMARK("weak", NULL,
               "its payload is vouched for by %s alone, which tells of damage, not of forgery",
               names_of(bag->payload, &words));
    if (!bag->tags && bag->own)
        BAD("no-tag-manifest", NULL,
            "there is no tag manifest: nothing vouches for its description");
    else if (!bag->tags)
        REMARK("no-tag-manifest", NULL,
               "there is no tag manifest: nothing vouches for its description");
    buf_release(&words);
}

void bag_judge(const struct bag *bag, const struct container *container, struct verdict *verdict)
{
    uint64_t size = 0, count = 0, tags = 0;
    bool has_payload = false;
    struct buf payload = BUF_INIT;
    judge_manifests(bag, verdict);
    for (size_t i = 0; i < container->count; i++) {
        const struct item *item = &container->items[i];
        has_payload =
            has_payload || bag_is_payload(item) || (item->folder && !strcmp(item->name, "data"));
        if (item->folder) {
            judge_folder(bag, container, item, verdict);
            continue;
        }
        if (bag_is_payload(item)) {
            size += item->size;
            count++;
            judge_payload(bag, item, verdict);
        } else {
            tags++;
            judge_tag_file(bag, item, verdict);
        }
    }
    if (!has_payload)
        BAD("no-payload", NULL, "there is no folder data/, where its payload belongs");
    judge_oxum(bag, size, count, verdict);
    names_of(bag->payload, &payload);
    verdict_say(verdict, SECTION_BAG,
                "BagIt %u.%u, %" PRIu64 " file%s of payload, %" PRIu64 " bytes, by %s; %" PRIu64
                " tag files",
                bag->version / 100, bag->version % 100, count, count == 1 ? "" : "s", size,
                payload.length ? payload.bytes : "no digest", tags);
    buf_release(&payload);
}
