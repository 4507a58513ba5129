/* SPDX-License-Identifier: ISC */
/* What templates/ holds: the files of the site's pages, and the settings. */
#ifndef MODEL_SETTINGS_H
#define MODEL_SETTINGS_H

#include "base/error.h"
#include "model/ledger.h"
#include "model/metadata.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SETTINGS_NAME "pdf.yaml"
/* How a bundle is checked by hand: stands in it as it is. */
#define VERIFY_NAME "VERIFY.txt"

/* Lengths are in thousandths of a PDF point (1/72 inch). */

enum setting_type {
    SETTING_LENGTH, /* int32_t; "11 pt", "25 mm", "2.5 cm", "1 in" */
    SETTING_COLOUR, /* uint32_t 0xRRGGBB; "#7a1f1f" */
    SETTING_FILES,  /* struct text_list: names of font files, the first that has a character wins */
    SETTING_FOLDERS,   /* struct text_list: absolute paths */
    SETTING_TEXT,      /* const char * */
    SETTING_STYLE,     /* const char *: letters, digits and '-' */
    SETTING_LANGUAGE,  /* const char *: BCP 47 */
    SETTING_PAPER,     /* struct paper; "A4", "Letter" or "Legal" */
    SETTING_LEVEL,     /* int32_t; 0 to 6 */
    SETTING_SIDES,     /* int32_t; 1 or 2 */
    SETTING_FACTOR,    /* int32_t: thousandths; "1.5" */
    SETTING_NOTES,     /* bool; "notes" or "none" */
    SETTING_YES_NO,    /* bool; true or false */
    SETTING_NUMBER,    /* int32_t; 0 to SETTING_NUMBER_MAX */
    SETTING_COUNT,     /* int32_t; 1 to SETTING_NUMBER_MAX */
    SETTING_QUALITY,   /* int32_t; 1 to 100 */
    SETTING_LANGUAGES, /* struct text_list: BCP 47 */
    SETTING_PATTERNS,  /* struct pattern_list: language tags, each with a path or "none" */
    SETTING_DATE_FORM, /* const char *: text with {day}, {month} and {year} */
    SETTING_SEPARATOR, /* const char *; "" for none */
    SETTING_MONTHS,    /* struct text_list of twelve */
    SETTING_SIZES,     /* struct text_list of five */
    SETTING_NAMES,     /* struct language_list */
    SETTING_MISFITS,   /* bool; "as-is" or "pictures" */
};

#define SETTING_NUMBER_MAX 10000

/* The file with the hyphenation patterns of a language. */
struct pattern_file {
    const char *lang;
    const char *path; /* NULL: none, on purpose */
    struct place place;
};
struct pattern_list {
    struct pattern_file *items;
    size_t count;
};

struct paper {
    const char *name;
    int32_t width;
    int32_t height;
};

/* What a language is called. */
struct language_name {
    const char *tag;
    const char *name;
};

struct language_list {
    struct language_name *items;
    size_t count;
};

/* How the PDF looks, and the project's own words: templates/pdf.yaml. All are required, so that the
 * file shows all there is. */
