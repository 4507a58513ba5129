/* SPDX-License-Identifier: ISC */
/* Calendar days (ISO 8601, proleptic Gregorian), with no clock, locale or time zone. */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/buf.h"

#include <stdbool.h>

struct date {
    int year; /* 0001 to 9999; 0 where no date is given */
    int month;
    int day;
};

/* Reads YYYY-MM-DD of a day that exists; false otherwise. */
bool date_parse(const char *text, struct date *date);
/* "2020-11-12" */
void date_append_iso(struct buf *buf, struct date date);
/* Negative, 0 or positive as `a` is before, on or after `b`. */
int date_compare(struct date a, struct date b);

#endif
