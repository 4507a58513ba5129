#!/bin/sh
# SPDX-License-Identifier: ISC
# run.sh SECONDS FUZZER...: lets each fuzzer run in a dossier's folder of its own, from the shipped dossier and the
# cases on. What it finds stays in $BUILD/found. Closes with a line "N passed, N failed".
set -eu
seconds=$1
shift
top=$(realpath "$(dirname "$0")/../../..")
build=$(realpath "${BUILD:?}")
cases=$top/generator/tests/cases
folder=$(mktemp -d -p /dev/shm dossier-fuzz-XXXXXX 2>/dev/null || mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp -r "$top/sources" "$top/attachments" "$top/templates" "$folder"
mkdir "$folder/good"
cp -r "$top/sources" "$top/attachments" "$top/templates" "$folder/good"

# seed KIND FILE...: each file that is not too large, after the byte that tells fuzz_dossier which it is.
number=0
seed() {
    kind=$1
    shift
    for file; do
        if [ -f "$file" ] && [ "$(wc -c <"$file")" -lt 20000 ]; then
            number=$((number + 1))
            { printf '%b' "$kind" && cat "$file"; } >"$corpus/seed-$number"
        fi
    done
}

seed_all() {
    case $1 in
    fuzz_letter) seed '' "$cases"/*/sources/letter.md "$top/sources/letter.md" ;;
    fuzz_yaml) seed '' "$cases"/*/*/*.yaml "$top"/*/*.yaml ;;
    fuzz_patterns)
        seed '\000' /usr/share/hyphen/*.dic
        seed '\001' "$build"/../hyphens/*.hyb
        ;;
    fuzz_dossier)
        seed '\000' "$cases"/*/sources/letter.md "$top/sources/letter.md"
        seed '\001' "$cases"/*/sources/metadata.yaml "$top/sources/metadata.yaml"
        seed '\002' "$cases"/*/attachments/manifest.yaml "$top/attachments/manifest.yaml"
        seed '\003' "$top/templates/pdf.yaml"
        seed '\004' "$top/templates/site/letter.html"
        ;;
    fuzz_bundle) python3 "$top/generator/tests/tampered.py" bundle "$corpus" ;;
    fuzz_bag) python3 "$top/generator/tests/tampered.py" bag "$corpus" ;;
    fuzz_check_pdf) seed '' "$top"/generator/tests/fuzz/*.pdf ;;
    esac
}

passed=0
failed=0
for fuzzer; do
    name=$(basename "$fuzzer")
    program=$(realpath "$fuzzer")
    corpus=$build/corpus/$name
    found=$build/found/$name
    mkdir -p "$corpus" "$found"
    seed_all "$name"
    if (cd "$folder" && "$program" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=3000 -max_len=20000 \
        -print_final_stats=1 -dict="$top/generator/tests/fuzz/words" -artifact_prefix="$found/" "$corpus") \
        >"$found/log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        tail -n 60 "$found/log"
    fi
    echo "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$found/log") inputs"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
