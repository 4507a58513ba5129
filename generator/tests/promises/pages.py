#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Pages end well: in letters made up of headings, paragraphs, lists, tables, quotations, notes and page breaks of the
original, no page but a section's last ends in a heading, no paragraph leaves fewer lines on a page than the settings
say, and no gap at a page's foot is larger than they say. Nothing in these letters is so high that it could not be
avoided. In the ledger, too, the rows of an enclosure stand on one page.

usage: pages.py PROGRAM
"""

import collections
import concurrent.futures
import os
import random
import re
import shutil
import string
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import support  # noqa: E402

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
METADATA = os.path.join(TESTS, "fixtures", "metadata.yaml")
SEEDS = range(1, 37)
GAP = 70  # pages.gap in mm: a row is cut into parts of up to a quarter of a page
# Each style with the height of its lower margin, and the most that stands between the last line and the foot's rule,
# or below a baseline.
STYLES = (("none", 72 / 25.4 * 40, 20), ("court", 72, 30), ("large-print", 72 / 25.4 * 25, 30))

WORDS = "the letter of a minister says that its pages were sent on and not seen by any office since then".split()


def words(pick, least, most):
    return " ".join(pick.choice(WORDS) for _ in range(pick.randint(least, most))).capitalize()


def table(pick):
    columns = pick.randint(2, 3)
    rows = [[words(pick, 1, 6) for _ in range(columns)] for _ in range(pick.randint(2, 20))]
    for row in rows[2:]:
        if not pick.randrange(5):
            row[0] = words(pick, 100, 400)
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * columns, *lines[1:]])


def letter(seed):
    """Markdown."""
    pick = random.Random(seed)
    blocks, notes = ["# A letter"], []
    while len(blocks) < 120:
        kind = pick.choices(("text", "heading", "list", "table", "quote", "break", "note"),
                            (10, 4, 2, 1, 1, 1, 2 if seed % 2 else 0))[0]
        if kind == "heading":
            blocks.append("#" * pick.randint(2, 4) + " " + words(pick, 1, 14))
            if not pick.randrange(4):
                blocks.append("<!-- page break -->")
        elif kind == "list":
            blocks.append("\n".join(f"- {words(pick, 1, 40)}" for _ in range(pick.randint(1, 6))))
        elif kind == "table":
            blocks.append(table(pick))
        elif kind == "quote":
            blocks.append("> " + words(pick, 5, 60))
        elif kind == "break":
            blocks.append("<!-- page break -->")
        elif kind == "note":
            notes.append(f"[^{len(notes)}]: {words(pick, 1, 60)}.")
            blocks.append(f"{words(pick, 1, 40)}[^{len(notes) - 1}] {words(pick, 1, 80)}.")
        else:
            blocks.append(words(pick, 1, 160) + ".")
    return "\n\n".join(blocks + ["The end."] + notes) + "\n"


BOX = re.compile(r"  [\d.-]+,([\d.]+) Document/Sect/(Div/\S+)#(\d+) ")


def pages_of(dump):
    """The letter's pages as lists of boxes: height, tags, number of the element."""
    pages = []
    for line in dump.splitlines():
        found = BOX.match(line)
        if line.startswith("page "):
            pages.append([])
        elif found:
            pages[-1].append((float(found[1]), found[2].split("/"), found[3]))
    return [page for page in pages if page]


def faults(dump, least, bottom, below):
    pages = pages_of(dump)
    parts = collections.defaultdict(lambda: collections.defaultdict(set))
    for number, page in enumerate(pages, 1):
        text = [box for box in page if "Note" not in box[1]]
        notes = [height for height, tags, _ in page if "Note" in tags]
        for height, tags, element in text:
            if tags[-1] == "P":
                parts[element][number].add(height)
        if number == len(pages) or not text:
            continue
        height, tags, _ = min(text)
        if re.fullmatch(r"H\d", tags[-1]) or "THead" in tags:
            yield f"page {number} ends in a heading"
        empty = height - (max(notes) if notes else bottom) - below
        if empty > GAP * 72 / 25.4:
            yield f"page {number} has a gap of {empty:.0f} pt"
    for element, on in parts.items():
        lines = [len(on[number]) for number in sorted(on)]
        if len(lines) > 1 and (lines[0] < least or lines[-1] < least):
            yield f"P#{element} from page {min(on)} on is parted into {lines} lines"
    if len(pages) < 3:
        yield "the letter is short"


def examine(program, folder, seed):
    style, bottom, below = STYLES[seed % len(STYLES)]
    least = 3 - seed % 2  # what is asked for with a note is high enough already
    home = os.path.join(folder, str(seed))
    support.write(home, "sources/letter.md", letter(seed))
    shutil.copy(METADATA, os.path.join(home, "sources"))
    shutil.copytree(os.path.join(support.ROOT, "templates"), os.path.join(home, "templates"))
    path = os.path.join(home, "templates", "pdf.yaml")
    with open(path, encoding="utf-8") as file:
        settings = file.read()
    for key, value in ("orphans", str(least)), ("widows", str(least)), ("gap", f"{GAP} mm"):
        settings, count = re.subn(rf"(?<=\n  {key}: )[^#\n]+", value + " ", settings)
        assert count == 1
    support.write(home, "templates/pdf.yaml", settings)
    done = subprocess.run([program, "check", "-C", home, "--style", style, "--dump-layout"], capture_output=True,
                          text=True)
    if done.returncode:
        return [done.stderr]
    return list(faults(done.stdout, least, bottom, below))


def ledger_pages(program, folder):
    """The enclosures in the rows of each page of a ledger; each has five rows."""
    names = string.ascii_uppercase[:14]
    support.write(folder, "attachments/manifest.yaml", f"pages: {10 * len(names)}\nenclosures:\n" + "".join(
        f"  - id: {name}\n    title: Report\n    title-from: document\n    pages: 10\n    status: not held\n"
        "    except: [{pages: 3, status: illegible, reason: faded}, {pages: 6, status: illegible, reason: wet}]\n"
        for name in names))
    support.write(folder, "sources/letter.md", f"# A letter\n\nEncl.: {10 * len(names)} pages\n")
    shutil.copy(METADATA, os.path.join(folder, "sources"))
    done = subprocess.run([program, "check", "-C", folder, "--templates", os.path.join(support.ROOT, "templates"),
                           "--dump-layout"], capture_output=True, text=True)
    rows = [re.findall(r'Document/Sect/Table/TBody/TR/TD/Link#\d+ .*"([A-Z])"', page)
            for page in re.split(r"^page ", done.stdout, flags=re.M)]
    return [page for page in rows if page]


def main():
    score = support.Score()
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for seed, found in zip(SEEDS, pool.map(lambda seed: examine(program, folder, seed), SEEDS)):
            score(not found, f"letter {seed}: " + "; ".join(found))
        rows = ledger_pages(program, os.path.join(folder, "ledger"))
        score(len(rows) > 1, f"the ledger is short: {rows}")
        score(all(before[-1] != after[0] for before, after in zip(rows, rows[1:])), f"an enclosure is parted: {rows}")
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
