#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Foreign files are hostile: the worker that parses them can do nothing else, tells right what they are, and ends
well whatever they hold. Speaks to page-worker itself.

usage: confined.py PROGRAM
"""

import concurrent.futures
import os
import random
import signal
import subprocess
import sys
import tempfile
import zlib

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import foreign  # noqa: E402
import frames  # noqa: E402
import support  # noqa: E402

# What a file may take on a machine that does other things too.
SECONDS = 120
LONG = "x" * 400
# Pages with these cannot be laid into ours as they are: they would be other pages there, or nobody knows.
FORMLESS = ("kept", "given back", "damaged", "neither", "alternates", "another file", "OPI", "Ref", "resources",
            "draws itself")
# Times 600,000 bytes; the worker reads 64 MB of a page's content.
UNFOLDED = 1000 if support.LONG else 170
# What takes minutes, or more memory than there is, where each byte is watched.
LARGE = ("content that unfolds to hundreds of MB", "forms that draw ten each, 14 deep")


class Worker:
    """Inspects bytes as a file."""

    def __init__(self, program, folder):
        self.path = os.path.join(os.path.dirname(os.path.dirname(program)), "libexec/dossier/page-worker")
        self.folder = folder
        with open(self.path, "rb") as file:
            self.sanitized = b"__asan_init" in file.read()

    def speak(self, job, data=None, readable=()):
        path = None
        if data is not None:
            handle, path = tempfile.mkstemp(dir=self.folder)
            os.write(handle, data)
            os.close(handle)
        try:
            return frames.run(self.path, path, job, readable, SECONDS)
        finally:
            if path:
                os.unlink(path)

    def inspect(self, kind, data, **job):
        """The replies but the first and the last, which are as they must be, or ("broken", why)."""
        try:
            replies, code = self.speak(frames.job(frames.INSPECT, kind, **job), data)
        except (ValueError, IndexError, UnicodeDecodeError, subprocess.TimeoutExpired) as error:
            return [{"kind": "broken", "why": str(error)}]
        if code or len(replies) < 2 or replies[0]["kind"] != "confined" or replies[-1]["kind"] != "done":
            return replies + [{"kind": "broken", "why": f"exit code {code}"}]
        return replies[1:-1]


def of_kind(replies, kind):
    return [reply for reply in replies if reply["kind"] == kind]


def findings(replies, page=None):
    return {reply["finding"]: reply["detail"] for reply in of_kind(replies, "finding")
            if page is None or reply["page"] == page}


# ---------------------------------------------------------------- Confinement

def check_confinement(worker, score):
    for readable in ((), ("/usr/share/poppler", "/usr/share/no such folder")):
        replies, code = worker.speak(frames.job(frames.TRY), b"a file", readable)
        score(code == 0 and replies[-1]["kind"] == "done", f"trying to escape ends with {code}: {replies}")
        score(replies[0] == {"kind": "confined", "missing": ""}, f"the kernel lacks {replies[0]}")
        for reply in of_kind(replies, "failed"):
            score(False, f"the worker {reply['why']}")
    for trial, expected in (("crash", -signal.SIGSEGV), ("abort", -signal.SIGABRT), ("memory", 3), ("quit", 0)):
        replies, code = worker.speak(frames.job(frames.TRY, trial=trial))
        # AddressSanitizer has limits and ends of its own.
        if trial != "memory" or not worker.sanitized:
            score(code == expected, f"{trial}: exit code {code}")
            score(trial != "memory" or "memory" in replies[-1].get("why", ""), f"{trial}: {replies}")
        score(replies[-1]["kind"] != "done", f"{trial}: {replies}")
    for trial in ("lie", "cut"):
        try:
            replies, code = worker.speak(frames.job(frames.TRY, trial=trial))
            score(False, f"{trial}: {replies}, exit code {code}")
        except ValueError:
            score(True, trial)
    for words in (b"", b"\0", frames.job(frames.INSPECT)[:-1], frames.frame(0, b"no job"), b"\0\xff\xff\xff\xff"):
        replies, code = worker.speak(words, b"a file")
        score(code == 3 and len(replies) == 1, f"a job that is none: {replies}, exit code {code}")


# ---------------------------------------------------------------- Good files

def check_sizes(worker, score):
    entries = [
        (foreign.A4, 595276, 841890, 0),
        ("/MediaBox [0 0 841.89 595.276]", 841890, 595276, 0),
        (foreign.A4 + " /Rotate 90", 841890, 595276, 90),
        (foreign.A4 + " /Rotate -90", 841890, 595276, 270),
        (foreign.A4 + " /Rotate 540", 595276, 841890, 180),
        (foreign.A4 + " /Rotate 45", 595276, 841890, 0),
        (foreign.A4 + " /UserUnit 2.5", 1488190, 2104725, 0),
        (foreign.A4 + " /CropBox [100 100 300 400]", 200000, 300000, 0),
        (foreign.A4 + " /CropBox [-50 -50 300 9000]", 300000, 841890, 0),
        (foreign.A4 + " /CropBox [900 900 1000 1000]", 595276, 841890, 0),
        ("/MediaBox [-100 -50 100 50]", 200000, 100000, 0),
        ("/MediaBox [100 50 -100 -50]", 200000, 100000, 0),
        ("", 300000, 400000, 90),
    ]
    data = foreign.pages([entry for entry, *_ in entries], tree="/MediaBox [0 0 400 300] /Rotate 90")
    replies = worker.inspect(frames.PDF, data)
    pages = of_kind(replies, "page")
    score(of_kind(replies, "file") == [{"kind": "file", "type": frames.PDF, "pages": len(entries), "closed": 0,
                                      "title": ""}],
          f"sizes: {replies[:1]}")
    score(len(pages) == len(entries), f"sizes: {replies}")
    for page, (entry, width, height, turned) in zip(pages, entries):
        if "/Rotate" not in entry:
            turned = 90  # inherited
            if entry:
                width, height = height, width
        score((page["width"], page["height"], page["turned"]) == (width, height, turned), f"{entry}: {page}")
    for entry, why in (("/MediaBox [0 0 0 0]", "size"), ("/MediaBox [0 0 1e30 5]", "size"), ("/MediaBox 5", "size"),
                       ("/MediaBox [0 0 99999999 99999999]", "metres"), (foreign.A4 + " /UserUnit 0", "size")):
        replies = worker.inspect(frames.PDF, foreign.pages([entry, foreign.A4]))
        failed = of_kind(replies, "failed")
        score([page["page"] for page in of_kind(replies, "page")] == [2] and failed and failed[0]["page"] == 1
              and why in failed[0]["why"], f"{entry}: {replies}")
    replies = worker.inspect(frames.PDF, foreign.pages([""]))
    score("612" in findings(replies, 1).get("repaired", ""), f"no size: {replies}")
    replies = worker.inspect(frames.PDF, foreign.pages([foreign.A4] * 9), spans=[(7, 20), (2, 3), (3, 3)])
    score([page["page"] for page in of_kind(replies, "page")] == [2, 3, 7, 8, 9], f"spans: {replies}")


HELVETICA = "/Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>"
PICTURE = ("/Type /XObject /Subtype /Image /Width 1240 /Height 1754 /ColorSpace /DeviceGray /BitsPerComponent 8"
           " /Filter /FlateDecode", zlib.compress(bytes(1240 * 1754)))


def check_findings(worker, score):
    def one(data, page=None):
        return findings(worker.inspect(frames.PDF, data), page)

    def catalog(entries, more=()):
        return foreign.page_of("", more=more, catalog=entries)
    score(one(catalog("")) == {}, f"an empty page: {one(catalog(''))}")
    cases = [
        ("forms", catalog("/AcroForm <</Fields [5 0 R]>>", ["<</FT /Tx /T (a)>>"])),
        ("signatures", catalog("/AcroForm <</Fields [5 0 R]>>", ["<</Kids [6 0 R]>>", "<</FT /Sig /V <</A 1>>>>"])),
        ("scripts", catalog("/OpenAction <</S /JavaScript /JS (1)>>")),
        ("scripts", catalog("/Names <</JavaScript <</Names [(a) 5 0 R]>>>>", ["<</S /JavaScript /JS (1)>>"])),
        ("scripts", catalog("/AA <</WC <</S /JavaScript /JS (1)>>>>")),
        ("attachments", catalog("/Names <</EmbeddedFiles <</Names []>>>>")),
        ("layers", catalog("/OCProperties <</OCGs [5 0 R] /D <<>>>>", ["<</Type /OCG /Name (a)>>"])),
    ]
    for name, data in cases:
        score(name in one(data), f"{name}: {one(data)}")
    annotated = foreign.page_of("", entries="/Annots [<</Subtype /Link>> <</Subtype /Link /A <</S /JavaScript>>>> "
                                            "<</Subtype /FileAttachment>> null 5 <<>>]")
    score(one(annotated, 1) == {"annotations": "FileAttachment", "scripts": "", "attachments": ""},
          f"annotations: {one(annotated, 1)}")
    found = worker.inspect(frames.PDF, foreign.page_of("BT /F 12 Tf (words) Tj ET", HELVETICA))
    score(findings(found) == {"font not embedded": "Helvetica"} and of_kind(found, "page")[0]["has_text"] == 1,
          f"Helvetica: {found}")
    # A font that only text which is not seen is set in, and one that nothing is set in, are not missed.
    for content in ("BT 3 Tr /F 12 Tf (words) Tj ET", "BT /F 12 Tf ET"):
        found = worker.inspect(frames.PDF, foreign.page_of(content, HELVETICA))
        score(findings(found) == {}, f"{content}: {found}")
    # In a form of a form, drawn twice.
    nested = foreign.page_of("/X Do /X Do", "/XObject <</X 5 0 R>>", [
        ("/Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</Y 6 0 R>>>>", "/Y Do"),
        (f"/Subtype /Form /BBox [0 0 9 9] /Resources <<{HELVETICA}>>", "BT /F 1 Tf [(a) 3 (b)] TJ ET")])
    score(one(nested, 1) == {"font not embedded": "Helvetica"}, f"nested: {one(nested)}")
    title = foreign.pages([foreign.A4], ["<</Title <feff018f000a0020202e0061>>>"], trailer="/Info 4 0 R")
    score(of_kind(worker.inspect(frames.PDF, title), "file")[0]["title"] == "\u018f   a", "a title")


def check_fits(worker, score):
    def page(content, resources="", more=(), entries=""):
        found = of_kind(worker.inspect(frames.PDF, foreign.page_of(content, resources, more, entries)), "page")
        return found[0] if found else {}
    state = "/ExtGState <</G <<{}>>>>"
    image = "/XObject <</X 5 0 R>>"

    def picture(entries, fill=b"\0" * 9):
        return [(f"/Type /XObject /Subtype /Image /Width 3 /Height 3 /BitsPerComponent 8 {entries}", fill)]
    fine = [
        ("0 g 1 0 0 rg 0 0 9 9 re f q 1 0 0 1 0 0 cm Q",),
        ("/G gs 0 0 9 9 re f", state.format("/ca .5 /BM /Multiply /SMask /None")),
        ("/X Do", image, picture("/ColorSpace /DeviceGray")),
        ("q " * 28 + "Q " * 28,),
        ("BI /W 2 /H 2 /CS /G /BPC 8 ID abcd EI",),
        ("/Pattern cs /P scn 0 0 9 9 re f", "/Pattern <</P 5 0 R>>",
         [("/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep 1 /YStep 1 /Resources <<>>", "0 g")]),
    ]
    for case in fine:
        found = page(*case)
        score((found.get("fits_a"), found.get("fits_ua"), found.get("misfit")) == (1, 1, ""), f"{case}: {found}")
    misfits = [
        ("CMYK", "0 0 0 1 k"), ("CMYK", "/DeviceCMYK CS"), ("operator", "0 0 nonsense"), ("28", "q " * 29 + "Q " * 29),
        ("kept", "Q"), ("given back", "q"), ("intent", "/Nothing ri"), ("not there", "/Nothing gs"),
        ("half a byte", "BT <abc> Tj ET"), ("too large", "99999999999 0 m"), ("damaged", "(never closed"),
        ("LZW", "BI /W 1 /H 1 /CS /G /BPC 8 /F /LZW ID a EI"), ("CMYK", "BI /W 1 /H 1 /CS /CMYK /BPC 8 ID abcd EI"),
        ("interpolated", "BI /W 1 /H 1 /CS /G /BPC 8 /I true ID a EI"), ("neither", "/X Do"),
        ("too long", f"/{LONG} MP"),
        ("transfer", "/G gs", state.format("/TR /Identity")), ("halftone", "/G gs", state.format("/HT 5")),
        ("blend", "/G gs", state.format("/BM /Odd")), ("overprinting", "/G gs", state.format("/OPM 1")),
        ("CMYK", "/X Do", image, picture("/ColorSpace /DeviceCMYK")),
        ("spot", "/X Do", image, picture("/ColorSpace [/Separation /Gold /DeviceRGB 6 0 R]")),
        ("spot", "/X Do", image, picture("/ColorSpace [/Indexed [/DeviceN [/Gold] /DeviceRGB 6 0 R] 1 <00>]")),
        ("profile", "/X Do", image, picture("/ColorSpace [/ICCBased 6 0 R]")),
        ("interpolated", "/X Do", image, picture("/ColorSpace /DeviceGray /Interpolate true")),
        ("alternates", "/X Do", image, picture("/ColorSpace /DeviceGray /Alternates []")),
        ("JPEG 2000", "/X Do", image, picture("/Filter /JPXDecode")),
        ("LZW", "/X Do", image, picture("/ColorSpace /DeviceGray /Filter /LZWDecode")),
        ("another file", "/X Do", image, picture("/ColorSpace /DeviceGray /F (file)")),
        ("CMYK", "/X Do", image, picture("/ColorSpace /DeviceGray /SMask 6 0 R") + picture("/ColorSpace /DeviceCMYK")),
        ("OPI", "/X Do", image, [("/Subtype /Form /BBox [0 0 1 1] /OPI <<>> /Resources <<>>", "")]),
        ("Ref", "/X Do", image, [("/Subtype /Form /BBox [0 0 1 1] /Ref <<>> /Resources <<>>", "")]),
        ("resources", "/X Do", image, [("/Subtype /Form /BBox [0 0 1 1]", "")]),
        ("draws itself", "/X Do", image, [(f"/Subtype /Form /BBox [0 0 1 1] /Resources <<{image}>>", "/X Do")]),
        ("CMYK", "", "", (), "/Group <</S /Transparency /CS /DeviceCMYK>>"),
    ]
    for word, *case in misfits:
        found = page(*case)
        score(found.get("fits_a") == 0 and word in found.get("misfit", ""), f"{word}: {case}: {found}")
        formless = any(part in word for part in FORMLESS)
        score(found.get("fits_form") == (not formless), f"{word}: {case}: laid in as it is: {found}")
    for content, misfit in (("BT /F 9 Tf (a) Tj ET", "not embedded"), ("BT (a) Tj ET", "without a font"),
                            ("BT 3 Tr /F 9 Tf (a) Tj ET", "which characters")):
        found = page(content, HELVETICA)
        score((found.get("fits_a"), found.get("fits_ua")) == (0, 0) and misfit in found["misfit"], f"{content}: {found}")


def check_resolution(worker, score):
    def dpi(content, more=(PICTURE,), entries=""):
        found = worker.inspect(frames.PDF, foreign.page_of(content, "/XObject <</X 5 0 R>>", more, entries))
        return of_kind(found, "page")[0]["dpi"]
    form = ("/Subtype /Form /BBox [0 0 1 1] /Matrix [2 0 0 2 0 0] /Resources <</XObject <</X 6 0 R>>>>", "/X Do")
    for expected, found in (
            (150, dpi("q 595.276 0 0 841.89 0 0 cm /X Do Q")),
            (150, dpi("q 0 841.89 -595.276 0 595 0 cm 0 1 -1 0 1 0 cm /X Do Q")),
            (75, dpi("q 595.276 0 0 841.89 0 0 cm /X Do Q", entries="/UserUnit 2")),
            (150, dpi("q 297.638 0 0 420.945 0 0 cm /X Do Q", (form, PICTURE))),
            (0, dpi("q 100 0 0 100 0 0 cm /X Do Q")),
            (0, dpi("0 0 0 0 0 0 cm /X Do")),
            # Two halves of a page, and a stamp on them.
            (150, dpi("q 595.276 0 0 420.945 0 0 cm /X Do Q q 595.276 0 0 420.945 0 421 cm /X Do Q q 9 0 0 9 0 0 cm"
                      " BI /W 1 /H 1 /CS /G /BPC 8 ID a EI Q"))):
        score(found == expected, f"{expected} dpi: {found}")


def check_encrypted(worker, score, folder):
    path = os.path.join(folder, "plain.pdf")
    with open(path, "wb") as file:
        file.write(foreign.page_of("BT /F 12 Tf (words) Tj ET", HELVETICA))
    for revision, options in (("R2", ["40"]), ("R3", ["128"]), ("R4", ["128", "--use-aes=y"]),
                              ("R5", ["256", "--force-R5"]), ("R6", ["256"])):
        for user in ("", "gəheim" if revision == "R6" else "geheim"):
            out = os.path.join(folder, "encrypted.pdf")
            subprocess.run(["qpdf", "--allow-weak-crypto", "--encrypt", user, "owner", *options, "--", path, out],
                           check=True)
            with open(out, "rb") as file:
                data = file.read()
            name = f"{revision}, password '{user}'"
            right = worker.inspect(frames.PDF, data, password=user)
            # Of one that needs its password the program says what becomes of it.
            score(len(of_kind(right, "page")) == 1 and ("encrypted" in findings(right)) == (not user)
                  and of_kind(right, "page")[0]["has_text"] == 1, f"{name}: {right}")
            if user:
                for password, words in (("", ""), ("other", "wrong")):
                    refused = worker.inspect(frames.PDF, data, password=password)
                    score([reply["kind"] for reply in refused] == ["finding"] and words in refused[0]["detail"]
                          and refused[0]["finding"] == "password", f"{name}, given '{password}': {refused}")


def check_pictures(worker, score):
    def one(kind, data):
        replies = worker.inspect(kind, data)
        pages = [(page["width"], page["height"], page["turned"], page["dpi"]) for page in of_kind(replies, "page")]
        return pages, " ".join(reply["why"] for reply in of_kind(replies, "failed")), findings(replies)
    for kind, data, expected in (
            (frames.TIFF, foreign.tiff([foreign.fax()] * 30, data=b"data"), [(609882, 808163, 0, 196)] * 30),
            (frames.TIFF, foreign.tiff([foreign.fax(orientation=6)], ">", data=b"data"), [(808163, 609882, 90, 196)]),
            (frames.TIFF, foreign.tiff([foreign.fax(across=0)], data=b"data"), [(661266, 841890, 0, 0)]),
            (frames.TIFF, foreign.tiff([foreign.fax(), [(254, 4, [1]), (256, 4, [9]), (257, 4, [9])]], data=b"data"),
             [(609882, 808163, 0, 196)]),
            (frames.PNG, foreign.png(), [(240000, 336001, 0, 300)]),
            (frames.WEBP, foreign.webp(), [(561260, 841890, 0, 0)]),
            (frames.JP2, foreign.jp2(), [(561260, 841890, 0, 0)]),
            (frames.JPEG, foreign.jpeg(dpi=72), [(841890, 561260, 0, 0)])):
        found = one(kind, data)
        score(found == (expected, "", {}), f"{kind}: {found}")
    for orientation, turned in enumerate((0, 0, 180, 180, 270, 90, 90, 270), 1):
        size = (720000, 480000) if turned % 180 == 0 else (480000, 720000)
        found = one(frames.JPEG, foreign.jpeg(orientation=orientation))
        score(found == ([(*size, turned, 300)], "", {}), f"orientation {orientation}: {found}")
    found = one(frames.JPEG, foreign.jpeg(ends=False))
    score(len(found[0]) == 1 and "repaired" in found[2], f"a JPEG without an end: {found}")
    for kind, data, why in (
            (frames.TIFF, foreign.tiff([foreign.fax(width=10_000_000)], data=b"data"), "10000000 × 2200"),
            (frames.TIFF, foreign.tiff([foreign.fax(width=4294967295, height=4294967295)], data=b"data"), "pixels"),
            (frames.TIFF, foreign.tiff([[(256, 4, [65000]), (257, 4, [65000]), (277, 3, [3])]]), "memory"),
            (frames.TIFF, foreign.tiff([foreign.fax(strip=(8, 99999))], data=b"data"), "cut short"),
            (frames.TIFF, foreign.tiff([foreign.fax()] * 3, loop_to=0, data=b"data"), "circle"),
            (frames.TIFF, foreign.tiff([foreign.fax()] * 3, loop_to=2, data=b"data"), "circle"),
            (frames.TIFF, b"II*\0\xff\xff\xff\x7f", "not there"), (frames.TIFF, b"II*\0\0\0\0\0", "no pages"),
            (frames.PNG, foreign.png(states=(60000, 9000)), "data can hold"),
            (frames.PNG, foreign.png(states=(0, 5)), "no size"), (frames.PNG, foreign.png(ends=False), "cut short"),
            (frames.PNG, foreign.png(states=(0x7fffffff, 0x7fffffff)), ""),
            (frames.JPEG, foreign.jpeg(height=0), "no size"), (frames.JPEG, foreign.jpeg(65535, 65535), "pixels"),
            (frames.JPEG, foreign.jpeg()[:30], "begins"), (frames.WEBP, foreign.webp()[:-6], ""),
            (frames.JP2, foreign.jp2()[:30], "begins"), (frames.JP2, foreign.jp2(0x7fffffff, 0x7fffffff), "")):
        found = one(kind, data)
        score(not found[0] and found[1] and why in found[1], f"{kind}, {why}: {found}")


# ---------------------------------------------------------------- Hostile files

def repeated(unit, times):
    """What so many units come to, compressed without having them all at once."""
    packer = zlib.compressobj(1)
    begin = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    middle = packer.compress(unit) + packer.flush(zlib.Z_FULL_FLUSH)
    check = 1
    for _ in range(times):
        check = zlib.adler32(unit, check)
    return begin + middle * times + b"\x03\0" + check.to_bytes(4, "big")


def hostile_pdfs():
    """Each with the words that one of its replies must have."""
    deep = ["<</Type /Catalog /Pages 2 0 R>>"]
    deep += [f"<</Type /Pages /Kids [{number + 1} 0 R] /Count 1>>" for number in range(2, 20000)]
    deep += [f"<</Type /Page {foreign.A4}>>"]
    bomb = zlib.compress(zlib.compress(zlib.compress(bytes(100_000_000))))
    twice = zlib.compress(repeated(b"0 0 m " * 100_000, UNFOLDED), 9)
    forms = [(f"/Subtype /Form /BBox [0 0 1 1] /Resources <</XObject <</X {number + 1} 0 R /P 30 0 R>>>>", "/X Do " * 10)
             for number in range(5, 19)]
    forms += ["null"] * 11 + [PICTURE]
    forms[13] = ("/Subtype /Form /BBox [0 0 1 1] /Resources <</XObject <</P 30 0 R>>>>", "/P Do " * 10)
    tree = "/Type /Pages /Count 1"
    yield "a page tree that is a circle", foreign.pdf(["<</Pages 2 0 R>>", f"<<{tree} /Kids [3 0 R]>>",
                                                       f"<<{tree} /Kids [2 0 R]>>"]), "oop"
    yield "a page tree 20,000 deep", foreign.pdf(deep), ""
    yield "no pages", foreign.pages([]), "no pages"
    yield "a page count that lies", foreign.pages([foreign.A4]).replace(b"/Count 1", b"/Count 9"), "states 9 pages"
    yield "no page tree", foreign.pdf(["<</Type /Catalog>>"]), ""
    yield "a catalog that is none", foreign.pdf(["null"]), ""
    good = foreign.page_of("0 g")
    start = good.rindex(b"xref\n0")
    yield "a table that leads to itself", good.replace(b"/Root 1 0 R ", b"/Root 1 0 R /Prev %d" % start), ""
    yield "a table of two thousand million objects", good.replace(b"xref\n0 5\n", b"xref\n0 2000000000\n"), ""
    yield "a number of objects that lies", good.replace(b"/Size 5", b"/Size 2000000000"), ""
    yield "a stream that states another length", good.replace(b"/Length 3", b"/Length 999999999"), ""
    yield "content that unfolds to hundreds of MB", foreign.page_of("").replace(
        b"4 0 obj\n<< /Length 0>>\nstream\n", b"4 0 obj\n<</Filter [/FlateDecode /FlateDecode] /Length %d>>\nstream\n%s"
        % (len(twice), twice)), ""
    yield "100 MB packed three times", foreign.page_of("").replace(
        b"4 0 obj\n<< /Length 0>>\nstream\n",
        b"4 0 obj\n<</Filter [/FlateDecode /FlateDecode /FlateDecode] /Length %d>>\nstream\n%s" % (len(bomb), bomb)), ""
    yield "forms that draw ten each, 14 deep", foreign.page_of("/X Do", "/XObject <</X 5 0 R>>", forms), "more content"
    yield "an array 100,000 deep", foreign.page_of("", entries="/Odd " + "[" * 100_000), ""
    yield "content 100,000 deep", foreign.page_of("[" * 100_000 + "<<" * 100_000 + "q " * 100_000), "too deep"
    yield "an object that is itself", foreign.pages(["/MediaBox 4 0 R"], ["4 0 R"]), ""
    yield "a length that is its own stream", foreign.page_of("").replace(b"/Length 0", b"/Length 4 0 R"), ""
    yield "a filter that is not known", foreign.page_of("").replace(b"<< /Length 0", b"<</Filter /Odd /Length 0"), ""
    yield "bytes that are no PDF", b"%PDF-1.7\n" + random.Random(1).randbytes(20000), ""
    yield "a header alone", b"%PDF-1.7\n", ""
    yield "an empty file", b"", ""


def is_told(replies, whole):
    """Every page is there, or something says why not."""
    told = of_kind(replies, "failed") or any(reply["finding"] in ("repaired", "password")
                                             for reply in of_kind(replies, "finding"))
    return not of_kind(replies, "broken") and (len(of_kind(replies, "page")) == whole or told)


def damaged(data, seed, cuts, changes):
    for i in range(cuts):
        yield f"cut at {len(data) * i // cuts}", data[:len(data) * i // cuts]
    chance = random.Random(seed)
    for i in range(changes):
        changed = bytearray(data)
        for _ in range(chance.choice((1, 2, 5, 20))):
            changed[chance.randrange(len(changed))] = chance.choice((0, 255, chance.randrange(256), ord("9")))
        yield f"changed, {i}", bytes(changed)


def check_hostile(worker, score):
    for name, data, words in hostile_pdfs():
        if worker.sanitized and name in LARGE:
            continue
        replies = worker.inspect(frames.PDF, data)
        said = " ".join(str(value) for reply in replies for value in reply.values())
        score(is_told(replies, 1) and words in said, f"{name}: {str(replies)[:600]}")
    count = 60 if support.LONG else 8
    samples = [
        ("PDF", frames.PDF, foreign.pages([foreign.A4 + " /Contents 6 0 R"] * 3, [("", "0 g 0 0 9 9 re f")]), 3),
        ("TIFF", frames.TIFF, foreign.tiff([foreign.fax()] * 3, data=b"data"), 3),
        ("JPEG", frames.JPEG, foreign.jpeg(orientation=6), 1), ("PNG", frames.PNG, foreign.png(20, 20), 1),
        ("WebP", frames.WEBP, foreign.webp(), 1), ("JPEG 2000", frames.JP2, foreign.jp2(), 1)]
    jobs = [(name, how, kind, data, whole) for name, kind, sample, whole in samples
            for how, data in damaged(sample, name, count, count)]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for (name, how, kind, data, whole), replies in zip(jobs, pool.map(lambda job: worker.inspect(job[2], job[3]),
                                                                          jobs)):
            good = not of_kind(replies, "broken")
            if how.startswith("cut"):
                good = is_told(replies, whole)
            score(good, f"{name} {how}: {str(replies)[:300]}")


def check_own(worker, program, score, folder):
    """What the program itself has written fits."""
    support.shipped(folder)
    subprocess.run([program, "build", "--only", "pdf", "-o", "build"], cwd=folder, check=True, stderr=subprocess.DEVNULL)
    with open(os.path.join(folder, "build", "dossier.pdf"), "rb") as file:
        replies = worker.inspect(frames.PDF, file.read())
    pages = of_kind(replies, "page")
    score(pages and all(page["fits_a"] and page["fits_ua"] and page["has_text"] for page in pages), f"own: {replies}")


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    with tempfile.TemporaryDirectory() as folder:
        worker = Worker(program, folder)
        check_confinement(worker, score)
        check_sizes(worker, score)
        check_findings(worker, score)
        check_fits(worker, score)
        check_resolution(worker, score)
        check_encrypted(worker, score, folder)
        check_pictures(worker, score)
        check_hostile(worker, score)
        check_own(worker, program, score, folder)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
