/* SPDX-License-Identifier: ISC */
/* What a worker is asked to do with one foreign file, and what it answers. */
#include "wire/job.h"

#include "base/memory.h"

/* An item of an array takes at least these bytes of a frame, so that no count makes us allocate
 * more than the frame holds. */
#define SPAN_LEAST 16
#define REDACTION_LEAST 48
#define WORD_LEAST 49
#define PARAGRAPH_LEAST 8

static size_t read_count(struct field_reader *reader, size_t least)
{
    uint64_t count = field_number(reader);
    if (count > reader->left / least) {
        reader->bad = true;
        return 0;
    }
    return (size_t)count;
}

static int32_t read_length(struct field_reader *reader)
{
    return (int32_t)field_number_to(reader, WIRE_LENGTH_MOST);
}

static bool read_bool(struct field_reader *reader)
{
    return field_number_to(reader, 1);
}

void job_write(struct buf *buf, const struct job *job)
{
    field_add_number(buf, job->kind);
    field_add_number(buf, job->type);
    field_add_number(buf, job->span_count);
    for (size_t i = 0; i < job->span_count; i++) {
        field_add_number(buf, job->spans[i].first);
        field_add_number(buf, job->spans[i].last);
    }
    field_add_string(buf, job->password ? job->password : "");
    for (int i = 0; i < PICTURE_SIZE_COUNT; i++)
        field_add_number(buf, job->widths[i]);
    field_add_number(buf, job->jpeg_quality);
    field_add_string(buf, job->faces ? job->faces : "");
    field_add_string(buf, job->languages ? job->languages : "");
    field_add_number(buf, job->resolution);
    field_add_number(buf, job->redaction_count);
    for (size_t i = 0; i < job->redaction_count; i++) {
        const struct redaction *redaction = &job->redactions[i];
        field_add_number(buf, redaction->page);
        field_add_number(buf, redaction->sign);
        field_add_number(buf, (uint64_t)redaction->left);
        field_add_number(buf, (uint64_t)redaction->top);
        field_add_number(buf, (uint64_t)redaction->width);
        field_add_number(buf, (uint64_t)redaction->height);
    }
    field_add_number(buf, job->text_form);
    field_add_number(buf, job->page_count);
    field_add_number(buf, job->trial);
}

static void read_redactions(struct field_reader *reader, struct arena *arena, struct job *job)
{
    job->redaction_count = read_count(reader, REDACTION_LEAST);
    struct redaction *redactions =
        arena_new(arena, (job->redaction_count + 1) * sizeof *redactions);
    for (size_t i = 0; i < job->redaction_count; i++) {
        redactions[i].page = field_number_to(reader, WIRE_PAGES_MOST);
        redactions[i].sign = field_number_to(reader, WIRE_PAGES_MOST);
        redactions[i].left = read_length(reader);
        redactions[i].top = read_length(reader);
        redactions[i].width = read_length(reader);
        redactions[i].height = read_length(reader);
    }
    job->redactions = redactions;
}

bool job_read(struct field_reader *reader, struct arena *arena, struct job *job)
{
    *job = (struct job){0};
    job->kind = field_number_to(reader, JOB_COUNT - 1);
    job->type = field_number_to(reader, FILE_TYPE_COUNT - 1);
    job->span_count = read_count(reader, SPAN_LEAST);
    struct page_span *spans = arena_new(arena, (job->span_count + 1) * sizeof *spans);
    for (size_t i = 0; i < job->span_count; i++) {
        spans[i].first = field_number_to(reader, WIRE_PAGES_MOST);
        spans[i].last = field_number_to(reader, WIRE_PAGES_MOST);
    }
    job->spans = spans;
    job->password = field_string(reader);
    for (int i = 0; i < PICTURE_SIZE_COUNT; i++)
        job->widths[i] = field_number_to(reader, WIRE_PIXELS_MOST);
    job->jpeg_quality = field_number_to(reader, 100);
    job->faces = field_string(reader);
    job->languages = field_string(reader);
    job->resolution = field_number_to(reader, WIRE_PIXELS_MOST);
    read_redactions(reader, arena, job);
    job->text_form = field_number_to(reader, TEXT_FORM_COUNT - 1);
    job->page_count = field_number_to(reader, WIRE_PAGES_MOST);
    job->trial = field_number_to(reader, TRIAL_COUNT - 1);
    return !reader->bad;
}

