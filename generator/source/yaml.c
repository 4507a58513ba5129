/* SPDX-License-Identifier: ISC */
/* YAML 1.2 as the dossier's files use it: mappings, lists and scalars, each with its place. */
#include "source/yaml.h"

#include "source/input.h"
#include "source/names.h"

#include <libfyaml.h>
#include <string.h>
#include <strings.h>

struct builder {
    struct input input;
    struct input_counter counter;
    struct arena *arena;
    struct report *report;
    struct yaml *root;
    struct yaml *open[YAML_DEPTH_MAX]; /* the mappings and lists we are in */
    struct names keys[YAML_DEPTH_MAX]; /* of each that is a mapping */
    size_t depth;
    const char *key; /* read, and waiting for its value */
    struct place key_place;
    size_t end; /* of the last event: the place of a value that is not there */
    size_t documents;
};

/* libfyaml prints its diagnostics unless somebody takes them. */
static void drop_diagnostic(struct fy_diag *diag, void *user, const char *text, size_t length)
{
    (void)diag;
    (void)user;
    (void)text;
    (void)length;
}

static struct place place_at(struct builder *builder, size_t offset)
{
    size_t length = builder->input.length;
    return input_count(&builder->input, &builder->counter, offset < length ? offset : length);
}

static bool in_map(const struct builder *builder)
{
    return builder->depth && builder->open[builder->depth - 1]->kind == YAML_MAP;
}

/* What is not there stands behind what came before it, whose closing quote libfyaml leaves out; in
 * a list, at its own "-". */
static struct place empty_place(struct builder *builder)
{
    const char *bytes = builder->input.bytes;
    size_t offset = builder->end;
    if (builder->depth && !in_map(builder)) {
        size_t next = offset + strspn(bytes + offset, "'\" \r\n");
        if (bytes[next] == '-')
            offset = next;
    }
    return place_at(builder, offset);
}

static struct place event_place(struct builder *builder, struct fy_event *event)
{
    const struct fy_mark *mark = fy_event_start_mark(event);
    if (!mark)
        return empty_place(builder);
    size_t offset = mark->input_pos;
    /* libfyaml's quoted scalars begin behind their quote. */
    if (event->type == FYET_SCALAR && offset) {
        enum fy_scalar_style style = fy_token_scalar_style(event->scalar.value);
        if (style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED)
            offset--;
    }
    return place_at(builder, offset);
}

/* The token of an anchor or an alias begins behind its "&" or "*". */
static struct place token_place(struct builder *builder, struct fy_token *token)
{
    const struct fy_mark *mark = fy_token_start_mark(token);
    size_t offset = mark ? mark->input_pos : builder->end;
    if (offset && strchr("&*", builder->input.bytes[offset - 1]))
        offset--;
    return place_at(builder, offset);
}

static bool fail(struct builder *builder, struct place place, const char *message)
{
    report_error(builder->report, place, "%s", message);
    return false;
}

/* Puts a node where it belongs: below what is open, or as the root. */
static void attach(struct builder *builder, struct yaml *node)
{
    node->key = builder->key;
    node->key_place = builder->key_place;
    builder->key = NULL;
    if (!builder->depth) {
        builder->root = node;
        return;
    }
    struct yaml *parent = builder->open[builder->depth - 1];
    if (parent->last)
        parent->last->next = node;
    else
        parent->first = node;
    parent->last = node;
}

static bool add_key(struct builder *builder, const char *text, struct place place)
{
    struct names *keys = &builder->keys[builder->depth - 1];
    const struct name *earlier = names_add(keys, text, place, 0);
    builder->key = text;
    builder->key_place = place;
    if (earlier)
        report_error(builder->report, place,
                     "\"%s\" stands here again, after line %u; keep one of the two", text,
                     earlier->place.line);
    return true;
}

/* Whether a token is one for one what it stands for: without escapes, folding or a block's ends. */
static bool is_verbatim(const struct builder *builder, struct fy_token *token, const char *text,
                        size_t length)
{
    const struct fy_mark *mark = fy_token_start_mark(token);
    return mark && mark->input_pos + length <= builder->input.length &&
           !memcmp(builder->input.bytes + mark->input_pos, text, length);
}

static bool add_scalar(struct builder *builder, struct fy_event *event)
{
    size_t length = 0;
    const char *text = fy_token_get_text(event->scalar.value, &length);
    struct place place = event_place(builder, event);
    struct buf words = BUF_INIT;
    char *copy = arena_copy(builder->arena, text ? text : "", text ? length : 0);
    const char *problem = input_text_problem(copy, text ? length : 0, &words);
    if (problem)
        report_error(builder->report, place, "%s; take it out", problem);
    buf_release(&words);
    if (in_map(builder) && !builder->key)
        return add_key(builder, copy, place);
    struct yaml *node = arena_new(builder->arena, sizeof *node);
    enum fy_scalar_style style = fy_token_scalar_style(event->scalar.value);
    if (text && (style == FYSS_LITERAL || style == FYSS_FOLDED)) {
        while (length && copy[length - 1] == '\n')
            copy[--length] = '\0';
    }
    node->kind = YAML_SCALAR;
    node->plain = !text || style == FYSS_PLAIN;
    node->verbatim = is_verbatim(builder, event->scalar.value, copy, length);
    node->inset = style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED;
    node->text = copy;
    node->place = place;
    attach(builder, node);
    return true;
}

