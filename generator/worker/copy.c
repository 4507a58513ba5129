/* SPDX-License-Identifier: ISC */
/* Objects of a PDF written anew in another: of each dictionary only the entries that say how
 * something looks or reads, of resources only those that the content names. */
#include "worker/copy.h"

#include <stdlib.h>
#include <string.h>

/* Objects in objects. */
#define DEPTH_MOST 60

/* Entries that say how something looks or reads, by ISO 32000-1's clauses; sorted. Not among them
 * is what leads to other parts of a document (Parent, P, Pg, Dest, A, AA, B, StructParent, OPI,
 * Ref, Alternates, PieceInfo) or tells of its making (Metadata, LastModified, Name). */
static const char *const known[] = {"/AIS",
                                    "/ActualText",
                                    "/Alternate",
                                    "/Ascent",
                                    "/AvgWidth",
                                    "/BBox",
                                    "/BC",
                                    "/BG",
                                    "/BG2",
                                    "/BM",
                                    "/Background",
                                    "/BaseEncoding",
                                    "/BaseFont",
                                    "/BitsPerComponent",
                                    "/BitsPerCoordinate",
                                    "/BitsPerFlag",
                                    "/BitsPerSample",
                                    "/BlackIs1",
                                    "/BlackPoint",
                                    "/Bounds",
                                    "/C0",
                                    "/C1",
                                    "/CA",
                                    "/CIDSystemInfo",
                                    "/CIDToGIDMap",
                                    "/CMapName",
                                    "/CS",
                                    "/CapHeight",
                                    "/CharSet",
                                    "/ColorSpace",
                                    "/ColorTransform",
                                    "/Colors",
                                    "/Columns",
                                    "/Coords",
                                    "/D",
                                    "/DW",
                                    "/DW2",
                                    "/Decode",
                                    "/DescendantFonts",
                                    "/Descent",
                                    "/Differences",
                                    "/Domain",
                                    "/EarlyChange",
                                    "/Encode",
                                    "/EncodedByteAlign",
                                    "/Encoding",
                                    "/EndOfBlock",
                                    "/EndOfLine",
                                    "/ExtGState",
                                    "/Extend",
                                    "/FL",
                                    "/FirstChar",
                                    "/Flags",
                                    "/Font",
                                    "/FontBBox",
                                    "/FontDescriptor",
                                    "/FontFile",
                                    "/FontFile2",
                                    "/FontFile3",
                                    "/FontMatrix",
                                    "/FontName",
                                    "/FontStretch",
                                    "/FontWeight",
                                    "/FormType",
                                    "/Function",
                                    "/FunctionType",
                                    "/Functions",
                                    "/G",
                                    "/Gamma",
                                    "/Group",
                                    "/Height",
                                    "/I",
                                    "/ImageMask",
                                    "/Intent",
                                    "/Interpolate",
                                    "/ItalicAngle",
                                    "/JBIG2Globals",
                                    "/K",
                                    "/LC",
                                    "/LJ",
                                    "/LW",
                                    "/Lang",
                                    "/LastChar",
                                    "/Leading",
                                    "/Length1",
                                    "/Length2",
                                    "/Length3",
                                    "/ML",
                                    "/Mask",
                                    "/Matrix",
                                    "/Matte",
                                    "/MaxWidth",
                                    "/MissingWidth",
                                    "/N",
                                    "/OC",
                                    "/OP",
                                    "/OPM",
                                    "/Order",
                                    "/Ordering",
                                    "/PaintType",
                                    "/PatternType",
                                    "/Predictor",
                                    "/RI",
                                    "/Range",
                                    "/Registry",
                                    "/Rows",
                                    "/S",
                                    "/SA",
                                    "/SM",
                                    "/SMask",
                                    "/SMaskInData",
                                    "/Shading",
                                    "/ShadingType",
                                    "/Size",
                                    "/StemH",
                                    "/StemV",
                                    "/Subtype",
                                    "/Supplement",
                                    "/TK",
                                    "/TR",
                                    "/TR2",
                                    "/TilingType",
                                    "/ToUnicode",
                                    "/Type",
                                    "/UCR",
                                    "/UCR2",
                                    "/UseCMap",
                                    "/VerticesPerRow",
                                    "/W",
                                    "/W2",
                                    "/WMode",
                                    "/WhitePoint",
                                    "/Width",
                                    "/Widths",
                                    "/XHeight",
                                    "/XStep",
                                    "/YStep",
                                    "/ca",
                                    "/op"};

/* Those of optional content (8.11.2), which mean other things elsewhere. */
static const char *const layer[] = {"/Event", "/Export", "/ExportState", "/Intent",     "/Name",
                                    "/OCGs",  "/P",      "/Print",       "/PrintState", "/Type",
                                    "/Usage", "/VE",     "/View",        "/ViewState"};

