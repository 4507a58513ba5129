#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Withheld pages of a file that is shown otherwise: marks planted in every place of their lives are looked for in every
byte of every output, all of it decompressed; what is built of the bundle has the same bytes; the shown pages look as in
the original.

usage: withheld.py PROGRAM
"""

import binascii
import filecmp
import hashlib
import os
import re
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import support  # noqa: E402

FACE = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
PAGES = 20
WITHHELD = range(12, 15)
SHOWN = "qzxshownqzx"

METADATA = """\
identifier: withheld
title: A letter
date: 2020-01-02
published: 2024-01-02
languages: [en]
sender: {name: A. Sender}
"""
LETTER = "Dear Madam,\n\nI enclose [a report](enclosure:A).\n\nEncl.: %d pages\n"
MANIFEST = """\
pages: {pages}
enclosures:
  - id: A
    title: A report
    title-from: document
    {files}
    pages: {pages}
    status: held
    except:
      - pages: {withheld}
        status: withheld
        reason: names of third persons
        authority: the sender
"""


class Marks:
    """Words that occur nowhere by chance, each for one place."""

    def __init__(self):
        self.places = []

    def __call__(self, place):
        self.places.append(place)
        return f"qzx{''.join(c for c in place if c.isalnum())}qzx"

    def forms(self):
        for place in self.places:
            word = f"qzx{''.join(c for c in place if c.isalnum())}qzx"
            wide = word.encode("utf-16-be")
            yield place, (word.encode(), wide, binascii.hexlify(word.encode()), binascii.hexlify(wide),
                          binascii.hexlify(wide).upper())


class Pdf:
    """Objects by number; streams are deflated."""

    def __init__(self):
        self.objects = []

    def add(self, text=""):
        self.objects.append(text.encode() if isinstance(text, str) else text)
        return len(self.objects)

    def put(self, number, text):
        self.objects[number - 1] = text.encode()

    def stream(self, data, entries=""):
        return self.add(self.coded(data, entries))

    @staticmethod
    def coded(data, entries=""):
        data = data.encode() if isinstance(data, str) else data
        if "/Filter" not in entries:
            data, entries = zlib.compress(data), entries + " /Filter /FlateDecode"
        return f"<< {entries} /Length {len(data)} >> stream\n".encode() + data + b"\nendstream"

    def written(self, root, info, junk):
        """Junk stands between the objects, where nobody reads it."""
        out, places = b"%PDF-1.7\n", []
        for number, body in enumerate(self.objects, 1):
            places.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body) + (f"% {junk}\n".encode() if number == 3 else b"")
        at = len(out)
        table = b"".join(b"%010d 00000 n \n" % place for place in places)
        return out + (b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + table
                      + b"trailer << /Size %d /Root %d 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
                      % (len(places) + 1, root, info, at))


def updated(data, number, body, count, root, info):
    """A later revision, in which one object is another."""
    before = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    at = len(data)
    data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(data)
    return data + (b"xref\n%d 1\n%010d 00000 n \ntrailer << /Size %d /Root %d 0 R /Info %d 0 R /Prev %d >>\n"
                   b"startxref\n%d\n%%%%EOF\n" % (number, at, count + 1, root, info, before, table))


def face(pdf):
    data = open(FACE, "rb").read()
    program = pdf.stream(data, f"/Length1 {len(data)}")
    about = pdf.add(f"<< /Type /FontDescriptor /FontName /DejaVuSans /Flags 32 /FontBBox [-1021 -463 1793 1232]"
                    f" /ItalicAngle 0 /Ascent 928 /Descent -236 /CapHeight 729 /StemV 80 /FontFile2 {program} 0 R >>")
    return about


def planted(mark, unnamed=0):
    """A PDF of 20 pages, three of which have marks in all that is theirs, and one in its text."""
    pdf = Pdf()
    pages_root, root, info = pdf.add(), pdf.add(), pdf.add()
    about = face(pdf)
    numbers = [pdf.add() for _ in range(PAGES)]
    secret = numbers[WITHHELD[0] - 1]
    # The shared face leads to a withheld page by an entry of nobody's.
    widths = " ".join(["600"] * 95)
    font = pdf.add(f"<< /Type /Font /Subtype /TrueType /BaseFont /DejaVuSans /FirstChar 32 /LastChar 126"
                   f" /Widths [{widths}] /Encoding /WinAnsiEncoding /FontDescriptor {about} 0 R"
                   f" /QzxPrivate << /Page {secret} 0 R /Note ({mark('private entry of a shared font')}) >> >>")
    glyph = pdf.stream(f"600 0 0 0 500 500 d1 0 0 500 500 re f % {mark('glyph procedure')}")
    type3 = pdf.add(f"<< /Type /Font /Subtype /Type3 /Name /{mark('font name')} /FontBBox [0 0 500 500]"
                    f" /FontMatrix [.001 0 0 .001 0 0] /FirstChar 65 /LastChar 65 /Widths [600]"
                    f" /Encoding << /Differences [65 /{mark('glyph name')}] >>"
                    f" /CharProcs << /qzxglyphnameqzx {glyph} 0 R >> /Resources << >> >>")
    jpeg = pdf.stream(b"\xff\xd8\xff\xe1" + struct.pack(">H", 40) + f"Exif\0\0{mark('EXIF')}".encode().ljust(38)
                      + b"\xff\xd9", "/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray"
                      " /BitsPerComponent 8 /Filter /DCTDecode")
    inner = pdf.stream(f"% {mark('form in a form')}", "/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    form = pdf.stream("/Inner Do", f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject <<"
                      f" /Inner {inner} 0 R >> >>")
    layer = pdf.add(f"<< /Type /OCG /Name ({mark('layer')}) >>")
    shown_layer = pdf.add("<< /Type /OCG /Name (Shown) >>")
    hidden_layer = pdf.add("<< /Type /OCG /Name (Hidden) >>")
    resources = pdf.add(f"<< /Font << /F1 {font} 0 R /{mark('resource name')} {type3} 0 R >>"
                        f" /XObject << /Im1 {jpeg} 0 R /Fm1 {form} 0 R >>"
                        f" /Properties << /L1 {layer} 0 R /L2 {shown_layer} 0 R /L3 {hidden_layer} 0 R"
                        f" /Pl1 << /ActualText ({mark('property list')}) >> >> >>")
    xmp = pdf.stream(f"<x:xmpmeta>{mark('XMP of a page')}</x:xmpmeta>", "/Type /Metadata /Subtype /XML")
    file = pdf.stream(mark("attachment"), "/Type /EmbeddedFile")
    spec = pdf.add(f"<< /Type /Filespec /F ({mark('attachment name')}) /EF << /F {file} 0 R >> >>")
    look = pdf.stream(f"% {mark('appearance')}", "/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    notes = [pdf.add(f"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents ({mark('annotation')})"
                     f" /AP << /N {look} 0 R >> >>"),
             pdf.add(f"<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS {spec} 0 R >>")]
    field = pdf.add(f"<< /Type /Annot /Subtype /Widget /FT /Tx /T ({mark('field name')}) /V ({mark('field value')})"
                    f" /Rect [0 0 9 9] /P {secret} 0 R >>")
    thumbnail = pdf.stream(mark("thumbnail").encode().ljust(64), "/Width 8 /Height 8 /ColorSpace /DeviceGray"
                           " /BitsPerComponent 8")
    bead = pdf.add(f"<< /Type /Bead /P {secret} 0 R /R [0 0 9 9] >>")
    thread = pdf.add(f"<< /Type /Thread /F {bead} 0 R /I << /Title ({mark('article thread')}) >> >>")
    element = pdf.add(f"<< /Type /StructElem /S /P /Pg {secret} 0 R /K 0 /ActualText ({mark('structure')}) >>")
    tree = pdf.add(f"<< /Type /StructTreeRoot /K {element} 0 R /ParentTree << /Nums [12 [{element} 0 R]] >> >>")
    outline = pdf.add()
    entry = pdf.add(f"<< /Title ({mark('bookmark')}) /Parent {outline} 0 R /Dest [{secret} 0 R /Fit] >>")
    pdf.put(outline, f"<< /Type /Outlines /First {entry} 0 R /Last {entry} 0 R /Count 1 >>")
    about_all = pdf.stream(f"<x:xmpmeta>{mark('XMP of the file')}</x:xmpmeta>", "/Type /Metadata /Subtype /XML")
    pdf.stream(mark("object that nothing leads to"))
    old = None
    for number, page in enumerate(numbers, 1):
        text = f"BT /F1 12 Tf 40 700 Td ({SHOWN} page {number}) Tj ET"
        more = ""
        if number in WITHHELD:
            text += (f" BT /F1 12 Tf 40 600 Td ({mark(f'text of page {number}')}) Tj ET"
                     f" /qzxresourcenameqzx 9 Tf /Im1 Do /Fm1 Do /OC /L1 BDC EMC /Span /Pl1 BDC EMC % {mark(f'comment {number}')}")
            more = (f"/Annots [{notes[0]} 0 R {notes[1]} 0 R {field} 0 R] /Thumb {thumbnail} 0 R /B [{bead} 0 R]"
                    f" /Metadata {xmp} 0 R /StructParents 12"
                    f" /PieceInfo << /Qzx << /Private ({mark(f'private data of page {number}')}) >> >>")
        elif number == unnamed:
            text += f" BT /F1 12 Tf 40 600 Td ({mark('text of a page that no enclosure names')}) Tj ET"
        elif number == 7:
            text += (" /OC /L2 BDC 9 9 99 99 re f EMC /OC /L3 BDC 0 0 999 999 re f EMC"
                     " q .5 g 200 200 50 50 re f Q")
        content = pdf.stream(f"BT ({mark('older revision')}) Tj ET" if number == 3 else text)
        if number == 3:
            old = (content, Pdf.coded(text))
        pdf.put(page, f"<< /Type /Page /Parent {pages_root} 0 R /Contents {content} 0 R {more} >>")
    kids = " ".join(f"{number} 0 R" for number in numbers)
    pdf.put(pages_root, f"<< /Type /Pages /Kids [{kids}] /Count {PAGES} /MediaBox [0 0 595 842]"
            f" /Resources {resources} 0 R >>")
    pdf.put(info, f"<< /Title ({mark('title of the file')}) /Qzx ({mark('Info')}) >>")
    pdf.put(root, f"<< /Type /Catalog /Pages {pages_root} 0 R /Outlines {outline} 0 R /Metadata {about_all} 0 R"
            f" /Names << /EmbeddedFiles << /Names [(a) {spec} 0 R] >> /Dests << /Names [({mark('destination')})"
            f" [{secret} 0 R /Fit]] >> /JavaScript << /Names [(b) << /S /JavaScript /JS ({mark('script')}) >>] >> >>"
            f" /PageLabels << /Nums [0 << /S /D >> 11 << /P ({mark('page label')}) >>] >>"
            f" /AcroForm << /Fields [{field} 0 R] >> /Threads [{thread} 0 R] /StructTreeRoot {tree} 0 R"
            f" /OCProperties << /OCGs [{layer} 0 R {shown_layer} 0 R {hidden_layer} 0 R]"
            f" /D << /Name ({mark('layers')}) /Order [({mark('heading of layers')}) {layer} 0 R]"
            f" /OFF [{hidden_layer} 0 R {layer} 0 R] >> >> >>")
    data = pdf.written(root, info, mark("between objects"))
    return updated(data, *old, len(pdf.objects), root, info) + f"% {mark('behind the end')}\n".encode()


def readings(data, folder):
    """All that a file's bytes say: as they are, with streams inflated, as qpdf and pdftotext read them."""
    yield data
    if not data.startswith(b"%PDF"):
        return
    path = os.path.join(folder, "looked-into.pdf")
    with open(path, "wb") as file:
        file.write(data)
    for command in (["qpdf", "--static-id", "--qdf", "--object-streams=disable", "--preserve-unreferenced", path, "-"],
                    ["pdftotext", path, "-"], ["pdfinfo", path]):
        yield subprocess.run(command, capture_output=True, check=False).stdout
    for match in re.finditer(rb"stream\r?\n", data):
        try:
            yield zlib.decompressobj().decompress(data[match.end():])
        except zlib.error:
            continue


