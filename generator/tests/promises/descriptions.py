#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""What describes the dossier to libraries, archives and citation tools is well-formed, says what the metadata say and no
more, has the letter word for word, and agrees with the bundle: for texts of every kind, and where nothing is given.

usage: descriptions.py PROGRAM
"""

import csv
import hashlib
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
import zipfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import any_letter  # noqa: E402
import premis_order  # noqa: E402
import rocrate  # noqa: E402
import support  # noqa: E402
from any_dossier import bare  # noqa: E402
from word_for_word import markdown_words  # noqa: E402

NAMES = ("dc.xml", "premis.xml", "letter.tei.xml", "citation.csl.json", "citation.bib", "citation.ris")
TEI = "{http://www.tei-c.org/ns/1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
DCTERMS = "{http://purl.org/dc/terms/}"
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
# Of DCMI Metadata Terms, those used here.
TERMS = {DC + name for name in ("title", "creator", "publisher", "type", "language", "subject", "description", "identifier", "source", "rights")}
TERMS |= {DCTERMS + name for name in ("audience", "created", "issued", "references", "hasFormat", "provenance", "license", "hasPart",
                                      "bibliographicCitation")}
SCHEMES = {"dcterms:W3CDTF": r"\d{4}-\d\d-\d\d", "dcterms:URI": r"https?://\S+", "dcterms:DCMIType": "Text",
           "dcterms:RFC4646": r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*|x(-[A-Za-z0-9]{1,8})+"}

ODD = "\"q\" & <b> {a} \\x 50% $1 #2 a_b c^d ~ ‘’ شركة \u2028 é\u0301 \U0001f600 ]]>"
PLAIN = """\
identifier: bare
title: A letter
date: 0988-01-02
published: 2024-01-02
languages: [en]
sender: {office: "An office, and {others}"}
"""
LETTER = "Dear all,\n\nSome words.\n\nYours\n"
STATED = """\
identifier: full
title: A letter
date: 2020-01-02
published: 2024-01-02
languages: [en, ar]
sender: {name: A. B. Smith-Jones, office: Head, sort: "Smith-Jones, Anna-Lena Berta", url: "https://example.org/head?a=1#x"}
addressees: [{name: C. Doe, sort: "Doe, C."}, {office: Office, url: "https://example.org/office"}]
place: Town
subject: Subject
reference: "12/3"
in-reply-to: Another
description: Description
publisher: Publisher
publisher-url: https://example.org
edition: second
rights: Rights
licence: https://creativecommons.org/licenses/by/4.0/
holder: Archive
shelfmark: MS 1
provenance: Provenance
permanent-url: https://doi.org/10.1234/a_b%2Fc
base-url: https://example.org/letters/
"""


def odd_metadata():
    text = json.dumps(ODD, ensure_ascii=False)
    people = "\n".join(f"  - {{name: {text}, office: {text}, sort: {json.dumps(f'F{i} {{&, ' + ODD, ensure_ascii=False)}}}" for i in range(30))
    return (f"identifier: odd_1.x\ntitle: {text}\ndate: 2020-02-29\npublished: 2024-01-02\nlanguages: [ar, en]\n"
            f"sender: {{name: {text}, sort: {text}}}\naddressees:\n{people}\n"
            + "".join(f"{key}: {text}\n" for key in ("place", "subject", "reference", "in-reply-to", "description", "publisher", "edition",
                                                     "rights", "holder", "shelfmark", "provenance")))


# ---------------------------------------------------------------- Each form

def read_dublin_core(score, what, data, metadata):
    root = ElementTree.fromstring(data)
    texts = {}
    for child in root:
        score(child.tag in TERMS and child.text and not len(child), f"{what}: dc.xml: {child.tag} is no term of DCMI with a text")
        scheme = child.get(XSI_TYPE)
        score(scheme is None or re.fullmatch(SCHEMES[scheme], child.text), f"{what}: dc.xml: {child.text!r} is no {scheme}")
        texts.setdefault(child.tag.split("}")[1], []).append(child.text)
    for key, name in (("title", "title"), ("publisher", "publisher"), ("subject", "subject"), ("description", "description"),
                      ("provenance", "provenance"), ("licence", "license")):
        score(texts.get(name, []) == ([as_xml(metadata[key])] if metadata[key] else []), f"{what}: dc.xml: {name} is {texts.get(name)}")
    score(len(texts.get("audience", [])) == len(metadata["addressees"]), f"{what}: dc.xml names {len(texts.get('audience', []))} addressees")
    rights = [metadata["rights"]] if metadata["rights"] else [] if metadata["licence"] else ["not stated"]
    score(texts.get("rights", []) == rights, f"{what}: dc.xml: rights {texts.get('rights')}")
    score(texts["created"] == [metadata["date"]] and texts["issued"] == [metadata["published"]], f"{what}: dc.xml: the dates")


def as_xml(text):
    """What a reader of XML gives back of a text."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_premis(score, what, data, files):
    root = ElementTree.fromstring(data)
    for problem in premis_order.problems(root):
        score(False, f"{what}: premis.xml: {problem}")
    for item in root.iter(premis_order.NAMESPACE + "object"):
        if item.get(XSI_TYPE) != "file":
            continue
        path = item.findtext(f"{premis_order.NAMESPACE}objectIdentifier/{premis_order.NAMESPACE}objectIdentifierValue")
        content = files.get(path)
        score(content is not None, f"{what}: premis.xml names {path}, which is not in the bundle")
        digests = {fixity[0].text: fixity[1].text for fixity in item.iter(premis_order.NAMESPACE + "fixity")}
        size = next(item.iter(premis_order.NAMESPACE + "size")).text
        score(content is not None and size == str(len(content)) and digests == {
            "SHA-256": hashlib.sha256(content).hexdigest(), "SHA-512": hashlib.sha512(content).hexdigest()},
            f"{what}: premis.xml: size or digests of {path}")


