/* SPDX-License-Identifier: ISC */
/* What languages are called in English. */
#ifndef MODEL_LANGUAGE_NAME_H
#define MODEL_LANGUAGE_NAME_H

#include "base/buf.h"

/* "Azerbaijani"; "Chinese (zh-Hant)" where the tag says more; the tag where the language has no
 * code of two letters. */
void language_append_name(struct buf *buf, const char *tag);

#endif
