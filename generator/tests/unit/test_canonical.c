/* SPDX-License-Identifier: ISC */
/* The canonical form of the two YAML files: what is read from it is what was written. */
#include "render/bundle/bundle.h"
#include "source/source.h"
#include "tests/unit/home.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char templates[PATH_MAX];

static int enter(void **state)
{
    return realpath("templates", templates) && home_enter(state) == 0 &&
                   system("mkdir -p a/sources a/attachments b/sources b/attachments") == 0
               ? 0
               : -1;
}

static void put_file(const char *folder, const char *name, const struct buf *content)
{
    char path[64];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *stream = fopen(path, "wb");
    assert_non_null(stream);
    assert_int_equal(fwrite(content->bytes, 1, content->length, stream), content->length);
    assert_int_equal(fclose(stream), 0);
}

static void put_text(const char *folder, const char *name, const char *text)
{
    struct buf content = BUF_INIT;
    buf_add_string(&content, text);
    put_file(folder, name, &content);
    buf_release(&content);
}

/* Reads a folder that must have nothing wrong in it. */
static void read_folder(const char *folder, struct dossier *dossier)
{
    struct source_options options = {.folder = folder, .templates = templates};
    struct report report = {0};
    struct error err = ERROR_INIT;
    memset(dossier, 0, sizeof *dossier);
    bool ok = source_read(&options, dossier, &report, &err);
    report_print(&report, stderr);
    assert_true(ok);
    assert_int_equal(report.errors, 0);
    report_release(&report);
    error_release(&err);
}

/* Writes the canonical form of one folder's dossier into another. */
static void copy_canonical(const struct dossier *dossier, const char *folder)
{
    struct buf yaml = BUF_INIT;
    bundle_canonical_metadata(dossier, &yaml);
    put_file(folder, "sources/metadata.yaml", &yaml);
    buf_clear(&yaml);
    bundle_canonical_manifest(dossier, &yaml);
    put_file(folder, "attachments/manifest.yaml", &yaml);
    buf_release(&yaml);
}

static void assert_same_canonical(const struct dossier *one, const struct dossier *other)
{
    struct buf yaml[2] = {BUF_INIT, BUF_INIT};
    bundle_canonical_metadata(one, &yaml[0]);
    bundle_canonical_metadata(other, &yaml[1]);
    assert_string_equal(yaml[0].bytes, yaml[1].bytes);
    bundle_canonical_manifest(one, &yaml[0]);
    bundle_canonical_manifest(other, &yaml[1]);
    assert_string_equal(yaml[0].bytes, yaml[1].bytes);
    buf_release(&yaml[0]);
    buf_release(&yaml[1]);
}

static const char plain_metadata[] =
    "identifier: x\n"
    "title: T # a note\n"
    "date: 2020-02-29\n"
    "published: 2026-11-24\n"
    "languages: ['no', en]\n"
    "sender: {name: S}\n"
    "addressees: [{office: O}, {office: P, name: N, sort: M, url: 'https://n.org'}]\n";

static const char full_manifest[] =
    "pages: 12 # secret one\n"
    "enclosures:\n"
    "  - id: A # secret two\n"
    "    title: 'Report: 1'\n"
    "    title-from: document\n"
    "    languages: [ru, sr-Latn]\n"
    "    files: [one.txt, {file: 'fax 1.txt', holds: 4-5 6}]\n"
    "    pages: 6\n"
    "    status: held\n"
    "  - id: B\n"
    "    title: The other\n"
    "    title-from: letter\n"
    "    pages: 4\n"
    "    file: secret-three.txt\n"
    "    status: withheld\n"
    "    reason: \"it's private\"\n"
    "    authority: A court\n"
    "    except: [{pages: 2-3, status: illegible, reason: 'burnt'}, {pages: 4, status: "
    "not held}]\n"
    "  - {id: C, title: Last, title-from: letter, pages: not stated, status: not held}\n";

static void fill(const char *folder)
{
    put_text(folder, "sources/metadata.yaml", plain_metadata);
    put_text(folder, "sources/letter.md",
             "# T\n\nThe other and Last: see [A](enclosure:A).\n\nEncl.: 12 pages\n");
    put_text(folder, "attachments/manifest.yaml", full_manifest);
    put_text(folder, "attachments/one.txt", "1");
    put_text(folder, "attachments/fax 1.txt", "2");
    put_text(folder, "attachments/secret-three.txt", "3");
}

