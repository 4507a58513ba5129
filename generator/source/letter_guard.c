/* SPDX-License-Identifier: ISC */
/* A guard before libcmark-gfm: stops at input on which its time or memory would not be in
 * proportion. */
#include "source/letter_guard.h"

#include "model/letter.h"

#include <string.h>

/* What any letter may cost, and what each of its bytes adds. A step takes about a nanosecond. */
#define STEPS_BASE 100000000u
#define STEPS_BYTE 64u
/* Closing brackets in a row that an address may end in. */
#define CLOSING_MAX 64
/* What a character costs where one may be part of an address. */
#define ADDRESS_STEPS 8

void guard_init(struct guard *guard, const struct input *input, struct report *report)
{
    *guard = (struct guard){.input = input, .report = report, .run_line = 1};
    guard->steps_left = STEPS_BASE + (unsigned long long)input->length * STEPS_BYTE;
    guard->cells_left = GUARD_CELLS_MAX + input->length / 16;
    guard->address = input->bytes;
}

static void stop(struct guard *guard, unsigned line, const char *message)
{
    if (!guard->stopped)
        report_error(guard->report, (struct place){guard->input->path, line, 1}, "%s", message);
    guard->stopped = true;
}

static void spend(struct guard *guard, unsigned long long steps, unsigned line, const char *message)
{
    if (steps > guard->steps_left)
        stop(guard, line, message);
    else
        guard->steps_left -= steps;
}

/* Every "<?" and the like that is not closed is looked for to the end of its paragraph, and every
 * "![" by every destination behind it. */
static void end_run(struct guard *guard, unsigned next_line)
{
    spend(
        guard, guard->declarations * (guard->run_bytes / 4), guard->run_line,
        "this paragraph has so many \"<?\" or \"<!\" that libcmark-gfm would take minutes over it;"
        " divide it with blank lines, or put \\ before each");
    spend(
        guard, guard->pictures * guard->brackets * 2, guard->run_line,
        "this paragraph has so many \"![\" that libcmark-gfm would take minutes over it; divide it"
        " with blank lines, or put \\ before each");
    guard->run_line = next_line;
    guard->declarations = guard->pictures = guard->brackets = 0;
    guard->run_bytes = 0;
}

/* An address is counted whole for each closing bracket that it may end in. */
static void check_closing(struct guard *guard, const char *bytes, size_t end, size_t closing)
{
    size_t start = end;
    if (closing <= CLOSING_MAX)
        return;
    while (start && bytes[start - 1] != ' ')
        start--;
    spend(guard, (unsigned long long)closing * (end - start), guard->line,
          "this line has so many \")\" in a row that libcmark-gfm would take minutes over it;"
          " put spaces between them");
}

static void count(struct guard *guard, const char *bytes, size_t length)
{
    unsigned long long pipes = 0;
    size_t closing = 0;
    for (size_t i = strcspn(bytes, "|<[)\r\n"); i < length;
         i += 1 + strcspn(bytes + i + 1, "|<[)\r\n")) {
        char next = bytes[i + 1];
        switch (bytes[i]) {
        case '|':
            pipes += !i || bytes[i - 1] != '\\';
            break;
        case '<':
            guard->declarations +=
                next == '?' || (next == '!' && (bytes[i + 2] == '[' ||
                                                (bytes[i + 2] >= 'A' && bytes[i + 2] <= 'Z')));
            break;
        case '[':
            if (i && bytes[i - 1] == '!')
                guard->pictures++;
            else
                guard->brackets++;
            break;
        default:
            closing++;
            if (next != ')') {
                check_closing(guard, bytes, i + 1, closing);
                closing = 0;
            }
            break;
        }
    }
    /* The cells of a row are a list that is walked to its end for each. */
    spend(guard, pipes * pipes, guard->line,
          "this line has so many cells that libcmark-gfm would take minutes over it; make the table"
          " narrower, or put \\ before each \"|\"");
}

