/* SPDX-License-Identifier: ISC */
/* A thin layer over libharu: its document, table of objects and file structure, with
 * objects that are made only when they are written. The one module that includes hpdf.h. */
#include "render/pdf/haru.h"

#include "base/deflate.h"
#include "base/digest.h"
#include "render/pdf/pack.h"

#include <hpdf.h>
#include <hpdf_doc.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PENDING_SIZE ((size_t)64 * 1024)
#define OBJECTS_MAX ((size_t)HPDF_LIMIT_MAX_XREF_ELEMENT)
/* libharu counts what it writes in 32 bits, and some readers in 31. */
#define FILE_SIZE_MAX ((uint64_t)INT_MAX)
#define NUMBER_MASK 0x00FFFFFFu
/* What libharu's table says of an object that stands in a stream: its `byte_offset` is the
 * stream's number and its `gen_no` the place there. */
#define PACKED_ENTRY 'c'
/* The sRGB profile is the output intent: four colours have no meaning under it (ISO
 * 19005-2, 6.2.4.3). */
#define FOUR_COLOURS "DeviceCMYK"

/* Neighbouring objects of one kind. They share one dictionary of libharu's: it takes an object's
 * number from the place in its table, and writes the table in order. */
struct run {
    struct haru *haru;
    struct haru_maker maker;
    HPDF_Dict dict;
    size_t first; /* its place in the table; 0 where the dictionary is libharu's own */
    size_t count;
    size_t next; /* which is written next */
    struct run *previous;
};

struct haru {
    HPDF_Doc document;
    struct arena arena; /* the runs */
    struct run *last;
    struct haru_object object;
    struct buf deflated;
    struct pack pack;
    uint32_t pack_number; /* of the stream that the pack becomes */
    struct deflater *deflater;
    struct output_writer *writer;
    struct digester *digester;
    char *pending; /* libharu writes token by token */
    size_t pending_length;
    uint64_t size;
    bool full;
    struct error *err; /* while saving */
};

static void *allocate(HPDF_UINT size)
{
    return memory_new(size);
}

struct haru *haru_new(struct output_writer *writer, size_t expected)
{
    struct haru *haru = memory_new(sizeof *haru);
    haru->writer = writer;
    haru->pending = memory_new(PENDING_SIZE);
    haru->digester = digester_new_sha256();
    buf_init(&haru->object.entries);
    buf_init(&haru->object.stream);
    buf_init(&haru->deflated);
    pack_init(&haru->pack);
    haru->deflater = deflater_new(DEFLATE_QUICK);
    haru->document = HPDF_NewEx(NULL, allocate, free, 0, NULL);
    if (!haru->document)
        memory_fail();
    haru->document->pdf_version = HPDF_VER_17;
    /* The table grows by this many, copying itself each time. */
    haru->document->xref->entries->items_per_block =
        (HPDF_UINT)(expected < OBJECTS_MAX ? expected : OBJECTS_MAX);
    return haru;
}

void haru_free(struct haru *haru)
{
    if (!haru)
        return;
    /* libharu frees what each place of its table holds: a shared dictionary stays in one of them.
     */
    for (struct run *run = haru->last; run; run = run->previous) {
        for (size_t i = 1; run->first && i < run->count; i++)
            HPDF_Xref_GetEntry(haru->document->xref, (HPDF_UINT)(run->first + i))->obj = NULL;
    }
    HPDF_Free(haru->document);
    deflater_free(haru->deflater);
    buf_release(&haru->deflated);
    pack_release(&haru->pack);
    buf_release(&haru->object.entries);
    buf_release(&haru->object.stream);
    digester_free(haru->digester);
    free(haru->pending);
    arena_release(&haru->arena);
    free(haru);
}

/* ------------------------------------------------------------------ Objects as they are written */

static HPDF_STATUS fail(struct haru *haru)
{
    return HPDF_SetError(&haru->document->error, HPDF_FILE_IO_ERROR, 0);
}

