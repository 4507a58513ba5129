/* SPDX-License-Identifier: ISC */
/* A text beside a file in ALTO, versions 2 to 4 (https://www.loc.gov/standards/alto/). */
#include "worker/beside.h"
#include "worker/sax.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Thousandths of a point in a unit of MeasurementUnit. */
#define MM10_UNIT (7200.0 / 25.4)
#define INCH1200_UNIT 60.0

struct alto {
    struct beside *beside;
    size_t depth;
    bool alto;         /* the outermost element says so */
    bool layout;       /* a page was met */
    size_t unit_depth; /* of MeasurementUnit, while it is open; else 0 */
    struct buf unit;
    double thousandths; /* of a unit; 0: it is a dot of a picture */
    bool divided;       /* the last word is whole, and the other part of it comes in another line */
};

static double number(const char *const *attributes, const char *name, double otherwise)
{
    const char *value = sax_attribute(attributes, name);
    double found = value ? strtod(value, NULL) : otherwise;
    return isfinite(found) ? found : otherwise;
}

static void begin_page(struct alto *alto, const char *const *attributes, size_t offset)
{
    struct beside_box box = {.right = number(attributes, "WIDTH", 0),
                             .bottom = number(attributes, "HEIGHT", 0)};
    const char *stated = sax_attribute(attributes, "PHYSICAL_IMG_NR");
    char *end = NULL;
    long image = stated ? strtol(stated, &end, 10) : -1;
    box.known = box.right > 0 && box.bottom > 0;
    alto->layout = true;
    alto->divided = false;
    beside_begin_page(alto->beside, offset, &box, stated && *stated && !*end ? image : -1,
                      box.known ? 0 : alto->thousandths);
}

/* "WC" is from 0 to 1; what a person has corrected (CS) is sure. */
static unsigned confidence(const char *const *attributes)
{
    const char *corrected = sax_attribute(attributes, "CS");
    double sure = number(attributes, "WC", -1);
    if ((corrected && (!strcmp(corrected, "true") || !strcmp(corrected, "1"))) || sure < 0)
        return WIRE_SURE;
    return (unsigned)lround(fmin(sure, 1) * 100);
}

/* A divided word stands whole in the place of its first part. */
static void add_string(struct alto *alto, const char *const *attributes)
{
    const char *content = sax_attribute(attributes, "CONTENT");
    const char *part = sax_attribute(attributes, "SUBS_TYPE");
    const char *whole = sax_attribute(attributes, "SUBS_CONTENT");
    bool first = part && whole && !strcmp(part, "HypPart1");
    bool second = part && !strcmp(part, "HypPart2");
    struct beside_box box = {.left = number(attributes, "HPOS", -1),
                             .top = number(attributes, "VPOS", -1)};
    box.guessed = first;
    box.known = sax_attribute(attributes, "HPOS") && sax_attribute(attributes, "VPOS");
    box.right = box.left + number(attributes, "WIDTH", 0);
    box.bottom = box.top + number(attributes, "HEIGHT", 0);
    if (content && !(second && alto->divided))
        beside_add(alto->beside, first ? whole : content, strlen(first ? whole : content), &box,
                   confidence(attributes));
    alto->divided = first;
}

static void open(void *context, const char *name, const char *const *attributes, size_t offset)
{
    struct alto *alto = context;
    alto->depth++;
    if (alto->depth == 1)
        alto->alto = !strcmp(name, "alto");
    if (!strcmp(name, "MeasurementUnit"))
        alto->unit_depth = alto->depth;
    else if (!strcmp(name, "Page"))
        begin_page(alto, attributes, offset);
    if (!alto->layout)
        return;
    if (!strcmp(name, "TextBlock") || !strcmp(name, "ComposedBlock")) {
        beside_break_paragraph(alto->beside);
    } else if (!strcmp(name, "TextLine")) {
        beside_break_line(alto->beside);
    } else if (!strcmp(name, "String")) {
        add_string(alto, attributes);
    } else if (!strcmp(name, "HYP") && !alto->divided && beside_count(alto->beside)) {
        const char *hyphen = sax_attribute(attributes, "CONTENT");
        beside_append(alto->beside, hyphen ? hyphen : "-");
    }
}

static void close(void *context)
{
    struct alto *alto = context;
    if (alto->unit_depth == alto->depth && alto->unit_depth) {
        alto->unit_depth = 0;
        alto->thousandths = strstr(alto->unit.bytes, "mm10")       ? MM10_UNIT
                            : strstr(alto->unit.bytes, "inch1200") ? INCH1200_UNIT
                                                                   : 0;
    }
    alto->depth--;
}

static void text(void *context, const char *bytes, size_t length)
{
    struct alto *alto = context;
    if (alto->unit_depth)
        buf_add(&alto->unit, bytes, length);
}

void beside_alto(struct beside *beside, const char *bytes, size_t length)
{
    struct alto alto = {.beside = beside, .unit = BUF_INIT};
    struct buf why = BUF_INIT;
    size_t offset = 0;
    const struct sax_handler handler = {&alto, open, close, text};
    if (!sax_read(bytes, length, &handler, &offset, &why))
        beside_fail(beside, offset, "%s; have it written again by the program that it is of",
                    why.bytes);
    else if (!alto.alto || !alto.layout)
        beside_fail(beside, 0,
                    "has no page in the element alto, and is no ALTO; take it away, or put such a"
                    " file in its place");
    buf_release(&alto.unit);
    buf_release(&why);
}
