#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Font files of every kind: one that is damaged anywhere ends in a message with its place or in a PDF without fault, a
collection gives the face of the number, and a cmap may be as large as they get.

usage: fonts.py PROGRAM
"""

import os
import random
import re
import shutil
import struct
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import support  # noqa: E402

DEJAVU = "/usr/share/fonts/truetype/dejavu/"
TEMPLATES = os.path.join(support.ROOT, "templates")
DAMAGES = 150
LETTER = "# Office\n\nA letter with *words*, **fi** `code` and [a link](https://example.org/), é 123.\n"
METADATA = """\
identifier: fonts
title: Zzz title zzz
date: 2020-01-02
published: 2024-01-02
languages: [en]
sender: {name: Zzz sender zzz}
"""


def read(name):
    with open(DEJAVU + name, "rb") as file:
        return file.read()


def tables(font):
    """Each table's tag, offset, length, and where its record is."""
    count = struct.unpack(">H", font[4:6])[0]
    for record in range(12, 12 + 16 * count, 16):
        tag, _, offset, length = struct.unpack(">4sLLL", font[record:record + 16])
        yield tag, offset, length, record


def damaged(font, chance):
    """A copy cut short, or with a table that lies elsewhere, has another length or name, or other bytes."""
    copy = bytearray(font)
    _, offset, length, record = chance.choice(list(tables(font)))
    kind = chance.choice(("cut", "offset", "length", "bytes", "header", "zero", "other table", "tag"))
    if kind == "cut":
        del copy[chance.randrange(len(copy)):]
    elif kind == "offset":
        copy[record + 8:record + 12] = struct.pack(">L", chance.choice((
            chance.randrange(len(copy)), chance.randrange(1 << 32), offset + chance.randrange(1, 9))))
    elif kind == "length":
        copy[record + 12:record + 16] = struct.pack(">L", chance.choice((
            chance.randrange(length + 1), chance.randrange(1 << 32), 0)))
    elif kind in ("bytes", "header"):
        for _ in range(chance.choice((1, 4, 64))):
            copy[offset + chance.randrange(min(length, 40) if kind == "header" else length)] = chance.choice(
                (0, 255, chance.randrange(256)))
    elif kind == "zero":
        copy[offset:offset + length] = bytes(length)
    elif kind == "other table":
        other = chance.choice(list(tables(font)))[3]
        copy[record + 8:record + 16] = font[other + 8:other + 16]
    else:
        copy[record:record + 4] = bytes(chance.randrange(32, 127) for _ in range(4))
    return kind, bytes(copy)


def collection(*fonts):
    """A file with all of them, their tables where they come to lie."""
    head = struct.pack(">4sLL", b"ttcf", 0x10000, len(fonts))
    at = len(head) + 4 * len(fonts)
    starts, body = b"", b""
    for font in fonts:
        start = at + len(body)
        moved = bytearray(font)
        for _, offset, _, record in tables(font):
            moved[record + 8:record + 12] = struct.pack(">L", offset + start)
        starts += struct.pack(">L", start)
        body += bytes(moved) + bytes(-len(moved) % 4)
    return head + starts + body


def huge_cmap(font):
    """Each character of Unicode in a group of its own: a cmap of 13 MB at the end of the file, of glyph 36 for all
    but those of ASCII, which have theirs."""
    groups = b"".join(struct.pack(">LLL", code, code, code - 29 if code < 127 else 36) for code in range(32, 0x110000))
    subtable = struct.pack(">HHLLL", 12, 0, 16 + len(groups), 0, len(groups) // 12) + groups
    cmap = struct.pack(">HHHHL", 0, 1, 3, 10, 12) + subtable
    copy = bytearray(font + bytes(-len(font) % 4))
    for tag, _, _, record in tables(font):
        if tag == b"cmap":
            copy[record + 8:record + 16] = struct.pack(">LL", len(copy), len(cmap))
    return bytes(copy) + cmap


class Dossier:
    """A letter set in the face Odd.ttf alone."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        support.write(folder, "sources/metadata.yaml", METADATA)
        support.write(folder, "sources/letter.md", LETTER)
        shutil.copytree(TEMPLATES, os.path.join(folder, "templates"))
        with open(os.path.join(TEMPLATES, "pdf.yaml"), encoding="utf-8") as file:
            self.settings = file.read()
        self.name("Odd.ttf")

    def name(self, face):
        text = self.settings.replace("  folders:", f"  folders:\n    - {self.folder}/fonts", 1)
        text = re.sub(r"^  (regular|italic|bold|bold-italic|mono|symbols): \[.*", rf"  \1: ['{face}']", text, flags=re.M)
        text = re.sub(r"^  (others|others-bold):\n(    - .*\n)+", rf"  \1: ['{face}']\n", text, flags=re.M)
        support.write(self.folder, "templates/pdf.yaml", text)

    def build(self, font):
        support.write(self.folder, "fonts/Odd.ttf", font)
        return self.run("build", "--only", "pdf", "-o", "out")

    def check(self):
        return self.run("check", "--pdf", "out/dossier.pdf")

    def run(self, *words):
        return subprocess.run([self.program, *words], cwd=self.folder, capture_output=True, text=True,
                              errors="backslashreplace")


def damage(score, dossier):
    font = read("DejaVuSansMono.ttf")
    refused = 0
    for number in range(DAMAGES):
        kind, copy = damaged(font, random.Random(number))
        words = f"damage {number} ({kind})"
        done = dossier.build(copy)
        if done.returncode == 1:
            refused += 1
            score(re.match(r"\S+(:\d+:\d+)?: .*; ", done.stderr), f"{words}: a message with a place: {done.stderr}")
        elif score(done.returncode == 0, f"{words}: exit code {done.returncode}: {done.stderr}"):
            done = dossier.check()
            score(done.returncode == 0, f"{words}: its PDF: {done.stderr}")
    score(0 < refused < DAMAGES, f"{refused} of {DAMAGES} damages are refused")


def faces_in(dossier):
    return subprocess.run(["pdffonts", "out/dossier.pdf"], cwd=dossier.folder, capture_output=True, text=True).stdout


def whole(score, dossier):
    both = collection(read("DejaVuSansMono.ttf"), read("DejaVuSerif.ttf"))
    for number, face in enumerate(("DejaVuSansMono", "DejaVuSerif")):
        dossier.name(f"Odd.ttf#{number}")
        done = dossier.build(both)
        score(done.returncode == 0, f"collection #{number}: {done.stderr}")
        score(re.search(rf"\+{face} ", faces_in(dossier)), f"collection #{number} is {face}: {faces_in(dossier)}")
    dossier.name("Odd.ttf#2")
    done = dossier.build(both)
    score("holds no face of that number" in done.stderr, f"collection #2: {done.stderr}")
    dossier.name("Odd.ttf")
    done = dossier.build(huge_cmap(read("DejaVuSansMono.ttf")))
    score(done.returncode == 0, f"a huge cmap: {done.stderr}")
    text = subprocess.run(["pdftotext", "out/dossier.pdf", "-"], cwd=dossier.folder, capture_output=True, text=True)
    score("A letter with words" in text.stdout, f"a huge cmap: {text.stdout[:200]}")


def main():
    score = support.Score()
    with tempfile.TemporaryDirectory(prefix="dossier-fonts-") as folder:
        dossier = Dossier(os.path.abspath(sys.argv[1]), folder)
        damage(score, dossier)
        whole(score, dossier)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
