/* SPDX-License-Identifier: ISC */
/* The inputs in a bundle, taken out of it by check-bundle, which is confined and finds it good
 * first. */
#include "unbundle.h"

#include "base/file.h"
#include "child.h"
#include "wire/frame.h"
#include "wire/handed.h"

#include <string.h>

/* The file that is being handed over: to one of the texts, or to the output. */
struct taking {
    struct output *output;
    struct unbundled *out;
    struct buf *text;
    struct output_writer *writer;
    bool done;
};

static bool end_file(struct taking *taking, struct error *err)
{
    struct output_writer *writer = taking->writer;
    taking->writer = NULL;
    taking->text = NULL;
    return !writer || output_close(writer, NULL, err);
}

static bool begin_file(struct taking *taking, const struct frame *frame, struct error *err)
{
    struct unbundled *out = taking->out;
    struct buf name = BUF_INIT;
    buf_add(&name, (const char *)frame->bytes, frame->length);
    const char *path = name.bytes + strlen(HANDED_PAYLOAD);
    bool ok = end_file(taking, err);
    if (!ok) {
        buf_release(&name);
        return false;
    }
    if (!strcmp(name.bytes, HANDED_INFO)) {
        taking->text = &out->info;
    } else if (!strcmp(name.bytes, HANDED_MANIFEST)) {
        taking->text = &out->manifest;
    } else if (!strcmp(name.bytes, HANDED_TAGS)) {
        taking->text = &out->tags;
    } else if (strncmp(name.bytes, HANDED_PAYLOAD, strlen(HANDED_PAYLOAD)) != 0 ||
               !handed_is_input(path) || file_path_problem(path, strlen(path))) {
        ok = error_set(err, EXIT_CODE_INPUT,
                       "the bundle has a file %s, whose name cannot be used here", name.bytes);
    } else {
        out->has_letter = out->has_letter || !strcmp(path, "sources/letter.md");
        if (taking->output) {
            taking->writer = output_open(taking->output, path, err);
            ok = taking->writer;
        }
    }
    buf_release(&name);
    return ok;
}

static bool take(struct taking *taking, const struct frame *frame, struct error *err)
{
    switch (frame->kind) {
    case HANDED_FILE:
        return begin_file(taking, frame, err);
    case HANDED_BYTES:
        if (taking->text)
            buf_add(taking->text, (const char *)frame->bytes, frame->length);
        return !taking->writer || output_write(taking->writer, frame->bytes, frame->length, err);
    case HANDED_DONE:
        taking->done = true;
        return end_file(taking, err);
    default:
        return error_set(err, EXIT_CODE_MACHINE, "check-bundle said what it never says");
    }
}

static bool read_all(struct taking *taking, int from, struct error *err)
{
    struct frame_reader reader;
    struct frame frame;
    bool ok = true;
    frame_reader_init(&reader);
    while (ok && !taking->done && frame_read(from, &reader, &frame) == FRAME_WHOLE)
        ok = take(taking, &frame, err);
    output_abandon(taking->writer);
    frame_reader_release(&reader);
    return ok;
}

bool unbundle(const char *checker, const char *path, struct output *output, struct unbundled *out,
              struct error *err)
{
    struct arena arena = ARENA_INIT;
    char *arguments[] = {arena_string(&arena, checker), arena_string(&arena, "--hand-over"),
                         arena_string(&arena, path), NULL};
    struct taking taking = {.output = output, .out = out};
    struct child child;
    bool ok = child_start(&child, arguments, NULL, false) ||
              error_set_errno(err, "cannot run %s", checker);
    arena_release(&arena);
    if (!ok)
        return false;
    ok = read_all(&taking, child.from, err);
    int code = child_end(&child);
    out->code = code < 0 || (code == EXIT_CODE_DONE && !taking.done) ? EXIT_CODE_MACHINE : code;
    return ok && output_go_on(err);
}

void unbundled_init(struct unbundled *unbundled)
{
    *unbundled = (struct unbundled){.info = BUF_INIT, .manifest = BUF_INIT, .tags = BUF_INIT};
}

void unbundled_release(struct unbundled *unbundled)
{
    buf_release(&unbundled->info);
    buf_release(&unbundled->manifest);
    buf_release(&unbundled->tags);
}
