/* SPDX-License-Identifier: ISC */
/* A text file of the dossier as it was read: its bytes checked, its lines found. */
#include "source/input.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define BYTE_ORDER_MARK 0xFEFFu
#define BYTE_ORDER_MARK_BYTES "\xEF\xBB\xBF"

static void find_lines(struct input *input)
{
    size_t capacity = 0;
    /* A byte order mark is no character of the first line. */
    size_t at = !strncmp(input->bytes, BYTE_ORDER_MARK_BYTES, 3) ? 3 : 0;
    for (;;) {
        input->lines =
            memory_grow(input->lines, input->line_count, &capacity, sizeof *input->lines);
        input->lines[input->line_count++] = at;
        at += strcspn(input->bytes + at, "\r\n");
        /* A zero ends strcspn too. */
        while (at < input->length && !input->bytes[at]) {
            at++;
            at += strcspn(input->bytes + at, "\r\n");
        }
        if (at >= input->length)
            return;
        at += input->bytes[at] == '\r' && input->bytes[at + 1] == '\n' ? 2 : 1;
    }
}

void input_set(struct input *input, const char *name, const char *bytes, size_t length)
{
    *input = (struct input){.path = name, .bytes = bytes, .length = length};
    find_lines(input);
}

void input_release(struct input *input)
{
    free(input->lines);
    *input = (struct input){0};
}

bool input_report_file(enum file_result result, struct place place, const char *path,
                       struct report *report)
{
    if (!path)
        path = "this";
    switch (result) {
    case FILE_MISSING:
        report_error(report, place, "there is no file %s; put it there, or correct its name", path);
        return true;
    case FILE_NOT_REGULAR:
        report_error(report, place,
                     "%s is a folder, fifo, device or socket; put a regular file in its place",
                     path);
        return true;
    case FILE_OUTSIDE:
        report_error(
            report, place,
            "%s is a symbolic link that leads out of the folder; put the file itself in its place",
            path);
        return true;
    case FILE_OK:
    case FILE_FAILED:
        break;
    }
    return false;
}

void input_check_bag_name(const char *name, struct place place, struct report *report)
{
    /* Line ends are in no path that file_path_problem lets pass. */
    if (strchr(name, '%'))
        report_warning(report, place,
                       "the bundle's lists of checksums write the %% in this file's name as %%25,"
                       " so that only tools for BagIt, and not sha256sum, find it; rename it");
}

enum input_result input_read(struct input *input, const char *root, const char *path,
                             const char *name, struct arena *arena, struct report *report,
                             struct error *err)
{
    struct buf bytes = BUF_INIT;
    enum input_result answer = INPUT_OK;
    enum file_result result = file_read(root, path, &bytes, err);
    if (result == FILE_FAILED)
        answer = INPUT_FAILED;
    else if (result == FILE_MISSING)
        answer = INPUT_MISSING;
    else if (input_report_file(result, (struct place){name, 0, 0}, NULL, report))
        answer = INPUT_BAD;
    else
        input_set(input, name, arena_copy(arena, bytes.bytes, bytes.length), bytes.length);
    buf_release(&bytes);
    return answer;
}

size_t input_line(const struct input *input, unsigned line)
{
    return line - 1 < input->line_count ? input->lines[line - 1] : input->length;
}

size_t input_line_end(const struct input *input, unsigned line)
{
    size_t end = input_line(input, line + 1);
    if (line < input->line_count) {
        if (end && input->bytes[end - 1] == '\n')
            end--;
        if (end && input->bytes[end - 1] == '\r')
            end--;
    }
    return end;
}

