/* SPDX-License-Identifier: ISC */
/* Whether colours, pictures and graphics states may stand in a PDF/A-2a file under an sRGB output
 * intent (ISO 19005-2, 6.2). What is not known to be fine does not fit. */
#include "worker/fit.h"

#include <string.h>

/* Spaces stand in spaces: Indexed in Pattern, ICCBased in Indexed. */
#define SPACE_DEPTH 6

static bool is_one_of(const char *word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!strcmp(word, words[i]))
            return true;
    }
    return false;
}

/* 6.2.4.2: a profile of ICC version 2 or 4, of input, display, output or colour space, with as many
 * components as its space has. */
static bool is_profile(const struct buf *data, double components)
{
    static const char *const classes[] = {"scnr", "mntr", "prtr", "spac"};
    char class[5] = "";
    if (data->length < 128 || memcmp(data->bytes + 36, "acsp", 4) != 0 ||
        (data->bytes[8] != 2 && data->bytes[8] != 4))
        return false;
    memcpy(class, data->bytes + 12, 4);
    const char *space = data->bytes + 16;
    double has = !memcmp(space, "GRAY", 4)                                ? 1
                 : !memcmp(space, "RGB ", 4) || !memcmp(space, "Lab ", 4) ? 3
                 : !memcmp(space, "CMYK", 4)                              ? 4
                                                                          : 0;
    return has == components && is_one_of(class, classes, sizeof classes / sizeof *classes);
}

static void fit_profile(struct page_content *content, qpdf_oh profile)
{
    struct buf data = BUF_INIT;
    struct pdf *pdf = content->pdf;
    fit_stream(content, profile);
    if (!pdf_data(pdf, profile, &data) || !is_profile(&data, pdf_number(pdf, profile, "/N", 0)))
        page_content_misfit(content, MISFIT_ARCHIVE, "an ICC profile that cannot be used");
    buf_release(&data);
}

static void fit_space(struct page_content *content, qpdf_oh space, qpdf_oh resources,
                      unsigned depth);

void fit_cmyk(struct page_content *content, qpdf_oh resources)
{
    struct pdf *pdf = content->pdf;
    qpdf_oh given = pdf_get(pdf, pdf_get(pdf, resources, "/ColorSpace"), "/DefaultCMYK");
    if (pdf_count(pdf, given) == 2)
        fit_space(content, given, resources, 1);
    else
        page_content_misfit(content, MISFIT_ARCHIVE, "CMYK colours without a profile");
}

static void fit_named_space(struct page_content *content, qpdf_oh name, qpdf_oh resources,
                            unsigned depth)
{
    struct pdf *pdf = content->pdf;
    static const char *const fine[] = {"/DeviceGray", "/DeviceRGB", "/Pattern", "/G", "/RGB"};
    const char *word = arena_string(&content->arena, qpdf_oh_get_name(pdf->qpdf, name));
    if (is_one_of(word, fine, sizeof fine / sizeof *fine))
        return;
    qpdf_oh given = pdf_get(pdf, pdf_get(pdf, resources, "/ColorSpace"), word);
    if (!strcmp(word, "/DeviceCMYK") || !strcmp(word, "/CMYK"))
        fit_cmyk(content, resources);
    else if (qpdf_oh_is_null(pdf->qpdf, given))
        page_content_misfit(content, MISFIT_ARCHIVE, "a colour space that is not there");
    else
        fit_space(content, given, resources, depth + 1);
}

static void fit_space(struct page_content *content, qpdf_oh space, qpdf_oh resources,
                      unsigned depth)
{
    struct pdf *pdf = content->pdf;
    static const char *const fine[] = {"/CalGray", "/CalRGB", "/Lab", "/DeviceRGB", "/DeviceGray"};
    static const char *const spots[] = {"/Separation", "/DeviceN"};
    if (depth > SPACE_DEPTH) {
        page_content_misfit(content, MISFIT_FORM, "a colour space within too many others");
        return;
    }
    if (qpdf_oh_is_name(pdf->qpdf, space)) {
        fit_named_space(content, space, resources, depth);
        return;
    }
    qpdf_oh first = qpdf_oh_new_null(pdf->qpdf);
    qpdf_oh second = first;
    size_t count = pdf_count(pdf, space);
    if (count > 0)
        first = qpdf_oh_get_array_item(pdf->qpdf, space, 0);
    if (count > 1)
        second = qpdf_oh_get_array_item(pdf->qpdf, space, 1);
    const char *word = "";
    if (qpdf_oh_is_name(pdf->qpdf, first))
        word = arena_string(&content->arena, qpdf_oh_get_name(pdf->qpdf, first));
    if (is_one_of(word, fine, sizeof fine / sizeof *fine) ||
        (!strcmp(word, "/Pattern") && count == 1))
        return;
    if (!strcmp(word, "/ICCBased"))
        fit_profile(content, second);
    else if (!strcmp(word, "/Indexed") || !strcmp(word, "/I") || !strcmp(word, "/Pattern"))
        fit_space(content, second, resources, depth + 1);
    /* 6.2.4.4: spot colours of one name are the same in the whole of a file, ours. */
    else if (is_one_of(word, spots, sizeof spots / sizeof *spots))
        page_content_misfit(content, MISFIT_ARCHIVE, "spot colours");
    else
        page_content_misfit(content, MISFIT_ARCHIVE, "a colour space that is not known");
}

