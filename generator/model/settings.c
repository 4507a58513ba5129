/* SPDX-License-Identifier: ISC */
/* What templates/ holds: the files of the site's pages, and the settings of the PDF. */
#include "model/settings.h"

#include <string.h>

const struct setting settings_table[] = {
    {"language", SETTING_LANGUAGE, offsetof(struct settings, language),
     "The language of the words below"},
};
const size_t settings_count = sizeof settings_table / sizeof *settings_table;

const char *setting_type_words(enum setting_type type)
{
    switch (type) {
    case SETTING_LENGTH:
        return "a length such as 11 pt, 25 mm, 2.5 cm or 1 in";
    case SETTING_COLOUR:
        return "a colour such as \"#7a1f1f\"";
    case SETTING_FILES:
        return "a list of names of font files";
    case SETTING_FOLDERS:
        return "a list of absolute paths of folders";
    case SETTING_TEXT:
        return "a text of one line";
    case SETTING_LANGUAGE:
        return "a language tag such as en";
    case SETTING_PAPER:
        return "A4, Letter or Legal";
    case SETTING_YES_NO:
        return "true or false";
    }
    return "";
}

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
