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

/* Sets before[i] where a line may end, once a hyphen is added, before byte i of the first `length`
 * bytes of a text, which hold one word and the signs at its ends. False where there is no such
 * place, and before[] as it came: all false. A language without patterns, or whose file is not
 * there, is reported at `place`, once. */
bool hyphens_find(struct hyphens *hyphens, const char *lang, struct place place, const char *text,
                  size_t length, bool *before);

/* Writes the compiled form of a file of patterns: `dossier hyphens`. */
bool hyphens_compile(const char *file, const char *compiled, struct error *err);

#endif
