/* SPDX-License-Identifier: ISC */
/* Ranges of pages as the manifest writes them: "12-14 20". */
#include "source/ranges.h"

#include "base/utf8.h"
#include "source/fields.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static bool read_page(const char **at, unsigned *page)
{
    unsigned long value = 0;
    const char *start = *at;
    for (; isdigit((unsigned char)**at); ++*at) {
        if (value <= LEDGER_PAGES_MAX)
            value = value * 10 + (unsigned long)(**at - '0');
    }
    *page = (unsigned)value;
    return *at > start && value;
}

/* One range from *at on; false where something was reported. */
static bool read_range(const char **at, struct page_range *range, struct report *report)
{
    const char *start = *at;
    bool ok = read_page(at, &range->first);
    range->last = range->first;
    if (ok && **at == '-') {
        ++*at;
        ok = read_page(at, &range->last);
    }
    size_t length = strcspn(start, " ,");
    if (!ok || start + length != *at) {
        report_error(report, range->place, "\"%.*s\" is not a range of pages; write %s",
                     (int)length, start, RANGES_WANTED);
        *at = start + length;
        return false;
    }
    if (range->first > range->last)
        report_error(report, range->place,
                     "the range %.*s is upside down; write the lower page first", (int)length,
                     start);
    else if (range->last > LEDGER_PAGES_MAX)
        report_error(report, range->place, "%.*s is above %u, the most there can be; correct it",
                     (int)length, start, LEDGER_PAGES_MAX);
    else
        return true;
    return false;
}

const struct page_range *ranges_read(const struct yaml *yaml, size_t *count, struct arena *arena,
                                     struct report *report)
{
    const char *text;
    *count = 0;
    if (!fields_text(yaml, RANGES_WANTED, &text, report))
        return NULL;
    struct page_range *ranges = NULL;
    size_t capacity = 0;
    size_t errors = report->errors;
    const char *at = text;
    while (*(at += strspn(at, " ,"))) {
        struct page_range range = {0, 0, yaml->place};
        if (yaml->verbatim)
            range.place.column += yaml->inset + (unsigned)utf8_count(text, (size_t)(at - text));
        if (!read_range(&at, &range, report))
            continue;
        ranges = memory_grow(ranges, *count, &capacity, sizeof *ranges);
        ranges[(*count)++] = range;
    }
    if (!*count && report->errors == errors)
        report_error(report, yaml->place, "\"%s\" names no page; write %s", text, RANGES_WANTED);
    struct page_range *kept =
        (struct page_range *)(void *)arena_copy(arena, ranges, *count * sizeof *ranges);
    free(ranges);
    return kept;
}
