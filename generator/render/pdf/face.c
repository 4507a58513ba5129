/* SPDX-License-Identifier: ISC */
/* Faces: font files opened once, and which of them has a character. */
#include "render/pdf/face.h"

#include "base/file.h"

#include <errno.h>
#include <hb-ot.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct face_set {
    struct face *known; /* every file that the settings name, once */
    size_t known_count;
    struct face **opened; /* in the order of opening */
    size_t opened_count;
    struct {
        struct face **faces;
        size_t count;
    } styles[STYLE_COUNT];
    const char *settings_path;
    struct report *report;
    struct arena arena;
};

static const struct {
    const char *key;
    size_t offset;
} style_settings[STYLE_COUNT] = {
    [STYLE_REGULAR] = {"faces.regular", offsetof(struct settings, faces.regular)},
    [STYLE_ITALIC] = {"faces.italic", offsetof(struct settings, faces.italic)},
    [STYLE_BOLD] = {"faces.bold", offsetof(struct settings, faces.bold)},
    [STYLE_BOLD_ITALIC] = {"faces.bold-italic", offsetof(struct settings, faces.bold_italic)},
    [STYLE_MONO] = {"faces.mono", offsetof(struct settings, faces.mono)},
};

static const struct text_list *style_files(const struct settings *settings, size_t style)
{
    return (const void *)((const char *)settings + style_settings[style].offset);
}

/* The path of a file in the first folder that has it, or NULL. */
static const char *find_file(struct face_set *set, const struct text_list *folders,
                             const char *name)
{
    for (size_t i = 0; i < folders->count; i++) {
        const char *path = file_join(&set->arena, folders->items[i], name);
        if (access(path, R_OK) == 0)
            return path;
    }
    return NULL;
}

static struct face *know(struct face_set *set, const char *path)
{
    for (size_t i = 0; i < set->known_count; i++) {
        if (!strcmp(set->known[i].path, path))
            return &set->known[i];
    }
    struct face *face = &set->known[set->known_count++];
    face->path = path;
    return face;
}

static void find_style(struct face_set *set, const struct templates *templates, size_t style)
{
    const struct settings *settings = &templates->settings;
    const struct text_list *files = style_files(settings, style);
    set->styles[style].faces = arena_new(&set->arena, (files->count + 1) * sizeof(struct face *));
    for (size_t i = 0; i < files->count; i++) {
        const char *path = find_file(set, &settings->faces.folders, files->items[i]);
        if (path)
            set->styles[style].faces[set->styles[style].count++] = know(set, path);
        else
            report_error(set->report, templates_setting_place(templates, style_settings[style].key),
                         "%s: %s is in none of faces.folders; install its package or name "
                         "another file",
                         style_settings[style].key, files->items[i]);
    }
    if (!set->styles[style].count)
        set->styles[style].faces[set->styles[style].count++] = know(set, "");
}

struct face_set *face_set_new(const struct templates *templates, struct report *report)
{
    const struct settings *settings = &templates->settings;
    const struct template_file *file = templates_find(templates, SETTINGS_NAME);
    struct face_set *set = memory_new(sizeof *set);
    set->report = report;
    set->settings_path = file ? file->path : "templates/pdf.yaml";
    size_t most = STYLE_COUNT;
    for (size_t style = 0; style < STYLE_COUNT; style++)
        most += style_files(settings, style)->count;
    set->known = arena_new(&set->arena, most * sizeof *set->known);
    set->opened = arena_new(&set->arena, most * sizeof *set->opened);
    for (size_t style = 0; style < STYLE_COUNT; style++)
        find_style(set, templates, style);
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

static bool has_table(hb_face_t *face, hb_tag_t tag)
{
    hb_blob_t *blob = hb_face_reference_table(face, tag);
    bool has = hb_blob_get_length(blob) > 0;
    hb_blob_destroy(blob);
    return has;
}

/* isFixedPitch of the table post, at byte 12. */
static bool is_fixed_pitch(hb_face_t *face)
{
    hb_blob_t *blob = hb_face_reference_table(face, HB_TAG('p', 'o', 's', 't'));
    unsigned length;
    const char *bytes = hb_blob_get_data(blob, &length);
    bool fixed = length >= 16 && (bytes[12] || bytes[13] || bytes[14] || bytes[15]);
    hb_blob_destroy(blob);
    return fixed;
}

static bool has(const struct face *face, uint32_t character)
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
    face->cff = has_table(face->face, HB_TAG('C', 'F', 'F', ' '));
    face->italic = hb_style_get_value(face->font, HB_STYLE_TAG_ITALIC) > 0;
    face->bold = hb_style_get_value(face->font, HB_STYLE_TAG_WEIGHT) >= 600;
    face->mono = is_fixed_pitch(face->face);
    face->has_ascii = true;
    for (uint32_t character = ' '; character <= '~' && face->has_ascii; character++)
        face->has_ascii = has(face, character);
}

static void open_face(struct face_set *set, struct face *face)
{
    errno = 0;
    hb_blob_t *blob = hb_blob_create_from_file(face->path);
    if (!hb_blob_get_length(blob) && errno == ENOMEM)
        memory_fail();
    face->face = hb_face_create(blob, 0);
    hb_blob_destroy(blob);
    face->font = hb_font_create(face->face);
    if (*face->path && !hb_face_get_glyph_count(face->face))
        report_error(set->report, (struct place){face->path, 0, 0},
                     "is no font file that can be used; repair it or name another in %s",
                     set->settings_path);
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
    return opened(set, set->styles[style].faces[0]);
}

struct face *face_set_choose(struct face_set *set, enum style style, uint32_t character,
                             bool *found)
{
    *found = true;
    const enum style order[] = {style, STYLE_REGULAR};
    for (size_t i = 0; i < (style == STYLE_REGULAR ? 1u : 2u); i++) {
        for (size_t j = 0; j < set->styles[order[i]].count; j++) {
            struct face *face = opened(set, set->styles[order[i]].faces[j]);
            if (has(face, character))
                return face;
        }
    }
    *found = false;
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
