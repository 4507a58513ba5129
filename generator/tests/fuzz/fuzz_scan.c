/* SPDX-License-Identifier: ISC */
/* A target for libFuzzer: the pages of a picture file, none of which is decoded. */
#include "tests/fuzz/fuzz.h"
#include "worker/scan.h"

static void check_page(const struct scan_page *page)
{
    int32_t width;
    int32_t height;
    if (*page->failed)
        return;
    fuzz_must(page->width && page->width <= WIRE_PIXELS_MOST, "width");
    fuzz_must(page->height && page->height <= WIRE_PIXELS_MOST, "height");
    fuzz_must(scan_turn(page->orientation) % 90 == 0, "turn");
    (void)scan_is_mirrored(page->orientation);
    (void)scan_dpi(page);
    if (scan_size(page, &width, &height))
        fuzz_must(width > 0 && height > 0 && width <= WIRE_LENGTH_MOST &&
                      height <= WIRE_LENGTH_MOST,
                  "size");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const struct foreign foreign = {.bytes = (const char *)bytes, .length = size};
    enum file_type type = file_type_of(bytes, size);
    struct scan scan;
    if (type == FILE_TYPE_OTHER || type == FILE_TYPE_PDF)
        return 0;
    scan_read(&scan, type, &foreign);
    for (size_t i = 0; i < scan.count; i++)
        check_page(&scan.pages[i]);
    scan_release(&scan);
    return 0;
}
