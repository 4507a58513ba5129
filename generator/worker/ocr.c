/* SPDX-License-Identifier: ISC */
/* JOB_OCR: the text of pages as tesseract reads it from their pictures. The first path that may be
 * read is the folder of its data. */
#include "base/memory.h"
#include "worker/answer.h"
#include "worker/drawn.h"
#include "worker/raster.h"

#include <math.h>
#include <poppler.h>
#include <stdio.h>
#include <stdlib.h>
#include <tesseract/capi.h>

#define POINTS_TO_INCH 72

struct words {
    struct arena arena;
    struct text_word *list;
    size_t count, capacity;
    uint32_t *paragraphs;
    size_t paragraph_count, paragraph_capacity;
    size_t turned[4]; /* how many are turned so often by 90 degrees counterclockwise */
};

static void begin_paragraph(struct words *words)
{
    words->paragraphs = memory_grow(words->paragraphs, words->paragraph_count,
                                    &words->paragraph_capacity, sizeof *words->paragraphs);
    words->paragraphs[words->paragraph_count++] = 0;
}

/* How most words are turned. */
static unsigned quarters(const struct words *words)
{
    unsigned most = 0;
    for (unsigned i = 1; i < 4; i++)
        most = words->turned[i] > words->turned[most] ? i : most;
    return most;
}

static unsigned percent(float confidence)
{
    return confidence > 0 ? (unsigned)lroundf(fminf(confidence, 100)) : 0;
}

/* The word at hand; nothing where there is none, as in a picture on the page. */
static void add_word(struct words *words, TessResultIterator *at, bool first)
{
    int left = 0;
    int top = 0;
    int right = 0;
    int bottom = 0;
    TessOrientation upper = ORIENTATION_PAGE_UP; /* to which side of the page its head is */
    TessWritingDirection direction;
    TessTextlineOrder order;
    float deskew;
    const TessPageIterator *place = TessResultIteratorGetPageIterator(at);
    char *text = TessResultIteratorGetUTF8Text(at, RIL_WORD);
    if (text && *text &&
        TessPageIteratorBoundingBox(place, RIL_WORD, &left, &top, &right, &bottom)) {
        TessPageIteratorOrientation((TessPageIterator *)place, &upper, &direction, &order, &deskew);
        words->turned[(4 - (unsigned)upper) % 4]++;
        words->list = memory_grow(words->list, words->count, &words->capacity, sizeof *words->list);
        words->list[words->count++] =
            (struct text_word){.text = arena_string(&words->arena, text),
                               .x = left > 0 ? left : 0,
                               .y = top > 0 ? top : 0,
                               .width = right > left ? right - left : 0,
                               .height = bottom > top ? bottom - top : 0,
                               .confidence = percent(TessResultIteratorConfidence(at, RIL_WORD)),
                               .first = first};
        words->paragraphs[words->paragraph_count - 1]++;
    }
    TessDeleteText(text);
}

static void collect(struct words *words, TessBaseAPI *tesseract)
{
    TessResultIterator *at = TessBaseAPIGetIterator(tesseract);
    bool first = true;
    if (!at)
        return;
    do {
        const TessPageIterator *place = TessResultIteratorGetPageIterator(at);
        size_t before = words->count;
        bool line = TessPageIteratorIsAtBeginningOf(place, RIL_TEXTLINE);
        if (!words->paragraph_count || TessPageIteratorIsAtBeginningOf(place, RIL_PARA) ||
            TessPageIteratorIsAtBeginningOf(place, RIL_BLOCK))
            begin_paragraph(words);
        first = first || line;
        add_word(words, at, first);
        first = first && words->count == before;
    } while (TessResultIteratorNext(at, RIL_WORD));
    TessResultIteratorDelete(at);
}

