/* SPDX-License-Identifier: ISC */
/* What a process that parses foreign bytes can no longer do: open files, reach the network, take
 * more than its share. */
#include "confine/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <seccomp.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED
#endif

/* ---------------------------------------------------------------- rlimits */

static bool limit(int what, rlim_t most)
{
    /* At the limit of time that may be raised the kernel says which it was, at the other it kills.
     */
    const rlim_t more = what == RLIMIT_CPU ? 2 : 0;
    struct rlimit old;
    if (getrlimit(what, &old))
        return false;
    rlim_t hard = old.rlim_max < most + more ? old.rlim_max : most + more;
    rlim_t soft = hard < most ? hard : most;
    return setrlimit(what, &(struct rlimit){.rlim_cur = soft, .rlim_max = hard}) == 0;
}

static bool limit_all(const struct confinement *confinement)
{
    /* AddressSanitizer reserves terabytes of addresses. */
#ifndef SANITIZED
    if (!limit(RLIMIT_AS, CONFINE_MEMORY + confinement->mapped))
        return false;
#endif
    return limit(RLIMIT_STACK, CONFINE_STACK) &&
           (!confinement->seconds || limit(RLIMIT_CPU, confinement->seconds)) &&
           (confinement->writes || limit(RLIMIT_FSIZE, CONFINE_FILE_SIZE)) &&
           limit(RLIMIT_NOFILE, CONFINE_OPEN_FILES) && limit(RLIMIT_CORE, 0);
}

/* ---------------------------------------------------------------- Landlock */

/* Debian 12's <linux/landlock.h> knows the first ABI; these are of linux/landlock.h as of ABI 6. A
 * kernel that knows fewer of them is asked for those only. */
struct ruleset {
    uint64_t files, network, scoped;
};

struct path_rule {
    uint64_t access;
    int32_t folder;
} __attribute__((packed));

#define RULE_PATH 1
#define ACCESS_READ_FILE (1u << 2)
#define ACCESS_READ_FOLDER (1u << 3)
#define ACCESS_FIRST ((1u << 13) - 1) /* ABI 1: execute, write, read, make, remove */
#define ACCESS_REFER (1u << 13)       /* ABI 2 */
#define ACCESS_TRUNCATE (1u << 14)    /* ABI 3 */
#define ACCESS_IOCTL (1u << 15)       /* ABI 5 */
#define NETWORK_ALL 3u                /* ABI 4: bind and connect of TCP */
#define SCOPE_ALL 3u                  /* ABI 6: abstract sockets, signals */

/* What the kernel can forbid, and how many bytes of the struct it knows. */
static size_t ruleset_of(long abi, struct ruleset *ruleset)
{
    *ruleset = (struct ruleset){.files = ACCESS_FIRST};
    ruleset->files |= abi >= 2 ? ACCESS_REFER : 0;
    ruleset->files |= abi >= 3 ? ACCESS_TRUNCATE : 0;
    ruleset->files |= abi >= 5 ? ACCESS_IOCTL : 0;
    ruleset->network = abi >= 4 ? NETWORK_ALL : 0;
    ruleset->scoped = abi >= 6 ? SCOPE_ALL : 0;
    return sizeof(uint64_t) * (abi >= 6 ? 3 : abi >= 4 ? 2 : 1);
}

static bool allow_reading(int ruleset, const char *path)
{
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT;
    bool ok = fstat(fd, &status) == 0;
    struct path_rule rule = {.access = ACCESS_READ_FILE, .folder = fd};
    if (ok && S_ISDIR(status.st_mode))
        rule.access |= ACCESS_READ_FOLDER;
    ok = ok && syscall(SYS_landlock_add_rule, ruleset, RULE_PATH, &rule, 0) == 0;
    close(fd);
    return ok;
}

static bool confine_files(const char *const *readable, size_t count, bool *lacks)
{
    struct ruleset ruleset;
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, 1);
    *lacks = abi < 1;
    if (*lacks)
        return true;
    size_t size = ruleset_of(abi, &ruleset);
    int fd = (int)syscall(SYS_landlock_create_ruleset, &ruleset, size, 0);
    if (fd < 0)
        return false;
    bool ok = true;
    for (size_t i = 0; i < count && ok; i++)
        ok = allow_reading(fd, readable[i]);
    ok = ok && syscall(SYS_landlock_restrict_self, fd, 0) == 0;
    close(fd);
    return ok;
}

/* ---------------------------------------------------------------- seccomp */

/* What the libraries call once they are loaded, on descriptors that are open and memory of their
 * own. No sockets, no processes and threads, no signals to others, nothing that names a file but
 * to read it. */
