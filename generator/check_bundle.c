/* SPDX-License-Identifier: ISC */
/* check-bundle [OPTION...] FILE|FOLDER: whether a bundle is what it was when it was made. A program
 * of its own, which dossier becomes for `verify`. One process reads the bundle and can do nothing
 * else; the other has check-pdf look into the PDFs that the first one hands it. */
#include "base/error.h"
#include "confine/confine.h"
#include "model/dossier.h"
#include "pdf_desk.h"
#include "signature_desk.h"
#include "verify/bundle/bundle_check.h"
#include "verify/bundle/hand_over.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* A bundle that is larger when unpacked, or so many times its size, is taken for a bomb. */
#define SIZE_MOST ((uint64_t)1 << 40)
#define RATIO_MOST 200u

struct arguments {
    const char *path;
    struct arena arena;
    const char *signers; /* NULL: it is not asked who signed it */
    bool json, quiet;
    bool hand_over; /* for `rebuild`, which calls with it */
    struct bundle_options options;
};

static bool usage(struct error *err, const char *what, const char *which)
{
    return error_set(err, EXIT_CODE_USAGE, "%s %s; \"dossier --help\" lists all", what, which);
}

/* A whole number, or with K, M, G or T so many times 1024; 0 says that there is no limit. */
static bool parse_number(const char *word, uint64_t *number)
{
    static const char units[] = "KMGT";
    char *end;
    if (*word < '0' || *word > '9')
        return false;
    errno = 0;
    *number = strtoull(word, &end, 10);
    const char *unit = *end ? strchr(units, *end) : NULL;
    int shift = unit ? 10 * (int)(unit - units + 1) : 0;
    if (errno || (*end && (!unit || end[1])) || *number > UINT64_MAX >> shift)
        return false;
    *number <<= shift;
    return true;
}

static bool parse_value(const char *word, const char *value, struct arguments *arguments,
                        struct error *err)
{
    uint64_t number;
    if (!value)
        return usage(err, "no value for", word);
    if (!parse_number(value, &number))
        return error_set(err, EXIT_CODE_USAGE,
                         "%s takes a number, not %s; \"dossier --help\" lists all", word, value);
    if (!strcmp(word, "--max-size"))
        arguments->options.limits.size = number;
    else if (!strcmp(word, "--max-ratio"))
        arguments->options.limits.ratio = number;
    else
        arguments->options.threads = number && number < 64 ? (unsigned)number : 64;
    return true;
}

static bool parse(int argc, char *const *argv, struct arguments *arguments, struct error *err)
{
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i];
        if (!strcmp(word, "--json")) {
            arguments->json = true;
        } else if (!strcmp(word, "-q")) {
            arguments->quiet = true;
        } else if (!strcmp(word, "--signers")) {
            if (!argv[i + 1])
                return usage(err, "no value for", word);
            arguments->signers = argv[++i];
        } else if (!strcmp(word, "--hand-over")) {
            arguments->hand_over = true;
        } else if (!strcmp(word, "-j") || !strcmp(word, "--max-size") ||
                   !strcmp(word, "--max-ratio")) {
            if (!parse_value(word, argv[i + 1], arguments, err))
                return false;
            i++;
        } else if (word[0] == '-') {
            return usage(err, "unknown option", word);
        } else if (arguments->path) {
            return usage(err, "unexpected argument", word);
        } else {
            arguments->path = word;
        }
    }
    if (arguments->json && arguments->quiet)
        return error_set(err, EXIT_CODE_USAGE, "--json and -q contradict one another");
    if (arguments->path)
        return true;
    error_set(err, EXIT_CODE_USAGE, "no bundle after verify; name a zip or a folder");
    return false;
}

static bool open_bundle(const char *path, int *fd, struct stat *status, struct error *err)
{
    assert(path); /* what parse found */
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (*fd < 0 && (errno == ENOENT || errno == ENOTDIR || errno == ENXIO))
        return error_set(err, EXIT_CODE_INPUT, "%s: %s; name a zip or a folder", path,
                         errno == ENXIO ? "this is neither" : "there is no such file");
    if (*fd < 0 || fstat(*fd, status) != 0)
        return error_set_errno(err, "cannot read %s", path);
    if (!S_ISREG(status->st_mode) && !S_ISDIR(status->st_mode))
        return error_set(err, EXIT_CODE_INPUT, "%s: %s; name a zip or a folder", path,
                         "this is neither");
    return true;
}

