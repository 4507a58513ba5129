/* SPDX-License-Identifier: ISC */
/* Notes at the foot of a page: how high they are, how many fit. */
#include "render/pdf/foot.h"

#include "render/pdf/page.h"
#include "render/pdf/strip.h"

int64_t foot_height(const struct flow *flow, size_t begin, size_t end)
{
    if (end <= begin)
        return 0;
    const struct strip *strips = flow->notes->strips;
    return flow->foot_space + flow->foot_rule + strips[end - 1].start + strips[end - 1].height -
           strips[begin].start;
}

size_t foot_fitting(const struct flow *flow, size_t begin, size_t end, int64_t room)
{
    size_t fits = begin, beyond = end + 1;
    while (beyond - fits > 1) {
        size_t middle = fits + (beyond - fits) / 2;
        if (foot_height(flow, begin, middle) <= room)
            fits = middle;
        else
            beyond = middle;
    }
    size_t good = fits;
    while (good > begin && good < end && flow->notes->strips[good].penalty >= FLOW_AVOID)
        good--;
    return good > begin ? good : fits;
}

size_t foot_alone(const struct flow *flow, size_t begin, size_t end)
{
    size_t fitting = foot_fitting(flow, begin, end, strip_page_height(flow));
    return fitting > begin ? fitting : begin + 1;
}

void foot_place(struct flow *flow, size_t end, struct layout_page *page,
                const struct flow_page *flow_page)
{
    int64_t y = flow->bottom + foot_height(flow, flow->note_at, end) - flow->foot_space;
    page->boxes[page->box_count++] =
        (struct box){.kind = BOX_RECT,
                     .artifact = ARTIFACT_LAYOUT,
                     .x = flow_page->left,
                     .y = (int32_t)y,
                     .rect = {flow->foot_width, 400, flow->foot_colour}};
    y -= flow->foot_rule;
    const struct strip *strips = flow->notes->strips;
    for (size_t i = flow->note_at; i < end; i++)
        page_strip(flow, flow->notes, i, page, flow_page,
                   (int32_t)(y + strips[flow->note_at].start - strips[i].start));
    flow->note_at = end;
}
