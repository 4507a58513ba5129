/* SPDX-License-Identifier: ISC */
/* What templates/ holds: the files of the site's pages, and the settings of the PDF. */
#include "model/settings.h"

#include <string.h>

const struct setting settings_table[] = {
    {"language", SETTING_LANGUAGE, offsetof(struct settings, language),
     "The language of the words below"},
};
const size_t settings_count = sizeof settings_table / sizeof *settings_table;

const struct template_file *templates_find(const struct templates *templates, const char *name)
{
    size_t low = 0, high = templates->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(name, templates->files[middle].name);
        if (!order)
            return &templates->files[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}
