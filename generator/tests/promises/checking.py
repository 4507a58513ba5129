#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""`check` makes no folder; where a cache is, it says the same with what it keeps there, without any page drawn again, and
whatever the cache has come to.

usage: checking.py PROGRAM
"""

import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import foreign  # noqa: E402
import support  # noqa: E402
import withheld  # noqa: E402

TEMPLATES = os.path.join(support.ROOT, "templates")
SAID = ("page 2 of \"pages.pdf\" is blank", "looks the same as")


def dossier(folder):
    draw = ("10 10 90 90 re f", "", "20 20 50 90 re f", "10 10 90 90 re f")
    support.write(folder, "sources/metadata.yaml", withheld.METADATA)
    support.write(folder, "sources/letter.md", withheld.LETTER % 4)
    support.write(folder, "attachments/manifest.yaml", "pages: 4\nenclosures:\n  - {id: A, title: T, title-from: document,"
                  " file: pages.pdf, pages: 4, status: held}\n")
    support.write(folder, "attachments/pages.pdf", foreign.pages(
        [f"{foreign.A4} /Contents {7 + i} 0 R" for i in range(4)], [("", content) for content in draw]))


def check(program, folder):
    return subprocess.run([program, "check", "-C", folder, "--templates", TEMPLATES], capture_output=True, text=True, check=False)


def kept(folder):
    return [os.path.join(at, name) for at, _, names in os.walk(os.path.join(folder, "build/cache")) for name in names]


def main():
    score = support.Score()
    with tempfile.TemporaryDirectory() as scratch:
        os.mkdir(os.path.join(scratch, "program"))
        alone, _ = support.moved(os.path.abspath(sys.argv[1]), TEMPLATES, os.path.join(scratch, "program"))
        worker = os.path.join(scratch, "program/libexec/dossier/page-worker")
        folder = os.path.join(scratch, "of")
        dossier(folder)
        first = check(alone, folder)
        score(first.returncode == 0 and all(words in first.stderr for words in SAID), f"says: {first.stderr}")
        score(not os.path.exists(os.path.join(folder, "build")), "no folder is made")
        os.makedirs(os.path.join(folder, "build/cache"))
        score(check(alone, folder).stderr == first.stderr, "the same with a cache that has nothing")
        score(kept(folder), "something is kept")
        score(os.listdir(os.path.join(folder, "build")) == ["cache"], "and nothing else is made")
        os.rename(worker, worker + ".away")
        done = check(alone, folder)
        score(done.returncode == 0 and done.stderr == first.stderr, f"no page is drawn again: {done.returncode}: {done.stderr}")
        os.rename(worker + ".away", worker)
        for path in kept(folder):
            with open(path, "r+b") as file:
                file.seek(-1, os.SEEK_END)
                file.write(b"\x55")
        done = check(alone, folder)
        score(done.returncode == 0 and done.stderr == first.stderr, f"a damaged cache: {done.returncode}: {done.stderr}")
        done = subprocess.run([alone, "build", "-C", folder, "--templates", TEMPLATES], capture_output=True, text=True, check=False)
        score(done.returncode == 0 and all(words in done.stderr for words in SAID), f"builds: {done.stderr}")
        score(check(alone, folder).stderr == first.stderr, "the same after a build")
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
