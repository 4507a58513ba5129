/* SPDX-License-Identifier: ISC */
/* What the last good build saw and made, so that the next one knows when it has nothing to do. */
#include "stamp.h"

#include "base/file.h"
#include "pages/store.h"
#include "seen.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Another number makes all old ones forgotten. */
#define STAMP_FORM "1 " DOSSIER_VERSION
#define MESSAGES_MOST 10000000u
/* A file of another device may have its times from another clock. */
#define OTHER_CLOCK_SECONDS 3600

/* What comes to the program from the system: libraries, and in Debian all that packages bring. */
static const char *const system_files[] = {"/proc/self/exe", "/etc/ld.so.cache",
                                           "/var/lib/dpkg/status", "/usr/share/poppler"};

/* ---------------------------------------------------------------- What tells one build from others
 */

static void write_call(struct buf *buf, const struct stamp *stamp)
{
    field_add_string(buf, STAMP_FORM);
    for (size_t i = 0; stamp->arguments[i]; i++)
        field_add_string(buf, stamp->arguments[i]);
    field_add_string(buf, "");
    field_add_string(buf, stamp->templates ? stamp->templates : "");
    for (size_t i = 0; i < sizeof stamp->workers / sizeof *stamp->workers; i++)
        field_add_string(buf, stamp->workers[i]);
}

static void write_messages(struct buf *buf, const struct report *report)
{
    field_add_number(buf, report->count);
    for (size_t i = 0; i < report->count; i++) {
        const struct message *message = &report->messages[i];
        field_add_string(buf, message->place.path ? message->place.path : "");
        field_add_number(buf, message->place.line);
        field_add_number(buf, message->place.column);
        field_add_number(buf, message->kind);
        field_add_string(buf, message->text);
    }
}

/* Reports them again; with `report` NULL they are passed over. */
static bool read_messages(struct field_reader *reader, struct report *report)
{
    size_t count = field_number_to(reader, MESSAGES_MOST);
    while (count-- && !reader->bad) {
        struct place place = {.path = field_string(reader)};
        place.line = field_number_to(reader, UINT32_MAX);
        place.column = field_number_to(reader, UINT32_MAX);
        uint32_t kind = field_number_to(reader, MESSAGE_NOTE);
        const char *text = field_string(reader);
        if (reader->bad || !report)
            continue;
        if (kind == MESSAGE_NOTE)
            report_note(report, place, "%s", text);
        else
            report_warning(report, place, "%s", text);
    }
    return !reader->bad;
}

static void save(const struct stamp *stamp, const struct buf *head, const struct seen *seen)
{
    struct error ignored = ERROR_INIT;
    struct buf whole = BUF_INIT;
    buf_add(&whole, head->bytes, head->length);
    seen_write(&whole, seen);
    (void)store_put(stamp->path, &whole, &ignored);
    error_release(&ignored);
    buf_release(&whole);
}

/* Sets the reader to what follows the call; false where that is another. */
static bool read_head(const struct stamp *stamp, const struct buf *bytes,
                      struct field_reader *reader)
{
    struct buf call = BUF_INIT;
    write_call(&call, stamp);
    bool ok = bytes->length > call.length && !memcmp(bytes->bytes, call.bytes, call.length);
    if (ok)
        *reader = (struct field_reader){.bytes = (const uint8_t *)bytes->bytes + call.length,
                                        .left = bytes->length - call.length};
    buf_release(&call);
    return ok;
}

bool stamp_holds(struct stamp *stamp, struct report *report)
{
    struct buf bytes = BUF_INIT;
    struct seen seen = {0};
    struct field_reader messages;
    stamp->begun = seen_now();
    bool stale = false;
    bool ok = store_get(stamp->path, &bytes) && read_head(stamp, &bytes, &messages);
    if (ok) {
        struct field_reader reader = messages;
        struct buf head = BUF_INIT;
        ok = read_messages(&reader, NULL);
        buf_add(&head, bytes.bytes, bytes.length - reader.left);
        ok = ok && seen_read(&reader, &seen, stamp->arena) && !reader.left &&
             seen_holds(&seen, &stale);
        if (ok && stale)
            save(stamp, &head, &seen);
        buf_release(&head);
    }
    if (ok)
        (void)read_messages(&messages, report);
    else
        (void)unlink(stamp->path);
    seen_release(&seen);
    buf_release(&bytes);
    return ok;
}

