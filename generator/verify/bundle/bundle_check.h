/* SPDX-License-Identifier: ISC */
/* A bundle while it is verified, and each of its sections. */
#ifndef VERIFY_BUNDLE_BUNDLE_CHECK_H
#define VERIFY_BUNDLE_BUNDLE_CHECK_H

#include "verify/bundle/bag_read.h"
#include "verify/bundle/container.h"
#include "verify/bundle/verdict.h"

#include <jansson.h>
#include <stdbool.h>

/* What was found of a signature, by who may start programs. */
struct signature {
    const char *code; /* NULL where nothing is wrong */
    const char *text; /* what is, then */
    const char *summary;
};

struct bundle_options {
    struct limits limits;
    unsigned threads;
    struct signature signature;
    int to_checker, from_checker; /* who looks into PDFs: pdf_claim.h says how */
};

struct bundle {
    const struct bundle_options *options; /* borrowed */
    struct container container;
    struct bag bag;
    struct verdict verdict;
    json_t *dossier; /* site/dossier.json, or NULL */
};

/* Reads all and tells all in bundle->verdict. `fd` is the zip's or the folder's, borrowed. False
 * with *err where the machine failed. The bundle needs no setting up, and is released in any case.
 */
bool bundle_check(struct bundle *bundle, const struct bundle_options *options, int fd, bool is_zip,
                  uint64_t length, struct error *err);
void bundle_release(struct bundle *bundle);

/* ---------------------------------------------------------------- Its sections */

/* ro-crate-metadata.json (RO-Crate 1.1 and 1.2), where there is one. */
void crate_check(struct bundle *bundle);
/* Whether all pages are accounted for, and all that the dossier's model promises is there. */
void accounts_check(struct bundle *bundle);
/* Whether each link of the site leads somewhere within the bundle. */
void site_links_check(struct bundle *bundle);
/* Whether the PDF keeps what it claims. */
bool pdf_claim_check(struct bundle *bundle, struct error *err);
/* Who signed it. */
void signature_check(struct bundle *bundle);

/* The JSON in a file of the bag; NULL where it cannot be read, which is said in that section. */
json_t *bundle_json(struct bundle *bundle, enum section section, struct item *item);
/* As bundle_json, from bytes; what is wrong with them in *problem, which is set up. */
json_t *bundle_json_read(const char *bytes, size_t length, struct buf *problem);

/* Undoes %XX in a path of a URL; false where it gives a zero byte. In place. */
bool site_address_decode(char *text);
/* "folder/of/page.html" and "../x" give "folder/x" in *path, without what leads to a page's part.
 * False where it leads out of the top. */
bool site_address_resolve(const char *page, const char *address, size_t length, struct buf *path);
/* Whether an address begins with a scheme, as "https:" does, or a host. */
bool site_address_is_elsewhere(const char *address);

#endif
