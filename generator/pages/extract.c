/* SPDX-License-Identifier: ISC */
/* Extracts: what becomes of files that also hold withheld pages. */
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

/* One enclosure that has withheld pages. */
struct cutting {
    struct extraction *extraction;
    struct enclosure *enclosure;
    const struct ledger_row *rows;
    unsigned count;
    struct standing *standings; /* by page of the enclosure, from 1 at [0] */
};

static bool is_withheld(const struct cutting *cutting, unsigned page)
{
    return cutting->rows[page - 1].status == STATUS_WITHHELD;
}

static void add_range(struct page_range *ranges, size_t *count, unsigned page, struct place place)
{
    if (*count && ranges[*count - 1].last + 1 == page)
        ranges[*count - 1].last = page;
    else
        ranges[(*count)++] = (struct page_range){page, page, place};
}

static struct held *find_held(const struct held_set *set, const struct held_file *file)
{
    for (size_t i = 0; i < set->count; i++) {
        if (set->files[i].file == file)
            return &set->files[i];
    }
    return NULL;
}

/* The pages of the enclosure that a file holds, in the file's order; 0 where none is known. */
static unsigned *list_pages(const struct cutting *cutting, const struct held_file *file,
                            unsigned *count, struct arena *arena)
{
    unsigned *pages = arena_new(arena, (cutting->count + 1) * sizeof *pages);
    *count = 0;
    for (unsigned page = 1; page <= cutting->count; page++) {
        const struct standing *standing = &cutting->standings[page - 1];
        if (standing->file != file)
            continue;
        pages[standing->page - 1] = page;
        ++*count;
    }
    return pages;
}

