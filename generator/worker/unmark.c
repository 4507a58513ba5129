/* SPDX-License-Identifier: ISC */
/* A page's own marked content taken out, so that ours is never nested in it. */
#include "worker/unmark.h"

#include "base/lexer.h"

#include <stdlib.h>
#include <string.h>

/* Resources in resources; the fit into PDF/A was judged with fewer. */
#define DEPTH_MOST 20

static bool is_operand(const char *word)
{
    return !strcmp(word, "true") || !strcmp(word, "false") || !strcmp(word, "null");
}

static bool is_marked_content(const char *word)
{
    static const char *const operators[] = {"BMC", "BDC", "EMC", "MP", "DP"};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        if (!strcmp(word, operators[i]))
            return true;
    }
    return false;
}

/* The marked content that is open, innermost last: whether its marks are kept. */
struct open_marks {
    bool *kept;
    size_t count, capacity;
};

/* Whether the operator's marks are those of a layer that is to stay. */
static bool is_kept(struct open_marks *open, const char *operator, bool layer)
{
    if (!strcmp(operator, "EMC"))
        return open->count && open->kept[--open->count];
    if (operator[1] == 'P') /* MP and DP mark a point */
        return false;
    open->kept = memory_grow(open->kept, open->count, &open->capacity, sizeof *open->kept);
    return open->kept[open->count++] = layer;
}

bool unmark_content(const char *bytes, size_t length, bool layers, struct buf *stripped)
{
    struct lexer lexer = {.bytes = bytes, .length = length, .text = BUF_INIT};
    struct open_marks open = {0};
    size_t begun = 0;  /* where the operands of the next operator begin */
    bool fresh = true; /* none of them was read */
    bool layer = false;
    enum lexeme lexeme;
    while ((lexeme = lexer_next(&lexer)) != LEXEME_END && lexeme != LEXEME_WRONG) {
        if (fresh)
            layer = layers && lexeme == LEXEME_NAME && !strcmp(lexer.text.bytes, "OC");
        fresh = lexeme == LEXEME_WORD && !is_operand(lexer.text.bytes);
        if (!fresh)
            continue;
        if (!strcmp(lexer.text.bytes, "ID"))
            lexer_skip_image(&lexer);
        if (is_marked_content(lexer.text.bytes) && !is_kept(&open, lexer.text.bytes, layer))
            buf_add_char(stripped, '\n');
        else
            buf_add(stripped, bytes + begun, lexer.at - begun);
        begun = lexer.at;
    }
    free(open.kept);
    buf_release(&lexer.text);
    return lexeme == LEXEME_END;
}

void unmark_seen_release(struct unmark_seen *seen)
{
    free(seen->objects);
}

/* Whether an object is met for the first time. One without a number belongs to its holder alone. */
static bool see(struct pdf *pdf, struct unmark_seen *seen, qpdf_oh object)
{
    int id = qpdf_oh_get_object_id(pdf->qpdf, object);
    if (id <= 0)
        return true;
    if ((size_t)id >= seen->count) {
        size_t count = (size_t)id * 2;
        seen->objects = memory_resize(seen->objects, count * sizeof *seen->objects);
        memset(seen->objects + seen->count, 0, (count - seen->count) * sizeof *seen->objects);
        seen->count = count;
    }
    bool first = !seen->objects[id];
    seen->objects[id] = true;
    return first;
}

/* The first of the keys is a layer's. */
static void remove_keys(struct pdf *pdf, const struct unmark_seen *seen, qpdf_oh dictionary)
{
    static const char *const keys[] = {"/OC",       "/StructParent", "/StructParents",
                                       "/Metadata", "/PieceInfo",    "/LastModified"};
    for (size_t i = seen->layers; i < sizeof keys / sizeof *keys; i++)
        qpdf_oh_remove_key(pdf->qpdf, dictionary, keys[i]);
}

static bool strip_within(struct pdf *pdf, qpdf_oh resources, struct unmark_seen *seen, int depth);

/* A form, pattern or glyph procedure. */
static bool strip_stream(struct pdf *pdf, qpdf_oh stream, struct unmark_seen *seen, int depth)
{
    struct buf data = BUF_INIT;
    struct buf stripped = BUF_INIT;
    if (!qpdf_oh_is_stream(pdf->qpdf, stream) || !see(pdf, seen, stream))
        return true;
    bool ok = pdf_data(pdf, stream, &data) &&
              unmark_content(data.bytes, data.length, seen->layers, &stripped);
    if (ok) {
        qpdf_oh null = qpdf_oh_new_null(pdf->qpdf);
        qpdf_oh_replace_stream_data(pdf->qpdf, stream, (const unsigned char *)stripped.bytes,
                                    stripped.length, null, null);
        remove_keys(pdf, seen, qpdf_oh_get_dict(pdf->qpdf, stream));
        ok = strip_within(pdf, pdf_get(pdf, stream, "/Resources"), seen, depth + 1);
    }
    buf_release(&data);
    buf_release(&stripped);
    return ok;
}

static bool strip_object(struct pdf *pdf, const char *kind, qpdf_oh object,
                         struct unmark_seen *seen, int depth)
{
    if (!strcmp(kind, "/ExtGState"))
        return strip_stream(pdf, pdf_get(pdf, pdf_get(pdf, object, "/SMask"), "/G"), seen, depth);
    if (!strcmp(kind, "/Font"))
        return !pdf_has(pdf, object, "/CharProcs") ||
               strip_within(pdf, pdf_get(pdf, object, "/Resources"), seen, depth + 1);
    if (!strcmp(kind, "/XObject") && !pdf_is_name(pdf, pdf_get(pdf, object, "/Subtype"), "/Form")) {
        if (qpdf_oh_is_stream(pdf->qpdf, object))
            remove_keys(pdf, seen, qpdf_oh_get_dict(pdf->qpdf, object));
        return true;
    }
    return strip_stream(pdf, object, seen, depth);
}

static bool strip_within(struct pdf *pdf, qpdf_oh resources, struct unmark_seen *seen, int depth)
{
    static const char *const kinds[] = {"/XObject", "/Pattern", "/ExtGState", "/Font"};
    struct arena arena = ARENA_INIT;
    bool ok = depth < DEPTH_MOST;
    if (ok && !seen->layers && qpdf_oh_is_dictionary(pdf->qpdf, resources))
        qpdf_oh_remove_key(pdf->qpdf, resources, "/Properties");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && ok; i++) {
        qpdf_oh named = pdf_get(pdf, resources, kinds[i]);
        size_t count;
        const char **keys = pdf_keys(pdf, named, &arena, &count);
        for (size_t k = 0; k < count && ok; k++)
            ok = strip_object(pdf, kinds[i], pdf_get(pdf, named, keys[k]), seen, depth);
    }
    arena_release(&arena);
    return ok;
}

bool unmark_resources(struct pdf *pdf, qpdf_oh resources, struct unmark_seen *seen)
{
    return strip_within(pdf, resources, seen, 0);
}
