/* SPDX-License-Identifier: ISC */
/* The dossier as JSON: for machines, and for search engines. */
#include "render/html/dossier_json.h"

#include "model/address.h"
#include "model/description.h"
#include "render/html/view.h"

static void write_format(struct json *json, const char *key, struct buf *text)
{
    json_text(json, key, text->bytes);
    buf_clear(text);
}

static void write_date(struct json *json, const char *key, struct date date)
{
    struct buf text = BUF_INIT;
    if (date.year) {
        date_append_iso(&text, date);
        json_text(json, key, text.bytes);
    } else {
        json_null(json, key);
    }
    buf_release(&text);
}

static void write_texts(struct json *json, const char *key, const struct text_list *texts)
{
    json_array(json, key, true);
    for (size_t i = 0; i < texts->count; i++)
        json_text(json, NULL, texts->items[i]);
    json_end_array(json);
}

static void write_party(struct json *json, const char *key, const struct party *party)
{
    json_object(json, key, true);
    json_text_or_null(json, "name", party->name);
    json_text_or_null(json, "office", party->office);
    json_text_or_null(json, "sort", party->sort);
    json_text_or_null(json, "url", party->url);
    json_end_object(json);
}

static void write_field(struct json *json, const struct metadata *metadata,
                        const struct field *field)
{
    const void *value = metadata_value(metadata, field);
    switch (field->type) {
    case FIELD_IDENTIFIER:
    case FIELD_TEXT:
    case FIELD_ADDRESS:
    case FIELD_LINK:
        json_text_or_null(json, field->key, *(const char *const *)value);
        break;
    case FIELD_DATE:
        write_date(json, field->key, *(const struct date *)value);
        break;
    case FIELD_LANGUAGES:
        write_texts(json, field->key, value);
        break;
    case FIELD_PARTY:
        write_party(json, field->key, value);
        break;
    case FIELD_PARTIES: {
        const struct party_list *parties = value;
        json_array(json, field->key, false);
        for (size_t i = 0; i < parties->count; i++)
            write_party(json, NULL, &parties->items[i]);
        json_end_array(json);
        break;
    }
    }
}

static void write_outputs(struct json *json, const struct dossier *dossier)
{
    json_object(json, "outputs", false);
    json_array(json, "pages", true);
    for (int i = 0; i < SITE_PAGE_COUNT; i++)
        json_text(json, NULL, site_page_file((enum site_page)i));
    json_end_array(json);
    json_text(json, "ledger-csv", DESCRIPTION_LEDGER_CSV_FILE);
    json_text(json, "ledger-json", DESCRIPTION_LEDGER_JSON_FILE);
    json_array(json, "descriptions", true);
    for (int i = 0; i < DESCRIPTION_COUNT; i++)
        json_text(json, NULL, description_file((enum description)i));
    json_end_array(json);
    json_text(json, "pdf", dossier->outputs.pdf_name);
    json_text(json, "bundle", dossier->outputs.zip_name);
    json_end_object(json);
}

static void write_letter(struct json *json, const struct letter *letter)
{
    struct digest digest;
    struct buf text = BUF_INIT;
    digest_of(letter->source, letter->length, &digest);
    json_object(json, "letter", false);
    json_text(json, "page", site_page_file(SITE_LETTER));
    json_text(json, "language", letter->root->lang);
    json_number(json, "paragraphs", letter->paragraph_count);
    json_number(json, "notes", letter->note_count);
    digest_append_hex(&text, digest.sha256, DIGEST_SHA256_SIZE);
    write_format(json, "source-sha256", &text);
    json_array(json, "pictures", false);
    for (size_t i = 0; i < letter->picture_count; i++)
        json_text(json, NULL, letter->pictures[i].name);
    json_end_array(json);
    json_end_object(json);
    buf_release(&text);
}

static void write_page_ranges(struct json *json, const char *key, const struct page_range *ranges,
                              size_t count)
{
    json_array(json, key, true);
    for (size_t i = 0; i < count; i++) {
        json_array(json, NULL, true);
        json_number(json, NULL, ranges[i].first);
        json_number(json, NULL, ranges[i].last);
        json_end_array(json);
    }
    json_end_array(json);
}

/* That stands beside a file. */
static void write_text_file(struct json *json, const struct text_file *file)
{
    struct buf text = BUF_INIT;
    json_object(json, "text", true);
    json_text(json, "name", file->name);
    json_number(json, "size", file->size);
    digest_append_hex(&text, file->digest.sha256, DIGEST_SHA256_SIZE);
    write_format(json, "sha256", &text);
    json_end_object(json);
    buf_release(&text);
}

