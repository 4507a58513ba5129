#!/bin/sh
# SPDX-License-Identifier: ISC
# bench_tuned.sh FOLDER OUT: the work of bench_stock.sh by somebody who knows which programs are quick: the letter and the
# folios by groff, JPEGs in grey drawn on all processors, the text of all pages at once, a zip that is hardly packed.
set -eu
folder=$1
out=$2
cores=$(nproc)
mkdir -p "$out/site"
{
	pandoc -f gfm -s --metadata title=Letter "$folder/sources/letter.md" -o "$out/site/index.html"
	pandoc -f gfm -t ms -s "$folder/sources/letter.md" | groff -k -t -ms -Tpdf >"$out/letter.pdf" 2>/dev/null
} &
letter=$!

parts=
waiting=
for file in "$folder"/attachments/*; do
	case $file in
	*.pdf) part=$file ;;
	*.tif | *.jpg)
		part=$out/part-$(basename "$file").pdf
		waiting="$waiting $file"
		;;
	*) continue ;;
	esac
	parts="$parts $part"
done
# shellcheck disable=SC2016 # the shell that is started expands it
echo "$waiting" | xargs -n 1 | xargs -P "$cores" -I FILE sh -c \
	'img2pdf --rotation=ifvalid "$1" -o "$2/part-${1##*/}.pdf"' - FILE "$out"
# shellcheck disable=SC2086 # no name has a space
qpdf --empty --pages $parts -- "$out/pages.pdf"
count=$(qpdf --show-npages "$out/pages.pdf")

{
	pdftotext "$out/pages.pdf" - | awk -v site="$out/site/" 'BEGIN { RS = "\f" } {
		printf "%s", $0 >(site "e" NR ".txt")
		close(site "e" NR ".txt")
		gsub(/&/, "\\&amp;")
		gsub(/</, "\\&lt;")
		printf "<title>E%d</title><img src=large-%d.jpg><pre>%s", NR, NR, $0 >(site "e" NR ".html")
		close(site "e" NR ".html")
	}'
	seq "$count" | awk '{ print (NR > 1 ? ".bp\n" : "") "E" $1 }' | groff -Tpdf >"$out/folios.pdf"
	qpdf "$out/pages.pdf" --overlay "$out/folios.pdf" -- "$out/stamped.pdf"
} &
folios=$!
part=$(((count + 4 * cores - 1) / (4 * cores)))
# shellcheck disable=SC2016 # the shell that is started expands it
for size in large:1600 small:800 thumb:160; do
	seq 1 "$part" "$count" | sed "s/\$/ $size/"
done | xargs -P "$cores" -L 1 sh -c 'pdftoppm -gray -jpeg -scale-to-x "${4#*:}" -scale-to-y -1 -f "$3" -l $(($3 + $2 - 1)) \
	"$1/pages.pdf" "$1/site/${4%:*}"' - "$out" "$part"
wait "$letter" "$folios"

qpdf --empty --pages "$out/letter.pdf" "$out/stamped.pdf" -- "$out/dossier.pdf"
cp -r "$folder/sources" "$folder/attachments" "$out/"
cd "$out"
find site sources attachments dossier.pdf -type f -exec openssl dgst -sha256 -r {} + >manifest-sha256.txt
zip -q -1 -r dossier.zip site sources attachments dossier.pdf manifest-sha256.txt
