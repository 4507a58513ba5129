/* SPDX-License-Identifier: ISC */
/* What the pages themselves tell a preflight: by their facts, and by how they look. */
#include "pages/held.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Pictures with fewer dots per inch are hard to read. */
#define DPI_LEAST 150
/* Sizes that differ by no more, in thousandths of a point, are alike: 2 mm. */
#define ALIKE 5669
#define POINTS_PER_INCH 72
#define TENTHS_OF_MM_PER_INCH 254

void held_find(struct held_set *set, struct held *held, enum finding_kind kind, uint32_t page,
               const char *detail)
{
    held->findings = memory_grow(held->findings, held->finding_count, &held->finding_capacity,
                                 sizeof *held->findings);
    held->findings[held->finding_count++] = (struct finding){
        .kind = kind, .page = page, .detail = arena_string(&set->dossier->arena, detail)};
}

static int millimetres(int32_t length)
{
    const long long inch = POINTS_PER_INCH * 1000LL * 10;
    return (int)((length * (long long)TENTHS_OF_MM_PER_INCH + inch / 2) / inch);
}

void held_add_size(struct buf *text, int32_t width, int32_t height)
{
    buf_add_format(text, "%d × %d mm", millimetres(width), millimetres(height));
}

/* ---------------------------------------------------------------- By their facts */

static bool is_readable(const struct held *held, size_t at)
{
    return !held->file->failure && !held->file->pages[at].failure;
}

/* Whichever way they lie. */
static bool alike(const struct page_facts *one, const struct page_facts *other)
{
    bool lying = (one->width > one->height) != (other->width > other->height);
    long width = lying ? other->height : other->width;
    long height = lying ? other->width : other->height;
    return labs(one->width - width) <= ALIKE && labs(one->height - height) <= ALIKE;
}

/* The page whose size most have: by a vote of each against all others (Boyer and Moore), so that
 * there is none where no size has the most. */
static const struct page_facts *common_size(const struct held *held)
{
    const struct page_facts *common = NULL;
    size_t lead = 0;
    size_t count = held->file->page_count;
    for (size_t i = 0; i < count; i++) {
        if (!is_readable(held, i))
            continue;
        if (!lead)
            common = &held->facts[i];
        lead = !lead || alike(common, &held->facts[i]) ? lead + 1 : lead - 1;
    }
    size_t votes = 0;
    for (size_t i = 0; i < count && common; i++)
        votes += is_readable(held, i) && alike(common, &held->facts[i]);
    return votes * 2 > count ? common : NULL;
}

static void find_size(struct held_set *set, struct held *held, size_t at,
                      const struct page_facts *common)
{
    const struct page_facts *facts = &held->facts[at];
    struct buf detail = BUF_INIT;
    if (common && !alike(common, facts)) {
        held_add_size(&detail, facts->width, facts->height);
        buf_add_string(&detail, ", and most pages of the file are ");
        held_add_size(&detail, common->width, common->height);
        held_find(set, held, FINDING_SIZE, facts->page, detail.bytes);
    }
    buf_release(&detail);
}

static void find_of_page(struct held_set *set, struct held *held, size_t at, const char *dpi)
{
    const struct page_facts *facts = &held->facts[at];
    if (!facts->has_text && !held->texts)
        held_find(set, held, FINDING_NO_TEXT, facts->page, "");
    if (facts->dpi && facts->dpi < DPI_LEAST)
        held_find(set, held, FINDING_RESOLUTION, facts->page, dpi);
    /* A camera turns every photograph that is held upright. */
    if (facts->turned && (held->type == FILE_TYPE_PDF || held->type == FILE_TYPE_TIFF)) {
        static const char *const degrees[] = {"0", "90", "180", "270"};
        held_find(set, held, FINDING_TURNED, facts->page, degrees[facts->turned / 90 % 4]);
    }
}

/* What the ends of names say. */
static const struct {
    const char *end;
    enum file_type type;
} ends[] = {
    {"pdf", FILE_TYPE_PDF},   {"tif", FILE_TYPE_TIFF}, {"tiff", FILE_TYPE_TIFF},
    {"jpg", FILE_TYPE_JPEG},  {"jpe", FILE_TYPE_JPEG}, {"jpeg", FILE_TYPE_JPEG},
    {"png", FILE_TYPE_PNG},   {"jp2", FILE_TYPE_JP2},  {"jpx", FILE_TYPE_JP2},
    {"webp", FILE_TYPE_WEBP},
};

static void find_name(struct held_set *set, struct held *held)
{
    const char *point = strrchr(held->file->name, '.');
    for (size_t i = 0; point && i < sizeof ends / sizeof *ends; i++) {
        if (strcasecmp(point + 1, ends[i].end) != 0 || held->type == ends[i].type)
            continue;
        struct buf detail = BUF_INIT;
        if (held->type == FILE_TYPE_OTHER)
            buf_add_format(&detail, "no %s, and nobody can look into it",
                           file_type_name(ends[i].type));
        else
            buf_add_format(&detail, "a %s and no %s", file_type_name(held->type),
                           file_type_name(ends[i].type));
        held_find(set, held, FINDING_NAME, 0, detail.bytes);
        buf_release(&detail);
    }
}

