/* SPDX-License-Identifier: ISC */
/* sources/letter.md: Markdown by libcmark-gfm, with the marks. */
#include "source/letter_read.h"

#include "source/cmark.h"
#include "source/declarations.h"
#include "source/letter_convert.h"
#include "source/letter_definition.h"
#include "source/letter_guard.h"

#include <stdlib.h>
#include <string.h>

/* Sees every line that libcmark-gfm looks at for the start of a block. */
struct observer {
    struct guard guard;
    cmark_node *document;
};

static void *allocate(size_t count, size_t size)
{
    return memory_new(count * size);
}

/* libcmark-gfm aborts the program where its own allocator fails; ours says why it ends. */
static cmark_mem allocator = {allocate, memory_resize, free};

/* Stands before the table extension, and opens no block itself. */
static cmark_node *observe(cmark_syntax_extension *extension, int indented, cmark_parser *parser,
                           cmark_node *parent, unsigned char *input, int length)
{
    struct observer *observer = cmark_syntax_extension_get_private(extension);
    cmark_node_type type = cmark_node_get_type(parent);
    (void)indented;
    (void)parser;
    (void)input;
    (void)length;
    if (!observer->document) {
        cmark_node *root = parent;
        while (cmark_node_parent(root))
            root = cmark_node_parent(root);
        observer->document = root;
    }
    if (!strcmp(cmark_node_get_type_string(parent), "table"))
        guard_row(&observer->guard, cmark_gfm_extensions_get_table_columns(parent));
    else if (type == CMARK_NODE_PARAGRAPH)
        guard_paragraph(&observer->guard, (unsigned)cmark_node_get_start_line(parent));
    return NULL;
}

static cmark_parser *make_parser(cmark_syntax_extension *observing)
{
    static const char *const extensions[] = {"table", "strikethrough", "autolink", "tasklist"};
    /* With source positions it also counts lines inside inlines. */
    int options = CMARK_OPT_FOOTNOTES | CMARK_OPT_SOURCEPOS | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE;
    cmark_gfm_core_extensions_ensure_registered();
    cmark_parser *parser = cmark_parser_new_with_mem(options, &allocator);
    cmark_parser_attach_syntax_extension(parser, observing);
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
        cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(extensions[i]));
    return parser;
}

/* Every line that follows costs libcmark-gfm a step for each level that is open. */
static bool check_depth(const struct observer *observer)
{
    const struct input *input = observer->guard.input;
    unsigned depth = 0;
    cmark_node *node = observer->document ? cmark_node_last_child(observer->document) : NULL;
    for (; node; node = cmark_node_last_child(node)) {
        cmark_node_type type = cmark_node_get_type(node);
        depth += type == CMARK_NODE_BLOCK_QUOTE || type == CMARK_NODE_ITEM ||
                 type == CMARK_NODE_FOOTNOTE_DEFINITION;
        if (depth <= LETTER_DEPTH_MAX)
            continue;
        size_t start = input_line(input, (unsigned)cmark_node_get_start_line(node));
        size_t column = (size_t)cmark_node_get_start_column(node) - 1;
        guard_report_depth(observer->guard.report, input_place(input, start + column));
        return false;
    }
    return true;
}

/* Line by line, so that the guard can stop before one. */
static bool feed(cmark_parser *parser, struct observer *observer)
{
    const struct input *input = observer->guard.input;
    for (unsigned line = 1; line <= input->line_count; line++) {
        size_t start = input_line(input, line), end = input_line(input, line + 1);
        if (!guard_line(&observer->guard, line))
            return false;
        if (end > start)
            cmark_parser_feed(parser, input->bytes + start, end - start);
        if (!check_depth(observer))
            return false;
    }
    /* The last line is looked at once it has an end. */
    if (input->bytes[input->length - 1] != '\n')
        cmark_parser_feed(parser, "\n", 1);
    return !observer->guard.stopped;
}

static bool check_content(const struct input *input, struct report *report)
{
    struct place start = {input->path, 1, 1};
    if (input->length > LETTER_LENGTH_MAX) {
        report_error(report, start, "the letter is larger than 256 MiB; divide it");
        return false;
    }
    if (!input_check(input, report))
        return false;
    if (strspn(input->bytes, " \t\r\n\xEF\xBB\xBF") == input->length) {
        report_error(report, start, "the letter is empty; write it in Markdown");
        return false;
    }
    return true;
}

/* Parses, checks what libcmark-gfm would drop, converts. */
static bool parse(cmark_parser *parser, struct observer *observer, const char *folder,
                  struct dossier *dossier, struct report *report, struct error *err)
{
    const struct input *input = observer->guard.input;
    struct definitions definitions = {0};
    if (!feed(parser, observer))
        return true;
    if (observer->document)
        definitions_find(&definitions, observer->document, input, report);
    cmark_node *document = cmark_parser_finish(parser);
    definitions_check(&definitions, document, input, report);
    definitions_release(&definitions);
    bool ok = letter_convert(document, input, folder, dossier, report, err);
    cmark_node_free(document);
    return ok;
}

bool letter_parse(const struct input *input, const char *folder, struct dossier *dossier,
                  struct report *report, struct error *err)
{
    struct letter *letter = &dossier->letter;
    letter->source = input->bytes;
    letter->length = input->length;
    if (!check_content(input, report) || !definitions_check_carets(input, report))
        return true;
    struct observer observer = {0};
    guard_init(&observer.guard, input, report);
    cmark_syntax_extension *observing = cmark_syntax_extension_new("observer");
    cmark_syntax_extension_set_private(observing, &observer, NULL);
    cmark_syntax_extension_set_open_block_func(observing, observe);
    cmark_parser *parser = make_parser(observing);
    bool ok = parse(parser, &observer, folder, dossier, report, err);
    cmark_parser_free(parser);
    cmark_syntax_extension_free(cmark_get_default_mem_allocator(), observing);
    if (!ok || !letter->root)
        return ok;
    if (dossier->metadata.languages.count)
        letter->root->lang = dossier->metadata.languages.items[0];
    declarations_find(dossier, input->path, report);
    return true;
}
