#!/bin/sh
# SPDX-License-Identifier: ISC
# fill.sh PROGRAM: copies standard input to standard output; a line "@word@" gives way to what `PROGRAM word` prints.
set -eu
while IFS= read -r line; do
    word=${line#@}
    word=${word%@}
    case $line in
    @*@) "$1" "$word" ;;
    *) printf '%s\n' "$line" ;;
    esac
done
