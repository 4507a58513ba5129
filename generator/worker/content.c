/* SPDX-License-Identifier: ISC */
/* The content of a PDF's page, walked through with all that it draws: whether it shows text, how
 * fine its pictures are, which fonts it lacks, and whether it may stand in our PDF. */
#include "worker/content.h"

#include "base/lexer.h"
#include "worker/fit.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* Bytes of content that are walked for one page, those of a form each time that it is drawn. What
 * lies past them is not known, and so the page does not fit. An operator that looks at objects
 * counts for more than its letters, a form for yet more. */
#define CONTENT_MOST ((size_t)64 << 20)
#define OPERATOR_COST 64
#define FORM_COST 1024
#define FORM_DEPTH 20
/* More than PDF/A allows (ISO 19005-2, 6.1.13), so that what nests deeper is read all the same. */
#define STATE_DEPTH 512
#define STATE_DEPTH_FITS 28
#define OPERANDS 8

/* Pictures tell how fine a page was scanned where together they cover half of it. A smaller part
 * than a hundredth is a stamp or a rule. */
#define COVERS_PAGE 0.5
#define COVERS_LEAST 0.01

void content_init(struct content *content, struct pdf *pdf, struct fonts *fonts)
{
    *content =
        (struct content){.pdf = pdf, .fonts = fonts, .failed = "", .misfit_a = "", .misfit_ua = ""};
}

void content_release(struct content *content)
{
    free(content->missing);
    arena_release(&content->arena);
}

void content_misfit(struct content *content, bool both, const char *format, ...)
{
    if (*content->misfit_a && (!both || *content->misfit_ua))
        return;
    struct buf words = BUF_INIT;
    va_list args;
    va_start(args, format);
    buf_add_vformat(&words, format, args);
    va_end(args);
    const char *kept = arena_string(&content->arena, words.bytes);
    buf_release(&words);
    if (!*content->misfit_a)
        content->misfit_a = kept;
    if (both && !*content->misfit_ua)
        content->misfit_ua = kept;
}

/* What q keeps and Q brings back. */
struct state {
    double matrix[6];
    const struct font *font;
    bool unseen; /* text rendering mode 3 */
};

/* A form or pattern whose content has been read. */
struct drawn {
    int id;
    bool pictures; /* it has some, so that it matters where it is drawn */
};

/* Of a page, through all forms. */
struct walk {
    struct content *content;
    double page_area, unit;
    double picture_area, lowest;
    size_t left;
    bool pictures; /* some were drawn since this was last set to false */
    bool pattern;  /* in a pattern, whose pictures say nothing of the page */
    int open[FORM_DEPTH];
    unsigned depth;
    struct drawn *drawn;
    size_t drawn_count, drawn_capacity;
};

/* Of one content stream. */
struct stream {
    struct walk *walk;
    struct lexer lexer;
    qpdf_oh resources;
    struct state *states; /* the last is the current one */
    size_t state_count, state_capacity;
    double numbers[OPERANDS]; /* the last operands that are numbers, the last one last */
    struct buf name;          /* the last operand that is a name */
    struct buf strings;       /* those of the operator, one after the other */
    bool has_name;
};

static struct state *state_of(struct stream *stream)
{
    return &stream->states[stream->state_count - 1];
}

static qpdf_oh resource(struct stream *stream, const char *kind)
{
    struct pdf *pdf = stream->walk->content->pdf;
    struct buf key = BUF_INIT;
    buf_add_format(&key, "/%s", stream->name.bytes);
    qpdf_oh found = pdf_get(pdf, pdf_get(pdf, stream->resources, kind), key.bytes);
    buf_release(&key);
    return found;
}

static void multiply(double matrix[6], const double by[6])
{
    double now[6];
    memcpy(now, matrix, sizeof now);
    for (int i = 0; i < 2; i++) {
        matrix[i] = by[0] * now[i] + by[1] * now[2 + i];
        matrix[2 + i] = by[2] * now[i] + by[3] * now[2 + i];
        matrix[4 + i] = by[4] * now[i] + by[5] * now[2 + i] + now[4 + i];
    }
}

