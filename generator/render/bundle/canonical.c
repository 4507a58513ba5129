/* SPDX-License-Identifier: ISC */
/* The two input files anew from the model, in one form: fixed order, every text in double quotes,
 * no comments. */
#include "base/utf8.h"
#include "render/bundle/bundle.h"

#include <string.h>

static void add_member(struct buf *yaml, const char *indent, const char *key, const char *text)
{
    if (!*text)
        return;
    buf_add_format(yaml, "%s%s: ", indent, key);
    utf8_append_quoted(yaml, text);
    buf_add_char(yaml, '\n');
}

/* As a mapping of the keys that it has; `first` stands before the first of them. */
static void add_party(struct buf *yaml, const char *first, const char *indent,
                      const struct party *party)
{
    const char *const keys[] = {"name", "office", "sort", "url"};
    const char *const texts[] = {party->name, party->office, party->sort, party->url};
    for (size_t i = 0; i < 4; i++) {
        add_member(yaml, first, keys[i], texts[i]);
        if (*texts[i])
            first = indent;
    }
}

static void add_list(struct buf *yaml, const char *indent, const char *key,
                     const struct text_list *texts)
{
    buf_add_format(yaml, "%s%s:\n", indent, key);
    for (size_t i = 0; i < texts->count; i++) {
        buf_add_format(yaml, "%s  - ", indent);
        utf8_append_quoted(yaml, texts->items[i]);
        buf_add_char(yaml, '\n');
    }
}

static void add_field(struct buf *yaml, const struct field *field, const void *value)
{
    const struct party_list *parties = value;
    switch (field->type) {
    case FIELD_IDENTIFIER:
    case FIELD_TEXT:
    case FIELD_ADDRESS:
    case FIELD_LINK:
        add_member(yaml, "", field->key, *(const char *const *)value);
        break;
    case FIELD_DATE:
        buf_add_format(yaml, "%s: ", field->key);
        date_append_iso(yaml, *(const struct date *)value);
        buf_add_char(yaml, '\n');
        break;
    case FIELD_LANGUAGES:
        add_list(yaml, "", field->key, value);
        break;
    case FIELD_PARTY:
        buf_add_format(yaml, "%s:\n", field->key);
        add_party(yaml, "  ", "  ", value);
        break;
    case FIELD_PARTIES:
        buf_add_format(yaml, "%s:\n", field->key);
        for (size_t i = 0; i < parties->count; i++)
            add_party(yaml, "  - ", "    ", &parties->items[i]);
        break;
    }
}

void bundle_canonical_metadata(const struct dossier *dossier, struct buf *yaml)
{
    for (size_t i = 0; i < metadata_field_count; i++) {
        const struct field *field = &metadata_fields[i];
        if (metadata_has(&dossier->metadata, field))
            add_field(yaml, field, metadata_value(&dossier->metadata, field));
    }
}

/* "42-60 62", in a line of its own behind `first`; nothing where there are none. */
static void add_ranges(struct buf *yaml, const char *first, const struct page_range *ranges,
                       size_t count)
{
    if (count)
        buf_add_string(yaml, first);
    for (size_t i = 0; i < count; i++) {
        buf_add_format(yaml, "%s%u", i ? " " : "", ranges[i].first);
        if (ranges[i].last != ranges[i].first)
            buf_add_format(yaml, "-%u", ranges[i].last);
    }
    if (count)
        buf_add_char(yaml, '\n');
}

static void add_files(struct buf *yaml, const struct enclosure *enclosure)
{
    if (enclosure->holding_count)
        buf_add_string(yaml, "    files:\n");
    for (size_t i = 0; i < enclosure->holding_count; i++) {
        const struct holding *holding = &enclosure->holdings[i];
        add_member(yaml, "      - ", "file", holding->file->name);
        add_ranges(yaml, "        pages: ", holding->pages, holding->pages_count);
        add_ranges(yaml, "        holds: ", holding->holds, holding->holds_count);
        add_ranges(yaml, "        without: ", holding->without, holding->without_count);
    }
}

static void add_exceptions(struct buf *yaml, const struct enclosure *enclosure)
{
    if (enclosure->exception_count)
        buf_add_string(yaml, "    except:\n");
    for (size_t i = 0; i < enclosure->exception_count; i++) {
        const struct exception *exception = &enclosure->exceptions[i];
        add_ranges(yaml, "      - pages: ", exception->pages, exception->page_count);
        buf_add_format(yaml, "        status: %s\n", status_word(exception->status));
        add_member(yaml, "        ", "reason", exception->reason);
        add_member(yaml, "        ", "authority", exception->authority);
    }
}

/* The file is an extract in which these are painted over. */
static void add_parts(struct buf *yaml, const struct enclosure *enclosure)
{
    if (enclosure->part_count)
        buf_add_string(yaml, "    redacted:\n");
    for (size_t i = 0; i < enclosure->part_count; i++) {
        const struct withheld_part *part = &enclosure->parts[i];
        buf_add_format(yaml, "      - page: %u\n        boxes:\n", part->page);
        for (size_t k = 0; k < part->box_count; k++) {
            const struct part_box *box = &part->boxes[k];
            const int32_t lengths[] = {box->left, box->top, box->width, box->height};
            for (size_t l = 0; l < 4; l++) {
                buf_add_string(yaml, l ? ", " : "          - [");
                buf_add_thousandths(yaml, lengths[l]);
            }
            buf_add_string(yaml, "]\n");
        }
        add_member(yaml, "        ", "reason", part->reason);
        add_member(yaml, "        ", "authority", part->authority);
    }
}

static void add_enclosure(struct buf *yaml, const struct enclosure *enclosure)
{
    add_member(yaml, "  - ", "id", enclosure->id);
    add_member(yaml, "    ", "title", enclosure->title);
    if (*enclosure->title_from)
        buf_add_format(yaml, "    title-from: %s\n", enclosure->title_from);
    if (enclosure->pages)
        buf_add_format(yaml, "    pages: %u\n", enclosure->pages);
    else
        buf_add_string(yaml, "    pages: not stated\n");
    buf_add_format(yaml, "    status: %s\n", status_word(enclosure->status));
    add_member(yaml, "    ", "reason", enclosure->reason);
    add_member(yaml, "    ", "authority", enclosure->authority);
    if (enclosure->languages.count)
        add_list(yaml, "    ", "languages", &enclosure->languages);
    add_files(yaml, enclosure);
    add_exceptions(yaml, enclosure);
    add_parts(yaml, enclosure);
}

void bundle_canonical_manifest(const struct dossier *dossier, struct buf *yaml)
{
    const struct ledger *ledger = &dossier->ledger;
    buf_add_format(yaml, "pages: %u\n", ledger->declared);
    if (ledger->enclosure_count)
        buf_add_string(yaml, "enclosures:\n");
    for (size_t i = 0; i < ledger->enclosure_count; i++)
        add_enclosure(yaml, &ledger->enclosures[i]);
}
