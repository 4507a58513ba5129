/* SPDX-License-Identifier: ISC */
/* What the pages show: all of it in marked content or an artifact, none of it nested, each code
 * with its text (PDF/UA-1, 7.1 and 7.2; PDF/A-2, 6.2). */
#include "verify/pdf/rules.h"
#include "base/lexer.h"
#include "verify/pdf/code_map.h"

#include <stdlib.h>
#include <string.h>

#define FORMS_WITHIN_FORMS 20
#define ARTIFACT (-1)
#define OTHER (-2)

/* Marked content that has an MCID or is an artifact, in the order in which it was begun. */
struct mark {
    size_t depth;
    long long mcid; /* ARTIFACT, or OTHER where the MCID can be none */
};

struct marks {
    struct mark *list;
    size_t count;
    size_t capacity;
};

struct reading {
    struct check *check;
    struct page *page;
    const struct object *holder; /* the page or form that is read */
    const struct object *resources;
    struct lexer lexer;
    struct code_map *font;
    struct buf name;     /* the last name that was an operand */
    struct buf tag;      /* the first */
    struct buf strings;  /* codes to be shown */
    struct buf untagged; /* text outside of marked content */
    long long mcid;      /* of the properties that were an operand, or -1 */
    size_t names;        /* operands that were names */
    size_t depth;        /* of marked content */
    size_t outer;        /* of marked content around a form */
    struct marks *marks; /* those around, of a form too */
    bool told;           /* that something is in none */
    size_t saved;        /* q without Q */
    size_t forms;        /* around */
};

static struct sequence *sequence_at(struct page *page, size_t mcid)
{
    while (mcid >= page->count) {
        page->sequences =
            memory_grow(page->sequences, page->count, &page->capacity, sizeof *page->sequences);
        page->sequences[page->count] = (struct sequence){.owner = NO_ELEMENT, .text = BUF_INIT};
        page->count++;
    }
    return &page->sequences[mcid];
}

/* A dictionary that is an operand: only its MCID is of interest. */
static void read_dictionary(struct reading *reading)
{
    size_t depth = 1;
    bool key = false;
    for (enum lexeme kind; depth && (kind = lexer_next(&reading->lexer)) != LEXEME_END;) {
        depth += kind == LEXEME_DICTIONARY;
        depth -= kind == LEXEME_DICTIONARY_END;
        if (key && kind == LEXEME_NUMBER)
            reading->mcid = (long long)reading->lexer.number;
        key = depth == 1 && kind == LEXEME_NAME && !strcmp(reading->lexer.text.bytes, "MCID");
    }
}

static void push_mark(struct reading *reading, long long mcid)
{
    struct marks *marks = reading->marks;
    marks->list = memory_grow(marks->list, marks->count, &marks->capacity, sizeof *marks->list);
    marks->list[marks->count++] = (struct mark){reading->depth, mcid};
}

/* Content in content is no fault, but some readers lose what follows it: this program's files have
 * none. */
static bool may_nest(const struct reading *reading, bool artifact)
{
    const struct marks *marks = reading->marks;
    return !marks->count ||
           (!reading->check->own && !artifact && marks->list[marks->count - 1].mcid != ARTIFACT);
}

static void begin_content(struct reading *reading, long long mcid, const char *tag)
{
    struct check *check = reading->check;
    struct sequence *sequence = mcid > MCID_MOST ? NULL : sequence_at(reading->page, (size_t)mcid);
    if (!sequence || sequence->there) {
        check_say(check, reading->holder, "PDF 1.7, 14.7.4.2",
                  "each MCID must stand for one sequence of the page: %lld", mcid);
        push_mark(reading, OTHER);
        return;
    }
    push_mark(reading, mcid);
    sequence->there = true;
    sequence->tag = arena_string(&check->arena, tag);
}

/* Marked content: with an MCID it is content of the structure tree, and so is what it encloses. */
static void begin_marked(struct reading *reading, bool properties)
{
    struct check *check = reading->check;
    long long mcid = reading->mcid;
    const char *tag = reading->tag.bytes;
    const struct marks *marks = reading->marks;
    if (properties && reading->names > 1)
        mcid = object_integer(
            object_get(object_get(reading->resources, "Properties"), reading->name.bytes), "MCID",
            -1);
    bool artifact = !strcmp(tag, "Artifact");
    reading->depth++;
    if (mcid < 0 && !artifact)
        return;
    if (!may_nest(reading, artifact)) {
        bool tags = !artifact && marks->list[marks->count - 1].mcid != ARTIFACT;
        check_say(check, reading->holder, tags ? "PDF 1.7, 14.7.4.2" : "PDF/UA-1, 7.1",
                  "marked content and artifacts must not be nested: %s, MCID %lld", tag, mcid);
        if (mcid >= 0 && mcid <= MCID_MOST)
            sequence_at(reading->page, (size_t)mcid)->there = true;
    } else if (artifact) {
        push_mark(reading, ARTIFACT);
    } else {
        begin_content(reading, mcid, tag);
    }
}

