#!/bin/sh
# SPDX-License-Identifier: ISC
# fill.sh PROGRAM: copies standard input to standard output; a line "@word@" gives way to what `PROGRAM word` prints.
set -eu
while IFS= read -r line; do
    case $line in
    @*@)
        word=${line#@}
        "$1" "${word%@}"
        ;;
    *) printf '%s\n' "$line" ;;
    esac
done
