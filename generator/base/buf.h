/* SPDX-License-Identifier: ISC */
/* A growing buffer of bytes that is never NULL and always terminated. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>

#if defined(__GNUC__)
#define PRINTF_LIKE(string, first) __attribute__((__format__(__printf__, string, first)))
#else
#define PRINTF_LIKE(string, first)
#endif

/* `bytes[length]` is always 0; `bytes` may hold zeros before that. Owns what `bytes` points to once
 * `capacity` is not 0. A zeroed struct is not valid: start with buf_init or BUF_INIT. */
struct buf {
    char *bytes;
    size_t length;
    size_t capacity;
};

extern char buf_empty[1];
#define BUF_INIT        \
    {                   \
        buf_empty, 0, 0 \
    }

void buf_init(struct buf *buf);
void buf_release(struct buf *buf);
void buf_clear(struct buf *buf);

/* Each of these ends the program with exit code 3 where there is no memory, so callers need no
 * check. */
void buf_reserve(struct buf *buf, size_t more);
void buf_add(struct buf *buf, const void *bytes, size_t length);
void buf_add_string(struct buf *buf, const char *string);
void buf_add_char(struct buf *buf, char c);
void buf_add_format(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);
void buf_add_vformat(struct buf *buf, const char *format, va_list args) PRINTF_LIKE(2, 0);
/* Decimal digits, faster than a format. */
void buf_add_number(struct buf *buf, long long number);
/* Thousandths as a decimal without needless digits, never with a locale: 1500 is "1.5". */
void buf_add_thousandths(struct buf *buf, long long thousandths);

/* Hands the bytes to the caller, who frees them; the buffer is empty again. */
char *buf_detach(struct buf *buf);

#endif