/* A copy of the file that holds withheld pages may not go out under another name. */
static void check_copies(const struct held_set *set, const struct held_file *file)
{
    const struct letter *letter = &set->dossier->letter;
    static const char text[] =
        "%s has the bytes of \"%s\", which holds withheld pages (%s:%u:%u), and would be published;"
        " take it away, or correct the status";
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

/* Says which pages the file's extract holds and plans to make it. Pages are those of the enclosure,
 * in the file's order. */
static void plan_file(const struct cutting *cutting, struct held_file *file, const unsigned *pages,
                      unsigned count)
{
    struct extraction *extraction = cutting->extraction;
    struct held_set *set = extraction->set;
    struct arena *arena = &set->dossier->arena;
    struct page_range *holds = arena_new(arena, (count + 1) * sizeof *holds);
    struct page_range *without =
        arena_new(arena, (count + file->without_count + 1) * sizeof *without);
    struct page_span *spans = arena_new(arena, (count + 1) * sizeof *spans);
    size_t kept = 0;
    size_t cut = 0;
    file->holds_count = 0;
    for (unsigned i = 0; i < count; i++) {
        if (is_withheld(cutting, pages[i])) {
            add_range(without, &cut, pages[i], file->place);
            continue;
        }
        add_range(holds, &file->holds_count, pages[i], file->place);
        spans[kept++] = (struct page_span){i + 1, i + 1};
    }
    file->holds = holds;
    if (!cut)
        return;
    check_copies(set, file);
    for (size_t i = 0; i < file->without_count; i++)
        without[cut++] = file->without[i];
    file->without = without;
    file->without_count = cut;
    if (!kept)
        return;
    struct held *held = find_held(set, file);
    extraction->plans = memory_grow(extraction->plans, extraction->count, &extraction->capacity,
                                    sizeof *extraction->plans);
    extraction->plans[extraction->count++] = (struct plan){
        .held = held,
        .job = {.kind = JOB_EXTRACT, .type = held->type, .spans = spans, .span_count = kept},
        .bytes = BUF_INIT};
}

/* A file that nobody could look into cannot be cut either. */
static bool check_whole(const struct cutting *cutting)
{
    const struct enclosure *enclosure = cutting->enclosure;
    size_t unknowns = 0;
    bool ok = true;
    for (size_t i = 0; i < enclosure->file_count; i++)
        unknowns += !enclosure->files[i].page_count && !enclosure->files[i].holds_count;
    for (size_t i = 0; i < enclosure->file_count; i++) {
        const struct held_file *file = &enclosure->files[i];
        bool holds = !file->holds_count && unknowns > 1;
        for (unsigned page = 1; page <= cutting->count && !holds; page++)
            holds = is_withheld(cutting, page) && cutting->standings[page - 1].file == file;
        if (file->page_count || !holds)
            continue;
        report_error(cutting->extraction->set->report, file->place,
                     "\"%s\" cannot be cut and would be published whole, and holds withheld pages"
                     " of enclosure %s; make a file without them, and say which it has, such as"
                     " files: [{file: \"%s\", holds: 1-11 15-71}]",
                     file->name, enclosure->id, file->name);
        ok = false;
    }
    return ok;
}

static void plan_enclosure(struct extraction *extraction, struct enclosure *enclosure)
{
    struct arena arena = ARENA_INIT;
    struct ledger *ledger = &extraction->set->dossier->ledger;
    struct cutting cutting = {.extraction = extraction,
                              .enclosure = enclosure,
                              .rows = &ledger->rows[enclosure->first_folio - 1],
                              .count = enclosure->last_folio - enclosure->first_folio + 1};
    cutting.standings = arena_new(&arena, cutting.count * sizeof *cutting.standings);
    bool withheld = false;
    for (unsigned page = 1; page <= cutting.count; page++)
        withheld = withheld || is_withheld(&cutting, page);
    if (withheld && assign_find(extraction->set, enclosure, cutting.standings) &&
        check_whole(&cutting)) {
        for (size_t i = 0; i < enclosure->file_count; i++) {
            unsigned count;
            const unsigned *pages = list_pages(&cutting, &enclosure->files[i], &count, &arena);
            plan_file(&cutting, &enclosure->files[i], pages, count);
        }
    }
    arena_release(&arena);
}

static void fail(const struct extraction *extraction, struct plan *plan, const char *why)
{
    plan->failed = plan->held->failed = true;
    report_error(extraction->set->report, plan->held->file->place,
                 "no extract of \"%s\" can be made without its withheld pages: %s; make a file"
                 " without them",
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
        return frame->kind == REPLY_FINDING;
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
static const char *keep_open(struct held_set *set, const struct buf *bytes, struct error *err)
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

/* What was found in the file and is still true of its extract; what the extract lacks is said. */
static void keep_findings(const struct held_set *set, struct held *held, const struct job *job)
{
    size_t kept = 0;
    bool drawn = false;
    for (size_t i = 0; i < held->finding_count; i++) {
        enum finding_kind kind = held->findings[i].kind;
        drawn = drawn || ((kind == FINDING_ANNOTATIONS || kind == FINDING_FORMS) &&
                          is_kept(job, held->findings[i].page));
        if (kind == FINDING_REPAIRED || kind == FINDING_ENCRYPTED)
            held->findings[kept++] = held->findings[i];
    }
    held->finding_count = kept;
    if (drawn)
        report_warning(set->report, held->file->place,
                       "\"%s\" has annotations or a form, and the extract that is made of it"
                       " without its withheld pages has none; see that nothing is missing",
                       held->file->name);
}

/* The extract takes the file's place. */
static bool replace(struct extraction *extraction, const struct plan *plan, struct error *err)
{
    struct held *held = plan->held;
    struct held_file *file = held->file;
    const char *path = plan->path;
    if (!path)
        path = keep_open(extraction->set, &plan->bytes, err);
    if (!path)
        return false;
    digest_of(plan->bytes.bytes, plan->bytes.length, &file->digest);
    file->size = plan->bytes.length;
    file->path = held->path = path;
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

/* Files of which nothing is shown are named nowhere. */
static void drop_files(struct held_set *set, struct enclosure *enclosure)
{
    size_t kept = 0;
    for (size_t i = 0; i < enclosure->file_count; i++) {
        struct held_file *file = &enclosure->files[i];
        struct held *held = find_held(set, file);
        if (file->without_count && !file->holds_count) {
            free(held->findings);
            memmove(held, held + 1, (size_t)(set->files + set->count - held - 1) * sizeof *held);
            set->count--;
            continue;
        }
        for (unsigned folio = enclosure->first_folio; folio <= enclosure->last_folio; folio++) {
            struct ledger_row *row = &set->dossier->ledger.rows[folio - 1];
            row->file = row->file == file ? &enclosure->files[kept] : row->file;
        }
        enclosure->files[kept] = *file;
        held->file = &enclosure->files[kept++];
    }
    enclosure->file_count = kept;
}

bool extracts_make(struct held_set *set, struct error *err)
{
    struct ledger *ledger = &set->dossier->ledger;
    struct extraction extraction = {.set = set};
    bool ok = true;
    if (set->report->errors)
        return true;
    for (size_t i = 0; i < ledger->enclosure_count; i++) {
        if (ledger->enclosures[i].file_count && !ledger->enclosures[i].shared)
            plan_enclosure(&extraction, &ledger->enclosures[i]);
    }
    if (!set->report->errors)
        ok = run(&extraction, err);
    for (size_t i = 0; i < ledger->enclosure_count && ok && !set->report->errors; i++)
        drop_files(set, &ledger->enclosures[i]);
    for (size_t i = 0; i < extraction.count; i++)
        buf_release(&extraction.plans[i].bytes);
    free(extraction.plans);
    return ok;
}
