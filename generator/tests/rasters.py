# SPDX-License-Identifier: ISC
"""Scans for tests: one pattern in every kind of picture file, written here or by libtiff and leptonica, and pictures
read back. The pattern's quarters have colours of their own, so that no turn or mirror goes unseen."""

import ctypes
import struct
import tempfile
import zlib

import foreign

WIDTH, HEIGHT = 128, 96
# From the left above to the right below.
COLOURS = ((255, 255, 255), (0, 0, 0), (230, 30, 40), (20, 60, 200))
GREYS = ((255,) * 3, (0,) * 3, (170,) * 3, (85,) * 3)
BITS = ((255,) * 3, (0,) * 3, (255,) * 3, (255,) * 3)

lept = ctypes.CDLL("liblept.so.5")
libtiff = ctypes.CDLL("libtiff.so.6")
for library, names in ((lept, ("pixCreate", "pixReadMem")), (libtiff, ("TIFFOpen",))):
    for name in names:
        getattr(library, name).restype = ctypes.c_void_p
libtiff.TIFFSetErrorHandler(None)
libtiff.TIFFSetWarningHandler(None)


def quarters(colours, width=WIDTH, height=HEIGHT):
    """The pattern as rows of colours."""
    rows = []
    for y in range(height):
        first = 2 if 2 * y >= height else 0
        rows.append([colours[first]] * (width // 2) + [colours[first + 1]] * (width - width // 2))
    return rows


def stored(rows, orientation):
    """The rows as a file of this orientation (TIFF 6.0, Orientation) has them, so that they are seen as given."""
    if orientation >= 5:
        rows = [list(column) for column in zip(*rows)]
    flip = ("", "h", "hv", "v", "", "v", "hv", "h")[orientation - 1]
    if "h" in flip:
        rows = [row[::-1] for row in rows]
    if "v" in flip:
        rows = rows[::-1]
    return rows


# ---------------------------------------------------------------- Reading back


class Picture:
    """What leptonica, or poppler through it, makes of a file."""

    def __init__(self, data):
        pix = ctypes.c_void_p(lept.pixReadMem(data, ctypes.c_size_t(len(data))))
        if not pix:
            raise ValueError("no picture")
        self.width, self.height = lept.pixGetWidth(pix), lept.pixGetHeight(pix)
        lept.pixConvertTo32.restype = ctypes.c_void_p
        self.pix = ctypes.c_void_p(lept.pixConvertTo32(pix))

    def dot(self, across, down):
        values = [ctypes.c_int32() for _ in range(3)]
        lept.pixGetRGBPixel(self.pix, int(across * self.width), int(down * self.height),
                            *(ctypes.byref(value) for value in values))
        return tuple(value.value for value in values)

    def quarters(self):
        return tuple(self.dot(x, y) for y in (0.25, 0.75) for x in (0.25, 0.75))


def same(seen, wanted, within=14):
    return all(abs(a - b) <= within for dots in zip(seen, wanted) for a, b in zip(*dots))


# ---------------------------------------------------------------- TIFF

TAGS = {"width": 256, "height": 257, "bits": 258, "compression": 259, "photometric": 262, "fill": 266,
        "orientation": 274, "samples": 277, "rows": 278, "planes": 284, "unit": 296, "inks": 332, "tile-width": 322,
        "tile-height": 323, "quality": 65537, "colour-mode": 65538, "g3": 292, "predictor": 317, "format": 339,
        "subfile": 254}
NONE, RLE, G3, G4, LZW, JPEG, DEFLATE, PACKBITS = 1, 2, 3, 4, 5, 7, 8, 32773
WHITE_IS_0, BLACK_IS_0, RGB, PALETTE, MASK, CMYK, YCBCR, _, LAB = range(9)


def packed(row, bits, order="="):
    """Samples as a row of bytes."""
    if bits == 16:
        return struct.pack(f"{order}{len(row)}H", *(value * 257 for value in row))
    most = (1 << bits) - 1
    number = 0
    for value in row:
        number = number << bits | (value * most + 127) // 255
    spare = -len(row) * bits % 8
    return (number << spare).to_bytes((len(row) * bits + spare) // 8, "big")


def samples_of(dot, photometric, alpha=None):
    if photometric == WHITE_IS_0:
        samples = [255 - dot[0]]
    elif photometric == BLACK_IS_0:
        samples = [dot[0]]
    elif photometric == CMYK:
        black = 255 - max(dot)
        white = max(dot) or 1
        samples = [round(255 - 255 * value / white) if black < 255 else 0 for value in dot] + [black]
    else:
        samples = list(dot)
    return samples + ([] if alpha is None else [alpha])


def add_directory(tiff, rows, tags, dpi, palette, alpha, tile):
    tags = {"bits": 8, "compression": NONE, "photometric": BLACK_IS_0, "orientation": 1, "planes": 1, **tags}
    width, height = len(rows[0]), len(rows)
    per_dot = {RGB: 3, CMYK: 4, YCBCR: 3}.get(tags["photometric"], 1) + (alpha is not None)
    tags.update(width=width, height=height, samples=per_dot)
    tags.setdefault("rows", height)
    if tile:
        del tags["rows"]
        tags["tile-width"], tags["tile-height"] = tile, tile
    for name, value in sorted(tags.items(), key=lambda item: TAGS[item[0]]):
        libtiff.TIFFSetField(tiff, TAGS[name], ctypes.c_int(value))
    for tag, value in zip((282, 283), dpi):
        libtiff.TIFFSetField(tiff, tag, ctypes.c_double(value))
    if alpha is not None:
        libtiff.TIFFSetField(tiff, 338, 1, (ctypes.c_uint16 * 1)(2))
    if palette:
        size = 1 << tags["bits"]
        maps = [(ctypes.c_uint16 * size)(*[palette[i][c] * 257 if i < len(palette) else 0 for i in range(size)])
                for c in range(3)]
        libtiff.TIFFSetField(tiff, 320, *maps)

    def line(row):
        if palette:
            number = sum(palette.index(dot) << tags["bits"] * (len(row) - 1 - i) for i, dot in enumerate(row))
            return number.to_bytes((len(row) * tags["bits"] + 7) // 8, "big")
        return packed([value for dot in row for value in samples_of(dot, tags["photometric"], alpha)], tags["bits"])
    if tile:
        rows = [row + [row[-1]] * (-width % tile) for row in rows] + [rows[-1] + [rows[-1][-1]] * (-width % tile)] * (-height % tile)
        for y in range(0, height, tile):
            for x in range(0, width, tile):
                data = b"".join(line(row[x:x + tile]) for row in rows[y:y + tile])
                libtiff.TIFFWriteTile(tiff, data, x, y, 0, 0)
    elif tags["planes"] == 2:
        for plane in range(per_dot):
            data = b"".join(packed([dot[plane] for dot in row], tags["bits"]) for row in rows)
            libtiff.TIFFWriteEncodedStrip(tiff, plane, data, ctypes.c_ssize_t(len(data)))
    else:
        for strip in range(0, height, tags["rows"]):
            data = b"".join(map(line, rows[strip:strip + tags["rows"]]))
            libtiff.TIFFWriteEncodedStrip(tiff, strip // tags["rows"], data, ctypes.c_ssize_t(len(data)))
    libtiff.TIFFWriteDirectory(tiff)


def tiff(pages, mode="w"):
    """A TIFF of pages, each (rows, tags, options): dpi, palette, alpha, tile."""
    with tempfile.NamedTemporaryFile(suffix=".tif") as file:
        handle = ctypes.c_void_p(libtiff.TIFFOpen(file.name.encode(), mode.encode()))
        for rows, tags, options in pages:
            add_directory(handle, rows, tags, options.get("dpi", (100, 100)), options.get("palette"),
                          options.get("alpha"), options.get("tile"))
        libtiff.TIFFClose(handle)
        return file.read()


# ---------------------------------------------------------------- JPEG

# ISO/IEC 10918-1, table K.3; of AC coefficients there is but the end of a block.
DC_COUNTS, DC_VALUES = bytes([0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]), bytes(range(12))


def dc_codes():
    codes, code, at = {}, 0, 0
    for length, count in enumerate(DC_COUNTS, 1):
        for _ in range(count):
            codes[DC_VALUES[at]] = (code, length)
            code, at = code + 1, at + 1
        code <<= 1
    return codes


def ycbcr(dot):
    r, g, b = dot
    return (0.299 * r + 0.587 * g + 0.114 * b, 128 - 0.168736 * r - 0.331264 * g + 0.5 * b,
            128 + 0.5 * r - 0.418688 * g - 0.081312 * b)


def jpeg(rows, kind="ycbcr", progressive=False, orientation=None, dpi=100, adobe=None):
    """Blocks of one colour each: grey, ycbcr, rgb, cmyk (with Adobe's inverted values)."""
    def segment(marker, data):
        return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data
    names = {"grey": b"\1", "ycbcr": b"\1\2\3", "rgb": b"RGB", "cmyk": b"CMYK"}[kind]
    out = b"\xff\xd8"
    if adobe is None and kind in ("grey", "ycbcr"):
        out += segment(0xE0, b"JFIF\0\1\1\1" + struct.pack(">HH", dpi, dpi) + b"\0\0")
    else:
        orientation = orientation or 1
    if orientation:
        out += segment(0xE1, b"Exif\0\0" + foreign.tiff([[(274, 3, [orientation]), (282, 5, [dpi, 1]), (283, 5, [dpi, 1]),
                                                         (296, 3, [2])]], ">"))
    if adobe is not None:
        out += segment(0xEE, b"Adobe\0\x64\0\0\0\0" + bytes([adobe]))
    out += segment(0xDB, b"\0" + b"\1" * 64)
    out += segment(0xC2 if progressive else 0xC0, b"\x08" + struct.pack(">HHB", len(rows), len(rows[0]), len(names))
                   + b"".join(bytes([name, 0x11, 0]) for name in names))
    out += segment(0xC4, b"\0" + DC_COUNTS + DC_VALUES) + segment(0xC4, b"\x10\1" + bytes(15) + b"\0")
    out += segment(0xDA, bytes([len(names)]) + b"".join(bytes([name, 0]) for name in names)
                   + (b"\0\0\0" if progressive else b"\0\x3f\0"))
    bits, last, codes = [], [0] * len(names), dc_codes()
    for y in range(0, len(rows), 8):
        for x in range(0, len(rows[0]), 8):
            dot = rows[y][x]
            if kind == "ycbcr":
                values = ycbcr(dot)
            elif kind == "cmyk":
                values = [255 - value for value in samples_of(dot, CMYK)]
            else:
                values = dot[:len(names)]
            for i, value in enumerate(values):
                level = round(8 * (value - 128))
                change, last[i] = level - last[i], level
                size = abs(change).bit_length()
                code, length = codes[size]
                bits.append(f"{code:0{length}b}")
                if size:
                    bits.append(f"{change if change > 0 else change + (1 << size) - 1:0{size}b}")
                if not progressive:
                    bits.append("0")
    text = "".join(bits)
    text += "1" * (-len(text) % 8)
    data = int(text, 2).to_bytes(len(text) // 8, "big").replace(b"\xff", b"\xff\0")
    return out + data + b"\xff\xd9"


# ---------------------------------------------------------------- PNG, WebP, JPEG 2000


def png(rows, bits=8, kind="rgb", alpha=None, dpi=100, interlaced=False):
    """Of kind grey, rgb, palette; `alpha` gives each dot's, or for a palette each entry's."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    colours = sorted({dot for row in rows for dot in row})
    number = {"grey": 0, "rgb": 2, "palette": 3}[kind] + (4 if alpha is not None and kind != "palette" else 0)

    def samples(dot):
        if kind == "palette":
            return None
        values = list(dot[:1] if kind == "grey" else dot)
        return values + ([alpha(dot)] if alpha else [])

    def line(row):
        if kind == "palette":
            total = 0
            for dot in row:
                total = total << bits | colours.index(dot)
            spare = -len(row) * bits % 8
            return (total << spare).to_bytes((len(row) * bits + spare) // 8, "big")
        return packed([value for dot in row for value in samples(dot)], bits, ">")
    passes = [(0, 0, 1, 1)]
    if interlaced:
        passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    data = b"".join(b"\0" + line(row[x::across]) for x, y, across, down in passes for row in rows[y::down])
    metre = round(dpi / 0.0254)
    out = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", len(rows[0]), len(rows), bits, number, 0, 0,
                                                            int(interlaced)))
    out += chunk(b"pHYs", struct.pack(">IIB", metre, metre, 1))
    if kind == "palette":
        out += chunk(b"PLTE", b"".join(bytes(dot) for dot in colours))
        if alpha:
            out += chunk(b"tRNS", bytes(alpha(dot) for dot in colours))
    return out + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


def by_leptonica(rows, form):
    """WebP and JPEG 2000."""
    pix = ctypes.c_void_p(lept.pixCreate(len(rows[0]), len(rows), 32))
    for y, row in enumerate(rows):
        for x, dot in enumerate(row):
            lept.pixSetRGBPixel(pix, x, y, *dot)
    data, size = ctypes.c_void_p(), ctypes.c_size_t()
    if form == "webp":
        failed = lept.pixWriteMemWebP(ctypes.byref(data), ctypes.byref(size), pix, 90, 0)
    else:
        failed = lept.pixWriteMemJp2k(ctypes.byref(data), ctypes.byref(size), pix, 45, 4, 0, 0)
    if failed:
        raise ValueError(form)
    return ctypes.string_at(data, size.value)
