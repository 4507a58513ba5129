/* SPDX-License-Identifier: ISC */
/* What the targets for libFuzzer share. One for each reader of bytes that others wrote; each gets
 * bytes that are made up, and ends the process where what must hold does not. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include "base/error.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Ends the process where `holds` is false: the input is kept as a find. */
static inline void fuzz_must(bool holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "%s\n", what);
        abort();
    }
}

/* Writes a whole file, in the folder that run.sh makes. */
static inline void fuzz_write(const char *path, const void *bytes, size_t size)
{
    FILE *stream = fopen(path, "wb");
    if (!stream || fwrite(bytes, 1, size, stream) != size || fclose(stream) != 0) {
        perror(path);
        exit(1);
    }
}

/* What an input says wrong is no failure of the machine. */
static inline void fuzz_no_failure(const struct error *err)
{
    fuzz_must(err->code != EXIT_CODE_MACHINE, err->text.bytes);
}

#endif