def read_tei(score, what, data, words, notes, paragraphs):
    root = ElementTree.fromstring(data)
    header, text = root
    score([part.tag for part in header] == [TEI + name for name in ("fileDesc", "encodingDesc", "profileDesc")], f"{what}: TEI header")
    order = ("titleStmt", "editionStmt", "publicationStmt", "notesStmt", "sourceDesc")
    found = [part.tag.replace(TEI, "") for part in header[0]]
    score(found == [name for name in order if name in found] and {"titleStmt", "publicationStmt", "sourceDesc"} <= set(found), f"{what}: TEI fileDesc {found}")
    sent = header.find(f".//{TEI}correspAction[@type='sent']")
    score(sent is not None and sent.find(TEI + "date").get("when"), f"{what}: TEI tells nobody who sent the letter")
    ids = [element.get(XML_ID) for element in root.iter() if element.get(XML_ID)]
    score(len(ids) == len(set(ids)), f"{what}: TEI: ids twice")
    score([name for name in ids if re.fullmatch(r"p\d+", name)] == [f"p{i + 1}" for i in range(paragraphs)] or notes,
          f"{what}: TEI: the ids of the paragraphs")
    for element in root.iter():
        target = element.get("target", "")
        score(not target.startswith("#") or target[1:] in ids, f"{what}: TEI: {target} leads nowhere")
        score(" " not in target, f"{what}: TEI: {target!r} is no address")
        inside = {child.tag.replace(TEI, "") for child in element}
        if element.tag in (TEI + "body", TEI + "div") and "div" in inside:
            score(inside <= {"div", "pb", "milestone", "head"}, f"{what}: TEI: beside divisions stand {inside}")
        if element.tag in (TEI + "p", TEI + "head", TEI + "ab", TEI + "hi", TEI + "ref"):
            score(inside <= {"hi", "ref", "foreign", "code", "lb", "pb", "figure", "ptr"}, f"{what}: TEI: within {element.tag} stand {inside}")
    for figure in text.iter(TEI + "figure"):
        figure.remove(figure.find(TEI + "figDesc"))  # whose words no test knows
    body = bare("".join(text.find(TEI + "body").itertext()))
    back = text.find(TEI + "back")
    found_notes = sorted(bare("".join(note.itertext())) for note in back.iter(TEI + "note")) if back is not None else []
    score(body == bare(words), f"{what}: TEI is not the letter word for word: {difference(bare(words), body)}")
    score(found_notes == sorted(map(bare, notes)), f"{what}: TEI: the notes {found_notes}")


def difference(expected, found):
    at = next((i for i, (a, b) in enumerate(zip(expected, found)) if a != b), min(len(expected), len(found)))
    return f"{expected[max(0, at - 20):at + 20]!r} is {found[max(0, at - 20):at + 20]!r}"


