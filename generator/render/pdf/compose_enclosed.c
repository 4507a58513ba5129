/* SPDX-License-Identifier: ISC */
/* The enclosed pages, each on a page of its own size, stamped with its folio. */
#include "model/forms.h"
#include "model/language.h"
#include "render/pdf/page.h"
#include "render/pdf/place.h"
#include "render/pdf/say.h"

#include <string.h>

/* The largest side that a page may have (ISO 19005-2, 6.1.13), in thousandths of a point. */
#define SIDE_MOST 14400000

enum { TOP, RIGHT, BOTTOM, LEFT };

/* One line, on the page's white margin or on a band added below it. */
struct stamp {
    const struct placed_piece *enclosure; /* "Enclosure A", on the first page of a run; else NULL */
    uint32_t enclosure_count;
    int32_t enclosure_width; /* with the space after it */
    const struct placed_piece *folio;
    uint32_t folio_count;
    int32_t folio_width;
    int32_t size;
    int32_t x, y;
    int32_t band;
};

static int32_t stamp_width(const struct stamp *stamp)
{
    return stamp->enclosure_width + stamp->folio_width;
}

/* The least space around the stamp. */
static int32_t stamp_clear(const struct stamp *stamp)
{
    return stamp->size * 2 / 3;
}

/* How far from the edge something stands in a margin: near the edge, in the middle of a narrow one;
 * negative where it does not fit. */
static int32_t inset(const struct stamp *stamp, int32_t white, int32_t extent)
{
    int32_t middle = (white - extent) / 2;
    if (white < extent || middle < stamp_clear(stamp))
        return -1;
    return middle < stamp->size * 2 ? middle : stamp->size * 2;
}

/* Bottom right where that is white, else top right, else on a band. A stamp in the right margin is
 * clear of the content at any height. */
static void place_stamp(struct stamp *stamp, const struct held_page *held, int32_t scale,
                        const struct layout_page *page)
{
    int32_t clear = stamp_clear(stamp), width = stamp_width(stamp);
    int32_t white[4];
    for (size_t i = 0; i < 4; i++)
        white[i] = (int32_t)((int64_t)held->white[i] * scale / 1000);
    int32_t below = inset(stamp, white[BOTTOM], stamp->size);
    int32_t above = inset(stamp, white[TOP], stamp->size);
    int32_t beside = inset(stamp, white[RIGHT], width);
    bool across = width + 2 * clear <= page->width;
    stamp->x = page->width - width - (beside >= 0 ? beside : stamp->size * 2);
    if (stamp->x < clear)
        stamp->x = page->width - width - clear;
    if (beside >= 0)
        stamp->y = below >= 0 ? below : clear;
    else if (below >= 0 && across)
        stamp->y = below;
    else if (above >= 0 && across)
        stamp->y = page->height - above - stamp->size;
    else
        stamp->band = stamp->size + 2 * clear;
    if (stamp->band)
        stamp->y = clear;
    /* From the lower edge of the line to its baseline. */
    stamp->y += stamp->size / 4;
}

static void set_text(struct box *box, const struct placed_piece *pieces, uint32_t count,
                     const struct stamp *stamp, uint32_t colour)
{
    box->kind = BOX_TEXT;
    box->y = stamp->y;
    box->text.pieces = pieces;
    box->text.count = count;
    box->text.size = stamp->size;
    box->text.colour = colour;
}

/* "Page 12 of enclosure A, folio E12" */
static const char *alternative(struct composer *composer, const struct ledger_row *row)
{
    const struct settings *settings = composer->settings;
    const struct ledger *ledger = &composer->dossier->ledger;
    struct buf text = BUF_INIT;
    forms_append_page(&text, settings, row, ledger->enclosures[row->enclosure].id);
    const char *words = say_keep(composer, &text);
    buf_release(&text);
    return words;
}

/* Returns the element in which the page is painted: its language is that of the page's words, not
 * of ours that describe it. */
