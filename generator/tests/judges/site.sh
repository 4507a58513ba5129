#!/bin/sh
# SPDX-License-Identifier: ISC
# site.sh SITE...: puts sites before their judges: the Nu Html Checker, and a browser with axe (site.mjs). Of the pages of
# enclosed pages E1, E5 and E9 stand for all. Closes with a line "N passed, N failed".
set -u
here=$(dirname "$0")
judges=$(realpath "${BUILD:?}")/judges
if [ ! -d "$judges/node_modules" ]; then
    echo "the judges are missing; type: make deps-judges" >&2
    exit 1
fi
vnu="$judges/node_modules/vnu-jar/build/dist/vnu.jar"
passed=0
failed=0
# A letter has no headings of its own, and its article may hold no other words than the letter's.
no_heading='.*Article lacks heading.*'
is_judged() {
    case ${1##*/} in
    e[159].html) true ;;
    e[0-9]*.html) false ;;
    *) true ;;
    esac
}
sites=$#
for site; do
    for file in "$site"/*.html "$site"/*.css; do
        if is_judged "$file"; then set -- "$@" "$file"; fi
    done
done
shift "$sites"
for file; do
    if java -jar "$vnu" --also-check-css --Werror --filterpattern "$no_heading" --stdout "$file"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
done
JUDGES=$judges node "$here/site.mjs" "$passed" "$failed" "$@"
