#!/bin/sh
# SPDX-License-Identifier: ISC
# run.sh FUZZER SECONDS: lets the fuzzer run in a dossier's folder of its own, from the shipped dossier and the cases
# on. What it finds stays in $BUILD/found. Closes with a line "N passed, N failed".
set -eu
fuzzer=$(realpath "$1")
seconds=$2
top=$(realpath "$(dirname "$0")/../../..")
found=$(realpath "${BUILD:?}")/found
corpus=$(realpath "$BUILD")/corpus
mkdir -p "$found" "$corpus"
folder=$(mktemp -d -p /dev/shm dossier-fuzz-XXXXXX 2>/dev/null || mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp -r "$top/sources" "$top/attachments" "$top/templates" "$folder"
mkdir "$folder/good"
cp -r "$top/sources" "$top/attachments" "$top/templates" "$folder/good"

# Each file after a byte that says which it is.
number=0
seed() {
    for file; do
        if [ -f "$file" ] && [ "$(wc -c <"$file")" -lt 20000 ]; then
            number=$((number + 1))
            { printf '%b' "$kind" && cat "$file"; } >"$corpus/seed-$number"
        fi
    done
}
kind='\000' && seed "$top"/generator/tests/cases/*/sources/letter.md "$top/sources/letter.md"
kind='\001' && seed "$top"/generator/tests/cases/*/sources/metadata.yaml "$top/sources/metadata.yaml"
kind='\002' && seed "$top"/generator/tests/cases/*/attachments/manifest.yaml "$top/attachments/manifest.yaml"
kind='\003' && seed "$top"/generator/tests/cases/*/templates/pdf.yaml "$top/templates/pdf.yaml"
kind='\004' && seed "$top"/generator/tests/cases/*/templates/site/letter.html "$top/templates/site/letter.html"

cd "$folder"
if "$fuzzer" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=3000 -max_len=20000 -print_final_stats=1 \
    -dict="$top/generator/tests/fuzz/words" -artifact_prefix="$found/" "$corpus" >"$found/log" 2>&1; then
    grep -E '^stat::number_of_executed_units' "$found/log"
    echo '1 passed, 0 failed'
else
    tail -n 60 "$found/log"
    echo '0 passed, 1 failed'
    exit 1
fi
