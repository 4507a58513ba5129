/* SPDX-License-Identifier: ISC */
/* SHA256SUMS, beside the outputs: their checksums, as `sha256sum --check` reads them. */
#include "sums.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static bool is_among(const char *file, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (output_is_in(file, names[i]))
            return true;
    }
    return false;
}

static int by_name(const void *left, const void *right)
{
    const struct output_file *const *a = left;
    const struct output_file *const *b = right;
    return strcmp((*a)->name, (*b)->name);
}

/* A name with a backslash or an end of line is written with codes for them, and a backslash before
 * the line says so. */
static void add_line(struct buf *text, const struct output_file *file)
{
    if (strpbrk(file->name, "\\\n\r"))
        buf_add_char(text, '\\');
    digest_append_hex(text, file->digest.sha256, DIGEST_SHA256_SIZE);
    buf_add_string(text, "  ");
    for (const char *c = file->name; *c; c++) {
        if (*c == '\\')
            buf_add_string(text, "\\\\");
        else if (*c == '\n' || *c == '\r')
            buf_add_string(text, *c == '\n' ? "\\n" : "\\r");
        else
            buf_add_char(text, *c);
    }
    buf_add_char(text, '\n');
}

bool sums_write(struct output *output, const char *const *names, size_t count, struct error *err)
{
    size_t all;
    size_t kept = 0;
    const struct output_file *const *files = output_files(output, &all);
    const struct output_file **list = memory_new((all + 1) * sizeof *list);
    for (size_t i = 0; i < all; i++) {
        if (is_among(files[i]->name, names, count))
            list[kept++] = files[i];
    }
    qsort(list, kept, sizeof *list, by_name);
    struct buf text = BUF_INIT;
    for (size_t i = 0; i < kept; i++)
        add_line(&text, list[i]);
    bool ok = output_put(output, SUMS_OUTPUT, text.bytes, text.length, err);
    buf_release(&text);
    free(list);
    return ok;
}