static void end_marked(struct reading *reading)
{
    struct marks *marks = reading->marks;
    if (reading->depth == reading->outer) {
        check_say(reading->check, reading->holder, "PDF 1.7, 14.6.1",
                  "each EMC must end a marked content of the same stream");
        return;
    }
    if (marks->count && marks->list[marks->count - 1].depth == reading->depth)
        marks->count--;
    reading->depth--;
}

/* The text of the content that is being read, or of none. */
static struct buf *text_of(struct reading *reading)
{
    const struct marks *marks = reading->marks;
    long long mcid = marks->count ? marks->list[marks->count - 1].mcid : ARTIFACT;
    return mcid >= 0 ? &sequence_at(reading->page, (size_t)mcid)->text : &reading->untagged;
}

static void set_font(struct reading *reading)
{
    const struct object *font =
        object_get(object_get(reading->resources, "Font"), reading->name.bytes);
    reading->font = font->kind == OBJECT_DICTIONARY ? code_map_of(reading->check, font) : NULL;
    if (!reading->font)
        check_say(reading->check, reading->holder, "PDF/A-2, 6.2.2",
                  "the font %s must be one of the resources", reading->name.bytes);
}

static void show_text(struct reading *reading)
{
    struct code_map *map = reading->font;
    size_t step = map && map->wide ? 2 : 1;
    const struct buf *codes = &reading->strings;
    for (size_t i = 0; map && i + step <= codes->length; i += step) {
        unsigned code = (unsigned char)codes->bytes[i];
        if (step == 2)
            code = code << 8 | (unsigned char)codes->bytes[i + 1];
        code_map_show(reading->check, map, code);
        bool found = !map->has_texts || code_map_text(map, code, text_of(reading));
        bool needed = reading->check->own || !map->is_latin;
        if (!found && needed && code_map_tell(map, code))
            check_say(reading->check, map->font, "PDF/A-2, 6.2.11.7.2",
                      "ToUnicode must map the code %04X, which is shown, to text", code);
    }
    buf_clear(&reading->untagged);
}

static void paint(struct reading *reading, const char *operator)
{
    if (reading->marks->count || reading->told)
        return;
    reading->told = true;
    check_say(reading->check, reading->holder, "PDF/UA-1, 7.1",
              "what is painted must be marked content or an artifact: %s at byte %zu", operator,
              reading->lexer.at);
}

/* A device colour is of the output intent's kind, or the resources say what it stands for
 * (ISO 19005-2, 6.2.4.3). */
static void judge_device(struct reading *reading, const char *space, const char *what)
{
    static const struct {
        const char *names;
        const char *standing;
        long long components;
    } devices[] = {{"DeviceRGB RGB", "DefaultRGB", 3}, {"DeviceCMYK CMYK", "DefaultCMYK", 4}};
    const struct object *intents = object_get(reading->check->graph.root, "OutputIntents");
    const struct object *profile =
        object_get(intents->count ? intents->items[0] : intents, "DestOutputProfile");
    const struct object *spaces = object_get(reading->resources, "ColorSpace");
    for (size_t i = 0; i < 2; i++) {
        if (check_is_one_of(space, devices[i].names) &&
            object_integer(profile, "N", 0) != devices[i].components &&
            object_get(spaces, devices[i].standing)->kind == OBJECT_NULL)
            check_say(reading->check, reading->holder, "PDF/A-2, 6.2.4.3",
                      "a device colour must be of the output intent's kind: %s", what);
    }
}

static void judge_operator(struct reading *reading, const char *operator)
{
    bool named = check_is_one_of(operator, "cs CS");
    bool cmyk = check_is_one_of(operator, "k K");
    judge_device(reading,
                 named  ? reading->name.bytes
                 : cmyk ? "DeviceCMYK"
                        : "DeviceRGB",
                 operator);
}

/* Of a palette the space of its colours counts. */
static void judge_image(struct reading *reading, const struct object *image)
{
    const struct object *space = object_get(image, "ColorSpace");
    if (space->kind == OBJECT_ARRAY && space->count > 1 &&
        object_is_name(space->items[0], "Indexed"))
        space = space->items[1];
    judge_device(reading, space->bytes, "an image");
}

static void read_stream(struct reading *reading, const struct buf *data);

/* A form is read in the place where it is painted. */
static void show_object(struct reading *reading)
{
    struct check *check = reading->check;
    const struct object *object =
        object_get(object_get(reading->resources, "XObject"), reading->name.bytes);
    if (!object->stream)
        check_say(check, reading->holder, "PDF/A-2, 6.2.2", "%s must be one of the resources",
                  reading->name.bytes);
    if (!object_is_name(object_get(object, "Subtype"), "Form")) {
        judge_image(reading, object);
        paint(reading, "Do");
        return;
    }
    if (reading->forms == FORMS_WITHIN_FORMS) {
        check_say(check, object, "PDF/UA-1, 7.20", "forms must not be nested deeper than %d",
                  FORMS_WITHIN_FORMS);
        return;
    }
    struct reading inner = *reading;
    struct buf data = BUF_INIT;
    const struct object *own = object_get(object, "Resources");
    inner.holder = object;
    inner.resources = own->kind == OBJECT_DICTIONARY ? own : reading->resources;
    inner.forms++;
    inner.outer = reading->depth;
    inner.saved = 0;
    if (!object_append_data(&check->graph, object, &data))
        check_say(check, object, "PDF 1.7, 7.3.8", "the stream must be one that can be decoded");
    read_stream(&inner, &data);
    reading->told = inner.told;
    buf_release(&data);
}

