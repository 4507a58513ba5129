/* SPDX-License-Identifier: ISC */
/* The face for each character of a paragraph, and a message for one that no face has. */
#include "render/pdf/cover.h"

#include "base/utf8.h"
#include "render/pdf/scripts.h"

/* What every face of squares has. */
#define IDEOGRAPHIC_COMMA 0x3001

static void report_missing(struct items *items, uint32_t character)
{
    if (hb_set_has(items->reported, character))
        return;
    hb_set_add(items->reported, character);
    missing_report(&items->missing, items->dossier, items->path, items->node, character,
                   items->report);
}

const struct face *cover_face(struct items *items, const struct run *run, const struct face *before,
                              uint32_t character)
{
    if (utf8_is_unseen(character))
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
        report_missing(items, character);
    return face;
}