/* ---------------------------------------------------------------- Graphics state */

static void save(struct stream *stream)
{
    struct content *content = stream->walk->content;
    if (stream->state_count > STATE_DEPTH_FITS)
        content_misfit(content, false, "graphics states nested deeper than 28");
    if (stream->state_count > STATE_DEPTH) {
        content->failed = "nests its graphics states too deep";
        return;
    }
    stream->states = memory_grow(stream->states, stream->state_count, &stream->state_capacity,
                                 sizeof *stream->states);
    stream->states[stream->state_count] = stream->states[stream->state_count - 1];
    stream->state_count++;
}

static void restore(struct stream *stream)
{
    if (stream->state_count > 1)
        stream->state_count--;
    else
        content_misfit(stream->walk->content, false, "a graphics state that was not kept");
}

static void concatenate(struct stream *stream)
{
    multiply(state_of(stream)->matrix, stream->numbers + OPERANDS - 6);
}

static void set_font(struct stream *stream)
{
    struct content *content = stream->walk->content;
    state_of(stream)->font = fonts_get(content->fonts, content->pdf, resource(stream, "/Font"));
}

static void set_rendering(struct stream *stream)
{
    state_of(stream)->unseen = stream->numbers[OPERANDS - 1] == 3;
}

static void set_intent(struct stream *stream)
{
    fit_intent(stream->walk->content, stream->name.bytes);
}

static void draw_form(struct stream *stream, qpdf_oh form, bool pattern);

static void set_state(struct stream *stream)
{
    struct content *content = stream->walk->content;
    struct pdf *pdf = content->pdf;
    qpdf_oh state = resource(stream, "/ExtGState");
    qpdf_oh font = pdf_get(pdf, state, "/Font");
    qpdf_oh group = pdf_get(pdf, pdf_get(pdf, state, "/SMask"), "/G");
    if (qpdf_oh_is_null(pdf->qpdf, state))
        content_misfit(content, false, "a graphics state that is not there");
    fit_state(content, state);
    if (pdf_count(pdf, font))
        state_of(stream)->font =
            fonts_get(content->fonts, pdf, qpdf_oh_get_array_item(pdf->qpdf, font, 0));
    if (qpdf_oh_is_stream(pdf->qpdf, group))
        draw_form(stream, group, false);
}

/* ---------------------------------------------------------------- Colours */

static void set_cmyk(struct stream *stream)
{
    fit_cmyk(stream->walk->content, stream->resources);
}

static void set_space(struct stream *stream)
{
    struct content *content = stream->walk->content;
    struct buf key = BUF_INIT;
    buf_add_format(&key, "/%s", stream->name.bytes);
    fit_colour(content, qpdf_oh_new_name(content->pdf->qpdf, key.bytes), stream->resources);
    buf_release(&key);
}

static void fit_shading(struct stream *stream, qpdf_oh shading)
{
    struct content *content = stream->walk->content;
    qpdf_oh space = pdf_get(content->pdf, shading, "/ColorSpace");
    fit_colour(content, space, stream->resources);
}

static void set_colour(struct stream *stream)
{
    struct content *content = stream->walk->content;
    struct pdf *pdf = content->pdf;
    if (!stream->has_name)
        return;
    qpdf_oh pattern = resource(stream, "/Pattern");
    if (qpdf_oh_is_stream(pdf->qpdf, pattern))
        draw_form(stream, pattern, true);
    else if (qpdf_oh_is_dictionary(pdf->qpdf, pattern))
        fit_shading(stream, pdf_get(pdf, pattern, "/Shading"));
    else
        content_misfit(content, false, "a pattern that is not there");
    if (pdf_has(pdf, pattern, "/ExtGState"))
        fit_state(content, pdf_get(pdf, pattern, "/ExtGState"));
}

static void paint_shading(struct stream *stream)
{
    fit_shading(stream, resource(stream, "/Shading"));
}

/* ---------------------------------------------------------------- Text */

