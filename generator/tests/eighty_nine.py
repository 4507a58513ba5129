#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""A dossier of 89 enclosed pages as they come in: a report of 41 pages in one PDF, a fax of 30 in one TIFF, and 18
photographs of paper. Cairo draws them, leptonica and libtiff write the scans; the same bytes every time on one machine.

usage: eighty_nine.py FOLDER [SETS]     lays the dossier into the folder, its enclosures so many times over
"""

import ctypes
import os
import random
import re
import sys
import tempfile

import foreign
import rasters
import support

REPORT, FAX, PHOTOGRAPHS = 41, 30, 18
PAGES = REPORT + FAX + PHOTOGRAPHS
POINTS = 595.276, 841.89
SERIF, SANS, MONO = b"Liberation Serif", b"Liberation Sans", b"Liberation Mono"

LANDSCAPE, TURNED, UPSIDE_DOWN, WITH_UNITS, CROPPED, CROPPED_AND_TURNED, WITH_FORMS = 5, 9, 10, 13, 17, 18, (30, 31)
UNIT = 2
CROP = 40, 60  # what a cropped page has beyond its crop box, left and right, above and below
FRONT = 4  # pages with roman numbers

# Of each photograph: how the camera was held, and the kind of JPEG.
HELD = (1, 3, 6, 8, 2, 4, 5, 7, 6, 8, 1, 6, 3, 1, 6, 8, 1, 6)
KINDS = {8: "progressive", 9: "progressive", 12: "grey", 13: "grey", 15: "progressive", 16: "CMYK", 17: "CMYK"}
LYING = 4, 11  # photographs of sheets that lie on their side
SHORT, LONG = 1536, 2048
# What lies in the corners of a photograph, from the left above to the right below.
CORNERS = ((0.85, 0.1, 0.1), (0.1, 0.6, 0.2), (0.1, 0.2, 0.8), (0.05, 0.05, 0.05))

# Squares that tell a page's place in binary, black for 1, by the page's width and height: left, above, side, step.
MARKS = {"report": (0.62, 0.03, 0.012, 0.03), "fax": (0.72, 0.045, 0.014, 0.025), "photograph": (0.38, 0.965, 0.018, 0.03)}
DIGITS = 8

cairo = ctypes.CDLL("libcairo.so.2")
for name in ("pdf_surface_create_for_stream", "image_surface_create", "image_surface_get_data", "create",
             "pattern_create_linear", "get_target"):
    getattr(cairo, "cairo_" + name).restype = ctypes.c_void_p
STREAM = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.POINTER(ctypes.c_char), ctypes.c_uint)
CREATED, LABEL_ROOT = 5, 0


def call(name, *values):
    return getattr(cairo, "cairo_" + name)(*(ctypes.c_double(value) if isinstance(value, float) else
                                             ctypes.c_void_p(value) if isinstance(value, int) and value > 1 << 31 else value
                                             for value in values))


def word(number):
    """A word that stands on one page only."""
    consonants, vowels = "bdfgklmnprstvz", "aeiou"
    return (consonants[number % 14] + vowels[number % 5] + consonants[number * 5 % 13] + vowels[number // 14 % 5]
            + consonants[number // 3 % 14] + "or").capitalize()


# ---------------------------------------------------------------- What is drawn on every kind of page

WORDS = """the permit was granted by the office on the day that its letter names and no reason was given for it although
those concerned had asked in writing for a hearing of which there is a record that the office holds in its archive under
the number stated above while the survey of the site found water at a depth of four metres and clay below""".split()


class Pen:
    """Draws in the frame that a reader sees, from its left upper corner."""

    def __init__(self, context, width, height):
        self.context, self.width, self.height = context, width, height

    def colour(self, red, green, blue):
        call("set_source_rgb", self.context, float(red), float(green), float(blue))

    def box(self, left, top, width, height):
        call("rectangle", self.context, float(left), float(top), float(width), float(height))
        call("fill", self.context)

    def face(self, family, size, bold=False):
        call("select_font_face", self.context, family, 0, int(bold))
        call("set_font_size", self.context, float(size))

    def line(self, left, base, text):
        call("move_to", self.context, float(left), float(base))
        call("show_text", self.context, text.encode())

    def marks(self, kind, place):
        left, top, side, step = MARKS[kind]
        for digit in range(DIGITS):
            if place >> digit & 1:
                self.box((left + step * digit) * self.width, top * self.height, side * self.width, side * self.width)

    def text(self, seed, left, top, bottom, size, letters):
        """Paragraphs of lines of so many letters, from the top to the bottom."""
        pick = random.Random(seed)
        base, line, rest = top, "", 0
        while base < bottom:
            if not rest:
                rest = pick.randint(30, 90)
                line = pick.choice(WORDS).capitalize()
            line += " " + pick.choice(WORDS)
            rest -= 1
            if len(line) > letters - 8 or not rest:
                self.line(left, base, line + ("" if rest else "."))
                base += size * (1.25 if rest else 2)
                line = pick.choice(WORDS)


def sheet(pen, kind, place, title, numbers, family, size, letters):
    """A page of text: its title, its number, a word of its own, and the marks."""
    margin = pen.width * 0.12
    pen.colour(0, 0, 0)
    pen.marks(kind, place)
    pen.face(family, size * 0.9)
    pen.line(margin, pen.height * 0.05, title)
    pen.line(pen.width / 2 - size, pen.height * 0.955, numbers)
    pen.face(family, size * 1.4, bold=True)
    pen.line(margin, pen.height * 0.11, f"{place}. Of {word(place)}")
    pen.face(family, size)
    pen.text(place, margin, pen.height * 0.15, pen.height * 0.92, size, letters)


# ---------------------------------------------------------------- The report

def shape(number):
    """Of a page of the report: the width and height that are seen, those of its sheet, and the matrix between."""
    width, height = POINTS
    if number == LANDSCAPE:
        return height, width, height, width, (1, 0, 0, 1, 0, 0)
    if number == TURNED:
        return width, height, height, width, (0, -1, 1, 0, 0, width)
    if number == UPSIDE_DOWN:
        return width, height, width, height, (-1, 0, 0, -1, width, height)
    if number == WITH_UNITS:
        return width, height, width / UNIT, height / UNIT, (1 / UNIT, 0, 0, 1 / UNIT, 0, 0)
    if number in (CROPPED, CROPPED_AND_TURNED):
        across, down = CROP
        if number == CROPPED:
            return width, height, width + 2 * across, height + 2 * down, (1, 0, 0, 1, across, down)
        return height, width, width + 2 * across, height + 2 * down, (0, 1, -1, 0, width + across, down)
    return width, height, width, height, (1, 0, 0, 1, 0, 0)


def label(number):
    return ("i", "ii", "iii", "iv")[number - 1] if number <= FRONT else str(number - FRONT)


def chart(pen):
    """Something that is no text."""
    for bar in range(12):
        pen.colour(0.2, 0.35 + bar / 40, 0.6)
        high = pen.height * (0.1 + (bar * 37 % 11) / 40)
        pen.box(pen.width * (0.15 + bar / 17), pen.height * 0.8 - high, pen.width / 25, high)


def draw_report():
    out = []

    def take(_, data, length):
        out.append(data[:length])
        return 0
    callback = STREAM(take)
    surface = cairo.cairo_pdf_surface_create_for_stream(callback, None, ctypes.c_double(POINTS[0]),
                                                        ctypes.c_double(POINTS[1]))
    call("pdf_surface_set_metadata", surface, 0, b"Report on the review of permits")
    call("pdf_surface_set_metadata", surface, CREATED, b"2020-11-01T12:00:00Z")
    context = cairo.cairo_create(ctypes.c_void_p(surface))
    for number in range(1, REPORT + 1):
        width, height, across, down, matrix = shape(number)
        call("pdf_surface_set_size", surface, float(across), float(down))
        call("pdf_surface_set_page_label", surface, label(number).encode())
        if number == 1 or number % 6 == 0:
            call("pdf_surface_add_outline", surface, LABEL_ROOT, f"Of {word(number)}".encode(),
                 f"page={number} pos=[0 0]".encode(), 0)
        call("save", context)
        call("transform", context, (ctypes.c_double * 6)(*matrix))
        pen = Pen(context, width, height)
        if number == LANDSCAPE:
            pen.face(SERIF, 11)
            pen.colour(0, 0, 0)
            pen.marks("report", number)
            pen.line(72, 50, f"{number}. Of {word(number)}, year by year")
            chart(pen)
        else:
            sheet(pen, "report", number, "Report on the review of permits", label(number), SERIF, 11,
                  100 if height > width else 140)
        call("restore", context)
        call("show_page", context)
    for verb, what in (("destroy", context), ("surface_finish", surface), ("surface_destroy", surface)):
        call(verb, what)
    return b"".join(out)


def change_page(number, body, after):
    """The entries of a page's dictionary as they are to be; `after` is the number of the next new object."""
    new = []
    boxes = re.search(rb"/MediaBox \[ *\S+ \S+ (\S+) (\S+) *\]", body)
    width, height = float(boxes[1]), float(boxes[2])
    if number == TURNED:
        body = body.replace(b"/Type /Page", b"/Type /Page /Rotate 90", 1)
    elif number == UPSIDE_DOWN:
        body = body.replace(b"/Type /Page", b"/Type /Page /Rotate 180", 1)
    elif number == WITH_UNITS:
        body = body.replace(b"/Type /Page", b"/Type /Page /UserUnit %d" % UNIT, 1)
    elif number in (CROPPED, CROPPED_AND_TURNED):
        across, down = CROP
        turn = b"/Rotate 270 " if number == CROPPED_AND_TURNED else b""
        body = body.replace(boxes[0], b"%s/MediaBox [-100 -100 %.3f %.3f] /CropBox [%d %d %.3f %.3f]" %
                            (turn, width - 100, height - 100, across - 100, down - 100, width - across - 100,
                             height - down - 100))
        body = re.sub(rb"/Contents (\d+ 0 R)", rb"/Contents [%d 0 R \1]" % after, body)
        new.append(b"<</Length 22>>\nstream\n1 0 0 1 -100 -100 cm \nendstream")
    elif number in WITH_FORMS:
        body = body.replace(b"/Type /Page", b"/Type /Page /Annots [%d 0 R]" % after, 1)
        shown = b"q 0.9 0.95 1 rg 0 0 200 24 re f Q /Tx BMC BT /F 11 Tf 4 8 Td (Name %d) Tj ET EMC" % number
        new.append(b"<</Type /Annot /Subtype /Widget /FT /Tx /T (name%d) /V (Name %d) /F 4 /Rect [72 12 272 36]"
                   b" /DA (/F 11 Tf) /AP <</N %d 0 R>>>>" % (number, number, after + 1))
        new.append(b"<</Type /XObject /Subtype /Form /BBox [0 0 200 24] /Resources <</Font <</F <</Type /Font /Subtype"
                   b" /Type1 /BaseFont /Helvetica>>>>>> /Length %d>>\nstream\n%s\nendstream" % (len(shown), shown))
    return body, new


