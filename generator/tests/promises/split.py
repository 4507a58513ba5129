#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""build --split makes the PDF in parts too: none larger than asked for, each full, each page once and as it is in the
whole, each a PDF of its own that is right; what cannot be cut so is an error; and they go when nobody asks for them.

usage: split.py PROGRAM
"""

import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import zlib

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import foreign  # noqa: E402
import support  # noqa: E402

METADATA = "identifier: cut-2\ntitle: A letter\ndate: 2020-01-02\npublished: 2024-01-02\nlanguages: [en]\n" \
    "sender: {name: A. Sender}\n"
SIZES = (20000, 60000, 5000)  # bytes of a page's picture
PAGES = 24
LETTER = "Dear Madam,\n\nSee [all](enclosure:A), [page 3](enclosure:A/3) and [page 20](enclosure:A/20).\n\n" \
    "## A heading\n\n" + "Words of the letter. " * 300 + "\n\nSee [there](enclosure:A/12), [more](enclosure:B/2)" \
    f" and [others](enclosure:C/2).[^n]\n\n[^n]: And [page 19](enclosure:A/19).\n\nEncl.: {PAGES + 9} pages\n"
MANIFEST = f"""\
pages: {PAGES + 9}
enclosures:
  - id: A
    title: Pictures
    title-from: document
    file: pictures.pdf
    pages: {PAGES}
    status: held
  - id: B
    title: More
    title-from: document
    pages: 7
    status: withheld
    reason: private
    authority: the sender
  - id: C
    title: Two
    title-from: document
    file: two.pdf
    pages: 2
    status: held
"""


def pictures(sizes):
    """A PDF with a picture that does not compress on each page."""
    chance = random.Random(1)
    entries, objects = [], []
    for index, size in enumerate(sizes):
        first = 3 + len(sizes) + 2 * index
        entries.append(f"{foreign.A4} /Contents {first} 0 R /Resources <</XObject <</X {first + 1} 0 R>>>>")
        objects.append(("", f"q 400 0 0 500 90 200 cm /X Do Q {index / len(sizes):.3f} g 20 20 30 30 re f"))
        objects.append((f"/Type /XObject /Subtype /Image /Width 100 /Height {size // 100} /BitsPerComponent 8"
                        " /ColorSpace /DeviceGray /Filter /FlateDecode",
                        zlib.compress(bytes(chance.randrange(256) for _ in range(size)), 1)))
    return foreign.pages(entries, objects)


def page_sizes():
    chance = random.Random(2)
    return [chance.choice(SIZES) for _ in range(PAGES)]


def dossier(folder, letter=LETTER, manifest=MANIFEST, changes=()):
    support.write(folder, "sources/metadata.yaml", METADATA)
    support.write(folder, "sources/letter.md", letter)
    shutil.copytree(os.path.join(support.ROOT, "templates"), os.path.join(folder, "templates"))
    path = os.path.join(folder, "templates/pdf.yaml")
    with open(path, encoding="utf-8") as file:
        settings = file.read()
    # The site's pictures cost the most time, and none of them is looked at here.
    for before, after in (("small: 800", "small: 170"), ("large: 1600", "large: 180"), *changes):
        settings = settings.replace(before, after)
    support.write(folder, "templates/pdf.yaml", settings)
    if manifest:
        support.write(folder, "attachments/manifest.yaml", manifest)
        support.write(folder, "attachments/pictures.pdf", pictures(page_sizes()))
        support.write(folder, "attachments/two.pdf", foreign.pages([foreign.A4] * 2))


def build(program, folder, *options, out="build"):
    return subprocess.run([program, "build", "-C", folder, "-o", os.path.join(folder, out), *options],
                          capture_output=True, text=True)


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def labels(pdf):
    """Of each page what the reader's window calls it."""
    found = json.loads(output("qpdf", "--json=1", "--json-key=pages", pdf))["pages"]
    result = []
    for page in found:
        label = page["label"]
        number = str(label["/St"]) if "/S" in label else ""
        result.append(re.sub("^u:", "", label.get("/P", "")) + number)
    return result


def texts(pdf):
    return output("pdftotext", "-layout", pdf, "-").split("\f")[:-1]


def parts_of(folder, out="build"):
    parts = os.path.join(folder, out, "parts")
    if not os.path.isdir(parts):
        return []
    found = sorted(os.listdir(parts), key=lambda name: int(re.search(r"-part-(\d+)\.pdf$", name)[1]))
    return [os.path.join(parts, name) for name in found]


def without_beside(text, named):
    """A page's words without those that tell in which part something is, which are noted."""
    named += re.findall(r" +(part \d+(?:, \d+)*)$", text, re.M)
    return re.sub(r" +part \d+(?:, \d+)*$", "", text, flags=re.M).split()


