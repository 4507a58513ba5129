#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""`dossier ocr` writes what tesseract reads beside the files, page by page, with the same bytes each time; a run that is
stopped goes on where it was; what stands there already, or was corrected, stays; what was read is in all outputs.

Where tesseract is not installed, only that is tried which does without it, and that is said.

usage: ocr.py PROGRAM
"""

import glob
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import foreign  # noqa: E402
import rasters as r  # noqa: E402
import support  # noqa: E402

TEMPLATES = os.path.join(support.ROOT, "templates")
METADATA = """\
identifier: recognised
title: A letter
date: 2020-01-02
published: 2024-01-02
languages: [%s]
sender: {name: A. Sender}
"""
MANIFEST = """\
pages: 5
enclosures:
  - id: A
    title: A fax
    title-from: document
    file: fax.tif
    pages: 2
    status: held
  - id: B
    title: A PDF
    title-from: document
    file: mixed.pdf
    pages: 2
    status: held
  - id: C
    title: A photograph
    title-from: document
    file: photo.tif
    pages: 1
    status: held
"""
# What the pages say, in lines.
SAID = ("The quick brown fox jumps\nover the lazy dog", "Pack my box with five\ndozen liquor jugs",
        "Sphinx of black quartz\njudge my vow")
DPI = 200


def drawn(folder, text):
    """A page of text as rows of black and white dots."""
    lines = "".join(f"1 0 0 1 20 {150 - 30 * i} Tm ({line}) Tj " for i, line in enumerate(text.split("\n")))
    return dots_of(folder, f"BT /F 20 Tf {lines} ET", 200)


def dots_of(folder, content, height):
    data = foreign.pages([f"/MediaBox [0 0 400 {height}] /Contents 4 0 R /Resources <</Font <</F <</Type /Font /Subtype"
                          " /Type1 /BaseFont /Helvetica>>>>>>"], [("", content)])
    support.write(folder, "drawn.pdf", data)
    path = os.path.join(folder, "drawn")
    subprocess.run(["pdftoppm", "-r", str(DPI), "-mono", "-singlefile", path + ".pdf", path], check=True,
                   stderr=subprocess.DEVNULL)
    with open(path + ".pbm", "rb") as file:
        head, data = re.match(rb"P4\s+(\d+)\s+(\d+)\s", file.read(40)), open(path + ".pbm", "rb").read()
    width, height = int(head[1]), int(head[2])
    data, stride = data[head.end():], (width + 7) // 8
    dots = ((255,) * 3, (0,) * 3)
    return [[dots[data[y * stride + x // 8] >> (7 - x % 8) & 1] for x in range(width)] for y in range(height)]


def dossier(folder, rows, languages="en"):
    fax = {"compression": r.G4, "bits": 1, "photometric": r.WHITE_IS_0}
    support.write(folder, "sources/metadata.yaml", METADATA % languages)
    support.write(folder, "sources/letter.md", "Dear Madam,\n\nEncl.: 5 pages\n")
    support.write(folder, "attachments/manifest.yaml", MANIFEST)
    support.write(folder, "attachments/fax.tif", r.tiff([(page, fax, {"dpi": (DPI, DPI)}) for page in rows[:2]]))
    support.write(folder, "attachments/photo.tif", r.tiff([(r.stored(rows[2], 6), {**fax, "orientation": 6}, {"dpi": (DPI, DPI)})]))
    page = "/MediaBox [0 0 400 200] /Resources <</Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>"
    image = foreign.pages([f"{page} /Contents 5 0 R", "/MediaBox [0 0 400 200] /Contents 6 0 R /Resources"
                           " <</XObject <</I 7 0 R>>>>"],
                          [("", "BT /F 20 Tf 20 150 Td (Words of its own) Tj ET"), ("", "400 0 0 200 0 0 cm /I Do"),
                           ("/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8"
                            f" /Width {len(rows[1][0])} /Height {len(rows[1])}",
                            bytes(dot[0] for row in rows[1] for dot in row))])
    support.write(folder, "attachments/mixed.pdf", image)


def run(program, *words, folder):
    return subprocess.run([program, *words[:1], "-C", folder, *words[1:]], capture_output=True, text=True, check=False)


def texts(folder):
    found = {}
    for path in glob.glob(os.path.join(folder, "attachments/*.hocr")):
        with open(path, encoding="utf-8") as file:
            found[os.path.basename(path)] = file.read()
    return found


def words_of(hocr):
    return re.findall(r'<span class="ocrx_word" title="bbox [\d ]+; x_wconf \d+">([^<]*)</span>', hocr)


def check_reading(score, program, folder):
    done = run(program, "ocr", "-j", "2", folder=folder)
    found = texts(folder)
    score(done.returncode == 0 and sorted(found) == ["fax.tif.hocr", "mixed.pdf.hocr", "photo.tif.hocr"],
          f"reads: {done.returncode}: {done.stderr}")
    for name, said, pages in (("fax.tif.hocr", SAID[0] + " " + SAID[1], [0, 1]), ("mixed.pdf.hocr", SAID[1], [1]),
                              ("photo.tif.hocr", SAID[2], [0])):
        score(words_of(found[name]) == said.split(), f"{name}: {words_of(found[name])}")
        score(list(map(int, re.findall(r"ppageno (\d+)", found[name]))) == pages, f"{name}: its pages")
        score('name="ocr-system" content="tesseract"' in found[name], f"{name}: says who read it")
        score(re.search(rf'attachments/{re.escape(name)}: note: the text of \d pages? of ".*, \d+ words with a confidence of'
                        r" \d+ %; correct it", done.stderr), f"{name}: is told: {done.stderr}")
    # The photograph lies on its side: the page that was read stands upright.
    width, height = map(int, re.search(r"bbox 0 0 (\d+) (\d+)", found["photo.tif.hocr"]).groups())
    score(width > height, f"photo.tif was turned upright: {width} × {height}")
    return found


def check_outputs(score, program, folder):
    done = run(program, "build", "--templates", TEMPLATES, folder=folder)
    score(done.returncode == 0 and "no text" not in done.stderr, f"builds: {done.stderr}")
    for folio, said in ((1, SAID[0]), (2, SAID[1]), (4, SAID[1]), (5, SAID[2])):
        with open(os.path.join(folder, f"build/site/e{folio}.html"), encoding="utf-8") as file:
            page = file.read()
        text = " ".join(re.findall(r'<p dir="auto">(.*?)</p>', page))
        score(text == said.replace("\n", " ") and "Read by a machine, with a confidence of" in page, f"E{folio}: {text}")
    pdf = subprocess.run(["pdftotext", os.path.join(folder, "build/dossier.pdf"), "-"], capture_output=True, text=True,
                         check=True).stdout
    for said in SAID:
        score(all(word in pdf for word in said.split()), f"the PDF says {said}")
    support.check_pdf(score, program, "recognised text", os.path.join(folder, "build"))


def check_kept(score, program, folder, before):
    """What stands there stays, unless it is asked for and nobody has corrected it."""
    done = run(program, "ocr", folder=folder)
    for words in ("stays as it is; --again has", "note: no page is to be read"):
        score(done.returncode == 0 and words in done.stderr, f"says {words}: {done.stderr}")
    corrected = before["fax.tif.hocr"].replace("quick", "QUICK")
    corrected = re.sub(r"; x_wconf \d+(\">QUICK)", r"\1", corrected)
    support.write(folder, "attachments/fax.tif.hocr", corrected)
    os.rename(os.path.join(folder, "attachments/photo.tif.hocr"), os.path.join(folder, "photo"))
    support.write(folder, "attachments/photo.tif.txt", "Typed by hand")
    path = os.path.join(folder, "attachments/mixed.pdf.hocr")
    inode = os.stat(path).st_ino
    done = run(program, "ocr", "--again", folder=folder)
    found = texts(folder)
    score(done.returncode == 0 and found["fax.tif.hocr"] == corrected and "somebody has corrected this (1 word)" in done.stderr,
          f"what was corrected stays: {done.stderr}")
    score("photo.tif.hocr" not in found and "and not hOCR, and stays as it is" in done.stderr, f"other texts stay: {done.stderr}")
    score(found["mixed.pdf.hocr"] == before["mixed.pdf.hocr"] and os.stat(path).st_ino != inode,
          "the rest is read anew, and comes out the same")
    os.remove(os.path.join(folder, "attachments/photo.tif.txt"))
    done = run(program, "ocr", "-q", "A", folder=folder)
    score(done.returncode == 0 and not done.stderr and "photo.tif.hocr" not in texts(folder), "only what is asked for is read")


def check_stopped(score, program, folder, before):
    """A run that is stopped after a page leaves no text that is not whole, and the next one goes on."""
    process = subprocess.Popen([program, "ocr", "-C", folder, "-j", "1", "A"], stderr=subprocess.PIPE)
    kept = os.path.join(folder, "build/cache/*/*")
    start = time.time()
    looked = 1  # of what the files are
    while len(glob.glob(kept)) <= looked and process.poll() is None and time.time() - start < 60:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    process.communicate()
    first = set(glob.glob(kept))
    if process.returncode == 0:
        print("ocr.py: was too quick to be stopped")
    else:
        score(not texts(folder), f"nothing half written: {list(texts(folder))}")
    done = run(program, "ocr", "A", folder=folder)
    score(done.returncode == 0 and texts(folder)["fax.tif.hocr"] == before["fax.tif.hocr"], f"goes on: {done.stderr}")
    score(first <= set(glob.glob(kept)), "what was read stays read")


COLUMNS = ("The quick brown fox\nof the first column\njumps over a lazy dog\nand runs to the river\nwhere it drinks water\n"
           "before the night falls", "Another column is read\nafter the first one is\nand not line by line\nacross both of them as\n"
           "careless readers would\nwho look at no gap")


def check_turned(score, program, folder):
    """Pages that lie upside down or sideways are read, in columns, and are told; the words are where the picture has them."""
    lines = "".join(f"1 0 0 1 {20 + 190 * column} {270 - 20 * i} Tm ({line}) Tj "
                    for column, text in enumerate(COLUMNS) for i, line in enumerate(text.split("\n")))
    rows = dots_of(folder, f"BT /F 14 Tf {lines} ET", 300)
    image = ("/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8"
             f" /Width {len(rows[0])} /Height {len(rows)}", bytes(dot[0] for row in rows for dot in row))
    ways = (("400 300", "400 0 0 300 0 0", 0), ("400 300", "-400 0 0 -300 400 300", 180),
            ("300 400", "0 -400 300 0 0 400", 270), ("300 400", "0 400 -300 0 300 0", 90))
    support.write(folder, "sources/metadata.yaml", METADATA % "en")
    support.write(folder, "sources/letter.md", "Dear Madam,\n\nEncl.: 4 pages\n")
    support.write(folder, "attachments/manifest.yaml", "pages: 4\nenclosures:\n  - {id: A, title: T, title-from: document,"
                  " file: turned.pdf, pages: 4, status: held}\n")
    support.write(folder, "attachments/turned.pdf", foreign.pages(
        [f"/MediaBox [0 0 {size}] /Contents {8 + i} 0 R /Resources <</XObject <</I 7 0 R>>>>" for i, (size, _, _) in enumerate(ways)],
        [image, *(("", f"{matrix} cm /I Do") for _, matrix, _ in ways)]))
    done = run(program, "ocr", folder=folder)
    found = texts(folder).get("turned.pdf.hocr", "")
    score(done.returncode == 0 and 'pages 2–4 of "turned.pdf" read upside down or sideways, and were read so; turn them' in
          done.stderr, f"turned: {done.returncode}: {done.stderr}")
    said = "\n".join(COLUMNS).split()
    for page, (_, _, angle) in zip(found.split("ocr_page")[2:], ways):
        score(words_of(page) == said, f"turned by {angle}: {words_of(page)}")
        angles = set(re.findall(r"textangle (\d+)", page))
        score(angles == ({str(angle)} if angle else set()), f"turned by {angle}: {angles}")
    done = run(program, "build", "--templates", TEMPLATES, folder=folder)
    score(done.returncode == 0, f"turned: {done.stderr}")
    pdf = os.path.join(folder, "build/dossier.pdf")
    pages = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, text=True, check=True).stdout.split("<page ")
    pages = [page for page in pages if "river" in page]
    # The word's middle, as the page is seen, in points: where it was drawn, turned with the page.
    where = {0: lambda x, y: (x, y), 180: lambda x, y: (400 - x, 300 - y), 270: lambda x, y: (300 - y, x), 90: lambda x, y: (y, 400 - x)}
    upright = None
    for page, (_, _, angle) in zip(pages, ways):
        box = list(map(float, re.search(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">river<', page).groups()))
        middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        upright = upright or middle
        wanted = where[angle](*upright)
        score(abs(middle[0] - wanted[0]) < 4 and abs(middle[1] - wanted[1]) < 4, f"PDF, turned by {angle}: {middle}, not {wanted}")
    score(len(pages) == 4, f"PDF: {len(pages)} pages with the words")
    support.check_pdf(score, program, "turned pages", os.path.join(folder, "build"))


def check_closed(score, program, folder):
    """A PDF that needs a password is read with it."""
    path, before = os.path.join(folder, "attachments/turned.pdf"), texts(folder)
    subprocess.run(["qpdf", "--encrypt", "a şecret", "of the owner", "256", "--", "--replace-input", path], check=True)
    os.remove(path + ".hocr")
    support.write(folder, "secret.txt", "a şecret\n")
    support.write(folder, "attachments/manifest.yaml", "pages: 4\nenclosures:\n  - {id: A, title: T, title-from: document,"
                  " files: [{file: turned.pdf, password-file: secret.txt}], pages: 4, status: held}\n")
    done = run(program, "ocr", folder=folder)
    score(done.returncode == 0 and texts(folder) == before, f"closed by a password: {done.returncode}: {done.stderr}")


def check_languages(score, program, folder):
    """The languages of an enclosure go before those of the metadata, page by page where a file is in several."""
    fresh = {os.path.join(folder, "attachments", name) for name in texts(folder)}
    for path in fresh:
        os.remove(path)
    own = MANIFEST.replace("file: fax.tif\n    pages: 2", "files: [{file: fax.tif, pages: 1}]\n    pages: 1\n    languages: [%s]")
    own = own.replace("file: mixed.pdf\n    pages: 2", "files: [{file: fax.tif, pages: 2}]\n    pages: 1").replace("pages: 5", "pages: 3")
    support.write(folder, "sources/letter.md", "Dear Madam,\n\nEncl.: 3 pages\n")
    support.write(folder, "sources/metadata.yaml", METADATA % "tlh, az-Cyrl")
    support.write(folder, "attachments/manifest.yaml", own % "en")
    done = run(program, "ocr", "A", "B", folder=folder)
    if "no data for the language az-Cyrl" in done.stderr:
        print("ocr.py: there is no Cyrillic data, and two languages are not tried; type: make deps-ocr ocr")
    else:
        one, other = texts(folder)["fax.tif.hocr"].split("ppageno 1")
        score(done.returncode == 0 and words_of(one) == SAID[0].split(), f"the enclosure's language: {words_of(one)}")
        score(re.search("[\u0400-\u04ff]", "".join(words_of(other))), f"the metadata's language: {words_of(other)}")
        score(done.stderr.count("sources/metadata.yaml: warning: tesseract does not know the language tlh") == 1, done.stderr)
        os.remove(os.path.join(folder, "attachments/fax.tif.hocr"))
    support.write(folder, "attachments/manifest.yaml", own % "tlh")
    done = run(program, "ocr", "A", folder=folder)
    score(done.returncode == 1 and "attachments/manifest.yaml:8:16: tesseract knows none of the languages" in done.stderr,
          f"the place of an enclosure's languages: {done.stderr}")
    support.write(folder, "attachments/manifest.yaml", MANIFEST)
    support.write(folder, "sources/letter.md", "Dear Madam,\n\nEncl.: 5 pages\n")


def check_wrong(score, program, folder, rows):
    done = run(program, "ocr", "X", folder=folder)
    score(done.returncode == 2 and "there is no enclosure X; " in done.stderr, f"no such enclosure: {done.stderr}")
    for languages, code, words in (("tlh", 1, "tesseract knows none of the languages; "),
                                   ("gd", 1, "tesseract has no data for the language gd in "),
                                   ("en, tlh", 0, "tesseract does not know the language tlh; ")):
        support.write(folder, "sources/metadata.yaml", METADATA % languages)
        if languages == "gd" and glob.glob("/usr/share/tesseract-ocr/*/tessdata/gla.traineddata"):
            continue
        done = run(program, "ocr", "C", folder=folder)
        score(done.returncode == code and words in done.stderr, f"{languages}: {done.returncode}: {done.stderr}")
    lzw = {"compression": r.LZW, "photometric": r.RGB}
    data = bytearray(r.tiff([(rows[0], lzw, {"dpi": (DPI, DPI)}), (rows[1], lzw, {"dpi": (DPI, DPI)})]))
    middle = len(data) // 4
    data[middle:middle + 400] = b"\xff" * 400
    support.write(folder, "attachments/fax.tif", bytes(data))
    if os.path.exists(os.path.join(folder, "attachments/fax.tif.hocr")):
        os.remove(os.path.join(folder, "attachments/fax.tif.hocr"))
    done = run(program, "ocr", "A", folder=folder)
    score(done.returncode == 1 and re.search(r'page \d of "fax.tif" cannot be read: .*; mend the file, or write', done.stderr),
          f"a damaged page: {done.stderr}")
    score(len(re.findall("ppageno", texts(folder).get("fax.tif.hocr", ""))) == 1, "the other page is read")


def check_missing(score, program, folder):
    """Without its worker the command says what to do."""
    os.makedirs(folder)
    alone, _ = support.moved(program, TEMPLATES, folder)
    worker = os.path.join(folder, "libexec/dossier/ocr-worker")
    if os.path.exists(worker):
        os.remove(worker)
    dossier(os.path.join(folder, "of"), [[[(255,) * 3] * 8] * 8] * 3)
    shutil.copytree(TEMPLATES, os.path.join(folder, "of/templates"))
    done = run(alone, "ocr", folder=os.path.join(folder, "of"))
    score(done.returncode == 3 and "which recognises text; type: make deps-ocr ocr" in done.stderr,
          f"without the worker: {done.returncode}: {done.stderr}")


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    worker = os.path.join(os.path.dirname(os.path.dirname(program)), "libexec/dossier/ocr-worker")
    there = os.path.exists(worker) and glob.glob("/usr/share/tesseract-ocr/5/tessdata/eng.traineddata")
    with tempfile.TemporaryDirectory() as folder:
        check_missing(score, program, os.path.join(folder, "alone"))
        if there:
            rows = [drawn(folder, text) for text in SAID]
            one, other = os.path.join(folder, "one"), os.path.join(folder, "other")
            dossier(one, rows)
            dossier(other, rows)
            before = check_reading(score, program, one)
            check_outputs(score, program, one)
            check_stopped(score, program, other, before)
            check_kept(score, program, one, before)
            check_languages(score, program, other)
            check_turned(score, program, os.path.join(folder, "turned"))
            check_closed(score, program, os.path.join(folder, "turned"))
            check_wrong(score, program, other, rows)
        else:
            print("ocr.py: tesseract is not there, and nothing is read; type: make deps-ocr ocr")
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