def report():
    """What Cairo drew, with an update after it, as programs that fill in forms write."""
    data = draw_report()
    count = int(re.search(rb"/Size (\d+)", data)[1])
    root = int(re.search(rb"/Root (\d+) 0 R", data)[1])
    previous = int(re.search(rb"startxref\s+(\d+)", data)[1])
    changed, fields = {}, []
    pages = re.finditer(rb"(\d+) 0 obj\n(<< /Type /Page[ \n].*?>>)\nendobj", data, re.DOTALL)
    for number, match in enumerate(pages, 1):
        body, new = change_page(number, match[2], count)
        if body != match[2]:
            changed[int(match[1])] = body
        if number in WITH_FORMS:
            fields.append(count)
        for one in new:
            changed[count] = one
            count += 1
    catalog = re.search(rb"(?:^|\n)%d 0 obj\n(.*?)\nendobj" % root, data, re.DOTALL)[1]
    named = b" ".join(b"%d 0 R" % field for field in fields)
    changed[root] = catalog.replace(b"/Type /Catalog", b"/Type /Catalog /AcroForm <</Fields [%s]>>" % named, 1)
    out, table = bytearray(data + b"\n"), b"xref\n"
    for number, body in sorted(changed.items()):
        table += b"%d 1\n%010d 00000 n \n" % (number, len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    return bytes(out) + table + b"trailer\n<</Size %d /Root %d 0 R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        count, root, previous, len(out))


# ---------------------------------------------------------------- Scans

class Canvas:
    """A picture that Cairo draws on and leptonica takes."""

    def __init__(self, width, height):
        self.width, self.height = width, height
        self.surface = cairo.cairo_image_surface_create(0, width, height)
        self.context = cairo.cairo_create(ctypes.c_void_p(self.surface))
        self.pen = Pen(self.context, width, height)
        self.pen.colour(1, 1, 1)
        call("paint", self.context)

    def dots(self):
        """Blue, green, red and one more byte for each dot."""
        call("surface_flush", self.surface)
        return ctypes.string_at(cairo.cairo_image_surface_get_data(ctypes.c_void_p(self.surface)),
                                4 * self.width * self.height)

    def pix(self):
        pix = ctypes.c_void_p(rasters.lept.pixCreate(self.width, self.height, 32))
        rasters.lept.pixGetData.restype = ctypes.c_void_p
        # Leptonica has the three colours a byte further up in each word.
        ctypes.memmove(rasters.lept.pixGetData(pix) + 1, self.dots(), 4 * self.width * self.height - 1)
        return pix

    def free(self):
        call("destroy", self.context)
        call("surface_destroy", self.surface)


def lept(name, *values):
    function = getattr(rasters.lept, name)
    function.restype = ctypes.c_void_p
    return ctypes.c_void_p(function(*values))


def free_pix(*pictures):
    for pix in pictures:
        rasters.lept.pixDestroy(ctypes.byref(pix))


def fax():
    """Thirty pages in G4, of 204 by 196 dots an inch."""
    width, height, form = 1728, 2292, 8
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "fax.tif").encode()
        for number in range(1, FAX + 1):
            canvas = Canvas(width, height)
            place = REPORT + number
            head = f"12-NOV-2020 10:{number:02d}   FROM +994 12 000 00 00   P.{number:02d}/{FAX}"
            sheet(canvas.pen, "fax", place, head, f"- {number} -", MONO, 30, 76)
            pix = canvas.pix()
            grey = lept("pixConvertTo8", pix, 0)
            bits = lept("pixThresholdToBinary", grey, 140)
            rasters.lept.pixSetResolution(bits, 204, 196)
            if rasters.lept.pixWriteTiff(path, bits, form, b"w" if number == 1 else b"a"):
                raise ValueError(f"page {number} of the fax is not written")
            free_pix(pix, grey, bits)
            canvas.free()
        with open(path, "rb") as file:
            return file.read()


