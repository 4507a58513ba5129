#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""The PDF claims PDF/A-2a and PDF/UA-1 where every enclosed page in it allows that, says so in its metadata, and is
judged by what it claims; pages that do not allow it are pictures, or stand as they are and cost a claim, which may be
made an error.

usage: claims.py [--keep FOLDER] PROGRAM
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import foreign  # noqa: E402
import support  # noqa: E402

METADATA = "identifier: claims\ntitle: A letter\ndate: 2020-01-02\npublished: 2024-01-02\nlanguages: [en]\n" \
    "sender: {name: A. Sender}\n"
HELVETICA = "/Font <</F1 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>"

STAMP = foreign.pages([f"{foreign.A4} /Contents 4 0 R /Annots [6 0 R]"],
                      [("", "0.5 g 72 72 100 100 re f"),
                       ("/Type /XObject /Subtype /Form /BBox [0 0 100 50]", "0 0.5 0 rg 0 0 100 50 re f"),
                       "<</Type /Annot /Subtype /Stamp /F 4 /Rect [300 300 500 400] /AP <</N 5 0 R>>>>"])
THREE = foreign.pages([f"{foreign.A4} /Contents {6 + (i == 1)} 0 R /Resources <<>>" for i in range(3)],
                      [("", "1 0 0 0 k 72 500 99 99 re f"), ("", "0.4 g 72 500 99 99 re f")])

# What each file is: what its pages allow as they are, None for one that can only be a picture; and their number.
FILES = {
    "good.pdf": (foreign.page_of("0.2 0.4 0.8 rg 72 100 200 300 re f"), ("2a", "ua1")),
    "cmyk.pdf": (THREE, ("ua1",)),
    "blend.pdf": (foreign.page_of("/G gs 1 0 0 rg 72 100 200 300 re f", "/ExtGState <</G <</BM /Odd /ca .5>>>>"), ("ua1",)),
    "font.pdf": (foreign.page_of("BT /F1 24 Tf 72 700 Td (Words in no font) Tj ET", HELVETICA), ()),
    "stamp.pdf": (STAMP, None),
    "external.pdf": (foreign.page_of("/X Do", "/XObject <</X 5 0 R>>", [
        ("/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"
         " /F (/etc/passwd)", "")]), None),
}
BOTH = ("2a", "ua1")


def dossier(folder, names, misfits):
    shutil.rmtree(folder, ignore_errors=True)
    support.write(folder, "sources/metadata.yaml", METADATA)
    support.write(folder, "sources/letter.md", "Dear Madam,\n\nSee [it](enclosure:A).\n")
    text = ""
    total = 0
    for index, name in enumerate(names):
        pages = 3 if name == "cmyk.pdf" else 1
        total += pages
        text += f"  - id: {chr(65 + index)}\n    title: {name}\n    title-from: document\n    file: {name}\n" \
                f"    pages: {pages}\n    status: held\n"
        support.write(folder, "attachments/" + name, FILES[name][0])
    support.write(folder, "attachments/manifest.yaml", f"pages: {total}\nenclosures:\n{text}")
    with open(os.path.join(support.ROOT, "templates/pdf.yaml"), encoding="utf-8") as file:
        settings = file.read()
    shutil.copytree(os.path.join(support.ROOT, "templates"), os.path.join(folder, "templates"))
    support.write(folder, "templates/pdf.yaml", settings.replace("misfits: pictures", f"misfits: {misfits}"))


def run(program, command, folder, *options):
    return subprocess.run([program, command, "-C", folder, *options], capture_output=True, text=True)


def claimed(pdf):
    with open(pdf, "rb") as file:
        data = file.read()
    found = []
    if b"<pdfaid:part>2</pdfaid:part>" in data and b"<pdfaid:conformance>A</pdfaid:conformance>" in data:
        found.append("2a")
    if b"<pdfuaid:part>1</pdfuaid:part>" in data:
        found.append("ua1")
    return tuple(found)


def names_of(claims):
    return " and ".join({"2a": "PDF/A-2a", "ua1": "PDF/UA-1"}[claim] for claim in claims)


