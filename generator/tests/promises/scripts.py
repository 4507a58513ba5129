#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Any language: each letter of fixtures/scripts/ (named by its language) is set, and its words are read back from the
PDF: from its tags exactly, by pdftotext in order as far as that can. Which faces are installed for other scripts
changes no byte of what needs none of them, and nobody is asked for faces that are like those of the settings.

usage: scripts.py PROGRAM

A letter whose faces are not installed is passed over, which is said: `make deps-fonts` installs them.
"""

import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata

import word_for_word

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import support  # noqa: E402

LETTERS = os.path.join(support.ROOT, "generator/tests/fixtures/scripts")
TEMPLATES = os.path.join(support.ROOT, "templates")
MISSING = re.compile(r"no face has the character .*; install ([\w-]+),")
# What pdftotext gives in another order: what runs in the other direction than most of the page, and blocks side by side.
WORD_BY_WORD = {"ar-001", "en"}
# What is to be read back as it was written, not in a form that is canonically equivalent (ো in two signs).
AS_WRITTEN = {"ar", "en", "en-GB", "he", "zh-Hans"}

METADATA = """\
identifier: script
title: Zzz title zzz
date: 2020-01-02
published: 2024-01-02
languages: [{}]
sender: {{name: Zzz sender zzz}}
"""


def bare(text):
    """Letters alone: pdftotext moves points and numbers between letters from right to left, and marks anywhere."""
    return "".join(character for character in text if unicodedata.category(character)[0] == "L")


def installed(package):
    done = subprocess.run(["dpkg-query", "-W", "-f", "${Status}", package], capture_output=True, text=True)
    return "ok installed" in done.stdout


def build(program, folder, templates=TEMPLATES, out="build"):
    return subprocess.run([program, "build", "--only", "pdf", "--templates", templates, "-o", out], cwd=folder,
                          capture_output=True, text=True)


def examine_text(name, letter, pdf):
    words, found = word_for_word.markdown_words(letter.replace("\u00ad", "")), word_for_word.tag_words(pdf)
    if name not in AS_WRITTEN:
        words, found = ([unicodedata.normalize("NFC", word) for word in some] for some in (words, found))
    difference = word_for_word.differ(words, found)
    yield not difference, f"{name}: the PDF's tags: {difference}"
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, check=True).stdout.decode()
    if name in WORD_BY_WORD:
        for word in words:
            yield bare(word) in bare(text), f"{name}: pdftotext: no {word}"
        return
    missing = word_for_word.first_missing(bare("".join(words)), bare(text))
    yield missing is None, f"{name}: pdftotext: out of order from letter {missing} on"


def run(program, name):
    with open(os.path.join(LETTERS, name + ".md"), encoding="utf-8") as file:
        letter = file.read()
    with tempfile.TemporaryDirectory() as folder:
        support.write(folder, "sources/metadata.yaml", METADATA.format(name))
        support.write(folder, "sources/letter.md", letter)
        done = build(program, folder)
        packages = {package for package in MISSING.findall(done.stderr) if not installed(package)}
        if done.returncode and packages:
            print(f"{name}: passed over: {', '.join(sorted(packages))} not installed")
            return []
        results = [(done.returncode == 0, f"{name}: not built: {done.stderr}")]
        if not done.returncode:
            out = os.path.join(folder, "build")
            results.append(support.check_pdf(lambda truth, words: (truth, words), program, name, out))
            results += examine_text(name, letter, os.path.join(out, "dossier.pdf"))
        return results


def without_others(folder):
    """Templates whose settings name no faces for other scripts that are there."""
    shutil.copytree(TEMPLATES, os.path.join(folder, "templates"))
    path = os.path.join(folder, "templates", "pdf.yaml")
    with open(path, encoding="utf-8") as file:
        settings = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(settings.replace("Noto", "Nowhere"))
    return os.path.join(folder, "templates")


def other_faces(program):
    """No byte of what the faces at hand can set depends on those of other scripts."""
    for name in ("el", "en-GB", "hy", "ka", "ru"):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(LETTERS, name + ".md"), encoding="utf-8") as file:
                support.write(folder, "sources/letter.md", file.read() + "\n- [x] done \u2605 \u260e \u2713\n")
            support.write(folder, "sources/metadata.yaml", METADATA.format(name))
            pdfs = []
            fewer = without_others(folder)
            for templates, out in ((TEMPLATES, "with"), (fewer, "without")):
                done = build(program, folder, templates, out)
                yield done.returncode == 0, f"{name}: not built {out} other faces: {done.stderr}"
                if not done.returncode:
                    with open(os.path.join(folder, out, "dossier.pdf"), "rb") as file:
                        pdfs.append(file.read())
            yield len(set(pdfs)) == 1, f"{name}: other bytes with other faces"


def libraries(program):
    """Those that the program is linked to, directly or not, as the loader finds them."""
    environment = dict(os.environ, LD_TRACE_LOADED_OBJECTS="1")
    return subprocess.run([program], env=environment, capture_output=True, text=True).stdout


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    names = sorted(name[:-3] for name in os.listdir(LETTERS))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for results in pool.map(lambda name: run(program, name), names):
            for truth, words in results:
                score(truth, words)
    for truth, words in other_faces(program):
        score(truth, words)
    linked = libraries(program)
    score("harfbuzz" in linked and "fontconfig" not in linked, f"fontconfig chooses no faces: {linked}")
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
