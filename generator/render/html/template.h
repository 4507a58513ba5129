/* SPDX-License-Identifier: ISC */
/* A template cut into tokens: text, and the tags of our subset of Mustache. */
#ifndef RENDER_HTML_TEMPLATE_H
#define RENDER_HTML_TEMPLATE_H

#include "base/error.h"
#include "model/settings.h"

#include <stdbool.h>
#include <stddef.h>

enum token_kind {
    TOKEN_TEXT,
    TOKEN_VALUE,    /* {{name}} */
    TOKEN_RAW,      /* {{{name}}}, {{&name}} */
    TOKEN_SECTION,  /* {{#name}} */
    TOKEN_INVERTED, /* {{^name}} */
    TOKEN_CLOSE,    /* {{/name}} */
    TOKEN_PARTIAL,  /* {{>name}} */
};

struct token {
    enum token_kind kind;
    const char *text; /* the text, or the tag's name; in the file's bytes, not terminated */
    size_t length;
    size_t offset; /* of the text or tag in the file */
    size_t close;  /* SECTION, INVERTED: the index of its CLOSE */
    bool alone;    /* its line held nothing else */
};

struct template
{
    const struct template_file *file;
    struct token *tokens;
    size_t count;
    size_t capacity;
};

/* Cuts a file, which the template borrows. Every syntax error is reported; false where there was
 * one. Release it in either case. */
bool template_parse(struct template *template, const struct template_file *file,
                    struct report *report);
void template_release(struct template *template);

/* The place of an offset in a template's file. */
struct place template_place(const struct template_file *file, size_t offset);
/* The file of a partial, "site/<name>.html"; NULL where there is none. */
const struct template_file *template_partial(const struct templates *templates,
                                             const struct token *token);

#endif
