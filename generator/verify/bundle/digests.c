/* SPDX-License-Identifier: ISC */
/* Reads every file once, several at the same time, and compares its digests with what manifests
 * tell. */
#include "verify/bundle/digests.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define THREADS_MAX 64u
/* Less than that one thread has read before another has begun. */
#define ALONE_MAX ((uint64_t)1024 * 1024)
/* Smaller files are taken so many at once, as they stand behind one another. */
#define SMALL ((uint64_t)64 * 1024)
#define SMALL_AT_ONCE 32u
/* A file as large, and larger than what one thread is to read, is read by two, of which one makes
 * the slow digests. */
#define HALVED_MIN ((uint64_t)16 * 1024 * 1024)
#define SLOW (1u << HASH_SHA384 | 1u << HASH_SHA512)

struct pool {
    const struct container *container;
    struct item **work; /* the largest first, so that none is waited for at the end; then the small
                           ones as they stand in the zip */
    size_t count, next;
    struct item twins[THREADS_MAX]; /* of files that two threads read: for the second */
    struct item *halved[THREADS_MAX];
    size_t twin_count;
    bool sha256;
    pthread_mutex_t lock;
};

static int by_size(const void *left, const void *right)
{
    const struct item *one = *(const struct item *const *)left;
    const struct item *other = *(const struct item *const *)right;
    uint64_t a = one->size < SMALL ? 0 : one->size;
    uint64_t b = other->size < SMALL ? 0 : other->size;
    if (a != b)
        return a > b ? -1 : 1;
    if (one->data != other->data)
        return one->data < other->data ? -1 : 1;
    return one < other ? -1 : one > other;
}

/* The next files for one thread: how many from *first on; 0 where no more are left. */
static size_t next_of(struct pool *pool, struct item ***first)
{
    pthread_mutex_lock(&pool->lock);
    size_t left = pool->count - pool->next;
    size_t count = left && pool->work[pool->next]->size < SMALL ? SMALL_AT_ONCE : 1;
    count = count < left ? count : left;
    *first = pool->work + pool->next;
    pool->next += count;
    pthread_mutex_unlock(&pool->lock);
    return count;
}

static bool take(void *to, const void *bytes, size_t length)
{
    hasher_add(to, bytes, length);
    return true;
}

static unsigned wanted_of(const struct pool *pool, const struct item *item)
{
    unsigned wanted = pool->sha256 ? 1u << HASH_SHA256 : 0;
    for (int i = 0; i < HASH_COUNT; i++)
        wanted |= item->expected[i] ? 1u << i : 0;
    return wanted & ~(unsigned)item->left_out;
}

static void check(const struct pool *pool, struct item *item, struct unpacker *unpacker,
                  struct hasher *hasher)
{
    uint8_t values[HASH_COUNT][HASH_SIZE_MAX];
    unsigned wanted = wanted_of(pool, item);
    hasher_start(hasher, wanted);
    item->state = container_read(pool->container, item, unpacker, take, hasher);
    hasher_finish(hasher, values);
    for (int i = 0; i < HASH_COUNT; i++) {
        if (wanted & 1u << i && item->expected[i] &&
            memcmp(item->expected[i], values[i], hash_size((enum hash)i)) != 0)
            item->wrong |= (uint8_t)(1u << i);
    }
    if (wanted & 1u << HASH_SHA256)
        memcpy(item->sha256, values[HASH_SHA256], sizeof item->sha256);
}

static void *work(void *data)
{
    struct pool *pool = data;
    struct unpacker *unpacker = unpacker_new();
    struct hasher *hasher = hasher_new();
    struct item **items;
    for (size_t count; (count = next_of(pool, &items));) {
        for (size_t i = 0; i < count; i++)
            check(pool, items[i], unpacker, hasher);
    }
    hasher_free(hasher);
    unpacker_free(unpacker);
    return NULL;
}

/* Gives files that would be waited for at the end to two threads. Inflating takes longer than any
 * digest, and is not done twice. */
