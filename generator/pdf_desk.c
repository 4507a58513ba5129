/* SPDX-License-Identifier: ISC */
/* Who lets check-pdf look into PDFs for a process that can start no program. */
#include "pdf_desk.h"

#include "verify/bundle/pdf_claim.h"
#include "wire/pipe.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHECKER "check-pdf"
#define PIECE ((size_t)64 * 1024)

bool pdf_desk_open(struct pdf_desk *desk, struct error *err)
{
    if (pipe(desk->request) != 0 || pipe(desk->answer) != 0)
        return error_set_errno(err, "cannot make a pipe");
    int ends[] = {desk->request[0], desk->request[1], desk->answer[0], desk->answer[1]};
    for (size_t i = 0; i < 4; i++)
        fcntl(ends[i], F_SETFD, FD_CLOEXEC);
    signal(SIGPIPE, SIG_IGN);
    return true;
}

/* Becomes check-pdf, which stands beside this program. */
static void become_checker(int in, int out)
{
    static char name[PATH_MAX + sizeof CHECKER];
    ssize_t length = readlink("/proc/self/exe", name, PATH_MAX);
    char *slash = length > 0 ? strrchr(name, '/') : NULL;
    if (!slash)
        _exit(EXIT_CODE_MACHINE);
    memcpy(slash + 1, CHECKER, sizeof CHECKER);
    signal(SIGPIPE, SIG_DFL);
    if (dup2(in, STDIN_FILENO) >= 0 && dup2(out, STDERR_FILENO) >= 0)
        execl(name, CHECKER, "--confined", (char *)NULL);
    _exit(EXIT_CODE_MACHINE);
}

static pid_t start(int *to, int *from)
{
    int in[2], out[2];
    if (pipe(in) != 0)
        return -1;
    if (pipe(out) != 0) {
        close(in[0]);
        close(in[1]);
        return -1;
    }
    fcntl(in[1], F_SETFD, FD_CLOEXEC);
    fcntl(out[0], F_SETFD, FD_CLOEXEC);
    pid_t child = fork();
    if (!child)
        become_checker(in[0], out[1]);
    close(in[0]);
    close(out[1]);
    *to = in[1];
    *from = out[0];
    return child;
}

/* Hands on what was asked; check-pdf reads all of it before it says a word. */
static bool pass_on(int from, uint64_t length, int to)
{
    char *piece = memory_new(PIECE);
    bool asked = true, taken = true;
    while (length && asked) {
        size_t size = length < PIECE ? (size_t)length : PIECE;
        asked = pipe_read(from, piece, size);
        taken = asked && taken && pipe_write(to, piece, size);
        length -= size;
    }
    free(piece);
    return asked;
}

static void read_all(int fd, char *text, struct pdf_answer *answer)
{
    char more[4096];
    ssize_t got;
    while (answer->length < PDF_ANSWER_MAX &&
           (got = read(fd, text + answer->length, PDF_ANSWER_MAX - answer->length)) != 0) {
        if (got < 0 && errno != EINTR)
            return;
        answer->length += got > 0 ? (uint32_t)got : 0;
    }
    while ((got = read(fd, more, sizeof more)) > 0 || (got < 0 && errno == EINTR))
        continue;
}

static bool serve_one(const struct pdf_desk *desk, uint64_t length)
{
    struct pdf_answer answer = {.code = -1};
    char *text = memory_new(PDF_ANSWER_MAX);
    int to = -1, from = -1, status;
    pid_t child = start(&to, &from);
    bool ok = child > 0 && pass_on(desk->request[0], length, to);
    if (child > 0) {
        close(to);
        read_all(from, text, &answer);
        close(from);
        while (waitpid(child, &status, 0) < 0 && errno == EINTR)
            continue;
        answer.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    ok = ok && pipe_write(desk->answer[1], &answer, sizeof answer) &&
         pipe_write(desk->answer[1], text, answer.length);
    free(text);
    return ok;
}

void pdf_desk_serve(struct pdf_desk *desk)
{
    uint64_t length;
    close(desk->request[1]);
    close(desk->answer[0]);
    while (pipe_read(desk->request[0], &length, sizeof length) && serve_one(desk, length))
        continue;
    close(desk->request[0]);
    close(desk->answer[1]);
}
