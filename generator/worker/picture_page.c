/* SPDX-License-Identifier: ISC */
/* Pages of a PDF as pictures in another: parts of them painted over, the words that stand clear of
 * those laid over them unseen. Of the page's own objects nothing is taken. */
#include "worker/picture_page.h"

#include "worker/answer.h"
#include "worker/copy_page.h"
#include "worker/drawn.h"
#include "worker/faces.h"
#include "worker/image.h"
#include "worker/paint.h"
#include "worker/text.h"
#include "worker/unmark.h"
#include "worker/unseen.h"

#include <math.h>
#include <stdlib.h>

/* Of one picture, in memory as it is drawn: a larger page has fewer dots to the inch. */
#define DOTS_MOST 40e6

void picture_pages_init(struct picture_pages *pictures, const struct job *job,
                        const struct foreign *foreign, struct pdf *to)
{
    *pictures = (struct picture_pages){.job = job, .foreign = foreign, .to = to, .why = BUF_INIT};
}

void picture_pages_release(struct picture_pages *pictures)
{
    g_clear_object(&pictures->document);
    deflater_free(pictures->deflater);
    buf_release(&pictures->why);
}

static PopplerDocument *open_bytes(struct picture_pages *pictures, const char *bytes, size_t length)
{
    GError *failure = NULL;
    GBytes *held = g_bytes_new_static(bytes, length);
    PopplerDocument *document = poppler_document_new_from_bytes(held, NULL, &failure);
    if (!document) {
        buf_clear(&pictures->why);
        buf_add_string(&pictures->why, failure ? failure->message : "it cannot be opened");
    }
    g_clear_error(&failure);
    g_bytes_unref(held);
    return document;
}

/* ---------------------------------------------------------------- The words */

/* A PDF of the page alone, without the marks by which it may say other words than it shows (ISO
 * 32000-1, 14.9.4): those would stand where they need not. The caller closes it. */
static const char *make_alone(struct pdf *from, uint32_t number, struct pdf *alone)
{
    struct copier copier;
    struct unmark_seen seen = {.layers = true};
    struct buf stripped = BUF_INIT;
    unsigned char *bytes = NULL;
    size_t length = 0;
    pdf_new(alone);
    copier_init(&copier, from, alone);
    const char *why = copy_page(&copier, pdf_page(from, number));
    if (!*why) {
        qpdf_oh page = pdf_page(alone, 1);
        qpdf_oh null = qpdf_oh_new_null(alone->qpdf);
        qpdf_oh stream = qpdf_oh_new_stream(alone->qpdf);
        copy_layers(&copier);
        if ((qpdf_oh_get_page_content_data(alone->qpdf, page, &bytes, &length) & QPDF_ERRORS) ||
            !unmark_content((const char *)bytes, length, true, &stripped) ||
            !unmark_resources(alone, pdf_get(alone, page, "/Resources"), &seen))
            why = "its content cannot be read";
        qpdf_oh_replace_stream_data(alone->qpdf, stream, (const unsigned char *)stripped.bytes,
                                    stripped.length, null, null);
        qpdf_oh_replace_key(alone->qpdf, page, "/Contents", stream);
        pdf_begin_answer(alone);
        if (!*why && (qpdf_write(alone->qpdf) & QPDF_ERRORS))
            why = "its content cannot be written";
    }
    free(bytes);
    buf_release(&stripped);
    unmark_seen_release(&seen);
    copier_release(&copier);
    return why;
}

static int32_t scaled(int32_t length, double scale)
{
    double value = length * scale;
    return value < WIRE_LENGTH_MOST ? (int32_t)lround(value) : WIRE_LENGTH_MOST;
}

/* Keeps the words that stand on the page and clear of the boxes. */
static void keep_clear(const struct job *job, uint32_t number, int32_t width, int32_t height,
                       double scale, struct words *words)
{
    size_t kept = 0;
    for (size_t i = 0; i < words->count; i++) {
        struct text_word word = words->list[i];
        word.x = scaled(word.x, scale);
        word.y = scaled(word.y, scale);
        word.width = scaled(word.width, scale);
        word.height = scaled(word.height, scale);
        if (word.x <= width - word.width && word.y <= height - word.height &&
            !redactions_touch(job->redactions, job->redaction_count, number, word.x, word.y,
                              word.width, word.height)) {
            words->headings[kept] = words->headings[i];
            words->list[kept++] = word;
        }
    }
    words->count = kept;
}

static const char *add_words(struct picture_pages *pictures, struct pdf *from, uint32_t number,
                             int32_t width, int32_t height, struct buf *content, qpdf_oh resources)
{
    struct pdf alone;
    struct words words = {0};
    PopplerDocument *document = NULL;
    PopplerPage *page = NULL;
    double across = 0;
    double down = 0;
    const char *why = make_alone(from, number, &alone);
    if (!*why) {
        why = "its text cannot be read";
        document = open_bytes(pictures, (const char *)qpdf_get_buffer(alone.qpdf),
                              qpdf_get_buffer_length(alone.qpdf));
    }
    if (document)
        page = poppler_document_get_page(document, 0);
    if (page)
        poppler_page_get_size(page, &across, &down);
    if (across > 0) {
        why = "";
        if (!words_read(&words, page))
            words.count = 0; /* any of them might stand in a box */
        keep_clear(pictures->job, number, width, height, width / (across * 1000), &words);
        unseen_add(pictures->to, &words, height, content, resources);
    }
    words_release(&words);
    g_clear_object(&page);
    g_clear_object(&document);
    pdf_close(&alone);
    return why;
}

/* ---------------------------------------------------------------- The picture */