static const char all_operators[] =
    "b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k "
    "l m M MP n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W "
    "W* y ' \"";

static void take_operator(struct reading *reading, const char *operator)
{
    if (!strcmp(operator, "BDC") || !strcmp(operator, "BMC"))
        begin_marked(reading, operator[1] == 'D');
    else if (!strcmp(operator, "EMC"))
        end_marked(reading);
    else if (!strcmp(operator, "Tf"))
        set_font(reading);
    else if (!strcmp(operator, "Do"))
        show_object(reading);
    else if (check_is_one_of(operator, "f F f* B B* b b* S s sh BI"))
        paint(reading, operator);
    else if (check_is_one_of(operator, "k K rg RG cs CS"))
        judge_operator(reading, operator);
    else if (!strcmp(operator, "q"))
        reading->saved++;
    else if (!strcmp(operator, "Q") && reading->saved-- == 0)
        check_say(reading->check, reading->holder, "PDF 1.7, 8.4.2", "each Q must follow a q");
    else if (!check_is_one_of(operator, all_operators))
        check_say(reading->check, reading->holder, "PDF/A-2, 6.2.2",
                  "the operator %s must be one of ISO 32000-1", operator);
    if (!strcmp(operator, "ID"))
        lexer_skip_image(&reading->lexer);
    if (check_is_one_of(operator, "Tj TJ ' \"") && reading->strings.length) {
        paint(reading, operator);
        show_text(reading);
    }
}

static void clear_operands(struct reading *reading)
{
    buf_clear(&reading->strings);
    buf_clear(&reading->name);
    buf_clear(&reading->tag);
    reading->names = 0;
    reading->mcid = -1;
}

static void take_name(struct reading *reading)
{
    const struct buf *text = &reading->lexer.text;
    buf_clear(&reading->name);
    buf_add(&reading->name, text->bytes, text->length);
    if (!reading->names++)
        buf_add(&reading->tag, text->bytes, text->length);
}

static void read_stream(struct reading *reading, const struct buf *data)
{
    struct lexer *lexer = &reading->lexer;
    *lexer = (struct lexer){data->bytes, data->length, 0, BUF_INIT, 0};
    buf_init(&reading->strings);
    buf_init(&reading->untagged);
    buf_init(&reading->name);
    buf_init(&reading->tag);
    clear_operands(reading);
    for (enum lexeme kind; (kind = lexer_next(lexer)) != LEXEME_END;) {
        if (kind == LEXEME_NAME) {
            take_name(reading);
        } else if (kind == LEXEME_STRING) {
            buf_add(&reading->strings, lexer->text.bytes, lexer->text.length);
        } else if (kind == LEXEME_DICTIONARY) {
            read_dictionary(reading);
        } else if (kind == LEXEME_WRONG) {
            check_say(reading->check, reading->holder, "PDF 1.7, 7.8.2",
                      "the content must be of words that PDF knows, at byte %zu", lexer->at);
            break;
        } else if (kind == LEXEME_WORD && !check_is_one_of(lexer->text.bytes, "true false null")) {
            take_operator(reading, lexer->text.bytes);
            clear_operands(reading);
        }
    }
    if (reading->depth != reading->outer)
        check_say(reading->check, reading->holder, "PDF 1.7, 14.6.1",
                  "each marked content must end in the stream that it begins in");
    while (reading->marks->count &&
           reading->marks->list[reading->marks->count - 1].depth > reading->outer)
        reading->marks->count--;
    buf_release(&lexer->text);
    buf_release(&reading->strings);
    buf_release(&reading->untagged);
    buf_release(&reading->name);
    buf_release(&reading->tag);
}

void rules_content(struct check *check)
{
    for (size_t i = 0; i < check->page_count; i++) {
        struct page *page = &check->pages[i];
        const struct object *contents = object_get(page->object, "Contents");
        bool array = contents->kind == OBJECT_ARRAY;
        size_t count = array ? contents->count : contents->kind != OBJECT_NULL;
        struct buf data = BUF_INIT;
        for (size_t k = 0; k < count; k++) {
            const struct object *stream = array ? contents->items[k] : contents;
            if (!object_append_data(&check->graph, stream, &data))
                check_say(check, stream->id ? stream : page->object, "PDF 1.7, 7.3.8",
                          "the stream must be one that can be decoded");
            buf_add_char(&data, '\n');
        }
        struct marks marks = {0};
        struct reading reading = {.check = check,
                                  .page = page,
                                  .holder = page->object,
                                  .resources = page->resources,
                                  .marks = &marks};
        read_stream(&reading, &data);
        free(marks.list);
        buf_release(&data);
    }
}
