/* SPDX-License-Identifier: ISC */
/* The words of a line that says how much is enclosed: "Encl.: 89 pages". */
#ifndef SOURCE_ENCLOSURE_LINE_H
#define SOURCE_ENCLOSURE_LINE_H

#include <stdbool.h>

/* What one line of enclosures says of pages. */
struct enclosure_line {
    unsigned pages;   /* all numbers of pages in it together; 0 for none */
    bool unread;      /* it speaks of pages, and how many could not be read */
    bool contradicts; /* a number in words is followed by another in digits; the digits are in
                         `pages` */
};

/* Where the words stand decides how freely they may be put. */
enum enclosure_line_spot {
    ENCLOSURE_LINE_FIRST, /* they begin a paragraph */
    /* A later line of a paragraph, a heading or a table cell. There the head has a capital, and a
     * colon or, if it is an abbreviation, a period; a head that is a whole word, which could also
     * be a title ("Annex: The Findings"), counts only with a number of pages. */
    ENCLOSURE_LINE_INSIDE,
};

/* Whether the words begin as a line of enclosures does: Encl, Enc, Encls, Enclosure, Enclosures,
 * Enclosure(s), Annex, Attachment, Anlagen, …, in any letter case, with their punctuation; fills
 * *line from what follows, where numbers stand in digits (also 1,200) or in English words. All may
 * stand in parentheses that end with the line. */
bool enclosure_line_read(const char *words, enum enclosure_line_spot spot,
                         struct enclosure_line *line);
/* Only whether they begin so, whatever follows. */
bool enclosure_line_begins(const char *words, enum enclosure_line_spot spot);
/* Whether they are nothing but such a head, "Encl.:", as in the first cell of a table's row. */
bool enclosure_line_is_head(const char *words);

#endif
