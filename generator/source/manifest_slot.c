/* SPDX-License-Identifier: ISC */
/* Where a manifest's text has room for further enclosures, so that nothing else of it changes. */
#include "source/manifest_slot.h"

#include "base/memory.h"
#include "source/input.h"
#include "source/manifest_read.h"
#include "source/yaml.h"

#include <string.h>

#define LIST "enclosures"
/* What a manifest without enclosures is given. */
#define INDENT 2
#define PASTE "put the lines that `dossier add` prints without --write there by hand"

struct finding_slot {
    struct input input;
    struct manifest_slot *slot;
    struct report *report;
};

static bool refuse(const struct finding_slot *finding, struct place place, const char *why)
{
    report_error(finding->report, place, "%s; " PASTE, why);
    return false;
}

/* A line's text without its blanks at the start, and how many those are. */
static const char *line_text(const struct finding_slot *finding, unsigned line, unsigned *indent)
{
    const char *text = finding->input.bytes + input_line(&finding->input, line);
    *indent = (unsigned)strspn(text, " ");
    return text + *indent;
}

static bool is_blank(const char *text)
{
    return !*text || strchr("\r\n\t", *text);
}

static bool ends_document(const char *text, unsigned indent)
{
    return !indent && (!strncmp(text, "...", 3) || !strncmp(text, "---", 3));
}

/* The line after the list: that of the next member, or one that ends the document, or none. */
static unsigned end_line(const struct finding_slot *finding, unsigned line, const struct yaml *next)
{
    unsigned last = next ? next->key_place.line : (unsigned)finding->input.line_count + 1;
    unsigned indent;
    for (; line < last; line++) {
        const char *text = line_text(finding, line, &indent);
        if (ends_document(text, indent))
            break;
    }
    return line;
}

/* After the last line of the list: comments that stand no deeper than its dashes are not its own.
 */
static bool find_in_block(const struct finding_slot *finding, const struct yaml *list)
{
    unsigned first = list->key_place.line + 1;
    unsigned end = end_line(finding, first, list->next);
    unsigned last = 0;
    bool dash = false;
    for (unsigned line = first; line < end; line++) {
        unsigned indent;
        const char *text = line_text(finding, line, &indent);
        if (is_blank(text) || (*text == '#' && (!dash || indent <= finding->slot->indent)))
            continue;
        if (!dash && *text != '-')
            return refuse(finding, list->place, "the enclosures begin in no line of their own");
        if (!dash)
            finding->slot->indent = indent;
        dash = true;
        last = line;
    }
    finding->slot->offset = input_line(&finding->input, last + 1);
    return true;
}

/* `enclosures: []`, whose brackets give way to the lines. */
static bool find_in_brackets(const struct finding_slot *finding, const struct yaml *list)
{
    const char *bytes = finding->input.bytes;
    const char *open = strchr(bytes + input_line(&finding->input, list->place.line), '[');
    size_t blanks = open ? strspn(open + 1, " ") : 0;
    if (!open || list->first || open[1 + blanks] != ']')
        return refuse(finding, list->place, "the enclosures stand in brackets");
    const char *close = open + blanks + 2;
    /* With nothing behind them the blank before them goes too. */
    while (strchr("\r\n", *close) && open > bytes && open[-1] == ' ')
        open--;
    finding->slot->offset = (size_t)(open - bytes);
    finding->slot->cut = (size_t)(close - open);
    return true;
}

static bool find(const struct finding_slot *finding, const struct yaml *root)
{
    struct manifest_slot *slot = finding->slot;
    if (root->kind != YAML_MAP || root->flow)
        return refuse(finding, root->place, "its keys stand in no lines of their own");
    const struct yaml *list = yaml_get(root, LIST);
    if (!list) {
        slot->key = true;
        unsigned line = end_line(finding, root->first->key_place.line, NULL);
        slot->offset = input_line(&finding->input, line);
        return root->first->key_place.column == 1 ||
               refuse(finding, root->place, "its keys are indented");
    }
    if (list->kind == YAML_LIST && list->flow)
        return find_in_brackets(finding, list);
    if (list->kind == YAML_LIST)
        return find_in_block(finding, list);
    if (!yaml_is_empty(list) || *list->text)
        return refuse(finding, list->place, "the enclosures are no list");
    slot->offset = input_line(&finding->input, list->key_place.line + 1);
    return true;
}