def called(party):
    return party["name"] or party["office"]


def one_line(text):
    return re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text)


def read_csl(score, what, data, metadata):
    item, = json.loads(data)
    score(item["type"] == "personal_communication" and item["title"] == metadata["title"], f"{what}: CSL-JSON: type and title")
    year, month, day = map(int, metadata["date"].split("-"))
    score(item["issued"] == {"date-parts": [[year, month, day]]}, f"{what}: CSL-JSON: issued {item['issued']}")
    for key, parties in (("author", [metadata["sender"]]), ("recipient", metadata["addressees"])):
        names = [name.get("literal") or f"{name['family']}, {name['given']}" for name in item.get(key, [])]
        expected = [re.sub(", *", ", ", party["sort"], count=1) if "," in (party["sort"] or "") else called(party) for party in parties]
        score(names == expected, f"{what}: CSL-JSON: {key} is {names}")
    score(item.get("publisher") == metadata["publisher"], f"{what}: CSL-JSON: publisher {item.get('publisher')}")


COMMANDS = {r"\textbackslash{}": "\\", r"\textbraceleft{}": "{", r"\textbraceright{}": "}", r"\textasciitilde{}": "~", r"\textasciicircum{}": "^",
            r"\%": "%", r"\&": "&", r"\#": "#", r"\$": "$", r"\_": "_"}


def read_bibtex(score, what, data, metadata):
    text = data.decode()
    entry = re.fullmatch(r"@misc\{([\w.-]+),\n((?:  [a-z]+ = .*,\n)*  [a-z]+ = .*)\n\}\n", text)
    score(entry and entry[1] == metadata["identifier"], f"{what}: BibTeX: not one entry: {text!r}")
    if not entry:
        return
    fields = dict(re.fullmatch(r"  ([a-z]+) = (.*?),?", line).groups() for line in entry[2].split("\n"))
    for key, value in fields.items():
        if key == "month":
            continue
        depth = 0
        for at, sign in enumerate(value):
            depth += (sign == "{") - (sign == "}")
            score(depth > 0 or at + 1 == len(value), f"{what}: BibTeX: the braces of {key} close too early")
        score(depth == 0, f"{what}: BibTeX: the braces of {key}")
        if key in ("url", "doi"):
            continue
        plain = re.sub("|".join(map(re.escape, COMMANDS)), "", value)
        score(not re.search(r"[%&#$_^~\\]", plain), f"{what}: BibTeX: {key} has signs of TeX: {plain!r}")
    title = re.sub("|".join(map(re.escape, COMMANDS)), lambda match: COMMANDS[match[0]], fields["title"][2:-2])
    score(title == one_line(metadata["title"]), f"{what}: BibTeX: the title is {title!r}")


def read_ris(score, what, data, metadata):
    lines = data.decode().split("\r\n")
    score(lines.pop() == "" and not any(len(line.splitlines()) > 1 for line in lines), f"{what}: RIS: its lines")
    tags = [(line[:2], line[6:]) for line in lines if re.match(r"[A-Z][A-Z0-9]  - ", line)]
    score(len(tags) == len(lines) and tags[0] == ("TY", "PCOMM") and tags[-1] == ("ER", ""), f"{what}: RIS: its tags")
    score(("TI", one_line(metadata["title"])) in tags, f"{what}: RIS: its title")
    score([value for tag, value in tags if tag == "A2"] == [one_line(party["sort"] or called(party)) for party in metadata["addressees"]],
          f"{what}: RIS: the addressees")


def read_ledger(score, what, files):
    """RFC 4180, and both say the same."""
    text = files["data/site/ledger.csv"].decode("utf-8")
    table = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    rows = json.loads(files["data/site/ledger.json"])
    score(text.endswith("\r\n") and not re.search(r"(?<!\r)\n", re.sub(r'"[^"]*"', "", text)), f"{what}: ledger.csv: its line breaks")
    score(all(len(row) == len(table[0]) for row in table), f"{what}: ledger.csv: rows of unlike length")
    score([row[:1] + row[3:4] for row in table[1:]] == [[row["folio"], row["status"]] for row in rows], f"{what}: the ledgers differ")
    score([row[6] for row in table[1:]] == [row["file"] or "" for row in rows], f"{what}: the files of the ledgers differ")


