/* SPDX-License-Identifier: ISC */
/* Pictures in the letter: PNG and JPEG files in sources/. */
#ifndef SOURCE_PICTURE_READ_H
#define SOURCE_PICTURE_READ_H

#include "base/error.h"
#include "model/dossier.h"

#include <stdbool.h>
#include <stddef.h>

/* Type and size from a file's first bytes: PNG (ISO 15948, 11.2.2) or JPEG (ITU-T T.81, B.2.2).
 * False where it is neither, or cut off before the size. */
bool picture_measure(const char *bytes, size_t length, struct picture *picture);

/* Reads `name`, a path in the folder sources/ of `folder`, into *picture, all in the dossier's
 * arena, and lists it among what was read. `place` is where the letter shows it. False where
 * something was reported; where the machine failed err->code is set too. */
bool picture_read(const char *folder, const char *name, struct place place, struct dossier *dossier,
                  struct picture *picture, struct report *report, struct error *err);

#endif
