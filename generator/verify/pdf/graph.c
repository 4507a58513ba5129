/* SPDX-License-Identifier: ISC */
/* A finished PDF as a graph of objects, read through qpdf: every object that the trailer leads to.
 */
#include "verify/pdf/graph.h"

#include "base/utf8.h"

#include <qpdf/qpdf-c.h>
#include <stdlib.h>
#include <string.h>

/* ISO 19005-2, 6.1.13. A number above it would only serve to fill the memory. */
#define OBJECTS_MOST 8388607

static const struct object null_object = {.bytes = ""};

static struct object *new_object(struct graph *graph, enum object_kind kind, int id)
{
    struct object *object = arena_new(&graph->arena, sizeof *object);
    object->kind = kind;
    object->id = id;
    object->bytes = "";
    object->mark = arena_new(&graph->arena, sizeof *object->mark);
    return object;
}

/* The object of a number, which is filled when its turn comes. */
static struct object *indirect_object(struct graph *graph, int id)
{
    while ((size_t)id >= graph->id_count) {
        size_t count = graph->id_count ? graph->id_count * 2 : 1024;
        graph->by_id = memory_resize(graph->by_id, count * sizeof *graph->by_id);
        memset(graph->by_id + graph->id_count, 0, (count - graph->id_count) * sizeof *graph->by_id);
        graph->id_count = count;
    }
    if (!graph->by_id[id]) {
        graph->by_id[id] = new_object(graph, OBJECT_NULL, id);
        graph->by_id[id]->indirect = true;
        graph->objects = memory_grow(graph->objects, graph->object_count, &graph->object_capacity,
                                     sizeof(struct object *));
        graph->objects[graph->object_count++] = graph->by_id[id];
    }
    return graph->by_id[id];
}

static void fill(struct graph *graph, struct object *object, qpdf_oh handle);

/* qpdf reads no direct object that is nested deeper than 500. */
static const struct object *convert(struct graph *graph, int inside, qpdf_oh handle)
{
    struct object *object;
    int id = qpdf_oh_get_object_id(graph->qpdf, handle);
    if (id > OBJECTS_MOST && !graph->problem.length)
        buf_add_format(&graph->problem, "there is an object %d", id);
    if (id > 0 && id <= OBJECTS_MOST) {
        object = indirect_object(graph, id);
    } else if (id > 0) {
        object = new_object(graph, OBJECT_NULL, inside);
    } else {
        object = new_object(graph, OBJECT_NULL, inside);
        fill(graph, object, handle);
    }
    qpdf_oh_release(graph->qpdf, handle);
    return object;
}

static void fill_array(struct graph *graph, struct object *object, qpdf_oh handle)
{
    int count = qpdf_oh_get_array_n_items(graph->qpdf, handle);
    object->count = count > 0 ? (size_t)count : 0;
    object->items = arena_new(&graph->arena, object->count * sizeof(struct object *) + 1);
    for (int i = 0; i < count; i++)
        object->items[i] =
            convert(graph, object->id, qpdf_oh_get_array_item(graph->qpdf, handle, i));
}

static void fill_dictionary(struct graph *graph, struct object *object, qpdf_oh handle)
{
    const char **keys = NULL;
    size_t count = 0;
    size_t capacity = 0;
    qpdf_oh_begin_dict_key_iter(graph->qpdf, handle);
    while (qpdf_oh_dict_more_keys(graph->qpdf)) {
        keys = memory_grow(keys, count, &capacity, sizeof(char *));
        keys[count++] = arena_string(&graph->arena, qpdf_oh_dict_next_key(graph->qpdf));
    }
    object->count = count;
    object->items = arena_new(&graph->arena, count * sizeof(struct object *) + 1);
    object->keys = arena_new(&graph->arena, count * sizeof(char *) + 1);
    for (size_t i = 0; i < count; i++) {
        object->items[i] =
            convert(graph, object->id, qpdf_oh_get_key(graph->qpdf, handle, keys[i]));
        object->keys[i] = keys[i] + 1;
    }
    free(keys);
}

static void fill_text(struct graph *graph, struct object *object, const char *bytes, size_t length)
{
    object->bytes = arena_copy(&graph->arena, bytes, length);
    object->length = length;
}

static void fill(struct graph *graph, struct object *object, qpdf_oh handle)
{
    qpdf_data qpdf = graph->qpdf;
    size_t length;
    const char *bytes;
    switch (qpdf_oh_get_type_code(qpdf, handle)) {
    case ot_boolean:
        object->kind = OBJECT_BOOLEAN;
        object->number = qpdf_oh_get_bool_value(qpdf, handle);
        break;
    case ot_integer:
        object->kind = OBJECT_INTEGER;
        object->number = qpdf_oh_get_int_value(qpdf, handle);
        object->real = (double)object->number;
        break;
    case ot_real:
        object->kind = OBJECT_REAL;
        object->real = qpdf_oh_get_numeric_value(qpdf, handle);
        break;
    case ot_name:
        object->kind = OBJECT_NAME;
        bytes = qpdf_oh_get_name(qpdf, handle);
        fill_text(graph, object, bytes + 1, strlen(bytes + 1));
        break;
    case ot_string:
        object->kind = OBJECT_STRING;
        bytes = qpdf_oh_get_binary_string_value(qpdf, handle, &length);
        fill_text(graph, object, bytes, length);
        break;
    case ot_array:
        object->kind = OBJECT_ARRAY;
        fill_array(graph, object, handle);
        break;
    case ot_stream:
        object->kind = OBJECT_DICTIONARY;
        object->stream = qpdf_oh_new_object(qpdf, handle);
        qpdf_oh dictionary = qpdf_oh_get_dict(qpdf, handle);
        fill_dictionary(graph, object, dictionary);
        qpdf_oh_release(qpdf, dictionary);
        break;
    case ot_dictionary:
        object->kind = OBJECT_DICTIONARY;
        fill_dictionary(graph, object, handle);
        break;
    default:
        break;
    }
}

