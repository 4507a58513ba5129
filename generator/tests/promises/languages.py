#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""The languages of an enclosure: the text of its pages says which it is in where there is one, and claims none where there
are several or nobody says; what describes the dossier names them all; the bundle keeps them.

usage: languages.py PROGRAM
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import support  # noqa: E402
import withheld  # noqa: E402

# By enclosure: what the manifest says, and in which language its text is then.
LANGUAGES = {"A": (["ru"], "ru"), "B": ([], ""), "C": (["ru", "az-Cyrl"], ""), "D": (["en"], "en")}


def page(word):
    pdf = withheld.Pdf()
    tree, root, info = pdf.add(), pdf.add(), pdf.add("<< >>")
    font = pdf.add("<< /Type /Font /Subtype /TrueType /BaseFont /DejaVuSans /FirstChar 32 /LastChar 126 /Encoding"
                   f" /WinAnsiEncoding /Widths [{' '.join(['600'] * 95)}] /FontDescriptor {withheld.face(pdf)} 0 R >>")
    content = pdf.stream(f"BT /F1 24 Tf 40 100 Td ({word}) Tj ET")
    pdf.put(tree, f"<< /Type /Pages /Count 1 /Kids [{len(pdf.objects) + 1} 0 R] >>")
    pdf.add(f"<< /Type /Page /Parent {tree} 0 R /Contents {content} 0 R /MediaBox [0 0 300 200]"
            f" /Resources << /Font << /F1 {font} 0 R >> >> >>")
    pdf.put(root, f"<< /Type /Catalog /Pages {tree} 0 R >>")
    return pdf.written(root, info, "nothing")


def dossier(folder):
    manifest = f"pages: {len(LANGUAGES)}\nenclosures:\n"
    for name, (tags, _) in LANGUAGES.items():
        manifest += (f"  - id: {name}\n    title: About {name}\n    title-from: document\n    file: {name}.pdf\n"
                     f"    pages: 1\n    status: held\n" + (f"    languages: [{', '.join(tags)}]\n" if tags else ""))
        support.write(folder, f"attachments/{name}.pdf", page(f"word-of-{name}"))
    support.write(folder, "sources/metadata.yaml", withheld.METADATA)
    support.write(folder, "sources/letter.md", withheld.LETTER % len(LANGUAGES))
    support.write(folder, "attachments/manifest.yaml", manifest)


def check_site(score, site):
    with open(os.path.join(site, "dossier.json"), encoding="utf-8") as file:
        enclosures = json.load(file)["enclosures"]
    for number, (name, (tags, lang)) in enumerate(LANGUAGES.items(), 1):
        score(enclosures[number - 1]["languages"] == tags, f"{name}: dossier.json: {enclosures[number - 1]['languages']}")
        with open(os.path.join(site, f"e{number}.html"), encoding="utf-8") as file:
            html = file.read()
        around = re.search(r'<div lang="([^"]*)">\s*<p dir="auto">' + f"word-of-{name}</p>", html)
        score(around and around[1] == lang, f"{name}: its text claims {around and around[1]!r}")
        data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[1])
        score(data["isPartOf"].get("inLanguage", []) == tags, f"{name}: JSON-LD: {data}")
    with open(os.path.join(site, "enclosures.html"), encoding="utf-8") as file:
        html = file.read()
    score(re.findall(r"<dt>Languages</dt><dd>(.*?)</dd>", html) == ["Russian", "Russian, Azerbaijani (az-Cyrl)", "English"],
          f"enclosures.html: {re.findall('<dt>Languages.*', html)}")


def check_pdf(score, pdf):
    """The words of a page in another language than the document's stand in an element with it; our description does not."""
    plain = subprocess.run(["qpdf", "--json=1", pdf], capture_output=True, text=True, check=True).stdout
    objects = json.loads(plain)["objects"]
    figures = [thing for thing in objects.values() if isinstance(thing, dict) and thing.get("/S") == "/Figure"]
    figures.sort(key=lambda figure: figure["/Alt"])
    score(len(figures) == len(LANGUAGES), f"PDF: {len(figures)} figures")
    for figure, (name, (_, lang)) in zip(figures, LANGUAGES.items()):
        score("/Lang" not in figure and f"enclosure {name}" in figure["/Alt"] and "/BBox" in figure["/A"], f"PDF: {name}: {figure}")
        kids = [objects[kid] for kid in figure["/K"] if isinstance(kid, str)]
        wanted = [("/Span", "u:ru")] if lang == "ru" else []
        found = [(kid["/S"], kid.get("/Lang") if kid.get("/Lang", "").startswith("u:") else f"u:{kid.get('/Lang')}")
                 for kid in kids if kid.get("/S")]
        score(found == wanted, f"PDF: {name}: {kids}")
        content = kids[0]["/K"] if found else figure["/K"]
        score(any(isinstance(kid, int) or "/MCID" in str(kid) for kid in content), f"PDF: {name} has content: {content}")
    text = subprocess.run(["pdfinfo", "-struct-text", pdf], capture_output=True, text=True, check=True).stdout
    score(all(f"word-of-{name}" in text for name in LANGUAGES), f"PDF: the tagged text: {text}")
    pages = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
    score("Azerbaijani (az-Cyrl)" in pages, "PDF: the languages of enclosure C are named")


def check_bundle(score, path):
    with zipfile.ZipFile(path) as archive:
        manifest = archive.read("withheld/data/attachments/manifest.yaml").decode()
        crate = json.loads(archive.read("withheld/ro-crate-metadata.json"))["@graph"]
    score('    languages:\n      - "ru"\n      - "az-Cyrl"\n' in manifest, f"the bundle's manifest: {manifest}")
    for entity in crate:
        if entity["@id"].startswith("#enclosure-"):
            tags = LANGUAGES[entity["identifier"]][0]
            score(entity.get("inLanguage", []) in (tags, *tags[:2 - len(tags)]), f"RO-Crate: {entity}")


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    with tempfile.TemporaryDirectory() as folder:
        dossier(folder)
        done = withheld.build(program, folder)
        if score(done.returncode == 0, f"builds: {done.stderr}"):
            check_site(score, os.path.join(folder, "build/site"))
            check_pdf(score, os.path.join(folder, "build/dossier.pdf"))
            check_bundle(score, os.path.join(folder, "build/dossier.zip"))
            support.check_pdf(score, program, "languages", os.path.join(folder, "build"))
            withheld.same_again(score, program, "languages", folder)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
