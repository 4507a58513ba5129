/* SPDX-License-Identifier: ISC */
/* The text beside a file of which an extract is made: that of the kept pages, written anew. */
#include "base/file.h"
#include "pages/held.h"
#include "pages/hocr.h"
#include "pages/store.h"
#include "pages/text_place.h"

#include <string.h>

#define SYSTEM "dossier " DOSSIER_VERSION

/* Places in units of length alone would not tell on which page they are. */
static void set_size(struct text_facts *facts, const struct held_page *page)
{
    bool placed = false;
    for (size_t i = 0; i < facts->word_count; i++)
        placed = placed || facts->words[i].width;
    if (facts->width || !placed)
        return;
    facts->width = page->width;
    facts->height = page->height;
}

/* Those of the kept pages, by their new numbers; returns how many pages there are. */
static size_t keep(const struct held *held, const struct job *extract, struct text_facts *kept,
                   struct arena *arena)
{
    size_t count = 0;
    for (size_t i = 0; i < extract->span_count; i++) {
        for (uint32_t page = extract->spans[i].first; page <= extract->spans[i].last; page++) {
            struct text_facts *facts = &kept[count++];
            *facts = held->texts[page - 1];
            if (!facts->page)
                continue;
            facts->page = (uint32_t)count;
            set_size(facts, &held->file->pages[page - 1]);
            text_redact(facts, &held->file->pages[page - 1], extract->redactions,
                        extract->redaction_count, arena);
        }
    }
    return count;
}

static void write(const struct text_facts *kept, size_t count, enum text_form form, struct buf *out)
{
    if (form != TEXT_FORM_PLAIN)
        hocr_begin(out, SYSTEM);
    for (size_t i = 0; i < count; i++) {
        if (kept[i].page && form == TEXT_FORM_PLAIN)
            hocr_add_plain(out, &kept[i]);
        else if (kept[i].page)
            hocr_add_page(out, &kept[i]);
    }
    if (form != TEXT_FORM_PLAIN)
        hocr_end(out);
}

/* Where the bytes are kept; NULL with *err. */
static const char *put(struct held_set *set, const struct text_file *text,
                       const struct job *extract, const struct buf *bytes, struct error *err)
{
    const struct job job = {.kind = JOB_TEXT,
                            .text_form = texts_form(text),
                            .spans = extract->spans,
                            .span_count = extract->span_count,
                            .redactions = extract->redactions,
                            .redaction_count = extract->redaction_count};
    const char *path =
        store_path(set->options->cache, &text->digest, &job, 0, &set->dossier->arena);
    if (!path)
        return held_keep_open(set, bytes, err);
    return store_keep(path, bytes, err) ? path : NULL;
}

static const char *hocr_name(const char *file, struct arena *arena)
{
    struct buf name = BUF_INIT;
    buf_add_format(&name, "%s" TEXT_FILE_HOCR, file);
    const char *kept = arena_string(arena, name.bytes);
    buf_release(&name);
    return kept;
}

bool texts_cut(struct held_set *set, struct held *held, const struct job *extract,
               struct error *err)
{
    struct text_file *text = &held->file->text;
    struct arena *arena = &set->dossier->arena;
    struct buf bytes = BUF_INIT;
    size_t most = 0;
    bool any = false;
    if (!text->name)
        return true;
    for (size_t i = 0; i < extract->span_count; i++)
        most += extract->spans[i].last - extract->spans[i].first + 1;
    struct text_facts *kept = arena_new(arena, (most + 1) * sizeof *kept);
    size_t count = keep(held, extract, kept, arena);
    for (size_t i = 0; i < count; i++)
        any = any || kept[i].page;
    held->texts = any ? kept : NULL;
    if (!any) {
        text->name = NULL;
        return true;
    }
    write(kept, count, texts_form(text), &bytes);
    text->path = put(set, text, extract, &bytes, err);
    if (texts_form(text) != TEXT_FORM_PLAIN)
        text->name = hocr_name(held->file->name, arena);
    text->size = bytes.length;
    digest_of(bytes.bytes, bytes.length, &text->digest);
    buf_release(&bytes);
    return text->path;
}
