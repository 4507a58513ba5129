#!/bin/sh
# SPDX-License-Identifier: ISC
# bench_stock.sh FOLDER OUT: what people do with a letter and the files enclosed with it, program by program as each
# is: the letter by pandoc and weasyprint, the pages by pdftoppm and pdftotext, folios laid on by qpdf, checksums, a zip.
set -eu
folder=$1
out=$2
mkdir -p "$out/site"
pandoc -f gfm -s --metadata title=Letter "$folder/sources/letter.md" -o "$out/site/index.html"
weasyprint -q "$out/site/index.html" "$out/letter.pdf"

parts=
for file in "$folder"/attachments/*; do
	case $file in
	*.pdf) part=$file ;;
	*.tif | *.jpg)
		part=$out/part-$(basename "$file").pdf
		img2pdf --rotation=ifvalid "$file" -o "$part"
		;;
	*) continue ;;
	esac
	parts="$parts $part"
done
# shellcheck disable=SC2086 # no name has a space
qpdf --empty --pages $parts -- "$out/pages.pdf"
count=$(qpdf --show-npages "$out/pages.pdf")

for size in large:1600 small:800 thumb:160; do
	pdftoppm -png -scale-to-x "${size#*:}" -scale-to-y -1 "$out/pages.pdf" "$out/site/${size%:*}"
done
page=1
echo '<style>p { font: 9pt serif; break-after: page }</style>' >"$out/folios.html"
while [ "$page" -le "$count" ]; do
	pdftotext -f "$page" -l "$page" "$out/pages.pdf" "$out/site/e$page.txt"
	{
		printf '<title>E%d</title><img src=large-%0*d.png><pre>' "$page" "${#count}" "$page"
		sed 's/&/\&amp;/g; s/</\&lt;/g' "$out/site/e$page.txt"
	} >"$out/site/e$page.html"
	echo "<p>E$page" >>"$out/folios.html"
	page=$((page + 1))
done

weasyprint -q "$out/folios.html" "$out/folios.pdf"
qpdf "$out/pages.pdf" --overlay "$out/folios.pdf" -- "$out/stamped.pdf"
qpdf --empty --pages "$out/letter.pdf" "$out/stamped.pdf" -- "$out/dossier.pdf"
cp -r "$folder/sources" "$folder/attachments" "$out/"
cd "$out"
find site sources attachments dossier.pdf -type f -exec sha256sum {} + >manifest-sha256.txt
zip -q -9 -r dossier.zip site sources attachments dossier.pdf manifest-sha256.txt
