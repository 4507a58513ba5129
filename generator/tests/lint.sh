#!/bin/sh
# SPDX-License-Identifier: ISC
# lint.sh SOURCE...: everything that can be told without running the program, with $CC and the flags that the Makefile
# left in $BUILD. Every step is done whatever became of those before it; the exit code is 1 where one failed.
set -u
failed=

step() {
    name=$1
    shift
    if ! command -v "$1" >/dev/null 2>&1; then
        echo "lint: $name: $1 is missing; type: make deps-lint"
        failed=yes
    elif "$@"; then
        echo "lint: $name: good"
    else
        echo "lint: $name: FAILED"
        failed=yes
    fi
}

# each COMMAND...: runs COMMAND on each line of standard input, on all cores.
each() {
    xargs -r -P "$(nproc)" -n 1 "$@"
}

# shellcheck disable=SC2086
sources() {
    printf '%s\n' $sources
}

compile_alone() {
    # shellcheck disable=SC2016
    find generator -name '*.h' | each sh -c \
        'printf "#include \"%s\"\nextern int used;\n" "${2#generator/}" | $0 $1 -Werror -fsyntax-only -x c -' \
        "$CC" "$flags"
}

compile_without_warning() {
    # shellcheck disable=SC2016
    sources | each sh -c '$0 $1 -O2 -Werror -c -o /dev/null "$2"' "$CC" "$flags"
}

# A compiler that may use no register for floating-point numbers refuses each place that needs one: what is made
# does not depend on how a processor rounds. Only the checker of PDFs, which makes nothing, and the worker, whose
# libraries speak in them, use them, and the lexer of both.
# At -O0, since the C library's own headers use them at others.
compile_without_floating_point() {
    # shellcheck disable=SC2016
    sources | grep -v -e '/verify/' -e '/worker/' -e '/base/lexer' | each sh -c '$0 $1 -O0 -mgeneral-regs-only -c -o /dev/null "$2"' "$CC" "$flags"
}

tidy() {
    # shellcheck disable=SC2016
    sources | each sh -c 'clang-tidy --quiet "$1" -- $0 2>/dev/null' "$(cat "$BUILD/cflags.rsp" "$BUILD/checker/cflags.rsp" "$BUILD/verifier/cflags.rsp" "$BUILD/worker/cflags.rsp" | tr '\n' ' ')"
}

analyse() {
    # shellcheck disable=SC2086
    cppcheck --quiet --error-exitcode=1 --enable=warning,performance,portability --inline-suppr \
        --suppress=missingIncludeSystem --suppress=identicalInnerCondition -j "$(nproc)" --std=c11 -D_XOPEN_SOURCE=700 -Igenerator $sources
}

sources=$*
flags="@$BUILD/cflags.rsp @$BUILD/checker/cflags.rsp @$BUILD/verifier/cflags.rsp @$BUILD/worker/cflags.rsp"

# shellcheck disable=SC2046
step 'form of the C sources' clang-format --dry-run -Werror $(find generator -name '*.[ch]')
step 'layers and places' python3 generator/tests/layers.py
step 'each header compiles alone' compile_alone
step 'no warning' compile_without_warning
step 'no floating-point number' compile_without_floating_point
# shellcheck disable=SC2046
step 'shell scripts' shellcheck $(find generator .ci -name '*.sh' -o -path '.ci/run')
step 'manual pages' mandoc -T lint -W warning "$BUILD/man/dossier.1" "$BUILD/man/dossier.5"
step 'cppcheck' analyse
step 'clang-tidy' tidy
[ -z "$failed" ]