static bool open_collection(struct builder *builder, struct fy_event *event, enum yaml_kind kind)
{
    struct place place = event_place(builder, event);
    if (in_map(builder) && !builder->key)
        return fail(builder, place, "a key is a mapping or a list; make it one word");
    if (builder->depth == YAML_DEPTH_MAX) {
        report_error(builder->report, place,
                     "mappings and lists stand in one another more than %d deep; flatten them",
                     YAML_DEPTH_MAX);
        return false;
    }
    struct yaml *node = arena_new(builder->arena, sizeof *node);
    node->kind = kind;
    node->flow = fy_event_get_node_style(event) == FYNS_FLOW;
    node->text = "";
    node->place = place;
    attach(builder, node);
    builder->keys[builder->depth].exact = true;
    builder->open[builder->depth++] = node;
    return true;
}

static bool close_collection(struct builder *builder)
{
    names_release(&builder->keys[--builder->depth]);
    builder->key = NULL;
    return true;
}

static void check_properties(struct builder *builder, struct fy_event *event)
{
    struct fy_token *anchor = NULL, *tag = NULL;
    if (event->type == FYET_SCALAR) {
        anchor = event->scalar.anchor;
        tag = event->scalar.tag;
    } else if (event->type == FYET_MAPPING_START) {
        anchor = event->mapping_start.anchor;
        tag = event->mapping_start.tag;
    } else if (event->type == FYET_SEQUENCE_START) {
        anchor = event->sequence_start.anchor;
        tag = event->sequence_start.tag;
    }
    if (anchor)
        fail(builder, token_place(builder, anchor),
             "YAML anchors are not used here; take it away, and write each value out");
    if (tag)
        fail(builder, token_place(builder, tag), "YAML tags are not used here; take it away");
}

/* What stands in an alias's place keeps its member known. */
static bool add_alias(struct builder *builder, struct fy_event *event)
{
    struct place place = token_place(builder, event->alias.anchor);
    fail(builder, place, "YAML aliases are not used here; write the value out");
    if (!builder->depth || (in_map(builder) && !builder->key))
        return false;
    struct yaml *node = arena_new(builder->arena, sizeof *node);
    node->text = "";
    node->refused = true;
    node->place = place;
    attach(builder, node);
    return true;
}

static bool take_event(struct builder *builder, struct fy_event *event)
{
    check_properties(builder, event);
    switch (event->type) {
    case FYET_DOCUMENT_START:
        if (builder->documents++)
            return fail(builder, event_place(builder, event),
                        "a second YAML document begins here; keep one in the file");
        return true;
    case FYET_SCALAR:
        return add_scalar(builder, event);
    case FYET_MAPPING_START:
        return open_collection(builder, event, YAML_MAP);
    case FYET_SEQUENCE_START:
        return open_collection(builder, event, YAML_LIST);
    case FYET_MAPPING_END:
    case FYET_SEQUENCE_END:
        return close_collection(builder);
    case FYET_ALIAS:
        return add_alias(builder, event);
    default:
        return true;
    }
}

