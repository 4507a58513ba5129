/* SPDX-License-Identifier: ISC */
/* The model as text, one thing a line: what `dossier check --dump` prints. */
#include "model/dossier.h"

#include <string.h>

/* A text in quotes, with control characters, quotes and backslashes escaped. */
static void add_text(struct buf *out, const char *text)
{
    buf_add_char(out, '"');
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '\n')
            buf_add_string(out, "\\n");
        else if (c == '"' || c == '\\')
            buf_add_format(out, "\\%c", c);
        else if (c < 0x20 || c == 0x7F)
            buf_add_format(out, "\\x%02X", c);
        else
            buf_add_char(out, (char)c);
    }
    buf_add_char(out, '"');
}

static void add_named(struct buf *out, const char *name, const char *text)
{
    if (!text || !*text)
        return;
    buf_add_format(out, " %s ", name);
    add_text(out, text);
}

static void add_party(struct buf *out, const struct party *party)
{
    add_named(out, "name", party->name);
    add_named(out, "office", party->office);
    add_named(out, "sort", party->sort);
    add_named(out, "url", party->url);
}

static void dump_field(const struct metadata *metadata, const struct field *field, struct buf *out)
{
    const void *value = metadata_value(metadata, field);
    buf_add_format(out, "  %s", field->key);
    switch (field->type) {
    case FIELD_IDENTIFIER:
    case FIELD_TEXT:
    case FIELD_ADDRESS:
    case FIELD_LINK:
        buf_add_char(out, ' ');
        add_text(out, *(const char *const *)value);
        break;
    case FIELD_DATE:
        buf_add_char(out, ' ');
        date_append_iso(out, *(const struct date *)value);
        break;
    case FIELD_LANGUAGES: {
        const struct text_list *list = value;
        for (size_t i = 0; i < list->count; i++)
            buf_add_format(out, " %s", list->items[i]);
        break;
    }
    case FIELD_PARTY:
        add_party(out, value);
        break;
    case FIELD_PARTIES: {
        const struct party_list *list = value;
        for (size_t i = 0; i < list->count; i++) {
            buf_add_string(out, "\n   ");
            add_party(out, &list->items[i]);
        }
        break;
    }
    }
    buf_add_char(out, '\n');
}

static void dump_link(const struct dossier *dossier, const struct node *node, struct buf *out)
{
    static const char *const kinds[] = {"address", "anchor", "enclosure", "page"};
    buf_add_format(out, " %s ", kinds[node->link.kind]);
    if (node->link.kind == LINK_PAGE)
        buf_add_format(out, "E%u", node->link.folio);
    else if (node->link.kind == LINK_ENCLOSURE)
        buf_add_string(out, dossier->ledger.enclosures[node->link.enclosure].id);
    else
        add_text(out, node->text);
    add_named(out, "title", node->link.title);
}

static void dump_list(const struct node *node, struct buf *out)
{
    if (node->list.ordered)
        buf_add_format(out, " ordered from %u%c", node->list.start, node->list.delimiter);
    buf_add_string(out, node->list.tight ? " tight" : " loose");
}

/* What is particular to a kind. */
static void dump_details(const struct dossier *dossier, const struct node *node, struct buf *out)
{
    static const char *const aligns[] = {"none", "left", "centre", "right"};
    switch (node->kind) {
    case NODE_PART:
        buf_add_format(out, " %s", part_role_name(node->role));
        break;
    case NODE_HEADING:
        buf_add_format(out, " %u #%s", node->heading.level, node->heading.anchor);
        break;
    case NODE_LIST:
        dump_list(node, out);
        break;
    case NODE_ITEM:
        if (node->item.task)
            buf_add_string(out, node->item.done ? " done" : " to do");
        break;
    case NODE_CODE_BLOCK:
        add_named(out, "info", node->code.info);
        break;
    case NODE_TABLE:
        for (size_t i = 0; i < node->table.columns; i++)
            buf_add_format(out, " %s", aligns[node->table.align[i]]);
        break;
    case NODE_LINK:
        dump_link(dossier, node, out);
        break;
    case NODE_PICTURE:
        add_named(out, "alt", node->picture.alt);
        break;
    case NODE_NOTE_REF:
        buf_add_format(out, " %u.%u", node->number, node->note_ref.ordinal);
        break;
    case NODE_NOTE:
        buf_add_format(out, " %u", node->number);
        break;
    default:
        break;
    }
}

