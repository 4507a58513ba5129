/* SPDX-License-Identifier: ISC */
/* What a worker says to the program that started it. */
#include "worker/answer.h"

#include "base/utf8.h"
#include "wire/frame.h"
#include "wire/pipe.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BYTES_AT_ONCE ((size_t)1 << 20)
/* A text from a foreign file is for a person to read in a message. */
#define TEXT_MOST 300

static void send(enum reply_kind kind, struct buf *fields)
{
    if (!frame_write(STDOUT_FILENO, (uint8_t)kind, fields->bytes, fields->length))
        _exit(1);
    buf_release(fields);
}

/* The text as one line of UTF-8. The caller frees it. */
static char *clean(const char *text)
{
    struct buf line = BUF_INIT;
    size_t left = strlen(text);
    while (left && line.length < TEXT_MOST) {
        size_t length;
        uint32_t character = utf8_decode(text, left, &length);
        bool control = character < 0x20 || (character >= 0x7F && character < 0xA0) ||
                       character == 0x2028 || character == 0x2029 ||
                       utf8_is_bidi_control(character);
        utf8_append(&line, character == UTF8_BAD ? 0xFFFD : control ? ' ' : character);
        text += length;
        left -= length;
    }
    if (left)
        buf_add_string(&line, "…");
    return buf_detach(&line);
}

static void send_text(enum reply_kind kind, struct buf *fields, const char *text)
{
    char *line = clean(text);
    field_add_string(fields, line);
    free(line);
    send(kind, fields);
}

void answer_confined(const char *missing)
{
    struct buf fields = BUF_INIT;
    send_text(REPLY_CONFINED, &fields, missing);
}

void answer_file(const struct file_facts *facts)
{
    struct buf fields = BUF_INIT;
    struct file_facts cleaned = *facts;
    char *title = clean(facts->title ? facts->title : "");
    cleaned.title = title;
    file_facts_write(&fields, &cleaned);
    free(title);
    send(REPLY_FILE, &fields);
}

void answer_page(const struct page_facts *facts)
{
    struct buf fields = BUF_INIT;
    struct page_facts cleaned = *facts;
    char *misfit = clean(facts->misfit ? facts->misfit : "");
    char *misfit_ua = clean(facts->misfit_ua ? facts->misfit_ua : "");
    cleaned.misfit = misfit;
    cleaned.misfit_ua = misfit_ua;
    page_facts_write(&fields, &cleaned);
    free(misfit);
    free(misfit_ua);
    send(REPLY_PAGE, &fields);
}

void answer_finding(enum finding_kind kind, uint32_t page, const char *detail)
{
    struct buf fields = BUF_INIT;
    char *line = clean(detail);
    finding_write(&fields, &(struct finding){.kind = kind, .page = page, .detail = line});
    free(line);
    send(REPLY_FINDING, &fields);
}

void answer_begin(uint32_t page)
{
    struct buf fields = BUF_INIT;
    field_add_number(&fields, page);
    send(REPLY_BEGIN, &fields);
}

void answer_drawn(const struct drawn_facts *facts)
{
    struct buf fields = BUF_INIT;
    drawn_facts_write(&fields, facts);
    send(REPLY_DRAWN, &fields);
}

void answer_picture(const struct picture_facts *facts)
{
    struct buf fields = BUF_INIT;
    picture_facts_write(&fields, facts);
    send(REPLY_PICTURE, &fields);
}

void answer_text(const struct text_facts *facts)
{
    struct buf fields = BUF_INIT;
    text_facts_write(&fields, facts);
    send(REPLY_TEXT, &fields);
}

void answer_frames(const struct buf *frames)
{
    if (!pipe_write(STDOUT_FILENO, frames->bytes, frames->length))
        _exit(1);
}

void answer_bytes(const void *bytes, size_t length)
{
    const char *at = bytes;
    while (length) {
        size_t now = length < BYTES_AT_ONCE ? length : BYTES_AT_ONCE;
        if (!frame_write(STDOUT_FILENO, REPLY_BYTES, at, now))
            _exit(1);
        at += now;
        length -= now;
    }
}

void answer_fault(bool severe, uint32_t line, uint32_t column, const char *what)
{
    struct buf fields = BUF_INIT;
    char *cleaned = clean(what);
    text_fault_write(&fields, &(struct text_fault){severe, line, column, cleaned});
    free(cleaned);
    send(REPLY_FAULT, &fields);
}

void answer_failed(uint32_t page, const char *why)
{
    struct buf fields = BUF_INIT;
    field_add_number(&fields, page);
    send_text(REPLY_FAILED, &fields, why);
}

void answer_no_memory(void)
{
    static const char why[] = "takes more memory than a worker is given";
    /* Two numbers of eight bytes, the page and the text's length, and the text with its zero. */
    char fields[16 + sizeof why] = {[8] = sizeof why - 1};
    memcpy(fields + 16, why, sizeof why);
    if (!frame_write(STDOUT_FILENO, REPLY_FAILED, fields, sizeof fields))
        _exit(1);
}

void answer_done(void)
{
    struct buf fields = BUF_INIT;
    send(REPLY_DONE, &fields);
}
