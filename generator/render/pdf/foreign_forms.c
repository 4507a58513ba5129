/* SPDX-License-Identifier: ISC */
/* The forms of enclosed pages, with all that they draw, among the objects of our PDF. */
#include "render/pdf/foreign_forms.h"

#include "render/pdf/token.h"
#include "wire/form.h"
#include "wire/job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One file of forms, with those of its objects that are needed. */
struct source {
    const char *path;
    uint32_t *numbers; /* by object from 1 at [0]: its place among the needed ones, from 1; 0 for
                          those that are not */
    uint32_t object_count;
    off_t *offsets; /* of the needed ones */
    uint32_t count;
    uint32_t first; /* its number in our PDF */
    struct foreign_forms *forms;
};

/* Where the form of a page of the layout is. */
struct laid {
    const struct source *source;
    uint32_t object;
};

/* A page of the layout and the form that it shows. */
struct wish {
    const char *path;
    unsigned form;
    size_t page;
};
/* Those of one file. */
struct group {
    struct wish *wishes;
    size_t count;
};

struct foreign_forms {
    struct arena arena;
    struct source *sources;
    size_t source_count;
    struct laid *pages; /* by page of the layout */
    const struct source *open;
    FILE *file; /* of that */
    struct buf frame;
};

/* ---- Reading ---- */

static bool fail(const struct source *source, struct error *err)
{
    return error_set(err, EXIT_CODE_MACHINE, "%s is damaged; take it away", source->path);
}

static bool read_into(FILE *file, struct buf *buf, size_t length)
{
    buf_reserve(buf, length);
    bool ok = fread(buf->bytes + buf->length, 1, length, file) == length;
    buf->length += ok ? length : 0;
    buf->bytes[buf->length] = '\0';
    return ok;
}

/* Reads a frame's head; false at the end of the file, too. */
static bool read_head(FILE *file, uint8_t *kind, uint32_t *length)
{
    uint8_t head[FRAME_HEAD];
    return fread(head, 1, sizeof head, file) == sizeof head && frame_read_head(head, kind, length);
}

/* Reads the frame of an object. */
static bool read_object(FILE *file, struct buf *bytes, struct form_object *object)
{
    struct frame frame;
    uint32_t length;
    buf_clear(bytes);
    if (!read_head(file, &frame.kind, &length) || frame.kind != REPLY_OBJECT ||
        !read_into(file, bytes, length))
        return false;
    frame.bytes = (const uint8_t *)bytes->bytes;
    frame.length = length;
    return form_read(&frame, object);
}

/* Reads the data of a stream, or passes over it where `data` is NULL. */
static bool read_data(FILE *file, uint64_t length, struct buf *data)
{
    while (length) {
        uint8_t kind;
        uint32_t part;
        if (!read_head(file, &kind, &part) || kind != REPLY_BYTES || part > length)
            return false;
        if (data ? !read_into(file, data, part) : fseeko(file, (off_t)part, SEEK_CUR) != 0)
            return false;
        length -= part;
    }
    return true;
}

/* ---- What is needed ---- */

/* All objects of a file, while it is looked through. */
struct survey {
    off_t *offsets;
    size_t *begins; /* of what each refers to, in `referred` */
    uint32_t *referred;
    uint32_t *pages; /* the object that is the form of each */
    uint32_t *waiting;
    uint32_t object_count;
    size_t referred_count, page_count, waiting_count;
    size_t capacities[5];
};

static void note_object(struct survey *survey, off_t offset, const struct form_object *object)
{
    size_t count = survey->object_count;
    struct form_reader reader = {object->tokens, object->token_length};
    struct form_value value;
    survey->offsets =
        memory_grow(survey->offsets, count, &survey->capacities[0], sizeof *survey->offsets);
    survey->begins =
        memory_grow(survey->begins, count, &survey->capacities[1], sizeof *survey->begins);
    survey->offsets[count] = offset;
    survey->begins[count] = survey->referred_count;
    survey->object_count++;
    if (object->role == FORM_PAGE) {
        survey->pages = memory_grow(survey->pages, survey->page_count, &survey->capacities[2],
                                    sizeof *survey->pages);
        survey->pages[survey->page_count++] = survey->object_count;
    }
    while (form_next(&reader, &value)) {
        if (value.token != FORM_REFERENCE)
            continue;
        survey->referred = memory_grow(survey->referred, survey->referred_count,
                                       &survey->capacities[3], sizeof *survey->referred);
        survey->referred[survey->referred_count++] = value.object;
    }
}

static bool look_through(FILE *file, struct buf *bytes, struct survey *survey)
{
    struct form_object object;
    for (;;) {
        off_t offset = ftello(file);
        int next = getc(file);
        if (next == EOF)
            return !ferror(file);
        ungetc(next, file);
        if (survey->object_count == UINT32_MAX || !read_object(file, bytes, &object) ||
            !read_data(file, object.length, NULL))
            return false;
        note_object(survey, offset, &object);
    }
}

