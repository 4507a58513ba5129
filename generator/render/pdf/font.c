/* SPDX-License-Identifier: ISC */
/* The fonts of the PDF, and pieces of text in their codes. */
#include "render/pdf/font.h"

#include "base/utf8.h"
#include "render/pdf/embed.h"
#include "render/pdf/token.h"

#include <stdlib.h>
#include <string.h>

#define SLOTS_FIRST ((size_t)1024)
#define PARTS_MAX 8

static const char soft_hyphen_text[] = "\xC2\xAD";
/* What is left for the glyphs of a cluster that has fewer characters than glyphs: something that is
 * not seen. */
static const char nothing_text[] = "\xE2\x80\x8B";

/* A piece as it was shown before: the same pieces come again and again. */
struct shown {
    const struct piece *piece;
    bool soft_hyphen;
    size_t offset; /* in the set's `elements` */
    size_t length;
    int32_t before; /* adjustments */
    int32_t after;
};

struct font_set {
    struct embed *fonts; /* one for each face, and the last for words that are not seen */
    size_t count;        /* of the faces */
    uint32_t first;      /* object */
    size_t used;
    struct shown *slots; /* a hash table */
    size_t slot_count;
    size_t shown_count;
    struct buf elements;
    struct buf scratch;
};

struct font_set *font_set_new(const struct face_set *faces)
{
    struct font_set *set = memory_new(sizeof *set);
    set->count = face_set_count(faces);
    set->fonts = memory_new((set->count + 1) * sizeof *set->fonts);
    for (size_t i = 0; i < set->count; i++)
        embed_init(&set->fonts[i], face_set_at(faces, i));
    embed_init(&set->fonts[set->count], NULL);
    set->slot_count = SLOTS_FIRST;
    set->slots = memory_new(set->slot_count * sizeof *set->slots);
    buf_init(&set->elements);
    buf_init(&set->scratch);
    return set;
}

void font_set_free(struct font_set *set)
{
    if (!set)
        return;
    for (size_t i = 0; i <= set->count; i++)
        embed_release(&set->fonts[i]);
    free(set->fonts);
    free(set->slots);
    buf_release(&set->elements);
    buf_release(&set->scratch);
    free(set);
}

void font_set_use(struct font_set *set, const struct face *face, struct report *report)
{
    struct embed *font = &set->fonts[face->index];
    if (font->used)
        return;
    font->used = true;
    set->used++;
    embed_check(font, report);
}

/* Used fonts follow one another, each with its parts. */
static bool make_part(void *context, size_t index, struct haru_object *object, struct error *err)
{
    struct font_set *set = context;
    size_t wanted = index / EMBED_PARTS, at = 0;
    while (!set->fonts[at].used || wanted--)
        at++;
    uint32_t first = set->first + (uint32_t)(index / EMBED_PARTS * EMBED_PARTS);
    return embed_make(&set->fonts[at], index % EMBED_PARTS, first, object, err);
}

void font_set_add(struct font_set *set, struct haru *haru)
{
    set->first = haru_add(haru, set->used * EMBED_PARTS, (struct haru_maker){make_part, set});
}

void font_set_add_resources(const struct font_set *set, struct buf *out)
{
    uint32_t id = set->first;
    for (size_t i = 0; i <= set->count; i++) {
        if (!set->fonts[i].used)
            continue;
        if (i < set->count)
            buf_add_format(out, "/F%zu", i);
        else
            buf_add_string(out, FONT_UNSEEN);
        token_add_reference(out, id);
        id += EMBED_PARTS;
    }
}

/* ------------------------------------------------------------------ Text for glyphs */

/* Splits a text in characters, decomposed where that gives more of them (Unicode, 3.7); sets where
 * each of the first PARTS_MAX ends in *out, which gets them all, and returns how many of those
 * there are. */