/* The next "www." or "@"; the end of the input where there is none. */
static const char *find_address(const char *bytes)
{
    do {
        bytes += strcspn(bytes, "@w");
    } while (*bytes == 'w' && strncmp(bytes, "www.", 4) != 0 && bytes++);
    return bytes;
}

/* Each may begin an address, which is read to its end to see whether it is one. */
static void check_addresses(struct guard *guard, const char *end)
{
    while (guard->address < end && !guard->stopped) {
        spend(guard, (unsigned long long)strcspn(guard->address, " \t\r\n") * ADDRESS_STEPS,
              guard->line,
              "this line has so many \"www.\" or \"@\" in one word that libcmark-gfm would take"
              " minutes over it; put spaces between them");
        guard->address = find_address(guard->address + 1);
    }
}

/* A line that may be the one below a table's head: the paragraph so far is searched for that, and
 * each of its lines may be gone back over to its beginning. */
static void check_paragraph(struct guard *guard, const char *bytes, size_t length)
{
    bool continues = guard->paragraph_line && guard->paragraph_last + 1 == guard->line;
    if (!continues || strspn(bytes, " \t>|:-") < length || !memchr(bytes, '-', length))
        return;
    unsigned long long lines = guard->line - guard->paragraph_line;
    unsigned long long searched =
        input_line(guard->input, guard->line) - input_line(guard->input, guard->paragraph_line);
    spend(
        guard, searched * (16 + lines / 2), guard->line,
        "this line looks like a table's second below so long a paragraph that libcmark-gfm would take"
        " minutes over it; put a blank line before the table, or \\ before the line");
}

bool guard_line(struct guard *guard, unsigned line)
{
    size_t start = input_line(guard->input, line);
    size_t end = input_line_end(guard->input, line);
    const char *bytes = guard->input->bytes + start;
    size_t length = end - start;
    guard->line = line;
    if (strspn(bytes, " \t>") >= length)
        end_run(guard, line + 1);
    else
        count(guard, bytes, length);
    check_addresses(guard, bytes + length);
    check_paragraph(guard, bytes, length);
    guard->run_bytes += length;
    if (line == guard->input->line_count)
        end_run(guard, line + 1);
    return !guard->stopped;
}

/* The cells of the row at hand; a "|" ends one unless a \ stands before it, or nothing does. */
static size_t count_cells(const struct guard *guard)
{
    const char *bytes = guard->input->bytes;
    size_t start = input_line(guard->input, guard->line);
    size_t end = input_line_end(guard->input, guard->line);
    size_t cells = 0;
    start += strspn(bytes + start, " \t>");
    while (end > start && strchr(" \t", bytes[end - 1]))
        end--;
    for (size_t at = start + 1; at < end; at++)
        cells += bytes[at] == '|' && bytes[at - 1] != '\\';
    return cells + (end > start && (bytes[end - 1] != '|' || bytes[end - 2] == '\\'));
}

void guard_row(struct guard *guard, size_t columns)
{
    size_t written = count_cells(guard);
    size_t missing = columns > written ? columns - written : 0;
    if (written > columns)
        report_error(
            guard->report, (struct place){guard->input->path, guard->line, 1},
            "this row has %zu cells and its table %zu columns, and what is beyond them would"
            " be lost; give the table's head as many",
            written, columns);
    if (missing > guard->cells_left)
        stop(guard, guard->line,
             "the rows of the letter's tables lack so many cells that filling them up would outgrow"
             " the letter many times; write the cells, or make the table narrower");
    else
        guard->cells_left -= missing;
}

void guard_paragraph(struct guard *guard, unsigned first_line)
{
    guard->paragraph_line = first_line;
    guard->paragraph_last = guard->line;
}

void guard_report_depth(struct report *report, struct place place)
{
    report_error(
        report, place,
        "quotations, list items, emphasis and links stand in one another more than %d deep;"
        " flatten them",
        LETTER_DEPTH_MAX);
}