/* The page as it is seen, so many dots of it to the inch. */
static void read_page(TessBaseAPI *tesseract, uint32_t number, PIX *pix, double resolution)
{
    struct words words = {0};
    TessBaseAPISetImage2(tesseract, pix);
    TessBaseAPISetSourceResolution(tesseract, (int)lround(resolution));
    if (TessBaseAPIRecognize(tesseract, NULL)) {
        answer_failed(number, "tesseract gives up on it");
    } else {
        collect(&words, tesseract);
        const struct text_facts facts = {.page = number,
                                         .width = pixGetWidth(pix),
                                         .height = pixGetHeight(pix),
                                         .quarters = quarters(&words),
                                         .words = words.list,
                                         .word_count = words.count,
                                         .paragraphs = words.paragraphs,
                                         .paragraph_count = words.paragraph_count};
        answer_text(&facts);
    }
    TessBaseAPIClear(tesseract);
    free(words.list);
    free(words.paragraphs);
    arena_release(&words.arena);
}

static void read_scan(TessBaseAPI *tesseract, const struct job *job, const struct foreign *foreign)
{
    struct scan scan;
    scan_read(&scan, job->type, foreign);
    if (*scan.failed || !scan.count)
        answer_failed(0, *scan.failed ? scan.failed : "has no pages");
    for (uint32_t number = 0; (number = work_next_page(job, number, (uint32_t)scan.count));) {
        const struct scan_page *page = &scan.pages[number - 1];
        const char *why = page->failed;
        int32_t width = 0;
        int32_t height = 0;
        answer_begin(number);
        PIX *pix = NULL;
        if (!*page->failed && scan_size(page, &width, &height)) {
            double shorter = fmin(width, height) / 1000 / POINTS_TO_INCH;
            uint32_t least = (uint32_t)fmin(shorter * job->resolution, WIRE_PIXELS_MOST);
            pix = raster_page(job->type, foreign, page, least ? least : 1, &why);
        }
        if (pix)
            read_page(tesseract, number, pix, pixGetWidth(pix) / (width / 1000.0 / POINTS_TO_INCH));
        else
            answer_failed(number, *why ? why : "it has no size");
        pixDestroy(&pix);
    }
    scan_release(&scan);
}

static void read_pdf_page(void *tesseract, const struct job *job, PopplerDocument *document,
                          uint32_t number)
{
    const char *why = "it has no size";
    double width = 0;
    double height = 0;
    answer_begin(number);
    PopplerPage *page = poppler_document_get_page(document, (int)number - 1);
    if (page)
        poppler_page_get_size(page, &width, &height);
    PIX *pix = NULL;
    if (width > 0 && height > 0 && width * 1000 < WIRE_LENGTH_MOST) {
        double dots = fmax(width / POINTS_TO_INCH * job->resolution, 1);
        pix = drawn_page(page, width, height, (uint32_t)fmin(dots, WIRE_PIXELS_MOST), &why);
    }
    if (pix)
        read_page(tesseract, number, pix, job->resolution);
    else
        answer_failed(number, why);
    pixDestroy(&pix);
    if (page)
        g_object_unref(page);
}

static void read_pdf(TessBaseAPI *tesseract, const struct job *job, const struct foreign *foreign)
{
    drawn_each(job, foreign, read_pdf_page, tesseract);
}

/* Without its data tesseract takes each page to be upright. */
static bool has_orientation(const char *folder)
{
    struct buf path = BUF_INIT;
    buf_add_format(&path, "%s/osd.traineddata", folder);
    FILE *data = fopen(path.bytes, "rb");
    buf_release(&path);
    return data && fclose(data) == 0;
}

static void read_file(TessBaseAPI *tesseract, const struct job *job, const struct foreign *foreign)
{
    bool turned = has_orientation(foreign->readable[0]);
    TessBaseAPISetPageSegMode(tesseract, turned ? PSM_AUTO_OSD : PSM_AUTO);
    if (job->type == FILE_TYPE_PDF)
        read_pdf(tesseract, job, foreign);
    else
        read_scan(tesseract, job, foreign);
}

void ocr(const struct job *job, const struct foreign *foreign)
{
    TessBaseAPI *tesseract = TessBaseAPICreate();
    if (!foreign->readable_count ||
        TessBaseAPIInit2(tesseract, foreign->readable[0], job->languages, OEM_LSTM_ONLY))
        answer_failed(0, "tesseract cannot load its data");
    else
        read_file(tesseract, job, foreign);
    TessBaseAPIDelete(tesseract);
}