def chunks(data):
    """The chunks of a PNG that are deflated."""
    at = 8
    while at + 12 <= len(data):
        size = struct.unpack(">I", data[at:at + 4])[0]
        if data[at + 4:at + 8] in (b"zTXt", b"iTXt"):
            yield zlib.decompressobj().decompress(data[at + 8:at + 8 + size].split(b"\0", 1)[1][1:])
        at += 12 + size


def everything(data, where, folder, seen=None):
    """What is in `seen`, by its bytes, was looked into elsewhere."""
    if seen is not None:
        if hash(data) in seen:
            return
        seen.add(hash(data))
    for part in readings(data, folder):
        yield where, part
    if data.startswith(b"\x89PNG"):
        for part in chunks(data):
            yield where, part
    if data.startswith(b"PK"):
        path = os.path.join(folder, "looked-into.zip")
        with open(path, "wb") as file:
            file.write(data)
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                yield where, entry.filename.encode() + entry.extra + entry.comment
                yield from everything(archive.read(entry), f"{where}: {entry.filename}", folder, seen)


def outputs(build, folder):
    seen = set()
    for name in support.OUTPUTS:
        top = os.path.join(build, name)
        paths = [os.path.join(at, file) for at, _, files in os.walk(top) for file in files] or [top]
        for path in paths:
            where = os.path.relpath(path, build)
            yield where, where.encode()
            yield from everything(open(path, "rb").read(), where, folder, seen)


