/* SPDX-License-Identifier: ISC */
/* What a damaged PDF says as it stands, beside what it says when it is repaired. */
#include "worker/compare_pdf.h"

#include "worker/answer.h"
#include "worker/faces.h"

#include <poppler.h>
#include <string.h>

static PopplerDocument *open_bytes(const void *bytes, size_t length)
{
    GBytes *held = g_bytes_new_static(bytes, length);
    PopplerDocument *document = poppler_document_new_from_bytes(held, NULL, NULL);
    g_bytes_unref(held);
    return document;
}

/* The page's text, "" where it has none or cannot be opened. The caller frees it. */
static char *text_of(PopplerDocument *document, uint32_t number)
{
    PopplerPage *page = poppler_document_get_page(document, (int)number - 1);
    char *text = page ? poppler_page_get_text(page) : NULL;
    if (page)
        g_object_unref(page);
    return text ? text : g_strdup("");
}

static void compare_page(PopplerDocument *before, PopplerDocument *after, uint32_t number)
{
    char *one = text_of(before, number);
    char *other = text_of(after, number);
    if (strcmp(one, other) != 0) {
        struct buf words = BUF_INIT;
        buf_add_format(&words,
                       "its text is another: %ld characters as the file stands, %ld repaired",
                       g_utf8_strlen(one, -1), g_utf8_strlen(other, -1));
        answer_finding(FINDING_REPAIRED, number, words.bytes);
        buf_release(&words);
    }
    g_free(one);
    g_free(other);
}

static void compare(PopplerDocument *before, PopplerDocument *after, uint32_t count)
{
    int found = poppler_document_get_n_pages(before);
    if (found > (int)count) {
        struct buf words = BUF_INIT;
        buf_add_format(&words, "%d are found in it as it stands, %u repaired", found, count);
        answer_finding(FINDING_LOST, 0, words.bytes);
        buf_release(&words);
    }
    for (uint32_t page = 1; page <= count && (int)page <= found; page++)
        compare_page(before, after, page);
}

void compare_pdf(struct pdf *pdf, const struct foreign *foreign)
{
    const char *bytes;
    size_t length;
    faces_use(foreign->readable, foreign->readable_count);
    if (!pdf_rewrite(pdf, &bytes, &length))
        return; /* a page that this comes from is answered by who makes something of it */
    PopplerDocument *before = open_bytes(foreign->bytes, foreign->length);
    PopplerDocument *after = open_bytes(bytes, length);
    /* What poppler cannot open as it stands, nobody could read before; what needs a password is not
     * compared. */
    if (before && after)
        compare(before, after, pdf->page_count);
    g_clear_object(&before);
    g_clear_object(&after);
}
