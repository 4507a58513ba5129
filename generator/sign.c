/* SPDX-License-Identifier: ISC */
/* The signature of SHA256SUMS, in OpenSSH's format (PROTOCOL.sshsig), by ssh-keygen. */
#include "sign.h"

#include "child.h"

#include <errno.h>
#include <unistd.h>

#define PROGRAM "ssh-keygen"

/* Signals that end a build reach it too, by the terminal: it is waited for in any case. */
static bool run(char *const *arguments, int *code, struct error *err)
{
    struct child child;
    if (!child_start(&child, arguments, NULL, false)) {
        if (errno == ENOENT)
            return error_set(err, EXIT_CODE_MACHINE,
                             "there is no " PROGRAM ", which signs; install openssh-client");
        return error_set_errno(err, "cannot run " PROGRAM);
    }
    *code = child_end(&child);
    return output_go_on(err);
}

bool sign_sums(struct output *output, const char *key, struct error *err)
{
    const char *const words[] = {
        PROGRAM,        "-Y", "sign", "-q", "-n",
        SIGN_NAMESPACE, "-f", key,    "--", output_path(output, SUMS_OUTPUT)};
    const size_t count = sizeof words / sizeof *words;
    struct arena arena = ARENA_INIT;
    char **arguments = arena_new(&arena, (count + 1) * sizeof(char *));
    int code = 0;
    for (size_t i = 0; i < count; i++)
        arguments[i] = arena_string(&arena, words[i]);
    /* Without a key to read ssh-keygen would say no more than that it did not work. */
    bool ok = access(key, R_OK) == 0 ||
              error_set(err, EXIT_CODE_USAGE, "there is no key %s that can be read", key);
    ok = ok && run(arguments, &code, err);
    if (ok && code)
        ok = error_set(err, EXIT_CODE_USAGE,
                       PROGRAM " did not sign with %s; see what it said, and name another key, or"
                               " build without --sign-with",
                       key);
    ok = ok && output_record(output, SIGN_OUTPUT, NULL, err);
    arena_release(&arena);
    return ok;
}
