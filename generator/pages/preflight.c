/* SPDX-License-Identifier: ISC */
/* What was found in the held files, as messages: what it is, and what becomes of it. */
#include "pages/held.h"

#include <stdlib.h>
#include <string.h>

/* Of the sizes of a file's pages so many are named. */
#define SIZES_NAMED 8

/* For each finding: what is said of the file or page (the detail in place of %s), and what becomes
 * of it or is to be done. */
static const struct {
    const char *what;
    const char *then;
} sayings[FINDING_COUNT] = {
    [FINDING_REPAIRED] = {"is damaged and was read all the same (%s)",
                          "look at its pages, and mend the file if they are not what they should"
                          " be"},
    [FINDING_ENCRYPTED] = {"is encrypted (%s)",
                           "its pages are shown, and the bundle's copy stays so"},
    [FINDING_FORMS] = {"has a form to fill in", "its pages are shown as it is filled in"},
    [FINDING_SCRIPTS] = {"has scripts",
                         "they are in the bundle's copy only, and nothing runs them"},
    [FINDING_ATTACHMENTS] = {"has files attached", "they are in the bundle's copy only"},
    [FINDING_LAYERS] = {"has layers", "its pages are shown as they would print"},
    [FINDING_SIGNATURES] = {"is signed", "the signature is good for the bundle's copy only"},
    [FINDING_ANNOTATIONS] = {"has annotations (%s)", "they are shown as they would print"},
    [FINDING_FONT_NOT_EMBEDDED] = {"uses the font %s and does not have it in it",
                                   "another is shown in its place"},
    [FINDING_FONT_NEEDED] =
        {"uses the font %s and does not have it in it, and no other can show its"
         " characters",
         "make the file again with its fonts in it"},
    [FINDING_LOST] = {"has lost pages (%s)",
                      "find a whole one, or build with --keep-going to do without them"},
    [FINDING_NO_TEXT] = {"has no text",
                         "searches and screen readers find nothing there; put it beside the file,"
                         " or have `dossier ocr` read it"},
    [FINDING_BLANK] = {"is blank", "see that nothing is missing"},
    [FINDING_RESOLUTION] = {"has fewer than 150 dots per inch (%s)",
                            "scan it again if it is hard to read"},
    [FINDING_TURNED] = {"is turned by %s degrees", "it is shown as the file says; see that it is"
                                                   " upright"},
    [FINDING_SIZE] = {"is %s", "see that it belongs there"},
    [FINDING_TWIN] = {"looks the same as %s", "take one away if it is there by mistake"},
    [FINDING_NAME] = {"is %s",
                      "see that it is the right file, and give it a name that says what it is"},
};

static void add_pages(struct buf *text, const struct finding *findings, size_t count)
{
    for (size_t i = 0; i < count;) {
        size_t last = i;
        while (last + 1 < count && findings[last + 1].page == findings[last].page + 1)
            last++;
        buf_add_format(text, "%s%u", i ? ", " : "", findings[i].page);
        if (last > i)
            buf_add_format(text, "%s%u", last > i + 1 ? "-" : ", ", findings[last].page);
        i = last + 1;
    }
}

/* One message for findings that are alike but for their page. */
static void say(const struct held_set *set, const struct held *held, const struct finding *findings,
                size_t count)
{
    struct buf text = BUF_INIT;
    const char *what = sayings[findings[0].kind].what;
    const char *detail = strstr(what, "%s");
    if (findings[0].page) {
        buf_add_string(&text, count > 1 ? "pages " : "page ");
        add_pages(&text, findings, count);
        buf_add_format(&text, " of \"%s\"%s ", held->file->name, count > 1 ? ": each" : "");
    } else {
        buf_add_format(&text, "\"%s\" ", held->file->name);
    }
    buf_add(&text, what, detail ? (size_t)(detail - what) : strlen(what));
    if (detail)
        buf_add_format(&text, "%s%s", findings[0].detail, detail + 2);
    const char *then = sayings[findings[0].kind].then;
    if (findings[0].kind == FINDING_FONT_NEEDED ||
        (findings[0].kind == FINDING_LOST && !set->options->keep_going))
        report_error(set->report, held->file->place, "%s; %s", text.bytes, then);
    else
        report_warning(set->report, held->file->place, "%s; %s", text.bytes, then);
    buf_release(&text);
}

static int compare(const void *a, const void *b)
{
    const struct finding *one = a;
    const struct finding *other = b;
    if (one->kind != other->kind)
        return one->kind < other->kind ? -1 : 1;
    int order = strcmp(one->detail, other->detail);
    return order ? order : (one->page > other->page) - (one->page < other->page);
}

