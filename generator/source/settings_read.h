/* SPDX-License-Identifier: ISC */
/* templates/pdf.yaml, read by the table of settings. */
#ifndef SOURCE_SETTINGS_READ_H
#define SOURCE_SETTINGS_READ_H

#include "base/error.h"
#include "base/memory.h"
#include "model/settings.h"

#include <stddef.h>

/* Fills settings and places of *templates from the file of the settings, in the arena. What is
 * wrong or missing is reported. */
void settings_parse(const struct template_file *file, struct templates *templates,
                    struct arena *arena, struct report *report);

#endif
