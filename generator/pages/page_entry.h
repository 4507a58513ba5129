/* SPDX-License-Identifier: ISC */
/* What drawing one page gave, as frames, and what of it the model holds. */
#ifndef PAGES_PAGE_ENTRY_H
#define PAGES_PAGE_ENTRY_H

#include "base/buf.h"
#include "base/memory.h"
#include "model/held_page.h"

#include <stdbool.h>

/* Fills the page from the frames of its entry, which stands, or will stand, at the path `entry`
 * (kept). False where the frames are not all of one page: that page, its pictures in each width,
 * its text. */
bool page_entry_take(const struct buf *frames, const char *entry, struct held_page *page,
                     struct arena *arena);
/* The same from the cache; false where it has no such entry. */
bool page_entry_read(const char *entry, struct held_page *page, struct arena *arena);

#endif
