/* SPDX-License-Identifier: ISC */
/* Page labels (ISO 32000-1, 12.4.2): every page is called in the reader's window what is printed on
 * it. */
#include "render/pdf/labels.h"

#include "render/pdf/token.h"
#include "render/pdf/tree.h"

#include <stdlib.h>

#define NUMBER_MAX 1000000000u

/* Pages that count on from a first number, or one page with a label of its own. */
struct range {
    size_t page;
    const char *label;
    unsigned number; /* of the first page; 0 where the label is not a number */
};

struct labels {
    struct range *ranges;
    size_t count;
    size_t capacity;
    struct tree tree;
};

/* The number that a label is, as the reader's window would write it; 0 where it is something else.
 */
static unsigned read_number(const char *label)
{
    unsigned number = 0;
    if (*label == '0')
        return 0;
    for (; *label >= '0' && *label <= '9' && number < NUMBER_MAX; label++)
        number = number * 10 + (unsigned)(*label - '0');
    return *label ? 0 : number;
}

static void add_key(const void *context, size_t index, struct buf *out)
{
    const struct labels *labels = context;
    buf_add_number(out, (long long)labels->ranges[index].page);
}

static void add_value(const void *context, size_t index, struct buf *out)
{
    const struct labels *labels = context;
    const struct range *range = &labels->ranges[index];
    if (!range->number) {
        buf_add_string(out, "<</P");
        token_add_text(out, range->label);
    } else {
        buf_add_string(out, "<</S/D");
        if (range->number != 1)
            buf_add_format(out, "/St %u", range->number);
    }
    buf_add_string(out, ">>");
}

struct labels *labels_new(const struct layout *layout)
{
    struct labels *labels = memory_new(sizeof *labels);
    unsigned last = 0;
    for (size_t i = 0; i < layout->page_count; i++) {
        const char *label = layout->pages[i].label;
        unsigned number = read_number(label);
        if (!last || number != last + 1) {
            labels->ranges = memory_grow(labels->ranges, labels->count, &labels->capacity,
                                         sizeof *labels->ranges);
            labels->ranges[labels->count++] = (struct range){i, label, number};
        }
        last = number;
    }
    labels->tree = (struct tree){.kind = "Nums",
                                 .count = labels->count,
                                 .add_key = add_key,
                                 .add_value = add_value,
                                 .context = labels};
    return labels;
}

void labels_free(struct labels *labels)
{
    if (!labels)
        return;
    free(labels->ranges);
    free(labels);
}

void labels_add(struct labels *labels, struct haru *haru, struct ids *ids)
{
    ids->labels = tree_add(&labels->tree, haru);
}
