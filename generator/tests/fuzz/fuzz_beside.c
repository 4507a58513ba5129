/* SPDX-License-Identifier: ISC */
/* A target for libFuzzer: the text beside a file. The first byte says in which form it is. What is
 * answered must be what the other side takes. */
#include "tests/fuzz/fuzz.h"
#include "wire/frame.h"
#include "worker/work.h"

#include <fcntl.h>
#include <unistd.h>

#define PAGES 3

/* As pages/texts.c takes them. */
static void check_answers(int fd)
{
    struct frame_reader reader;
    struct frame frame;
    struct arena arena = ARENA_INIT;
    enum frame_result result;
    frame_reader_init(&reader);
    fuzz_must(lseek(fd, 0, SEEK_SET) == 0, "lseek");
    while ((result = frame_read(fd, &reader, &frame)) == FRAME_WHOLE) {
        struct field_reader fields = {.bytes = frame.bytes, .left = frame.length};
        struct text_facts text;
        struct text_fault fault;
        if (frame.kind == REPLY_TEXT)
            fuzz_must(text_facts_read(&fields, &arena, &text) && text.page && text.page <= PAGES,
                      "text");
        else
            fuzz_must(frame.kind == REPLY_FAULT && text_fault_read(&fields, &fault), "fault");
        fuzz_must(!fields.left, "more than was said");
    }
    fuzz_must(result == FRAME_MORE && !frame_is_cut(&reader), "cut");
    frame_reader_release(&reader);
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static int answers = -1;
    if (answers < 0) {
        answers = open("answers", O_RDWR | O_CREAT | O_TRUNC, 0600);
        fuzz_must(answers >= 0 && dup2(answers, STDOUT_FILENO) == STDOUT_FILENO, "answers");
    }
    if (!size)
        return 0;
    fuzz_must(ftruncate(answers, 0) == 0 && lseek(answers, 0, SEEK_SET) == 0, "answers");
    const struct job job = {.kind = JOB_TEXT,
                            .text_form = (enum text_form)(bytes[0] % TEXT_FORM_COUNT),
                            .page_count = PAGES};
    struct foreign foreign = {.bytes = (const char *)bytes + 1, .length = size - 1};
    work_run(&job, &foreign);
    check_answers(answers);
    return 0;
}