void fit_colour(struct page_content *content, qpdf_oh space, qpdf_oh resources)
{
    fit_space(content, space, resources, 0);
}

/* 6.2.6 */
void fit_intent(struct page_content *content, const char *name)
{
    static const char *const intents[] = {"RelativeColorimetric", "AbsoluteColorimetric",
                                          "Perceptual", "Saturation"};
    if (!is_one_of(name, intents, sizeof intents / sizeof *intents))
        page_content_misfit(content, MISFIT_ARCHIVE, "a rendering intent that is not known");
}

static void fit_intent_of(struct page_content *content, qpdf_oh object, const char *key)
{
    struct pdf *pdf = content->pdf;
    qpdf_oh intent = pdf_get(pdf, object, key);
    if (qpdf_oh_is_name(pdf->qpdf, intent))
        fit_intent(content, qpdf_oh_get_name(pdf->qpdf, intent) + 1);
}

/* 6.1.7.2, and JPEG 2000 of 6.2.8.3, whose rules are not looked into. */
void fit_filter(struct page_content *content, const char *name)
{
    static const char *const filters[] = {"ASCIIHexDecode",
                                          "ASCII85Decode",
                                          "RunLengthDecode",
                                          "FlateDecode",
                                          "AHx",
                                          "A85",
                                          "RL",
                                          "Fl",
                                          "CCITTFaxDecode",
                                          "JBIG2Decode",
                                          "DCTDecode",
                                          "CCF",
                                          "DCT"};
    if (!strcmp(name, "JPXDecode"))
        page_content_misfit(content, MISFIT_ARCHIVE, "a picture in JPEG 2000");
    else if (!strcmp(name, "LZWDecode") || !strcmp(name, "LZW"))
        page_content_misfit(content, MISFIT_ARCHIVE, "data compressed with LZW");
    else if (!is_one_of(name, filters, sizeof filters / sizeof *filters))
        page_content_misfit(content, MISFIT_FORM, "data in a form that is not known");
}

void fit_stream(struct page_content *content, qpdf_oh stream)
{
    struct pdf *pdf = content->pdf;
    qpdf_oh filter = pdf_get(pdf, stream, "/Filter");
    size_t count = pdf_count(pdf, filter);
    if (pdf_has(pdf, stream, "/F"))
        page_content_misfit(content, MISFIT_FORM, "data that stands in another file");
    if (qpdf_oh_is_name(pdf->qpdf, filter))
        fit_filter(content, qpdf_oh_get_name(pdf->qpdf, filter) + 1);
    for (size_t i = 0; i < count; i++) {
        qpdf_oh item = qpdf_oh_get_array_item(pdf->qpdf, filter, (int)i);
        if (qpdf_oh_is_name(pdf->qpdf, item))
            fit_filter(content, qpdf_oh_get_name(pdf->qpdf, item) + 1);
    }
}

static bool is_true(struct pdf *pdf, qpdf_oh object, const char *key)
{
    QPDF_BOOL value = QPDF_FALSE;
    return qpdf_oh_get_value_as_bool(pdf->qpdf, pdf_get(pdf, object, key), &value) && value;
}

