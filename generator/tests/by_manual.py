#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""A second verifier of bundles, written by what dossier(5) says of them under THE BUNDLE, and by nothing else.

usage: by_manual.py BUNDLE

Prints what is wrong with a zip; exit status 0 where nothing is. It does not look into the PDF.
"""

import hashlib
import html.parser
import json
import posixpath
import re
import struct
import sys
import urllib.parse
import zlib

ALGORITHMS = ("sha256", "sha512")
STATUSES = ("held", "withheld", "not held", "illegible")
LINKS = ("href", "src", "poster", "data", "action")
MADE_BY = 3 << 8 | 63
REGULAR_0644 = 0x81A40000
FULL = 0xFFFFFFFF


class Fault(Exception):
    """What is wrong with a bundle."""


def need(truth, words):
    if not truth:
        raise Fault(words)


# ---------------------------------------------------------------- The zip

def zip64(extra, values):
    """The sizes and the offset of a header, those that are too large for it from its extra field."""
    wanted = [i for i, value in enumerate(values) if value == FULL]
    need(bool(wanted) == bool(extra), "an extra field that nothing needs, or none")
    if wanted:
        number, length = struct.unpack_from("<HH", extra)
        need(number == 1 and length == len(extra) - 4 == 8 * len(wanted), "an extra field that is not zip64's")
        for i, value in zip(wanted, struct.unpack_from(f"<{len(wanted)}Q", extra, 4)):
            values[i] = value
    return values


def read_end(data):
    """Where the directory begins and ends, and how many files it has."""
    at = len(data) - 22
    need(at >= 0 and data[at:at + 4] == b"PK\5\6", "no end record at the end, or a comment")
    disk, first, here, count, size, offset, comment = struct.unpack_from("<HHHHIIH", data, at + 4)
    need(disk == first == comment == 0 and here == count, "an end record that says odd things")
    end = at
    if 0xFFFF in (count,) or FULL in (size, offset):
        need(at >= 76 and data[at - 20:at - 16] == b"PK\6\7", "no locator of zip64")
        end, = struct.unpack_from("<Q", data, at - 12)
        need(end == at - 76 and data[end:end + 4] == b"PK\6\6", "no end record of zip64")
        count, size, offset = struct.unpack_from("<QQQ", data, end + 32)
    need(offset + size == end, "something between the directory and its end record")
    return offset, end, count


def unpack(packed, method, size, name):
    if method == 0:
        return packed
    need(method == 8, f"{name}: method {method}")
    inflater = zlib.decompressobj(-15)
    try:
        data = inflater.decompress(packed, size + 1)
    except zlib.error as error:
        raise Fault(f"{name}: {error}") from None
    need(inflater.eof and not inflater.unused_data and not inflater.unconsumed_tail, f"{name}: does not end where it should")
    return data


def read_file(data, entry):
    """A file's bytes, and where what follows it begins."""
    name, facts, sizes, offset = entry
    crc, packed_size, size = sizes
    need(data[offset:offset + 4] == b"PK\3\4", f"{name}: no local header")
    told = struct.unpack_from("<HHHHHIIIHH", data, offset + 4)
    at = offset + 30
    need(data[at:at + told[8]].decode("utf-8") == name and told[:5] == facts, f"{name}: the local header differs from the directory")
    own = zip64(data[at + told[8]:at + told[8] + told[9]], [told[7], told[6]])
    need((told[5], own[1], own[0]) == sizes, f"{name}: the local header has another checksum or size")
    at += told[8] + told[9]
    content = unpack(data[at:at + packed_size], facts[2], size, name)
    need(len(content) == size and zlib.crc32(content) == crc, f"{name}: another size or checksum")
    return content, at + packed_size