bool manifest_slot_find(const char *bytes, size_t length, struct manifest_slot *slot,
                        struct report *report)
{
    struct arena arena = ARENA_INIT;
    struct finding_slot finding = {.slot = slot, .report = report};
    const char *line = memchr(bytes, '\n', length);
    input_set(&finding.input, MANIFEST_PATH, bytes, length);
    *slot = (struct manifest_slot){.indent = INDENT, .crlf = line > bytes && line[-1] == '\r'};
    const struct yaml *root = NULL;
    size_t errors = report->errors;
    bool ok = input_check(&finding.input, report);
    if (ok)
        root = yaml_parse(MANIFEST_PATH, bytes, length, &arena, report);
    if (report->errors != errors) {
        ok = false;
    } else if (root && root->kind == YAML_SCALAR && yaml_is_empty(root)) {
        slot->key = true;
        slot->offset = length;
    } else {
        ok = root && find(&finding, root);
    }
    input_release(&finding.input);
    arena_release(&arena);
    return ok;
}

static size_t count_enclosures(const struct yaml *root)
{
    const struct yaml *list = root && root->kind == YAML_MAP ? yaml_get(root, LIST) : NULL;
    return list && list->kind == YAML_LIST ? yaml_count(list) : 0;
}

/* Whether what was put together is what was meant. */
static bool is_right(const char *bytes, size_t length, size_t count, const struct buf *filled,
                     struct report *report)
{
    struct arena arena = ARENA_INIT;
    struct report unheard = {0};
    const struct yaml *before = yaml_parse(MANIFEST_PATH, bytes, length, &arena, &unheard);
    const struct yaml *after =
        yaml_parse(MANIFEST_PATH, filled->bytes, filled->length, &arena, &unheard);
    bool ok = !unheard.errors && count_enclosures(after) == count_enclosures(before) + count;
    if (!ok)
        report_error(report, (struct place){.path = MANIFEST_PATH},
                     "it is written so that further enclosures cannot be put in; " PASTE);
    report_release(&unheard);
    arena_release(&arena);
    return ok;
}

static void add_lines(struct buf *filled, const char *lines, size_t length, const char *end)
{
    for (const char *at = lines; at < lines + length;) {
        const char *line = memchr(at, '\n', length - (size_t)(at - lines));
        buf_add_format(filled, "%.*s%s", (int)(line - at), at, end);
        at = line + 1;
    }
}

bool manifest_slot_fill(const char *bytes, size_t length, const struct manifest_slot *slot,
                        const struct buf *lines, size_t count, struct buf *filled,
                        struct report *report)
{
    const char *end = slot->crlf ? "\r\n" : "\n";
    buf_add(filled, bytes, slot->offset);
    /* Brackets are followed by what stands behind them in their line, such as a comment. */
    size_t rest = slot->offset + slot->cut;
    size_t behind = slot->cut ? strcspn(bytes + rest, "\r\n") : 0;
    buf_add(filled, bytes + rest, behind);
    rest += behind;
    rest += slot->cut && bytes[rest] == '\r';
    rest += slot->cut && bytes[rest] == '\n';
    if (filled->length && filled->bytes[filled->length - 1] != '\n')
        buf_add_string(filled, end);
    if (slot->key)
        buf_add_format(filled, LIST ":%s", end);
    add_lines(filled, lines->bytes, lines->length, end);
    buf_add(filled, bytes + rest, length - rest);
    return is_right(bytes, length, count, filled, report);
}
