/* SPDX-License-Identifier: ISC */
/* The font files that stand in for fonts that an enclosed PDF does not have in it. */
#include "pages/substitutes.h"

#include "base/digest.h"
#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define PIECE ((size_t)1 << 16)

static const char *find(const struct text_list *folders, const char *name, struct arena *arena)
{
    for (size_t i = 0; i < folders->count; i++) {
        struct stat status;
        const char *path = file_join(arena, folders->items[i], name);
        if (stat(path, &status) == 0 && S_ISREG(status.st_mode))
            return path;
    }
    return NULL;
}

void substitutes_find(const struct settings *settings, struct substitutes *substitutes,
                      struct arena *arena)
{
    const struct text_list *files = &settings->enclosed.faces;
    *substitutes = (struct substitutes){0};
    substitutes->paths = arena_new(arena, (files->count + 1) * sizeof(char *));
    for (size_t i = 0; i < files->count; i++) {
        const char *path = find(&settings->faces.folders, files->items[i], arena);
        if (path)
            substitutes->paths[substitutes->count++] = path;
        else if (!substitutes->missing)
            substitutes->missing = files->items[i];
    }
}

const char *substitutes_key(const struct substitutes *substitutes, struct arena *arena)
{
    struct digester *digester = digester_new_sha256();
    struct digest digest;
    struct buf hex = BUF_INIT;
    char *piece = memory_new(PIECE);
    for (size_t i = 0; i < substitutes->count; i++) {
        FILE *file = fopen(substitutes->paths[i], "rbe");
        size_t got;
        while (file && (got = fread(piece, 1, PIECE, file)) > 0)
            digester_add(digester, piece, got);
        if (file)
            (void)fclose(file); /* it is only read */
    }
    digester_finish(digester, &digest);
    digest_append_hex(&hex, digest.sha256, sizeof digest.sha256);
    const char *key = arena_string(arena, hex.bytes);
    digester_free(digester);
    buf_release(&hex);
    free(piece);
    return key;
}
