/* SPDX-License-Identifier: ISC */
/* The signature of SHA256SUMS, in OpenSSH's format (PROTOCOL.sshsig), by ssh-keygen. */
#ifndef SIGN_H
#define SIGN_H

#include "base/output.h"
#include "sums.h"

#include <stdbool.h>

#define SIGN_OUTPUT SUMS_OUTPUT ".sig"
#define SIGN_NAMESPACE "dossier"

/* Puts SIGN_OUTPUT into the output, beside SUMS_OUTPUT, which is finished. `key` is the path of a
 * private key, or of a public one whose private half an ssh-agent has. ssh-keygen asks on the
 * terminal for a passphrase where there is one. False with *err: EXIT_CODE_USAGE where it does not
 * sign with this key, which it has said on standard error, EXIT_CODE_MACHINE where it cannot run.
 */
bool sign_sums(struct output *output, const char *key, struct error *err);

#endif
