/* SPDX-License-Identifier: ISC */
/* The pictures and texts of the pages that are shown: from the cache, or drawn by workers. */
#include "pages/held.h"
#include "pages/page_entry.h"
#include "pages/progress.h"
#include "pages/store.h"

#include <stdlib.h>
#include <string.h>

/* Pages of one task: few enough that all workers end at about the same time, enough that starting
 * a worker does not count. */
#define TASK_LEAST 4
#define TASK_MOST 64
/* Of a page that is only looked at: pages whose pictures are the same at this width, and their
 * words too, are the same to a reader. */
#define LOOK_WIDTH 400

/* One page to be drawn. */
struct sheet {
    struct held *held;
    struct held_page *page;
    const char *entry; /* its path in the cache */
    bool done;
};

/* What one task is about: sheets of one file, one after the other. */
struct errand {
    struct sheet *sheets;
    size_t count;
    struct job job;
    struct sheet *current; /* begun and not ended */
    bool moved;            /* some page was ended, well or not */
    struct buf frames;     /* of the current one */
};

struct drawing {
    struct held_set *set;
    struct errand *errands;
    struct progress progress;
    struct error *err;
    bool ok;
};

static struct job page_job(const struct held_set *set, enum file_type type)
{
    const struct settings *settings = &set->dossier->templates.settings;
    struct job job = {.kind = JOB_DRAW, .type = type};
    job.widths[PICTURE_THUMBNAIL] = (uint32_t)settings->enclosed.thumbnail;
    job.widths[PICTURE_SMALL] = (uint32_t)settings->enclosed.small;
    job.widths[PICTURE_LARGE] = (uint32_t)settings->enclosed.large;
    for (int i = 0; i < PICTURE_SIZE_COUNT && set->options->draw == PAGES_LOOKED_AT; i++)
        job.widths[i] = LOOK_WIDTH;
    job.faces = type == FILE_TYPE_PDF ? set->faces : "";
    job.jpeg_quality = (uint32_t)settings->enclosed.quality;
    return job;
}

/* A page that cannot be drawn stops the build, or becomes illegible. */
static void fail(struct drawing *drawing, struct sheet *sheet, const char *why)
{
    struct held_set *set = drawing->set;
    sheet->done = true;
    sheet->page->failure = arena_string(&set->dossier->arena, why);
    if (set->options->keep_going)
        report_warning(set->report, sheet->held->file->place,
                       "page %u of \"%s\" cannot be drawn: %s; it stands as illegible",
                       sheet->page->number, sheet->held->file->name, why);
    else
        report_error(set->report, sheet->held->file->place,
                     "page %u of \"%s\" cannot be drawn: %s; mend the file, or build with"
                     " --keep-going to let the page stand as illegible",
                     sheet->page->number, sheet->held->file->name, why);
}

static struct digest *look_of(const struct sheet *sheet)
{
    struct held *held = sheet->held;
    if (!held->looks)
        held->looks = memory_new(held->file->page_count * sizeof *held->looks);
    return &held->looks[sheet->page->number - 1];
}

/* What was drawn of a page is not kept: whether it is blank, and a digest of how it looks and of
 * its words, which take the frames' place. */
static bool look(const struct sheet *sheet, struct buf *frames)
{
    struct arena arena = ARENA_INIT;
    struct held_page page = *sheet->page;
    const struct page_picture *picture = &page.pictures[PAGE_LARGE];
    bool ok = page_entry_take(frames, "", &page, &arena);
    if (ok) {
        struct digester *digester = digester_new_sha256();
        struct digest *digest = look_of(sheet);
        digester_add(digester, frames->bytes + picture->offset, (size_t)picture->length);
        for (size_t i = 0; i < page.paragraph_count; i++) {
            for (size_t k = 0; k < page.paragraphs[i].count; k++) {
                const char *word = page.paragraphs[i].words[k].text;
                digester_add(digester, word, strlen(word) + 1);
            }
        }
        digester_finish(digester, digest);
        digester_free(digester);
        sheet->page->blank = page.blank;
        unsigned char kept[1 + DIGEST_SHA256_SIZE] = {page.blank};
        memcpy(kept + 1, digest->sha256, DIGEST_SHA256_SIZE);
        buf_clear(frames);
        frame_add(frames, REPLY_BYTES, (const char *)kept, sizeof kept);
    }
    arena_release(&arena);
    return ok;
}

