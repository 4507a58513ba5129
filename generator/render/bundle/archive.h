/* SPDX-License-Identifier: ISC */
/* A bag in a zip (APPNOTE 6.3), by libzip: the same bytes for the same bag. */
#ifndef RENDER_BUNDLE_ARCHIVE_H
#define RENDER_BUNDLE_ARCHIVE_H

#include "base/date.h"
#include "base/error.h"
#include "render/bundle/bag.h"

#include <stdbool.h>

/* Writes a sealed bag into a new zip at `path`, all of it below `folder`, every file of the day
 * `date` and with mode 0644. Files that stand on the disk are read in pieces and compared with
 * their digests. False with *err where the machine failed, a signal came, or a file is no longer
 * what it was. The bytes depend on the bag and on the versions of libzip, libdeflate and zlib, on
 * nothing else
 * of the machine. */
bool archive_write(const struct bag *bag, const char *folder, struct date date, const char *path,
                   struct error *err);

#endif
