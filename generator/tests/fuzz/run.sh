#!/bin/sh
# SPDX-License-Identifier: ISC
# run.sh ENGINE SECONDS FUZZER...: reads the corpus of each fuzzer, then lets it run for so long, several at a time, each
# in a dossier's folder of its own. ENGINE is "libfuzzer" or "afl". What they come by stays in $BUILD/corpus, what they
# find in $BUILD/found: a find is put right, and its input goes to the corpus beside this script. Closes with a line
# "N passed, N failed".
set -eu
engine=$1
seconds=$2
shift 2
tests=$(realpath "$(dirname "$0")/..")
top=$(realpath "$tests/../..")
build=$(realpath "${BUILD:?}")
words=$tests/fuzz/words

run_libfuzzer() {
    if [ "$seconds" -gt 0 ]; then
        set -- -max_total_time="$seconds" "$build/corpus/$name"
    else
        set -- -runs=0
    fi
    "$program" "$@" "$tests/fuzz/corpus/$name" -timeout=20 -rss_limit_mb=3000 -max_len=20000 -print_final_stats=1 \
        -dict="$words" -artifact_prefix="$found/" >"$found/log" 2>&1 || return 1
    inputs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$found/log")
}

# AFL++ says in files what it found.
run_afl() {
    out=$build/corpus/$name/afl
    rm -rf "$out"
    AFL_NO_UI=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 \
        afl-fuzz -V "$seconds" -i "$tests/fuzz/corpus/$name" -o "$out" -t 20000 -m none -x "$words" "$program" \
        >"$found/log" 2>&1 || return 1
    inputs=$(sed -n 's/^execs_done *: *//p' "$out/default/fuzzer_stats")
    for find in "$out"/default/crashes/id* "$out"/default/hangs/id*; do
        if [ -e "$find" ]; then
            cp "$find" "$found"
            finds=1
        fi
    done
    [ -z "${finds:-}" ]
}

# Called anew for each fuzzer.
if [ "${ONE:-}" ]; then
    program=$(realpath "$1")
    name=$(basename "$1")
    found=$build/found/$name
    inputs=some
    mkdir -p "$build/corpus/$name" "$found"
    folder=$(mktemp -d -p /dev/shm dossier-fuzz-XXXXXX 2>/dev/null || mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    mkdir "$folder/good"
    for place in "$folder" "$folder/good"; do
        cp -r "$top/sources" "$top/attachments" "$top/templates" "$place"
    done
    cd "$folder"
    if "run_$engine"; then
        echo "$name: $inputs inputs"
    else
        tail -n 60 "$found/log"
        echo "$name: failed"
    fi
    exit
fi

results=$(mktemp)
trap 'rm -f "$results"' EXIT
printf '%s\n' "$@" | ONE=yes xargs -n 1 -P "$(nproc)" sh "$0" "$engine" "$seconds" | tee "$results"
failed=$(grep -c '^fuzz_[a-z_]*: failed$' "$results" || true)
passed=$(grep -c '^fuzz_[a-z_]*: [0-9a-z]* inputs$' "$results" || true)
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -eq $# ]
