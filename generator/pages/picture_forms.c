/* SPDX-License-Identifier: ISC */
/* Forms of the pages that cannot be laid into our PDF as they are: the picture that was drawn of
 * each, as it stands in the cache. */
#include "pages/held.h"
#include "pages/store.h"
#include "wire/form.h"

#include <string.h>

#define PNG_HEAD 8

/* A picture as a PDF wants it. */
struct image {
    struct buf data;
    struct buf palette; /* in hexadecimal */
    unsigned bits, colours;
};

static uint32_t number_at(const struct buf *bytes, size_t at)
{
    const unsigned char *from = (const unsigned char *)bytes->bytes + at;
    return (uint32_t)from[0] << 24 | (uint32_t)from[1] << 16 | (uint32_t)from[2] << 8 | from[3];
}

/* A PNG's rows are what a PDF's picture has, with the filter of each (ISO/IEC 15948, 5). False
 * where it is none of those that our workers write. */
static bool read_png(const struct buf *png, struct image *image)
{
    bool ended = false;
    for (size_t at = PNG_HEAD, length; !ended && at + 12 <= png->length; at += 12 + length) {
        length = number_at(png, at);
        const char *kind = png->bytes + at + 4;
        const char *data = png->bytes + at + 8;
        if (length > png->length - at - 12)
            return false;
        if (!memcmp(kind, "IHDR", 4) && length == 13)
            image->bits = (unsigned char)data[8];
        else if (!memcmp(kind, "PLTE", 4))
            digest_append_hex(&image->palette, (const uint8_t *)data, length);
        else if (!memcmp(kind, "IDAT", 4))
            buf_add(&image->data, data, length);
        ended = !memcmp(kind, "IEND", 4);
    }
    image->colours = 1;
    return ended && image->bits && image->bits <= 8 && image->data.length;
}

/* The frame's header tells how many colours there are (ISO/IEC 10918-1, B.2.2). */
static bool read_jpeg(const struct buf *jpeg, struct image *image)
{
    const unsigned char *bytes = (const unsigned char *)jpeg->bytes;
    for (size_t at = 2; at + 10 <= jpeg->length && bytes[at] == 0xFF;
         at += 2 + (size_t)(bytes[at + 2] << 8 | bytes[at + 3])) {
        unsigned marker = bytes[at + 1];
        if (marker < 0xC0 || marker > 0xC2)
            continue;
        image->bits = bytes[at + 4];
        image->colours = bytes[at + 9];
    }
    buf_add(&image->data, jpeg->bytes, jpeg->length);
    return image->bits == 8 && (image->colours == 1 || image->colours == 3);
}

static void describe(struct buf *entries, const struct page_picture *picture,
                     const struct image *image)
{
    buf_add_format(entries,
                   "/Type /XObject /Subtype /Image /Width %u /Height %u /BitsPerComponent %u ",
                   picture->width, picture->height, image->bits);
    if (image->palette.length)
        buf_add_format(entries, "/ColorSpace [/Indexed /DeviceRGB %zu <%s>] ",
                       image->palette.length / 6 - 1, image->palette.bytes);
    else
        buf_add_format(entries, "/ColorSpace /Device%s ", image->colours == 3 ? "RGB" : "Gray");
    if (picture->jpeg)
        buf_add_string(entries, "/Filter /DCTDecode");
    else
        buf_add_format(entries,
                       "/Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors 1"
                       " /BitsPerComponent %u /Columns %u >>",
                       image->bits, picture->width);
}

static bool add_picture(struct store_writer *writer, uint32_t *objects,
                        const struct held_page *page, struct error *err)
{
    const struct page_picture *picture = &page->pictures[PAGE_LARGE];
    struct image image = {.data = BUF_INIT, .palette = BUF_INIT};
    struct buf bytes = BUF_INIT;
    struct buf entries = BUF_INIT;
    struct buf frames = BUF_INIT;
    bool ok = held_page_picture_read(page, PAGE_LARGE, &bytes, err);
    if (ok && !(picture->jpeg ? read_jpeg(&bytes, &image) : read_png(&bytes, &image)))
        ok = error_set(err, EXIT_CODE_MACHINE, "%s is damaged; take it away", page->store);
    if (ok) {
        const long long matrix[6] = {page->width, 0, 0, page->height, 0, 0};
        describe(&entries, picture, &image);
        form_add_picture(&frames, objects, page->width, page->height, matrix, entries.bytes,
                         &image.data);
        store_write(writer, &frames);
    }
    buf_release(&frames);
    buf_release(&entries);
    buf_release(&image.data);
    buf_release(&image.palette);
    buf_release(&bytes);
    return ok;
}

/* One file of forms, unless the cache has it. */
static bool make(const struct held_set *set, const struct held *held, struct held_page **pages,
                 size_t count, struct error *err)
{
    struct arena arena = ARENA_INIT;
    const struct settings *settings = &set->dossier->templates.settings;
    struct page_span *spans = arena_new(&arena, count * sizeof *spans);
    struct job job = {.kind = JOB_NORMALISE,
                      .type = held->type,
                      .spans = spans,
                      .span_count = count,
                      .jpeg_quality = (uint32_t)settings->enclosed.quality};
    job.widths[PICTURE_LARGE] = (uint32_t)settings->enclosed.large;
    for (size_t i = 0; i < count; i++)
        spans[i] = (struct page_span){pages[i]->number, pages[i]->number};
    const char *path =
        store_path(set->options->cache, &held->file->digest, &job, 0, &set->dossier->arena);
    for (size_t i = 0; i < count; i++) {
        pages[i]->forms = path;
        pages[i]->form = (unsigned)i + 1;
    }
    bool ok = true;
    if (!store_has(path)) {
        struct store_writer *writer = store_open(path, 0);
        uint32_t objects = 0;
        for (size_t i = 0; i < count && ok; i++)
            ok = add_picture(writer, &objects, pages[i], err);
        if (ok)
            ok = store_close(writer, err);
        else
            store_abandon(writer);
    }
    arena_release(&arena);
    return ok;
}

bool picture_forms_make(struct held_set *set, struct error *err)
{
    bool ok = true;
    for (size_t i = 0; i < set->count && ok; i++) {
        struct arena arena = ARENA_INIT;
        const struct held *held = &set->files[i];
        struct held_page **pages =
            arena_new(&arena, (held->file->page_count + 1) * sizeof(struct held_page *));
        size_t count = 0;
        for (size_t k = 0; k < held->file->page_count; k++) {
            struct held_page *page = &held->file->pages[k];
            if (page->wanted && !page->failure && !page->form && page->store)
                pages[count++] = page;
        }
        ok = !count || make(set, held, pages, count, err);
        arena_release(&arena);
    }
    return ok;
}
