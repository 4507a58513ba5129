# SPDX-License-Identifier: ISC
"""Pictures of every kind that PNG and JPEG know, made up from a random generator."""

import struct
import zlib

# ---------------------------------------------------------------- PNG

GREY, RGB, PALETTE, GREY_ALPHA, RGB_ALPHA = 0, 2, 3, 4, 6
DEPTHS = {GREY: (1, 2, 4, 8, 16), RGB: (8, 16), PALETTE: (1, 2, 4, 8), GREY_ALPHA: (8, 16), RGB_ALPHA: (8, 16)}
COMPONENTS = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGB_ALPHA: 4}
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_lines(random, colour, depth, width, height, colours):
    if not width or not height:
        return b""
    size = (width * COMPONENTS[colour] * depth + 7) // 8
    lines = []
    for _ in range(height):
        if colour == PALETTE:
            bits = "".join(format(random.randrange(colours), f"0{depth}b") for _ in range(width)).ljust(size * 8, "0")
            lines.append(b"\0" + int(bits, 2).to_bytes(size, "big"))
        else:
            lines.append(bytes([random.randrange(5)]) + random.randbytes(size))
    return b"".join(lines)


def profile(random):
    """Something that calls itself an ICC profile, of another colour space now and then."""
    head = bytearray(132)
    head[0:4] = struct.pack(">I", len(head))
    head[8:12] = b"\x02\x40\0\0"
    head[12:16], head[16:20], head[20:24], head[36:40] = b"mntr", random.choice((b"RGB ", b"GRAY", b"CMYK")), b"XYZ ", b"acsp"
    return b"odd\0\0" + zlib.compress(bytes(head))


def png_extras(random, colour, depth, colours):
    """Chunks that stand before the palette, those after it, and those after the data."""
    before = [(b"gAMA", struct.pack(">I", random.choice((1, 45455, 100000, 220000)))),
              (b"cHRM", struct.pack(">8I", 31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000)),
              (b"sBIT", bytes([random.randint(1, min(depth, 8))]) * (3 if colour == PALETTE else COMPONENTS[colour])),
              random.choice(((b"sRGB", bytes([random.randrange(4)])), (b"iCCP", profile(random))))]
    after = [(b"bKGD", {PALETTE: b"\0", GREY: b"\0\1", GREY_ALPHA: b"\0\1"}.get(colour, b"\0\1\0\1\0\1")),
             (b"pHYs", struct.pack(">IIB", random.choice((0, 1, 2835, 0x7FFFFFFF)), random.choice((1, 2835)), 1)),
             (b"tEXt", b"Comment\0(\\" + random.randbytes(9))]
    if colour == GREY:
        after.append((b"tRNS", struct.pack(">H", random.randrange(1 << depth))))
    elif colour == RGB:
        after.append((b"tRNS", struct.pack(">3H", *(random.randrange(1 << depth) for _ in range(3)))))
    elif colour == PALETTE:
        after.append((b"tRNS", random.randbytes(random.randint(1, colours))))
    end = [(b"tIME", b"\x07\xe4\1\1\0\0\0"), (b"eXIf", b"MM\0*\0\0\0\x08\0\0"), (b"teSt", b"private")]
    return [b"".join(chunk(*each) for each in some if random.random() < 0.3) for some in (before, after, end)]


def png(random):
    colour = random.choice(tuple(DEPTHS))
    depth = random.choice(DEPTHS[colour])
    width, height = (random.choice((1, 2, 3, 7, 8, 9, random.randint(1, 60))) for _ in range(2))
    interlaced = random.random() < 0.3
    colours = random.randint(1, 1 << depth) if colour == PALETTE else 0
    if interlaced:
        data = b"".join(png_lines(random, colour, depth, max(0, -(-(width - x) // across)), max(0, -(-(height - y) // down)),
                                  colours) for x, y, across, down in PASSES)
    else:
        data = png_lines(random, colour, depth, width, height, colours)
    data = zlib.compress(data, random.randrange(10))
    step = random.choice((len(data), 1 + len(data) // 3))
    before, after, end = png_extras(random, colour, depth, colours)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced))
            + before + (chunk(b"PLTE", random.randbytes(3 * colours)) if colour == PALETTE else b"") + after
            + b"".join(chunk(b"IDAT", data[at:at + step]) for at in range(0, len(data), step)) + end + chunk(b"IEND", b""))


# ---------------------------------------------------------------- JPEG (ISO/IEC 10918-1)

def segment(marker, data):
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


class Bits:
    def __init__(self):
        self.text = ""

    def put(self, value, count):
        if count:
            self.text += format(value, f"0{count}b")

    def bytes(self):
        text = self.text + "1" * (-len(self.text) % 8)
        data = int(text, 2).to_bytes(len(text) // 8, "big") if text else b""
        return data.replace(b"\xff", b"\xff\0")


# Codes of four bits for the sizes 0 to 11 of a DC coefficient; of one bit for the end of a block.
DC_TABLE = b"\x00" + bytes((0, 0, 0, 12)) + bytes(12) + bytes(range(12))
AC_TABLE = b"\x10" + bytes((1,)) + bytes(15) + b"\0"


def scan(random, components, blocks, progressive):
    """Blocks of one colour each: a DC coefficient and nothing else."""
    bits = Bits()
    before = [0] * components
    for _ in range(blocks):
        for i in range(components):
            value = random.randint(-60, 60)
            difference, before[i] = value - before[i], value
            size = abs(difference).bit_length()
            bits.put(size, 4)
            bits.put(difference if difference >= 0 else difference + (1 << size) - 1, size)
            if not progressive:
                bits.put(0, 1)
    header = bytes([components]) + b"".join(bytes((i + 1, 0)) for i in range(components))
    return segment(0xDA, header + bytes((0, 0 if progressive else 63, 0))) + bits.bytes()


def jpeg(random):
    """Grey, colour, and four colours with or without Adobe's mark; baseline and progressive; with or without EXIF."""
    components = random.choice((1, 3, 3, 3, 4))
    width, height = random.randint(1, 40), random.randint(1, 40)
    progressive = random.random() < 0.3
    data = b"\xff\xd8"
    if random.random() < 0.6:
        data += segment(0xE0, b"JFIF\0\1\1" + bytes([random.randrange(3)]) + struct.pack(">HHBB", 72, 72, 0, 0))
    if random.random() < 0.3:
        data += segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\1\x01\x12\0\3\0\0\0\1\0" + bytes([random.randint(1, 8)]) + b"\0\0" + bytes(4))
    if random.random() < 0.2:
        data += segment(0xE2, b"ICC_PROFILE\0\1\1" + bytes(132))
    if random.random() < 0.3:
        data += segment(0xEE, b"Adobe\0\x64\0\0\0\0" + bytes([random.randrange(3)]))
    if random.random() < 0.2:
        data += segment(0xFE, b"(\\ a comment")
    data += segment(0xDB, b"\0" + bytes([8] * 64))
    frame = struct.pack(">BHHB", 8, height, width, components)
    data += segment(0xC2 if progressive else 0xC0, frame + b"".join(bytes((i + 1, 0x11, 0)) for i in range(components)))
    data += segment(0xC4, DC_TABLE + (b"" if progressive else AC_TABLE))
    return data + scan(random, components, -(-width // 8) * -(-height // 8), progressive) + b"\xff\xd9"