void haru_deflate(struct haru *haru, const struct buf *in, struct buf *out)
{
    deflater_add_zlib(haru->deflater, in->bytes, in->length, out);
}

/* Makes the next object of a run, all but its number. */
static HPDF_STATUS make_object(struct run *run)
{
    struct haru *haru = run->haru;
    struct haru_object *object = &haru->object;
    buf_clear(&object->entries);
    buf_clear(&object->stream);
    object->kind = HARU_NO_STREAM;
    if (!run->maker.make(run->maker.context, run->next++, object, haru->err))
        return fail(haru);
    if (object->stream.length > UINT_MAX) {
        error_set(haru->err, EXIT_CODE_INPUT,
                  "a part of the PDF would be larger than 4 GiB; split the letter");
        return fail(haru);
    }
    if (object->kind == HARU_STREAM_DEFLATED) {
        buf_clear(&haru->deflated);
        haru_deflate(haru, &object->stream, &haru->deflated);
        buf_add_string(&object->entries, "/Filter/FlateDecode");
    }
    if (object->kind >= HARU_STREAM_PLAIN) {
        bool deflated = object->kind == HARU_STREAM_DEFLATED;
        buf_add_string(&object->entries, "/Length ");
        buf_add_number(&object->entries,
                       (long long)(deflated ? haru->deflated.length : object->stream.length));
    }
    return HPDF_OK;
}

static HPDF_STATUS write_entries(HPDF_Dict dict, HPDF_Stream stream)
{
    struct run *run = dict->attr;
    const struct buf *entries = &run->haru->object.entries;
    return HPDF_Stream_Write(stream, (HPDF_BYTE *)entries->bytes, (HPDF_UINT)entries->length);
}

/* libharu would need an object of its own for the length of each stream that it writes itself. */
static HPDF_STATUS write_stream(HPDF_Dict dict)
{
    struct run *run = dict->attr;
    struct haru *haru = run->haru;
    HPDF_Stream stream = haru->document->stream;
    if (haru->object.kind < HARU_STREAM_PLAIN)
        return HPDF_OK;
    const struct buf *data =
        haru->object.kind == HARU_STREAM_DEFLATED ? &haru->deflated : &haru->object.stream;
    HPDF_STATUS status = HPDF_Stream_WriteStr(stream, "\nstream\r\n");
    if (status == HPDF_OK)
        status = HPDF_Stream_Write(stream, (HPDF_BYTE *)data->bytes, (HPDF_UINT)data->length);
    if (status == HPDF_OK)
        status = HPDF_Stream_WriteStr(stream, "\nendstream");
    return status;
}

static struct run *add_run(struct haru *haru, HPDF_Dict dict, struct haru_maker maker)
{
    struct run *run = arena_new(&haru->arena, sizeof *run);
    *run = (struct run){.haru = haru, .maker = maker, .dict = dict, .previous = haru->last};
    haru->last = run;
    dict->attr = run;
    dict->before_write_fn = NULL;
    dict->write_fn = write_entries;
    dict->after_write_fn = write_stream;
    return run;
}

uint32_t haru_add(struct haru *haru, size_t count, struct haru_maker maker)
{
    HPDF_Xref xref = haru->document->xref;
    if (haru->full || count > OBJECTS_MAX - xref->entries->count) {
        haru->full = true;
        return 0;
    }
    if (!count)
        return 0;
    struct run *run = add_run(haru, HPDF_Dict_New(haru->document->mmgr), maker);
    run->first = xref->entries->count;
    for (run->count = 0; run->count < count; run->count++) {
        run->dict->header.obj_id = 0; /* as if it were not in the table yet */
        HPDF_Xref_Add(xref, run->dict);
    }
    return (uint32_t)run->first;
}

void haru_make_catalog(struct haru *haru, struct haru_maker maker)
{
    add_run(haru, haru->document->catalog, maker);
}

void haru_make_information(struct haru *haru, struct haru_maker maker)
{
    HPDF_Dict_RemoveElement(haru->document->info, "Producer");
    add_run(haru, haru->document->info, maker);
}

