/* SPDX-License-Identifier: ISC */
/* Whether a finished PDF keeps what it claims: PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1).
 */
#include "verify/pdf/verify.h"

#include "base/file.h"
#include "verify/pdf/code_map.h"
#include "verify/pdf/rules.h"

#include <stdlib.h>
#include <string.h>

/* The checker knows the program's files by their producer: a foreign one has other habits. */
static bool is_own(const struct check *check)
{
    const struct object *producer =
        object_get(object_get(check->graph.trailer, "Info"), "Producer");
    return producer->kind == OBJECT_STRING && !strncmp(producer->bytes, "dossier ", 8);
}

/* Whether pages call the form that stands for an enclosed one. */
static bool encloses(const struct check *check)
{
    for (size_t i = 0; i < check->page_count; i++) {
        if (object_get(object_get(check->pages[i].resources, "XObject"), "X1")->stream)
            return true;
    }
    return false;
}

static void judge(struct check *check)
{
    check->own = is_own(check);
    rules_claims(check);
    check_load_pages(check);
    check->encloses = encloses(check);
    check_load_structure(check);
    rules_file(check);
    rules_catalog(check);
    rules_metadata(check);
    rules_content(check);
    rules_fonts(check);
    rules_glyphs(check);
    rules_destinations(check);
    rules_structure(check);
    rules_lists(check);
    rules_tables(check);
    rules_parents(check);
    rules_annotations(check);
    rules_actions(check);
    rules_outlines(check);
}

static void release(struct check *check)
{
    for (size_t i = 0; i < check->page_count; i++) {
        for (size_t k = 0; k < check->pages[i].count; k++)
            buf_release(&check->pages[i].sequences[k].text);
        free(check->pages[i].sequences);
    }
    free(check->pages);
    free(check->elements);
    free(check->items);
    free(check->names.list);
    for (size_t i = 0; i < check->map_count; i++)
        code_map_release(check->maps[i]);
    free(check->maps);
    arena_release(&check->arena);
    graph_release(&check->graph);
}

static bool read_pdf(const char *path, struct buf *bytes, struct report *report, struct error *err)
{
    struct place place = {path, 0, 0};
    char *real = realpath(path, NULL);
    char *slash = real ? strrchr(real, '/') : NULL;
    enum file_result result = FILE_MISSING;
    if (slash) {
        *slash = '\0';
        result = file_read(*real ? real : "/", slash + 1, bytes, err);
    }
    free(real);
    if (result == FILE_MISSING)
        report_error(report, place, "there is no such file; name a PDF");
    else if (result == FILE_NOT_REGULAR || result == FILE_OUTSIDE)
        report_error(report, place, "this is no regular file; name a PDF");
    return result != FILE_FAILED;
}

void verify_pdf_bytes(const char *path, struct buf *bytes, struct report *report)
{
    struct check check = {
        .path = path, .report = report, .bytes = bytes, .claims_a = true, .claims_ua = true};
    if (graph_read(&check.graph, bytes))
        judge(&check);
    else if (check.graph.encrypted)
        check_say(&check, &(struct object){0}, "PDF/A-2, 6.1.3",
                  "the file must not be encrypted; it opens with a password only");
    else
        report_error(report, (struct place){path, 0, 0},
                     "this is no PDF that can be read: %s; name a PDF", check.graph.problem.bytes);
    release(&check);
}

bool verify_pdf(const char *path, struct report *report, struct error *err)
{
    struct buf bytes = BUF_INIT;
    size_t before = report->errors;
    bool ok = read_pdf(path, &bytes, report, err);
    if (ok && report->errors == before)
        verify_pdf_bytes(path, &bytes, report);
    buf_release(&bytes);
    return ok;
}