static void manifest_comes_back(void **state)
{
    (void)state;
    struct dossier one, other;
    fill("a");
    fill("b");
    read_folder("a", &one);
    copy_canonical(&one, "b");
    read_folder("b", &other);
    assert_same_canonical(&one, &other);
    struct buf dump[2] = {BUF_INIT, BUF_INIT};
    dossier_dump(&one, &dump[0]);
    dossier_dump(&other, &dump[1]);
    assert_string_equal(dump[0].bytes, dump[1].bytes);
    assert_int_equal(other.ledger.enclosure_count, 3);
    assert_int_equal(other.ledger.enclosures[0].holdings[1].holds_count, 2);
    assert_string_equal(other.ledger.enclosures[1].reason, "it's private");
    buf_release(&dump[0]);
    buf_release(&dump[1]);
    dossier_release(&one);
    dossier_release(&other);
}

static void names_nothing_withheld(void **state)
{
    (void)state;
    struct dossier dossier;
    struct buf yaml = BUF_INIT;
    fill("a");
    read_folder("a", &dossier);
    bundle_canonical_manifest(&dossier, &yaml);
    bundle_canonical_metadata(&dossier, &yaml);
    assert_null(strstr(yaml.bytes, "secret"));
    assert_null(strstr(yaml.bytes, "note"));
    assert_non_null(strstr(yaml.bytes, "title: \"The other\""));
    buf_release(&yaml);
    dossier_release(&dossier);
}

/* Texts that mean something else to YAML, or to a careless writer of it. */
static const char *const texts[] = {
    "\"quoted\" and 'quoted'",
    "a: b: c",
    "- not a list",
    "-",
    "? key",
    "yes",
    "no",
    "null",
    "~",
    "true",
    "1",
    "0x1F",
    "1e3",
    "2020-11-12",
    ".inf",
    "=",
    "<<",
    "# no comment",
    "a # no comment",
    " spaces before and after ",
    "C:\\path\\new \\u0041",
    "{a: b}",
    "[a, b]",
    "&anchor",
    "*alias",
    "!tag",
    "!!str x",
    "%YAML 1.1",
    "@at",
    "`tick`",
    "|",
    ">",
    "---",
    "...",
    "😀 \u0259 \U0010FFFD",
    "no-break\u00A0space, soft\u00ADhyphen, joiner\u200D",
    "e\u0301 and \u00E9",
    "\u05E9\u05DC\u05D5\u05DD",
    "not stated",
    "a, b",
    "a]",
    "}",
};

static void texts_come_back(void **state)
{
    (void)state;
    fill("a");
    fill("b");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct dossier one, other;
        read_folder("a", &one);
        one.metadata.title = texts[i];
        one.metadata.subject = texts[i];
        one.metadata.sender.name = texts[i];
        one.metadata.addressees.items[0].office = texts[i];
        one.ledger.enclosures[0].title = texts[i];
        one.ledger.enclosures[1].reason = texts[i];
        one.ledger.enclosures[1].authority = texts[i];
        copy_canonical(&one, "b");
        read_folder("b", &other);
        assert_string_equal(other.metadata.title, texts[i]);
        assert_string_equal(other.metadata.subject, texts[i]);
        assert_string_equal(other.metadata.sender.name, texts[i]);
        assert_string_equal(other.metadata.addressees.items[0].office, texts[i]);
        assert_string_equal(other.ledger.enclosures[0].title, texts[i]);
        assert_string_equal(other.ledger.enclosures[1].authority, texts[i]);
        assert_same_canonical(&one, &other);
        dossier_release(&one);
        dossier_release(&other);
    }
}

static void very_long_text_comes_back(void **state)
{
    (void)state;
    struct dossier one, other;
    struct buf text = BUF_INIT;
    while (text.length < 1000000)
        buf_add_string(&text, "words, \"words\": \u0259 # ");
    buf_add_string(&text, "end");
    fill("a");
    fill("b");
    read_folder("a", &one);
    one.metadata.description = text.bytes;
    copy_canonical(&one, "b");
    read_folder("b", &other);
    assert_string_equal(other.metadata.description, text.bytes);
    dossier_release(&one);
    dossier_release(&other);
    buf_release(&text);
}

/* A character that YAML or an editor would not take is written by its number. */
static void escapes(void **state)
{
    (void)state;
    struct dossier dossier;
    struct buf yaml = BUF_INIT;
    fill("a");
    read_folder("a", &dossier);
    dossier.metadata.title = "\t\x01\x7F\xC2\x85\u2028\u2029\uFEFF\u202E\u00A0\"\\";
    bundle_canonical_metadata(&dossier, &yaml);
    assert_non_null(strstr(
        yaml.bytes,
        "title: \"\\u0009\\u0001\\u007F\\u0085\\u2028\\u2029\\uFEFF\\u202E\\u00A0\\\"\\\\\"\n"));
    buf_release(&yaml);
    dossier_release(&dossier);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(manifest_comes_back),
        cmocka_unit_test(names_nothing_withheld),
        cmocka_unit_test(texts_come_back),
        cmocka_unit_test(very_long_text_comes_back),
        cmocka_unit_test(escapes),
    };
    return cmocka_run_group_tests(tests, enter, home_leave);
}
