/* SPDX-License-Identifier: ISC */
/* Layouts made by hand, page by page, and written: for tests of what the PDF says. */
#ifndef TESTS_UNIT_SHEET_H
#define TESTS_UNIT_SHEET_H

#include "base/utf8.h"
#include "render/pdf/write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SIZE 11000

struct sheet {
    struct dossier dossier;
    struct layout layout;
    struct report report;
    struct error err;
    size_t element_capacity;
    size_t box_capacity; /* of the page being filled */
    size_t link_capacity;
    size_t page_capacity;
    size_t destination_capacity;
    size_t bookmark_capacity;
};

static const char *regular[] = {"GentiumBookPlus-Regular.ttf", "DejaVuSans.ttf"};
static const char *italic[] = {"GentiumBookPlus-Italic.ttf"};
static const char *folders[] = {"/usr/share/fonts/truetype/gentiumplus",
                                "/usr/share/fonts/truetype/dejavu"};
static const char *languages[] = {"en", "az"};
static struct template_file template_file = {
    .name = "pdf.yaml", .path = "templates/pdf.yaml", .bytes = ""};

static void begin(struct sheet *sheet)
{
    memset(sheet, 0, sizeof *sheet);
    buf_init(&sheet->err.text);
    struct metadata *metadata = &sheet->dossier.metadata;
    *metadata = (struct metadata){.identifier = "test-1",
                                  .title = "Füße & <ə>",
                                  .date = {2020, 11, 12},
                                  .published = {2026, 11, 24},
                                  .languages = {languages, 2},
                                  .sender = {"A. Sender", "An office", "", ""},
                                  .place = "",
                                  .subject = "A subject",
                                  .reference = "",
                                  .in_reply_to = "",
                                  .description = "",
                                  .publisher = "",
                                  .publisher_url = "",
                                  .edition = "",
                                  .rights = "",
                                  .licence = "",
                                  .holder = "",
                                  .shelfmark = "",
                                  .provenance = "",
                                  .permanent_url = "",
                                  .base_url = ""};
    struct settings *settings = &sheet->dossier.templates.settings;
    sheet->dossier.templates.files = &template_file;
    sheet->dossier.templates.count = 1;
    settings->language = "en";
    settings->faces.folders = (struct text_list){folders, 2};
    settings->faces.regular = settings->faces.bold = settings->faces.bold_italic =
        settings->faces.mono = (struct text_list){regular, 2};
    settings->faces.italic = (struct text_list){italic, 1};
    settings->colours.profile = "/usr/share/color/icc/sRGB.icc";
    sheet->layout.width = 595276;
    sheet->layout.height = 841890;
    sheet->layout.bookmarks_open = 2;
    sheet->layout.faces = face_set_new(&sheet->dossier.templates, &sheet->report);
    sheet->layout.shaper = shaper_new();
}

static void end(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->layout.page_count; i++) {
        free(sheet->layout.pages[i].boxes);
        free(sheet->layout.pages[i].links);
    }
    free(sheet->layout.pages);
    free(sheet->layout.elements);
    free(sheet->layout.destinations);
    free(sheet->layout.bookmarks);
    shaper_free(sheet->layout.shaper);
    face_set_free(sheet->layout.faces);
    arena_release(&sheet->layout.arena);
    report_release(&sheet->report);
    error_release(&sheet->err);
}

static void add_page(struct sheet *sheet, const char *label)
{
    struct layout *layout = &sheet->layout;
    layout->pages = memory_grow(layout->pages, layout->page_count, &sheet->page_capacity,
                                sizeof *layout->pages);
    layout->pages[layout->page_count++] =
        (struct layout_page){.label = arena_string(&layout->arena, label)};
    sheet->box_capacity = sheet->link_capacity = 0;
}

static uint32_t add_element(struct sheet *sheet, uint32_t parent, enum tag tag)
{
    struct layout *layout = &sheet->layout;
    layout->elements = memory_grow(layout->elements, layout->element_count,
                                   &sheet->element_capacity, sizeof *layout->elements);
    layout->elements[layout->element_count] =
        (struct element){.parent = parent, .tag = (uint8_t)tag};
    return (uint32_t)layout->element_count++;
}

static struct layout_page *last_page(struct sheet *sheet)
{
    return &sheet->layout.pages[sheet->layout.page_count - 1];
}

static struct box *add_box(struct sheet *sheet, struct box box)
{
    struct layout_page *page = last_page(sheet);
    page->boxes =
        memory_grow(page->boxes, page->box_count, &sheet->box_capacity, sizeof *page->boxes);
    page->boxes[page->box_count] = box;
    return &page->boxes[page->box_count++];
}

/* A line of one piece; returns it so that a test can change it. */
static struct placed_piece *add_line(struct sheet *sheet, uint32_t element, enum style style,
                                     int32_t y, const char *text)
{
    struct layout *layout = &sheet->layout;
    bool found;
    size_t length;
    uint32_t character = utf8_decode(text, strlen(text), &length);
    const struct face *face = face_set_choose(layout->faces, style, character, &found);
    struct placed_piece *placed = arena_new(&layout->arena, sizeof *placed);
    placed->piece = shaper_piece(layout->shaper, face, "en", text, strlen(text));
    add_box(sheet,
            (struct box){.kind = BOX_TEXT,
                         .element = element,
                         .x = 70000,
                         .y = y,
                         .text = {.pieces = placed, .count = 1, .size = SIZE, .colour = 0x1a1a1a}});
    return placed;
}

static void add_link(struct sheet *sheet, struct layout_link link)
{
    struct layout_page *page = last_page(sheet);
    page->links =
        memory_grow(page->links, page->link_count, &sheet->link_capacity, sizeof *page->links);
    page->links[page->link_count++] = link;
}

static void add_destination(struct sheet *sheet, const char *name, int32_t y)
{
    struct layout *layout = &sheet->layout;
    layout->destinations = memory_grow(layout->destinations, layout->destination_count,
                                       &sheet->destination_capacity, sizeof *layout->destinations);
    layout->destinations[layout->destination_count++] =
        (struct destination){arena_string(&layout->arena, name), layout->page_count - 1, y};
}

static void add_bookmark(struct sheet *sheet, const char *title, unsigned level)
{
    struct layout *layout = &sheet->layout;
    layout->bookmarks = memory_grow(layout->bookmarks, layout->bookmark_count,
                                    &sheet->bookmark_capacity, sizeof *layout->bookmarks);
    layout->bookmarks[layout->bookmark_count++] =
        (struct bookmark){.title = arena_string(&layout->arena, title),
                          .level = level,
                          .element = 0,
                          .page = layout->page_count - 1,
                          .y = 700000,
                          .turn = layout->bookmark_count - 1};
}

static bool write_as(struct sheet *sheet, const char *name)
{
    struct output *output = output_new("out", &sheet->err);
    assert_non_null(output);
    struct output_writer *writer = output_open(output, name, &sheet->err);
    assert_non_null(writer);
    bool ok = write_pdf(&sheet->dossier, &sheet->layout, writer, &sheet->report, &sheet->err);
    if (ok && !sheet->report.errors) {
        assert_true(output_close(writer, NULL, &sheet->err));
        assert_true(output_publish(output, &name, 1, &sheet->err));
    } else {
        output_abandon(writer);
    }
    output_free(output);
    return ok;
}

#endif
