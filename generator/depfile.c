/* SPDX-License-Identifier: ISC */
/* What was read, as a dependency file for make. */
#include "depfile.h"

#include "base/file.h"
#include "sums.h"

#include <string.h>

/* A path as a prerequisite in a makefile. */
static void add_make_path(struct buf *rule, const char *path)
{
    for (; *path; path++) {
        if (*path == '$')
            buf_add_char(rule, '$');
        else if (strchr(" #\\:%", *path))
            buf_add_char(rule, '\\');
        buf_add_char(rule, *path);
    }
}

bool depfile_write(const struct dossier *dossier, const char *folder, const char *file,
                   struct error *err)
{
    static const char *const targets[] = {"site/index.html", "dossier.pdf", "dossier.zip",
                                          SUMS_OUTPUT};
    struct buf rule = BUF_INIT;
    for (size_t i = 0; i < 4; i++) {
        add_make_path(&rule, folder);
        buf_add_format(&rule, "/%s%s", targets[i], i < 3 ? " " : ":");
    }
    for (size_t i = 0; i < dossier->input_count; i++) {
        buf_add_string(&rule, " \\\n  ");
        add_make_path(&rule, dossier->inputs[i]);
    }
    buf_add_string(&rule, "\n");
    /* An input taken away is no longer asked for. */
    for (size_t i = 0; i < dossier->input_count; i++) {
        add_make_path(&rule, dossier->inputs[i]);
        buf_add_string(&rule, ":\n");
    }
    bool ok = file_replace(file, rule.bytes, rule.length, err);
    buf_release(&rule);
    return ok;
}
