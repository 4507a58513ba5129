#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""The examples of README.md and of dossier(5): each builds, and the commands that check a bundle by hand do so.

usage: examples.py PROGRAM
"""

import os
import re
import subprocess
import sys
import tempfile
import textwrap

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import foreign  # noqa: E402
import support  # noqa: E402

MANUAL = os.path.join(support.ROOT, "generator", "doc", "dossier.5.in")
README = os.path.join(support.ROOT, "README.md")
PAGES = 71  # of the file in both examples
ROFF = {r"\(ps": "¶", r"\(en": "–", r"\&": "", r"\(aq": "'", r"\(dq": '"'}


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def of_readme():
    """Blocks of lines that are indented by four more than what is around."""
    for block in re.findall(r"(?:^(?: {4,}[^\n]*)?\n)+", read(README), re.M):
        if block.strip():
            yield textwrap.dedent(block).strip() + "\n"


def of_manual():
    for block in re.findall(r"^\.Bd -literal[^\n]*\n(.*?)^\.Ed$", read(MANUAL), re.M | re.S):
        for escape, sign in ROFF.items():
            block = block.replace(escape, sign)
        yield block


def sort_out(blocks):
    """The examples by what they are an example of."""
    kinds = {"metadata": r"identifier:", "fields": r"title:", "manifest": r"pages:", "letter": r"<!-- letterhead -->\n",
             "mark": r"<!-- date -->\n", "links": r"\[", "commands": r"(?:\$ )?unzip"}
    found = {kind: [] for kind in kinds}
    for block in blocks:
        for kind, start in kinds.items():
            if re.match(start, block):
                found[kind].append(block)
    return found


def build(program, metadata, letter, manifest):
    """A dossier of these texts, with some file for each that the manifest names. Its folder stands until the end."""
    folder = tempfile.TemporaryDirectory()
    support.write(folder.name, "sources/metadata.yaml", metadata)
    support.write(folder.name, "sources/letter.md", letter)
    support.write(folder.name, "attachments/manifest.yaml", manifest)
    for name in re.findall(r"\bfile: ([\w.]+)", manifest):
        support.write(folder.name, "attachments/" + name, foreign.pages([foreign.A4] * PAGES))
    # Its pages are blank, which is warned of.
    done = subprocess.run([program, "build", "-q", "--templates", os.path.join(support.ROOT, "templates")], cwd=folder.name,
                          capture_output=True, text=True)
    return folder, done


def check_by_hand(score, folder, commands, what):
    """In a new folder that holds the site's zip."""
    name = "permit-letter-2024"
    with tempfile.TemporaryDirectory() as fresh:
        os.link(os.path.join(folder, "build/site", name + ".zip"), os.path.join(fresh, name + ".zip"))
        script = "set -e\n" + re.sub(r"^\$ ", "", commands, flags=re.M).replace("letter.zip", name + ".zip").replace("IDENTIFIER", name)
        done = subprocess.run(["sh", "-c", script], cwd=fresh, capture_output=True, text=True)
        score(done.returncode == 0, f"{what}: the bundle is checked by hand: {done.stderr}")


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    readme, manual = sort_out(of_readme()), sort_out(of_manual())
    for what, found in (("README", readme), ("manual", manual)):
        for kind in ("metadata", "manifest", "commands"):
            if not score(len(found[kind]) == 1, f"{what}: one example of {kind}: {found[kind]}"):
                return score.end()
    for what, kind in (("README", "mark"), ("manual", "fields"), ("manual", "letter"), ("manual", "links")):
        found = readme if what == "README" else manual
        if not score(len(found[kind]) == 1, f"{what}: one example of {kind}: {found[kind]}"):
            return score.end()

    link = re.search(r"`(\[[^`]*\]\(enclosure:\w+\))`", read(README))[1]
    # What the links of the manual lead to.
    linked = "".join(f"Paragraph {i}.\n\n" for i in range(12)) + "# The first part\n\n" + manual["links"][0]
    fields = manual["fields"][0]
    keys = "|".join(re.findall(r"^([a-z-]+):", fields, re.M))
    with_fields = re.sub(rf"^(?:{keys}):.*\n", "", manual["metadata"][0], flags=re.M) + fields
    trials = {
        "README": (readme["metadata"][0], readme["mark"][0] + "\n" + link + "\n", readme["manifest"][0]),
        "manual": (manual["metadata"][0], manual["letter"][0], manual["manifest"][0]),
        "manual, its links": (manual["metadata"][0], linked, "pages: 12\nenclosures:\n  - {id: A, title: A, title-from: "
                              "document, pages: 12, status: not held}\n"),
        "manual, its quotation marks": (with_fields, manual["letter"][0], manual["manifest"][0]),
    }
    for what, (metadata, letter, manifest) in trials.items():
        folder, done = build(program, metadata, letter, manifest)
        with folder:
            if score(done.returncode == 0 and not done.stderr, f"{what} builds without a word: {done.stderr}"):
                commands = (readme if what == "README" else manual)["commands"][0]
                check_by_hand(score, folder.name, commands, what)
                support.check_pdf(score, program, what, os.path.join(folder.name, "build"))
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
