/* SPDX-License-Identifier: ISC */
/* hOCR written beside files whose pages have no text, as confined workers read it from them. */
#include "pages/recognise.h"

#include "base/file.h"
#include "pages/held.h"
#include "pages/hocr.h"
#include "pages/ocr_data.h"
#include "pages/progress.h"
#include "pages/store.h"

#include <string.h>
#include <unistd.h>

/* Dots per inch at which pages are read. */
#define RESOLUTION 300
/* Seconds for a page: some take a minute where others work too. */
#define PAGE_SECONDS 120

/* A page that is to be read. */
struct sheet {
    struct held *held;
    uint32_t page;
    struct job job;
    const char *entry; /* its path in the cache */
    struct text_facts *facts;
    bool done, failed;
};

struct recognition {
    struct held_set *set;
    const struct recognise_options *ocr;
    struct sheet *sheets; /* those of a file one after the other */
    size_t count;
    struct sheet **tasks; /* those that are under way */
    struct ocr_data_set data;
    struct progress progress;
    struct error *err;
    bool ok;
};

/* ---------------------------------------------------------------- What is to be read */

static bool is_asked(const struct recognition *recognition, const struct held_file *file)
{
    const struct ledger *ledger = &recognition->set->dossier->ledger;
    char *const *ids = recognition->ocr->enclosures;
    if (!*ids)
        return true;
    for (; *ids; ids++) {
        const struct enclosure *enclosure = &ledger->enclosures[ledger_find(ledger, *ids)];
        for (size_t i = 0; i < enclosure->holding_count; i++) {
            if (enclosure->holdings[i].file == file)
                return true;
        }
    }
    return false;
}

static bool check_ids(const struct recognition *recognition)
{
    for (char *const *id = recognition->ocr->enclosures; *id; id++) {
        if (ledger_find(&recognition->set->dossier->ledger, *id) < 0)
            return error_set(recognition->err, EXIT_CODE_USAGE,
                             "there is no enclosure %s; attachments/manifest.yaml names all", *id);
    }
    return true;
}

/* How many words of its text no machine guessed. */
static size_t count_sure(const struct held *held)
{
    size_t sure = 0;
    for (size_t i = 0; held->texts && i < held->file->page_count; i++) {
        for (size_t k = 0; k < held->texts[i].word_count; k++)
            sure += held->texts[i].words[k].confidence == WIRE_SURE;
    }
    return sure;
}

/* Whether the text that stands beside the file may be written over, or there is none. */
static bool may_write(const struct recognition *recognition, const struct held *held)
{
    const struct held_file *file = held->file;
    struct report *report = recognition->set->report;
    if (!file->text.name)
        return true;
    size_t sure = count_sure(held);
    if (!recognition->ocr->again)
        report_note(report, file->text.place,
                    "this is the text of \"%s\" already, and stays as it is; --again has the file"
                    " read anew",
                    file->name);
    else if (texts_form(&file->text) != TEXT_FORM_HOCR)
        report_note(report, file->text.place,
                    "this is the text of \"%s\", and not hOCR, and stays as it is; take it away to"
                    " have the file read",
                    file->name);
    else if (sure)
        report_note(report, file->text.place,
                    "somebody has corrected this (%zu word%s), and it stays as it is; take it away"
                    " to have \"%s\" read anew",
                    sure, sure == 1 ? "" : "s", file->name);
    else
        return true;
    return false;
}

static bool add_sheets(struct recognition *recognition, struct held *held)
{
    struct arena *arena = &recognition->set->dossier->arena;
    for (uint32_t page = 1; page <= held->file->page_count; page++) {
        if (held->facts[page - 1].has_text || held->file->pages[page - 1].failure)
            continue;
        const struct ocr_data *data =
            ocr_data_find(&recognition->data, held->file, page, recognition->err);
        if (!data)
            return false;
        struct page_span *span = arena_new(arena, sizeof *span);
        *span = (struct page_span){page, page};
        struct sheet *sheet = &recognition->sheets[recognition->count++];
        *sheet = (struct sheet){.held = held,
                                .page = page,
                                .job = {.kind = JOB_OCR,
                                        .type = held->type,
                                        .spans = span,
                                        .span_count = 1,
                                        .faces = data->digest,
                                        .password = held->file->password,
                                        .languages = data->languages,
                                        .resolution = RESOLUTION}};
        sheet->entry = store_path(recognition->set->options->cache, &held->file->digest,
                                  &sheet->job, page, arena);
    }
    return true;
}

static bool find_sheets(struct recognition *recognition)
{
    struct held_set *set = recognition->set;
    size_t most = 0;
    for (size_t i = 0; i < set->count; i++)
        most += set->files[i].file->page_count;
    bool ok = true;
    recognition->sheets = arena_new(&set->dossier->arena, (most + 1) * sizeof *recognition->sheets);
    ocr_data_init(&recognition->data, set->dossier, recognition->ocr->tessdata, set->report);
    for (size_t i = 0; i < set->count && ok; i++) {
        struct held *held = &set->files[i];
        if (held->type != FILE_TYPE_OTHER && !held->failed && is_asked(recognition, held->file) &&
            may_write(recognition, held))
            ok = add_sheets(recognition, held);
    }
    return ok;
}

