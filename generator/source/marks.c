/* SPDX-License-Identifier: ISC */
/* The marks: HTML comments in the letter that say what Markdown cannot. */
#include "source/marks.h"

#include "base/nearest.h"
#include "source/fields.h"
#include "source/names.h"

#include <string.h>

#define OPEN "<!--"
#define CLOSE "-->"
#define LANGUAGE "language "
#define SPACE " \t\r\n"

static bool fail(struct report *report, struct place place, const char *message)
{
    report_error(report, place, "%s", message);
    return false;
}

/* Where the comment ends that the text begins with; NULL where it does not. */
static const char *comment_end(const char *text)
{
    const char *end = strstr(text + strlen(OPEN), CLOSE);
    return end ? end + strlen(CLOSE) : NULL;
}

static bool is_comment(const char *text)
{
    return !strncmp(text, OPEN, strlen(OPEN));
}

/* The name of the mark that a comment was probably meant to be; NULL where it is none. */
static const char *report_unknown(const char *inside, struct place place, struct arena *arena,
                                  struct report *report)
{
    const char *candidates[2 * PART_ROLE_COUNT + 1];
    size_t count = 0;
    for (int role = 0; role < PART_ROLE_COUNT; role++) {
        const char *name = part_role_name((enum part_role)role);
        char *closing = arena_new(arena, strlen(name) + 2);
        closing[0] = '/';
        memcpy(closing + 1, name, strlen(name));
        candidates[count++] = name;
        candidates[count++] = closing;
    }
    candidates[count++] = "page break";
    const char *word = inside + strspn(inside, SPACE);
    char *trimmed = arena_string(arena, word);
    for (size_t length = strlen(trimmed); length && strchr(SPACE, trimmed[length - 1]);)
        trimmed[--length] = '\0';
    const char *nearest = strchr(trimmed, '\n') ? NULL : nearest_word(trimmed, candidates, count);
    if (nearest && !strcmp(nearest, "language"))
        report_error(report, place,
                     "the mark for a language names none; write <!-- language az -->,"
                     " with the tag of the language");
    else if (nearest)
        report_error(report, place, "unknown mark; write <!-- %s -->, exactly so", nearest);
    else
        report_error(report, place,
                     "this comment is no mark that is known, and comments cannot stand in a letter"
                     " that is published word for word; take it out");
    return nearest;
}

static bool read_name(const char *name, struct mark *mark)
{
    if (!strcmp(name, "page break")) {
        mark->page_break = true;
        return true;
    }
    mark->closing = *name == '/';
    name += mark->closing;
    for (int role = 0; role < PART_ROLE_COUNT; role++) {
        mark->role = (enum part_role)role;
        if (!strcmp(name, part_role_name(mark->role)))
            return true;
    }
    return false;
}

static void read_language(const char *tag, struct place place, struct mark *mark,
                          struct report *report)
{
    mark->role = PART_LANGUAGE;
    mark->lang = tag;
    if (!fields_is_language(tag))
        report_error(report, place,
                     "\"%s\" is no language tag (BCP 47); write one such as en, az or sr-Latn",
                     tag);
}

bool marks_parse(const char *html, struct place place, struct mark *mark, struct arena *arena,
                 struct report *report)
{
    *mark = (struct mark){0};
    const char *start = html + strspn(html, SPACE);
    if (!is_comment(start))
        return fail(report, place,
                    "raw HTML is not used in a letter; write it in Markdown, or put \\ before the"
                    " \"<\" that is meant as itself");
    const char *end = comment_end(start);
    if (!end)
        return fail(report, place, "this comment is not closed; close it with -->");
    const char *rest = end + strspn(end, SPACE);
    if (*rest)
        return fail(report, place,
                    is_comment(rest)
                        ? "two marks stand on one line; put each on a line of its own"
                        : "CommonMark takes a line that begins with a mark as HTML, and the words"
                          " behind the mark would be lost; move the mark so that it is not the"
                          " first on its line, or give it a line of its own");
    const char *inside = start + strlen(OPEN);
    size_t length = (size_t)(end - inside) - strlen(CLOSE);
    char *name = arena_copy(arena, inside, length);
    if (length > 2 && name[0] == ' ' && name[length - 1] == ' ') {
        name[length - 1] = '\0';
        if (!strncmp(name + 1, LANGUAGE, strlen(LANGUAGE)) && name[1 + strlen(LANGUAGE)] != ' ') {
            read_language(name + 1 + strlen(LANGUAGE), place, mark, report);
            return true;
        }
        if (strcmp(name + 1, "language") != 0 && read_name(name + 1, mark))
            return true;
    }
    const char *meant = report_unknown(name, place, arena, report);
    return meant && read_name(meant, mark);
}

void marks_append(struct buf *buf, enum part_role role, bool closing)
{
    buf_add_format(buf, "<!-- %s%s -->", closing ? "/" : "", part_role_name(role));
}
