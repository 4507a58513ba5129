/* SPDX-License-Identifier: ISC */
/* The enclosed pages laid into our PDF: each form takes the place of the one that our page calls.
 */
#include "worker/answer.h"
#include "worker/pdf_file.h"
#include "worker/work.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>

/* One of the normalised files. */
struct part {
    struct pdf pdf;
    struct foreign foreign;
};

static bool open_part(struct part *part, int fd, const struct job *job)
{
    struct stat status;
    if (fstat(fd, &status) || status.st_size <= 0)
        return false;
    void *bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (bytes == MAP_FAILED)
        return false;
    part->foreign = (struct foreign){.bytes = bytes, .length = (size_t)status.st_size};
    return pdf_open(&part->pdf, job, &part->foreign);
}

static qpdf_oh named_of(struct pdf *pdf, uint32_t page)
{
    return pdf_get(pdf, pdf_get(pdf, pdf_page(pdf, page), "/Resources"), "/XObject");
}

static bool lay(struct pdf *ours, struct part *parts, const struct job *job,
                const struct merge_item *item)
{
    if (item->file >= job->file_count)
        return false;
    struct pdf *part = &parts[item->file].pdf;
    if (!item->page || item->page > ours->page_count || !item->file_page ||
        item->file_page > part->page_count)
        return false;
    qpdf_oh form = pdf_get(part, named_of(part, item->file_page), "/X1");
    qpdf_oh named = named_of(ours, item->page);
    if (!qpdf_oh_is_stream(part->qpdf, form) || !qpdf_oh_is_dictionary(ours->qpdf, named))
        return false;
    qpdf_oh_replace_key(ours->qpdf, named, "/X1",
                        qpdf_oh_copy_foreign_object(ours->qpdf, part->qpdf, form));
    qpdf_oh_release_all(part->qpdf);
    qpdf_oh_release_all(ours->qpdf);
    return true;
}

void merge(const struct job *job, const struct foreign *foreign)
{
    struct pdf ours;
    if (!pdf_open(&ours, job, foreign))
        return;
    struct part *parts = memory_new((job->file_count + 1) * sizeof *parts);
    bool ok = true;
    for (uint32_t i = 0; i < job->file_count && ok; i++)
        ok = open_part(&parts[i], WIRE_MORE_FD + (int)i, job);
    for (size_t i = 0; i < job->item_count && ok; i++)
        ok = lay(&ours, parts, job, &job->items[i]);
    if (ok) {
        pdf_begin_answer(&ours);
        /* ISO 19005-2, 6.1.7.1, asks for an end of line before endstream. */
        qpdf_set_newline_before_endstream(ours.qpdf, QPDF_TRUE);
        pdf_answer(&ours);
    } else {
        answer_failed(0, "a page cannot be laid into the PDF");
    }
    pdf_close(&ours);
    for (uint32_t i = 0; i < job->file_count; i++)
        pdf_close(&parts[i].pdf);
    free(parts);
}
