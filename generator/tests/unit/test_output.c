/* SPDX-License-Identifier: ISC */
/* Outputs: what a run that ends well, badly or not at all leaves in the output folder. */
#include "base/output.h"
#include "tests/unit/home.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static int start_anew(void **state)
{
    (void)state;
    return system("rm -rf -- * && mkdir out") == 0 ? 0 : -1;
}

static void assert_content(const char *path, const char *expected)
{
    char bytes[256] = "";
    FILE *stream = fopen(path, "r");
    assert_non_null(stream);
    assert_true(fread(bytes, 1, sizeof bytes - 1, stream) < sizeof bytes);
    assert_int_equal(fclose(stream), 0);
    assert_string_equal(bytes, expected);
}

static bool is_there(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0;
}

static void put_file(const char *path, const char *content)
{
    FILE *stream = fopen(path, "w");
    assert_non_null(stream);
    fputs(content, stream);
    assert_int_equal(fclose(stream), 0);
}

static void put(struct output *output, const char *name, const char *content)
{
    struct error err = ERROR_INIT;
    assert_true(output_put(output, name, content, strlen(content), &err));
}

static const char *const names[] = {"site", "one.pdf"};

/* A run that publishes a site and a file, or stops short of it. */
static bool run(const char *content, bool publishes, struct error *err)
{
    struct output *output = output_new("out", err);
    if (!output)
        return false;
    put(output, "one.pdf", content);
    put(output, "site/index.html", content);
    put(output, "site/deep/er/page.html", content);
    bool ok = !publishes || output_publish(output, names, 2, err);
    output_free(output);
    return ok;
}

static void publishes_whole(void **state)
{
    (void)state;
    struct error err = ERROR_INIT;
    assert_true(run("first", true, &err));
    assert_content("out/one.pdf", "first");
    assert_content("out/site/deep/er/page.html", "first");
    put_file("out/site/of the last build", "");
    put_file("out/beside", "kept");
    assert_true(run("second", true, &err));
    assert_content("out/one.pdf", "second");
    assert_content("out/site/index.html", "second");
    assert_false(is_there("out/site/of the last build"));
    assert_content("out/beside", "kept");
    assert_false(is_there("out/.dossier-staging"));
}

/* What was published under a name that is not made any more goes; a build that fails leaves it. */
static void takes_away_what_is_not_made_any_more(void **state)
{
    (void)state;
    static const char *const now[] = {"parts", "one.sig", "never", "one.pdf"};
    struct error err = ERROR_INIT;
    assert_true(run("first", true, &err));
    put_file("out/one.sig", "of the first");
    assert_int_equal(mkdir("out/parts", 0777), 0);
    put_file("out/parts/1.pdf", "");
    struct output *output = output_new("out", &err);
    put(output, "one.pdf", "second");
    assert_int_equal(remove("out/one.pdf"), 0);
    assert_int_equal(mkdir("out/one.pdf", 0777), 0);
    assert_false(output_publish(output, now, 4, &err));
    error_release(&err);
    assert_content("out/one.sig", "of the first");
    assert_content("out/parts/1.pdf", "");
    assert_int_equal(rmdir("out/one.pdf"), 0);
    assert_true(output_publish(output, now, 4, &err));
    output_free(output);
    assert_content("out/one.pdf", "second");
    assert_false(is_there("out/one.sig"));
    assert_false(is_there("out/parts"));
    assert_false(is_there("out/.dossier-staging"));
}

/* Publishes a site of one file that seldom changes; tells which file on the disk that is. */
static ino_t keep(const char *content)
{
    static const char *const site[] = {"site"};
    struct error err = ERROR_INIT;
    struct stat status;
    struct output *output = output_new("out", &err);
    assert_non_null(output);
    assert_true(output_keep(output, "site/e1.html", content, strlen(content), &err));
    const struct output_file *file = output_find(output, "site/e1.html");
    struct digest digest;
    digest_of(content, strlen(content), &digest);
    assert_int_equal(file->size, strlen(content));
    assert_memory_equal(&file->digest, &digest, sizeof digest);
    assert_string_equal(file->bytes, content);
    assert_true(output_publish(output, site, 1, &err));
    output_free(output);
    assert_content("out/site/e1.html", content);
    assert_int_equal(stat("out/site/e1.html", &status), 0);
    assert_int_equal(status.st_nlink, 1);
    assert_int_equal(status.st_mode & 07777, 0644);
    return status.st_ino;
}

