#!/bin/sh
# SPDX-License-Identifier: ISC
# picture.sh PAGE: makes generator/doc/site-and-pdf.png, the README's picture, of build/: the letter in the site and,
# beside it, that page of the PDF. Needs chromium, poppler-utils and imagemagick.
set -eu
cd "$(dirname "$0")/../.."
page=${1:-3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --force-device-scale-factor=1 \
    --window-size=900,1150 --screenshot="$folder/site.png" "file://$PWD/build/site/letter.html" >/dev/null 2>&1
pdftoppm -png -r 100 -f "$page" -l "$page" -singlefile build/dossier.pdf "$folder/pdf"
convert -size 1760x1180 xc:'#d8d5cf' \
    \( "$folder/site.png" -crop 900x1150+0+0 +repage \) -geometry +15+15 -composite \
    \( "$folder/pdf.png" -resize 815x1150 \) -geometry +930+15 -composite \
    -resize 1320x -colors 48 -define png:compression-level=9 -strip generator/doc/site-and-pdf.png
ls -l generator/doc/site-and-pdf.png
