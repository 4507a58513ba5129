# SPDX-License-Identifier: ISC
"""Foreign files for tests, made byte by byte: good ones, and some that no program should have written."""

import struct
import zlib

# ---------------------------------------------------------------- PDF


def pdf(objects, trailer="", before="%PDF-1.7\n"):
    """A PDF of these objects, numbered from 1; the first is the catalog. Each is text, or (dictionary, data)."""
    out = bytearray(before.encode())
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        if isinstance(body, tuple):
            dictionary, data = body
            data = data if isinstance(data, bytes) else data.encode("latin-1")
            body = (f"<<{dictionary} /Length {len(data)}>>\nstream\n").encode() + data + b"\nendstream"
        else:
            body = body.encode("latin-1")
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer\n<</Size {len(objects) + 1} /Root 1 0 R {trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def pages(entries, more=(), catalog="", tree="", trailer=""):
    """A PDF whose pages have these entries each; `more` are objects from number 3 + len(entries) on."""
    kids = " ".join(f"{number} 0 R" for number in range(3, 3 + len(entries)))
    objects = [f"<</Type /Catalog /Pages 2 0 R {catalog}>>",
               f"<</Type /Pages /Kids [{kids}] /Count {len(entries)} {tree}>>"]
    objects += [f"<</Type /Page /Parent 2 0 R {entry}>>" for entry in entries]
    return pdf(objects + list(more), trailer)


A4 = "/MediaBox [0 0 595.276 841.89]"


def page_of(content, resources="", more=(), entries="", catalog=""):
    """One page with this content, object 4; `more` are objects from 5 on."""
    return pages([f"{A4} /Contents 4 0 R /Resources <<{resources}>> {entries}"], [("", content), *more], catalog)


# ---------------------------------------------------------------- TIFF


def tiff(directories, order="<", loop_to=None, data=b""):
    """Directories of (tag, type, values) each; the last one leads to the directory `loop_to`, where one is named."""
    sizes = {3: "H", 4: "I", 5: "II"}
    out = (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, 8 + len(data)) + data
    starts = []
    for index, entries in enumerate(directories):
        starts.append(len(out))
        body = struct.pack(order + "H", len(entries))
        extra = b""
        beyond = len(out) + 2 + 12 * len(entries) + 4
        for tag, kind, values in entries:
            count = len(values) // 2 if kind == 5 else len(values)
            packed = struct.pack(order + sizes[kind] * count, *values)
            if len(packed) > 4:
                body += struct.pack(order + "HHII", tag, kind, count, beyond + len(extra))
                extra += packed
            else:
                body += struct.pack(order + "HHI", tag, kind, count) + packed.ljust(4, b"\0")
        following = beyond + len(extra)
        if index == len(directories) - 1:
            following = 0 if loop_to is None else starts[loop_to]
        out += body + struct.pack(order + "I", following) + extra
    return out


def fax(width=1728, height=2200, across=204, up=196, orientation=1, strip=(8, 4)):
    """The entries of a page of a fax; its strip is 4 bytes at offset 8."""
    return [(256, 4, [width]), (257, 4, [height]), (258, 3, [1]), (259, 3, [4]), (273, 4, [strip[0]]),
            (274, 3, [orientation]), (277, 3, [1]), (279, 4, [strip[1]]), (282, 5, [across, 1]), (283, 5, [up, 1]),
            (296, 3, [2])]


# ---------------------------------------------------------------- JPEG, PNG, WebP, JPEG 2000


def jpeg(width=3000, height=2000, orientation=None, dpi=300, ends=True):
    """The markers of a JPEG; its picture is not one."""
    def segment(marker, data):
        return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data
    out = b"\xff\xd8" + segment(0xE0, b"JFIF\0\1\1\1" + struct.pack(">HH", dpi, dpi) + b"\0\0")
    if orientation:
        out += segment(0xE1, b"Exif\0\0" + tiff([[(274, 3, [orientation])]], ">"))
    out += segment(0xC0, b"\x08" + struct.pack(">HH", height, width) + b"\3\1\x22\0\2\x11\1\3\x11\1")
    out += segment(0xDA, b"\3\1\0\2\x11\3\x11\0\x3f\0") + b"no picture"
    return out + (b"\xff\xd9" if ends else b"")


def png(width=1000, height=1400, states=None, ends=True, dpi=300):
    """A grey picture, which may state another size than it has."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    metre = round(dpi / 0.0254)
    out = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">II", *(states or (width, height))) + b"\x08\0\0\0\0")
    out += chunk(b"pHYs", struct.pack(">IIB", metre, metre, 1))
    out += chunk(b"IDAT", zlib.compress(bytes(width + 1) * height))
    return out + (chunk(b"IEND", b"") if ends else b"")


def webp(width=600, height=900):
    """A lossless picture's head (RFC 9649, 3.4)."""
    bits = (width - 1) | (height - 1) << 14
    body = b"\x2f" + struct.pack("<I", bits) + bytes(8)
    body = b"WEBPVP8L" + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def jp2(width=600, height=900):
    """The boxes before a code stream, and the head of one."""
    def box(kind, data):
        return struct.pack(">I", 8 + len(data)) + kind + data
    size = struct.pack(">HIIIIIIIIH", 0, width, height, 0, 0, width, height, 0, 0, 3) + b"\7\1\1" * 3
    return (b"\0\0\0\x0cjP  \r\n\x87\n" + box(b"ftyp", b"jp2 \0\0\0\0jp2 ")
            + box(b"jp2h", box(b"ihdr", struct.pack(">IIHBBBB", height, width, 3, 7, 7, 0, 0))
                  + box(b"colr", b"\1\0\0\0\0\0\x10"))
            + box(b"jp2c", b"\xff\x4f\xff\x51" + struct.pack(">H", len(size) + 2) + size + bytes(40)))