def compare(score, program, folder, limit, what):
    """The parts are the whole, page by page."""
    whole = os.path.join(folder, "build/dossier.pdf")
    parts = parts_of(folder)
    whole_labels, whole_texts = labels(whole), texts(whole)
    at = 0
    named = []
    score(len(parts) > 2, f"{what}: {len(parts)} parts")
    for number, part in enumerate(parts, 1):
        name = os.path.basename(part)
        said = f"{what}: {name}"
        score(name == f"cut-2-part-{number}.pdf", said)
        score(os.path.getsize(part) <= limit, f"{said} has {os.path.getsize(part)} bytes")
        own_labels, own_texts = labels(part), texts(part)
        heads = sum(label == f"Part {number}" for label in own_labels)
        score(heads and own_labels[:heads] == [f"Part {number}"] * heads, f"{said}: no head: {own_labels}")
        score(f"A letter (part {number} of {len(parts)})" in own_texts[0], f"{said}: its head says {own_texts[0]}")
        score(all(f"cut-2-part-{i + 1}.pdf" in own_texts[0] for i in range(len(parts))),
              f"{said}: its head does not list all parts")
        score(f"Title:           A letter (part {number} of {len(parts)})\n" in output("pdfinfo", part), f"{said}: title")
        count = len(own_labels) - heads
        score(own_labels[heads:] == whole_labels[at:at + count],
              f"{said}: pages {own_labels[heads:]}, not {whole_labels[at:at + count]}")
        for i in range(count):
            score(without_beside(own_texts[heads + i], named) == whole_texts[at + i].split(),
                  f"{said}: page {own_labels[heads + i]} says other words")
        score(subprocess.run(["qpdf", "--check", part], capture_output=True).returncode == 0, f"{said}: qpdf finds fault")
        checked = subprocess.run([program, "check", "--pdf", part], capture_output=True, text=True)
        score(checked.returncode == 0, f"{said}: check --pdf: {checked.stderr}")
        with open(part, "rb") as file:
            data = file.read()
        score(b"<pdfaid:part>2<" in data and b"<pdfuaid:part>1<" in data, f"{said}: claims less than it may")
        at += count
    score(at == len(whole_labels), f"{what}: {at} pages in all parts, {len(whole_labels)} in the whole")
    score(named, f"{what}: nothing tells in which part a page is")
    return parts


def check_full(score, folder, limit):
    """Of each part the next page does not fit, or it is full but for a twentieth."""
    sizes = page_sizes()
    parts = parts_of(folder)
    done = 0
    for part, following in zip(parts, parts[1:]):
        done += sum(label[0] == "E" for label in labels(part))
        size = os.path.getsize(part)
        first = int(labels(following)[1][1:].split("–")[0])
        score(first == done + 1, f"{part}: the next begins with E{first}, not E{done + 1}")
        room = limit - size
        score(size > limit * 0.94 or (done < PAGES and sizes[done] + 3000 > room),
              f"{part}: {size} bytes of {limit}, and E{done + 1} of {sizes[done]} is not in it")


def links(pdf):
    """What a screen reader says of each link, and where it leads."""
    plain = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", pdf, "-"], capture_output=True).stdout
    found = []
    for words, coded, name in re.findall(rb"/Contents (?:\((.*)\)|<(.*)>)\n(?:  .*\n)*?  /Dest \((.*)\)", plain):
        text = bytes.fromhex(coded.decode())[2:].decode("utf-16-be") if coded else words.decode("latin-1")
        found.append((text.replace("\\", ""), name.decode("latin-1")))
    return found


def check_links(score, folder):
    """What leads out of a part leads to its list of parts, and says where."""
    parts = parts_of(folder)
    first, last = links(parts[0]), links(parts[-1])
    score(any(re.fullmatch(r"page 20 \(part \d\)", words) and name == "parts" for words, name in first),
          f"a link of the letter to a page of another part does not lead to the list of parts: {first}")
    score(("page 3", "E3") in first,
          f"a link of the letter to a page of its part does not lead there: {first}")
    score(("Ledger of the enclosed pages (part 1)", "parts") in last,
          f"the folio of an enclosed page does not lead to the list of parts: {last}")
    score(all("(part " in words for words, name in first + last if name == "parts"), "a link does not say to which part it leads")