def check_build(score, program, folder, names, misfits, keep):
    """One dossier: what its PDF claims is what its pages allow, and what is said of it agrees."""
    dossier(folder, names, misfits)
    what = f"{', '.join(names)} as {misfits}"
    built = run(program, "build", folder, "--only", "pdf")
    pdf = os.path.join(folder, "build/dossier.pdf")
    if not score(built.returncode == 0, f"{what}: not built: {built.stderr}"):
        return
    allowed = [BOTH if misfits == "pictures" or FILES[name][1] is None else FILES[name][1] for name in names]
    expected = tuple(claim for claim in BOTH if all(claim in claims for claims in allowed))
    score(claimed(pdf) == expected, f"{what}: claims {claimed(pdf)}, not {expected}")
    lines = [line for line in built.stderr.splitlines() if "the PDF claims" in line]
    missing = tuple(claim for claim in BOTH if claim not in expected)
    if not missing:
        score(not lines, f"{what}: says {lines} unasked")
    else:
        words = f"claims {names_of(expected)}, not {names_of(missing)}" if expected else "claims neither PDF/A-2a nor PDF/UA-1"
        score(len(lines) == 1 and words in lines[0] and "warning: " in lines[0], f"{what}: {lines}")
    judged = subprocess.run(["qpdf", "--check", pdf], capture_output=True)
    score(judged.returncode == 0, f"{what}: qpdf finds fault with it: {judged.stdout}")
    checked = subprocess.run([program, "check", "--pdf", pdf], capture_output=True, text=True)
    told = "warning: it claims neither PDF/A-2a nor PDF/UA-1; only what every PDF must keep is looked at" in checked.stderr
    score(checked.returncode == 0 and told == (not expected), f"{what}: check --pdf: {checked.returncode} {checked.stderr}")
    for required in (("2a",), ("ua1",), BOTH):
        check_required(score, program, folder, what, required, missing)
    images = len(subprocess.run(["pdfimages", "-list", pdf], capture_output=True).stdout.splitlines()) - 2
    pictures = sum((3 if name == "cmyk.pdf" else 1) for name in names
                   if FILES[name][1] is None or (misfits == "pictures" and FILES[name][1] != BOTH))
    if misfits == "pictures":
        pictures -= "cmyk.pdf" in names  # of three its second page is grey
    score(images == pictures, f"{what}: {images} pages are pictures, not {pictures}")
    if keep:
        shutil.copy(pdf, os.path.join(keep, f"{'-'.join(expected) or 'none'}-{misfits}-{'+'.join(names)}.pdf"))


def check_required(score, program, folder, what, required, missing):
    refused = [claim for claim in required if claim in missing]
    for command, options in (("check", ()), ("build", ("--only", "pdf"))):
        before = support.fingerprint(os.path.join(folder, "build"))
        done = run(program, command, folder, "--require", ",".join(required), *options)
        said = f"{what}: {command} --require {','.join(required)}: {done.returncode} {done.stderr}"
        score(done.returncode == bool(refused), said)
        score(("which is required" in done.stderr) == bool(refused), said)
        if refused and command == "build":
            score(support.fingerprint(os.path.join(folder, "build")) == before, said + ": outputs changed")
        if refused and "2a" in refused and "cmyk.pdf" in what:
            score('pages 1, 3 of "cmyk.pdf" keep the PDF from claiming PDF/A-2a' in done.stderr, said)
        if "font.pdf" in what and refused:
            score(f'page 1 of "font.pdf" keeps the PDF from claiming {names_of(refused)}' in done.stderr, said)


def check_words(score, program, folder):
    """What is said where it is asked for, and of words that are no claims."""
    dossier(folder, ["good.pdf", "font.pdf"], "pictures")
    done = run(program, "build", folder, "-v", "--only", "pdf")
    score("note: the PDF claims PDF/A-2a and PDF/UA-1: all of the 2 enclosed pages in it allow that, 1 of them as picture\n"
          in done.stderr, f"-v: {done.stderr}")
    dossier(folder, ["good.pdf"], "as-is")
    done = run(program, "check", folder, "-v", "--require", "ua1,2a")
    score("all of the 1 enclosed page in it allows that\n" in done.stderr, f"-v: {done.stderr}")
    for words in ("2b", "2a,", ",ua1", "2a ua1", "2A"):
        done = run(program, "build", folder, "--require", words)
        score(done.returncode == 2 and f"--require takes 2a, ua1 or 2a,ua1, not {words}" in done.stderr,
              f"--require {words}: {done.stderr}")
    dossier(folder, ["good.pdf"], "vector")
    done = run(program, "check", folder)
    score(done.returncode == 1 and re.search(r"pdf.yaml:\d+:\d+: .*pictures or as-is", done.stderr), f"{done.stderr}")


def main():
    arguments = sys.argv[1:]
    keep = None
    if arguments[0] == "--keep":
        keep = arguments[1]
        os.makedirs(keep, exist_ok=True)
    program = os.path.abspath(arguments[-1])
    score = support.Score()
    with tempfile.TemporaryDirectory() as folder:
        made = os.path.join(folder, "dossier")
        for names in (["good.pdf", "stamp.pdf", "external.pdf"], ["good.pdf", "cmyk.pdf", "blend.pdf"],
                      ["font.pdf", "cmyk.pdf", "stamp.pdf"]):
            check_build(score, program, made, names, "as-is", keep)
        check_build(score, program, made, [name for name in FILES], "pictures", keep)
        check_words(score, program, made)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