static size_t split(const char *text, size_t length, bool decompose, struct buf *out,
                    size_t ends[PARTS_MAX])
{
    hb_unicode_funcs_t *unicode = hb_unicode_funcs_get_default();
    size_t count = 0;
    buf_clear(out);
    for (size_t at = 0, size; at < length; at += size) {
        hb_codepoint_t character = utf8_decode(text + at, length - at, &size);
        hb_codepoint_t marks[PARTS_MAX], mark;
        size_t rest = 0;
        while (decompose && rest < PARTS_MAX &&
               hb_unicode_decompose(unicode, character, &character, &mark)) {
            if (mark)
                marks[rest++] = mark;
        }
        for (;; character = marks[--rest]) {
            utf8_append(out, character);
            if (count < PARTS_MAX)
                ends[count++] = out->length;
            if (!rest)
                break;
        }
    }
    return count;
}

/* The cluster of the glyph that is read as number `index`: clusters rise. */
static size_t cluster_of(const struct piece *piece, size_t index)
{
    return piece->glyphs[piece->rtl ? piece->glyph_count - 1 - index : index].cluster;
}

/* Where the text of a cluster ends: at the next one. */
static size_t cluster_end(const struct piece *piece, size_t end)
{
    return end < piece->glyph_count ? cluster_of(piece, end) : piece->length;
}

struct pen {
    struct embed *font;
    int32_t size;
    int32_t adjust; /* due before the next glyph */
    struct buf *out;
};

static void add_adjustment(struct buf *out, int32_t adjust)
{
    char last = out->length ? out->bytes[out->length - 1] : '[';
    if (last >= '0' && last <= '9')
        buf_add_char(out, ' ');
    buf_add_number(out, adjust);
}

/* Goes on with the string that ends here, or begins one. */
static void open_string(struct buf *out)
{
    if (out->length && out->bytes[out->length - 1] == ')')
        out->bytes[--out->length] = '\0';
    else
        buf_add_char(out, '(');
}

static void add_code_byte(struct buf *out, unsigned byte)
{
    if (byte == '(' || byte == ')' || byte == '\\' || byte == '\r')
        buf_add_char(out, '\\');
    buf_add_char(out, byte == '\r' ? 'r' : (char)byte);
}

static void add_rise(struct pen *pen, int32_t offset)
{
    buf_add_string(pen->out, "]TJ ");
    buf_add_thousandths(pen->out, (long long)offset * pen->size / 1000);
    buf_add_string(pen->out, " Ts[");
}

static void show_glyph(struct pen *pen, const struct glyph *glyph, const char *text, size_t length)
{
    int32_t width;
    size_t code = embed_code(pen->font, glyph->id, text, length, &width);
    if (glyph->y_offset)
        add_rise(pen, glyph->y_offset);
    pen->adjust -= glyph->x_offset;
    if (pen->adjust)
        add_adjustment(pen->out, pen->adjust);
    open_string(pen->out);
    add_code_byte(pen->out, (unsigned)(code >> 8));
    add_code_byte(pen->out, (unsigned)(code & 0xFF));
    buf_add_char(pen->out, ')');
    pen->adjust = width - glyph->advance + glyph->x_offset;
    if (glyph->y_offset)
        add_rise(pen, 0);
}

/* Glyph `index` of a piece in the order in which it is read. What is read from right to left is
 * painted so too: the pen, which stands behind the glyph painted before, goes back to before this
 * one. */
static const struct glyph *next_glyph(struct pen *pen, const struct piece *piece, size_t index)
{
    if (!piece->rtl)
        return &piece->glyphs[index];
    size_t at = piece->glyph_count - 1 - index;
    const struct glyph *glyph = &piece->glyphs[at];
    pen->adjust += glyph->advance + (index ? glyph[1].advance : -piece->width);
    return glyph;
}

/* A glyph of a ligature from right to left, which stands for several characters: poppler turns the
 * text of a line round character by character, and with it what one code stands for. So the glyph
 * has the first character, and blanks hardly to the left of it the others. */
