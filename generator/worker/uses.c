/* SPDX-License-Identifier: ISC */
/* Which of its resources a content stream of a PDF names, and so needs. */
#include "worker/uses.h"

#include "base/lexer.h"

#include <string.h>

/* Forms without resources of their own in such forms. */
#define DEPTH_MOST 20

/* Operators that name a resource by their last operand (ISO 32000-1, annex A). */
static const struct {
    const char *operator;
    enum use use;
} naming[] = {
    {"Do", USE_XOBJECT},     {"Tf", USE_FONT},       {"gs", USE_STATE},    {"cs", USE_SPACE},
    {"CS", USE_SPACE},       {"scn", USE_PATTERN},   {"SCN", USE_PATTERN}, {"sh", USE_SHADING},
    {"BDC", USE_PROPERTIES}, {"DP", USE_PROPERTIES},
};

const char *use_key(enum use use)
{
    static const char *const keys[USE_COUNT] = {"/XObject", "/Font",    "/ExtGState", "/ColorSpace",
                                                "/Pattern", "/Shading", "/Properties"};
    return keys[use];
}

void uses_init(struct uses *uses, struct pdf *pdf)
{
    for (int i = 0; i < USE_COUNT; i++)
        uses->names[i] = qpdf_oh_new_dictionary(pdf->qpdf);
}

static bool add_content(struct uses *uses, struct pdf *pdf, qpdf_oh resources,
                        const struct buf *content, unsigned depth);

/* What is drawn by a stream that looks its names up where it is drawn. */
static bool add_stream(struct uses *uses, struct pdf *pdf, qpdf_oh resources, qpdf_oh stream,
                       unsigned depth)
{
    struct buf data = BUF_INIT;
    if (!qpdf_oh_is_stream(pdf->qpdf, stream) || pdf_has(pdf, stream, "/Resources") ||
        pdf_is_name(pdf, pdf_get(pdf, stream, "/Subtype"), "/Image"))
        return true;
    bool ok = pdf_data(pdf, stream, &data) && add_content(uses, pdf, resources, &data, depth + 1);
    buf_release(&data);
    return ok;
}

static bool add_glyphs(struct uses *uses, struct pdf *pdf, qpdf_oh resources, qpdf_oh font,
                       unsigned depth)
{
    struct arena arena = ARENA_INIT;
    size_t count;
    bool ok = true;
    qpdf_oh glyphs = pdf_get(pdf, font, "/CharProcs");
    const char **keys = pdf_keys(pdf, glyphs, &arena, &count);
    for (size_t i = 0; i < count && ok; i++)
        ok = add_stream(uses, pdf, resources, pdf_get(pdf, glyphs, keys[i]), depth);
    arena_release(&arena);
    return ok;
}

bool uses_add_glyphs(struct uses *uses, struct pdf *pdf, qpdf_oh resources, qpdf_oh font)
{
    return add_glyphs(uses, pdf, resources, font, 0);
}

/* Notes a name, given with its slash; what it stands for may name others. */
static bool add_name(struct uses *uses, struct pdf *pdf, qpdf_oh resources, enum use use,
                     const char *name, unsigned depth)
{
    if (qpdf_oh_has_key(pdf->qpdf, uses->names[use], name))
        return true;
    qpdf_oh_replace_key(pdf->qpdf, uses->names[use], name, qpdf_oh_new_bool(pdf->qpdf, QPDF_TRUE));
    qpdf_oh object = pdf_get(pdf, pdf_get(pdf, resources, use_key(use)), name);
    if (use == USE_XOBJECT || use == USE_PATTERN)
        return add_stream(uses, pdf, resources, object, depth);
    if (use == USE_STATE)
        return add_stream(uses, pdf, resources, pdf_get(pdf, pdf_get(pdf, object, "/SMask"), "/G"),
                          depth);
    if (use == USE_FONT && !pdf_has(pdf, object, "/Resources"))
        return add_glyphs(uses, pdf, resources, object, depth);
    return true;
}

static bool add_operator(struct uses *uses, struct pdf *pdf, qpdf_oh resources,
                         const char *operator, const char * name, unsigned depth)
{
    for (size_t i = 0; i < sizeof naming / sizeof *naming; i++) {
        if (!strcmp(operator, naming[i].operator))
            return add_name(uses, pdf, resources, naming[i].use, name, depth);
    }
    return true;
}

static bool add_content(struct uses *uses, struct pdf *pdf, qpdf_oh resources,
                        const struct buf *content, unsigned depth)
{
    struct lexer lexer = {.bytes = content->bytes, .length = content->length, .text = BUF_INIT};
    struct buf name = BUF_INIT; /* the last operand that is one; empty for none */
    bool in_image = false;
    bool ok = depth < DEPTH_MOST;
    enum lexeme lexeme = LEXEME_END;
    while (ok && (lexeme = lexer_next(&lexer)) != LEXEME_END && lexeme != LEXEME_WRONG) {
        if (lexeme == LEXEME_NAME) {
            buf_clear(&name);
            buf_add_format(&name, "/%s", lexer.text.bytes);
            /* Among the names of an inline image is that of its colour space. */
            ok = !in_image || add_name(uses, pdf, resources, USE_SPACE, name.bytes, depth);
        }
        if (lexeme != LEXEME_WORD)
            continue;
        in_image =
            !strcmp(lexer.text.bytes, "BI") || (in_image && strcmp(lexer.text.bytes, "ID") != 0);
        if (!strcmp(lexer.text.bytes, "ID"))
            lexer_skip_image(&lexer);
        else if (name.length)
            ok = add_operator(uses, pdf, resources, lexer.text.bytes, name.bytes, depth);
        buf_clear(&name);
    }
    buf_release(&lexer.text);
    buf_release(&name);
    return ok && lexeme == LEXEME_END;
}

bool uses_add(struct uses *uses, struct pdf *pdf, qpdf_oh resources, const struct buf *content)
{
    return add_content(uses, pdf, resources, content, 0);
}
