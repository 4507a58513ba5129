/* SPDX-License-Identifier: ISC */
/* Reads every file once, several at the same time, and compares its digests with what manifests
 * tell. */
#ifndef VERIFY_BUNDLE_DIGESTS_H
#define VERIFY_BUNDLE_DIGESTS_H

#include "verify/bundle/container.h"

#include <stdbool.h>

/* Sets state, wrong and sha256 of all files that can be read. `sha256` says that the SHA-256 of
 * each is wanted, also where no manifest has it. Tells as SECTION_CONTAINER what could not be read
 * as the zip says. False with *err where the machine failed. */
bool digests_check(struct container *container, unsigned threads, bool sha256, struct error *err);

#endif
