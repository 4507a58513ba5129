/* SPDX-License-Identifier: ISC */
/* The ledger as a file of its own, row by row. */
#include "render/html/ledger_table.h"

#include "model/redacted.h"
#include "render/html/dossier_json.h"

#include <string.h>

/* RFC 4180, 2: quotes around what holds a comma, a quote or a line break; a quote is doubled. */
static void add_text(struct buf *out, const char *text)
{
    buf_add_char(out, ',');
    if (!strpbrk(text, ",\"\r\n")) {
        buf_add_string(out, text);
        return;
    }
    buf_add_char(out, '"');
    for (; *text; text++) {
        if (*text == '"')
            buf_add_char(out, '"');
        buf_add_char(out, *text);
    }
    buf_add_char(out, '"');
}

static void add_number(struct buf *out, unsigned number)
{
    buf_add_char(out, ',');
    if (number)
        buf_add_number(out, number);
}

static void add_millimetres(struct buf *out, int32_t length)
{
    buf_add_char(out, ',');
    buf_add_thousandths(out, held_page_tenths_of_mm(length) * 100LL);
}

static void add_page(struct buf *out, const struct held_page *page)
{
    if (!page) {
        buf_add_string(out, ",,,,");
        return;
    }
    add_millimetres(out, page->width);
    add_millimetres(out, page->height);
    add_text(out, text_source_name(page->text_source));
    buf_add_char(out, ',');
    if (page->text_source == TEXT_MACHINE)
        buf_add_number(out, page->confidence);
}

static void add_row(struct buf *out, const struct ledger *ledger, const struct ledger_row *row)
{
    struct buf text = BUF_INIT;
    ledger_append_range(out, row->folio, row->folio);
    ledger_append_ids(&text, ledger, row);
    add_text(out, text.bytes);
    add_number(out, row->page);
    add_text(out, status_word(row->status));
    add_text(out, row->reason);
    add_text(out, row->authority);
    add_text(out, row->file ? row->file->name : "");
    add_number(out, row->shown ? row->shown->number : 0);
    buf_clear(&text);
    if (row->file)
        digest_append_hex(&text, row->file->digest.sha256, DIGEST_SHA256_SIZE);
    add_text(out, text.bytes);
    add_page(out, row->shown);
    buf_clear(&text);
    redacted_append(&text, row);
    add_text(out, text.bytes);
    buf_add_string(out, "\r\n");
    buf_release(&text);
}

void ledger_csv(const struct dossier *dossier, struct buf *out)
{
    const struct ledger *ledger = &dossier->ledger;
    buf_add_string(out, "folio,enclosure,page,status,reason,authority,file,file-page,file-sha256,"
                        "width-mm,height-mm,text-source,text-confidence,withheld-parts\r\n");
    for (size_t i = 0; i < ledger->row_count; i++)
        add_row(out, ledger, &ledger->rows[i]);
}

void ledger_json(const struct dossier *dossier, struct buf *out)
{
    const struct ledger *ledger = &dossier->ledger;
    struct json json;
    json_init(&json, out);
    json_array(&json, NULL, false);
    for (size_t i = 0; i < ledger->row_count; i++)
        dossier_json_row(&json, ledger, &ledger->rows[i]);
    json_end_array(&json);
}
