/* SPDX-License-Identifier: ISC */
/* A layout to a PDF file, through libharu's object functions (ISO 32000-1). */
#include "render/pdf/write.h"

#include "render/pdf/annotations.h"
#include "render/pdf/content.h"
#include "render/pdf/destinations.h"
#include "render/pdf/font.h"
#include "render/pdf/foreign_forms.h"
#include "render/pdf/haru.h"
#include "render/pdf/ids.h"
#include "render/pdf/labels.h"
#include "render/pdf/outline.h"
#include "render/pdf/pictures.h"
#include "render/pdf/profile.h"
#include "render/pdf/structure.h"
#include "render/pdf/token.h"
#include "render/pdf/xmp.h"

#include <assert.h>
#include <string.h>

/* Pages in a node of the page tree. */
#define NODE_SIZE ((size_t)100)
/* The first words of a text that is too long, for the message. */
#define EXCERPT_SIZE 40

struct writing {
    const struct dossier *dossier;
    const struct layout *layout;
    struct haru *haru;
    struct ids ids;
    struct font_set *fonts;
    struct structure *structure;
    struct destinations *destinations;
    struct outline *outline;
    struct labels *labels;
    struct pictures *pictures;
    struct foreign_forms *forms;
    struct buf profile;
    bool enclosed;
    struct claims claims;
};

/* ------------------------------------------------------------------ Before anything is written */

static void use_box(struct writing *writing, const struct box *box, struct report *report)
{
    if (box->kind == BOX_TEXT) {
        for (uint32_t i = 0; i < box->text.count; i++)
            font_set_use(writing->fonts, box->text.pieces[i].piece->face, report);
    } else if (box->kind == BOX_PICTURE) {
        pictures_use(writing->pictures, box->picture.picture, writing->haru, report);
    }
}

/* A face for the words of enclosed pages that are not seen. */
static void use_words(struct writing *writing, const struct layout_page *page,
                      struct report *report)
{
    if (page->enclosed && held_page_needs_words(page->enclosed->shown) &&
        page->enclosed->shown->word_count)
        font_set_use_unseen(writing->fonts, face_set_first(writing->layout->faces, STYLE_REGULAR),
                            report);
    writing->enclosed = writing->enclosed || page->enclosed;
    if (page->enclosed)
        claims_narrow(&writing->claims, page->enclosed);
}

static void use_boxes(struct writing *writing, struct report *report)
{
    for (size_t i = 0; i < writing->layout->page_count; i++) {
        const struct layout_page *page = &writing->layout->pages[i];
        for (size_t k = 0; k < page->box_count; k++)
            use_box(writing, &page->boxes[k], report);
        use_words(writing, page, report);
    }
}

static bool check_size(const char *what, const char *text, size_t size, struct error *err)
{
    if (size <= TOKEN_STRING_MAX)
        return true;
    return error_set(
        err, EXIT_CODE_INPUT,
        "%s that begins “%.*s” is longer than the %u bytes that a PDF can hold; shorten it", what,
        EXCERPT_SIZE, text, TOKEN_STRING_MAX);
}

static bool check_text(const char *what, const char *text, struct error *err)
{
    return !text || check_size(what, text, token_text_size(text), err);
}

/* What the document information says. */
static bool check_information(const struct metadata *metadata, struct report *report)
{
    const struct {
        const char *key;
        const char *text;
    } fields[] = {{"title", metadata->title},
                  {"subject", metadata->subject},
                  {"description", metadata->description},
                  {"sender", metadata->sender.name},
                  {"sender", metadata->sender.office}};
    bool ok = true;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (!fields[i].text || token_text_size(fields[i].text) <= TOKEN_STRING_MAX)
            continue;
        report_error(report, metadata_place(metadata, fields[i].key),
                     "\"%s\" is longer than the %u bytes that a PDF can hold; shorten it",
                     fields[i].key, TOKEN_STRING_MAX);
        ok = false;
    }
    return ok;
}

