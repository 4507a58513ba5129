/* SPDX-License-Identifier: ISC */
/* What tests ask of a worker: to do what it must not be able to do, and to fail in every way. */
#include "worker/answer.h"
#include "confine/confine.h"
#include "worker/work.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define PLANTED "/tmp/planted-by-page-worker"

static bool opened(int fd)
{
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static bool read_file(void)
{
    return opened(open("/etc/passwd", O_RDONLY));
}

static bool read_folder(void)
{
    return opened(open("/", O_RDONLY | O_DIRECTORY));
}

static bool read_process(void)
{
    return opened(open("/proc/self/status", O_RDONLY));
}

static bool write_file(void)
{
    bool made = opened(open(PLANTED, O_WRONLY | O_CREAT, 0600));
    if (made)
        unlink(PLANTED);
    return made || opened(open("/dev/null", O_WRONLY)) || opened(open("/dev/null", O_RDWR));
}

static bool write_foreign(void)
{
    return opened(open("/proc/self/fd/3", O_WRONLY)) || ftruncate(WIRE_FILE_FD, 0) == 0 ||
           write(WIRE_FILE_FD, "", 1) == 1;
}

static bool make_folder(void)
{
    bool made = mkdir(PLANTED, 0700) == 0;
    if (made)
        rmdir(PLANTED);
    return made;
}

static bool reach_network(void)
{
    return opened(socket(AF_INET, SOCK_STREAM, 0)) || opened(socket(AF_INET6, SOCK_DGRAM, 0)) ||
           opened(socket(AF_NETLINK, SOCK_RAW, 0));
}

static bool reach_others(void)
{
    int pair[2];
    return opened(socket(AF_UNIX, SOCK_STREAM, 0)) || !socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
}

static bool start_process(void)
{
    pid_t child = fork();
    if (!child)
        _exit(0);
    if (child > 0)
        waitpid(child, NULL, 0);
    return child > 0;
}

static void *nothing(void *argument)
{
    return argument;
}

static bool start_thread(void)
{
    pthread_t thread;
    return !pthread_create(&thread, NULL, nothing, NULL) && !pthread_join(thread, NULL);
}

/* Where it succeeds, what it starts says nothing that a worker of ours says. */
static bool start_program(void)
{
    execl("/bin/true", "true", (char *)NULL);
    return false;
}

static bool look_into_parent(void)
{
    return !ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) || !ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

static bool signal_parent(void)
{
    return kill(getppid(), 0) == 0;
}

static bool make_code(void)
{
    size_t size = 4096;
    void *page = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return page != MAP_FAILED && !mprotect(page, size, PROT_READ | PROT_EXEC);
}

static bool take_memory(void)
{
    /* volatile, or a compiler does not ask for what is not used. */
    void *volatile much = malloc(CONFINE_MEMORY + 1);
    bool took = much != NULL;
    free(much);
    return took;
}

static bool raise_limits(void)
{
    struct rlimit most = {RLIM_INFINITY, RLIM_INFINITY};
    return !setrlimit(RLIMIT_CPU, &most) || !setrlimit(RLIMIT_NOFILE, &most);
}

static bool leave_kernel_work(void)
{
#ifdef SYS_io_uring_setup
    char parameters[256] = {0};
    return opened((int)syscall(SYS_io_uring_setup, 1, parameters));
#else
    return false;
#endif
}

static const struct {
    bool (*attempt)(void);
    const char *what;
} attempts[] = {
    {read_file, "read another file"},
    {read_folder, "listed a folder"},
    {read_process, "read of a process"},
    {write_file, "wrote to another file"},
    {write_foreign, "wrote to the foreign file"},
    {make_folder, "made a folder"},
    {reach_network, "opened a socket of the network"},
    {reach_others, "opened a socket to other processes"},
    {start_process, "started a process"},
    {start_thread, "started a thread"},
    {start_program, "started a program"},
    {look_into_parent, "traced a process"},
    {signal_parent, "sent a signal"},
    {make_code, "made memory that can be run"},
    {take_memory, "took more memory than it is given"},
    {raise_limits, "raised its limits"},
    {leave_kernel_work, "left work to the kernel"},
};

static void try_confinement(void)
{
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
        if (attempts[i].attempt())
            answer_failed(0, attempts[i].what);
    }
}

static void take_all_memory(void)
{
    size_t size = (size_t)16 << 20;
    for (;;)
        memset(memory_new(size), 1, size);
}

static void flood(void)
{
    char bytes[65536] = {0};
    for (;;)
        answer_bytes(bytes, sizeof bytes);
}

/* Ends the process after some bytes that are no whole frame. */
static void end_after(const char *bytes, size_t length)
{
    ssize_t written = write(STDOUT_FILENO, bytes, length);
    _exit(written == (ssize_t)length ? 0 : 1);
}

void try_what(const struct job *job)
{
    volatile bool spinning = true;
    switch (job->trial) {
    case TRIAL_CONFINEMENT:
        try_confinement();
        break;
    case TRIAL_HANG:
        for (;;)
            sleep(1000);
    case TRIAL_SPIN:
        while (spinning)
            continue;
        break;
    case TRIAL_CRASH:
        signal(SIGSEGV, SIG_DFL);
        raise(SIGSEGV);
        break;
    case TRIAL_ABORT:
        abort();
    case TRIAL_MEMORY:
        take_all_memory();
        break;
    case TRIAL_FLOOD:
        flood();
        break;
    case TRIAL_LIE:
        end_after("\x07\xFF\xFF\xFF\xFF", 5);
        break;
    case TRIAL_CUT:
        end_after("\x07\x10\0\0\0half", 9);
        break;
    case TRIAL_QUIT:
        _exit(0);
    case TRIAL_COUNT:
        break;
    }
}
