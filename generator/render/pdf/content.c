/* SPDX-License-Identifier: ISC */
/* The content stream of a page (ISO 32000-1, 7.8.2): its boxes as marked content. */
#include "render/pdf/content.h"

#include "render/pdf/branches.h"

#include <assert.h>

/* The least size of words that are not seen, in thousandths of a point. */
#define WORD_LEAST 1000

/* What holds at this point of the stream. */
struct state {
    struct font_set *fonts;
    struct buf *out;
    const struct face *face;
    int32_t size;
    uint32_t colour;
    bool in_text;
    int32_t line_x, line_y; /* where the last line of the text object began */
};

static void add_colour(struct state *state, uint32_t colour)
{
    if (state->colour == colour)
        return;
    state->colour = colour;
    for (int shift = 16; shift >= 0; shift -= 8) {
        buf_add_thousandths(state->out, ((colour >> shift & 0xFF) * 1000 + 127) / 255);
        buf_add_char(state->out, ' ');
    }
    buf_add_string(state->out, "rg\n");
}

static void begin_text(struct state *state)
{
    if (state->in_text)
        return;
    buf_add_string(state->out, "BT\n");
    state->in_text = true;
    state->line_x = state->line_y = 0;
}

static void end_text(struct state *state)
{
    if (state->in_text)
        buf_add_string(state->out, "ET\n");
    state->in_text = false;
}

static void add_font(struct state *state, const struct face *face, int32_t size)
{
    assert(face);
    if (state->face == face && state->size == size)
        return;
    state->face = face;
    state->size = size;
    buf_add_string(state->out, "/F");
    buf_add_number(state->out, (long long)face->index);
    buf_add_char(state->out, ' ');
    buf_add_thousandths(state->out, size);
    buf_add_string(state->out, " Tf\n");
}

static int64_t divide_rounded(int64_t dividend, int64_t divisor)
{
    return (dividend + (dividend < 0 ? -divisor : divisor) / 2) / divisor;
}

/* The pen is kept in thousandths of a point times thousandths of the em, so that no error adds up
 * along the line. */
static void add_pieces(struct state *state, const struct box *box)
{
    struct buf *out = state->out;
    int64_t pen = 0;
    int32_t adjust = 0;
    bool open = false;
    for (uint32_t i = 0; i < box->text.count; i++) {
        const struct placed_piece *placed = &box->text.pieces[i];
        const struct piece *piece = placed->piece;
        if (!piece->glyph_count)
            continue;
        if (!open || piece->face != state->face) {
            if (open)
                buf_add_string(out, "]TJ\n");
            add_font(state, piece->face, box->text.size);
            buf_add_char(out, '[');
            open = true;
        }
        int32_t shift = (int32_t)divide_rounded(pen - (int64_t)placed->x * 1000, box->text.size);
        pen -= (int64_t)shift * box->text.size;
        adjust += shift;
        font_set_show(state->fonts, piece, placed->soft_hyphen, box->text.size, &adjust, out);
        pen += (int64_t)piece->width * box->text.size;
    }
    if (open)
        buf_add_string(out, "]TJ\n");
}

static void add_text(struct state *state, const struct box *box)
{
    add_colour(state, box->text.colour);
    begin_text(state);
    buf_add_thousandths(state->out, (long long)box->x - state->line_x);
    buf_add_char(state->out, ' ');
    buf_add_thousandths(state->out, (long long)box->y - state->line_y);
    buf_add_string(state->out, " Td\n");
    state->line_x = box->x;
    state->line_y = box->y;
    add_pieces(state, box);
}

static void add_numbers(struct buf *out, const int32_t *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buf_add_thousandths(out, numbers[i]);
        buf_add_char(out, ' ');
    }
}

static void add_rect(struct state *state, const struct box *box)
{
    end_text(state);
    add_colour(state, box->rect.colour);
    const int32_t numbers[] = {box->x, box->y, box->rect.width, box->rect.height};
    add_numbers(state->out, numbers, 4);
    buf_add_string(state->out, "re f\n");
}

static void add_picture(struct state *state, const struct box *box)
{
    end_text(state);
    const int32_t numbers[] = {box->picture.width, 0, 0, box->picture.height, box->x, box->y};
    buf_add_string(state->out, "q ");
    add_numbers(state->out, numbers, 6);
    buf_add_format(state->out, "cm/I%zu Do Q\n", box->picture.picture);
}

/* The matrix that turns a word as its page is turned, and moves to where its baseline begins, which
 * is about a fifth above the lower edge of its letters. */
