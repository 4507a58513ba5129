/* SPDX-License-Identifier: ISC */
/* The enclosed pages laid into our PDF. */
#include "pages/pages.h"

#include "wire/job.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

struct merging {
    struct output_writer *writer;
    struct error *err;
    bool ok;
};

static bool reply(void *context, size_t task, const struct frame *frame)
{
    struct merging *merging = context;
    struct field_reader fields = {.bytes = frame->bytes, .left = frame->length};
    (void)task;
    if (frame->kind == REPLY_BYTES) {
        merging->ok =
            merging->ok && output_write(merging->writer, frame->bytes, frame->length, merging->err);
        return true;
    }
    if (frame->kind != REPLY_FAILED)
        return false;
    field_number(&fields);
    if (merging->ok)
        merging->ok =
            error_set(merging->err, EXIT_CODE_MACHINE,
                      "the enclosed pages cannot be laid into the PDF: %s", field_string(&fields));
    return true;
}

static void end(void *context, size_t task, enum pool_end how, const char *why)
{
    struct merging *merging = context;
    (void)task;
    if (how != POOL_DONE && merging->ok)
        merging->ok = error_set(
            merging->err, EXIT_CODE_MACHINE,
            "the enclosed pages cannot be laid into the PDF: the program that does it %s", why);
}

/* Beyond the places that descriptors have in a worker. */
static int open_aside(const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    int moved = file < 0 ? -1 : fcntl(file, F_DUPFD_CLOEXEC, POOL_ASIDE);
    if (file >= 0)
        close(file);
    return moved;
}

/* One step: the places from *at on whose files are no more than fit. */
static bool merge_step(const struct pages_options *options, const char *from,
                       struct output_writer *writer, const struct pages_place *places, size_t count,
                       size_t *at, struct error *err)
{
    struct arena arena = ARENA_INIT;
    struct merging merging = {writer, err, true};
    const char *files[WIRE_FILES_MOST];
    int descriptors[WIRE_FILES_MOST];
    struct merge_item *items = arena_new(&arena, (count + 1) * sizeof *items);
    struct job job = {.kind = JOB_MERGE, .type = FILE_TYPE_PDF, .items = items};
    for (; *at < count; ++*at) {
        const struct pages_place *place = &places[*at];
        uint32_t file = 0;
        const char *forms = place->held->forms;
        while (file < job.file_count && strcmp(files[file], forms) != 0)
            file++;
        if (file == WIRE_FILES_MOST)
            break;
        files[file] = forms;
        job.file_count = file == job.file_count ? file + 1 : job.file_count;
        items[job.item_count++] =
            (struct merge_item){(uint32_t)place->page + 1, file, place->held->form};
    }
    size_t open_count = 0;
    for (; open_count < job.file_count && merging.ok; open_count++) {
        descriptors[open_count] = open_aside(files[open_count]);
        if (descriptors[open_count] < 0) {
            merging.ok = error_set_errno(err, "cannot read %s", files[open_count]);
            break;
        }
    }
    const struct pool_task task = {
        .path = from, .job = &job, .more = descriptors, .more_count = open_count};
    const struct pool_handler handler = {&merging, reply, end};
    bool ok = merging.ok && pool_run(&options->pool, &task, 1, &handler, err) && merging.ok;
    while (open_count)
        close(descriptors[--open_count]);
    arena_release(&arena);
    return ok;
}

bool pages_merge(const struct pages_options *options, struct output *output, const char *from,
                 const char *to, const struct pages_place *places, size_t count, struct error *err)
{
    struct arena arena = ARENA_INIT;
    size_t at = 0;
    unsigned steps = 0;
    bool ok = true;
    /* Which step is the last is known only afterwards: each writes under a name of its own. */
    while (ok && at < count) {
        struct buf name = BUF_INIT;
        buf_add_format(&name, "%s.%u", to, steps + 1);
        struct output_writer *writer = output_open(output, name.bytes, err);
        ok = writer &&
             merge_step(options, output_path(output, from), writer, places, count, &at, err);
        if (ok)
            ok = output_close(writer, NULL, err);
        else
            output_abandon(writer);
        if (ok && steps)
            output_drop(output, from);
        from = arena_string(&arena, name.bytes);
        steps += ok;
        buf_release(&name);
    }
    ok = ok && output_copy(output, from, to, err);
    if (ok && steps)
        output_drop(output, from);
    arena_release(&arena);
    return ok;
}