/* The page as it prints, its boxes painted; NULL with *why. */
static PIX *draw(struct picture_pages *pictures, uint32_t number, int32_t width, int32_t height,
                 const char **why)
{
    double across = 0;
    double down = 0;
    PIX *pix = NULL;
    PopplerPage *page = poppler_document_get_page(pictures->document, (int)number - 1);
    if (page)
        poppler_page_get_size(page, &across, &down);
    double dots = width / 72000.0 * pictures->job->resolution;
    double most = sqrt(DOTS_MOST * width / height);
    dots = ceil(dots < most ? dots : most);
    *why = "it cannot be opened";
    if (across > 0 && down > 0 && dots < WIRE_PIXELS_MOST)
        pix = drawn_page(page, across, down, (uint32_t)dots, why);
    g_clear_object(&page);
    if (!pix)
        return NULL;
    paint_boxes(pix, pictures->job, number, width, height);
    return raster_is_grey(pix) ? raster_grey(pix) : pix;
}

/* The picture as an image; `entries` are those that image_code_smaller gives. */
static qpdf_oh make_image(struct pdf *to, const struct buf *entries, const struct buf *data)
{
    struct arena arena = ARENA_INIT;
    struct buf text = BUF_INIT;
    size_t count;
    buf_add_format(&text, "<< %s >>", entries->bytes);
    qpdf_oh given = qpdf_oh_parse(to->qpdf, text.bytes);
    qpdf_oh image = qpdf_oh_new_stream(to->qpdf);
    const char **keys = pdf_keys(to, given, &arena, &count);
    for (size_t i = 0; i < count; i++)
        qpdf_oh_replace_key(to->qpdf, qpdf_oh_get_dict(to->qpdf, image), keys[i],
                            pdf_get(to, given, keys[i]));
    qpdf_oh_replace_stream_data(to->qpdf, image, (const unsigned char *)data->bytes, data->length,
                                pdf_get(to, given, "/Filter"), pdf_get(to, given, "/DecodeParms"));
    buf_release(&text);
    arena_release(&arena);
    return image;
}

static const char *add_picture(struct picture_pages *pictures, uint32_t number, int32_t width,
                               int32_t height, struct buf *content, qpdf_oh resources)
{
    struct pdf *to = pictures->to;
    struct buf entries = BUF_INIT;
    struct buf data = BUF_INIT;
    const char *why = "";
    PIX *pix = draw(pictures, number, width, height, &why);
    bool drawn = pix;
    if (drawn && image_code_smaller(pictures->deflater, pix, &entries, &data)) {
        why = "";
        qpdf_oh named = qpdf_oh_new_dictionary(to->qpdf);
        qpdf_oh_replace_key(to->qpdf, named, "/Im1", make_image(to, &entries, &data));
        qpdf_oh_replace_key(to->qpdf, resources, "/XObject", named);
        buf_add_string(content, "q ");
        buf_add_thousandths(content, width);
        buf_add_string(content, " 0 0 ");
        buf_add_thousandths(content, height);
        buf_add_string(content, " 0 0 cm /Im1 Do Q\n");
    } else if (drawn) {
        why = "memory does not suffice to code it";
    }
    buf_release(&entries);
    buf_release(&data);
    return why;
}

static void add_page(struct pdf *to, int32_t width, int32_t height, const struct buf *content,
                     qpdf_oh resources)
{
    struct buf text = BUF_INIT;
    buf_add_string(&text, "<< /Type /Page /MediaBox [0 0 ");
    buf_add_thousandths(&text, width);
    buf_add_char(&text, ' ');
    buf_add_thousandths(&text, height);
    buf_add_string(&text, "] >>");
    qpdf_oh page = qpdf_make_indirect_object(to->qpdf, qpdf_oh_parse(to->qpdf, text.bytes));
    qpdf_oh null = qpdf_oh_new_null(to->qpdf);
    qpdf_oh stream = qpdf_oh_new_stream(to->qpdf);
    qpdf_oh_replace_stream_data(to->qpdf, stream, (const unsigned char *)content->bytes,
                                content->length, null, null);
    qpdf_oh_replace_key(to->qpdf, page, "/Contents", stream);
    qpdf_oh_replace_key(to->qpdf, page, "/Resources", resources);
    qpdf_add_page(to->qpdf, to->qpdf, page, QPDF_FALSE);
    buf_release(&text);
}

static bool prepare(struct picture_pages *pictures, struct pdf *from)
{
    const char *bytes;
    size_t length;
    if (!pictures->deflater) {
        pictures->deflater = deflater_new(DEFLATE_QUICK);
        faces_use(pictures->foreign->readable, pictures->foreign->readable_count);
        if (pdf_bytes(from, pictures->foreign, &bytes, &length))
            pictures->document = open_bytes(pictures, bytes, length);
        else
            buf_add_string(&pictures->why, "it cannot be written without its password");
    }
    return pictures->document;
}

const char *picture_pages_add(struct picture_pages *pictures, struct pdf *from, uint32_t number)
{
    struct page_frame frame;
    int32_t width;
    int32_t height;
    answer_begin(number); /* that it goes on: many pages take long */
    if (!pdf_frame(from, pdf_page(from, number), &frame) ||
        !page_frame_size(&frame, &width, &height))
        return "it has no size";
    if (!prepare(pictures, from))
        return pictures->why.bytes;
    struct buf content = BUF_INIT;
    qpdf_oh resources = qpdf_oh_new_dictionary(pictures->to->qpdf);
    const char *why = add_picture(pictures, number, width, height, &content, resources);
    if (!*why)
        why = add_words(pictures, from, number, width, height, &content, resources);
    if (!*why)
        add_page(pictures->to, width, height, &content, resources);
    buf_release(&content);
    return why;
}