static void halve(struct pool *pool, unsigned threads)
{
    size_t count = pool->count;
    for (size_t i = 0; i < count && pool->twin_count < THREADS_MAX; i++) {
        struct item *item = pool->work[i];
        unsigned wanted = wanted_of(pool, item);
        if (item->size < HALVED_MIN || item->size <= pool->container->size / threads ||
            (pool->container->is_zip && item->packed != item->size) || !(wanted & SLOW) ||
            !(wanted & ~SLOW))
            continue;
        struct item *twin = &pool->twins[pool->twin_count];
        *twin = *item;
        twin->left_out = (uint8_t)~SLOW;
        item->left_out = SLOW;
        pool->halved[pool->twin_count++] = item;
        pool->work[pool->count++] = twin;
    }
}

static void join_halves(struct pool *pool)
{
    for (size_t i = 0; i < pool->twin_count; i++) {
        struct item *item = pool->halved[i];
        const struct item *twin = &pool->twins[i];
        item->wrong |= twin->wrong;
        if (item->state == ITEM_WHOLE) {
            item->state = twin->state;
            item->failure = twin->failure;
        }
    }
}

/* This thread works too; where no other can be had, alone. */
static void run(struct pool *pool, unsigned threads)
{
    pthread_t others[THREADS_MAX];
    unsigned begun = 0;
    pthread_mutex_init(&pool->lock, NULL);
    while (begun + 1 < threads && begun < THREADS_MAX && begun + 1 < pool->count &&
           pthread_create(&others[begun], NULL, work, pool) == 0)
        begun++;
    work(pool);
    while (begun)
        pthread_join(others[--begun], NULL);
    pthread_mutex_destroy(&pool->lock);
}

/* ---------------------------------------------------------------- What is told of it */

#define BAD(code, ...) \
    verdict_bad(container->verdict, SECTION_CONTAINER, code, item->name, __VA_ARGS__)

static bool is_listed(const struct item *item)
{
    bool listed = false;
    for (int i = 0; i < HASH_COUNT; i++)
        listed = listed || item->expected[i];
    return listed;
}

static bool judge(const struct container *container, const struct item *item, struct error *err)
{
    if (item->ends_early)
        BAD("ends-early",
            "it is stored with its size told only behind it, and holds what looks "
            "like that: a reader that goes from front to back would see another file");
    switch ((enum item_state)item->state) {
    case ITEM_CRC:
        if (is_listed(item) && !item->wrong)
            BAD("crc", "its checksum in the zip is wrong, though its digest is right: some readers "
                       "will not unpack it");
        else
            BAD("crc", "its checksum in the zip is wrong: its bytes were altered or damaged");
        break;
    case ITEM_SHORT:
        BAD("size-lies", "it ends before the size that is told of it");
        break;
    case ITEM_LONG:
        BAD("size-lies", "it goes on after the size that is told of it");
        break;
    case ITEM_DEFLATE:
        BAD("deflate", "its compressed bytes cannot be read: they were altered or damaged");
        break;
    case ITEM_FAILED:
        errno = item->failure;
        return error_set_errno(err, "cannot read %s", item->name);
    case ITEM_UNREAD:
    case ITEM_WHOLE:
        break;
    }
    return true;
}

bool digests_check(struct container *container, unsigned threads, bool sha256, struct error *err)
{
    struct pool pool = {.container = container, .sha256 = sha256};
    unsigned used = container->size > ALONE_MAX ? threads : 1;
    bool ok = true;
    if (container->bomb)
        return true;
    pool.work = memory_new((container->count + THREADS_MAX) * sizeof *pool.work);
    for (size_t i = 0; i < container->count; i++) {
        struct item *item = &container->items[i];
        if (!item->folder && !item->broken)
            pool.work[pool.count++] = item;
    }
    halve(&pool, used);
    qsort(pool.work, pool.count, sizeof *pool.work, by_size);
    run(&pool, used);
    join_halves(&pool);
    for (size_t i = 0; i < container->count && ok; i++)
        ok = judge(container, &container->items[i], err);
    free(pool.work);
    return ok;
}
