/* SPDX-License-Identifier: ISC */
/* `rebuild`: makes the dossier in a bundle again and compares. */
#include "rebuild.h"

#include "base/file.h"
#include "model/dossier.h"
#include "unbundle.h"
#include "wire/handed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define ZIP "build/dossier.zip"
#define OPTIONS "Build-Options"
#define LIBRARIES "Software-Libraries"
#define SHOWN 20

/* ------------------------------------------------------------------ What is made anew */

/* The value of an element of bag-info.txt, in the arena; "" where there is none. */
static const char *element(const struct buf *info, const char *label, struct arena *arena)
{
    size_t length = strlen(label);
    for (const char *line = info->bytes; line && *line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (!strncmp(line, label, length) && line[length] == ':') {
            line += length + 1 + strspn(line + length + 1, " \t");
            return arena_copy(arena, line, strcspn(line, "\r\n"));
        }
    }
    return "";
}

static bool has_word(const char *words, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = words; *at; at += strcspn(at, " "), at += strspn(at, " ")) {
        if (strcspn(at, " ") == length && !strncmp(at, word, length))
            return true;
    }
    return false;
}

static bool check_folder(const char *folder, struct arena *arena, struct error *err)
{
    struct stat status;
    struct file_list list = {0};
    if (lstat(folder, &status) != 0)
        return true;
    if (!S_ISDIR(status.st_mode) || (file_list(folder, arena, &list, err) && list.count))
        return error_set(err, EXIT_CODE_USAGE,
                         "%s is there and not an empty folder; name a new one with -o", folder);
    return !err->code;
}

/* Takes the inputs into the folder, whole or not at all. */
static bool take_inputs(const struct options *options, const char *checker,
                        struct unbundled *bundle, struct error *err)
{
    static const char *const names[] = {HANDED_FOLDERS};
    struct output *output = output_new(options->output, err);
    bool ok = output && unbundle(checker, options->files[0], output, bundle, err);
    if (ok && bundle->code == EXIT_CODE_DONE && !bundle->has_letter)
        ok = error_set(err, EXIT_CODE_INPUT,
                       "%s holds no dossier: data/sources/letter.md is not there; name a bundle"
                       " that dossier made",
                       options->files[0]);
    ok = ok && (bundle->code != EXIT_CODE_DONE ||
                output_publish(output, names, sizeof names / sizeof *names, err));
    output_free(output);
    return ok;
}

/* ------------------------------------------------------------------ How the two differ */

/* Lines of a manifest: digest, two spaces, path. By path. */
struct lines {
    const char **items;
    size_t count, capacity;
};

#define DIGEST_DIGITS 64
static const char *path_of(const char *line)
{
    return line + DIGEST_DIGITS + 2;
}

static int by_path(const void *left, const void *right)
{
    return strcmp(path_of(*(const char *const *)left), path_of(*(const char *const *)right));
}

/* check-bundle has found them well formed. */
static void add_lines(struct lines *lines, const struct buf *manifest, struct arena *arena)
{
    const char *line = manifest->bytes;
    for (size_t length; *line; line += length + strspn(line + length, "\r\n")) {
        length = strcspn(line, "\r\n");
        if (length <= DIGEST_DIGITS + 2)
            continue;
        lines->items =
            memory_grow(lines->items, lines->count, &lines->capacity, sizeof *lines->items);
        lines->items[lines->count++] = arena_copy(arena, line, length);
    }
}

static void tell(size_t *told, const char *what, const char *path)
{
    if (++*told <= SHOWN)
        printf("  %s: %s\n", what, path);
}

/* How many files differ; the first of them are named. */
static size_t compare_files(const struct unbundled *old, const struct unbundled *made,
                            struct arena *arena)
{
    struct lines ours = {0};
    struct lines theirs = {0};
    size_t told = 0;
    size_t k = 0;
    add_lines(&theirs, &old->manifest, arena);
    add_lines(&theirs, &old->tags, arena);
    add_lines(&ours, &made->manifest, arena);
    add_lines(&ours, &made->tags, arena);
    if (theirs.count)
        qsort(theirs.items, theirs.count, sizeof *theirs.items, by_path);
    if (ours.count)
        qsort(ours.items, ours.count, sizeof *ours.items, by_path);
    for (size_t i = 0; i < theirs.count || k < ours.count;) {
        int order = i == theirs.count ? 1
                    : k == ours.count ? -1
                                      : by_path(&theirs.items[i], &ours.items[k]);
        if (order < 0)
            tell(&told, "not made again", path_of(theirs.items[i]));
        else if (order > 0)
            tell(&told, "not in the bundle", path_of(ours.items[k]));
        else if (strncmp(theirs.items[i], ours.items[k], DIGEST_DIGITS) != 0)
            tell(&told, "other bytes", path_of(ours.items[k]));
        i += order <= 0;
        k += order >= 0;
    }
    if (told > SHOWN)
        printf("  and %zu more\n", told - SHOWN);
    free(ours.items);
    free(theirs.items);
    return told;
}

