# SPDX-License-Identifier: ISC
"""For tests that run the program: dossiers, what was published of them, and the score."""

import hashlib
import os
import shutil
import struct
import subprocess
import zlib

import foreign

OUTPUTS = ("site", "dossier.pdf", "dossier.zip", "SHA256SUMS")
NOBODY = 65534
# All of what `make check` takes a choice of: `make check-long` sets it.
LONG = bool(os.environ.get("LONG"))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

METADATA = """\
identifier: all-kinds.1
title: "Letter from A to B: \\"all kinds\\" # of things"
date: 2020-02-29
published: 2026-11-24
languages: [en, az]
sender: {name: "Ə. \\"Sender\\"", office: 'No: such # office'}
addressees:
  - {name: "yes"}
  - {office: "- null"}
subject: "😀 emoji, and a path C:\\\\x"
edition: "1"
rights: "not stated"
"""

LETTER = """\
# A letter

See [the report](enclosure:A), [its page 2](enclosure:A/2) and ![the seal](pictures/seal.png).

What is held back is [B](enclosure:B).

Encl.: 14 pages
"""

MANIFEST = """\
pages: 14 # a planted note
enclosures:
  - id: A
    title: "Report: 100 %"
    title-from: document
    files:
      - "report 100% \u0259.pdf"
      - {file: sub/fax 1.txt, holds: 3-4}
    pages: 4
    status: held
  - id: B
    title: Another
    title-from: document
    pages: 3
    file: planted report.txt
    status: withheld
    reason: "personal data: of a third person"
    authority: the sender
  - id: C
    title: Notes
    title-from: document
    pages: 2
    status: not held
    except:
      - pages: 2
        status: illegible
        reason: faded
  - id: D
    title: Held in part
    title-from: document
    files: [{file: part.txt, holds: 1 4-5}]
    pages: 5
    status: held
    except:
      - pages: 2-3
        status: withheld
        reason: "a name # of a child"
        authority: "yes"
        file: planted pages.txt # planted too
"""


def png(width, height):
    """A grey picture."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + bytes(width) for _ in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def write(folder, name, data):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data if isinstance(data, bytes) else data.encode())


def shipped(folder):
    """A copy of the project's own dossier."""
    for name in ("sources", "attachments"):
        shutil.copytree(os.path.join(ROOT, name), os.path.join(folder, name))


def all_kinds(folder, held=1000):
    """Held files (the first of `held` kilobytes), a picture, something withheld, names and texts that need care."""
    write(folder, "sources/metadata.yaml", METADATA)
    write(folder, "sources/letter.md", LETTER)
    write(folder, "sources/pictures/seal.png", png(40, 30))
    write(folder, "attachments/manifest.yaml", MANIFEST)
    write(folder, "attachments/report 100% \u0259.pdf", foreign.pages([foreign.A4] * 2, [("", bytes(range(256)) * 4 * held)]))
    write(folder, "attachments/sub/fax 1.txt", "a fax\n" * 1000)
    write(folder, "attachments/part.txt", "pages 1, 4, 5\n")
    write(folder, "attachments/planted report.txt", "planted words\n")
    write(folder, "attachments/planted pages.txt", "planted words\n")
    write(folder, "attachments/of nobody.txt", "planted: this file is in no manifest\n")


ENCLOSING = """\
pages: 9
enclosures:
  - id: A
    title: "Minutes & <notes>"
    title-from: document
    pages: 6
    status: held
    files: [{file: minutes.pdf, holds: 1-4}]
    except:
      - pages: 5
        status: withheld
        reason: names <a> "child"
        authority: the sender & others
        file: planted five.pdf
      - pages: 6
        status: illegible
        reason: faded
  - id: a-2
    title: Something else
    title-from: document
    pages: 2
    status: not held
  - id: C
    title: Data
    title-from: document
    file: data.txt
    pages: 1
    status: held
"""


