/* SPDX-License-Identifier: ISC */
/* Has ssh-keygen look at the signature beside a bundle, for a process that can start no program. */
#ifndef SIGNATURE_DESK_H
#define SIGNATURE_DESK_H

#include "base/error.h"
#include "verify/bundle/bundle_check.h"

#include <stdbool.h>

/* What stands beside the zip at `path` as SHA256SUMS and SHA256SUMS.sig (PROTOCOL.sshsig), and
 * whether one of those whom the file `signers` allows (ssh-keygen(1), ALLOWED SIGNERS) signed the
 * zip's checksum. Without signers (NULL) it is only said whether there is a signature. `is_zip` is
 * false for a folder, of which nobody signs a checksum. Fills *signature, whose texts are the
 * arena's. False with *err where ssh-keygen is wanted and missing, or signers cannot be read. */
bool signature_look(const char *path, bool is_zip, const char *signers, struct signature *signature,
                    struct arena *arena, struct error *err);

#endif