void file_facts_write(struct buf *buf, const struct file_facts *facts)
{
    field_add_number(buf, facts->type);
    field_add_number(buf, facts->page_count);
    field_add_number(buf, facts->closed);
    field_add_string(buf, facts->title ? facts->title : "");
}

bool file_facts_read(struct field_reader *reader, struct file_facts *facts)
{
    facts->type = field_number_to(reader, FILE_TYPE_COUNT - 1);
    facts->page_count = field_number_to(reader, WIRE_PAGES_MOST);
    facts->closed = field_number_to(reader, 1);
    facts->title = field_string(reader);
    return !reader->bad;
}

void page_facts_write(struct buf *buf, const struct page_facts *facts)
{
    field_add_number(buf, facts->page);
    field_add_number(buf, (uint64_t)facts->width);
    field_add_number(buf, (uint64_t)facts->height);
    field_add_number(buf, facts->turned);
    field_add_number(buf, facts->dpi);
    field_add_number(buf, facts->has_text);
    field_add_number(buf, facts->fits_a);
    field_add_number(buf, facts->fits_ua);
    field_add_number(buf, facts->fits_form);
    field_add_string(buf, facts->misfit ? facts->misfit : "");
    field_add_string(buf, facts->misfit_ua ? facts->misfit_ua : "");
}

bool page_facts_read(struct field_reader *reader, struct page_facts *facts)
{
    facts->page = field_number_to(reader, WIRE_PAGES_MOST);
    facts->width = read_length(reader);
    facts->height = read_length(reader);
    facts->turned = field_number_to(reader, 270);
    facts->dpi = field_number_to(reader, UINT32_MAX);
    facts->has_text = read_bool(reader);
    facts->fits_a = read_bool(reader);
    facts->fits_ua = read_bool(reader);
    facts->fits_form = read_bool(reader);
    facts->misfit = field_string(reader);
    facts->misfit_ua = field_string(reader);
    return !reader->bad;
}

void drawn_facts_write(struct buf *buf, const struct drawn_facts *facts)
{
    field_add_number(buf, facts->page);
    field_add_number(buf, (uint64_t)facts->width);
    field_add_number(buf, (uint64_t)facts->height);
    for (int i = 0; i < 4; i++)
        field_add_number(buf, (uint64_t)facts->white[i]);
    field_add_number(buf, facts->blank);
}

bool drawn_facts_read(struct field_reader *reader, struct drawn_facts *facts)
{
    facts->page = field_number_to(reader, WIRE_PAGES_MOST);
    facts->width = read_length(reader);
    facts->height = read_length(reader);
    for (int i = 0; i < 4; i++)
        facts->white[i] = read_length(reader);
    facts->blank = read_bool(reader);
    return !reader->bad;
}

void picture_facts_write(struct buf *buf, const struct picture_facts *facts)
{
    field_add_number(buf, facts->page);
    field_add_number(buf, facts->size);
    field_add_number(buf, facts->jpeg);
    field_add_number(buf, facts->width);
    field_add_number(buf, facts->height);
    field_add_bytes(buf, facts->bytes, facts->length);
}

bool picture_facts_read(struct field_reader *reader, struct picture_facts *facts)
{
    facts->page = field_number_to(reader, WIRE_PAGES_MOST);
    facts->size = field_number_to(reader, PICTURE_SIZE_COUNT - 1);
    facts->jpeg = read_bool(reader);
    facts->width = field_number_to(reader, WIRE_PIXELS_MOST);
    facts->height = field_number_to(reader, WIRE_PIXELS_MOST);
    facts->bytes = field_bytes(reader, &facts->length);
    return !reader->bad;
}

