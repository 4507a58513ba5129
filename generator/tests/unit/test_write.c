/* SPDX-License-Identifier: ISC */
/* The PDF as written from a layout made by hand: what readers and judges of the file rely on. */
#include "tests/unit/pdf_file.h"
#include "tests/unit/sheet.h"
#include "tests/unit/home.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

/* A page of nearly everything. */
static void fill(struct sheet *sheet)
{
    add_page(sheet, "1");
    uint32_t document = add_element(sheet, NO_ELEMENT, TAG_DOCUMENT);
    uint32_t heading = add_element(sheet, document, TAG_H1);
    uint32_t paragraph = add_element(sheet, document, TAG_P);
    uint32_t span = add_element(sheet, paragraph, TAG_SPAN);
    uint32_t link = add_element(sheet, paragraph, TAG_LINK);
    uint32_t list = add_element(sheet, document, TAG_L);
    uint32_t item = add_element(sheet, list, TAG_LI);
    uint32_t label = add_element(sheet, item, TAG_LBL);
    uint32_t body = add_element(sheet, item, TAG_LBODY);
    uint32_t table = add_element(sheet, document, TAG_TABLE);
    uint32_t row = add_element(sheet, table, TAG_TR);
    uint32_t head = add_element(sheet, row, TAG_TH);
    uint32_t empty = add_element(sheet, row, TAG_TH);
    uint32_t wide = add_element(sheet, row, TAG_TH);
    uint32_t note = add_element(sheet, document, TAG_NOTE);
    sheet->layout.elements[span].lang = "az";
    sheet->layout.elements[list].list_numbering = LIST_DISC;
    sheet->layout.elements[head].scope = SCOPE_COLUMN;
    sheet->layout.elements[empty].scope = SCOPE_COLUMN;
    sheet->layout.elements[wide].scope = SCOPE_COLUMN;
    sheet->layout.elements[wide].column_span = 2;
    sheet->layout.elements[note].id = 1;

    add_line(sheet, 0, STYLE_ITALIC, 800000, "Running head")->soft_hyphen = false;
    last_page(sheet)->boxes[0].artifact = ARTIFACT_HEADER;
    add_line(sheet, heading, STYLE_REGULAR, 760000, "A heading (with a fi ligature)");
    add_line(sheet, paragraph, STYLE_REGULAR, 730000, "AVATAR office and ");
    add_line(sheet, span, STYLE_ITALIC, 715000, "Azərbaycan Respublikası ");
    add_line(sheet, paragraph, STYLE_REGULAR, 700000, "goes on in hyphen");
    add_line(sheet, paragraph, STYLE_REGULAR, 685000, "-")->soft_hyphen = true;
    add_line(sheet, paragraph, STYLE_REGULAR, 670000, "ation re-read, ");
    add_line(sheet, link, STYLE_REGULAR, 655000, "a link");
    add_line(sheet, label, STYLE_REGULAR, 640000, "•");
    add_line(sheet, body, STYLE_REGULAR, 625000, "an item, é and e\xCC\x81 and q\xCC\x81");
    add_line(sheet, head, STYLE_REGULAR, 610000, "Held");
    add_line(sheet, wide, STYLE_REGULAR, 595000, "● ◐ ○ ◌");
    add_box(sheet, (struct box){.kind = BOX_RECT,
                                .artifact = ARTIFACT_LAYOUT,
                                .x = 70000,
                                .y = 590500,
                                .rect = {.width = 200000, .height = 500, .colour = 0xb8b2a8}});
    add_line(sheet, note, STYLE_REGULAR, 100000, "A note");
    add_link(sheet,
             (struct layout_link){link, 70000, 652000, 30000, 12000, NULL, "p2", "Paragraph 2"});
    add_destination(sheet, "p2", 740000);
    add_destination(sheet, "p10", 720000);
    add_bookmark(sheet, "A heading (p. 1)", 1);
    add_bookmark(sheet, "Below – it", 2);
    add_bookmark(sheet, "Next", 1);

    add_page(sheet, "E1–E89");
    uint32_t last = add_element(sheet, document, TAG_P);
    add_line(sheet, paragraph, STYLE_REGULAR, 760000, "the paragraph ends here");
    add_line(sheet, last, STYLE_REGULAR, 730000, "Slip sheet");
    uint32_t other = add_element(sheet, last, TAG_LINK);
    add_line(sheet, other, STYLE_REGULAR, 715000, "https://example.org/");
    add_link(sheet, (struct layout_link){other, 70000, 712000, 90000, 12000,
                                         "https://example.org/ə(1)", NULL, "example.org, ə"});
    add_destination(sheet, "E1", 800000);
    add_destination(sheet, "E2", 800000);
    add_destination(sheet, "E10", 800000);
}

