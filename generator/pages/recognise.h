/* SPDX-License-Identifier: ISC */
/* hOCR written beside files whose pages have no text, as confined workers read it from them. */
#ifndef PAGES_RECOGNISE_H
#define PAGES_RECOGNISE_H

#include "pages/pages.h"

struct recognise_options {
    const char *worker;      /* path of its executable */
    const char *tessdata;    /* the folder of tesseract's data */
    bool again;              /* also where hOCR stands already that nobody has corrected */
    char *const *enclosures; /* ids, NULL at the end; none: all */
};

/* Writes FILE.hocr beside each held file of these enclosures, with the text of its pages that have
 * none. What becomes of a page is kept in the cache at once: a run that is stopped goes on where it
 * was. What cannot be read is reported. The dossier is as source_read left it. False with *err
 * where the machine or the call failed. */
bool recognise_pages(struct dossier *dossier, const struct pages_options *options,
                     const struct recognise_options *ocr, struct report *report, struct error *err);

#endif