/* What the parser of JSON takes to spread names must not be known to who wrote the bundle. */
static void seed(void)
{
    unsigned number = 1;
    if (getrandom(&number, sizeof number, 0) == (ssize_t)sizeof number)
        json_object_seed(number | 1);
}

static bool print(const struct bundle *bundle, const struct arguments *arguments, struct error *err)
{
    if (arguments->hand_over) {
        verdict_print(&bundle->verdict, arguments->path, true, stderr);
        return !verdict_is_good(&bundle->verdict) || hand_over(bundle, err);
    }
    if (arguments->json)
        verdict_print_json(&bundle->verdict, arguments->path, "dossier " DOSSIER_VERSION, stdout);
    else
        verdict_print(&bundle->verdict, arguments->path, arguments->quiet, stdout);
    if (fflush(stdout) != 0 || ferror(stdout))
        return error_set_errno(err, "cannot write to standard output");
    return true;
}

/* The process that reads the bundle. Does not return. */
static void verify(const struct arguments *arguments, int fd, const struct stat *status)
{
    struct error err = ERROR_INIT;
    struct bundle bundle;
    const char *missing = "";
    bool is_zip = S_ISREG(status->st_mode);
    const struct confinement confinement = {
        .readable = &arguments->path, .count = is_zip ? 0 : 1, .threads = true, .writes = true};
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    seed();
    bool ok = confine(&confinement, &missing) ||
              error_set_errno(&err, "cannot confine the reading of the bundle");
    ok = ok &&
         bundle_check(&bundle, &arguments->options, fd, is_zip, (uint64_t)status->st_size, &err);
    if (ok && *missing)
        verdict_remark(&bundle.verdict, SECTION_CONTAINER, "unconfined", NULL,
                       "the kernel has no %s: the bundle is read with less protection", missing);
    ok = ok && print(&bundle, arguments, &err);
    if (!ok)
        fprintf(stderr, "dossier: %s\n", err.text.bytes);
    /* What is held ends with the process; a sanitizer's end looks at others, which this one may
     * not. */
    _exit(!ok                                ? (int)err.code
          : verdict_is_good(&bundle.verdict) ? EXIT_CODE_DONE
                                             : EXIT_CODE_INPUT);
}

static int wait_for(pid_t child)
{
    int status;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR)
            return EXIT_CODE_MACHINE;
    }
    if (WIFEXITED(status))
        return WEXITSTATUS(status);
    fprintf(stderr, "dossier: what read the bundle was ended by signal %d\n", WTERMSIG(status));
    return EXIT_CODE_MACHINE;
}

static bool run(struct arguments *arguments, int *code, struct error *err)
{
    struct stat status = {0};
    struct pdf_desk desk;
    int fd = -1;
    if (!open_bundle(arguments->path, &fd, &status, err) ||
        !signature_look(arguments->path, S_ISREG(status.st_mode), arguments->signers,
                        &arguments->options.signature, &arguments->arena, err) ||
        !pdf_desk_open(&desk, err))
        return false;
    arguments->options.to_checker = desk.request[1];
    arguments->options.from_checker = desk.answer[0];
    pid_t child = fork();
    if (child < 0)
        return error_set_errno(err, "cannot start another process");
    if (!child) {
        close(desk.request[0]);
        close(desk.answer[1]);
        verify(arguments, fd, &status);
    }
    close(fd);
    pdf_desk_serve(&desk);
    *code = wait_for(child);
    return true;
}

int main(int argc, char **argv)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    struct arguments arguments = {
        .options = {.limits = {SIZE_MOST, RATIO_MOST},
                    .threads = processors > 1 ? (unsigned)processors : 1}};
    struct error err = ERROR_INIT;
    int code = EXIT_CODE_DONE;
    if (!parse(argc, argv, &arguments, &err) || !run(&arguments, &code, &err)) {
        fprintf(stderr, "dossier: %s\n", err.text.bytes);
        code = err.code;
    }
    arena_release(&arguments.arena);
    error_release(&err);
    return code;
}
