/* SPDX-License-Identifier: ISC */
/* The values of templates/pdf.yaml, each by its type. */
#ifndef SOURCE_SETTINGS_VALUE_H
#define SOURCE_SETTINGS_VALUE_H

#include "base/error.h"
#include "base/memory.h"
#include "model/settings.h"
#include "source/yaml.h"

#include <stdbool.h>

struct settings_reader {
    struct templates *templates;
    struct arena *arena;
    struct report *report;
    bool style; /* the file of a style */
};

/* Reads one value into the settings; what is wrong with it is reported. */
void settings_value_read(const struct setting *setting, const struct yaml *yaml,
                         struct settings_reader *reader);

#endif