static void take_problem(struct graph *graph, qpdf_error error)
{
    if (!error || graph->problem.length)
        return;
    const char *detail = qpdf_get_error_message_detail(graph->qpdf, error);
    unsigned long long at = qpdf_get_error_file_position(graph->qpdf, error);
    buf_add_format(&graph->problem, "%s (at byte %llu)", detail ? detail : "damaged", at);
}

static void take_problems(struct graph *graph)
{
    if (qpdf_has_error(graph->qpdf))
        take_problem(graph, qpdf_get_error(graph->qpdf));
    while (qpdf_more_warnings(graph->qpdf))
        take_problem(graph, qpdf_next_warning(graph->qpdf));
}

bool graph_read(struct graph *graph, const struct buf *bytes)
{
    memset(graph, 0, sizeof *graph);
    buf_init(&graph->problem);
    graph->qpdf = qpdf_init();
    qpdf_silence_errors(graph->qpdf);
    qpdf_set_suppress_warnings(graph->qpdf, QPDF_TRUE);
    QPDF_ERROR_CODE code = qpdf_read_memory(graph->qpdf, "file", bytes->bytes, bytes->length, NULL);
    graph->encrypted = !(code & QPDF_ERRORS) && qpdf_is_encrypted(graph->qpdf);
    if (code & QPDF_ERRORS) {
        qpdf_error error = qpdf_get_error(graph->qpdf);
        graph->encrypted = qpdf_get_error_code(graph->qpdf, error) == qpdf_e_password;
        take_problem(graph, error);
        return false;
    }
    graph->trailer = convert(graph, 0, qpdf_get_trailer(graph->qpdf));
    for (size_t i = 0; i < graph->object_count; i++) {
        qpdf_oh handle = qpdf_get_object_by_id(graph->qpdf, graph->objects[i]->id, 0);
        fill(graph, graph->objects[i], handle);
        qpdf_oh_release(graph->qpdf, handle);
    }
    graph->root = object_get(graph->trailer, "Root");
    take_problems(graph);
    return true;
}

void graph_release(struct graph *graph)
{
    if (graph->qpdf)
        qpdf_cleanup(&graph->qpdf);
    free(graph->objects);
    free(graph->by_id);
    buf_release(&graph->problem);
    arena_release(&graph->arena);
}

const struct object *object_get(const struct object *object, const char *key)
{
    if (object->kind == OBJECT_DICTIONARY) {
        for (size_t i = 0; i < object->count; i++) {
            if (!strcmp(object->keys[i], key))
                return object->items[i];
        }
    }
    return &null_object;
}

long long object_integer(const struct object *object, const char *key, long long otherwise)
{
    const struct object *value = object_get(object, key);
    return value->kind == OBJECT_INTEGER ? value->number : otherwise;
}

bool object_is_name(const struct object *object, const char *name)
{
    return object->kind == OBJECT_NAME && !strcmp(object->bytes, name);
}

bool object_is_true(const struct object *object)
{
    return object->kind == OBJECT_BOOLEAN && object->number;
}

void object_append_text(struct buf *text, const struct object *string)
{
    const unsigned char *bytes = (const unsigned char *)string->bytes;
    size_t length = string->length;
    if (length >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF) {
        for (size_t i = 2; i + 1 < length; i += 2) {
            uint32_t unit = (uint32_t)bytes[i] << 8 | bytes[i + 1];
            if (unit >= 0xD800 && unit < 0xDC00 && i + 3 < length) {
                uint32_t low = (uint32_t)bytes[i + 2] << 8 | bytes[i + 3];
                unit = 0x10000 + ((unit - 0xD800) << 10) + ((low - 0xDC00) & 0x3FF);
                i += 2;
            }
            utf8_append(text, unit);
        }
        return;
    }
    /* PDFDocEncoding, of which the part that is not Latin-1 is hardly ever used. */
    static const uint16_t special[] = {
        0x2022, 0x2020, 0x2021, 0x2026, 0x2014, 0x2013, 0x192,  0x2044, 0x2039, 0x203A, 0x2212,
        0x2030, 0x201E, 0x201C, 0x201D, 0x2018, 0x2019, 0x201A, 0x2122, 0xFB01, 0xFB02, 0x141,
        0x152,  0x160,  0x178,  0x17D,  0x131,  0x142,  0x153,  0x161,  0x17E,  0xFFFD, 0x20AC};
    for (size_t i = 0; i < length; i++)
        utf8_append(text,
                    bytes[i] >= 0x80 && bytes[i] <= 0xA0 ? special[bytes[i] - 0x80] : bytes[i]);
}

bool object_append_data(const struct graph *graph, const struct object *stream, struct buf *data)
{
    unsigned char *bytes = NULL;
    size_t length = 0;
    QPDF_BOOL filtered = QPDF_FALSE;
    if (!stream->stream)
        return false;
    QPDF_ERROR_CODE code = qpdf_oh_get_stream_data(graph->qpdf, stream->stream, qpdf_dl_generalized,
                                                   &filtered, &bytes, &length);
    bool ok = code == QPDF_SUCCESS && filtered;
    if (ok)
        buf_add(data, bytes, length);
    free(bytes);
    return ok;
}