static void show_turned(struct pen *pen, const struct piece *piece, const struct glyph *glyph,
                        const char *text, size_t length)
{
    hb_codepoint_t space;
    size_t size, at;
    utf8_decode(text, length, &at);
    if (!piece->rtl || at == length || !hb_font_get_nominal_glyph(piece->face->font, ' ', &space)) {
        show_glyph(pen, glyph, text, length);
        return;
    }
    show_glyph(pen, glyph, text, at);
    const struct glyph blank = {.id = (uint16_t)space};
    for (int32_t back = glyph->advance + 1; at < length; at += size, back++) {
        utf8_decode(text + at, length - at, &size);
        pen->adjust += back;
        show_glyph(pen, &blank, text + at, size);
        pen->adjust -= back;
    }
}

static void show_cluster(struct font_set *set, struct pen *pen, const struct piece *piece,
                         size_t first, size_t end)
{
    size_t start = 0, glyphs = end - first, ends[PARTS_MAX];
    const char *text = piece->text + cluster_of(piece, first);
    size_t length = cluster_end(piece, end) - cluster_of(piece, first);
    if (glyphs == 1) {
        show_turned(pen, piece, next_glyph(pen, piece, first), text, length);
        return;
    }
    size_t parts = split(text, length, false, &set->scratch, ends);
    if (parts < glyphs)
        parts = split(text, length, true, &set->scratch, ends);
    for (size_t i = 0; i < glyphs; i++) {
        const struct glyph *glyph = next_glyph(pen, piece, first + i);
        if (i >= parts) {
            show_glyph(pen, glyph, nothing_text, sizeof nothing_text - 1);
            continue;
        }
        /* The last one has the rest. */
        size_t stop = i + 1 == glyphs || i + 1 == parts ? set->scratch.length : ends[i];
        show_turned(pen, piece, glyph, set->scratch.bytes + start, stop - start);
        start = stop;
    }
}

/* ------------------------------------------------------------------ Pieces */

/* Where the cluster that begins with glyph `first` ends; with those that follow where it has fewer
 * characters than glyphs: a vowel written around its letter may have left a part here. */
static size_t clusters_end(struct font_set *set, const struct piece *piece, size_t first)
{
    size_t end = first + 1, ends[PARTS_MAX];
    for (;; end++) {
        while (end < piece->glyph_count && cluster_of(piece, end) == cluster_of(piece, end - 1))
            end++;
        size_t start = cluster_of(piece, first);
        if (end - first < 2 || end == piece->glyph_count ||
            split(piece->text + start, cluster_end(piece, end) - start, true, &set->scratch,
                  ends) >= end - first)
            return end;
    }
}

static void show_piece(struct font_set *set, struct pen *pen, const struct piece *piece,
                       bool soft_hyphen)
{
    for (size_t i = 0, end; i < piece->glyph_count; i = end) {
        if (soft_hyphen) {
            end = i + 1;
            show_glyph(pen, next_glyph(pen, piece, i), soft_hyphen_text,
                       sizeof soft_hyphen_text - 1);
            continue;
        }
        end = clusters_end(set, piece, i);
        show_cluster(set, pen, piece, i, end);
    }
    /* To behind the piece. */
    if (piece->rtl)
        pen->adjust += piece->glyphs[0].advance - piece->width;
}

static struct shown *find_slot(const struct font_set *set, const struct piece *piece,
                               bool soft_hyphen)
{
    uint64_t key = (uint64_t)(uintptr_t)piece * 2 + soft_hyphen;
    size_t at = (size_t)((key * 0x9E3779B97F4A7C15u) >> 32) & (set->slot_count - 1);
    while (set->slots[at].piece &&
           (set->slots[at].piece != piece || set->slots[at].soft_hyphen != soft_hyphen))
        at = (at + 1) & (set->slot_count - 1);
    return &set->slots[at];
}

static void grow(struct font_set *set)
{
    struct shown *old = set->slots;
    size_t count = set->slot_count;
    set->slot_count *= 2;
    set->slots = memory_new(set->slot_count * sizeof *set->slots);
    for (size_t i = 0; i < count; i++) {
        if (old[i].piece)
            *find_slot(set, old[i].piece, old[i].soft_hyphen) = old[i];
    }
    free(old);
}

