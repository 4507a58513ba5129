#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Each enclosed page has its page in the site, and every link leads somewhere, in the bundle's copy too; pictures are as
large as the page says; the text of a foreign file is text and nothing else; of a withheld page there is neither picture,
text nor file; the ledger's table tells the same; many pages take time in proportion.

usage: enclosed_site.py PROGRAM
"""

import csv
import hashlib
import html.parser
import json
import os
import re
import resource
import struct
import subprocess
import sys
import tempfile
import urllib.parse
import zipfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import support  # noqa: E402

TEMPLATES = os.path.join(support.ROOT, "templates")
STATUSES = ["held"] * 4 + ["withheld", "illegible", "not held", "not held", "held"]


class Page(html.parser.HTMLParser):
    """What a page links to, its anchors, its elements and its text."""

    def __init__(self, path):
        super().__init__()
        self.links, self.anchors, self.elements, self.text = [], set(), [], ""
        with open(path, encoding="utf-8") as file:
            self.feed(file.read())

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        self.anchors.add(attributes.get("id"))
        self.links += [attributes[name] for name in ("href", "src") if name in attributes]
        self.links += [one.split()[0] for one in attributes.get("srcset", "").split(",") if one]

    def handle_data(self, data):
        self.text += data


def pages_of(site):
    return {name: Page(os.path.join(site, name)) for name in sorted(os.listdir(site)) if name.endswith(".html")}


def check_links(score, what, site, pages, destinations):
    """Nothing but the stylesheet's schemes leads out of the folder; PDFs have the destinations that are named."""
    for name, page in pages.items():
        for link in page.links:
            parts = urllib.parse.urlsplit(link)
            if parts.scheme:
                continue
            path = os.path.normpath(os.path.join(site, urllib.parse.unquote(parts.path) or name))
            if not score(os.path.isfile(path), f"{what}: {name} links to {link}, which is not there"):
                continue
            if path.endswith(".html") and parts.fragment:
                target = pages[os.path.basename(path)]
                score(urllib.parse.unquote(parts.fragment) in target.anchors, f"{what}: {name}: no anchor {link}")
            elif path.endswith(".pdf") and parts.fragment:
                wanted = parts.fragment.removeprefix("nameddest=")
                score(wanted in destinations, f"{what}: {name}: the PDF has no {wanted}")


def size_of(path):
    """Width and height of a PNG, or of a JPEG by its first start of a frame."""
    with open(path, "rb") as file:
        data = file.read()
    if data.startswith(b"\x89PNG"):
        return struct.unpack(">II", data[16:24])
    at = 2
    while not 0xC0 <= data[at + 1] <= 0xC2:
        at += 2 + struct.unpack(">H", data[at + 2:at + 4])[0]
    height, width = struct.unpack(">HH", data[at + 5:at + 9])
    return width, height


def check_pictures(score, site, pages):
    seen = 0
    for name, page in pages.items():
        for tag, attributes in page.elements:
            if tag != "img":
                continue
            seen += 1
            said = int(attributes["width"]), int(attributes["height"])
            found = size_of(os.path.join(site, attributes["src"]))
            score(said == found, f"{name}: {attributes['src']} is {found}, and not {said}")
            for one in filter(None, attributes.get("srcset", "").split(",")):
                file, width = one.split()
                found = size_of(os.path.join(site, file))
                score(width == f"{found[0]}w", f"{name}: {file} is {found[0]} wide, and not {width}")
    score(seen == 8, f"four pages and four thumbnails have pictures: {seen}")