/* ---------------------------------------------------------------- Writing */

static void note_written(const struct recognition *recognition, const struct held *held,
                         const char *path, size_t pages, uint64_t sum, uint64_t words)
{
    struct buf text = BUF_INIT;
    buf_add_format(&text, "the text of %zu page%s of \"%s\"", pages, pages == 1 ? "" : "s",
                   held->file->name);
    if (words)
        buf_add_format(&text, ", %llu words with a confidence of %llu %%",
                       (unsigned long long)words, (unsigned long long)((sum + words / 2) / words));
    report_note(recognition->set->report, (struct place){path, 0, 0},
                "%s; correct it where it is"
                " wrong",
                text.bytes);
    buf_release(&text);
}

/* Pages that were found to be turned: whether they are to be seen so is a person's to decide. */
static void note_turned(const struct recognition *recognition, const struct sheet *sheets,
                        size_t count)
{
    const struct held_file *file = sheets->held->file;
    struct arena arena = ARENA_INIT;
    struct page_range *pages = arena_new(&arena, (count + 1) * sizeof *pages);
    struct buf text = BUF_INIT;
    size_t ranges = 0;
    size_t turned = 0;
    for (size_t i = 0; i < count; i++) {
        if (!sheets[i].facts || !sheets[i].facts->quarters)
            continue;
        ledger_add_page(pages, &ranges, sheets[i].page, file->place);
        turned++;
    }
    ledger_append_pages(&text, pages, ranges);
    if (turned)
        report_note(recognition->set->report, file->place,
                    "page%s %s of \"%s\" read%s upside down or sideways, and %s read so; turn %s in"
                    " the file, and have it read anew, if %s not to be seen like that",
                    turned == 1 ? "" : "s", text.bytes, file->name, turned == 1 ? "s" : "",
                    turned == 1 ? "was" : "were", turned == 1 ? "it" : "them",
                    turned == 1 ? "it is" : "they are");
    buf_release(&text);
    arena_release(&arena);
}

/* Writes what was read of one file, once all of its pages are done. */
static bool write_file(struct recognition *recognition, const struct sheet *sheets, size_t count)
{
    const struct held *held = sheets->held;
    struct arena *arena = &recognition->set->dossier->arena;
    struct buf bytes = BUF_INIT;
    struct buf path = BUF_INIT;
    size_t pages = 0;
    uint64_t sum = 0;
    uint64_t words = 0;
    hocr_begin(&bytes, "tesseract");
    for (size_t i = 0; i < count; i++) {
        if (!sheets[i].facts)
            continue;
        hocr_add_page(&bytes, sheets[i].facts);
        pages++;
        words += sheets[i].facts->word_count;
        for (size_t k = 0; k < sheets[i].facts->word_count; k++)
            sum += sheets[i].facts->words[k].confidence;
    }
    hocr_end(&bytes);
    buf_add_format(&path, "%s" TEXT_FILE_HOCR, held->path);
    bool ok = !pages || file_replace(path.bytes, bytes.bytes, bytes.length, recognition->err);
    buf_clear(&path);
    buf_add_format(&path, "attachments/%s" TEXT_FILE_HOCR, held->file->name);
    if (ok && pages) {
        note_written(recognition, held, arena_string(arena, path.bytes), pages, sum, words);
        note_turned(recognition, sheets, count);
    }
    buf_release(&bytes);
    buf_release(&path);
    return ok;
}

/* Whether this was the last page of its file, which is written then. */
static bool finish_file(struct recognition *recognition, const struct sheet *sheet)
{
    const struct sheet *first = sheet;
    size_t count = 0;
    while (first > recognition->sheets && first[-1].held == sheet->held)
        first--;
    const struct sheet *end = recognition->sheets + recognition->count;
    for (; first + count < end && first[count].held == sheet->held; count++) {
        if (!first[count].done)
            return true;
    }
    return write_file(recognition, first, count);
}

/* ---------------------------------------------------------------- Reading */

static bool take(struct recognition *recognition, struct sheet *sheet, const struct frame *frame)
{
    struct arena *arena = &recognition->set->dossier->arena;
    struct field_reader fields = {.bytes = frame->bytes, .left = frame->length};
    struct text_facts facts;
    if (sheet->facts || !text_facts_read(&fields, arena, &facts) || facts.page != sheet->page)
        return false;
    /* Who reads the text of a page that its file turns around takes lines upside down for a sign
     * that the page was read as it is stored. */
    if (sheet->held->facts[sheet->page - 1].turned == 180)
        facts.quarters = 0;
    sheet->facts = arena_new(arena, sizeof facts);
    *sheet->facts = facts;
    return true;
}

static void fail(const struct recognition *recognition, struct sheet *sheet, const char *why)
{
    if (!sheet->failed)
        report_error(recognition->set->report, sheet->held->file->place,
                     "page %u of \"%s\" cannot be read: %s; mend the file, or write the page's text"
                     " by hand",
                     sheet->page, sheet->held->file->name, why);
    sheet->failed = true;
}

