/* SPDX-License-Identifier: ISC */
/* The held files of a dossier, with what is found in them. */
#ifndef PAGES_HELD_H
#define PAGES_HELD_H

#include "model/dossier.h"
#include "pages/pages.h"
#include "pages/substitutes.h"
#include "wire/job.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/stat.h>

/* What becomes of a page of a file. */
enum fate { FATE_UNNAMED, FATE_SHOWN, FATE_WITHHELD };

/* Which page of which file a row of the ledger is. */
struct standing {
    struct held_file *file; /* NULL where no file has it, or where that cannot be told */
    unsigned page;
};

/* One file in attachments/. */
struct held {
    struct held_file *file;
    const char *path;
    enum file_type type;
    struct page_facts *facts; /* by page, from 1 at [0] */
    struct finding *findings;
    size_t finding_count;
    size_t finding_capacity;
    bool looked;          /* by inspect_files */
    bool failed;          /* which was reported */
    bool closed;          /* it opens with its password only */
    bool damaged;         /* some page is: nothing of this is kept */
    unsigned char *fates; /* by page, as the file was when it was looked into first */
    size_t kept;          /* pages that are shown; 0 where that is not known */
    unsigned *folios;     /* that the pages have; 0 for none, and where that cannot be told */
    struct redaction *redactions; /* to be painted over, on the pages of the file as it was */
    size_t redaction_count;
    struct text_facts *texts; /* by page, from what stands beside it, `page` 0 where that has none;
                                 NULL: there is no such text */
    struct digest *looks;     /* by page, of those that were only looked at; NULL where none was */
    struct stat status;       /* before anything of it was read here */
    bool compared;            /* its digest, after that */
};

/* What pages_read works with. */
struct held_set {
    struct dossier *dossier;
    const struct pages_options *options;
    struct report *report;
    struct held *files; /* in the order of the ledger's */
    size_t count;
    struct standing *standings; /* by row of the ledger */
    FILE **extracts;            /* where there is no cache to keep them */
    size_t extract_count, extract_capacity;
    bool said; /* what the kernel lacks */
    struct substitutes substitutes;
    const char *faces; /* what stands in for fonts, in the cache's words; "" where no PDF is held */
};

/* Begins the work on all files of the ledger; `options` are from then on those of the set, with
 * what workers may read. What it takes lives in the arena, and until held_close. */
void held_open(struct held_set *set, struct dossier *dossier, struct pages_options *options,
               struct report *report, struct arena *arena);
void held_close(struct held_set *set);

/* Whether the file is what it was when the dossier was read: what is drawn of another must not be
 * kept under its digest. False with *err (EXIT_CODE_MACHINE) where it is not. */
bool held_is_unchanged(struct held *held, struct error *err);

/* Looks into all files that were not looked into yet: fills type, pages and facts, and reports what
 * keeps a file from being read. False with *err where the machine failed. */
bool inspect_files(struct held_set *set, struct error *err);

/* That of a file, which is there. */
struct held *held_find_file(const struct held_set *set, const struct held_file *file);

/* Adds a finding to a file; the detail is copied into the dossier's arena. */
void held_find(struct held_set *set, struct held *held, enum finding_kind kind, uint32_t page,
               const char *detail);

/* Reads the texts that stand beside the files. What is wrong with them is reported. False with *err
 * where the machine failed. */
bool texts_read(struct held_set *set, struct error *err);
/* Once an extract of a file is to take its place: makes the text beside it that of these pages
 * alone, written anew; takes it away where they have none. False with *err as above. */
bool texts_cut(struct held_set *set, struct held *held, const struct job *extract,
               struct error *err);
/* Gives them to the pages: what stands beside a file goes before the text of its own. */
void texts_give(struct held_set *set);
/* Keeps bytes in a file without a name that workers can open while the set is there: its path, or
 * NULL with *err. */
const char *held_keep_open(struct held_set *set, const struct buf *bytes, struct error *err);
/* How it is written, by its name. */
enum text_form texts_form(const struct text_file *text);

/* Finds what the pages' facts tell: no text, low resolution, odd sizes, a name that lies. */
void findings_of_facts(struct held_set *set);
/* Finds what the drawn pages tell, of those that are shown: blank ones, and twins. False with *err
 * where a picture cannot be read again. */
bool findings_of_pictures(struct held_set *set, struct error *err);

/* Says what was found in the files beyond their pages, and forgets it. */
void preflight_report(struct held_set *set);
/* With `verbose`, says what each file is. */
void preflight_note(const struct held_set *set);

/* "210 × 297 mm" */
void held_add_size(struct buf *text, int32_t width, int32_t height);

/* Finds the file and the page in it of each row that has one, also of withheld ones, and marks
 * what becomes of the pages of the files; reports numbers of pages that do not agree. */
void assign_pages(struct held_set *set);
/* The pages of its file that an enclosure holds, in its order; *count is 0 where nobody counts
 * those of the file. */
unsigned *assign_own_pages(const struct holding *holding, size_t *count, struct arena *arena);
/* Gives each row of the ledger its file and page. */
void assign_show(struct held_set *set);

/* Whether a page of the enclosure is withheld. */
bool holdings_are_withheld(const struct ledger *ledger, const struct enclosure *enclosure);
/* Makes the holdings and standings of all enclosures those of the extracts, and takes away files of
 * which nothing is shown. */
void holdings_recast(struct held_set *set);

/* Finds the boxes that are to be painted over in each file; reports those that lie on no page. */
void redactions_find(struct held_set *set);

/* Puts an extract of the pages that are shown in the place of each file that also has others, or
 * has parts that are to be painted over, and takes away files that have none that are. The extracts
 * have not been looked into. What cannot be cut is reported. False with *err where the machine
 * failed. */
bool extracts_make(struct held_set *set, struct error *err);

/* Draws the pages of all rows that are shown. False with *err where the machine failed. */
bool draw_pages(struct held_set *set, struct error *err);

/* Makes the forms of the pages that fit into our PDF. False with *err where the machine failed. */
bool page_forms_make(struct held_set *set, struct error *err);
/* Says which pages do not fit: called by it, and where none are made. */
void page_forms_report(const struct held_set *set);

/* Makes forms of the pictures of those that do not, after all are drawn. False as above. */
bool picture_forms_make(struct held_set *set, struct error *err);

#endif
