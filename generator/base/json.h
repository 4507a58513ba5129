/* SPDX-License-Identifier: ISC */
/* A writer of JSON (RFC 8259) that is also safe inside an HTML script element. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

#define JSON_DEPTH_MAX 32

/* A document being written to *out. Objects and arrays stand indented, one member a line, but for
 * those begun as `flat`, which stand on one line with all that is in them. */
struct json {
    struct buf *out;
    unsigned depth;
    unsigned flat;               /* the depth from which on all stands on one line; 0 for nowhere */
    bool filled[JSON_DEPTH_MAX]; /* the object or array of a depth has a member */
};

void json_init(struct json *json, struct buf *out);
/* `key` is NULL in an array and at the top. Texts are UTF-8. */
void json_object(struct json *json, const char *key, bool flat);
void json_array(struct json *json, const char *key, bool flat);
void json_end_object(struct json *json);
void json_end_array(struct json *json);
void json_text(struct json *json, const char *key, const char *text);
/* null where the text is "". */
void json_text_or_null(struct json *json, const char *key, const char *text);
void json_number(struct json *json, const char *key, unsigned long long number);
/* Thousandths as a decimal: 210500 is 210.5. */
void json_thousandths(struct json *json, const char *key, long long thousandths);
void json_bool(struct json *json, const char *key, bool truth);
void json_null(struct json *json, const char *key);

#endif
