# SPDX-License-Identifier: ISC
"""Bundles that somebody tampered with or that were made to harm: each with what it is, the bytes of a zip, and the codes
that `verify --json` must give. Where the codes are none, the bundle is good.

usage: tampered.py bundle|bag FOLDER: writes those that are small as seeds of a fuzzer.
"""

import hashlib
import json
import os
import re
import struct
import sys
import urllib.parse

import zips
from zips import Entry

PAYLOAD = {"data/a.txt": b"some words\n" * 20, "data/b.bin": bytes(range(256)) * 8, "data/sub/c.txt": b"c\n"}
BAG = zips.bag(PAYLOAD)


def bag_entries(**said):
    return zips.entries(BAG, **said)


def changed(number, **fields):
    """The bag's entries, of which one is otherwise."""
    found = bag_entries()
    old = found[number]
    found[number] = Entry(**{"name": old.name, "data": old.data, **fields})
    return zips.write(found)


def with_entry(*more):
    return zips.write(bag_entries() + list(more))


def local(**fields):
    return changed(2, local=fields)


def extra(number, data):
    return struct.pack("<HH", number, len(data)) + data


def unicode_path(name, told):
    return extra(0x7075, struct.pack("<BI", 1, zips.zlib.crc32(name)) + told)


def ends():
    """The ends of a zip."""
    good = zips.zipped(BAG)
    yield "empty", b"", {"empty"}
    yield "words", b"These are words and no zip.\n" * 10, {"not-a-zip"}
    yield "cut in the middle", good[:len(good) // 2], {"truncated"}
    yield "cut by one byte", good[:-1], {"truncated"}
    yield "cut before the end record", good[:-22], {"truncated"}
    yield "cut within a comment", zips.zipped(BAG, comment=b"a comment")[:-3], {"truncated", "comment"}
    yield "cut at the beginning", good[1000:], {"directory-outside"}
    yield "nothing in it", zips.write([]), {"no-declaration"}
    yield "data before", zips.zipped(BAG, before=b"#!/bin/sh\nexit 1\n"), {"data-before"}
    yield "data before, offsets as if not", zips.zipped(BAG, before=b"#!/bin/sh\n", shift=True), {"data-before"}
    yield "data after", zips.zipped(BAG, after=b"more"), {"data-after"}
    yield "data before the directory", zips.zipped(BAG, gap=b"hidden words"), {"data-between"}
    yield "data after the directory", zips.zipped(BAG, after_directory=b"hidden words"), {"data-between"}
    yield "data between two files", changed(2, after=b"hidden"), {"data-between"}
    yield "a comment", zips.zipped(BAG, comment=b"nothing of importance"), {"comment"}
    yield "a long comment", zips.zipped(BAG, comment=b"nothing of importance " * 100), {"comment"}
    yield "a comment on a file", changed(1, comment=b"look here"), {"comment"}
    twin = zips.zipped(zips.bag({"data/other.txt": b"other words"}))
    yield "an end record in the comment", zips.zipped(BAG, comment=zips.end(0, 0, 0) + b"xx"), {"two-ends", "comment"}
    yield "a whole zip in the comment", zips.zipped(BAG, comment=twin), {"hidden-entry"}
    yield "a zip after another", good + twin, {"hidden-entry"}
    yield "another end record before the true one", zips.zipped(BAG, after_directory=zips.end(0, 0, 0)), {"data-between",
                                                                                                     "two-ends"}
    yield "fewer files told", zips.zipped(BAG, count=3), {"count"}
    yield "more files told", zips.zipped(BAG, count=30), {"count"}
    yield "a directory told shorter", zips.zipped(BAG, size=100), {"data-between", "directory-broken", "count"}
    yield "a directory told to be elsewhere", zips.zipped(BAG, offset=0x7FFFFFFF), {"directory-outside"}
    yield "one of two parts", zips.zipped(BAG, disk=1), {"multi-disk"}
    yield "fewer files in this part", zips.zipped(BAG, here=2), {"multi-disk"}
    yield "a file in another part", changed(1, disk=3), {"multi-disk"}
    yield "zip64 where none is needed", zips.zipped(BAG, zip64=True), set()
    wide = zips.zipped(BAG, zip64=True)
    at = wide.rindex(b"PK\6\6")
    yield "a zip64 end record that is none", wide[:at] + b"PK\6\5" + wide[at + 4:], {"zip64-end"}
    at = wide.rindex(b"PK\6\7")
    yield "a zip64 locator that lies", wide[:at + 8] + struct.pack("<Q", 5) + wide[at + 16:], {"zip64-end"}
    yield "a zip64 locator of two parts", wide[:at + 16] + struct.pack("<I", 2) + wide[at + 20:], {"multi-disk"}
    at = wide.rindex(b"PK\6\6")
    yield "a zip64 end record with parts of its own", wide[:at + 4] + struct.pack("<Q", 50) + wide[at + 12:at + 56] + bytes(
        6) + wide[at + 56:], {"zip64-end"}
    yield "a zip64 end record that is hidden from old readers", zips.zipped(BAG, zip64=True, disk=1), {"two-ends"}
    yield "a zip64 end record of more files than are here", zips.zipped(BAG, zip64=True, here=2), {"two-ends"}
    at = wide.rindex(b"PK\5\6")
    yield "bytes between the zip64 locator and the end", wide[:at] + b"more" + wide[at:], {"directory-outside"}
    yield "an end record that is the comment", zips.zipped(BAG, comment=zips.end(0, 0, 0)), {"hidden-entry"}
    at = good.rindex(b"PK\5\6")
    yield "the end record twice", good[:at + 20] + struct.pack("<H", 22) + good[at:], {"data-between"}
    yield "the end record and the directory twice", good[:at + 20] + struct.pack("<H", len(good) - good.index(b"PK\1\2")) + good[
        good.index(b"PK\1\2"):], {"data-between"}
    yield "a signature of the directory", zips.zipped(BAG, after_directory=b"PK\5\5\4\0sign", size=len(good) - 22 - good.index(
        b"PK\1\2") + 10), {"directory-broken"}
    yield "the mark of a zip in parts", zips.zipped(BAG, before=b"PK\7\10"), {"data-before"}
    at = wide.rindex(b"PK\5\6")
    yield "two ends that disagree", wide[:at + 10] + struct.pack("<H", 3) + wide[at + 12:], {"two-ends"}
    at = good.index(b"PK\1\2", good.index(b"PK\1\2") + 4)
    yield "a directory that is no directory", good[:at] + b"PK\1\3" + good[at + 4:], {"count", "directory-broken"}


def headers():
    """What the directory and the local headers say."""
    deflated = zips.deflate(b"other words")
    yield "another name in the local header", local(name=b"bag/data/x.txt"), {"local-name"}
    yield "another length of the name", local(name=b"bag/data/a.txt\0"), {"local-name"}
    yield "another size in the local header", local(size=7), {"local-size"}
    yield "another packed size in the local header", local(packed_size=7), {"local-size"}
    yield "another sum in the local header", local(crc=7), {"local-crc"}
    yield "another method in the local header", local(method=0), {"local-method"}
    yield "other flags in the local header", local(flags=zips.DESCRIBED), {"local-flags"}
    yield "no local header", local(magic=b"PK\3\5"), {"no-header"}
    yield "an offset past the end", changed(2, offset=0x7FFFFFFF), {"header-outside"}
    yield "an entry told twice", with_entry(Entry(name=b"bag/data/d.txt", nothing=True, offset=0)), {"overlap", "local-name"}
    yield "an entry that overlaps", with_entry(Entry(name=b"bag/data/d.txt", nothing=True, offset=40)), {"no-header"}
    inner = zips.local_header(Entry(name=b"bag/data/d.txt", data=b"d", method=0)) + b"d"
    carrier = Entry(name=b"bag/data/zz", data=inner, method=0)
    files = bag_entries() + [carrier]
    offset = len(zips.write(files[:-1])) - len(zips.write(files[:-1])) + sum(
        len(zips.local_header(one)) + len(one.packed) for one in files[:-1]) + len(zips.local_header(carrier))
    yield "a file within a file", zips.write(files + [Entry(name=b"bag/data/d.txt", data=b"d", method=0, nothing=True,
                                                            offset=offset)]), {"overlap"}
    yield "an entry that the directory does not tell of", with_entry(
        Entry(name=b"bag/data/d.txt", data=b"hidden", hidden=True)), {"hidden-entry"}
    yield "a size that is too large", changed(2, size=5000, local={}), {"size-lies"}
    yield "a size that is too small", changed(2, size=5), {"size-lies"}
    yield "a packed size that is too large", changed(8, packed_size=90000), {"data-outside"}
    yield "a stored file of another size", changed(2, method=0, size=3), {"size-lies"}
    yield "a wrong sum and right digests", changed(2, crc=1), {"crc"}
    yield "wrong bytes and a right sum of them", changed(2, data=b"other words"), {"digest"}
    yield "compressed bytes that are none", changed(2, packed=b"\xff" * 40), {"deflate"}
    yield "compressed bytes that are cut", changed(8, packed=zips.deflate(BAG["tagmanifest-sha512.txt"])[:-9]), {"deflate"}
    yield "compressed bytes and more", changed(2, packed=zips.deflate(PAYLOAD["data/a.txt"]) + b"more"), {"deflate"}
    yield "encrypted", changed(2, flags=1), {"encrypted"}
    yield "strongly encrypted", changed(2, flags=0x41), {"encrypted"}
    yield "with masked headers", changed(2, flags=0x2000), {"encrypted"}
    yield "a patch", changed(2, flags=0x20), {"version"}
    yield "a version to come", changed(2, needs=99), {"version"}
    for method in (9, 12, 14, 93, 77):
        yield f"method {method}", changed(2, method=method, packed=deflated), {"method"}
    yield "a symbolic link", with_entry(Entry(name=b"bag/data/l", data=b"/etc/passwd", external=0o120777 << 16)), {"link"}
    yield "a device", with_entry(Entry(name=b"bag/data/l", external=0o020666 << 16)), {"special-file"}
    yield "a pipe", with_entry(Entry(name=b"bag/data/l", external=0o010666 << 16)), {"special-file"}
    asi = extra(0x756E, struct.pack("<IHIHH", 0, 0o120777, 11, 0, 0) + b"/etc/passwd")
    late = extra(0x6C78, struct.pack("<BHHI", 7, 0x0314, 0, 0o120777 << 16))
    yield "a symbolic link by ASi's extra field", changed(2, extra=asi), {"link", "zipped-anew"}
    yield "a symbolic link by libarchive's extra field, in the local header", changed(2, local_extra=late), {"link", "zipped-anew"}
    yield "a file by libarchive's extra field", changed(2, extra=extra(0x6C78, struct.pack("<BI", 4, zips.FILE))), {"zipped-anew"}
    yield "the name of a disk", changed(2, external=0x08, made_by=20), {"volume-label"}
    yield "a folder by its attributes", with_entry(Entry(name=b"bag/data/l", external=0o040755 << 16)), {"kind"}
    yield "a folder by those of DOS", with_entry(Entry(name=b"bag/data/l", external=0x10, made_by=20)), {"kind"}
    yield "a file by its attributes", with_entry(Entry(name=b"bag/data/l/", external=zips.FILE)), {"kind"}
    yield "a folder with content", with_entry(Entry(name=b"bag/data/l/", data=b"words", external=0o40755 << 16)), {"folder-data"}
    yield "a file that runs as another user", changed(2, external=0o104755 << 16), {"mode"}
    yield "folders told", with_entry(Entry(name=b"bag/data/sub/", method=0, external=0o40755 << 16)), {"zipped-anew"}
    yield "a folder that is empty", with_entry(Entry(name=b"bag/data/l/", method=0, external=0o40755 << 16)), {
        "empty-folder", "zipped-anew"}
    for kind in ("signed", "bare", "wide", "bare wide"):
        yield f"descriptors, {kind}", zips.write(bag_entries(descriptor=kind)), {"zipped-anew"}
    inner = b"words" + zips.descriptor(Entry(name=b"", data=b"words", descriptor="signed")) + zips.local_header(
        Entry(name=b"bag/data/evil", data=b"evil", method=0)) + b"evil"
    payload = zips.bag({"data/stored": inner})
    stored = [Entry(name=b"bag/" + name.encode(), data=data, **({"method": 0, "descriptor": "signed"} if data == inner else {}))
              for name, data in sorted(payload.items())]
    yield "a stored file with a descriptor, which holds another", zips.write(stored), {"ends-early", "zipped-anew"}
    yield "stored files with descriptors", zips.write(bag_entries(method=0, descriptor="signed")), {"zipped-anew"}
    yield "a descriptor of something else", changed(2, descriptor="signed", descriptor_bytes=b"PK\7\10" + bytes(12)), {
        "descriptor", "zipped-anew"}
    yield "a descriptor that is not there", changed(2, descriptor="signed", descriptor_bytes=b""), {"descriptor", "zipped-anew"}
    yield "extra fields", zips.write(bag_entries(extra=extra(0x5455, b"\3" + bytes(8)))), {"zipped-anew"}
    yield "extra fields that do not add up", changed(2, extra=b"\1\2\xff\xff"), {"extra", "zipped-anew"}
    name = b"bag/data/a.txt"
    yield "a Unicode name that is the same", changed(2, extra=unicode_path(name, name)), {"zipped-anew"}
    yield "a Unicode name that is another", changed(2, extra=unicode_path(name, b"bag/data/x.txt")), {"unicode-name",
                                                                                               "local-name", "zipped-anew"}
    yield "a Unicode name of a version to come", changed(2, extra=extra(0x7075, b"\2" + bytes(4) + b"bag/data/x.txt")), {
        "unicode-name", "local-name", "zipped-anew"}
    yield "a Unicode name that is cut", changed(2, extra=extra(0x7075, b"\1\0")), {"extra", "zipped-anew"}
    yield "two Unicode names", changed(2, extra=unicode_path(name, name) + unicode_path(name, b"bag/x")), {
        "extra", "unicode-name", "local-name", "zipped-anew"}
    yield "zip64 sizes twice", changed(2, extra=extra(1, b"") * 2), {"extra", "zipped-anew"}
    yield "zip64 sizes in the local header alone", changed(2, local_extra=extra(1, struct.pack("<QQ", 7, 7))), {
        "local-size", "zipped-anew"}
    yield "a Unicode name in the local header alone", changed(2, local_extra=unicode_path(name, b"bag/x")), {"local-name",
                                                                                                      "zipped-anew"}
    size = len(PAYLOAD["data/a.txt"])
    yield "zip64 sizes", changed(2, method=0, size=zips.FULL, packed_size=zips.FULL, extra=extra(
        1, struct.pack("<QQ", size, size))), {"zipped-anew"}
    yield "zip64 sizes that are not there", changed(2, method=0, size=zips.FULL, packed_size=zips.FULL, extra=extra(1, b"")), {
        "zip64-lies", "data-outside"}
    yield "zip64 sizes that are others", changed(2, extra=extra(1, struct.pack("<QQ", 5, 5))), {
        "zip64-lies", "zipped-anew", "local-size"}


def names():
    """Names of files, in a bag whose manifests list them."""
    def named(name, codes, more=b"d"):
        return f"a file of the name {name!r}", with_entry(Entry(name=name, data=more)), codes
    yield named(b"bag/data/../../../etc/passwd", {"name-climbs"})
    yield named(b"../x", {"name-climbs", "outside"})
    yield named(b"/etc/passwd", {"name-absolute", "outside"})
    yield named(b"C:/autoexec.bat", {"name-drive", "outside"})
    yield named(b"bag\\data\\x", {"name-backslash", "outside"})
    yield named(b"bag/data/x\x07", {"name-control"})
    yield named(b"bag/data/x\ny", {"name-control"})
    yield named(b"bag/data/x\0y", {"name-control"})
    yield named("bag/data/x\x85".encode(), {"name-control"})
    yield named(b"bag/data/\xff\xfe", {"name-not-utf8"})
    yield named(b"bag/data//x", {"name-dots"})
    yield named(b"bag/./data/x", {"name-dots"})
    yield named(b"", {"name-empty", "outside"})
    yield named(b"bag/../bag/data/a.txt", {"name-climbs"})
    yield named(b"bag/data/\xc0\xae\xc0\xae/x", {"name-not-utf8"})
    yield named(b"bag/data/\xed\xa0\x80", {"name-not-utf8"})
    yield named(b"bag", {"file-and-folder"})
    yield named(b"~/x", {"outside"})
    yield named(b"bag/data/~root", {"unlisted"})
    yield named(b"bag/data/a.txt:stream", {"name-windows", "unlisted"})
    yield named(b"bag/data/a.txt/", {"duplicate"}, b"")
    for device in (b"CON", b"nul.txt", b"Com1", b"aux .x", "COM\u00b9.txt".encode(), b"CONIN$"):
        yield named(b"bag/data/" + device, {"name-device"})
    yield named("bag/data/x\u202egnp.exe".encode(), {"name-bidi", "unlisted"})
    yield named(b"bag/data/what?", {"name-windows", "unlisted"})
    yield named(b"bag/data/dot.", {"name-windows", "unlisted"})
    yield named(b"bag/data/" + b"x" * 300, {"name-long", "unlisted"})
    yield named(b"bag/data/a.txt", {"duplicate"})
    yield named(b"bag/data/A.TXT", {"case-twins", "unlisted"})
    yield named(b"bag/data/a.txt/x", {"file-and-folder"})
    yield named(b"other/x", {"outside"})
    yield named(b"other/", {"outside", "zipped-anew"}, b"")
    yield named(b"__MACOSX/._a.txt", {"outside"})
    yield named(b"bag2/bagit.txt", {"two-bags", "outside"})
    payload = {**PAYLOAD, "data/caf\u00e9": b"1", "data/cafe\u0301": b"2"}
    yield "names that are composed otherwise", zips.zipped(zips.bag(payload)), {"composed-twins"}
    for what, names in (("upper and lower case", ("caf\u00e9", "CAF\u00c9")), ("sharp s", ("stra\u00dfe", "STRASSE")),
                        ("the kelvin sign", ("5k", "5\u212a")), ("a joiner that is not seen", ("word", "wo\u200drd")),
                        ("a byte order mark", ("word", "\ufeffword")), ("a dot at the end", ("word", "word.")),
                        ("spaces at a folder's end", ("word/x", "word  /x")), ("the folder's case", ("SUB", "sub/x"))):
        files = zips.bag({"data/" + name: name.encode() for name in names})
        yield f"names that differ only by {what}", zips.zipped(files), {"case-twins"} | (
            {"name-windows"} if any(re.search("[. ](/|$)", name) for name in names) else set())
    files = zips.bag({"data/\u0131": b"1", "data/I": b"2", "data/\u0130": b"3"})
    yield "the letters i with and without dots", zips.zipped(files), set()
    payload = {**PAYLOAD, "data/\u00fcber": b"1"}
    yield "a name in UTF-8", zips.zipped(zips.bag(payload)), set()
    yield "a name in UTF-8 that is not marked so", zips.zipped(zips.bag(payload), **{}), set()
    yield "names not marked as UTF-8", zips.write(zips.entries(zips.bag(payload), flags=0)), {"zipped-anew"}
    yield "in another order", zips.write(bag_entries()[::-1]), {"zipped-anew"}
    yield "no folder around", zips.zipped(BAG, top=""), {"no-top-folder"}


def retagged(**files):
    """The bag with other tag files, for which the tag manifests vouch."""
    found = {name: data for name, data in BAG.items() if not name.startswith("tagmanifest")}
    for name, data in files.pop("files", {}).items():
        found[name] = data
        if data is None:
            del found[name]
    return zips.zipped(zips.tag(found, ("sha256", "sha512")))


def with_manifest(change):
    name = "manifest-sha256.txt"
    return retagged(files={name: change(BAG[name])})


def bags():
    """Tag files and manifests."""
    page = "data/a.txt"
    lines = BAG["manifest-sha256.txt"].split(b"\n")
    info = BAG["bag-info.txt"]
    zero = b"0" * 64
    yield "no bag", zips.zipped({"a.txt": b"a"}), {"no-declaration", "no-top-folder"}
    yield "a file gone", zips.zipped({name: data for name, data in BAG.items() if name != page}), {"missing", "oxum-differs"}
    yield "a file more", zips.zipped({**BAG, "data/more": b"m"}), {"unlisted", "oxum-differs"}
    yield "a file that is another", zips.zipped({**BAG, page: b"Some words\n" * 20}), {"digest"}
    yield "a tag file that is another", zips.zipped({**BAG, "bag-info.txt": info + b"More: words\n"}), {"digest"}
    yield "a tag file more", zips.zipped({**BAG, "notes.txt": b"n"}), {"unlisted-tag"}
    own = zips.bag(PAYLOAD, info="Bag-Software-Agent: dossier 0.1.0\n")
    yield "a tag file more in our own", zips.zipped({**own, "notes.txt": b"n"}), {"unlisted-tag", "no-dossier"}
    yield "no tag manifests in our own", zips.zipped({name: data for name, data in own.items() if "tagm" not in name}), {
        "no-tag-manifest", "no-dossier"}
    yield "no tag manifests", zips.zipped(zips.bag(PAYLOAD, tags=False)), {"no-tag-manifest"}
    yield "no manifest", retagged(files={"manifest-sha256.txt": None, "manifest-sha512.txt": None}), {"no-manifest"}
    yield "a manifest gone", zips.zipped({name: data for name, data in BAG.items() if name != "manifest-sha256.txt"}), {"missing"}
    yield "a digest of another file", with_manifest(lambda text: text.replace(lines[0][:64], lines[1][:64])), {"digests-differ"}
    yield "a digest that is too short", with_manifest(lambda text: text.replace(lines[0], lines[0][1:])), {"manifest-line", "unlisted"}
    yield "a digest that is no number", with_manifest(lambda text: b"g" + text[1:]), {"manifest-line", "unlisted"}
    yield "a digest in mixed case", with_manifest(lambda text: text.replace(
        lines[0][:64], lines[0][:30].upper() + lines[0][30:64])), {"manifest-line", "unlisted"}
    yield "digests in upper case", with_manifest(lambda text: re.sub(rb"^[0-9a-f]+", lambda one: one[0].upper(), text, flags=re.M)), set()
    yield "a line without a path", with_manifest(lambda text: text + zero + b"  \n"), {"manifest-line"}
    yield "a line without a digest", with_manifest(lambda text: text + b"words\n"), {"manifest-line"}
    yield "a line twice", with_manifest(lambda text: text + lines[0] + b"\n"), {"listed-twice"}
    yield "a line twice with another digest", with_manifest(lambda text: text + zero + b"  data/a.txt\n"), {"listed-twice",
                                                                                                    "digests-differ"}
    yield "a line fewer", with_manifest(lambda text: text.partition(b"\n")[2]), {"unlisted"}
    yield "a path that climbs", with_manifest(lambda text: text + zero + b"  data/../../x\n"), {"manifest-path"}
    yield "a path beside the payload", with_manifest(lambda text: text + zero + b"  bagit.txt\n"), {"not-payload"}
    yield "a path that is not there", with_manifest(lambda text: text + zero + b"  data/none\n"), {"missing"}
    for path, code in ((b"/etc/passwd", "manifest-path"), (b"~/x", "not-payload"), (b"C:/x", "manifest-path"),
                       (b"data\\a.txt", "manifest-path"), (b"./data/a.txt", "manifest-path"), (b"data/sub", "missing"),
                       (b"data/a%0Ab", "manifest-path"), (b"data/a%2Etxt", "missing"), (b"DATA/a.txt", "not-payload"),
                       (b"data/a.txt ", "missing"), (b"data/a.txt\0", "manifest-line"), (b"data/\xff", "manifest-path")):
        yield f"a line of the path {path!r}", with_manifest(lambda text, path=path: text + zero + b"  " + path + b"\n"), {code}
    yield "a byte order mark in a manifest", with_manifest(lambda text: b"\xef\xbb\xbf" + text), {"manifest-line", "unlisted"}
    yield "an empty manifest", with_manifest(lambda text: b""), {"unlisted"}
    yield "tabs before paths", with_manifest(lambda text: text.replace(b"  ", b"\t")), set()
    yield "a manifest named in upper case", retagged(files={
        "manifest-sha256.txt": None, "manifest-SHA256.txt": BAG["manifest-sha256.txt"]}), set()
    yield "a manifest twice, in upper case", retagged(files={"manifest-SHA256.txt": BAG["manifest-sha256.txt"]}), {
        "case-twins", "listed-twice"}
    yield "a manifest that is a folder", zips.zipped({**{name: data for name, data in BAG.items() if name != "manifest-sha256.txt"},
                                                      "manifest-sha256.txt/x": b""}), {"missing", "unlisted-tag"}
    yield "two files exchanged", zips.zipped({**BAG, page: BAG["data/b.bin"], "data/b.bin": BAG[page]}), {"digest"}
    yield "a file emptied", zips.zipped({**BAG, page: b""}), {"digest", "oxum-differs"}
    yield "a file's line ends changed", zips.zipped({**BAG, page: BAG[page].replace(b"\n", b"\r\n")}), {"digest", "oxum-differs"}
    yield "a file renamed", zips.zipped({("data/A.txt" if name == page else name): data for name, data in BAG.items()}), {
        "missing", "unlisted"}
    yield "a file that became a folder", zips.zipped({**{name: data for name, data in BAG.items() if name != page}, page + "/x": b""}), {
        "missing", "unlisted"}
    yield "a bag within the payload", zips.zipped(zips.bag({"data/" + name: data for name, data in BAG.items()})), set()
    yield "a path with a *", with_manifest(lambda text: text.replace(b"  ", b" *")), {"starred"}
    yield "lines ended with CR LF", with_manifest(lambda text: text.replace(b"\n", b"\r\n")), set()
    yield "lines ended with CR", with_manifest(lambda text: text.replace(b"\n", b"\r")), set()
    yield "a last line that is not ended", with_manifest(lambda text: text[:-1]), set()
    yield "a line of a million bytes", with_manifest(lambda text: text + zero + b"  data/" + b"x" * 1_100_000 + b"\n"), {
        "line-too-long", "missing"}
    tags = BAG["tagmanifest-sha256.txt"]
    yield "a tag manifest that lists itself", zips.zipped({**BAG, "tagmanifest-sha256.txt":
                                                           tags + zero + b"  tagmanifest-sha256.txt\n"}), {"not-a-tag-file"}
    yield "a tag manifest that lists payload", zips.zipped({**BAG, "tagmanifest-sha256.txt": tags + lines[0] + b"\n"}), {
        "not-a-tag-file"}
    yield "a tag manifest with a wrong digest", zips.zipped({**BAG, "tagmanifest-sha256.txt": re.sub(
        rb"^\w{64}(?=  bagit.txt)", zero, tags, flags=re.M)}), {"digests-differ"}
    yield "a tag manifest of what is not there", zips.zipped({**BAG, "tagmanifest-sha256.txt": tags + zero + b"  none.txt\n"}), {
        "missing"}
    yield "a tag manifest without the manifests", zips.zipped({**BAG, **{
        f"tagmanifest-{name}.txt": re.sub(rb".*  manifest-.*\n", b"", BAG[f"tagmanifest-{name}.txt"]) for name in ("sha256", "sha512")}}), {
            "unlisted-tag"}
    yield "a tag manifest without the manifests in our own", zips.zipped({**own, **{
        f"tagmanifest-{name}.txt": re.sub(rb".*  manifest-.*\n", b"", own[f"tagmanifest-{name}.txt"]) for name in ("sha256", "sha512")}}), {
            "unlisted-tag", "no-dossier"}
    yield "a folder more in our own", zips.write(zips.entries(own) + [Entry(name=b"bag/data/l/", external=0o40755 << 16)]), {
        "empty-folder", "no-dossier"}
    yield "a manifest of another algorithm", retagged(files={"manifest-blake3.txt": b"00  data/a.txt\n"}), {"algorithm"}
    declaration = BAG["bagit.txt"]
    for what, text, codes in (
            ("version 2.0", declaration.replace(b"1.0", b"2.0"), {"version"}),
            ("no version", declaration.split(b"\n")[1] + b"\n", {"declaration"}),
            ("a third line", declaration + b"Three: 3\n", {"declaration"}),
            ("a byte order mark", b"\xef\xbb\xbf" + declaration, {"declaration"}),
            ("another order", b"\n".join(declaration.split(b"\n")[1::-1]) + b"\n", {"declaration"}),
            ("lines ended with CR LF", declaration.replace(b"\n", b"\r\n"), set()),
            ("a line between", declaration.replace(b"\n", b"\n\n", 1), {"declaration"}),
            ("labels in lower case", declaration.lower(), {"declaration"}),
            ("version 1.00", declaration.replace(b"1.0", b"1.00"), {"version"}),
            ("a zero byte", declaration.replace(b"1.0", b"1.0\0"), {"declaration"}),
            ("a long declaration", declaration + b" " * 5000, {"declaration"}),
            ("tag files in UTF-16", declaration.replace(b"UTF-8", b"UTF-16"), {"encoding"}),
            ("tag files in ISO-8859-1", declaration.replace(b"UTF-8", b"ISO-8859-1"), {"encoding"})):
        yield what, retagged(files={"bagit.txt": text}), codes
    for what, text, codes in (
            ("another Payload-Oxum", b"Payload-Oxum: 5.1\n", {"oxum-differs"}),
            ("no Payload-Oxum", b"Contact-Name: N\n", set()),
            ("a Payload-Oxum past all numbers", b"Payload-Oxum: 99999999999999999999999.3\n", {"oxum-differs"}),
            ("a Payload-Oxum below zero", b"Payload-Oxum: -5.3\n", {"oxum"}),
            ("a Payload-Oxum in lower case", b"payload-oxum: 5.1\n", {"oxum-differs"}),
            ("a byte order mark", b"\xef\xbb\xbf" + info, {"byte-order-mark"}),
            ("a byte order mark before another Payload-Oxum", b"\xef\xbb\xbfPayload-Oxum: 5.1\n", {"byte-order-mark", "oxum-differs"}),
            ("a Payload-Oxum that is none", b"Payload-Oxum: many\n", {"oxum"}),
            ("two of Payload-Oxum", info + info, {"oxum-twice"}),
            ("a line without a label", info + b"words\n", {"info-line"}),
            ("a line that is not UTF-8", info + b"Name: \xff\n", {"info-line"}),
            ("continued lines", info + b"Note: one\n  two\n\tthree\n", set()),
            ("a value of a Payload-Oxum that goes on", info.replace(b".", b"\n  ."), {"oxum"}),
            ("17 MB", info + b"Note: words\n" * 1_500_000, {"info-too-large"})):
        yield "bag-info.txt: " + what, retagged(files={"bag-info.txt": text}), codes
    fetch = {"fetch.txt": b"https://example.org/x 5 data/x\n", "manifest-sha256.txt": BAG["manifest-sha256.txt"] + zero + b"  data/x\n",
             "manifest-sha512.txt": BAG["manifest-sha512.txt"] + zero * 2 + b"  data/x\n"}
    yield "a file to be fetched", retagged(files=fetch), {"to-fetch", "fetch"}
    yield "a fetched file", retagged(files={"fetch.txt": b"https://example.org/x - data/a.txt\n"}), {"fetch"}
    yield "a fetch.txt that is none", retagged(files={"fetch.txt": b"https://example.org/x\n"}), {"fetch-line", "fetch"}
    yield "a fetch.txt that climbs", retagged(files={"fetch.txt": b"https://example.org/x - data/../../x\n"}), {"manifest-path", "fetch"}
    yield "a fetch.txt that leads out", retagged(files={"fetch.txt": b"https://example.org/x - /etc/passwd\n"}), {"fetch-line", "fetch"}
    yield "a fetch.txt of a file that no manifest lists", retagged(files={"fetch.txt": b"file:///etc/passwd - data/x\n"}), {
        "to-fetch", "fetch"}
    yield "no bag-info.txt", retagged(files={"bag-info.txt": None}), set()
    apart = zips.bag({"data/caf\u00e9": b"1"})
    for name in ("manifest-sha256.txt", "manifest-sha512.txt"):
        apart[name] = apart[name].replace("\u00e9".encode(), "e\u0301".encode())
    yield "manifests whose names are composed otherwise", zips.zipped(zips.tag(apart, ("sha256", "sha512"))), {"composed-otherwise"}
    yield "no payload", zips.zipped(zips.bag({})), {"no-payload"}
    empty = zips.entries(zips.bag({})) + [Entry(name=b"bag/data/", method=0, external=0o40755 << 16)]
    yield "an empty payload", zips.write(empty), {"zipped-anew"}
    odd = {"data/100% of\r\nit": b"1", "data/a%0Ab": b"2"}
    yield "a name with line ends", zips.zipped(zips.bag(odd)), {"name-control", "manifest-path"}
    yield "a % that is encoded", zips.zipped(zips.bag({"data/100%25 of it": b"1", "data/50% of it": b"2"})), set()
    raw = zips.bag({"data/100%25 of it": b"1"}, version="0.97")
    raw["manifest-sha256.txt"] = raw["manifest-sha256.txt"].replace(b"%2525", b"%25")
    raw["manifest-sha512.txt"] = raw["manifest-sha512.txt"].replace(b"%2525", b"%25")
    yield "a % that is not encoded", zips.zipped(zips.tag(raw, ("sha256", "sha512"))), {"not-encoded"}
    both = zips.bag({"data/100%25": b"1", "data/100%": b"2"})
    yield "a % that can be read in two ways", zips.zipped(both), {"ambiguous"}
    for algorithm in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512"):
        weak = {"weak"} if algorithm in ("md5", "sha1") else set()
        files = zips.bag(PAYLOAD, (algorithm,))
        yield f"a bag of {algorithm}", zips.zipped(files), weak
        yield f"a bag of {algorithm} with another file", zips.zipped({**files, page: b"x" * 220}), weak | {"digest"}
    for version in ("0.93", "0.94", "0.95", "0.96", "0.97"):
        files = zips.bag(PAYLOAD, ("md5",), version)
        yield f"a bag of version {version}", zips.zipped(files), {"weak"}
    files = zips.bag(PAYLOAD, ("md5", "sha256"), "0.97")
    files["manifest-md5.txt"] = files["manifest-md5.txt"].partition(b"\n")[2]
    yield "manifests of 0.97 that share the files", zips.zipped(zips.tag(files, ("md5", "sha256"))), set()


def bombs():
    """Each with what is said on the command line."""
    zeros = {"data/zeros": bytes(300_000_000)}
    bomb = zips.zipped(zips.bag(zeros, ("md5",)))
    yield "300 MB of zeros", bomb, {"bomb"}, []
    yield "300 MB of zeros, allowed", bomb, {"weak"}, ["--max-ratio", "0"]
    film = zips.bag({"data/film": bytes(range(256)) * 65536})
    for names, codes in (((), set()), (("sha256",), {"digests-differ"}), (("sha512",), {"digests-differ"}),
                         (("sha256", "sha512"), {"digest"})):
        files = {**film, **{f"manifest-{name}.txt": re.sub(rb"^..", b"00", film[f"manifest-{name}.txt"])
                            for name in names}}
        yield f"a large file with {' and '.join(names) or 'no'} digest altered", zips.write(zips.entries(
            zips.tag(files, ("sha256", "sha512")), method=zips.STORED)), codes, ["-j", "2"]
    yield "more than is allowed", zips.zipped(BAG), {"too-large"}, ["--max-size", "1K"]
    yield "no more than is allowed", zips.zipped(BAG), set(), ["--max-size", "1M"]


# ---------------------------------------------------------------- A dossier whose manifests vouch for what is wrong

def described(files):
    """The same, with a crate that describes what is there as it is."""
    name = next((one for one in files if one.endswith("ro-crate-metadata.json")), None)
    if not name:
        return files
    crate = json.loads(files[name])
    folder = name[:-len("ro-crate-metadata.json")]
    gone = set()
    for entity in crate["@graph"]:
        if "File" not in entity["@type"]:
            continue
        data = files.get(folder + urllib.parse.unquote(entity["@id"]))
        if data is None:
            gone.add(entity["@id"])
        for key, value in (("contentSize", str(len(data or b""))), ("sha256", hashlib.sha256(data or b"").hexdigest())):
            if key in entity:
                entity[key] = value
    crate["@graph"] = [entity for entity in crate["@graph"] if entity["@id"] not in gone]
    for entity in crate["@graph"]:
        if isinstance(entity.get("hasPart"), list):
            entity["hasPart"] = [part for part in entity["hasPart"] if part["@id"] not in gone]
    return {**files, name: json.dumps(crate).encode()}


def sealed(files):
    """The files of a bundle with a crate and manifests that fit."""
    algorithms = ("sha256", "sha512")
    files = described(files)
    payload = {name: data for name, data in files.items() if name.startswith("data/")}
    files = {name: data for name, data in files.items() if "manifest-" not in name}
    oxum = f"Payload-Oxum: {sum(map(len, payload.values()))}.{len(payload)}\n".encode()
    files["bag-info.txt"] = re.sub(rb"Payload-Oxum: .*\n", oxum, files["bag-info.txt"])
    files.update((f"manifest-{algorithm}.txt", zips.manifest(algorithm, payload)) for algorithm in algorithms)
    return zips.zipped(zips.tag(files, algorithms))


def with_json(files, name, change):
    value = json.loads(files[name])
    change(value)
    return {**files, name: json.dumps(value).encode()}


def dossiers(files):
    """`files`: of a bundle with a held file."""
    about, ledger, index = "data/site/dossier.json", "data/site/ledger.json", "data/site/index.html"
    model = json.loads(files[about])
    pdf = "data/" + model["outputs"]["pdf"]
    held = "data/attachments/" + next(one["name"] for enclosure in model["enclosures"] for one in enclosure["files"])

    def said(change):
        return sealed(with_json(files, about, change))

    def rows(change):
        return sealed(with_json(files, ledger, change))

    def without(name):
        return sealed({one: data for one, data in files.items() if one != name})

    def page(words):
        return sealed({**files, index: files[index].replace(b"</body>", words + b"</body>")})

    yield "as it was, sealed anew", sealed(files), set()
    yield "no dossier.json", without(about), {"no-dossier", "dead-link"}
    yield "dossier.json that is not JSON", sealed({**files, about: b"{"}), {"json"}
    yield "dossier.json that says a thing twice", sealed({**files, about: b'{"a": 1, "a": 2}'}), {"json"}
    yield "dossier.json 3000 deep", sealed({**files, about: b"[" * 3000}), {"json"}
    yield "dossier.json of 65 MB", sealed({**files, about: b" " * 68_000_000 + b"{}"}), {"json-too-large"}
    yield "pages that nobody counted", said(lambda all: all["ledger"].update(pages=all["ledger"]["pages"] + 1)), {"accounted-for"}
    yield "a page counted as held", said(lambda all: all["ledger"]["counts"].update({"held": all["ledger"]["counts"]["held"] + 1})), {
        "counts", "accounted-for"}
    yield "a page fewer in the ledger", rows(lambda all: all.pop()), {"counts", "accounted-for", "ledgers-differ"}
    yield "a status that is none", rows(lambda all: all[0].update(status="lost")), {"status", "counts", "ledgers-differ"}
    yield "another order of pages", rows(lambda all: all.reverse()), {"folio", "ledgers-differ"}
    yield "a file of a page that is withheld", rows(lambda all: next(one for one in all if one["status"] == "withheld").update(
        file="x.pdf")), {"row-file", "ledgers-differ"}
    yield "a page in a file that nobody has", rows(lambda all: all[0].update(file="x.pdf")), {"row-file", "ledgers-differ"}
    yield "a ledger that is no list", sealed({**files, ledger: b"{}"}), {"no-rows"}
    yield "a page that has no address", rows(lambda all: all[0].update(address="")), {"not-promised", "ledgers-differ"}
    yield "no ledger", without(ledger), {"promised", "dead-link"}
    yield "no page of a folio", without("data/site/e1.html"), {"promised", "dead-link"}
    yield "no PDF", without(pdf), {"promised", "dead-link"}
    yield "no letter", without("data/sources/letter.md"), {"promised"}
    yield "no held file", without(held), {"promised"}
    yield "another letter", sealed({**files, "data/sources/letter.md": b"Other words.\n"}), {"file-differs"}
    yield "another held file", sealed({**files, held: b"other"}), {"file-differs"}
    yield "another dossier", sealed({**files, "bag-info.txt": re.sub(rb"External-Identifier: ", b"External-Identifier: x-",
                                                                     files["bag-info.txt"])}), {"identifier"}
    yield "a dead link", page(b'<a href="nowhere.html">x</a>'), {"dead-link"}
    yield "a link in capitals", page(b"<A HREF = nowhere.html>x</A>"), {"dead-link"}
    yield "a link in a comment", page(b'<!-- <a href="nowhere.html">x</a> -->'), set()
    yield "a link in a script", page(b'<script>"<a href=nowhere.html>"</script>'), set()
    yield "a link with references", page(b'<a href="no&#119;here&#x2E;html&amp;x">x</a>'), {"dead-link"}
    yield "a link with a code", page(b'<a href="inde%78.html?x#top">x</a>'), set()
    yield "a picture that is not there", page(b"<img src='no.png'>"), {"dead-link"}
    yield "a link out of the bundle", page(b'<a href="../../../x">x</a>'), {"link-outside"}
    yield "a link to the host's top", page(b'<a href="/x">x</a>'), {"link-outside"}
    yield "a link to a place that is not there", page(b'<a href="#nowhere-at-all">x</a>'), {"no-anchor"}
    yield "a link to a place in another page", page(b'<a href="letter.html#p1">x</a>'), set()
    yield "a link to a folder", page(b'<a href="./">x</a>'), set()
    yield "a link to elsewhere", page(b'<a href="https://example.org/x">x</a><a href="mailto:a@example.org">y</a>'), set()
    yield "a page of 65 MB", sealed({**files, "data/site/large.html": b" " * 68_000_000}), {"page-unreadable"}
    data = files[pdf]
    yield "a PDF that claims what it does not keep", sealed({**files, pdf: data.replace(b"<pdfuaid:part>1", b"<pdfuaid:part>7")}), {"pdf"}
    yield "a PDF that is none", sealed({**files, pdf: b"words"}), {"pdf"}
    yield "a PDF that is cut", sealed({**files, pdf: data[:-500]}), {"pdf"}
    spoilt = zips.bag({})
    spoilt = sealed(files)
    with_bad_json = zips.entries({name: data for name, data in read_zip(spoilt).items()})
    for entry in with_bad_json:
        if entry.name.endswith(b"data/site/dossier.json"):
            entry.packed = b"\xff" + entry.packed[1:]
    yield "dossier.json that cannot be unpacked", zips.write(with_bad_json), {"unreadable", "deflate", "digest"}


def read_zip(data):
    import io
    import zipfile
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


# ---------------------------------------------------------------- Crates

CRATE = {"@context": "https://w3id.org/ro/crate/1.2/context", "@graph": [
    {"@id": "ro-crate-metadata.json", "@type": "CreativeWork", "about": {"@id": "./"},
     "conformsTo": {"@id": "https://w3id.org/ro/crate/1.2"}},
    {"@id": "./", "@type": "Dataset", "name": "n", "description": "d", "datePublished": "2026-11-24",
     "license": {"@id": "https://example.org/l"}, "hasPart": [{"@id": "data/a.txt"}, {"@id": "data/sub/"}]},
    {"@id": "data/a.txt", "@type": "File", "contentSize": str(len(PAYLOAD["data/a.txt"])),
     "sha256": hashlib.sha256(PAYLOAD["data/a.txt"]).hexdigest()},
    {"@id": "data/sub/", "@type": "Dataset"},
    {"@id": "https://example.org/l", "@type": "CreativeWork"},
    {"@id": "#someone", "@type": ["Person"], "name": "S"}]}


def crates():
    def crate(change=lambda all: None):
        value = json.loads(json.dumps(CRATE))
        change(value)
        data = value if isinstance(value, bytes) else json.dumps(value).encode()
        return zips.zipped(zips.bag(PAYLOAD, more={"ro-crate-metadata.json": data}.items()))

    def entity(number, **said):
        return crate(lambda all: all["@graph"][number].update(said))

    yield "a crate", crate(), set()
    yield "a crate that is no JSON", zips.zipped(zips.bag(PAYLOAD, more={"ro-crate-metadata.json": b"x"}.items())), {"json"}
    yield "a crate that is a list", zips.zipped(zips.bag(PAYLOAD, more={"ro-crate-metadata.json": b"[]"}.items())), {
        "crate-graph", "crate-context"}
    yield "another context", crate(lambda all: all.update({"@context": "https://schema.org"})), {"crate-context"}
    yield "no graph", crate(lambda all: all.pop("@graph")), {"crate-graph"}
    yield "no descriptor", crate(lambda all: all["@graph"].pop(0)), {"crate-descriptor"}
    yield "no profile", entity(0, conformsTo={"@id": "x"}), {"crate-profile"}
    yield "no root", entity(0, about={"@id": "nothing"}), {"crate-root"}
    yield "a root that is a file", entity(1, **{"@type": "Thing"}), {"crate-root"}
    yield "no licence", crate(lambda all: all["@graph"][1].pop("license")), {"crate-root-lacks"}
    yield "an entity without a type", crate(lambda all: all["@graph"].append({"@id": "x"})), {"crate-entity"}
    yield "an entity that is a number", crate(lambda all: all["@graph"].append(5)), {"crate-entity"}
    yield "an entity twice", crate(lambda all: all["@graph"].append(all["@graph"][2])), {"crate-twice"}
    yield "a file that is not there", crate(lambda all: all["@graph"].append({"@id": "data/none", "@type": "File"})), {"crate-missing"}
    yield "a folder that is not there", crate(lambda all: all["@graph"].append({"@id": "none/", "@type": "Dataset"})), {
        "crate-missing"}
    yield "a file outside", crate(lambda all: all["@graph"].append({"@id": "../x", "@type": "File"})), {"crate-outside"}
    yield "another size", entity(2, contentSize="5"), {"crate-size"}
    yield "another digest", entity(2, sha256="0" * 64), {"crate-sha256"}
    yield "a part that is not described", crate(lambda all: all["@graph"][1]["hasPart"].append({"@id": "data/b.bin"})), {"crate-part"}
    yield "the only part, not described", entity(1, hasPart={"@id": "data/b.bin"}), {"crate-part"}


# ---------------------------------------------------------------- Folders

def folders():
    """Each a function that makes a folder of the bag otherwise."""
    yield "as it is", lambda top: None, set()
    yield "a link to a file", lambda top: os.symlink("/etc/passwd", os.path.join(top, "data/l")), {"link"}
    yield "a link to a folder", lambda top: os.symlink("/etc", os.path.join(top, "data/l")), {"link"}
    yield "a pipe", lambda top: os.mkfifo(os.path.join(top, "data/l")), {"special-file"}
    yield "a hidden file", lambda top: open(os.path.join(top, "data/.hidden"), "wb").close(), {"unlisted", "oxum-differs"}
    yield "a file gone", lambda top: os.unlink(os.path.join(top, "data/a.txt")), {"missing", "oxum-differs"}
    yield "a name that is not UTF-8", lambda top: open(os.path.join(os.fsencode(top), b"data/\xff"), "wb").close(), {
        "name-not-utf8"}
    yield "a backslash", lambda top: open(os.path.join(top, "data/a\\b"), "wb").close(), {"name-backslash"}
    yield "upper and lower case", lambda top: open(os.path.join(top, "data/A.txt"), "wb").close(), {
        "case-twins", "unlisted", "oxum-differs"}


# ---------------------------------------------------------------- Seeds

# In the order of fuzz_bag.c.
FUZZED = ("bagit.txt", "bag-info.txt", "manifest-", "tagmanifest-", "fetch.txt", "ro-crate-metadata.json",
          "data/site/dossier.json", "data/site/ledger.json", "data/site/index.html")


def seeds(kind):
    for make in (ends, headers, names, bags, crates):
        for _, data, _ in make():
            if len(data) >= 15000:
                continue
            if kind == "bundle":
                yield data
                continue
            try:
                files = read_zip(data)
            except Exception:  # no zip that Python reads
                continue
            for name, content in files.items():
                number = next((i for i, begin in enumerate(FUZZED) if name.startswith(begin)), None)
                if number is not None and len(content) < 15000:
                    yield bytes([number]) + content
    if kind == "bag":
        yield bytes([6]) + b'{"outputs": {"pages": ["index.html"], "pdf": "a.pdf"}, "letter": {"source-sha256": "00"}, "enclosures": ' \
            b'[{"files": [{"name": "a", "size": 1, "sha256": "00"}]}], "ledger": {"pages": 1, "counts": {"held": 1}, "rows": []}}'
        yield bytes([7]) + b'[{"folio": "E1", "address": "e1.html", "status": "held", "file": "a", "pictures": ["a.png"]}]'
        yield bytes([8]) + b'<a href="index.html#x">x</a><p id=x><img src="&#x61;%62"><!-- x --><script></script>'


def main():
    for data in set(seeds(sys.argv[1])):
        with open(os.path.join(sys.argv[2], "seed-" + hashlib.sha256(data).hexdigest()[:16]), "wb") as file:
            file.write(data)


if __name__ == "__main__":
    main()
