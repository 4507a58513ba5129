#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Every construct: each example of the CommonMark specification, and examples of what GitHub adds to it, is a letter
whose layout holds, in the letter's tags, the words that the example's HTML holds, or is refused with a message. (That
the PDF holds what the layout holds is another test's: reading the tags of so many files takes minutes.)

usage: constructs.py PROGRAM
"""

import concurrent.futures
import html
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import support  # noqa: E402

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SPECIFICATION = os.path.join(TESTS, "spec", "commonmark-0.31.2.txt")
METADATA = os.path.join(TESTS, "fixtures", "metadata.yaml")

# libcmark-gfm follows version 0.29 of the specification in these.
OLDER = {28: "a number that is no character", 354: "currency signs are no punctuation",
         625: "a comment with two hyphens", 626: "a short comment"}

# A letter's links lead to places that can be followed; the words of the link are what counts here.
ADDRESS = "https://example.org/"

OURS = [
    ("| a | b |\n|:-:|--:|\n| c `d` | **e** ~~f~~ |\n| g |\n", "a b c d e f g"),
    ("| f\\|oo |\n| ------ |\n| b `\\|` az |\n| b **\\|** im |\n", "f|oo b | az b | im"),
    ("| abc | def |\n| --- | --- |\n| bar | baz |\n> bar\n", "abc def bar baz bar"),
    ("~~Hi~~ Hello, ~there~ world!\n", "Hi Hello, ~there~ world!"),
    ("- [x] foo\n  - [ ] bar\n  - [x] baz\n- [ ] bim\n", "foo bar baz bim"),
    ("www.commonmark.org, https://a.example/b?c=(d) and me@a.example.\n",
     "www.commonmark.org, https://a.example/b?c=(d) and me@a.example."),
    ("One[^1], two[^b].\n\n[^1]: First.\n[^b]: Second:\n\n    - item\n\n    ```\n    code\n    ```\n",
     "One, two. First. Second: item code"),
    ("- a\n\n  > b\n  >\n  > 1. c\n  >\n  >    ```\n  >    d\te\n  >    ```\n", "a b c d e"),
    ("***a** b* _c __d__ e_ *f `g` [h](https://example.org) ~~i *j*~~*\n", "a b c d e f g h i j"),
]


def followed(markdown):
    """Its links with addresses that a letter may have."""
    markdown = re.sub(r"\]\(<?/?(?:uri|url|train\.jpg|my uri|link)>?(?=[ )])", f"]({ADDRESS}", markdown)
    return re.sub(r"^(\[[^]^\n]+\]:\s+)<?(/[\w&;*-]*|my_\(url\)|my url)>?(?=\s|$)", rf"\1{ADDRESS}", markdown, flags=re.M)


def examples():
    with open(SPECIFICATION, encoding="utf-8") as file:
        text = file.read()
    for number, (markdown, expected) in enumerate(
            re.findall(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", text, flags=re.S | re.M), 1):
        expected = re.sub(r"<img[^>]*>", "", expected.replace("→", "\t"))
        yield number, markdown.replace("→", "\t"), html.unescape(re.sub(r"<[^>]*>", "", expected))
    for number, (markdown, words) in enumerate(OURS, 1):
        yield f"own {number}", markdown, words


def words_of(text):
    return re.sub(r"[\s\u00ad]", "", text)


BOX = re.compile(r'  \S+ Document/Sect/Div(/[\w/]+)?#\d+ .*? #[0-9a-f]{6} "(.*)"')


def letter_text(layout):
    """The letter's words by its tags, without the signs of lists and the numbers of notes."""
    boxes = filter(None, map(BOX.fullmatch, layout.split("\n")))
    return "".join(re.sub(r"\\(.)", r"\1", box[2]) for box in boxes if not re.search(r"/(Lbl|Reference)\b", box[1] or ""))


def examine(program, number, markdown, expected):
    """As it stands, or else with links that can be followed, where these are not what it shows."""
    kind, complaint = judge(program, number, markdown, expected)
    if kind == "refused" and not complaint and judge(program, number, followed(markdown), expected)[0] == "set":
        kind = "set"
    return kind, complaint


def judge(program, number, markdown, expected):
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(os.path.join(folder, "sources"))
        shutil.copy(METADATA, os.path.join(folder, "sources/metadata.yaml"))
        with open(os.path.join(folder, "sources/letter.md"), "w", encoding="utf-8", newline="") as letter:
            letter.write(markdown)
        templates = os.path.join(support.ROOT, "templates")
        done = subprocess.run([program, "check", "--dump-layout", "--templates", templates], cwd=folder,
                              capture_output=True, text=True)
    if done.returncode == 1:
        refused = re.match(r"sources/letter\.md(:\d+:\d+)?: ", done.stderr)
        return "refused", None if refused else f"example {number}: refused without a place: {done.stderr!r}"
    if done.returncode:
        return "failed", f"example {number}: exit code {done.returncode}: {done.stderr!r}"
    found = words_of(letter_text(done.stdout))
    if found != words_of(expected):
        return "failed", f"example {number}: {markdown!r} gives {found!r}, not {words_of(expected)!r}"
    return "set", None


def main():
    score = support.Score()
    program = os.path.abspath(sys.argv[1])
    counts = {"set": 0, "refused": 0, "failed": 0}
    every = [example for example in examples() if example[0] not in OLDER]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for (number, _, _), (kind, complaint) in zip(every, pool.map(lambda example: examine(program, *example), every)):
            counts[kind] += 1
            score(not complaint, complaint or "")
            if str(number).startswith("own"):
                score(kind == "set", f"example {number}: {kind}")
    score(counts["set"] >= 480, f"only {counts['set']} of {len(every)} examples are set")
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
