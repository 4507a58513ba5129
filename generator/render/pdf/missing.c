/* SPDX-License-Identifier: ISC */
/* Characters that no face has: where they stand, and what would help. */
#include "render/pdf/missing.h"

#include "base/utf8.h"
#include "render/pdf/scripts.h"

#include <string.h>

struct file {
    const char *path;
    const char *bytes;
};

enum { LETTER, METADATA, MANIFEST, STYLE, SETTINGS, FILE_COUNT };

static struct file settings_file(const struct dossier *dossier, const char *name)
{
    const struct template_file *file = templates_find(&dossier->templates, name);
    return file ? (struct file){file->path, file->bytes} : (struct file){0};
}

static void list_files(const struct dossier *dossier, struct file files[FILE_COUNT])
{
    struct buf style = BUF_INIT;
    buf_add_format(&style, "styles/%s.yaml",
                   dossier->templates.settings.style ? dossier->templates.settings.style : "none");
    files[LETTER] = (struct file){"sources/letter.md", dossier->letter.source};
    files[METADATA] = (struct file){"sources/metadata.yaml", dossier->metadata_source};
    files[MANIFEST] = (struct file){"attachments/manifest.yaml", dossier->manifest_source};
    files[STYLE] = settings_file(dossier, style.bytes);
    files[SETTINGS] = settings_file(dossier, SETTINGS_NAME);
    buf_release(&style);
}

static void step(struct missing *at, const char *text)
{
    char c = text[at->offset++];
    if (c == '\n' || (c == '\r' && text[at->offset] != '\n')) {
        at->line++;
        at->column = 1;
    }
    while (((unsigned char)text[at->offset] & 0xC0) == 0x80)
        at->offset++;
    if (c != '\n' && c != '\r')
        at->column++;
}

/* Negative where a node begins behind a place, positive where before. */
static int compare(const struct missing *at, const struct node *node)
{
    if (at->line != node->line)
        return at->line < node->line ? -1 : 1;
    return at->column < node->column ? -1 : at->column > node->column;
}

/* Goes to where a node of the letter begins. */
static void go_to(struct missing *at, const char *text, const struct node *node)
{
    if (!at->line || !node || compare(at, node) > 0)
        *at = (struct missing){0, 1, 1};
    while (node && text[at->offset] && compare(at, node) < 0)
        step(at, text);
}

/* From `at` on; a node's text ends with its line. */
static struct place find(struct missing at, const struct file *file, const struct node *node,
                         const char *sign)
{
    const char *from = file->bytes + at.offset;
    const char *found = strstr(from, sign);
    bool one_line = node && node->kind == NODE_TEXT;
    if (!found || (one_line && found >= from + strcspn(from, "\r\n")))
        return (struct place){file->path, 0, 0};
    while (file->bytes + at.offset < found)
        step(&at, file->bytes);
    return (struct place){file->path, at.line, at.column};
}

static struct place find_place(struct missing *missing, const struct dossier *dossier,
                               const char *path, const struct node *node, const char *sign)
{
    struct file files[FILE_COUNT];
    list_files(dossier, files);
    struct place place = {path, 0, 0};
    if (!strcmp(path, files[LETTER].path) && files[LETTER].bytes) {
        go_to(missing, files[LETTER].bytes, node);
        place = find(*missing, &files[LETTER], node, sign);
    }
    /* First in its own file. */
    for (size_t turn = 0; turn < 2; turn++) {
        for (size_t i = METADATA; i < FILE_COUNT && !place.line; i++) {
            bool own = files[i].bytes && !strcmp(path, files[i].path);
            if (files[i].bytes && own == (turn == 0))
                place = find((struct missing){0, 1, 1}, &files[i], NULL, sign);
        }
    }
    if (place.line)
        return place;
    return node ? (struct place){path, node->line, node->column} : (struct place){path, 0, 0};
}

void missing_report(struct missing *missing, const struct dossier *dossier, const char *path,
                    const struct node *node, uint32_t character, struct report *report)
{
    struct buf sign = BUF_INIT;
    utf8_append(&sign, character);
    struct place place = find_place(missing, dossier, path, node, sign.bytes);
    const char *package = scripts_package(character);
    if (package)
        report_error(report, place,
                     "no face has the character U+%04X (%s); install the package %s, and see that "
                     "faces.others in templates/pdf.yaml names its font file",
                     (unsigned)character, sign.bytes, package);
    else
        report_error(report, place,
                     "no face has the character U+%04X (%s); name a font file that has it under "
                     "faces.others in templates/pdf.yaml",
                     (unsigned)character, sign.bytes);
    buf_release(&sign);
}
