#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Text that stands beside a scan, in hOCR, ALTO or plainly, is read as it says: words, places, paragraphs, pages, and is
where it belongs in all outputs; what is wrong with it is said with its place; hostile files end in a message.

usage: text_beside.py PROGRAM
"""

import csv
import filecmp
import html
import os
import random
import re
import subprocess
import sys
import tempfile
import zipfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import foreign  # noqa: E402
import frames  # noqa: E402
import rasters as r  # noqa: E402
import support  # noqa: E402
import withheld  # noqa: E402

SECONDS = 30


class Worker:
    """Reads texts as they stand beside a file of so many pages."""

    def __init__(self, program, folder):
        self.path = os.path.join(os.path.dirname(os.path.dirname(program)), "libexec/dossier/page-worker")
        self.folder = folder

    def read(self, form, data, pages=1):
        path = os.path.join(self.folder, "text")
        with open(path, "wb") as file:
            file.write(data.encode() if isinstance(data, str) else data)
        replies, code = frames.run(self.path, path, frames.job(frames.TEXT, form=form, pages=pages), seconds=SECONDS)
        if code or replies[-1]["kind"] != "done":
            return [{"kind": "broken", "code": code}]
        return replies[1:-1]


# ---------------------------------------------------------------- hOCR

XHTML = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title></title><meta name='ocr-system' content='tesseract 5.3.0'/></head>
<body>%s</body></html>
"""
HTML = "<!DOCTYPE html>\n<html><head><title>x<meta charset=iso-8859-1></head><body>%s</body></html>\n"
PAGE = """<div class='ocr_page' id='page_1' title='image "a;b.tif"; bbox 100 200 1100 1600; ppageno %d'>
 <div class='ocr_carea'><p class='ocr_par'>
  <span class='ocr_line' title="bbox 200 300 700 340"><span class='ocrx_word' title='bbox 200 300 300 340; x_wconf 91'>R&amp;D</span>
   <span class='ocrx_word' title='bbox 320 300 500 340; x_wconf 70'>f<strong>ü</strong>r</span></span>
  <span class='ocr_line'><span class='ocrx_word' title='bbox 200 350 400 390'>alle&#33;</span></span></p>
  <p class='ocr_par'><span class='ocr_caption'><span class='ocrx_word' title='bbox 200 500 400 540; x_wconf 1'>ə</span></span></p>
 </div></div>
"""
WORDS = [("R&D", (100, 100, 100, 40), 91, True), ("für", (220, 100, 180, 40), 70, False),
         ("alle!", (100, 150, 200, 40), frames.SURE, True), ("ə", (100, 300, 200, 40), 1, True)]


def texts(replies):
    return [reply for reply in replies if reply["kind"] == "text"]


def words(replies):
    """The words of each page, by its number."""
    return {reply["page"]: [word[0] for word in reply["words"]] for reply in texts(replies)}


def check_hocr(worker, score):
    for name, frame in (("XHTML", XHTML), ("HTML", HTML)):
        replies = worker.read(frames.HOCR, frame % (PAGE % 0))
        page = replies[0]
        score(len(replies) == 1 and page["kind"] == "text", f"hOCR, {name}: {replies}")
        score(page.get("words") == WORDS and page["paragraphs"] == [3, 1], f"hOCR, {name}: {page}")
        score((page["page"], page["width"], page["height"]) == (1, 1000, 1400), f"hOCR, {name}: {page}")
    pages = "".join(PAGE % number for number in (2, 0))
    score(sorted(words(worker.read(frames.HOCR, XHTML % pages, 3))) == [1, 3], "hOCR: pages are told by ppageno")
    pages = "".join((PAGE % 0).replace("R&amp;D", str(i)) for i in range(3))
    read = words(worker.read(frames.HOCR, XHTML % pages, 3))
    score([read[page][0] for page in (1, 2, 3)] == ["0", "1", "2"], f"hOCR: pages of one number stand in order: {read}")
    # What correctors leave: words without a mark, lines without words, names of characters.
    left = ("<div class=ocr_page title='bbox 0 0 1000 1000'><p>typed&nbsp;in <br>by hand</p><p class=ocr_line"
            " title='bbox 0 100 800 140; x_confs 90 80'>aaaa bbbb</p><span class=ocr_line title='bbox 0 200 90 240'>"
            "<span class=ocrx_word title='bbox 0 200 50 240'>one</span> stray</span></div>")
    read = texts(worker.read(frames.HOCR, HTML % left))[0]
    score(read["words"] == [("typed", (0, 0, 0, 0), 101, True), ("in", (0, 0, 0, 0), 101, False),
                            ("by", (0, 0, 0, 0), 101, False), ("hand", (0, 0, 0, 0), 101, False),
                            ("aaaa", (0, 100, 356, 40), 85, True), ("bbbb", (444, 100, 356, 40), 85, False),
                            ("one", (0, 200, 50, 40), 101, True), ("stray", (0, 0, 0, 0), 101, False)],
          f"hOCR: what is not marked as words: {read}")
    turned = "<div class=ocr_page title='bbox 0 0 9 9'><span class=ocr_line title='textangle 180'>x</span></div>"
    score(texts(worker.read(frames.HOCR, HTML % turned))[0]["quarters"] == 2, "hOCR: lines upside down")
    sizeless = PAGE.replace("bbox 100 200 1100 1600; ", "") % 0
    read = texts(worker.read(frames.HOCR, XHTML % sizeless))[0]
    score(all(word[1] == (0, 0, 0, 0) for word in read["words"]), f"hOCR: a page without a size has no places: {read}")


