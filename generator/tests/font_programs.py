# SPDX-License-Identifier: ISC
"""CFF font programs of three glyphs (Adobe Technical Note 5176), by name or by CID, for tests of what reads them."""


def number(value):
    """An integer of a dictionary, always of the same size."""
    return b"\x1d" + value.to_bytes(4, "big", signed=True)


def index(*items):
    if not items:
        return b"\0\0"
    ends = [1]
    for item in items:
        ends.append(ends[-1] + len(item))
    return len(items).to_bytes(2, "big") + b"\x02" + b"".join(end.to_bytes(2, "big") for end in ends) + b"".join(items)


def glyph(width):
    """A square, after its width."""
    return (b"\x1c" + width.to_bytes(2, "big") + b"\x8b\x8b\x15" + b"\xef\x8b\x05\x8b\xef\x05\x27\x8b\x05" + b"\x0e")


def cff(widths, keys, keyed):
    """`widths` of the glyphs after .notdef, whose names are the standard strings `keys` or whose CIDs they are."""
    strings = index(b"Adobe", b"Identity") if keyed else index()
    glyphs = index(b"\x0e", *map(glyph, widths))
    charset = b"\0" + b"".join(key.to_bytes(2, "big") for key in keys)
    private = number(0) + b"\x14" + number(0) + b"\x15"
    select = b"\0" + bytes(len(widths) + 1)

    def top(places):
        first = number(391) + number(392) + number(0) + b"\x0c\x1e" if keyed else b""
        last = (number(places["array"]) + b"\x0c\x24" + number(places["select"]) + b"\x0c\x25" if keyed else
                number(len(private)) + number(places["private"]) + b"\x12")
        return first + number(places["charset"]) + b"\x0f" + number(places["glyphs"]) + b"\x11" + last

    places = dict.fromkeys(("charset", "glyphs", "private", "array", "select"), 0)
    for _ in range(2):
        data = b"\x01\0\x04\x02" + index(b"Test") + index(top(places)) + strings + index()
        for name, part in (("charset", charset), ("glyphs", glyphs), ("private", private), ("select", select)):
            places[name] = len(data)
            data += part
        places["array"] = len(data)
        data += index(number(len(private)) + number(places["private"]) + b"\x12")
    return data
