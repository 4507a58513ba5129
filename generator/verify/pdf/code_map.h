/* SPDX-License-Identifier: ISC */
/* What a font's codes stand for, by its ToUnicode, and which of them are shown. */
#ifndef VERIFY_PDF_CODE_MAP_H
#define VERIFY_PDF_CODE_MAP_H

#include "verify/pdf/check.h"

#define CODES_MOST 65536

/* Codes with their text, UTF-16BE, of which the last unit rises with the code. A text string's
 * mark, FE FF, stands before it. */
struct code_range {
    unsigned first;
    unsigned last;
    unsigned reach; /* the last code of this range and of those before it */
    size_t order;   /* in the CMap */
    const char *text;
    size_t length;
};

/* Of the size of the CMap, and of a bit for each code that there can be. */
struct code_map {
    const struct object *font;
    bool wide;      /* two bytes a code */
    bool has_texts; /* the font has a ToUnicode */
    bool is_latin;  /* its encoding tells the texts: they may be missing here */
    struct code_range *ranges;
    size_t count;
    size_t capacity;
    unsigned end;         /* after the highest code that is shown */
    unsigned char *shown; /* a bit for each code that is shown, or NULL: none is */
    unsigned char *told;  /* a bit for each code whose want was said */
};

/* The map of a font, read once. */
struct code_map *code_map_of(struct check *check, const struct object *font);
void code_map_release(struct code_map *map);
/* Appends the text of a code; false where it has none. */
bool code_map_text(const struct code_map *map, unsigned code, struct buf *text);
void code_map_show(struct check *check, struct code_map *map, unsigned code);
bool code_map_is_shown(const struct code_map *map, unsigned code);
/* True the first time. */
bool code_map_tell(struct code_map *map, unsigned code);

#endif
