/* SPDX-License-Identifier: ISC */
/* The texts beside held files: read by workers, given to the pages. */
#include "base/file.h"
#include "pages/file_jobs.h"
#include "pages/held.h"
#include "pages/text_place.h"

#include <stdlib.h>
#include <string.h>

static bool ends_with(const char *name, const char *end)
{
    size_t length = strlen(name);
    size_t tail = strlen(end);
    return length >= tail && !strcmp(name + length - tail, end);
}

enum text_form texts_form(const struct text_file *text)
{
    return ends_with(text->name, TEXT_FILE_HOCR)   ? TEXT_FORM_HOCR
           : ends_with(text->name, TEXT_FILE_ALTO) ? TEXT_FORM_ALTO
                                                   : TEXT_FORM_PLAIN;
}

static void fail(const struct held_set *set, struct held *held, const char *why)
{
    held->failed = true;
    report_error(set->report, held->file->text.place,
                 "this cannot be read: %s; correct it, or take it away", why);
}

static bool take_text(struct held_set *set, struct held *held, struct field_reader *fields)
{
    struct text_facts facts;
    if (!text_facts_read(fields, &set->dossier->arena, &facts) || !facts.page ||
        facts.page > held->file->page_count || held->texts[facts.page - 1].page)
        return false;
    text_turn(&facts, &held->facts[facts.page - 1], &set->dossier->arena);
    held->texts[facts.page - 1] = facts;
    return true;
}

static bool take_fault(struct held_set *set, struct held *held, struct field_reader *fields)
{
    struct text_fault fault;
    if (!text_fault_read(fields, &fault))
        return false;
    const struct place place = {held->file->text.place.path, fault.line, fault.column};
    if (fault.severe)
        report_error(set->report, place, "%s", fault.what);
    else
        report_warning(set->report, place, "%s", fault.what);
    held->failed = held->failed || fault.severe;
    return true;
}

static bool take(struct held_set *set, struct held *held, const struct frame *frame)
{
    struct field_reader fields = {.bytes = frame->bytes, .left = frame->length};
    if (frame->kind == REPLY_TEXT)
        return take_text(set, held, &fields);
    if (frame->kind == REPLY_FAULT)
        return take_fault(set, held, &fields);
    if (frame->kind != REPLY_FAILED)
        return false;
    (void)field_number_to(&fields, WIRE_PAGES_MOST);
    const char *why = field_string(&fields);
    if (!fields.bad)
        fail(set, held, why);
    return !fields.bad;
}

/* Whether the text is what it was when the dossier was read. */
static bool is_unchanged(const struct text_file *text, struct error *err)
{
    struct digest digest;
    uint64_t size = 0;
    enum file_result result = file_digest_at(text->path, &size, &digest, err);
    if (result == FILE_FAILED)
        return false;
    if (result == FILE_OK && size == text->size &&
        !memcmp(digest.sha256, text->digest.sha256, sizeof digest.sha256))
        return true;
    return error_set(err, EXIT_CODE_MACHINE, "%s changed while it was read; try again", text->path);
}

static void end(void *context, size_t task, enum pool_end how, const char *why)
{
    struct file_jobs *jobs = context;
    struct held *held = jobs->files[task];
    if (how == POOL_DONE && !held->failed && jobs->ok)
        jobs->ok = is_unchanged(&held->file->text, jobs->err) && file_jobs_keep(jobs, task);
    if (how == POOL_DONE || held->failed)
        return;
    struct buf text = BUF_INIT;
    if (how != POOL_NO_FILE)
        buf_add_string(&text, "the program that read it ");
    buf_add_string(&text, why);
    fail(jobs->set, held, text.bytes);
    buf_release(&text);
}

static struct text_facts *no_texts(struct held_set *set, const struct held *held)
{
    return arena_new(&set->dossier->arena,
                     (held->file->page_count + 1) * sizeof(struct text_facts));
}

/* Nobody looks into a file of such a type, or could. */
static bool has_pages(const struct held_set *set, const struct held *held)
{
    const struct held_file *file = held->file;
    if (held->type == FILE_TYPE_OTHER)
        report_warning(
            set->report, file->text.place,
            "\"%s\" is of a type whose pages nobody looks into, and this is not taken for"
            " their text; take it away",
            file->name);
    return file->page_count && !held->failed;
}

