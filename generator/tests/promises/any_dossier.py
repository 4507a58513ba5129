#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Every dossier that the program accepts keeps what it promises: dossiers are made up from seeds, and each that is built
gives a bundle that verify finds good and rebuild makes again with the same bytes, and a PDF in which `check --pdf` and
`qpdf --check` find no fault and whose tags hold the letter's words. One that is refused is refused with a place.

usage: any_dossier.py [--first SEED] [--count COUNT] [--keep FOLDER] [--refusals] [--jobs COUNT] PROGRAM

--keep leaves the PDFs in FOLDER, named by their seeds, for other judges; --refusals says why dossiers were refused.
"""

import argparse
import concurrent.futures
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata

import word_for_word

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import any_letter  # noqa: E402
import support  # noqa: E402

TEMPLATES = os.path.join(support.ROOT, "templates")
SECONDS = 120
# pdfinfo reads a page anew for each marked content on it.
READ_BACK_MOST = 60 << 10
PLACED = re.compile(r"(sources/letter\.md|sources/metadata\.yaml|attachments/manifest\.yaml|templates/\S+\.yaml)(:\d+:\d+)?: ")


def bare(text):
    """Without spaces and soft hyphens, canonically composed: a face may have a letter with its mark as one glyph."""
    return unicodedata.normalize("NFC", re.sub(r"[\s\u00ad\u200b-\u200d\u2060\u034f\ufe0e\u180e\u3164\u115f\uffa0]", "", text))


def tag_text(pdf):
    """What the letter says by its tags, and what its notes say."""
    body, notes = [], []
    for section in word_for_word.read_structure(pdf).topmost("Sect"):
        if section.children and section.children[0].text(()).strip() == "Letter":
            for part in section.topmost("Div"):
                body.append(part.text(word_for_word.GENERATED | {"Note"}))
                notes += [note.text(word_for_word.GENERATED) for note in all_notes(part)]
    return bare("".join(body)), sorted(map(bare, notes))


def all_notes(element):
    for child in element.children:
        if isinstance(child, word_for_word.Element):
            if child.kind == "Note":
                yield child
            yield from all_notes(child)


def first_difference(expected, found):
    at = next((i for i, (a, b) in enumerate(zip(expected, found)) if a != b), min(len(expected), len(found)))
    return f"{expected[max(0, at - 20):at + 20]!r} is {found[max(0, at - 20):at + 20]!r}"


def judge(program, pdf, text, notes):
    for command in ([program, "check", "--pdf", pdf], ["qpdf", "--check", pdf]):
        done = subprocess.run(command, capture_output=True, text=True, errors="backslashreplace", timeout=SECONDS)
        yield done.returncode == 0, f"{' '.join(command[:-1])}: {done.stderr[:1500]}"
    if os.path.getsize(pdf) > READ_BACK_MOST:
        return
    found, found_notes = tag_text(pdf)
    yield found == bare(text), f"the words by the tags: {first_difference(bare(text), found)}"
    expected_notes = sorted(map(bare, notes))
    yield found_notes == expected_notes, f"the notes by the tags: {first_difference(expected_notes, found_notes)}"


def judge_bundle(program, folder):
    """It is verified, and made again with the same bytes."""
    out = os.path.join(folder, "build")
    bundle = os.path.join(out, "dossier.zip")
    for command in ([program, "verify", "-q", bundle], [program, "rebuild", "-q", "-o", os.path.join(folder, "again"), bundle]):
        done = subprocess.run(command, capture_output=True, text=True, errors="backslashreplace", timeout=SECONDS)
        yield done.returncode == 0, f"{command[1]}: exit code {done.returncode}: {(done.stdout + done.stderr)[:1500]}"
    yield support.fingerprint(out) == support.fingerprint(os.path.join(folder, "again/build")), "rebuild: other bytes"


def run(program, seed, keep):
    """What became of a seed (built, refused, passed over), and pairs of truth and words."""
    with tempfile.TemporaryDirectory(prefix="dossier-any-") as folder:
        source = random.Random(seed)
        shutil.copytree(TEMPLATES, os.path.join(folder, "templates"))
        text, notes = any_letter.make(source, folder)
        any_letter.settings(source, os.path.join(folder, "templates"))
        try:
            done = subprocess.run([program, "build"], cwd=folder, capture_output=True, text=True,
                                  errors="backslashreplace", timeout=SECONDS)
            pdf = os.path.join(folder, "build", "dossier.pdf")
            if done.returncode == 1:
                lines = done.stderr.splitlines()
                results = [(lines and all(map(PLACED.match, lines)), f"refused without a place: {done.stderr[:500]}")]
                return seed, "refused", results, done.stderr
            if done.returncode:
                return seed, "failed", [(False, f"exit code {done.returncode}: {done.stderr[:1500]}")], done.stderr
            results = list(judge(program, pdf, text, notes)) + list(judge_bundle(program, folder))
        except subprocess.TimeoutExpired as late:
            return seed, "failed", [(False, str(late))], ""
        if keep:
            shutil.copy(pdf, os.path.join(keep, f"{seed}.pdf"))
        return seed, "built", results, done.stderr


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--count", type=int, default=14)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--keep", type=os.path.abspath)
    parser.add_argument("--refusals", action="store_true")
    parser.add_argument("program", type=os.path.abspath)
    options = parser.parse_args()
    if options.keep:
        os.makedirs(options.keep, exist_ok=True)
    score = support.Score()
    fates = {}
    seeds = range(options.first, options.first + options.count)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for seed, fate, results, said in pool.map(lambda seed: run(options.program, seed, options.keep), seeds):
            fates[fate] = fates.get(fate, 0) + 1
            for truth, words in results:
                score(truth, f"seed {seed}: {words}")
            if options.refusals and fate == "refused":
                print(f"seed {seed}: {said}", end="")
    score(2 * fates.get("built", 0) >= options.count, "fewer than half of the dossiers are accepted")
    print(", ".join(f"{count} {fate}" for fate, count in fates.items()))
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
