/* SPDX-License-Identifier: ISC */
/* What tesseract calls languages. */
#ifndef MODEL_OCR_LANGUAGE_H
#define MODEL_OCR_LANGUAGE_H

/* The name of tesseract's data for a language tag ("az-Cyrl": "aze_cyrl"); NULL where it has none.
 */
const char *ocr_language(const char *tag);

#endif