static void write_files(struct json *json, const struct enclosure *enclosure)
{
    struct buf text = BUF_INIT;
    json_array(json, "files", false);
    for (size_t i = 0; i < enclosure->holding_count; i++) {
        const struct holding *holding = &enclosure->holdings[i];
        const struct held_file *file = holding->file;
        json_object(json, NULL, false);
        json_text(json, "name", file->name);
        json_text_or_null(json, "type", file->media ? file->media : "");
        json_number(json, "size", file->size);
        digest_append_hex(&text, file->digest.sha256, DIGEST_SHA256_SIZE);
        write_format(json, "sha256", &text);
        digest_append_hex(&text, file->digest.sha512, DIGEST_SHA512_SIZE);
        write_format(json, "sha512", &text);
        if (file->text.name)
            write_text_file(json, &file->text);
        write_page_ranges(json, "pages", holding->pages, holding->pages_count);
        write_page_ranges(json, "holds", holding->holds, holding->holds_count);
        write_page_ranges(json, "without", holding->without, holding->without_count);
        json_end_object(json);
    }
    json_end_array(json);
    buf_release(&text);
}

static void write_mentions(struct json *json, const struct enclosure *enclosure)
{
    struct buf text = BUF_INIT;
    json_array(json, "mentions", false);
    for (size_t i = 0; i < enclosure->mention_count; i++) {
        const struct mention *mention = &enclosure->mentions[i];
        json_object(json, NULL, true);
        if (mention->paragraph)
            json_number(json, "paragraph", mention->paragraph);
        else
            json_null(json, "paragraph");
        if (mention->folio)
            ledger_append_range(&text, mention->folio, mention->folio);
        json_text_or_null(json, "folio", text.bytes);
        buf_clear(&text);
        json_text(json, "words", mention->words);
        json_end_object(json);
    }
    json_end_array(json);
    buf_release(&text);
}

/* A number, or null for 0. */
static void write_known(struct json *json, const char *key, unsigned number)
{
    if (number)
        json_number(json, key, number);
    else
        json_null(json, key);
}

static void write_folio(struct json *json, const char *key, unsigned folio)
{
    struct buf text = BUF_INIT;
    if (folio)
        ledger_append_range(&text, folio, folio);
    json_text_or_null(json, key, text.bytes);
    buf_release(&text);
}

static void write_enclosures(struct json *json, const struct ledger *ledger)
{
    struct buf text = BUF_INIT;
    json_array(json, "enclosures", false);
    for (size_t i = 0; i < ledger->enclosure_count; i++) {
        const struct enclosure *enclosure = &ledger->enclosures[i];
        json_object(json, NULL, false);
        json_text(json, "id", enclosure->id);
        json_text(json, "title", enclosure->title);
        json_text(json, "title-from", enclosure->title_from);
        write_texts(json, "languages", &enclosure->languages);
        write_known(json, "pages", enclosure->pages);
        json_text(json, "status", status_word(enclosure->status));
        json_text_or_null(json, "reason", enclosure->reason);
        json_text_or_null(json, "authority", enclosure->authority);
        write_folio(json, "first-folio", enclosure->first_folio);
        write_folio(json, "last-folio", enclosure->last_folio);
        json_bool(json, "folios-shared", enclosure->shared);
        buf_add_format(&text, "%s#enclosure-%s", site_page_file(SITE_ENCLOSURES), enclosure->id);
        write_format(json, "page", &text);
        write_mentions(json, enclosure);
        write_files(json, enclosure);
        json_end_object(json);
    }
    json_end_array(json);
    buf_release(&text);
}

/* The parts of a page that are painted over, each with its boxes. */
static void write_parts(struct json *json, const struct ledger_row *row)
{
    json_array(json, "withheld-parts", false);
    for (size_t i = 0; i < row->part_count; i++) {
        const struct withheld_part *part = row->parts[i];
        json_object(json, NULL, true);
        json_number(json, "sign", part->sign);
        json_array(json, "boxes-mm", true);
        for (size_t k = 0; k < part->box_count; k++) {
            const struct part_box *box = &part->boxes[k];
            const int32_t lengths[] = {box->left, box->top, box->width, box->height};
            json_array(json, NULL, true);
            for (size_t l = 0; l < 4; l++)
                json_thousandths(json, NULL, lengths[l]);
            json_end_array(json);
        }
        json_end_array(json);
        json_text(json, "reason", part->reason);
        json_text(json, "authority", part->authority);
        json_end_object(json);
    }
    json_end_array(json);
}

