/* SPDX-License-Identifier: ISC */
/* templates/pdf.yaml, read by the table of settings. */
#ifndef SOURCE_SETTINGS_READ_H
#define SOURCE_SETTINGS_READ_H

#include "base/error.h"
#include "base/memory.h"
#include "model/settings.h"

#include <stddef.h>

#define SETTINGS_NAME "pdf.yaml"

/* Fills *settings from the bytes of the file, in the arena; `path` is how messages name it. What is
 * wrong or missing is reported. */
void settings_parse(const char *path, const char *bytes, size_t length, struct settings *settings,
                    struct arena *arena, struct report *report);

#endif