# ---------------------------------------------------------------- ALTO

ALTO = """<?xml version="1.0" encoding="UTF-8"?>
<{p}alto xmlns{c}="http://www.loc.gov/standards/alto/ns-v{v}#"><{p}Description><{p}MeasurementUnit>{unit}</{p}MeasurementUnit>
</{p}Description><{p}Layout>{pages}</{p}Layout></{p}alto>
"""
ALTO_PAGE = """<{p}Page ID="p" PHYSICAL_IMG_NR="{number}" {size}><{p}PrintSpace><{p}TextBlock ID="b"><{p}TextLine>
<{p}String CONTENT="Eine" HPOS="100" VPOS="200" WIDTH="50" HEIGHT="20" WC="0.875"/><{p}SP/>
<{p}String CONTENT="Ver" SUBS_TYPE="HypPart1" SUBS_CONTENT="Verwaltung" HPOS="160" VPOS="200" WIDTH="40" HEIGHT="20" WC="1"/>
<{p}HYP CONTENT="-"/></{p}TextLine><{p}TextLine>
<{p}String CONTENT="waltung" SUBS_TYPE="HypPart2" SUBS_CONTENT="Verwaltung" HPOS="100" VPOS="230" WIDTH="80" HEIGHT="20"/>
<{p}String CONTENT="Dr." SUBS_TYPE="Abbreviation" SUBS_CONTENT="Doktor" HPOS="200" VPOS="230" WIDTH="30.4" HEIGHT="20"
 WC="0.2" CS="true"/></{p}TextLine></{p}TextBlock>
<{p}TextBlock><{p}TextLine><{p}String CONTENT="ge" HPOS="100" VPOS="300" WIDTH="9" HEIGHT="20"/><{p}HYP/></{p}TextLine>
</{p}TextBlock></{p}PrintSpace></{p}Page>
"""
ALTO_WORDS = ["Eine", "Verwaltung", "Dr.", "ge-"]


def alto(unit="pixel", version=4, prefix="", sizes=('WIDTH="1000" HEIGHT="2000"',), first=1):
    pages = "".join(ALTO_PAGE.format(p=prefix, number=i, size=size) for i, size in enumerate(sizes, first))
    return ALTO.format(p=prefix, c=":" + prefix[:-1] if prefix else "", v=version, unit=unit, pages=pages)


