#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Every construct: each example of the CommonMark specification, of what GitHub's adds to it, and of some of our own is a
letter whose layout holds, in the letter's tags, the words that the example's HTML holds and those of libcmark-gfm's
plain text, and loses no word of the source; or it is refused with a message. (That the PDF holds what the layout holds
is another test's: reading the tags of so many files takes minutes.)

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
SPECIFICATIONS = {"CommonMark": "commonmark-0.31.2.txt", "GFM": "gfm-0.29-extensions.txt"}
METADATA = os.path.join(TESTS, "fixtures", "metadata.yaml")

# libcmark-gfm follows version 0.29 of the specification in these.
OLDER = {"CommonMark 28": "a number that is no character", "CommonMark 354": "currency signs are no punctuation",
         "CommonMark 625": "a comment with two hyphens", "CommonMark 626": "a short comment"}

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
    """Name, Markdown, and the words of its HTML or None where libcmark-gfm is of another opinion."""
    for name, file in SPECIFICATIONS.items():
        with open(os.path.join(TESTS, "spec", file), encoding="utf-8") as specification:
            text = specification.read().replace("→", "\t")
        for number, (markdown, expected) in enumerate(
                re.findall(r"^`{32} example[ a-z]*\n(.*?)^\.\n(.*?)^`{32}$", text, flags=re.S | re.M), 1):
            expected = html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"<img[^>]*>", "", expected)))
            example = f"{name} {number}"
            yield example, markdown, None if example in OLDER else expected
    for number, (markdown, words) in enumerate(OURS, 1):
        yield f"own {number}", markdown, words


def words_of(text):
    return re.sub(r"[\s\u00ad]", "", text)


BOX = re.compile(r'  \S+ Document/Sect/Div(/[\w/]+)?#\d+ .*? #[0-9a-f]{6} "(.*)"')


def letter_text(layout, without=r"/(Lbl|Reference)\b"):
    """The letter's words by its tags, without the signs of lists and the numbers of notes."""
    boxes = filter(None, map(BOX.fullmatch, layout.split("\n")))
    return "".join(re.sub(r"\\(.)", r"\1", box[2]) for box in boxes if not without or not re.search(without, box[1] or ""))


def rendered(markdown, *options):
    """What the library's own program makes of it. It knows no footnotes."""
    extensions = [word for name in ("table", "strikethrough", "autolink", "tasklist") for word in ("-e", name)]
    done = subprocess.run(["cmark-gfm", "--strikethrough-double-tilde", *extensions, *options], input=markdown.encode(),
                          capture_output=True, check=True)
    return done.stdout.decode()


def letters(text):
    return re.sub(r"[\W_]", "", text)


def compare_plain(markdown, layout):
    """What differs from libcmark-gfm's plain text, numbers of lists included; None for nothing."""
    plain = letters(re.sub(r"^(\s*)- \[[ x]\] ", r"\1", rendered(markdown, "-t", "plaintext"), flags=re.M))
    found = letters(letter_text(layout, without=None))
    return None if found == plain else f"{markdown!r} gives {found!r}, and as plain text {plain!r}"


def compare_source(markdown, layout):
    """The words of the source that are shown nowhere, and are neither an attribute in HTML nor a label, a list's number, a
    task's sign or an entity; None for none."""
    def words(text):
        return set(re.findall(r"[^\W_]+", text))
    labels = " ".join(label for pair in re.findall(r"\[([^]]*)\]:|\]\[([^]]*)\]", markdown) for label in pair)
    attributes = html.unescape(" ".join(re.findall(r'="([^"]*)"', rendered(markdown, "-t", "html", "--unsafe"))))
    source = re.sub(r"&#?\w+;|^[\s>]*\d+[.)](?=\s)|\[[ xX]\]", " ", markdown, flags=re.M)
    shown = letters(letter_text(layout))
    lost = [word for word in words(source) - words(attributes) - words(labels) if word not in shown]
    return f"{markdown!r} loses {sorted(lost)}" if lost else None


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
    if expected is not None and found != words_of(expected):
        return "failed", f"example {number}: {markdown!r} gives {found!r}, not {words_of(expected)!r}"
    complaint = None if "[^" in markdown else compare_plain(markdown, done.stdout) or compare_source(markdown, done.stdout)
    return ("failed", f"example {number}: {complaint}") if complaint else ("set", None)


def main():
    score = support.Score()
    program = os.path.abspath(sys.argv[1])
    counts = {"set": 0, "refused": 0, "failed": 0}
    every = list(examples())
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