/* Somebody's handle on the old file keeps its number from being used again. */
static void keeps_what_is_the_same_and_ours(void **state)
{
    (void)state;
    ino_t first = keep("a page");
    assert_true(keep("a page") == first);
    FILE *held = fopen("out/site/e1.html", "r");
    ino_t second = keep("b page");
    assert_true(second != first);
    fclose(held);
    held = fopen("out/site/e1.html", "r");
    assert_int_equal(chmod("out/site/e1.html", 0600), 0);
    ino_t third = keep("b page");
    assert_true(third != second);
    fclose(held);
    assert_int_equal(link("out/site/e1.html", "mine"), 0);
    assert_true(keep("b page") != third);
    assert_int_equal(remove("out/site/e1.html"), 0);
    assert_int_equal(symlink("../../mine", "out/site/e1.html"), 0);
    keep("b page");
}

static void leaves_nothing_when_not_published(void **state)
{
    (void)state;
    struct error err = ERROR_INIT;
    assert_true(run("first", true, &err));
    assert_true(run("second", false, &err));
    assert_content("out/one.pdf", "first");
    assert_content("out/site/index.html", "first");
    assert_false(is_there("out/.dossier-staging"));
}

static void takes_its_own_folder_away(void **state)
{
    (void)state;
    struct error err = ERROR_INIT;
    assert_int_equal(mkdir("here", 0777), 0);
    struct output *output = output_new("here/a/b", &err);
    put(output, "one.pdf", "x");
    output_free(output);
    assert_true(is_there("here"));
    assert_false(is_there("here/a"));
    put_file("file", "");
    assert_null(output_new("file/a", &err));
    assert_int_equal(err.code, EXIT_CODE_MACHINE);
    error_release(&err);
}

static void modes_do_not_depend_on_umask(void **state)
{
    (void)state;
    struct error err = ERROR_INIT;
    mode_t before = umask(077);
    assert_true(run("x", true, &err));
    assert_int_equal(umask(before), 077);
    struct stat status;
    assert_int_equal(stat("out/site/deep", &status), 0);
    assert_int_equal(status.st_mode & 07777, 0755);
    assert_int_equal(stat("out/site/deep/er/page.html", &status), 0);
    assert_int_equal(status.st_mode & 07777, 0644);
}

static void refuses_a_second_run(void **state)
{
    (void)state;
    struct error err = ERROR_INIT;
    struct output *first = output_new("out", &err);
    put(first, "one.pdf", "first");
    assert_null(output_new("out", &err));
    assert_int_equal(err.code, EXIT_CODE_MACHINE);
    assert_non_null(strstr(err.text.bytes, "another run"));
    assert_true(output_publish(first, &names[1], 1, &err));
    output_free(first);
    assert_content("out/one.pdf", "first");
    error_release(&err);
}

static void refuses_the_wrong_kind(void **state)
{
    (void)state;
    struct error err = ERROR_INIT;
    assert_int_equal(mkdir("out/one.pdf", 0777), 0);
    assert_false(run("x", true, &err));
    assert_int_equal(err.code, EXIT_CODE_MACHINE);
    assert_string_equal(
        err.text.bytes,
        "out/one.pdf is a folder, and a file is to be published there; move it away");
    assert_false(is_there("out/site"));
    assert_int_equal(rmdir("out/one.pdf"), 0);

    put_file("out/site", "mine");
    assert_false(run("x", true, &err));
    assert_content("out/site", "mine");
    assert_false(is_there("out/one.pdf"));
    assert_int_equal(unlink("out/site"), 0);

    assert_int_equal(mkdir("elsewhere", 0777), 0);
    assert_int_equal(symlink("../elsewhere", "out/site"), 0);
    assert_false(run("x", true, &err));
    assert_true(is_there("elsewhere"));
    assert_false(is_there("out/.dossier-staging"));
    error_release(&err);
}