def check_alto(worker, score):
    for version in (2, 3, 4):
        for prefix in ("", "alto:"):
            page = texts(worker.read(frames.ALTO, alto(version=version, prefix=prefix)))[0]
            score([word[0] for word in page["words"]] == ALTO_WORDS and page["paragraphs"] == [3, 1],
                  f"ALTO {version}: {page}")
            score([word[1:] for word in page["words"]]
                  == [((100, 200, 50, 20), 88, True), ((160, 200, 40, 20), 100, False),
                      ((200, 230, 30, 20), frames.SURE, True), ((100, 300, 9, 20), frames.SURE, True)],
                  f"ALTO {version}: {page}")
            score((page["width"], page["height"]) == (1000, 2000), f"ALTO {version}: {page}")
    # Without the page's size a unit of length tells the places all the same, and dots do not.
    for unit, scale in (("mm10", 7200 / 25.4), ("inch1200", 60), ("pixel", 0)):
        page = texts(worker.read(frames.ALTO, alto(unit, sizes=[""])))[0]
        box = page["words"][0][1]
        score(all(abs(a - b * scale) <= 1 for a, b in zip(box, (100, 200, 50, 20))) and page["width"] == 0,
              f"ALTO in {unit}: {page}")
    size = 'WIDTH="1000" HEIGHT="2000"'
    for first in (0, 1):
        read = words(worker.read(frames.ALTO, alto(sizes=[size, size], first=first), 3))
        score(sorted(read) == [1, 2], f"ALTO: images from {first} on: {sorted(read)}")
    read = words(worker.read(frames.ALTO, alto(sizes=[size, size], first=17), 2))
    score(sorted(read) == [1, 2], f"ALTO: the numbers of a book: {sorted(read)}")


def check_plain(worker, score):
    read = texts(worker.read(frames.PLAIN, "\ufeffone  two\r\nthree\n \t\nfour\f\ffive\n\f", 3))
    score([(page["page"], [(word[0], word[3]) for word in page["words"]], page["paragraphs"]) for page in read]
          == [(1, [("one", True), ("two", False), ("three", True), ("four", True)], [3, 1]), (2, [], []),
              (3, [("five", True)], [1])], f"plain: {read}")
    score(texts(worker.read(frames.PLAIN, "x" * 4096)) == [] and texts(worker.read(frames.PLAIN, "x y " * 1024)),
          "plain: a text of a whole page of memory")


# ---------------------------------------------------------------- What is wrong

LAUGHS = """<?xml version="1.0"?>\n<!DOCTYPE html [<!ENTITY a "ha">%s]>\n<html xmlns="x"><body>&z;</body></html>""" % "".join(
    f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(25))


def wrong():
    """(name, form, bytes, pages, line, column or None, words)."""
    page, hocr, alto_ = PAGE % 0, XHTML % (PAGE % 0), alto()
    yield "no UTF-8", frames.HOCR, hocr.encode().replace(b"\xc3\xbc", b"\xfc"), 1, 7, 78, "\\xFC is not UTF-8"
    yield "no UTF-8", frames.PLAIN, b"one\n two \xff", 1, 2, 6, "\\xFF is not UTF-8"
    yield "no UTF-8", frames.ALTO, alto_.encode("utf-16"), 1, 1, 1, "is not UTF-8"
    for form, text in ((frames.HOCR, hocr), (frames.ALTO, alto_), (frames.PLAIN, "one\n\0")):
        yield "NUL", form, text.replace("\n", "\n\0", 1), 1, 2, 1, "a NUL byte"
    yield "empty", frames.HOCR, "", 1, 1, 1, "is empty"
    yield "empty", frames.ALTO, "", 1, 1, 1, "is empty"
    yield "ends with CR", frames.ALTO, "plain\r" + "\r" * 4090, 1, 4092, 1, "cut short"
    yield "no hOCR", frames.HOCR, HTML % "<p>x</p>", 1, 1, 1, "is no hOCR"
    yield "no hOCR", frames.HOCR, alto_, 1, 1, 1, "is no hOCR"
    yield "no ALTO", frames.ALTO, hocr, 1, 1, 1, "is no ALTO"
    yield "no ALTO", frames.ALTO, "plain", 1, 1, None, "cut short"
    yield "a broken tag", frames.HOCR, hocr.replace("</p>", "</q>", 1), 1, 8, None, "is not whole XML (Opening and ending tag"
    yield "more pages", frames.HOCR, XHTML % (page * 3), 2, 18, 1, "text of 3 pages, and the file has 2"
    yield "more pages", frames.PLAIN, "a\fb\n\fc\n", 2, 2, 2, "text of 3 pages, and the file has 2"
    yield "other numbers", frames.HOCR, XHTML % (PAGE % 7), 4, 4, 7, "numbers its pages otherwise than the file, which has 4"
    yield "a long word", frames.PLAIN, "a" * 1001, 1, 1, 1, "more than 1000 bytes"
    yield "billion laughs", frames.HOCR, LAUGHS, 1, 2, None, "declares entities of its own"
    yield ("an outer entity", frames.ALTO, alto_.replace("<alto", '<!DOCTYPE alto [<!ENTITY x SYSTEM "/etc/passwd">]>\n<alto')
           .replace('"Eine"', '"&x;"'), 1, 2, None, "declares entities of its own")
    yield "an entity of nobody", frames.HOCR, hocr.replace("&amp;", "&nobody;"), 1, 6, None, "&nobody; that is not known"
    yield "deep", frames.HOCR, hocr.replace("<body>", "<body>" + "<i>" * 10**6), 1, 4, None, "more than 200 deep"
    yield "deep", frames.HOCR, HTML % ("<div>" * 10**6), 1, 2, None, "more than 200 deep"
    yield "deep", frames.ALTO, alto_.replace("<Layout>", "<Layout>" + "<a>" * 10**6), 1, 3, None, "more than 200 deep"
    yield "a huge attribute", frames.ALTO, alto_.replace('"Eine"', f'"{"x" * 20_000_000}"'), 1, None, None, "is not whole XML"
    yield "a huge attribute", frames.ALTO, alto_.replace('"Eine"', f'"{"x " * 2_000_000}"'), 1, 3, None, "more than 1000 bytes"


