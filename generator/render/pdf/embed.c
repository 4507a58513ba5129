/* SPDX-License-Identifier: ISC */
/* A subset of a face as a Type0 font with two-byte codes (ISO 32000-1, 9.7). */
#include "render/pdf/embed.h"

#include "base/digest.h"
#include "render/pdf/cff.h"
#include "render/pdf/cmap.h"
#include "render/pdf/token.h"

#include <hb-ot.h>
#include <stdlib.h>
#include <string.h>

#define POSTSCRIPT_NAME_MAX 63
/* About what it takes to cut a face. */
#define SUBSET_ROOM ((size_t)8 * 1024 * 1024)

/* fsType of the table OS/2: the lowest four bits say which embedding is allowed. */
#define EMBEDDING_BITS 0x000Fu
#define RESTRICTED 0x0002u
#define NO_SUBSETTING 0x0100u
#define BITMAPS_ONLY 0x0200u

/* Flags of a font descriptor (ISO 32000-1, table 123). */
#define FLAG_FIXED_PITCH 1u
#define FLAG_SYMBOLIC 4u
#define FLAG_ITALIC 64u

static const char system_info[] =
    "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>";

void embed_init(struct embed *font, const struct face *face)
{
    *font = (struct embed){.face = face, .name = BUF_INIT};
}

void embed_release(struct embed *font)
{
    codes_release(&font->codes);
    buf_release(&font->name);
    free(font->glyphs);
    hb_blob_destroy(font->file);
}

void embed_check(const struct embed *font, struct report *report)
{
    const struct face *face = font->face;
    struct place place = {face->path, 0, 0};
    unsigned type = face_read(face, HB_TAG('O', 'S', '/', '2'), 8);
    if (!face->cff && !face_has_table(face, HB_TAG('g', 'l', 'y', 'f')))
        report_error(
            report, place,
            "the face has neither TrueType nor CFF outlines; name another under faces in pdf.yaml");
    else if ((type & EMBEDDING_BITS) == RESTRICTED)
        report_error(
            report, place,
            "the face may not be embedded, says its fsType; name another under faces in pdf.yaml");
    else if (type & (NO_SUBSETTING | BITMAPS_ONLY))
        report_error(
            report, place,
            "the outlines of the face may not be embedded in part, says its fsType; name another under "
            "faces in pdf.yaml");
}

static int32_t to_thousandths(const struct face *face, int32_t units)
{
    int64_t doubled = (int64_t)units * 2000 / face->units;
    return (int32_t)((doubled + (doubled < 0 ? -1 : 1)) / 2);
}

size_t embed_code(struct embed *font, uint16_t glyph, const char *text, size_t length,
                  int32_t *width)
{
    size_t count = font->codes.count;
    size_t code = codes_find(&font->codes, glyph, text, length);
    if (font->codes.count > count && code)
        font->codes.items[code].width =
            to_thousandths(font->face, hb_font_get_glyph_h_advance(font->face->font, glyph));
    if (!glyph)
        font->missing = true;
    *width = code ? font->codes.items[code].width : 0;
    return code;
}

/* ------------------------------------------------------------------ The subset */

/* Six letters that tell subsets of one face apart, from the glyphs in it (ISO 32000-1, 9.6.4). */
static void name_subset(struct embed *font)
{
    struct buf glyphs = BUF_INIT;
    struct digest digest;
    for (size_t i = 1; i < font->codes.count; i++) {
        uint16_t glyph = font->codes.items[i].glyph;
        buf_add_char(&glyphs, (char)(glyph >> 8));
        buf_add_char(&glyphs, (char)glyph);
    }
    digest_of(glyphs.bytes, glyphs.length, &digest);
    for (int i = 0; i < 6; i++)
        buf_add_char(&font->name, (char)('A' + digest.sha256[i] % 26));
    buf_release(&glyphs);
    char name[POSTSCRIPT_NAME_MAX + 1];
    unsigned size = sizeof name;
    hb_ot_name_get_utf8(font->face->face, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &size,
                        name);
    buf_add_format(&font->name, "+%s", size ? name : "Unnamed");
}

/* What a PDF needs of a face: outlines and their measures. */
static hb_blob_t *reference_outlines(hb_face_t *bare, hb_tag_t tag, void *whole)
{
    static const hb_tag_t kept[] = {HB_TAG('h', 'e', 'a', 'd'), HB_TAG('h', 'h', 'e', 'a'),
                                    HB_TAG('h', 'm', 't', 'x'), HB_TAG('m', 'a', 'x', 'p'),
                                    HB_TAG('l', 'o', 'c', 'a'), HB_TAG('g', 'l', 'y', 'f'),
                                    HB_TAG('C', 'F', 'F', ' ')};
    (void)bare;
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        if (kept[i] == tag)
            return hb_face_reference_table(whole, tag);
    }
    return hb_blob_get_empty();
}

