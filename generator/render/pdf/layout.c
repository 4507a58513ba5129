/* SPDX-License-Identifier: ISC */
/* The layout: its parts composed one after the other onto pages. */
#include "render/pdf/layout.h"

#include "model/forms.h"
#include "model/language.h"
#include "render/pdf/layout_start.h"
#include "render/pdf/neighbours.h"
#include "render/pdf/notes.h"
#include "render/pdf/say.h"

#include <stdlib.h>
#include <string.h>

/* How often the largest size must fit in a line. */
#define SIZES_ACROSS 10

/* ---- header and footer ---- */

/* One line of furniture. `align` in the width of the text. */
static void furnish_line(struct composer *composer, const char *text, enum artifact artifact,
                         enum column_align align, int32_t left, int32_t y)
{
    int32_t size = composer->settings->sizes.small, width;
    uint32_t count;
    const struct placed_piece *pieces = compose_words(composer, text, size, &count, &width);
    struct box *box = flow_furniture(&composer->flow);
    box->kind = BOX_TEXT;
    box->artifact = (uint8_t)artifact;
    box->x = left;
    if (align != ALIGN_LEFT)
        box->x += (composer->measure - width) / (align == ALIGN_CENTRE ? 2 : 1);
    box->y = y;
    box->text.pieces = pieces;
    box->text.count = count;
    box->text.size = size;
    box->text.colour = composer->settings->colours.quiet;
}

/* "Letter of 12 November 2020" and the section at the head of all pages but a section's first; the
 * folio at the foot of all. */
static void furnish(void *context, struct flow *flow, const struct flow_page *page)
{
    struct composer *composer = context;
    const struct settings *settings = composer->settings;
    int32_t head = composer->layout->height - flow->top * 3 / 5;
    if (!page->opening && settings->running_heads) {
        struct buf title = BUF_INIT;
        buf_add_format(&title, "%s ", settings->words.running_head);
        forms_append_date(&title, settings, composer->dossier->metadata.date);
        bool rtl = composer->voice_rtl;
        furnish_line(composer, title.bytes, ARTIFACT_HEADER, rtl ? ALIGN_RIGHT : ALIGN_LEFT,
                     page->left, head);
        furnish_line(composer, page->section, ARTIFACT_HEADER, rtl ? ALIGN_LEFT : ALIGN_RIGHT,
                     page->left, head);
        buf_release(&title);
    }
    /* In the middle, or on the outside where two sides are printed. */
    enum column_align align = settings->sides == 1                ? ALIGN_CENTRE
                              : page->recto != composer->mirrored ? ALIGN_RIGHT
                                                                  : ALIGN_LEFT;
    furnish_line(composer, page->label, ARTIFACT_FOOTER, align, page->left, flow->bottom * 11 / 20);
}

/* The number of a line of the letter, beside its beginning. */
static void number_line(void *context, struct flow *flow, const struct flow_page *page,
                        unsigned number, int32_t y)
{
    struct composer *composer = context;
    int32_t size = composer->settings->sizes.small;
    struct buf text = BUF_INIT;
    buf_add_number(&text, number);
    struct placed_piece *placed = arena_new(&composer->layout->arena, sizeof *placed);
    placed->piece = compose_signs(composer, text.bytes);
    buf_release(&text);
    struct box *box = flow_furniture(flow);
    box->kind = BOX_TEXT;
    box->artifact = ARTIFACT_LAYOUT;
    box->x = page->left + (composer->mirrored ? composer->measure + size
                                              : -size - piece_width(placed->piece, size));
    box->y = y;
    box->text.pieces = placed;
    box->text.count = 1;
    box->text.size = size;
    box->text.colour = composer->settings->colours.quiet;
}

/* ---- the whole ---- */

struct layout *layout_start(const struct dossier *dossier, const struct layout *whole,
                            struct report *report, struct composer *composer, struct error *err)
{
    const struct settings *settings = &dossier->templates.settings;
    struct layout *layout = memory_new(sizeof *layout);
    layout->width = settings->paper.width;
    layout->height = settings->paper.height;
    layout->borrows = whole;
    layout->faces = whole ? whole->faces : face_set_new(&dossier->templates, report);
    layout->shaper = whole ? whole->shaper : shaper_new();
    layout->bookmarks_open = (unsigned)settings->bookmarks_open;
    composer->dossier = dossier;
    composer->settings = settings;
    composer->layout = layout;
    composer->report = report;
    const char *lang = dossier->letter.root->lang;
    composer->mirrored = language_right_to_left(lang ? lang : settings->language);
    layout->right_to_left = composer->mirrored;
    composer->voice_rtl = language_right_to_left(settings->language);
    composer->measure = layout->width - settings->margins.inner - settings->margins.outer;
    composer->flow = (struct flow){
        .layout = layout,
        .top = settings->margins.top,
        .bottom = settings->margins.bottom,
        .gap = settings->pages.gap,
        .inner = composer->mirrored ? settings->margins.outer : settings->margins.inner,
        .outer = composer->mirrored ? settings->margins.inner : settings->margins.outer,
        .one_sided = settings->sides == 1,
        .furnish = furnish,
        .number_line = number_line,
        .context = composer,
        .page_word = settings->words.page,
    };
    items_init(&composer->items, dossier, layout->faces, layout->shaper, &layout->arena, report);
    composer->items.rtl = composer->voice_rtl;
    composer->hyphens = hyphens_new(dossier, report, err);
    composer->items.elements = &composer->elements;
    composer->items.measure = composer->measure;
    composer->items.tallest =
        (layout->height - settings->margins.top - settings->margins.bottom) * 3 / 4;
    composer->notes = notes_new(composer);
    composer->items.notes = composer->notes;
    return layout;
}

