/* SPDX-License-Identifier: ISC */
/* How the project writes dates, numbers, sizes and the names of languages: by the settings. */
#include "model/forms.h"

#include <string.h>
#include <strings.h>

static bool starts(const char *text, const char *with)
{
    return !strncmp(text, with, strlen(with));
}

void forms_append_date(struct buf *buf, const struct settings *settings, struct date date)
{
    const char *at = settings->forms.date;
    while (*at) {
        if (starts(at, FORMS_DAY)) {
            buf_add_number(buf, date.day);
            at += strlen(FORMS_DAY);
        } else if (starts(at, FORMS_MONTH)) {
            buf_add_string(buf, settings->forms.months.items[date.month - 1]);
            at += strlen(FORMS_MONTH);
        } else if (starts(at, FORMS_YEAR)) {
            buf_add_number(buf, date.year);
            at += strlen(FORMS_YEAR);
        } else {
            buf_add_char(buf, *at++);
        }
    }
}

void forms_append_page(struct buf *buf, const struct settings *settings,
                       const struct ledger_row *row, const char *enclosure)
{
    const char *at = settings->words.enclosed_page;
    while (*at) {
        if (starts(at, FORMS_PAGE)) {
            buf_add_number(buf, row->page);
            at += strlen(FORMS_PAGE);
        } else if (starts(at, FORMS_ENCLOSURE)) {
            buf_add_string(buf, enclosure);
            at += strlen(FORMS_ENCLOSURE);
        } else if (starts(at, FORMS_FOLIO)) {
            ledger_append_range(buf, row->folio, row->folio);
            at += strlen(FORMS_FOLIO);
        } else {
            buf_add_char(buf, *at++);
        }
    }
}

void forms_append_part(struct buf *buf, const char *form, size_t part, size_t parts)
{
    while (*form) {
        if (starts(form, FORMS_PARTS)) {
            buf_add_number(buf, (long long)parts);
            form += strlen(FORMS_PARTS);
        } else if (starts(form, FORMS_PART)) {
            buf_add_number(buf, (long long)part);
            form += strlen(FORMS_PART);
        } else {
            buf_add_char(buf, *form++);
        }
    }
}

void forms_append_number(struct buf *buf, const struct settings *settings,
                         unsigned long long number)
{
    struct buf digits = BUF_INIT;
    buf_add_format(&digits, "%llu", number);
    for (size_t i = 0; i < digits.length; i++) {
        if (i && (digits.length - i) % 3 == 0)
            buf_add_string(buf, settings->forms.thousands);
        buf_add_char(buf, digits.bytes[i]);
    }
    buf_release(&digits);
}

void forms_append_size(struct buf *buf, const struct settings *settings, uint64_t bytes)
{
    const struct text_list *units = &settings->forms.sizes;
    size_t unit = 0;
    uint64_t scale = 1;
    while (unit + 1 < units->count && (bytes + scale / 2) / scale >= 1000) {
        scale *= 1000;
        unit++;
    }
    uint64_t tenths = unit ? (bytes + scale / 20) / (scale / 10) : bytes * 10;
    if (tenths < 100) {
        buf_add_number(buf, (long long)(tenths / 10));
        if (tenths % 10)
            buf_add_format(buf, "%s%u", settings->forms.decimal, (unsigned)(tenths % 10));
    } else {
        buf_add_number(buf, (long long)((bytes + scale / 2) / scale));
    }
    buf_add_format(buf, " %s", units->items[unit]);
}

static const char *find_name(const struct language_list *names, const char *tag, size_t length)
{
    for (size_t i = 0; i < names->count; i++) {
        const char *known = names->items[i].tag;
        if (!strncasecmp(known, tag, length) && !known[length])
            return names->items[i].name;
    }
    return NULL;
}

void forms_append_language(struct buf *buf, const struct settings *settings, const char *tag)
{
    const struct language_list *names = &settings->forms.languages;
    const char *name = find_name(names, tag, strlen(tag));
    const char *primary = name ? NULL : find_name(names, tag, strcspn(tag, "-"));
    if (primary)
        buf_add_format(buf, "%s (%s)", primary, tag);
    else
        buf_add_string(buf, name ? name : tag);
}
