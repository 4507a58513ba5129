/* SPDX-License-Identifier: ISC */
/* libcmark-gfm's headers, without the short names, which are ours too. */
#ifndef SOURCE_CMARK_H
#define SOURCE_CMARK_H

#define CMARK_NO_SHORT_NAMES

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>
#include <cmark-gfm/utf8.h>

#endif
