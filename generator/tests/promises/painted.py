#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""What is painted over is gone, and where it was is seen: boxes on pages that are turned, mirrored, cropped, scaled, in
each kind of file. Within a box there is nothing but black and the sign, around it each dot is as it was, and of the
words those that touch a box cannot be read. Speaks to page-worker itself.

usage: painted.py PROGRAM
"""

import glob
import os
import struct
import subprocess
import sys
import tempfile
import zlib

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import foreign  # noqa: E402
import frames  # noqa: E402
import rasters as r  # noqa: E402
import support  # noqa: E402

r.lept.setMsgSeverity(6)  # none
FACES = sorted(glob.glob("/usr/share/fonts/truetype/liberation/Liberation*.ttf")) + ["/usr/share/poppler"]
# The patterns are 128 × 96 dots, here of 75 to the inch: 43 × 33 mm.
DPI = 75
POINTS = (r.WIDTH * 72 / DPI, r.HEIGHT * 72 / DPI)
BOX = (0.30, 0.20, 0.40, 0.45)  # left, top, width, height as parts of the page: over all four quarters
RESOLUTION = 100


class Worker:
    def __init__(self, program, folder):
        self.path = os.path.join(os.path.dirname(os.path.dirname(program)), "libexec/dossier/page-worker")
        self.folder = folder

    def extract(self, file_type, data, **job):
        """The file that is made, or None with what was said instead."""
        path = os.path.join(self.folder, "given")
        with open(path, "wb") as file:
            file.write(data)
        replies, code = frames.run(self.path, path, frames.job(frames.EXTRACT, file_type, resolution=RESOLUTION, **job),
                                   readable=FACES)
        made = b"".join(reply["data"] for reply in replies if reply["kind"] == "bytes")
        return made, [reply for reply in replies if reply["kind"] == "failed"] or code


def boxes(points, page=1, sign=7, box=BOX):
    """A redaction of a page of so many points."""
    across, down = points[0] * 1000, points[1] * 1000
    return [(page, sign, *(round(part * length) for part, length in zip(box, (across, down, across, down))))]


def dots_of(data, page=0):
    """Rows of dots of a picture, or of a page of a TIFF; raises where it is none."""
    if data[:2] in (b"II", b"MM"):
        r.lept.pixReadMemTiff.restype = r.ctypes.c_void_p
        pix = r.ctypes.c_void_p(r.lept.pixReadMemTiff(data, r.ctypes.c_size_t(len(data)), page))
    else:
        pix = r.ctypes.c_void_p(r.lept.pixReadMem(data, r.ctypes.c_size_t(len(data))))
    if not pix:
        raise ValueError("no picture")
    r.lept.pixConvertTo32.restype = r.lept.pixGetData.restype = r.ctypes.c_void_p
    pix = r.ctypes.c_void_p(r.lept.pixConvertTo32(pix))
    width, height, words = r.lept.pixGetWidth(pix), r.lept.pixGetHeight(pix), r.lept.pixGetWpl(pix)
    data = (r.ctypes.c_uint32 * (words * height)).from_address(r.lept.pixGetData(pix))
    return [[(dot >> 24, dot >> 16 & 255, dot >> 8 & 255) for dot in data[y * words:y * words + width]]
            for y in range(height)]


def check_dots(score, name, dots, wanted, within=0, blur=0, box=BOX):
    """`wanted` gives a dot of the page as it was. So many dots to both sides of an edge may be blurred."""
    width, height = len(dots[0]), len(dots)
    left, top = box[0] * width, box[1] * height
    right, bottom = left + box[2] * width, top + box[3] * height
    inside, wrong, signs = set(), [], 0
    for y, row in enumerate(dots):
        for x, dot in enumerate(row):
            if left + blur <= x + 0.5 <= right - blur and top + blur <= y + 0.5 <= bottom - blur:
                white = r.same([dot], [(255,) * 3], within)
                signs += max(dot) > 60
                if not blur and not white and not r.same([dot], [(0,) * 3], within):
                    inside.add(dot)
            elif blur and (abs(2 * x - width) <= 2 * blur or abs(2 * y - height) <= 2 * blur):
                continue
            elif not (left - blur - 1 < x + 0.5 < right + blur + 1 and top - blur - 1 < y + 0.5 < bottom + blur + 1):
                if dot != wanted(x, y, width, height) and not r.same([dot], [wanted(x, y, width, height)], within):
                    wrong.append((x, y, dot, wanted(x, y, width, height)))
    score(not inside, f"{name}: in the box are {sorted(inside)[:5]}")
    score(not wrong, f"{name}: {len(wrong)} dots beside the box are others: {wrong[:3]}")
    score(signs, f"{name}: a sign in the box")
    corners = [dots[int(y)][int(x)] for x in (left + blur + 1, right - blur - 2) for y in (top + blur + 1, bottom - blur - 2)]
    score(r.same(corners, [(0,) * 3] * 4, within), f"{name}: the corners of the box: {corners}")


def pattern(colours):
    """What r.quarters gives."""
    return lambda x, y, width, height: colours[(2 if 2 * y >= height else 0) + (2 * x >= width)]


# ---------------------------------------------------------------- Pictures

MARK = b"qzxmarkqzx"


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def segment(marker, data):
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def photographs():
    """(name, type, file, colours, within, blur): with marks in each place that a file has for words."""
    for orientation in range(1, 9):
        rows = r.stored(r.quarters(r.COLOURS), orientation)
        data = r.jpeg(rows, orientation=orientation, dpi=DPI)
        exif = b"Exif\0\0" + foreign.tiff([[(274, 3, [orientation]), (0x9286, 3, list(MARK))]], ">") + MARK
        data += MARK
        head = data.index(b"\xff\xdb")
        data = (data[:head] + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + MARK) + segment(0xE2, b"ICC_PROFILE\0\1\1" + MARK)
                + segment(0xED, b"Photoshop 3.0\0" + MARK) + segment(0xFE, MARK) + segment(0xE1, exif) + data[head:])
        yield f"JPEG, orientation {orientation}", frames.JPEG, data, r.COLOURS, 14, 8
    yield "JPEG, grey", frames.JPEG, r.jpeg(r.quarters(r.GREYS), "grey", dpi=DPI), r.GREYS, 14, 8
    yield "JPEG, CMYK", frames.JPEG, r.jpeg(r.quarters(r.COLOURS), "cmyk", dpi=DPI, adobe=0), r.COLOURS, 20, 8
    for bits, kind, colours in ((1, "grey", r.BITS), (8, "grey", r.GREYS), (8, "rgb", r.COLOURS), (2, "palette", r.COLOURS),
                                (16, "rgb", r.COLOURS)):
        data = r.png(r.quarters(colours), bits, kind, dpi=DPI)
        words = (chunk(b"tEXt", b"Comment\0" + MARK) + chunk(b"zTXt", b"Comment\0\0" + zlib.compress(MARK))
                 + chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + MARK) + chunk(b"eXIf", b"II*\0" + MARK)
                 + chunk(b"iCCP", b"name " + MARK + b"\0\0" + zlib.compress(MARK)))
        yield f"PNG, {kind}, {bits} bits", frames.PNG, data[:33] + words + data[33:] + MARK, colours, 0, 0
    data = r.by_leptonica(r.quarters(r.COLOURS), "webp")
    more = b"XMP " + struct.pack("<I", len(MARK)) + MARK + b"EXIF" + struct.pack("<I", len(MARK)) + MARK
    head = b"VP8X" + struct.pack("<I", 10) + b"\x0c\0\0\0" + struct.pack("<I", r.WIDTH - 1)[:3] + struct.pack("<I", r.HEIGHT - 1)[:3]
    data = b"RIFF" + struct.pack("<I", 4 + len(head + data[12:] + more)) + b"WEBP" + head + data[12:] + more
    yield "WebP", frames.WEBP, data, r.COLOURS, 30, 8
    data = r.by_leptonica(r.quarters(r.COLOURS), "jp2")
    xml = struct.pack(">I", 8 + len(MARK)) + b"xml " + MARK
    at = data.index(b"jp2c") - 4
    # The length of the last box may be 0: to the end.
    yield "JPEG 2000", frames.JP2, data[:at] + xml + data[at:], r.COLOURS, 30, 8


def check_pictures(score, worker):
    for name, file_type, data, colours, within, blur in photographs():
        score(MARK in data or "grey" in name or "CMYK" in name, f"{name}: the mark is in the original")
        points = POINTS
        if file_type in (frames.WEBP, frames.JP2):  # of no resolution: as long as A4
            points = (841.89, 841.89 * r.HEIGHT / r.WIDTH)
        made, failed = worker.extract(file_type, data, redactions=boxes(points))
        again, _ = worker.extract(file_type, data, redactions=boxes(points))
        score(made == again, f"{name}: the same bytes twice")
        if not score(made and not failed, f"{name}: {failed}"):
            continue
        score(MARK not in made and zlib.compress(MARK) not in made, f"{name}: the mark is not in what is made")
        replies = frames.run(worker.path, worker_file(worker, made), frames.job(frames.INSPECT, file_type))[0]
        page = [reply for reply in replies if reply["kind"] == "page"]
        score(page and all(abs(page[0][side] - points[i] * 1000) < 600 for i, side in enumerate(("width", "height"))),
              f"{name}: as large as before: {replies}")
        check_dots(score, name, dots_of(made), pattern(colours), within, blur)


def worker_file(worker, data):
    path = os.path.join(worker.folder, "made")
    with open(path, "wb") as file:
        file.write(data)
    return path


def check_faxes(score, worker):
    """The second of three pages is painted over; the others are as they were."""
    for orientation in range(1, 9):
        big = ("wl", "wb")[orientation % 2]
        for colours, tags, options in ((r.BITS, {"bits": 1, "compression": r.G4}, {}), (r.GREYS, {}, {}),
                                       (r.COLOURS, {"photometric": r.RGB, "compression": r.LZW}, {}),
                                       (r.BITS, {"bits": 1, "compression": r.G3}, {"dpi": (2 * DPI, DPI)})):
            rows = r.stored(r.quarters(colours), orientation)
            tags = {"photometric": r.BLACK_IS_0, "orientation": orientation, **tags}
            options = {"dpi": (DPI, DPI), **options}
            other = (r.quarters(colours), {**tags, "orientation": 1}, options)
            data = r.tiff([other, (rows, tags, options), other], big)
            name = f"TIFF {big}, {colours[2]}, {tags}, {options}"
            across, up = options["dpi"]
            stored = (len(rows[0]) / across * 72, len(rows) / up * 72)
            points = stored if orientation < 5 else stored[::-1]
            made, failed = worker.extract(frames.TIFF, data, spans=[(1, 3)], redactions=boxes(points, 2))
            if not score(made and not failed, f"{name}: {failed}"):
                continue
            check_dots(score, name, dots_of(made, 1), pattern(colours))
            for page in (0, 2):
                score(dots_of(made, page) == dots_of(data, page), f"{name}: page {page + 1} is as it was")


# ---------------------------------------------------------------- PDF

WORDS = (("outside", 40, 40), ("hidden", 110, 100), ("partly", 80, 150), ("below", 110, 260))
FONT = "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>"


def printed(worker, data, resolution):
    """The first page as poppler shows it."""
    out = os.path.join(worker.folder, "printed")
    subprocess.run(["pdftoppm", "-r", str(resolution), "-png", "-singlefile", worker_file(worker, data), out], check=True,
                   stderr=subprocess.DEVNULL)
    with open(out + ".png", "rb") as file:
        return dots_of(file.read())


def read(worker, data, *options):
    return subprocess.run(["pdftotext", *options, worker_file(worker, data), "-"], capture_output=True, text=True,
                          check=True).stdout


def turned_content(turn, size):
    """A page of 300 × 300 units that is seen as if it were not turned: quarters of a colour each, and words."""
    matrix = {0: "1 0 0 1 0 0", 90: f"0 1 -1 0 {size} 0", 180: f"-1 0 0 -1 {size} {size}", 270: f"0 -1 1 0 0 {size}"}[turn]
    content = f"{matrix} cm 1 1 1 rg 0 0 {size} {size} re f "
    half = size / 2
    for index, (x, y) in enumerate(((0, half), (half, half), (0, 0), (half, 0))):
        colour = " ".join(str(value / 255) for value in PALE[index])
        content += f"{colour} rg {x} {y} {half} {half} re f "
    content += "0 g BT /F1 12 Tf "
    for word, x, y in WORDS:
        content += f"1 0 0 1 {x} {size - y} Tm ({word}) Tj "
    return content + "ET"


PALE = ((255, 255, 255), (255, 220, 220), (220, 255, 220), (220, 220, 255))
PDF_BOX = (1 / 3, 0.25, 1 / 3, 0.3)  # 100 to 200 across, 75 to 165 down


def check_pdfs(score, worker):
    size = 300
    cases = [(f"turned by {turn}", turn, "/MediaBox [0 0 300 300]", 1, "") for turn in (0, 90, 180, 270)]
    cases += [(f"cropped, turned by {turn}", turn, "/MediaBox [-150 -120 400 400] /CropBox [-50 -70 250 230]", 1,
               "1 0 0 1 -50 -70 cm ") for turn in (0, 90, 180, 270)]
    cases += [("a unit of 1.5 points", 90, "/MediaBox [0 0 300 300] /UserUnit 1.5", 1.5, "")]
    for name, turn, box, unit, moved in cases:
        data = foreign.pages([f"{box} /Rotate {turn} /Contents 4 0 R /Resources <</Font <</F1 5 0 R>>>>"],
                             [("", moved + turned_content(turn, size)), FONT])
        points = (size * unit, size * unit)
        made, failed = worker.extract(frames.PDF, data, redactions=boxes(points, box=PDF_BOX))
        if not score(made and not failed, f"PDF, {name}: {failed}"):
            continue
        before, after = read(worker, data).split(), read(worker, made).split()
        score(sorted(before) == sorted(word for word, _, _ in WORDS), f"PDF, {name}: before {before}")
        score(after == ["outside", "below"], f"PDF, {name}: after {after}")
        dots = printed(worker, made, RESOLUTION)
        def wanted(x, y, width, height, dots=dots):
            # Where words stand, and between two quarters, all is as good.
            across, down = x * size / width, y * size / height
            if abs(across - size / 2) < 1 or abs(down - size / 2) < 1 or any(
                    left - 2 <= across <= left + 50 and base - 12 <= down <= base + 6 for _, left, base in WORDS):
                return dots[y][x]
            return pattern(PALE)(x, y, width, height)
        check_dots(score, f"PDF, {name}", dots, wanted, 6, 3, PDF_BOX)
        score(worker.extract(frames.PDF, data, redactions=boxes(points, box=PDF_BOX))[0] == made,
              f"PDF, {name}: the same bytes twice")


def check_words(score, worker):
    """Words of all scripts stand where they stood, and say what they said."""
    data = foreign.page_of(
        "BT /F1 12 Tf 72 700 Td (Dear Madam, here are many words) Tj 0 -20 Td (and a second line of them.) Tj ET"
        " BT /F1 12 Tf 0 1 -1 0 500 300 Tm (upwards and on) Tj ET BT /F1 12 Tf 0 -1 1 0 50 300 Tm (downwards and on) Tj ET"
        " BT /F1 14 Tf -1 0 0 -1 400 100 Tm (upside down) Tj ET"
        " BT /F1 12 Tf 72 500 Td /Span <</ActualText (said)>> BDC (unsaid) Tj EMC ET"
        " /OC /L1 BDC BT /F1 12 Tf 72 450 Td (inlayer) Tj ET EMC /OC /L2 BDC BT /F1 12 Tf 72 430 Td (seenlayer) Tj ET EMC"
        " BT /F2 12 Tf 72 400 Td <0102030405> Tj ET BT /F2 12 Tf 72 380 Td <0809> Tj ET",
        "/Font <</F1 5 0 R /F2 8 0 R>> /Properties <</L1 6 0 R /L2 7 0 R>>",
        [FONT, "<</Type /OCG /Name (a)>>", "<</Type /OCG /Name (b)>>",
         "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 1 /LastChar 9 /Widths [500 500 500 500 500 500 500"
         " 500 500] /ToUnicode 9 0 R>>",
         ("", "begincmap 1 begincodespacerange <00> <ff> endcodespacerange 8 beginbfchar <05> <05e9> <04> <05dc> <03> <05d5>"
          " <02> <05dd> <01> <05d0> <08> <d835dc00> <09> <4e2d> <0a> <0041> endbfchar endcmap")],
        catalog="/OCProperties <</OCGs [6 0 R 7 0 R] /D <</OFF [6 0 R]>>>>")
    made, failed = worker.extract(frames.PDF, data, redactions=[(1, 1, 1000, 1000, 2000, 2000)])
    score(made and not failed, f"words: {failed}")
    before, after = read(worker, data).split(), read(worker, made).split()
    score("said" in before and "unsaid" not in before, f"words: before {before}")
    score("unsaid" in after and "said" not in after and "inlayer" not in after and "seenlayer" in after, f"words: after {after}")
    score([word.replace("unsaid", "said") for word in after] == before, f"words: {before} and {after}")

    def places(text):
        return [[float(part.split('"')[1]) for part in line.split()[1:5]] for line in text.splitlines() if "<word" in line]
    one, other = places(read(worker, data, "-bbox")), places(read(worker, made, "-bbox"))
    score(len(one) == len(other) > 15, f"words: {len(one)} and {len(other)} places")
    far = [(a, b) for a, b in zip(one, other) if any(abs(x - y) > 1.5 for x, y in zip(a, b))]
    score(not far, f"words: elsewhere: {far[:4]}")


def check_refusals(score, worker):
    for name, file_type, data in (("PDF", frames.PDF, b"%PDF-1.7\n"), ("TIFF", frames.TIFF, b"II*\0\x08\0\0\0"),
                                  ("JPEG", frames.JPEG, r.jpeg(r.quarters(r.COLOURS))[:60]), ("PNG", frames.PNG, b"\x89PNG")):
        made, failed = worker.extract(file_type, data, redactions=[(1, 1, 0, 0, 5, 5)])
        score(not made and failed, f"a damaged {name}: {made[:20]} {failed}")


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    with tempfile.TemporaryDirectory() as folder:
        worker = Worker(program, folder)
        check_pictures(score, worker)
        check_faxes(score, worker)
        check_pdfs(score, worker)
        check_words(score, worker)
        check_refusals(score, worker)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