static void dump_tree(const struct dossier *dossier, const struct node *root, struct buf *out)
{
    unsigned depth = 1;
    struct walk walk = walk_start(root);
    while (walk_next(&walk)) {
        const struct node *node = walk.node;
        if (!walk.entering) {
            depth--;
            continue;
        }
        for (unsigned i = 0; i < depth; i++)
            buf_add_string(out, "  ");
        buf_add_string(out, node_kind_name(node->kind));
        if (node->kind == NODE_PARAGRAPH && node->number)
            buf_add_format(out, " ¶%u", node->number);
        if (node->lang)
            buf_add_format(out, " lang %s", node->lang);
        dump_details(dossier, node, out);
        if (node->kind != NODE_LINK && *node->text) {
            buf_add_char(out, ' ');
            add_text(out, node->text);
        }
        buf_add_format(out, " @%u:%u\n", node->line, node->column);
        depth += node_holds(node->kind);
    }
}

static void dump_enclosure(const struct enclosure *enclosure, struct buf *out)
{
    buf_add_format(out, "  enclosure %s", enclosure->id);
    add_named(out, "title", enclosure->title);
    add_named(out, "from", enclosure->title_from);
    if (enclosure->pages)
        buf_add_format(out, " pages %u", enclosure->pages);
    else
        buf_add_string(out, " pages not stated");
    for (size_t i = 0; i < enclosure->languages.count; i++)
        buf_add_format(out, "%s%s", i ? " " : " languages ", enclosure->languages.items[i]);
    buf_add_format(out, " folios E%u to E%u%s\n", enclosure->first_folio, enclosure->last_folio,
                   enclosure->shared ? " shared" : "");
    for (size_t i = 0; i < enclosure->holding_count; i++) {
        const struct holding *holding = &enclosure->holdings[i];
        const struct held_file *file = holding->file;
        buf_add_string(out, "    file ");
        add_text(out, file->name);
        if (holding->pages_count) {
            buf_add_string(out, " pages ");
            ledger_append_pages(out, holding->pages, holding->pages_count);
        }
        buf_add_format(out, " %llu bytes sha256 ", (unsigned long long)file->size);
        digest_append_hex(out, file->digest.sha256, sizeof file->digest.sha256);
        buf_add_char(out, '\n');
    }
    for (size_t i = 0; i < enclosure->mention_count; i++) {
        const struct mention *mention = &enclosure->mentions[i];
        buf_add_format(out, "    mentioned ¶%u ", mention->paragraph);
        if (mention->folio)
            buf_add_format(out, "E%u ", mention->folio);
        add_text(out, mention->words);
        buf_add_char(out, '\n');
    }
}

static void dump_ledger(const struct ledger *ledger, struct buf *out)
{
    buf_add_format(out, "ledger declared %u", ledger->declared);
    for (size_t i = 0; i < ledger->letter_count; i++)
        buf_add_format(out, " letter %u @%u:%u", ledger->letter[i].pages,
                       ledger->letter[i].place.line, ledger->letter[i].place.column);
    buf_add_string(out, " =");
    for (int i = 0; i < STATUS_COUNT; i++)
        buf_add_format(out, "%s %s %u", i ? " +" : "", status_word((enum status)i),
                       ledger->counts[i]);
    buf_add_char(out, '\n');
    for (size_t i = 0; i < ledger->enclosure_count; i++)
        dump_enclosure(&ledger->enclosures[i], out);
    for (size_t i = 0; i < ledger->row_count; i++) {
        const struct ledger_row *row = &ledger->rows[i];
        buf_add_format(out, "  E%u ", row->folio);
        ledger_append_ids(out, ledger, row);
        if (row->page)
            buf_add_format(out, "/%u", row->page);
        buf_add_format(out, " %s", status_word(row->status));
        add_named(out, "reason", row->reason);
        add_named(out, "authority", row->authority);
        add_named(out, "file", row->file ? row->file->name : NULL);
        buf_add_char(out, '\n');
    }
    for (size_t i = 0; i < ledger->run_count; i++) {
        buf_add_string(out, "  run ");
        ledger_append_range(out, ledger->runs[i].first_folio, ledger->runs[i].last_folio);
        buf_add_format(out, " %s\n", status_word(ledger->runs[i].row->status));
    }
}

void dossier_dump(const struct dossier *dossier, struct buf *text)
{
    buf_add_string(text, "metadata\n");
    for (size_t i = 0; i < metadata_field_count; i++) {
        if (metadata_has(&dossier->metadata, &metadata_fields[i]))
            dump_field(&dossier->metadata, &metadata_fields[i], text);
    }
    buf_add_string(text, "outputs\n ");
    add_named(text, "folder", dossier->outputs.bundle_folder);
    add_named(text, "pdf", dossier->outputs.pdf_name);
    add_named(text, "zip", dossier->outputs.zip_name);
    buf_add_string(text, "\nletter\n");
    dump_tree(dossier, dossier->letter.root, text);
    for (size_t i = 0; i < dossier->letter.note_count; i++)
        dump_tree(dossier, dossier->letter.notes[i], text);
    dump_ledger(&dossier->ledger, text);
}