/* ---------------------------------------------------------------- What a build read */

static void add_input(struct seen *seen, const char *path)
{
    seen_add(seen, path, SEEN_INPUT, NULL);
}

/* A file and its folder, in which others may have been looked for; or a folder that was itself
 * looked into. *last is the folder of the file before. */
static void add_with_folder(struct seen *seen, const char *path, const char **last,
                            struct arena *arena)
{
    const char *name;
    const char *folder = file_split(arena, path, &name);
    add_input(seen, path);
    if (S_ISDIR(seen->files[seen->count - 1].facts[FACT_MODE]))
        return;
    if (strcmp(folder, *last) != 0)
        add_input(seen, folder);
    *last = folder;
}

/* A file in each of the folders that it is looked for in; "Name.ttc#2" names a face of a file. */
static void add_faces(struct seen *seen, const struct text_list *folders,
                      const struct text_list *names, struct arena *arena)
{
    for (size_t i = 0; i < names->count; i++) {
        const char *sign = strrchr(names->items[i], '#');
        size_t length = sign ? (size_t)(sign - names->items[i]) : strlen(names->items[i]);
        const char *name = arena_copy(arena, names->items[i], length);
        for (size_t k = 0; k < folders->count; k++) {
            add_input(seen, file_join(arena, folders->items[k], name));
            if (sign)
                add_input(seen, file_join(arena, folders->items[k], names->items[i]));
        }
    }
}

static void add_settings(struct seen *seen, const struct settings *settings, struct arena *arena)
{
    const struct text_list *const lists[] = {
        &settings->faces.regular,     &settings->faces.italic,      &settings->faces.bold,
        &settings->faces.bold_italic, &settings->faces.mono,        &settings->faces.symbols,
        &settings->faces.others,      &settings->faces.others_bold, &settings->enclosed.faces};
    const struct text_list *folders = &settings->faces.folders;
    const char *last = "";
    for (size_t i = 0; i < folders->count; i++)
        add_input(seen, folders->items[i]);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        add_faces(seen, folders, lists[i], arena);
    for (size_t i = 0; i < settings->hyphens.patterns.count; i++) {
        if (settings->hyphens.patterns.items[i].path)
            add_with_folder(seen, settings->hyphens.patterns.items[i].path, &last, arena);
    }
    add_with_folder(seen, settings->colours.profile, &last, arena);
}

static void add_inputs(struct seen *seen, const struct stamp *stamp, const struct dossier *dossier)
{
    static const char *const names[] = {"sources", "attachments", "templates", "program"};
    const char *last = "";
    for (size_t i = 0; i < dossier->input_count; i++)
        add_with_folder(seen, dossier->inputs[i], &last, stamp->arena);
    seen_add(seen, stamp->folder, SEEN_PLACE, NULL);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        seen_add(seen, file_join(stamp->arena, stamp->folder, names[i]), SEEN_PLACE, NULL);
    for (size_t i = 0; i < sizeof system_files / sizeof *system_files; i++)
        add_input(seen, system_files[i]);
    for (size_t i = 0; i < sizeof stamp->workers / sizeof *stamp->workers; i++)
        add_input(seen, stamp->workers[i]);
    if (stamp->key)
        add_input(seen, stamp->key);
    add_settings(seen, &dossier->templates.settings, stamp->arena);
}

/* ---------------------------------------------------------------- What it made */

