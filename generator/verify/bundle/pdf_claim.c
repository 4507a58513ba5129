/* SPDX-License-Identifier: ISC */
/* Whether the PDF of a dossier keeps what it claims, which check-pdf tells. */
#include "verify/bundle/pdf_claim.h"

#include "verify/bundle/bundle_check.h"
#include "wire/pipe.h"

#include <stdlib.h>
#include <string.h>

#define BAD(code, path, ...) verdict_bad(&bundle->verdict, SECTION_PDF, code, path, __VA_ARGS__)

struct sending {
    int fd;
    uint64_t left;
    bool failed;
};

static bool send_piece(void *to, const void *bytes, size_t length)
{
    struct sending *sending = to;
    sending->failed = !pipe_write(sending->fd, bytes, length);
    sending->left -= sending->failed ? 0 : length;
    return !sending->failed;
}

/* The PDF; where it cannot be read to its end, zeros for the rest. */
static bool send(struct bundle *bundle, struct item *item)
{
    static const char zeros[4096];
    struct sending sending = {.fd = bundle->options->to_checker, .left = item->size};
    struct unpacker *unpacker = unpacker_new();
    bool ok = pipe_write(sending.fd, &item->size, sizeof item->size);
    if (ok)
        container_read(&bundle->container, item, unpacker, send_piece, &sending);
    unpacker_free(unpacker);
    while (ok && !sending.failed && sending.left)
        send_piece(&sending, zeros,
                   sending.left < sizeof zeros ? (size_t)sending.left : sizeof zeros);
    return ok && !sending.failed;
}

static void tell(struct bundle *bundle, const struct item *item, const struct pdf_answer *answer,
                 char *text)
{
    char *rest = text;
    for (char *line; answer->code == 1 && (line = strtok_r(rest, "\n", &rest));) {
        /* "PDF: what is wrong". */
        char *words = strstr(line, ": ");
        BAD("pdf", item->name, "%s", words ? words + 2 : line);
    }
    if (answer->code < 0)
        BAD("pdf-ends-checker", item->name, "made the checker of PDFs end before its time");
    else if (answer->code > 1)
        BAD("pdf-unchecked", item->name, "could not be checked: %s", text);
    verdict_say(&bundle->verdict, SECTION_PDF,
                answer->code ? "%s does not keep what it claims" : "%s keeps what it claims",
                item->name);
}

static bool check(struct bundle *bundle, struct item *item, struct error *err)
{
    struct pdf_answer answer;
    if (!send(bundle, item) || !pipe_read(bundle->options->from_checker, &answer, sizeof answer) ||
        answer.length > PDF_ANSWER_MAX)
        return error_set(err, EXIT_CODE_MACHINE, "the checker of PDFs is gone");
    char *text = memory_new((size_t)answer.length + 1);
    bool ok = pipe_read(bundle->options->from_checker, text, answer.length);
    if (ok)
        tell(bundle, item, &answer, text);
    else
        error_set(err, EXIT_CODE_MACHINE, "the checker of PDFs is gone");
    free(text);
    return ok;
}

bool pdf_claim_check(struct bundle *bundle, struct error *err)
{
    struct buf path = BUF_INIT;
    const json_t *outputs = json_object_get(bundle->dossier, "outputs");
    const char *name = json_string_value(json_object_get(outputs, "pdf"));
    buf_add_format(&path, "data/%s", name ? name : "");
    struct item *item = name ? container_find(&bundle->container, path.bytes) : NULL;
    buf_release(&path);
    if (!item || item->folder || item->broken) {
        verdict_say(&bundle->verdict, SECTION_PDF, "none that the dossier tells of");
        return true;
    }
    if (item->size > PDF_MAX) {
        verdict_remark(&bundle->verdict, SECTION_PDF, "pdf-too-large", item->name,
                       "is larger than %llu bytes and is not looked into",
                       (unsigned long long)PDF_MAX);
        return true;
    }
    return check(bundle, item, err);
}