uint32_t haru_make_page_tree(struct haru *haru, struct haru_maker maker)
{
    HPDF_Dict root = haru->document->root_pages;
    HPDF_Dict_RemoveElement(root, "Type");
    HPDF_Dict_RemoveElement(root, "Kids");
    HPDF_Dict_RemoveElement(root, "Count");
    add_run(haru, root, maker);
    return root->header.obj_id & NUMBER_MASK;
}

/* ------------------------------------------------------------------ Saving */

static bool flush(struct haru *haru)
{
    digester_add(haru->digester, haru->pending, haru->pending_length);
    bool ok = output_write(haru->writer, haru->pending, haru->pending_length, haru->err);
    haru->pending_length = 0;
    return ok;
}

static HPDF_STATUS write_bytes(HPDF_Stream stream, const HPDF_BYTE *bytes, HPDF_UINT length)
{
    struct haru *haru = stream->attr;
    haru->size += length;
    if (haru->size > FILE_SIZE_MAX) {
        error_set(haru->err, EXIT_CODE_INPUT,
                  "the PDF would be larger than 2 GiB; split the letter");
        return fail(haru);
    }
    while (length) {
        size_t part = PENDING_SIZE - haru->pending_length;
        if (part > length)
            part = length;
        memcpy(haru->pending + haru->pending_length, bytes, part);
        haru->pending_length += part;
        bytes += part;
        length -= (HPDF_UINT)part;
        if (haru->pending_length == PENDING_SIZE && !flush(haru))
            return fail(haru);
    }
    return HPDF_OK;
}

static struct run *run_of(HPDF_XrefEntry entry)
{
    HPDF_Dict dict = entry->obj;
    return dict->attr;
}

/* What was made, at its place in the file. */
static HPDF_STATUS write_object(struct haru *haru, HPDF_UINT number)
{
    HPDF_Stream stream = haru->document->stream;
    HPDF_XrefEntry entry = HPDF_Xref_GetEntry(haru->document->xref, number);
    char head[32];
    snprintf(head, sizeof head, "%u 0 obj\n", number);
    entry->byte_offset = stream->size;
    HPDF_STATUS status = HPDF_Stream_WriteStr(stream, head);
    if (status == HPDF_OK)
        status = HPDF_Obj_WriteValue(entry->obj, stream, NULL);
    if (status == HPDF_OK)
        status = HPDF_Stream_WriteStr(stream, "\nendobj\n");
    return status;
}

/* ------------------------------------------------------------------ Objects in streams */

static bool make_pack(void *context, size_t index, struct haru_object *object, struct error *err)
{
    (void)index;
    (void)err;
    object->kind = HARU_STREAM_DEFLATED;
    pack_take(context, &object->entries, &object->stream);
    return true;
}

/* Writes the objects that wait. */
static HPDF_STATUS write_pack(struct haru *haru)
{
    HPDF_STATUS status =
        make_object(run_of(HPDF_Xref_GetEntry(haru->document->xref, haru->pack_number)));
    return status == HPDF_OK ? write_object(haru, haru->pack_number) : status;
}

/* Puts what was made to those that wait. */
static HPDF_STATUS pack_object(struct haru *haru, HPDF_UINT number)
{
    if (!haru->pack.count)
        haru->pack_number = haru_add(haru, 1, (struct haru_maker){make_pack, &haru->pack});
    if (!haru->pack_number)
        return fail(haru);
    HPDF_XrefEntry entry = HPDF_Xref_GetEntry(haru->document->xref, number);
    entry->entry_typ = PACKED_ENTRY;
    entry->byte_offset = haru->pack_number;
    entry->gen_no =
        pack_add(&haru->pack, number, &haru->object.entries, haru->object.kind == HARU_NO_STREAM);
    return pack_is_full(&haru->pack) ? write_pack(haru) : HPDF_OK;
}

/* ------------------------------------------------------------------ The end of the file */

/* The table of objects (ISO 32000-1, 7.5.8) and the trailer's entries. It comes last: what stands
 * before it is the document. */
