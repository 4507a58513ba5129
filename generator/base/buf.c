/* SPDX-License-Identifier: ISC */
/* A growing buffer of bytes that is never NULL and always terminated. */
#include "base/buf.h"

#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char buf_empty[1];

void buf_init(struct buf *buf)
{
    buf->bytes = buf_empty;
    buf->length = 0;
    buf->capacity = 0;
}

void buf_release(struct buf *buf)
{
    if (buf->capacity)
        free(buf->bytes);
    buf_init(buf);
}

void buf_clear(struct buf *buf)
{
    buf->length = 0;
    if (buf->capacity)
        buf->bytes[0] = '\0';
}

void buf_reserve(struct buf *buf, size_t more)
{
    size_t needed = buf->length + more + 1;
    if (needed <= buf->capacity)
        return;
    size_t capacity = buf->capacity ? buf->capacity : 64;
    while (capacity < needed)
        capacity *= 2;
    buf->bytes = memory_resize(buf->capacity ? buf->bytes : NULL, capacity);
    buf->capacity = capacity;
    buf->bytes[buf->length] = '\0';
}

void buf_add(struct buf *buf, const void *bytes, size_t length)
{
    if (!length)
        return;
    buf_reserve(buf, length);
    memcpy(buf->bytes + buf->length, bytes, length);
    buf->length += length;
    buf->bytes[buf->length] = '\0';
}

void buf_add_string(struct buf *buf, const char *string)
{
    buf_add(buf, string, strlen(string));
}

void buf_add_char(struct buf *buf, char c)
{
    buf_add(buf, &c, 1);
}

void buf_add_vformat(struct buf *buf, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    if (length > 0) {
        buf_reserve(buf, (size_t)length);
        vsnprintf(buf->bytes + buf->length, (size_t)length + 1, format, again);
        buf->length += (size_t)length;
    }
    va_end(again);
}

void buf_add_format(struct buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buf_add_vformat(buf, format, args);
    va_end(args);
}

void buf_add_number(struct buf *buf, long long number)
{
    char digits[24];
    size_t at = sizeof digits;
    unsigned long long rest =
        number < 0 ? 0ULL - (unsigned long long)number : (unsigned long long)number;
    do
        digits[--at] = (char)('0' + rest % 10);
    while (rest /= 10);
    if (number < 0)
        digits[--at] = '-';
    buf_add(buf, digits + at, sizeof digits - at);
}

void buf_add_thousandths(struct buf *buf, long long thousandths)
{
    if (thousandths < 0) {
        buf_add_char(buf, '-');
        thousandths = -thousandths;
    }
    buf_add_number(buf, thousandths / 1000);
    int rest = (int)(thousandths % 1000);
    if (!rest)
        return;
    char digits[4] = {'.', (char)('0' + rest / 100), (char)('0' + rest / 10 % 10),
                      (char)('0' + rest % 10)};
    size_t length = 4;
    while (digits[length - 1] == '0')
        length--;
    buf_add(buf, digits, length);
}

char *buf_detach(struct buf *buf)
{
    buf_reserve(buf, 0);
    char *bytes = buf->bytes;
    buf_init(buf);
    return bytes;
}
