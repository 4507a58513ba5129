#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Nothing leaves the page's margins: letters of words too long for a line, of many kinds and in every construct, are
published in each style; no glyph of theirs stands outside the column, and each word is whole in the PDF's tags.

usage: margins.py PROGRAM
"""

import concurrent.futures
import html
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

import word_for_word

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import support  # noqa: E402

SEEDS = range(1, 5 if support.LONG else 3)
MM, INCH = 72 / 25.4, 72
# Of each style: the left and the right margin. In the left one stand the numbers of paragraphs.
STYLES = {"none": (44 * MM, 44 * MM), "court": (1.75 * INCH, INCH), "large-print": (26 * MM, 20 * MM)}
NUMBERS = 60  # points to the left of the column, at the most
ROUNDED = 0.1  # poppler's own

METADATA = """\
identifier: margins
title: A letter
date: 2020-01-02
published: 2024-01-02
languages: [en]
sender: {name: A. Sender}
"""


def long_word(pick):
    """Without a space: letters, digits, an address, a path, a name in code, signs, other scripts."""
    def run(alphabet, least, most):
        return "".join(pick.choice(alphabet) for _ in range(pick.randint(least, most)))
    latin = "abcdefghijklmnopqrstuvwxyz"
    length = pick.randint(40, 400)
    kind = pick.randrange(7)
    if kind == 0:
        return run(latin, length, length)
    if kind == 1:
        return run("0123456789", length, length)
    if kind == 2:
        return "https://example.org" + "".join("/" + run(latin + "0123456789-", 1, 60) for _ in range(length // 20))
    if kind == 3:
        return ".".join(run(latin, 1, 30).capitalize() for _ in range(length // 10))
    if kind == 4:
        return run("WMQ", length, length)
    if kind == 5:
        return run("абвгдежзийклмн", length, length)
    return "a" + run("=+%§¶", length, length) + "z"


def cell(pick):
    return pick.choice(("a", "two words", long_word(pick)))


def constructs(pick):
    """Each with at least one long word."""
    word = long_word
    yield f"A paragraph with {word(pick)} in its middle."
    yield f"{word(pick)} at the beginning, *{word(pick)}* and **{word(pick)}**, ~~{word(pick)}~~."
    yield f"Code: `{word(pick)}`, and [{word(pick)}](https://example.org/), and <https://example.org/{'a' * 300}>."
    yield f"## A heading of {word(pick)}"
    yield f"###### {word(pick)}"
    yield f"- {word(pick)}\n  1. {word(pick)}\n     - {word(pick)}\n       > {word(pick)}"
    yield f"- [x] {word(pick)}"
    yield "\n".join("> " * depth + word(pick) + "\n" + "> " * depth for depth in range(1, 6))
    yield f"```\n{word(pick)}\n    {word(pick)} {word(pick)}\n```"
    for columns in (1, 2, 5):
        rows = [[cell(pick) for _ in range(columns)] for _ in range(3)] + [[word(pick)] * columns]
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        yield "\n".join([lines[0], "|" + "---|" * columns, *lines[1:]])
    yield f"A note.[^1]\n\n[^1]: {word(pick)}\n\n    > {word(pick)}"


def letter(seed):
    return "\n\n".join(constructs(random.Random(seed))) + "\n"


def outside(pdf, left, right):
    """The words that pdftotext finds outside the column, page by page."""
    pages = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, check=True).stdout.decode()
    for number, page in enumerate(pages.split("<page ")[1:], 1):
        width = float(re.match(r'width="([\d.]+)"', page)[1])
        for least, most, word in re.findall(r'<word xMin="([\d.-]+)" .*?xMax="([\d.-]+)".*?>(.*)</word>', page):
            number_of_paragraph = re.fullmatch(r"¶?\d+", word)
            start = left - (NUMBERS if number_of_paragraph else 0)
            if float(least) < start - ROUNDED or float(most) > width - right + ROUNDED:
                yield f"page {number}: {least} to {most} of {width}: {html.unescape(word)[:40]!r}"


def bare(text):
    """Without what a line's end takes or brings."""
    return re.sub(r"[\s\u00ad]", "", text)


def examine(program, seed, style):
    """Pairs of truth and words."""
    markdown = letter(seed)
    what = f"letter {seed} in style {style}"
    with tempfile.TemporaryDirectory() as folder:
        support.write(folder, "sources/metadata.yaml", METADATA)
        support.write(folder, "sources/letter.md", markdown)
        templates = os.path.join(folder, "templates")
        shutil.copytree(os.path.join(support.ROOT, "templates"), templates)
        # Signs that stand half out of a line on purpose.
        with open(os.path.join(templates, "pdf.yaml"), encoding="utf-8") as file:
            settings = file.read()
        support.write(templates, "pdf.yaml", settings.replace("margin-kerning: true", "margin-kerning: false"))
        done = subprocess.run([program, "build", "--only", "pdf", "--templates", templates, "--style", style], cwd=folder,
                              capture_output=True, text=True)
        if done.returncode:
            return [(False, f"{what}: not built: {done.stderr}")]
        out = os.path.join(folder, "build")
        pdf = os.path.join(out, "dossier.pdf")
        found = list(outside(pdf, *STYLES[style]))
        results = [(not found, f"{what}: outside the column: {found[:3]}"),
                   support.check_pdf(lambda truth, words: (truth, words), program, what, out)]
        text = bare("".join(word_for_word.tag_words(pdf)))
        for word in re.findall(r"[^\s*`~()\[\]<>|]{40,}", markdown):
            results.append((word in text, f"{what}: not whole: {word!r}"))
        return results


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    trials = [(seed, style) for seed in SEEDS for style in STYLES]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for results in pool.map(lambda trial: examine(program, *trial), trials):
            for truth, words in results:
                score(truth, words)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