static bool need(struct source *source, struct survey *survey, uint32_t object)
{
    if (!object || object > source->object_count)
        return false;
    if (!source->numbers[object - 1]) {
        source->numbers[object - 1] = 1;
        survey->waiting = memory_grow(survey->waiting, survey->waiting_count,
                                      &survey->capacities[4], sizeof *survey->waiting);
        survey->waiting[survey->waiting_count++] = object;
    }
    return true;
}

/* What is waiting needs what it refers to. */
static bool need_all(struct source *source, struct survey *survey)
{
    while (survey->waiting_count) {
        uint32_t object = survey->waiting[--survey->waiting_count];
        size_t end =
            object < survey->object_count ? survey->begins[object] : survey->referred_count;
        for (size_t i = survey->begins[object - 1]; i < end; i++) {
            if (!need(source, survey, survey->referred[i]))
                return false;
        }
    }
    return true;
}

static void number(struct foreign_forms *forms, struct source *source, const struct survey *survey)
{
    for (uint32_t i = 0; i < source->object_count; i++) {
        if (source->numbers[i])
            source->numbers[i] = ++source->count;
    }
    source->offsets = arena_new(&forms->arena, (source->count + 1) * sizeof *source->offsets);
    for (uint32_t i = 0; survey->offsets && i < source->object_count; i++) {
        if (source->numbers[i])
            source->offsets[source->numbers[i] - 1] = survey->offsets[i];
    }
}

/* Looks through a file for what pages need that are in it. */
static bool find_needed(struct foreign_forms *forms, struct source *source,
                        const struct wish *wishes, size_t count, struct error *err)
{
    struct survey survey = {0};
    FILE *file = fopen(source->path, "rbe");
    if (!file)
        return error_set_errno(err, "cannot read %s", source->path);
    bool ok = look_through(file, &forms->frame, &survey);
    (void)fclose(file); /* it was only read */
    source->object_count = survey.object_count;
    source->numbers =
        arena_new(&forms->arena, ((size_t)source->object_count + 1) * sizeof *source->numbers);
    for (size_t i = 0; i < count && ok; i++) {
        unsigned form = wishes[i].form;
        ok = form && form <= survey.page_count;
        if (!ok)
            break;
        forms->pages[wishes[i].page] = (struct laid){source, survey.pages[form - 1]};
        ok = need(source, &survey, survey.pages[form - 1]) && need_all(source, &survey);
    }
    if (ok)
        number(forms, source, &survey);
    free(survey.offsets);
    free(survey.begins);
    free(survey.referred);
    free(survey.pages);
    free(survey.waiting);
    return ok || fail(source, err);
}

static int by_path(const void *left, const void *right)
{
    const struct wish *a = left, *b = right;
    int order = strcmp(a->path, b->path);
    return order ? order : (a->page > b->page) - (a->page < b->page);
}

static int by_first_page(const void *left, const void *right)
{
    const struct group *a = left, *b = right;
    return (a->wishes->page > b->wishes->page) - (a->wishes->page < b->wishes->page);
}

/* The pages of each file, the files in the order of their first ones. */
static size_t group(struct wish *wishes, size_t count, struct group *groups)
{
    size_t group_count = 0;
    qsort(wishes, count, sizeof *wishes, by_path);
    for (size_t i = 0; i < count; i++) {
        if (!i || strcmp(wishes[i].path, wishes[i - 1].path) != 0)
            groups[group_count++] = (struct group){&wishes[i], 0};
        groups[group_count - 1].count++;
    }
    qsort(groups, group_count, sizeof *groups, by_first_page);
    return group_count;
}

struct foreign_forms *foreign_forms_new(const struct layout *layout, struct error *err)
{
    struct foreign_forms *forms = memory_new(sizeof *forms);
    size_t count = 0;
    buf_init(&forms->frame);
    forms->pages = arena_new(&forms->arena, (layout->page_count + 1) * sizeof *forms->pages);
    struct wish *wishes = memory_new((layout->page_count + 1) * sizeof *wishes);
    struct group *groups = memory_new((layout->page_count + 1) * sizeof *groups);
    for (size_t i = 0; i < layout->page_count; i++) {
        const struct ledger_row *row = layout->pages[i].enclosed;
        if (row)
            wishes[count++] = (struct wish){row->shown->forms, row->shown->form, i};
    }
    forms->source_count = group(wishes, count, groups);
    forms->sources = arena_new(&forms->arena, (forms->source_count + 1) * sizeof *forms->sources);
    bool ok = true;
    for (size_t i = 0; i < forms->source_count && ok; i++) {
        forms->sources[i] = (struct source){.path = groups[i].wishes->path, .forms = forms};
        ok = find_needed(forms, &forms->sources[i], groups[i].wishes, groups[i].count, err);
    }
    free(groups);
    free(wishes);
    if (ok)
        return forms;
    foreign_forms_free(forms);
    return NULL;
}

