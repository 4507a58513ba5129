/* SPDX-License-Identifier: ISC */
/* A target for libFuzzer: what both sides of the pipe read, frames and the message in each. */
#include "tests/fuzz/fuzz.h"
#include "wire/form.h"
#include "wire/frame.h"
#include "wire/job.h"

static void read_reply(const struct frame *frame, struct arena *arena)
{
    struct field_reader fields = {.bytes = frame->bytes, .left = frame->length};
    switch (frame->kind) {
    case REPLY_CONFINED:
        field_string(&fields);
        break;
    case REPLY_FILE:
        file_facts_read(&fields, &(struct file_facts){0});
        break;
    case REPLY_PAGE:
        page_facts_read(&fields, &(struct page_facts){0});
        break;
    case REPLY_FINDING:
        finding_read(&fields, &(struct finding){0});
        break;
    case REPLY_DRAWN:
        drawn_facts_read(&fields, &(struct drawn_facts){0});
        break;
    case REPLY_PICTURE:
        picture_facts_read(&fields, &(struct picture_facts){0});
        break;
    case REPLY_TEXT:
        text_facts_read(&fields, arena, &(struct text_facts){0});
        break;
    case REPLY_FAULT:
        text_fault_read(&fields, &(struct text_fault){0});
        break;
    case REPLY_OBJECT:
        form_read(frame, &(struct form_object){0});
        break;
    default:
        job_read(&fields, arena, &(struct job){0});
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct frame_reader reader;
    struct frame frame;
    struct arena arena = ARENA_INIT;
    frame_reader_init(&reader);
    frame_feed(&reader, data, size / 2);
    while (frame_next(&reader, &frame) == FRAME_WHOLE)
        read_reply(&frame, &arena);
    frame_feed(&reader, data + size / 2, size - size / 2);
    while (frame_next(&reader, &frame) == FRAME_WHOLE)
        read_reply(&frame, &arena);
    frame_reader_release(&reader);
    arena_release(&arena);
    return 0;
}
