/* SPDX-License-Identifier: ISC */
/* The tag tree (ISO 32000-1, 14.7): what each structure element holds, and which element holds what
 * is painted. */
#ifndef RENDER_PDF_STRUCTURE_H
#define RENDER_PDF_STRUCTURE_H

#include "render/pdf/haru.h"
#include "render/pdf/ids.h"
#include "render/pdf/layout.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct structure;
/* Borrows the layout and the numbers until the document is saved. */
struct structure *structure_new(const struct layout *layout, const struct ids *ids);
void structure_free(struct structure *structure);
/* Adds the elements and their trees to the document and sets their numbers. */
void structure_add(struct structure *structure, struct haru *haru, struct ids *ids);
/* The first link of a page among all links of the layout; of `page_count`, how many there are. */
size_t structure_first_link(const struct structure *structure, size_t page);
size_t structure_page_of_link(const struct structure *structure, size_t link);

#endif
