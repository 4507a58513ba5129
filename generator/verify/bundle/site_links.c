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

struct site {
    struct bundle *bundle;
    const struct item *page; /* that is being read */
    /* Of each page's path with each of its anchors, as "page#anchor": what FNV-1a makes of it.
     * Whoever makes two of them alike has hidden a broken link, no more. */
    uint64_t *anchors;
    size_t anchor_count, anchor_capacity;
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

/* The part of a page that an address leads to. */
static void check_part(struct site *site, const struct item *target, const char *address,
                       char *part)
{
    bool top = !*part || !strcmp(part, "top");
    uint64_t raw = anchor_of(target->name, part);
    bool found = top || !is_page(target) ||
                 bsearch(&raw, site->anchors, site->anchor_count, sizeof raw, by_value);
    if (!found && site_address_decode(part)) {
        uint64_t decoded = anchor_of(target->name, part);
        found =
            bsearch(&decoded, site->anchors, site->anchor_count, sizeof decoded, by_value) != NULL;
    }
    if (!found)
        BAD("no-anchor", site->page->name, "links to %s, and there is no such place in that page",
            address);
}

static void take_link(void *to, const char *address)
{
    struct site *site = to;
    struct buf copy = BUF_INIT;
    struct buf path = BUF_INIT;
    address += strspn(address, " \t\r\n\f");
    site->links++;
    if (site_address_is_elsewhere(address)) {
        site->elsewhere++;
        return;
    }
    buf_add_string(&copy, address);
    char *part = strchr(copy.bytes, '#');
    if (part)
        *part++ = '\0';
    copy.bytes[strcspn(copy.bytes, "?")] = '\0';
    bool inside = site_address_decode(copy.bytes) &&
                  site_address_resolve(site->page->name, copy.bytes, strlen(copy.bytes), &path);
    if (inside && container_has_folder(&site->bundle->container, path.bytes))
        buf_add_string(&path, "/index.html");
    const struct item *target =
        inside ? container_find(&site->bundle->container, path.bytes) : NULL;
    if (!inside)
        BAD("link-outside", site->page->name, "links to %s, which is outside of the bundle",
            address);
    else if (!target || target->folder)
        BAD("dead-link", site->page->name, "links to %s, which is not there", address);
    else if (part)
        check_part(site, target, address, part);
    buf_release(&copy);
    buf_release(&path);
}

static void read_pages(struct site *site, const struct html_links *links, bool tell)
{
    for (size_t i = 0; i < site->bundle->container.count; i++) {
        struct item *item = &site->bundle->container.items[i];
        struct buf bytes = BUF_INIT;
        if (!is_page(item))
            continue;
        site->page = item;
        if (container_load(&site->bundle->container, item, PAGE_MAX, &bytes) == ITEM_WHOLE)
            html_links_find(bytes.bytes, bytes.length, links);
        else if (tell)
            BAD("page-unreadable", item->name, "cannot be looked into, or is larger than %zu bytes",
                PAGE_MAX);
        site->pages += tell;
        buf_release(&bytes);
    }
}

void site_links_check(struct bundle *bundle)
{
    struct site site = {.bundle = bundle};
    read_pages(&site, &(struct html_links){ignore, take_anchor, &site}, false);
    if (site.anchor_count)
        qsort(site.anchors, site.anchor_count, sizeof *site.anchors, by_value);
    read_pages(&site, &(struct html_links){take_link, ignore, &site}, true);
    free(site.anchors);
    if (site.pages)
        verdict_say(&bundle->verdict, SECTION_LINKS,
                    "%zu links in %zu pages, %zu of them to elsewhere, which are not followed",
                    site.links, site.pages, site.elsewhere);
    else
        verdict_say(&bundle->verdict, SECTION_LINKS, "none: there is no site");
}
