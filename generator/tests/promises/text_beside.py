#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Text that stands beside a scan, in hOCR, ALTO or plainly, is read as it says: words, places, paragraphs, pages, and is
where it belongs in all outputs; what is wrong with it is said with its place; hostile files end in a message.

usage: text_beside.py PROGRAM
"""

import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import frames  # noqa: E402
import support  # noqa: E402

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
    score(texts(worker.read(frames.HOCR, HTML % turned))[0]["upside_down"] == 1, "hOCR: lines upside down")
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
        for end in range(1, len(data.rstrip()), max(1, len(data) // 20)):
            replies = worker.read(form, data[:end])
            score(replies and replies[0]["kind"] == "fault" and replies[0]["severe"],
                  f"form {form} cut at {end}: {str(replies)[:200]}")


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
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