static bool is_raised(const struct piece *piece)
{
    for (size_t i = 0; i < piece->glyph_count; i++) {
        if (piece->glyphs[i].y_offset)
            return true;
    }
    return false;
}

static struct shown *remember(struct font_set *set, const struct piece *piece, bool soft_hyphen)
{
    if (set->shown_count * 2 >= set->slot_count)
        grow(set);
    struct shown *shown = find_slot(set, piece, soft_hyphen);
    if (shown->piece)
        return shown;
    set->shown_count++;
    *shown =
        (struct shown){.piece = piece, .soft_hyphen = soft_hyphen, .offset = set->elements.length};
    struct buf elements = BUF_INIT;
    struct pen pen = {.font = &set->fonts[piece->face->index], .out = &elements};
    /* What is due before the first glyph is due before the piece, and is taken out of it here. */
    int32_t offset = piece->glyphs[0].x_offset;
    if (piece->rtl) {
        const struct glyph *glyph = &piece->glyphs[piece->glyph_count - 1];
        offset = glyph->x_offset + piece->width - glyph->advance;
    }
    pen.adjust = offset;
    show_piece(set, &pen, piece, soft_hyphen);
    buf_add(&set->elements, elements.bytes, elements.length);
    shown->length = elements.length;
    shown->before = -offset;
    shown->after = pen.adjust;
    buf_release(&elements);
    return shown;
}

void font_set_show(struct font_set *set, const struct piece *piece, bool soft_hyphen, int32_t size,
                   int32_t *adjust, struct buf *out)
{
    if (!piece->glyph_count)
        return;
    /* A raised glyph depends on the size. */
    if (is_raised(piece)) {
        struct pen pen = {&set->fonts[piece->face->index], size, *adjust, out};
        show_piece(set, &pen, piece, soft_hyphen);
        *adjust = pen.adjust;
        return;
    }
    const struct shown *shown = remember(set, piece, soft_hyphen);
    const char *elements = set->elements.bytes + shown->offset;
    if (*adjust + shown->before)
        add_adjustment(out, *adjust + shown->before);
    open_string(out);
    buf_add(out, elements + 1, shown->length - 1);
    *adjust = shown->after;
}

/* ------------------------------------------------------------------ Words that are not seen */

void font_set_use_unseen(struct font_set *set, const struct face *face, struct report *report)
{
    struct embed *font = &set->fonts[set->count];
    if (font->used)
        return;
    embed_init(font, face);
    font->used = true;
    set->used++;
    embed_check(font, report);
}

/* What a font may be read back as (ISO 19005-2, 6.2.11.7): no control, nothing private. */
static bool is_readable(hb_codepoint_t character)
{
    return character > ' ' && (character < 0x7F || character > 0x9F) &&
           (character < 0xE000 || character > 0xF8FF) && character < 0xF0000 &&
           character != 0xFEFF && (character & 0xFFFE) != 0xFFFE;
}

static int32_t show_blank(struct embed *font, hb_codepoint_t space, const char *text, size_t length,
                          struct buf *out)
{
    int32_t width;
    size_t code = embed_code(font, (uint16_t)space, text, length, &width);
    add_code_byte(out, (unsigned)(code >> 8));
    add_code_byte(out, (unsigned)(code & 0xFF));
    return width;
}

int64_t font_set_show_unseen(struct font_set *set, const char *text, struct buf *out)
{
    struct embed *font = &set->fonts[set->count];
    size_t length = strlen(text);
    int64_t width = 0;
    hb_codepoint_t space = 0;
    hb_font_get_nominal_glyph(font->face->font, ' ', &space);
    for (size_t at = 0, size; at < length; at += size) {
        hb_codepoint_t character = utf8_decode(text + at, length - at, &size);
        if (is_readable(character))
            width += show_blank(font, space, text + at, size, out);
    }
    if (width)
        show_blank(font, space, " ", 1, out);
    return width;
}