def read_zip(data):
    """The files by name, and the zip's times, of which there is one."""
    at, end, count = read_end(data)
    begin, expected, files, times = at, 0, {}, set()
    while at < end:
        need(data[at:at + 4] == b"PK\1\2", "no entry in the directory where one is due")
        made, *facts, crc, packed, size, length, extra, comment, disk, internal, external, offset = struct.unpack_from("<HHHHHHIIIHHHHHII", data, at + 4)
        at += 46
        name = data[at:at + length].decode("utf-8")
        size, packed, offset = zip64(data[at + length:at + length + extra], [size, packed, offset])
        at += length + extra + comment
        need(not comment and not disk and made == MADE_BY and not internal and external == REGULAR_0644, f"{name}: a comment, or attributes of its own")
        need(facts[1] == (0 if name.isascii() else 1 << 11), f"{name}: flags {facts[1]:#x}")
        need(offset == expected and name not in files, f"{name}: not where it is due, or there twice")
        files[name], expected = read_file(data, (name, tuple(facts), (crc, packed, size), offset))
        times.add(tuple(facts[3:]))
    need(at == end and len(files) == count and expected == begin, "something between the files, or another number of them")
    need(len(times) == 1, "files of several times")
    names = [name.encode() for name in files]
    need(names and names[0].endswith(b"/VERIFY.txt") and names[1:] == sorted(names[1:]), "files in another order")
    return files, times.pop()


# ---------------------------------------------------------------- The bag

def read_manifest(files, name):
    text = files[name].decode("utf-8")
    lines = text.split("\n")
    need(lines.pop() == "", f"{name}: no line feed at the end")
    listed = {}
    for line in lines:
        digest, _, path = line.partition("  ")
        need(re.fullmatch("[0-9a-f]+", digest) and not re.search("%(?!0A|0D|25)", path), f"{name}: {line}")
        listed[urllib.parse.unquote(path)] = digest
    need(len(listed) == len(lines) and lines == sorted(lines, key=lambda line: line.partition("  ")[2].encode()), f"{name}: not sorted, or a file twice")
    return listed


def read_bag(files):
    """The elements of bag-info.txt."""
    need(files.get("bagit.txt") == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", "bagit.txt is another")
    payload = {name for name in files if name.startswith("data/")}
    tags = {name for name in files if not name.startswith(("data/", "tagmanifest-"))}
    for algorithm in ALGORITHMS:
        for name, wanted in ((f"manifest-{algorithm}.txt", payload), (f"tagmanifest-{algorithm}.txt", tags)):
            need(name in files, f"no {name}")
            listed = read_manifest(files, name)
            need(set(listed) == wanted, f"{name} lists other files than are there: {sorted(set(listed) ^ wanted)}")
            for path, digest in listed.items():
                need(hashlib.new(algorithm, files[path]).hexdigest() == digest, f"{path} is not what {name} tells")
    need({name for name in files if name.startswith("tagmanifest-")} == {f"tagmanifest-{algorithm}.txt" for algorithm in ALGORITHMS}, "other tag manifests")
    info = dict(line.split(": ", 1) for line in files["bag-info.txt"].decode("utf-8").splitlines())
    need(info.get("Payload-Oxum") == f"{sum(len(files[name]) for name in payload)}.{len(payload)}", "Payload-Oxum is another")
    return info


# ---------------------------------------------------------------- The dossier

class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.links, self.anchors = [], {"top", ""}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in LINKS:
                self.links.append(value or "")
            elif name in ("id", "name"):
                self.anchors.add(value)


def check_links(files):
    pages = {name: Page(data.decode("utf-8")) for name, data in files.items() if name.startswith("data/site/") and name.endswith(".html")}
    for name, page in pages.items():
        for link in page.links:
            parts = urllib.parse.urlsplit(link.strip())
            if parts.scheme or parts.netloc:
                continue
            need(not parts.path.startswith("/"), f"{name}: {link} leads out of the bundle")
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), urllib.parse.unquote(parts.path))) if parts.path else name
            if path not in files:
                path += "/index.html"
            need(path.startswith("data/") and path in files, f"{name}: {link} leads nowhere")
            need(path not in pages or urllib.parse.unquote(parts.fragment) in pages[path].anchors, f"{name}: there is no {link}")


