#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Pages of held PDFs stand in our PDF as they are: however they are turned, cropped, scaled and placed, they look as
they do in their own file and say the same words, and our PDF is right, and the same with one worker or four.

usage: enclosed_pdf.py PROGRAM
"""

import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import foreign  # noqa: E402
import support  # noqa: E402

SIDE = 600  # dots of the longer one
# Of all dots, those that may differ by more than a quarter of the way from black to white: edges fall between dots.
DIFFERENT = 0.02
DRAWN = 0.03

METADATA = "identifier: enclosed\ntitle: A letter\ndate: 2020-01-02\npublished: 2024-01-02\nlanguages: [en]\n" \
    "sender: {name: A. Sender}\n"

# What each page of a real PDF is made to be, and the factor of its UserUnit.
CHANGES = [
    ("as it is", "", 1),
    ("turned by 90", "/Rotate 90", 1),
    ("turned by 180", "/Rotate 180", 1),
    ("turned by 270", "/Rotate -90", 1),
    ("with larger units", "/UserUnit 2", 2),
    ("turned, with larger units", "/UserUnit 1.5 /Rotate 90", 1.5),
    ("from a negative origin", "/MediaBox [-100 -50 595.276 841.89]", 1),
    ("cropped", "/CropBox [60 200 500 800]", 1),
    ("cropped and turned", "/CropBox [60 200 500 800] /Rotate 270", 1),
    ("cropped beyond its sheet", "/CropBox [-300 -300 700 900]", 1),
    ("landscape", "/MediaBox [0 250 841.89 841.89]", 1),
]

LARGE = 40000, 20000
BLUE = "0.2 0.4 0.8 rg -10 -10 2000 2000 re f 1 g 100 100 50 50 re f"
HELVETICA = "/Font <</F1 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>"


def run(*command):
    return subprocess.run(command, capture_output=True, check=False)


def real(program, folder):
    """A PDF with text, fonts, marked content and links: of our own make, taken apart and changed page by page."""
    dossier = os.path.join(folder, "real")
    support.shipped(dossier)
    run(program, "build", "-q", "-C", dossier)
    plain = os.path.join(folder, "plain.pdf")
    run("qpdf", os.path.join(dossier, "build/dossier.pdf"), "--pages", ".", "1-8,1,2,3", "--", "--qdf",
        "--object-streams=disable", plain)
    with open(plain, "rb") as file:
        data = file.read()
    changes = iter(CHANGES)

    def change(match):
        body = match[0]
        entries = next(changes)[1]
        for key in re.findall(r"/\w+", entries):
            body = re.sub(rb"\n  " + key.encode() + rb" (\[[^\]]*\]|\d+ 0 R|\S+)", b"", body)
        return body.replace(b"/Type /Page\n", b"/Type /Page\n  " + entries.encode() + b"\n")
    data = re.sub(rb"\n<<\n(?:  .*\n)*?  /Type /Page\n(?:  .*\n)*?>>\n", change, data)
    return subprocess.run(["fix-qdf"], input=data, capture_output=True, check=True).stdout


def files(program, folder):
    """Name, bytes, and for each page what it is, its unit, whether it may only be a picture."""
    print_to_edges = foreign.page_of(BLUE)
    inherited = foreign.pages(["/Contents 5 0 R", "/Contents 5 0 R /Rotate 0"], [("", "1 0 0 rg 20 20 30 90 re f")],
                              tree="/MediaBox [0 0 200 300] /Rotate 90 /Resources <<>>")
    misfit = foreign.page_of("BT /F1 24 Tf 72 700 Td (Words that stand in no font) Tj ET 0 1 1 0 k 72 100 200 300 re f",
                             HELVETICA)
    tiny = foreign.pages(["/MediaBox [0 0 8 8] /Contents 4 0 R"], [("", "0 0 1 rg 0 0 4 4 re f")])
    huge = foreign.pages([f"/MediaBox [0 0 {LARGE[0]} {LARGE[1]}] /Contents 4 0 R"],
                         [("", "0 0 1 rg 3000 3000 20000 9000 re f")])
    appearance = ("/Type /XObject /Subtype /Form /BBox [0 0 100 50]", "0 0.5 0 rg 0 0 100 50 re f")
    note = foreign.pages([f"{foreign.A4} /Contents 4 0 R /Annots [6 0 R]"],
                         [("", "0.5 g 72 72 100 100 re f"), appearance,
                          "<</Type /Annot /Subtype /Stamp /F 4 /Rect [300 300 500 400] /AP <</N 5 0 R>>>>"])
    layers = "/OCProperties <</OCGs [5 0 R] /D <</OFF [5 0 R]>>>>"
    hidden = foreign.page_of("0.5 g 72 72 100 100 re f /OC /L BDC 1 0 0 rg 300 300 200 200 re f EMC",
                             "/Properties <</L 5 0 R>>", ["<</Type /OCG /Name (Layer)>>"], catalog=layers)
    return [
        ("real.pdf", real(program, folder), [(what, unit, False) for what, _, unit in CHANGES]),
        ("edges.pdf", print_to_edges, [("printed to the edges", 1, False)]),
        ("inherited.pdf", inherited, [("turned by what it inherits", 1, False), ("turned back", 1, False)]),
        ("misfit.pdf", misfit, [("in CMYK, without its font", 1, True)]),
        ("tiny.pdf", tiny, [("tiny", 1, False)]),
        ("huge.pdf", huge, [("huge", 1, False)]),
        ("note.pdf", note, [("with a stamp on it", 1, True)]),
        ("hidden.pdf", hidden, [("with a hidden layer", 1, True)]),
    ]


def build(program, folder, out, workers):
    return subprocess.run([program, "build", "-C", folder, "-o", out, "-j", str(workers)], capture_output=True, text=True)


def picture(path, page, dpi):
    """Rows of grey dots."""
    done = run("pdftoppm", "-gray", "-cropbox", "-r", str(dpi), "-f", str(page), "-l", str(page), path)
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", done.stdout)
    width, height = int(head[1]), int(head[2])
    return [done.stdout[at:at + width] for at in range(head.end(), head.end() + width * height, width)]


def words(path, page):
    """Numbers are left out: pdftotext also tells those of the cropped pages that stand outside of what is seen."""
    text = run("pdftotext", "-cropbox", "-f", str(page), "-l", str(page), path, "-").stdout.decode()
    return {word for word in text.split() if not word.isdigit()}


def resolution(path, page):
    """At which a page is about as large as it should be for the tests."""
    size = re.search(rb"size: +(\S+) x (\S+)", run("pdfinfo", "-f", str(page), "-l", str(page), path).stdout)
    return min(SIDE * 72 / max(float(size[1]), float(size[2])), 72)


def differ(ours, theirs, stamp):
    """The part of all dots that are not alike; our page may have a band below and something beside it. The lines and
    columns of the stamp are left out."""
    height, width = min(len(ours), len(theirs)), min(len(ours[0]), len(theirs[0]))
    bad = sum(abs(a - b) > 64 for y in range(height) for x, (a, b) in enumerate(zip(ours[y][:width], theirs[y][:width]))
              if not (stamp[0] <= x <= stamp[2] and stamp[1] <= y <= stamp[3]))
    return bad / (height * width)


def stamp_of(path, page, folio, dpi):
    """Where the folio stands, in dots, with the name of the enclosure before it."""
    text = run("pdftotext", "-bbox", "-f", str(page), "-l", str(page), path, "-").stdout.decode()
    found = re.findall(rf'xMin="(\S+)" yMin="(\S+)" xMax="(\S+)" yMax="(\S+)">{folio}</word>', text)
    if not found:
        return None
    left, top, right, bottom = (float(number) * dpi / 72 for number in found[0])
    return left - 50, top - 1, right + 1, bottom + 1


def is_seen(path, page, stamp):
    """Whether something dark stands where the stamp's right end is, in points."""
    right, top, bottom = (int(number) for number in (stamp[2], stamp[1], stamp[3]))
    done = run("pdftoppm", "-gray", "-r", "72", "-f", str(page), "-l", str(page), "-x", str(right - 9), "-y", str(top),
               "-W", "9", "-H", str(bottom - top), path)
    dots = done.stdout[re.match(rb"P5\s+\d+\s+\d+\s+255\s", done.stdout).end():]
    return min(dots) < 190 < max(dots)


