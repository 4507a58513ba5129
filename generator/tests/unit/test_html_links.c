/* SPDX-License-Identifier: ISC */
/* Links and anchors of a page, and where relative addresses lead. */
#include "verify/bundle/bundle_check.h"
#include "verify/bundle/html_links.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void link_seen(void *to, const char *address)
{
    buf_add_format(to, "<%s>", address);
}

static void anchor_seen(void *to, const char *name)
{
    buf_add_format(to, "#%s;", name);
}

static void finds(const char *html, const char *expected)
{
    struct buf seen = BUF_INIT;
    html_links_find(html, strlen(html), &(struct html_links){link_seen, anchor_seen, &seen});
    assert_string_equal(seen.bytes, expected);
    buf_release(&seen);
}

static void finds_links(void **state)
{
    (void)state;
    finds("<a href=\"x\">", "<x>");
    finds("<A\nHREF = 'x y' id=z>", "<x y>#z;");
    finds("<img src=a.png/><p id=\"&amp;&#x61;&#98;&lt;&nope;\">", "<a.png/>#&ab<&nope;;");
    finds("<!-- <a href=x> --><a href=y>", "<y>");
    finds("<script>'<a href=x>'</script><style>a{}</style><a href=y>", "<y>");
    finds("<script><a href=x>", "");
    finds("< a href=x> a<b href=", "<>");
    finds("<a href>x</a><a title='href=x'>", "");
    finds("<a href=\"x", "<x>");
}

static void resolves(const char *page, const char *address, const char *expected)
{
    struct buf path = BUF_INIT;
    bool ok = site_address_resolve(page, address, strlen(address), &path);
    assert_int_equal(ok, expected != NULL);
    if (expected)
        assert_string_equal(path.bytes, expected);
    buf_release(&path);
}

static void resolves_addresses(void **state)
{
    (void)state;
    resolves("data/site/a.html", "b.html", "data/site/b.html");
    resolves("data/site/a.html", "", "data/site/a.html");
    resolves("data/site/a.html", "./b//c/../d.html", "data/site/b/d.html");
    resolves("data/site/a.html", "../x.pdf", "data/x.pdf");
    resolves("data/site/a.html", "../../x", "x");
    resolves("data/site/a.html", "../..", "");
    resolves("data/site/a.html", "../../../x", NULL);
    resolves("data/site/a.html", "/x", NULL);
    resolves("a.html", "b", "b");
}

static void decodes_addresses(void **state)
{
    (void)state;
    char good[] = "a%20b%C3%a9%zz%4", bad[] = "a%00b";
    assert_true(site_address_decode(good));
    assert_string_equal(good, "a b\xc3\xa9%zz%4");
    assert_false(site_address_decode(bad));
    assert_true(site_address_is_elsewhere("https://example.org"));
    assert_true(site_address_is_elsewhere("mailto:a@b"));
    assert_true(site_address_is_elsewhere("//host/x"));
    assert_false(site_address_is_elsewhere("a/b:c"));
    assert_false(site_address_is_elsewhere("#a:b"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_links),
        cmocka_unit_test(resolves_addresses),
        cmocka_unit_test(decodes_addresses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
