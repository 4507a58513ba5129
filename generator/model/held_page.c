/* SPDX-License-Identifier: ISC */
/* A page of a held file: how large it is, how it looks, what it says. */
#include "model/held_page.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

const char *text_source_name(enum text_source source)
{
    static const char *const names[] = {"none", "document", "beside", "machine"};
    return names[source];
}

bool held_page_needs_words(const struct held_page *page)
{
    bool own = page->own_text || page->text_source == TEXT_DOCUMENT;
    return page->text_source != TEXT_NONE && (page->as_picture || !own);
}

int held_page_tenths_of_mm(int32_t length)
{
    return (int)(((int64_t)length * 254 + 36000) / 72000);
}

bool held_page_picture_read(const struct held_page *page, enum page_view view, struct buf *bytes,
                            struct error *err)
{
    const struct page_picture *picture = &page->pictures[view];
    int file = open(page->store, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return error_set_errno(err, "cannot read %s", page->store);
    uint64_t done = 0;
    buf_reserve(bytes, picture->length);
    while (done < picture->length) {
        char part[65536];
        size_t left = (size_t)(picture->length - done);
        ssize_t got = pread(file, part, left < sizeof part ? left : sizeof part,
                            (off_t)(picture->offset + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        buf_add(bytes, part, (size_t)got);
        done += (uint64_t)got;
    }
    close(file);
    if (done < picture->length)
        return error_set(err, EXIT_CODE_MACHINE, "%s has lost its end; take it away", page->store);
    return true;
}