static void clears_up_after_a_killed_run(void **state)
{
    (void)state;
    struct error err = ERROR_INIT;
    assert_true(run("first", true, &err));
    pid_t child = fork();
    if (!child) {
        struct output *output = output_new("out", &err);
        put(output, "site/half", "x");
        raise(SIGKILL);
    }
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status));
    assert_true(is_there("out/.dossier-staging/new/site/half"));
    assert_content("out/one.pdf", "first");
    assert_true(run("second", true, &err));
    assert_false(is_there("out/.dossier-staging"));
    assert_false(is_there("out/site/half"));
}

/* Where two names cannot be exchanged, a kill may come while a folder has none. */
static void puts_back_what_was_moved_away(void **state)
{
    (void)state;
    struct error err = ERROR_INIT;
    assert_int_equal(system("mkdir -p out/.dossier-staging/old/site out/.dossier-staging/new/site"),
                     0);
    put_file("out/.dossier-staging/old/site/index.html", "old");
    assert_true(run("new", false, &err));
    assert_content("out/site/index.html", "old");
    assert_false(is_there("out/.dossier-staging"));
}

static void follows_no_link(void **state)
{
    (void)state;
    struct error err = ERROR_INIT;
    assert_int_equal(system("mkdir -p mine/new out/site && echo x > mine/new/x"), 0);
    assert_int_equal(symlink("../mine", "out/.dossier-staging"), 0);
    assert_false(run("x", true, &err));
    assert_true(is_there("mine/new/x"));
    assert_int_equal(unlink("out/.dossier-staging"), 0);
    assert_int_equal(symlink("../../mine", "out/site/link"), 0);
    assert_true(run("x", true, &err));
    assert_true(is_there("mine/new/x"));
    error_release(&err);
}

static void stops_at_a_signal(void **state)
{
    (void)state;
    assert_int_equal(fflush(NULL), 0);
    pid_t child = fork();
    if (!child) {
        struct error err = ERROR_INIT;
        struct output *output = output_new("out", &err);
        put(output, "one.pdf", "x");
        raise(SIGTERM);
        bool wrote = output_put(output, "site/index.html", "x", 1, &err);
        bool published = output_publish(output, &names[1], 1, &err);
        output_free(output);
        _exit(!wrote && !published && err.code == EXIT_CODE_MACHINE &&
                      !strcmp(err.text.bytes, "stopped by SIGTERM; the last good outputs stand")
                  ? 0
                  : 1);
    }
    int status;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
    assert_false(is_there("out/.dossier-staging"));
    assert_false(is_there("out/one.pdf"));
}

static void a_full_disk_is_an_error(void **state)
{
    (void)state;
    struct error err = ERROR_INIT;
    assert_true(run("first", true, &err));
    struct rlimit before, limit;
    struct output *output = output_new("out", &err);
    getrlimit(RLIMIT_FSIZE, &before);
    limit = before;
    limit.rlim_cur = 100000;
    setrlimit(RLIMIT_FSIZE, &limit);
    struct output_writer *writer = output_open(output, "one.pdf", &err);
    char piece[1000] = "";
    bool ok = true;
    for (int i = 0; ok && i < 200; i++)
        ok = output_write(writer, piece, sizeof piece, &err);
    ok = ok && output_close(writer, NULL, &err);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_false(ok);
    assert_int_equal(err.code, EXIT_CODE_MACHINE);
    output_free(output);
    assert_content("out/one.pdf", "first");
    assert_false(is_there("out/.dossier-staging"));
    error_release(&err);
}