def check_table(score, folder, site):
    with open(os.path.join(site, "ledger.csv"), encoding="utf-8", newline="") as file:
        raw = file.read()
    score(raw.count("\r\n") == raw.count("\n") == 10, "ledger.csv has ten lines, each ended by CR LF")
    rows = list(csv.DictReader(raw.splitlines(keepends=True)))
    score([row["folio"] for row in rows] == [f"E{i}" for i in range(1, 10)], f"each folio has a row: {rows}")
    score([row["status"] for row in rows] == STATUSES, f"each has its status: {rows}")
    score(rows[4]["reason"] == 'names <a> "child"', f"reasons stand as they are: {rows[4]}")
    with open(os.path.join(folder, "attachments/minutes.pdf"), "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    for i in range(4):
        told = [rows[i][key] for key in ("file", "file-page", "file-sha256", "width-mm", "height-mm", "text-source")]
        score(told == ["minutes.pdf", str(i + 1), digest, "210", "297", "document"], f"E{i + 1} in the table: {told}")
    score(not any(rows[4][key] for key in ("file", "file-page", "file-sha256", "width-mm", "text-source")),
          f"a withheld page tells of no file: {rows[4]}")
    with open(os.path.join(site, "ledger.json"), encoding="utf-8") as file:
        whole = json.load(file)
    with open(os.path.join(site, "dossier.json"), encoding="utf-8") as file:
        score(json.load(file)["ledger"]["rows"] == whole, "ledger.json has the rows of dossier.json")
    for row, line in zip(whole, rows):
        same = [str(row.get(key) or "") for key in ("folio", "status", "page", "file", "file-page", "width-mm")]
        score(same == [line[key] for key in ("folio", "status", "page", "file", "file-page", "width-mm")],
              f"table and JSON tell the same: {row}, {line}")
        score(all(os.path.isfile(os.path.join(site, name)) for name in row.get("pictures", ["style.css"])),
              f"the pictures are there: {row}")


def check_site(score, folder, site, pages):
    for i, status in enumerate(STATUSES, 1):
        page = pages.get(f"e{i}.html")
        if not score(page, f"e{i}.html is there"):
            continue
        pictures = sorted(name for name in os.listdir(site) if re.fullmatch(rf"e{i}(-large|-thumb)?\.(png|jpg)", name))
        score(len(pictures) == (3 if i <= 4 else 0), f"E{i} has its pictures: {pictures}")
        score(status in page.text and f"enclosed page E{i}," in page.text, f"e{i}.html tells status and citation")
        for to in {i - 1, i + 1} & set(range(1, 10)):
            score(f"e{to}.html" in page.links, f"e{i}.html leads to E{to}")
        back = f"enclosure-a.html#E{i}" if i <= 6 else f"enclosures.html#E{i}"
        score(back in page.links, f"e{i}.html leads to {back}: {page.links}")
        scripts = [attributes for tag, attributes in page.elements if tag == "script"]
        score(all(one == {"type": "application/ld+json"} for one in scripts), f"e{i}.html runs nothing: {scripts}")
    score('<script>alert(1)</script>' in pages["e3.html"].text, "the text of a page stands there as it is")
    score(not any("onerror" in attributes for page in pages.values() for _, attributes in page.elements),
          "and is no element")
    for words in ('names <a> "child"', "the sender & others"):
        score(words in pages["e5.html"].text, f"e5.html tells {words}")
    score("letter.html#p1" in pages["e2.html"].links and "page 2" in pages["e2.html"].text.split("Mentioned")[1],
          "E2 knows who names it")
    score("page 2" not in pages["e3.html"].text.split("Mentioned")[1], "E3 does not")
    score("e2.html" in pages["letter.html"].links, "the letter leads to the page that it names")
    score([f"e{i}.html" in pages["enclosures.html"].links for i in range(1, 10)] == [True] * 9, "so does each cell")
    score({f"E{i}" for i in range(1, 10)} <= pages["enclosures.html"].anchors, "each cell keeps its anchor")
    score("enclosure-a-2.html" not in pages and "enclosure-c.html" not in pages, "no sheet where there is no picture")
    for name in sorted(os.listdir(site)):
        with open(os.path.join(site, name), "rb") as file:
            score(b"planted" not in file.read() or name.endswith(".zip"), f"{name} has nothing of what is withheld")
    check_pictures(score, site, pages)
    check_table(score, folder, site)


def check_bundle(score, out, folder, destinations):
    there = os.path.join(folder, "unpacked")
    with zipfile.ZipFile(os.path.join(out, "dossier.zip")) as bundle:
        for info in bundle.infolist():
            if re.search(r"/e\d+[^/]*\.(png|jpg)$", info.filename):
                score(info.compress_type == zipfile.ZIP_STORED, f"{info.filename} is stored as it is")
            score("planted" not in info.filename, f"the bundle does not name {info.filename}")
        bundle.extractall(there)
    bag = os.path.join(there, "all-kinds.1", "data")
    check_links(score, "in the bundle", os.path.join(bag, "site"), pages_of(os.path.join(bag, "site")), destinations)
    for name in ("minutes.pdf", "data.txt"):
        with open(os.path.join(bag, "attachments", name), "rb") as one:
            with open(os.path.join(folder, "attachments", name), "rb") as other:
                score(one.read() == other.read(), f"the bundle has {name} byte for byte")
    for name in ("e3.html", "index.html"):
        with open(os.path.join(bag, "site", name), encoding="utf-8") as file:
            score("../all-kinds.1.pdf" in file.read(), f"{name} in the bundle links to the PDF above")


def seconds_for(program, folder, count):
    support.write(folder, "sources/metadata.yaml", support.METADATA)
    support.write(folder, "sources/letter.md", f"[It](enclosure:A) and [more](enclosure:A/7)\n\nEncl.: {count} pages\n")
    support.write(folder, "attachments/manifest.yaml", f"pages: {count}\nenclosures:\n  - {{id: A, title: It, title-from:"
                  f" document, pages: {count}, status: not held}}\n")
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run([program, "build", "-C", folder, "--templates", TEMPLATES], check=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    with tempfile.TemporaryDirectory() as folder:
        support.enclosing(program, folder)
        done = subprocess.run([program, "build", "-C", folder, "--templates", TEMPLATES], capture_output=True, text=True)
        if score(done.returncode == 0, f"builds: {done.stderr}"):
            out = os.path.join(folder, "build")
            support.check_pdf(score, program, "a dossier with enclosed pages", out)
            dests = subprocess.run(["pdfinfo", "-dests", os.path.join(out, "dossier.pdf")], capture_output=True, text=True)
            destinations = set(re.findall(r'"([^"]+)"', dests.stdout))
            site = os.path.join(out, "site")
            pages = pages_of(site)
            check_links(score, "on the host", site, pages, destinations)
            check_site(score, folder, site, pages)
            check_bundle(score, out, folder, destinations)
    with tempfile.TemporaryDirectory() as folder:
        few, many = (seconds_for(program, os.path.join(folder, str(count)), count) for count in (1000, 4000))
        score(many < 8 * few, f"1,000 pages take {few:.2f} s, 4,000 {many:.2f} s: more than in proportion")
        made = set(os.listdir(os.path.join(folder, "1000/build/site")))
        score({f"e{i}.html" for i in range(1, 1001)} <= made, "a thousand pages have a page each")
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
