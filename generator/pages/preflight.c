/* SPDX-License-Identifier: ISC */
/* What was found in the held files, as messages: what it is, and what becomes of it. */
#include "pages/held.h"

#include <stdlib.h>
#include <string.h>

/* For each finding: whether it keeps the file from being published, what is said of it (the detail
 * in place of %s) and what becomes of it or is to be done. */
static const struct {
    bool wrong;
    const char *what;
    const char *then;
} sayings[FINDING_COUNT] = {
    [FINDING_REPAIRED] =
        {false, "is damaged and was read all the same (%s)",
         "look at its pages, and mend the file if they are not what they should be"},
    [FINDING_ENCRYPTED] = {false, "is encrypted", "its pages are shown without"},
    [FINDING_PASSWORD] = {true, "needs a password", "give the file without one"},
    [FINDING_FORMS] = {false, "has a form to fill in", "its pages are shown as it is filled in"},
    [FINDING_SCRIPTS] = {false, "has scripts", "no page shown here runs them"},
    [FINDING_ATTACHMENTS] = {false, "has files attached",
                             "they are in the bundle's copy of it only"},
    [FINDING_LAYERS] = {false, "has layers", "its pages are shown as they would print"},
    [FINDING_SIGNATURES] = {false, "is signed", "the signature is good for the bundle's copy only"},
    [FINDING_ANNOTATIONS] = {false, "has annotations (%s)", "they are shown as they would print"},
    [FINDING_FONT_NOT_EMBEDDED] = {false, "uses the font %s and does not have it in it",
                                   "another is shown in its place"},
    [FINDING_NO_TEXT] = {false, "has no text", "searches and screen readers will find none"},
    [FINDING_BLANK] = {false, "is blank", "see that nothing is missing"},
    [FINDING_RESOLUTION] = {false, "has a picture of %s dots per inch",
                            "scan it again with 150 or more if it is hard to read"},
    [FINDING_TURNED] = {false, "is turned by %s degrees", "it is shown upright as the file says"},
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
    buf_add_format(&text, "; %s", sayings[findings[0].kind].then);
    if (sayings[findings[0].kind].wrong)
        report_error(set->report, held->file->place, "%s", text.bytes);
    else
        report_warning(set->report, held->file->place, "%s", text.bytes);
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

static void report_file(const struct held_set *set, const struct held *held)
{
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
}

void preflight_report(const struct held_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        report_file(set, &set->files[i]);
}