/* Strings have a limit in PDF/A (ISO 19005-2, 6.1.13), and every link needs its end. False with
 * *err where a text of the letter is beyond it; a field of the metadata is reported. */
static bool check_strings(const struct writing *writing, struct report *report, struct error *err)
{
    const struct layout *layout = writing->layout;
    bool ok = true;
    if (!check_information(&writing->dossier->metadata, report))
        return true;
    for (size_t i = 0; ok && i < layout->element_count; i++)
        ok = check_text("a picture's description", layout->elements[i].alt, err);
    for (size_t i = 0; ok && i < layout->bookmark_count; i++)
        ok = check_text("a heading", layout->bookmarks[i].title, err);
    for (size_t i = 0; ok && i < layout->destination_count; i++)
        ok = check_size("an anchor", layout->destinations[i].name,
                        strlen(layout->destinations[i].name), err);
    for (size_t i = 0; ok && i < layout->page_count; i++) {
        for (size_t k = 0; ok && k < layout->pages[i].link_count; k++) {
            const struct layout_link *link = &layout->pages[i].links[k];
            assert(link->address || destinations_has(writing->destinations, link->destination));
            ok = check_text("a link", link->contents, err) &&
                 (!link->address ||
                  check_size("an address", link->address, strlen(link->address) * 3, err));
        }
    }
    return ok;
}

/* ------------------------------------------------------------------ Objects */

static size_t node_count(const struct writing *writing)
{
    return (writing->layout->page_count + NODE_SIZE - 1) / NODE_SIZE;
}

static void add_page_range(const struct writing *writing, size_t first, size_t end, struct buf *out)
{
    buf_add_format(out, "/Type/Pages/Count %zu/Kids[", end - first);
    for (size_t i = first; i < end; i++)
        token_add_reference(out, writing->ids.pages + (uint32_t)i);
    buf_add_char(out, ']');
}

static bool make_page_tree(void *context, size_t index, struct haru_object *object,
                           struct error *err)
{
    const struct writing *writing = context;
    struct buf *out = &object->entries;
    (void)index;
    (void)err;
    if (!writing->ids.page_nodes) {
        add_page_range(writing, 0, writing->layout->page_count, out);
    } else {
        buf_add_format(out, "/Type/Pages/Count %zu/Kids[", writing->layout->page_count);
        for (size_t i = 0; i < node_count(writing); i++)
            token_add_reference(out, writing->ids.page_nodes + (uint32_t)i);
        buf_add_char(out, ']');
    }
    buf_add_string(out, "/MediaBox");
    token_add_rectangle(out, 0, 0, writing->layout->width, writing->layout->height);
    return true;
}

static bool make_page_node(void *context, size_t index, struct haru_object *object,
                           struct error *err)
{
    const struct writing *writing = context;
    size_t first = index * NODE_SIZE, end = first + NODE_SIZE, count = writing->layout->page_count;
    (void)err;
    add_page_range(writing, first, end < count ? end : count, &object->entries);
    buf_add_string(&object->entries, "/Parent");
    token_add_reference(&object->entries, writing->ids.page_tree);
    return true;
}

static bool make_page(void *context, size_t index, struct haru_object *object, struct error *err)
{
    const struct writing *writing = context;
    const struct ids *ids = &writing->ids;
    struct buf *out = &object->entries;
    size_t first = structure_first_link(writing->structure, index);
    size_t end = structure_first_link(writing->structure, index + 1);
    (void)err;
    buf_add_string(out, "/Type/Page/Parent");
    token_add_reference(out, ids->page_nodes ? ids->page_nodes + (uint32_t)(index / NODE_SIZE)
                                             : ids->page_tree);
    if (writing->layout->pages[index].enclosed) {
        const struct layout_page *page = &writing->layout->pages[index];
        buf_add_string(out, "/MediaBox");
        token_add_rectangle(out, 0, 0, page->width, page->height);
        buf_add_string(out, "/Resources<</Font");
        token_add_reference(out, ids->fonts);
        buf_add_string(out, "/XObject<</X1");
        token_add_reference(out, foreign_forms_id(writing->forms, index));
        buf_add_string(out, ">>>>");
    } else {
        buf_add_string(out, "/Resources");
        token_add_reference(out, ids->resources);
    }
    buf_add_string(out, "/Contents");
    token_add_reference(out, ids->contents + (uint32_t)index);
    buf_add_format(out, "/StructParents %zu/Tabs/S", index);
    if (first < end) {
        buf_add_string(out, "/Annots[");
        for (size_t i = first; i < end; i++)
            token_add_reference(out, ids->annotations + (uint32_t)i);
        buf_add_char(out, ']');
    }
    return true;
}