static void test_whole(void **state)
{
    (void)state;
    struct sheet sheet;
    struct buf raw = BUF_INIT, plain = BUF_INIT;
    begin(&sheet);
    fill(&sheet);
    assert_true(write_as(&sheet, "whole.pdf"));
    assert_int_equal(sheet.report.errors, 0);
    read_back("whole.pdf", &raw, &plain);
    check_table(&raw);
    assert_memory_equal(raw.bytes, "%PDF-1.7\n%\xB7\xBE\xAD\xAA\n", 15);
    assert_has(&plain, "/MarkInfo<</Marked true>>");
    assert_has(&plain, "/Lang(en)");
    assert_has(&plain, "/DisplayDocTitle true");
    assert_has(&plain, "/PageMode/UseOutlines");
    assert_has(&plain, "/GTS_PDFA1");
    assert_int_equal(count(&plain, "/Tabs/S"), 2);
    assert_true(raw.length < 40000);
    buf_release(&raw);
    buf_release(&plain);
    end(&sheet);
}

/* The number of the first object whose entries begin like this. */
static unsigned long object_of(const struct buf *plain, const char *entries)
{
    const char *at = find(plain, entries);
    if (!at)
        fail_msg("no object with %s", entries);
    while (strncmp(at, " 0 obj\n<<\n", 10) != 0)
        at--;
    while (at[-1] != '\n')
        at--;
    return strtoul(at, NULL, 10);
}

static void assert_object(const struct buf *plain, unsigned long number, const char *expected)
{
    char start[64];
    snprintf(start, sizeof start, "\n%lu 0 obj\n<<\n", number);
    const char *at = find(plain, start);
    assert_non_null(at);
    at += strlen(start);
    size_t length = (size_t)(strstr(at, ">>\nendobj") - at);
    char found[4096];
    snprintf(found, sizeof found, "%.*s", (int)length, at);
    assert_string_equal(found, expected);
}

/* Children and content come in reading order; an element without content keeps its place among its
 * siblings. */
static void test_tags(void **state)
{
    (void)state;
    struct sheet sheet;
    struct buf raw = BUF_INIT, plain = BUF_INIT;
    char expected[512];
    begin(&sheet);
    fill(&sheet);
    assert_true(write_as(&sheet, "tags.pdf"));
    read_back("tags.pdf", &raw, &plain);
    unsigned long root = object_of(&plain, "/Type/StructTreeRoot");
    unsigned long document = object_of(&plain, "/S/Document");
    unsigned long page = object_of(&plain, "/Type/Page/");
    unsigned long link = object_of(&plain, "/Type/Annot");
    assert_int_equal(document, root + 1);
    snprintf(expected, sizeof expected,
             "/S/P/P %lu 0 R/Pg %lu 0 R/K[1 %lu 0 R 3 %lu 0 R<</Type/MCR/Pg %lu 0 R/MCID 0>>]",
             document, page, document + 3, document + 4, page + 1);
    assert_object(&plain, document + 2, expected);
    snprintf(expected, sizeof expected, "/S/Span/P %lu 0 R/Lang(az)/Pg %lu 0 R/K[2]", document + 2,
             page);
    assert_object(&plain, document + 3, expected);
    snprintf(expected, sizeof expected,
             "/S/Link/P %lu 0 R/Pg %lu 0 R/K[4<</Type/OBJR/Obj %lu 0 R>>]", document + 2, page,
             link);
    assert_object(&plain, document + 4, expected);
    snprintf(expected, sizeof expected, "/S/TR/P %lu 0 R/K[%lu 0 R %lu 0 R %lu 0 R]", document + 9,
             document + 11, document + 12, document + 13);
    assert_object(&plain, document + 10, expected);
    snprintf(expected, sizeof expected, "/S/TH/P %lu 0 R/A<</O/Table/Scope/Column>>",
             document + 10);
    assert_object(&plain, document + 12, expected);
    assert_has(&plain, "/A<</O/Table/Scope/Column/ColSpan 2>>");
    assert_has(&plain, "/A<</O/List/ListNumbering/Disc>>");
    assert_has(&plain, "/ID(note-0000000001)");
    /* The parent tree has the elements of the marked contents of a page, then those of the links.
     */
    snprintf(expected, sizeof expected, "\n1 [%lu 0 R %lu 0 R %lu 0 R]\n2 %lu 0 R\n3 %lu 0 R\n",
             document + 2, document + 15, document + 16, document + 4, document + 16);
    assert_has(&plain, expected);
    assert_int_equal(count(&plain, ">>BDC\n"), count(&plain, "EMC\n"));
    assert_has(&plain, "/Artifact<</Type/Pagination/Subtype/Header>>BDC");
    buf_release(&raw);
    buf_release(&plain);
    end(&sheet);
}