static uint32_t add_figure(struct composer *composer, uint32_t section,
                           const struct ledger_row *row)
{
    const char *voice = composer->settings->language;
    const char *lang = ledger_language(&composer->dossier->ledger.enclosures[row->enclosure]);
    uint32_t figure = elements_add(&composer->elements, section, TAG_FIGURE);
    composer->elements.items[figure].alt = alternative(composer, row);
    return lang && !language_same(lang, voice)
               ? elements_add_in(&composer->elements, figure, TAG_SPAN, lang, voice)
               : figure;
}

/* A heading and its bookmark, in the stamp. */
static uint32_t add_heading(struct composer *composer, uint32_t section, unsigned level,
                            const char *title)
{
    struct layout *layout = composer->layout;
    const struct bookmark bookmark = {
        .element = compose_heading_element(composer, section, &level),
        .title = title,
        .level = level > 1 ? level - 1 : 1,
        .page = layout->page_count - 1,
        .y = layout->pages[layout->page_count - 1].height,
        .turn = layout->bookmark_turns++,
    };
    page_bookmark(&composer->flow, &bookmark);
    return bookmark.element;
}

static void add_link(struct composer *composer, struct layout_page *page,
                     const struct ledger_row *row, const struct box *folio, uint32_t element,
                     int32_t width)
{
    const struct enclosure *enclosure = &composer->dossier->ledger.enclosures[row->enclosure];
    int32_t size = folio->text.size;
    page->links[page->link_count++] = (struct layout_link){
        .element = element,
        .x = folio->x,
        .y = folio->y - size / 4,
        .width = width,
        .height = size * 5 / 4,
        .destination = inlines_enclosure_name(&composer->layout->arena, enclosure),
        .contents = composer->settings->words.back_to_ledger,
    };
}

/* The stamp's words, which begin a run of pages where `pages` is not NULL. */
static struct stamp make_stamp(struct composer *composer, const struct ledger_row *row,
                               const struct ledger_run *pages)
{
    const struct settings *settings = composer->settings;
    struct stamp stamp = {.size = settings->sizes.small};
    stamp.folio = compose_words(composer, say_folio_name(composer, row->folio), stamp.size,
                                &stamp.folio_count, &stamp.folio_width);
    if (pages) {
        struct buf title = BUF_INIT;
        buf_add_format(&title, "%s %s", settings->words.enclosure,
                       composer->dossier->ledger.enclosures[row->enclosure].id);
        stamp.enclosure = compose_words(composer, title.bytes, stamp.size, &stamp.enclosure_count,
                                        &stamp.enclosure_width);
        stamp.enclosure_width += stamp.size;
        buf_release(&title);
    }
    return stamp;
}

/* What our page is as large as: the enclosed one, scaled where that is too large, and the band. */
static struct layout_page *add_page(struct composer *composer, const struct ledger_row *row,
                                    struct stamp *stamp, struct box *form)
{
    const struct held_page *held = row->shown;
    int32_t longest = held->width > held->height ? held->width : held->height;
    int32_t most = SIDE_MOST - (stamp->size + 2 * stamp_clear(stamp));
    form->kind = BOX_FORM;
    form->form.scale = longest > most ? (int32_t)((int64_t)most * 1000 / longest) : 1000;
    form->form.width = (int32_t)((int64_t)held->width * form->form.scale / 1000);
    form->form.height = (int32_t)((int64_t)held->height * form->form.scale / 1000);
    int32_t least = stamp_width(stamp) + 2 * stamp_clear(stamp);
    struct layout_page *page =
        page_add(&composer->flow, say_folio_name(composer, row->folio),
                 form->form.width > least ? form->form.width : least, form->form.height);
    page->enclosed = row;
    page->first_folio = page->last_folio = row->folio;
    place_stamp(stamp, held, form->form.scale, page);
    page->height += stamp->band;
    form->y = stamp->band;
    return page;
}

/* Says below the page why parts of it are withheld: makes room for lines at its foot and returns
 * their boxes, which are in no element yet. */
