/* SPDX-License-Identifier: ISC */
/* The bag: its tag files, byte for byte, and its zip. */
#include "base/output.h"
#include "model/program.h"
#include "render/bundle/archive.h"
#include "render/bundle/bag.h"
#include "tests/unit/home.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define ABC_256 "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define ABC_512                                                        \
    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a" \
    "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
#define NONE_256 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static const struct metadata metadata = {
    .identifier = "some-letter",
    .title = "Letter from A to B",
    .date = {2020, 11, 12},
    .published = {2026, 11, 24},
    .sender = {"A", "Office: of A", "", ""},
    .place = "",
    .subject = "",
    .reference = "",
    .in_reply_to = "",
    .description = "",
    .publisher = "",
    .publisher_url = "",
    .edition = "",
    .rights = "",
    .licence = "",
    .holder = "",
    .shelfmark = "",
    .provenance = "",
    .permanent_url = "",
    .base_url = "",
};

static const struct bag_file *find(const struct bag *bag, const char *name)
{
    for (size_t i = 0; i < bag->count; i++) {
        if (!strcmp(bag->files[i].name, name))
            return &bag->files[i];
    }
    return NULL;
}

static const char *content(const struct bag *bag, const char *name)
{
    const struct bag_file *file = find(bag, name);
    assert_non_null(file);
    return file->bytes;
}

static void put_file(const char *path, const char *text)
{
    FILE *stream = fopen(path, "w");
    assert_non_null(stream);
    fputs(text, stream);
    assert_int_equal(fclose(stream), 0);
}

/* A bag of a text, nothing, and a file on the disk. */
static void fill(struct bag *bag)
{
    struct error err = ERROR_INIT;
    struct digest digest;
    put_file("held", "abc");
    digest_of("abc", 3, &digest);
    bag_add_bytes(bag, "z 100%\r\n", "", 0);
    bag_add_bytes(bag, "site/index.html", "abc", 3);
    bag_add_file(bag, "attachments/ə.pdf", "held", 3, &digest);
    bag_add_tag(bag, "VERIFY.txt", "abc", 3);
    assert_true(bag_seal(bag, &metadata, "--keep-going", &err));
}

