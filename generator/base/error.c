/* SPDX-License-Identifier: ISC */
/* What went wrong: one failure of the machine or the call, or a report of all that is wrong with
 * the input. */
#include "base/error.h"

#include "base/utf8.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

void error_release(struct error *err)
{
    buf_release(&err->text);
    err->code = EXIT_CODE_DONE;
}

bool error_set(struct error *err, enum exit_code code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buf_clear(&err->text);
    buf_add_vformat(&err->text, format, args);
    va_end(args);
    err->code = code;
    return false;
}

/* The text for an errno without the locale, which would change it from machine to machine. */
static const char *errno_words(int number)
{
    switch (number) {
    case ENOSPC:
        return "no space left on the disk";
    case EACCES:
        return "permission denied";
    case EROFS:
        return "the file system is read-only";
    case EDQUOT:
        return "the disk quota is used up";
    case EFBIG:
        return "the file would be too large";
    case ENOENT:
        return "no such file or folder";
    case ENOTDIR:
        return "a part of the path is not a folder";
    case EISDIR:
        return "it is a folder";
    case EEXIST:
        return "it is there already";
    default:
        return strerror(number);
    }
}

bool error_set_errno(struct error *err, const char *format, ...)
{
    int number = errno;
    va_list args;
    va_start(args, format);
    buf_clear(&err->text);
    buf_add_vformat(&err->text, format, args);
    va_end(args);
    const char *words = errno_words(number);
    buf_add_format(&err->text, ": %c%s", tolower((unsigned char)*words), words + 1);
    err->code = EXIT_CODE_MACHINE;
    return false;
}

bool error_context(struct error *err, const char *format, ...)
{
    struct buf text = BUF_INIT;
    va_list args;
    va_start(args, format);
    buf_add_vformat(&text, format, args);
    va_end(args);
    buf_add_format(&text, ": %s", err->text.bytes);
    buf_release(&err->text);
    err->text = text;
    return false;
}

void report_release(struct report *report)
{
    free(report->messages);
    arena_release(&report->arena);
    memset(report, 0, sizeof *report);
}

static void add(struct report *report, struct place place, enum message_kind kind,
                const char *format, va_list args) PRINTF_LIKE(4, 0);

static void add(struct report *report, struct place place, enum message_kind kind,
                const char *format, va_list args)
{
    struct buf text = BUF_INIT;
    buf_add_vformat(&text, format, args);
    report->messages =
        memory_grow(report->messages, report->count, &report->capacity, sizeof *report->messages);
    struct message *message = &report->messages[report->count];
    message->place = place;
    message->place.path = arena_string(&report->arena, place.path ? place.path : "");
    message->kind = kind;
    message->table = NULL;
    message->text = arena_copy(&report->arena, text.bytes, text.length);
    message->order = report->count++;
    report->errors += kind == MESSAGE_ERROR || (kind == MESSAGE_WARNING && report->strict);
    buf_release(&text);
}

void report_error(struct report *report, struct place place, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(report, place, MESSAGE_ERROR, format, args);
    va_end(args);
}

void report_warning(struct report *report, struct place place, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(report, place, MESSAGE_WARNING, format, args);
    va_end(args);
}

void report_note(struct report *report, struct place place, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(report, place, MESSAGE_NOTE, format, args);
    va_end(args);
}

void report_table(struct report *report, const char *lines)
{
    assert(report->count);
    report->messages[report->count - 1].table = arena_string(&report->arena, lines);
}

static int by_place(const void *left, const void *right)
{
    const struct message *a = left, *b = right;
    int order = strcmp(a->place.path, b->place.path);
    if (order)
        return order;
    if (a->place.line != b->place.line)
        return a->place.line < b->place.line ? -1 : 1;
    if (a->place.column != b->place.column)
        return a->place.column < b->place.column ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

/* What a terminal would obey or could not show is shown by its bytes. */
static void add_printable_bytes(struct buf *line, const char *text, size_t remaining)
{
    while (remaining) {
        size_t length;
        uint32_t character = utf8_decode(text, remaining, &length);
        bool control = character < 0x20 || (character >= 0x7F && character < 0xA0);
        if (character == UTF8_BAD || control || utf8_is_bidi_control(character)) {
            for (size_t i = 0; i < length; i++)
                buf_add_format(line, "\\x%02X", (unsigned char)text[i]);
        } else {
            buf_add(line, text, length);
        }
        text += length;
        remaining -= length;
    }
}

static void add_printable(struct buf *line, const char *text)
{
    add_printable_bytes(line, text, strlen(text));
}

static void add_path(struct buf *line, const char *folder, const char *path)
{
    if (folder && *path && *path != '/' && strncmp(path, "./", 2) != 0) {
        add_printable(line, folder);
        if (line->length && line->bytes[line->length - 1] != '/')
            buf_add_char(line, '/');
    }
    add_printable(line, path);
}

static void print_table(const char *table, struct buf *line, FILE *stream)
{
    while (*table) {
        size_t length = strcspn(table, "\n");
        buf_clear(line);
        add_printable_bytes(line, table, length);
        fprintf(stream, "    %s\n", line->bytes);
        table += length + (table[length] != '\0');
    }
}

void report_print(const struct report *report, FILE *stream)
{
    static const char *const words[] = {": ", ": warning: ", ": note: "};
    if (!report->count)
        return;
    struct message *sorted = memory_new(report->count * sizeof *sorted);
    memcpy(sorted, report->messages, report->count * sizeof *sorted);
    qsort(sorted, report->count, sizeof *sorted, by_place);
    struct buf line = BUF_INIT;
    for (size_t i = 0; i < report->count; i++) {
        const struct message *message = &sorted[i];
        if (report->quiet && !report->errors)
            break;
        if (report->quiet && message->kind == MESSAGE_WARNING && !report->strict)
            continue;
        buf_clear(&line);
        add_path(&line, report->folder, message->place.path);
        if (message->place.line)
            buf_add_format(&line, ":%u", message->place.line);
        if (message->place.column)
            buf_add_format(&line, ":%u", message->place.column);
        buf_add_string(&line, words[message->kind]);
        add_printable(&line, message->text);
        fprintf(stream, "%s\n", line.bytes);
        if (message->table)
            print_table(message->table, &line, stream);
    }
    buf_release(&line);
    free(sorted);
}