static void finish(struct composer *composer)
{
    notes_free(composer->notes);
    flow_release(&composer->flow);
    items_release(&composer->items);
    lines_release(&composer->lines);
    split_release(&composer->split);
    hyphens_free(composer->hyphens);
    free(composer->row_lines);
    free(composer->places);
    free(composer->order);
    free(composer->folios);
}

/* Sizes that nobody could read, or of which no line of a few words fits on the paper; finds the
 * largest. */
static bool check_sizes(const struct templates *templates, int32_t *largest, struct report *report)
{
    bool ok = true;
    *largest = 0;
    for (size_t i = 0; i < settings_count; i++) {
        const struct setting *setting = &settings_table[i];
        const char *value = (const char *)&templates->settings + setting->offset;
        if (strncmp(setting->key, "sizes.", 6) != 0 && strcmp(setting->key, "leading") != 0)
            continue;
        int32_t size = *(const int32_t *)(const void *)value;
        *largest = size > *largest ? size : *largest;
        if (size >= 1000 && size <= templates->settings.paper.width / SIZES_ACROSS)
            continue;
        report_error(report, templates_setting_place(templates, setting->key),
                     size < 1000 ? "%s is less than 1 pt; make it larger"
                                 : "%s is more than a tenth of the paper's width; make it smaller",
                     setting->key);
        ok = false;
    }
    return ok;
}

/* Settings that leave no page to set text on. */
static bool check_page(const struct templates *templates, struct report *report)
{
    const struct settings *settings = &templates->settings;
    int32_t largest;
    if (!check_sizes(templates, &largest, report))
        return false;
    int64_t least = (int64_t)largest * SIZES_ACROSS;
    int64_t lines = (int64_t)settings->leading * settings->line_spacing / 1000 * 2;
    int64_t width =
        (int64_t)settings->paper.width - settings->margins.inner - settings->margins.outer;
    int64_t height =
        (int64_t)settings->paper.height - settings->margins.top - settings->margins.bottom;
    if (width >= least && height >= least && height >= lines) {
        if (settings->paragraph_indent <= width / 2)
            return true;
        report_error(report, templates_setting_place(templates, "paragraph-indent"),
                     "paragraph-indent is more than half the width of the text; make it smaller");
        return false;
    }
    const char *across =
        settings->margins.inner < settings->margins.outer ? "margins.outer" : "margins.inner";
    const char *down =
        settings->margins.top < settings->margins.bottom ? "margins.bottom" : "margins.top";
    report_error(report, templates_setting_place(templates, width < least ? across : down),
                 "the margins leave no room for text; make them or the sizes smaller");
    return false;
}

static int by_turn(const void *left, const void *right)
{
    const struct bookmark *a = left, *b = right;
    return a->turn < b->turn ? -1 : 1;
}

/* Those in notes are read with the text that asks for the note, but stand below what follows. */
static void sort_bookmarks(struct layout *layout)
{
    if (layout->bookmark_count)
        qsort(layout->bookmarks, layout->bookmark_count, sizeof *layout->bookmarks, by_turn);
}

struct layout *layout_end(struct composer *composer, struct layout *layout, struct report *report,
                          struct error *err)
{
    sort_bookmarks(layout);
    layout->elements = composer->elements.items;
    layout->element_count = composer->elements.count;
    finish(composer);
    if (!report->errors && !err->code)
        return layout;
    layout_free(layout);
    return NULL;
}

struct layout *layout_compose(const struct dossier *dossier, struct report *report,
                              struct error *err)
{
    if (!check_page(&dossier->templates, report))
        return NULL;
    struct composer composer = {0};
    struct layout *layout = layout_start(dossier, NULL, report, &composer, err);
    uint32_t document = elements_add(&composer.elements, NO_ELEMENT, TAG_DOCUMENT);
    composer.elements.items[document].lang = composer.settings->language;
    compose_front(&composer, document);
    compose_facts(&composer, document);
    compose_letter(&composer, document);
    compose_ledger(&composer, document);
    compose_slips(&composer, document);
    flow_finish(&composer.flow);
    neighbours_add(&composer, document);
    if (!report->errors)
        compose_folios(&composer);
    return layout_end(&composer, layout, report, err);
}

void layout_free(struct layout *layout)
{
    if (!layout)
        return;
    free(layout->pages);
    free(layout->elements);
    free(layout->destinations);
    free(layout->bookmarks);
    if (!layout->borrows) {
        shaper_free(layout->shaper);
        face_set_free(layout->faces);
    }
    arena_release(&layout->arena);
    free(layout);
}
