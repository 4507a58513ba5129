# SPDX-License-Identifier: ISC
"""Foreign files that are made to harm who reads them: small ones that unfold, that call themselves, that lie of their
sizes, that never end."""

import struct
import zlib

import foreign
import rasters
from foreign import A4, page_of, pages, pdf

MILLION = 10**6


def zeros(size):
    """A zlib stream of so many zero bytes, made in no time: the same block over and over."""
    head = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = head.compress(bytes(MILLION)) + head.flush(zlib.Z_FULL_FLUSH)
    tail = zlib.compressobj(9, zlib.DEFLATED, -15)
    rest = tail.compress(bytes(size % MILLION)) + tail.flush()
    return b"\x78\xda" + block * (size // MILLION) + rest + struct.pack(">HH", size % 65521, 1)


# ---------------------------------------------------------------- Pictures

def png(width, height, bits=8, kind=0):
    """All black, and true: grey (0) or colours (2), of so many bits."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    row = 1 + (width * bits * (3 if kind == 2 else 1) + 7) // 8
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, 0))
            + chunk(b"IDAT", zeros(row * height)) + chunk(b"IEND", b""))


def png_words(size):
    """A small picture with a text that unfolds to so many bytes, and as large a profile."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    whole = png(300, 400)
    return whole[:33] + chunk(b"iCCP", b"a\0\0" + zeros(size)) + chunk(b"zTXt", b"Comment\0\0" + zeros(size)) + whole[33:]


def tiff(width, height, data, compression, samples=1, bits=8):
    """One strip of this data."""
    photometric = 2 if samples == 3 else 0 if bits == 1 else 1
    return foreign.tiff([[(256, 4, [width]), (257, 4, [height]), (258, 3, [bits] * samples), (259, 3, [compression]),
                          (262, 3, [photometric]), (273, 4, [8]), (277, 3, [samples]), (278, 4, [height]),
                          (279, 4, [len(data)]), (282, 5, [200, 1]), (283, 5, [200, 1]), (296, 3, [2])]], data=data)


def webp(width, height):
    """Without a loss, of one colour, in some twenty bytes (RFC 9649, 3: five prefix codes of one symbol each)."""
    bits, length = 0, 0
    for value, count in ((width - 1, 14), (height - 1, 14), (0, 1), (0, 3), (0, 3), *(((1 | 0 << 1 | 1 << 2 | 30 << 3), 11),) * 5):
        bits |= value << length
        length += count
    body = b"\x2f" + bits.to_bytes((length + 7) // 8, "little")
    body += bytes(len(body) % 2)
    chunk = b"VP8L" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def jpeg_sized(width, height):
    """A small JPEG that states to be larger."""
    data = rasters.jpeg(rasters.quarters(rasters.COLOURS))
    start = data.index(b"\xff\xc0") + 5
    return data[:start] + struct.pack(">HH", height, width) + data[start + 4:]


def jpeg_scans(width, height, count):
    """Progressive, and each of so many scans goes over all of it."""
    data = rasters.jpeg(rasters.quarters(rasters.GREYS, 16, 16), "grey", progressive=True)
    start = data.index(b"\xff\xc2") + 5
    head = data[:start] + struct.pack(">HH", height, width) + data[start + 4:data.index(b"\xff\xda")]
    scan = b"\xff\xda\0\x08\1\1\0\0\0\0" + b"\0" * 4
    return head + scan + (b"\xff\xda\0\x08\1\1\0\1\x3f\0" + b"\0" * 4) * count + b"\xff\xd9"


def jp2_sized(width, height):
    """A JPEG 2000 whose boxes state another size than its code stream."""
    data = rasters.by_leptonica(rasters.quarters(rasters.COLOURS), "jp2")
    at = data.index(b"ihdr") + 4
    return data[:at] + struct.pack(">II", height, width) + data[at + 8:]


def jp2_box(length):
    """One whose code stream's box states this length."""
    data = rasters.by_leptonica(rasters.quarters(rasters.COLOURS), "jp2")
    at = data.index(b"jp2c") - 4
    return data[:at] + struct.pack(">I", length) + data[at + 4:]


# ---------------------------------------------------------------- Pictures in PDFs

IMAGE = "/XObject <</X 5 0 R>>"
WHOLE = "595 0 0 842 0 0 cm /X Do"


def with_image(entries, data):
    return page_of(WHOLE, IMAGE, [(f"/Type /XObject /Subtype /Image {entries}", data)])


def jbig2(width, height):
    """A page of one generic region, and next to no data (ISO/IEC 14492, 7.4)."""
    def segment(number, kind, data):
        return struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data
    page = struct.pack(">IIIIBH", width, height, 0, 0, 0, 0)
    region = struct.pack(">IIIIB", width, height, 0, 0, 0) + b"\0" + bytes([3, 0xFF, 0xFD, 0xFF, 2, 0xFE, 0xFE, 0xFE])
    return with_image(f"/Width {width} /Height {height} /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /JBIG2Decode",
                      segment(0, 48, page) + segment(1, 38, region + b"\0\0\xff\xac"))


# ---------------------------------------------------------------- PDFs that call themselves, or much

def type3(calls, again):
    """A glyph that draws itself, or of which each draws the next so many times."""
    fonts, count = [], 1 if again else 6
    for i in range(count):
        next_font = 5 if again else 5 + 2 * min(i + 1, count - 1)
        fonts += [f"<</Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 97"
                  f" /LastChar 97 /Widths [1000] /Encoding <</Differences [97 /a]>> /CharProcs <</a {6 + 2 * i} 0 R>>"
                  f" /Resources <</Font <</F {next_font} 0 R>>>>>>",
                  ("", "1000 0 d0 BT /F 1 Tf " + "(a) Tj " * calls + "ET 0 0 500 500 re f")]
    return page_of("BT /F 12 Tf 72 700 Td (aaa) Tj ET", "/Font <</F 5 0 R>>", fonts)


def patterns(depth, step):
    """Tiles that are filled with tiles."""
    tiles = []
    for i in range(depth):
        inner = "/Pattern cs /P scn 0 0 600 850 re f" if i < depth - 1 else "1 0 0 rg 0 0 1 1 re f"
        resources = f"/Pattern <</P {6 + i} 0 R>>" if i < depth - 1 else ""
        tiles.append((f"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 600 850] /XStep {step} /YStep {step}"
                      f" /Matrix [0.9 0.1 -0.1 0.9 0 0] /Resources <<{resources}>>", inner))
    return page_of("/Pattern cs /P scn 0 0 600 850 re f", "/Pattern <</P 5 0 R>>", tiles)


def own_pattern():
    return page_of("/Pattern cs /P scn 0 0 600 850 re f", "/Pattern <</P 5 0 R>>",
                   [("/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 50 50] /XStep 50 /YStep 50"
                     " /Resources <</Pattern <</P 5 0 R>>>>", "/Pattern cs /P scn 0 0 50 50 re f")])


def shading(depth):
    """Functions that are stitched from two of the next each."""
    functions = [f"<</FunctionType 3 /Domain [0 1] /Bounds [0.5] /Encode [0 1 0 1] /Functions [{7 + i} 0 R {7 + i} 0 R]>>"
                 for i in range(depth)]
    functions.append("<</FunctionType 2 /Domain [0 1] /N 1 /C0 [0] /C1 [1]>>")
    return page_of("/S sh", "/Shading <</S 5 0 R>>",
                   ["<</ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 600 850] /Function 6 0 R /Extend [true true]>>",
                    *functions])


def calculated(operators, times):
    """A picture of a shading that a long program calculates dot by dot."""
    return page_of("/S sh " * times, "/Shading <</S 5 0 R>>",
                   ["<</ShadingType 1 /ColorSpace /DeviceRGB /Domain [0 1 0 1] /Matrix [600 0 0 850 0 0] /Function 6 0 R>>",
                    ("/FunctionType 4 /Domain [0 1 0 1] /Range [0 1 0 1 0 1]", "{" + "2 copy add sin pop " * operators + "dup}")])


def soft_mask():
    """A mask that is made of what it masks."""
    return page_of("/G gs 0 0 300 300 re f", "/ExtGState <</G 5 0 R>>",
                   ["<</Type /ExtGState /SMask <</S /Luminosity /G 6 0 R>>>>",
                    ("/Type /XObject /Subtype /Form /BBox [0 0 600 850] /Group <</S /Transparency /CS /DeviceGray>>"
                     " /Resources <</ExtGState <</G 5 0 R>>>>", "/G gs 1 g 0 0 300 300 re f")])


def groups(depth, width):
    """Transparent groups that each draw the next so many times, all of them as large as the page."""
    forms = [(f"/Type /XObject /Subtype /Form /BBox [0 0 600 850] /Group <</S /Transparency>> /Resources <</XObject <</X {6 + i}"
              f" 0 R>> /ExtGState <</G <</ca 0.5 /BM /Luminosity>>>>>>", "/G gs " + "/X Do " * width) for i in range(depth)]
    forms.append(("/Type /XObject /Subtype /Form /BBox [0 0 600 850] /Resources <<>>", "0 0 9 9 re f"))
    return page_of("/X Do", IMAGE, forms)


def deep_tree(levels):
    objects = ["<</Type /Catalog /Pages 2 0 R>>"]
    objects += [f"<</Type /Pages /Kids [{number + 1} 0 R] /Count 1>>" for number in range(2, levels)]
    return pdf(objects + [f"<</Type /Page {A4}>>"])


def many_pages(count):
    return pages(["/MediaBox [0 0 72 72]"] * count)


def object_streams():
    """A stream of objects that holds the table's own, and extends itself."""
    whole = pages([A4])
    packed = zlib.compress(b"3 0 " + b"<</Type /Page /Parent 2 0 R>>")
    return whole.replace(b"3 0 obj\n", b"9 0 obj\n<</Type /ObjStm /N 1 /First 4 /Extends 9 0 R /Filter /FlateDecode /Length %d>>"
                         b"\nstream\n%s\nendstream\nendobj\n3 0 obj\n" % (len(packed), packed))


def dashes():
    """A line of a dash a thousandth of a point long, over and over."""
    return page_of("[0.0001 0.0001] 0 d " + "0 0 m 600 850 l S 0 850 m 600 0 l S " * 200)