static hb_subset_input_t *describe_subset(const struct embed *font)
{
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input)
        return NULL;
    hb_set_t *glyphs = hb_subset_input_glyph_set(input);
    for (size_t i = 1; i < font->codes.count; i++)
        hb_set_add(glyphs, font->codes.items[i].glyph);
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
    return input;
}

/* The glyphs in the subset's own numbers. In a CID-keyed face they go by CID, which a subset keeps.
 */
static bool number_glyphs(struct embed *font, const hb_map_t *renumbered)
{
    struct cff_cids cids = {0};
    bool keyed = font->face->cff && cff_read_cids(font->face->face, &cids);
    font->glyphs = memory_new((font->codes.count + 1) * sizeof *font->glyphs);
    bool ok = true;
    for (size_t i = 1; i < font->codes.count; i++) {
        uint16_t glyph = font->codes.items[i].glyph;
        hb_codepoint_t number = keyed ? cff_cid(&cids, glyph) : hb_map_get(renumbered, glyph);
        font->glyphs[i] = number;
        ok = ok && number <= CODES_MAX;
    }
    cff_cids_release(&cids);
    return ok;
}

static bool subset(struct embed *font, struct error *err)
{
    /* HarfBuzz plans for every table that it finds, also for those that it is told to drop: a face
     * that never had them is cut in half the time. */
    hb_face_t *bare = hb_face_create_for_tables(reference_outlines, font->face->face, NULL);
    hb_subset_input_t *input = describe_subset(font);
    hb_subset_plan_t *plan = input ? hb_subset_plan_create_or_fail(bare, input) : NULL;
    hb_face_t *face = plan ? hb_subset_plan_execute_or_fail(plan) : NULL;
    bool ok = face && number_glyphs(font, hb_subset_plan_old_to_new_glyph_mapping(plan));
    if (ok)
        font->file = font->face->cff ? hb_face_reference_table(face, HB_TAG('C', 'F', 'F', ' '))
                                     : hb_face_reference_blob(face);
    hb_face_destroy(face);
    hb_subset_plan_destroy(plan);
    hb_subset_input_destroy(input);
    hb_face_destroy(bare);
    if (ok && hb_blob_get_length(font->file))
        return true;
    /* HarfBuzz does not tell want of memory from a face that is no good: where there is none, this
     * ends it. */
    free(memory_new(SUBSET_ROOM));
    return error_set(err, EXIT_CODE_INPUT,
                     "%s: HarfBuzz cannot make a subset of the face; name another under "
                     "faces in pdf.yaml",
                     font->face->path);
}

/* ------------------------------------------------------------------ The parts */

static bool make_font(struct embed *font, uint32_t first, struct buf *out, struct error *err)
{
    if (font->codes.count > CODES_MAX)
        return error_set(err, EXIT_CODE_INPUT,
                         "%s: more than %u different glyphs of the face are used; name a "
                         "second face under faces in pdf.yaml",
                         font->face->path, CODES_MAX - 1);
    if (font->missing)
        return error_set(err, EXIT_CODE_INPUT,
                         "%s: the face lacks a glyph for a character of the letter; name "
                         "another under faces in pdf.yaml",
                         font->face->path);
    name_subset(font);
    if (!subset(font, err))
        return false;
    buf_add_string(out, "/Type/Font/Subtype/Type0/BaseFont");
    token_add_name(out, font->name.bytes);
    buf_add_string(out, "/Encoding");
    if (font->face->cff)
        token_add_reference(out, first + EMBED_MAP);
    else
        buf_add_string(out, "/Identity-H");
    buf_add_string(out, "/DescendantFonts[");
    token_add_reference(out, first + EMBED_DESCENDANT);
    buf_add_string(out, "]/ToUnicode");
    token_add_reference(out, first + EMBED_TO_UNICODE);
    return true;
}

struct width {
    uint32_t cid;
    int32_t width;
};

static int by_cid(const void *left, const void *right)
{
    const struct width *a = left, *b = right;
    return a->cid < b->cid ? -1 : a->cid > b->cid;
}