bool texts_read(struct held_set *set, struct error *err)
{
    struct file_jobs jobs;
    file_jobs_init(&jobs, set, take, err);
    for (size_t i = 0; i < set->count; i++) {
        struct held *held = &set->files[i];
        struct text_file *text = &held->file->text;
        if (!text->name)
            continue;
        if (!has_pages(set, held)) {
            text->name = NULL;
            continue;
        }
        held->texts = no_texts(set, held);
        const struct job job = {.kind = JOB_TEXT,
                                .text_form = texts_form(text),
                                .page_count = (uint32_t)held->file->page_count};
        const char *entry = file_jobs_entry(&jobs, &text->digest, &job);
        if (file_jobs_take_stored(&jobs, held, entry))
            continue;
        held->texts = no_texts(set, held);
        file_jobs_add(&jobs, held, text->path, &job, entry);
    }
    bool ok = file_jobs_run(&jobs, end);
    file_jobs_release(&jobs);
    return ok;
}

/* ---------------------------------------------------------------- Given to pages */

/* What a person corrected is sure; a page of which no word is a machine's guess is a person's. */
static void set_source(struct held_page *page, const struct text_facts *facts)
{
    size_t guesses = 0;
    uint64_t sum = 0;
    for (size_t i = 0; i < facts->word_count; i++) {
        bool guess = facts->words[i].confidence < WIRE_SURE;
        guesses += guess;
        sum += guess ? facts->words[i].confidence : 100;
    }
    page->text_source = guesses ? TEXT_MACHINE : TEXT_BESIDE;
    page->confidence = guesses ? (unsigned)((sum + facts->word_count / 2) / facts->word_count) : 0;
}

static void give(struct held_page *page, const struct text_facts *facts, struct arena *arena)
{
    struct page_word *words = arena_new(arena, (facts->word_count + 1) * sizeof *words);
    struct page_paragraph *paragraphs =
        arena_new(arena, (facts->paragraph_count + 1) * sizeof *paragraphs);
    for (size_t i = 0; i < facts->word_count; i++) {
        const struct text_word *word = &facts->words[i];
        words[i] = (struct page_word){word->text, word->x, word->y, word->width, word->height};
        /* Words without a place are laid out upright. */
        page->quarters = word->width ? facts->quarters : page->quarters;
    }
    text_place(facts, page->width, page->height, words);
    set_source(page, facts);
    page->word_count = facts->word_count;
    page->paragraphs = paragraphs;
    page->paragraph_count = facts->paragraph_count;
    for (size_t i = 0; i < facts->paragraph_count; i++) {
        paragraphs[i] = (struct page_paragraph){words, facts->paragraphs[i]};
        words += facts->paragraphs[i];
    }
}

/* "3, 5-7" of those that have no text of their own either; false where there is none. */
static bool list_missing(const struct held *held, struct buf *pages)
{
    size_t count = held->file->page_count;
    for (size_t i = 0; i < count; i++) {
        size_t last = i;
        while (last < count && !held->texts[last].page && !held->facts[last].has_text)
            last++;
        if (last == i)
            continue;
        buf_add_format(pages, pages->length ? ", %zu" : "%zu", i + 1);
        if (last > i + 1)
            buf_add_format(pages, "%s%zu", last > i + 2 ? "-" : ", ", last);
        i = last;
    }
    return pages->length;
}

void texts_give(struct held_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        struct held *held = &set->files[i];
        struct buf pages = BUF_INIT;
        for (size_t k = 0; held->texts && !held->failed && k < held->file->page_count; k++) {
            if (held->texts[k].word_count)
                give(&held->file->pages[k], &held->texts[k], &set->dossier->arena);
        }
        if (held->texts && !held->failed && list_missing(held, &pages))
            report_warning(set->report, held->file->text.place,
                           "this has no text of page%s %s of \"%s\"; searches and screen readers"
                           " find nothing there",
                           strpbrk(pages.bytes, ",-") ? "s" : "", pages.bytes, held->file->name);
        buf_release(&pages);
    }
}
