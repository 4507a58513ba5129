/* SPDX-License-Identifier: ISC */
/* The forms of enclosed pages, with all that they draw, among the objects of our PDF. They come
 * from files that a confined process has made of foreign ones (wire/form.h), one object at a time;
 * nothing of them is believed, and all syntax is printed here. */
#ifndef RENDER_PDF_FOREIGN_FORMS_H
#define RENDER_PDF_FOREIGN_FORMS_H

#include "render/pdf/haru.h"
#include "render/pdf/layout.h"

#include <stddef.h>
#include <stdint.h>

struct foreign_forms;
/* Finds in the files of forms what the pages of a layout need, which is borrowed until the document
 * is saved. NULL with *err where a file cannot be read or is not as it was made. */
struct foreign_forms *foreign_forms_new(const struct layout *layout, struct error *err);
void foreign_forms_free(struct foreign_forms *forms);
/* How many objects there are. */
size_t foreign_forms_count(const struct foreign_forms *forms);
/* Adds them to the document. */
void foreign_forms_add(struct foreign_forms *forms, struct haru *haru);
/* The number of the form of an enclosed page, once they are added. */
uint32_t foreign_forms_id(const struct foreign_forms *forms, size_t page);

#endif
