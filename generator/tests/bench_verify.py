#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""How fast bundles are verified, beside sha512sum and sha256sum, bagit.py where it is installed, and a loop over Python's
hashlib that does what bagit.py does to validate; and against what OpenSSL's digests alone would take, as `openssl speed`
has them for pieces of the files' size.

usage: bench_verify.py [--runs N] PROGRAM
"""

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

import bench
import support
import zips

ALGORITHMS = ("sha256", "sha512")
MB = 1_000_000
PIECE = 16384
MOST = 1.3  # times the digests' work
CHECKED = ("dossier verify, zip", "dossier verify, folder")
# What bagit.py --validate does with one process: both digests of each file, by half a megabyte; and as little around it
# as can be.
LIKE_BAGIT = """\
import hashlib, os, sys
os.chdir(sys.argv[1])
told = {}
for algorithm in ("sha256", "sha512"):
    for line in open(f"manifest-{algorithm}.txt", encoding="utf-8"):
        digest, path = line.rstrip("\\n").split("  ", 1)
        told.setdefault(path, {})[algorithm] = digest
for path, digests in told.items():
    hashers = {algorithm: hashlib.new(algorithm) for algorithm in digests}
    with open(path, "rb") as file:
        while block := file.read(512 * 1024):
            for hasher in hashers.values():
                hasher.update(block)
    if any(hashers[algorithm].hexdigest() != digest for algorithm, digest in digests.items()):
        sys.exit(path)
"""


def bags():
    """Names, and the sizes of files."""
    yield "4 files of 100 MB", [100 * MB] * 4
    yield "1 file of 300 MB", [300 * MB]
    yield "5,000 files of 4 KB", [4096] * 5000


def speeds(piece):
    """Bytes that OpenSSL takes in a second, by algorithm, in pieces of that size."""
    found = {}
    for algorithm in ALGORITHMS:
        said = subprocess.run(["openssl", "speed", "-seconds", "1", "-bytes", str(piece), algorithm], check=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
        found[algorithm] = float(re.search(rf"^{algorithm} +([\d.]+)k$", said, re.M)[1]) * 1000
    return found


def make(folder, sizes):
    """A bag in `folder`/bag, and the same in a zip; without compression, which random bytes would not get."""
    chance = random.Random(1)
    files = zips.bag({f"data/{number:04}.bin": chance.randbytes(min(size, MB)) * max(1, size // MB) for number, size in enumerate(sizes)})
    for name, data in files.items():
        support.write(os.path.join(folder, "bag"), name, data)
    with open(os.path.join(folder, "bag.zip"), "wb") as file:
        file.write(zips.write(zips.entries(files, method=zips.STORED)))


def commands(program, folder):
    bag = os.path.join(folder, "bag")
    yield CHECKED[0], [program, "verify", "-q", bag + ".zip"]
    yield CHECKED[1], [program, "verify", "-q", bag]
    yield "dossier verify -j 1, zip", [program, "verify", "-q", "-j", "1", bag + ".zip"]
    for name in ("sha512sum", "sha256sum"):
        yield f"{name} -c, folder", ["env", "-C", bag, name, "-c", "--quiet", f"manifest-{name[:-3]}.txt"]
    yield "hashlib, as bagit.py does", [sys.executable, "-I", "-c", LIKE_BAGIT, bag]
    yield "bagit.py --validate", ["bagit.py", "--quiet", "--validate", bag]


def verdict(rows, alone):
    """Whether what is aimed at is reached."""
    others = {what: run for what, run in rows if not what.startswith("dossier") and not what.startswith("sha256sum")}
    for what, run in rows:
        if what in CHECKED:
            slower = [f"{other} ({run.median() / its.median():.2f} × its time)" for other, its in others.items()
                      if run.median() >= its.median()]
            times = run.median_work() / alone
            yield (f"{what}: {times:.2f} × the digests' work, {'within' if times <= MOST else 'NOT WITHIN'} {MOST}; "
                   + ("NOT FASTER than " + ", ".join(slower) if slower else "faster than " + ", ".join(others)))


def bench_bags(program, runs):
    for name, sizes in bags():
        fast = speeds(min(PIECE, sizes[0]))
        with tempfile.TemporaryDirectory(prefix="dossier-bench-") as folder:
            make(folder, sizes)
            rows = [(what, bench.Run(command)) for what, command in commands(program, folder) if shutil.which(command[0])]
            for _, run in rows:
                run.measure()
            for _ in range(runs):
                for _, run in rows:
                    run.once()
            alone = sum(sum(sizes) / fast[algorithm] for algorithm in ALGORITHMS)
            print(f"\nbundles: {name}, medians of {runs}; both digests alone take {alone * 1000:.0f} ms ("
                  + ", ".join(f"{algorithm} {bench.human(speed)}/s" for algorithm, speed in fast.items()) + ")")
            for what, run in rows:
                failed = "" if run.code == 0 else f"   exit code {run.code}"
                print(f"  {what:26} {run.median() * 1000:9.1f} ms {run.median_work() * 1000:9.1f} ms work"
                      f" {bench.human(run.memory):>8}   {run.median_work() / alone:.2f} × the digests' work{failed}")
            for line in verdict(rows, alone):
                print(f"  {line}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("program", type=os.path.abspath)
    options = parser.parse_args()
    bench_bags(options.program, options.runs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
