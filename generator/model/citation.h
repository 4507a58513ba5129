/* SPDX-License-Identifier: ISC */
/* How the letter is cited, in the styles that most readers are asked for. */
#ifndef MODEL_CITATION_H
#define MODEL_CITATION_H

#include "base/buf.h"
#include "model/dossier.h"

#include <stddef.h>

enum citation_style {
    CITATION_CHICAGO, /* The Chicago Manual of Style, 17th edition, 14.222: bibliography */
    CITATION_APA,     /* Publication Manual of the APA, 7th edition: archival letters */
    CITATION_ISO_690, /* ISO 690:2021 */
    CITATION_STYLE_COUNT
};

const char *citation_style_name(enum citation_style style); /* "Chicago" */
/* The whole citation, without markup. A name is turned round only where the metadata says how lists
 * sort it. */
void citation_append(const struct dossier *dossier, enum citation_style style, struct buf *out);

/* How many bytes of a name as lists sort it ("Smith, A.") are the family's; all where it has no
 * comma. */
size_t citation_family(const char *sort);
/* What stands after the comma, "" for nothing. */
const char *citation_given(const char *sort);
/* The address to cite the dossier by: the permanent one, or else the site's; "" for none. */
const char *citation_url(const struct metadata *metadata);
/* The DOI in the permanent address, "" where it holds none. */
const char *citation_doi(const struct metadata *metadata);

#endif
