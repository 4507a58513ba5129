/* SPDX-License-Identifier: ISC */
/* A text beside a file in hOCR 1.2 (http://kba.github.io/hocr-spec/1.2/). */
#include "base/utf8.h"
#include "worker/beside.h"
#include "worker/sax.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* More than sax_read lets through. */
#define DEPTH 256

enum kind {
    KIND_OTHER, /* its text belongs to what it is in */
    KIND_PAGE,
    KIND_BLOCK, /* begins and ends a paragraph */
    KIND_LINE,
    KIND_WORD
};

struct element {
    enum kind kind;
    struct beside_box box;
    double confidence; /* in percent; below 0: none is said */
    size_t words;      /* LINE: of its page, when it began */
};

/* What the title of an element says (hOCR 1.2, 3.1). */
struct properties {
    struct beside_box box;
    long page;
    double confidence;
    double angle;
};

struct hocr {
    struct beside *beside;
    struct element elements[DEPTH];
    size_t depth;
    size_t page_depth; /* 0: none is open */
    bool pages;        /* one was met */
    size_t lines[4];   /* of the page, by how often they are turned by 90 degrees */
    struct buf text;   /* not added yet */
};

/* ---------------------------------------------------------------- Properties */

static const char *skip_spaces(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

/* The mean of the numbers up to the next ";", or -1 for none. */
static double mean(const char *at)
{
    double sum = 0;
    size_t count = 0;
    char *end;
    for (;;) {
        double number = strtod(at, &end);
        if (end == at || !isfinite(number))
            return count ? sum / (double)count : -1;
        sum += number;
        count++;
        at = end;
    }
}

static void read_box(const char *at, struct beside_box *box)
{
    double *const edges[] = {&box->left, &box->top, &box->right, &box->bottom};
    char *end;
    box->known = true;
    for (int i = 0; i < 4; i++) {
        *edges[i] = strtod(at, &end);
        box->known = box->known && end != at && isfinite(*edges[i]);
        at = end;
    }
}

static bool is_property(const char *at, size_t length, const char *name)
{
    return length == strlen(name) && !strncmp(at, name, length);
}

static void read_property(const char *at, struct properties *properties)
{
    size_t length = strcspn(at, " \t\r\n;");
    const char *value = skip_spaces(at + length);
    if (is_property(at, length, "bbox"))
        read_box(value, &properties->box);
    else if (is_property(at, length, "ppageno"))
        properties->page = strtol(value, NULL, 10);
    else if (is_property(at, length, "x_wconf") || is_property(at, length, "x_conf"))
        properties->confidence = mean(value);
    else if (is_property(at, length, "x_confs") && properties->confidence < 0)
        properties->confidence = mean(value);
    else if (is_property(at, length, "textangle"))
        properties->angle = strtod(value, NULL);
}

/* Semicolons part them, but for those in quotes: names of files. */
static void read_properties(const char *title, struct properties *properties)
{
    *properties = (struct properties){.page = -1, .confidence = -1};
    while (title && *title) {
        title = skip_spaces(title);
        read_property(title, properties);
        char quote = 0;
        for (; *title && (quote || *title != ';'); title++) {
            if (quote ? *title == quote : *title == '"' || *title == '\'')
                quote = quote ? 0 : *title;
        }
        title += *title == ';';
    }
}

/* ---------------------------------------------------------------- Elements */

static bool has_class(const char *classes, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = classes ? skip_spaces(classes) : ""; *at;) {
        size_t word = strcspn(at, " \t\r\n");
        if (word == length && !strncmp(at, name, length))
            return true;
        at = skip_spaces(at + word);
    }
    return false;
}

static bool has_any(const char *classes, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (has_class(classes, names[i]))
            return true;
    }
    return false;
}

static enum kind kind_of(const char *name, const char *classes)
{
    static const char *const lines[] = {"ocr_line", "ocrx_line"};
    /* Of a line, or of several. */
    static const char *const floats[] = {"ocr_header", "ocr_footer", "ocr_caption",
                                         "ocr_textfloat"};
    static const char *const blocks[] = {
        "p",  "div", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr",         "td",
        "th", "ul",  "ol", "li", "dl", "dt", "dd", "hr", "pre",   "blockquote", "body"};
    bool span = !strcasecmp(name, "span");
    if (has_class(classes, "ocr_page"))
        return KIND_PAGE;
    if (has_class(classes, "ocrx_word"))
        return KIND_WORD;
    if (has_any(classes, lines, sizeof lines / sizeof *lines) ||
        (span && has_any(classes, floats, sizeof floats / sizeof *floats)))
        return KIND_LINE;
    if (has_class(classes, "ocr_par") || has_class(classes, "ocr_carea"))
        return KIND_BLOCK;
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        if (!strcasecmp(name, blocks[i]))
            return KIND_BLOCK;
    }
    return KIND_OTHER;
}

