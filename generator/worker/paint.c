/* SPDX-License-Identifier: ISC */
/* Parts of a page painted over: black boxes, each with the sign of its reason. */
#include "worker/paint.h"

#include <stdio.h>
#include <string.h>

/* The sign is drawn in cells, five by seven a character, with one between and around them. */
#define CELLS_ACROSS 5
#define CELLS_DOWN 7
#define SIGN_HEIGHT 8504 /* 3 mm in thousandths of a point; less in boxes that are lower */

static const char characters[] = "0123456789[]";
/* Each row's cells, the leftmost in the highest of five bits. */
static const uint8_t cells[sizeof characters - 1][CELLS_DOWN] = {
    {14, 17, 19, 21, 25, 17, 14}, {4, 12, 4, 4, 4, 4, 14},  {14, 17, 1, 2, 4, 8, 31},
    {31, 2, 4, 2, 1, 17, 14},     {2, 6, 10, 18, 31, 2, 2}, {31, 16, 30, 1, 1, 17, 14},
    {6, 8, 16, 30, 17, 17, 14},   {31, 1, 2, 4, 8, 8, 8},   {14, 17, 17, 14, 17, 17, 14},
    {14, 17, 17, 15, 1, 2, 12},   {14, 8, 8, 8, 8, 8, 14},  {14, 2, 2, 2, 2, 2, 14},
};

/* A rectangle of dots. */
struct area {
    l_int32 left, top, width, height;
};

static void fill(PIX *pix, struct area area, bool black)
{
    /* Black is 1 where a dot has one bit. */
    l_int32 how = black == (pixGetDepth(pix) == 1) ? PIX_SET : PIX_CLR;
    pixRasterop(pix, area.left, area.top, area.width, area.height, how, NULL, 0, 0);
}

/* The first dot that a length reaches, and the first that it does not reach any more. */
static l_int32 first_dot(int64_t at, int64_t dots, int64_t length)
{
    return (l_int32)(at * dots / length);
}

static l_int32 last_dot(int64_t at, int64_t dots, int64_t length)
{
    int64_t dot = (at * dots + length - 1) / length;
    return (l_int32)(dot < dots ? dot : dots);
}

static void paint_sign(PIX *pix, const struct redaction *box, struct area area, int32_t width,
                       int32_t height)
{
    char sign[16];
    int length = snprintf(sign, sizeof sign, "[%u]", box->sign);
    int64_t across = (CELLS_ACROSS + 1) * length + 1;
    int64_t cell = SIGN_HEIGHT / CELLS_DOWN;
    if (cell > box->height / (CELLS_DOWN + 2))
        cell = box->height / (CELLS_DOWN + 2);
    if (cell > box->width / across)
        cell = box->width / across;
    struct area dot = {.width = first_dot(cell, pixGetWidth(pix), width),
                       .height = first_dot(cell, pixGetHeight(pix), height)};
    dot.width = dot.width ? dot.width : 1;
    dot.height = dot.height ? dot.height : 1;
    if (across * dot.width > area.width || (CELLS_DOWN + 2) * dot.height > area.height)
        return; /* the box is too small for a sign */
    l_int32 left = area.left + (area.width - (l_int32)(across - 2) * dot.width) / 2;
    l_int32 top = area.top + (area.height - CELLS_DOWN * dot.height) / 2;
    for (int i = 0; i < length; i++) {
        const uint8_t *rows = cells[strchr(characters, sign[i]) - characters];
        for (int y = 0; y < CELLS_DOWN; y++) {
            for (int x = 0; x < CELLS_ACROSS; x++) {
                dot.left = left + ((CELLS_ACROSS + 1) * i + x) * dot.width;
                dot.top = top + y * dot.height;
                if (rows[y] >> (CELLS_ACROSS - 1 - x) & 1)
                    fill(pix, dot, false);
            }
        }
    }
}

void paint_boxes(PIX *pix, const struct job *job, uint32_t page, int32_t width, int32_t height)
{
    /* All signs come after all boxes, which may lie over one another. */
    for (int signs = 0; signs < 2; signs++) {
        for (size_t i = 0; i < job->redaction_count; i++) {
            const struct redaction *box = &job->redactions[i];
            if (box->page != page)
                continue;
            struct area area = {.left = first_dot(box->left, pixGetWidth(pix), width),
                                .top = first_dot(box->top, pixGetHeight(pix), height)};
            area.width =
                last_dot((int64_t)box->left + box->width, pixGetWidth(pix), width) - area.left;
            area.height =
                last_dot((int64_t)box->top + box->height, pixGetHeight(pix), height) - area.top;
            if (signs)
                paint_sign(pix, box, area, width, height);
            else
                fill(pix, area, true);
        }
    }
}

PIX *paint_scan(const struct job *job, const struct foreign *foreign, struct scan_page *page,
                uint32_t number, const char **why)
{
    int32_t width = 0;
    int32_t height = 0;
    *why = "it has no size";
    if (!scan_size(page, &width, &height))
        return NULL;
    PIX *pix = raster_read(job->type, foreign, page, 0, why);
    if (!pix)
        return NULL;
    *why = "memory does not suffice to paint it";
    pix = raster_upright(pix, page->orientation);
    if (!pix)
        return NULL;
    if (scan_turn(page->orientation) % 180 != 0) {
        double across = page->across;
        page->across = page->up;
        page->up = across;
    }
    page->orientation = 1;
    paint_boxes(pix, job, number, width, height);
    return pix;
}