def check_rows(files, ledger, held):
    rows = json.loads(files["data/site/ledger.json"])
    need(rows == ledger["rows"], "the ledgers differ")
    need([row["folio"] for row in rows] == [f"E{number}" for number in range(1, len(rows) + 1)], "folios that do not follow one another")
    for row in rows:
        need(all("data/site/" + name in files for name in (row["address"], *row.get("pictures", ()))), f"{row['folio']}: a file is missing")
        need(row["file"] is None or (row["file"] in held and row["status"] in ("held", "illegible")), f"{row['folio']}: {row['file']}")
    counts = {status: sum(row["status"] == status for row in rows) for status in STATUSES}
    need(counts == ledger["counts"] and sum(counts.values()) == ledger["pages"] == len(rows), f"{ledger['pages']} pages are not accounted for: {counts}")


def check_dossier(files, top, info, time):
    dossier = json.loads(files["data/site/dossier.json"])
    metadata, outputs, letter = dossier["metadata"], dossier["outputs"], dossier["letter"]
    need(metadata["identifier"] == info.get("External-Identifier") == top, "an identifier that is another")
    need(metadata["published"] == info.get("Bagging-Date"), "a day that is another")
    day = min(max(metadata["published"], "1980-01-01"), "2107-12-31")
    clock, date = time or (0, 0)
    need(not time or clock == 0 and f"{(date >> 9) + 1980:04}-{date >> 5 & 15:02}-{date & 31:02}" == day, "times that are not midnight of that day")
    for folder, names in (("data/site/", [*outputs["pages"], *outputs["descriptions"], outputs["ledger-csv"], outputs["ledger-json"]]),
                          ("data/", [outputs["pdf"]]), ("data/sources/", ["letter.md", *letter["pictures"]])):
        need(all(folder + name in files for name in names), f"{folder} lacks what the dossier promises")
    need(hashlib.sha256(files["data/sources/letter.md"]).hexdigest() == letter["source-sha256"], "another letter")
    held = {file["name"]: file for enclosure in dossier["enclosures"] for file in enclosure["files"]}
    for name, file in held.items():
        data = files.get("data/attachments/" + name)
        need(data is not None and len(data) == file["size"] and all(hashlib.new(one, data).hexdigest() == file[one] for one in ALGORITHMS),
             f"{name} is not the file that the dossier tells of")
    check_rows(files, dossier["ledger"], held)


def check_crate(files):
    for entity in json.loads(files["ro-crate-metadata.json"])["@graph"]:
        if "File" in entity["@type"]:
            data = files.get(urllib.parse.unquote(entity["@id"]))
            need(data is not None and entity["contentSize"] == str(len(data)) and entity["sha256"] == hashlib.sha256(data).hexdigest(),
                 f"{entity['@id']} is not the file that the crate tells of")


def check_files(entries, time):
    top = next(iter(entries)).split("/")[0]
    need(all(name.startswith(top + "/") for name in entries), "files beside the folder")
    files = {name[len(top) + 1:]: content for name, content in entries.items()}
    check_dossier(files, top, read_bag(files), time)
    check_links(files)
    check_crate(files)


def verify(data, files=None):
    """What is wrong with a zip's bytes, in words; "" where nothing is. With `files`, by their names, with those alone."""
    try:
        check_files(*((files, None) if files else read_zip(data)))
    except Fault as fault:
        return str(fault)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, struct.error, RecursionError) as error:
        return f"something is not as it should be: {error!r}"
    return ""


def main():
    with open(sys.argv[1], "rb") as file:
        fault = verify(file.read())
    print(f"{sys.argv[1]}: {fault or 'good'}")
    return 1 if fault else 0


if __name__ == "__main__":
    sys.exit(main())
