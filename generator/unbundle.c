/* SPDX-License-Identifier: ISC */
/* The inputs in a bundle, taken out of it by check-bundle, which is confined and finds it good
 * first. */
#define _GNU_SOURCE /* pipe2 */
#include "unbundle.h"

#include "base/file.h"
#include "wire/frame.h"
#include "wire/handed.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

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

/* Whether a path is one of those that are asked for, and may be written. */
static bool is_input(const char *path)
{
    static const char *const folders[] = {HANDED_FOLDERS};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        size_t length = strlen(folders[i]);
        if (!strncmp(path, folders[i], length) && path[length] == '/')
            return !file_path_problem(path, strlen(path));
    }
    return false;
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
               !is_input(path)) {
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

/* Starts check-bundle; *from reads what it writes. */
static bool start(const char *checker, const char *path, pid_t *child, int *from, struct error *err)
{
    struct arena arena = ARENA_INIT;
    char *arguments[] = {arena_string(&arena, checker), arena_string(&arena, "--hand-over"),
                         arena_string(&arena, path), NULL};
    posix_spawn_file_actions_t actions;
    int ends[2];
    bool ok = pipe2(ends, O_CLOEXEC) == 0;
    if (ok) {
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
        errno = posix_spawn(child, checker, &actions, NULL, arguments, environ);
        ok = !errno;
        posix_spawn_file_actions_destroy(&actions);
        close(ends[1]);
        *from = ends[0];
        if (!ok)
            close(ends[0]);
    }
    if (!ok)
        error_set_errno(err, "cannot run %s", checker);
    arena_release(&arena);
    return ok;
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
    struct taking taking = {.output = output, .out = out};
    pid_t child;
    int from;
    int status = 0;
    if (!start(checker, path, &child, &from, err))
        return false;
    bool ok = read_all(&taking, from, err);
    close(from);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    if (!ok)
        return false;
    out->code = WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_CODE_MACHINE;
    if (out->code == EXIT_CODE_DONE && !taking.done)
        out->code = EXIT_CODE_MACHINE;
    return output_go_on(err);
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
