/* SPDX-License-Identifier: ISC */
/* The marks of the letter, as parts of its tree. */
#include "source/letter_convert.h"

#include <string.h>

/* Whether what a mark began is open at a node: a part or a change of language. */
static bool is_marked(const struct node *node)
{
    return node->kind == NODE_PART || node->kind == NODE_LANGUAGE;
}

static enum part_role role_of(const struct node *node)
{
    return node->kind == NODE_LANGUAGE ? PART_LANGUAGE : node->role;
}

static struct place place_of(const struct converter *c, const struct node *node)
{
    return (struct place){c->input->path, node->line, node->column};
}

/* Ends a part without its mark, which was reported: no more is said where that still comes. */
static void end_part(struct converter *c)
{
    c->dossier->letter.unsettled = true;
    c->ended[role_of(c->parent)]++;
    convert_close(c);
}

static void report_open(struct converter *c, const struct node *node)
{
    struct buf closing = BUF_INIT;
    marks_append(&closing, role_of(node), true);
    report_error(c->report, place_of(c, node),
                 "this mark is not closed where it was opened; put %s in the same paragraph,"
                 " quotation or list item, or at the same level",
                 closing.bytes);
    buf_release(&closing);
}

void mark_end_all(struct converter *c, const struct node *node)
{
    while (c->parent != node && is_marked(c->parent)) {
        report_open(c, c->parent);
        end_part(c);
    }
}

/* Ends the part that a closing mark names. One that is open outside another that is open too is
 * ended with it. */
static void close_part(struct converter *c, enum part_role role, struct place place)
{
    const struct node *open = c->parent;
    while (is_marked(open) && role_of(open) != role)
        open = open->parent;
    if (!is_marked(open) && c->ended[role]) {
        c->ended[role]--;
        return;
    }
    if (!is_marked(open)) {
        struct buf opening = BUF_INIT;
        marks_append(&opening, role, false);
        if (role == PART_LANGUAGE)
            report_error(c->report, place,
                         "this mark closes nothing that was opened beside it; put"
                         " <!-- language az -->, with the language's tag, before it");
        else
            report_error(c->report, place,
                         "this mark closes nothing that was opened beside it; put %s before it",
                         opening.bytes);
        buf_release(&opening);
        return;
    }
    if (open != c->parent) {
        struct buf closing = BUF_INIT;
        marks_append(&closing, role_of(c->parent), true);
        report_error(c->report, place,
                     "this mark crosses the part that was opened in line %u; put %s before it",
                     c->parent->line, closing.bytes);
        buf_release(&closing);
        while (c->parent != open)
            end_part(c);
    } else if (!open->first) {
        report_error(c->report, place_of(c, open),
                     "nothing stands between this mark and its closing one; take both out");
    }
    convert_close(c);
}

/* The letterhead, date or the like that we are in, or else the quotation, list, note or letter. */
static const struct node *find_outer(const struct converter *c)
{
    const struct node *outer = c->parent;
    while (outer->kind == NODE_PART && outer->role == PART_LANGUAGE)
        outer = outer->parent;
    return outer;
}

/* Letterhead, date and so on stand at the top level, each once, and not in one another: one that
 * was not closed ends where the next begins. */
static void check_role(struct converter *c, enum part_role role, struct place place)
{
    const struct node *outer = find_outer(c);
    if (outer->kind == NODE_PART) {
        report_error(c->report, place,
                     "a %s cannot stand in the %s that begins in line %u; close that before it with"
                     " <!-- /%s -->",
                     part_role_name(role), part_role_name(outer->role), outer->line,
                     part_role_name(outer->role));
        const struct node *next = outer->parent;
        while (c->parent != next)
            end_part(c);
    } else if (outer->kind != NODE_LETTER) {
        report_error(c->report, place,
                     "a %s cannot stand in a quotation, list or note; move it out",
                     part_role_name(role));
    }
    if (c->first_line[role])
        report_error(c->report, place,
                     "the %s is marked in line %u already; put all of it between one pair of marks",
                     part_role_name(role), c->first_line[role]);
    else
        c->first_line[role] = place.line;
}

/* Whether the mark opens the part that we are in once more, where it must be meant to close it. */
static bool closes_as_opened(struct converter *c, enum part_role role, struct place place)
{
    const struct node *outer = find_outer(c);
    if (role == PART_LANGUAGE || outer->kind != NODE_PART || outer->role != role)
        return false;
    report_error(
        c->report, place,
        "this mark opens the %s again, which line %u opened; write <!-- /%s --> to close it",
        part_role_name(role), outer->line, part_role_name(role));
    const struct node *next = outer->parent;
    while (c->parent != next)
        convert_close(c);
    return true;
}

/* A neighbouring line that keeps a mark apart from a paragraph: blank, or itself a mark. */
static bool is_apart(const struct input *input, unsigned line)
{
    if (!line || line > input->line_count)
        return true;
    size_t start = input_line(input, line), end = input_line_end(input, line);
    start += strspn(input->bytes + start, " \t>");
    return start >= end || !strncmp(input->bytes + start, "<!--", 4);
}

static void take_block(struct converter *c, const char *html, struct place place)
{
    struct mark mark;
    if (!marks_parse(html, place, &mark, &c->dossier->arena, c->report))
        return;
    if (!is_apart(c->input, place.line - 1) || !is_apart(c->input, place.line + 1)) {
        report_error(
            c->report, place,
            "a mark on a line of its own divides the paragraph that it touches; put a blank"
            " line before and behind it, or move it into the line, not as its first");
        return;
    }
    if (mark.page_break) {
        convert_add(c, NODE_PAGE_BREAK, place);
    } else if (mark.closing) {
        close_part(c, mark.role, place);
    } else if (!closes_as_opened(c, mark.role, place)) {
        if (mark.role != PART_LANGUAGE)
            check_role(c, mark.role, place);
        struct node *part = convert_open(c, NODE_PART, place);
        part->role = mark.role;
        part->lang = mark.lang;
    }
}

void mark_block(struct converter *c, cmark_node *node, struct place place)
{
    size_t errors = c->report->errors;
    take_block(c, cmark_node_get_literal(node), place);
    if (c->report->errors != errors)
        c->dossier->letter.unsettled = true;
}

void mark_inline(struct converter *c, cmark_node *node, struct place place)
{
    struct mark mark;
    struct arena *arena = &c->dossier->arena;
    if (!marks_parse(cmark_node_get_literal(node), place, &mark, arena, c->report))
        return;
    c->mark_last = true;
    if (mark.page_break)
        convert_add(c, NODE_PAGE_BREAK, place);
    else if (mark.role != PART_LANGUAGE)
        report_error(c->report, place,
                     "this mark must stand on a line of its own, with a blank line before and"
                     " behind it");
    else if (mark.closing)
        close_part(c, mark.role, place);
    else
        convert_open(c, NODE_LANGUAGE, place)->lang = mark.lang;
}
