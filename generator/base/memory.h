/* SPDX-License-Identifier: ISC */
/* Allocation that cannot fail: without memory the program says so and ends with exit code 3. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

void *memory_new(size_t size); /* zeroed */
void *memory_resize(void *old, size_t size);

/* Ends the program so, where a library says that there is no memory. */
_Noreturn void memory_fail(void);

/* What runs once before the program ends for want of memory (to take away what it staged); NULL for
 * nothing. */
void memory_on_failure(void (*clean_up)(void));

/* Makes room for one more item of `size` bytes in a growing array: returns the array, moved or not,
 * with *capacity raised where it was full. */
void *memory_grow(void *items, size_t count, size_t *capacity, size_t size);

/* Many small things that live and die together. Zeroed by ARENA_INIT; freed as a whole. */
struct arena {
    struct arena_block *last;
};
#define ARENA_INIT \
    {              \
        NULL       \
    }

void arena_release(struct arena *arena);
/* Zeroed, aligned for any type. */
void *arena_new(struct arena *arena, size_t size);
/* A terminated copy. `arena_copy` takes bytes that may hold zeros. */
char *arena_string(struct arena *arena, const char *string);
char *arena_copy(struct arena *arena, const void *bytes, size_t length);

#endif
