#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""What keeps pages back, all of it at once: files of several enclosures, one of them closed by a password, with withheld
pages, withheld parts, a page that nobody names, texts beside them, and a file that cannot be read, built in parts with
--keep-going. Marks planted in what is withheld are looked for in every byte of every output, all of it decompressed; what
is shown is there; what is built of the bundle has the same bytes.

usage: together.py PROGRAM
"""

import filecmp
import os
import re
import subprocess
import sys
import tempfile
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import passwords  # noqa: E402
import redact  # noqa: E402
import support  # noqa: E402
import withheld as w  # noqa: E402

PASSWORD = passwords.REVISIONS["R6"][1]
# The second enclosure has the pages 12 to 18 and 20 of the report, whose page 19 is nobody's, and the third page of the fax.
MANIFEST = """\
pages: 24
enclosures:
  - id: A
    title: The first pages
    title-from: document
    languages: [de]
    files:
      - {{file: report.pdf, pages: 1-11, password-file: secret.txt}}
      - {{file: fax.tif, pages: 1-2}}
      - broken.png
    pages: 14
    status: held
    except: [{{pages: 13, status: withheld, reason: names, authority: the sender}}]
    redact: [{{page: 12, boxes: [[0, 0, 297, 40]], reason: a name, authority: the sender}}]
  - id: B
    title: The other pages
    title-from: document
    files:
      - {{file: report.pdf, pages: 12-18 20, password-file: secret.txt, holds: 1-8}}
      - {{file: fax.tif, pages: 3}}
      - {{file: whole.png}}
    pages: 10
    status: held
    except: [{{pages: 1, status: withheld, reason: names, authority: the sender}}]
    redact:
      - {{page: 2, boxes: {boxes}, reason: a name, authority: the sender}}
      - {{page: 3, boxes: {boxes}, reason: a number, authority: the sender}}