/* What a glyph is read back as: every character of the text, however it is composed. */
static void test_text(void **state)
{
    (void)state;
    struct sheet sheet;
    struct buf raw = BUF_INIT, plain = BUF_INIT;
    begin(&sheet);
    fill(&sheet);
    assert_true(write_as(&sheet, "text.pdf"));
    read_back("text.pdf", &raw, &plain);
    assert_has(&plain, "> <00AD>\n"); /* the soft hyphen */
    assert_has(&plain, "> <002D>\n"); /* and the one in the text, with the same glyph */
    assert_has(&plain, "> <00E9>\n"); /* é */
    assert_has(&plain, "> <0259>\n"); /* ə */
    assert_has(&plain, "> <25D0>\n"); /* ◐ */
    assert_has(&plain, "> <0301>\n"); /* an accent of its own */
    assert_null(find(&plain, "<200B>"));
    assert_null(find(&plain, "> <0000>"));
    assert_has(&plain, "/Encoding/Identity-H");
    assert_has(&plain, "/CIDToGIDMap ");
    buf_release(&raw);
    buf_release(&plain);
    end(&sheet);
}

static void test_places(void **state)
{
    (void)state;
    struct sheet sheet;
    struct buf raw = BUF_INIT, plain = BUF_INIT;
    begin(&sheet);
    fill(&sheet);
    assert_true(write_as(&sheet, "places.pdf"));
    read_back("places.pdf", &raw, &plain);
    /* Names sort by bytes. */
    const char *first = find(&plain, "(E1) "), *second = find(&plain, "\n(E10) "),
               *third = find(&plain, "\n(p2) [");
    assert_true(first && second && third && first < second && second < third);
    /* Three names, one place. */
    assert_int_equal(count(&plain, "/XYZ null 800 null]"), 1);
    assert_has(&plain, "/D[");
    assert_has(&plain, "/XYZ null 740 null]");
    assert_has(&plain, "/Dest(p2)");
    assert_has(&plain, "/URI(https://example.org/%C9%99\\(1\\))");
    assert_has(&plain, "/Nums[0 <</S/D>>\n1 <</P<FEFF004500312013004500380039>>>\n]");
    assert_has(&plain, "/Type/Outlines/Count 3/");
    assert_has(&plain, "/Title(A heading \\(p. 1\\))");
    assert_int_equal(count(&plain, "/Count 1/Dest"), 1);
    buf_release(&raw);
    buf_release(&plain);
    end(&sheet);
}

