#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""What the manual tells of bundles is true and enough to check them by: by_manual.py, which is written by it alone, finds
good what the program makes, and not good whatever was altered, as `dossier verify` does.

usage: manual.py PROGRAM
"""

import io
import os
import random
import subprocess
import sys
import tempfile
import zipfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import by_manual  # noqa: E402
import support  # noqa: E402
import tampered  # noqa: E402

FLIPS = 150
BARE = "identifier: bare\ntitle: A letter\ndate: 0988-01-02\npublished: 1978-01-02\nlanguages: [en]\nsender: {office: An office}\n"


def bare(folder):
    support.write(folder, "sources/metadata.yaml", BARE)
    support.write(folder, "sources/letter.md", "Dear all,\n\nSome words.\n\nYours\n")


def build(score, program, home, what, fill, *arguments):
    folder, out = os.path.join(home, what), os.path.join(home, what + ".out")
    os.mkdir(folder)
    fill(folder)
    done = subprocess.run([program, "build", "-q", "-C", folder, "-o", out, "--templates", os.path.join(support.ROOT, "templates"), *arguments],
                          capture_output=True, text=True, check=False)
    score(done.returncode == 0, f"{what}: is not built: {done.stderr}")
    with open(os.path.join(out, "dossier.zip"), "rb") as file:
        return file.read()


def unpack(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def check_tampered(score, data):
    """What follows from the PDF, and sizes that one program looks at and another does not, are not its matter."""
    files = {name.partition("/")[2]: content for name, content in unpack(data).items()}
    top = next(iter(unpack(data))).partition("/")[0]
    for what, zipped, codes in tampered.dossiers(files):
        if codes & {"pdf", "json-too-large", "page-unreadable"}:
            continue
        try:
            names = {top + "/" + name.partition("/")[2]: content for name, content in unpack(zipped).items()}
        except (zipfile.BadZipFile, zipfile.zlib.error):
            continue
        fault = by_manual.verify(b"", names)
        score(bool(fault) == bool(codes), f"{what}: {fault or 'good'}, where verify finds {codes}")


def check_zip(score, data):
    """The zip itself: any bit, and what stands around."""
    source = random.Random(3)
    for _ in range(FLIPS):
        at, bit = source.randrange(len(data)), source.randrange(8)
        flipped = data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1:]
        # A deflated file may end within a byte: what is left of that means nothing.
        score(by_manual.verify(flipped) or unpack(flipped) == unpack(data), f"bit {bit} of byte {at} turned over is not found")
    for what, other in (("bytes before", b"x" + data), ("bytes after", data + b"x"), ("a byte less", data[:-1]), ("nothing", b""),
                        ("half of it", data[:len(data) // 2]), ("twice", data + data)):
        score(by_manual.verify(other), f"{what}: is not found")


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    with tempfile.TemporaryDirectory(prefix="manual.") as home:
        bundles = {"shipped": build(score, program, home, "shipped", support.shipped),
                   "kinds": build(score, program, home, "kinds", lambda folder: support.all_kinds(folder, held=1)),
                   "bare": build(score, program, home, "bare", bare),
                   "enclosing": build(score, program, home, "enclosing", lambda folder: support.enclosing(program, folder)),
                   "with source": build(score, program, home, "with source", support.shipped, "--with-source")}
    for what, data in bundles.items():
        fault = by_manual.verify(data)
        score(not fault, f"{what}: by the manual it is not good: {fault}")
    check_tampered(score, bundles["kinds"])
    check_zip(score, bundles["bare"])
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