static void add_matrix(struct buf *out, const struct held_page *held, const struct box *box,
                       const struct page_word *word, int64_t size)
{
    static const char *const turns[] = {"1 0 0 1", "0 1 -1 0", "-1 0 0 -1", "0 -1 1 0"};
    int64_t scale = box->form.scale;
    int64_t across = word->x;
    int64_t up = (int64_t)held->height - word->y - word->height;
    switch (held->quarters) {
    case 1:
        across += word->width - size / 5;
        break;
    case 2:
        across += word->width;
        up += word->height - size / 5;
        break;
    case 3:
        across += size / 5;
        up += word->height;
        break;
    default:
        up += size / 5;
        break;
    }
    buf_add_format(out, "%s ", turns[held->quarters]);
    buf_add_thousandths(out, box->x + across * scale / 1000);
    buf_add_char(out, ' ');
    buf_add_thousandths(out, box->y + up * scale / 1000);
    buf_add_string(out, " Tm(");
}

/* A word of the enclosed page, unseen, in the place and width that it has there. A space follows,
 * so that words stay apart when they are extracted. */
static void add_word(struct state *state, const struct held_page *held, const struct box *box,
                     const struct page_word *word)
{
    struct buf *out = state->out;
    struct buf codes = BUF_INIT;
    int64_t natural = font_set_show_unseen(state->fonts, word->text, &codes);
    bool upright = held->quarters % 2 == 0;
    int32_t height = upright ? word->height : word->width;
    int64_t length = upright ? word->width : word->height;
    int64_t size = height > WORD_LEAST ? height : WORD_LEAST;
    if (natural && length > 0) {
        buf_add_string(out, FONT_UNSEEN " ");
        buf_add_thousandths(out, size * box->form.scale / 1000);
        buf_add_string(out, " Tf ");
        /* In percent. */
        buf_add_thousandths(out, length * 1000000 / size * 100 / natural);
        buf_add_string(out, " Tz ");
        add_matrix(out, held, box, word, size);
        buf_add(out, codes.bytes, codes.length);
        buf_add_string(out, ")Tj\n");
    }
    buf_release(&codes);
}

static void add_words(struct state *state, const struct held_page *held, const struct box *box)
{
    buf_add_string(state->out, "BT 3 Tr\n");
    for (size_t i = 0; i < held->paragraph_count; i++) {
        for (size_t k = 0; k < held->paragraphs[i].count; k++)
            add_word(state, held, box, &held->paragraphs[i].words[k]);
    }
    buf_add_string(state->out, "ET\n");
}

static void add_form(struct state *state, const struct held_page *held, const struct box *box)
{
    end_text(state);
    const int32_t numbers[] = {box->form.scale, 0, 0, box->form.scale, box->x, box->y};
    buf_add_string(state->out, "q ");
    add_numbers(state->out, numbers, 6);
    buf_add_string(state->out, "cm/X1 Do Q\n");
    if (held_page_needs_words(held) && held->word_count) {
        buf_add_string(state->out, "q ");
        add_words(state, held, box);
        buf_add_string(state->out, "Q\n");
    }
}

/* Headers, footers and page numbers are pagination artifacts, all else is layout (ISO
 * 32000-1, 14.8.2.2.2). */
static void begin_artifact(struct buf *out, enum artifact artifact)
{
    static const char *const properties[] = {[ARTIFACT_NONE] = "",
                                             [ARTIFACT_LAYOUT] = "/Type/Layout",
                                             [ARTIFACT_HEADER] = "/Type/Pagination/Subtype/Header",
                                             [ARTIFACT_FOOTER] = "/Type/Pagination/Subtype/Footer",
                                             [ARTIFACT_PAGINATION] = "/Type/Pagination"};
    buf_add_string(out, "/Artifact<<");
    buf_add_string(out, properties[artifact]);
    buf_add_string(out, ">>BDC\n");
}

static void begin_content(struct buf *out, enum tag tag, uint32_t number)
{
    buf_add_char(out, '/');
    buf_add_string(out, tag_name(tag));
    buf_add_string(out, "<</MCID ");
    buf_add_number(out, number);
    buf_add_string(out, ">>BDC\n");
}

void content_add(const struct layout *layout, size_t index, struct font_set *fonts, struct buf *out)
{
    const struct layout_page *page = &layout->pages[index];
    struct state state = {.fonts = fonts, .out = out};
    uint32_t number = 0;
    for (size_t i = 0; i < page->box_count; i++) {
        const struct box *box = &page->boxes[i];
        if (branches_begin(page, i)) {
            end_text(&state);
            if (i)
                buf_add_string(out, "EMC\n");
            if (box->artifact)
                begin_artifact(out, box->artifact);
            else
                begin_content(out, layout->elements[box->element].tag, number++);
        }
        if (box->kind == BOX_TEXT)
            add_text(&state, box);
        else if (box->kind == BOX_RECT)
            add_rect(&state, box);
        else if (box->kind == BOX_PICTURE)
            add_picture(&state, box);
        else
            add_form(&state, page->enclosed->shown, box);
    }
    end_text(&state);
    if (page->box_count)
        buf_add_string(out, "EMC\n");
}