static void test_metadata(void **state)
{
    (void)state;
    struct sheet sheet;
    struct buf raw = BUF_INIT, plain = BUF_INIT;
    begin(&sheet);
    fill(&sheet);
    assert_true(write_as(&sheet, "metadata.pdf"));
    read_back("metadata.pdf", &raw, &plain);
    assert_has(&raw, "<rdf:li xml:lang=\"x-default\">Füße &amp; &lt;ə&gt;</rdf:li>");
    assert_has(&raw, "<dc:creator><rdf:Seq><rdf:li>A. Sender</rdf:li>");
    assert_has(&raw, "<rdf:li>en</rdf:li><rdf:li>az</rdf:li>");
    assert_has(&raw, "<xmp:CreateDate>2026-11-24T00:00:00Z<");
    assert_has(&raw, "<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>A<");
    assert_has(&raw, "<pdfuaid:part>1<");
    assert_has(&raw, "/Title<FEFF004600FC00DF0065002000260020003C0259003E>");
    assert_has(&raw, "/Author(A. Sender)");
    assert_has(&raw, "/CreationDate(D:20261124000000Z)/ModDate(D:20261124000000Z)");
    assert_has(&raw, "/Producer(dossier " DOSSIER_VERSION ")");
    assert_int_equal(count(&raw, "/Producer"), 1);
    buf_release(&raw);
    buf_release(&plain);
    end(&sheet);
}

static void test_same_bytes(void **state)
{
    (void)state;
    struct buf raw[2] = {BUF_INIT, BUF_INIT}, plain = BUF_INIT;
    static const char *const names[] = {"same-1.pdf", "same-2.pdf"};
    for (int i = 0; i < 2; i++) {
        struct sheet sheet;
        begin(&sheet);
        fill(&sheet);
        assert_true(write_as(&sheet, names[i]));
        read_back(names[i], &raw[i], &plain);
        end(&sheet);
    }
    assert_int_equal(raw[0].length, raw[1].length);
    assert_memory_equal(raw[0].bytes, raw[1].bytes, raw[0].length);
    assert_has(&raw[0], "/ID[<");
    buf_release(&raw[0]);
    buf_release(&raw[1]);
    buf_release(&plain);
}

/* The x of every glyph is where the layout wants it: kerning, justification and widths included. */
static void test_positions(void **state)
{
    (void)state;
    struct sheet sheet;
    struct buf raw = BUF_INIT, plain = BUF_INIT;
    begin(&sheet);
    add_page(&sheet, "1");
    uint32_t paragraph = add_element(&sheet, add_element(&sheet, NO_ELEMENT, TAG_DOCUMENT), TAG_P);
    add_line(&sheet, paragraph, STYLE_REGULAR, 700000, "AVAT ");
    const struct piece *piece = last_page(&sheet)->boxes[0].text.pieces[0].piece;
    struct placed_piece line[] = {{piece, 0, false}, {piece, 50000, false}, {piece, 100001, false}};
    last_page(&sheet)->boxes[0].text.pieces = line;
    last_page(&sheet)->boxes[0].text.count = 3;
    assert_true(write_as(&sheet, "positions.pdf"));
    read_back("positions.pdf", &raw, &plain);
    const char *at = strchr(find(&plain, " Td\n"), '[') + 1;
    int64_t pen = 0;
    size_t glyph = 0;
    int64_t starts[3];
    while (*at != ']') {
        char *after;
        if (*at == '(') {
            for (at++; *at != ')'; at += 2) {
                at += *at == '\\';
                at += at[1] == '\\';
                const struct glyph *shown = &piece->glyphs[glyph % piece->glyph_count];
                if (glyph % piece->glyph_count == 0)
                    starts[glyph / piece->glyph_count] = pen;
                pen += lround(hb_font_get_glyph_h_advance(piece->face->font, shown->id) * 1000.0 /
                              piece->face->units) *
                       SIZE;
                glyph++;
            }
            at++;
        } else {
            pen -= strtol(at, &after, 10) * SIZE;
            at = after;
        }
    }
    assert_int_equal(glyph, 3 * piece->glyph_count);
    assert_int_equal(starts[0], 0);
    /* Within a thousandth of the em. */
    assert_true(llabs(starts[1] - 50000000) <= SIZE);
    assert_true(llabs(starts[2] - 100001000) <= SIZE);
    buf_release(&raw);
    buf_release(&plain);
    end(&sheet);
}

