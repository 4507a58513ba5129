#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Whoever alters a bundle is found out: `dossier verify` finds good what is good, whatever zipped it, and names what is
wrong with each of tampered.py's and with each of which a bit is turned over.

What is said of each of tampered.py's stands in doc/tampered.txt: --table writes it anew.

usage: verify.py [--flips N] [--table] PROGRAM
"""

import argparse
import concurrent.futures
import difflib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import support  # noqa: E402
import tampered  # noqa: E402
import zips  # noqa: E402

SECTIONS = ["container", "bag", "crate", "ledger", "links", "pdf", "signature"]
SECONDS = 60
LINE_MAX = 400
# What no test reaches in its time: half a gigabyte of PDF, a million files, a checker that crashes, a kernel without
# Landlock.
UNTRIED = {"pdf-too-large", "too-many", "pdf-ends-checker", "pdf-unchecked", "unconfined"}
TABLE = os.path.join(support.ROOT, "generator/doc/tampered.txt")
HEAD = """\
What "dossier verify" says of bundles that somebody tampered with, or that were made to harm, and of some that only look so:
generator/tests/tampered.py makes them, and generator/tests/promises/verify.py --table writes this list. Of several
findings of one kind the first is shown; a bundle of which nothing is said is good.

"""
HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Verifier:
    def __init__(self, program, folder, score):
        self.program, self.folder, self.score = program, folder, score
        self.seen = set()

    def run(self, *arguments):
        return subprocess.run([self.program, "verify", *arguments], capture_output=True, timeout=SECONDS)

    def codes(self, path, *arguments):
        """The exit code, and what was found by its codes."""
        done = self.run("--json", *arguments, path)
        try:
            said = json.loads(done.stdout)
        except ValueError:
            return done.returncode, {}, done.stderr.decode()
        found = {}
        for section in said["sections"]:
            for finding in section["findings"]:
                found.setdefault(finding["code"], []).append(finding)
        return done.returncode, found, done.stderr.decode()

    def judge(self, what, path, expected, arguments=()):
        """The words of the table."""
        code, found, stderr = self.codes(path, *arguments)
        self.seen |= set(found)
        bad = any(finding["kind"] == "error" for each in found.values() for finding in each)
        texts = "; ".join(f"{finding['path']}: {finding['text']}" for each in found.values() for finding in each[:2])
        # What is not good may also be it in other ways that follow from the first.
        right = set(found) >= set(expected) if bad and expected else set(found) == set(expected)
        self.score(right and code == (1 if bad else 0) and not stderr,
                   f"{what}: exit code {code}, {sorted(found)}, not {sorted(expected)} {stderr} {texts}")
        lines = [f"{what}\n"]
        for name, each in found.items():
            kind = "not good" if each[0]["kind"] == "error" else "remark"
            # A PDF's bytes, and what is said of them, are others with each version.
            text = "what `dossier check --pdf` says of it" if name == "pdf" else each[0]["text"]
            line = f"    {kind}: {each[0]['path']}{': ' if each[0]['path'] else ''}{text}"
            lines.append((line if len(line) <= LINE_MAX else line[:LINE_MAX] + " …") + "\n")
        return "".join(one if one.isprintable() or one == "\n" else f"\\u{ord(one):04x}" for one in "".join(lines))

    def judge_bytes(self, what, data, expected, arguments=()):
        handle, path = tempfile.mkstemp(dir=self.folder)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        words = self.judge(what, path, expected, arguments)
        os.unlink(path)
        return words


def build(program, folder, make):
    make(folder)
    out = folder + ".out"
    subprocess.run([program, "build", "-C", folder, "-o", out, "--templates", os.path.join(support.ROOT, "templates")],
                   check=True, stderr=subprocess.DEVNULL)
    return os.path.join(out, "dossier.zip")


# ---------------------------------------------------------------- What is good

def check_words(verifier, path):
    score = verifier.score
    done = verifier.run(path)
    lines = done.stdout.decode().splitlines()
    score(done.returncode == 0 and [line.split()[0] for line in lines[:-1]] == SECTIONS and lines[-1] == f"{path}: good"
          and not done.stderr, f"the shipped dossier: {done}")
    score("89 pages = 0 held + 0 withheld + 89 not held + 0 illegible" in done.stdout.decode(), f"the pages: {done}")
    quiet = verifier.run("-q", path)
    score(quiet.returncode == 0 and not quiet.stdout and not quiet.stderr, f"-q: {quiet}")
    said = json.loads(verifier.run("--json", path).stdout)
    score(said["good"] is True and [section["name"] for section in said["sections"]] == SECTIONS
          and all(set(section) == {"name", "good", "summary", "findings", "left-out"} for section in said["sections"]),
          f"--json: {said}")


def anew(path, folder):
    """The same content, zipped by other programs."""
    unpacked = os.path.join(folder, "unpacked")
    with zipfile.ZipFile(path) as archive:
        archive.extractall(unpacked)
    (top,) = os.listdir(unpacked)
    yield "unpacked", os.path.join(unpacked, top), set()
    yield "unpacked, the folder around it", unpacked, set()
    for name, command in (("zip", ["zip", "-qr"]), ("zip64", ["zip", "-fz", "-qr"]), ("stored", ["zip", "-0", "-qr"]),
                          ("7z", ["7z", "a", "-bd"]), ("bsdtar", ["bsdtar", "-acf"])):
        out = os.path.join(folder, name + ".zip")
        if shutil.which(command[0]):
            subprocess.run([*command, out, top], cwd=unpacked, check=True, stdout=subprocess.DEVNULL)
            yield name, out, {"zipped-anew"}
    for name, streamed in (("zipfile", False), ("streamed", True)):
        out = os.path.join(folder, name + ".zip")
        with open(out, "wb") as file:
            if streamed:
                file.seekable = lambda: False
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, zipfile.ZipFile(path) as old:
                for entry in reversed(old.namelist()):
                    archive.writestr(entry, old.read(entry))
        yield name, out, {"zipped-anew"}


# ---------------------------------------------------------------- What is not

def folders(verifier):
    for number, (what, change, expected) in enumerate(tampered.folders()):
        top = os.path.join(verifier.folder, f"folder-{number}")
        for name, data in tampered.BAG.items():
            support.write(top, name, data)
        change(top)
        yield verifier.judge(f"a folder: {what}", top, expected)


def check_table(verifier, pool, files, is_new):
    """`files`: of a bundle with a held file."""
    cases = [(what, data, codes, ()) for make in (tampered.ends, tampered.headers, tampered.names, tampered.bags,
                                                  tampered.crates) for what, data, codes in make()]
    cases += tampered.bombs()
    cases += [(what, data, codes, ()) for what, data, codes in tampered.dossiers(files)]
    table = HEAD + "".join(pool.map(lambda case: verifier.judge_bytes(*case), cases)) + "".join(folders(verifier))
    if is_new:
        with open(TABLE, "w", encoding="utf-8") as file:
            file.write(table)
    with open(TABLE, encoding="utf-8") as file:
        kept = file.read().splitlines()
    differing = [line for line in difflib.unified_diff(kept, table.splitlines(), "kept", "said", n=1, lineterm="")]
    verifier.score(not differing, "doc/tampered.txt is what is said (--table writes it anew):\n" + "\n".join(differing))


# ---------------------------------------------------------------- Bits

def unheeded(data):
    """Bytes of a zip that no reader heeds: times, who made it, what version is needed, attributes, and the last byte of
    compressed data, of which not all bits are used."""
    with zipfile.ZipFile(__import__("io").BytesIO(data)) as archive:
        entries = archive.infolist()
        at = archive.start_dir
    found = set()
    for entry in entries:
        start = entry.header_offset
        found.update((start + 4, start + 5, *range(start + 10, start + 14)))
        name, extra = (int.from_bytes(data[start + i:start + i + 2], "little") for i in (26, 28))
        if entry.compress_type == zips.DEFLATED:
            found.add(start + 30 + name + extra + entry.compress_size - 1)
        found.update((*range(at + 4, at + 8), *range(at + 12, at + 16), *range(at + 36, at + 42)))
        at += 46 + sum(int.from_bytes(data[at + i:at + i + 2], "little") for i in (28, 30, 32))
    return found


def flip(data, at, bit):
    return data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1:]


def flip_zip(verifier, what, data, count, chance):
    heeded = sorted(set(range(len(data))) - unheeded(data))
    # Half of them where the structure is, which is small beside the files.
    directory = data.index(b"PK\1\2")
    structure = [at for at in heeded if at >= directory]
    for i in range(count):
        at, bit = chance.choice(structure if i % 2 else heeded), chance.randrange(8)
        yield f"{what}: bit {bit} of byte {at}", flip(data, at, bit)


def is_found(verifier, path):
    done = verifier.run("-q", path)
    return done.returncode == 1 and done.stdout and not done.stderr, done


def check_flips(verifier, pool, data, count, chance):
    """One bit in a zip, of which each file is vouched for."""
    def one(given):
        what, changed = given
        handle, path = tempfile.mkstemp(dir=verifier.folder)
        with os.fdopen(handle, "wb") as file:
            file.write(changed)
        found, done = is_found(verifier, path)
        os.unlink(path)
        return found, f"{what} is found: {done}"
    for found, words in pool.map(one, flip_zip(verifier, "a zip", data, count, chance)):
        verifier.score(found, words)


def check_file_flips(verifier, files, count, chance):
    """One bit in a file of a folder."""
    top = os.path.join(verifier.folder, "flipped")
    for name, data in files.items():
        support.write(top, name, data)
    names = sorted(name for name in files if files[name])
    tags = [name for name in names if not name.startswith("data/")]
    for i in range(count):
        name = chance.choice(tags if i % 2 else names)
        at, bit = chance.randrange(len(files[name])), chance.randrange(8)
        support.write(top, name, flip(files[name], at, bit))
        found, done = is_found(verifier, top)
        verifier.score(found, f"bit {bit} of byte {at} of {name} is found: {done}")
        support.write(top, name, files[name])


# ---------------------------------------------------------------- The call, and confinement

def check_calls(verifier):
    bundle = os.path.join(verifier.folder, "call.zip")
    with open(bundle, "wb") as file:
        file.write(zips.zipped(tampered.BAG))
    fifo = os.path.join(verifier.folder, "fifo")
    os.mkfifo(fifo)
    for arguments, code, words in (
            ([], 2, "no bundle after verify"), (["--odd", bundle], 2, "unknown option --odd"),
            ([bundle, bundle], 2, "unexpected argument"), (["--max-size", "many", bundle], 2, "takes a number"),
            (["-j"], 2, "no value for -j"), (["--json", "-q", bundle], 2, "contradict"),
            ([bundle + ".none"], 1, "there is no such file"), ([fifo], 1, "this is neither"), (["-j", "1", bundle], 0, "")):
        done = verifier.run(*arguments)
        verifier.score(done.returncode == code and words in done.stderr.decode() and bool(done.stderr) == bool(words),
                       f"verify {arguments}: {done}")
    with open("/dev/full", "wb") as full:
        done = subprocess.run([verifier.program, "verify", bundle], stdout=full, stderr=subprocess.PIPE)
        verifier.score(done.returncode == 3 and b"standard output" in done.stderr, f"a full disk: {done}")
    many = {f"data/{i}": b"" for i in range(3000)}
    with open(bundle, "wb") as file:
        file.write(zips.zipped({**tampered.BAG, **many}))
    lines = verifier.run(bundle).stdout.decode().splitlines()
    verifier.score(len(lines) < 40 and "    and 2980 more of this kind" in lines, f"3000 of a kind: {lines}")
    for section in json.loads(verifier.run("--json", bundle).stdout)["sections"]:
        if section["name"] == "bag":
            verifier.score(len(section["findings"]) + section["left-out"] == 3001, f"3000 of a kind: {section['left-out']}")
    hostile = zips.write(zips.entries(tampered.BAG) + [zips.Entry(name="bag/data/\x1b[2J\u202e".encode())])
    with open(bundle, "wb") as file:
        file.write(hostile)
    for how in ([], ["--json"], ["-q"]):
        said = verifier.run(*how, bundle).stdout
        verifier.score(b"\x1b" not in said and "\u202e".encode() not in said and b"\\x1B" in said.replace(b"\\\\", b"\\"),
                       f"what a terminal obeys is not printed: {said}")


def check_coverage(verifier):
    """Each code of the source was given."""
    folder = os.path.join(os.path.dirname(HERE), "verify", "bundle")
    codes = set()
    for name in sorted(os.listdir(folder)) + ["../../check_bundle.c"]:
        if name.endswith(".c"):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                text = re.sub(r"#define [^\n]*(\\\n[^\n]*)*", "", file.read())
            for call in re.finditer(r"\b(?:BAD|REMARK)\(([^\";]*\"[a-z0-9-]+\"(?:\s*:\s*\"[a-z0-9-]+\")?)", text):
                codes |= set(re.findall(r'"([a-z0-9-]+)"', call[1]))
            codes |= set(re.findall(r'verdict_(?:bad|remark)\([^";]*"([a-z0-9-]+)"', text))
            codes |= set(re.findall(r'(?:code = "|\{"(?=name-))([a-z0-9-]+)"', text))
    verifier.score(len(codes) > 80, f"codes of the source: {len(codes)}")
    for code in sorted(codes - UNTRIED - verifier.seen):
        verifier.score(False, f"no bundle gives \"{code}\"")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flips", type=int, default=300)
    parser.add_argument("--table", action="store_true", help="write doc/tampered.txt anew")
    parser.add_argument("program", type=os.path.abspath)
    options = parser.parse_args()
    score = support.Score()
    with tempfile.TemporaryDirectory(prefix="verify.") as folder, concurrent.futures.ThreadPoolExecutor(2) as pool:
        verifier = Verifier(options.program, folder, score)
        shipped = build(options.program, os.path.join(folder, "shipped"), support.shipped)
        kinds = build(options.program, os.path.join(folder, "kinds"), support.all_kinds)
        check_words(verifier, shipped)
        for what, path, expected in anew(shipped, folder):
            verifier.judge(what, path, expected)
        verifier.judge("all kinds", kinds, set())
        with open(kinds, "rb") as file:
            files = tampered.read_zip(file.read())
        check_table(verifier, pool, files, options.table)
        check_calls(verifier)
        check_coverage(verifier)
        chance = random.Random(6)
        check_flips(verifier, pool, zips.zipped(tampered.BAG), options.flips, chance)
        check_file_flips(verifier, tampered.BAG, options.flips // 2, chance)
        with open(shipped, "rb") as file:
            check_flips(verifier, pool, file.read(), options.flips // 10, chance)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
