#!/bin/sh
# SPDX-License-Identifier: ISC
# needs.sh FOLDER LIBRARY...: finds compiler and libraries, and writes their flags to FOLDER/cflags.rsp and
# FOLDER/libs.rsp. What is missing is named with its Debian package. Never changes the system.
set -u
folder=$1
shift
missing=

package_of() {
    case $1 in
    libcmark-gfm) echo libcmark-gfm-dev ;;
    libzip) echo libzip-dev ;;
    libfyaml) echo libfyaml-dev ;;
    harfbuzz | harfbuzz-subset) echo libharfbuzz-dev ;;
    libcrypto) echo libssl-dev ;;
    zlib) echo zlib1g-dev ;;
    *) echo "$1" ;;
    esac
}

need() {
    echo "missing: $1 (Debian package $2)" >&2
    missing=yes
}

has_header() {
    printf '#include <%s>\n' "$1" | ${CC:-cc} -E -x c - >/dev/null 2>&1
}

command -v "${CC%% *}" >/dev/null 2>&1 || need "a C compiler, $CC" build-essential
if command -v pkg-config >/dev/null 2>&1; then
    for library in "$@"; do
        pkg-config --exists "$library" || need "$library" "$(package_of "$library")"
    done
else
    need pkg-config pkg-config
fi
# Neither has a .pc file.
if command -v "${CC%% *}" >/dev/null 2>&1; then
    has_header hpdf.h || need libharu libhpdf-dev
    has_header cmark-gfm-core-extensions.h || need libcmark-gfm-extensions libcmark-gfm-extensions-dev
fi
if [ -n "$missing" ]; then
    echo 'To install what is needed, type: make deps' >&2
    exit 1
fi
# shellcheck disable=SC2046
pkg-config --cflags "$@" >"$folder/cflags.rsp.new" &&
    echo "$(pkg-config --libs "$@") -lcmark-gfm-extensions -lhpdf -lm" >"$folder/libs.rsp.new" &&
    mv "$folder/cflags.rsp.new" "$folder/cflags.rsp" && mv "$folder/libs.rsp.new" "$folder/libs.rsp"