/* More pages than an array of libharu's holds. */
static void test_many_pages(void **state)
{
    (void)state;
    struct sheet sheet;
    struct buf raw = BUF_INIT, plain = BUF_INIT;
    begin(&sheet);
    uint32_t document = add_element(&sheet, NO_ELEMENT, TAG_DOCUMENT);
    for (int i = 0; i < 40000; i++) {
        char label[32];
        snprintf(label, sizeof label, "%d", i + 1);
        add_page(&sheet, label);
        add_line(&sheet, add_element(&sheet, document, TAG_P), STYLE_REGULAR, 700000, "x");
        snprintf(label, sizeof label, "p%d", i + 1);
        add_destination(&sheet, label, 700000);
    }
    assert_true(write_as(&sheet, "many.pdf"));
    read_back("many.pdf", &raw, &plain);
    check_table(&raw);
    assert_has(&plain, "/Type/Pages/Count 40000/");
    assert_int_equal(count(&plain, "/Type/Page/"), 40000);
    assert_int_equal(count(&plain, "/Type/Pages/Count 100/"), 400);
    assert_has(&plain, "/Nums[0 <</S/D>>\n]");
    buf_release(&raw);
    buf_release(&plain);
    end(&sheet);
}

/* A disk that is full at any point of the file is an error, with its reason. */
static void test_full_disk(void **state)
{
    (void)state;
    struct rlimit before, limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = before;
    for (int i = 0; i < 4; i++) {
        static const rlim_t sizes[] = {0, 1, 4096, 200000};
        struct sheet sheet;
        begin(&sheet);
        uint32_t document = add_element(&sheet, NO_ELEMENT, TAG_DOCUMENT);
        for (int k = 0; k < 3000; k++) {
            add_page(&sheet, "x");
            add_line(&sheet, add_element(&sheet, document, TAG_P), STYLE_REGULAR, 700000, "full");
        }
        limit.rlim_cur = sizes[i];
        struct output *output = output_new("out", &sheet.err);
        struct output_writer *writer = output_open(output, "full.pdf", &sheet.err);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
        assert_false(write_pdf(&sheet.dossier, &sheet.layout, writer, &sheet.report, &sheet.err));
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
        assert_int_equal(sheet.err.code, EXIT_CODE_MACHINE);
        assert_non_null(strstr(sheet.err.text.bytes, "too large"));
        output_abandon(writer);
        output_free(output);
        end(&sheet);
    }
}

static void test_no_profile(void **state)
{
    (void)state;
    struct sheet sheet;
    begin(&sheet);
    fill(&sheet);
    sheet.dossier.templates.settings.colours.profile = "/nowhere/sRGB.icc";
    assert_true(write_as(&sheet, "none.pdf"));
    assert_int_equal(sheet.report.errors, 1);
    assert_string_equal(sheet.report.messages[0].place.path, "templates/pdf.yaml");
    assert_non_null(strstr(sheet.report.messages[0].text, "/nowhere/sRGB.icc is not there; "));
    sheet.dossier.templates.settings.colours.profile = "/usr/share/color/icc/Gray.icc";
    assert_true(write_as(&sheet, "none.pdf"));
    assert_int_equal(sheet.report.errors, 2);
    end(&sheet);
}

static void test_long_string(void **state)
{
    (void)state;
    struct sheet sheet;
    begin(&sheet);
    fill(&sheet);
    char *title = memory_new(40001);
    memset(title, 'a', 40000);
    sheet.dossier.metadata.title = title;
    write_as(&sheet, "long.pdf");
    assert_int_equal(sheet.report.errors, 1);
    free(title);
    end(&sheet);
}

/* A PNG of one grey pixel. */
static const unsigned char pixel[] = {
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48,
    0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00,
    0x00, 0x3A, 0x7E, 0x9B, 0x55, 0x00, 0x00, 0x00, 0x0A, 0x49, 0x44, 0x41, 0x54, 0x78,
    0xDA, 0x63, 0x68, 0x00, 0x00, 0x00, 0x82, 0x00, 0x81, 0xDA, 0x45, 0x08, 0x3B, 0x00,
    0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82};

