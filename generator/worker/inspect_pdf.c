/* SPDX-License-Identifier: ISC */
/* JOB_INSPECT of a PDF: what it is, what is in it beside its pages, and each page. */
#include "worker/answer.h"
#include "worker/compare_pdf.h"
#include "worker/page_content.h"
#include "worker/pdf_file.h"

#include <stdlib.h>
#include <string.h>

/* Trees of fields and names are walked this deep and far: more of them tell nothing new. */
#define TREE_DEPTH 32
#define TREE_NODES 20000
/* Of the kinds of annotations of a page so many characters are told. */
#define KINDS_MOST 200
/* Flags of an annotation (ISO 32000-1, table 165). */
#define ANNOTATION_HIDDEN 2u
#define ANNOTATION_PRINTED 4u

/* ---------------------------------------------------------------- Of the whole file */

static bool is_script(struct pdf *pdf, qpdf_oh action)
{
    qpdf_oh kind = pdf_get(pdf, action, "/S");
    return pdf_is_name(pdf, kind, "/JavaScript") || pdf_has(pdf, action, "/JS");
}

static bool has_scripts(struct pdf *pdf, qpdf_oh root)
{
    qpdf_oh names = pdf_get(pdf, pdf_get(pdf, root, "/Names"), "/JavaScript");
    return is_script(pdf, pdf_get(pdf, root, "/OpenAction")) || pdf_has(pdf, root, "/AA") ||
           qpdf_oh_is_dictionary(pdf->qpdf, names);
}

/* Whether a field of the tree has been signed (ISO 32000-1, 12.8.1). */
static bool is_signed(struct pdf *pdf, qpdf_oh fields, unsigned depth, size_t *left)
{
    size_t count = pdf_count(pdf, fields);
    for (size_t i = 0; i < count && *left && depth < TREE_DEPTH; i++) {
        qpdf_oh field = qpdf_oh_get_array_item(pdf->qpdf, fields, (int)i);
        (*left)--;
        if (pdf_is_name(pdf, pdf_get(pdf, field, "/FT"), "/Sig") && pdf_has(pdf, field, "/V"))
            return true;
        if (is_signed(pdf, pdf_get(pdf, field, "/Kids"), depth + 1, left))
            return true;
    }
    return false;
}

static void inspect_forms(struct pdf *pdf, qpdf_oh root)
{
    qpdf_oh form = pdf_get(pdf, root, "/AcroForm");
    qpdf_oh fields = pdf_get(pdf, form, "/Fields");
    size_t left = TREE_NODES;
    if (pdf_count(pdf, fields) || pdf_has(pdf, form, "/XFA"))
        answer_finding(FINDING_FORMS, 0, pdf_has(pdf, form, "/XFA") ? "XFA" : "");
    if (is_signed(pdf, fields, 0, &left) || pdf_has(pdf, root, "/Perms"))
        answer_finding(FINDING_SIGNATURES, 0, "");
}

/* Whether it had to be repaired. */
static bool inspect_file(struct pdf *pdf)
{
    struct buf repairs = BUF_INIT;
    qpdf_oh trailer = qpdf_get_trailer(pdf->qpdf);
    qpdf_oh root = qpdf_get_root(pdf->qpdf);
    qpdf_oh title = pdf_get(pdf, pdf_get(pdf, trailer, "/Info"), "/Title");
    const char *words = "";
    if (qpdf_oh_is_string(pdf->qpdf, title))
        words = qpdf_oh_get_utf8_value(pdf->qpdf, title);
    answer_file(&(struct file_facts){FILE_TYPE_PDF, pdf->page_count, pdf->closed, words});
    double stated =
        pdf_number(pdf, pdf_get(pdf, root, "/Pages"), "/Count", (double)pdf->page_count);
    bool repaired = pdf_repaired(pdf, &repairs);
    if (repaired)
        answer_finding(FINDING_REPAIRED, 0, repairs.bytes);
    if (stated != pdf->page_count) {
        buf_clear(&repairs);
        buf_add_format(&repairs, "it states %.0f pages and has %u", stated, pdf->page_count);
        answer_finding(stated > pdf->page_count ? FINDING_LOST : FINDING_REPAIRED, 0,
                       repairs.bytes);
    }
    /* What becomes of one that needs the password is said where its extract is made. */
    if (qpdf_is_encrypted(pdf->qpdf) && !pdf->closed)
        answer_finding(FINDING_ENCRYPTED, 0, "opened without a password");
    inspect_forms(pdf, root);
    if (has_scripts(pdf, root))
        answer_finding(FINDING_SCRIPTS, 0, "");
    if (pdf_has(pdf, pdf_get(pdf, root, "/Names"), "/EmbeddedFiles") || pdf_has(pdf, root, "/AF"))
        answer_finding(FINDING_ATTACHMENTS, 0, "");
    if (pdf_count(pdf, pdf_get(pdf, pdf_get(pdf, root, "/OCProperties"), "/OCGs")))
        answer_finding(FINDING_LAYERS, 0, "");
    buf_release(&repairs);
    return repaired;
}