/* What has no place in a page's resources, whatever leads there. */
static const char *const foreign[] = {"/Annot",  "/Catalog",    "/EmbeddedFile",   "/Filespec",
                                      "/ObjStm", "/Outlines",   "/Page",           "/Pages",
                                      "/Sig",    "/StructElem", "/StructTreeRoot", "/XRef"};

static int by_text(const void *key, const void *item)
{
    return strcmp(key, *(const char *const *)item);
}

static bool is_in(const char *key, const char *const *list, size_t count)
{
    return bsearch(key, list, count, sizeof *list, by_text);
}

void copier_init(struct copier *copier, struct pdf *from, struct pdf *to)
{
    *copier = (struct copier){.from = from, .to = to, .failed = ""};
}

void copier_release(struct copier *copier)
{
    free(copier->copies);
}

static void fail(struct copier *copier, const char *why)
{
    if (!*copier->failed)
        copier->failed = why;
}

/* Remembers the copy of an object that has a number, which makes one of the copy. */
static qpdf_oh remember(struct copier *copier, qpdf_oh object, qpdf_oh copy)
{
    int id = qpdf_oh_get_object_id(copier->from->qpdf, object);
    if (id <= 0)
        return copy;
    if (!qpdf_oh_is_indirect(copier->to->qpdf, copy))
        copy = qpdf_make_indirect_object(copier->to->qpdf, copy);
    if ((size_t)id >= copier->count) {
        size_t count = (size_t)id * 2;
        copier->copies = memory_resize(copier->copies, count * sizeof *copier->copies);
        memset(copier->copies + copier->count, 0, (count - copier->count) * sizeof *copier->copies);
        copier->count = count;
    }
    copier->copies[id] = copy;
    return copy;
}

qpdf_oh copier_known(struct copier *copier, qpdf_oh object)
{
    int id = qpdf_oh_get_object_id(copier->from->qpdf, object);
    if (id > 0 && (size_t)id < copier->count && copier->copies[id])
        return copier->copies[id];
    return qpdf_oh_new_null(copier->to->qpdf);
}

static qpdf_oh copy(struct copier *copier, qpdf_oh object, unsigned depth);

/* A dictionary's entries, all of them or those of its kind. */
static void fill(struct copier *copier, qpdf_oh from, qpdf_oh to, bool all, unsigned depth)
{
    struct arena arena = ARENA_INIT;
    size_t count;
    const char **keys = pdf_keys(copier->from, from, &arena, &count);
    qpdf_oh type = pdf_get(copier->from, from, "/Type");
    bool is_layer =
        pdf_is_name(copier->from, type, "/OCG") || pdf_is_name(copier->from, type, "/OCMD") ||
        pdf_has(copier->from, from, "/PrintState") || pdf_has(copier->from, from, "/ViewState");
    for (size_t i = 0; i < count && !*copier->failed; i++) {
        bool wanted = all || (is_layer ? is_in(keys[i], layer, sizeof layer / sizeof *layer)
                                       : is_in(keys[i], known, sizeof known / sizeof *known));
        if (wanted)
            qpdf_oh_replace_key(copier->to->qpdf, to, keys[i],
                                copy(copier, pdf_get(copier->from, from, keys[i]), depth + 1));
    }
    arena_release(&arena);
}

static qpdf_oh resources_of(struct copier *copier, qpdf_oh resources, const struct uses *uses,
                            unsigned depth)
{
    struct arena arena = ARENA_INIT;
    qpdf_oh made = qpdf_oh_new_dictionary(copier->to->qpdf);
    for (enum use use = 0; use < USE_COUNT && !*copier->failed; use++) {
        qpdf_oh named = pdf_get(copier->from, resources, use_key(use));
        qpdf_oh kept = qpdf_oh_new_dictionary(copier->to->qpdf);
        size_t count;
        size_t copied = 0;
        const char **keys = pdf_keys(copier->from, uses->names[use], &arena, &count);
        for (size_t i = 0; i < count && !*copier->failed; i++) {
            if (!pdf_has(copier->from, named, keys[i]))
                continue;
            qpdf_oh_replace_key(copier->to->qpdf, kept, keys[i],
                                copy(copier, pdf_get(copier->from, named, keys[i]), depth + 1));
            copied++;
        }
        if (copied)
            qpdf_oh_replace_key(copier->to->qpdf, made, use_key(use), kept);
    }
    arena_release(&arena);
    return made;
}

/* The resources of a form, a pattern or a Type 3 font, cut to what its own content names. */
static void add_resources(struct copier *copier, qpdf_oh from, qpdf_oh to, unsigned depth)
{
    struct uses uses;
    struct buf data = BUF_INIT;
    qpdf_oh resources = pdf_get(copier->from, from, "/Resources");
    if (!qpdf_oh_is_dictionary(copier->from->qpdf, resources))
        return;
    uses_init(&uses, copier->from);
    bool ok =
        qpdf_oh_is_stream(copier->from->qpdf, from)
            ? pdf_data(copier->from, from, &data) && uses_add(&uses, copier->from, resources, &data)
            : uses_add_glyphs(&uses, copier->from, resources, from);
    buf_release(&data);
    if (!ok)
        fail(copier, "the content of a part of it cannot be read");
    else
        qpdf_oh_replace_key(copier->to->qpdf, to, "/Resources",
                            resources_of(copier, resources, &uses, depth));
}