/* CIDs are codes in a TrueType font, and glyphs in a CFF font. */
static void add_widths(const struct embed *font, struct buf *out)
{
    size_t count = font->codes.count ? font->codes.count - 1 : 0;
    struct width *widths = memory_new(count * sizeof *widths);
    for (size_t i = 0; i < count; i++)
        widths[i] = (struct width){font->face->cff ? font->glyphs[i + 1] : (uint32_t)(i + 1),
                                   font->codes.items[i + 1].width};
    if (count)
        qsort(widths, count, sizeof *widths, by_cid);
    buf_add_string(out, "/W[");
    for (size_t i = 0; i < count; i++) {
        if (i && widths[i].cid == widths[i - 1].cid)
            continue;
        if (!i || widths[i].cid != widths[i - 1].cid + 1)
            buf_add_format(out, "%s%u[", i ? "]" : "", (unsigned)widths[i].cid);
        else
            buf_add_char(out, ' ');
        buf_add_number(out, widths[i].width);
    }
    buf_add_string(out, count ? "]]" : "]");
    free(widths);
}

static void make_descendant(const struct embed *font, uint32_t first, struct buf *out)
{
    buf_add_format(out, "/Type/Font/Subtype/CIDFontType%d/BaseFont", font->face->cff ? 0 : 2);
    token_add_name(out, font->name.bytes);
    buf_add_string(out, system_info);
    buf_add_string(out, "/FontDescriptor");
    token_add_reference(out, first + EMBED_DESCRIPTOR);
    if (!font->face->cff) {
        buf_add_string(out, "/CIDToGIDMap");
        token_add_reference(out, first + EMBED_MAP);
    }
    buf_add_string(out, "/DW 0");
    add_widths(font, out);
}

static void make_descriptor(const struct embed *font, uint32_t first, struct buf *out)
{
    const struct face *face = font->face;
    const hb_tag_t head = HB_TAG('h', 'e', 'a', 'd');
    unsigned flags =
        FLAG_SYMBOLIC | (face->italic ? FLAG_ITALIC : 0) | (face->mono ? FLAG_FIXED_PITCH : 0);
    buf_add_string(out, "/Type/FontDescriptor/FontName");
    token_add_name(out, font->name.bytes);
    buf_add_format(out, "/Flags %u/FontBBox[", flags);
    for (unsigned i = 0; i < 4; i++) {
        buf_add_number(out, to_thousandths(face, (int16_t)face_read(face, head, 36 + 2 * i)));
        buf_add_char(out, i < 3 ? ' ' : ']');
    }
    /* The angle of the table post is in 65536ths of a degree; StemV, which no table tells, is for
     * substitutes only. */
    buf_add_format(out, "/ItalicAngle %d/StemV %d/Ascent ",
                   (int16_t)face_read(face, HB_TAG('p', 'o', 's', 't'), 4), face->bold ? 120 : 80);
    buf_add_number(out, to_thousandths(face, face->ascent));
    buf_add_string(out, "/Descent ");
    buf_add_number(out, to_thousandths(face, face->descent));
    buf_add_string(out, "/CapHeight ");
    buf_add_number(out, to_thousandths(face, face->cap_height));
    buf_add_string(out, face->cff ? "/FontFile3" : "/FontFile2");
    token_add_reference(out, first + EMBED_FILE);
}

static void make_file(const struct embed *font, struct haru_object *object)
{
    unsigned length;
    const char *bytes = hb_blob_get_data(font->file, &length);
    object->kind = HARU_STREAM_DEFLATED;
    buf_add(&object->stream, bytes, length);
    if (font->face->cff)
        buf_add_string(&object->entries, "/Subtype/CIDFontType0C");
    else
        buf_add_format(&object->entries, "/Length1 %u", length);
}

/* For TrueType a CIDToGIDMap; for CFF, which has none, the encoding. */
static void make_map(const struct embed *font, struct haru_object *object)
{
    struct buf *out = &object->stream;
    object->kind = HARU_STREAM_DEFLATED;
    if (font->face->cff) {
        buf_add_format(&object->entries, "/Type/CMap/CMapName/Dossier-H%s", system_info);
        cmap_encoding(&font->codes, font->glyphs, out);
        return;
    }
    for (size_t i = 0; i < font->codes.count; i++) {
        buf_add_char(out, (char)(font->glyphs[i] >> 8));
        buf_add_char(out, (char)font->glyphs[i]);
    }
}

bool embed_make(struct embed *font, size_t part, uint32_t first, struct haru_object *object,
                struct error *err)
{
    switch (part) {
    case EMBED_FONT:
        return make_font(font, first, &object->entries, err);
    case EMBED_DESCENDANT:
        make_descendant(font, first, &object->entries);
        break;
    case EMBED_DESCRIPTOR:
        make_descriptor(font, first, &object->entries);
        break;
    case EMBED_FILE:
        make_file(font, object);
        break;
    case EMBED_TO_UNICODE:
        object->kind = HARU_STREAM_DEFLATED;
        cmap_to_unicode(&font->codes, &object->stream);
        break;
    case EMBED_MAP:
        make_map(font, object);
        break;
    default:
        break;
    }
    return true;
}