void stamp_note(struct stamp *stamp, const struct output *output, const char *folder,
                const char *const *names, size_t count)
{
    size_t all;
    const struct output_file *const *files = output_files(output, &all);
    bool *made = arena_new(stamp->arena, count * sizeof *made);
    struct stamp_output *outputs = arena_new(stamp->arena, (all + count) * sizeof *outputs);
    /* Those that are missing come first: the last output's time is that of the build. */
    stamp->outputs = outputs + count;
    for (size_t i = 0; i < all; i++) {
        size_t name = 0;
        while (name < count && !output_is_in(files[i]->name, names[name]))
            name++;
        if (name == count)
            continue;
        made[name] = true;
        stamp->outputs[stamp->output_count++] =
            (struct stamp_output){.path = file_join(stamp->arena, folder, files[i]->name),
                                  .size = files[i]->size,
                                  .digest = files[i]->digest};
    }
    for (size_t i = 0; i < count; i++) {
        if (made[i])
            continue;
        *--stamp->outputs = (struct stamp_output){.path = file_join(stamp->arena, folder, names[i]),
                                                  .missing = true};
        stamp->output_count++;
    }
}

/* A folder of outputs, once. */
static void add_folder(struct seen *seen, const char *path)
{
    for (size_t i = seen->count; i > 0; i--) {
        const struct seen_file *file = &seen->files[i - 1];
        if (S_ISDIR(file->facts[FACT_MODE]) && !strcmp(file->path, path))
            return;
    }
    seen_add(seen, path, SEEN_OUTPUT, NULL);
}

/* False where one is not what was made. The folder that all are in is not ours alone. */
static bool add_outputs(struct seen *seen, const struct stamp *stamp, const char *folder)
{
    const char *last = folder;
    for (size_t i = 0; i < stamp->output_count; i++) {
        const struct stamp_output *output = &stamp->outputs[i];
        const char *name;
        const char *above = file_split(stamp->arena, output->path, &name);
        if (strcmp(above, last) != 0 && strcmp(above, folder) != 0)
            add_folder(seen, above);
        last = above;
        seen_add(seen, output->path, SEEN_OUTPUT, &output->digest);
        const struct seen_file *file = &seen->files[seen->count - 1];
        if (output->missing
                ? file->facts[FACT_MODE] != 0
                : !S_ISREG(file->facts[FACT_MODE]) || file->facts[FACT_SIZE] != output->size)
            return false;
    }
    return stamp->output_count;
}

/* ---------------------------------------------------------------- Whether it can be told */

/* Whether what was read was so when the build began, and whether the clock is that of the files:
 * the last output has a time between the build's beginning and its end. */
static bool is_sure(const struct seen *seen, const struct seen_file *last,
                    const struct stamp *stamp)
{
    const struct timespec begun = stamp->begun;
    const struct timespec long_ago = {.tv_sec = begun.tv_sec - OTHER_CLOCK_SECONDS};
    const struct timespec soon = {.tv_sec = seen->moment.tv_sec + 2};
    if (seen_is_before(last, begun) || !seen_is_before(last, soon))
        return false;
    for (size_t i = 0; i < seen->count; i++) {
        const struct seen_file *file = &seen->files[i];
        bool same_clock = file->facts[FACT_DEVICE] == last->facts[FACT_DEVICE];
        if (file->kind == SEEN_INPUT && file->facts[FACT_MODE] &&
            !seen_is_before(file, same_clock ? begun : long_ago))
            return false;
    }
    return true;
}

void stamp_keep(const struct stamp *stamp, const struct dossier *dossier,
                const struct report *report)
{
    struct seen seen;
    struct buf head = BUF_INIT;
    const char *name;
    const char *cache = file_split(stamp->arena, stamp->path, &name);
    seen_begin(&seen);
    add_inputs(&seen, stamp, dossier);
    bool ok = add_outputs(&seen, stamp, file_split(stamp->arena, cache, &name)) &&
              is_sure(&seen, &seen.files[seen.count - 1], stamp);
    if (ok && stamp->depfile)
        seen_add(&seen, stamp->depfile, SEEN_OUTPUT, NULL);
    if (ok) {
        write_call(&head, stamp);
        write_messages(&head, report);
        save(stamp, &head, &seen);
    }
    buf_release(&head);
    seen_release(&seen);
}
