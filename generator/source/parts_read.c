/* SPDX-License-Identifier: ISC */
/* The parts of an enclosure's pages that are withheld, as the manifest names them. */
#include "source/parts_read.h"

#include "source/fields.h"

#include <ctype.h>

#define BOX_WANTED                                                              \
    "boxes in mm from the upper left corner of the page, such as [[20, 30, 60," \
    " 8]]: left, top, width, height"
#define LENGTH_MOST 35000 /* mm, as large as pages may be */
#define DECIMALS 3

/* Millimetres as micrometres. */
static bool read_length(const struct yaml *yaml, int32_t *length, struct report *report)
{
    const char *text;
    if (!fields_text(yaml, BOX_WANTED, &text, report))
        return false;
    bool negative = *text == '-';
    const char *at = text + negative;
    int32_t value = 0;
    bool ok = isdigit((unsigned char)*at);
    for (; isdigit((unsigned char)*at) && value <= LENGTH_MOST; at++)
        value = value * 10 + *at - '0';
    ok = ok && value <= LENGTH_MOST;
    value = ok ? value * 1000 : 0;
    if (*at == '.') {
        int32_t scale = 1000;
        for (at++; isdigit((unsigned char)*at) && scale > 1; at++)
            value += (scale /= 10) * (*at - '0');
        ok = ok && isdigit((unsigned char)at[-1]);
    }
    if (!ok || *at)
        report_error(report, yaml->place,
                     "\"%s\" is no length of at most %d mm and %d decimals; write %s", text,
                     LENGTH_MOST, DECIMALS, BOX_WANTED);
    *length = negative ? -value : value;
    return ok && !*at;
}

static bool read_box(const struct yaml *yaml, struct part_box *box, struct report *report)
{
    int32_t *const lengths[] = {&box->left, &box->top, &box->width, &box->height};
    if (!fields_list(yaml, BOX_WANTED, report))
        return false;
    if (yaml_count(yaml) != 4) {
        report_error(report, yaml->place, "a box has four lengths; write %s", BOX_WANTED);
        return false;
    }
    const struct yaml *item = yaml->first;
    bool ok = true;
    for (size_t i = 0; i < 4; i++, item = item->next)
        ok = read_length(item, lengths[i], report) && ok;
    if (ok && (box->width <= 0 || box->height <= 0)) {
        report_error(report, yaml->place,
                     "the box covers nothing; give it a width and a height above 0");
        return false;
    }
    return ok;
}

static void read_boxes(const struct yaml *yaml, struct withheld_part *part, struct arena *arena,
                       struct report *report)
{
    if (!fields_list(yaml, BOX_WANTED, report))
        return;
    struct part_box *boxes = arena_new(arena, yaml_count(yaml) * sizeof *boxes);
    for (const struct yaml *item = yaml->first; item; item = item->next)
        part->box_count += read_box(item, &boxes[part->box_count], report);
    part->boxes = boxes;
}

static void read_part(const struct yaml *yaml, struct withheld_part *part, struct arena *arena,
                      struct report *report)
{
    static const char *const keys[] = {"page", "boxes", "reason", "authority"};
    *part = (struct withheld_part){.reason = "", .authority = "", .place = yaml->place};
    if (!fields_map(yaml, "parts of a page: page, boxes, reason and authority", report))
        return;
    fields_check_keys(yaml, keys, sizeof keys / sizeof *keys, report);
    const struct yaml *page = fields_require(yaml, "page", "a page of the enclosure", report);
    const struct yaml *boxes = fields_require(yaml, "boxes", BOX_WANTED, report);
    const struct yaml *reason =
        fields_require(yaml, "reason", "why parts of the page are withheld", report);
    const struct yaml *authority = fields_require(yaml, "authority", "who decided it", report);
    if (page)
        fields_number(page, "a page of the enclosure", LEDGER_PAGES_MAX, &part->page, report);
    if (boxes)
        read_boxes(boxes, part, arena, report);
    if (reason)
        fields_text(reason, "why parts of the page are withheld", &part->reason, report);
    if (authority)
        fields_text(authority, "who decided it", &part->authority, report);
}

void parts_read(const struct yaml *map, struct enclosure *enclosure, struct arena *arena,
                struct report *report)
{
    static const char *const keys[] = {"redacted", "redact"};
    const struct yaml *lists[2];
    size_t most = 0;
    for (size_t i = 0; i < 2; i++) {
        lists[i] = yaml_get(map, keys[i]);
        if (lists[i] && !fields_list(lists[i], "a list of parts, by page", report))
            lists[i] = NULL;
        most += lists[i] ? yaml_count(lists[i]) : 0;
    }
    enclosure->parts = arena_new(arena, (most + 1) * sizeof *enclosure->parts);
    for (size_t i = 0; i < 2; i++) {
        const struct yaml *item = lists[i] ? lists[i]->first : NULL;
        for (; item; item = item->next) {
            struct withheld_part *part = &enclosure->parts[enclosure->part_count++];
            read_part(item, part, arena, report);
            part->done = i == 0;
        }
    }
}
