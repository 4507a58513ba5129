/* SPDX-License-Identifier: ISC */
/* The pages of held files that can be laid into our PDF, as forms: a file of them for each. */
#include "pages/held.h"
#include "pages/store.h"
#include "wire/form.h"

#include <stdlib.h>
#include <string.h>

/* One file under way. */
struct making {
    struct held *held;
    size_t number; /* of the file */
    struct job job;
    struct page_span *spans;
    const char *path;            /* where the forms are kept */
    struct store_writer *writer; /* NULL until the worker has said something */
    struct form_row row;         /* what it has said so far */
    bool again;                  /* a page turned out not to fit: the others are made without it */
};

struct makings {
    struct held_set *set;
    struct making *list;
    size_t count;
    struct error *err;
    bool ok;
};

static bool fits(const struct held_page *page)
{
    return page->wanted && !page->failure && !page->as_picture;
}

/* Lists the pages that fit; false where there are none. */
static bool list_pages(struct making *making)
{
    struct held_file *file = making->held->file;
    making->job.span_count = 0;
    for (size_t i = 0; i < file->page_count; i++) {
        struct held_page *page = &file->pages[i];
        page->form = 0;
        page->forms = NULL;
        if (!fits(page))
            continue;
        making->spans[making->job.span_count++] = (struct page_span){page->number, page->number};
        page->form = (unsigned)making->job.span_count;
    }
    making->job.spans = making->spans;
    return making->job.span_count;
}

/* Where the forms of the pages that were listed are. */
static void set_path(struct held_file *file, const char *path)
{
    for (size_t i = 0; i < file->page_count; i++) {
        if (file->pages[i].form)
            file->pages[i].forms = path;
    }
}

/* A page that fits and cannot be laid into ours all the same is shown as a picture. */
static void drop(struct making *making, uint32_t number, const char *why, struct arena *arena)
{
    struct held_file *file = making->held->file;
    for (size_t i = 0; i < file->page_count; i++) {
        struct held_page *page = &file->pages[i];
        if (number && page->number != number)
            continue;
        page->fits_a = page->fits_ua = false;
        page->as_picture = true;
        page->misfit = arena_string(arena, why);
    }
    making->again = true;
}

static bool keep_frame(struct making *making, const struct frame *frame)
{
    struct form_object object;
    struct buf bytes = BUF_INIT;
    if (!form_row_take(&making->row, frame, &object))
        return false;
    if (!making->writer)
        making->writer = store_open(making->path, making->number);
    frame_add(&bytes, frame->kind, frame->bytes, frame->length);
    store_write(making->writer, &bytes);
    buf_release(&bytes);
    return true;
}

static bool reply(void *context, size_t task, const struct frame *frame)
{
    struct makings *makings = context;
    struct making *making = &makings->list[task];
    struct field_reader fields = {.bytes = frame->bytes, .left = frame->length};
    if (frame->kind == REPLY_OBJECT || frame->kind == REPLY_BYTES)
        return keep_frame(making, frame);
    if (frame->kind != REPLY_FAILED)
        return frame->kind == REPLY_FINDING;
    uint32_t page = field_number_to(&fields, WIRE_PAGES_MOST);
    const char *why = field_string(&fields);
    if (!fields.bad)
        drop(making, page, why, &makings->set->dossier->arena);
    return !fields.bad;
}

static void end(void *context, size_t task, enum pool_end how, const char *why)
{
    struct makings *makings = context;
    struct making *making = &makings->list[task];
    bool whole = making->row.pages == making->job.span_count && form_row_is_whole(&making->row);
    if (how != POOL_DONE || (!making->again && !whole))
        drop(making, 0, how == POOL_DONE ? "nothing came of it" : why,
             &makings->set->dossier->arena);
    else if (!making->again && makings->ok)
        makings->ok = held_is_unchanged(making->held, makings->err);
    if (making->again || !makings->ok)
        store_abandon(making->writer);
    else
        makings->ok = store_close(making->writer, makings->err);
    making->writer = NULL;
}