/* ---------------------------------------------------------------- Of a page */

/* Links, fields and the windows of other annotations are no marks on the page. */
static bool is_mark(const char *kind)
{
    return strcmp(kind, "/Link") != 0 && strcmp(kind, "/Widget") != 0 &&
           strcmp(kind, "/Popup") != 0;
}

/* Adds a kind of annotations to the words unless they have it. */
static void add_kind(struct buf *words, const char *name)
{
    for (const char *at = words->bytes; (at = strstr(at, name)); at++) {
        char after = at[strlen(name)];
        if ((at == words->bytes || at[-1] == ' ') && (!after || after == ','))
            return;
    }
    buf_add_format(words, "%s%s", words->length ? ", " : "", name);
}

static bool is_scripted(struct pdf *pdf, qpdf_oh annotation)
{
    return pdf_has(pdf, annotation, "/AA") || is_script(pdf, pdf_get(pdf, annotation, "/A"));
}

/* Whether an annotation is seen where the page is printed: links are not, nor what is hidden. */
static bool is_seen(struct pdf *pdf, qpdf_oh annotation)
{
    qpdf_oh subtype = pdf_get(pdf, annotation, "/Subtype");
    unsigned flags = (unsigned)pdf_number(pdf, annotation, "/F", 0);
    return !pdf_is_name(pdf, subtype, "/Link") && !pdf_is_name(pdf, subtype, "/Popup") &&
           (flags & ANNOTATION_PRINTED) && !(flags & ANNOTATION_HIDDEN);
}

/* Such annotations are not in the page's content. */
static void fit_annotations(struct page_content *content, qpdf_oh page)
{
    struct pdf *pdf = content->pdf;
    qpdf_oh annotations = pdf_get(pdf, page, "/Annots");
    size_t count = pdf_count(pdf, annotations);
    for (size_t i = 0; i < count; i++) {
        qpdf_oh mark = pdf_mark(pdf);
        if (is_seen(pdf, qpdf_oh_get_array_item(pdf->qpdf, annotations, (int)i)))
            page_content_misfit(content, MISFIT_FORM, "annotations or fields that are seen");
        pdf_release(pdf, mark);
    }
}

/* Whether some of the layers are not seen at first, or not when printed (ISO 32000-1, 8.11.4). */
static bool hides_layers(struct pdf *pdf)
{
    qpdf_oh properties = pdf_get(pdf, qpdf_get_root(pdf->qpdf), "/OCProperties");
    qpdf_oh shown = pdf_get(pdf, properties, "/D");
    qpdf_oh base = pdf_get(pdf, shown, "/BaseState");
    return pdf_count(pdf, pdf_get(pdf, shown, "/OFF")) ||
           pdf_count(pdf, pdf_get(pdf, shown, "/AS")) ||
           (qpdf_oh_is_name(pdf->qpdf, base) && !pdf_is_name(pdf, base, "/ON"));
}