static void has_its_tag_files(void **state)
{
    (void)state;
    struct bag bag = {0};
    fill(&bag);
    assert_int_equal(bag.count, 10);
    assert_string_equal(content(&bag, "bagit.txt"),
                        "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
    struct buf info = BUF_INIT;
    buf_add_string(&info, "Source-Organization: Office: of A\n"
                          "External-Description: Letter from A to B\n"
                          "Bagging-Date: 2026-11-24\n"
                          "External-Identifier: some-letter\n"
                          "Payload-Oxum: 6.3\n"
                          "Bag-Software-Agent: dossier 0.1.0\n"
                          "Software-Libraries: ");
    for (size_t i = 0; program_libraries[i]; i++)
        buf_add_format(&info, "%s%s", i ? ", " : "", program_libraries[i]);
    buf_add_string(&info, "\nBuild-Options: --keep-going\n");
    assert_string_equal(content(&bag, "bag-info.txt"), info.bytes);
    buf_release(&info);
    assert_string_equal(content(&bag, "manifest-sha256.txt"),
                        ABC_256 "  data/attachments/ə.pdf\n" ABC_256
                                "  data/site/index.html\n" NONE_256 "  data/z 100%25%0D%0A\n");
    /* Tag manifests name every other tag file and no tag manifest (RFC 8493, 2.2.1). */
    const char *tags = content(&bag, "tagmanifest-sha512.txt");
    static const char *const named[] = {ABC_512 "  VERIFY.txt\n", "  bag-info.txt\n",
                                        "  bagit.txt\n", "  manifest-sha256.txt\n",
                                        "  manifest-sha512.txt\n"};
    for (size_t i = 0; i < 5; i++)
        assert_non_null(strstr(tags, named[i]));
    assert_int_equal(strlen(tags), 5 * (128 + 3) + 10 + 12 + 9 + 19 + 19);
    for (size_t i = 1; i < bag.count; i++)
        assert_true(strcmp(bag.files[i - 1].name, bag.files[i].name) < 0);
    bag_release(&bag);
}

static void counts_the_same_file_once(void **state)
{
    (void)state;
    struct error err = ERROR_INIT;
    struct bag bag = {0};
    bag_add_bytes(&bag, "a", "abc", 3);
    bag_add_bytes(&bag, "b", "abc", 3);
    bag_add_bytes(&bag, "a", "abc", 3);
    assert_true(bag_seal(&bag, &metadata, "", &err));
    assert_non_null(strstr(content(&bag, "bag-info.txt"), "Payload-Oxum: 6.2\n"));
    bag_release(&bag);
    bag_add_bytes(&bag, "a", "abc", 3);
    bag_add_bytes(&bag, "a", "abd", 3);
    assert_false(bag_seal(&bag, &metadata, "", &err));
    assert_int_equal(err.code, EXIT_CODE_INPUT);
    assert_string_equal(err.text.bytes, "two files of the bundle have the name data/a; rename one");
    bag_release(&bag);
    error_release(&err);
}

static char *read_file(const char *path, size_t *length)
{
    FILE *stream = fopen(path, "rb");
    assert_non_null(stream);
    char *bytes = malloc(100000);
    *length = fread(bytes, 1, 100000, stream);
    assert_int_equal(fclose(stream), 0);
    return bytes;
}

/* Midnight of these days is missing there, and in Apia the whole of the day. */
static void zips_the_same_in_any_time_zone(void **state)
{
    (void)state;
    static const struct {
        const char *zone;
        struct date date;
    } cases[] = {{"America/Sao_Paulo", {2018, 11, 4}}, {"Pacific/Apia", {2011, 12, 30}}};
    struct error err = ERROR_INIT;
    struct bag bag = {0};
    fill(&bag);
    for (size_t i = 0; i < 2; i++) {
        setenv("TZ", "UTC0", 1);
        tzset();
        assert_true(archive_write(&bag, "some-letter", cases[i].date, "one.zip", &err));
        setenv("TZ", cases[i].zone, 1);
        tzset();
        assert_true(archive_write(&bag, "some-letter", cases[i].date, "two.zip", &err));
        size_t one_length, two_length;
        char *one = read_file("one.zip", &one_length);
        char *two = read_file("two.zip", &two_length);
        assert_int_equal(one_length, two_length);
        assert_memory_equal(one, two, one_length);
        /* The first local header's date, APPNOTE 4.4.6. */
        struct date date = cases[i].date;
        unsigned expected = (unsigned)((date.year - 1980) << 9 | date.month << 5 | date.day);
        assert_int_equal((unsigned char)one[12] | (unsigned char)one[13] << 8, expected);
        assert_int_equal(one[10] | one[11], 0);
        free(one);
        free(two);
        unlink("one.zip");
        unlink("two.zip");
    }
    bag_release(&bag);
}

static void a_file_that_changed_is_an_error(void **state)
{
    (void)state;
    static const char *const changes[] = {"abd", "abcd", "ab", ""};
    struct error err = ERROR_INIT;
    struct bag bag = {0};
    fill(&bag);
    for (size_t i = 0; i < 4; i++) {
        put_file("held", changes[i]);
        assert_false(archive_write(&bag, "x", metadata.published, "one.zip", &err));
        assert_int_equal(err.code, EXIT_CODE_MACHINE);
        assert_string_equal(err.text.bytes, "held changed while the bundle was made; build again");
    }
    unlink("held");
    assert_false(archive_write(&bag, "x", metadata.published, "one.zip", &err));
    assert_string_equal(err.text.bytes, "cannot write the bundle: no such file or folder");
    assert_int_equal(system("test \"$(ls)\" = ''"), 0);
    bag_release(&bag);
    error_release(&err);
}

/* A bag of a size that fills a small disk. */
static void fill_large(struct bag *bag, char *bytes, size_t length)
{
    struct error err = ERROR_INIT;
    for (size_t i = 0; i < length; i++)
        bytes[i] = (char)rand();
    bag_add_bytes(bag, "large", bytes, length);
    assert_true(bag_seal(bag, &metadata, "", &err));
}

static void a_full_disk_is_an_error(void **state)
{
    (void)state;
    static char bytes[1000000];
    struct error err = ERROR_INIT;
    struct bag bag = {0};
    fill_large(&bag, bytes, sizeof bytes);
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit before, limit;
    getrlimit(RLIMIT_FSIZE, &before);
    limit = before;
    limit.rlim_cur = 500000;
    setrlimit(RLIMIT_FSIZE, &limit);
    bool ok = archive_write(&bag, "x", metadata.published, "one.zip", &err);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_false(ok);
    assert_int_equal(err.code, EXIT_CODE_MACHINE);
    assert_string_equal(err.text.bytes, "cannot write the bundle: the file would be too large");
    assert_false(archive_write(&bag, "x", metadata.published, "no/where.zip", &err));
    assert_int_equal(system("test \"$(ls)\" = ''"), 0);
    bag_release(&bag);
    error_release(&err);
}

static void stops_at_a_signal(void **state)
{
    (void)state;
    static char bytes[1000000];
    struct bag bag = {0};
    fill_large(&bag, bytes, sizeof bytes);
    assert_int_equal(fflush(NULL), 0);
    pid_t child = fork();
    if (!child) {
        struct error err = ERROR_INIT;
        signal(SIGINT, SIG_DFL); /* a shell's background jobs ignore it, and so would we */
        output_catch_signals();
        raise(SIGINT);
        bool ok = archive_write(&bag, "x", metadata.published, "one.zip", &err);
        _exit(!ok && !strcmp(err.text.bytes, "stopped by SIGINT; the last good outputs stand") ? 0
                                                                                               : 1);
    }
    int status;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
    assert_int_equal(system("test \"$(ls)\" = ''"), 0);
    bag_release(&bag);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(has_its_tag_files),
        cmocka_unit_test(counts_the_same_file_once),
        cmocka_unit_test(zips_the_same_in_any_time_zone),
        cmocka_unit_test(a_file_that_changed_is_an_error),
        cmocka_unit_test(a_full_disk_is_an_error),
        cmocka_unit_test(stops_at_a_signal),
    };
    return cmocka_run_group_tests(tests, home_enter, home_leave);
}
