/* SPDX-License-Identifier: ISC */
/* What a worker is asked to do with one foreign file, and what it answers: the messages that both
 * sides speak.
 *
 * The program starts a worker with the foreign file on descriptor WIRE_FILE_FD, writes one JOB
 * frame to its standard input and reads frames from its standard output until DONE or the end of
 * the stream, which without DONE before it means that the worker failed. Lengths on pages are
 * thousandths of a point (1/72 inch), on the page as it is seen: turned, UserUnit applied. Pages
 * count from 1. */
#ifndef WIRE_JOB_H
#define WIRE_JOB_H

#include "base/memory.h"
#include "wire/field.h"
#include "wire/file_type.h"
#include "wire/redaction.h"

#include <stdbool.h>
#include <stdint.h>

#define WIRE_FILE_FD 3 /* the foreign file, open for reading */

/* Limits on what is believed; reaching one is an error that names it. */
#define WIRE_PAGES_MOST 1000000u
#define WIRE_LENGTH_MOST 100000000 /* 35 m */
#define WIRE_PIXELS_MOST 65500u

enum job_kind {
    JOB_INSPECT,   /* FILE and its FINDINGs, then PAGE and FINDINGs, or FAILED, for each page */
    JOB_DRAW,      /* for each page: BEGIN, TEXT, DRAWN, a PICTURE of each width; or FAILED */
    JOB_NORMALISE, /* these pages as forms, with all that they draw: OBJECTs and BYTES (form.h) */
    JOB_EXTRACT,   /* a file of the same type of these pages and nothing of the others, those with
                      redactions as pictures: BYTES; BEGIN before each of these of a PDF */
    JOB_OCR,       /* for each page: BEGIN, then TEXT or FAILED */
    JOB_TEXT,      /* the text beside a file: a TEXT for each of its pages, FAULTs */
    JOB_TRY,       /* does what `trial` says, for the tests */
    JOB_COUNT
};

/* What JOB_TRY tries: the worker's limits, and how it may fail the program. */
enum trial {
    TRIAL_CONFINEMENT, /* all that it must not be able to do: FAILED for each thing that it could */
    TRIAL_HANG,        /* never ends, and takes no time of the processor */
    TRIAL_SPIN,        /* never ends, and takes all of it */
    TRIAL_CRASH,       /* a segmentation fault */
    TRIAL_ABORT,
    TRIAL_MEMORY, /* takes memory until there is none */
    TRIAL_FLOOD,  /* endless BYTES */
    TRIAL_LIE,    /* a frame that states a length of 4 GB */
    TRIAL_CUT,    /* half a frame, then the end */
    TRIAL_QUIT,   /* the end without DONE, exit code 0 */
    TRIAL_COUNT
};

/* How a text beside a file is written. */
enum text_form {
    TEXT_FORM_HOCR,  /* hOCR 1.2 */
    TEXT_FORM_ALTO,  /* ALTO 2 to 4 */
    TEXT_FORM_PLAIN, /* form feeds part the pages */
    TEXT_FORM_COUNT
};

/* The widths in which a page is drawn, smallest first. */
enum picture_size { PICTURE_THUMBNAIL, PICTURE_SMALL, PICTURE_LARGE, PICTURE_SIZE_COUNT };

struct page_span {
    uint32_t first, last;
};

struct job {
    enum job_kind kind;
    enum file_type type;
    const struct page_span *spans; /* none: all pages */
    size_t span_count;
    const char *password;                /* "" for none */
    uint32_t widths[PICTURE_SIZE_COUNT]; /* DRAW: in pixels */
    uint32_t jpeg_quality;               /* DRAW: 1 to 100 */
    const char *faces;     /* where a PDF is drawn: tells apart, in the cache, which faces
                              stood in for fonts that are not embedded */
    const char *languages; /* OCR: tesseract's names, "eng+aze" */
    uint32_t resolution;   /* OCR, and EXTRACT of a page with redactions: dots per inch
                              at which a PDF's page is drawn */
    const struct redaction *redactions; /* EXTRACT */
    size_t redaction_count;
    enum text_form text_form; /* TEXT */
    uint32_t page_count;      /* TEXT: how many the file has that it is the text of */
    enum trial trial;         /* TRY */
};

enum reply_kind {
    REPLY_CONFINED, /* the first: a text, what the kernel lacks to confine it: "", "Landlock" … */
    REPLY_FILE,     /* struct file_facts */
    REPLY_PAGE,     /* struct page_facts */
    REPLY_FINDING,  /* struct finding */
    REPLY_BEGIN,    /* a number: the page that is begun */
    REPLY_DRAWN,    /* struct drawn_facts */
    REPLY_PICTURE,  /* struct picture_facts */
    REPLY_TEXT,     /* struct text_facts */
    REPLY_BYTES,    /* raw bytes: the next of a file, or of a stream */
    REPLY_OBJECT,   /* one of a form's, as form.h has it */
    REPLY_FAULT,    /* struct text_fault */
    REPLY_FAILED,   /* a number: the page, 0 for the file; a text: why */
    REPLY_DONE,     /* nothing */
    REPLY_COUNT
};

/* What a preflight finds. What is said of each stands in pages/preflight.c. From FINDING_NO_TEXT on
 * the program finds it itself, from what it was told of pages; a worker does not send it. */
