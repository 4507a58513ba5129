/* SPDX-License-Identifier: ISC */
/* The program that makes the outputs, as they tell of it. */
#ifndef MODEL_PROGRAM_H
#define MODEL_PROGRAM_H

/* What it was built with, its workers' too: "libzip-dev 1.7.3", each a Debian package and
 * upstream's version, by name; NULL at the end. Made by the Makefile. */
extern const char *const program_libraries[];

#endif