static bool make_content(void *context, size_t index, struct haru_object *object, struct error *err)
{
    struct writing *writing = context;
    (void)err;
    object->kind = HARU_STREAM_DEFLATED;
    content_add(writing->layout, index, writing->fonts, &object->stream);
    return true;
}

/* All pages share one, so that it stands in the file once. */
static bool make_resources(void *context, size_t index, struct haru_object *object,
                           struct error *err)
{
    const struct writing *writing = context;
    struct buf *out = &object->entries;
    (void)index;
    (void)err;
    buf_add_string(out, "/Font<<");
    font_set_add_resources(writing->fonts, out);
    buf_add_string(out, ">>/XObject<<");
    pictures_add_resources(writing->pictures, out);
    buf_add_string(out, ">>");
    return true;
}

/* Enclosed pages have resources of their own, with the form that they show. */
static bool make_fonts(void *context, size_t index, struct haru_object *object, struct error *err)
{
    const struct writing *writing = context;
    (void)index;
    (void)err;
    font_set_add_resources(writing->fonts, &object->entries);
    return true;
}

static bool make_link(void *context, size_t index, struct haru_object *object, struct error *err)
{
    const struct writing *writing = context;
    size_t page = structure_page_of_link(writing->structure, index);
    const struct layout_link *links = writing->layout->pages[page].links;
    (void)err;
    annotations_add_link(&links[index - structure_first_link(writing->structure, page)], page,
                         writing->layout->page_count + index, &writing->ids, &object->entries);
    return true;
}

/* Readers find the metadata without reading PDF: it stays uncompressed. */
static bool make_metadata(void *context, size_t index, struct haru_object *object,
                          struct error *err)
{
    const struct writing *writing = context;
    (void)index;
    (void)err;
    object->kind = HARU_STREAM_PLAIN;
    buf_add_string(&object->entries, "/Type/Metadata/Subtype/XML");
    xmp_add_packet(&writing->dossier->metadata, writing->claims, &object->stream);
    return true;
}

static bool make_information(void *context, size_t index, struct haru_object *object,
                             struct error *err)
{
    const struct writing *writing = context;
    (void)index;
    (void)err;
    xmp_add_information(&writing->dossier->metadata, &object->entries);
    return true;
}

static bool make_profile(void *context, size_t index, struct haru_object *object, struct error *err)
{
    const struct writing *writing = context;
    (void)index;
    (void)err;
    object->kind = HARU_STREAM_DEFLATED;
    buf_add_string(&object->entries, "/N 3");
    buf_add(&object->stream, writing->profile.bytes, writing->profile.length);
    return true;
}

static void add_entry(struct buf *out, const char *key, uint32_t id)
{
    if (!id)
        return;
    buf_add_string(out, key);
    token_add_reference(out, id);
}

static bool make_catalog(void *context, size_t index, struct haru_object *object, struct error *err)
{
    const struct writing *writing = context;
    const struct ids *ids = &writing->ids;
    struct buf *out = &object->entries;
    (void)index;
    (void)err;
    buf_add_string(out, "/Lang");
    token_add_text(out, writing->dossier->templates.settings.language);
    buf_add_string(out, "/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true");
    buf_add_string(out, writing->layout->right_to_left ? "/Direction/R2L>>" : ">>");
    add_entry(out, "/StructTreeRoot", ids->structure_root);
    add_entry(out, "/Metadata", ids->metadata);
    add_entry(out, "/PageLabels", ids->labels);
    if (ids->destinations) {
        add_entry(out, "/Names<</Dests", ids->destinations);
        buf_add_string(out, ">>");
    }
    add_entry(out, "/PageMode/UseOutlines/Outlines", ids->outline);
    buf_add_string(
        out,
        "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)"
        "/Info(sRGB IEC61966-2.1)");
    add_entry(out, "/DestOutputProfile", ids->profile);
    buf_add_string(out, ">>]");
    return true;
}