/* Whether "name version" stands in the list, with ", " between. */
static bool lists(const char *list, const char *item, size_t length)
{
    for (const char *at = list; *at; at += strcspn(at, ","), at += strspn(at, ", ")) {
        if (strcspn(at, ",") == length && !strncmp(at, item, length))
            return true;
    }
    return false;
}

static bool tell_libraries(const char *from, const char *other, const char *whose)
{
    bool told = false;
    for (const char *at = from; *at; at += strcspn(at, ","), at += strspn(at, ", ")) {
        size_t length = strcspn(at, ",");
        if (lists(other, at, length))
            continue;
        printf("  %s %.*s\n", whose, (int)length, at);
        told = true;
    }
    return told;
}

/* What the two say of the programs that made them. */
static void tell_why(const struct unbundled *old, const struct unbundled *made, struct arena *arena)
{
    static const char *const labels[] = {"Bag-Software-Agent", OPTIONS};
    bool told = false;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        const char *before = element(&old->info, labels[i], arena);
        const char *now = element(&made->info, labels[i], arena);
        if (!strcmp(before, now))
            continue;
        printf("  the bundle: %s: %s\n  now: %s: %s\n", labels[i], before, labels[i], now);
        told = true;
    }
    const char *before = element(&old->info, LIBRARIES, arena);
    const char *now = element(&made->info, LIBRARIES, arena);
    told = tell_libraries(before, now, "the bundle:") || told;
    told = tell_libraries(now, before, "now:") || told;
    if (!told)
        puts("  program and libraries are those of the bundle: it may be the font files,"
             " hyphenation patterns or data of poppler on this machine, which have versions of"
             " their own");
}

/* False where they differ, or, with *err, where the machine failed. */
static bool are_same_bytes(const char *one, const char *other, struct error *err)
{
    struct stat status;
    struct digest digests[2];
    uint64_t sizes[2];
    const char *paths[2] = {one, other};
    bool same = stat(one, &status) == 0 && S_ISREG(status.st_mode);
    for (size_t i = 0; i < 2 && same; i++) {
        enum file_result result = file_digest_at(paths[i], &sizes[i], &digests[i], err);
        same = result == FILE_OK;
        if (!same && result != FILE_FAILED)
            error_set(err, EXIT_CODE_MACHINE, "cannot read %s again", paths[i]);
    }
    return same && !memcmp(&digests[0], &digests[1], sizeof digests[0]);
}

static bool compare(const struct options *options, const char *checker,
                    const struct unbundled *bundle, int *code, struct error *err)
{
    struct arena arena = ARENA_INIT;
    struct unbundled made;
    unbundled_init(&made);
    const char *zip = file_join(&arena, options->output, ZIP);
    const char *path = options->files[0];
    if (are_same_bytes(path, zip, err)) {
        printf("%s: the same, byte for byte, as %s\n", zip, path);
    } else if (!err->code && unbundle(checker, zip, NULL, &made, err)) {
        printf("%s: compared with %s\n", zip, path);
        *code = made.code;
        if (!made.code && !compare_files(bundle, &made, &arena)) {
            puts("  the same files, byte for byte; only what is around them is another");
        } else if (!made.code) {
            *code = EXIT_CODE_INPUT;
            tell_why(bundle, &made, &arena);
        }
    }
    unbundled_release(&made);
    arena_release(&arena);
    return !err->code;
}

bool rebuild(const struct options *options, const char *checker,
             bool (*build)(const struct options *options, struct report *report, struct error *err),
             struct report *report, int *code, struct error *err)
{
    struct arena arena = ARENA_INIT;
    struct unbundled bundle;
    struct options building = {.command = COMMAND_BUILD,
                               .folder = options->output,
                               .arguments = options->arguments,
                               .workers = options->workers,
                               .quiet = options->quiet};
    unbundled_init(&bundle);
    bool ok =
        check_folder(options->output, &arena, err) && take_inputs(options, checker, &bundle, err);
    *code = bundle.code;
    if (ok && !bundle.code) {
        const char *words = element(&bundle.info, OPTIONS, &arena);
        building.keep_going = has_word(words, "--keep-going");
        building.with_source = has_word(words, "--with-source");
        ok = build(&building, report, err);
        if (ok && report->errors)
            fprintf(stderr, "dossier: the bundle was made by %s, and this is dossier %s\n",
                    element(&bundle.info, "Bag-Software-Agent", &arena), DOSSIER_VERSION);
        else if (ok)
            ok = compare(options, checker, &bundle, code, err);
    }
    unbundled_release(&bundle);
    arena_release(&arena);
    return ok;
}
