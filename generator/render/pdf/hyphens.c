/* SPDX-License-Identifier: ISC */
/* Where words may be divided, in the language that they are in. */
#include "render/pdf/hyphens.h"

#include "base/file.h"
#include "base/utf8.h"
#include "render/pdf/pattern_compile.h"
#include "render/pdf/patterns.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicase.h>
#include <unictype.h>

/* Shorter words are not divided; in characters. */
#define WORD_MIN 5

#define DAMAGED                                                                                  \
    "%s/%s holds no hyphenation patterns compiled by this program, or is damaged; make it anew " \
    "with \"dossier hyphens\", or take it away"

/* What is known of a language that words were in. */
struct language {
    const char *tag;
    struct patterns *patterns; /* NULL for none; owned by the file that they are of */
    bool capitals;
    struct language *next;
};

/* A file that the settings name, once it was asked for. */
struct pattern_source {
    struct patterns patterns;
    const char *mapped; /* its compiled form, NULL for none */
    size_t mapped_length;
    struct buf made; /* the same where there is none */
    bool read, usable;
};

/* What was found for a text. */
struct known {
    const char *text, *lang;
    const struct division *division;
};

struct hyphens {
    const struct dossier *dossier;
    struct report *report;
    struct error *err;
    struct language *languages;
    struct pattern_source *sources; /* as many as the settings name */
    struct known *table;            /* open addressing; `slots` is a power of two */
    size_t slots, count;
    struct arena arena;
};

struct hyphens *hyphens_new(const struct dossier *dossier, struct report *report, struct error *err)
{
    struct hyphens *hyphens = memory_new(sizeof *hyphens);
    size_t count = dossier->templates.settings.hyphens.patterns.count;
    hyphens->dossier = dossier;
    hyphens->report = report;
    hyphens->err = err;
    hyphens->sources = arena_new(&hyphens->arena, count * sizeof *hyphens->sources);
    for (size_t i = 0; i < count; i++)
        buf_init(&hyphens->sources[i].made);
    return hyphens;
}

void hyphens_free(struct hyphens *hyphens)
{
    if (!hyphens)
        return;
    for (size_t i = 0; i < hyphens->dossier->templates.settings.hyphens.patterns.count; i++) {
        buf_release(&hyphens->sources[i].made);
        file_unmap(hyphens->sources[i].mapped, hyphens->sources[i].mapped_length);
    }
    free(hyphens->table);
    arena_release(&hyphens->arena);
    free(hyphens);
}

/* ---- files ---- */

/* The Debian package that brings "/usr/share/hyphen/hyph_pt_BR.dic": "hyphen-pt-br"; only English
 * and Portuguese have a package for each country, both kinds of Norwegian have one. */
static void add_package(struct buf *name, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *file = slash ? slash + 1 : path;
    size_t length = strcspn(file, ".");
    if (!strncmp(file, "hyph_", 5)) {
        file += 5;
        length -= 5;
    }
    if (!strncmp(file, "nb_", 3) || !strncmp(file, "nn_", 3)) {
        file = "no";
        length = 2;
    } else if (strncmp(file, "en_", 3) != 0 && strncmp(file, "pt_", 3) != 0) {
        length = strcspn(file, "_-.");
    }
    buf_add_string(name, "hyphen-");
    for (size_t i = 0; i < length; i++)
        buf_add_char(name, file[i] == '_' ? '-' : (char)tolower((unsigned char)file[i]));
}

/* "hyph_en_US.hyb" for "/usr/share/hyphen/hyph_en_US.dic", in the folder of compiled forms. What is
 * of another file is none; false where it is no compiled form. */
static bool open_compiled(struct hyphens *hyphens, const char *path, const struct buf *file,
                          struct pattern_source *source)
{
    const char *folder = hyphens->dossier->compiled_hyphens;
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(path, '.');
    struct buf name = BUF_INIT;
    buf_add_string(&name, slash ? slash + 1 : path);
    if (dot > slash)
        name.length -= strlen(dot);
    buf_add_string(&name, ".hyb");
    if (folder)
        source->mapped = file_map(folder, name.bytes, &source->mapped_length);
    bool ok =
        !source->mapped || patterns_open(&source->patterns, source->mapped, source->mapped_length);
    if (!ok)
        error_set(hyphens->err, EXIT_CODE_MACHINE, DAMAGED, folder, name.bytes);
    source->usable =
        ok && source->mapped && patterns_are_of(&source->patterns, file->bytes, file->length);
    buf_release(&name);
    return ok;
}

