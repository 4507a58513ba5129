/* SPDX-License-Identifier: ISC */
/* Tests of base/file. */
#include "base/file.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void paths(void **state)
{
    (void)state;
    static const char *const good[] = {"a",        "a b.pdf",     "x/y/z.tif",
                                       "100%.pdf", "it's.pdf",    "com10.txt",
                                       "ə.pdf",    "console.txt", ".hidden"};
    static const char *const bad[] = {"",           "/a",    "..",   "a/../b", "a//b", "./a",
                                      "a/.",        "a\\b",  "a\nb", "a\xFF",  "con",  "CON.txt",
                                      "x/Lpt1.pdf", "nul",   "a.",   "a ",     "a:b",  "a?",
                                      "a/",         "a\x7F", "\"a\""};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        if (file_path_problem(good[i], strlen(good[i])))
            fail_msg("%s may be used", good[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (!file_path_problem(bad[i], strlen(bad[i])))
            fail_msg("%s may not be used", bad[i]);
    }
}

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[600];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *stream = fopen(path, "w");
    assert_non_null(stream);
    fputs(text, stream);
    assert_int_equal(fclose(stream), 0);
}

static void reading(void **state)
{
    (void)state;
    char folder[] = "/tmp/test_file.XXXXXX";
    char path[600];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/in", folder);
    assert_int_equal(mkdir(path, 0755), 0);
    write_file(folder, "in/file", "text");
    write_file(folder, "secret", "no");
    snprintf(path, sizeof path, "%s/in/link", folder);
    assert_int_equal(symlink("../secret", path), 0);
    snprintf(path, sizeof path, "%s/in/inner", folder);
    assert_int_equal(symlink("file", path), 0);
    snprintf(path, sizeof path, "%s/in/fifo", folder);
    assert_int_equal(mkfifo(path, 0644), 0);
    snprintf(path, sizeof path, "%s/in", folder);

    struct buf bytes = BUF_INIT;
    struct error err = ERROR_INIT;
    assert_int_equal(file_read(path, "file", &bytes, &err), FILE_OK);
    assert_string_equal(bytes.bytes, "text");
    buf_clear(&bytes);
    assert_int_equal(file_read(path, "inner", &bytes, &err), FILE_OK);
    assert_int_equal(file_read(path, "link", &bytes, &err), FILE_OUTSIDE);
    assert_int_equal(file_read(path, "fifo", &bytes, &err), FILE_NOT_REGULAR);
    assert_int_equal(file_read(path, "none", &bytes, &err), FILE_MISSING);
    assert_int_equal(file_read("/dev", "null", &bytes, &err), FILE_NOT_REGULAR);

    uint64_t size;
    struct digest digest, same;
    assert_int_equal(file_digest(path, "file", &size, &digest, &err), FILE_OK);
    digest_of("text", 4, &same);
    assert_int_equal(size, 4);
    assert_memory_equal(&digest, &same, sizeof same);

    struct arena arena = ARENA_INIT;
    struct file_list list;
    assert_true(file_list(path, &arena, &list, &err));
    assert_int_equal(list.count, 4);
    assert_string_equal(list.names[0], "fifo");
    assert_true(file_list("/nowhere", &arena, &list, &err));
    assert_false(list.exists);
    arena_release(&arena);
    buf_release(&bytes);
    error_release(&err);
    char command[700];
    snprintf(command, sizeof command, "rm -r %s", folder);
    assert_int_equal(system(command), 0);
}

static void replacing(void **state)
{
    (void)state;
    char folder[] = "/tmp/test_file.XXXXXX";
    assert_non_null(mkdtemp(folder));
    char path[600];
    snprintf(path, sizeof path, "%s/file", folder);
    struct error err = ERROR_INIT;
    struct buf bytes = BUF_INIT;
    assert_true(file_replace(path, "first", 5, &err));
    assert_true(file_replace(path, "2nd", 3, &err));
    assert_int_equal(file_read(folder, "file", &bytes, &err), FILE_OK);
    assert_string_equal(bytes.bytes, "2nd");
    buf_clear(&bytes);

    struct rlimit before, limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = before;
    limit.rlim_cur = 2;
    assert_true(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    bool replaced = file_replace(path, "third", 5, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_false(replaced);
    assert_int_equal(err.code, EXIT_CODE_MACHINE);
    assert_int_equal(file_read(folder, "file", &bytes, &err), FILE_OK);
    assert_string_equal(bytes.bytes, "2nd");

    /* What is no file is not replaced by one. */
    struct stat status;
    assert_true(file_replace("/dev/null", "x", 1, &err));
    assert_int_equal(stat("/dev/null", &status), 0);
    assert_true(S_ISCHR(status.st_mode));
    assert_false(file_replace("/dev/full", "x", 1, &err));
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0); /* and nothing else is left in it */
    buf_release(&bytes);
    error_release(&err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths),
        cmocka_unit_test(reading),
        cmocka_unit_test(replacing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
