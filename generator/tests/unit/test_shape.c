/* SPDX-License-Identifier: ISC */
/* Tests of render/pdf/face, render/pdf/shape and render/pdf/items: from text to pieces in faces. */
#include "render/pdf/items.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *folders[] = {"/usr/share/fonts/truetype/gentiumplus",
                                "/usr/share/fonts/truetype/dejavu", "/usr/share/common-licenses"};
static const char *files[] = {"GentiumBookPlus-Regular.ttf", "DejaVuSans.ttf"};

struct setting_up {
    struct dossier dossier;
    struct report report;
    struct face_set *faces;
    struct shaper *shaper;
    struct arena arena;
    struct items items;
    struct run run;
};

static void start(struct setting_up *set, const char **names, size_t count)
{
    memset(set, 0, sizeof *set);
    struct settings *settings = &set->dossier.templates.settings;
    struct text_list list = {names, count};
    settings->faces.folders = (struct text_list){folders, 3};
    settings->faces.regular = list;
    settings->faces.italic = list;
    settings->faces.bold = list;
    settings->faces.bold_italic = list;
    settings->faces.mono = list;
    set->faces = face_set_new(&set->dossier.templates, &set->report);
    set->shaper = shaper_new();
    items_init(&set->items, &set->dossier, set->faces, set->shaper, &set->arena, &set->report);
    set->items.path = "sources/letter.md";
    set->run = (struct run){.size = 10000, .lang = "en"};
}

static void stop(struct setting_up *set)
{
    items_release(&set->items);
    shaper_free(set->shaper);
    face_set_free(set->faces);
    report_release(&set->report);
    arena_release(&set->arena);
}

static const struct piece *piece(struct setting_up *set, const char *text)
{
    return shaper_piece(set->shaper, face_set_first(set->faces, STYLE_REGULAR), "en", text,
                        strlen(text));
}

static void shapes_once_and_kerns(void **state)
{
    (void)state;
    struct setting_up set;
    start(&set, files, 2);
    assert_ptr_equal(piece(&set, "word"), piece(&set, "word"));
    assert_ptr_not_equal(piece(&set, "word"), piece(&set, "word "));
    assert_true(piece(&set, "AV")->width < piece(&set, "A")->width + piece(&set, "V")->width);
    assert_int_equal(piece(&set, "word ")->space, piece(&set, " ")->width);
    assert_int_equal(piece(&set, "word ")->width,
                     piece(&set, "word")->width + piece(&set, " ")->width);
    assert_int_equal(piece(&set, "word")->space, 0);
    stop(&set);
}

/* A base with its mark, each character with a cluster of its own: so the text is extracted once. */
static void keeps_characters_apart(void **state)
{
    (void)state;
    struct setting_up set;
    start(&set, files, 2);
    const struct piece *office = piece(&set, "office");
    for (uint16_t i = 1; i < office->glyph_count; i++)
        assert_true(office->glyphs[i].cluster > office->glyphs[i - 1].cluster);
    stop(&set);
}

static void rounds_the_same_everywhere(void **state)
{
    (void)state;
    assert_int_equal(em_width(333, 10000), 3330);
    assert_int_equal(em_width(1, 500), 1);
    assert_int_equal(em_width(1, 499), 0);
    assert_int_equal(em_width(-1, 500), -1);
}

static void takes_the_first_face_that_has_it(void **state)
{
    (void)state;
    struct setting_up set;
    start(&set, files, 2);
    bool found;
    struct face *first = face_set_choose(set.faces, STYLE_REGULAR, 'a', &found);
    assert_true(found);
    assert_non_null(strstr(first->path, files[0]));
    assert_int_equal(face_set_count(set.faces), 1);
    struct face *second = face_set_choose(set.faces, STYLE_REGULAR, 0x2611, &found);
    assert_true(found);
    assert_non_null(strstr(second->path, files[1]));
    assert_int_equal(face_set_count(set.faces), 2);
    face_set_choose(set.faces, STYLE_REGULAR, 0x4E2D, &found);
    assert_false(found);
    stop(&set);
}

static void reports_faces_that_are_none(void **state)
{
    (void)state;
    struct setting_up set;
    const char *none[] = {"No-Such-Face.ttf"};
    start(&set, none, 1);
    assert_int_equal(set.report.errors, STYLE_COUNT);
    assert_non_null(strstr(set.report.messages[0].text, "faces.regular: No-Such-Face.ttf"));
    stop(&set);
    const char *licence[] = {"Artistic"};
    start(&set, licence, 1);
    assert_int_equal(set.report.errors, 0);
    face_set_first(set.faces, STYLE_REGULAR);
    assert_int_equal(set.report.errors, 1);
    assert_non_null(strstr(set.report.messages[0].text, "no font file"));
    stop(&set);
}