static void write_row_facts(struct json *json, const struct ledger *ledger,
                            const struct ledger_row *row)
{
    json_array(json, "enclosures", true);
    for (size_t i = 0; i < row->enclosure_count; i++)
        json_text(json, NULL, ledger->enclosures[row->enclosure + i].id);
    json_end_array(json);
    json_text(json, "status", status_word(row->status));
    json_text_or_null(json, "reason", row->reason);
    json_text_or_null(json, "authority", row->authority);
    json_text_or_null(json, "file", row->file ? row->file->name : "");
}

static void write_pictures(struct json *json, const struct ledger_row *row)
{
    struct buf text = BUF_INIT;
    json_array(json, "pictures", true);
    for (int i = 0; row->shown->store && i < PAGE_VIEW_COUNT; i++) {
        address_append_picture(&text, row->folio, row->shown, (enum page_view)i);
        write_format(json, NULL, &text);
    }
    json_end_array(json);
    buf_release(&text);
}

/* What is known of a page that is in a file. */
static void write_held_page(struct json *json, const struct ledger_row *row)
{
    const struct held_page *page = row->shown;
    struct buf text = BUF_INIT;
    digest_append_hex(&text, row->file->digest.sha256, DIGEST_SHA256_SIZE);
    write_format(json, "file-sha256", &text);
    if (page) {
        json_number(json, "file-page", page->number);
        json_thousandths(json, "width-mm", held_page_tenths_of_mm(page->width) * 100LL);
        json_thousandths(json, "height-mm", held_page_tenths_of_mm(page->height) * 100LL);
        json_text(json, "text-source", text_source_name(page->text_source));
        if (page->text_source == TEXT_MACHINE)
            json_number(json, "confidence", page->confidence);
        write_pictures(json, row);
    }
    buf_release(&text);
}

void dossier_json_row(struct json *json, const struct ledger *ledger, const struct ledger_row *row)
{
    struct buf text = BUF_INIT;
    json_object(json, NULL, true);
    write_folio(json, "folio", row->folio);
    address_append_page(&text, row->folio);
    write_format(json, "address", &text);
    write_known(json, "page", row->page);
    write_row_facts(json, ledger, row);
    if (row->file)
        write_held_page(json, row);
    if (row->part_count)
        write_parts(json, row);
    json_end_object(json);
    buf_release(&text);
}

static void write_ledger(struct json *json, const struct ledger *ledger)
{
    json_object(json, "ledger", false);
    json_number(json, "pages", ledger->declared);
    write_known(json, "declared-by-letter", ledger->letter_count ? ledger->declared : 0);
    json_object(json, "counts", true);
    for (int i = 0; i < STATUS_COUNT; i++)
        json_number(json, status_word((enum status)i), ledger->counts[i]);
    json_end_object(json);
    json_array(json, "runs", false);
    for (size_t i = 0; i < ledger->run_count; i++) {
        const struct ledger_run *run = &ledger->runs[i];
        json_object(json, NULL, true);
        write_folio(json, "first-folio", run->first_folio);
        write_folio(json, "last-folio", run->last_folio);
        json_number(json, "pages", run->last_folio - run->first_folio + 1);
        write_row_facts(json, ledger, run->row);
        json_end_object(json);
    }
    json_end_array(json);
    json_array(json, "rows", false);
    for (size_t i = 0; i < ledger->row_count; i++)
        dossier_json_row(json, ledger, &ledger->rows[i]);
    json_end_array(json);
    json_end_object(json);
}

void dossier_json(const struct dossier *dossier, struct buf *out)
{
    struct json json;
    json_init(&json, out);
    json_object(&json, NULL, false);
    json_text(&json, "generator", "dossier " DOSSIER_VERSION);
    json_object(&json, "metadata", false);
    for (size_t i = 0; i < metadata_field_count; i++)
        write_field(&json, &dossier->metadata, &metadata_fields[i]);
    json_end_object(&json);
    write_outputs(&json, dossier);
    write_letter(&json, &dossier->letter);
    write_enclosures(&json, &dossier->ledger);
    write_ledger(&json, &dossier->ledger);
    json_end_object(&json);
}
