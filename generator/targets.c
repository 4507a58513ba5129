/* SPDX-License-Identifier: ISC */
/* Whether the outputs may go where they are to go. */
#include "targets.h"

#include "base/file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The real path of what is, or will be, at `path`: that of the nearest folder above it that is
 * there, and the rest. */
static char *real_path(const char *path)
{
    struct buf above = BUF_INIT;
    buf_add_string(&above, path);
    while (above.length > 1 && above.bytes[above.length - 1] == '/')
        above.bytes[--above.length] = '\0';
    size_t length = above.length;
    char *real = realpath(above.bytes, NULL);
    while (!real && length) {
        while (length && above.bytes[length - 1] != '/')
            length--;
        while (length > 1 && above.bytes[length - 1] == '/')
            length--;
        above.bytes[length] = '\0';
        real = realpath(length ? above.bytes : ".", NULL);
    }
    struct buf whole = BUF_INIT;
    const char *rest = path + length + strspn(path + length, "/");
    buf_add_string(&whole, real ? real : "");
    if (*rest && (!whole.length || whole.bytes[whole.length - 1] != '/'))
        buf_add_char(&whole, '/');
    buf_add_string(&whole, rest);
    while (whole.length > 1 && whole.bytes[whole.length - 1] == '/')
        whole.bytes[--whole.length] = '\0';
    free(real);
    buf_release(&above);
    return buf_detach(&whole);
}

/* Whether `path` is, or will be, `input` or below it. */
static bool is_within(const char *path, const char *input)
{
    char *real = real_path(path);
    char *real_input = real_path(input);
    size_t length = strlen(real_input);
    bool within = !strncmp(real, real_input, length) && (!real[length] || real[length] == '/');
    free(real);
    free(real_input);
    return within;
}

bool targets_check(const struct options *options, const char *output, const char *templates,
                   struct arena *arena, struct error *err)
{
    static const char *const names[] = {"sources", "attachments", "templates", "program"};
    const size_t own = options->with_source ? 4 : 3;
    for (size_t i = 0; i <= own; i++) {
        const char *input = i < own ? file_join(arena, options->folder, names[i]) : templates;
        const char *name = i < own ? names[i] : templates;
        if (input && is_within(output, input))
            return error_set(
                err, EXIT_CODE_USAGE,
                "the output folder %s is in %s, an input folder; choose another with -o", output,
                name);
        if (input && options->depfile && is_within(options->depfile, input))
            return error_set(
                err, EXIT_CODE_USAGE,
                "the dependency file %s is in %s, an input folder; choose another place for it",
                options->depfile, name);
    }
    return true;
}

bool targets_check_site(const struct options *options, const char *output, struct arena *arena,
                        struct error *err)
{
    const char *site = file_join(arena, output, TARGETS_SITE);
    struct file_list files;
    struct stat status;
    if (options->only == ONLY_PDF || options->only == ONLY_BUNDLE || stat(site, &status) != 0 ||
        !S_ISDIR(status.st_mode))
        return true;
    if (!file_list(site, arena, &files, err))
        return false;
    if (!files.count || stat(file_join(arena, site, "dossier.json"), &status) == 0)
        return true;
    return error_set(
        err, EXIT_CODE_USAGE,
        "%s was not made by this program and would be replaced; choose another folder with -o",
        site);
}

/* "letter-part-12.pdf" */
static bool is_part(const char *name)
{
    const char *at = strrchr(name, '-');
    if (!at || at - name < 5 || strncmp(at - 5, "-part", 5) != 0)
        return false;
    size_t digits = strspn(at + 1, "0123456789");
    return digits && !strcmp(at + 1 + digits, ".pdf");
}

bool targets_find_parts(const char *output, struct arena *arena, bool *there, struct error *err)
{
    const char *parts = file_join(arena, output, TARGETS_PARTS);
    struct file_list files;
    struct stat status;
    *there = lstat(parts, &status) == 0 && S_ISDIR(status.st_mode);
    if (*there && !file_list(parts, arena, &files, err))
        return false;
    for (size_t i = 0; *there && i < files.count; i++)
        *there = is_part(files.names[i]);
    return true;
}

bool targets_check_parts(const struct options *options, const char *output, struct arena *arena,
                         struct error *err)
{
    const char *parts = file_join(arena, output, TARGETS_PARTS);
    struct stat status;
    bool ours;
    if (!options->split || stat(parts, &status) != 0)
        return true;
    if (!targets_find_parts(output, arena, &ours, err))
        return false;
    return ours || error_set(err, EXIT_CODE_USAGE,
                             "%s was not made by this program and would be replaced; choose another"
                             " folder with -o",
                             parts);
}