/* Runs the jobs of all files whose forms are not kept; those of which a page was dropped, again. */
static bool run(struct makings *makings, bool *again)
{
    struct held_set *set = makings->set;
    struct arena arena = ARENA_INIT;
    size_t count = makings->count;
    struct pool_task *tasks = arena_new(&arena, (count + 1) * sizeof *tasks);
    size_t left = 0;
    for (size_t i = 0; i < count; i++) {
        struct making making = makings->list[i];
        making.again = false;
        making.row = (struct form_row){0};
        if (!list_pages(&making))
            continue;
        making.path = store_path(set->options->cache, &making.held->file->digest, &making.job, 0,
                                 &set->dossier->arena);
        set_path(making.held->file, making.path);
        if (!store_has(making.path))
            makings->list[left++] = making;
    }
    for (size_t i = 0; i < left; i++)
        tasks[i] =
            (struct pool_task){.path = makings->list[i].held->path, .job = &makings->list[i].job};
    const struct pool_handler handler = {makings, reply, end};
    bool ok = pool_run(&set->options->pool, tasks, left, &handler, makings->err) && makings->ok;
    size_t kept = 0;
    for (size_t i = 0; i < left; i++) {
        store_abandon(makings->list[i].writer);
        makings->list[i].writer = NULL;
        if (makings->list[i].again)
            makings->list[kept++] = makings->list[i];
    }
    *again = kept;
    makings->count = kept;
    arena_release(&arena);
    return ok;
}

/* Where no forms are made, it is known of most all the same. */
static bool is_misfit(const struct held_set *set, const struct held_page *page)
{
    bool made = set->options->draw == PAGES_DRAWN;
    return page->wanted && !page->failure && (made ? !page->form : page->as_picture);
}

/* One message for the pages from `at` on that are shown as pictures for the same reason. Returns
 * the page after them. */
static size_t report_alike(const struct held_set *set, const struct held_file *file, size_t at,
                           struct page_range *ranges)
{
    const struct held_page *first = &file->pages[at];
    size_t count = 0;
    unsigned pages = 0;
    for (; at < file->page_count; at++) {
        const struct held_page *page = &file->pages[at];
        if (!is_misfit(set, page))
            continue;
        if (strcmp(page->misfit, first->misfit) != 0)
            break;
        pages++;
        ledger_add_page(ranges, &count, page->number, file->place);
    }
    struct buf list = BUF_INIT;
    ledger_append_pages(&list, ranges, count);
    report_warning(set->report, file->place,
                   "page%s %s of \"%s\" cannot stand in a PDF/A-2a and PDF/UA-1 file as %s: %s; the"
                   " PDF shows %s with text",
                   pages > 1 ? "s" : "", list.bytes, file->name, pages > 1 ? "they are" : "it is",
                   first->misfit, pages > 1 ? "them as pictures" : "it as a picture");
    buf_release(&list);
    return at;
}

static void report_misfits(const struct held_set *set, const struct held *held)
{
    const struct held_file *file = held->file;
    struct arena arena = ARENA_INIT;
    struct page_range *ranges = arena_new(&arena, (file->page_count + 1) * sizeof *ranges);
    for (size_t i = 0; i < file->page_count;) {
        if (is_misfit(set, &file->pages[i]))
            i = report_alike(set, file, i, ranges);
        else
            i++;
    }
    arena_release(&arena);
}

void page_forms_report(const struct held_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        if (set->files[i].type == FILE_TYPE_PDF)
            report_misfits(set, &set->files[i]);
    }
}

bool page_forms_make(struct held_set *set, struct error *err)
{
    struct arena arena = ARENA_INIT;
    struct makings makings = {.set = set, .err = err, .ok = true};
    makings.list = arena_new(&arena, (set->count + 1) * sizeof *makings.list);
    for (size_t i = 0; i < set->count; i++) {
        struct held *held = &set->files[i];
        if (held->type == FILE_TYPE_OTHER)
            continue;
        makings.list[makings.count++] = (struct making){
            .held = held,
            .number = i,
            .job = {.kind = JOB_NORMALISE, .type = held->type},
            .spans = arena_new(&arena, (held->file->page_count + 1) * sizeof(struct page_span))};
    }
    bool again = makings.count;
    bool ok = true;
    while (ok && again)
        ok = run(&makings, &again);
    if (ok)
        page_forms_report(set);
    arena_release(&arena);
    return ok;
}
