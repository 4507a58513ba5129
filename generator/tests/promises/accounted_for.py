#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Accounted for: what the letter declares, what the manifest declares, and what is held, withheld, not held and
illegible are the same number of pages, or nothing is made and the message tells the numbers and their places.

usage: accounted_for.py PROGRAM
"""

import json
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import support  # noqa: E402

METADATA = """\
identifier: counted
title: A letter
date: 2020-01-02
published: 2024-01-02
languages: [en]
sender: {name: A. Sender}
"""


def letter(*lines):
    return "\n\n".join(("Dear Madam,", "I enclose what I promised.") + lines) + "\n"


def enclosure(name, pages, status="not held", *more):
    return "\n".join([f"  - id: {name}", f"    title: Enclosure {name}", "    title-from: document",
                      f"    pages: {pages}", f"    status: {status}"] + ["    " + line for line in more]) + "\n"


def manifest(pages, *enclosures):
    return f"pages: {pages}\n" + ("enclosures:\n" + "".join(enclosures) if enclosures else "enclosures: []\n")



def excepting(*pages):
    lines = ["except:"]
    for one in pages:
        lines += [f"  - pages: {one}", "    status: withheld", "    reason: names", "    authority: the sender"]
    return lines


# What, the letter's line, the manifest, and what each message must hold: numbers, and places that exist.
REFUSED = [
    ("the manifest says one page less", "Encl.: 89 pages",
     manifest(88, enclosure("A", 88)), ["89", "88", "sources/letter.md:5:", "attachments/manifest.yaml:1:"]),
    ("the manifest says one page more", "Encl.: 89 pages",
     manifest(90, enclosure("A", 90)), ["89", "90", "sources/letter.md:5:", "attachments/manifest.yaml:1:"]),
    ("the letter says one page less", "Encl.: 88 pages",
     manifest(89, enclosure("A", 89)), ["88", "89", "sources/letter.md:5:", "attachments/manifest.yaml:1:"]),
    ("all three differ", "Encl.: 88 pages",
     manifest(89, enclosure("A", 50), enclosure("B", 40)),
     ["88", "89", "90", "sources/letter.md:5:", "attachments/manifest.yaml:1:", "attachments/manifest.yaml:6:",
      "attachments/manifest.yaml:11:"]),
    ("the enclosures are one page short", "Encl.: 89 pages",
     manifest(89, enclosure("A", 50), enclosure("B", 38)), ["89", "88", "manifest.yaml:6:", "manifest.yaml:11:"]),
    ("the enclosures are one page over", "Encl.: 89 pages",
     manifest(89, enclosure("A", 50), enclosure("B", 40)), ["89", "90"]),
    ("no page is left for one that is not stated", "Encl.: 89 pages",
     manifest(89, enclosure("A", 89), enclosure("B", "not stated")), ["89", "90", "B, not stated"]),
    ("no enclosure is listed", "Encl.: 89 pages", manifest(89), ["enclosures"]),
    ("there is no manifest", "Encl.: 89 pages", None, ["89", "attachments/manifest.yaml", "sources/letter.md:5:"]),
    ("ranges overlap", "Encl.: 9 pages",
     manifest(9, enclosure("A", 9, "not held", *excepting("2-4", "4-6"))), ["manifest.yaml:13:", "4"]),
    ("one range holds a page twice", "Encl.: 9 pages",
     manifest(9, enclosure("A", 9, "not held", *excepting("2-4 3"))), ["manifest.yaml:9:", "3"]),
    ("a page is named twice", "Encl.: 9 pages",
     manifest(9, enclosure("A", 9, "not held", *excepting("7 7"))), ["manifest.yaml:9:", "7"]),
    ("a range is upside down", "Encl.: 9 pages",
     manifest(9, enclosure("A", 9, "not held", *excepting("6-4"))), ["manifest.yaml:9:", "6-4"]),
    ("a range goes past the end", "Encl.: 9 pages",
     manifest(9, enclosure("A", 9, "not held", *excepting("8-10"))), ["manifest.yaml:9:", "10", "9"]),
    ("a range begins at zero", "Encl.: 9 pages",
     manifest(9, enclosure("A", 9, "not held", *excepting("0-2"))), ["manifest.yaml:9:", "0"]),
    ("two files hold one page", "Encl.: 9 pages",
     manifest(9, enclosure("A", 9, "held", "files:", "  - {file: a.pdf, holds: 1-5}", "  - {file: b.pdf, holds: 5-9}")),
     ["manifest.yaml:10:", "5"]),
    ("no file holds a page that is held", "Encl.: 9 pages",
     manifest(9, enclosure("A", 9, "held", "files:", "  - {file: a.pdf, holds: 1-5}", "  - {file: b.pdf, holds: 7-9}")),
     ["manifest.yaml:", "6"]),
    ("more pages than a machine can hold", "Encl.: 99999999999999999999 pages",
     manifest(9, enclosure("A", 9)), ["sources/letter.md:5:"]),
]

# What, the letter's line, the manifest, and the counts: held, withheld, not held, illegible.
ACCEPTED = [
    ("all stated", "Encl.: 89 pages", manifest(89, enclosure("A", 50), enclosure("B", 39)), (0, 0, 89, 0)),
    ("one not stated", "Encl.: 89 pages", manifest(89, enclosure("A", 50), enclosure("B", "not stated")), (0, 0, 89, 0)),
    ("none stated", "Encl.: 89 pages",
     manifest(89, enclosure("A", "not stated"), enclosure("B", "not stated")), (0, 0, 89, 0)),
    ("exceptions", "Encl.: 9 pages",
     manifest(9, enclosure("A", 9, "not held", *excepting("2-4", "5-6 9"))), (0, 6, 3, 0)),
    ("the first and the last page", "Enclosures: 9 pages",
     manifest(9, enclosure("A", 9, "not held", *excepting("1 9"))), (0, 2, 7, 0)),
    ("one page", "Encl.: 1 page", manifest(1, enclosure("A", 1, "illegible")), (0, 0, 0, 1)),
    ("a letter that declares nothing", "Yours,", manifest(3, enclosure("A", 3)), (0, 0, 3, 0)),
    ("a letter without enclosures", "Yours,", None, (0, 0, 0, 0)),
]

STATUS = ("held", "withheld", "not held", "illegible")


def build(program, folder, line, text):
    support.write(folder, "sources/metadata.yaml", METADATA)
    support.write(folder, "sources/letter.md", letter(line))
    if text is not None:
        support.write(folder, "attachments/manifest.yaml", text)
    for name in ("a.pdf", "b.pdf"):
        support.write(folder, "attachments/" + name, "%PDF-1.4\n")
    return subprocess.run([program, "build", "--templates", os.path.join(support.ROOT, "templates")], cwd=folder,
                          capture_output=True, text=True)


def places_exist(folder, messages):
    for path, line in re.findall(r"([\w/.]+\.(?:md|yaml)):(\d+)", messages):
        with open(os.path.join(folder, path), encoding="utf-8") as file:
            if int(line) > file.read().count("\n"):
                return False
    return True


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    for what, line, text, expected in REFUSED:
        with tempfile.TemporaryDirectory() as folder:
            done = build(program, folder, line, text)
            score(done.returncode == 1, f"{what}: exit code {done.returncode}: {done.stderr}")
            for words in expected:
                score(words in done.stderr, f"{what}: {words!r} is in the message: {done.stderr}")
            score(places_exist(folder, done.stderr), f"{what}: each place is there: {done.stderr}")
            made = os.listdir(os.path.join(folder, "build")) if os.path.isdir(os.path.join(folder, "build")) else []
            score(not made, f"{what}: nothing is made: {made}")
    for what, line, text, counts in ACCEPTED:
        with tempfile.TemporaryDirectory() as folder:
            done = build(program, folder, line, text)
            if not score(done.returncode == 0, f"{what}: exit code {done.returncode}: {done.stderr}"):
                continue
            support.check_pdf(score, program, what, os.path.join(folder, "build"))
            with open(os.path.join(folder, "build/site/dossier.json"), encoding="utf-8") as file:
                ledger = json.load(file)["ledger"]
            statuses = [row["status"] for row in ledger["rows"]]
            stated = sum(counts) if "Encl" in line else None
            score(ledger["declared-by-letter"] == stated, f"{what}: what the letter declares: {ledger}")
            found = tuple(statuses.count(status) for status in STATUS)
            score(found == counts, f"{what}: {counts} pages: {found}")
            with open(os.path.join(folder, "build/site/enclosures.html"), encoding="utf-8") as file:
                page = file.read()
            score(("declare" in page) == bool(stated), f"{what}: the site says that the letter declares, if it does")
            cells = re.findall(r'\bid="?(E\d+)"?', page)
            score(cells == [f"E{i + 1}" for i in range(sum(counts))], f"{what}: a cell for each page: {cells}")
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
