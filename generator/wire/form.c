/* SPDX-License-Identifier: ISC */
/* Foreign pages as forms with all that they draw, told token by token. */
#include "wire/form.h"

#include "base/lexer.h"
#include "wire/job.h"

#include <string.h>

#define DATA_AT_ONCE ((size_t)1 << 20)
/* Role and length of the data, before the tokens. */
#define HEAD (1 + sizeof(uint64_t))
/* Of a number, as it is written. */
#define DIGITS_MOST 400

/* ---- Telling ---- */

static void add_integer(struct buf *out, uint64_t number, size_t size)
{
    for (size_t i = 0; i < size; i++)
        buf_add_char(out, (char)(number >> 8 * i));
}

void form_add(struct buf *tokens, enum form_token token)
{
    buf_add_char(tokens, (char)token);
}

void form_add_bytes(struct buf *tokens, enum form_token token, const void *bytes, size_t length)
{
    form_add(tokens, token);
    add_integer(tokens, length, sizeof(uint32_t));
    buf_add(tokens, bytes, length);
}

void form_add_reference(struct buf *tokens, uint32_t object)
{
    form_add(tokens, FORM_REFERENCE);
    add_integer(tokens, object, sizeof(uint32_t));
}

/* The numbers that were read last: a reference is two, and the word R. */
struct numbers {
    size_t count;
    uint32_t values[2];
    size_t places[2]; /* of their tokens */
};

static void note_number(struct numbers *numbers, double value, size_t place)
{
    numbers->values[0] = numbers->values[1];
    numbers->places[0] = numbers->places[1];
    numbers->values[1] = value > 0 && value < UINT32_MAX ? (uint32_t)value : 0;
    numbers->places[1] = place;
    numbers->count++;
}

static bool add_word(struct buf *tokens, const char *word, const struct numbers *numbers,
                     const struct form_referrer *referrer)
{
    if (!strcmp(word, "true") || !strcmp(word, "false")) {
        form_add(tokens, *word == 't' ? FORM_TRUE : FORM_FALSE);
    } else if (!strcmp(word, "null")) {
        form_add(tokens, FORM_NULL);
    } else if (!strcmp(word, "R") && numbers->count >= 2 && referrer) {
        tokens->length = numbers->places[0];
        form_add_reference(
            tokens, referrer->refer(referrer->context, numbers->values[0], numbers->values[1]));
    } else {
        return false;
    }
    return true;
}

static bool add_lexeme(struct buf *tokens, enum lexeme lexeme, const struct buf *text)
{
    static const uint8_t kinds[] = {
        [LEXEME_NUMBER] = FORM_NUMBER,     [LEXEME_NAME] = FORM_NAME,
        [LEXEME_STRING] = FORM_STRING,     [LEXEME_ARRAY] = FORM_ARRAY,
        [LEXEME_ARRAY_END] = FORM_END,     [LEXEME_DICTIONARY] = FORM_DICTIONARY,
        [LEXEME_DICTIONARY_END] = FORM_END};
    if (lexeme == LEXEME_NUMBER || lexeme == LEXEME_NAME || lexeme == LEXEME_STRING)
        form_add_bytes(tokens, kinds[lexeme], text->bytes, text->length);
    else if (lexeme != LEXEME_WRONG)
        form_add(tokens, kinds[lexeme]);
    return lexeme != LEXEME_WRONG;
}

bool form_add_syntax(struct buf *tokens, const char *syntax, const struct form_referrer *referrer)
{
    struct lexer lexer = {.bytes = syntax, .length = strlen(syntax), .text = BUF_INIT};
    struct numbers numbers = {0};
    enum lexeme lexeme;
    bool ok = true;
    while (ok && (lexeme = lexer_next(&lexer)) != LEXEME_END) {
        size_t place = tokens->length;
        if (lexeme == LEXEME_WORD)
            ok = add_word(tokens, lexer.text.bytes, &numbers, referrer);
        else
            ok = add_lexeme(tokens, lexeme, &lexer.text);
        if (lexeme == LEXEME_NUMBER)
            note_number(&numbers, lexer.number, place);
        else
            numbers.count = 0;
    }
    buf_release(&lexer.text);
    return ok;
}