static size_t find_line(const struct input *input, size_t offset)
{
    size_t low = 0, high = input->line_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (input->lines[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

struct place input_count(const struct input *input, struct input_counter *counter, size_t offset)
{
    size_t line = find_line(input, offset);
    size_t start = input->lines[line];
    if (offset < start)
        offset = start;
    if (counter->line != line + 1 || counter->offset > offset)
        *counter = (struct input_counter){(unsigned)line + 1, start, 1};
    counter->column +=
        (unsigned)utf8_count(input->bytes + counter->offset, offset - counter->offset);
    counter->offset = offset;
    return (struct place){input->path, counter->line, counter->column};
}

struct place input_place(const struct input *input, size_t offset)
{
    struct input_counter counter = {0, 0, 0};
    return input_count(input, &counter, offset);
}

static bool is_noncharacter(uint32_t character)
{
    return (character & 0xFFFE) == 0xFFFE || (character >= 0xFDD0 && character <= 0xFDEF);
}

const char *input_character_problem(uint32_t character, struct buf *words)
{
    const char *problem = NULL;
    if (character == '\t' || character == '\n' || character == '\r')
        return NULL;
    if (character < 0x20 || (character >= 0x7F && character < 0xA0))
        problem = "a control character that cannot be shown";
    else if (character < 0x61C)
        return NULL;
    else if (utf8_is_bidi_control(character))
        problem = "a bidi control, which can make a text read otherwise than it is";
    else if (character == BYTE_ORDER_MARK)
        problem = "a byte order mark, which may stand only at the start of a file";
    else if (is_noncharacter(character))
        problem = "not a character";
    if (!problem)
        return NULL;
    buf_clear(words);
    buf_add_format(words, "U+%04X is %s", (unsigned)character, problem);
    return words->bytes;
}

const char *input_text_problem(const char *text, size_t length, struct buf *words)
{
    for (size_t at = 0, size; at < length; at += size) {
        size = 1;
        unsigned char c = (unsigned char)text[at];
        if (c >= 0x20 && c < 0x7F)
            continue;
        const char *problem =
            input_character_problem(utf8_decode(text + at, length - at, &size), words);
        if (problem)
            return problem;
    }
    return NULL;
}

/* What was found, once of each kind. */
enum trouble { TROUBLE_ZERO, TROUBLE_UTF8, TROUBLE_CHARACTER, TROUBLE_COUNT };

struct troubles {
    size_t first[TROUBLE_COUNT];
    size_t count[TROUBLE_COUNT];
};

static void note(struct troubles *troubles, enum trouble trouble, size_t offset)
{
    if (!troubles->count[trouble]++)
        troubles->first[trouble] = offset;
}

static void find_troubles(const struct input *input, struct troubles *troubles)
{
    struct buf words = BUF_INIT;
    const char *bytes = input->bytes;
    for (size_t at = 0, size; at < input->length; at += size) {
        unsigned char c = (unsigned char)bytes[at];
        size = 1;
        if ((c >= 0x20 && c < 0x7F) || c == '\n')
            continue;
        if (!c) {
            note(troubles, TROUBLE_ZERO, at);
            continue;
        }
        uint32_t character = utf8_decode(bytes + at, input->length - at, &size);
        if (character == UTF8_BAD)
            note(troubles, TROUBLE_UTF8, at);
        else if (input_character_problem(character, &words) &&
                 !(at == 0 && character == BYTE_ORDER_MARK))
            note(troubles, TROUBLE_CHARACTER, at);
    }
    buf_release(&words);
}

static void report_trouble(const struct input *input, const struct troubles *troubles,
                           enum trouble trouble, const char *what, const char *advice,
                           struct report *report)
{
    size_t more = troubles->count[trouble] - 1;
    struct place place = input_place(input, troubles->first[trouble]);
    if (more)
        report_error(report, place, "%s, and %zu more such in the file; %s", what, more, advice);
    else
        report_error(report, place, "%s; %s", what, advice);
}

bool input_check(const struct input *input, struct report *report)
{
    struct troubles troubles = {{0}, {0}};
    struct buf words = BUF_INIT;
    find_troubles(input, &troubles);
    if (troubles.count[TROUBLE_ZERO])
        report_trouble(input, &troubles, TROUBLE_ZERO, "a NUL byte is not text",
                       "save the file as plain text in UTF-8", report);
    if (troubles.count[TROUBLE_UTF8]) {
        unsigned byte = (unsigned char)input->bytes[troubles.first[TROUBLE_UTF8]];
        buf_add_format(&words, "the byte \\x%02X is not UTF-8", byte);
        report_trouble(input, &troubles, TROUBLE_UTF8, words.bytes, "save the file in UTF-8",
                       report);
    }
    if (troubles.count[TROUBLE_CHARACTER]) {
        size_t first = troubles.first[TROUBLE_CHARACTER], size;
        uint32_t character = utf8_decode(input->bytes + first, input->length - first, &size);
        report_trouble(input, &troubles, TROUBLE_CHARACTER,
                       input_character_problem(character, &words), "take it out", report);
    }
    buf_release(&words);
    if (input->lines[0])
        report_warning(
            report, (struct place){input->path, 1, 1},
            "a byte order mark stands at the start of the file and is not needed; save the"
            " file without it");
    return !troubles.count[TROUBLE_ZERO] && !troubles.count[TROUBLE_UTF8] &&
           !troubles.count[TROUBLE_CHARACTER];
}