def check_wrong(worker, score):
    for name, form, data, pages, line, column, saying in wrong():
        replies = worker.read(form, data, pages)
        fault = replies[0]
        ok = len(replies) == 1 and fault["kind"] == "fault" and fault["severe"] and saying in fault["what"]
        score(ok and fault["line"] == (line or fault["line"]) and fault["column"] == (column or fault["column"]),
              f"{name}, form {form}: {str(replies)[:300]}")
        score(ok and "; " in fault["what"], f"{name}, form {form}: says what to do: {str(fault)[:300]}")
    over = XHTML % (PAGE % 0).replace("bbox 320 300 500 340", "bbox 320 300 5000 340")
    replies = worker.read(frames.HOCR, over)
    faults = [reply for reply in replies if reply["kind"] == "fault"]
    score([(fault["severe"], fault["line"]) for fault in faults] == [(0, 4)] and "1 word stands outside" in faults[0]["what"],
          f"a word outside: {replies}")
    score(texts(replies)[0]["words"][1][1] == (220, 100, 780, 40), f"a word outside: {replies}")


def check_cut(worker, score):
    """Cut anywhere, a text is whole or none: nobody misses its end without a word."""
    samples = ((frames.HOCR, XHTML % (PAGE % 0)), (frames.HOCR, HTML % (PAGE % 0)), (frames.ALTO, alto()))
    for form, sample in samples:
        data = sample.encode()
        for end in range(1, len(data.rstrip()), max(1, len(data) // 12)):
            replies = worker.read(form, data[:end])
            score(replies and replies[0]["kind"] == "fault" and replies[0]["severe"],
                  f"form {form} cut at {end}: {str(replies)[:200]}")


def mutated(data, chance):
    """With bytes changed, parts taken out, doubled or put elsewhere."""
    data = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at, to = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        part = bytes(data[at:min(to, at + 300)])
        what = chance.randrange(5)
        if what == 0 and at < len(data):
            data[at] = chance.choice(b"<>&;\"' /=!-[]\x7f\xc3\xff0159ae")
        elif what == 1:
            del data[at:at + len(part)]
        elif what == 2:
            data[at:at] = part * chance.randint(1, 50)
        elif what == 3:
            data[to:to] = part
        else:
            data[at:at] = chance.choice((b"99999999999999999999", b"-1", b"1e308", b"nan", b"<!--", b"<![CDATA[", b"<!DOCTYPE x [",
                                         b"&#x10FFFF;", b"&lt;", b"<?x", b"\f", b"</span>", b"title='bbox inf 0 1 1'"))
    return bytes(data)


def check_mutated(worker, score):
    """Whatever stands there, the worker answers."""
    chance = random.Random(1)
    samples = ((frames.HOCR, XHTML % (PAGE % 0)), (frames.HOCR, HTML % (PAGE % 0)), (frames.ALTO, alto("mm10")),
               (frames.PLAIN, "one two\n\nthree\f\nfour\f"))
    for i in range(120):
        form, sample = samples[i % len(samples)]
        data = mutated(sample.encode(), chance) or b" "
        replies = worker.read(form, data, 2)
        score(not any(reply["kind"] in ("broken", "failed") for reply in replies), f"mutation {i}: {replies}: {data!r}")
        for page in texts(replies):
            score(sum(page["paragraphs"]) == len(page["words"]) and page["page"] in (1, 2), f"mutation {i}: {page}")
            score(all(box[0] + box[2] <= (page["width"] or 10**8) + 1 for _, box, _, _ in page["words"]), f"mutation {i}: {page}")


# ---------------------------------------------------------------- In a dossier

METADATA = """\
identifier: beside
title: A letter
date: 2020-01-02
published: 2024-01-02
languages: [en]
sender: {name: A. Sender}
"""
FILES = ("fax.tif", "photo.jpg", "upright.jpg", "overhead.jpg", "plain.png", "alto.png", "mixed.pdf", "data.bin")
PAGES = (3, 1, 1, 1, 1, 1, 2, 1)
WIDE, HIGH = 400, 600  # dots of a scan, at 100 to the inch


def manifest():
    lines = [f"pages: {sum(PAGES)}", "enclosures:"]
    for number, (name, pages) in enumerate(zip(FILES, PAGES)):
        lines += [f"  - id: {chr(65 + number)}", f"    title: Enclosure {number}", "    title-from: document",
                  f"    file: {name}", f"    pages: {pages}", "    status: held"]
    return "\n".join(lines) + "\n"


def hocr(pages, wide=WIDE, high=HIGH):
    """Pages of lines of words, each (text, box) or (text, box, confidence)."""
    out = ""
    for number, lines in pages:
        out += f"<div class='ocr_page' title='bbox 0 0 {wide} {high}; ppageno {number}'><p class='ocr_par'>"
        for line in lines:
            out += "<span class='ocr_line'>"
            for text, (left, top, width, height), *sure in line:
                more = f"; x_wconf {sure[0]}" if sure else ""
                out += (f"<span class='ocrx_word' title='bbox {left} {top} {left + width} {top + height}{more}'>"
                        f"{html.escape(text)}</span> ")
            out += "</span>"
        out += "</p></div>\n"
    return XHTML % out


def white(wide=WIDE, high=HIGH):
    """A page that has something at its upper left."""
    rows = [[(255,) * 3] * wide for _ in range(high)]
    for y in range(40, 50):
        rows[y][40:60] = [(0,) * 3] * 20
    return rows


def dossier(folder):
    fax = {"compression": r.G4, "bits": 1, "photometric": r.WHITE_IS_0}
    scan = r.tiff([(white(), fax, {"dpi": (100, 100)})] * 3)
    first = [[("Machine", (100, 100, 80, 20), 90), ("guess", (200, 100, 60, 20), 71)], [("<b>", (100, 150, 40, 20))]]
    second = [[("Corrected", (100, 100, 80, 20)), ("words", (200, 100, 60, 20))]]
    seen = [[("Seen", (50, 100, 80, 20)), ("upright", (150, 100, 90, 20))]]
    # As stored, on their side: x from the top down.
    stored = [[("Seen", (100, WIDE - 50 - 80, 20, 80)), ("upright", (100, WIDE - 150 - 90, 20, 90))]]
    headlong = hocr([(0, [[("Seen", (WIDE - 130, HIGH - 120, 80, 20)), ("upright", (WIDE - 240, HIGH - 120, 90, 20))]])])
    support.write(folder, "sources/metadata.yaml", METADATA)
    support.write(folder, "sources/letter.md", f"Dear Madam,\n\nEncl.: {sum(PAGES)} pages\n")
    support.write(folder, "attachments/manifest.yaml", manifest())
    text = "BT /F 20 Tf 100 700 Td (Own words) Tj ET"
    font = "/Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>"
    a4 = foreign.A4
    mixed = foreign.pages([f"{a4} /Contents 5 0 R /Resources <<{font}>>", f"{a4} /Contents 6 0 R"],
                          [("", text), ("", "0 0 100 100 re f")])
    files = {"fax.tif": scan, "fax.tif.hocr": hocr([(0, first), (1, second)]),
             "photo.jpg": r.jpeg(r.stored(white(), 6), orientation=6),
             "photo.jpg.hocr": hocr([(0, stored)], HIGH, WIDE),
             "upright.jpg": r.jpeg(r.stored(white(), 6), orientation=6), "upright.jpg.hocr": hocr([(0, seen)]),
             "overhead.jpg": r.jpeg(r.stored(white(), 3), orientation=3),
             "overhead.jpg.hocr": headlong.replace("'ocr_line'", "'ocr_line' title='textangle 180'"),
             "plain.png": r.png(white()), "plain.png.txt": "First line\nof plain text\n\nand a paragraph\n",
             "alto.png": r.png(white()), "alto.png.alto.xml": alto(sizes=[f'WIDTH="{WIDE}" HEIGHT="{HIGH}"']),
             "mixed.pdf": mixed, "mixed.pdf.hocr": hocr([(1, [[("Added", (50, 100, 80, 20), 55)]])]),
             "data.bin": b"\0\1", "data.bin.txt": "no text of pages"}
    for name, data in files.items():
        support.write(folder, f"attachments/{name}", data)


def paragraphs_of(site, folio):
    with open(os.path.join(site, f"e{folio}.html"), encoding="utf-8") as file:
        page = file.read()
    section = re.search(r'<section class="text".*?</section>', page, re.S)[0]
    return ([html.unescape(part) for part in re.findall(r'<p dir="auto">(.*?)</p>', section, re.S)],
            re.search(r'<p class="note">(.*?)</p>', section, re.S)[1])


# What stands on each enclosed page: paragraphs, and what is said of their source.
MACHINE, BESIDE, DOCUMENT, NOTHING = "Read by a machine", "From a text that stands beside", "own text layer", "no text"
TOLD = [(["Machine guess <b>"], MACHINE + ", with a confidence of 87"), (["Corrected words"], BESIDE), ([], NOTHING),
        (["Seen upright"], BESIDE), (["Seen upright"], BESIDE), (["Seen upright"], BESIDE),
        (["First line of plain text", "and a paragraph"], BESIDE), (["Eine Verwaltung Dr.", "ge-"], MACHINE),
        (["Own words"], DOCUMENT), (["Added"], MACHINE + ", with a confidence of 55"), ([], "")]


def check_site(score, build):
    site = os.path.join(build, "site")
    for folio, (paragraphs, source) in enumerate(TOLD[:-1], 1):
        found = paragraphs_of(site, folio)
        score(found[0] == paragraphs and source in found[1], f"E{folio} in the site: {found}")
    with open(os.path.join(site, "ledger.csv"), encoding="utf-8", newline="") as file:
        rows = [(row["text-source"], row["text-confidence"]) for row in csv.DictReader(file)]
    score(rows == [("machine", "87"), ("beside", ""), ("none", "")] + [("beside", "")] * 4
          + [("machine", "97"), ("document", ""), ("machine", "55"), ("", "")], f"the ledger: {rows}")


def pdf_words(build):
    """Of each page of the PDF by its label: size, and words with their boxes."""
    path = os.path.join(build, "dossier.pdf")
    out = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, check=True, text=True).stdout
    pages = re.findall(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', out, re.S)
    word = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
    return [(float(width), float(height), [(html.unescape(w[4]), tuple(map(float, w[:4]))) for w in word.findall(page)])
            for width, height, page in pages]


def check_pdf(score, build):
    by_folio = {}
    for width, height, found in pdf_words(build):
        for text, _ in found:
            if re.fullmatch(r"E\d+", text) and len(found) < 12:
                by_folio[int(text[1:])] = (width, height, dict(found))
    point = 72 / 100
    at = {1: {"Machine": (100, 100, 80, 20), "guess": (200, 100, 60, 20), "<b>": (100, 150, 40, 20)},
          2: {"Corrected": (100, 100, 80, 20)},
          **{folio: {"Seen": (50, 100, 80, 20), "upright": (150, 100, 90, 20)} for folio in (4, 5, 6)},
          8: {"Eine": (100, 200, 50, 20), "Verwaltung": (160, 200, 40, 20)}}
    for folio, places in at.items():
        width, height, found = by_folio.get(folio, (0, 0, {}))
        score(abs(width - WIDE * point) < 1 and abs(height - HIGH * point) < 1, f"E{folio} is {width} × {height}")
        for word, (left, top, across, down) in places.items():
            box = found.get(word, (0,) * 4)
            wanted = (left * point, (left + across) * point)
            score(abs(box[0] - wanted[0]) < 1 and abs(box[2] - wanted[1]) < 1
                  and box[1] - 4 < (top + down / 2) * point < box[3] + 4, f"E{folio}: {word} stands at {box}")
    lines = by_folio.get(7, (0, 0, {}))[2]
    score(lines.keys() >= {"First", "plain", "paragraph"} and lines["First"][3] < lines["plain"][3] < lines["paragraph"][3],
          f"plain text stands in lines: {lines}")
    score("Added" in by_folio[10][2] and "Own" in by_folio[9][2], f"pages of a PDF: {by_folio[9]}, {by_folio[10]}")


def build(program, folder, *more):
    return subprocess.run([program, "build", "-C", folder, "--templates", os.path.join(support.ROOT, "templates"), *more],
                          capture_output=True, text=True, check=False)


def check_bundle(score, program, folder):
    """The texts ship as they are, and the bundle builds the same."""
    made = os.path.join(folder, "build")
    again = os.path.join(folder, "again")
    with zipfile.ZipFile(os.path.join(made, "dossier.zip")) as archive:
        archive.extractall(again)
    data = os.path.join(again, "beside/data")
    for name in ("fax.tif.hocr", "plain.png.txt", "alto.png.alto.xml"):
        score(filecmp.cmp(os.path.join(folder, "attachments", name), os.path.join(data, "attachments", name), False),
              f"{name} ships as it is")
    score(not os.path.exists(os.path.join(data, "attachments/data.bin.txt")), "what is no text of pages does not ship")
    done = build(program, data)
    score(done.returncode == 0, f"built from the bundle: {done.stderr}")
    for name in ("dossier.pdf", "dossier.zip", "site/e1.html", "site/ledger.csv"):
        score(filecmp.cmp(os.path.join(made, name), os.path.join(data, "build", name), False),
              f"{name} is the same when it is built from the bundle")


def check_dossier(score, program, folder):
    dossier(folder)
    depfile = os.path.join(folder, "depfile")
    done = build(program, folder, "--depfile", depfile)
    score(done.returncode == 0, f"builds: {done.stderr}")
    for words in ('attachments/fax.tif.hocr: warning: this has no text of page 3 of "fax.tif"; searches',
                  'attachments/data.bin.txt: warning: "data.bin" is of a type'):
        score(words in done.stderr, f"says {words}: {done.stderr}")
    score("mixed.pdf.hocr" not in done.stderr and "has no text;" not in done.stderr, f"says no more: {done.stderr}")
    made = os.path.join(folder, "build")
    check_site(score, made)
    check_pdf(score, made)
    support.check_pdf(score, program, "texts beside", made)
    with open(depfile, encoding="utf-8") as file:
        rule = file.read()
    score(all(f"attachments/{name}:" in rule for name in ("fax.tif.hocr", "plain.png.txt")), f"make is told: {rule}")
    before = support.fingerprint(made)
    score(build(program, folder).returncode == 0 and support.fingerprint(made) == before, "the cache changes nothing")
    check_bundle(score, program, folder)
    support.write(folder, "attachments/fax.tif.hocr", hocr([(2, [[("Third", (1, 1, 9, 9))]])]))
    done = build(program, folder)
    score(done.returncode == 0 and 'no text of pages 1, 2 of "fax.tif"' in done.stderr, f"another text: {done.stderr}")
    score(paragraphs_of(os.path.join(made, "site"), 3)[0] == ["Third"], "another text is read anew")


# ---------------------------------------------------------------- With withheld pages

CUT = ("a.tif", "b.tif", "c.tif", "d.pdf", "e.tif")
MARKS = tuple(f"qzxtextof{name}qzx" for name in ("a", "b", "c", "d", "e", "head", "comment", "attribute"))


def cut_dossier(folder):
    """Of each file the second page of four is withheld, of the last all but that one."""
    lines = [f"pages: {4 * len(CUT)}", "enclosures:"]
    for number, name in enumerate(CUT):
        held = "1 3 4" if name == "e.tif" else "2"
        lines += [f"  - id: {chr(65 + number)}", f"    title: Enclosure {number}", "    title-from: document",
                  f"    file: {name}", "    pages: 4", "    status: held", "    except:", f"      - pages: {held}",
                  "        status: withheld", "        reason: a name", "        authority: the sender"]
    support.write(folder, "sources/metadata.yaml", METADATA.replace("identifier: beside", "identifier: withheld"))
    support.write(folder, "sources/letter.md", f"Dear Madam,\n\nEncl.: {4 * len(CUT)} pages\n")
    support.write(folder, "attachments/manifest.yaml", "\n".join(lines) + "\n")
    fax = {"compression": r.G4, "bits": 1, "photometric": r.WHITE_IS_0}
    secret = dict(zip(CUT, MARKS))

    def pages(name):
        return [[[(secret[name] if i == 1 else f"{name[0]}{i}", (50, 100 + i, 80, 20), 60 + i)]] for i in range(4)]
    for i, name in enumerate(CUT):
        scan = r.tiff([(white(high=HIGH + i), fax, {"dpi": (100, 100)})] * 4)
        support.write(folder, f"attachments/{name}", scan if name != "d.pdf" else foreign.pages(
            [f"{foreign.A4} /Contents 7 0 R"] * 4, [("", "0 0 100 100 re f")]))
    marked = hocr(enumerate(pages("a.tif")[:3])).replace("<title>", f"<title>{MARKS[5]}").replace("<body>", f"<body><!-- {MARKS[6]} -->")
    support.write(folder, "attachments/a.tif.hocr", marked.replace("<p ", f"<p id='{MARKS[7]}' "))
    support.write(folder, "attachments/b.tif.txt", f"first words\n\nb0\f{secret['b.tif']}\fb2\fb3\f")
    # No size of a page, but a unit of length.
    units = alto("mm10", sizes=[""] * 4).replace('"Eine"', f'"{secret["c.tif"]}"')
    parts = units.split("<Page")
    for i in (0, 2, 3):
        parts[i + 1] = parts[i + 1].replace(secret["c.tif"], f"c{i}")
    support.write(folder, "attachments/c.tif.alto.xml", "<Page".join(parts))
    for name in ("d.pdf", "e.tif"):
        support.write(folder, f"attachments/{name}.hocr", hocr(enumerate(pages(name))))


def check_withheld(score, program, folder):
    cut_dossier(folder)
    originals = [open(os.path.join(folder, "attachments", name), "rb").read()
                 for name in sorted(os.listdir(os.path.join(folder, "attachments")))]
    score(all(any(mark.encode() in data for data in originals) for mark in MARKS), "each mark is in a text")
    done = build(program, folder)
    score(done.returncode == 0, f"pages of texts are withheld: {done.stderr}")
    made = os.path.join(folder, "build")
    # Of the last file all but the marked page is withheld: its words are shown, and the others' are not.
    for where, part in withheld.outputs(made, folder):
        for mark in MARKS[:4] + MARKS[5:] + ("e0", "e2", "e3"):
            forms = [mark.encode(), mark.encode("utf-16-be"), mark.encode("utf-16-be").hex().encode()]
            if len(mark) > 2:
                score(not any(form in part for form in forms), f"{where}: {mark}")
    site = os.path.join(made, "site")
    for index, (name, first) in enumerate(zip("abcd", ("a0", "first words", "c0 Verwaltung Dr.", "d0"))):
        shown = [paragraphs_of(site, 4 * index + page)[0] for page in (1, 3, 4)]
        score(shown[0][0] == first and (name == "a" or shown[2][0].startswith(f"{name}3")) and shown[1][0].startswith(f"{name}2"),
              f"{name}: {shown}")
    score(paragraphs_of(site, 18)[0] == [MARKS[4]], "the one page that is shown has its text")
    withheld.same_again(score, program, "texts", folder)
    data = os.path.join(folder, "unpacked/withheld/data/attachments")
    score(sorted(os.listdir(data)) == sorted(["a.tif", "a.tif.hocr", "b.tif", "b.tif.txt", "c.tif", "c.tif.hocr", "d.pdf",
                                             "d.pdf.hocr", "e.tif", "e.tif.hocr", "manifest.yaml"]), f"{os.listdir(data)}")
    score(build(program, folder, "--only", "bundle").returncode == 0, "the cache of cut texts is read")


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    with tempfile.TemporaryDirectory() as folder:
        worker = Worker(program, folder)
        check_hocr(worker, score)
        check_alto(worker, score)
        check_plain(worker, score)
        check_wrong(worker, score)
        check_cut(worker, score)
        check_mutated(worker, score)
        check_dossier(score, program, os.path.join(folder, "dossier"))
        check_withheld(score, program, os.path.join(folder, "withheld"))
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
