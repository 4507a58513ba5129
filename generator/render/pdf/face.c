/* SPDX-License-Identifier: ISC */
/* Faces: font files opened once, and which of them has a character. */
#include "render/pdf/face.h"

#include "base/file.h"
#include "base/utf8.h"
#include "render/pdf/font_file.h"
#include "render/pdf/scripts.h"

#include <errno.h>
#include <hb-ot.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* After the styles, lists that serve all of them. */
enum { LIST_SYMBOLS = STYLE_COUNT, LIST_OTHERS, LIST_OTHERS_BOLD, LIST_COUNT };

/* Characters beyond a style's own faces come again and again. */
#define CHOICES 1024u

struct choice {
    uint32_t key; /* 1 + character and style; 0 for none */
    struct face *face;
};

struct face_list {
    struct face **faces;
    size_t count;
};

struct face_set {
    const struct templates *templates;
    const struct settings *settings;
    struct face *known; /* every file that the settings name, once */
    size_t known_count;
    struct face **opened; /* in the order of opening */
    size_t opened_count;
    struct face_list lists[LIST_COUNT];
    bool others_found;
    struct choice *choices; /* by hash; one is forgotten for another */
    const char *settings_path;
    struct report *report;
    struct arena arena;
};

static const struct {
    const char *key;
    size_t offset;
} list_settings[LIST_COUNT] = {
    [STYLE_REGULAR] = {"faces.regular", offsetof(struct settings, faces.regular)},
    [STYLE_ITALIC] = {"faces.italic", offsetof(struct settings, faces.italic)},
    [STYLE_BOLD] = {"faces.bold", offsetof(struct settings, faces.bold)},
    [STYLE_BOLD_ITALIC] = {"faces.bold-italic", offsetof(struct settings, faces.bold_italic)},
    [STYLE_MONO] = {"faces.mono", offsetof(struct settings, faces.mono)},
    [LIST_SYMBOLS] = {"faces.symbols", offsetof(struct settings, faces.symbols)},
    [LIST_OTHERS] = {"faces.others", offsetof(struct settings, faces.others)},
    [LIST_OTHERS_BOLD] = {"faces.others-bold", offsetof(struct settings, faces.others_bold)},
};

static const struct text_list *list_files(const struct settings *settings, size_t list)
{
    return (const void *)((const char *)settings + list_settings[list].offset);
}

/* A fifo, whose opening would wait for a writer, is no font file. */
static bool is_file(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode) && access(path, R_OK) == 0;
}

/* The path of a file in the first folder that has it, or NULL. */
static const char *find_file(struct face_set *set, const char *name)
{
    const struct text_list *folders = &set->settings->faces.folders;
    for (size_t i = 0; i < folders->count; i++) {
        const char *path = file_join(&set->arena, folders->items[i], name);
        if (is_file(path))
            return path;
    }
    return NULL;
}

/* "Name.ttc#2" to the file's name and the number. */
static const char *split_number(struct face_set *set, const char *name, unsigned *number)
{
    const char *sign = strrchr(name, '#');
    *number = 0;
    if (!sign || !sign[1] || sign[1 + strspn(sign + 1, "0123456789")] || strlen(sign) > 5)
        return name;
    *number = (unsigned)strtoul(sign + 1, NULL, 10);
    return arena_copy(&set->arena, name, (size_t)(sign - name));
}

static struct face *know(struct face_set *set, const char *path, unsigned number)
{
    for (size_t i = 0; i < set->known_count; i++) {
        if (!strcmp(set->known[i].path, path) && set->known[i].number == number)
            return &set->known[i];
    }
    struct face *face = &set->known[set->known_count++];
    face->path = path;
    face->number = number;
    return face;
}