/* The same from the cache. */
static bool look_again(const struct sheet *sheet)
{
    struct frame_reader reader;
    struct frame frame;
    frame_reader_init(&reader);
    bool ok = sheet->entry && store_get(sheet->entry, &reader.bytes) &&
              frame_next(&reader, &frame) == FRAME_WHOLE && frame.kind == REPLY_BYTES &&
              frame.length == 1 + DIGEST_SHA256_SIZE;
    if (ok) {
        sheet->page->blank = frame.bytes[0];
        memcpy(look_of(sheet)->sha256, frame.bytes + 1, DIGEST_SHA256_SIZE);
    }
    frame_reader_release(&reader);
    return ok;
}

/* Ends the page that was begun: what came of it must be whole, and is kept. */
static bool end_page(struct drawing *drawing, struct errand *errand)
{
    struct sheet *sheet = errand->current;
    bool whole = drawing->set->options->draw == PAGES_DRAWN;
    if (!sheet)
        return true;
    if (whole ? !page_entry_take(&errand->frames, sheet->entry, sheet->page,
                                 &drawing->set->dossier->arena)
              : !look(sheet, &errand->frames))
        return false;
    errand->current = NULL;
    sheet->done = errand->moved = true;
    progress_step(&drawing->progress);
    drawing->ok = drawing->ok && held_is_unchanged(sheet->held, drawing->err) &&
                  (!sheet->entry || store_put(sheet->entry, &errand->frames, drawing->err));
    return true;
}

static bool begin_page(struct drawing *drawing, struct errand *errand, uint32_t number)
{
    if (!end_page(drawing, errand))
        return false;
    buf_clear(&errand->frames);
    for (size_t i = 0; i < errand->count; i++) {
        if (errand->sheets[i].page->number == number && !errand->sheets[i].done)
            errand->current = &errand->sheets[i];
    }
    return errand->current;
}

static bool reply(void *context, size_t task, const struct frame *frame)
{
    struct drawing *drawing = context;
    struct errand *errand = &drawing->errands[task];
    struct field_reader fields = {.bytes = frame->bytes, .left = frame->length};
    if (frame->kind == REPLY_BEGIN)
        return begin_page(drawing, errand, field_number_to(&fields, WIRE_PAGES_MOST));
    if (frame->kind != REPLY_FAILED) {
        frame_add(&errand->frames, frame->kind, frame->bytes, frame->length);
        return errand->current;
    }
    uint32_t page = field_number_to(&fields, WIRE_PAGES_MOST);
    const char *why = field_string(&fields);
    if (fields.bad)
        return false;
    /* Without a number: of the page under way, or, where none is, of the file. */
    if (!page && errand->current)
        page = errand->current->page->number;
    for (size_t i = 0; i < errand->count; i++) {
        if (!errand->sheets[i].done && (!page || errand->sheets[i].page->number == page))
            fail(drawing, &errand->sheets[i], why);
    }
    errand->current = NULL;
    errand->moved = true;
    return true;
}

static void end(void *context, size_t task, enum pool_end how, const char *why)
{
    struct drawing *drawing = context;
    struct errand *errand = &drawing->errands[task];
    struct sheet *sheet = errand->current;
    bool whole = how == POOL_DONE && end_page(drawing, errand);
    buf_release(&errand->frames);
    /* A worker has so much time and memory for all its pages, which those before may have used up:
     * the page under way is tried again, first in its errand. */
    if (errand->moved)
        return;
    struct buf text = BUF_INIT;
    if (whole)
        buf_add_string(&text, "the program that draws does not find it in the file");
    else
        buf_add_format(&text, "the program that drew it %s",
                       how == POOL_DONE ? "did not draw all of it" : why);
    /* The page that was under way is lost; without one nothing was begun, and none can be. */
    for (size_t i = 0; i < errand->count; i++) {
        if (!errand->sheets[i].done && (!sheet || &errand->sheets[i] == sheet))
            fail(drawing, &errand->sheets[i], text.bytes);
    }
    buf_release(&text);
}

