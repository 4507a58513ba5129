/* SPDX-License-Identifier: ISC */
/* The data by which tesseract reads pages in the languages of their enclosure or of the letter. */
#ifndef PAGES_OCR_DATA_H
#define PAGES_OCR_DATA_H

#include "base/error.h"
#include "model/dossier.h"

#include <stdbool.h>

/* Of one list of languages. */
struct ocr_data {
    const char *languages; /* tesseract's names, "eng+aze"; "" where it knows none */
    const char *digest;    /* of all files that are read */
};

/* Those of each enclosure that were looked for, and of the metadata. */
struct ocr_data_set {
    struct dossier *dossier;
    const char *folder;              /* of tesseract's data */
    const struct ocr_data **entries; /* by enclosure; the metadata's last */
    struct report *report;
};

/* Keeps the dossier, the folder and the report. */
void ocr_data_init(struct ocr_data_set *set, struct dossier *dossier, const char *folder,
                   struct report *report);
/* The data for a page of a held file: of the enclosure that has the page where that names its
 * languages, or else of the metadata. What is missing is reported, once for each list. NULL with
 * *err where the machine failed. */
const struct ocr_data *ocr_data_find(struct ocr_data_set *set, const struct held_file *file,
                                     unsigned page, struct error *err);

#endif