def of_the_file(data):
    for algorithm in ("sha256", "sha512", "md5"):
        digest = hashlib.new(algorithm, data)
        yield f"the file's {algorithm}", (digest.hexdigest().encode(), digest.digest())
    yield "the file's size", tuple(
        text.encode() for text in (f'"size": {len(data)},', f'"size":{len(data)},', f"{len(data):,}"))


def build(program, folder):
    return subprocess.run([program, "build", "-C", folder, "--templates", os.path.join(support.ROOT, "templates")],
                          capture_output=True, text=True, check=False)


def same_again(score, program, name, folder):
    """Builds from the unpacked bundle."""
    made = os.path.join(folder, "build")
    with zipfile.ZipFile(os.path.join(made, "dossier.zip")) as archive:
        archive.extractall(os.path.join(folder, "unpacked"))
    again = os.path.join(folder, "unpacked", "withheld", "data")
    done = build(program, again)
    score(done.returncode == 0, f"{name}: the bundle builds: exit code {done.returncode}: {done.stderr}")
    for output in ("dossier.pdf", "dossier.zip", *(f"site/{file}" for file in os.listdir(os.path.join(made, "site")))):
        other = os.path.join(again, "build", output)
        score(os.path.exists(other) and filecmp.cmp(os.path.join(made, output), other, shallow=False),
              f"{name}: {output} is the same when it is built from the bundle")
    return os.path.join(again, "attachments")