static bool reply(void *context, size_t task, const struct frame *frame)
{
    struct recognition *recognition = context;
    struct sheet *sheet = recognition->tasks[task];
    struct field_reader fields = {.bytes = frame->bytes, .left = frame->length};
    if (frame->kind == REPLY_BEGIN)
        return true;
    if (frame->kind == REPLY_FAILED) {
        (void)field_number_to(&fields, WIRE_PAGES_MOST);
        const char *why = field_string(&fields);
        if (!fields.bad)
            fail(recognition, sheet, why);
        return !fields.bad;
    }
    if (frame->kind != REPLY_TEXT || !take(recognition, sheet, frame))
        return false;
    struct buf frames = BUF_INIT;
    frame_add(&frames, frame->kind, frame->bytes, frame->length);
    recognition->ok = recognition->ok && held_is_unchanged(sheet->held, recognition->err) &&
                      store_put(sheet->entry, &frames, recognition->err);
    buf_release(&frames);
    return true;
}

static void end(void *context, size_t task, enum pool_end how, const char *why)
{
    struct recognition *recognition = context;
    struct sheet *sheet = recognition->tasks[task];
    struct buf text = BUF_INIT;
    sheet->done = true;
    progress_step(&recognition->progress);
    if (how != POOL_NO_FILE)
        buf_add_string(&text, "the program that reads it ");
    buf_add_string(&text, how == POOL_DONE ? "says nothing of it" : why);
    if (!sheet->facts)
        fail(recognition, sheet, text.bytes);
    buf_release(&text);
    recognition->ok = recognition->ok && finish_file(recognition, sheet);
}

static bool take_stored(struct recognition *recognition, struct sheet *sheet)
{
    struct frame_reader reader;
    struct frame frame;
    frame_reader_init(&reader);
    sheet->done = !recognition->ocr->again && store_get(sheet->entry, &reader.bytes) &&
                  frame_next(&reader, &frame) == FRAME_WHOLE && frame.kind == REPLY_TEXT &&
                  take(recognition, sheet, &frame);
    frame_reader_release(&reader);
    return sheet->done;
}

/* The pages that are not in the cache, by workers of their own. */
static bool read_sheets(struct recognition *recognition)
{
    struct held_set *set = recognition->set;
    struct arena arena = ARENA_INIT;
    struct pool_options pool = set->options->pool;
    const char **readable = arena_new(&arena, (pool.readable_count + 1) * sizeof(char *));
    struct pool_task *tasks = arena_new(&arena, (recognition->count + 1) * sizeof *tasks);
    size_t count = 0;
    readable[0] = recognition->ocr->tessdata;
    memcpy(readable + 1, pool.readable, pool.readable_count * sizeof(char *));
    pool.readable = readable;
    pool.readable_count++;
    pool.worker = recognition->ocr->worker;
    pool.seconds = PAGE_SECONDS;
    recognition->tasks = arena_new(&arena, (recognition->count + 1) * sizeof(struct sheet *));
    for (size_t i = 0; i < recognition->count; i++) {
        struct sheet *sheet = &recognition->sheets[i];
        if (take_stored(recognition, sheet))
            continue;
        recognition->tasks[count] = sheet;
        tasks[count++] = (struct pool_task){.path = sheet->held->path, .job = &sheet->job};
    }
    for (size_t i = 0; i < recognition->count && recognition->ok; i++) {
        bool last = i + 1 == recognition->count ||
                    recognition->sheets[i + 1].held != recognition->sheets[i].held;
        recognition->ok = !last || finish_file(recognition, &recognition->sheets[i]);
    }
    const struct pool_handler handler = {recognition, reply, end};
    progress_begin(&recognition->progress, "pages", count, set->options->quiet);
    bool ok = recognition->ok && pool_run(&pool, tasks, count, &handler, recognition->err) &&
              recognition->ok;
    progress_end(&recognition->progress);
    arena_release(&arena);
    return ok;
}

bool recognise_pages(struct dossier *dossier, const struct pages_options *options,
                     const struct recognise_options *ocr, struct report *report, struct error *err)
{
    struct arena arena = ARENA_INIT;
    struct pages_options own = *options;
    struct held_set set;
    struct recognition recognition = {.set = &set, .ocr = ocr, .err = err, .ok = true};
    if (access(ocr->worker, X_OK) != 0)
        return error_set(err, EXIT_CODE_MACHINE,
                         "there is no %s, which recognises text; type: make deps-ocr ocr",
                         ocr->worker);
    held_open(&set, dossier, &own, report, &arena);
    bool ok = check_ids(&recognition) && inspect_files(&set, err) && texts_read(&set, err) &&
              (report->errors || find_sheets(&recognition));
    if (ok && !report->errors) {
        if (!recognition.count)
            report_note(report, (struct place){"attachments/manifest.yaml", 0, 0},
                        "no page is to be read: each that can be has its text, or none is held");
        ok = read_sheets(&recognition);
    }
    held_close(&set);
    arena_release(&arena);
    return ok;
}
