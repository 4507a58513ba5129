/* SPDX-License-Identifier: ISC */
/* Relative addresses (RFC 3986) as paths in the bundle. */
#include "verify/bundle/bundle_check.h"

#include <string.h>

static int digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

bool site_address_decode(char *text)
{
    char *to = text;
    for (const char *at = text; *at; at++) {
        int high = *at == '%' ? digit(at[1]) : -1;
        int low = high >= 0 ? digit(at[2]) : -1;
        if (low < 0) {
            *to++ = *at;
            continue;
        }
        if (!high && !low)
            return false;
        *to++ = (char)(high * 16 + low);
        at += 2;
    }
    *to = '\0';
    return true;
}

bool site_address_is_elsewhere(const char *address)
{
    size_t length =
        strspn(address, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
    bool scheme = length && address[length] == ':' && !(address[0] >= '0' && address[0] <= '9');
    return scheme || !strncmp(address, "//", 2);
}

/* Takes the last part and its slash off; false where there is none. */
static bool climb(struct buf *path)
{
    if (!path->length)
        return false;
    char *slash = strrchr(path->bytes, '/');
    path->length = slash ? (size_t)(slash - path->bytes) : 0;
    path->bytes[path->length] = '\0';
    return true;
}

bool site_address_resolve(const char *page, const char *address, size_t length, struct buf *path)
{
    const char *slash = strrchr(page, '/');
    buf_clear(path);
    if (!length) {
        buf_add_string(path, page);
        return true;
    }
    if (address[0] == '/')
        return false;
    if (slash)
        buf_add(path, page, (size_t)(slash - page));
    for (size_t start = 0, end; start <= length; start = end + 1) {
        const char *found = start < length ? memchr(address + start, '/', length - start) : NULL;
        end = found ? (size_t)(found - address) : length;
        const char *part = address + start;
        size_t size = end - start;
        if (size == 2 && part[0] == '.' && part[1] == '.') {
            if (!climb(path))
                return false;
        } else if (size && !(size == 1 && part[0] == '.')) {
            if (path->length)
                buf_add_char(path, '/');
            buf_add(path, part, size);
        }
    }
    return true;
}