/* The sheets of all rows that are shown and not in the cache, each page once. */
static size_t find_sheets(struct held_set *set, struct sheet *sheets, struct arena *arena)
{
    bool whole = set->options->draw == PAGES_DRAWN;
    size_t count = 0;
    for (size_t i = 0; i < set->count; i++) {
        struct held *held = &set->files[i];
        struct job job = page_job(set, held->type);
        for (size_t k = 0; k < held->file->page_count; k++) {
            struct held_page *page = &held->file->pages[k];
            if (!page->wanted || page->failure)
                continue;
            const char *entry =
                store_path(set->options->cache, &held->file->digest, &job, page->number, arena);
            const struct sheet sheet = {.held = held, .page = page, .entry = entry};
            if (!entry ||
                !(whole ? page_entry_read(entry, page, &set->dossier->arena) : look_again(&sheet)))
                sheets[count++] = sheet;
        }
    }
    return count;
}

static size_t task_size(size_t sheets, unsigned workers)
{
    size_t size = sheets / (workers * 2u) + 1;
    return size < TASK_LEAST ? TASK_LEAST : size > TASK_MOST ? TASK_MOST : size;
}

/* Cuts what is left to do into errands. */
static size_t cut(const struct held_set *set, struct sheet *sheets, size_t count,
                  struct errand *errands)
{
    size_t most = task_size(count, set->options->pool.workers);
    size_t made = 0;
    for (size_t i = 0; i < count; i++) {
        if (sheets[i].done)
            continue;
        struct errand *last = made ? &errands[made - 1] : NULL;
        if (last && last->count < most && last->sheets + last->count == &sheets[i] &&
            last->sheets->held == sheets[i].held)
            last->count++;
        else
            errands[made++] = (struct errand){.sheets = &sheets[i], .count = 1, .frames = BUF_INIT};
    }
    return made;
}

/* One round: each page that is not done is tried. */
static bool draw_round(struct drawing *drawing, struct sheet *sheets, size_t count, bool *left)
{
    struct held_set *set = drawing->set;
    struct arena arena = ARENA_INIT;
    drawing->errands = arena_new(&arena, (count + 1) * sizeof *drawing->errands);
    size_t errands = cut(set, sheets, count, drawing->errands);
    struct pool_task *tasks = arena_new(&arena, (errands + 1) * sizeof *tasks);
    for (size_t i = 0; i < errands; i++) {
        struct errand *errand = &drawing->errands[i];
        struct page_span *spans = arena_new(&arena, errand->count * sizeof *spans);
        errand->job = page_job(set, errand->sheets->held->type);
        for (size_t k = 0; k < errand->count; k++)
            spans[k] =
                (struct page_span){errand->sheets[k].page->number, errand->sheets[k].page->number};
        errand->job.spans = spans;
        errand->job.span_count = errand->count;
        tasks[i] = (struct pool_task){.path = errand->sheets->held->path, .job = &errand->job};
    }
    const struct pool_handler handler = {drawing, reply, end};
    bool ok = pool_run(&set->options->pool, tasks, errands, &handler, drawing->err) && drawing->ok;
    for (size_t i = 0; i < errands; i++)
        buf_release(&drawing->errands[i].frames);
    arena_release(&arena);
    *left = errands;
    return ok;
}

bool draw_pages(struct held_set *set, struct error *err)
{
    struct arena arena = ARENA_INIT;
    struct drawing drawing = {.set = set, .err = err, .ok = true};
    size_t most = 0;
    for (size_t i = 0; i < set->count; i++)
        most += set->files[i].file->page_count;
    struct sheet *sheets = arena_new(&arena, (most + 1) * sizeof *sheets);
    size_t count = find_sheets(set, sheets, &arena);
    progress_begin(&drawing.progress, "pages", count, set->options->quiet);
    /* A worker that crashes takes one page with it: the rest is drawn in the next round. */
    bool left = count;
    bool ok = true;
    while (ok && left)
        ok = draw_round(&drawing, sheets, count, &left);
    progress_end(&drawing.progress);
    arena_release(&arena);
    return ok;
}
