#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""How fast bundles are verified, beside sha512sum and bagit.py where they are installed, and against what OpenSSL's
digests alone would take.

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


def bags():
    """Names, and the sizes of files."""
    yield "4 files of 100 MB", [100 * MB] * 4
    yield "1 file of 300 MB", [300 * MB]
    yield "5,000 files of 4 KB", [4096] * 5000


def speeds():
    """Bytes that OpenSSL takes in a second, by algorithm."""
    found = {}
    for algorithm in ALGORITHMS:
        said = subprocess.run(["openssl", "speed", "-seconds", "1", "-bytes", "16384", algorithm], check=True,
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
    yield "dossier verify, zip", [program, "verify", "-q", bag + ".zip"]
    yield "dossier verify, folder", [program, "verify", "-q", bag]
    yield "dossier verify -j 1, zip", [program, "verify", "-q", "-j", "1", bag + ".zip"]
    yield "sha512sum -c, folder", ["env", "-C", bag, "sha512sum", "-c", "--quiet", "manifest-sha512.txt"]
    yield "bagit.py --validate", ["bagit.py", "--quiet", "--validate", bag]


def bench_bags(program, runs):
    fast = speeds()
    print("\nbundles, medians of %d; OpenSSL: %s" % (runs, ", ".join(f"{name} {bench.human(speed)}/s"
                                                                   for name, speed in fast.items())))
    for name, sizes in bags():
        with tempfile.TemporaryDirectory(prefix="dossier-bench-") as folder:
            make(folder, sizes)
            rows = [(what, bench.Run(command)) for what, command in commands(program, folder) if shutil.which(command[0])]
            for _, run in rows:
                run.measure()
            for _ in range(runs):
                for _, run in rows:
                    run.once()
            alone = sum(sizes) / fast["sha256"] + sum(sizes) / fast["sha512"]
            print(f"  {name}; both digests alone take {alone * 1000:.0f} ms")
            for what, run in rows:
                failed = "" if run.code == 0 else f"   exit code {run.code}"
                print(f"    {what:26} {run.median() * 1000:9.1f} ms {run.median_work() * 1000:9.1f} ms work"
                      f" {bench.human(run.memory):>8}   {run.median_work() / alone:.2f} × the digests' work{failed}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("program", type=os.path.abspath)
    options = parser.parse_args()
    bench_bags(options.program, options.runs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
