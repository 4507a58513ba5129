/* SPDX-License-Identifier: ISC */
/* What the operators of graphics state, colour and text do to a walk through content. */
#include "worker/walk.h"

#include "worker/fit.h"

#include <string.h>

/* More than PDF/A allows (ISO 19005-2, 6.1.13), so that what nests deeper is read all the same. */
#define STATE_DEPTH 512
#define STATE_DEPTH_FITS 28

/* ---------------------------------------------------------------- Graphics state */

void walk_save(struct stream *stream)
{
    struct page_content *content = stream->walk->content;
    if (stream->state_count > STATE_DEPTH_FITS)
        page_content_misfit(content, MISFIT_ARCHIVE, "graphics states nested deeper than 28");
    if (stream->state_count > STATE_DEPTH) {
        content->failed = "nests its graphics states too deep";
        return;
    }
    stream->states = memory_grow(stream->states, stream->state_count, &stream->state_capacity,
                                 sizeof *stream->states);
    stream->states[stream->state_count] = stream->states[stream->state_count - 1];
    stream->state_count++;
}

void walk_restore(struct stream *stream)
{
    if (stream->state_count > 1)
        stream->state_count--;
    else
        page_content_misfit(stream->walk->content, MISFIT_FORM,
                            "a graphics state that was not kept");
}

void walk_concatenate(struct stream *stream)
{
    walk_multiply(walk_state(stream)->matrix, stream->numbers + OPERANDS - 6);
}

void walk_set_font(struct stream *stream)
{
    struct page_content *content = stream->walk->content;
    walk_state(stream)->font =
        fonts_get(content->fonts, content->pdf, walk_resource(stream, "/Font"));
}

void walk_set_rendering(struct stream *stream)
{
    walk_state(stream)->unseen = stream->numbers[OPERANDS - 1] == 3;
}

void walk_set_intent(struct stream *stream)
{
    fit_intent(stream->walk->content, stream->name.bytes);
}

void walk_set_state(struct stream *stream)
{
    struct page_content *content = stream->walk->content;
    struct pdf *pdf = content->pdf;
    qpdf_oh state = walk_resource(stream, "/ExtGState");
    qpdf_oh font = pdf_get(pdf, state, "/Font");
    qpdf_oh group = pdf_get(pdf, pdf_get(pdf, state, "/SMask"), "/G");
    if (qpdf_oh_is_null(pdf->qpdf, state))
        page_content_misfit(content, MISFIT_ARCHIVE, "a graphics state that is not there");
    fit_state(content, state);
    if (pdf_count(pdf, font))
        walk_state(stream)->font =
            fonts_get(content->fonts, pdf, qpdf_oh_get_array_item(pdf->qpdf, font, 0));
    if (qpdf_oh_is_stream(pdf->qpdf, group))
        walk_form(stream, group, false);
}

/* ---------------------------------------------------------------- Colours */

void walk_set_cmyk(struct stream *stream)
{
    walk_spend(stream->walk, OBJECT_COST);
    fit_cmyk(stream->walk->content, stream->resources);
}

void walk_set_space(struct stream *stream)
{
    struct page_content *content = stream->walk->content;
    struct buf key = BUF_INIT;
    walk_spend(stream->walk, OBJECT_COST);
    buf_add_format(&key, "/%s", stream->name.bytes);
    fit_colour(content, qpdf_oh_new_name(content->pdf->qpdf, key.bytes), stream->resources);
    buf_release(&key);
}

static void fit_shading(struct stream *stream, qpdf_oh shading)
{
    struct page_content *content = stream->walk->content;
    qpdf_oh space = pdf_get(content->pdf, shading, "/ColorSpace");
    fit_colour(content, space, stream->resources);
}

void walk_set_colour(struct stream *stream)
{
    struct page_content *content = stream->walk->content;
    struct pdf *pdf = content->pdf;
    if (!stream->has_name)
        return;
    qpdf_oh pattern = walk_resource(stream, "/Pattern");
    if (qpdf_oh_is_stream(pdf->qpdf, pattern))
        walk_form(stream, pattern, true);
    else if (qpdf_oh_is_dictionary(pdf->qpdf, pattern))
        fit_shading(stream, pdf_get(pdf, pattern, "/Shading"));
    else
        page_content_misfit(content, MISFIT_ARCHIVE, "a pattern that is not there");
    if (pdf_has(pdf, pattern, "/ExtGState"))
        fit_state(content, pdf_get(pdf, pattern, "/ExtGState"));
}

void walk_paint_shading(struct stream *stream)
{
    fit_shading(stream, walk_resource(stream, "/Shading"));
}

/* ---------------------------------------------------------------- Text */

static void note_missing(struct page_content *content, const struct font *font)
{
    for (size_t i = 0; i < content->missing_count; i++) {
        if (content->missing[i] == font || !strcmp(content->missing[i]->name, font->name))
            return;
    }
    content->missing = memory_grow(content->missing, content->missing_count,
                                   &content->missing_capacity, sizeof(struct font *));
    content->missing[content->missing_count++] = font;
}

static bool is_something(const struct buf *text)
{
    for (size_t i = 0; i < text->length; i++) {
        if (text->bytes[i] && text->bytes[i] != ' ')
            return true;
    }
    return false;
}

void walk_show(struct stream *stream)
{
    struct page_content *content = stream->walk->content;
    const struct state *state = walk_state(stream);
    if (!stream->strings.length)
        return;
    content->has_text = content->has_text || is_something(&stream->strings);
    if (!state->font) {
        page_content_misfit(content, MISFIT_BOTH, "text without a font");
        return;
    }
    if (!state->unseen && !state->font->embedded)
        note_missing(content, state->font);
    const char *misfit = font_misfit(state->font, &stream->strings, !state->unseen);
    if (misfit)
        page_content_misfit(content, MISFIT_BOTH, "the font %s %s", state->font->name, misfit);
}
