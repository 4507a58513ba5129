/* SPDX-License-Identifier: ISC */
/* The face for each character of a paragraph, and a message for one that no face has. */
#include "render/pdf/cover.h"

#include "base/utf8.h"
#include "render/pdf/scripts.h"

/* What every face of squares has. */
#define IDEOGRAPHIC_COMMA 0x3001

/* Characters that show nothing of themselves: no face needs to have them. */
static bool is_ignorable(uint32_t character)
{
    return character == 0xAD || character == 0x034F || character == 0xFEFF ||
           (character >= 0x200B && character <= 0x200F) || utf8_is_bidi_control(character) ||
           (character >= 0x2060 && character <= 0x2064) ||
           (character >= 0xFE00 && character <= 0xFE0F) || character >= 0xE0000;
}

static void report_missing(struct items *items, uint32_t character, size_t offset)
{
    if (hb_set_has(items->reported, character))
        return;
    hb_set_add(items->reported, character);
    struct place place = {items->path, 0, 0};
    if (items->node && items->node->line) {
        place.line = items->node->line;
        place.column = items->node->column + (unsigned)offset;
    }
    struct buf shown = BUF_INIT;
    utf8_append(&shown, character);
    const char *package = scripts_package(character);
    if (package)
        report_error(items->report, place,
                     "no face has the character U+%04X (%s); install the package %s, and see that "
                     "faces.others in templates/pdf.yaml names its font file",
                     (unsigned)character, shown.bytes, package);
    else
        report_error(items->report, place,
                     "no face has the character U+%04X (%s); name a font file that has it under "
                     "faces.others in templates/pdf.yaml",
                     (unsigned)character, shown.bytes);
    buf_release(&shown);
}

const struct face *cover_face(struct items *items, const struct run *run, const struct face *before,
                              uint32_t character, size_t offset)
{
    if (is_ignorable(character))
        return before ? before : face_set_first(items->faces, run->style);
    if (before && character >= 0x0300 && scripts_is_mark(character) && face_has(before, character))
        return before;
    bool found;
    const struct face *face;
    if (scripts_is_shared_point(character) && scripts_squares(run->lang)) {
        face = face_set_choose(items->faces, run->style, IDEOGRAPHIC_COMMA, &found);
        if (found && face_has(face, character))
            return face;
    }
    face = face_set_choose(items->faces, run->style, character, &found);
    if (!found)
        report_missing(items, character, offset);
    return face;
}
