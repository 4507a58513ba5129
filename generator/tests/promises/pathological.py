#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Letters made to take for ever, those of cmark's own test suite among them: each is published within seconds, with all
its words and a PDF that `check --pdf` finds right, or is refused with a message that names a place.

usage: pathological.py PROGRAM
"""

import concurrent.futures
import itertools
import os
import re
import resource
import subprocess
import sys
import tempfile

import constructs
import word_for_word

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import support  # noqa: E402

# Of the processor's time. What takes the square of its length takes six times less for two fifths of it.
SECONDS = 10 if support.LONG else 4
MANY = 50000 if support.LONG else 20000
FEWER = 10000 if support.LONG else 4000  # of what takes a paragraph, a link or a note of its own


def collisions(count):
    """Labels that fall into one slot of the table in which cmark once kept them."""
    def hashed(label):
        value = 0
        for character in label:
            value = (ord(character) + (value << 6) + (value << 16) - value) & 0xFFFFFFFF
        return value % 16
    return list(itertools.islice((name for name in map("x{}".format, itertools.count()) if not hashed(name)), count))


LABELS = collisions(FEWER)
ADDRESS = "https://example.org/"

# Markdown and its words. None: those of the Markdown, as they stand.
SET = {
    "closing emphasis": ("a_ " * MANY, None),
    "opening emphasis": ("_a " * MANY, None),
    "closing brackets": ("a]" * MANY, None),
    "opening brackets": ("[a" * MANY, None),
    "emphasis that does not match": ("*a_ " * MANY, None),
    "emphasis in threes": ("a**b" + "c* " * MANY, None),
    "brackets and emphasis": ("[ a_" * MANY, None),
    "brackets and parentheses": ("[ (](" * MANY, None),
    "a link in emphasis": (f"**x [a*b**c*]({ADDRESS})", "**xab**c"),
    "nested brackets": ("[" * MANY + "a" + "]" * MANY, None),
    "nested links": ("[" * MANY + "a" + f"]({ADDRESS})" * MANY, "[" * (MANY - 1) + "a" + f"]({ADDRESS})" * (MANY - 1)),
    "strong in words": ("a**a" * MANY, "aa" * MANY),
    "asterisks": ("a" + "*" * MANY + "b", None),
    "tildes": ("a" + "~" * MANY + "b", None),
    "opening strikes": ("~~a " * MANY, None),
    "backticks": ("".join("e" + "`" * count for count in range(1, 1000)), None),
    "backslashes": ("\\" * MANY, "\\" * (MANY // 2)),
    "links without an end": ("[a](<b" * MANY, None),
    "links without a bracket": ("[a](b" * MANY, None),
    "titles without an end": ('[a](b "c' * MANY, None),
    "references without a definition": ("[a][b]" * MANY, None),
    "comments without an end": ("a <!-- b " * MANY, None),
    "tags without an end": ("<a b='c" * MANY, None),
    "closing tags without an end": ("</a " * MANY, None),
    "addresses without an end": ("<mailto:" * MANY, None),
    "entities": ("&amp;" * MANY, "&" * MANY),
    "entities without an end": ("&#1" * MANY, None),
    "ampersands": ("&" * MANY, None),
    "colons": (":" * MANY, None),
    "schemes": ("a://" * MANY, None),
    "words that begin like addresses": ("w" * MANY, None),
    "site addresses": ("www.example.org " * FEWER, None),
    "addresses": (ADDRESS + " " * FEWER, None),
    "mail addresses": ("a@b.c " * FEWER, None),
    "colliding definitions": ("".join(f"[{label}]: {ADDRESS}\n\n[{LABELS[0]}][{label}]\n\n" for label in LABELS[1:]),
                              LABELS[0] * (FEWER - 1)),
    "uses of a definition": ("[a] " * FEWER + f"\n\n[a]: {ADDRESS}\n", "a" * FEWER),
    "a definition whose title has no end": (f'[a]: {ADDRESS} "b\n' + "c\n" * MANY, None),
    "uses of a note": ("a[^1] " * FEWER + "\n\n[^1]: a\n", "a" * (FEWER + 1)),
    "notes": ("".join(f"a[^{i}] " for i in range(FEWER)) + "\n\n" + "".join(f"[^{i}]: a\n\n" for i in range(FEWER)),
              "a" * FEWER * 2),
    "notes on notes": ("a[^0]\n\n" + "".join(f"[^{i}]: a[^{i + 1}]\n\n" for i in range(FEWER)) + f"[^{FEWER}]: a\n",
                       "a" * (FEWER + 2)),
    "brackets like notes": ("[^" * MANY, None),
    "tables": ("| a |\n| - |\n" + "| b |\n" * FEWER, "a" + "b" * FEWER),
    "tables without pipes": ("a\nb\n-\t\n" * FEWER, "ab" * FEWER),
    "pipes with backslashes": ("\\|" * MANY, "|" * MANY),
    "a paragraph of many lines": ("a\\\n" * MANY + "\nb\n", "a" * MANY + "\\b"),
    "lines that end in returns": ("a\r" * MANY, None),
    "a lazy quotation": ("> a\n" + "b\n" * MANY, "a" + "b" * MANY),
    "quotations": ("> a\n\n" * FEWER, "a" * FEWER),
    "headings": ("# a\n" * FEWER, "a" * FEWER),
    "items": ("- *a\n" * FEWER, "*a" * FEWER),
    "tasks": ("- [ ] a\n" * FEWER, "a" * FEWER),
    "blank lines in a list": ("- a\n" + "\n" * MANY + "- b\n", "ab"),
    "rules": ("***\n" * FEWER + "a\n", "a"),
    "fences": ("```\na\n```\n" * FEWER, "a" * FEWER),
    "a long fence": ("`" * MANY + "\na\n" + "`" * MANY, "a"),
    "number signs": ("#" * MANY + " a", None),
    "a long word": ("a" * 10 * MANY, None),
    "words in two directions": ("a\u05d0" * MANY, None),
    "marks on a letter": ("e" + "\u0301" * MANY, None),
    "places for hyphens": ("a\u00ad" * MANY, "a" * MANY),
}

# Markdown, and words of the message.
DEEP = "more than 100 deep"
REFUSED = {
    "nested emphasis": ("*a **a " * MANY + "b" + " a** a*" * MANY, DEEP),
    "nested strikes": ("~~a *b " * MANY + "c" + "*~~" * MANY, DEEP),
    "nested quotations": ("> " * MANY + "a", DEEP),
    "nested lists": ("".join("  " * depth + "* a\n" for depth in range(1000)), DEEP),
    "nested lists on a line": ("- " * MANY + "x\n", DEEP),
    "nested lists before blank lines": ("- " * MANY + "x" + "\n" * MANY, DEEP),
    "nested numbers": ("1. " * MANY + "a", DEEP),
    "nested quotations and lists": ("> * " * MANY + "a", DEEP),
    "zeros": ("abc\0de\0", "NUL"),
    "pictures without an end": ("![[]()" * MANY, '"![" that'),
    "declarations without an end": ("a" + "<?" * MANY, '"<?"'),
    "sections without an end": ("a <![CDATA[" * MANY, '"<!"'),
    "site addresses in one word": ("www.a_" * MANY, '"www." or "@"'),
    "mail addresses in one word": (("a" * 100 + "@") * MANY, '"www." or "@"'),
    "brackets in an address": (f"[a]({ADDRESS}" + "(" * MANY + ")" * MANY + ")", '")" in a row'),
    "a table's control characters": ("aaa\rbbb\n-\v\n" * MANY, "control character"),
    "a wide table": ("|" + "a|" * MANY + "\n|" + "-|" * MANY + "\n", "so many cells"),
    "columns that no row fills": ("|" + "a|" * 5000 + "\n|" + "-|" * 5000 + "\n" + "|b|\n" * 5000, "so many cells"),
    "definitions without a use": ("".join(f"[{i}]: {ADDRESS}\n" for i in range(1, FEWER)) + "[0] " * FEWER, "which nothing"),
    "definitions without an address": ("[a]:\n" * MANY, "would be lost"),
    "notes without a use": ("[^a]: " * FEWER + "x", "nothing refers to"),
    "tags": ("<a>" * MANY, "raw HTML"),
    "nested pictures": ("![" * MANY + "a" + "](b)" * MANY, "no file"),
    "a long address": (ADDRESS + "a" * MANY, "an address may have"),
    "a long title": (f"[a]({ADDRESS} '" + "a" * MANY + "')", "words may have"),
    "a heading of many lines": ("a\n" * MANY + "=\n", "a heading may have"),
}


def run(folder, *command):
    """Exit code, standard output and standard error; one that takes too long is ended."""
    def limit():
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    done = subprocess.run(command, cwd=folder, capture_output=True, preexec_fn=limit)
    return done.returncode, done.stdout.decode(), done.stderr.decode(errors="replace")


def prepare(folder, markdown):
    with open(constructs.METADATA, encoding="utf-8") as file:
        support.write(folder, "sources/metadata.yaml", file.read())
    support.write(folder, "sources/letter.md", markdown)
    return ("--templates", os.path.join(support.ROOT, "templates"))


def examine_set(program, name):
    markdown, words = SET[name]
    with tempfile.TemporaryDirectory() as folder:
        options = prepare(folder, markdown)
        code, layout, errors = run(folder, program, "check", "--dump-layout", *options)
        if code:
            return f"{name}: exit code {code}: {errors[:300]}"
        found, expected = (word_for_word.letters(text) for text in (constructs.letter_text(layout), words or markdown))
        if found != expected:
            at = len(os.path.commonprefix((found, expected)))
            return f"{name}: from letter {at} of {len(expected)} on {found[at:at + 40]!r}, not {expected[at:at + 40]!r}"
        code, _, errors = run(folder, program, "build", *options)
        if code:
            return f"{name}: not built: exit code {code}: {errors[:300]}"
        code, _, errors = run(folder, program, "check", "--pdf", os.path.join(folder, "build/dossier.pdf"))
        return f"{name}: check --pdf: exit code {code}: {errors[:300]}" if code else None


def examine_refused(program, name):
    markdown, words = REFUSED[name]
    with tempfile.TemporaryDirectory() as folder:
        code, _, errors = run(folder, program, "build", *prepare(folder, markdown))
    if code == 1 and re.match(r"sources/letter\.md:\d+:\d+: ", errors) and words in errors.split("\n")[0]:
        return None
    return f"{name}: exit code {code}: {errors[:300]!r}, not a message of {words!r}"


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for examine, names in ((examine_set, SET), (examine_refused, REFUSED)):
            for complaint in pool.map(lambda name: examine(program, name), names):
                score(not complaint, complaint or "")
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
