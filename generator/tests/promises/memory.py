#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""However much the enclosed pages hold, the program that writes them into the PDF holds one object at a time: five times
as many pages, each with a picture of 2 MB that cannot be packed, take it no more than a few of these more.

usage: memory.py PROGRAM
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import foreign  # noqa: E402
import support  # noqa: E402

SIDE = 800  # dots of a picture, of three bytes each
FEW, MANY = 4, 20
ALLOWED = 12e6  # of some 31 MB that there are more
METADATA = "identifier: memory.1\ntitle: Letter with pages\ndate: 2020-11-12\npublished: 2026-11-24\nlanguages: [en]\n" \
    "sender: {name: A sender}\n"


def picture(number):
    """A page that is one picture of noise, as a PDF."""
    data = random.Random(number).randbytes(3 * SIDE * SIDE).hex()
    return foreign.page_of("q 595 0 0 842 0 0 cm /I Do Q", "/XObject <</I 5 0 R>>",
                           [(f"/Type /XObject /Subtype /Image /Width {SIDE} /Height {SIDE} /ColorSpace /DeviceRGB"
                             " /BitsPerComponent 8 /Filter /ASCIIHexDecode", data + ">")])


def lay(folder, pages):
    parts = []
    for number in range(pages):
        parts.append(os.path.join(folder, f"{number}.pdf"))
        support.write(folder, f"{number}.pdf", picture(number))
    os.makedirs(os.path.join(folder, "attachments"))
    subprocess.run(["qpdf", "--empty", "--pages", *parts, "--", os.path.join(folder, "attachments/a.pdf")], check=True)
    support.write(folder, "attachments/manifest.yaml",
                  f"pages: {pages}\nenclosures:\n  - {{id: A, title: Noise, title-from: document, pages: {pages},"
                  " status: held, file: a.pdf}\n")
    support.write(folder, "sources/metadata.yaml", METADATA)
    support.write(folder, "sources/letter.md", f"# A letter\n\nWords.\n\nEncl.: {pages} pages\n")


def build(program, folder):
    """Builds; the most memory that the program held, or a process that it waited for."""
    process = subprocess.Popen([program, "build", "-C", folder, "-q", "--only", "pdf", "--templates",
                                os.path.join(support.ROOT, "templates")])
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_maxrss * 1024


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    home = tempfile.mkdtemp(prefix="dossier-memory-")
    held = {}
    for pages in (FEW, MANY):
        folder = os.path.join(home, str(pages))
        lay(folder, pages)
        code, _ = build(program, folder)
        score(code == 0, f"{pages} pages: exit code {code}")
        # With all pages in the cache no worker runs: what is measured is the program itself.
        letter = os.path.join(folder, "sources/letter.md")
        with open(letter, "a", encoding="utf-8") as file:
            file.write("\nMore.\n")
        code, held[pages] = build(program, folder)
        size = os.path.getsize(os.path.join(folder, "build/dossier.pdf"))
        score(code == 0 and size > pages * 3 * SIDE * SIDE, f"{pages} pages: exit code {code}, {size} bytes")
    score(held[MANY] - held[FEW] < ALLOWED, f"{FEW} pages take {held[FEW] / 1e6:.0f} MB, {MANY} {held[MANY] / 1e6:.0f}")
    shutil.rmtree(home)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