/* Objects stand in the file in this order; fonts after all that shows text. */
static void add_objects(struct writing *writing)
{
    struct haru *haru = writing->haru;
    struct ids *ids = &writing->ids;
    size_t pages = writing->layout->page_count;
    haru_make_catalog(haru, (struct haru_maker){make_catalog, writing});
    haru_make_information(haru, (struct haru_maker){make_information, writing});
    ids->page_tree = haru_make_page_tree(haru, (struct haru_maker){make_page_tree, writing});
    if (pages > NODE_SIZE)
        ids->page_nodes =
            haru_add(haru, node_count(writing), (struct haru_maker){make_page_node, writing});
    ids->metadata = haru_add(haru, 1, (struct haru_maker){make_metadata, writing});
    ids->profile = haru_add(haru, 1, (struct haru_maker){make_profile, writing});
    ids->resources = haru_add(haru, 1, (struct haru_maker){make_resources, writing});
    if (writing->enclosed)
        ids->fonts = haru_add(haru, 1, (struct haru_maker){make_fonts, writing});
    ids->pages = haru_add(haru, pages, (struct haru_maker){make_page, writing});
    ids->contents = haru_add(haru, pages, (struct haru_maker){make_content, writing});
    ids->annotations = haru_add(haru, structure_first_link(writing->structure, pages),
                                (struct haru_maker){make_link, writing});
    if (writing->enclosed)
        foreign_forms_add(writing->forms, haru);
    structure_add(writing->structure, haru, ids);
    outline_add(writing->outline, haru, ids);
    destinations_add(writing->destinations, haru, ids);
    labels_add(writing->labels, haru, ids);
    font_set_add(writing->fonts, haru);
    pictures_add(writing->pictures, haru);
}

/* About how many objects there will be. */
static size_t expect_objects(const struct layout *layout)
{
    size_t count = 1024 + layout->page_count * 3 + layout->element_count + layout->bookmark_count;
    for (size_t i = 0; i < layout->page_count; i++)
        count += layout->pages[i].link_count;
    return count;
}

bool write_pdf(const struct dossier *dossier, const struct layout *layout,
               struct output_writer *writer, struct report *report, struct error *err)
{
    struct writing writing = {
        .dossier = dossier, .layout = layout, .profile = BUF_INIT, .claims = {true, true}};
    writing.forms = foreign_forms_new(layout, err);
    if (!writing.forms)
        return false;
    writing.haru = haru_new(writer, expect_objects(layout) + foreign_forms_count(writing.forms));
    writing.fonts = font_set_new(layout->faces);
    writing.structure = structure_new(layout, &writing.ids);
    writing.destinations = destinations_new(layout, &writing.ids);
    writing.outline = outline_new(layout, &writing.ids);
    writing.labels = labels_new(layout);
    writing.pictures = pictures_new(&dossier->letter);
    use_boxes(&writing, report);
    bool ok = profile_read(&dossier->templates, &writing.profile, report, err) &&
              check_strings(&writing, report, err);
    if (ok && !report->errors) {
        add_objects(&writing);
        ok = haru_save(writing.haru, err);
    }
    foreign_forms_free(writing.forms);
    pictures_free(writing.pictures);
    labels_free(writing.labels);
    outline_free(writing.outline);
    destinations_free(writing.destinations);
    structure_free(writing.structure);
    font_set_free(writing.fonts);
    haru_free(writing.haru);
    buf_release(&writing.profile);
    return ok;
}
