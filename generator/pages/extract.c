/* SPDX-License-Identifier: ISC */
/* Extracts: what becomes of files of which not all may go out. */
#include "base/file.h"
#include "pages/held.h"
#include "pages/store.h"

#include <stdlib.h>
#include <string.h>

/* One extract to be made. */
struct plan {
    struct held *held;
    struct job job;
    struct buf bytes;
    const char *path; /* where it is kept, or NULL */
    bool failed;
};

struct extraction {
    struct held_set *set;
    struct plan *plans;
    size_t count, capacity;
    struct plan **tasks; /* those that are under way */
};

/* A copy of the file that holds what is withheld may not go out under another name. */
static void check_copies(const struct held_set *set, const struct held_file *file)
{
    const struct letter *letter = &set->dossier->letter;
    static const char text[] =
        "%s has the bytes of \"%s\", which holds what is withheld (%s:%u:%u), and would be published;"
        " take it away, or correct what is said of that";
    for (size_t i = 0; i < set->count; i++) {
        const struct held_file *other = set->files[i].file;
        if (other != file && !memcmp(other->digest.sha256, file->digest.sha256, DIGEST_SHA256_SIZE))
            report_error(set->report, other->place, text, other->name, file->name, file->place.path,
                         file->place.line, file->place.column);
    }
    for (size_t i = 0; i < letter->picture_count; i++) {
        const struct picture *picture = &letter->pictures[i];
        struct digest digest;
        digest_of(picture->bytes, picture->length, &digest);
        if (!memcmp(digest.sha256, file->digest.sha256, DIGEST_SHA256_SIZE))
            report_error(set->report, picture->place, text, picture->name, file->name,
                         file->place.path, file->place.line, file->place.column);
    }
}

/* Pages that no enclosure names are not withheld, and who names the others is told of them. */
static void report_unnamed(const struct held_set *set, const struct held *held, size_t count)
{
    const struct held_file *file = held->file;
    struct buf text = BUF_INIT;
    for (size_t page = 1, last; page <= file->page_count; page = last + 1) {
        last = page;
        if (held->fates[page - 1] != FATE_UNNAMED)
            continue;
        while (last < file->page_count && held->fates[last] == FATE_UNNAMED)
            last++;
        buf_add_format(&text, "%s%zu", text.length ? ", " : "", page);
        if (last > page)
            buf_add_format(&text, "-%zu", last);
    }
    report_warning(set->report, file->place,
                   "page%s %s of \"%s\" belong%s to no enclosure and %s left out of what is"
                   " published; name %s under \"pages\" if %s to be there",
                   count == 1 ? "" : "s", text.bytes, file->name, count == 1 ? "s" : "",
                   count == 1 ? "is" : "are", count == 1 ? "it" : "them",
                   count == 1 ? "it is" : "they are");
    buf_release(&text);
}

/* Plans an extract of the file where it has pages that may not go out. */
static void plan_file(struct extraction *extraction, struct held *held)
{
    struct held_set *set = extraction->set;
    const struct held_file *file = held->file;
    size_t counts[] = {[FATE_UNNAMED] = 0, [FATE_SHOWN] = 0, [FATE_WITHHELD] = 0};
    for (size_t i = 0; i < file->page_count; i++)
        counts[held->fates[i]]++;
    held->kept = counts[FATE_SHOWN];
    if (counts[FATE_WITHHELD] || held->redaction_count)
        check_copies(set, file);
    if (counts[FATE_UNNAMED])
        report_unnamed(set, held, counts[FATE_UNNAMED]);
    if (!held->kept || (held->kept == file->page_count && !held->closed && !held->redaction_count))
        return;
    if (held->closed)
        report_warning(set->report, file->password_place,
                       "\"%s\" opens with a password only; what is published of it is an extract"
                       " of its pages, which opens without one",
                       file->name);
    struct page_span *spans = arena_new(&set->dossier->arena, held->kept * sizeof *spans);
    size_t count = 0;
    for (unsigned page = 1; page <= file->page_count; page++) {
        if (held->fates[page - 1] == FATE_SHOWN)
            spans[count++] = (struct page_span){page, page};
    }
    extraction->plans = memory_grow(extraction->plans, extraction->count, &extraction->capacity,
                                    sizeof *extraction->plans);
    struct plan *plan = &extraction->plans[extraction->count++];
    *plan = (struct plan){.held = held,
                          .job = {.kind = JOB_EXTRACT,
                                  .type = held->type,
                                  .password = file->password,
                                  .spans = spans,
                                  .span_count = count},
                          .bytes = BUF_INIT};
    if (held->redaction_count) {
        plan->job.redactions = held->redactions;
        plan->job.redaction_count = held->redaction_count;
    }
    if (held->redaction_count && held->type == FILE_TYPE_PDF) {
        plan->job.resolution = (uint32_t)set->dossier->templates.settings.enclosed.redacted;
        plan->job.faces = substitutes_key(&set->substitutes, &set->dossier->arena);
    }
}

