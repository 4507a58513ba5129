/* SPDX-License-Identifier: ISC */
/* templates/pdf.yaml, read by the table of settings. */
#ifndef SOURCE_SETTINGS_READ_H
#define SOURCE_SETTINGS_READ_H

#include "base/error.h"
#include "base/memory.h"
#include "model/settings.h"

#include <stdbool.h>
#include <stddef.h>

/* Fills settings and places of *templates from the file of the settings, in the arena. What is
 * wrong or missing is reported. */
void settings_parse(const struct template_file *file, struct templates *templates,
                    struct arena *arena, struct report *report);
/* The same for the file of a style, which names only what it changes, and no other style. */
void settings_parse_style(const struct template_file *file, struct templates *templates,
                          struct arena *arena, struct report *report);
/* Where the bytes of the settings' file name the style: the rest of the line after "style:",
 * without a comment. False where no line begins so. */
bool settings_find_style(const char *bytes, size_t length, size_t *start, size_t *end);

#endif