def manifest(held):
    text = "enclosures:\n"
    for index, (name, _, pages) in enumerate(held):
        text += f"  - id: {chr(65 + index)}\n    title: {name}\n    title-from: document\n    file: {name}\n" \
                f"    pages: {len(pages)}\n    status: held\n"
    return f"pages: {sum(len(pages) for _, _, pages in held)}\n" + text


def examine(score, pdf, page, folio, path, number, kind):
    what, unit, drawn = kind
    what = f"{folio}, a page {what}"
    dpi = resolution(pdf, page)
    stamp = stamp_of(pdf, page, f"E{folio}", dpi)
    if not score(stamp, f"E{what}: no folio on it"):
        return
    ours = picture(pdf, page, dpi)
    # No page of a PDF/A is longer than 14,400 points: one that is was made smaller.
    scale = min(14379 / max(LARGE), 1) if "huge" in what else 1
    theirs = picture(path, number, dpi * unit * scale)
    band = 21 * dpi / 72
    score(abs(len(ours[0]) - len(theirs[0])) < 2 + len(theirs[0]) / 200 or "tiny" in what,
          f"E{what}: {len(ours[0])} dots wide, not {len(theirs[0])}")
    score(-2 < len(ours) - len(theirs) < band + 2 + len(theirs) / 200,
          f"E{what}: {len(ours)} dots high, not {len(theirs)}")
    score(is_seen(pdf, page, stamp_of(pdf, page, f"E{folio}", 72)), f"E{what}: its folio is not seen")
    found = differ(ours, theirs, stamp)
    score(found < (DRAWN if drawn else DIFFERENT), f"E{what}: {found:.1%} of it looks otherwise")
    missing = words(path, number) - words(pdf, page)
    score(not missing, f"E{what}: has no {sorted(missing)[:5]}")