void form_add_object(struct buf *frames, enum form_role role, const struct buf *tokens,
                     uint64_t length)
{
    struct buf content = BUF_INIT;
    buf_reserve(&content, HEAD + tokens->length);
    buf_add_char(&content, (char)role);
    add_integer(&content, length, sizeof length);
    buf_add(&content, tokens->bytes, tokens->length);
    frame_add(frames, REPLY_OBJECT, content.bytes, content.length);
    buf_release(&content);
}

void form_add_data(struct buf *frames, const struct buf *data)
{
    for (size_t at = 0; at < data->length; at += DATA_AT_ONCE) {
        size_t left = data->length - at;
        frame_add(frames, REPLY_BYTES, data->bytes + at, left < DATA_AT_ONCE ? left : DATA_AT_ONCE);
    }
}

/* A stream whose dictionary has these entries. */
static void add_stream(struct buf *frames, enum form_role role, const char *entries,
                       const struct buf *data, const struct form_referrer *referrer)
{
    struct buf tokens = BUF_INIT;
    form_add(&tokens, FORM_DICTIONARY);
    (void)form_add_syntax(&tokens, entries, referrer); /* it is our own */
    form_add(&tokens, FORM_END);
    form_add_object(frames, role, &tokens, data->length);
    form_add_data(frames, data);
    buf_release(&tokens);
}

/* The picture comes first. */
static uint32_t refer_back(void *context, uint32_t number, uint32_t generation)
{
    (void)number;
    (void)generation;
    return *(const uint32_t *)context;
}

void form_add_picture(struct buf *frames, uint32_t *objects, int32_t width, int32_t height,
                      const long long matrix[6], const char *entries, const struct buf *data)
{
    struct buf text = BUF_INIT;
    struct buf content = BUF_INIT;
    add_stream(frames, FORM_STREAM, entries, data, NULL);
    ++*objects;
    buf_add_string(&text, "/Type /XObject /Subtype /Form /BBox [0 0 ");
    buf_add_thousandths(&text, width);
    buf_add_char(&text, ' ');
    buf_add_thousandths(&text, height);
    buf_add_string(&text, "] /Resources << /XObject << /I 1 0 R >> >>");
    buf_add_string(&content, "q ");
    for (int i = 0; i < 6; i++) {
        buf_add_thousandths(&content, matrix[i]);
        buf_add_char(&content, ' ');
    }
    buf_add_string(&content, "cm /I Do Q");
    add_stream(frames, FORM_PAGE, text.bytes, &content,
               &(struct form_referrer){refer_back, objects});
    ++*objects;
    buf_release(&text);
    buf_release(&content);
}

/* ---- Hearing ---- */

static uint64_t integer_at(const uint8_t *at, size_t size)
{
    uint64_t number = 0;
    for (size_t i = 0; i < size; i++)
        number |= (uint64_t)at[i] << 8 * i;
    return number;
}

bool form_next(struct form_reader *reader, struct form_value *value)
{
    size_t size = sizeof(uint32_t);
    if (!reader->left)
        return false;
    *value = (struct form_value){.token = (enum form_token) * reader->at++};
    reader->left--;
    bool bytes = value->token >= FORM_NUMBER && value->token <= FORM_NAME;
    if (!bytes && value->token != FORM_REFERENCE)
        return value->token < FORM_TOKEN_COUNT;
    if (reader->left < size)
        return false;
    uint32_t number = (uint32_t)integer_at(reader->at, size);
    if (bytes && number > reader->left - size)
        return false;
    value->bytes = (const char *)reader->at + size;
    value->length = bytes ? number : 0;
    value->object = bytes ? 0 : number;
    reader->at += size + value->length;
    reader->left -= size + value->length;
    return true;
}