/* Whether a line begins as "place:Westmarsh". */
static bool lacks_space(const struct input *input, unsigned line)
{
    static const char word[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    const char *at = input->bytes + input_line(input, line);
    at += strspn(at, " -");
    size_t length = strspn(at, word);
    return length && at[length] == ':' && at[length + 1] && !strchr(" \t\r\n/", at[length + 1]);
}

/* What to do about an error, by libfyaml's words for it. */
static const char *advise(const char *words)
{
    static const struct {
        const char *words; /* that it begins with */
        const char *advice;
    } known[] = {
        {"invalid nested block mapping", "put the text in quotes: a second \": \" stands in it"},
        {"could not find expected ':'", "write \"key: text\", or indent what goes on from above"},
        {"invalid multiline plain key",
         "see the indentation of the next line: keys of one mapping begin in one column"},
        {"wrong indendation", /* as libfyaml spells it */
         "see the indentation of this line: what stands beside one another begins in one column"},
        {"flow sequence without a closing", "close the list with ]"},
        {"flow mapping without a closing", "close the mapping with }"},
        {"invalid indentation",
         "see the indentation of this line and the next: keys of one mapping begin in one column"},
        {"wrongly indented", "close the quotation mark at the end of the text"},
        {"plain scalar cannot start", "put the text in quotes"},
        {"invalid trailing content after", "put all of the text in quotes, and what stands in it in"
                                           " the other kind"},
        {"block sequence on the same line",
         "put the text in quotes, or begin the list in the next line"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (!strncmp(words, known[i].words, strlen(known[i].words)))
            return known[i].advice;
    }
    return "correct it";
}

/* Our words for libfyaml's first error, if there is one. Its line and column count from 1. */
static bool check_syntax(struct builder *builder, struct fy_diag *diag, bool failed)
{
    void *previous = NULL;
    const struct fy_diag_error *found = fy_diag_errors_iterate(diag, &previous);
    struct place place = {builder->input.path, 0, 0};
    if (found) {
        place.line = found->line > 0 ? (unsigned)found->line : 1;
        place.column = found->column > 0 ? (unsigned)found->column : 1;
        report_error(builder->report, place, "this is not YAML (%s); %s", found->msg,
                     lacks_space(&builder->input, place.line) ? "write a space behind the \":\""
                                                              : advise(found->msg));
    } else if (failed) {
        report_error(builder->report, place, "this is not YAML; correct it");
    }
    return !found && !failed;
}

/* libfyaml's words for a tab depend on what comes before it. */
static bool check_tabs(const struct builder *builder)
{
    const struct input *input = &builder->input;
    for (size_t i = 0; i < input->line_count; i++) {
        size_t start = input->lines[i];
        size_t at = start + strspn(input->bytes + start, " ");
        if (input->bytes[at] == '\t' &&
            !strchr("#\r\n", input->bytes[at + strspn(input->bytes + at, " \t")])) {
            report_error(builder->report, input_place(input, at),
                         "a tab cannot indent in YAML; use spaces");
            return false;
        }
    }
    return true;
}

static bool parse_events(struct builder *builder, struct fy_parser *parser)
{
    struct fy_event *event;
    bool ok = true;
    while (ok && (event = fy_parser_parse(parser))) {
        ok = take_event(builder, event);
        const struct fy_mark *end = fy_event_end_mark(event);
        if (end)
            builder->end = end->input_pos;
        fy_parser_event_free(parser, event);
    }
    return ok;
}

struct yaml *yaml_parse(const char *path, const char *bytes, size_t length, struct arena *arena,
                        struct report *report)
{
    struct builder builder = {.arena = arena, .report = report};
    bool ok = false;
    input_set(&builder.input, path, bytes, length);
    struct fy_diag *diag = NULL;
    struct fy_parser *parser = NULL;
    if (!input_check(&builder.input, report) || !check_tabs(&builder))
        goto out;
    struct fy_diag_cfg diag_cfg;
    fy_diag_cfg_default(&diag_cfg);
    diag_cfg.fp = NULL;
    diag_cfg.output_fn = drop_diagnostic;
    diag_cfg.colorize = false;
    diag = fy_diag_create(&diag_cfg);
    fy_diag_set_collect_errors(diag, true);
    struct fy_parse_cfg cfg = {
        .flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_DEFAULT_VERSION_1_2, .diag = diag};
    parser = fy_parser_create(&cfg);
    fy_parser_set_string(parser, bytes, length);
    ok = parse_events(&builder, parser) &&
         check_syntax(&builder, diag, fy_parser_get_stream_error(parser));
    if (!builder.root) {
        builder.root = arena_new(arena, sizeof *builder.root);
        builder.root->text = "";
        builder.root->plain = true;
        builder.root->place = (struct place){builder.input.path, 1, 1};
    }
out:
    while (builder.depth)
        close_collection(&builder);
    fy_parser_destroy(parser);
    fy_diag_destroy(diag);
    input_release(&builder.input);
    return ok ? builder.root : NULL;
}

bool yaml_is_empty(const struct yaml *yaml)
{
    return yaml->kind == YAML_SCALAR &&
           (!*yaml->text ||
            (yaml->plain && (!strcmp(yaml->text, "~") || !strcasecmp(yaml->text, "null"))));
}

const char *yaml_kind_words(const struct yaml *yaml)
{
    switch (yaml->kind) {
    case YAML_MAP:
        return "a mapping";
    case YAML_LIST:
        return "a list";
    case YAML_SCALAR:
        break;
    }
    return yaml_is_empty(yaml) ? "empty" : "a text";
}

size_t yaml_count(const struct yaml *yaml)
{
    size_t count = 0;
    for (const struct yaml *one = yaml->first; one; one = one->next)
        count++;
    return count;
}

struct yaml *yaml_get(const struct yaml *map, const char *key)
{
    for (struct yaml *member = map->first; member; member = member->next) {
        if (!strcmp(member->key, key))
            return member;
    }
    return NULL;
}
