/* SPDX-License-Identifier: ISC */
/* A target for libFuzzer: a page of the site, and where its links lead. */
#include "tests/fuzz/fuzz.h"
#include "verify/bundle/bundle_check.h"
#include "verify/bundle/html_links.h"

#include <string.h>

static void follow(void *to, const char *address)
{
    struct buf text = BUF_INIT;
    struct buf path = BUF_INIT;
    (void)to;
    buf_add_string(&text, address);
    if (!site_address_is_elsewhere(address) && site_address_decode(text.bytes) &&
        site_address_resolve("site/pages/a.html", text.bytes, strlen(text.bytes), &path)) {
        buf_add_char(&path, '/');
        fuzz_must(strncmp(path.bytes, "../", 3) != 0 && !strstr(path.bytes, "/../"), path.bytes);
    }
    buf_release(&path);
    buf_release(&text);
}

static void keep(void *to, const char *name)
{
    *(size_t *)to += strlen(name);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    size_t length = 0;
    const struct html_links links = {follow, keep, &length};
    html_links_find((const char *)bytes, size, &links);
    /* A character reference is never shorter than what it stands for. */
    fuzz_must(length <= size, "names are longer than the page");
    return 0;
}
