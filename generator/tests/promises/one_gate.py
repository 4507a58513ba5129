#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""One gate: what is withheld is in no output. A withheld file's bytes, name, size and digests, the notes that editors
leave in comments, and files that no manifest names are looked for in every byte of every output, all of it
decompressed.

usage: one_gate.py PROGRAM
"""

import binascii
import hashlib
import os
import re
import subprocess
import sys
import tempfile
import zipfile
import zlib

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import support  # noqa: E402

# Each stands for a thing that must not be seen; none occurs by chance.
CONTENT = "Qzxwithheldcontentqzx"
NAME = "qzxwithheldnameqzx.pdf"
LOOSE = "qzxloosenameqzx.txt"
COMMENTS = ["qzxmetadatacommentqzx", "qzxmanifestcommentqzx"]

METADATA = f"""\
# {COMMENTS[0]}: who asked for it
identifier: gate
title: A letter
date: 2020-01-02
published: 2024-01-02
languages: [en]
sender: {{name: A. Sender}} # {COMMENTS[0]}
"""

LETTER = "Dear Madam,\n\nI enclose [a report](enclosure:A) and [a list](enclosure:B).\n\nEncl.: 6 pages\n"

MANIFEST = """\
# {comment}: withheld because of N. N.
pages: 6
enclosures:
  - id: A
    title: A report
    title-from: document
    file: report.pdf
    pages: 2
    status: held
  - id: B # {comment}
    title: A list
    title-from: document
{file}
    pages: 4
    status: withheld # {comment}
    reason: names of third persons
    authority: the sender
"""

# What the manifest says of the withheld file: nothing, one, several.
WAYS = {
    "not named": "    # it is at the lawyer's",
    "named": f"    file: {NAME}",
    "named in a list": f"    files: [{NAME}]",
    "named with pages": f"    files:\n      - {{file: {NAME}, holds: 1-4}}",
}


def secret_bytes():
    """A PDF that says the word, of a size that is told apart."""
    body = f"%PDF-1.4\n% {CONTENT}\n".encode()
    return body + b"." * (1234577 - len(body))


def traces():
    """Every form in which something withheld could show, with words for it."""
    data = secret_bytes()
    for text in (CONTENT, NAME, NAME[:-4], LOOSE, *COMMENTS):
        yield f"the text {text}", text.encode()
        yield f"the text {text} in UTF-16", text.encode("utf-16-be")
        yield f"the text {text} in hexadecimal", binascii.hexlify(text.encode())
        yield f"the text {text} in hexadecimal UTF-16", binascii.hexlify(text.encode("utf-16-be"))
    for algorithm in ("sha256", "sha512", "sha1", "md5"):
        digest = hashlib.new(algorithm, data)
        yield f"its {algorithm}", digest.hexdigest().encode()
        yield f"its {algorithm} as bytes", digest.digest()
    for size in ("1234577", "1,234,577", "1.2 MB", "1.23 MB"):
        yield f"its size as {size}", size.encode()


def pdf_streams(data):
    """A PDF's bytes, and all that its streams hold."""
    yield data
    for match in re.finditer(rb"stream\r?\n", data):
        try:
            yield zlib.decompressobj().decompress(data[match.end():])
        except zlib.error:
            continue


def everything(build):
    """Each file of each output, each entry of each zip, each stream of each PDF, with words for where it is."""
    for folder, _, names in os.walk(build):
        for name in names:
            path = os.path.join(folder, name)
            yield from look_into(os.path.relpath(path, build), open(path, "rb").read(), path)


def look_into(where, data, path=None):
    yield where + " (its name)", where.encode("utf-8", "surrogateescape")
    if data.startswith(b"%PDF"):
        for part in pdf_streams(data):
            yield where, part
    else:
        yield where, data
    if data.startswith(b"PK") and path:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                yield where, entry.filename.encode() + entry.extra + entry.comment
                yield from look_into(f"{where}: {entry.filename}", archive.read(entry))


def examine(score, program, way):
    with tempfile.TemporaryDirectory() as folder:
        support.write(folder, "sources/metadata.yaml", METADATA)
        support.write(folder, "sources/letter.md", LETTER)
        support.write(folder, "attachments/manifest.yaml", MANIFEST.format(comment=COMMENTS[1], file=WAYS[way]))
        support.write(folder, "attachments/report.pdf", "qzxshownqzx\n")
        support.write(folder, f"attachments/{NAME}", secret_bytes())
        support.write(folder, f"attachments/{LOOSE}", CONTENT)
        done = subprocess.run([program, "build", "--templates", os.path.join(support.ROOT, "templates")], cwd=folder,
                              capture_output=True, text=True)
        if not score(done.returncode == 0, f"{way}: exit code {done.returncode}: {done.stderr}"):
            return
        support.check_pdf(score, program, way, os.path.join(folder, "build"))
        parts = list(everything(os.path.join(folder, "build")))
        # The search finds what is shown, or it would find nothing at all.
        score(any(b"qzxshownqzx" in data for _, data in parts), f"{way}: the held file is in the bundle")
        score(any(b"report.pdf" in data for _, data in parts), f"{way}: the held file is named")
        score(any(b"names of third persons" in data for _, data in parts), f"{way}: the reason is told")
        for what, trace in traces():
            found = sorted({where for where, data in parts if trace in data})
            score(not found, f"{way}: {what} is nowhere {found or ''}")


def partly(score, program):
    """A file that holds a withheld page beside shown ones, and cannot be cut, is not shipped."""
    with tempfile.TemporaryDirectory() as folder:
        support.write(folder, "sources/metadata.yaml", METADATA)
        support.write(folder, "sources/letter.md", "Dear Madam,\n\nI enclose a report.\n\nEncl.: 4 pages\n")
        support.write(folder, "attachments/manifest.yaml", f"""\
pages: 4
enclosures:
  - id: A
    title: A report
    title-from: document
    file: {NAME}
    pages: 4
    status: held
    except:
      - pages: 2
        status: withheld
        reason: names of third persons
        authority: the sender
""")
        support.write(folder, f"attachments/{NAME}", secret_bytes())
        done = subprocess.run([program, "build", "--templates", os.path.join(support.ROOT, "templates")], cwd=folder,
                              capture_output=True, text=True)
        build = os.path.join(folder, "build")
        found = sorted({where for where, data in everything(build) if CONTENT.encode() in data})
        score(not found, f"a file with a withheld page is in no output {found or ''}")
        score(done.returncode == 1 and "attachments/manifest.yaml:" in done.stderr,
              f"a file with a withheld page is refused with its place: exit code {done.returncode}: {done.stderr}")


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    for way in WAYS:
        examine(score, program, way)
    partly(score, program)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
