/* SPDX-License-Identifier: ISC */
/* Calendar days (ISO 8601, proleptic Gregorian), with no clock, locale or time zone. */
#include "base/date.h"

#include <stddef.h>

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

bool date_parse(const char *text, struct date *date)
{
    static const char shape[] = "0000-00-00";
    int parts[3] = {0, 0, 0};
    size_t part = 0, i = 0;
    for (; shape[i]; i++) {
        if (shape[i] == '-') {
            if (text[i] != '-')
                return false;
            part++;
        } else {
            if (text[i] < '0' || text[i] > '9')
                return false;
            parts[part] = parts[part] * 10 + (text[i] - '0');
        }
    }
    if (text[i] || parts[0] < 1 || parts[1] < 1 || parts[1] > 12 || parts[2] < 1 ||
        parts[2] > days_in_month(parts[0], parts[1]))
        return false;
    *date = (struct date){parts[0], parts[1], parts[2]};
    return true;
}

void date_append_iso(struct buf *buf, struct date date)
{
    buf_add_format(buf, "%04d-%02d-%02d", date.year, date.month, date.day);
}

int date_compare(struct date a, struct date b)
{
    if (a.year != b.year)
        return a.year - b.year;
    return a.month != b.month ? a.month - b.month : a.day - b.day;
}
