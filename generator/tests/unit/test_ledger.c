/* SPDX-License-Identifier: ISC */
/* Tests of model/ledger: every declared page accounted for. */
#include "model/ledger.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct enclosure of(const char *id, unsigned pages, enum status status)
{
    return (struct enclosure){.id = id,
                              .title = id,
                              .title_from = "letter",
                              .pages = pages,
                              .status = status,
                              .reason = "",
                              .authority = "",
                              .place = {"m", 3, 1},
                              .pages_place = {"m", 4, 1}};
}

static struct declaration in_letter(unsigned pages)
{
    return (struct declaration){pages, {"l", 9, 1}};
}

/* Reconciles; expects `message` (a part of it), or success where NULL. */
static struct ledger reconcile(struct enclosure *enclosures, size_t count, unsigned manifest,
                               unsigned letter, struct arena *arena, const char *message)
{
    struct report report = {0};
    struct declaration *declaration = arena_new(arena, sizeof *declaration);
    *declaration = in_letter(letter);
    struct ledger ledger = {.declared = manifest,
                            .declared_place = {"m", 2, 8},
                            .letter = declaration,
                            .letter_count = letter ? 1 : 0,
                            .enclosures = enclosures,
                            .enclosure_count = count};
    bool ok = ledger_reconcile(&ledger, arena, &report);
    assert_int_equal(ok, message == NULL);
    if (message && (!report.count || !strstr(report.messages[0].text, message)))
        fail_msg("expected \"%s\", got \"%s\"", message,
                 report.count ? report.messages[0].text : "nothing");
    report_release(&report);
    return ledger;
}

static void numbers_that_disagree(void **state)
{
    (void)state;
    struct arena arena = ARENA_INIT;
    struct enclosure one[] = {of("A", 41, STATUS_NOT_HELD), of("B", 48, STATUS_NOT_HELD)};
    reconcile(
        one, 2, 88, 89, &arena,
        "the letter declares 89 pages (l:9:1), the manifest 88, and the enclosures account for 89");
    reconcile(one, 2, 90, 90, &arena, "account for 89");
    reconcile(one, 2, 89, 89, &arena, NULL);
    reconcile(one, 2, 89, 0, &arena, NULL);
    reconcile(NULL, 0, 5, 0, &arena, "account for 0");
    struct enclosure many[] = {of("A", 0, STATUS_NOT_HELD), of("B", 0, STATUS_NOT_HELD)};
    reconcile(many, 2, 1, 1, &arena, "at least 2");
    arena_release(&arena);
}

static void pages_that_nobody_shared_out(void **state)
{
    (void)state;
    struct arena arena = ARENA_INIT;
    struct enclosure all[] = {of("A", 0, STATUS_NOT_HELD), of("B", 0, STATUS_NOT_HELD)};
    struct ledger ledger = reconcile(all, 2, 89, 89, &arena, NULL);
    assert_int_equal(ledger.row_count, 89);
    assert_int_equal(ledger.run_count, 1);
    assert_int_equal(ledger.counts[STATUS_NOT_HELD], 89);
    assert_true(all[0].shared && all[1].shared);
    assert_int_equal(ledger.rows[88].enclosure_count, 2);
    assert_int_equal(ledger.rows[88].page, 0);
    assert_int_equal(all[1].counts[STATUS_NOT_HELD], 89);
    assert_int_equal(ledger_folio(&ledger, 1, 3), 0);
    struct buf ids = BUF_INIT;
    ledger_append_ids(&ids, &ledger, &ledger.rows[0]);
    assert_string_equal(ids.bytes, "A, B");
    buf_release(&ids);

    struct enclosure mixed[] = {of("A", 0, STATUS_NOT_HELD), of("B", 0, STATUS_ILLEGIBLE)};
    reconcile(mixed, 2, 9, 9, &arena, "how many are not held and how many illegible");
    struct enclosure apart[] = {of("A", 0, STATUS_NOT_HELD), of("B", 3, STATUS_NOT_HELD),
                                of("C", 0, STATUS_NOT_HELD)};
    reconcile(apart, 3, 9, 9, &arena, "others between them");
    arena_release(&arena);
}

static void the_rest_belongs_to_the_one(void **state)
{
    (void)state;
    struct arena arena = ARENA_INIT;
    struct enclosure all[] = {of("A", 0, STATUS_NOT_HELD), of("B", 71, STATUS_HELD)};
    struct ledger ledger = reconcile(all, 2, 89, 89, &arena, NULL);
    assert_int_equal(all[0].last_folio, 18);
    assert_int_equal(all[1].first_folio, 19);
    assert_false(all[0].shared);
    assert_int_equal(ledger_folio(&ledger, 1, 71), 89);
    assert_int_equal(ledger_folio(&ledger, 1, 72), 0);
    assert_int_equal(ledger.rows[20].page, 3);
    arena_release(&arena);
}

static void what_differs_by_page(void **state)
{
    (void)state;
    struct arena arena = ARENA_INIT;
    struct page_range withheld = {2, 3, {"m", 7, 1}};
    struct exception exception = {.pages = &withheld,
                                  .page_count = 1,
                                  .status = STATUS_WITHHELD,
                                  .reason = "names of witnesses",
                                  .authority = "the registrar",
                                  .place = {"m", 7, 1}};
    struct page_range holds[] = {{1, 1, {"m", 6, 1}}, {4, 5, {"m", 6, 1}}};
    struct held_file file = {.name = "a.pdf"};
    struct holding holdings[] = {{.file = &file, .holds = holds, .holds_count = 2}};
    struct enclosure all[] = {of("A", 5, STATUS_HELD)};
    all[0].exceptions = &exception;
    all[0].exception_count = 1;
    all[0].holdings = holdings;
    all[0].holding_count = 1;
    struct ledger ledger = reconcile(all, 1, 5, 5, &arena, NULL);
    assert_int_equal(ledger.counts[STATUS_HELD], 3);
    assert_int_equal(ledger.counts[STATUS_WITHHELD], 2);
    assert_int_equal(all[0].counts[STATUS_HELD], 3);
    assert_int_equal(all[0].counts[STATUS_WITHHELD], 2);
    assert_int_equal(ledger.run_count, 3);
    assert_int_equal(ledger.runs[1].first_folio, 2);
    assert_int_equal(ledger.runs[1].last_folio, 3);
    assert_string_equal(ledger.runs[1].row->authority, "the registrar");
    assert_null(ledger.runs[1].row->file);
    assert_string_equal(ledger.runs[2].row->file->name, "a.pdf");
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_that_disagree),
        cmocka_unit_test(pages_that_nobody_shared_out),
        cmocka_unit_test(the_rest_belongs_to_the_one),
        cmocka_unit_test(what_differs_by_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