static bool make_table(void *context, size_t index, struct haru_object *object, struct error *err)
{
    struct haru *haru = context;
    HPDF_Doc document = haru->document;
    struct digest digest;
    (void)index;
    (void)err;
    object->kind = HARU_STREAM_DEFLATED;
    pack_add_row(&object->stream, PACK_FREE, 0, HPDF_MAX_GENERATION_NUM);
    for (HPDF_UINT i = 1; i < document->xref->entries->count; i++) {
        HPDF_XrefEntry entry = HPDF_Xref_GetEntry(document->xref, i);
        pack_add_row(&object->stream,
                     entry->entry_typ == PACKED_ENTRY ? PACK_IN_STREAM : PACK_OFFSET,
                     entry->byte_offset, entry->gen_no);
    }
    digester_add(haru->digester, haru->pending, haru->pending_length);
    digester_finish(haru->digester, &digest);
    buf_add_format(&object->entries, "/Type/XRef" PACK_ROW "/Size %u/Root %u 0 R/Info %u 0 R/ID[",
                   document->xref->entries->count, document->catalog->header.obj_id & NUMBER_MASK,
                   document->info->header.obj_id & NUMBER_MASK);
    for (int i = 0; i < 2; i++) {
        buf_add_char(&object->entries, '<');
        digest_append_hex(&object->entries, digest.sha256, 16);
        buf_add_char(&object->entries, '>');
    }
    buf_add_char(&object->entries, ']');
    return true;
}

static HPDF_STATUS write_end(struct haru *haru)
{
    HPDF_Stream stream = haru->document->stream;
    HPDF_UINT place = stream->size;
    uint32_t number = haru_add(haru, 1, (struct haru_maker){make_table, haru});
    if (!number)
        return fail(haru);
    HPDF_XrefEntry entry = HPDF_Xref_GetEntry(haru->document->xref, number);
    entry->byte_offset = place; /* the table tells its own place, too */
    HPDF_STATUS status = make_object(run_of(entry));
    if (status == HPDF_OK)
        status = write_object(haru, number);
    char end[64];
    snprintf(end, sizeof end, "startxref\n%u\n%%%%EOF\n", place);
    return status == HPDF_OK ? HPDF_Stream_WriteStr(stream, end) : status;
}

/* libharu's own way to save knows neither streams of objects nor tables in streams, which make the
 * file a third smaller and a long letter's four times. Its own dictionaries stay outside of them.
 */
static HPDF_STATUS write_document(struct haru *haru)
{
    HPDF_Doc document = haru->document;
    HPDF_UINT count = document->xref->entries->count;
    HPDF_STATUS status = HPDF_Stream_WriteStr(document->stream, "%PDF-1.7\n%\xB7\xBE\xAD\xAA\n");
    for (HPDF_UINT i = 1; status == HPDF_OK && i < count; i++) {
        struct run *run = run_of(HPDF_Xref_GetEntry(document->xref, i));
        status = make_object(run);
        if (status != HPDF_OK)
            break;
        status = run->first && haru->object.kind < HARU_STREAM_PLAIN ? pack_object(haru, i)
                                                                     : write_object(haru, i);
    }
    if (status == HPDF_OK && haru->pack.count)
        status = write_pack(haru);
    return status == HPDF_OK ? write_end(haru) : status;
}

bool haru_save(struct haru *haru, struct error *err)
{
    HPDF_Doc document = haru->document;
    haru->err = err;
    document->stream = HPDF_CallbackWriter_New(document->mmgr, write_bytes, haru);
    HPDF_STATUS status = haru->full ? HPDF_OK : write_document(haru);
    if (haru->full)
        return error_set(err, EXIT_CODE_INPUT,
                         "the PDF would have more than %zu objects; split the letter", OBJECTS_MAX);
    if (err->code)
        return false;
    if (status != HPDF_OK)
        return error_set(err, EXIT_CODE_MACHINE, "libharu cannot write the PDF (its error 0x%04lX)",
                         (unsigned long)HPDF_GetError(document));
    return flush(haru);
}