/* The items as their texts with how each ends: "|" a space, "-" inside a word, "+" after its
 * hyphen, "~" clinging, "_" not. */
static void assert_items(struct setting_up *set, const char *text, const char *expected)
{
    static const char signs[] = {
        [ENDING_DASH] = '+',   [ENDING_NONE] = '_',  [ENDING_CLING] = '~', [ENDING_HYPHEN] = '=',
        [ENDING_INSIDE] = '-', [ENDING_SPACE] = '|', [ENDING_FORCED] = '!'};
    struct buf shown = BUF_INIT;
    items_clear(&set->items);
    items_add_text(&set->items, text, strlen(text), &set->run);
    for (size_t i = 0; i < set->items.count; i++)
        buf_add_format(&shown, "%s%c", set->items.items[i].piece->text,
                       signs[set->items.items[i].ending]);
    assert_string_equal(shown.bytes, expected);
    buf_release(&shown);
}

static void finds_where_lines_may_end(void **state)
{
    (void)state;
    struct setting_up set;
    start(&set, files, 2);
    assert_items(&set, "two  words\n", "two |words |");
    assert_items(&set, "counter-offensive", "counter-+offensive_");
    assert_items(&set, "https://a.b/c/d", "https://-a.b/-c/-d_");
    assert_items(&set, "Red Cross ;", "Red |Cross ~;_");
    assert_items(&set, "mot « cité »", "mot |« ~cité ~»_");
    assert_items(&set, "soft\u00ADer", "soft\u00AD=er_");
    assert_items(&set, "U.S.-led e.g., 5/2", "U.S.-+led |e.g., |5/2_");
    assert_items(&set, "no\u00A0break", "no\u00A0break_");
    assert_items(&set, "\u2611done", "\u2611_done_");
    stop(&set);
}

static void names_the_place_of_a_missing_character(void **state)
{
    (void)state;
    struct setting_up set;
    start(&set, files, 2);
    struct node node = {.kind = NODE_TEXT, .line = 2, .column = 3};
    set.items.node = &node;
    set.dossier.letter.source = "中\n* é 中, 中\n";
    assert_items(&set, "é 中, 中", "é |中, |中_");
    assert_int_equal(set.report.errors, 1);
    assert_int_equal(set.report.messages[0].place.line, 2);
    assert_int_equal(set.report.messages[0].place.column, 5);
    assert_non_null(strstr(set.report.messages[0].text, "U+4E2D"));
    stop(&set);
}

/* Cut to fit, the parts are the whole, and each fits. */
static void cuts_what_is_too_wide(void **state)
{
    (void)state;
    struct setting_up set;
    start(&set, files, 2);
    char text[6001];
    for (size_t i = 0; i < sizeof text - 1; i++)
        text[i] = (char)('a' + i % 26);
    text[sizeof text - 1] = '\0';
    struct buf whole = BUF_INIT;
    items_add_text(&set.items, text, sizeof text - 1, &set.run);
    items_fit(&set.items, 0, 100000);
    for (size_t i = 0; i < set.items.count; i++) {
        assert_true(set.items.items[i].width <= 100000);
        assert_true(i + 1 == set.items.count || set.items.items[i].ending != ENDING_FORCED);
        buf_add_string(&whole, set.items.items[i].piece->text);
    }
    assert_string_equal(whole.bytes, text);
    /* Narrower than any letter, each stands alone. */
    items_clear(&set.items);
    items_add_text(&set.items, "abc", 3, &set.run);
    items_fit(&set.items, 0, 1);
    assert_int_equal(set.items.count, 3);
    buf_release(&whole);
    stop(&set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shapes_once_and_kerns),
        cmocka_unit_test(keeps_characters_apart),
        cmocka_unit_test(rounds_the_same_everywhere),
        cmocka_unit_test(takes_the_first_face_that_has_it),
        cmocka_unit_test(reports_faces_that_are_none),
        cmocka_unit_test(finds_where_lines_may_end),
        cmocka_unit_test(names_the_place_of_a_missing_character),
        cmocka_unit_test(cuts_what_is_too_wide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
