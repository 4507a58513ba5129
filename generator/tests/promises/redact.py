#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Parts of pages that are withheld: marks planted in every place of such a page's life are looked for in every byte of
every output, all of it decompressed; what stands outside the boxes is there; what is built of the bundle has the same
bytes; reason and authority are told in site, PDF and dossier.json; any number of workers makes the same.

usage: redact.py PROGRAM
"""

import filecmp
import json
import os
import re
import struct
import subprocess
import sys
import tempfile
import zipfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import painted  # noqa: E402
import rasters as r  # noqa: E402
import support  # noqa: E402
import withheld as w  # noqa: E402

REASON, AUTHORITY = "names of third persons", "the court of appeal"
MANIFEST = """\
pages: {pages}
enclosures:
  - id: A
    title: A report
    title-from: document
    files: [{files}]
    pages: {pages}
    status: held
    redact:
{parts}"""
PART = """\
      - page: {page}
        boxes: [{boxes}]
        reason: {reason}
        authority: {authority}
"""


def parts(*entries):
    """Of (page, boxes, reason)."""
    return "".join(PART.format(page=page, boxes=", ".join(map(str, map(list, boxes))), reason=reason, authority=AUTHORITY)
                   for page, boxes, reason in entries)


def mm(points):
    return round(points * 25.4 / 72, 1)


def pdf_case(score, program, scratch):
    """The pages that are withheld in withheld.py are shown here, with a box over the words at 40, 600 points."""
    mark = w.Marks()
    data = w.planted(mark)
    box = (mm(30), mm(842 - 620), mm(500), mm(30))
    manifest = MANIFEST.format(pages=w.PAGES, files="report.pdf",
                               parts=parts(*((page, [box, (150, 250, 20.5, 10)], REASON) for page in w.WITHHELD)))
    shipped = w.examine(score, program, "pdf", (manifest, w.PAGES, {"report.pdf": data}, mark, ["report.pdf"]), scratch)
    if not shipped:
        return
    text = subprocess.run(["pdftotext", "-layout", os.path.join(shipped, "report.pdf"), "-"], capture_output=True, text=True,
                          check=True).stdout.split("\f")
    for page in range(1, w.PAGES + 1):
        score(text[page - 1].split() == [w.SHOWN, "page", str(page)], f"pdf: page {page} of the extract says {text[page - 1]!r}")
    told(score, "pdf", os.path.join(scratch, "pdf/build"), list(w.WITHHELD), [[1, 1]] * 3)


def told(score, name, build, pages, signs):
    """Reason and authority stand where the pages do."""
    with open(os.path.join(build, "site/dossier.json"), encoding="utf-8") as file:
        dossier = json.load(file)
    rows = dossier["ledger"]["rows"]
    for row in rows:
        own = row.get("withheld-parts", [])
        wanted = signs[pages.index(row["page"])] if row["page"] in pages else []
        score([part["sign"] for part in own for _ in part["boxes-mm"]] == wanted, f"{name}: page {row['page']}: {own}")
        score(row["status"] == "held", f"{name}: page {row['page']} is {row['status']}")
        score(all(part["authority"] == AUTHORITY for part in own), f"{name}: {own}")
        page = open(os.path.join(build, f"site/{row['address']}"), encoding="utf-8").read()
        score((AUTHORITY in page) == bool(own), f"{name}: {row['address']} says who withheld parts of it")
    for ledger in ("ledger.json", "ledger.csv"):
        with open(os.path.join(build, "site", ledger), encoding="utf-8") as file:
            score(AUTHORITY in file.read(), f"{name}: {ledger} says it")
    path = os.path.join(build, "dossier.pdf")
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout.split("\f")
    info = subprocess.run(["pdfinfo", "-struct-text", path], capture_output=True, text=True, check=True).stdout
    first = next(index for index, page in enumerate(text) if re.search(r"\bE1\s*$", page.strip()))
    for page in pages:
        flat = " ".join(text[first + page - 1].split())
        score(AUTHORITY in flat, f"{name}: page {page} of the PDF says who withheld parts of it: {flat[-300:]}")
    score(info.count(AUTHORITY) >= len(pages), f"{name}: the tagged text of the PDF says it")


def fax_case(score, program, scratch):
    """A TIFF of three pages of which the second has a box, and a photograph with one."""
    mark = w.Marks()

    def page(word):
        # A dark line of the word's letters at the top, bright dots below.
        return (word.encode() * 64)[:64 * 8] + bytes([200, 220] * 32) * 56
    fax = w.tiff([(page(w.SHOWN), mark("description of a shown page").encode()),
                  (page(mark("picture")), mark("description").encode()), (page(w.SHOWN), b"a page")])
    hocr = ("<html xmlns='http://www.w3.org/1999/xhtml'><head><title/><meta name='ocr-system' content='%s'/></head><body>"
            % mark("who read the text")) + "".join(
        f"<div class='ocr_page' title='bbox 0 0 64 64'><span class='ocr_line' title='bbox 1 {y} 60 {y + 4}'>"
        f"<span class='ocrx_word' title='bbox 1 {y} 30 {y + 4}'>{word}</span></span>"
        "<span class='ocr_line' title='bbox 1 40 60 46'><span class='ocrx_word' title='bbox 1 40 30 46'>Clearly</span>"
        f"</span></div>\n" for y, word in ((2, "Top"), (2, mark("word of the hOCR")), (2, "Top"))) + "</body></html>"
    size = r.jpeg(r.quarters(r.COLOURS), orientation=6, dpi=100)
    at = size.index(b"\xff\xdb")
    name = "photo.jpg"
    photo = (size[:at] + painted.segment(0xE1, b"Exif\0\0" + mark("EXIF").encode())
             + painted.segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + mark("XMP").encode())
             + painted.segment(0xFE, mark("comment").encode()) + size[at:] + mark("behind").encode())
    # The second Exif has the orientation's place; put the true one last.
    picture = r.png(r.quarters(r.GREYS), 8, "grey")
    picture = picture[:33] + painted.chunk(b"tEXt", b"Comment\0" + mark("PNG text").encode()) + picture[33:]
    # The fax states no resolution: its longer side is as A4's.
    entries = ((2, [(0, 0, 297, 40)], REASON), (4, [(5, 5, 10, 8)], "a telephone number"), (5, [(1, 1, 6, 4), (10, 10, 5, 5)], REASON))
    manifest = MANIFEST.format(pages=5, files=f"fax.tif, {name}, picture.png", parts=parts(*entries))
    # Of sizes that occur nowhere by chance.
    files = {"fax.tif": fax + bytes(20011), name: photo + bytes(20323), "picture.png": picture + bytes(20717)}
    files["fax.tif.hocr"] = hocr.encode() + b" " * 20901
    shipped = w.examine(score, program, "scans", (manifest, 5, files, mark, list(files)), scratch)
    if shipped:
        page = open(os.path.join(scratch, "scans/build/site/e2.html"), encoding="utf-8").read()
        score("Clearly" in page and "Top" not in page, "scans: of the text beside the page what stands clear of the box is there")
        told(score, "scans", os.path.join(scratch, "scans/build"), [2, 4, 5], [[1], [2], [1, 1]])


def any_workers(score, program, scratch):
    made = []
    for workers in (1, 3):
        out = os.path.join(scratch, f"of-{workers}")
        done = subprocess.run([program, "build", "-C", os.path.join(scratch, "pdf"), "-j", str(workers), "-o", out,
                               "--templates", os.path.join(support.ROOT, "templates")], capture_output=True, text=True, check=False)
        score(done.returncode == 0, f"-j {workers}: {done.stderr}")
        made.append(out)
    for name in ("dossier.pdf", "dossier.zip"):
        score(all(filecmp.cmp(os.path.join(scratch, "pdf/build", name), os.path.join(out, name), shallow=False) for out in made),
              f"{name} is the same whatever the number of workers")


def manifest_is_kept(score, scratch):
    with zipfile.ZipFile(os.path.join(scratch, "scans/build/dossier.zip")) as archive:
        text = archive.read("withheld/data/attachments/manifest.yaml").decode()
    score("redacted:" in text and "redact:" not in text and "[10, 10, 5, 5]" in text, f"the bundle's manifest: {text}")


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    with tempfile.TemporaryDirectory() as scratch:
        pdf_case(score, program, scratch)
        fax_case(score, program, scratch)
        any_workers(score, program, scratch)
        manifest_is_kept(score, scratch)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
