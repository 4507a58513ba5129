#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""`check --pdf` refuses what breaks a rule: the program's own good PDF is broken in one place at a time, and the checker
must name the clause and what is wrong. Each message of generator/verify/pdf/ is tried.

usage: pdf_rules.py PROGRAM
"""

import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import font_programs  # noqa: E402
import messages  # noqa: E402
import support  # noqa: E402

METADATA = """\
identifier: all-kinds
title: A letter of all kinds
date: 2020-01-02
published: 2024-01-02
languages: [en, az]
sender: {name: A. Sender}
addressees: [{name: A. Reader}]
"""

LETTER = """\
# A letter of all kinds

See [the report](enclosure:A), [an address](https://example.org/) and two notes[^1][^2].

## Facts

1. first
2. second

- point

<!-- language az -->

Bakı şəhəri

## Baku

<!-- /language -->

| Head | Other |
| --- | --- |
| one | two |
| three | four |

![The seal of the sender](pictures/seal.png)

[^1]: The note.

[^2]: Another.

Encl.: 2 pages
"""

MANIFEST = """\
pages: 2
enclosures:
  - id: A
    title: Notes
    title-from: document
    pages: 2
    status: not held
"""


def good_pdf(program, folder):
    support.write(folder, "sources/metadata.yaml", METADATA)
    support.write(folder, "sources/letter.md", LETTER)
    support.write(folder, "sources/pictures/seal.png", support.png(40, 30))
    support.write(folder, "attachments/manifest.yaml", MANIFEST)
    subprocess.run([program, "build", "--only", "pdf", "--templates", os.path.join(support.ROOT, "templates")],
                   cwd=folder, check=True)
    return os.path.join(folder, "build", "dossier.pdf")


SECONDS = 20


class Document:
    """A PDF in qpdf's form for editors, whose offsets and lengths fix-qdf mends afterwards."""

    def __init__(self, data):
        self.data = data

    def replace(self, pattern, replacement):
        """The first place that fits; the pattern's white space fits any."""
        pattern = re.sub(rb" +", rb"\\s+", pattern)
        data, count = re.subn(pattern, lambda match: match.expand(replacement), self.data, count=1, flags=re.S)
        if not count or data == self.data:
            raise ValueError(f"nothing fits {pattern!r}")
        return Document(data)

    def objects(self):
        return re.finditer(rb"\n(\d+) 0 obj\n.*?\nendobj\n", self.data, re.S)

    def within(self, marker, pattern, replacement):
        """The same in the first object that has the marker and a place that fits."""
        marker, pattern = (re.sub(rb" +", rb"\\s+", text) for text in (marker, pattern))
        for match in self.objects():
            if re.search(marker, match[0], re.S) and re.search(pattern, match[0], re.S):
                changed = re.sub(pattern, lambda found: found.expand(replacement), match[0], count=1, flags=re.S)
                return Document(self.data[:match.start()] + changed + self.data[match.end():])
        raise ValueError(f"no object fits {marker!r} and {pattern!r}")

    def number(self, marker):
        """The number of the first object that has the marker."""
        marker = re.sub(rb" +", rb"\\s+", marker)
        return next(match[1] for match in self.objects() if re.search(marker, match[0], re.S))

    def add(self, key, value):
        """Another entry of the catalog."""
        return self.within(rb"/Type /Catalog", rb"<<\n", b"<<\n  /" + key + b" " + value + b"\n")

    def content(self, code):
        """In front of the first page's content."""
        return self.replace(rb"stream\n/Artifact", b"stream\n" + code + b"\n/Artifact")

    def stream(self, data, entries=b""):
        """Another object at the end, and its number."""
        number = int(re.findall(rb"\n(\d+) 0 obj\n", self.data)[-1]) + 1
        there = (b"%d 0 obj\n<<\n  %s\n  /Length %d 0 R\n>>\nstream\n%s\nendstream\nendobj\n\n%%QDF: ignore_newline\n%d 0 obj\n%d\nendobj\n\n" %
                 (number, entries, number + 1, data, number + 1, len(data)))
        at = self.data.rindex(b"xref\n0 ")
        return Document(self.data[:at] + there + self.data[at:]), b"%d" % number

    def font(self, kind, key, program, entries, codes, outer=None):
        """Another font, which shows the codes: one of its own, or with what stands around a CIDFont."""
        document, number = self.stream(program, b"/Subtype /" + kind if key == b"FontFile3" else b"")
        font = (b"<< /Type /Font /BaseFont /AAAAAA+X %s /FontDescriptor << /Type /FontDescriptor /FontName /AAAAAA+X "
                b"/%s %s 0 R /Flags %d >> >>" % (entries, key, number, 4 if b"/Symbolic" in entries else 32))
        if outer:
            font = b"<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+X %s /DescendantFonts [ %s ] >>" % (outer, font)
        document = document.within(rb"/Font <<", rb"/Font <<", b"/Font << /F77 " + font)
        return document.content(b"/Artifact BMC BT /F77 9 Tf <" + codes + b"> Tj ET EMC")


def face(name):
    with open(os.path.join("/usr/share/fonts/truetype/dejavu", name), "rb") as file:
        return file.read()


def truetype(document, entries, codes=b"41"):
    return document.font(b"", b"FontFile2", face("DejaVuSansMono.ttf"), b"/Subtype /TrueType /FirstChar 65 " + entries, codes)


def type1(document, entries, codes=b"41"):
    """A is 600 wide, B 300."""
    program = font_programs.cff((600, 300), (34, 35), False)
    return document.font(b"Type1C", b"FontFile3", program, b"/Subtype /Type1 /FirstChar 65 " + entries, codes)


def cid(document, widths, codes, keyed=True, kind=b"CIDFontType0"):
    """CID 1 or, of a program keyed by CIDs, 7 is 600 wide, 2 or 9 300."""
    program = font_programs.cff((600, 300), (7, 9) if keyed else (34, 35), keyed)
    return document.font(b"CIDFontType0C", b"FontFile3", program, b"/Subtype /" + kind + b" " + widths, codes,
                         b"/Encoding /Identity-H")


def gid_map(document):
    """The first font's descriptor and CIDToGIDMap."""
    font = next(match[0] for match in document.objects() if b"/CIDToGIDMap" in match[0])
    number, descriptor = (re.search(pattern, font)[1] for pattern in
                          (rb"/CIDToGIDMap (\d+)", rb"/FontDescriptor (\d+)"))
    return descriptor, re.search(rb"\n" + number + rb" 0 obj\n.*?stream\n(.*?)\nendstream", document.data, re.S)


def gids(document, change):
    found = gid_map(document)[1]
    return Document(document.data[:found.start(1)] + change(found[1]) + document.data[found.end(1):])


def cid_set(document, change):
    """The first font with a CIDSet: of all that it has, then changed."""
    descriptor, found = gid_map(document)
    bits = [1] * (len(found[1]) // 2)
    change(bits)
    bits += [0] * (-len(bits) % 8)
    data = bytes(int("".join(map(str, bits[at:at + 8])), 2) for at in range(0, len(bits), 8))
    document, number = document.stream(data)
    return document.replace(rb"\n" + descriptor + rb" 0 obj\n<<", b"\n" + descriptor + b" 0 obj\n<< /CIDSet " + number + b" 0 R")


def foreign(document):
    """As if another program had written it."""
    return Document(document.data.replace(b"(dossier ", b"(another ").replace(b">dossier ", b">another "))


def annotation(document, entries, element=b"Annot", held=True):
    """A link turned into another annotation, with its element."""
    document = document.within(rb"/Type /OBJR", rb"/S /Link", b"/S /" + element)
    number = re.search(rb"/Obj (\d+) 0 R", next(match[0] for match in document.objects()
                                               if b"/Type /OBJR" in match[0] and b"/S /" + element in match[0]))[1]
    look, at = document.stream(b"", b"/Type /XObject /Subtype /Form /BBox [ 0 0 1 1 ]")
    return look.replace(rb"\n" + number + rb" 0 obj\n<<.*?>>\nendobj", b"\n" + number + b" 0 obj\n<<\n  /Type /Annot /F 4 " +
                        b"/Rect [ 0 0 9 9 ] /AP << /N " + at + b" 0 R >> " + entries + b" " + re.search(
                            rb"\n" + number + rb" 0 obj\n.*?(/StructParent \d+)", document.data, re.S)[1] + b"\n>>\nendobj")


def headers(document, name):
    """A table whose cells name their heads, which have no Scope."""
    document = document.within(rb"/S /TH\b", rb"/Scope /Column", b"")
    document = document.within(rb"/S /TH\b", rb"<<\n", b"<<\n  /ID (head)\n")
    return document.within(rb"/S /TD\b", rb"<<\n", b"<<\n  /A << /O /Table /Headers [ (" + name + b") ] >>\n")


# The clause, words of the message, and what breaks the rule.
BROKEN = [
    # The structure tree
    ("PDF 1.7, 7.7.3.2", "each of Kids must be a page", lambda d: d.within(rb"/Type /Pages", rb"/Kids \[ (\d+ 0 R)", rb"/Kids [ \1 \1")),
    ("PDF 1.7, 7.7.3.2", "the document must have a page", lambda d: d.within(rb"/Type /Pages", rb"/Kids \[[^]]*\]", rb"/Kids [ ]")),
    ("PDF 1.7, 14.7.2", "a structure element must have a type", lambda d: d.replace(rb"/S /H2", b"")),
    ("PDF/A-2, 6.7.3.4", "the structure type Heading must be a standard one", lambda d: d.replace(rb"/S /H2", rb"/S /Heading")),
    ("PDF 1.7, 14.7.4.2", "the MCID -1 must be one of the page", lambda d: d.within(rb"/S /H1", rb"/K \[ 0", rb"/K [ -1")),
    ("PDF 1.7, 14.7.2", "each of K must be content", lambda d: d.within(rb"/S /LI\b", rb"/K \[ (\d+ 0 R)", rb"/K [ \1 \1")),
    ("PDF 1.7, 14.7.2", "P must be the element that it stands in", lambda d: d.within(rb"/S /H1", rb"/P \d+ 0 R", rb"/P 1 0 R")),
    ("PDF/A-2, 6.7.3.3", "there must be a structure tree", lambda d: d.within(rb"/Type /Catalog", rb"/StructTreeRoot", rb"/Struct")),
    ("PDF/UA-1, 7.1", "must have one root, a Document", lambda d: d.replace(rb"/S /Document", rb"/S /Part")),
    ("PDF/UA-1, 7.2", "what stands in L must be one of", lambda d: d.replace(rb"/S /LI\b", rb"/S /P")),
    ("PDF/UA-1, 7.2", "what stands in TR must be one of", lambda d: d.replace(rb"/S /TH\b", rb"/S /P")),
    ("PDF/UA-1, 7.2", "what stands in TOC must be one of", lambda d: d.replace(rb"/S /TOCI\b", rb"/S /P")),
    ("PDF/UA-1, 7.2", "LI must have no content of its own", lambda d: d.replace(rb"/S /LBody", rb"/S /LI")),
    ("PDF/UA-1, 7.2", "LBody must not stand in", lambda d: d.replace(rb"/S /H1", rb"/S /LBody")),
    ("PDF/UA-1, 7.2", "LI must not stand in P", lambda d: d.replace(rb"/S /L\n", rb"/S /P\n")),
    ("PDF/UA-1, 7.2", "TOCI must not stand in P", lambda d: d.replace(rb"/S /TOC\n", rb"/S /P\n")),
    ("PDF/UA-1, 7.2", "Lang must be a language tag, not \"az_AZ\"", lambda d: d.replace(rb"/Lang \(az\)", rb"/Lang (az_AZ)")),
    ("PDF/UA-1, 7.4.4", "headings must all be numbered", lambda d: d.replace(rb"/S /H3", rb"/S /H")),
    ("PDF/UA-1, 7.4.4", "an element must not have two headings H", lambda d: Document(re.sub(rb"/S /H\d", b"/S /H", d.data))),
    ("PDF/UA-1, 7.1", "the standard structure type P must not be mapped", lambda d: d.within(rb"/Type /StructTreeRoot", rb"<<\n", b"<<\n  /RoleMap << /P /Div /X /P >>\n")),
    ("PDF/UA-1, 7.18.2", "a TrapNet annotation must not be there", lambda d: d.replace(rb"/Subtype /Link", b"/Subtype /TrapNet")),
    ("PDF/UA-1, 7.4.2", "headings must leave out no level: H5", lambda d: d.replace(rb"/S /H3", rb"/S /H5")),
    ("PDF/UA-1, 7.4.2", "headings must leave out no level: H2 after level 0", lambda d: d.replace(rb"/S /H1", rb"/S /H2")),
    ("PDF/UA-1, 7.3", "Figure must have a text in its place", lambda d: d.replace(rb"/Alt \([^)]*\)", rb"/Alt ()")),
    ("PDF/UA-1, 7.3", "a Figure must have its place", lambda d: d.within(rb"/S /Figure", rb"/BBox", rb"/Box")),
    ("PDF/UA-1, 7.3", "a Figure must have its place", lambda d: d.within(rb"/S /Figure", rb"/BBox \[[^]]*\]", rb"/BBox [ 9 9 1 1 ]")),
    ("PDF/UA-1, 7.9", "a Note must have an ID", lambda d: d.within(rb"/S /Note", rb"/ID \([^)]*\)", b"")),
    ("PDF/UA-1, 7.9", "must be that of one element only", lambda d: d.replace(rb"/ID \(note-0*2\)", rb"/ID (note-0000000001)")),
    ("PDF 1.7, 14.7.2", "IDTree must lead from note-", lambda d: d.replace(rb"/IDTree \d+ 0 R", b"")),
    ("PDF/UA-1, 7.5", "each row of a table must have", lambda d: d.within(rb"/S /TR", rb"/K \[ \d+ 0 R", rb"/K [ ")),
    ("PDF/UA-1, 7.5", "each row of a table must have", lambda d: d.within(rb"/S /TD", rb"<<\n", b"<<\n  /A << /O /Table /ColSpan 2 >>\n")),
    ("PDF/UA-1, 7.5", "no cell of a table must reach below", lambda d: d.within(rb"/S /TD", rb"<<\n", b"<<\n  /A << /O /Table /RowSpan 9 >>\n")),
    ("PDF/UA-1, 7.5", "a TH must have a Scope", lambda d: d.replace(rb"/Scope /Column", rb"/Scope /Columns")),
    ("PDF/UA-1, 7.5", "a TH must have a Scope", lambda d: d.replace(rb"/Scope /Column", b"")),
    ("PDF/UA-1, 7.5", "Headers must be IDs of the table's TH, not \"foot\"", lambda d: headers(d, b"foot")),
    ("PDF/UA-1, 7.5", "a table must have heads", lambda d: Document(d.data.replace(b"/S /TH\n", b"/S /TD\n"))),
    ("PDF/UA-1, 7.6", "a list with labels must have a ListNumbering", lambda d: d.replace(rb"/ListNumbering /None", b"")),
    ("PDF/UA-1, 7.6", "must be Decimal, not Disc", lambda d: d.replace(rb"/ListNumbering /Decimal", b"/ListNumbering /Disc")),
    # The parent tree
    ("PDF 1.7, 14.7.4.2", "must be of a page of the document", lambda d: d.within(rb"/S /H1", rb"/Pg \d+ 0 R", b"")),
    ("PDF/UA-1, 7.1", "the content 77 must be on its page", lambda d: d.within(rb"/S /H1", rb"/K \[ 0", rb"/K [ 0 77")),
    ("PDF/UA-1, 7.1", "must be in one element only", lambda d: d.within(rb"/S /H1", rb"/K \[ 0", rb"/K [ 0 1")),
    ("PDF 1.7, 14.7.4.4", "a page with content must have its entry", lambda d: d.within(rb"/Type /Page\n", rb"/StructParents 0", b"")),
    ("PDF/UA-1, 7.1", "the content 0, H1, must be in an element", lambda d: d.within(rb"/S /H1", rb"/K \[ 0", rb"/K [ ")),
    ("PDF 1.7, 14.7.4.4", "the parent tree must lead from the content 0", lambda d: d.replace(rb"/Nums \[ 0 \[ \d+ 0 R", rb"/Nums [ 0 [ 1 0 R")),
    ("PDF 1.7, 14.7.4.4", "the parent tree must lead from StructParent", lambda d: d.replace(rb"/StructParent \d+\n", b"/StructParent 9999\n")),
    ("PDF 1.7, 14.7.2", "ParentTreeNextKey must be greater", lambda d: d.replace(rb"/ParentTreeNextKey \d+", b"/ParentTreeNextKey 1")),
    ("PDF 1.7, 7.9.6", "the keys of a tree must ascend", lambda d: d.replace(rb"/Nums \[ 0 \[", rb"/Nums [ 9 [")),
    ("PDF 1.7, 7.9.6", "each of Kids must be a node", lambda d: d.within(rb"/Names \[", rb"/Names", b"/Kids [ 7 ] /Names")),
    # Annotations and actions
    ("PDF/UA-1, 7.18.5", "a link must have a description", lambda d: d.within(rb"/Subtype /Link", rb"/Contents \([^)]*\)", b"")),
    ("PDF 1.7, 12.3.2", "a link must lead to a page that is there, or to an address: nowhere", lambda d: d.within(rb"/Subtype /Link", rb"/Dest \([^)]*\)", rb"/Dest (nowhere)")),
    ("PDF 1.7, 12.6.4.7", "a link to an address must have it", lambda d: d.replace(rb"/URI \([^)]*\)", b"")),
    ("PDF/A-2, 6.3.1", "must be of a type that archives allow, not \"Movie\"", lambda d: d.replace(rb"/Subtype /Link", b"/Subtype /Movie")),
    ("PDF/A-2, 6.3.2", "F is 0", lambda d: d.within(rb"/Subtype /Link", rb"/F 4", b"/F 0")),
    ("PDF/A-2, 6.3.2", "F is 6", lambda d: d.within(rb"/Subtype /Link", rb"/F 4", b"/F 6")),
    ("PDF/A-2, 6.3.3", "an annotation must have its look", lambda d: d.replace(rb"/Subtype /Link", b"/Subtype /Stamp")),
    ("PDF/UA-1, 7.18.1", "an annotation must be in the structure tree", lambda d: d.within(rb"/Type /OBJR", rb"<<\n    /Obj", b"<<\n    /Object")),
    ("PDF/UA-1, 7.18.5", "a Link must hold its annotation", lambda d: d.within(rb"/S /Link", rb"<< /Obj \d+ 0 R /Type /OBJR >>", b"")),
    ("PDF/UA-1, 7.18.5", "a link's element must be a Link, not Span", lambda d: d.within(rb"/Type /OBJR", rb"/S /Link", b"/S /Span")),
    ("PDF/UA-1, 7.18.3", "a page with annotations must have Tabs S", lambda d: d.replace(rb"/Tabs /S", b"/Tabs /R")),
    ("PDF 1.7, 12.5.2", "P of an annotation must be the page", lambda d: annotation(d, b"/Subtype /Text /Contents (x) /P 1 0 R")),
    ("PDF/UA-1, 7.18.1", "a Text must tell what it is", lambda d: annotation(d, b"/Subtype /Text")),
    ("PDF/UA-1, 7.18.1", "a Widget must tell what it is", lambda d: annotation(d, b"/Subtype /Widget /Contents (x)", b"Form")),
    ("PDF/UA-1, 7.18.1", "the element of a Text must be Annot, not Form", lambda d: annotation(d, b"/Subtype /Text /Contents (x)", b"Form")),
    ("PDF/UA-1, 7.18.4", "the element of a Widget must be Form, not Annot", lambda d: annotation(d, b"/Subtype /Widget /TU (x)")),
    ("PDF/UA-1, 7.18.8", "a PrinterMark must not be in the structure tree", lambda d: annotation(d, b"/Subtype /PrinterMark")),
    ("PDF/A-2, 6.4.1", "a form must have no XFA", lambda d: d.add(b"AcroForm", b"<< /Fields [ ] /NeedAppearances true >>")),
    ("PDF/A-2, 6.11", "the catalog must not have Requirements: archives forbid it", lambda d: d.add(b"Requirements", b"[ ]")),
    ("PDF/A-2, 6.5.1", "the action Launch must not be there", lambda d: d.replace(rb"/S /URI", b"/S /Launch")),
    ("PDF/A-2, 6.5.1", "the action JavaScript must not be there", lambda d: d.add(b"OpenAction", b"<< /S /JavaScript /JS (1) >>")),
    ("PDF/A-2, 6.5.1", "no script must be in the file", lambda d: d.add(b"OpenAction", b"<< /S /JavaScript /JS (1) >>")),
    ("PDF/A-2, 6.5.2", "no event must start an action", lambda d: d.add(b"AA", b"<< >>")),
    ("PDF/A-2, 6.2.5", "a graphics state must have no TR", lambda d: d.add(b"X", b"<< /Type /ExtGState /TR /Identity >>")),
    # The catalog
    ("PDF/A-2, 6.2.3", "there must be an output intent", lambda d: d.replace(rb"/S /GTS_PDFA1", b"/S /GTS_PDFX")),
    ("PDF/A-2, 6.2.3", "must have an OutputConditionIdentifier", lambda d: d.replace(rb"/OutputConditionIdentifier", b"/Other")),
    ("PDF/A-2, 6.2.3", "must have an ICC profile", lambda d: d.replace(rb"/DestOutputProfile \d+ 0 R", b"")),
    ("PDF/A-2, 6.2.3", "must have an ICC profile", lambda d: d.replace(rb"acsp", b"acsq")),
    ("PDF/A-2, 6.2.3", "N must be the number of components", lambda d: d.replace(rb"/N 3", b"/N 4")),
    ("PDF/A-2, 6.7.2.2", "MarkInfo must say that the file is Marked", lambda d: d.replace(rb"/Marked true", b"/Marked false")),
    ("PDF/UA-1, 7.1", "MarkInfo must not say Suspects", lambda d: d.replace(rb"/Marked true", b"/Marked true /Suspects true")),
    ("PDF/UA-1, 7.1", "must have DisplayDocTitle true", lambda d: d.replace(rb"/DisplayDocTitle true", b"/DisplayDocTitle false")),
    ("PDF/UA-1, 7.2", "Lang must be a language tag, not \"\"", lambda d: d.within(rb"/Type /Catalog", rb"/Lang \(en\)", b"")),
    ("PDF/A-2, 6.9", "the catalog must not have OCProperties", lambda d: d.add(b"OCProperties", b"<< >>")),
    ("PDF/A-2, 6.4.2", "the catalog must not have NeedsRendering", lambda d: d.add(b"NeedsRendering", b"true")),
    ("PDF 1.7, 12.4.2", "PageLabels must begin with the first page", lambda d: d.within(rb"/Type /Catalog", rb"/PageLabels \d+ 0 R", b"")),
    ("PDF 1.7, 12.4.2", "PageLabels must begin with the first page", lambda d: d.replace(rb"/Nums \[ 0 <<", b"/Nums [ 1 <<")),
    ("PDF 1.7, 12.4.2", "not of the page at 999", lambda d: d.replace(rb"/Nums \[ 0 << /S /D >> \d+", b"/Nums [ 0 << /S /D >> 999")),
    ("PDF 1.7, 12.4.2", "a page label must have a prefix or a style", lambda d: d.replace(rb"/Nums \[ 0 << /S /D >>", b"/Nums [ 0 << /S /Z >>")),
    ("PDF/A-2, 6.10", "a page must have no PresSteps", lambda d: d.within(rb"/Type /Page\n", rb"/Tabs", b"/PresSteps << >> /Tabs")),
    # What the pages show
    ("PDF 1.7, 14.7.4.2", "must not be nested: P, MCID 99", lambda d: d.replace(rb"(/H1<</MCID 0>>BDC)", rb"\1 /P <</MCID 99>> BDC EMC")),
    ("PDF/UA-1, 7.1", "must not be nested: Artifact", lambda d: d.replace(rb"(/H1<</MCID 0>>BDC)", rb"\1 /Artifact BMC EMC")),
    ("PDF 1.7, 14.7.4.2", "each MCID must stand for one sequence", lambda d: d.replace(rb"/MCID 1>>", b"/MCID 0>>")),
    ("PDF 1.7, 14.6.1", "each EMC must end", lambda d: d.content(b"EMC")),
    ("PDF 1.7, 14.6.1", "each marked content must end", lambda d: d.content(b"/Span BMC")),
    ("PDF/A-2, 6.2.2", "the font F77 must be one of the resources", lambda d: d.content(b"/F77 9 Tf")),
    ("PDF/A-2, 6.2.2", "X77 must be one of the resources", lambda d: d.content(b"/Artifact BMC /X77 Do EMC")),
    ("PDF/A-2, 6.2.2", "the operator foo must be one of", lambda d: d.content(b"foo")),
    ("PDF/A-2, 6.2.11.7.2", "ToUnicode must map the code 0001", lambda d: d.replace(rb"<0001> <[0-9A-F]+>\n", b"")),
    ("PDF/A-2, 6.2.11.7.2", "ToUnicode must not map the code 0001 to", lambda d: d.replace(rb"<0001> <[0-9A-F]+>\n", b"<0001> <FFFE>\n")),
    ("PDF/A-2, 6.2.11.7.2", "ToUnicode must not map the code 0001 to", lambda d: d.replace(rb"<0001> <[0-9A-F]+>\n", b"<0001> <00410000>\n")),
    ("PDF/A-2, 6.2.11.7.2", "ToUnicode must not map the code 0001 to", lambda d: d.replace(rb"<0001> <[0-9A-F]+>\n", b"<0001> <FEFF0041>\n")),
    ("PDF/UA-1, 7.1", "what is painted must be marked content or an artifact: f at", lambda d: d.content(b"0 0 9 9 re f")),
    ("PDF/UA-1, 7.1", "what is painted must be marked content or an artifact: Tj at", lambda d: d.content(b"BT /F0 9 Tf <0001> Tj ET")),
    ("PDF/UA-1, 7.1", "what is painted must be marked content or an artifact: TJ at", lambda d: d.replace(rb"/H1<</MCID 0>>BDC", b"/H1 BMC")),
    ("PDF/A-2, 6.2.4.3", "a device colour must be of the output intent's kind: k", lambda d: d.content(b"0 0 0 1 k")),
    ("PDF/A-2, 6.2.4.3", "a device colour must be of the output intent's kind: cs", lambda d: d.content(b"/DeviceCMYK cs")),
    ("PDF/A-2, 6.2.4.3", "a device colour must be of the output intent's kind: an image", lambda d: d.within(rb"/Subtype /Image", rb"/ColorSpace /DeviceGray", b"/ColorSpace /DeviceCMYK")),
    ("PDF/A-2, 6.2.4.3", "a device colour must be of the output intent's kind: an image", lambda d: d.within(rb"/Subtype /Image", rb"/ColorSpace /DeviceGray", b"/ColorSpace [ /Indexed /DeviceCMYK 0 (abcd) ]")),
    ("PDF/UA-1, 7.1", "must not be nested: P, MCID 98", lambda d: d.content(b"/Artifact BMC /P <</MCID 98>> BDC EMC EMC")),
    ("PDF 1.7, 8.4.2", "each Q must follow a q", lambda d: d.content(b"Q")),
    ("PDF 1.7, 7.8.2", "the content must be of words that PDF knows", lambda d: d.content(b"> 1")),
    ("PDF 1.7, 7.3.8", "the stream must be one that can be decoded", lambda d: d.within(rb"BDC", rb"(/Length \d+ 0 R)", rb"/Filter /FlateDecode \1")),
    ("PDF/UA-1, 7.20", "forms must not be nested deeper", lambda d: d.within(rb"/Subtype /Image", rb"/Subtype /Image", b"/Subtype /Form")
     .within(rb"/Subtype /Form", rb"stream\n.*endstream", b"stream\n/I0 Do\nendstream")),
    # Fonts
    ("PDF/A-2, 6.2.11.4.1", "must be embedded", lambda d: d.replace(rb"/FontFile\d \d+ 0 R", b"")),
    ("PDF 1.7, 9.6.4", "must be a subset", lambda d: d.within(rb"/FontDescriptor ", rb"/BaseFont /[A-Z]{6}\+", b"/BaseFont /")),
    ("PDF 1.7, 9.8.1", "FontName must be the font's BaseFont", lambda d: d.replace(rb"/FontName /\S+", b"/FontName /Other")),
    ("PDF 1.7, 9.7.6.1", "a composite font must have one descendant", lambda d: d.replace(rb"/DescendantFonts \[[^]]*\]", b"/DescendantFonts [ ]")),
    ("PDF/A-2, 6.2.11.3.2", "CIDToGIDMap must be a stream or Identity", lambda d: d.replace(rb"/CIDToGIDMap \d+ 0 R", b"")),
    ("PDF/A-2, 6.2.11.3.3", "the encoding must be embedded", lambda d: d.replace(rb"/Encoding /Identity-H", b"/Encoding /UniGB-UCS2-H")),
    ("PDF/A-2, 6.2.11.4.1", "the font AAAAAA+X must be embedded", lambda d: type1(d, b"/Widths [ 600 ]").replace(rb"/FontFile3", b"/FontFile4")),
    ("PDF/A-2, 6.2.11.7.2", "the font must tell the text of its codes", lambda d: d.replace(rb"/ToUnicode \d+ 0 R", b"")),
    ("PDF/A-2, 6.2.11.2", "the font program must be one that can be read", lambda d: d.replace(rb"stream\n\x00\x01\x00\x00", b"stream\n\x00\x09\x00\x00")),
    ("PDF/A-2, 6.2.11.2", "FontFile3 must be a font program of the kind that a CIDFontType2 has", lambda d: d.replace(rb"/FontFile2", b"/FontFile3")),
    ("PDF/A-2, 6.2.11.2", "must be a font program of the kind that a CIDFontType2 has", lambda d: cid(d, b"/DW 600", b"0007", kind=b"CIDFontType2")),
    ("PDF 1.7, 9.7.4.2", "CIDToGIDMap must have two bytes for each CID", lambda d: gids(d, lambda data: data + b"x")),
    ("PDF/A-2, 6.2.11.8", "the code 0001, which is shown, must not be that of .notdef", lambda d: gids(d, lambda data: bytes(4) + data[4:])),
    ("PDF/A-2, 6.2.11.8", "the code 7FFF, which is shown, must not be that of .notdef", lambda d: d.content(b"/Artifact BMC BT /F0 9 Tf <7FFF> Tj ET EMC")),
    ("PDF/A-2, 6.2.11.8", "the code 0001, which", lambda d: truetype(d, b"/Encoding /WinAnsiEncoding /Widths [ 602 ]", b"01")),
    ("PDF/A-2, 6.2.11.8", "the code 0043, which", lambda d: type1(d, b"/Encoding /WinAnsiEncoding /Widths [ 600 300 400 ]", b"43")),
    ("PDF/A-2, 6.2.11.4.1", "the font program must have the glyph of the code 0001", lambda d: gids(d, lambda data: b"\0\0\x7F\xFF" + data[4:])),
    ("PDF/A-2, 6.2.11.4.1", "the font program must have the glyph of the code 0008", lambda d: cid(d, b"/DW 600", b"0008")),
    ("PDF/A-2, 6.2.11.4.1", "the font program must have the glyph of the code 0003", lambda d: cid(d, b"/DW 600", b"0003", keyed=False)),
    ("PDF/A-2, 6.2.11.5", "the width of the code 0001 must be that of its glyph", lambda d: d.within(rb"/CIDFontType2", rb"(/W \[ 1 \[) \d+", rb"\1 7")),
    ("PDF/A-2, 6.2.11.5", "the width of the code 0009 must be that of its glyph, 300, not 600", lambda d: cid(d, b"/DW 600", b"00070009")),
    ("PDF/A-2, 6.2.11.5", "the width of the code 0009 must be that of its glyph, 300, not 302", lambda d: cid(d, b"/W [ 7 [ 600 ] 8 9 302 ]", b"00070009")),
    ("PDF/A-2, 6.2.11.5", "the width of the code 0001 must be that of its glyph, 600, not 1000", lambda d: cid(d, b"", b"0001", keyed=False)),
    ("PDF/A-2, 6.2.11.5", "the width of the code 0041 must be that of its glyph, 602.051, not 500", lambda d: truetype(d, b"/Encoding /WinAnsiEncoding /Widths [ 500 ]")),
    ("PDF/A-2, 6.2.11.5", "the width of the code 0042 must be that of its glyph, 300, not 600", lambda d: type1(d, b"/Encoding << /Differences [ 65 /A /B ] >> /Widths [ 600 600 ]", b"4142")),
    ("PDF/A-2, 6.2.11.5", "the width of the code 0041 must be that of its glyph, 600, not 0", lambda d: type1(d, b"/Widths [ ]")),
    ("PDF/A-2, 6.2.11.4.2", "CIDSet must list the CIDs that the font program has, no other: CID 5", lambda d: cid_set(d, lambda bits: bits.__setitem__(5, 0))),
    ("PDF/A-2, 6.2.11.4.2", "CIDSet must list the CIDs that the font program has, no other: CID", lambda d: cid_set(d, lambda bits: bits.extend([1] * 9))),
    ("PDF/A-2, 6.2.11.6", "a TrueType font that is not symbolic must have the encoding", lambda d: truetype(d, b"/Widths [ 602 ]")),
    ("PDF/A-2, 6.2.11.6", "a symbolic TrueType font must have no Encoding", lambda d: truetype(d, b"/Symbolic 1 /Encoding /WinAnsiEncoding /Widths [ 602 ]")),
    ("PDF/A-2, 6.2.11.6", "the program of a symbolic TrueType font must have one cmap", lambda d: truetype(d, b"/Symbolic 1 /Widths [ 602 ]")),
    # Metadata
    ("PDF/A-2, 6.6.3", "Title of Info and title of the metadata", lambda d: d.within(rb"/Producer", rb"/Title \(", b"/Title (X")),
    ("PDF/A-2, 6.6.3", "Author of Info and creator of the metadata", lambda d: d.within(rb"/Producer", rb"/Author \(", b"/Author (X")),
    ("PDF/A-2, 6.6.3", "CreationDate of Info and CreateDate", lambda d: d.within(rb"/Producer", rb"/CreationDate \(D:2024", b"/CreationDate (D:2023")),
    ("PDF/A-2, 6.6.3", "ModDate of Info and ModifyDate", lambda d: d.replace(rb"<xmp:ModifyDate>2024", b"<xmp:ModifyDate>2023")),
    ("PDF/A-2, 6.6.3", "Producer of Info and Producer", lambda d: d.replace(rb"<pdf:Producer>", b"<pdf:Producer>X")),
    ("PDF/A-2, 6.6.3", "Creator of Info and CreatorTool", lambda d: d.replace(rb"<xmp:CreatorTool>", b"<xmp:CreatorTool>X")),
    ("PDF/A-2, 6.6.4", "part of http://www.aiim.org/pdfa/ns/id/ must be 2", lambda d: d.replace(rb"<pdfaid:part>2", b"<pdfaid:part>3")),
    ("PDF/A-2, 6.6.4", "conformance of http://www.aiim.org/pdfa/ns/id/ must be A", lambda d: d.replace(rb"conformance>A", b"conformance>B")),
    ("PDF/UA-1, 5", "part of http://www.aiim.org/pdfua/ns/id/ must be 1", lambda d: d.replace(rb"<pdfuaid:part>1", b"<pdfuaid:part>2")),
    ("PDF/A-2, 6.6.2.3.1", "an extension schema must describe part", lambda d: d.replace(rb"<pdfaProperty:name>part", b"<pdfaProperty:name>other")),
    ("PDF/A-2, 6.6.2.1", "there must be metadata", lambda d: d.within(rb"/Type /Catalog", rb"/Metadata \d+ 0 R", b"")),
    ("PDF/UA-1, 5", "the metadata must not be compressed", lambda d: d.within(rb"/Type /Metadata", rb"/Subtype", b"/Filter [ ] /Subtype")),
    ("PDF/A-2, 6.6.2.1", "the metadata must be well-formed", lambda d: d.replace(rb"</rdf:RDF>", b"</rdf:RDX>")),
    ("PDF/UA-1, 7.1", "the metadata must have a title", lambda d: d.replace(rb"<dc:title>.*</dc:title>", b"")),
    # Bookmarks and destinations
    ("PDF 1.7, 12.3.2.3", "must lead to a page that is there", lambda d: d.within(rb"/Names \[", rb"\]\n>>", b"(zz) [ 1 0 R /Fit ] ]\n>>")),
    ("PDF 1.7, 12.3.3", "must lead to a page that is there", lambda d: d.within(rb"/Title", rb"/Dest \[ \d+ 0 R", b"/Dest [ 1 0 R")),
    ("PDF/UA-1, 7.17", "must begin with the words of its heading", lambda d: d.within(rb"/Parent \d+ 0 R .*/Title \(Facts", rb"/Title \(Facts", b"/Title (Fact")),
    ("PDF/UA-1, 7.17", "must lead to the page of its heading", lambda d: d.within(rb"/Title \(Facts", rb"/Dest \[ \d+ 0 R", b"/Dest [ " + d.number(rb"/Type /Page\n") + b" 0 R")),
    ("PDF 1.7, 12.3.3", "the bookmark's element, SE, must be its heading", lambda d: d.within(rb"/Title \(Facts", rb"/SE \d+ 0 R", b"/SE 1 0 R")),
    ("PDF/UA-1, 7.2", "a bookmark in another language, az, must tell its heading", lambda d: d.within(rb"/Title \(Bak", rb"/SE \d+ 0 R", b"")),
    ("PDF/UA-1, 7.17", "there must be a bookmark for each heading", lambda d: d.within(rb"/Type /Catalog", rb"/Outlines \d+ 0 R", b"")),
    # Streams and files
    ("PDF/A-2, 6.1.7.1", "a stream's data must be in the file", lambda d: d.within(rb"BDC", rb"/Length", b"/F (other) /Length")),
    ("PDF/A-2, 6.1.7.2", "the filter LZWDecode must be one", lambda d: d.within(rb"BDC", rb"/Length", b"/Filter /LZWDecode /Length")),
    ("PDF/A-2, 6.2.8", "an image must have no Alternates", lambda d: d.within(rb"/Subtype /Image", rb"/Subtype", b"/Interpolate true /Subtype")),
    ("PDF/A-2, 6.2.9", "a form must have no PS, OPI or Ref", lambda d: d.within(rb"/Subtype /Image", rb"/Subtype /Image", b"/PS 1 /Subtype /Form")),
    ("PDF/A-2, 6.2.9", "a PostScript object must not be there", lambda d: d.within(rb"/Subtype /Image", rb"/Subtype /Image", b"/Subtype /PS")),
    ("PDF/A-2, 6.1.3", "the trailer must have an ID", lambda d: d.replace(rb"/ID \[[^]]*\]", b"")),
]


# What breaks no rule of the standards, with what must not be said.
GOOD = [
    ("no Outlines, no PageLabels", "12.4.2|7.17", lambda d: foreign(d).within(rb"/Type /Catalog", rb"/Outlines \d+ 0 R", b"")
     .within(rb"/Type /Catalog", rb"/PageLabels \d+ 0 R", b"")),
    ("whole faces", "9.6.4|9.8.1", lambda d: Document(re.sub(rb"(/(BaseFont|FontName) /)[A-Z]{6}\+", rb"\1", foreign(d).data))),
    ("embedded files", "6.8", lambda d: foreign(d).add(b"Collection", b"<< >>")),
    ("content in content", "14.7.4.2: marked", lambda d: foreign(d).replace(rb"(/H1<</MCID 0>>BDC)", rb"\1 /P <</MCID 99>> BDC EMC")),
    ("heads named by Headers", "7.5", lambda d: headers(d, b"head")),
    ("a CIDSet", "6.2.11", lambda d: cid_set(d, lambda bits: None)),
    ("a field", "7.18", lambda d: annotation(d, b"/Subtype /Widget /TU (x)", b"Form")),
    ("a note", "7.18", lambda d: annotation(d, b"/Subtype /Text /Contents (x)")),
    ("a Type 1 font without ToUnicode", "must tell the text|must map", lambda d: foreign(type1(
        d, b"/Encoding << /Differences [ 65 /A /B ] >> /Widths [ 600 300 ]", b"4142"))),
    ("a CMap of ISO 32000-1", "6.2.11.3.3", lambda d: foreign(d).replace(rb"/Encoding /Identity-H", b"/Encoding /UniGB-UCS2-H")),
    ("a TrueType font", "6.2.11.[4568]", lambda d: truetype(d, b"/Encoding /WinAnsiEncoding /Widths [ 602 ]")),
    ("a Type 1 font", "6.2.11.[4568]", lambda d: type1(d, b"/Encoding << /Differences [ 65 /A /B ] >> /Widths [ 600 300 ]", b"4142")),
    ("CIDs", "6.2.11.[4568]", lambda d: cid(d, b"/DW 600 /W [ 9 [ 300.9 ] ]", b"00070009")),
    ("names as CIDs", "6.2.11.[4568]", lambda d: cid(d, b"/W [ 1 1 600 2 2 300 ]", b"00010002", keyed=False)),
]


def far_object(data):
    """An update with an object whose number would fill the memory of whoever keeps a place for each."""
    data = data.replace(b"/PageMode/UseOutlines", b"/Mode 2000000000 0 R ", 1)
    root, info, before = (re.search(pattern, data)[1] for pattern in
                          (rb"/Root (\d+)", rb"/Info (\d+)", rb"startxref\s+(\d+)"))
    table = data + b"2000000000 0 obj\n1\nendobj\n"
    return table + (b"xref\n2000000000 1\n%010d 00000 n \ntrailer\n<</Root %s 0 R/Info %s 0 R/Size 2000000001/Prev %s>>\n"
                    b"startxref\n%d\n%%%%EOF\n" % (len(data), root, info, before, len(table)))


# The same for the bytes of a whole file, that nothing mends.
DAMAGED = [
    ("PDF/A-2, 6.1.2: the file must begin", lambda data: data.replace(b"%PDF-1.7\n", b"%PDF-2.0\n", 1)),
    ("PDF/A-2, 6.1.2: the second line must be", lambda data: re.sub(rb"\A(%PDF-1.7\n%)....", rb"\1abcd", data, flags=re.S)),
    ("there is an object 2000000000", far_object),
    ("PDF/A-2, 6.1.3: nothing must follow", lambda data: data + b"more\n"),
    ("PDF 1.7, 7.5: the file must be whole", lambda data: re.sub(rb"(/XML/Length )\d{4}", rb"\g<1>0007", data)),
    ("this is no PDF that can be read", lambda data: re.sub(rb"startxref\n\d+", b"startxref\n7", data)),
    ("", lambda data: data[:len(data) // 2]),
    ("this is no PDF that can be read", lambda data: data[:9]),
    ("this is no PDF that can be read", lambda data: b""),
    ("this is no PDF that can be read", lambda data: b"no PDF at all\n" * 100),
]

# What only a file can show that is damaged in a way qpdf mends or refuses itself.
UNTRIED = ()


class Checker:
    def __init__(self, program, folder):
        self.program = program
        self.folder = folder
        self.said = ""

    def __call__(self, *paths):
        try:
            done = subprocess.run([self.program, "check", "--pdf", *paths], cwd=self.folder, capture_output=True,
                                  text=True, errors="backslashreplace", timeout=SECONDS)
        except subprocess.TimeoutExpired as late:
            return 99, str(late)
        self.said += done.stderr
        return done.returncode, done.stderr

    def data(self, data):
        with open(os.path.join(self.folder, "broken.pdf"), "wb") as file:
            file.write(data)
        return self("broken.pdf")


def judge_broken(score, check, document):
    for clause, words, change in BROKEN:
        try:
            broken = change(document).data
        except (ValueError, StopIteration) as problem:
            score(False, f"{clause}: {words}: {problem}")
            continue
        fixed = subprocess.run(["fix-qdf"], input=broken, capture_output=True)
        if score(fixed.returncode == 0, f"{clause}: {words}: fix-qdf: {fixed.stderr}"):
            code, said = check.data(fixed.stdout)
            form = r"(?m)^broken\.pdf: object \d+ 0: " + re.escape(clause) + ": .*" + re.escape(words)
            score(code == 1 and re.search(form, said), f"{clause}: {words}: exit code {code}: {said[:2000]}")


def judge_good(score, check, document):
    for what, words, change in GOOD:
        fixed = subprocess.run(["fix-qdf"], input=change(document).data, capture_output=True)
        code, said = check.data(fixed.stdout)
        score(fixed.returncode == 0 and code < 2 and not re.search(words, said) and "7.5: the file must" not in said,
              f"{what}: exit code {code}: {said[:2000]}")


def judge_files(score, check, pdf):
    with open(pdf, "rb") as file:
        good = file.read()
    for words, change in DAMAGED:
        code, said = check.data(change(good))
        score(code == 1 and words in said and said.startswith("broken.pdf: "), f"{words}: exit code {code}: {said}")
    for password, words in (("", "6.1.3: the file must not be encrypted"), ("secret", "it opens with a password only")):
        subprocess.run(["qpdf", "--encrypt", password, "owner", "256", "--", pdf, "broken.pdf"], cwd=check.folder, check=True)
        code, said = check("broken.pdf")
        score(code == 1 and words in said, f"{words}: exit code {code}: {said}")
    # Each byte of the file in its turn would take too long: every so many of them.
    for at in range(0, len(good), max(1, len(good) // 40)):
        code, said = check.data(good[:at] + bytes([good[at] ^ 0x55]) + good[at + 1:])
        score(code in (0, 1), f"with byte {at} changed: exit code {code}: {said}")
    code, said = check("nothing.pdf")
    score(code == 1 and "nothing.pdf: there is no such file" in said, f"no such file: exit code {code}: {said}")
    code, said = check(".")
    score(code == 1 and ": this is no regular file" in said, f"a folder: exit code {code}: {said}")
    code, said = check(pdf, "nothing.pdf", pdf)
    score(code == 1 and said.count("\n") == 1, f"one of three: exit code {code}: {said}")


def judge_coverage(score, said):
    """Each message of the checker was given."""
    messages.FORMAT["check_say"] = 3
    call = re.compile(r"\b(check_say|report_error)\s*\(")
    messages.CALL = call
    folder = os.path.join(messages.GENERATOR, "verify/pdf")
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".c"):
            continue
        for line, form in messages.formats(os.path.join(folder, name)):
            score(form.startswith("object %d 0") or form in UNTRIED or messages.pattern(form).search(said),
                  f"generator/verify/pdf/{name}:{line}: a broken file gives {form!r}")


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    with tempfile.TemporaryDirectory() as folder:
        pdf = good_pdf(program, folder)
        check = Checker(program, folder)
        plain = os.path.join(folder, "plain.pdf")
        subprocess.run(["qpdf", "--qdf", "--object-streams=disable", "--no-original-object-ids", pdf, plain], check=True)
        for good in (pdf, plain):
            code, said = check(good)
            score(code == 0 and not said, f"a good file: exit code {code}: {said}")
        with open(plain, "rb") as file:
            document = Document(file.read())
        judge_broken(score, check, document)
        judge_good(score, check, document)
        judge_files(score, check, pdf)
        judge_coverage(score, check.said)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
