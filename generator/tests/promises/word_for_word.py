#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Word for word: the words of the letter on its HTML page and in the PDF's tag tree are those of sources/letter.md, in
order and with nothing between; pdftotext gives them in order, with the pages' furniture between.

usage: word_for_word.py PROGRAM

The words of the source are read by the few lines of Markdown below, which share nothing with the program.
"""

import concurrent.futures
import html
import html.parser
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import support  # noqa: E402

METADATA = """\
identifier: words
title: Zzz title zzz
date: 2020-01-02
published: 2024-01-02
languages: [en, az]
sender: {name: Zzz sender zzz}
"""

LETTERS = {
    "plain": "Dear Madam,\n\nThis is a letter\nof two lines.\n\nYours\n\n"
             "One *two* **three** ***four*** *five **six** seven* un*believ*able ~~struck~~ `code  span`.\n\n"
             "**“Quoted”**, (*in brackets*), 2 * 3 * 4, snake_case_word, \\*not emphasis\\*.\n\n"
             "A hard break  \nof two spaces, and one\\\nof a backslash.\n\nA soft\nbreak.\n",
    "headings": "# First\n\nText.\n\n## Second *part* ##\n\nText.\n\nThird\n-----\n\nText.\n\n###### Sixth\n\nText.\n",
    "lists": "- one\n- two\n  - two a\n  - two b\n\n    and more of it\n- three\n\n7. seven\n8. eight\n\n* loose\n\n* list\n"
             "\n- [ ] to do\n- [x] done\n",
    "quotations": "> Quoted\n> twice.\n>\n> > Deeper.\n\nAfter.\n\n> - a list\n> - in it\n\n"
                  "```c\nint main(void) { return 0; }\n```\n\nBetween.\n\n~~~\n* not emphasis *\n~~~\n\n"
                  "Above.\n\n---\n\nBelow.\n\n* * *\n\nFurther below.\n",
    "table": "| Name | Number |\n| :--- | ---: |\n| *one* | 1 |\n| a \\| b | 2 |\n| last |  |\n\nAfter.\n",
    "links": "See [the register](https://example.org/a_b*c), <https://example.org/x>, "
             "[a **bold** link](https://example.org/ \"zzz title zzz\") and [above](#p1).\n\n"
             "By [reference][r] too.\n\n[r]: https://example.org/r\n",
    "characters": "Fish &amp; chips, &copy; 2020, a &lt; b, &#8220;quoted&#8221;, caf&eacute;, &nbsp;hard space.\n\n"
                  "Azərbaycan Respublikasının Xarici İşlər Naziri, İstanbul, ığdır, naïve cafe\u0301, Ωμέγα, Жизнь, "
                  "“quotes” — dashes – and… dots ½ № §.\n\n"
                  "Office, affluent, fjord, flow, effect, official, shuffle, waffle, VAT, To, AWAY, Te.\n\n"
                  "1,978 words, 89 pages, 5/2 (2007), 12-14, §3.4.5, 27 September 2020, 3.14, −1, 10 %.\n",
    "notes": "One[^a], two[^b], one again[^a].\n\n[^b]: The second *note*.\n[^a]: The first note.\n\n"
             "Last paragraph.\n",
    "marks": "<!-- letterhead -->\n\nThe Ministry\n\n<!-- language az -->\n\nNazirlik\n\n<!-- /language -->\n\n"
             "<!-- /letterhead -->\n\n<!-- salutation -->\n\nDear Madam,\n\n<!-- /salutation -->\n\n"
             "Before <!-- page break --> after, and <!-- language az -->sözlər<!-- /language --> within.\n\n"
             "<!-- page break -->\n\nThe end.\n\n<!-- closing -->\n\nSincerely,\n\n<!-- /closing -->\n\n"
             "<!-- signature -->\n\nA. Sender\n\n<!-- /signature -->\n",
    "long words": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft and "
                  "https://example.org/" + "a-very-long-address/" * 12 + " in a line.\n",
    "many pages": "".join(f"Paragraph {i} of many, with words enough to fill a line or two of the page, so that the "
                          f"letter runs over several pages and paragraphs are cut between them ({i * 7}).\n\n"
                          for i in range(1, 50)),
    "long paragraph": " ".join(f"Sentence {i} of one paragraph that is longer than a page." for i in range(1, 300)) + "\n",
    "long table": "| N | Square |\n|---|---|\n" + "".join(f"| n{i} | s{i * i} |\n" for i in range(1, 70)),
}


# ---------------------------------------------------------------- Markdown

ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
HELD = 0xF0000  # a private character stands for each piece of text that is already read


def inline_text(text):
    held = []

    def hold(match_or_text):
        held.append(match_or_text if isinstance(match_or_text, str) else match_or_text[1])
        return chr(HELD + len(held) - 1)

    text = re.sub(r"(?<!\\)(`+)(.+?)\1", lambda match: hold(match[2]), text, flags=re.S)
    text = ESCAPED.sub(hold, text)
    text = re.sub(r"&(#\d+|#[xX][0-9a-fA-F]+|\w+);", lambda match: hold(html.unescape(match[0])), text)
    text = re.sub(r"<(https?:[^ >]*)>", hold, text)
    text = re.sub(r"(?<![\w(<])https?://\S+", lambda match: hold(match[0]), text)
    text = re.sub(r"\[\^\w+\]", "", text)
    text = re.sub(r"\[([^\]]*)\](?:\([^)]*\)|\[\w*\])", r"\1", text)
    text = re.sub(r"~~", "", text)
    text = re.sub(r"(?<=\S)\*+|\*+(?=\S)", "", text)
    text = re.sub(r"\\\n", "\n", text)
    for i in range(len(held) - 1, -1, -1):
        text = text.replace(chr(HELD + i), held[i])
    return text


def markdown_words(source):
    source = re.sub(r"<!--.*?-->", "", source, flags=re.S)
    notes = dict(re.findall(r"^\[\^(\w+)\]: (.*)$", source, flags=re.M))
    source = re.sub(r"^\[\^?\w+\]: .*$", "", source, flags=re.M)
    order = list(dict.fromkeys(re.findall(r"\[\^(\w+)\]", source)))
    words, paragraph, fence = [], [], None

    def end_paragraph():
        words.extend(inline_text("\n".join(paragraph)).split())
        paragraph.clear()

    for line in source.split("\n"):
        if fence:
            if line.strip() == fence:
                fence = None
            else:
                words.extend(line.split())
            continue
        line = re.sub(r"^(\s*>)+ ?", "", line)
        opening = re.match(r"\s*(```|~~~)", line)
        if opening or not line.strip() or re.fullmatch(r"\s*([-*_=] ?){3,}\s*", line):
            end_paragraph()
            fence = opening and opening[1]
            continue
        if re.fullmatch(r"[|:\- ]+", line):
            continue
        item = re.match(r"\s*([-*+]|\d+[.)])\s+(\[[ x]\]\s)?", line)
        if item:
            end_paragraph()
            line = line[item.end():]
        heading = re.match(r"\s*#{1,6} (.*?)( #+)?$", line)
        if heading:
            end_paragraph()
            line = heading[1]
        if line.startswith("|"):
            for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]:
                words.extend(inline_text(cell).split())
            continue
        paragraph.append(line)
        if heading:
            end_paragraph()
    end_paragraph()
    for name in order:
        words.extend(inline_text(notes[name]).split())
    return words


# ---------------------------------------------------------------- HTML

class ArticleText(html.parser.HTMLParser):
    """The text of <article>, blocks apart."""

    INLINE = {"a", "em", "strong", "code", "del", "span", "sup", "s", "i", "b", "bdi", "cite"}

    def __init__(self):
        super().__init__()
        self.depth = 0
        self.text = []

    def separate(self, tag):
        if tag not in self.INLINE:
            self.text.append(" ")

    def handle_starttag(self, tag, attributes):
        self.depth += tag == "article"
        self.separate(tag)

    def handle_endtag(self, tag):
        self.depth -= tag == "article"
        self.separate(tag)

    def handle_data(self, data):
        if self.depth:
            self.text.append(data)


def html_words(path):
    parser = ArticleText()
    with open(path, encoding="utf-8") as file:
        parser.feed(file.read())
    return "".join(parser.text).split()


# ---------------------------------------------------------------- PDF

class Element:
    def __init__(self, kind):
        self.kind = kind
        self.children = []

    def text(self, without):
        """Blocks apart, inlines together."""
        if self.kind in without:
            return ""
        inner = "".join(child if isinstance(child, str) else child.text(without) for child in self.children)
        return inner if self.kind in INLINE_ELEMENTS else f" {inner} "

    def topmost(self, kind):
        """Elements of a kind that stand in no other of that kind."""
        for child in self.children:
            if isinstance(child, Element):
                if child.kind == kind:
                    yield child
                else:
                    yield from child.topmost(kind)


INLINE_ELEMENTS = {"Span", "Link", "Code"}
GENERATED = {"Lbl", "Reference"}  # signs of lists and numbers of notes, made by the program


def read_structure(pdf):
    """What `pdfinfo -struct-text` prints, as a tree."""
    output = subprocess.run(["pdfinfo", "-struct-text", pdf], capture_output=True, check=True).stdout.decode()
    root = Element("")
    stack = [(-1, root)]
    for line in output.split("\n"):
        if not line.strip():
            continue
        indent = len(line) - len(line.lstrip(" "))
        words = line.strip()
        while stack[-1][0] >= indent:
            stack.pop()
        if words.startswith('"'):
            stack[-1][1].children.append(line[indent + 1:-1])
        elif not words.startswith("Object "):
            element = Element(words.split()[0])
            stack[-1][1].children.append(element)
            stack.append((indent, element))
    return root


def tag_words(pdf):
    """The letter stands in the Div element of the section that is headed so; its notes, in there too, come last."""
    words = []
    for section in read_structure(pdf).topmost("Sect"):
        if section.children and section.children[0].text(()).strip() == "Letter":
            parts = list(section.topmost("Div"))
            notes = [note for part in parts for note in part.topmost("Note")]
            texts = [part.text(GENERATED | {"Note"}) for part in parts] + [note.text(GENERATED) for note in notes]
            words += " ".join(texts).replace("\u00ad", "").split()
    return words


def letters(text):
    """Without what pdftotext takes away or puts in where a line ends: space and hyphens."""
    return re.sub(r"[-\s\u00ad]", "", text)


def first_missing(characters, among):
    """The first that does not come in order among others; None where all do."""
    rest = iter(among)
    return next((i for i, character in enumerate(characters) if character not in rest), None)


# ---------------------------------------------------------------- The promise

def differ(expected, found):
    for i, (a, b) in enumerate(zip(expected, found)):
        if a != b:
            return f"word {i + 1}: {' '.join(expected[max(0, i - 3):i + 4])!r} is {' '.join(found[max(0, i - 3):i + 4])!r}"
    if len(expected) != len(found):
        longer = max(expected, found, key=len)
        return f"{len(expected)} words are {len(found)}, from {' '.join(longer[min(len(expected), len(found)):][:8])!r} on"
    return None


def examine(program, name, letter, folder):
    """Pairs of truth and words."""
    done = subprocess.run([program, "build", "--templates", os.path.join(support.ROOT, "templates")], cwd=folder,
                          capture_output=True, text=True)
    yield done.returncode == 0, f"{name}: not built: {done.stderr}"
    if done.returncode:
        return
    words = markdown_words(letter)
    yield len(words) > 0, f"{name}: no words in the source"
    difference = differ(words, html_words(os.path.join(folder, "build/site/letter.html")))
    yield not difference, f"{name}: letter.html: {difference}"
    pdf = os.path.join(folder, "build/dossier.pdf")
    yield support.check_pdf(lambda truth, complaint: (truth, complaint), program, name, os.path.dirname(pdf))
    difference = differ(words, tag_words(pdf))
    yield not difference, f"{name}: the PDF's tags: {difference}"
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, check=True).stdout.decode()
    missing = first_missing(letters("".join(words)), letters(text))
    yield missing is None, f"{name}: pdftotext: out of order from character {missing} of the letter on"


def run(program, name, letter):
    with tempfile.TemporaryDirectory() as folder:
        if name == "shipped":
            support.shipped(folder)
        else:
            support.write(folder, "sources/metadata.yaml", METADATA)
            support.write(folder, "sources/letter.md", letter)
        return list(examine(program, name, letter, folder))


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    with open(os.path.join(support.ROOT, "sources/letter.md"), encoding="utf-8") as file:
        letters = {"shipped": file.read(), **LETTERS}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for results in pool.map(lambda name: run(program, name, letters[name]), letters):
            for truth, words in results:
                score(truth, words)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
