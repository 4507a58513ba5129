#!/bin/sh
# SPDX-License-Identifier: ISC
# picture.sh PAGE: makes generator/doc/site-and-pdf.png, the README's picture, of build/: the letter in the site and,
# beside it, that page of the PDF. Needs chromium, poppler-utils and pngquant.
set -eu
cd "$(dirname "$0")/../.."
page=${1:-3}
picture=generator/doc/site-and-pdf.png
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# shot FILE WIDTH HEIGHT PICTURE
shot() {
    chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --allow-file-access-from-files \
        --window-size="$2,$3" --screenshot="$4" "file://$1" >/dev/null 2>&1
}

shot "$PWD/build/site/letter.html" 900 1190 "$folder/site.png"
pdftoppm -png -r 130 -f "$page" -l "$page" -singlefile build/dossier.pdf "$folder/pdf"
cat >"$folder/both.html" <<'END'
<!DOCTYPE html>
<style>
body { margin: 0; padding: 24px; display: flex; gap: 24px; align-items: start; background: #dad7d1; }
img { display: block; height: 852px; background: #fff; box-shadow: 0 1px 6px #0004; }
</style>
<img src="site.png"><img src="pdf.png">
END
shot "$folder/both.html" 1320 900 "$folder/both.png"
pngquant --quality=60-95 --speed 1 --strip --force --output "$picture" 48 "$folder/both.png"
ls -l "$picture"