static struct box *add_parts(struct composer *composer, struct layout_page *page,
                             const struct ledger_row *row, size_t *count)
{
    const struct settings *settings = composer->settings;
    struct flow *flow = &composer->flow;
    struct run run = compose_run(composer, STYLE_REGULAR, settings->sizes.small, 0);
    int32_t leading = compose_leading(composer, run.size);
    int32_t margin = page->width > run.size * 20 ? run.size * 2 : run.size / 2;
    const struct lines_spec spec = {.width = page->width - 2 * margin};
    int32_t height = leading;
    say_text(composer, &run, settings->words.parts_withheld);
    say_text(composer, &run, ": ");
    say_text(composer, &run, say_parts(composer, row));
    items_end(&composer->items);
    items_fit(&composer->items, 0, spec.width);
    lines_break(&composer->lines, composer->items.items, composer->items.count, &spec);
    for (size_t i = 0; i < composer->lines.count; i++, height += leading) {
        const struct line *line = &composer->lines.lines[i];
        place_line(composer,
                   &(struct placing){.items = composer->items.items,
                                     .line = line,
                                     .x = margin + place_aligned(line, ALIGN_NONE,
                                                                 composer->voice_rtl, spec.width),
                                     .baseline = -height,
                                     .leading = leading,
                                     .rtl = composer->voice_rtl});
    }
    items_clear(&composer->items);
    *count = flow->box_count - flow->next_box;
    struct box *boxes = arena_new(&composer->layout->arena, (*count + 1) * sizeof *boxes);
    memcpy(boxes, flow->boxes + flow->next_box, *count * sizeof *boxes);
    flow->box_count = flow->next_box;
    for (size_t i = 0; i < *count; i++)
        boxes[i].y += height;
    page->height += height;
    return boxes;
}

/* `pages`, where it begins a run of them; else NULL. */
static void compose_page(struct composer *composer, uint32_t section, const struct ledger_row *row,
                         const struct ledger_run *pages)
{
    struct arena *arena = &composer->layout->arena;
    uint32_t quiet = composer->settings->colours.quiet;
    const char *name = say_folio_name(composer, row->folio);
    struct stamp stamp = make_stamp(composer, row, pages);
    struct box form = {0};
    struct layout_page *page = add_page(composer, row, &stamp, &form);
    size_t part_count = 0;
    int32_t foot = page->height;
    struct box *parts = row->part_count ? add_parts(composer, page, row, &part_count) : NULL;
    foot = page->height - foot;
    stamp.y += foot;
    form.y += foot;
    page_destination(&composer->flow, name, composer->layout->page_count - 1, page->height);
    page->boxes = arena_new(arena, (3 + part_count) * sizeof *page->boxes);
    page->links = arena_new(arena, sizeof *page->links);
    /* Painted before the stamp, which a picture would hide, and read after it. */
    struct box *figure = &page->boxes[page->box_count++];
    if (pages) {
        struct buf title = BUF_INIT;
        buf_add_format(&title, "%s %s, %s", composer->settings->words.enclosure,
                       composer->dossier->ledger.enclosures[row->enclosure].id,
                       say_range_text(composer, pages));
        struct box *box = &page->boxes[page->box_count++];
        box->element = add_heading(composer, section, 3, say_keep(composer, &title));
        box->x = stamp.x;
        set_text(box, stamp.enclosure, stamp.enclosure_count, &stamp, quiet);
        buf_release(&title);
    }
    uint32_t heading = add_heading(composer, section, 4, name);
    struct box *box = &page->boxes[page->box_count++];
    box->element = elements_add(&composer->elements, heading, TAG_LINK);
    box->x = stamp.x + stamp.enclosure_width;
    set_text(box, stamp.folio, stamp.folio_count, &stamp, quiet);
    add_link(composer, page, row, box, box->element, stamp.folio_width);
    form.element = add_figure(composer, section, row);
    *figure = form;
    uint32_t paragraph = part_count ? elements_add(&composer->elements, section, TAG_P) : 0;
    for (size_t i = 0; i < part_count; i++) {
        parts[i].element = paragraph;
        page->boxes[page->box_count++] = parts[i];
    }
}

void compose_enclosed(struct composer *composer, uint32_t document, const struct ledger_run *pages)
{
    uint32_t section = elements_add(&composer->elements, document, TAG_SECT);
    flow_finish(&composer->flow);
    for (unsigned folio = pages->first_folio; folio <= pages->last_folio; folio++)
        compose_page(composer, section, &pages->row[folio - pages->first_folio],
                     folio == pages->first_folio ? pages : NULL);
}
