/* SPDX-License-Identifier: ISC */
/* How the project writes dates, numbers, sizes and the names of languages: by the settings. */
#ifndef MODEL_FORMS_H
#define MODEL_FORMS_H

#include "base/buf.h"
#include "base/date.h"
#include "model/settings.h"

#include <stdint.h>

/* What a date's form puts in. */
#define FORMS_DAY "{day}"
#define FORMS_MONTH "{month}"
#define FORMS_YEAR "{year}"
/* And what that of an enclosed page's description does. */
#define FORMS_PAGE "{page}"
#define FORMS_ENCLOSURE "{enclosure}"
#define FORMS_FOLIO "{folio}"

/* And those of the parts of a PDF. */
#define FORMS_PART "{part}"
#define FORMS_PARTS "{parts}"

/* "12 November 2020" */
void forms_append_date(struct buf *buf, const struct settings *settings, struct date date);
/* "Page 12 of enclosure A, folio E12" */
void forms_append_page(struct buf *buf, const struct settings *settings,
                       const struct ledger_row *row, const char *enclosure);
/* "part 2 of 5": a form with the numbers in their places. */
void forms_append_part(struct buf *buf, const char *form, size_t part, size_t parts);
/* "12,345" */
void forms_append_number(struct buf *buf, const struct settings *settings,
                         unsigned long long number);
/* "999 bytes", "1.2 KB", "133 KB": decimal multiples, of two figures or three. */
void forms_append_size(struct buf *buf, const struct settings *settings, uint64_t bytes);
/* "Azerbaijani"; "Chinese (zh-Hant)" where the tag says more than the name that is known; the tag
 * where none is. */
void forms_append_language(struct buf *buf, const struct settings *settings, const char *tag);

#endif
