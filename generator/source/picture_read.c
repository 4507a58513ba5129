/* SPDX-License-Identifier: ISC */
/* Pictures in the letter: PNG and JPEG files in sources/. */
#include "source/picture_read.h"

#include "base/file.h"
#include "source/dependency.h"
#include "source/input.h"

#include <string.h>
#include <strings.h>

static unsigned big_endian(const unsigned char *bytes, size_t count)
{
    unsigned value = 0;
    for (size_t i = 0; i < count; i++)
        value = value << 8 | bytes[i];
    return value;
}

static bool measure_png(const unsigned char *bytes, size_t length, struct picture *picture)
{
    static const unsigned char start[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n',
                                          0,    0,   0,   13,  'I',  'H',  'D',  'R'};
    if (length < 33 || memcmp(bytes, start, sizeof start) != 0)
        return false;
    picture->type = PICTURE_PNG;
    picture->width = big_endian(bytes + 16, 4);
    picture->height = big_endian(bytes + 20, 4);
    return picture->width <= 0x7FFFFFFF && picture->height <= 0x7FFFFFFF;
}

/* A frame header: SOF0 to SOF15 but for DHT, JPG and DAC, which stand among them. */
static bool is_frame(unsigned char marker)
{
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

static bool measure_jpeg(const unsigned char *bytes, size_t length, struct picture *picture)
{
    if (length < 4 || bytes[0] != 0xFF || bytes[1] != 0xD8)
        return false;
    picture->type = PICTURE_JPEG;
    size_t at = 2;
    while (at + 4 <= length && bytes[at] == 0xFF) {
        unsigned char marker = bytes[at + 1];
        if (marker == 0xFF) { /* fill */
            at++;
            continue;
        }
        if (is_frame(marker)) {
            if (at + 9 > length)
                return false;
            picture->height = big_endian(bytes + at + 5, 2);
            picture->width = big_endian(bytes + at + 7, 2);
            return true;
        }
        at += 2 + (size_t)big_endian(bytes + at + 2, 2);
    }
    return false;
}

bool picture_measure(const char *bytes, size_t length, struct picture *picture)
{
    const unsigned char *in = (const unsigned char *)bytes;
    return (measure_png(in, length, picture) || measure_jpeg(in, length, picture)) &&
           picture->width && picture->height;
}

/* A web server tells browsers the type by the name. */
static bool name_fits(const char *name, enum picture_type type)
{
    const char *dot = strrchr(name, '.');
    if (!dot)
        return false;
    if (type == PICTURE_PNG)
        return !strcasecmp(dot, ".png");
    return !strcasecmp(dot, ".jpg") || !strcasecmp(dot, ".jpeg");
}

bool picture_read(const char *folder, const char *name, struct place place, struct dossier *dossier,
                  struct picture *picture, struct report *report, struct error *err)
{
    struct buf bytes = BUF_INIT;
    bool ok = false;
    const char *path = file_join(&dossier->arena, "sources", name);
    *picture = (struct picture){.name = name, .place = place};
    enum file_result result =
        file_read(file_join(&dossier->arena, folder, "sources"), name, &bytes, err);
    if (result == FILE_FAILED || input_report_file(result, place, path, report))
        goto out;
    dependency_add(dossier, file_join(&dossier->arena, folder, path));
    picture->length = bytes.length;
    picture->bytes = arena_copy(&dossier->arena, bytes.bytes, bytes.length);
    if (!picture_measure(picture->bytes, picture->length, picture))
        report_error(report, place, "%s is neither a PNG nor a JPEG picture; convert it", path);
    else if (!name_fits(name, picture->type))
        report_error(report, place, "%s is a %s by its content; give its name the ending %s", path,
                     picture->type == PICTURE_PNG ? "PNG" : "JPEG",
                     picture->type == PICTURE_PNG ? ".png" : ".jpg");
    else
        ok = true;
out:
    buf_release(&bytes);
    return ok;
}