/* The innermost open element of a kind within the page, or NULL. */
static const struct element *innermost(const struct hocr *hocr, enum kind kind)
{
    for (size_t i = hocr->depth; i > hocr->page_depth; i--) {
        if (hocr->elements[i - 1].kind == kind)
            return &hocr->elements[i - 1];
    }
    return NULL;
}

static unsigned percent(const struct element *word, const struct element *line)
{
    double confidence = word ? word->confidence : -1;
    if (confidence < 0 && line)
        confidence = line->confidence;
    return confidence < 0 ? WIRE_SURE : (unsigned)lround(fmin(confidence, 100));
}

/* Adds the text since the last boundary: that of a word, of a line whose words are not marked, or
 * what somebody wrote between them. */
static void flush(struct hocr *hocr)
{
    const struct beside_box nowhere = {.known = false};
    const struct element *word = innermost(hocr, KIND_WORD);
    const struct element *line = innermost(hocr, KIND_LINE);
    const char *text = hocr->text.bytes;
    size_t length = hocr->text.length;
    while (length && strchr(" \t\r\n", *text)) {
        text++;
        length--;
    }
    while (length && strchr(" \t\r\n", text[length - 1]))
        length--;
    if (hocr->page_depth && length) {
        bool alone = line && line->words == beside_count(hocr->beside);
        if (word)
            beside_add(hocr->beside, text, length, &word->box, percent(word, line));
        else
            beside_add_line(hocr->beside, text, length, alone ? &line->box : &nowhere,
                            percent(NULL, line));
    }
    buf_clear(&hocr->text);
}

/* Degrees counterclockwise, which a whole turn does not change. */
static unsigned quarters(double angle)
{
    double turned = fmod(angle, 360);
    return (unsigned)lround((turned < 0 ? turned + 360 : turned) / 90) % 4;
}

/* How most lines are turned; 0 where no way has more than half of them. */
static unsigned most(const size_t *lines)
{
    size_t all = lines[0] + lines[1] + lines[2] + lines[3];
    for (unsigned i = 1; i < 4; i++) {
        if (lines[i] * 2 > all)
            return i;
    }
    return 0;
}

static void begin_page(struct hocr *hocr, const struct properties *properties, size_t offset)
{
    struct beside_box box = properties->box;
    box.known = box.known && box.right > box.left && box.bottom > box.top;
    hocr->page_depth = hocr->depth;
    hocr->pages = true;
    memset(hocr->lines, 0, sizeof hocr->lines);
    beside_begin_page(hocr->beside, offset, &box, properties->page, 0);
}

static void open(void *context, const char *name, const char *const *attributes, size_t offset)
{
    struct hocr *hocr = context;
    struct properties properties;
    enum kind kind = kind_of(name, sax_attribute(attributes, "class"));
    read_properties(sax_attribute(attributes, "title"), &properties);
    /* A page within a page is none. */
    if (kind == KIND_PAGE && hocr->page_depth)
        kind = KIND_BLOCK;
    if (kind != KIND_OTHER)
        flush(hocr);
    else if (!strcasecmp(name, "br"))
        buf_add_char(&hocr->text, ' ');
    hocr->elements[hocr->depth++] = (struct element){
        .kind = kind,
        .box = properties.box,
        .confidence = properties.confidence,
        .words = beside_count(hocr->beside),
    };
    if (kind == KIND_PAGE)
        begin_page(hocr, &properties, offset);
    if (!hocr->page_depth)
        return;
    if (kind == KIND_BLOCK)
        beside_break_paragraph(hocr->beside);
    if (kind == KIND_LINE) {
        hocr->lines[quarters(properties.angle)]++;
        beside_break_line(hocr->beside);
    }
}

static void close(void *context)
{
    struct hocr *hocr = context;
    enum kind kind = hocr->elements[hocr->depth - 1].kind;
    if (kind != KIND_OTHER)
        flush(hocr);
    if (hocr->page_depth && kind == KIND_BLOCK)
        beside_break_paragraph(hocr->beside);
    if (hocr->page_depth && kind == KIND_LINE)
        beside_break_line(hocr->beside);
    if (hocr->page_depth == hocr->depth) {
        beside_turn(hocr->beside, most(hocr->lines));
        hocr->page_depth = 0;
    }
    hocr->depth--;
}

static void text(void *context, const char *bytes, size_t length)
{
    struct hocr *hocr = context;
    if (hocr->page_depth)
        buf_add(&hocr->text, bytes, length);
}

void beside_hocr(struct beside *beside, const char *bytes, size_t length)
{
    struct hocr hocr = {.beside = beside, .text = BUF_INIT};
    struct buf why = BUF_INIT;
    size_t offset = 0;
    const struct sax_handler handler = {&hocr, open, close, text};
    if (!sax_read(bytes, length, &handler, &offset, &why))
        beside_fail(beside, offset, "%s; correct it, or have it written again", why.bytes);
    else if (!hocr.pages)
        beside_fail(
            beside, 0,
            "has no element of the class ocr_page, and is no hOCR; take it away, or put such"
            " a file in its place");
    buf_release(&hocr.text);
    buf_release(&why);
}