"""


def hocr(pages, size, mark):
    """A page for each pair of words: one in the boxes that are painted over, one clear of them."""
    wide, high = size
    text = ("<html xmlns='http://www.w3.org/1999/xhtml'><head><title/><meta name='ocr-system' content='%s'/></head><body>"
            % mark("who read a text"))
    for number, (hidden, clear) in enumerate(pages):
        text += f"<div class='ocr_page' title='bbox 0 0 {wide} {high}; ppageno {number}'>"
        for word, (left, top, right, bottom) in ((hidden[0], hidden[1]), (clear[0], clear[1])):
            text += (f"<span class='ocr_line' title='bbox {left} {top} {right} {bottom}'><span class='ocrx_word'"
                     f" title='bbox {left} {top} {right} {bottom}; x_wconf 90'>{word}</span></span>\n")
        text += "</div>"
    return (text + "</body></html>").encode()


def closed(data, scratch):
    path = os.path.join(scratch, "open.pdf")
    with open(path, "wb") as file:
        file.write(data)
    return subprocess.run(["qpdf", "--encrypt", PASSWORD, "owner", "256", "--", path, "-"], capture_output=True, check=True).stdout


def files_of(mark, scratch):
    """The files, and of the report what it is without its password."""
    report = w.planted(mark, 19)
    picture = lambda word: (word.encode() * 64)[:64 * 8] + bytes([200, 220] * 32) * 56
    fax = w.tiff([(picture(mark("head of a painted fax")), mark("its description").encode()),
                  (picture(mark("withheld fax")), mark("description of a withheld fax").encode()), (picture(w.SHOWN), b"a page")])
    # In points from the top; the boxes are over what stands at 222 to 252.
    spots = (40, 225, 300, 245), (40, 100, 300, 120)
    beside = [((f"top{n}" if n < 12 or n > 14 and n != 19 else mark(f"word of page {n}"), spots[0]), (f"clear{n}", spots[1]))
              for n in range(1, w.PAGES + 1)]
    beside[11] = (beside[11][0], (mark("clear word of a withheld page"), spots[1]))
    beside[18] = (beside[18][0], (mark("clear word of nobody's page"), spots[1]))
    of_fax = [((mark("word over a painted fax"), (1, 2, 30, 6)), ("clearfax", (1, 40, 30, 46))),
              ((mark("word of a withheld fax"), (1, 2, 30, 6)), (mark("other word of it"), (1, 40, 30, 46))),
              (("topfax", (1, 2, 30, 6)), ("lastfax", (1, 40, 30, 46)))]
    whole = support.png(300, 400)
    return report, {"report.pdf": closed(report, scratch), "fax.tif": fax + bytes(20011), "broken.png": whole[:90] + bytes(900),
                    "whole.png": whole, "report.pdf.hocr": hocr(beside, (595, 842), mark) + b" " * 20901,
                    "fax.tif.hocr": hocr(of_fax, (64, 64), mark) + b" " * 20717}


def run(program, folder, *options):
    return subprocess.run([program, "build", "-C", folder, "--templates", os.path.join(support.ROOT, "templates"), *options],
                          capture_output=True, text=True, check=False)


def everything_made(build, scratch):
    yield from w.outputs(build, scratch)
    parts = os.path.join(build, "parts")
    for name in os.listdir(parts):
        with open(os.path.join(parts, name), "rb") as file:
            yield from w.everything(file.read(), f"parts/{name}", scratch)


def check_nothing(score, mark, files, parts):
    traces = list(mark.forms()) + [trace for name in ("report.pdf", "fax.tif", "report.pdf.hocr", "fax.tif.hocr")
                                   for trace in w.of_the_file(files[name])]
    traces += [(f"the password {how}", (form,)) for how, form in passwords.traces(PASSWORD)]
    parts = [(where, part) for part, where in {part: where for where, part in parts}.items()]
    for place, forms in traces:
        found = sorted({where for where, part in parts if any(form in part for form in forms)})
        score(not found, f"{place} is nowhere {found or ''}")


def check_shown(score, build, parts):
    site = os.path.join(build, "site")
    for folio, words in ((1, "clear1"), (11, "clear11"), (12, "clearfax"), (16, "clear13"), (17, "clear14"), (18, "clear15"),
                         (22, "clear20"), (23, "lastfax")):
        with open(os.path.join(site, f"e{folio}.html"), encoding="utf-8") as file:
            score(words in file.read(), f"E{folio} says {words}")
    for folio, words in ((13, "withheld"), (14, "illegible"), (15, "withheld")):
        with open(os.path.join(site, f"e{folio}.html"), encoding="utf-8") as file:
            html = file.read()
        score(words in html and "<img" not in html, f"E{folio} is {words}")
    score(any(b"clear20" in part for where, part in parts if where.startswith("parts/")), "the parts have the text of E22")
    made = sorted(os.listdir(os.path.join(build, "parts")))
    score(len(made) > 1, f"there are parts: {made}")


def check_again(score, program, folder, options):
    """From the bundle come the same bytes, parts too: by hand, and by `rebuild`."""
    build = os.path.join(folder, "build")
    with zipfile.ZipFile(os.path.join(build, "dossier.zip")) as archive:
        archive.extractall(os.path.join(folder, "unpacked"))
    again = os.path.join(folder, "unpacked/withheld/data")
    done = run(program, again, *options)
    score(done.returncode == 0, f"the bundle builds: {done.stderr}")
    for at, _, names in os.walk(build):
        for name in names:
            path = os.path.relpath(os.path.join(at, name), build)
            other = os.path.join(again, "build", path)
            if not path.startswith("cache"):
                score(os.path.exists(other) and filecmp.cmp(os.path.join(build, path), other, shallow=False),
                      f"{path} is the same when it is built of the bundle")
    done = subprocess.run([program, "rebuild", "-o", os.path.join(folder, "rebuilt"), os.path.join(build, "dossier.zip")],
                          capture_output=True, text=True, check=False)
    score(done.returncode == 0, f"rebuild: {done.returncode}: {done.stdout}{done.stderr}")


def check_pdfs(score, program, build):
    for name in ["dossier.pdf"] + [f"parts/{name}" for name in os.listdir(os.path.join(build, "parts"))]:
        done = subprocess.run([program, "check", "--pdf", os.path.join(build, name)], capture_output=True, text=True, check=False)
        score(done.returncode == 0, f"{name}: {done.stderr}")
        done = subprocess.run(["qpdf", "--check", os.path.join(build, name)], capture_output=True, text=True, check=False)
        score(done.returncode == 0, f"{name}: qpdf: {done.stdout}{done.stderr}")


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    with tempfile.TemporaryDirectory(prefix="dossier-together-") as scratch:
        mark = w.Marks()
        report, files = files_of(mark, scratch)
        folder = os.path.join(scratch, "of")
        box = [redact.mm(30), redact.mm(842 - 620), redact.mm(500), redact.mm(30)]
        support.write(folder, "sources/metadata.yaml", w.METADATA)
        support.write(folder, "sources/letter.md", w.LETTER % 24)
        support.write(folder, "attachments/manifest.yaml", MANIFEST.format(boxes=[box, [150, 250, 20.5, 10]]))
        support.write(folder, "secret.txt", PASSWORD + "\n")
        for name, data in files.items():
            support.write(folder, f"attachments/{name}", data)
        planted = [part for data in (report, *files.values()) for _, part in w.everything(data, "planted", scratch)]
        for place, forms in mark.forms():
            score(any(form in part for part in planted for form in forms), f"{place} is in the original")
        options = ("--keep-going", "--split", "100K", "-j", "2")
        done = run(program, folder, *options)
        score(run(program, folder, "-o", os.path.join(scratch, "none")).returncode == 1, "without --keep-going it is an error")
        build = os.path.join(folder, "build")
        if score(done.returncode == 0, f"builds: {done.returncode}: {done.stderr}"):
            score(re.search(r"page 19 .*report\.pdf|report\.pdf.* page 19", done.stderr), f"nobody's page is told: {done.stderr}")
            parts = list(everything_made(build, scratch))
            check_shown(score, build, parts)
            check_nothing(score, mark, files, parts)
            check_pdfs(score, program, build)
            check_again(score, program, folder, options)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