static void knows_sizes_and_digests(void **state)
{
    (void)state;
    static const char *const folders[] = {"out", NULL};
    for (int i = 0; i < 2; i++) {
        struct error err = ERROR_INIT;
        struct output *output = output_new(folders[i], &err);
        struct output_writer *writer = output_open(output, "a/b", &err);
        char *large = calloc(1, 1000000);
        assert_true(output_write(writer, "abc", 3, &err));
        assert_true(output_write(writer, large, 1000000, &err));
        assert_true(output_write(writer, large, 200000, &err));
        assert_true(output_write(writer, "z", 1, &err));
        struct output_file file;
        assert_true(output_close(writer, &file, &err));
        char *whole = calloc(1, 1200004);
        memcpy(whole, "abc", 3);
        whole[1200003] = 'z';
        struct digest digest;
        digest_of(whole, 1200004, &digest);
        assert_int_equal(file.size, 1200004);
        assert_memory_equal(&file.digest, &digest, sizeof digest);
        assert_true(output_copy(output, "a/b", "c/d", &err));
        size_t count;
        const struct output_file *const *files = output_files(output, &count);
        assert_int_equal(count, 2);
        assert_string_equal(files[1]->name, "c/d");
        assert_memory_equal(&files[1]->digest, &digest, sizeof digest);
        const struct output_file *found = output_find(output, "a/b");
        for (int j = 0; j < 100; j++) {
            char name[8];
            snprintf(name, sizeof name, "f%d", j);
            put(output, name, name);
        }
        assert_ptr_equal(found, output_find(output, "a/b"));
        assert_null(output_find(output, "a"));
        output_free(output);
        free(large);
        free(whole);
    }
    assert_false(is_there("a"));
}

static void records_what_a_library_wrote(void **state)
{
    (void)state;
    struct error err = ERROR_INIT;
    struct output *output = output_new("out", &err);
    const char *path = output_path(output, "x/one.zip");
    put_file(path, "abc");
    assert_int_equal(chmod(path, 0600), 0);
    struct output_file file;
    assert_true(output_record(output, "x/one.zip", &file, &err));
    struct digest digest;
    digest_of("abc", 3, &digest);
    assert_memory_equal(&file.digest, &digest, sizeof digest);
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0644);
    assert_false(output_record(output, "not there", NULL, &err));
    output_free(output);
    error_release(&err);
}

static void drops_what_nobody_needs(void **state)
{
    (void)state;
    struct error err = ERROR_INIT;
    struct stat status;
    struct output *output = output_new("out", &err);
    size_t count;
    assert_true(output_put(output, "kept", "1", 1, &err));
    assert_true(output_put(output, "trial", "22", 2, &err));
    output_drop(output, "trial");
    assert_null(output_find(output, "trial"));
    assert_int_not_equal(stat(output_path(output, "trial"), &status), 0);
    assert_true(output_put(output, "trial", "333", 3, &err));
    assert_int_equal(output_find(output, "trial")->size, 3);
    output_files(output, &count);
    assert_int_equal(count, 2);
    output_free(output);
    error_release(&err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(publishes_whole, start_anew),
        cmocka_unit_test_setup(takes_away_what_is_not_made_any_more, start_anew),
        cmocka_unit_test_setup(keeps_what_is_the_same_and_ours, start_anew),
        cmocka_unit_test_setup(leaves_nothing_when_not_published, start_anew),
        cmocka_unit_test_setup(takes_its_own_folder_away, start_anew),
        cmocka_unit_test_setup(modes_do_not_depend_on_umask, start_anew),
        cmocka_unit_test_setup(refuses_a_second_run, start_anew),
        cmocka_unit_test_setup(refuses_the_wrong_kind, start_anew),
        cmocka_unit_test_setup(clears_up_after_a_killed_run, start_anew),
        cmocka_unit_test_setup(puts_back_what_was_moved_away, start_anew),
        cmocka_unit_test_setup(follows_no_link, start_anew),
        cmocka_unit_test_setup(stops_at_a_signal, start_anew),
        cmocka_unit_test_setup(a_full_disk_is_an_error, start_anew),
        cmocka_unit_test_setup(knows_sizes_and_digests, start_anew),
        cmocka_unit_test_setup(records_what_a_library_wrote, start_anew),
        cmocka_unit_test_setup(drops_what_nobody_needs, start_anew),
    };
    return cmocka_run_group_tests(tests, home_enter, home_leave);
}