static const int allowed[] = {
    SCMP_SYS(read),
    SCMP_SYS(write),
    SCMP_SYS(readv),
    SCMP_SYS(writev),
    SCMP_SYS(pread64),
    SCMP_SYS(pwrite64),
    SCMP_SYS(lseek),
    SCMP_SYS(_llseek),
    SCMP_SYS(close),
    SCMP_SYS(fstat),
    SCMP_SYS(fstat64),
    SCMP_SYS(fstatfs),
    SCMP_SYS(dup),
    SCMP_SYS(fsync),
    SCMP_SYS(fdatasync),
    SCMP_SYS(ftruncate),
    SCMP_SYS(fadvise64),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(getrandom),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_getres),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(times),
    SCMP_SYS(getrusage),
    SCMP_SYS(nanosleep),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(sched_yield),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(getuid),
    SCMP_SYS(geteuid),
    SCMP_SYS(getgid),
    SCMP_SYS(getegid),
    SCMP_SYS(uname),
    SCMP_SYS(sysinfo),
    SCMP_SYS(getrlimit),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),
    SCMP_SYS(eventfd2),
};

/* Calls that name files to look at; Landlock judges what may be read. */
static const int looking[] = {
    SCMP_SYS(stat),      SCMP_SYS(lstat),      SCMP_SYS(newfstatat), SCMP_SYS(statx),
    SCMP_SYS(access),    SCMP_SYS(faccessat),  SCMP_SYS(faccessat2), SCMP_SYS(readlink),
    SCMP_SYS(getcwd),    SCMP_SYS(readlinkat), SCMP_SYS(getdents64), SCMP_SYS(getdents),
    SCMP_SYS(fstatfs64), SCMP_SYS(statfs),
};

static bool allow(scmp_filter_ctx filter, const int *calls, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int code = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0);
        /* A call that this architecture does not have. */
        if (code && code != -EDOM)
            return false;
    }
    return true;
}

/* Allows a call where the bits `mask` of its argument are `value`. */
static bool allow_where(scmp_filter_ctx filter, int call, unsigned argument, uint64_t mask,
                        uint64_t value)
{
    struct scmp_arg_cmp compare = {argument, SCMP_CMP_MASKED_EQ, mask, value};
    int code = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 1, &compare);
    return !code || code == -EDOM;
}

/* The C library falls back to clone, whose flags can be judged, where there is no clone3. */
static bool allow_threads(scmp_filter_ctx filter)
{
    int code = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
    return (!code || code == -EDOM) &&
           allow_where(filter, SCMP_SYS(clone), 0, CLONE_THREAD, CLONE_THREAD);
}

static bool allow_all(scmp_filter_ctx filter, bool may_open, bool threads)
{
    const uint64_t all = UINT64_MAX;
    const uint64_t writing = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND;
    bool ok = allow(filter, allowed, sizeof allowed / sizeof *allowed) &&
              allow_where(filter, SCMP_SYS(mmap), 2, PROT_EXEC, 0) &&
              allow_where(filter, SCMP_SYS(mmap2), 2, PROT_EXEC, 0) &&
              allow_where(filter, SCMP_SYS(mprotect), 2, PROT_EXEC, 0) &&
              allow_where(filter, SCMP_SYS(prlimit64), 2, all, 0) &&
              allow_where(filter, SCMP_SYS(tgkill), 0, all, (uint64_t)getpid()) &&
              allow_where(filter, SCMP_SYS(fcntl), 1, all, F_GETFD) &&
              allow_where(filter, SCMP_SYS(fcntl), 1, all, F_SETFD) &&
              allow_where(filter, SCMP_SYS(fcntl), 1, all, F_GETFL) &&
              allow_where(filter, SCMP_SYS(fcntl), 1, all, F_DUPFD_CLOEXEC);
    if (ok && may_open)
        ok = allow(filter, looking, sizeof looking / sizeof *looking) &&
             allow_where(filter, SCMP_SYS(open), 1, writing, O_RDONLY) &&
             allow_where(filter, SCMP_SYS(openat), 2, writing, O_RDONLY);
    ok = ok && (!threads || allow_threads(filter));
    /* With an empty path, as the C library's fstat calls it. */
    return ok && (may_open || allow(filter, &(int){SCMP_SYS(newfstatat)}, 1));
}

static bool confine_calls(bool may_open, bool threads, bool *lacks)
{
    *lacks = prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0;
    if (*lacks)
        return true;
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    bool ok = filter && allow_all(filter, may_open, threads);
    int code = ok ? seccomp_load(filter) : 0;
    seccomp_release(filter);
    /* A kernel with the first mode of seccomp alone. */
    *lacks = code == -EINVAL;
    return ok && (!code || *lacks);
}

bool confine(const struct confinement *confinement, const char **missing)
{
    static const char *const words[] = {"", "Landlock", "seccomp", "Landlock and seccomp"};
    bool lacks_landlock = false;
    bool lacks_seccomp = false;
    *missing = "";
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || !limit_all(confinement) ||
        !confine_files(confinement->readable, confinement->count, &lacks_landlock) ||
        !confine_calls(confinement->count > 0, confinement->threads, &lacks_seccomp))
        return false;
    *missing = words[(lacks_landlock ? 1 : 0) + (lacks_seccomp ? 2 : 0)];
    return true;
}
