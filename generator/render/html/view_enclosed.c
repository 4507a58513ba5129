/* SPDX-License-Identifier: ISC */
/* The records that the template of enclosed pages sees. */
#include "render/html/view_enclosed.h"

#include "base/utf8.h"
#include "model/address.h"
#include "render/html/dossier_json.h"
#include "render/html/view.h"

#include <string.h>

/* A place of the letter that names one page is told at that page, the others at all pages. */
void view_enclosed_init(struct view_enclosed *view, const struct dossier *dossier)
{
    const struct ledger *ledger = &dossier->ledger;
    *view = (struct view_enclosed){.dossier = dossier};
    view->none = value_list(&view->arena);
    view->empty = value_text(&view->arena, "");
    view->named = arena_new(&view->arena, (ledger->row_count + 1) * sizeof *view->named);
    for (size_t i = 0; i < ledger->enclosure_count; i++) {
        const struct enclosure *enclosure = &ledger->enclosures[i];
        for (size_t j = 0; j < enclosure->mention_count; j++) {
            unsigned folio = enclosure->mentions[j].folio;
            if (!folio)
                continue;
            if (!view->named[folio - 1])
                view->named[folio - 1] = value_list(&view->arena);
            value_add(&view->arena, view->named[folio - 1],
                      view_mention(&view->arena, &enclosure->mentions[j]));
        }
    }
}

void view_enclosed_release(struct view_enclosed *view)
{
    arena_release(&view->arena);
}

/* ------------------------------------------------------------------ What a run has in common */

/* The places that speak of the enclosures as a whole; none where they are too many, which is told.
 */
static void set_mentions(struct arena *arena, struct value *record, const struct ledger *ledger,
                         const struct ledger_row *row)
{
    struct value *list = value_list(arena);
    unsigned count = 0;
    for (size_t i = 0; i < row->enclosure_count; i++) {
        const struct enclosure *enclosure = &ledger->enclosures[row->enclosure + i];
        for (size_t j = 0; j < enclosure->mention_count; j++) {
            const struct mention *mention = &enclosure->mentions[j];
            if (!mention->folio && ++count <= VIEW_MENTIONS_MAX)
                value_add(arena, list, view_mention(arena, mention));
        }
    }
    bool many = count > VIEW_MENTIONS_MAX;
    value_set(arena, record, "mentions", many ? value_list(arena) : list);
    value_set(arena, record, "many-mentions",
              many ? value_number(arena, count) : value_text(arena, ""));
}

struct value *view_run(const struct view_enclosed *view, const struct ledger_run *run,
                       struct arena *arena)
{
    const struct dossier *dossier = view->dossier;
    const struct ledger *ledger = &dossier->ledger;
    const struct ledger_row *row = run->row;
    const struct enclosure *enclosure = &ledger->enclosures[row->enclosure];
    bool shared = row->enclosure_count > 1;
    unsigned pages = shared ? 0 : enclosure->last_folio - enclosure->first_folio + 1;
    struct value *record = value_record(arena);
    value_set(arena, record, "enclosures", view_owners(arena, ledger, row));
    value_set(arena, record, "shared", value_bool(arena, shared));
    value_set(arena, record, "pages", pages ? view_number(arena, dossier, pages) : view->empty);
    value_set(arena, record, "status", view_status(arena, dossier, row->status));
    value_set(arena, record, "held", value_bool(arena, row->status == STATUS_HELD));
    value_set_text(arena, record, "reason", row->reason);
    value_set_text(arena, record, "authority", row->authority);
    view_set_parts(arena, record, row);
    value_set_text(arena, record, "file", row->file ? row->file->name : "");
    const char *lang = ledger_language(enclosure);
    value_set_text(arena, record, "lang", lang ? lang : "");
    value_set(arena, record, "sheet-page",
              shared ? view->empty : view_sheet_address(arena, ledger, enclosure));
    set_mentions(arena, record, ledger, row);
    return record;
}

/* ------------------------------------------------------------------ One page */

/* What HTML may not hold, and no reader sees. */
static bool is_printable(uint32_t c)
{
    return c >= 0x20 && (c < 0x7f || c > 0x9f) && (c & 0xfffe) != 0xfffe &&
           (c < 0xfdd0 || c > 0xfdef);
}

static void add_word(struct buf *text, const char *word)
{
    size_t left = strlen(word);
    size_t length;
    for (; left; word += length, left -= length) {
        if (is_printable(utf8_decode(word, left, &length)))
            buf_add(text, word, length);
    }
}

static struct value *paragraphs(struct arena *arena, const struct held_page *page)
{
    struct value *list = value_list(arena);
    struct buf text = BUF_INIT;
    for (size_t i = 0; i < page->paragraph_count; i++) {
        const struct page_paragraph *paragraph = &page->paragraphs[i];
        for (size_t j = 0; j < paragraph->count; j++) {
            if (text.length)
                buf_add_char(&text, ' ');
            add_word(&text, paragraph->words[j].text);
        }
        if (text.length)
            value_add(arena, list, view_take(arena, &text));
    }
    buf_release(&text);
    return list;
}

