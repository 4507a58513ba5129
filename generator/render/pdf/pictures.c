/* SPDX-License-Identifier: ISC */
/* The pictures of the letter as image objects (ISO 32000-1, 8.9.5), each once however often it is
 * painted. */
#include "render/pdf/pictures.h"

#include "render/pdf/jpeg.h"
#include "render/pdf/png.h"
#include "render/pdf/token.h"

#include <limits.h>
#include <stdlib.h>

/* An object: a picture, or right after it its transparency. */
struct image {
    size_t picture;
    bool mask;
    struct buf entries; /* without those of the mask */
    struct buf data;    /* as it is written; of a JPEG none, it is the picture's own */
};

struct pictures {
    const struct letter *letter;
    bool *used; /* by picture */
    struct image *images;
    size_t count;
    size_t capacity;
    uint32_t first; /* object */
};

struct pictures *pictures_new(const struct letter *letter)
{
    struct pictures *pictures = memory_new(sizeof *pictures);
    pictures->letter = letter;
    pictures->used = memory_new(letter->picture_count * sizeof *pictures->used);
    return pictures;
}

void pictures_free(struct pictures *pictures)
{
    if (!pictures)
        return;
    for (size_t i = 0; i < pictures->count; i++) {
        buf_release(&pictures->images[i].entries);
        buf_release(&pictures->images[i].data);
    }
    free(pictures->images);
    free(pictures->used);
    free(pictures);
}

static struct image *add_image(struct pictures *pictures, size_t picture, bool mask, unsigned width,
                               unsigned height)
{
    pictures->images = memory_grow(pictures->images, pictures->count, &pictures->capacity,
                                   sizeof *pictures->images);
    struct image *image = &pictures->images[pictures->count++];
    *image = (struct image){picture, mask, BUF_INIT, BUF_INIT};
    buf_add_format(&image->entries, "/Type/XObject/Subtype/Image/Width %u/Height %u", width,
                   height);
    return image;
}

static void add_components(struct buf *entries, unsigned components, unsigned depth)
{
    buf_add_format(entries, "/ColorSpace/Device%s/BitsPerComponent %u",
                   components == 3 ? "RGB" : "Gray", depth);
}

static const char *use_jpeg(struct pictures *pictures, size_t index)
{
    const struct picture *picture = &pictures->letter->pictures[index];
    struct jpeg jpeg;
    const char *problem = jpeg_read(picture->bytes, picture->length, &jpeg);
    if (problem)
        return problem;
    struct image *image = add_image(pictures, index, false, jpeg.width, jpeg.height);
    add_components(&image->entries, jpeg.components, 8);
    buf_add_string(&image->entries, "/Filter/DCTDecode");
    return NULL;
}

static void add_palette(struct buf *entries, const struct png *png)
{
    buf_add_format(entries, "/ColorSpace[/Indexed/DeviceRGB %zu", png->palette.length / 3 - 1);
    token_add_bytes(entries, png->palette.bytes, png->palette.length);
    buf_add_format(entries, "]/BitsPerComponent %u", png->depth);
}

static const char *use_png(struct pictures *pictures, size_t index, struct haru *haru)
{
    const struct picture *picture = &pictures->letter->pictures[index];
    struct png png;
    const char *problem = png_read(picture->bytes, picture->length, &png);
    if (!problem) {
        struct image *image = add_image(pictures, index, false, png.width, png.height);
        if (png.palette.length)
            add_palette(&image->entries, &png);
        else
            add_components(&image->entries, png.components, png.depth);
        buf_add_string(&image->entries, "/Filter/FlateDecode");
        if (png.compressed) {
            buf_add_format(&image->entries,
                           "/DecodeParms<</Predictor 15/Colors %u/BitsPerComponent %u/Columns %u>>",
                           png.components, png.depth, (unsigned)png.width);
            buf_add(&image->data, png.data.bytes, png.data.length);
        } else {
            haru_deflate(haru, &png.data, &image->data);
        }
    }
    if (!problem && png.alpha.length) {
        struct image *mask = add_image(pictures, index, true, png.width, png.height);
        add_components(&mask->entries, 1, 8);
        buf_add_string(&mask->entries, "/Filter/FlateDecode");
        haru_deflate(haru, &png.alpha, &mask->data);
    }
    png_release(&png);
    return problem;
}

void pictures_use(struct pictures *pictures, size_t index, struct haru *haru, struct report *report)
{
    const struct picture *picture = &pictures->letter->pictures[index];
    const char *problem = NULL;
    if (pictures->used[index])
        return;
    pictures->used[index] = true;
    if (picture->length > INT_MAX)
        problem = "is larger than 2 GiB";
    else if (picture->type == PICTURE_PNG)
        problem = use_png(pictures, index, haru);
    else
        problem = use_jpeg(pictures, index);
    if (problem)
        report_error(report, picture->place,
                     "the picture %s %s; save it anew as a PNG or JPEG in RGB or grey",
                     picture->name, problem);
}

static bool make_image(void *context, size_t index, struct haru_object *object, struct error *err)
{
    const struct pictures *pictures = context;
    const struct image *image = &pictures->images[index], *next = image + 1;
    (void)err;
    buf_add(&object->entries, image->entries.bytes, image->entries.length);
    if (index + 1 < pictures->count && next->mask) {
        buf_add_string(&object->entries, "/SMask");
        token_add_reference(&object->entries, pictures->first + (uint32_t)index + 1);
    }
    object->kind = HARU_STREAM_PLAIN;
    if (image->data.length) {
        buf_add(&object->stream, image->data.bytes, image->data.length);
    } else {
        const struct picture *picture = &pictures->letter->pictures[image->picture];
        buf_add(&object->stream, picture->bytes, picture->length);
    }
    return true;
}

void pictures_add(struct pictures *pictures, struct haru *haru)
{
    pictures->first = haru_add(haru, pictures->count, (struct haru_maker){make_image, pictures});
}

void pictures_add_resources(const struct pictures *pictures, struct buf *out)
{
    for (size_t i = 0; i < pictures->count; i++) {
        if (pictures->images[i].mask)
            continue;
        buf_add_format(out, "/I%zu", pictures->images[i].picture);
        token_add_reference(out, pictures->first + (uint32_t)i);
    }
}
