/* SPDX-License-Identifier: ISC */
/* Pages of a PDF in another, with nothing of the pages around them. */
#include "worker/copy_page.h"

#include <stdlib.h>

/* The page without its annotations, thumbnail, threads and place in any tree. */
static qpdf_oh make_page(struct copier *copier, qpdf_oh page, const struct buf *content,
                         const struct uses *uses)
{
    static const char *const keys[] = {"/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Group"};
    struct pdf *to = copier->to;
    qpdf_oh made =
        qpdf_make_indirect_object(to->qpdf, qpdf_oh_parse(to->qpdf, "<< /Type /Page >>"));
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (pdf_has(copier->from, page, keys[i]))
            qpdf_oh_replace_key(to->qpdf, made, keys[i],
                                copier_copy(copier, pdf_get(copier->from, page, keys[i])));
    }
    qpdf_oh null = qpdf_oh_new_null(to->qpdf);
    qpdf_oh stream = qpdf_oh_new_stream(to->qpdf);
    qpdf_oh_replace_stream_data(to->qpdf, stream, (const unsigned char *)content->bytes,
                                content->length, null, null);
    qpdf_oh_replace_key(to->qpdf, made, "/Contents", stream);
    qpdf_oh_replace_key(to->qpdf, made, "/Resources",
                        copier_resources(copier, pdf_get(copier->from, page, "/Resources"), uses));
    return made;
}

const char *copy_page(struct copier *copier, qpdf_oh page)
{
    struct pdf *from = copier->from;
    struct uses uses;
    struct buf content = BUF_INIT;
    unsigned char *bytes = NULL;
    size_t length = 0;
    const char *why = "its content cannot be read";
    uses_init(&uses, from);
    if (!(qpdf_oh_get_page_content_data(from->qpdf, page, &bytes, &length) & QPDF_ERRORS)) {
        buf_add(&content, bytes, length);
        if (uses_add(&uses, from, pdf_get(from, page, "/Resources"), &content)) {
            qpdf_oh made = make_page(copier, page, &content, &uses);
            qpdf_add_page(copier->to->qpdf, copier->to->qpdf, made, QPDF_FALSE);
            why = copier->failed;
        }
    }
    free(bytes);
    buf_release(&content);
    return why;
}

/* Of a list of layers those that stand on a copied page. */
static qpdf_oh used_layers(struct copier *copier, qpdf_oh list, size_t *used)
{
    qpdf_oh kept = qpdf_oh_new_array(copier->to->qpdf);
    size_t count = pdf_count(copier->from, list);
    *used = 0;
    for (size_t i = 0; i < count; i++) {
        qpdf_oh item = qpdf_oh_get_array_item(copier->from->qpdf, list, (int)i);
        qpdf_oh known = copier_known(copier, item);
        if (qpdf_oh_is_null(copier->to->qpdf, known))
            continue;
        qpdf_oh_append_item(copier->to->qpdf, kept, known);
        ++*used;
    }
    return kept;
}

void copy_layers(struct copier *copier)
{
    static const char *const lists[] = {"/ON", "/OFF"};
    struct pdf *from = copier->from;
    struct pdf *to = copier->to;
    qpdf_oh properties = pdf_get(from, qpdf_get_root(from->qpdf), "/OCProperties");
    qpdf_oh as_found = pdf_get(from, properties, "/D");
    qpdf_oh made = qpdf_oh_new_dictionary(to->qpdf);
    qpdf_oh seen = qpdf_oh_new_dictionary(to->qpdf);
    size_t used;
    qpdf_oh layers = used_layers(copier, pdf_get(from, properties, "/OCGs"), &used);
    if (!used)
        return;
    qpdf_oh_replace_key(to->qpdf, made, "/OCGs", layers);
    qpdf_oh_replace_key(to->qpdf, made, "/D", seen);
    qpdf_oh state = pdf_get(from, as_found, "/BaseState");
    if (qpdf_oh_is_name(from->qpdf, state))
        qpdf_oh_replace_key(to->qpdf, seen, "/BaseState", copier_copy(copier, state));
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        qpdf_oh list = used_layers(copier, pdf_get(from, as_found, lists[i]), &used);
        if (used)
            qpdf_oh_replace_key(to->qpdf, seen, lists[i], list);
    }
    qpdf_oh_replace_key(to->qpdf, qpdf_get_root(to->qpdf), "/OCProperties", made);
}
