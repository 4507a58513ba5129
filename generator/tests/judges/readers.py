#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Other programs open PDFs of every kind without a word of warning, and each draws every page: qpdf, MuPDF, Ghostscript,
poppler. The PDFs are of the shipped dossier in each style, of the cases about layout, and of a letter in each script,
whose letters MuPDF gives in the order of the source.

usage: readers.py PROGRAM
"""

import concurrent.futures
import fnmatch
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "promises"))
import run_cases  # noqa: E402
import scripts  # noqa: E402
import support  # noqa: E402
import word_for_word  # noqa: E402

CASES = ("layout-*", "definition-*", "links", "list-numbers", "marks", "notes", "pictures", "table*", "ledger-*",
         "nesting-*-100", "held-page-twice")
# Command, and what it prints where nothing is wrong.
READERS = {
    "qpdf": (["qpdf", "--check", "PDF"], r"checking .*|PDF Version: .*|File is not .*|No syntax or stream encoding errors "
             r"found; .*|errors that qpdf cannot detect"),
    "MuPDF": (["mutool", "draw", "-q", "-r", "36", "-o", "/dev/null", "-F", "ppm", "PDF"], None),
    "MuPDF, words": (["mutool", "draw", "-q", "-o", "/dev/null", "-F", "stext", "PDF"], None),
    "Ghostscript": (["gs", "-q", "-dSAFER", "-dPDFSTOPONWARNING", "-sDEVICE=ppmraw", "-r36", "-o", "/dev/null", "PDF"], None),
    "poppler": (["pdftoppm", "-r", "36", "PDF", "OUT"], None),
    "poppler, words": (["pdftotext", "PDF", "/dev/null"], None),
}
# Debian builds MuPDF so.
OF_THE_READER = "warning: ICC support is not available"


def dossiers(home):
    """Names and folders, each with a dossier in it."""
    styles = sorted(os.path.splitext(name)[0] for name in os.listdir(os.path.join(support.ROOT, "templates", "styles")))
    for style in ("", *styles):
        folder = os.path.join(home, "shipped " + style)
        support.shipped(folder)
        yield f"shipped {style}", folder, ["--style", style] if style else []
    for case in sorted(os.listdir(run_cases.CASES)):
        path = os.path.join(run_cases.CASES, case)
        if any(fnmatch.fnmatch(case, pattern) for pattern in CASES) and not os.path.exists(os.path.join(path, "code")):
            folder = os.path.join(home, case)
            run_cases.copy_case(path, folder)
            run_cases.set_up(path, folder)
            yield case, folder, []
    for name in sorted(os.listdir(scripts.LETTERS)):
        language = os.path.splitext(name)[0]
        folder = os.path.join(home, language)
        support.write(folder, "sources/metadata.yaml", scripts.METADATA.format(language))
        shutil.copy(os.path.join(scripts.LETTERS, name), os.path.join(folder, "sources/letter.md"))
        yield language, folder, []


def examine_text(name, folder):
    """What is copied out of a page is what was written."""
    with open(os.path.join(folder, "sources/letter.md"), encoding="utf-8") as file:
        words = word_for_word.markdown_words(file.read().replace("\u00ad", ""))
    done = subprocess.run(["mutool", "draw", "-q", "-F", "text", os.path.join(folder, "build", "dossier.pdf")],
                          capture_output=True, check=True)
    missing = word_for_word.first_missing(scripts.bare("".join(words)), scripts.bare(done.stdout.decode()))
    return missing is None, f"{name}: MuPDF's text: out of order from letter {missing} on"


def examine(program, name, folder, options):
    """Pairs of truth and words."""
    if not os.path.exists(os.path.join(folder, "templates")):
        options = [*options, "--templates", os.path.join(support.ROOT, "templates")]
    done = subprocess.run([program, "build", "--only", "pdf", *options], cwd=folder, capture_output=True, text=True)
    if done.returncode:
        return [(False, f"{name}: not built: {done.stderr}")]
    results = []
    for reader, (command, usual) in READERS.items():
        words = {"PDF": os.path.join(folder, "build", "dossier.pdf"), "OUT": os.path.join(folder, "page")}
        done = subprocess.run([words.get(word, word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        said = [line for line in done.stdout.decode(errors="backslashreplace").splitlines()
                if line != OF_THE_READER and not (usual and re.fullmatch(usual, line))]
        pages = [page for page in os.listdir(folder) if page.startswith("page-")]
        results.append((done.returncode == 0 and not said, f"{name}: {reader}: exit code {done.returncode}: {said[:3]}"))
        if reader == "poppler":
            results.append((pages, f"{name}: {reader} draws no page"))
    if os.path.exists(os.path.join(scripts.LETTERS, name + ".md")):
        results.append(examine_text(name, folder))
    return results


def main():
    program = os.path.abspath(sys.argv[1])
    missing = sorted({command[0] for command, _ in READERS.values() if not shutil.which(command[0])})
    if missing:
        sys.exit(f"{', '.join(missing)} missing; type: make deps deps-judges")
    score = support.Score()
    with tempfile.TemporaryDirectory() as home, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for results in pool.map(lambda dossier: examine(program, *dossier), dossiers(home)):
            for truth, words in results:
                score(truth, words)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
