/* SPDX-License-Identifier: ISC */
/* Objects of a PDF written anew in another: of each dictionary only the entries that say how
 * something looks or reads, of resources only those that the content names. Whatever else an
 * object leads to stays behind. */
#ifndef WORKER_COPY_H
#define WORKER_COPY_H

#include "worker/uses.h"

struct copier {
    struct pdf *from;
    struct pdf *to;
    qpdf_oh *copies; /* in `to`, by the object's number; 0 for none yet */
    size_t count;
    const char *failed; /* why something could not be copied, or "" */
};

void copier_init(struct copier *copier, struct pdf *from, struct pdf *to);
void copier_release(struct copier *copier);
qpdf_oh copier_copy(struct copier *copier, qpdf_oh object);
/* The resources that the content names. */
qpdf_oh copier_resources(struct copier *copier, qpdf_oh resources, const struct uses *uses);
/* The copy of an object that was copied before; null for any other. */
qpdf_oh copier_known(struct copier *copier, qpdf_oh object);
/* Whether an object has no place in a page's resources, whatever leads there: a page, an
 * annotation, an attached file. */
bool copier_is_foreign(struct pdf *pdf, qpdf_oh object);

#endif
