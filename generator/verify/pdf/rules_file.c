/* SPDX-License-Identifier: ISC */
/* The file as a whole: header, trailer, filters (PDF/A-2, 6.1). */
#include "verify/pdf/rules.h"

#include <string.h>

static void judge_header(struct check *check)
{
    const char *bytes = check->bytes->bytes;
    size_t length = check->bytes->length;
    const struct object *trailer = check->graph.trailer;
    bool right = length > 15 && !memcmp(bytes, "%PDF-1.", 7) && bytes[7] >= '0' &&
                 bytes[7] <= '7' && (bytes[8] == '\n' || bytes[8] == '\r');
    if (!right)
        check_say(check, trailer, "PDF/A-2, 6.1.2",
                  "the file must begin with %%PDF-1.n, n from 0 to 7, and the end of the line");
    size_t at = right ? 9 : 0;
    at += bytes[at] == '\n';
    bool binary = right && bytes[at] == '%';
    for (size_t i = 1; i <= 4 && binary; i++)
        binary = at + i < length && (unsigned char)bytes[at + i] > 127;
    if (right && !binary)
        check_say(check, trailer, "PDF/A-2, 6.1.2",
                  "the second line must be a comment of four bytes above 127");
}

static void judge_end(struct check *check)
{
    const char *bytes = check->bytes->bytes;
    size_t length = check->bytes->length;
    if (length && bytes[length - 1] == '\n')
        length--;
    if (length && bytes[length - 1] == '\r')
        length--;
    if (length < 5 || memcmp(bytes + length - 5, "%%EOF", 5) != 0)
        check_say(check, check->graph.trailer, "PDF/A-2, 6.1.3",
                  "nothing must follow the last %%%%EOF but one end of line");
}

static void judge_stream(struct check *check, const struct object *stream)
{
    static const char *const outside[] = {"F", "FFilter", "FDecodeParms"};
    for (size_t i = 0; i < 3; i++) {
        if (object_get(stream, outside[i])->kind != OBJECT_NULL)
            check_say(check, stream, "PDF/A-2, 6.1.7.1",
                      "a stream's data must be in the file, not elsewhere (%s)", outside[i]);
    }
    const struct object *filter = object_get(stream, "Filter");
    bool array = filter->kind == OBJECT_ARRAY;
    for (size_t i = 0; i < (array ? filter->count : filter->kind == OBJECT_NAME); i++) {
        const struct object *name = array ? filter->items[i] : filter;
        if (!check_is_one_of(name->bytes,
                             "ASCIIHexDecode ASCII85Decode FlateDecode RunLengthDecode "
                             "CCITTFaxDecode JBIG2Decode DCTDecode JPXDecode"))
            check_say(check, stream, "PDF/A-2, 6.1.7.2",
                      "the filter %s must be one that archives allow", name->bytes);
    }
    if (object_is_name(object_get(stream, "Subtype"), "Image")) {
        if (object_get(stream, "Alternates")->kind != OBJECT_NULL ||
            object_get(stream, "OPI")->kind != OBJECT_NULL ||
            object_is_true(object_get(stream, "Interpolate")))
            check_say(check, stream, "PDF/A-2, 6.2.8",
                      "an image must have no Alternates, no OPI and not be interpolated");
    } else if (object_is_name(object_get(stream, "Subtype"), "Form")) {
        if (object_get(stream, "PS")->kind != OBJECT_NULL ||
            object_get(stream, "OPI")->kind != OBJECT_NULL ||
            object_get(stream, "Ref")->kind != OBJECT_NULL)
            check_say(check, stream, "PDF/A-2, 6.2.9", "a form must have no PS, OPI or Ref");
    } else if (object_is_name(object_get(stream, "Subtype"), "PS")) {
        check_say(check, stream, "PDF/A-2, 6.2.9", "a PostScript object must not be there");
    }
}

void rules_file(struct check *check)
{
    const struct object *trailer = check->graph.trailer;
    judge_header(check);
    judge_end(check);
    if (check->graph.problem.length)
        check_say(check, trailer, "PDF 1.7, 7.5", "the file must be whole, but qpdf says: %s",
                  check->graph.problem.bytes);
    const struct object *id = object_get(trailer, "ID");
    bool both = id->kind == OBJECT_ARRAY && id->count == 2;
    for (size_t i = 0; i < 2 && both; i++)
        both = id->items[i]->kind == OBJECT_STRING && id->items[i]->length;
    if (!both)
        check_say(check, trailer, "PDF/A-2, 6.1.3", "the trailer must have an ID of two strings");
    if (check->graph.encrypted || object_get(trailer, "Encrypt")->kind != OBJECT_NULL)
        check_say(check, trailer, "PDF/A-2, 6.1.3", "the file must not be encrypted");
    for (size_t i = 0; i < check->graph.object_count; i++) {
        if (check->graph.objects[i]->stream)
            judge_stream(check, check->graph.objects[i]);
    }
}
