/* SPDX-License-Identifier: ISC */
/* A target for libFuzzer: the lines of a bag's tag files. The first byte says where the bytes are
 * cut in two when they are fed: that must change nothing. */
#include "tests/fuzz/fuzz.h"
#include "verify/bundle/tag_file.h"

#include <string.h>

/* All lines, each with its number, before and after what the readers make of it. */
struct lines {
    struct buf text;
    struct buf raw;
};

static void read_elements(const char *line, size_t length)
{
    char *copy = memory_new(length + 1);
    char *label;
    char *value;
    memcpy(copy, line, length);
    if (element_read(copy, &label, &value))
        fuzz_must(*label && label >= copy && value + strlen(value) <= copy + length, "element");
    memcpy(copy, line, length);
    copy[length] = '\0';
    if (fetch_line_read(copy, &label, &value))
        fuzz_must(*label && *value && value + strlen(value) <= copy + length, "fetch");
    free(copy);
}

static void take(void *to, char *line, size_t length, unsigned long long number)
{
    struct lines *lines = to;
    struct manifest_line read;
    fuzz_must(!line[length], "a line is terminated");
    buf_add_format(&lines->text, "%llu %zu ", number, length);
    buf_add(&lines->text, line, length);
    read_elements(line, length);
    enum hash hash = (enum hash)(number % HASH_COUNT);
    buf_clear(&lines->raw);
    enum manifest_problem problem = manifest_line_read(line, length, hash, &lines->raw, &read);
    buf_add_format(&lines->text, " %d\n", problem);
    if (problem == MANIFEST_GOOD) {
        buf_add(&lines->text, (const char *)read.digest, hash_size(hash));
        buf_add_format(&lines->text, "%s %s %d\n", read.path, read.as_read ? read.as_read : "",
                       read.starred);
    }
}

static void read_cut(const uint8_t *bytes, size_t size, size_t cut, struct buf *text)
{
    struct lines lines = {BUF_INIT, BUF_INIT};
    struct tag_lines reader = {.take = take, .to = &lines};
    reader.line = (struct buf)BUF_INIT;
    tag_lines_feed(&reader, bytes, cut);
    tag_lines_feed(&reader, bytes + cut, size - cut);
    tag_lines_end(&reader);
    buf_release(&lines.raw);
    *text = lines.text;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct buf whole;
    struct buf cut;
    if (!size)
        return 0;
    read_cut(bytes + 1, size - 1, 0, &whole);
    read_cut(bytes + 1, size - 1, bytes[0] % size, &cut);
    fuzz_must(whole.length == cut.length && !memcmp(whole.bytes, cut.bytes, cut.length), "cut");
    buf_release(&whole);
    buf_release(&cut);
    return 0;
}
