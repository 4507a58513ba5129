/* SPDX-License-Identifier: ISC */
/* A bundle while it is verified: its sections in order. */
#include "verify/bundle/bundle_check.h"

#include "verify/bundle/bag_judge.h"
#include "verify/bundle/digests.h"

#include <string.h>

/* No JSON of a bundle that can be read in a browser is larger. */
#define JSON_MAX ((size_t)64 * 1024 * 1024)

json_t *bundle_json_read(const char *bytes, size_t length, struct buf *problem)
{
    json_error_t error;
    json_t *json = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &error);
    if (!json)
        buf_add_format(problem, "line %d: %s", error.line, error.text);
    return json;
}

json_t *bundle_json(struct bundle *bundle, enum section section, struct item *item)
{
    struct buf bytes = BUF_INIT;
    struct buf problem = BUF_INIT;
    json_t *json = NULL;
    if (item->size > JSON_MAX)
        verdict_bad(&bundle->verdict, section, "json-too-large", item->name,
                    "is larger than %zu bytes and is not looked into", JSON_MAX);
    else if (container_load(&bundle->container, item, JSON_MAX, &bytes) != ITEM_WHOLE)
        verdict_bad(&bundle->verdict, section, "unreadable", item->name, "cannot be read");
    else if (!(json = bundle_json_read(bytes.bytes, bytes.length, &problem)))
        verdict_bad(&bundle->verdict, section, "json", item->name, "is not JSON: %s",
                    problem.bytes);
    buf_release(&bytes);
    buf_release(&problem);
    return json;
}

/* What can be told only of a bag that could be read. */
static void say_not_looked_at(struct verdict *verdict, enum section first)
{
    for (int i = first; i < SECTION_SIGNATURE; i++)
        verdict_say(verdict, (enum section)i, "not looked at");
}

static bool check_sections(struct bundle *bundle, struct error *err)
{
    struct container *container = &bundle->container;
    if (!bag_read(&bundle->bag, container, &bundle->verdict)) {
        if (!digests_check(container, bundle->options->threads, false, err))
            return false;
        say_not_looked_at(&bundle->verdict, SECTION_BAG);
        return true;
    }
    /* What describes the dossier tells SHA-256. */
    bool described = container_find(container, "data/site/dossier.json") != NULL;
    if (!digests_check(container, bundle->options->threads, described, err))
        return false;
    bag_judge(&bundle->bag, container, &bundle->verdict);
    crate_check(bundle);
    accounts_check(bundle);
    site_links_check(bundle);
    return pdf_claim_check(bundle, err);
}

bool bundle_check(struct bundle *bundle, const struct bundle_options *options, int fd, bool is_zip,
                  uint64_t length, struct error *err)
{
    *bundle = (struct bundle){.options = options};
    struct container *container = &bundle->container;
    verdict_init(&bundle->verdict);
    container->fd = fd;
    container->is_zip = is_zip;
    container->length = length;
    container->verdict = &bundle->verdict;
    if (!container_open(container, &options->limits, err))
        return false;
    bool ok = true;
    if (container->sound && !container->bomb) {
        ok = check_sections(bundle, err);
    } else {
        if (!container->sound)
            verdict_say(&bundle->verdict, SECTION_CONTAINER, "nothing in it can be read");
        say_not_looked_at(&bundle->verdict, SECTION_BAG);
    }
    if (ok)
        signature_check(bundle);
    return ok;
}

void bundle_release(struct bundle *bundle)
{
    json_decref(bundle->dossier);
    verdict_release(&bundle->verdict);
    bag_release(&bundle->bag);
    container_release(&bundle->container);
}