def enclosing(program, folder):
    """A dossier with all kinds of enclosed pages: shown ones, whose text would be HTML, a withheld one whose file is
    there, illegible, not held, and carried as it is."""
    made = os.path.join(folder, "made")
    hostile = "&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt; \"quoted\" &lt;img src=x onerror=alert(2)&gt;"
    write(made, "sources/metadata.yaml", METADATA)
    for name, words in (("minutes.pdf", hostile), ("planted five.pdf", "planted words")):
        write(made, "sources/letter.md", f"{words}\n\n" + "More words of a page.\n\n" * 60)
        subprocess.run([program, "build", "-C", made, "--only", "pdf", "--templates", os.path.join(ROOT, "templates")],
                       check=True)
        pages = os.path.join(folder, "attachments", name)
        os.makedirs(os.path.dirname(pages), exist_ok=True)
        subprocess.run(["qpdf", os.path.join(made, "build/dossier.pdf"), "--pages", ".",
                        "1-4" if name == "minutes.pdf" else "3", "--", "--deterministic-id", pages], check=True)
    shutil.rmtree(made)
    write(folder, "sources/metadata.yaml", METADATA)
    write(folder, "sources/letter.md", "I enclose [the minutes](enclosure:A), of which see [page 2](enclosure:A/2) and"
          " [page 5](enclosure:A/5), and [data](enclosure:C).\n\nEncl.: 9 pages\n")
    write(folder, "attachments/manifest.yaml", ENCLOSING)
    write(folder, "attachments/data.txt", "1,2\n")


def long(folder, times):
    """The shipped dossier with the letter's numbered paragraphs many times over, so that a build takes a while."""
    shipped(folder)
    path = os.path.join(folder, "sources", "letter.md")
    with open(path, encoding="utf-8") as file:
        letter = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(letter + "\n" + "".join(f"Paragraph {i} of a long letter, " + "word " * 90 + "end.\n\n"
                                           for i in range(times)))


def check_pdf(score, program, what, out):
    """The program's own checker finds the PDF among the outputs in a folder right. All PDFs that tests make pass here."""
    done = subprocess.run([program, "check", "--pdf", os.path.join(out, "dossier.pdf")], capture_output=True, text=True)
    return score(done.returncode == 0, f"{what}: check --pdf: {done.stderr}")


def moved(program, templates, folder):
    """The program, with those that it calls, and the templates in a place that every user may enter."""
    os.chmod(folder, 0o755)
    os.makedirs(os.path.join(folder, "bin"))
    shutil.copy(program, os.path.join(folder, "bin/dossier"))
    shutil.copytree(os.path.join(os.path.dirname(program), "../libexec"), os.path.join(folder, "libexec"))
    shutil.copytree(templates, os.path.join(folder, "templates"))
    return os.path.join(folder, "bin/dossier"), os.path.join(folder, "templates")


def fingerprint(out):
    """Names, modes and digests of all that stands in an output folder, but for the cache."""
    found = {}
    for folder, folders, files in os.walk(out):
        if folder == out and "cache" in folders:
            folders.remove("cache")
        for name in folders + files:
            path = os.path.join(folder, name)
            digest = None
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    digest = hashlib.sha256(file.read()).hexdigest()
            found[os.path.relpath(path, out)] = (oct(os.lstat(path).st_mode), digest)
    return found


def spread(items, count):
    """An even choice of so many, the first and the last among them; all of them where LONG is set."""
    items = list(items)
    if LONG or len(items) <= count:
        return items
    return [items[round(i * (len(items) - 1) / (count - 1))] for i in range(count)]


class Score:
    """Counts checks and prints those that fail."""

    def __init__(self):
        self.passed = self.failed = 0

    def __call__(self, truth, words):
        if not truth:
            print("FAIL " + words, flush=True)
        self.passed += bool(truth)
        self.failed += not truth
        return truth

    def end(self):
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed or not self.passed else 0