def check_others(score, program, folder):
    """Which outputs there are, whoever asks for which."""
    names = subprocess.run(["unzip", "-l", os.path.join(folder, "build/dossier.zip")], capture_output=True, text=True).stdout
    summed = subprocess.run(["sha256sum", "--check", "SHA256SUMS"], cwd=os.path.join(folder, "build"),
                            capture_output=True, text=True).stdout
    score(all(f"parts/{os.path.basename(part)}: OK\n" in summed for part in parts_of(folder)), f"SHA256SUMS: {summed}")
    score("-part-" not in names and "-part-" not in " ".join(os.listdir(os.path.join(folder, "build/site"))),
          "parts are in the bundle or in the site")
    before = support.fingerprint(os.path.join(folder, "build"))
    done = build(program, folder, "--split", "250K", "-j", "4", out="again")
    again = support.fingerprint(os.path.join(folder, "again"))
    score(done.returncode == 0 and again == before, f"other bytes in another folder with four workers: {done.stderr}")
    done = build(program, folder, "--only", "site")
    after = support.fingerprint(os.path.join(folder, "build"))
    changed = [name for name in before if after.get(name) != before[name]]
    score(done.returncode == 0 and changed == ["SHA256SUMS"], f"--only site changes {changed}: {done.stderr}")
    done = build(program, folder, "--split", "1")
    score(done.returncode == 1 and "letter.md:1:1: the letter makes a part of " in done.stderr
          and "more than --split 1 allows; allow larger parts" in done.stderr, f"--split 1: {done.stderr}")
    score(support.fingerprint(os.path.join(folder, "build")) == after, "a failed build touches the parts")
    done = build(program, folder, "--split", "60K", "--only", "pdf")
    large = [index + 1 for index, size in enumerate(page_sizes()) if size == 60000]
    score(done.returncode == 1 and done.stderr.count("by itself") == len(large), f"--split 60K: {done.stderr}")
    score(all(re.search(rf'page {page} of "pictures.pdf" \(E{page}\) makes a part of 8\d{{4}} bytes by itself, more than'
                        r" --split 60K allows; allow larger parts, or make the file smaller", done.stderr)
              for page in large), f"--split 60K: {done.stderr}")
    done = build(program, folder, "--split", "1G", "--only", "pdf")
    score(done.returncode == 0 and len(parts_of(folder)) == 1, f"--split 1G: {parts_of(folder)} {done.stderr}")
    done = build(program, folder)
    score(done.returncode == 0 and not os.path.exists(os.path.join(folder, "build/parts")), "parts of another build stay")
    support.write(folder, "build/parts/notes.txt", "mine\n")
    done = build(program, folder, "--only", "pdf")
    score(done.returncode == 0 and os.listdir(os.path.join(folder, "build/parts")) == ["notes.txt"], "what is mine is taken")
    done = build(program, folder, "--only", "pdf", "--split", "1M")
    score(done.returncode == 2 and "build/parts was not made by this program and would be replaced" in done.stderr
          and os.listdir(os.path.join(folder, "build/parts")) == ["notes.txt"], f"what is mine is replaced: {done.stderr}")
    for size in ("0", "10", "0K", "x", "10MB", "1.5M", "-1", "1T", "K", "9999999999"):
        done = build(program, folder, "--split", size, out="sizes")
        words = "--split takes a size such as 10M, 500K or 1G, not " + size
        score(done.returncode == (1 if size == "10" else 2) and (words in done.stderr or size == "10"),
              f"--split {size}: {done.stderr}")
    done = build(program, folder, "--split", "1M", "--only", "site", out="sizes")
    score(done.returncode == 2 and "--split makes parts of the PDF, which --only leaves as it is" in done.stderr, done.stderr)


def check_sides(score, program, folder):
    """Where two sides are printed each page stays on its side."""
    dossier(folder, changes=[("\nsides: 1", "\nsides: 2"), ("previous-next: false", "previous-next: true")])
    done = build(program, folder, "--split", "250K", "--only", "pdf")
    if not score(done.returncode == 0, f"two sides: {done.stderr}"):
        return
    compare(score, program, folder, 250000, "two sides")
    whole = {label: index % 2 for index, label in enumerate(labels(os.path.join(folder, "build/dossier.pdf")))}
    for part in parts_of(folder):
        wrong = [label for index, label in enumerate(labels(part)) if whole.get(label, index % 2) != index % 2]
        score(not wrong, f"{part}: on the other side: {wrong}")


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    with tempfile.TemporaryDirectory() as folder:
        made = os.path.join(folder, "dossier")
        dossier(made)
        done = build(program, made, "--split", "250K", "-j", "1")
        if not score(done.returncode == 0, f"not built: {done.stderr}"):
            return score.end()
        compare(score, program, made, 250000, "parts")
        check_full(score, made, 250000)
        check_links(score, made)
        check_others(score, program, made)
        check_sides(score, program, os.path.join(folder, "sides"))
        alone = os.path.join(folder, "alone")
        dossier(alone, "Dear Madam,\n\nWords.\n", None)
        done = build(program, alone, "--split", "1M")
        score(done.returncode == 0 and len(parts_of(alone)) == 1, f"a letter alone: {done.stderr}")
        support.check_pdf(score, program, "a letter alone", os.path.join(alone, "build"))
        score(labels(parts_of(alone)[0])[1:] == labels(os.path.join(alone, "build/dossier.pdf")), "a letter alone: labels")
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