void text_facts_write(struct buf *buf, const struct text_facts *facts)
{
    field_add_number(buf, facts->page);
    field_add_number(buf, (uint64_t)facts->width);
    field_add_number(buf, (uint64_t)facts->height);
    field_add_number(buf, facts->quarters);
    field_add_number(buf, facts->word_count);
    for (size_t i = 0; i < facts->word_count; i++) {
        const struct text_word *word = &facts->words[i];
        field_add_string(buf, word->text);
        field_add_number(buf, (uint64_t)word->x);
        field_add_number(buf, (uint64_t)word->y);
        field_add_number(buf, (uint64_t)word->width);
        field_add_number(buf, (uint64_t)word->height);
        /* One number for these: there are many words. */
        field_add_number(buf, word->confidence * 4 + (word->guessed ? 2 : 0) + word->first);
    }
    field_add_number(buf, facts->paragraph_count);
    for (size_t i = 0; i < facts->paragraph_count; i++)
        field_add_number(buf, facts->paragraphs[i]);
}

bool text_facts_read(struct field_reader *reader, struct arena *arena, struct text_facts *facts)
{
    uint64_t in_paragraphs = 0;
    facts->page = field_number_to(reader, WIRE_PAGES_MOST);
    facts->width = read_length(reader);
    facts->height = read_length(reader);
    facts->quarters = field_number_to(reader, 3);
    facts->word_count = read_count(reader, WORD_LEAST);
    struct text_word *words = arena_new(arena, (facts->word_count + 1) * sizeof *words);
    for (size_t i = 0; i < facts->word_count; i++) {
        words[i].text = arena_string(arena, field_string(reader));
        words[i].x = read_length(reader);
        words[i].y = read_length(reader);
        words[i].width = read_length(reader);
        words[i].height = read_length(reader);
        uint32_t number = field_number_to(reader, WIRE_SURE * 4 + 3);
        words[i].confidence = number / 4;
        words[i].guessed = number / 2 % 2;
        words[i].first = number % 2;
    }
    facts->words = words;
    facts->paragraph_count = read_count(reader, PARAGRAPH_LEAST);
    uint32_t *paragraphs = arena_new(arena, (facts->paragraph_count + 1) * sizeof *paragraphs);
    for (size_t i = 0; i < facts->paragraph_count; i++) {
        paragraphs[i] = field_number_to(reader, UINT32_MAX);
        in_paragraphs += paragraphs[i];
    }
    facts->paragraphs = paragraphs;
    return !reader->bad && in_paragraphs == facts->word_count;
}

void text_fault_write(struct buf *buf, const struct text_fault *fault)
{
    field_add_number(buf, fault->severe);
    field_add_number(buf, fault->line);
    field_add_number(buf, fault->column);
    field_add_string(buf, fault->what);
}

bool text_fault_read(struct field_reader *reader, struct text_fault *fault)
{
    fault->severe = read_bool(reader);
    fault->line = field_number_to(reader, UINT32_MAX);
    fault->column = field_number_to(reader, UINT32_MAX);
    fault->what = field_string(reader);
    return !reader->bad;
}

void finding_write(struct buf *buf, const struct finding *finding)
{
    field_add_number(buf, finding->kind);
    field_add_number(buf, finding->page);
    field_add_string(buf, finding->detail ? finding->detail : "");
}

bool finding_read(struct field_reader *reader, struct finding *finding)
{
    finding->kind = field_number_to(reader, FINDING_NO_TEXT - 1);
    finding->page = field_number_to(reader, WIRE_PAGES_MOST);
    finding->detail = field_string(reader);
    return !reader->bad;
}