def examine(score, program, name, dossier, scratch):
    """Dossier: the manifest, its files by name, the marks, the files with withheld pages."""
    manifest, pages, files, mark, secrets = dossier
    folder = os.path.join(scratch, name)
    support.write(folder, "sources/metadata.yaml", METADATA)
    support.write(folder, "sources/letter.md", LETTER % pages)
    support.write(folder, "attachments/manifest.yaml", manifest)
    for file, data in files.items():
        support.write(folder, f"attachments/{file}", data)
    # The search finds each mark in what was planted, or it would find none anywhere.
    planted_parts = [part for file in secrets for _, part in everything(files[file], file, scratch)]
    planted_parts += [file.encode() for file in files]
    for place, forms in mark.forms():
        score(any(form in part for part in planted_parts for form in forms), f"{name}: {place} is in the original")
    done = build(program, folder)
    if not score(done.returncode == 0, f"{name}: exit code {done.returncode}: {done.stderr}"):
        return None
    parts = list(outputs(os.path.join(folder, "build"), scratch))
    score(any(SHOWN.encode() in part for _, part in parts), f"{name}: what is shown is found")
    traces = list(mark.forms()) + [trace for file in secrets for trace in of_the_file(files[file])]
    for place, forms in traces:
        found = sorted({where for where, part in parts if any(form in part for form in forms)})
        score(not found, f"{name}: {place} is nowhere {found or ''}")
    support.check_pdf(score, program, name, os.path.join(folder, "build"))
    return same_again(score, program, name, folder)


def look(path, first, scratch):
    """The pages of a PDF as pictures."""
    done = subprocess.run(["pdftoppm", "-r", "30", "-f", str(first), path], capture_output=True, check=True,
                          cwd=scratch)
    return done.stdout


def pdf_case(score, program, scratch):
    mark = Marks()
    data = planted(mark)
    manifest = MANIFEST.format(pages=PAGES, files="file: report.pdf", withheld="12-14")
    shipped = examine(score, program, "pdf", (manifest, PAGES, {"report.pdf": data}, mark, ["report.pdf"]), scratch)
    if not shipped:
        return
    original, extract = os.path.join(scratch, "pdf/attachments/report.pdf"), os.path.join(shipped, "report.pdf")
    for number in range(1, PAGES + 1):
        if number in WITHHELD:
            continue
        place = number if number < WITHHELD[0] else number - len(WITHHELD)
        one, other = (subprocess.run(["pdftoppm", "-r", "30", "-f", str(page), "-l", str(page), path],
                                     capture_output=True, check=True).stdout
                      for page, path in ((number, original), (place, extract)))
        score(one == other and len(one) > 1000, f"pdf: page {number} looks as in the original")