/* A file that nobody could look into cannot be cut either. */
static void check_whole(const struct held_set *set, const struct enclosure *enclosure)
{
    const struct ledger *ledger = &set->dossier->ledger;
    size_t unknowns = 0;
    for (size_t i = 0; i < enclosure->holding_count; i++)
        unknowns += !enclosure->holdings[i].file->page_count && !enclosure->holdings[i].holds_count;
    for (size_t i = 0; i < enclosure->holding_count; i++) {
        const struct holding *holding = &enclosure->holdings[i];
        const struct held_file *file = holding->file;
        bool holds = !holding->holds_count && unknowns > 1;
        if (file->page_count)
            continue;
        for (unsigned folio = enclosure->first_folio; folio <= enclosure->last_folio && !holds;
             folio++)
            holds = ledger->rows[folio - 1].status == STATUS_WITHHELD &&
                    set->standings[folio - 1].file == file;
        if (holds)
            report_error(set->report, holding->place,
                         "\"%s\" cannot be cut and would be published whole, and holds withheld"
                         " pages of enclosure %s; make a file without them, and say which it has,"
                         " such as files: [{file: \"%s\", holds: 1-11 15-71}]",
                         file->name, enclosure->id, file->name);
    }
}

static void fail(const struct extraction *extraction, struct plan *plan, const char *why)
{
    plan->failed = plan->held->failed = true;
    report_error(extraction->set->report, plan->held->file->place,
                 "no extract of \"%s\" can be made: %s; make a file of the pages that are shown",
                 plan->held->file->name, why);
}

static bool reply(void *context, size_t task, const struct frame *frame)
{
    struct extraction *extraction = context;
    struct plan *plan = extraction->tasks[task];
    struct field_reader fields = {.bytes = frame->bytes, .left = frame->length};
    if (frame->kind == REPLY_BYTES) {
        buf_add(&plan->bytes, frame->bytes, frame->length);
        return true;
    }
    if (frame->kind != REPLY_FAILED)
        return frame->kind == REPLY_FINDING || frame->kind == REPLY_BEGIN;
    (void)field_number_to(&fields, WIRE_PAGES_MOST);
    const char *why = field_string(&fields);
    if (!fields.bad)
        fail(extraction, plan, why);
    return !fields.bad;
}

static void end(void *context, size_t task, enum pool_end how, const char *why)
{
    struct extraction *extraction = context;
    struct plan *plan = extraction->tasks[task];
    if (plan->failed || (how == POOL_DONE && plan->bytes.length))
        return;
    struct buf text = BUF_INIT;
    buf_add_format(&text, "the program that makes it %s", how == POOL_DONE ? "made nothing" : why);
    fail(extraction, plan, text.bytes);
    buf_release(&text);
}

/* Where there is no cache: a file without a name, that workers can open while we have it open. */
const char *held_keep_open(struct held_set *set, const struct buf *bytes, struct error *err)
{
    struct buf path = BUF_INIT;
    FILE *file = tmpfile();
    if (!file || fwrite(bytes->bytes, 1, bytes->length, file) != bytes->length || fflush(file)) {
        error_set_errno(err, "cannot write a temporary file");
        if (file)
            (void)fclose(file); /* what failed is said */
        return NULL;
    }
    set->extracts =
        memory_grow(set->extracts, set->extract_count, &set->extract_capacity, sizeof(FILE *));
    set->extracts[set->extract_count++] = file;
    buf_add_format(&path, "/proc/self/fd/%d", fileno(file));
    const char *kept = arena_string(&set->dossier->arena, path.bytes);
    buf_release(&path);
    return kept;
}

/* Page 0, the whole file, is. */
static bool is_kept(const struct job *job, uint32_t page)
{
    for (size_t i = 0; i < job->span_count && page; i++) {
        if (page >= job->spans[i].first && page <= job->spans[i].last)
            return true;
    }
    return !page;
}

/* Where a page is in the extract. */
static uint32_t number_in(const struct job *job, uint32_t page)
{
    uint32_t number = 0;
    for (size_t i = 0; i < job->span_count && job->spans[i].first <= page; i++)
        number++;
    return number;
}