static struct value *tenths_of_mm(struct arena *arena, int32_t length)
{
    struct buf text = BUF_INIT;
    buf_add_thousandths(&text, held_page_tenths_of_mm(length) * 100LL);
    struct value *value = view_take(arena, &text);
    buf_release(&text);
    return value;
}

static struct value *picture(struct arena *arena, unsigned folio, const struct held_page *page,
                             enum page_view which)
{
    struct buf text = BUF_INIT;
    struct value *record = value_record(arena);
    address_append_picture(&text, folio, page, which);
    value_set(arena, record, "href", view_take(arena, &text));
    value_set(arena, record, "width", value_number(arena, page->pictures[which].width));
    value_set(arena, record, "height", value_number(arena, page->pictures[which].height));
    buf_release(&text);
    return record;
}

/* Neighbours by folio, the first and the last have one. */
static struct value *neighbour(const struct view_enclosed *view, unsigned folio,
                               struct arena *arena)
{
    struct buf text = BUF_INIT;
    if (!folio || folio > view->dossier->ledger.row_count)
        return view->empty;
    struct value *record = value_record(arena);
    value_set(arena, record, "name", view_range(arena, folio, folio));
    address_append_page(&text, folio);
    value_set(arena, record, "href", view_take(arena, &text));
    buf_release(&text);
    return record;
}

/* Where the page stands among the others: on a contact sheet, or in the strip of all. */
static struct value *back(const struct view_enclosed *view, const struct ledger_row *row,
                          const struct value *sheet, struct arena *arena)
{
    const struct enclosure *enclosure = &view->dossier->ledger.enclosures[row->enclosure];
    struct buf text = BUF_INIT;
    if (value_true(sheet))
        address_append_sheet(&text, enclosure, address_sheet_of(enclosure, row->folio));
    else
        buf_add_string(&text, site_page_file(SITE_ENCLOSURES));
    buf_add_format(&text, "#E%u", row->folio);
    struct value *value = view_take(arena, &text);
    buf_release(&text);
    return value;
}

/* The picture and the text of a page that is shown. */
static void set_shown(const struct view_enclosed *view, struct value *record,
                      const struct ledger_row *row, struct arena *arena)
{
    const struct held_page *page = row->shown;
    const struct held_page *drawn = page && page->store ? page : NULL;
    struct value *empty = view->empty;
    struct buf text = BUF_INIT;
    value_set(arena, record, "shown", value_bool(arena, page));
    value_set(arena, record, "small",
              drawn ? picture(arena, row->folio, drawn, PAGE_SMALL) : empty);
    value_set(arena, record, "large",
              drawn ? picture(arena, row->folio, drawn, PAGE_LARGE) : empty);
    value_set(arena, record, "text", page ? paragraphs(arena, page) : view->none);
    for (int i = TEXT_DOCUMENT; i <= TEXT_MACHINE; i++) {
        static const char *const keys[] = {NULL, "text-of-document", "text-of-file",
                                           "text-of-machine"};
        value_set(arena, record, keys[i], value_bool(arena, page && (int)page->text_source == i));
    }
    value_set(arena, record, "confidence", page ? value_number(arena, page->confidence) : empty);
    value_set(arena, record, "file-page", page ? value_number(arena, page->number) : empty);
    value_set(arena, record, "width-mm", page ? tenths_of_mm(arena, page->width) : empty);
    value_set(arena, record, "height-mm", page ? tenths_of_mm(arena, page->height) : empty);
    if (page)
        dossier_json_ld_page(view->dossier, row, &text);
    value_set(arena, record, "json-ld", page ? view_take(arena, &text) : empty);
    buf_release(&text);
}

struct value *view_folio(const struct view_enclosed *view, const struct value *run, unsigned folio,
                         struct arena *arena)
{
    const struct ledger_row *row = &view->dossier->ledger.rows[folio - 1];
    struct value *record = value_record(arena);
    struct value *named = view->named[folio - 1];
    for (const struct value_member *member = run->first; member; member = member->next)
        value_set(arena, record, member->key, member->value);
    value_set(arena, record, "name", view_range(arena, folio, folio));
    value_set(arena, record, "number", row->page ? value_number(arena, row->page) : view->empty);
    value_set(arena, record, "named", named ? named : view->none);
    value_set(arena, record, "previous", neighbour(view, folio - 1, arena));
    value_set(arena, record, "next", neighbour(view, folio + 1, arena));
    value_set(arena, record, "back", back(view, row, value_get(run, "sheet-page", 10), arena));
    set_shown(view, record, row, arena);
    return record;
}