# ---------------------------------------------------------------- The whole

def judge(score, what, bundle, words, notes, lacking):
    """`lacking`: what the metadata do not give a crate that would be well to have."""
    with zipfile.ZipFile(bundle) as archive:
        files = {name.split("/", 1)[1]: archive.read(name) for name in archive.namelist()}
    dossier = json.loads(files["data/site/dossier.json"])
    metadata = dossier["metadata"]
    site = {name: files.get("data/site/" + name, b"") for name in NAMES}
    read_dublin_core(score, what, site["dc.xml"], metadata)
    read_premis(score, what, site["premis.xml"], files)
    read_tei(score, what, site["letter.tei.xml"], words, notes, dossier["letter"]["paragraphs"])
    read_csl(score, what, site["citation.csl.json"], metadata)
    read_bibtex(score, what, site["citation.bib"], metadata)
    read_ris(score, what, site["citation.ris"], metadata)
    read_ledger(score, what, files)
    crate = rocrate.Crate(files)
    score(not crate.must, f"{what}: the crate must: {crate.must}")
    should = [fault for fault in crate.should if not re.fullmatch(lacking, fault)]
    score(not should, f"{what}: the crate should: {should}")
    preview = ElementTree.fromstring(re.sub(rb"^<!DOCTYPE html>", b"", re.sub(rb"<((?:meta|link) [^>]*)>", rb"<\1/>", files[rocrate.PREVIEW])))
    for link in preview.iter("a"):
        score(rocrate.unquote(link.get("href")) in files, f"{what}: the preview links to {link.get('href')}")
    page = files["data/site/metadata.html"].decode()
    for name in NAMES:
        score(f'href="{name}"' in page and name in dossier["outputs"]["descriptions"], f"{what}: metadata.html does not link to {name}")


def build(score, program, what, folder, *arguments):
    done = subprocess.run([program, "build", "-C", folder, "--only", "bundle", "--templates", os.path.join(support.ROOT, "templates"), "-q", *arguments],
                          capture_output=True, text=True, errors="backslashreplace", check=False)
    score(done.returncode in (0, 1) and (done.returncode == 0 or what.startswith("seed")), f"{what}: {done.stderr[:500]}")
    return os.path.join(folder, "build/dossier.zip") if done.returncode == 0 else None


NO_PUBLISHER = "one publisher, an Organization"
NO_ADDRESS = r"#(sender|addressee-\d+|publisher)(-office)? has a url"
NO_CONTACT = "author or publisher have a contactPoint"
NO_OFFICE = "#sender has an affiliation"
NOTHING = "|".join((NO_PUBLISHER, NO_CONTACT, NO_ADDRESS, NO_OFFICE))


def check(score, program, what, lacking, fill, words=None):
    with tempfile.TemporaryDirectory(prefix="dossier-describe-") as folder:
        given = fill(folder)
        bundle = build(score, program, what, folder)
        if not bundle:
            return False
        if words is None:
            with open(os.path.join(folder, "sources/letter.md"), encoding="utf-8") as file:
                words = "".join(markdown_words(file.read()))
        text, notes = given if given else (words, [])
        judge(score, what, bundle, text, notes, lacking)
        return True


def letter(metadata, text=LETTER):
    def fill(folder):
        support.write(folder, "sources/metadata.yaml", metadata)
        support.write(folder, "sources/letter.md", text)
    return fill


def made_up(seed):
    def fill(folder):
        source = random.Random(seed)
        return any_letter.make(source, folder)
    return fill


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    check(score, program, "shipped", "|".join((NO_PUBLISHER, NO_CONTACT, NO_ADDRESS)), support.shipped)
    check(score, program, "all kinds", NOTHING, lambda folder: support.all_kinds(folder, held=1),
          words="A letterSee the report, its page 2 and .What is held back is B.Encl.: 14 pages")
    check(score, program, "nothing but what is required", NOTHING, letter(PLAIN))
    check(score, program, "everything stated", "nothing", letter(STATED))
    check(score, program, "odd texts", NOTHING, letter(odd_metadata()))
    built = sum(check(score, program, f"seed {seed}", NOTHING, made_up(seed)) for seed in range(1, 13))
    score(built >= 6, f"of 12 dossiers {built} are accepted")
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