static void report_file(struct hyphens *hyphens, const struct pattern_file *file,
                        enum file_result result)
{
    if (result == FILE_FAILED)
        return;
    if (result == FILE_MISSING) {
        struct buf package = BUF_INIT;
        add_package(&package, file->path);
        report_error(hyphens->report, file->place,
                     "the letter needs %s, which is not there, to divide words of the language "
                     "\"%s\"; install its package (%s in Debian), or write \"%s: none\"",
                     file->path, file->lang, package.bytes, file->lang);
        buf_release(&package);
        return;
    }
    report_error(hyphens->report, file->place,
                 "%s is no file of hyphenation patterns; name another, or write \"%s: none\"",
                 file->path, file->lang);
}

static struct patterns *source_patterns(struct hyphens *hyphens, const struct pattern_file *file,
                                        struct pattern_source *source)
{
    if (!source->read) {
        source->read = true;
        struct buf bytes = BUF_INIT;
        enum file_result result = file_read_at(file->path, &bytes, hyphens->err);
        if (result != FILE_OK) {
            report_file(hyphens, file, result);
        } else if (open_compiled(hyphens, file->path, &bytes, source) && !source->usable) {
            source->usable =
                pattern_compile(bytes.bytes, bytes.length, &source->made) &&
                patterns_open(&source->patterns, source->made.bytes, source->made.length);
            if (!source->usable)
                report_file(hyphens, file, result);
        }
        buf_release(&bytes);
    }
    return source->usable ? &source->patterns : NULL;
}

/* ---- languages ---- */

/* Whether a tag is `general`, or one of its kinds: "en-GB" of "en". */
static bool is_kind_of(const char *tag, const char *general)
{
    size_t length = strlen(general);
    return !strncasecmp(tag, general, length) && (!tag[length] || tag[length] == '-');
}

/* Which of the files is for a language: that of the longest tag. As many as there are for none. */
static size_t find_file(const struct pattern_list *files, const char *tag)
{
    size_t best = files->count;
    for (size_t i = 0; i < files->count; i++) {
        if (is_kind_of(tag, files->items[i].lang) &&
            (best == files->count ||
             strlen(files->items[i].lang) > strlen(files->items[best].lang)))
            best = i;
    }
    return best;
}

static const struct language *find_language(struct hyphens *hyphens, const char *tag,
                                            struct place place)
{
    const struct settings *settings = &hyphens->dossier->templates.settings;
    const struct pattern_list *files = &settings->hyphens.patterns;
    for (const struct language *known = hyphens->languages; known; known = known->next) {
        if (known->tag == tag || !strcasecmp(known->tag, tag))
            return known;
    }
    struct language *language = arena_new(&hyphens->arena, sizeof *language);
    language->tag = tag;
    language->next = hyphens->languages;
    hyphens->languages = language;
    for (size_t i = 0; i < settings->hyphens.capitals.count; i++)
        language->capitals =
            language->capitals || is_kind_of(tag, settings->hyphens.capitals.items[i]);
    size_t file = find_file(files, tag);
    if (file == files->count)
        report_warning(hyphens->report, place,
                       "no hyphenation patterns are named for the language \"%s\"; its words are "
                       "not divided (hyphens.patterns in templates/pdf.yaml)",
                       tag);
    else if (files->items[file].path)
        language->patterns = source_patterns(hyphens, &files->items[file], &hyphens->sources[file]);
    return language;
}

/* ---- words ---- */

/* Letters of alphabets whose words are divided with a hyphen: Latin, Greek, Cyrillic, Armenian,
 * Georgian. */
static bool is_letter(uint32_t character)
{
    if (character < 0x80)
        return isalpha((int)character);
    return (character < 0x0590 || (character >= 0x10A0 && character < 0x1100) ||
            (character >= 0x1C80 && character < 0x2000)) &&
           uc_is_alpha(character);
}

static bool is_apostrophe(uint32_t character)
{
    return character == '\'' || character == 0x2019;
}

/* Signs that are part of an address, a number or a code: what holds one is no word. */
static bool is_foreign(uint32_t character)
{
    return character < 0x80 ? isdigit((int)character) || strchr("@#/\\_=+<>&%*|~^$", (int)character)
                            : character > 0x024F && !is_letter(character) && uc_is_alnum(character);
}

/* The longest row of letters in a text, which may have apostrophes beside it but no other letters.
 */
struct word {
    size_t start, end; /* in bytes */
    size_t count;      /* of its letters */
};

