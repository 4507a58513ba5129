#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Scans are shown as they are: each kind of picture file, in each of its variants, gives a page of the right size with
the right colours the right way up, as a picture for the site and as a form for the PDF. What PDF can hold as it stands
is not coded again. Speaks to page-worker itself.

usage: scans.py PROGRAM
"""

import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import foreign  # noqa: E402
import frames  # noqa: E402
import rasters as r  # noqa: E402
import support  # noqa: E402

SECONDS = 120
# What the pattern has at 100 dots per inch, in points.
POINTS = (r.WIDTH * 72 / 100, r.HEIGHT * 72 / 100)
RESOLUTION = 144


class Worker:
    """Draws bytes as a file, and lays the pages that it makes of them into a PDF."""

    def __init__(self, program, folder):
        self.path = os.path.join(os.path.dirname(os.path.dirname(program)), "libexec/dossier/page-worker")
        self.folder = folder

    def keep(self, name, data):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(data)
        return path

    def speak(self, kind, file_type, data, **job):
        job.setdefault("widths", (32, 64, 128))
        words = frames.job(kind, file_type, **job)
        replies, code = frames.run(self.path, self.keep("scan", data), words, seconds=SECONDS)
        if code or replies[-1]["kind"] != "done":
            return [{"kind": "broken", "why": f"exit code {code}"}]
        return replies[1:-1]

    def draw(self, file_type, data, **job):
        return self.speak(frames.DRAW, file_type, data, **job)

    def normalise(self, file_type, data, **job):
        """A PDF of the forms, or None."""
        replies = self.speak(frames.NORMALISE, file_type, data, **job)
        if any(reply["kind"] not in ("object", "bytes") for reply in replies):
            return None
        return frames.forms_pdf(replies)

    def print(self, made, page):
        """What a reader shows of the form of page `page`."""
        path = self.keep("made.pdf", made)
        out = os.path.join(self.folder, "page")
        subprocess.run(["pdftoppm", "-r", str(RESOLUTION), "-png", "-f", str(page), "-singlefile", path, out], check=True,
                       stderr=subprocess.DEVNULL)
        with open(out + ".png", "rb") as file:
            return r.Picture(file.read())


def of_kind(replies, kind):
    return [reply for reply in replies if reply["kind"] == kind]


def near(seen, wanted, within=0.02):
    return abs(seen - wanted) <= within * wanted + 1


def check_page(worker, score, name, file_type, data, colours, page=1, points=POINTS, within=14):
    """The pictures of a page and its form; returns the normalised PDF."""
    replies = worker.draw(file_type, data, spans=[(page, page)])
    kinds = [reply["kind"] for reply in replies]
    score(kinds == ["begin", "text", "drawn", "picture", "picture", "picture"], f"{name}: {str(replies)[:400]}")
    for drawn in of_kind(replies, "drawn"):
        score(near(drawn["width"], points[0] * 1000) and near(drawn["height"], points[1] * 1000), f"{name}: {drawn}")
    for reply in of_kind(replies, "picture"):
        picture = r.Picture(reply["bytes"])
        wanted = reply["width"] * points[1] / points[0]
        score((picture.width, picture.height) == (reply["width"], reply["height"]) and near(picture.height, wanted),
              f"{name}: {picture.width} × {picture.height}")
        score(r.same(picture.quarters(), colours, within + 10), f"{name}: drawn as {picture.quarters()}")
    made = worker.normalise(file_type, data, spans=[(page, page)])
    score(made, f"{name}: {str(worker.speak(frames.NORMALISE, file_type, data))[:300]}")
    if made:
        picture = worker.print(made, 1)
        score(near(picture.width, points[0] * RESOLUTION / 72), f"{name}: printed {picture.width} wide")
        score(r.same(picture.quarters(), colours, within), f"{name}: printed as {picture.quarters()}")
    return made or b""


# ---------------------------------------------------------------- TIFF

def tiffs():
    """(name, rows, tags, options, colours as they are seen)."""
    for name, compression in (("none", r.NONE), ("LZW", r.LZW), ("Deflate", r.DEFLATE), ("PackBits", r.PACKBITS)):
        for bits in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16):
            colours = r.BITS if bits == 1 else r.GREYS
            for photometric in (r.WHITE_IS_0, r.BLACK_IS_0):
                if compression == r.NONE or bits in (1, 8, 16):
                    yield (f"{name}, {bits} bits, {photometric}", colours,
                           {"compression": compression, "bits": bits, "photometric": photometric}, {}, colours)
        yield name + ", RGB", r.COLOURS, {"compression": compression, "photometric": r.RGB}, {}, r.COLOURS
        yield (name + ", strips", r.COLOURS, {"compression": compression, "photometric": r.RGB, "rows": 10}, {},
               r.COLOURS)
        yield (name + ", tiles", r.COLOURS, {"compression": compression, "photometric": r.RGB}, {"tile": 48}, r.COLOURS)
        yield name + ", CMYK", r.COLOURS, {"compression": compression, "photometric": r.CMYK}, {}, r.COLOURS
    for bits in (1, 4, 12):
        colours = r.BITS if bits == 1 else r.GREYS
        yield f"tiles of {bits} bits", colours, {"bits": bits}, {"tile": 32}, colours
    yield "RGB, 16 bits", r.COLOURS, {"bits": 16, "photometric": r.RGB}, {}, r.COLOURS
    yield "CMYK, 16 bits", r.COLOURS, {"bits": 16, "photometric": r.CMYK}, {}, r.COLOURS
    yield "planes apart", r.COLOURS, {"photometric": r.RGB, "planes": 2}, {}, r.COLOURS
    yield "predictor", r.COLOURS, {"compression": r.LZW, "photometric": r.RGB, "predictor": 2}, {}, r.COLOURS
    for bits in (2, 4, 8):
        yield f"palette of {bits} bits", r.COLOURS, {"bits": bits, "photometric": r.PALETTE}, {"palette": r.COLOURS}, r.COLOURS
    pale = tuple(tuple(255 - (255 - value) // 2 for value in dot) for dot in r.COLOURS)
    yield "transparent", r.COLOURS, {"photometric": r.RGB}, {"alpha": 128}, pale
    yield "JPEG, grey", r.GREYS, {"compression": r.JPEG}, {}, r.GREYS
    yield ("JPEG, YCbCr", r.COLOURS, {"compression": r.JPEG, "photometric": r.YCBCR, "colour-mode": 1}, {}, r.COLOURS)
    yield ("JPEG, strips", r.COLOURS, {"compression": r.JPEG, "photometric": r.YCBCR, "colour-mode": 1, "rows": 16}, {},
           r.COLOURS)
    for name, compression in (("RLE", r.RLE), ("G3", r.G3), ("G4", r.G4)):
        for photometric in (r.WHITE_IS_0, r.BLACK_IS_0):
            for fill in (1, 2):
                yield (f"{name}, {photometric}, fill order {fill}", r.BITS,
                       {"compression": compression, "bits": 1, "photometric": photometric, "fill": fill}, {}, r.BITS)
        yield f"{name}, strips", r.BITS, {"compression": compression, "bits": 1, "rows": 7}, {}, r.BITS
    for options in (1, 4, 5):
        yield f"G3, options {options}", r.BITS, {"compression": r.G3, "bits": 1, "g3": options}, {}, r.BITS


def check_tiff(worker, score):
    for name, colours, tags, options, seen in tiffs():
        data = r.tiff([(r.quarters(colours), tags, options)])
        within = 14 if "JPEG" not in name else 24
        made = check_page(worker, score, f"TIFF, {name}", frames.TIFF, data, seen, within=within)
        if tags.get("bits") == 1 and not options:
            score(b"/CCITTFaxDecode" in made, f"TIFF, {name}: no fax in the PDF")
        if name.startswith("G4") and "strips" not in name and tags["fill"] == 1:
            start = int.from_bytes(data[4:8], "little")
            strip, length = (entry_of(data, start, tag) for tag in (273, 279))
            score(data[strip:strip + length] in made, f"TIFF, {name}: coded again")
    for orientation in range(1, 9):
        for name, colours, tags in (("G4", r.BITS, {"compression": r.G4, "bits": 1}), ("RGB", r.COLOURS, {"photometric": r.RGB}),
                                    ("planes", r.COLOURS, {"photometric": r.RGB, "planes": 2})):
            rows = r.stored(r.quarters(colours), orientation)
            data = r.tiff([(rows, {**tags, "orientation": orientation}, {})])
            check_page(worker, score, f"TIFF, {name}, orientation {orientation}", frames.TIFF, data, colours)


def entry_of(data, directory, tag):
    count = int.from_bytes(data[directory:directory + 2], "little")
    for at in range(directory + 2, directory + 2 + 12 * count, 12):
        if int.from_bytes(data[at:at + 2], "little") == tag:
            return int.from_bytes(data[at + 8:at + 12], "little")
    raise ValueError(tag)


def check_many(worker, score):
    """Pages of their own kinds and sizes in one file; a fax's dots are higher than wide; a smaller copy is no page."""
    fax = {"compression": r.G4, "bits": 1, "photometric": r.WHITE_IS_0}
    pages = [(r.quarters(r.BITS), fax, {"dpi": (204, 98)}), (r.quarters(r.COLOURS), {"photometric": r.RGB}, {}),
             (r.quarters(r.COLOURS, 32, 24), {"photometric": r.RGB, "subfile": 1}, {}),
             (r.quarters(r.GREYS, 96, 128), {}, {"dpi": (100, 100)})]
    for mode in ("w", "wb", "wl", "w8"):
        data = r.tiff(pages, mode)
        points = (r.WIDTH * 72 / 204, r.HEIGHT * 72 / 98)
        check_page(worker, score, f"pages, {mode}: a fax", frames.TIFF, data, r.BITS, 1, points)
        check_page(worker, score, f"pages, {mode}: colours", frames.TIFF, data, r.COLOURS, 2)
        check_page(worker, score, f"pages, {mode}: grey", frames.TIFF, data, r.GREYS, 3, (96 * 0.72, 128 * 0.72))
        made = worker.normalise(frames.TIFF, data)
        score(made and made.count(b"/X1 ") == 4, f"pages, {mode}: {made and made.count(b'/X1 ') - 1} pages")
        score(made and worker.print(made, 3).quarters() == r.GREYS, f"pages, {mode}: the third")