static void note_missing(struct content *content, const char *name)
{
    for (size_t i = 0; i < content->missing_count; i++) {
        if (!strcmp(content->missing[i], name))
            return;
    }
    content->missing = memory_grow(content->missing, content->missing_count,
                                   &content->missing_capacity, sizeof *content->missing);
    content->missing[content->missing_count++] = name;
}

static bool is_something(const struct buf *text)
{
    for (size_t i = 0; i < text->length; i++) {
        if (text->bytes[i] && text->bytes[i] != ' ')
            return true;
    }
    return false;
}

static void show(struct stream *stream)
{
    struct content *content = stream->walk->content;
    const struct state *state = state_of(stream);
    if (!stream->strings.length)
        return;
    content->has_text = content->has_text || is_something(&stream->strings);
    if (!state->font) {
        content_misfit(content, true, "text without a font");
        return;
    }
    if (!state->unseen && !state->font->embedded)
        note_missing(content, state->font->name);
    const char *misfit = font_misfit(state->font, &stream->strings, !state->unseen);
    if (misfit)
        content_misfit(content, true, "the font %s %s", state->font->name, misfit);
}

/* ---------------------------------------------------------------- Pictures and forms */

/* A picture fills the unit square of its user space (ISO 32000-1, 8.9.5). */
static void measure(struct stream *stream, double width, double height)
{
    struct walk *walk = stream->walk;
    const double *matrix = state_of(stream)->matrix;
    double area = fabs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) / walk->page_area;
    double across = hypot(matrix[0], matrix[1]) * walk->unit / 72;
    double up = hypot(matrix[2], matrix[3]) * walk->unit / 72;
    walk->pictures = true;
    if (walk->pattern || !(area >= COVERS_LEAST) || !(across > 0) || !(up > 0))
        return;
    walk->picture_area += area;
    walk->lowest = fmin(walk->lowest, fmin(width / across, height / up));
}

static void draw(struct stream *stream)
{
    struct content *content = stream->walk->content;
    struct pdf *pdf = content->pdf;
    qpdf_oh object = resource(stream, "/XObject");
    qpdf_oh subtype = pdf_get(pdf, object, "/Subtype");
    if (pdf_is_name(pdf, subtype, "/Image")) {
        fit_image(content, object, stream->resources);
        measure(stream, pdf_number(pdf, object, "/Width", 0),
                pdf_number(pdf, object, "/Height", 0));
    } else if (pdf_is_name(pdf, subtype, "/Form")) {
        draw_form(stream, object, false);
    } else {
        content_misfit(content, false, "an object that is neither a picture nor a form");
    }
}

static void walk_content(struct walk *walk, const struct buf *data, qpdf_oh resources,
                         const struct state *state);

/* False where no more of the page is looked at. */
static bool spend(struct walk *walk, size_t bytes)
{
    if (bytes > walk->left)
        content_misfit(walk->content, true, "more content than is looked at");
    walk->left -= bytes < walk->left ? bytes : walk->left;
    return walk->left;
}

