/* SPDX-License-Identifier: ISC */
/* The ledger: one row for each page that the letter declares, each accounted for. */
#ifndef MODEL_LEDGER_H
#define MODEL_LEDGER_H

#include "base/digest.h"
#include "base/error.h"
#include "model/held_page.h"
#include "model/metadata.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A declared number of pages above this is an error, so that a slip of the keyboard does not fill
 * the disk. */
#define LEDGER_PAGES_MAX 1000000u

/* More enclosures than these cannot share pages: each of them names all the others, and each page
 * all that it may belong to. */
#define LEDGER_SHARED_MAX 100u

enum status { STATUS_HELD, STATUS_WITHHELD, STATUS_NOT_HELD, STATUS_ILLEGIBLE, STATUS_COUNT };

const char *status_word(enum status status); /* "not held": as the manifest spells it */
const char *status_name(enum status status); /* "not-held": for classes and keys */
const char *status_sign(enum status status); /* ● ◐ ○ ◌ */
/* False where the word is none of the four. */
bool status_parse(const char *word, enum status *status);

/* Pages `first` to `last` of something, from 1, both included. */
struct page_range {
    unsigned first;
    unsigned last;
    struct place place;
};

/* The ends of the names of texts beside files: "fax.tif.hocr" is the text of "fax.tif". */
#define TEXT_FILE_HOCR ".hocr"
#define TEXT_FILE_ALTO ".alto.xml"
#define TEXT_FILE_PLAIN ".txt"

/* A text in attachments/ that stands beside a file. */
struct text_file {
    const char *name; /* relative to attachments/; NULL: there is none */
    const char *path; /* where its bytes are read */
    uint64_t size;
    struct digest digest;
    struct place place; /* the file itself */
};

/* A file in attachments/ that stands for pages which are shown, whatever enclosures they belong to.
 * Files of withheld pages never get here. */
struct held_file {
    const char *name; /* relative to attachments/ */
    const char *path; /* where its bytes are read */
    uint64_t size;
    struct digest digest;
    struct text_file text;     /* that stands beside it */
    struct place place;        /* where it is named first */
    const char *password_file; /* path in the dossier's folder; NULL for none */
    struct place password_place;
    const char *password; /* its first line, which is in no output and no cache; NULL for none */
    /* Set by pages_read, which also puts an extract in the place of a file that has pages which may
     * not go out: path, size and digest are the extract's from then on, and so are the pages of its
     * holdings. */
    const char *type;  /* "PDF", "TIFF" … or "other": carried, and not looked into */
    const char *media; /* its media type */
    const char *title; /* the document's own, "" for none */
    struct held_page *pages;
    size_t page_count;   /* 0 where nobody looks into it */
    const char *failure; /* why none of its pages can be shown; NULL where they can */
};

/* What an enclosure has of a file. */
struct holding {
    struct held_file *file;
    const struct page_range *pages; /* of the file; none: all of them */
    size_t pages_count;
    const struct page_range *holds; /* the enclosure's pages that these are; none: the next ones */
    size_t holds_count;
    const struct page_range *without; /* the enclosure's withheld pages that were taken out of the
                                         file, which is an extract of another */
    size_t without_count;
    struct place place;
};

/* What differs from the rest of an enclosure. */
struct exception {
    const struct page_range *pages;
    size_t page_count;
    enum status status;
    const char *reason; /* "" for none */
    const char *authority;
    bool apart; /* its pages are in a file of their own, which is held back */
    struct place place;
};

/* A box on a page, in micrometres from the upper left corner of the page as it is seen. */
struct part_box {
    int32_t left, top, width, height;
};

/* Parts of a page that are withheld for one reason. In what is published they are painted over, and
 * in each stands the sign: its number in square brackets. */
struct withheld_part {
    unsigned page; /* of the enclosure */
    const struct part_box *boxes;
    size_t box_count;
    const char *reason;
    const char *authority;
    bool done; /* the file is an extract in which they are painted over already */
    unsigned
        sign; /* set by redacted_assign: alike in an enclosure where reason and authority are */
    struct place place;
};

/* A place in the letter that speaks of an enclosure. */
struct mention {
    unsigned paragraph; /* its ¶ number; 0 outside the numbered paragraphs */
    unsigned folio;     /* the page it names; 0 for the enclosure as a whole */
    const char *words;  /* of the link */
};

