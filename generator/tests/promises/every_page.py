#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Of 89 enclosed pages (a report in one PDF, a fax in one TIFF, 18 photographs) each has its folio, its picture, its text
and its address in the site, the PDF and the bundle, upright and in its place, whatever its box, its turn or its orientation;
the ledger tells of each; one worker or four make the same bytes.

usage: every_page.py PROGRAM
"""

import csv
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import eighty_nine as made  # noqa: E402
import rasters  # noqa: E402
import support  # noqa: E402

TEMPLATES = os.path.join(support.ROOT, "templates")
# Of a point's two thousand parts of the width, how far a grey or a colour may be off in a JPEG.
WITHIN = 60


def kind_of(place):
    if place <= made.REPORT:
        return "report"
    return "fax" if place <= made.REPORT + made.FAX else "photograph"


def size_of(place):
    """Width and height in mm, as the ledger has them: a picture without a resolution is as high or as wide as A4."""
    if kind_of(place) == "report":
        width, height = made.shape(place)[:2]
        return round(width * 25.4 / 72), round(height * 25.4 / 72)
    if kind_of(place) == "fax":
        return 215, 297
    short = round(297 * made.SHORT / made.LONG)
    return (297, short) if place - made.REPORT - made.FAX - 1 in made.LYING else (short, 297)


def place_in(picture, kind, high):
    """The place that the squares on a page tell, of a picture whose own part is so high in dots."""
    left, top, side, step = made.MARKS[kind]
    place = 0
    for digit in range(made.DIGITS):
        across = left + step * digit + side / 2
        down = (top * high + side / 2 * picture.width) / picture.height
        place += (sum(picture.dot(across, down)) < 300) << digit
    return place


def is_upright(picture, index, high):
    """The corners of a photograph have their colours."""
    for corner, colour in enumerate(made.CORNERS):
        red, green, blue = (255 * value for value in colour)
        if made.KINDS.get(index) == "grey":
            red = green = blue = 0.3 * red + 0.59 * green + 0.11 * blue
        across = (0.02, 0.98)[corner % 2]
        down = (0.02, 0.98)[corner // 2] * high / picture.height
        if any(abs(seen - wanted) > WITHIN for seen, wanted in zip(picture.dot(across, down), (red, green, blue))):
            return False
    return True


def check_picture(score, what, place, data):
    picture = rasters.Picture(data)
    width, height = size_of(place)
    high = picture.width * height / width
    score(high - 3 < picture.height < high * 1.06, f"{what}: {picture.width} × {picture.height} dots")
    found = place_in(picture, kind_of(place), high)
    score(found == place, f"{what}: shows the page of E{found}")
    if kind_of(place) == "photograph":
        index = place - made.REPORT - made.FAX - 1
        score(is_upright(picture, index, high), f"{what}: is not upright, or of other colours")


# ---------------------------------------------------------------- Output by output

def read(path):
    with open(path, "rb") as file:
        return file.read()


def check_site(score, site):
    for place in range(1, made.PAGES + 1):
        path = os.path.join(site, f"e{place}.html")
        if not score(os.path.isfile(path), f"e{place}.html is there"):
            continue
        page = read(path).decode()
        score(f">E{place} <" in page and f"#nameddest=E{place}\"" in page, f"e{place}.html: folio and way to the PDF")
        sources = re.findall(r'<img src="([^"]+)"[^>]*', page)
        if score(len(sources) == 1, f"e{place}.html: pictures {sources}"):
            for name in {*sources, *re.findall(r"([^ \"]+) \d+w", page)}:
                check_picture(score, name, place, read(os.path.join(site, name)))
        if kind_of(place) == "photograph":
            score(all(name.endswith(".jpg") for name in sources), f"e{place}.html: a photograph as {sources}")
        words = {made.word(other) for other in range(1, made.PAGES + 1) if made.word(other) in page}
        expected = {made.word(place)} if kind_of(place) == "report" else set()
        score(words == expected, f"e{place}.html: has the words {words}")
    sheets = "".join(read(os.path.join(site, f"enclosure-{name}.html")).decode() for name in "abc")
    score(re.findall(r'<a[^>]* href="e(\d+)\.html"', sheets) and
          {int(number) for number in re.findall(r'href="e(\d+)\.html"', sheets)} >= set(range(1, made.PAGES + 1)),
          "the contact sheets lead to every page")
    headings = re.findall(r"<h2>(.*?)</h2>", sheets)
    score(headings == ["report.pdf", "fax.tif", "photograph 01.jpg – photograph 18.jpg"],
          f"the contact sheets group a file's pages, and files of a page: {headings}")


def check_pdf(score, out, folder):
    pdf = os.path.join(out, "dossier.pdf")
    support.check_pdf(score, sys.argv[1], "89 pages", out)
    dump = json.loads(subprocess.run(["qpdf", "--json", "--json-key=pagelabels", "--json-key=pages", pdf],
                                     capture_output=True, check=True).stdout)
    labels = {entry["index"]: entry["label"].get("/P", "").removeprefix("u:") for entry in dump["pagelabels"]}
    front = len(dump["pages"]) - made.PAGES
    listed = subprocess.run(["pdfinfo", "-dests", pdf], capture_output=True, text=True, check=True).stdout
    destinations = {name: int(page) for page, name in re.findall(r'(?m)^ *(\d+) \[.*\] "(E\d+)"$', listed)}
    texts = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout.split("\f")
    subprocess.run(["pdftoppm", "-r", "50", "-f", str(front + 1), pdf, os.path.join(folder, "p")], check=True)
    pictures = sorted(name for name in os.listdir(folder) if re.fullmatch(r"p-\d+\.ppm", name))
    if not score(len(pictures) == made.PAGES, f"{len(pictures)} pages are drawn"):
        return
    for place in range(1, made.PAGES + 1):
        score(labels.get(front + place - 1) == f"E{place}", f"the label of page {front + place} is E{place}")
        score(destinations.get(f"E{place}") == front + place, f"E{place} leads to page {destinations.get(f'E{place}')}")
        text = texts[front + place - 1]
        score(re.search(rf"\bE{place}\b", text), f"E{place}: no folio on its page")
        if kind_of(place) == "report":
            score(made.word(place) in text, f"E{place}: its text is not on its page of the PDF")
        check_picture(score, f"E{place} in the PDF", place, read(os.path.join(folder, pictures[place - 1])))


def check_ledger(score, site, attachments):
    rows = list(csv.DictReader(read(os.path.join(site, "ledger.csv")).decode().splitlines()))
    whole = json.loads(read(os.path.join(site, "ledger.json")))
    score(len(rows) == len(whole) == made.PAGES, f"{len(rows)} and {len(whole)} rows")
    digests = {name: hashlib.sha256(read(os.path.join(attachments, name))).hexdigest()
               for name in os.listdir(attachments)}
    for place, (row, entry) in enumerate(zip(rows, whole), 1):
        kind = kind_of(place)
        first = {"report": 0, "fax": made.REPORT, "photograph": made.REPORT + made.FAX}[kind]
        file = {"report": "report.pdf", "fax": "fax.tif"}.get(kind, f"photograph {place - first:02d}.jpg")
        expected = (f"E{place}", "ABC"[("report", "fax", "photograph").index(kind)], str(place - first), "held", file,
                    "1" if kind == "photograph" else str(place - first), digests[file])
        found = tuple(row[key] for key in ("folio", "enclosure", "page", "status", "file", "file-page", "file-sha256"))
        score(found == expected, f"ledger.csv: {found}, not {expected}")
        sizes = float(row["width-mm"]), float(row["height-mm"])
        score(all(abs(a - b) < 1 for a, b in zip(sizes, size_of(place))), f"E{place} in ledger.csv: {sizes} mm")
        source = "document" if kind == "report" else "none"
        score(row["text-source"] == entry["text-source"] == source, f"E{place} in ledger.csv: text from {row['text-source']}")
        score(all(str(entry[key]) == row[key] for key in ("folio", "page", "status", "file", "file-page", "file-sha256")),
              f"ledger.json tells the same: {entry}")


def check_bundle(score, out, attachments):
    with zipfile.ZipFile(os.path.join(out, "dossier.zip")) as bundle:
        names = set(bundle.namelist())
        for name in os.listdir(attachments):
            if name != "manifest.yaml":
                inside = "eighty-nine/data/attachments/" + name
                score(inside in names and bundle.read(inside) == read(os.path.join(attachments, name)),
                      f"the bundle has {name} byte for byte")
        for name in os.listdir(os.path.join(out, "site")):
            if re.fullmatch(r"e\d+.*", name):
                score(f"eighty-nine/data/site/{name}" in names, f"the bundle has {name}")


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    with tempfile.TemporaryDirectory() as folder:
        made.lay(folder)
        outs = {workers: os.path.join(folder, f"out {workers}") for workers in (4, 1)}
        for workers, out in outs.items():
            done = subprocess.run([program, "build", "-C", folder, "-o", out, "--templates", TEMPLATES, "-j", str(workers)],
                                  capture_output=True, text=True)
            if not score(done.returncode == 0, f"it is not built: {done.stderr}"):
                return score.end()
        for what in ("report.pdf\" has a form", "page 9 of", "page 10 of", "page 18 of", "pages 30–31 of \"report.pdf\" cannot stand"):
            score(what in done.stderr, f"no word of {what}: {done.stderr}")
        score(support.fingerprint(outs[1]) == support.fingerprint(outs[4]), "one worker makes other bytes than four")
        told = subprocess.run([program, "check", "-C", folder, "--templates", TEMPLATES], capture_output=True, text=True)
        score(told.returncode == 0 and told.stderr == done.stderr, f"check says other than the build: {told.stderr}")
        attachments = os.path.join(folder, "attachments")
        check_site(score, os.path.join(outs[1], "site"))
        check_pdf(score, outs[1], folder)
        check_ledger(score, os.path.join(outs[1], "site"), attachments)
        check_bundle(score, outs[1], attachments)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