/* False where the text is something else than a word. */
static bool find_word(const char *text, size_t length, struct word *word)
{
    struct word found = {0, 0, 0};
    bool joined = true; /* no sign but an apostrophe since the last letter */
    *word = found;
    for (size_t at = 0, size; at < length; at += size) {
        uint32_t character = utf8_decode(text + at, length - at, &size);
        if (is_letter(character)) {
            if (!joined)
                return false;
            if (!found.count++)
                found.start = at;
            found.end = at + size;
            if (found.count > word->count)
                *word = found;
            continue;
        }
        if (is_foreign(character))
            return false;
        joined = joined && (is_apostrophe(character) || !word->count);
        found.count = 0;
    }
    return word->count >= WORD_MIN && word->count <= PATTERNS_WORD_MAX;
}

/* Decodes the word; false where it is not written as words are that may be divided: without
 * capitals, or with one at the beginning. */
static bool decode(const char *text, const struct word *word, bool capitals, uint32_t *letters)
{
    size_t at = word->start;
    for (size_t i = 0, size; i < word->count; i++, at += size) {
        letters[i] = utf8_decode(text + at, word->end - at, &size);
        if ((i || !capitals) && uc_tolower(letters[i]) != letters[i])
            return false;
    }
    return true;
}

/* The places of a text whose word has been found. */
static const struct division *divide(struct hyphens *hyphens, const struct language *language,
                                     const char *text, const struct word *word)
{
    const struct settings *settings = &hyphens->dossier->templates.settings;
    uint32_t letters[PATTERNS_WORD_MAX];
    bool marks[PATTERNS_WORD_MAX] = {false};
    if (!language->patterns || !decode(text, word, language->capitals, letters) ||
        !patterns_find(language->patterns, letters, word->count, (size_t)settings->hyphens.before,
                       (size_t)settings->hyphens.after, marks))
        return NULL;
    struct division *division =
        arena_new(&hyphens->arena, sizeof *division + word->count * sizeof *division->before);
    size_t at = word->start;
    for (size_t i = 0, size; i < word->count; i++, at += size) {
        utf8_decode(text + at, word->end - at, &size);
        if (marks[i])
            division->before[division->count++] = (uint16_t)at;
    }
    return division;
}

static const struct division *find(struct hyphens *hyphens, const char *lang, struct place place,
                                   const char *text, size_t length)
{
    struct word word;
    if (length < WORD_MIN || length > UINT16_MAX || !find_word(text, length, &word))
        return NULL;
    const struct language *language = find_language(hyphens, lang, place);
    const struct division *division = divide(hyphens, language, text, &word);
    if (language->patterns && language->patterns->damaged && !hyphens->err->code)
        error_set(hyphens->err, EXIT_CODE_MACHINE, DAMAGED, "the compiled patterns of the language",
                  language->tag);
    return division;
}

static struct known *slot_of(const struct hyphens *hyphens, const char *lang, const char *text)
{
    size_t at = (size_t)((uintptr_t)text >> 3) * 2654435761u & (hyphens->slots - 1);
    while (hyphens->table[at].text &&
           (hyphens->table[at].text != text || hyphens->table[at].lang != lang))
        at = (at + 1) & (hyphens->slots - 1);
    return &hyphens->table[at];
}

static void grow_table(struct hyphens *hyphens)
{
    struct known *old = hyphens->table;
    size_t count = hyphens->slots;
    hyphens->slots = count ? count * 2 : 1024;
    hyphens->table = memory_new(hyphens->slots * sizeof *hyphens->table);
    for (size_t i = 0; i < count; i++) {
        if (old[i].text)
            *slot_of(hyphens, old[i].lang, old[i].text) = old[i];
    }
    free(old);
}

const struct division *hyphens_find(struct hyphens *hyphens, const char *lang, struct place place,
                                    const char *text, size_t length)
{
    if (hyphens->count * 2 >= hyphens->slots)
        grow_table(hyphens);
    struct known *known = slot_of(hyphens, lang, text);
    if (!known->text) {
        *known = (struct known){text, lang, find(hyphens, lang, place, text, length)};
        hyphens->count++;
    }
    return known->division;
}

bool hyphens_compile(const char *file, const char *compiled, struct error *err)
{
    struct buf bytes = BUF_INIT, out = BUF_INIT;
    bool ok = file_read_at(file, &bytes, err) == FILE_OK;
    if (!err->code && (!ok || !pattern_compile(bytes.bytes, bytes.length, &out)))
        ok = error_set(err, EXIT_CODE_USAGE,
                       "%s is no file of hyphenation patterns; name one such as "
                       "/usr/share/hyphen/hyph_en_US.dic",
                       file);
    ok = ok && file_replace(compiled, out.bytes, out.length, err);
    buf_release(&bytes);
    buf_release(&out);
    return ok;
}