struct enclosure {
    const char *id;
    const char *title;
    const char *title_from;     /* "letter" or "document" */
    struct text_list languages; /* that its pages are in; none where nobody says */
    unsigned pages;             /* as the manifest states it; 0: not stated */
    enum status status;
    const char *reason; /* "" for none */
    const char *authority;
    struct holding *holdings;
    size_t holding_count;
    const struct exception *exceptions;
    size_t exception_count;
    struct withheld_part *parts; /* those that are done first */
    size_t part_count;
    struct place place;
    struct place title_place;
    struct place languages_place;
    struct place pages_place;
    /* Set by ledger_reconcile. */
    unsigned first_folio; /* of its own pages, or of those that it shares with its neighbours */
    unsigned last_folio;
    unsigned counts[STATUS_COUNT]; /* of the same pages */
    bool shared; /* the pages cannot be told apart from its neighbours': nobody stated how many are
                    whose */
    /* Set when the letter is resolved. */
    struct mention *mentions;
    size_t mention_count;
};

struct ledger_row {
    unsigned folio;         /* E1 is 1 */
    size_t enclosure;       /* the first that the page may belong to, from 0 */
    size_t enclosure_count; /* 1 where it is known */
    unsigned page;          /* of its enclosure, from 1; 0 where that cannot be told */
    enum status status;
    const char *reason;
    const char *authority;
    const struct withheld_part **parts; /* of the page, in their enclosure's order */
    size_t part_count;
    const struct held_file *file;  /* held, and it is known which; NULL otherwise */
    const struct held_page *shown; /* the page itself; NULL where it cannot be shown */
};

/* Neighbouring rows alike in all but number: one slip sheet, one row of the table by range. */
struct ledger_run {
    unsigned first_folio;
    unsigned last_folio;
    const struct ledger_row *row; /* the first of them */
};

/* Where a number of declared pages was read. */
struct declaration {
    unsigned pages;
    struct place place;
};

struct ledger {
    unsigned declared; /* by the manifest; 0 where there is none */
    struct place declared_place;
    const struct declaration
        *letter; /* the letter's own "Encl.: N pages" lines; their sum counts */
    size_t letter_count;
    struct enclosure *enclosures;
    size_t enclosure_count;
    struct held_file **files; /* each once, by name */
    size_t file_count;
    struct ledger_row *rows; /* rows[i] is folio i + 1 */
    size_t row_count;
    struct ledger_run *runs;
    size_t run_count;
    unsigned counts[STATUS_COUNT];
};

/* Fills first_folio … runs and counts from declared, letter and enclosures, in the arena. What does
 * not add up is reported with the numbers and the places that they came from; true where all is
 * accounted for. */
bool ledger_reconcile(struct ledger *ledger, struct arena *arena, struct report *report);

/* Puts the files in the order of their names. */
void ledger_sort_files(struct ledger *ledger);

/* Counts and runs anew, after rows have changed. */
void ledger_recount(struct ledger *ledger, struct arena *arena);

/* The language that its pages are in, where one is named and no other; NULL otherwise. */
const char *ledger_language(const struct enclosure *enclosure);

/* The index of the enclosure with this id, or -1. */
ptrdiff_t ledger_find(const struct ledger *ledger, const char *id);
/* The folio of a page of an enclosure; 0 where there is none or it cannot be told. */
unsigned ledger_folio(const struct ledger *ledger, size_t enclosure, unsigned page);

/* Adds a page to ranges, which have room for one more: to the last one where it follows it. */
void ledger_add_page(struct page_range *ranges, size_t *count, unsigned page, struct place place);

/* "E12", or "E1–E89" for a range of more than one. */
void ledger_append_range(struct buf *buf, unsigned first, unsigned last);
/* How many pages the ranges have together. */
size_t ledger_count_pages(const struct page_range *ranges, size_t count);
/* "12–14, 20" */
void ledger_append_pages(struct buf *buf, const struct page_range *ranges, size_t count);
/* "A", "A, B": the ids of the enclosures that a row may belong to. */
void ledger_append_ids(struct buf *buf, const struct ledger *ledger, const struct ledger_row *row);

#endif