static void add_picture(struct sheet *sheet, struct picture *picture)
{
    sheet->dossier.letter.pictures = picture;
    sheet->dossier.letter.picture_count = 1;
    uint32_t figure = add_element(sheet, 0, TAG_FIGURE);
    sheet->layout.elements[figure].alt = "A pixel, ə";
    add_box(sheet, (struct box){.kind = BOX_PICTURE,
                                .element = figure,
                                .x = 70000,
                                .y = 300000,
                                .picture = {.width = 100000, .height = 50000}});
}

static void test_picture(void **state)
{
    (void)state;
    struct sheet sheet;
    struct buf raw = BUF_INIT, plain = BUF_INIT;
    struct picture picture = {"pixel.png",  PICTURE_PNG,        1, 1, (const char *)pixel,
                              sizeof pixel, {"letter.md", 3, 1}};
    begin(&sheet);
    fill(&sheet);
    add_picture(&sheet, &picture);
    assert_true(write_as(&sheet, "picture.pdf"));
    assert_int_equal(sheet.report.errors, 0);
    read_back("picture.pdf", &raw, &plain);
    check_table(&raw);
    assert_has(&plain, "q 100 0 0 50 70 300 cm/I0 Do Q");
    assert_has(&plain, "/S/Figure");
    assert_has(&plain, "/BBox[70 300 170 350]");
    assert_has(&plain, "/Alt<FEFF");
    buf_release(&raw);
    buf_release(&plain);
    end(&sheet);
}

/* Cut anywhere, or with any bit changed, a picture is an error with its place, or still a picture.
 */
static void test_damaged_picture(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof pixel * 2; i++) {
        unsigned char bytes[sizeof pixel];
        struct sheet sheet;
        struct picture picture = {"pixel.png",  PICTURE_PNG,        1, 1, (char *)bytes,
                                  sizeof pixel, {"letter.md", 3, 1}};
        memcpy(bytes, pixel, sizeof pixel);
        if (i < sizeof pixel)
            picture.length = i;
        else
            bytes[i - sizeof pixel] ^= 1 << i % 8;
        begin(&sheet);
        fill(&sheet);
        add_picture(&sheet, &picture);
        assert_true(write_as(&sheet, "damaged.pdf"));
        /* The last chunk holds nothing. */
        if (i < sizeof pixel - 12)
            assert_int_equal(sheet.report.errors, 1);
        if (sheet.report.errors)
            assert_int_equal(sheet.report.messages[0].place.line, 3);
        end(&sheet);
    }
    static const char *const jpegs[] = {"", "\xFF\xD8",
                                        "\xFF\xD8\xFF\xC0\x00\x11\x08\x00\x01\x00\x01\x04"};
    static const size_t lengths[] = {0, 2, 12};
    for (int i = 0; i < 3; i++) {
        struct sheet sheet;
        struct picture picture = {"x.jpg",    PICTURE_JPEG,       1, 1, jpegs[i],
                                  lengths[i], {"letter.md", 3, 1}};
        begin(&sheet);
        fill(&sheet);
        add_picture(&sheet, &picture);
        assert_true(write_as(&sheet, "damaged.pdf"));
        assert_int_equal(sheet.report.errors, 1);
        end(&sheet);
    }
}

static int enter(void **state)
{
    output_catch_signals();
    return home_enter(state);
}

/* Where KEEP names a folder, the files stay there for judges. */
static int leave(void **state)
{
    if (getenv("KEEP") && system("cp out/*.pdf \"$KEEP\"") != 0)
        return -1;
    return home_leave(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole),
        cmocka_unit_test(test_tags),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_metadata),
        cmocka_unit_test(test_same_bytes),
        cmocka_unit_test(test_positions),
        cmocka_unit_test(test_many_pages),
        cmocka_unit_test(test_full_disk),
        cmocka_unit_test(test_no_profile),
        cmocka_unit_test(test_long_string),
        cmocka_unit_test(test_picture),
        cmocka_unit_test(test_damaged_picture),
    };
    return cmocka_run_group_tests(tests, enter, leave);
}
