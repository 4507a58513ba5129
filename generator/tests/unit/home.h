/* SPDX-License-Identifier: ISC */
/* A folder of a test program's own: entered before its tests and taken away after them. */
#ifndef TESTS_UNIT_HOME_H
#define TESTS_UNIT_HOME_H

#include <stdlib.h>
#include <unistd.h>

static inline int home_enter(void **state)
{
    char home[] = "/tmp/dossier-test.XXXXXX";
    (void)state;
    return mkdtemp(home) && chdir(home) == 0 ? 0 : -1;
}

static inline int home_leave(void **state)
{
    (void)state;
    return system("cd / && rm -rf \"$OLDPWD\"") == 0 ? 0 : -1;
}

#endif