static void inspect_annotations(struct pdf *pdf, qpdf_oh page, uint32_t number)
{
    struct buf words = BUF_INIT;
    bool scripts = pdf_has(pdf, page, "/AA");
    bool attachments = false;
    qpdf_oh annotations = pdf_get(pdf, page, "/Annots");
    size_t count = pdf_count(pdf, annotations);
    for (size_t i = 0; i < count; i++) {
        qpdf_oh mark = pdf_mark(pdf);
        qpdf_oh annotation = qpdf_oh_get_array_item(pdf->qpdf, annotations, (int)i);
        qpdf_oh subtype = pdf_get(pdf, annotation, "/Subtype");
        if (qpdf_oh_is_name(pdf->qpdf, subtype)) {
            attachments = attachments || pdf_is_name(pdf, subtype, "/FileAttachment");
            scripts = scripts || is_scripted(pdf, annotation);
            const char *kind = qpdf_oh_get_name(pdf->qpdf, subtype);
            if (is_mark(kind) && words.length < KINDS_MOST)
                add_kind(&words, kind + 1);
        }
        pdf_release(pdf, mark);
    }
    if (words.length)
        answer_finding(FINDING_ANNOTATIONS, number, words.bytes);
    if (scripts)
        answer_finding(FINDING_SCRIPTS, number, "");
    if (attachments)
        answer_finding(FINDING_ATTACHMENTS, number, "");
    buf_release(&words);
}

/* Whether something had to be repaired. */
static bool inspect_page(struct pdf *pdf, struct fonts *fonts, bool hides, uint32_t number)
{
    struct page_facts facts = {.page = number};
    struct page_frame frame;
    struct buf repairs = BUF_INIT;
    struct page_content content;
    qpdf_oh page = pdf_page(pdf, number);
    if (!pdf_frame(pdf, page, &frame)) {
        answer_failed(number, "has no size");
    } else if (!page_frame_size(&frame, &facts.width, &facts.height)) {
        answer_failed(number, "has no size, or is larger than 35 metres");
    } else {
        page_content_init(&content, pdf, fonts);
        page_content_read(&content, page, &frame);
        fit_annotations(&content, page);
        if (hides && content.layered)
            page_content_misfit(&content, MISFIT_FORM, "layers, some of which are not seen");
        facts.turned = frame.turned;
        facts.dpi = content.dpi;
        facts.has_text = content.has_text;
        facts.fits_a = !*content.misfit_a;
        facts.fits_ua = !*content.misfit_ua;
        facts.fits_form = !content.formless;
        facts.misfit = content.misfit_a;
        facts.misfit_ua = content.misfit_ua;
        if (*content.failed) {
            answer_failed(number, content.failed);
        } else {
            answer_page(&facts);
            inspect_annotations(pdf, page, number);
            for (size_t i = 0; i < content.missing_count; i++)
                answer_finding(content.missing[i]->wide ? FINDING_FONT_NEEDED
                                                        : FINDING_FONT_NOT_EMBEDDED,
                               number, content.missing[i]->name);
        }
        page_content_release(&content);
    }
    if (frame.guessed)
        answer_finding(FINDING_REPAIRED, number, "it states no size; taken for 612 × 792 points");
    bool repaired = pdf_repaired(pdf, &repairs);
    if (repaired)
        answer_finding(FINDING_REPAIRED, number, repairs.bytes);
    buf_release(&repairs);
    pdf_forget(pdf);
    return repaired;
}

void inspect_pdf(const struct job *job, const struct foreign *foreign)
{
    struct pdf pdf;
    struct fonts fonts = {0};
    if (!pdf_open(&pdf, job, foreign))
        return;
    bool repaired = inspect_file(&pdf);
    if (!pdf.page_count)
        answer_failed(0, "has no pages");
    bool hides = hides_layers(&pdf);
    for (uint32_t page = 0; (page = work_next_page(job, page, pdf.page_count));)
        repaired = inspect_page(&pdf, &fonts, hides, page) || repaired;
    if (repaired && pdf.page_count)
        compare_pdf(&pdf, foreign);
    fonts_release(&fonts);
    pdf_close(&pdf);
}
