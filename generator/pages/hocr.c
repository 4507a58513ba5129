/* SPDX-License-Identifier: ISC */
/* The texts of pages written as hOCR 1.2, always in one form, or plainly. */
#include "pages/hocr.h"

static void add_escaped(struct buf *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '&')
            buf_add_string(out, "&amp;");
        else if (*text == '<')
            buf_add_string(out, "&lt;");
        else if (*text == '>')
            buf_add_string(out, "&gt;");
        else if (*text == '"')
            buf_add_string(out, "&quot;");
        else if ((unsigned char)*text >= ' ')
            buf_add_char(out, *text);
    }
}

void hocr_begin(struct buf *out, const char *system)
{
    buf_add_string(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\""
                        " \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">\n"
                        "<html xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n<title></title>\n"
                        "<meta http-equiv=\"Content-Type\" content=\"text/html;charset=utf-8\"/>\n"
                        "<meta name=\"ocr-system\" content=\"");
    add_escaped(out, system);
    buf_add_string(out, "\"/>\n<meta name=\"ocr-capabilities\" content=\"ocr_page ocr_carea ocr_par"
                        " ocr_line ocrx_word ocrp_wconf\"/>\n</head>\n<body>\n");
}

void hocr_end(struct buf *out)
{
    buf_add_string(out, "</body>\n</html>\n");
}

/* The box around words that have a place; false where none has. */
static bool add_box(struct buf *out, const struct text_word *words, size_t count)
{
    int64_t left = INT64_MAX;
    int64_t top = INT64_MAX;
    int64_t right = 0;
    int64_t bottom = 0;
    for (size_t i = 0; i < count; i++) {
        const struct text_word *word = &words[i];
        if (!word->width)
            continue;
        left = word->x < left ? word->x : left;
        top = word->y < top ? word->y : top;
        right = word->x + word->width > right ? word->x + word->width : right;
        bottom = word->y + word->height > bottom ? word->y + word->height : bottom;
    }
    if (!right)
        return false;
    buf_add_format(out, "bbox %lld %lld %lld %lld", (long long)left, (long long)top,
                   (long long)right, (long long)bottom);
    return true;
}

/* The start of an element that holds words, which are turned so often. */
static void begin(struct buf *out, const char *element, const char *class,
                  const struct text_word *words, size_t count, unsigned quarters)
{
    struct buf title = BUF_INIT;
    bool placed = add_box(&title, words, count);
    if (quarters)
        buf_add_format(&title, "%stextangle %u", placed ? "; " : "", quarters * 90);
    buf_add_format(out, "<%s class=\"%s\"", element, class);
    if (title.length)
        buf_add_format(out, " title=\"%s\"", title.bytes);
    buf_add_char(out, '>');
    buf_release(&title);
}

static void add_word(struct buf *out, const struct text_word *word)
{
    struct buf title = BUF_INIT;
    bool placed = add_box(&title, word, 1);
    if (word->confidence < WIRE_SURE)
        buf_add_format(&title, "%sx_wconf %u", placed ? "; " : "", word->confidence);
    buf_add_string(out, "<span class=\"ocrx_word\"");
    if (title.length)
        buf_add_format(out, " title=\"%s\"", title.bytes);
    buf_add_char(out, '>');
    add_escaped(out, word->text);
    buf_add_string(out, "</span>");
    buf_release(&title);
}

/* Up to the next word that begins a line. */
static size_t line_length(const struct text_word *words, size_t count)
{
    size_t length = 1;
    while (length < count && !words[length].first)
        length++;
    return length;
}

static void add_paragraph(struct buf *out, const struct text_word *words, size_t count,
                          unsigned quarters)
{
    begin(out, "div", "ocr_carea", words, count, 0);
    begin(out, "p", "ocr_par", words, count, 0);
    while (count) {
        size_t line = line_length(words, count);
        buf_add_char(out, '\n');
        begin(out, "span", "ocr_line", words, line, quarters);
        for (size_t i = 0; i < line; i++) {
            if (i)
                buf_add_char(out, '\n');
            add_word(out, &words[i]);
        }
        buf_add_string(out, "</span>");
        words += line;
        count -= line;
    }
    buf_add_string(out, "\n</p></div>\n");
}

void hocr_add_page(struct buf *out, const struct text_facts *page)
{
    const struct text_word *words = page->words;
    buf_add_string(out, "<div class=\"ocr_page\" title=\"");
    if (page->width)
        buf_add_format(out, "bbox 0 0 %ld %ld; ", (long)page->width, (long)page->height);
    buf_add_format(out, "ppageno %u\">\n", page->page - 1);
    for (size_t i = 0; i < page->paragraph_count; i++) {
        if (page->paragraphs[i])
            add_paragraph(out, words, page->paragraphs[i], page->quarters);
        words += page->paragraphs[i];
    }
    buf_add_string(out, "</div>\n");
}

void hocr_add_plain(struct buf *out, const struct text_facts *page)
{
    const struct text_word *word = page->words;
    for (size_t i = 0; i < page->paragraph_count; i++) {
        for (uint32_t k = 0; k < page->paragraphs[i]; k++, word++) {
            if (k)
                buf_add_char(out, word->first ? '\n' : ' ');
            buf_add_string(out, word->text);
        }
        buf_add_string(out, i + 1 < page->paragraph_count ? "\n\n" : "\n");
    }
    buf_add_char(out, '\f');
}
