/* SPDX-License-Identifier: ISC */
/* The signature of SHA256SUMS, in OpenSSH's format (PROTOCOL.sshsig), by ssh-keygen. */
#include "sign.h"

#include <errno.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAM "ssh-keygen"

extern char **environ;

/* Signals that end a build reach it too, by the terminal: it is waited for in any case. */
static bool run(char *const *arguments, int *status, struct error *err)
{
    pid_t child;
    errno = posix_spawnp(&child, PROGRAM, NULL, NULL, arguments, environ);
    if (errno == ENOENT)
        return error_set(err, EXIT_CODE_MACHINE,
                         "there is no " PROGRAM ", which signs; install openssh-client");
    if (errno)
        return error_set_errno(err, "cannot run " PROGRAM);
    while (waitpid(child, status, 0) < 0) {
        if (errno != EINTR)
            return error_set_errno(err, "cannot wait for " PROGRAM);
    }
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
    int status = 0;
    for (size_t i = 0; i < count; i++)
        arguments[i] = arena_string(&arena, words[i]);
    /* Without a key to read ssh-keygen would say no more than that it did not work. */
    bool ok = access(key, R_OK) == 0 ||
              error_set(err, EXIT_CODE_USAGE, "there is no key %s that can be read", key);
    ok = ok && run(arguments, &status, err);
    if (ok && (!WIFEXITED(status) || WEXITSTATUS(status)))
        ok = error_set(err, EXIT_CODE_USAGE,
                       PROGRAM " did not sign with %s; see what it said, and name another key, or"
                               " build without --sign-with",
                       key);
    ok = ok && output_record(output, SIGN_OUTPUT, NULL, err);
    arena_release(&arena);
    return ok;
}
