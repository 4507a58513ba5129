/* SPDX-License-Identifier: ISC */
/* An embedded font program, read through FreeType: its glyphs and their advances. */
#include "verify/pdf/font_program.h"

#include <freetype/freetype.h>
#include <freetype/ftcid.h>
#include <freetype/ftfntfmt.h>
#include <string.h>

static enum font_program_kind kind_of(FT_Face face)
{
    const char *format = FT_Get_Font_Format(face);
    if (!format)
        return FONT_PROGRAM_OTHER;
    if (!strcmp(format, "TrueType"))
        return FONT_PROGRAM_TRUETYPE;
    if (!strcmp(format, "Type 1"))
        return FONT_PROGRAM_TYPE1;
    if (strcmp(format, "CFF") != 0)
        return FONT_PROGRAM_OTHER;
    return FT_IS_SFNT(face) ? FONT_PROGRAM_OPENTYPE_CFF : FONT_PROGRAM_CFF;
}

bool font_program_open(struct font_program *program, const struct buf *bytes)
{
    *program = (struct font_program){0};
    FT_Bool keyed = 0;
    if (FT_Init_FreeType(&program->library))
        return false;
    if (FT_New_Memory_Face(program->library, (const FT_Byte *)bytes->bytes, (FT_Long)bytes->length,
                           0, &program->face)) {
        program->face = NULL;
        return false;
    }
    program->kind = kind_of(program->face);
    program->keyed = !FT_Get_CID_Is_Internally_CID_Keyed(program->face, &keyed) && keyed;
    program->count = program->face->num_glyphs > 0 ? (size_t)program->face->num_glyphs : 0;
    program->charmaps = (size_t)program->face->num_charmaps;
    return program->kind != FONT_PROGRAM_OTHER && program->face->units_per_EM;
}

void font_program_close(struct font_program *program)
{
    if (program->face)
        FT_Done_Face(program->face);
    if (program->library)
        FT_Done_FreeType(program->library);
    *program = (struct font_program){0};
}

/* FreeType takes the CIDs of a bare CFF program for glyphs, and knows itself which are there. */
static bool takes_cids(const struct font_program *program)
{
    return program->kind == FONT_PROGRAM_CFF && program->keyed;
}

/* No outline is drawn for an advance: of what a glyph is made of FreeType reads the beginning. */
static bool load(const struct font_program *program, unsigned long glyph, FT_Int32 flags)
{
    return (takes_cids(program) || glyph < program->count) &&
           !FT_Load_Glyph(program->face, (FT_UInt)glyph, FT_LOAD_NO_SCALE | flags);
}

bool font_program_advance(const struct font_program *program, unsigned long glyph, double *advance)
{
    bool truetype = program->kind == FONT_PROGRAM_TRUETYPE;
    if (!load(program, glyph, truetype ? FT_LOAD_NO_RECURSE : FT_LOAD_ADVANCE_ONLY))
        return false;
    *advance =
        (double)program->face->glyph->metrics.horiAdvance * 1000 / program->face->units_per_EM;
    return true;
}

bool font_program_draws(const struct font_program *program, unsigned long glyph)
{
    bool truetype = program->kind == FONT_PROGRAM_TRUETYPE;
    return load(program, glyph, truetype ? FT_LOAD_NO_RECURSE : 0) &&
           (program->face->glyph->outline.n_points || program->face->glyph->num_subglyphs);
}

unsigned font_program_cid(const struct font_program *program, unsigned index)
{
    FT_UInt cid = index;
    if (program->keyed && FT_Get_CID_From_Glyph_Index(program->face, index, &cid))
        return 0;
    return cid;
}

unsigned font_program_named(const struct font_program *program, const char *name)
{
    return FT_HAS_GLYPH_NAMES(program->face) ? FT_Get_Name_Index(program->face, name) : 0;
}

bool font_program_mapped(const struct font_program *program, int platform, int encoding,
                         unsigned long code, unsigned *glyph)
{
    for (size_t i = 0; i < program->charmaps; i++) {
        FT_CharMap map = program->face->charmaps[i];
        if (map->platform_id == platform && map->encoding_id == encoding &&
            !FT_Set_Charmap(program->face, map)) {
            *glyph = FT_Get_Char_Index(program->face, code);
            return true;
        }
    }
    return false;
}

bool font_program_unicode(const struct font_program *program, unsigned long code, unsigned *glyph)
{
    if (FT_Select_Charmap(program->face, FT_ENCODING_UNICODE))
        return false;
    *glyph = FT_Get_Char_Index(program->face, code);
    return true;
}

bool program_built_in(const struct font_program *program, unsigned long code, unsigned *glyph)
{
    static const FT_Encoding encodings[] = {FT_ENCODING_ADOBE_CUSTOM, FT_ENCODING_ADOBE_STANDARD,
                                            FT_ENCODING_ADOBE_EXPERT};
    for (size_t i = 0; i < 3; i++) {
        if (!FT_Select_Charmap(program->face, encodings[i])) {
            *glyph = FT_Get_Char_Index(program->face, code);
            return true;
        }
    }
    return false;
}
