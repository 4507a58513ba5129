#!/bin/sh
# SPDX-License-Identifier: ISC
# needs.sh FOLDER NEED...: finds compiler ($CC), libraries and tools, and writes the libraries' flags to
# FOLDER/cflags.rsp, after $FLAGS, and FOLDER/libs.rsp, and the libraries' versions to FOLDER/versions. What is missing
# is named with its Debian package. Never changes the system.
#
# A NEED is a library's name for pkg-config, or HEADER=PACKAGE:FLAG for a library that pkg-config does not know,
# or TOOL=PACKAGE for a command.
set -u
folder=$1
shift
CC=${CC:-cc}
missing=
libraries=
packages=
flags=

need() {
    echo "missing: $1 (Debian package $2)" >&2
    missing=yes
}

package_of() {
    case $1 in
    libcmark-gfm) echo libcmark-gfm-dev ;;
    libzip) echo libzip-dev ;;
    libfyaml) echo libfyaml-dev ;;
    harfbuzz | harfbuzz-subset) echo libharfbuzz-dev ;;
    fribidi) echo libfribidi-dev ;;
    libpng) echo libpng-dev ;;
    libcrypto) echo libssl-dev ;;
    libdeflate) echo libdeflate-dev ;;
    zlib) echo zlib1g-dev ;;
    libqpdf) echo libqpdf-dev ;;
    poppler-glib) echo libpoppler-glib-dev ;;
    cairo) echo libcairo2-dev ;;
    freetype2) echo libfreetype-dev ;;
    fontconfig) echo libfontconfig-dev ;;
    lept) echo libleptonica-dev ;;
    libtiff-4) echo libtiff-dev ;;
    libxml-2.0) echo libxml2-dev ;;
    tesseract) echo libtesseract-dev ;;
    libseccomp) echo libseccomp-dev ;;
    jansson) echo libjansson-dev ;;
    cmocka) echo libcmocka-dev ;;
    *) echo "$1" ;;
    esac
}

# Upstream's part of a version, without Debian's revision: "libzip-dev 1.7.3".
version_of() {
    dpkg-query -W -f '${Package} ${Version}\n' "$1" 2>/dev/null | sed -e 's/ [0-9]*:/ /' -e 's/-[^-]*$//' | grep . ||
        echo "$1"
}

has() {
    command -v "$1" >/dev/null 2>&1
}

has "${CC%% *}" || need "a C compiler, $CC" build-essential
has pkg-config || need pkg-config pkg-config
for what in "$@"; do
    name=${what%%=*}
    package=${what#*=}
    case $what in
    *.h=*)
        flags="$flags ${package#*:}"
        packages="$packages ${package%%:*}"
        if has "${CC%% *}" && ! printf '#include <stdio.h>\n#include <%s>\n' "$name" | $CC -E -x c - >/dev/null 2>&1; then
            need "$name" "${package%%:*}"
        fi
        ;;
    *=*)
        has "$name" || need "$name" "$package"
        ;;
    *)
        libraries="$libraries $name"
        packages="$packages $(package_of "$name")"
        if has pkg-config && ! pkg-config --exists "$name"; then
            need "$name" "$(package_of "$name")"
        fi
        ;;
    esac
done
if [ -n "$missing" ]; then
    echo "To install what is needed, type: make ${DEPS:-deps}" >&2
    exit 1
fi
# shellcheck disable=SC2086
echo "${FLAGS:-} $(pkg-config --cflags $libraries)" >"$folder/cflags.rsp.new" &&
    echo "$(pkg-config --libs $libraries)$flags -lm" >"$folder/libs.rsp.new" &&
    for package in $packages; do version_of "$package"; done | sort -u >"$folder/versions" &&
    mv "$folder/cflags.rsp.new" "$folder/cflags.rsp" && mv "$folder/libs.rsp.new" "$folder/libs.rsp"
