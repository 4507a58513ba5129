/* SPDX-License-Identifier: ISC */
/* What check-bundle hands over. */
#include "wire/handed.h"

#include <stddef.h>
#include <string.h>

bool handed_is_input(const char *path)
{
    static const char *const folders[] = {HANDED_FOLDERS};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        size_t length = strlen(folders[i]);
        if (!strncmp(path, folders[i], length) && path[length] == '/')
            return true;
    }
    return false;
}