def check_many(score, program, folder):
    """More files than a process that reads foreign ones needs of its own."""
    count = 75
    names = [f"{number}.pdf" for number in range(count)]
    support.write(folder, "sources/metadata.yaml", METADATA)
    support.write(folder, "sources/letter.md", f"Dear Madam,\n\nSee [it](enclosure:A).\n\nEncl.: {count} pages\n")
    support.write(folder, "attachments/manifest.yaml",
                  f"pages: {count}\nenclosures:\n  - id: A\n    title: Sheets\n    title-from: document\n"
                  f"    pages: {count}\n    files: [{', '.join(names)}]\n    status: held\n")
    for number, name in enumerate(names):
        support.write(folder, "attachments/" + name, foreign.page_of(f"{number / count} g 100 100 200 200 re f"))
    out = os.path.join(folder, "out")
    done = build(program, folder, out, 2)
    if score(done.returncode == 0, f"{count} files are not built: {done.stderr}"):
        pages = int(re.search(rb"Pages: +(\d+)", run("pdfinfo", os.path.join(out, "dossier.pdf")).stdout)[1])
        score(pages > count, f"of {count} files there are {pages} pages")


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    with tempfile.TemporaryDirectory() as folder:
        check_many(score, program, os.path.join(folder, "many"))
        held = files(program, folder)
        dossier = os.path.join(folder, "dossier")
        support.write(dossier, "sources/metadata.yaml", METADATA)
        support.write(dossier, "sources/letter.md", "Dear Madam,\n\nSee [it](enclosure:A).\n")
        support.write(dossier, "attachments/manifest.yaml", manifest(held))
        for name, data, _ in held:
            support.write(dossier, "attachments/" + name, data)
        outs = [os.path.join(folder, "one"), os.path.join(folder, "four")]
        done = [build(program, dossier, out, workers) for out, workers in zip(outs, (1, 4))]
        if not score(all(run.returncode == 0 for run in done), f"it is not built: {done[0].stderr}"):
            return score.end()
        pdf = os.path.join(outs[0], "dossier.pdf")
        with open(pdf, "rb") as one, open(os.path.join(outs[1], "dossier.pdf"), "rb") as four:
            score(one.read() == four.read(), "other bytes with four workers")
        support.check_pdf(score, program, "enclosed pages", outs[0])
        score(run("qpdf", "--check", pdf).returncode == 0, "qpdf finds fault with it")
        first = int(re.search(rb"Pages: +(\d+)", run("pdfinfo", pdf).stdout)[1]) - \
            sum(len(pages) for _, _, pages in held) + 1
        tree = run("pdfinfo", "-struct-text", pdf).stdout.decode()
        folio = 0
        for name, _, pages in held:
            for number, kind in enumerate(pages, 1):
                folio += 1
                examine(score, pdf, first + folio - 1, folio, os.path.join(dossier, "attachments", name), number, kind)
        figures = tree.split("Figure")[1:]
        score(len(figures) == folio, f"{len(figures)} figures, not {folio}")
        score("Minister of Foreign Affairs" in figures[0], "the words of the first page are not in its figure")
        score(any("stand" in figure and "font" in figure for figure in figures),
              "the words laid over a picture are not in its figure")
        if "--keep" in sys.argv:
            os.replace(pdf, sys.argv[-1])
            print(done[0].stderr)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
