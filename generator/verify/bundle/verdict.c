/* SPDX-License-Identifier: ISC */
/* What was found of a bundle, section by section, and how it is told. */
#include "verify/bundle/verdict.h"

#include "base/utf8.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[SECTION_COUNT] = {"container", "bag", "crate",    "ledger",
                                                 "links",     "pdf", "signature"};

const char *section_name(enum section section)
{
    return names[section];
}

void verdict_init(struct verdict *verdict)
{
    *verdict = (struct verdict){0};
    for (int i = 0; i < SECTION_COUNT; i++)
        buf_init(&verdict->summaries[i]);
}

void verdict_release(struct verdict *verdict)
{
    for (int i = 0; i < SECTION_COUNT; i++)
        buf_release(&verdict->summaries[i]);
    free(verdict->items);
    free(verdict->tallies);
    arena_release(&verdict->arena);
}

/* No path that a file system holds is longer. */
#define TEXT_MAX 4096u

/* A copy that ends, and in which nothing moves a cursor, turns the writing or is no UTF-8. */
static const char *printable(struct arena *arena, const char *text)
{
    struct buf copy = BUF_INIT;
    size_t left = strlen(text);
    while (left && copy.length <= TEXT_MAX) {
        size_t length;
        uint32_t character = utf8_decode(text, left, &length);
        bool control = character < 0x20 || (character >= 0x7F && character < 0xA0);
        if (character == UTF8_BAD || control || utf8_is_bidi_control(character)) {
            for (size_t i = 0; i < length; i++)
                buf_add_format(&copy, "\\x%02X", (unsigned char)text[i]);
        } else {
            buf_add(&copy, text, length);
        }
        text += length;
        left -= length;
    }
    if (left)
        buf_add_format(&copy, "… and %zu bytes more", left);
    const char *kept = arena_copy(arena, copy.bytes, copy.length);
    buf_release(&copy);
    return kept;
}

static struct tally *tally_of(struct verdict *verdict, enum section section, const char *code)
{
    for (size_t i = 0; i < verdict->tally_count; i++) {
        struct tally *tally = &verdict->tallies[i];
        if (tally->section == section && !strcmp(tally->code, code))
            return tally;
    }
    verdict->tallies = memory_grow(verdict->tallies, verdict->tally_count, &verdict->tally_capacity,
                                   sizeof *verdict->tallies);
    struct tally *tally = &verdict->tallies[verdict->tally_count++];
    *tally = (struct tally){.section = section, .code = code};
    return tally;
}

static void add(struct verdict *verdict, const struct finding *finding, const char *format,
                va_list args) PRINTF_LIKE(3, 0);

static void add(struct verdict *verdict, const struct finding *finding, const char *format,
                va_list args)
{
    struct tally *tally = tally_of(verdict, finding->section, finding->code);
    size_t *counts = finding->bad ? verdict->bad : verdict->remarks;
    counts[finding->section]++;
    if (tally->count++ >= VERDICT_KEPT)
        return;
    struct buf text = BUF_INIT;
    buf_add_vformat(&text, format, args);
    verdict->items =
        memory_grow(verdict->items, verdict->count, &verdict->capacity, sizeof *verdict->items);
    struct finding *kept = &verdict->items[verdict->count++];
    *kept = *finding;
    kept->path = printable(&verdict->arena, finding->path ? finding->path : "");
    kept->text = printable(&verdict->arena, text.bytes);
    buf_release(&text);
}

void verdict_bad(struct verdict *verdict, enum section section, const char *code, const char *path,
                 const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(verdict, &(struct finding){section, true, code, path, NULL}, format, args);
    va_end(args);
}

void verdict_remark(struct verdict *verdict, enum section section, const char *code,
                    const char *path, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(verdict, &(struct finding){section, false, code, path, NULL}, format, args);
    va_end(args);
}

void verdict_say(struct verdict *verdict, enum section section, const char *format, ...)
{
    struct buf *summary = &verdict->summaries[section];
    struct buf words = BUF_INIT;
    va_list args;
    va_start(args, format);
    buf_add_vformat(&words, format, args);
    va_end(args);
    if (summary->length)
        buf_add_string(summary, "; ");
    buf_add_string(summary, printable(&verdict->arena, words.bytes));
    buf_release(&words);
}