enum finding_kind {
    FINDING_REPAIRED,          /* damaged, and could be read all the same; detail: what */
    FINDING_ENCRYPTED,         /* opened without a password, or with the given one */
    FINDING_PASSWORD,          /* a password is needed, or the given one is wrong: nothing read */
    FINDING_FORMS,             /* interactive forms: drawn as they are filled in */
    FINDING_SCRIPTS,           /* not carried over */
    FINDING_ATTACHMENTS,       /* not carried over */
    FINDING_LAYERS,            /* shown as they would print */
    FINDING_SIGNATURES,        /* what is signed is the original in the bundle */
    FINDING_ANNOTATIONS,       /* of a page; detail: which kinds */
    FINDING_FONT_NOT_EMBEDDED, /* of a page; detail: the font's name */
    FINDING_FONT_NEEDED,       /* the same where its glyphs are told by numbers of its own */
    FINDING_LOST,              /* pages that it states are not there; detail: how many */
    FINDING_NO_TEXT,           /* of a page */
    FINDING_BLANK,             /* of a page */
    FINDING_RESOLUTION,        /* of a page; detail: dots per inch */
    FINDING_TURNED,            /* of a page; detail: degrees clockwise */
    FINDING_SIZE,              /* of a page: not that of most; detail: its size and that of most */
    FINDING_TWIN,              /* of a page that looks like another; detail: which */
    FINDING_NAME,              /* its name says another type; detail: which, and what it is */
    FINDING_COUNT
};

struct finding {
    enum finding_kind kind;
    uint32_t page; /* 0: of the whole file */
    const char *detail;
};

struct file_facts {
    enum file_type type;
    uint32_t page_count;
    bool closed;       /* it opens with the password that was given, and not without one */
    const char *title; /* the document's own, "" for none */
};

struct page_facts {
    uint32_t page;
    int32_t width, height;
    uint32_t turned; /* degrees clockwise: 0, 90, 180, 270; already applied */
    uint32_t dpi;    /* the lowest of the pictures that cover most of it; 0: none do */
    bool has_text;
    bool fits_a;           /* may stand in a PDF/A-2a file under an sRGB output intent */
    bool fits_ua;          /* has text for all that it shows, or is given one by us */
    bool fits_form;        /* can be laid into ours as it is, whatever that then may claim */
    const char *misfit;    /* why not, "" where it fits both */
    const char *misfit_ua; /* why it does not fit PDF/UA-1; "" where it does */
};

/* What drawing a page told. */
struct drawn_facts {
    uint32_t page;
    int32_t width, height;
    int32_t white[4]; /* of the margins: top, right, bottom, left */
    bool blank;
};

struct picture_facts {
    uint32_t page;
    enum picture_size size;
    bool jpeg; /* else PNG */
    uint32_t width, height;
    const char *bytes;
    size_t length;
};

/* The confidence of a word that no machine guessed. */
#define WIRE_SURE 101u

/* A word and where it stands on the page, from its upper left corner; where that is not told it is
 * 0 wide. */
struct text_word {
    const char *text;
    int32_t x, y, width, height;
    uint32_t confidence; /* in percent, or WIRE_SURE */
    bool first;          /* of its line */
    bool guessed;        /* its place is guessed from that of its line, or of a part of it */
};

struct text_facts {
    uint32_t page;
    int32_t width, height; /* of the page in the words' units; 0: they are those of all lengths */
    unsigned quarters;     /* so often most lines are turned by 90 degrees counterclockwise */
    const struct text_word *words; /* in reading order */
    size_t word_count;
    const uint32_t *paragraphs; /* for each paragraph, its number of words */
    size_t paragraph_count;
};

/* What is wrong with a text beside a file: of a page, or (line 0) of the whole. */
struct text_fault {
    bool severe; /* else a warning */
    uint32_t line, column;
    const char *what; /* and what to do */
};

/* Each adds one message's fields, or reads them: false where the frame is not what it says to be.
 * Texts and arrays that are read are borrowed from the frame or live in the arena. */
void job_write(struct buf *buf, const struct job *job);
bool job_read(struct field_reader *reader, struct arena *arena, struct job *job);
void file_facts_write(struct buf *buf, const struct file_facts *facts);
bool file_facts_read(struct field_reader *reader, struct file_facts *facts);
void page_facts_write(struct buf *buf, const struct page_facts *facts);
bool page_facts_read(struct field_reader *reader, struct page_facts *facts);
void drawn_facts_write(struct buf *buf, const struct drawn_facts *facts);
bool drawn_facts_read(struct field_reader *reader, struct drawn_facts *facts);
void picture_facts_write(struct buf *buf, const struct picture_facts *facts);
bool picture_facts_read(struct field_reader *reader, struct picture_facts *facts);
void text_facts_write(struct buf *buf, const struct text_facts *facts);
bool text_facts_read(struct field_reader *reader, struct arena *arena, struct text_facts *facts);
void text_fault_write(struct buf *buf, const struct text_fault *fault);
bool text_fault_read(struct field_reader *reader, struct text_fault *fault);
void finding_write(struct buf *buf, const struct finding *finding);
bool finding_read(struct field_reader *reader, struct finding *finding);

#endif