void findings_of_facts(struct held_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        struct held *held = &set->files[i];
        const struct page_facts *common = common_size(held);
        uint32_t fewest = DPI_LEAST;
        for (size_t k = 0; k < held->file->page_count; k++) {
            if (held->facts[k].dpi && held->facts[k].dpi < fewest)
                fewest = held->facts[k].dpi;
        }
        struct buf dpi = BUF_INIT;
        buf_add_format(&dpi, "%u at the fewest", fewest);
        find_name(set, held);
        for (size_t k = 0; k < held->file->page_count; k++) {
            if (!is_readable(held, k))
                continue;
            find_size(set, held, k, common);
            find_of_page(set, held, k, dpi.bytes);
        }
        buf_release(&dpi);
    }
}

/* ---------------------------------------------------------------- By how they look */

struct seen {
    struct held *held;
    const struct held_page *page;
    size_t order;
};

static int compare(const void *a, const void *b)
{
    const struct seen *one = a;
    const struct seen *other = b;
    for (int i = PAGE_VIEW_COUNT - 1; i >= 0; i--) {
        const struct page_picture *left = &one->page->pictures[i];
        const struct page_picture *right = &other->page->pictures[i];
        if (left->length != right->length)
            return left->length < right->length ? -1 : 1;
    }
    return one->order < other->order ? -1 : one->order > other->order;
}

static bool look_alike(const struct seen *one, const struct seen *other)
{
    for (int i = 0; i < PAGE_VIEW_COUNT; i++) {
        if (one->page->pictures[i].length != other->page->pictures[i].length)
            return false;
    }
    return true;
}

static void add_twin(struct held_set *set, const struct seen *first, const struct seen *twin)
{
    struct buf detail = BUF_INIT;
    buf_add_format(&detail, "page %u", first->page->number);
    if (first->held != twin->held)
        buf_add_format(&detail, " of \"%s\"", first->held->file->name);
    held_find(set, twin->held, FINDING_TWIN, twin->page->number, detail.bytes);
    buf_release(&detail);
}

/* Of pages that look the same each is told the first. The bytes of pictures are read for those
 * alone that are of the same lengths, which hardly any others are. */
static bool find_twins(struct held_set *set, struct seen *seen, size_t count, struct error *err)
{
    struct buf first = BUF_INIT;
    struct buf other = BUF_INIT;
    bool ok = true;
    for (size_t i = 0; i < count && ok;) {
        size_t end = i + 1;
        while (end < count && look_alike(&seen[i], &seen[end]))
            end++;
        buf_clear(&first);
        if (end > i + 1)
            ok = held_page_picture_read(seen[i].page, PAGE_LARGE, &first, err);
        for (size_t k = i + 1; k < end && ok; k++) {
            buf_clear(&other);
            ok = held_page_picture_read(seen[k].page, PAGE_LARGE, &other, err);
            if (!ok || first.length != other.length ||
                memcmp(first.bytes, other.bytes, first.length) != 0)
                continue;
            add_twin(set, &seen[i], &seen[k]);
        }
        i = end;
    }
    buf_release(&first);
    buf_release(&other);
    return ok;
}

static const struct digest *look_of(const struct seen *seen)
{
    return &seen->held->looks[seen->page->number - 1];
}

static int compare_looks(const void *a, const void *b)
{
    const struct seen *one = a;
    const struct seen *other = b;
    int order = memcmp(look_of(one)->sha256, look_of(other)->sha256, DIGEST_SHA256_SIZE);
    return order ? order : one->order < other->order ? -1 : one->order > other->order;
}

/* The same of pages that were only looked at. */
static void find_same_looks(struct held_set *set, struct seen *seen, size_t count)
{
    const struct seen *first = seen;
    qsort(seen, count, sizeof *seen, compare_looks);
    for (size_t i = 1; i < count; i++) {
        if (memcmp(look_of(first)->sha256, look_of(&seen[i])->sha256, DIGEST_SHA256_SIZE) != 0)
            first = &seen[i];
        else
            add_twin(set, first, &seen[i]);
    }
}

bool findings_of_pictures(struct held_set *set, struct error *err)
{
    struct arena arena = ARENA_INIT;
    bool whole = set->options->draw == PAGES_DRAWN;
    size_t most = 0;
    size_t count = 0;
    for (size_t i = 0; i < set->count; i++)
        most += set->files[i].file->page_count;
    struct seen *seen = arena_new(&arena, (most + 1) * sizeof *seen);
    for (size_t i = 0; i < set->count; i++) {
        struct held *held = &set->files[i];
        for (size_t k = 0; k < held->file->page_count; k++) {
            const struct held_page *page = &held->file->pages[k];
            if (!page->wanted || page->failure || (whole && !page->store))
                continue;
            if (page->blank) {
                held_find(set, held, FINDING_BLANK, page->number, "");
            } else {
                seen[count] = (struct seen){held, page, count};
                count++;
            }
        }
    }
    bool ok = true;
    if (whole) {
        qsort(seen, count, sizeof *seen, compare);
        ok = find_twins(set, seen, count, err);
    } else {
        find_same_looks(set, seen, count);
    }
    arena_release(&arena);
    return ok;
}
