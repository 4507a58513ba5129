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

/* One font file, or one face of a collection. All measures are in its own units, `units` to the em.
 */
struct face {
    const char *path;
    unsigned number; /* in the collection; otherwise 0 */
    size_t index;    /* in the face set: names the font in the PDF */
    hb_face_t *face; /* NULL until the face is needed */
    hb_font_t *font; /* at the face's own units */
    int32_t units;
    int32_t ascent, descent, cap_height; /* descent negative */
    bool cff;                            /* CFF outlines, otherwise TrueType */
    bool italic, bold, mono;
    bool has_ascii; /* every printable character of ASCII */
};

struct face_set;

/* Finds each file that the settings name in the settings' folders; opens a face only when it is
 * first needed, but reports at once one that is not there, other than of faces.others, which are
 * looked for only when a character needs them. Keeps the templates, and the report for what opening
 * finds. */
struct face_set *face_set_new(const struct templates *templates, struct report *report);
void face_set_free(struct face_set *set);
/* The first face of a style that has the character; failing that of the regular style, of the
 * symbols (for one that is), and of the others; the style's first, where `found` is set false, if
 * none has. */
struct face *face_set_choose(struct face_set *set, enum style style, uint32_t character,
                             bool *found);
/* The first face that is chosen so for a character of the text and has them all; the style's first,
 * if none has. */
struct face *face_set_choose_for(struct face_set *set, enum style style, const char *text);
/* The first face of a style, opened. */
struct face *face_set_first(struct face_set *set, enum style style);
/* Whether a face has a character of its own. */
bool face_has(const struct face *face, uint32_t character);
/* A big-endian number of 16 bits in a table of an opened face; 0 where the table is shorter. */
unsigned face_read(const struct face *face, hb_tag_t table, unsigned offset);
bool face_has_table(const struct face *face, hb_tag_t table);
/* The opened faces, by index. */
size_t face_set_count(const struct face_set *set);
struct face *face_set_at(const struct face_set *set, size_t index);

#endif
