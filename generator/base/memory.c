/* SPDX-License-Identifier: ISC */
/* Allocation that cannot fail: without memory the program says so and ends with exit code 3. */
#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE ((size_t)64 * 1024)
/* Many arenas never hold more than a path. */
#define FIRST_SIZE ((size_t)1024)

struct arena_block {
    struct arena_block *previous;
    size_t used;
    size_t size;
    max_align_t bytes[];
};

static void (*clean_up_hook)(void);

void memory_on_failure(void (*clean_up)(void))
{
    clean_up_hook = clean_up;
}

_Noreturn void memory_fail(void)
{
    void (*clean_up)(void) = clean_up_hook;
    clean_up_hook = NULL;
    if (clean_up)
        clean_up();
    fputs("dossier: out of memory; nothing was changed\n", stderr);
    exit(3);
}

void *memory_new(size_t size)
{
    void *memory = calloc(1, size ? size : 1);
    if (!memory)
        memory_fail();
    return memory;
}

void *memory_resize(void *old, size_t size)
{
    void *memory = realloc(old, size ? size : 1);
    if (!memory)
        memory_fail();
    return memory;
}

void *memory_grow(void *items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return items;
    *capacity = *capacity ? *capacity * 2 : 16;
    return memory_resize(items, *capacity * size);
}

void arena_release(struct arena *arena)
{
    struct arena_block *block = arena->last;
    while (block) {
        struct arena_block *previous = block->previous;
        free(block);
        block = previous;
    }
    arena->last = NULL;
}

static struct arena_block *add_block(struct arena *arena, size_t size)
{
    struct arena_block *block = memory_new(sizeof *block + size);
    block->size = size;
    /* A thing larger than a block gets one of its own, behind the one that still has room. */
    if (arena->last && size > BLOCK_SIZE) {
        block->previous = arena->last->previous;
        arena->last->previous = block;
    } else {
        block->previous = arena->last;
        arena->last = block;
    }
    return block;
}

void *arena_new(struct arena *arena, size_t size)
{
    const size_t align = sizeof(max_align_t);
    size = (size + align - 1) / align * align;
    struct arena_block *block = arena->last;
    if (!block || block->size - block->used < size) {
        size_t usual = block ? BLOCK_SIZE : FIRST_SIZE;
        block = add_block(arena, size > usual ? size : usual);
    }
    void *memory = (char *)block->bytes + block->used;
    block->used += size;
    return memory;
}

char *arena_copy(struct arena *arena, const void *bytes, size_t length)
{
    char *copy = arena_new(arena, length + 1);
    if (length)
        memcpy(copy, bytes, length);
    return copy;
}

char *arena_string(struct arena *arena, const char *string)
{
    return arena_copy(arena, string, strlen(string));
}