void foreign_forms_free(struct foreign_forms *forms)
{
    if (!forms)
        return;
    if (forms->file)
        (void)fclose(forms->file); /* it was only read */
    buf_release(&forms->frame);
    arena_release(&forms->arena);
    free(forms);
}

size_t foreign_forms_count(const struct foreign_forms *forms)
{
    size_t count = 0;
    for (size_t i = 0; i < forms->source_count; i++)
        count += forms->sources[i].count;
    return count;
}

/* ---- Printing ---- */

static void add_word(struct buf *out, const char *word, size_t length)
{
    char last = out->length ? out->bytes[out->length - 1] : ' ';
    if (!strchr("[]()<>", last))
        buf_add_char(out, ' ');
    buf_add(out, word, length);
}

/* Adds the name without a zero, which ends it. */
static void add_name(struct buf *out, const struct form_value *value)
{
    struct buf name = BUF_INIT;
    buf_add(&name, value->bytes, value->length);
    token_add_name(out, name.bytes);
    buf_release(&name);
}

static void add_value(struct buf *out, const struct source *source, const struct form_value *value)
{
    static const char *const words[] = {
        [FORM_NULL] = "null", [FORM_FALSE] = "false", [FORM_TRUE] = "true"};
    switch (value->token) {
    case FORM_NULL:
    case FORM_FALSE:
    case FORM_TRUE:
        add_word(out, words[value->token], strlen(words[value->token]));
        break;
    case FORM_NUMBER:
        add_word(out, value->bytes, value->length);
        break;
    case FORM_STRING:
        token_add_bytes(out, value->bytes, value->length);
        break;
    case FORM_NAME:
        add_name(out, value);
        break;
    case FORM_REFERENCE:
        token_add_reference(out, source->first + source->numbers[value->object - 1] - 1);
        break;
    default:
        break;
    }
}

/* Prints an object, of a dictionary what stands between << and >>; false where it refers to what is
 * not there. */
static bool print(const struct source *source, const struct form_object *object,
                  struct haru_object *out)
{
    struct form_reader reader = {object->tokens, object->token_length};
    struct form_value value;
    bool dictionaries[FORM_DEPTH_MOST] = {false};
    static const char *const brackets[2][2] = {{"]", "["}, {">>", "<<"}};
    size_t depth = 0;
    bool outer = *object->tokens == FORM_DICTIONARY;
    while (form_next(&reader, &value)) {
        bool opens = value.token == FORM_ARRAY || value.token == FORM_DICTIONARY;
        if (value.token == FORM_REFERENCE &&
            (value.object > source->object_count || !source->numbers[value.object - 1]))
            return false;
        if (value.token == FORM_END)
            depth--;
        if (opens)
            dictionaries[depth] = value.token == FORM_DICTIONARY;
        if (!opens && value.token != FORM_END)
            add_value(&out->entries, source, &value);
        else if (depth || !outer)
            buf_add_string(&out->entries, brackets[dictionaries[depth]][opens]);
        depth += opens;
    }
    out->kind = object->role != FORM_VALUE ? HARU_STREAM_PLAIN
                : outer                    ? HARU_NO_STREAM
                                           : HARU_VALUE;
    return true;
}

/* Objects are made file by file. */
static bool open_source(struct foreign_forms *forms, const struct source *source)
{
    if (forms->open == source)
        return true;
    if (forms->file)
        (void)fclose(forms->file); /* it was only read */
    forms->file = fopen(source->path, "rbe");
    forms->open = forms->file ? source : NULL;
    return forms->file;
}

static bool make(void *context, size_t index, struct haru_object *out, struct error *err)
{
    struct source *source = context;
    struct foreign_forms *forms = source->forms;
    struct form_object object;
    if (!open_source(forms, source))
        return error_set_errno(err, "cannot read %s", source->path);
    if (fseeko(forms->file, source->offsets[index], SEEK_SET) != 0 ||
        !read_object(forms->file, &forms->frame, &object) || !print(source, &object, out) ||
        !read_data(forms->file, object.length, &out->stream))
        return fail(source, err);
    return true;
}

void foreign_forms_add(struct foreign_forms *forms, struct haru *haru)
{
    for (size_t i = 0; i < forms->source_count; i++) {
        struct source *source = &forms->sources[i];
        source->first = haru_add(haru, source->count, (struct haru_maker){make, source});
    }
}

uint32_t foreign_forms_id(const struct foreign_forms *forms, size_t page)
{
    const struct laid *laid = &forms->pages[page];
    return laid->source->first + laid->source->numbers[laid->object - 1] - 1;
}
