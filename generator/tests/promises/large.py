#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Bundles of more than 65,535 files are read; with --long, which takes minutes and 15 GB, such are also made, and others
of more than 4 GiB, with files of more than 4 GiB, in memory that does not grow with them: verified, rebuilt to the same
bytes, and opened by unzip, 7z, bsdtar and Python.

usage: large.py [--long] PROGRAM
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import support  # noqa: E402
import zips  # noqa: E402

MANY = 65600
MEMORY = 64  # MB, for files of any size
METADATA = "identifier: large.1\ntitle: A letter with much\ndate: 2020-11-12\npublished: 2026-11-24\nlanguages: [en]\n" \
    "sender: {name: A sender}\n"
LETTER = "I enclose [data](enclosure:A).\n\nEncl.: 1 pages\n"
MANIFEST = "pages: 1\nenclosures:\n  - id: A\n    title: Data\n    title-from: document\n    pages: 1\n    status: held\n    files:\n"


def run(*command, cwd=None):
    """What was said, the exit code, and the memory in MB: of this process, where that is more."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        return said.read().decode(), process.returncode, usage.ru_maxrss / 1024


def is_zip64(path):
    with open(path, "rb") as file:
        file.seek(-42, os.SEEK_END)
        return file.read(4) == b"PK\6\7"


def read_many(program, folder, score):
    """A zip as another program writes it."""
    files = zips.bag({f"data/{number}": b"" for number in range(MANY)}, ("sha256",))
    path = os.path.join(folder, "many.zip")
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in sorted(files.items()):
            archive.writestr("bag/" + name, data)
    said, code, _ = run(program, "verify", path)
    score(code == 0 and f"a zip of {len(files)} files" in said and is_zip64(path), f"{MANY} files: {code} {said}")
    with open(path, "rb") as file:
        data = file.read()
    # Readers without zip64 count on from 0.
    with open(path, "wb") as file:
        file.write(data[:-42 - 56] + data[-22:-14] + (len(files) & 0xFFFF).to_bytes(2, "little") * 2 + data[-10:])
    said, code, _ = run(program, "verify", path)
    score(code == 1 and "two readers would see different content" in said, f"{MANY} files without zip64: {code} {said}")


def dossier(folder, names):
    support.write(folder, "sources/metadata.yaml", METADATA)
    support.write(folder, "sources/letter.md", LETTER)
    support.write(folder, "attachments/manifest.yaml", MANIFEST + "".join(f"      - {name}\n" for name in names))


def others_open(path, count, score):
    """Other programs find as many files, and each of them whole."""
    for what, command, words in (("unzip", ["unzip", "-tq", path], "No errors detected"),
                                 ("7z", ["7z", "t", path], "Everything is Ok"),
                                 ("bsdtar", ["bsdtar", "-tf", path], f"(?s)^([^\n]+\n){{{count}}}$")):
        if shutil.which(command[0]):
            said, code, _ = run(*command)
            score(code == 0 and re.search(words, said), f"{what} opens {path}: {code} {said[-300:]}")
    with zipfile.ZipFile(path) as archive:
        score(len(archive.namelist()) == count and archive.testzip() is None, f"Python opens {path}")


def make(program, folder, score, what, memory, zip64):
    """Builds, verifies and rebuilds."""
    out, again = folder + ".out", folder + ".again"
    bundle = os.path.join(out, "dossier.zip")
    said, code, used = run(program, "build", "-C", folder, "-o", out, "--templates", os.path.join(support.ROOT, "templates"))
    if not score(code == 0 and used < memory, f"{what} is built: {code} {used:.0f} MB {said}"):
        return
    said, code, used = run(program, "verify", bundle)
    score(code == 0 and said.endswith(": good\n") and used < memory, f"{what} is verified: {code} {used:.0f} MB {said}")
    score(is_zip64(bundle) == zip64, f"{what}: zip64 {not zip64}")
    count = int(re.search(r"a zip of (\d+) files", said)[1])
    others_open(bundle, count, score)
    said, code, used = run(program, "rebuild", bundle, "-o", again)
    score(code == 0 and used < memory, f"{what} is rebuilt: {code} {used:.0f} MB {said}")
    score(subprocess.run(["cmp", bundle, os.path.join(again, "build", "dossier.zip")]).returncode == 0, f"{what}: the same bytes")
    shutil.rmtree(again)
    os.mkdir(again)
    subprocess.run(["bsdtar", "-xf", bundle], cwd=again, check=True)
    said, code, used = run(program, "verify", again)
    score(code == 0 and used < memory, f"{what}, unpacked, is verified: {code} {used:.0f} MB {said}")
    shutil.rmtree(again)
    shutil.rmtree(out)


def make_large(program, folder, score):
    """Files of holes: one that is stored, so that what follows it begins past 4 GiB, and one that is deflated."""
    dossier(folder, ("film.zip", "zeros.bin"))
    for name, size in (("film.zip", 4_300_000_000), ("zeros.bin", 4_400_000_000)):
        path = os.path.join(folder, "attachments", name)
        with open(path, "wb") as file:
            file.truncate(size)
    make(program, folder, score, "a bundle past 4 GiB", MEMORY, True)


def make_many(program, folder, score):
    names = [f"d/{number:05}.txt" for number in range(MANY)]
    dossier(folder, names)
    for name in names:
        support.write(folder, "attachments/" + name, name)
    # Its crate describes each of them.
    make(program, folder, score, f"a bundle of {MANY} files", 400, True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("program", type=os.path.abspath)
    options = parser.parse_args()
    score = support.Score()
    with tempfile.TemporaryDirectory(prefix="large.") as folder:
        if options.long:
            make_large(options.program, os.path.join(folder, "large"), score)
        read_many(options.program, folder, score)
        if options.long:
            make_many(options.program, os.path.join(folder, "many"), score)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