static void find_list(struct face_set *set, size_t list)
{
    const struct text_list *files = list_files(set->settings, list);
    struct face_list *found = &set->lists[list];
    found->faces = arena_new(&set->arena, (files->count + 1) * sizeof(struct face *));
    for (size_t i = 0; i < files->count; i++) {
        unsigned number;
        const char *path = find_file(set, split_number(set, files->items[i], &number));
        if (path)
            found->faces[found->count++] = know(set, path, number);
        else if (list < LIST_OTHERS)
            report_error(set->report,
                         templates_setting_place(set->templates, list_settings[list].key),
                         "%s: %s is in none of faces.folders; install its package or name "
                         "another file",
                         list_settings[list].key, files->items[i]);
    }
    if (!found->count && list < STYLE_COUNT)
        found->faces[found->count++] = know(set, "", 0);
}

struct face_set *face_set_new(const struct templates *templates, struct report *report)
{
    const struct template_file *file = templates_find(templates, SETTINGS_NAME);
    struct face_set *set = memory_new(sizeof *set);
    set->templates = templates;
    set->settings = &templates->settings;
    set->report = report;
    set->settings_path = file ? file->path : "templates/pdf.yaml";
    size_t most = STYLE_COUNT;
    for (size_t list = 0; list < LIST_COUNT; list++)
        most += list_files(set->settings, list)->count;
    set->known = arena_new(&set->arena, most * sizeof *set->known);
    set->opened = arena_new(&set->arena, most * sizeof *set->opened);
    for (size_t list = 0; list < LIST_OTHERS; list++)
        find_list(set, list);
    return set;
}

void face_set_free(struct face_set *set)
{
    if (!set)
        return;
    for (size_t i = 0; i < set->opened_count; i++) {
        hb_font_destroy(set->opened[i]->font);
        hb_face_destroy(set->opened[i]->face);
    }
    arena_release(&set->arena);
    free(set);
}

static int32_t metric(hb_font_t *font, hb_ot_metrics_tag_t tag)
{
    hb_position_t value = 0;
    hb_ot_metrics_get_position_with_fallback(font, tag, &value);
    return value;
}

unsigned face_read(const struct face *face, hb_tag_t table, unsigned offset)
{
    hb_blob_t *blob = hb_face_reference_table(face->face, table);
    unsigned length;
    const unsigned char *bytes = (const unsigned char *)hb_blob_get_data(blob, &length);
    unsigned value = length >= offset + 2 ? (unsigned)(bytes[offset] << 8 | bytes[offset + 1]) : 0;
    hb_blob_destroy(blob);
    return value;
}

bool face_has_table(const struct face *face, hb_tag_t table)
{
    hb_blob_t *blob = hb_face_reference_table(face->face, table);
    bool has = hb_blob_get_length(blob) > 0;
    hb_blob_destroy(blob);
    return has;
}

/* Of the tables OS/2 (usWeightClass, fsSelection), head (macStyle) and post (isFixedPitch).
 * HarfBuzz would say the same as floating-point numbers. */
static void describe_style(struct face *face)
{
    const hb_tag_t os2 = HB_TAG('O', 'S', '/', '2'), head = HB_TAG('h', 'e', 'a', 'd');
    const hb_tag_t post = HB_TAG('p', 'o', 's', 't');
    unsigned mac_style = face_read(face, head, 44);
    face->bold = face_has_table(face, os2) ? face_read(face, os2, 4) >= 600 : mac_style & 1;
    face->italic = (face_read(face, os2, 62) & 1) || (mac_style & 2);
    face->mono = face_read(face, post, 12) || face_read(face, post, 14);
}

bool face_has(const struct face *face, uint32_t character)
{
    hb_codepoint_t glyph;
    return hb_font_get_nominal_glyph(face->font, character, &glyph);
}

static void describe(struct face *face)
{
    face->units = (int32_t)hb_face_get_upem(face->face);
    face->ascent = metric(face->font, HB_OT_METRICS_TAG_HORIZONTAL_ASCENDER);
    face->descent = metric(face->font, HB_OT_METRICS_TAG_HORIZONTAL_DESCENDER);
    face->cap_height = metric(face->font, HB_OT_METRICS_TAG_CAP_HEIGHT);
    face->cff = face_has_table(face, HB_TAG('C', 'F', 'F', ' '));
    describe_style(face);
    face->has_ascii = true;
    for (uint32_t character = ' '; character <= '~' && face->has_ascii; character++)
        face->has_ascii = face_has(face, character);
}