struct settings {
    const char *style;    /* templates/styles/<style>.yaml changes what it names; "none" */
    const char *language; /* of the project's own words below */
    struct paper paper;
    struct {
        int32_t top, bottom;  /* from the paper's edge to the text */
        int32_t inner, outer; /* inner is left on odd pages; both the same for one-sided use */
    } margins;
    struct {
        struct text_list folders;
        struct text_list regular, italic, bold, bold_italic, mono, symbols;
        struct text_list others, others_bold; /* used where they are installed */
    } faces;
    struct {
        int32_t text, small, mono, title, heading1, heading2, heading3;
    } sizes;
    int32_t leading;      /* baseline to baseline at the text's size; other sizes in proportion */
    int32_t line_spacing; /* of the letter's paragraphs, in thousandths of the leading */
    int32_t paragraph_space;
    int32_t paragraph_indent;
    bool justify;
    int32_t sides; /* of a sheet that are printed on: with 2, even pages mirror odd ones */
    struct {
        int32_t orphans, widows; /* the fewest lines of a paragraph at a page's foot, and head */
        int32_t gap;             /* the largest that is left at the foot; 0: any */
    } pages;
    bool running_heads;
    bool previous_next;  /* in the footer */
    bool line_numbers;   /* of the letter, page by page */
    bool link_addresses; /* printed at the foot of the page */
    struct {
        int32_t depth; /* levels of the letter's headings */
        bool leaders;
    } contents;
    int32_t bookmarks_open; /* levels that are seen at first */
    bool margin_kerning;    /* signs at the ends of justified lines stand half out of them */
    int32_t last_line;      /* no paragraph ends in a shorter one */
    struct {
        bool allowed;
        int32_t tolerance;     /* percent by which spaces may grow before words are divided */
        int32_t penalty;       /* of a hyphen at a line's end */
        int32_t consecutive;   /* lines in a row that may end with one */
        int32_t before, after; /* letters of a word on either side of one, at least */
        bool across_pages;     /* whether a page may end with one */
        struct text_list capitals;
        struct pattern_list patterns;
    } hyphens;
    struct {
        struct text_list faces;
        int32_t thumbnail, small, large; /* widths of an enclosed page's pictures, in pixels */
        int32_t redacted;                /* dots per inch */
        int32_t quality;                 /* of those that are JPEG, 1 to 100 */
        int32_t seconds;                 /* that reading or drawing a page may take */
        bool misfits_as_is; /* in the PDF, of pages that PDF/A-2a or PDF/UA-1 does not allow; else
                               as pictures */
    } enclosed;
    struct {
        uint32_t ink, quiet, accent, rule;
        const char
            *profile; /* path of the ICC profile that gives the colours their meaning: sRGB */
    } colours;
    struct {
        /* Sections. */
        const char *contents, *facts, *letter, *ledger, *notes;
        /* The title page. */
        const char *about, *about_enclosures;
        /* Labels. */
        const char *from, *to, *date, *place, *subject, *reference, *in_reply_to, *languages;
        const char *identifier, *publisher, *published, *edition, *rights, *provenance;
        const char *description, *folios, *enclosure, *pages, *status, *particulars, *title,
            *mentioned_in;
        const char *licence, *holder, *shelfmark;
        /* In the site's list of all fields. */
        const char *sender, *addressees, *publisher_url, *permanent_url, *base_url;
        const char *reason, *authority, *file;
        const char *parts_withheld;
        /* Status, as shown beside its sign. */
        const char *held, *withheld, *not_held, *illegible;
        /* Short phrases. */
        const char *running_head, *page, *not_stated, *declared, *counted;
        const char *title_from_letter, *title_from_document, *shared, *none;
        /* What a slip sheet says below its range. */
        const char *slip, *slip_one, *slip_held, *slip_withheld, *slip_not_held, *slip_illegible;
        const char *back_to_ledger;
        const char *extract;
        /* In a PDF that is one of several. */
        const char *part, *parts, *this_part, *about_part;
        const char *part_of;       /* "part {part} of {parts}" */
        const char *in_part;       /* "part {part}" */
        const char *enclosed_page; /* "Page {page} of enclosure {enclosure}, folio {folio}" */
        const char *letter_to, *and, *and_others, *online, *available_from; /* in citations */
        /* What the site calls things that have no words of their own. */
        const char *paragraph, *note, *back_to_reference, *page_break, *table, *done, *not_done;
    } words;
    struct {
        const char *date;        /* "{day} {month} {year}" */
        struct text_list months; /* twelve */
        const char *thousands;   /* between groups of three digits; "" for none */
        const char *decimal;
        struct text_list sizes; /* bytes, and four units of a thousand times the one before */
        struct language_list languages;
    } forms;
};

struct setting {
    const char *key; /* "sizes.text" */
    enum setting_type type;
    size_t offset; /* in struct settings */
    const char *purpose;
};
extern const struct setting settings_table[];
extern const size_t settings_count;
/* What a field is called: the word with its key. */
const char *settings_field_label(const struct settings *settings, const struct field *field);
/* What a status is called. */
const char *settings_status_word(const struct settings *settings, enum status status);
/* "a length such as 11 pt", … for messages and the manual. */
const char *setting_type_words(enum setting_type type);

/* A file of templates/, as read: all of them ship in the bundle. */
struct template_file {
    const char *name; /* relative to templates/: "pdf.yaml", "site/letter.html" */
    const char *path; /* as messages name it */
    const char *bytes;
    size_t length;
};

struct templates {
    struct template_file *files; /* by name; NULL where there is no folder of them */
    size_t count;
    struct settings settings;
    struct place *places; /* of the settings' values, by settings_table; NULL where not known */
};

/* The file of that name among those that stand by their names; NULL where there is none. */
const struct template_file *template_file_find(const struct template_file *files, size_t count,
                                               const char *name);
const struct template_file *templates_find(const struct templates *templates, const char *name);
/* Where the file gives the setting with this key, for messages about its value. */
struct place templates_setting_place(const struct templates *templates, const char *key);

#endif