/* As form_add_syntax has them from a lexer: a sign, digits, one point. */
static bool is_number(const char *text, size_t length)
{
    size_t digits = 0, points = 0;
    for (size_t i = 0; i < length; i++) {
        digits += text[i] >= '0' && text[i] <= '9';
        points += text[i] == '.';
    }
    size_t sign = length && (*text == '-' || *text == '+');
    return length <= DIGITS_MOST && digits && points <= 1 && sign + digits + points == length;
}

/* The values that are open, innermost last. */
struct open_values {
    size_t count;
    struct {
        bool dictionary;
        bool key; /* that comes next, or the end */
    } items[FORM_DEPTH_MOST];
};

static bool is_named(const struct form_value *value, const char *name)
{
    return value->length == strlen(name) && !memcmp(value->bytes, name, value->length);
}

/* Whether a token may stand where it does; opens and closes values. */
static bool may_stand(struct open_values *open, const struct form_value *value)
{
    bool within = open->count;
    bool dictionary = within && open->items[open->count - 1].dictionary;
    bool key = dictionary && open->items[open->count - 1].key;
    if (value->token == FORM_END) {
        open->count -= within;
        return within && (!dictionary || key);
    }
    if (dictionary)
        open->items[open->count - 1].key = !key;
    if (value->token == FORM_ARRAY || value->token == FORM_DICTIONARY) {
        if (key || open->count == FORM_DEPTH_MOST)
            return false;
        open->items[open->count].dictionary = value->token == FORM_DICTIONARY;
        open->items[open->count++].key = true;
        return true;
    }
    if (value->token == FORM_NUMBER && !is_number(value->bytes, value->length))
        return false;
    if (value->token == FORM_NAME && memchr(value->bytes, 0, value->length))
        return false;
    return !key || value->token == FORM_NAME;
}

/* Whether the tokens are one value, a stream's dictionary where it is to be one. Tells the greatest
 * number of an object in it. */
static bool check(const struct form_object *object, uint32_t *referred)
{
    struct open_values open = {0};
    struct form_reader reader = {object->tokens, object->token_length};
    struct form_value value;
    bool stream = object->role != FORM_VALUE;
    do {
        bool top = open.count == 1 && stream && open.items[0].key;
        if (!form_next(&reader, &value) || !may_stand(&open, &value))
            return false;
        if (top && value.token == FORM_NAME && is_named(&value, "Length"))
            return false;
        if (stream && (open.count ? !open.items[0].dictionary : value.token != FORM_END))
            return false;
        if (value.token == FORM_REFERENCE && !value.object)
            return false;
        *referred = value.object > *referred ? value.object : *referred;
    } while (open.count);
    return !reader.left;
}

static bool read_object(const struct frame *frame, struct form_object *object, uint32_t *referred)
{
    if (frame->kind != REPLY_OBJECT || frame->length < HEAD || *frame->bytes >= FORM_ROLE_COUNT)
        return false;
    *object = (struct form_object){.role = (enum form_role) * frame->bytes,
                                   .length = integer_at(frame->bytes + 1, sizeof(uint64_t)),
                                   .tokens = frame->bytes + HEAD,
                                   .token_length = frame->length - HEAD};
    return (object->role != FORM_VALUE || !object->length) && check(object, referred);
}

bool form_read(const struct frame *frame, struct form_object *object)
{
    uint32_t referred = 0;
    return read_object(frame, object, &referred);
}

bool form_row_take(struct form_row *row, const struct frame *frame, struct form_object *object)
{
    *object = (struct form_object){0};
    if (row->left) {
        bool ok = frame->kind == REPLY_BYTES && frame->length <= row->left;
        row->left -= ok ? frame->length : 0;
        return ok;
    }
    if (row->objects == UINT32_MAX || !read_object(frame, object, &row->referred))
        return false;
    row->objects++;
    row->pages += object->role == FORM_PAGE;
    row->left = object->length;
    return true;
}

bool form_row_is_whole(const struct form_row *row)
{
    return !row->left && row->referred <= row->objects;
}
