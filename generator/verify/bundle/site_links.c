/* SPDX-License-Identifier: ISC */
/* Whether each link of the site's copy in the bundle leads somewhere within the bundle. */
#include "verify/bundle/bundle_check.h"
#include "verify/bundle/html_links.h"

#include <stdlib.h>
#include <string.h>

#define SITE "data/site/"
#define HTML ".html"
/* No page that a browser shows is larger. */
#define PAGE_MAX ((size_t)64 * 1024 * 1024)

#define BAD(code, path, ...) \
    verdict_bad(&site->bundle->verdict, SECTION_LINKS, code, path, __VA_ARGS__)

/* A link to a place in a page: what anchor_of makes of it as it stands there, and decoded. */
struct part_link {
    uint64_t raw, decoded;
    const struct item *page; /* that it stands in */
};

struct site {
    struct bundle *bundle;
    const struct item *page; /* that is being read */
    /* Of each page's path with each of its anchors, as "page#anchor": what FNV-1a makes of it.
     * Whoever makes two of them alike has hidden a broken link, no more. */
    uint64_t *anchors;
    size_t anchor_count, anchor_capacity;
    struct part_link *parts; /* in the order of the pages */
    size_t part_count, part_capacity;
    bool anchors_known; /* all pages were read once: it is told where a part is missing */
    struct buf address, path;
    size_t links, pages, elsewhere;
};

static uint64_t mix(uint64_t sum, const char *text)
{
    for (; *text; text++)
        sum = (sum ^ (unsigned char)*text) * 0x100000001B3u;
    return sum;
}

static uint64_t anchor_of(const char *page, const char *name)
{
    return mix(mix(mix(0xCBF29CE484222325u, page), "#"), name);
}

static int by_value(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

static bool is_page(const struct item *item)
{
    size_t length = strlen(item->name), end = strlen(HTML);
    return !item->folder && !item->broken && !strncmp(item->name, SITE, strlen(SITE)) &&
           length > end && !strcmp(item->name + length - end, HTML);
}

static void take_anchor(void *to, const char *name)
{
    struct site *site = to;
    site->anchors = memory_grow(site->anchors, site->anchor_count, &site->anchor_capacity,
                                sizeof *site->anchors);
    site->anchors[site->anchor_count++] = anchor_of(site->page->name, name);
}

static void ignore(void *to, const char *text)
{
    (void)to;
    (void)text;
}

static bool has_anchor(const struct site *site, uint64_t anchor)
{
    return site->anchor_count &&
           bsearch(&anchor, site->anchors, site->anchor_count, sizeof anchor, by_value);
}

/* The part of a page that an address leads to. */
static void take_part(struct site *site, const struct item *target, const char *address, char *part)
{
    struct part_link link = {.raw = anchor_of(target->name, part), .page = site->page};
    if (!*part || !strcmp(part, "top") || !is_page(target))
        return;
    link.decoded =
        strchr(part, '%') && site_address_decode(part) ? anchor_of(target->name, part) : link.raw;
    if (!site->anchors_known) {
        site->parts =
            memory_grow(site->parts, site->part_count, &site->part_capacity, sizeof *site->parts);
        site->parts[site->part_count++] = link;
    } else if (!has_anchor(site, link.raw) && !has_anchor(site, link.decoded)) {
        BAD("no-anchor", site->page->name, "links to %s, and there is no such place in that page",
            address);
    }
}

/* The file that site->path leads to: itself, or the page of that folder. */
static const struct item *find_target(struct site *site)
{
    struct container *container = &site->bundle->container;
    const struct item *item = container_find(container, site->path.bytes);
    if ((!item || item->folder) && container_has_folder(container, site->path.bytes)) {
        buf_add_string(&site->path, "/index.html");
        item = container_find(container, site->path.bytes);
    }
    return item && !item->folder ? item : NULL;
}

static void take_link(void *to, const char *address)
{
    struct site *site = to;
    address += strspn(address, " \t\r\n\f");
    site->links += !site->anchors_known;
    if (site_address_is_elsewhere(address)) {
        site->elsewhere += !site->anchors_known;
        return;
    }
    buf_clear(&site->address);
    buf_add_string(&site->address, address);
    char *copy = site->address.bytes;
    char *part = strchr(copy, '#');
    if (part)
        *part++ = '\0';
    copy[strcspn(copy, "?")] = '\0';
    bool inside = site_address_decode(copy) &&
                  site_address_resolve(site->page->name, copy, strlen(copy), &site->path);
    const struct item *target = inside ? find_target(site) : NULL;
    if (target && part)
        take_part(site, target, address, part);
    else if (!inside && !site->anchors_known)
        BAD("link-outside", site->page->name, "links to %s, which is outside of the bundle",
            address);
    else if (!target && !site->anchors_known)
        BAD("dead-link", site->page->name, "links to %s, which is not there", address);
}

static bool read_page(struct site *site, struct item *item, struct buf *bytes)
{
    const struct html_links links = {take_link, site->anchors_known ? ignore : take_anchor, site};
    site->page = item;
    buf_clear(bytes);
    bool whole = container_load(&site->bundle->container, item, PAGE_MAX, bytes) == ITEM_WHOLE;
    if (whole)
        html_links_find(bytes->bytes, bytes->length, &links);
    return whole;
}

static void read_pages(struct site *site, struct buf *bytes)
{
    for (size_t i = 0; i < site->bundle->container.count; i++) {
        struct item *item = &site->bundle->container.items[i];
        if (!is_page(item))
            continue;
        site->pages++;
        if (!read_page(site, item, bytes))
            BAD("page-unreadable", item->name, "cannot be looked into, or is larger than %zu bytes",
                PAGE_MAX);
    }
}

/* Pages that link to a part that no page has are read once more, to tell which it is. */
static void tell_parts(struct site *site, struct buf *bytes)
{
    const struct item *told = NULL;
    site->anchors_known = true;
    for (size_t i = 0; i < site->part_count; i++) {
        const struct part_link *link = &site->parts[i];
        if (link->page == told || has_anchor(site, link->raw) || has_anchor(site, link->decoded))
            continue;
        told = link->page;
        read_page(site, container_find(&site->bundle->container, told->name), bytes);
    }
}

void site_links_check(struct bundle *bundle)
{
    struct site site = {.bundle = bundle, .address = BUF_INIT, .path = BUF_INIT};
    struct buf bytes = BUF_INIT;
    read_pages(&site, &bytes);
    if (site.anchor_count)
        qsort(site.anchors, site.anchor_count, sizeof *site.anchors, by_value);
    tell_parts(&site, &bytes);
    free(site.anchors);
    free(site.parts);
    buf_release(&site.address);
    buf_release(&site.path);
    buf_release(&bytes);
    if (site.pages)
        verdict_say(&bundle->verdict, SECTION_LINKS,
                    "%zu links in %zu pages, %zu of them to elsewhere, which are not followed",
                    site.links, site.pages, site.elsewhere);
    else
        verdict_say(&bundle->verdict, SECTION_LINKS, "none: there is no site");
}
