/* SPDX-License-Identifier: ISC */
/* What went wrong: one failure of the machine or the call, or a report of all that is wrong with
 * the input. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "base/buf.h"
#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* The program's exit codes. */
enum exit_code {
    EXIT_CODE_DONE = 0,
    EXIT_CODE_INPUT = 1,   /* the input is wrong */
    EXIT_CODE_USAGE = 2,   /* the call is wrong */
    EXIT_CODE_MACHINE = 3, /* the machine failed: worth a retry */
};

/* One failure that ends what was being done. Valid when zeroed by ERROR_INIT. */
struct error {
    enum exit_code code;
    struct buf text;
};
#define ERROR_INIT               \
    {                            \
        EXIT_CODE_DONE, BUF_INIT \
    }

void error_release(struct error *err);
/* Sets the failure and returns false, so that `return error_set(…)` reads well. The text ends
 * without a period. */
bool error_set(struct error *err, enum exit_code code, const char *format, ...) PRINTF_LIKE(3, 4);
/* As error_set with EXIT_CODE_MACHINE, followed by what errno says. */
bool error_set_errno(struct error *err, const char *format, ...) PRINTF_LIKE(2, 3);
/* Puts "context: " before a failure already set; returns false. */
bool error_context(struct error *err, const char *format, ...) PRINTF_LIKE(2, 3);

/* Where a thing stands in a file. `path` is as the user would type it and outlives the report;
 * line and column count from 1, columns in characters; 0 where there is none. */
struct place {
    const char *path;
    unsigned line;
    unsigned column;
};

enum message_kind { MESSAGE_ERROR, MESSAGE_WARNING, MESSAGE_NOTE };

struct message {
    struct place place;
    enum message_kind kind;
    const char *text;
    const char *table; /* lines below it; NULL for none */
    size_t order;
};

/* All that is wrong with the input of one run. Valid when zeroed. */
struct report {
    struct message *messages;
    size_t count;
    size_t capacity;
    size_t errors;      /* with `strict`, of warnings too */
    bool strict;        /* warnings stop what errors stop */
    bool quiet;         /* of messages that stop nothing, none is printed */
    const char *folder; /* printed before the paths of places, which are relative to it, but for
                           those that begin with "/" or "./"; borrowed, NULL for none */
    struct arena arena;
};

void report_release(struct report *report);
/* Adds a message: what is wrong, then after "; " what to do. The place's path is copied. */
void report_error(struct report *report, struct place place, const char *format, ...)
    PRINTF_LIKE(3, 4);
void report_warning(struct report *report, struct place place, const char *format, ...)
    PRINTF_LIKE(3, 4);
/* What is neither, and belongs to an error or was asked for: no more than what is the case. */
void report_note(struct report *report, struct place place, const char *format, ...)
    PRINTF_LIKE(3, 4);
/* Puts a table below the last message: lines that each end in a line feed. */
void report_table(struct report *report, const char *lines);
/* Prints one line a message, `path:line:column: text` (`… warning: text`, `… note: text`), by path,
 * line, column, then as they came. What is not printable in a message (control characters, broken
 * UTF-8) is shown as \xNN. */
void report_print(const struct report *report, FILE *stream);

#endif