# ---------------------------------------------------------------- The others

def check_jpeg(worker, score):
    rows = r.quarters(r.COLOURS)
    variants = [(f"{kind}, {'progressive' if progressive else 'baseline'}, {adobe}", kind, progressive, adobe)
                for kind, adobe in (("grey", None), ("ycbcr", None), ("ycbcr", 1), ("rgb", None), ("rgb", 0), ("cmyk", 0))
                for progressive in (False, True)]
    for name, kind, progressive, adobe in variants:
        colours = r.GREYS if kind == "grey" else r.COLOURS
        data = r.jpeg(r.quarters(colours), kind, progressive, adobe=adobe)
        made = check_page(worker, score, f"JPEG, {name}", frames.JPEG, data, colours, within=24)
        kept = kind in ("grey", "ycbcr")
        score((data in made) == kept, f"JPEG, {name}: its data is {'other' if kept else 'kept'}")
    for orientation in range(1, 9):
        data = r.jpeg(r.stored(rows, orientation), orientation=orientation)
        made = check_page(worker, score, f"JPEG, EXIF {orientation}", frames.JPEG, data, r.COLOURS, within=24)
        score(data in made, f"JPEG, EXIF {orientation}: coded again")


def check_png(worker, score):
    for bits, kind in ((1, "grey"), (2, "grey"), (4, "grey"), (8, "grey"), (16, "grey"), (8, "rgb"), (16, "rgb"),
                       (2, "palette"), (4, "palette"), (8, "palette")):
        colours = r.BITS if bits == 1 else r.GREYS if kind == "grey" else r.COLOURS
        for interlaced in (False, True):
            data = r.png(r.quarters(colours), bits, kind, interlaced=interlaced)
            made = check_page(worker, score, f"PNG, {kind}, {bits} bits, interlaced {interlaced}", frames.PNG, data, colours)
            score((b"/CCITTFaxDecode" in made) == (bits == 1), f"PNG, {kind}, {bits} bits: {made[:600]}")

    def alpha(dot):
        return 0 if dot == (0, 0, 0) else 255
    for bits, kind in ((8, "grey"), (16, "grey"), (8, "rgb"), (16, "rgb"), (4, "palette")):
        colours = r.GREYS if kind == "grey" else r.COLOURS
        seen = tuple((255, 255, 255) if dot == (0, 0, 0) else dot for dot in colours)
        data = r.png(r.quarters(colours), bits, kind, alpha)
        check_page(worker, score, f"PNG, {kind}, {bits} bits, transparent", frames.PNG, data, seen)