static void report_file(const struct held_set *set, struct held *held)
{
    if (held->finding_count)
        qsort(held->findings, held->finding_count, sizeof *held->findings, compare);
    for (size_t i = 0; i < held->finding_count;) {
        const struct finding *first = &held->findings[i];
        size_t count = 1;
        while (i + count < held->finding_count && first[count].kind == first->kind &&
               !strcmp(first[count].detail, first->detail))
            count++;
        say(set, held, first, count);
        i += count;
    }
    held->finding_count = 0;
}

/* How many pages are of each size, in the order in which the sizes come. */
static void add_sizes(struct buf *text, const struct held_file *file)
{
    struct arena arena = ARENA_INIT;
    bool *told = arena_new(&arena, (file->page_count + 1) * sizeof *told);
    struct buf size = BUF_INIT;
    struct buf other = BUF_INIT;
    size_t sizes = 0;
    for (size_t i = 0; i < file->page_count && sizes < SIZES_NAMED; i++) {
        size_t count = 0;
        if (told[i])
            continue;
        buf_clear(&size);
        held_add_size(&size, file->pages[i].width, file->pages[i].height);
        for (size_t k = i; k < file->page_count; k++) {
            buf_clear(&other);
            held_add_size(&other, file->pages[k].width, file->pages[k].height);
            if (strcmp(other.bytes, size.bytes) != 0)
                continue;
            told[k] = true;
            count++;
        }
        if (count == file->page_count)
            buf_add_format(text, " of %s", size.bytes);
        else
            buf_add_format(text, ", %zu of %s", count, size.bytes);
        sizes++;
    }
    size_t left = 0;
    for (size_t i = 0; i < file->page_count; i++)
        left += !told[i];
    if (left)
        buf_add_format(text, ", %zu of others", left);
    buf_release(&size);
    buf_release(&other);
    arena_release(&arena);
}

/* On how many of its pages there is text, and how fine its pictures are. */
static void add_quality(struct buf *text, const struct held *held)
{
    size_t texts = 0;
    uint32_t least = 0;
    uint32_t most = 0;
    for (size_t i = 0; i < held->file->page_count; i++) {
        const struct page_facts *facts = &held->facts[i];
        texts += facts->has_text || held->file->pages[i].text_source != TEXT_NONE;
        if (facts->dpi && (!least || facts->dpi < least))
            least = facts->dpi;
        if (facts->dpi > most)
            most = facts->dpi;
    }
    if (texts == held->file->page_count)
        buf_add_string(text, "; with text");
    else if (texts)
        buf_add_format(text, "; text on %zu", texts);
    else
        buf_add_string(text, "; no text");
    if (most && least == most)
        buf_add_format(text, "; %u dots per inch", most);
    else if (most)
        buf_add_format(text, "; %u to %u dots per inch", least, most);
}

/* What the file is, for who asked to be told. */
static void note_file(const struct held_set *set, const struct held *held)
{
    const struct held_file *file = held->file;
    struct buf text = BUF_INIT;
    if (file->page_count) {
        buf_add_format(&text, "%zu page%s", file->page_count, file->page_count > 1 ? "s" : "");
        add_sizes(&text, file);
        add_quality(&text, held);
        buf_add_string(&text, "; ");
    }
    buf_add_format(&text, "%llu bytes", (unsigned long long)file->size);
    if (*file->title)
        buf_add_format(&text, "; \"%s\"", file->title);
    report_note(set->report, file->place, "\"%s\" is %s: %s", file->name,
                held->type == FILE_TYPE_OTHER ? "of a type that is carried and not looked into"
                                              : file_type_name(held->type),
                text.bytes);
    buf_release(&text);
}

/* What stands in for fonts is asked for only where a page needs it. */
static void report_substitutes(const struct held_set *set)
{
    const char *missing = set->substitutes.missing;
    for (size_t i = 0; i < set->count && missing; i++) {
        const struct held *held = &set->files[i];
        size_t k = 0;
        while (k < held->finding_count && held->findings[k].kind != FINDING_FONT_NOT_EMBEDDED)
            k++;
        if (k == held->finding_count)
            continue;
        report_error(set->report,
                     templates_setting_place(&set->dossier->templates, "enclosed.faces"),
                     "enclosed.faces: %s is in none of faces.folders, and \"%s\" does not have its"
                     " fonts in it; install its package or name another file",
                     missing, held->file->name);
        return;
    }
}

void preflight_report(struct held_set *set)
{
    report_substitutes(set);
    for (size_t i = 0; i < set->count; i++)
        report_file(set, &set->files[i]);
}

void preflight_note(const struct held_set *set)
{
    for (size_t i = 0; i < set->count && set->options->verbose; i++)
        note_file(set, &set->files[i]);
}