/* 6.2.8 */
static void fit_one_image(struct page_content *content, qpdf_oh image, qpdf_oh resources)
{
    struct pdf *pdf = content->pdf;
    double bits = pdf_number(pdf, image, "/BitsPerComponent", 1);
    fit_stream(content, image);
    fit_intent_of(content, image, "/Intent");
    if (pdf_has(pdf, image, "/Alternates"))
        page_content_misfit(content, MISFIT_FORM, "a picture with alternates");
    if (pdf_has(pdf, image, "/OPI"))
        page_content_misfit(content, MISFIT_FORM, "a picture that stands for another (OPI)");
    if (is_true(pdf, image, "/Interpolate"))
        page_content_misfit(content, MISFIT_ARCHIVE, "a picture to be interpolated");
    if (bits != 1 && bits != 2 && bits != 4 && bits != 8 && bits != 16)
        page_content_misfit(content, MISFIT_ARCHIVE, "a picture of %.0f bits", bits);
    if (is_true(pdf, image, "/ImageMask"))
        return;
    if (pdf_has(pdf, image, "/ColorSpace"))
        fit_colour(content, pdf_get(pdf, image, "/ColorSpace"), resources);
    else
        page_content_misfit(content, MISFIT_ARCHIVE, "a picture without a colour space");
}

void fit_image(struct page_content *content, qpdf_oh image, qpdf_oh resources)
{
    struct pdf *pdf = content->pdf;
    static const char *const masks[] = {"/SMask", "/Mask"};
    fit_one_image(content, image, resources);
    for (size_t i = 0; i < sizeof masks / sizeof *masks; i++) {
        qpdf_oh mask = pdf_get(pdf, image, masks[i]);
        if (qpdf_oh_is_stream(pdf->qpdf, mask))
            fit_one_image(content, mask, resources);
    }
}

/* 6.2.10, with the group's own colour space of 6.2.4. */
void fit_group(struct page_content *content, qpdf_oh group, qpdf_oh resources)
{
    struct pdf *pdf = content->pdf;
    if (pdf_has(pdf, group, "/CS"))
        fit_colour(content, pdf_get(pdf, group, "/CS"), resources);
}

/* 6.2.9 and 6.2.2 */
void fit_form(struct page_content *content, qpdf_oh form)
{
    struct pdf *pdf = content->pdf;
    static const char *const wrong[] = {"/OPI", "/PS", "/Ref", "/Subtype2"};
    fit_stream(content, form);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        if (pdf_has(pdf, form, wrong[i]))
            page_content_misfit(content, MISFIT_FORM, "a form with %s", wrong[i] + 1);
    }
    if (!pdf_has(pdf, form, "/Resources"))
        page_content_misfit(content, MISFIT_FORM, "a form without resources of its own");
    fit_group(content, pdf_get(pdf, form, "/Group"), pdf_get(pdf, form, "/Resources"));
}

static void fit_blend_mode(struct page_content *content, qpdf_oh mode)
{
    struct pdf *pdf = content->pdf;
    static const char *const modes[] = {
        "/Normal",    "/Compatible", "/Multiply",   "/Screen",    "/Overlay",   "/Darken",
        "/Lighten",   "/ColorDodge", "/ColorBurn",  "/HardLight", "/SoftLight", "/Difference",
        "/Exclusion", "/Hue",        "/Saturation", "/Color",     "/Luminosity"};
    if (qpdf_oh_is_null(pdf->qpdf, mode))
        return;
    if (!qpdf_oh_is_name(pdf->qpdf, mode) ||
        !is_one_of(qpdf_oh_get_name(pdf->qpdf, mode), modes, sizeof modes / sizeof *modes))
        page_content_misfit(content, MISFIT_ARCHIVE, "a blend mode that is not known");
}

/* 6.2.5 */
void fit_state(struct page_content *content, qpdf_oh state)
{
    struct pdf *pdf = content->pdf;
    qpdf_oh transfer = pdf_get(pdf, state, "/TR2");
    qpdf_oh halftone = pdf_get(pdf, state, "/HT");
    bool own_transfer =
        !qpdf_oh_is_null(pdf->qpdf, transfer) && !pdf_is_name(pdf, transfer, "/Default");
    if (pdf_has(pdf, state, "/TR") || own_transfer)
        page_content_misfit(content, MISFIT_ARCHIVE, "a transfer function");
    if ((!qpdf_oh_is_null(pdf->qpdf, halftone) && !pdf_is_name(pdf, halftone, "/Default")) ||
        pdf_has(pdf, state, "/HTP") || pdf_has(pdf, state, "/HTO"))
        page_content_misfit(content, MISFIT_ARCHIVE, "a halftone");
    if (pdf_number(pdf, state, "/OPM", 0) != 0)
        page_content_misfit(content, MISFIT_ARCHIVE, "overprinting");
    fit_intent_of(content, state, "/RI");
    fit_blend_mode(content, pdf_get(pdf, state, "/BM"));
}
