# SPDX-License-Identifier: ISC
"""What `make bench` has set: the shipped letter many times over, and three letters that are hard to set, each as
Markdown, as HTML, and in the same words for groff and Typst."""

import os
import re
import shutil
import subprocess

import support

METADATA = """\
identifier: bench.1
title: A letter that is hard to set
date: 2020-11-12
published: 2026-11-24
languages: [en]
sender: {name: A sender}
addressees:
  - {name: An addressee}
"""
TYPST_HEAD = '#set page(paper: "a4")\n#set par(justify: true)\n'


class Input:
    """`markdown` is the letter; the rest says the same for others."""

    def __init__(self, name, markdown, plain, groff, typst):
        self.name, self.markdown, self.plain, self.groff, self.typst = name, markdown, plain, groff, typst
        self.shipped = False

    def write(self, folder):
        if self.shipped:
            support.shipped(folder)
        else:
            support.write(folder, "sources/metadata.yaml", METADATA)
        support.write(folder, "sources/letter.md", self.markdown)
        support.write(folder, "plain.md", self.plain)
        support.write(folder, "letter.ms", self.groff)
        support.write(folder, "letter.typ", TYPST_HEAD + self.typst)
        page = b""
        if shutil.which("cmark-gfm"):
            page = subprocess.run(["cmark-gfm", "-e", "table", "-e", "footnotes", os.path.join(folder, "plain.md")],
                                  capture_output=True).stdout
        support.write(folder, "plain.html", b'<!DOCTYPE html><meta charset="utf-8"><title>Letter</title>\n' + page)


def grown(times):
    """The shipped letter many times over."""
    with open(os.path.join(support.ROOT, "sources/letter.md"), encoding="utf-8") as file:
        letter = file.read()
    once = re.sub(r"<!-- /?(letterhead|date|salutation|addressees|closing|signature) -->\n\n?", "", letter)
    once = re.sub(r"\[([^\]]*)\]\(enclosure:[^)]*\)", r"\1", once)
    once = re.sub(r"Encl\.: (\d+) pages", r"\1 pages as said above", once)
    return letter + ("\n" + once) * (times - 1)


def without_marks(markdown):
    return re.sub(r"\(enclosure:\w+\)", "(#)", re.sub(r"<!--.*?--> ?", "", markdown))


def paragraphs(markdown):
    """The words of each, without signs, and whether it is an item of a list."""
    for paragraph in without_marks(markdown).split("\n\n"):
        text = re.sub(r"[*#\[\]]|\(#\)", "", paragraph).strip()
        if text:
            yield text, text.startswith("- ")


def groff_text(text):
    return re.sub(r"(?m)^([.'])", r"\\&\1", text)


def typst_text(text):
    return re.sub(r"([^\w\s])", r"\\\1", text)


def letter(times):
    markdown = grown(times)
    groff = "".join((".IP \\(bu\n" if item else ".PP\n") + groff_text(text) + "\n" for text, item in paragraphs(markdown))
    typst = "".join(("- " if item else "") + typst_text(text.removeprefix("- ")) + "\n\n"
                    for text, item in paragraphs(markdown))
    made = Input(f"{times} × the letter", markdown, without_marks(markdown), groff, typst)
    made.shipped = True
    return made


def table(rows):
    cells = [(str(i), f"What stands in row {i} of the table", f"page {i % 89 + 1}") for i in range(1, rows + 1)]
    markdown = "| No. | What | Where |\n| --: | --- | :-: |\n" + "".join("| %s | %s | %s |\n" % row for row in cells)
    groff = ".TS H\nr l c.\nNo.\tWhat\tWhere\n.TH\n" + "".join("%s\t%s\t%s\n" % row for row in cells) + ".TE\n"
    typst = "#table(columns: 3, table.header[No.][What][Where],\n" + "".join("[%s],[%s],[%s],\n" % row for row in cells) + ")\n"
    return Input(f"a table of {rows:,} rows", markdown, markdown, groff, typst)


def lists(depth, count):
    def item(level, number):
        return f"Level {level} of the list with the number {number}"
    markdown, groff, typst = [], [], []
    for number in range(1, count + 1):
        for level in range(depth):
            markdown.append("  " * level + "- " + item(level + 1, number) + "\n")
            typst.append("  " * level + "- " + item(level + 1, number) + "\n")
            groff.append((".RS\n" if level else "") + ".IP \\(bu 1\n" + item(level + 1, number) + "\n")
        groff.append(".RE\n" * (depth - 1))
    return Input(f"{count} lists {depth} deep", "".join(markdown), "".join(markdown), "".join(groff), "".join(typst))


def footnotes(count):
    words = "the words of a paragraph that is not long but takes more than a line, so that it is broken"
    markdown = "".join(f"{i}: {words}.[^n{i}]\n\n" for i in range(count)) + \
        "".join(f"[^n{i}]: The note {i}, which has some words too.\n\n" for i in range(count))
    groff = "".join(f".PP\n{i}: {words}.\\**\n.FS\nThe note {i}, which has some words too.\n.FE\n" for i in range(count))
    typst = "".join(f"{i}: {words}.#footnote[The note {i}, which has some words too.]\n\n" for i in range(count))
    return Input(f"{count:,} footnotes", markdown, markdown, groff, typst)


def hard():
    return [table(10_000), lists(50, 20), footnotes(1_000)]
