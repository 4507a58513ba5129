/* SPDX-License-Identifier: ISC */
/* Where words may be divided, in the language that they are in: the patterns that the settings
 * name, read when a word first needs them. */
#ifndef RENDER_PDF_HYPHENS_H
#define RENDER_PDF_HYPHENS_H

#include "base/error.h"
#include "model/dossier.h"

struct hyphens;

/* All are borrowed. */
struct hyphens *hyphens_new(const struct dossier *dossier, struct report *report,
                            struct error *err);
void hyphens_free(struct hyphens *hyphens);

/* Where a line may end, once a hyphen is added: before these bytes of a text, in ascending order.
 */
struct division {
    size_t count;
    uint16_t before[];
};

/* Those of the first `length` bytes of a text, which hold one word and the signs at its ends; NULL
 * for none. What is found is kept by the addresses of text and language, which stay as they are
 * until hyphens_free. A language without patterns, or whose file is not there, is reported at
 * `place`, once. */
const struct division *hyphens_find(struct hyphens *hyphens, const char *lang, struct place place,
                                    const char *text, size_t length);

/* Writes the compiled form of a file of patterns: `dossier hyphens`. */
bool hyphens_compile(const char *file, const char *compiled, struct error *err);

#endif