static qpdf_oh copy_dictionary(struct copier *copier, qpdf_oh object, unsigned depth)
{
    qpdf_oh made = remember(copier, object, qpdf_oh_new_dictionary(copier->to->qpdf));
    qpdf_oh glyphs = pdf_get(copier->from, object, "/CharProcs");
    fill(copier, object, made, false, depth);
    add_resources(copier, object, made, depth);
    if (qpdf_oh_is_dictionary(copier->from->qpdf, glyphs)) {
        qpdf_oh kept = qpdf_oh_new_dictionary(copier->to->qpdf);
        fill(copier, glyphs, kept, true, depth);
        qpdf_oh_replace_key(copier->to->qpdf, made, "/CharProcs", kept);
    }
    return made;
}

/* Pictures keep their coding; all else is coded anew, so that nothing can lie behind its end. */
static void copy_data(struct copier *copier, qpdf_oh object, qpdf_oh made, unsigned depth)
{
    struct buf data = BUF_INIT;
    unsigned char *raw = NULL;
    size_t length = 0;
    QPDF_BOOL decoded = QPDF_FALSE;
    qpdf_oh null = qpdf_oh_new_null(copier->to->qpdf);
    bool picture = pdf_is_name(copier->from, pdf_get(copier->from, object, "/Subtype"), "/Image");
    if (!picture && pdf_data(copier->from, object, &data)) {
        qpdf_oh_replace_stream_data(copier->to->qpdf, made, (const unsigned char *)data.bytes,
                                    data.length, null, null);
    } else if (qpdf_oh_get_stream_data(copier->from->qpdf, object, qpdf_dl_none, &decoded, &raw,
                                       &length) &
               QPDF_ERRORS) {
        fail(copier, "the data of a part of it cannot be read");
    } else {
        qpdf_oh_replace_stream_data(
            copier->to->qpdf, made, raw, length,
            copy(copier, pdf_get(copier->from, object, "/Filter"), depth + 1),
            copy(copier, pdf_get(copier->from, object, "/DecodeParms"), depth + 1));
    }
    free(raw);
    buf_release(&data);
}

static qpdf_oh copy_stream(struct copier *copier, qpdf_oh object, unsigned depth)
{
    qpdf_oh made = remember(copier, object, qpdf_oh_new_stream(copier->to->qpdf));
    qpdf_oh dictionary = qpdf_oh_get_dict(copier->to->qpdf, made);
    fill(copier, object, dictionary, false, depth);
    add_resources(copier, object, dictionary, depth);
    copy_data(copier, object, made, depth);
    return made;
}

static qpdf_oh copy_array(struct copier *copier, qpdf_oh object, unsigned depth)
{
    qpdf_oh made = remember(copier, object, qpdf_oh_new_array(copier->to->qpdf));
    size_t count = pdf_count(copier->from, object);
    for (size_t i = 0; i < count && !*copier->failed; i++) {
        qpdf_oh item = qpdf_oh_get_array_item(copier->from->qpdf, object, (int)i);
        qpdf_oh_append_item(copier->to->qpdf, made, copy(copier, item, depth + 1));
    }
    return made;
}

bool copier_is_foreign(struct pdf *pdf, qpdf_oh object)
{
    qpdf_oh type = pdf_get(pdf, object, "/Type");
    return qpdf_oh_is_name(pdf->qpdf, type) &&
           is_in(qpdf_oh_get_name(pdf->qpdf, type), foreign, sizeof foreign / sizeof *foreign);
}

static qpdf_oh copy(struct copier *copier, qpdf_oh object, unsigned depth)
{
    qpdf_data from = copier->from->qpdf;
    qpdf_oh made = copier_known(copier, object);
    if (depth > DEPTH_MOST)
        fail(copier, "its objects are nested too deeply");
    if (*copier->failed || !qpdf_oh_is_null(copier->to->qpdf, made) ||
        copier_is_foreign(copier->from, object))
        return made;
    if (qpdf_oh_is_stream(from, object))
        return copy_stream(copier, object, depth);
    if (qpdf_oh_is_dictionary(from, object))
        return copy_dictionary(copier, object, depth);
    if (qpdf_oh_is_array(from, object))
        return copy_array(copier, object, depth);
    return qpdf_oh_parse(copier->to->qpdf, qpdf_oh_unparse_resolved(from, object));
}

qpdf_oh copier_copy(struct copier *copier, qpdf_oh object)
{
    return copy(copier, object, 0);
}

qpdf_oh copier_resources(struct copier *copier, qpdf_oh resources, const struct uses *uses)
{
    return resources_of(copier, resources, uses, 0);
}
