/* SPDX-License-Identifier: ISC */
/* Where words may be divided, in the language that they are in. */
#include "render/pdf/hyphens.h"

#include "base/file.h"
#include "base/utf8.h"
#include "render/pdf/patterns.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicase.h>
#include <unictype.h>

/* Shorter words are not divided; in characters. */
#define WORD_MIN 5

/* How many words are remembered, a power of two, and how long they may be, in bytes. */
#define MEMORY_SLOTS 4096
#define MEMORY_WORD_MAX 48

/* What is known of a language that words were in. */
struct language {
    const char *tag;
    struct patterns *patterns; /* NULL for none; owned by the file that they are of */
    bool capitals;
    struct language *next;
};

/* A file that the settings name, once it was asked for. */
struct pattern_source {
    struct patterns *patterns;
    const char *compiled; /* mapped, NULL for none */
    size_t compiled_length;
    bool read;
};

/* A word as it stood in a text, with where it may be divided: before byte i where bit i is set. */
struct remembered {
    const struct language *language; /* NULL in a slot that is free */
    uint64_t places;
    size_t length;
    char text[MEMORY_WORD_MAX];
};

struct hyphens {
    const struct dossier *dossier;
    struct report *report;
    struct error *err;
    struct language *languages;
    struct pattern_source *sources; /* as many as the settings name */
    struct remembered *memory;      /* by the word's hash; one word gives way to another */
    struct arena arena;
};

struct hyphens *hyphens_new(const struct dossier *dossier, struct report *report, struct error *err)
{
    struct hyphens *hyphens = memory_new(sizeof *hyphens);
    hyphens->dossier = dossier;
    hyphens->report = report;
    hyphens->err = err;
    hyphens->memory = memory_new(MEMORY_SLOTS * sizeof *hyphens->memory);
    hyphens->sources =
        arena_new(&hyphens->arena,
                  dossier->templates.settings.hyphens.patterns.count * sizeof *hyphens->sources);
    return hyphens;
}

void hyphens_free(struct hyphens *hyphens)
{
    if (!hyphens)
        return;
    for (size_t i = 0; i < hyphens->dossier->templates.settings.hyphens.patterns.count; i++) {
        patterns_free(hyphens->sources[i].patterns);
        file_unmap(hyphens->sources[i].compiled, hyphens->sources[i].compiled_length);
    }
    arena_release(&hyphens->arena);
    free(hyphens->memory);
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

static enum file_result read_file(const char *path, struct buf *bytes, struct error *err)
{
    const char *slash = strrchr(path, '/');
    struct arena arena = ARENA_INIT;
    const char *folder = slash ? arena_copy(&arena, path, (size_t)(slash - path) + 1) : ".";
    enum file_result result = file_read(folder, slash ? slash + 1 : path, bytes, err);
    arena_release(&arena);
    return result;
}

/* "hyph_en_US.hyb" for "/usr/share/hyphen/hyph_en_US.dic", in the folder of compiled forms. One
 * that is not there or cannot be read is none. */
static void map_compiled(const struct hyphens *hyphens, const char *path,
                         struct pattern_source *source)
{
    if (!hyphens->dossier->compiled_hyphens)
        return;
    const char *slash = strrchr(path, '/');
    struct buf name = BUF_INIT;
    buf_add_string(&name, slash ? slash + 1 : path);
    char *dot = strrchr(name.bytes, '.');
    if (dot)
        name.length = (size_t)(dot - name.bytes);
    buf_add_string(&name, ".hyb");
    source->compiled =
        file_map(hyphens->dossier->compiled_hyphens, name.bytes, &source->compiled_length);
    buf_release(&name);
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
    if (source->read)
        return source->patterns;
    source->read = true;
    struct buf bytes = BUF_INIT;
    enum file_result result = read_file(file->path, &bytes, hyphens->err);
    if (result == FILE_OK) {
        map_compiled(hyphens, file->path, source);
        source->patterns = patterns_new(&bytes, source->compiled, source->compiled_length);
    }
    if (!source->patterns)
        report_file(hyphens, file, result);
    buf_release(&bytes);
    return source->patterns;
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

/* By the patterns. */
static bool look_up(const struct language *language, const char *text, const struct word *word,
                    bool *before)
{
    uint32_t letters[PATTERNS_WORD_MAX];
    if (!decode(text, word, language->capitals, letters))
        return false;
    bool marks[PATTERNS_WORD_MAX] = {false};
    if (!patterns_find(language->patterns, letters, word->count, marks))
        return false;
    size_t at = word->start;
    for (size_t i = 0, size; i < word->count; i++, at += size) {
        utf8_decode(text + at, word->end - at, &size);
        before[at] = marks[i];
    }
    return true;
}

/* Where a word is remembered, by FNV-1a. */
static struct remembered *find_slot(struct hyphens *hyphens, const char *text, size_t length)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 16777619u;
    return &hyphens->memory[(hash ^ hash >> 15) & (MEMORY_SLOTS - 1)];
}

static void remember(struct remembered *slot, const struct language *language, const char *text,
                     size_t length, const bool *before)
{
    slot->language = language;
    slot->length = length;
    memcpy(slot->text, text, length);
    slot->places = 0;
    for (size_t i = 0; i < length; i++)
        slot->places |= (uint64_t)before[i] << i;
}

static bool recall(const struct remembered *slot, bool *before)
{
    for (size_t i = 0; slot->places && i < slot->length; i++)
        before[i] = slot->places >> i & 1;
    return slot->places;
}

bool hyphens_find(struct hyphens *hyphens, const char *lang, struct place place, const char *text,
                  size_t length, bool *before)
{
    struct word word;
    if (length < WORD_MIN || !find_word(text, length, &word))
        return false;
    const struct language *language = find_language(hyphens, lang, place);
    if (!language->patterns)
        return false;
    if (length > MEMORY_WORD_MAX)
        return look_up(language, text, &word, before);
    struct remembered *slot = find_slot(hyphens, text, length);
    if (slot->language == language && slot->length == length && !memcmp(slot->text, text, length))
        return recall(slot, before);
    bool found = look_up(language, text, &word, before);
    remember(slot, language, text, length, before);
    return found;
}

bool hyphens_compile(const char *file, const char *compiled, struct error *err)
{
    struct buf bytes = BUF_INIT, out = BUF_INIT;
    bool ok = read_file(file, &bytes, err) == FILE_OK;
    struct patterns *patterns = ok ? patterns_new(&bytes, NULL, 0) : NULL;
    if (!patterns && !err->code)
        ok = error_set(err, EXIT_CODE_USAGE,
                       "%s is no file of hyphenation patterns; name one such as "
                       "/usr/share/hyphen/hyph_en_US.dic",
                       file);
    if (patterns)
        patterns_compile(patterns, &bytes, &out);
    ok = ok && file_replace(compiled, out.bytes, out.length, err);
    patterns_free(patterns);
    buf_release(&bytes);
    buf_release(&out);
    return ok;
}