static bool may_draw(struct walk *walk, int id)
{
    for (unsigned i = 0; i < walk->depth; i++) {
        if (id > 0 && walk->open[i] == id) {
            content_misfit(walk->content, false, "a form that draws itself");
            return false;
        }
    }
    if (walk->depth == FORM_DEPTH) {
        content_misfit(walk->content, false, "forms nested deeper than %d", FORM_DEPTH);
        return false;
    }
    for (size_t i = 0; i < walk->drawn_count; i++) {
        if (id > 0 && walk->drawn[i].id == id)
            return walk->drawn[i].pictures && !walk->pattern && spend(walk, FORM_COST);
    }
    return spend(walk, FORM_COST);
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

/* The content of a form, or of a tiling pattern. */
static void draw_form(struct stream *stream, qpdf_oh form, bool pattern)
{
    struct walk *walk = stream->walk;
    struct pdf *pdf = walk->content->pdf;
    struct buf data = BUF_INIT;
    struct state state = *state_of(stream);
    double matrix[6];
    int id = qpdf_oh_get_object_id(pdf->qpdf, form);
    bool was_pattern = walk->pattern;
    bool pictures_before = walk->pictures;
    if (!may_draw(walk, id))
        return;
    fit_form(walk->content, form);
    if (!pdf_data(pdf, form, &data))
        content_misfit(walk->content, true, "a form that cannot be read");
    if (pdf_numbers(pdf, pdf_get(pdf, form, "/Matrix"), matrix, 6))
        multiply(state.matrix, matrix);
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
    struct content *content = stream->walk->content;
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
        content_misfit(content, false, "a picture to be interpolated");
    if (strcmp(key, "CS") != 0 && strcmp(key, "ColorSpace") != 0)
        return;
    buf_clear(&stream->name);
    buf_add_string(&stream->name, word);
    if (strcmp(word, "I") != 0 && strcmp(word, "Indexed") != 0)
        set_space(stream);
}

static void read_inline(struct stream *stream)
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

/* ---------------------------------------------------------------- Operators */

static void nothing(struct stream *stream)
{
    (void)stream;
}

/* ISO 32000-1, annex A: all that there are, in the order of strcmp. */
static const struct operator
{
    const char *word;
    void (*act)(struct stream * stream);
}
operators[] = {
    {"\"", show},        {"'", show},         {"B", nothing},      {"B*", nothing},
    {"BDC", nothing},    {"BI", read_inline}, {"BMC", nothing},    {"BT", nothing},
    {"BX", nothing},     {"CS", set_space},   {"DP", nothing},     {"Do", draw},
    {"EMC", nothing},    {"ET", nothing},     {"EX", nothing},     {"F", nothing},
    {"G", nothing},      {"J", nothing},      {"K", set_cmyk},     {"M", nothing},
    {"MP", nothing},     {"Q", restore},      {"RG", nothing},     {"S", nothing},
    {"SC", set_colour},  {"SCN", set_colour}, {"T*", nothing},     {"TD", nothing},
    {"TJ", show},        {"TL", nothing},     {"Tc", nothing},     {"Td", nothing},
    {"Tf", set_font},    {"Tj", show},        {"Tm", nothing},     {"Tr", set_rendering},
    {"Ts", nothing},     {"Tw", nothing},     {"Tz", nothing},     {"W", nothing},
    {"W*", nothing},     {"b", nothing},      {"b*", nothing},     {"c", nothing},
    {"cm", concatenate}, {"cs", set_space},   {"d", nothing},      {"d0", nothing},
    {"d1", nothing},     {"f", nothing},      {"f*", nothing},     {"g", nothing},
    {"gs", set_state},   {"h", nothing},      {"i", nothing},      {"j", nothing},
    {"k", set_cmyk},     {"l", nothing},      {"m", nothing},      {"n", nothing},
    {"q", save},         {"re", nothing},     {"rg", nothing},     {"ri", set_intent},
    {"s", nothing},      {"sc", set_colour},  {"scn", set_colour}, {"sh", paint_shading},
    {"v", nothing},      {"w", nothing},      {"y", nothing},
};

static int compare(const void *word, const void *entry)
{
    return strcmp(word, ((const struct operator*)entry)->word);
}

static void operate(struct stream *stream)
{
    struct content *content = stream->walk->content;
    const char *word = stream->lexer.text.bytes;
    if (!strcmp(word, "true") || !strcmp(word, "false") || !strcmp(word, "null"))
        return;
    const struct operator* found =
        bsearch(word, operators, sizeof operators / sizeof *operators, sizeof *operators, compare);
    if (!found)
        content_misfit(content, false, "an operator that is not known");
    else if (found->act != nothing && spend(stream->walk, OPERATOR_COST)) {
        qpdf_oh mark = pdf_mark(content->pdf);
        found->act(stream);
        pdf_release(content->pdf, mark);
    }
    buf_clear(&stream->name);
    buf_clear(&stream->strings);
    stream->has_name = false;
    memset(stream->numbers, 0, sizeof stream->numbers);
}

/* ISO 19005-2, 6.1.6: as many digits as whole bytes have. */
static bool has_odd_digits(const struct lexer *lexer)
{
    size_t digits = 0;
    if (lexer->bytes[lexer->at - 1] != '>')
        return false;
    for (size_t at = lexer->at - 1; at && lexer->bytes[at - 1] != '<'; at--)
        digits += !strchr(" \t\r\n\f", lexer->bytes[at - 1]);
    return digits % 2;
}

/* The limits are those of ISO 19005-2, 6.1.13. */
static void take_operand(struct stream *stream, enum lexeme lexeme)
{
    struct content *content = stream->walk->content;
    const struct buf *text = &stream->lexer.text;
    if (lexeme == LEXEME_NUMBER) {
        memmove(stream->numbers, stream->numbers + 1, sizeof *stream->numbers * (OPERANDS - 1));
        stream->numbers[OPERANDS - 1] = stream->lexer.number;
        if (fabs(stream->lexer.number) > INT32_MAX)
            content_misfit(content, false, "a number that is too large");
    } else if (lexeme == LEXEME_NAME) {
        buf_clear(&stream->name);
        buf_add(&stream->name, text->bytes, text->length);
        stream->has_name = true;
        if (text->length > 127)
            content_misfit(content, false, "a name that is too long");
    } else if (lexeme == LEXEME_STRING) {
        buf_add(&stream->strings, text->bytes, text->length);
        if (text->length > 32767)
            content_misfit(content, false, "a string that is too long");
        if (has_odd_digits(&stream->lexer))
            content_misfit(content, false, "half a byte in a string");
    } else if (lexeme == LEXEME_WRONG) {
        content_misfit(content, false, "content that is damaged");
    }
}

static void walk_content(struct walk *walk, const struct buf *data, qpdf_oh resources,
                         const struct state *state)
{
    struct stream stream = {.walk = walk, .resources = resources};
    size_t length = data->length < walk->left ? data->length : walk->left;
    enum lexeme lexeme;
    spend(walk, data->length);
    stream.lexer = (struct lexer){.bytes = data->bytes, .length = length, .text = BUF_INIT};
    buf_init(&stream.name);
    buf_init(&stream.strings);
    stream.states = memory_grow(NULL, 0, &stream.state_capacity, sizeof *stream.states);
    stream.states[stream.state_count++] = *state;
    while (!*walk->content->failed && (lexeme = lexer_next(&stream.lexer)) != LEXEME_END) {
        if (lexeme == LEXEME_WORD)
            operate(&stream);
        else
            take_operand(&stream, lexeme);
    }
    if (stream.state_count > 1)
        content_misfit(walk->content, false, "a graphics state that is not given back");
    free(stream.states);
    buf_release(&stream.name);
    buf_release(&stream.strings);
    buf_release(&stream.lexer.text);
}

void content_read(struct content *content, qpdf_oh page, const struct page_frame *frame)
{
    struct pdf *pdf = content->pdf;
    unsigned char *bytes = NULL;
    struct buf data = BUF_INIT;
    struct walk walk = {
        .content = content,
        .page_area = (frame->right - frame->left) * (frame->top - frame->bottom),
        .unit = frame->unit,
        .lowest = INFINITY,
        .left = CONTENT_MOST,
    };
    qpdf_oh resources = pdf_get(pdf, page, "/Resources");
    size_t length = 0;
    fit_group(content, pdf_get(pdf, page, "/Group"), resources);
    if (qpdf_oh_get_page_content_data(pdf->qpdf, page, &bytes, &length) & QPDF_ERRORS) {
        content->failed = arena_string(&content->arena, pdf_error(pdf));
        return;
    }
    buf_add(&data, bytes, length);
    free(bytes);
    walk_content(&walk, &data, resources, &(struct state){.matrix = {1, 0, 0, 1, 0, 0}});
    if (walk.picture_area >= COVERS_PAGE && walk.lowest >= 1 && walk.lowest < UINT32_MAX)
        content->dpi = (uint32_t)lround(walk.lowest);
    free(walk.drawn);
    buf_release(&data);
}
