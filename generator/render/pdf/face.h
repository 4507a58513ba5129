/* SPDX-License-Identifier: ISC */
/* Faces: font files opened once, and which of them has a character. */
#ifndef RENDER_PDF_FACE_H
#define RENDER_PDF_FACE_H

#include "base/error.h"
#include "model/settings.h"

#include <hb.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum style { STYLE_REGULAR, STYLE_ITALIC, STYLE_BOLD, STYLE_BOLD_ITALIC, STYLE_MONO, STYLE_COUNT };

/* One font file. All measures are in its own units, `units` to the em. */
struct face {
    const char *path;
    size_t index; /* in the face set: names the font in the PDF */
    hb_face_t *face;
    hb_font_t *font;
    int32_t units;
    int32_t ascent, descent, cap_height; /* descent negative */
    bool cff;                            /* CFF outlines, otherwise TrueType */
    bool italic, bold, mono;
};

struct face_set;

/* Finds each file that the settings name in the settings' folders; opens a face only when it is
 * first needed, but reports at once one that is not there. NULL with *err where the machine failed.
 */
struct face_set *face_set_new(const struct settings *settings, struct report *report,
                              struct error *err);
void face_set_free(struct face_set *set);
/* The first face of a style that has the character; the style's first, where `found` is set false,
 * if none has. */
struct face *face_set_choose(struct face_set *set, enum style style, uint32_t character,
                             bool *found);
/* The opened faces, by index. */
size_t face_set_count(const struct face_set *set);
struct face *face_set_at(const struct face_set *set, size_t index);

#endif
