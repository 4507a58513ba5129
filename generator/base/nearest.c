/* SPDX-License-Identifier: ISC */
/* What a mistyped word most likely stands for. */
#include "base/nearest.h"

#include <stdint.h>
#include <string.h>

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Optimal string alignment. */
static size_t distance(const char *a, const char *b)
{
    size_t rows[3][NEAREST_LENGTH_MAX + 1];
    size_t *before = rows[0], *last = rows[1], *row = rows[2];
    size_t width = strlen(b);
    for (size_t j = 0; j <= width; j++)
        last[j] = j;
    for (size_t i = 1; a[i - 1]; i++) {
        row[0] = i;
        for (size_t j = 1; j <= width; j++) {
            row[j] = least(least(last[j], row[j - 1]) + 1, last[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
        }
        size_t *spare = before;
        before = last;
        last = row;
        row = spare;
    }
    return last[width];
}

size_t nearest_distance(const char *word, const char *candidate)
{
    size_t length = strlen(word), other = strlen(candidate);
    size_t most = 1 + length / 4;
    if (length > NEAREST_LENGTH_MAX || other > NEAREST_LENGTH_MAX || length > other + most ||
        other > length + most)
        return SIZE_MAX;
    size_t off = distance(word, candidate);
    return off <= most ? off : SIZE_MAX;
}

const char *nearest_word(const char *word, const char *const *candidates, size_t count)
{
    const char *nearest = NULL;
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        size_t off = nearest_distance(word, candidates[i]);
        if (off < best) {
            best = off;
            nearest = candidates[i];
        }
    }
    return nearest;
}