static size_t sum(const size_t *counts)
{
    size_t total = 0;
    for (int i = 0; i < SECTION_COUNT; i++)
        total += counts[i];
    return total;
}

bool verdict_is_good(const struct verdict *verdict)
{
    return sum(verdict->bad) == 0;
}

/* ---------------------------------------------------------------- For humans */

static void print_finding(const struct finding *finding, FILE *stream)
{
    fprintf(stream, "    %s%s%s%s\n", finding->bad ? "" : "remark: ", finding->path,
            *finding->path ? ": " : "", finding->text);
}

/* Of each code the first, in the order in which they were found. */
static void print_section(const struct verdict *verdict, enum section section, bool quiet,
                          FILE *stream)
{
    for (size_t k = 0; k < verdict->tally_count; k++) {
        const struct tally *tally = &verdict->tallies[k];
        size_t shown = 0;
        bool bad = true;
        for (size_t i = 0; i < verdict->count && tally->section == section; i++) {
            const struct finding *finding = &verdict->items[i];
            if (finding->section != section || strcmp(finding->code, tally->code) != 0)
                continue;
            bad = finding->bad;
            if (shown == VERDICT_SHOWN || (quiet && !bad))
                break;
            print_finding(finding, stream);
            shown++;
        }
        if (shown && tally->count > shown)
            fprintf(stream, "    and %zu more of this kind\n", tally->count - shown);
    }
}

void verdict_print(const struct verdict *verdict, const char *path, bool quiet, FILE *stream)
{
    struct arena arena = ARENA_INIT;
    size_t remarks = sum(verdict->remarks);
    bool good = verdict_is_good(verdict);
    for (int i = 0; i < SECTION_COUNT && !(quiet && good); i++) {
        if (quiet && !verdict->bad[i])
            continue;
        fprintf(stream, "%-10s %s%s\n", names[i], verdict->bad[i] ? "NOT GOOD: " : "",
                verdict->summaries[i].bytes);
        print_section(verdict, (enum section)i, quiet, stream);
    }
    if (!quiet || !good)
        fprintf(stream, "%s: %s", printable(&arena, path), good ? "good" : "not good");
    if (!quiet && good && remarks)
        fprintf(stream, ", with %zu remark%s", remarks, remarks > 1 ? "s" : "");
    if (!quiet || !good)
        fputc('\n', stream);
    arena_release(&arena);
}

/* ---------------------------------------------------------------- For machines */

static json_t *finding_json(const struct finding *finding)
{
    return json_pack("{s:s, s:s, s:s, s:s}", "kind", finding->bad ? "error" : "remark", "code",
                     finding->code, "path", finding->path, "text", finding->text);
}

static json_t *section_json(const struct verdict *verdict, enum section section)
{
    json_t *list = json_array();
    for (size_t i = 0; i < verdict->count; i++) {
        if (verdict->items[i].section == section)
            json_array_append_new(list, finding_json(&verdict->items[i]));
    }
    json_int_t count = (json_int_t)verdict->bad[section] + (json_int_t)verdict->remarks[section];
    return json_pack("{s:s, s:b, s:s, s:o, s:I}", "name", names[section], "good",
                     verdict->bad[section] == 0, "summary", verdict->summaries[section].bytes,
                     "findings", list, "left-out", count - (json_int_t)json_array_size(list));
}

void verdict_print_json(const struct verdict *verdict, const char *path, const char *program,
                        FILE *stream)
{
    struct arena arena = ARENA_INIT;
    json_t *sections = json_array();
    for (int i = 0; i < SECTION_COUNT; i++)
        json_array_append_new(sections, section_json(verdict, (enum section)i));
    json_t *whole = json_pack("{s:s, s:s, s:b, s:I, s:I, s:o}", "verifier", program, "bundle",
                              printable(&arena, path), "good", verdict_is_good(verdict), "errors",
                              (json_int_t)sum(verdict->bad), "remarks",
                              (json_int_t)sum(verdict->remarks), "sections", sections);
    if (!whole)
        memory_fail();
    json_dumpf(whole, stream, JSON_INDENT(2));
    fputc('\n', stream);
    json_decref(whole);
    arena_release(&arena);
}
