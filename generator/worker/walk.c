/* SPDX-License-Identifier: ISC */
/* A walk through a page's content: its operators one by one, and the state that they leave. */
#include "worker/walk.h"

#include "worker/fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct state *walk_state(struct stream *stream)
{
    return &stream->states[stream->state_count - 1];
}

/* False where no more of the page is looked at. */
bool walk_spend(struct walk *walk, size_t bytes)
{
    if (bytes > walk->left) {
        page_content_misfit(walk->content, MISFIT_FORM, "more content than is looked at");
        walk->spent = true;
    }
    walk->left -= bytes < walk->left ? bytes : walk->left;
    return !walk->spent;
}

qpdf_oh walk_resource(struct stream *stream, const char *kind)
{
    struct pdf *pdf = stream->walk->content->pdf;
    struct buf key = BUF_INIT;
    walk_spend(stream->walk, OBJECT_COST);
    buf_add_format(&key, "/%s", stream->name.bytes);
    qpdf_oh found = pdf_get(pdf, pdf_get(pdf, stream->resources, kind), key.bytes);
    buf_release(&key);
    return found;
}

void walk_multiply(double matrix[6], const double by[6])
{
    double now[6];
    memcpy(now, matrix, sizeof now);
    for (int i = 0; i < 2; i++) {
        matrix[i] = by[0] * now[i] + by[1] * now[2 + i];
        matrix[2 + i] = by[2] * now[i] + by[3] * now[2 + i];
        matrix[4 + i] = by[4] * now[i] + by[5] * now[2 + i] + now[4 + i];
    }
}

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
    {"\"", walk_show},        {"'", walk_show},
    {"B", nothing},           {"B*", nothing},
    {"BDC", walk_mark},       {"BI", walk_inline},
    {"BMC", nothing},         {"BT", nothing},
    {"BX", nothing},          {"CS", walk_set_space},
    {"DP", nothing},          {"Do", walk_draw},
    {"EMC", nothing},         {"ET", nothing},
    {"EX", nothing},          {"F", nothing},
    {"G", nothing},           {"J", nothing},
    {"K", walk_set_cmyk},     {"M", nothing},
    {"MP", nothing},          {"Q", walk_restore},
    {"RG", nothing},          {"S", nothing},
    {"SC", walk_set_colour},  {"SCN", walk_set_colour},
    {"T*", nothing},          {"TD", nothing},
    {"TJ", walk_show},        {"TL", nothing},
    {"Tc", nothing},          {"Td", nothing},
    {"Tf", walk_set_font},    {"Tj", walk_show},
    {"Tm", nothing},          {"Tr", walk_set_rendering},
    {"Ts", nothing},          {"Tw", nothing},
    {"Tz", nothing},          {"W", nothing},
    {"W*", nothing},          {"b", nothing},
    {"b*", nothing},          {"c", nothing},
    {"cm", walk_concatenate}, {"cs", walk_set_space},
    {"d", nothing},           {"d0", nothing},
    {"d1", nothing},          {"f", nothing},
    {"f*", nothing},          {"g", nothing},
    {"gs", walk_set_state},   {"h", nothing},
    {"i", nothing},           {"j", nothing},
    {"k", walk_set_cmyk},     {"l", nothing},
    {"m", nothing},           {"n", nothing},
    {"q", walk_save},         {"re", nothing},
    {"rg", nothing},          {"ri", walk_set_intent},
    {"s", nothing},           {"sc", walk_set_colour},
    {"scn", walk_set_colour}, {"sh", walk_paint_shading},
    {"v", nothing},           {"w", nothing},
    {"y", nothing},
};

static int compare(const void *word, const void *entry)
{
    return strcmp(word, ((const struct operator*)entry)->word);
}

static void operate(struct stream *stream)
{
    struct page_content *content = stream->walk->content;
    const char *word = stream->lexer.text.bytes;
    if (!strcmp(word, "true") || !strcmp(word, "false") || !strcmp(word, "null"))
        return;
    const struct operator* found =
        bsearch(word, operators, sizeof operators / sizeof *operators, sizeof *operators, compare);
    if (!found)
        page_content_misfit(content, MISFIT_ARCHIVE, "an operator that is not known");
    else if (found->act != nothing) {
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
    struct page_content *content = stream->walk->content;
    const struct buf *text = &stream->lexer.text;
    if (lexeme == LEXEME_NUMBER) {
        memmove(stream->numbers, stream->numbers + 1, sizeof *stream->numbers * (OPERANDS - 1));
        stream->numbers[OPERANDS - 1] = stream->lexer.number;
        if (fabs(stream->lexer.number) > INT32_MAX)
            page_content_misfit(content, MISFIT_ARCHIVE, "a number that is too large");
    } else if (lexeme == LEXEME_NAME) {
        buf_clear(&stream->name);
        buf_add(&stream->name, text->bytes, text->length);
        stream->has_name = true;
        if (text->length > 127)
            page_content_misfit(content, MISFIT_ARCHIVE, "a name that is too long");
    } else if (lexeme == LEXEME_STRING) {
        buf_add(&stream->strings, text->bytes, text->length);
        if (text->length > 32767)
            page_content_misfit(content, MISFIT_ARCHIVE, "a string that is too long");
        if (has_odd_digits(&stream->lexer))
            page_content_misfit(content, MISFIT_ARCHIVE, "half a byte in a string");
    } else if (lexeme == LEXEME_WRONG) {
        page_content_misfit(content, MISFIT_FORM, "content that is damaged");
    }
}

void walk_content(struct walk *walk, const struct buf *data, qpdf_oh resources,
                  const struct state *state)
{
    struct stream stream = {.walk = walk, .resources = resources};
    size_t length = data->length < walk->left ? data->length : walk->left;
    enum lexeme lexeme;
    if (length < data->length)
        page_content_misfit(walk->content, MISFIT_FORM, "more content than is looked at");
    walk->left -= length;
    stream.lexer = (struct lexer){.bytes = data->bytes, .length = length, .text = BUF_INIT};
    buf_init(&stream.name);
    buf_init(&stream.strings);
    stream.states = memory_grow(NULL, 0, &stream.state_capacity, sizeof *stream.states);
    stream.states[stream.state_count++] = *state;
    while (!walk->spent && !*walk->content->failed &&
           (lexeme = lexer_next(&stream.lexer)) != LEXEME_END) {
        if (lexeme == LEXEME_WORD)
            operate(&stream);
        else
            take_operand(&stream, lexeme);
    }
    if (stream.state_count > 1 && !walk->spent)
        page_content_misfit(walk->content, MISFIT_FORM, "a graphics state that is not given back");
    free(stream.states);
    buf_release(&stream.name);
    buf_release(&stream.strings);
    buf_release(&stream.lexer.text);
}