def desk(canvas):
    """Wood in the light of one window, and four things that lie in its corners."""
    pen = canvas.pen
    light = cairo.cairo_pattern_create_linear(ctypes.c_double(0), ctypes.c_double(0), ctypes.c_double(pen.width),
                                              ctypes.c_double(pen.height))
    for at, (red, green, blue) in ((0.0, (0.75, 0.6, 0.45)), (1.0, (0.45, 0.33, 0.22))):
        call("pattern_add_color_stop_rgb", light, at, red, green, blue)
    call("set_source", canvas.context, light)
    call("paint", canvas.context)
    call("pattern_destroy", light)
    side = pen.width * 0.05
    for corner, colour in enumerate(CORNERS):
        pen.colour(*colour)
        pen.box((pen.width - side) * (corner % 2), (pen.height - side) * (corner // 2), side, side)


def photograph(index):
    """A sheet on a desk, as it is seen: a canvas."""
    place = REPORT + FAX + 1 + index
    canvas = Canvas(*((LONG, SHORT) if index in LYING else (SHORT, LONG)))
    desk(canvas)
    pick = random.Random(index)
    call("save", canvas.context)
    call("translate", canvas.context, canvas.width / 2, canvas.height / 2)
    call("rotate", canvas.context, pick.uniform(-0.03, 0.03))
    wide, high = canvas.width * 0.8, canvas.height * 0.84
    call("translate", canvas.context, -wide / 2, -high / 2)
    pen = Pen(canvas.context, wide, high)
    pen.colour(0.3, 0.22, 0.15)
    pen.box(8, 8, wide, high)
    pen.colour(0.95, 0.94, 0.9)
    pen.box(0, 0, wide, high)
    pen.colour(0.1, 0.1, 0.15)
    pen.face(SANS, 42, bold=True)
    pen.line(wide * 0.1, high * 0.1, f"{place}. Of {word(place)}")
    pen.face(SERIF, 26)
    pen.text(place, wide * 0.1, high * 0.16, high * 0.9, 26, wide / 13)
    call("restore", canvas.context)
    left, top, side, step = MARKS["photograph"]
    canvas.pen.colour(1, 1, 1)
    canvas.pen.box((left - 0.02) * canvas.width, (top - 0.012) * canvas.height, (step * DIGITS + 0.03) * canvas.width,
                   side * canvas.width + 0.024 * canvas.height)
    canvas.pen.colour(0, 0, 0)
    canvas.pen.marks("photograph", place)
    return canvas


def as_held(pix, orientation):
    """The dots as a camera held so stores them (Exif 3.0, Orientation)."""
    turns, mirror = {1: (0, 0), 2: (0, 1), 3: (2, 0), 4: (2, 1), 5: (1, 1), 6: (3, 0), 7: (3, 1), 8: (1, 0)}[orientation]
    turned = lept("pixRotateOrth", pix, turns)
    if mirror:
        rasters.lept.pixFlipLR(turned, turned)
    return turned


def exif(data, orientation):
    """The JPEG with the camera's note in place of JFIF's."""
    if data[2:4] == b"\xff\xe0":
        data = data[:2] + data[4 + int.from_bytes(data[4:6], "big"):]
    note = b"Exif\0\0" + foreign.tiff([[(274, 3, [orientation]), (282, 5, [72, 1]), (283, 5, [72, 1]), (296, 3, [2])]], ">")
    return data[:2] + b"\xff\xe1" + (len(note) + 2).to_bytes(2, "big") + note + data[2:]


def cmyk(pix):
    """A JPEG in CMYK, by libtiff, with Adobe's inverted values."""
    width, height = rasters.lept.pixGetWidth(pix), rasters.lept.pixGetHeight(pix)
    rasters.lept.pixGetData.restype = ctypes.c_void_p
    words = ctypes.string_at(rasters.lept.pixGetData(pix), 4 * width * height)
    inks = bytearray(b"\xff" * len(words))
    for ink in range(3):
        inks[ink::4] = words[3 - ink::4]
    with tempfile.NamedTemporaryFile(suffix=".tif") as file:
        tiff = ctypes.c_void_p(rasters.libtiff.TIFFOpen(file.name.encode(), b"w"))
        for tag, value in ((256, width), (257, height), (258, 8), (259, 7), (262, 5), (277, 4), (278, height), (284, 1),
                           (65537, 80), (65539, 0)):
            rasters.libtiff.TIFFSetField(tiff, tag, ctypes.c_int(value))
        rasters.libtiff.TIFFWriteEncodedStrip(tiff, 0, bytes(inks), ctypes.c_ssize_t(len(inks)))
        rasters.libtiff.TIFFClose(tiff)
        written = file.read()
    data = written[written.index(b"\xff\xd8\xff"):written.rindex(b"\xff\xd9") + 2]
    return data[:2] + b"\xff\xee\0\x0eAdobe\0\x64\0\0\0\0\0" + data[2:]


def jpeg(pix, kind):
    if kind == "CMYK":
        return cmyk(pix)
    grey = lept("pixConvertTo8", pix, 0) if kind == "grey" else None
    data, size = ctypes.c_void_p(), ctypes.c_size_t()
    if rasters.lept.pixWriteMemJpeg(ctypes.byref(data), ctypes.byref(size), grey or pix, 80, int(kind == "progressive")):
        raise ValueError("no JPEG")
    out = ctypes.string_at(data, size.value)
    rasters.lept.lept_free(data)
    if grey:
        free_pix(grey)
    return out


def photographs():
    """A name and the bytes of each."""
    for index, orientation in enumerate(HELD):
        canvas = photograph(index)
        pix = canvas.pix()
        stored = as_held(pix, orientation)
        yield f"photograph {index + 1:02d}.jpg", exif(jpeg(stored, KINDS.get(index)), orientation)
        free_pix(pix, stored)
        canvas.free()


# ---------------------------------------------------------------- The dossier

METADATA = """\
identifier: eighty-nine
title: Letter from A. Sender to the office of permits, 12 November 2020
date: 2020-11-12
published: 2026-11-24
languages: [en]
sender: {name: A. Sender}
addressees: [{office: The office of permits}]
"""

LETTER = """\
Dear Madam,

I enclose [the report on the review of permits](enclosure:A), of which [page 13](enclosure:A/13) tells the findings,
[the fax of 12 November](enclosure:B), and [photographs of what hung on the gate](enclosure:C).

Yours faithfully,

Encl.: {} pages
"""

TITLES = "Report on the review of permits", "Fax of 12 November 2020", "Photographs of what hung on the gate"


def lay(folder, sets=1):
    """Writes the dossier. Of several sets, those after the first have enclosures of other names with the same files'
    pages, under names of their own."""
    held = (("A", REPORT, [("report.pdf", report())]), ("B", FAX, [("fax.tif", fax())]),
            ("C", PHOTOGRAPHS, list(photographs())))
    manifest = f"pages: {PAGES * sets}\nenclosures:\n"
    for turn in range(sets):
        for (name, pages, files), title in zip(held, TITLES):
            more = f"-{turn + 1}" if turn else ""
            manifest += f"  - id: {name}{more}\n    title: {title}{more.replace('-', ', ')}\n    title-from: document\n" \
                f"    pages: {pages}\n    status: held\n    files:\n"
            for file, data in files:
                file = f"{turn + 1}/{file}" if turn else file
                manifest += f"      - {file}\n"
                support.write(folder, "attachments/" + file, data)
    support.write(folder, "attachments/manifest.yaml", manifest)
    support.write(folder, "sources/metadata.yaml", METADATA)
    support.write(folder, "sources/letter.md", LETTER.format(PAGES * sets))


if __name__ == "__main__":
    lay(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1)
