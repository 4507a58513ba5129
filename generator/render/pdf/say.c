/* SPDX-License-Identifier: ISC */
/* The project's own words, appended to the row of items: statuses, titles, ranges. */
#include "render/pdf/say.h"

#include "model/redacted.h"

#include <string.h>

const char *say_status_word(const struct composer *composer, enum status status)
{
    return settings_status_word(composer->settings, status);
}

void say_text(struct composer *composer, const struct run *run, const char *text)
{
    items_add_text(&composer->items, text, strlen(text), run);
}

/* The sign in the face for code, which is likely to have all four, and of one make. */
void say_sign(struct composer *composer, const struct run *run, enum status status)
{
    struct run sign = *run;
    sign.style = STYLE_MONO;
    say_text(composer, &sign, status_sign(status));
    items_add_space(&composer->items, run, ENDING_CLING);
}

void say_status(struct composer *composer, const struct run *run, enum status status)
{
    say_sign(composer, run, status);
    say_text(composer, run, say_status_word(composer, status));
}

void say_number(struct composer *composer, const struct run *run, unsigned number)
{
    struct buf text = BUF_INIT;
    buf_add_number(&text, number);
    say_text(composer, run, text.bytes);
    buf_release(&text);
}

/* What a buffer holds, in the arena; empties it. */
const char *say_keep(struct composer *composer, struct buf *text)
{
    const char *copy = arena_copy(&composer->layout->arena, text->bytes, text->length);
    buf_clear(text);
    return copy;
}

const char *say_range_text(struct composer *composer, const struct ledger_run *run)
{
    struct buf text = BUF_INIT;
    ledger_append_range(&text, run->first_folio, run->last_folio);
    const char *range = say_keep(composer, &text);
    buf_release(&text);
    return range;
}

const char *say_slip_title(struct composer *composer, const struct ledger_run *run)
{
    const struct settings *settings = composer->settings;
    bool one = run->first_folio == run->last_folio;
    struct buf text = BUF_INIT;
    buf_add_format(&text, "%s ", one ? settings->words.slip_one : settings->words.slip);
    ledger_append_range(&text, run->first_folio, run->last_folio);
    const char *title = say_keep(composer, &text);
    buf_release(&text);
    return title;
}

const char *say_folio_name(struct composer *composer, unsigned folio)
{
    return inlines_numbered(&composer->layout->arena, "E", folio);
}

void say_enclosure(struct composer *composer, const struct run *run,
                   const struct enclosure *enclosure)
{
    const struct settings *settings = composer->settings;
    struct buf contents = BUF_INIT;
    buf_add_format(&contents, "%s %s", settings->words.enclosure, enclosure->id);
    compose_link(composer, run, inlines_enclosure_name(&composer->layout->arena, enclosure),
                 enclosure->id, say_keep(composer, &contents));
    buf_release(&contents);
}

void say_pages_of(struct composer *composer, const struct run *run, const struct ledger_run *pages)
{
    const struct ledger_row *row = pages->row;
    const struct enclosure *enclosure = &composer->dossier->ledger.enclosures[row->enclosure];
    unsigned more = pages->last_folio - pages->first_folio;
    if (!row->page || more == enclosure->last_folio - enclosure->first_folio)
        return;
    struct buf text = BUF_INIT;
    buf_add_format(&text, ", %s %u", composer->settings->words.page, row->page);
    if (more)
        buf_add_format(&text, "–%u", row->page + more);
    say_text(composer, run, say_keep(composer, &text));
    buf_release(&text);
}

void say_statuses(struct composer *composer, const struct run *run,
                  const struct enclosure *enclosure)
{
    unsigned kinds = 0, said = 0;
    for (size_t i = 0; i < STATUS_COUNT; i++)
        kinds += enclosure->counts[i] != 0;
    if (kinds < 2) {
        say_status(composer, run, enclosure->status);
        return;
    }
    for (size_t i = 0; i < STATUS_COUNT; i++) {
        if (!enclosure->counts[i])
            continue;
        if (said++)
            say_text(composer, run, ", ");
        say_number(composer, run, enclosure->counts[i]);
        say_text(composer, run, " ");
        say_status(composer, run, (enum status)i);
    }
}

/* Where a held file stands in the bundle, and what was taken out of it. */
const char *say_file_path(struct composer *composer, const struct ledger_row *row)
{
    if (!row->file)
        return "";
    const struct enclosure *enclosure = &composer->dossier->ledger.enclosures[row->enclosure];
    struct buf path = BUF_INIT;
    bool cut = false;
    buf_add_format(&path, "attachments/%s", row->file->name);
    for (size_t i = 0; i < enclosure->holding_count; i++) {
        const struct holding *holding = &enclosure->holdings[i];
        if (holding->file != row->file || !holding->without_count)
            continue;
        buf_add_format(&path, ", %s", cut ? "" : composer->settings->words.extract);
        buf_add_string(&path, cut ? "" : " ");
        ledger_append_pages(&path, holding->without, holding->without_count);
        cut = true;
    }
    const char *kept = say_keep(composer, &path);
    buf_release(&path);
    return kept;
}

const char *say_parts(struct composer *composer, const struct ledger_row *row)
{
    struct buf text = BUF_INIT;
    redacted_append(&text, row);
    const char *kept = say_keep(composer, &text);
    buf_release(&text);
    return kept;
}

/* The letter's or the document's own words, in quotation marks, with whose they are. */
void say_title(struct composer *composer, const struct run *run, const struct enclosure *enclosure)
{
    const struct settings *settings = composer->settings;
    bool from_letter = !strcmp(enclosure->title_from, "letter");
    struct run quoted = *run;
    if (from_letter) {
        const char *lang = composer->dossier->letter.root->lang;
        quoted.element =
            elements_add_in(&composer->elements, run->element, TAG_SPAN, lang, run->lang);
        quoted.lang = lang ? lang : run->lang;
    }
    say_text(composer, &quoted, from_letter ? "“" : "");
    say_text(composer, &quoted, enclosure->title);
    say_text(composer, &quoted, from_letter ? "”" : "");
    struct run quiet = *run;
    quiet.colour = settings->colours.quiet;
    say_text(composer, &quiet, " (");
    say_text(composer, &quiet,
             from_letter ? settings->words.title_from_letter : settings->words.title_from_document);
    say_text(composer, &quiet, ")");
}
