/* SPDX-License-Identifier: ISC */
/* A target for libFuzzer: a font file, opened, asked for glyphs, cut to those and embedded. */
#include "render/pdf/embed.h"
#include "render/pdf/shape.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

#define FILE_NAME "made-up.ttf"

static const char *const words[] = {"Office",    "fi",         "A",       "V.",
                                    "e\xCC\x81", "\xC9\x99 1", "\xC2\xAD"};

static void show(struct embed *font, const struct piece *piece)
{
    for (size_t i = 0; i < piece->glyph_count; i++) {
        int32_t width;
        size_t start = piece->glyphs[i].cluster;
        fuzz_must(start < piece->length, "a glyph of no text");
        size_t length = piece->length - start;
        (void)embed_code(font, piece->glyphs[i].id, piece->text + start, length, &width);
    }
}

static void embed(const struct face *face)
{
    struct shaper *shaper = shaper_new();
    struct embed font;
    struct error err = ERROR_INIT;
    embed_init(&font, face);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        show(&font, shaper_piece(shaper, face, "en", words[i], strlen(words[i])));
    bool ok = true;
    for (size_t part = 0; part < EMBED_PARTS && ok; part++) {
        struct haru_object object = {.entries = BUF_INIT, .stream = BUF_INIT};
        ok = embed_make(&font, part, 1, &object, &err);
        buf_release(&object.entries);
        buf_release(&object.stream);
    }
    fuzz_no_failure(&err);
    error_release(&err);
    embed_release(&font);
    shaper_free(shaper);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const char *names[] = {FILE_NAME};
    static const char *folders[] = {"."};
    const struct text_list file = {names, 1};
    struct templates templates = {.settings.faces = {.folders = {folders, 1},
                                                     .regular = file,
                                                     .italic = file,
                                                     .bold = file,
                                                     .bold_italic = file,
                                                     .mono = file}};
    struct report report = {0};
    fuzz_write(FILE_NAME, bytes, size);
    struct face_set *faces = face_set_new(&templates, &report);
    struct face *face = face_set_first(faces, STYLE_REGULAR);
    if (!report.errors) {
        struct embed font;
        embed_init(&font, face);
        embed_check(&font, &report);
        embed_release(&font);
    }
    if (!report.errors)
        embed(face);
    face_set_free(faces);
    report_release(&report);
    return 0;
}