def check_rest(worker, score):
    data = r.by_leptonica(r.quarters(r.COLOURS), "webp")
    points = (841.89, 841.89 * r.HEIGHT / r.WIDTH)
    check_page(worker, score, "WebP", frames.WEBP, data, r.COLOURS, points=points, within=24)
    data = r.by_leptonica(r.quarters(r.COLOURS), "jp2")
    check_page(worker, score, "JPEG 2000", frames.JP2, data, r.COLOURS, points=points, within=24)


def check_damaged(worker, score):
    """Data that cannot be decoded is said, page by page; the other pages are drawn."""
    lzw = {"compression": r.LZW, "photometric": r.RGB}
    data = bytearray(r.tiff([(r.quarters(r.COLOURS), lzw, {})] * 3))
    second = int.from_bytes(data[4:8], "little")
    count = int.from_bytes(data[second:second + 2], "little")
    second = int.from_bytes(data[second + 2 + 12 * count:second + 6 + 12 * count], "little")
    strip, length = (entry_of(data, second, tag) for tag in (273, 279))
    data[strip:strip + length] = b"\xff" * length
    replies = worker.draw(frames.TIFF, bytes(data))
    score([reply["page"] for reply in of_kind(replies, "failed")] == [2], f"a damaged page: {str(replies)[:500]}")
    score(len(of_kind(replies, "picture")) == 6, f"beside a damaged page: {len(of_kind(replies, 'picture'))} pictures")
    replies = worker.speak(frames.NORMALISE, frames.TIFF, bytes(data))
    score([reply["page"] for reply in of_kind(replies, "failed")] == [2], f"a damaged page: {str(replies)[:300]}")
    wide = foreign.tiff([foreign.fax(width=10_000_000)], data=b"data")
    replies = worker.draw(frames.TIFF, wide)
    score(of_kind(replies, "failed") and not of_kind(replies, "drawn"), f"a page ten million dots wide: {replies}")
    for kind, sample in ((frames.PNG, r.png(r.quarters(r.COLOURS))), (frames.JPEG, r.jpeg(r.quarters(r.COLOURS))),
                         (frames.WEBP, r.by_leptonica(r.quarters(r.COLOURS), "webp")),
                         (frames.JP2, r.by_leptonica(r.quarters(r.COLOURS), "jp2"))):
        for end in support.spread(range(0, len(sample), max(1, len(sample) // 25)), 7):
            for job in (frames.DRAW, frames.NORMALISE):
                replies = worker.speak(job, kind, sample[:end])
                score(replies and not of_kind(replies, "broken"), f"kind {kind} cut at {end}: {str(replies)[:300]}")


# ---------------------------------------------------------------- Fonts that a PDF lacks

FONTS = ("Helvetica", "Arial-BoldMT", "Times-Roman", "TimesNewRomanPS-ItalicMT", "Courier-Bold", "Unheard-Of", "Georgia",
         "Symbol", "ZapfDingbats")
LIBERATION = "/usr/share/fonts/truetype/liberation/"
FACES = tuple(f"{LIBERATION}Liberation{family}-{style}.ttf" for family in ("Sans", "Serif", "Mono")
              for style in ("Regular", "Italic", "Bold", "BoldItalic")) + ("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",)
OTHER_FONT = "/usr/share/fonts/truetype/gentiumplus/GentiumBookPlus-Regular.ttf"


def check_fonts(worker, score):
    """A page of each is not blank, each looks other than the rest, and no other font of the machine changes a byte."""
    home = os.path.join(worker.folder, "home")
    os.makedirs(os.path.join(home, ".fonts"))
    for name in ("Helvetica.ttf", "LiberationSans.ttf"):
        shutil.copy(OTHER_FONT, os.path.join(home, ".fonts", name))
    config = worker.keep("fonts.conf", b"<fontconfig><dir>/usr/share/fonts/truetype/gentiumplus</dir><match><edit"
                                       b" name='family' mode='assign' binding='strong'><string>Gentium Book Plus</string>"
                                       b"</edit></match></fontconfig>")
    seen = {}
    for name in FONTS:
        font = f"/Type /Font /Subtype /Type1 /BaseFont /{name}"
        data = foreign.page_of("BT /F 60 Tf 40 400 Td (Hamburg 123) Tj ET", f"/Font <</F <<{font}>>>>")
        path = worker.keep("font.pdf", data)
        words = frames.job(frames.DRAW, frames.PDF, widths=(40, 80, 400))
        first, second = (frames.run(worker.path, path, words, ("/usr/share/poppler", *FACES), env=env)[0]
                         for env in ({}, {"HOME": home, "FONTCONFIG_FILE": config, "FONTCONFIG_PATH": home,
                                          "XDG_DATA_HOME": home}))
        score(first == second, f"{name}: another font of the machine changes what is drawn")
        score([reply["blank"] for reply in of_kind(first, "drawn")] == [0], f"{name}: the page is blank: {first[:4]}")
        pictures = tuple(reply["bytes"] for reply in of_kind(first, "picture"))
        score(len(pictures) == 3, f"{name}: {len(pictures)} pictures")
        seen.setdefault(pictures, []).append(name)
    twins = [names for names in seen.values() if len(names) > 1]
    score(twins == [["Times-Roman", "Georgia"]], f"looks the same: {twins}")


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    with tempfile.TemporaryDirectory() as folder:
        worker = Worker(program, folder)
        check_tiff(worker, score)
        check_many(worker, score)
        check_jpeg(worker, score)
        check_png(worker, score)
        check_rest(worker, score)
        check_damaged(worker, score)
        check_fonts(worker, score)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