/* One with a fault is as good as empty. */
static hb_blob_t *read_file(struct face_set *set, const struct face *face)
{
    errno = 0;
    hb_blob_t *blob = hb_blob_create_from_file(face->path);
    unsigned length;
    const char *bytes = hb_blob_get_data(blob, &length);
    if (!length && errno == ENOMEM)
        memory_fail();
    const char *fault = *face->path ? font_file_fault(bytes, length, face->number) : NULL;
    if (!fault)
        return blob;
    report_error(set->report, (struct place){face->path, 0, 0},
                 "the file %s; name a TrueType or OpenType file under faces in %s", fault,
                 set->settings_path);
    hb_blob_destroy(blob);
    return hb_blob_get_empty();
}

static void open_face(struct face_set *set, struct face *face)
{
    hb_blob_t *blob = read_file(set, face);
    face->face = hb_face_create(blob, face->number);
    hb_blob_destroy(blob);
    face->font = hb_font_create(face->face);
    describe(face);
    face->index = set->opened_count;
    set->opened[set->opened_count++] = face;
}

static struct face *opened(struct face_set *set, struct face *face)
{
    if (!face->face)
        open_face(set, face);
    return face;
}

struct face *face_set_first(struct face_set *set, enum style style)
{
    return opened(set, set->lists[style].faces[0]);
}

static struct face *choose_of(struct face_set *set, size_t list, uint32_t character)
{
    for (size_t i = 0; i < set->lists[list].count; i++) {
        struct face *face = opened(set, set->lists[list].faces[i]);
        if (face_has(face, character))
            return face;
    }
    return NULL;
}

/* The lists that serve all styles. */
static struct face *choose_other(struct face_set *set, enum style style, uint32_t character)
{
    struct face *face = NULL;
    if (scripts_is_symbol(character))
        face = choose_of(set, LIST_SYMBOLS, character);
    if (face)
        return face;
    if (!set->others_found) {
        set->others_found = true;
        find_list(set, LIST_OTHERS);
        find_list(set, LIST_OTHERS_BOLD);
    }
    if (style == STYLE_BOLD || style == STYLE_BOLD_ITALIC)
        face = choose_of(set, LIST_OTHERS_BOLD, character);
    return face ? face : choose_of(set, LIST_OTHERS, character);
}

static struct face *choose(struct face_set *set, enum style style, uint32_t character)
{
    struct face *face = choose_of(set, style, character);
    if (!face && style != STYLE_REGULAR)
        face = choose_of(set, STYLE_REGULAR, character);
    return face ? face : choose_other(set, style, character);
}

struct face *face_set_choose(struct face_set *set, enum style style, uint32_t character,
                             bool *found)
{
    struct face *face = face_set_first(set, style);
    *found = true;
    if (face_has(face, character))
        return face;
    if (!set->choices)
        set->choices = arena_new(&set->arena, CHOICES * sizeof *set->choices);
    uint32_t key = 1 + character * STYLE_COUNT + style;
    struct choice *choice = &set->choices[key % CHOICES];
    if (choice->key != key) {
        choice->key = key;
        choice->face = choose(set, style, character);
    }
    *found = choice->face != NULL;
    return *found ? choice->face : face;
}

static bool has_all(const struct face *face, const char *text, size_t length)
{
    bool has = true;
    for (size_t at = 0, size; at < length && has; at += size)
        has = face_has(face, utf8_decode(text + at, length - at, &size));
    return has;
}

struct face *face_set_choose_for(struct face_set *set, enum style style, const char *text)
{
    size_t length = strlen(text);
    for (size_t at = 0, size; at < length; at += size) {
        bool found;
        uint32_t character = utf8_decode(text + at, length - at, &size);
        struct face *face = face_set_choose(set, style, character, &found);
        if (found && has_all(face, text, length))
            return face;
    }
    return face_set_first(set, style);
}

size_t face_set_count(const struct face_set *set)
{
    return set->opened_count;
}

struct face *face_set_at(const struct face_set *set, size_t index)
{
    return set->opened[index];
}
