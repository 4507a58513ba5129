/* SPDX-License-Identifier: ISC */
/* Pictures and forms on a walk through content: how finely they are drawn, and what is in them. */
#include "worker/walk.h"

#include "worker/fit.h"

#include <math.h>
#include <string.h>

/* A smaller part of a page than this is a stamp or a rule, and says nothing of how it was scanned.
 */
#define COVERS_LEAST 0.01

/* A picture fills the unit square of its user space (ISO 32000-1, 8.9.5). */
static void measure(struct stream *stream, double width, double height)
{
    struct walk *walk = stream->walk;
    const double *matrix = walk_state(stream)->matrix;
    double area = fabs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) / walk->page_area;
    double across = hypot(matrix[0], matrix[1]) * walk->unit / 72;
    double up = hypot(matrix[2], matrix[3]) * walk->unit / 72;
    walk->pictures = true;
    if (walk->pattern || !(area >= COVERS_LEAST) || !(across > 0) || !(up > 0))
        return;
    walk->picture_area += area;
    walk->lowest = fmin(walk->lowest, fmin(width / across, height / up));
}

void walk_draw(struct stream *stream)
{
    struct page_content *content = stream->walk->content;
    struct pdf *pdf = content->pdf;
    qpdf_oh object = walk_resource(stream, "/XObject");
    qpdf_oh subtype = pdf_get(pdf, object, "/Subtype");
    content->layered = content->layered || pdf_has(pdf, object, "/OC");
    if (pdf_is_name(pdf, subtype, "/Image")) {
        fit_image(content, object, stream->resources);
        measure(stream, pdf_number(pdf, object, "/Width", 0),
                pdf_number(pdf, object, "/Height", 0));
    } else if (pdf_is_name(pdf, subtype, "/Form")) {
        walk_form(stream, object, false);
    } else {
        page_content_misfit(content, MISFIT_FORM, "an object that is neither a picture nor a form");
    }
}

/* What /OC begins belongs to a layer (ISO 32000-1, 8.11.3.2); the last name is the layer's. */
void walk_mark(struct stream *stream)
{
    struct page_content *content = stream->walk->content;
    struct pdf *pdf = content->pdf;
    qpdf_oh kind = pdf_get(pdf, walk_resource(stream, "/Properties"), "/Type");
    if (pdf_is_name(pdf, kind, "/OCG") || pdf_is_name(pdf, kind, "/OCMD"))
        content->layered = true;
}

static bool may_draw(struct walk *walk, int id)
{
    for (unsigned i = 0; i < walk->depth; i++) {
        if (id > 0 && walk->open[i] == id) {
            page_content_misfit(walk->content, MISFIT_FORM, "a form that draws itself");
            return false;
        }
    }
    if (walk->depth == FORM_DEPTH) {
        page_content_misfit(walk->content, MISFIT_FORM, "forms nested deeper than %d", FORM_DEPTH);
        return false;
    }
    for (size_t i = 0; i < walk->drawn_count; i++) {
        if (id > 0 && walk->drawn[i].id == id)
            return walk->drawn[i].pictures && !walk->pattern && walk_spend(walk, FORM_COST);
    }
    return walk_spend(walk, FORM_COST);
}

static void remember(struct walk *walk, int id)
{
    for (size_t i = 0; i < walk->drawn_count; i++) {
        if (walk->drawn[i].id == id)
            return;
    }
    walk->drawn =
        memory_grow(walk->drawn, walk->drawn_count, &walk->drawn_capacity, sizeof *walk->drawn);
    walk->drawn[walk->drawn_count++] = (struct drawn){id, walk->pictures};
}

void walk_form(struct stream *stream, qpdf_oh form, bool pattern)
{
    struct walk *walk = stream->walk;
    struct pdf *pdf = walk->content->pdf;
    struct buf data = BUF_INIT;
    struct state state = *walk_state(stream);
    double matrix[6];
    int id = qpdf_oh_get_object_id(pdf->qpdf, form);
    bool was_pattern = walk->pattern;
    bool pictures_before = walk->pictures;
    if (!may_draw(walk, id))
        return;
    fit_form(walk->content, form);
    if (!pdf_data(pdf, form, &data))
        page_content_misfit(walk->content, MISFIT_FORM, "a form that cannot be read");
    if (pdf_numbers(pdf, pdf_get(pdf, form, "/Matrix"), matrix, 6))
        walk_multiply(state.matrix, matrix);
    qpdf_oh resources = pdf_get(pdf, form, "/Resources");
    if (!qpdf_oh_is_dictionary(pdf->qpdf, resources))
        resources = stream->resources;
    walk->open[walk->depth++] = id;
    walk->pattern = walk->pattern || pattern;
    walk->pictures = false;
    walk_content(walk, &data, resources, &state);
    walk->depth--;
    walk->pattern = was_pattern;
    if (id > 0)
        remember(walk, id);
    walk->pictures = walk->pictures || pictures_before;
    buf_release(&data);
}

/* The keys of an inline image (ISO 32000-1, table 93) up to its data. */
static void fit_inline_entry(struct stream *stream, const char *key, double *width, double *height)
{
    struct page_content *content = stream->walk->content;
    const char *word = stream->lexer.text.bytes;
    if (!strcmp(key, "W") || !strcmp(key, "Width"))
        *width = stream->lexer.number;
    else if (!strcmp(key, "H") || !strcmp(key, "Height"))
        *height = stream->lexer.number;
    else if (!strcmp(key, "F") || !strcmp(key, "Filter"))
        fit_filter(content, word);
    else if (!strcmp(key, "Intent"))
        fit_intent(content, word);
    else if ((!strcmp(key, "I") || !strcmp(key, "Interpolate")) && !strcmp(word, "true"))
        page_content_misfit(content, MISFIT_ARCHIVE, "a picture to be interpolated");
    if (strcmp(key, "CS") != 0 && strcmp(key, "ColorSpace") != 0)
        return;
    buf_clear(&stream->name);
    buf_add_string(&stream->name, word);
    if (strcmp(word, "I") != 0 && strcmp(word, "Indexed") != 0)
        walk_set_space(stream);
}

void walk_inline(struct stream *stream)
{
    struct buf key = BUF_INIT;
    double width = 0;
    double height = 0;
    enum lexeme lexeme;
    bool array = false;
    while ((lexeme = lexer_next(&stream->lexer)) != LEXEME_END &&
           !(lexeme == LEXEME_WORD && !strcmp(stream->lexer.text.bytes, "ID"))) {
        array = (array || lexeme == LEXEME_ARRAY) && lexeme != LEXEME_ARRAY_END;
        if (lexeme == LEXEME_NAME && !key.length)
            buf_add_string(&key, stream->lexer.text.bytes);
        else if (lexeme != LEXEME_ARRAY && lexeme != LEXEME_ARRAY_END)
            fit_inline_entry(stream, key.bytes, &width, &height);
        if (!array && key.length && strcmp(key.bytes, stream->lexer.text.bytes) != 0)
            buf_clear(&key);
    }
    lexer_skip_image(&stream->lexer);
    measure(stream, width, height);
    buf_release(&key);
}
