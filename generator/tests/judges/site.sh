#!/bin/sh
# SPDX-License-Identifier: ISC
# Puts the site before its judges: the Nu Html Checker, and a browser with axe (site.mjs). Closes with a line
# "N passed, N failed".
set -u
here=$(dirname "$0")
judges=$(realpath "${BUILD:?}")/judges
site=$(realpath "$BUILD/site")
if [ ! -d "$judges/node_modules" ]; then
    echo "the judges are missing; type: make deps-judges" >&2
    exit 1
fi
vnu="$judges/node_modules/vnu-jar/build/dist/vnu.jar"
passed=0
failed=0
# A letter has no headings of its own, and its article may hold no other words than the letter's.
no_heading='.*Article lacks heading.*'
for file in "$site"/*.html "$site"/*.css; do
    if java -jar "$vnu" --also-check-css --Werror --filterpattern "$no_heading" --stdout "$file"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
done
JUDGES=$judges node "$here/site.mjs" "$site" "$passed" "$failed"