/* What was found in the file and is still true of its extract; what the extract lacks is said. Of a
 * page that became a picture it is true how it was drawn. */
static void keep_findings(const struct held_set *set, struct held *held, const struct job *job)
{
    size_t kept = 0;
    bool drawn = false;
    for (size_t i = 0; i < held->finding_count; i++) {
        struct finding finding = held->findings[i];
        bool picture = finding.page && is_kept(job, finding.page) &&
                       redactions_on(job->redactions, job->redaction_count, finding.page);
        drawn = drawn || ((finding.kind == FINDING_ANNOTATIONS || finding.kind == FINDING_FORMS) &&
                          is_kept(job, finding.page) && !picture);
        if (picture)
            finding.page = number_in(job, finding.page);
        if (finding.kind == FINDING_REPAIRED ||
            (picture &&
             (finding.kind == FINDING_FONT_NOT_EMBEDDED || finding.kind == FINDING_FONT_NEEDED)))
            held->findings[kept++] = finding;
    }
    held->finding_count = kept;
    if (drawn)
        report_warning(set->report, held->file->place,
                       "\"%s\" has annotations or a form, and the extract that is made of it has"
                       " none; see that nothing is missing",
                       held->file->name);
}

/* The extract takes the file's place. */
static bool replace(struct extraction *extraction, const struct plan *plan, struct error *err)
{
    struct held *held = plan->held;
    struct held_file *file = held->file;
    const char *path = plan->path;
    if (!path)
        path = held_keep_open(extraction->set, &plan->bytes, err);
    if (!path || !texts_cut(extraction->set, held, &plan->job, err))
        return false;
    digest_of(plan->bytes.bytes, plan->bytes.length, &file->digest);
    file->size = plan->bytes.length;
    file->path = held->path = path;
    file->password = NULL;
    held->closed = false;
    file->title = "";
    file->failure = NULL;
    keep_findings(extraction->set, held, &plan->job);
    held->facts = NULL;
    held->looked = held->failed = held->damaged = false;
    held->compared = true;
    if (stat(path, &held->status) != 0)
        return error_set_errno(err, "cannot read %s", path);
    return true;
}

/* Makes those that are not kept. */
static bool run(struct extraction *extraction, struct error *err)
{
    struct held_set *set = extraction->set;
    struct arena arena = ARENA_INIT;
    struct pool_task *tasks = arena_new(&arena, (extraction->count + 1) * sizeof *tasks);
    extraction->tasks = arena_new(&arena, (extraction->count + 1) * sizeof(struct plan *));
    size_t count = 0;
    for (size_t i = 0; i < extraction->count; i++) {
        struct plan *plan = &extraction->plans[i];
        plan->path = store_path(set->options->cache, &plan->held->file->digest, &plan->job, 0,
                                &set->dossier->arena);
        if (plan->path && store_take(plan->path, &plan->bytes))
            continue;
        extraction->tasks[count] = plan;
        tasks[count++] = (struct pool_task){.path = plan->held->path, .job = &plan->job};
    }
    const struct pool_handler handler = {extraction, reply, end};
    bool ok = pool_run(&set->options->pool, tasks, count, &handler, err);
    for (size_t i = 0; i < count && ok; i++) {
        struct plan *plan = extraction->tasks[i];
        if (!plan->failed)
            ok = held_is_unchanged(plan->held, err) &&
                 (!plan->path || store_keep(plan->path, &plan->bytes, err));
    }
    for (size_t i = 0; i < extraction->count && ok; i++)
        ok = extraction->plans[i].failed || replace(extraction, &extraction->plans[i], err);
    arena_release(&arena);
    return ok;
}

bool extracts_make(struct held_set *set, struct error *err)
{
    const struct ledger *ledger = &set->dossier->ledger;
    struct extraction extraction = {.set = set};
    bool ok = true;
    if (set->report->errors)
        return true;
    for (size_t i = 0; i < ledger->enclosure_count; i++) {
        const struct enclosure *enclosure = &ledger->enclosures[i];
        if (!enclosure->shared && holdings_are_withheld(ledger, enclosure))
            check_whole(set, enclosure);
    }
    redactions_find(set);
    for (size_t i = 0; i < set->count; i++)
        plan_file(&extraction, &set->files[i]);
    if (!set->report->errors)
        ok = run(&extraction, err);
    if (ok && !set->report->errors) {
        holdings_recast(set);
    }
    for (size_t i = 0; i < extraction.count; i++)
        buf_release(&extraction.plans[i].bytes);
    free(extraction.plans);
    return ok;
}