BUNDLE = """\
pages: 19
enclosures:
  - id: A
    title: The end of a report
    title-from: document
    files: [{file: bundle.pdf, pages: 20 1-4}]
    pages: 5
    status: held
  - id: B
    title: The middle of it
    title-from: document
    files: [{file: bundle.pdf, pages: 11-18, holds: 3-10}, {file: bundle.pdf, pages: 9-10}]
    pages: 10
    status: held
    except: [{pages: 4-6, status: withheld, reason: names of third persons, authority: the sender}]
  - id: C
    title: The rest
    title-from: document
    files: [{file: bundle.pdf, pages: 5-8}]
    pages: 4
    status: held
"""


def bundle_case(score, program, scratch):
    """A file of which three enclosures have pages, one of them withheld ones, and a page is nobody's."""
    mark = Marks()
    data = planted(mark, 19)
    shipped = examine(score, program, "bundle", (BUNDLE, 19, {"bundle.pdf": data}, mark, ["bundle.pdf"]), scratch)
    if not shipped:
        return
    with open(os.path.join(shipped, "manifest.yaml"), encoding="utf-8") as file:
        told = re.findall(r" (file|pages|holds|without): ([^\n]*)", file.read())
    score(told == [("pages", "5"), ("file", '"bundle.pdf"'), ("pages", "16 1-4"),
                   ("pages", "10"), ("file", '"bundle.pdf"'), ("pages", "11-15"), ("holds", "3 7-10"),
                   ("without", "4-6"), ("file", '"bundle.pdf"'), ("pages", "9-10"), ("holds", "1-2"), ("pages", "4-6"),
                   ("pages", "4"), ("file", '"bundle.pdf"'), ("pages", "5-8")],
          f"bundle: the manifest tells the pages of the extract: {told}")
    done = subprocess.run(["pdftotext", os.path.join(shipped, "bundle.pdf"), "-"], capture_output=True, text=True,
                          check=True)
    found = [int(number) for number in re.findall(SHOWN + r" page (\d+)", done.stdout)]
    score(found == [*range(1, 12), *range(15, 19), 20], f"bundle: the extract has the pages {found}")
    site = os.path.join(scratch, "bundle/build/site")
    for folio, number in ((1, 20), (2, 1), (6, 9), (8, 11), (12, 15), (16, 5)):
        with open(os.path.join(site, f"e{folio}.html"), encoding="utf-8") as file:
            score(f"{SHOWN} page {number}" in file.read(), f"bundle: E{folio} is page {number} of the file")


def tiff(pages):
    """Of grey pages (picture, description): a strip each, as it is."""
    out, link = b"II*\0" + bytes(4), 4
    for number, (data, text) in enumerate(pages):
        out += bytes(len(out) % 2)
        strip, note = len(out), len(out) + len(data)
        out += data + text + b"\0"
        out += bytes(len(out) % 2)
        entries = [(254, 4, 1, 2), (256, 3, 1, 64), (257, 3, 1, len(data) // 64), (258, 3, 1, 8), (259, 3, 1, 1),
                   (262, 3, 1, 1), (270, 2, len(text) + 1, note), (273, 4, 1, strip), (277, 3, 1, 1),
                   (278, 3, 1, len(data) // 64), (279, 4, 1, len(data)), (315, 2, len(text) + 1, note),
                   (700, 1, len(text) + 1, note)]
        out = out[:link] + struct.pack("<I", len(out)) + out[link + 4:]
        out += struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries)
        link = len(out)
        out += bytes(4)
    return out


def jpeg(text):
    """A photograph's head, and no picture that could be decoded: it is withheld."""
    exif = b"Exif\0\0" + text.encode()
    return (b"\xff\xd8\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
            + b"\xff\xc0\0\x0b\x08\0\x40\0\x40\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0" + bytes(20011) + b"\xff\xd9")


def scans_case(score, program, scratch):
    """Three pages of a TIFF of which the second is withheld, and a photograph that is withheld whole."""
    mark = Marks()
    def picture(word):
        return (word.encode() * 4096)[:64 * 64]
    fax = tiff([(picture(SHOWN), mark("description of a shown page").encode()),
                (picture(mark("picture")), mark("description").encode()),
                (picture(SHOWN), b"a page")])
    photograph = mark("name of a file") + ".jpg"
    manifest = MANIFEST.format(pages=4, files=f"files: [fax.tif, {photograph}]", withheld="2 4")
    files = {"fax.tif": fax, photograph: jpeg(mark("EXIF of a photograph"))}
    examine(score, program, "scans", (manifest, 4, files, mark, list(files)), scratch)


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    with tempfile.TemporaryDirectory() as scratch:
        pdf_case(score, program, scratch)
        bundle_case(score, program, scratch)
        scans_case(score, program, scratch)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
