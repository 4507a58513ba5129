#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Puts what describes dossiers before tools that read such things: xmllint, bibutils, the Nu Html Checker, and those of descriptions.mjs. The
dossiers are the shipped one, those of promises/descriptions.py and some that are made up. $BUILD/judges holds the tools.

usage: descriptions.py PROGRAM
"""

import os
import subprocess
import sys
import tempfile
import zipfile

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:0] = [TESTS, os.path.join(TESTS, "promises")]
import descriptions  # noqa: E402
import support  # noqa: E402

DOSSIERS = {"shipped": support.shipped, "with source": support.shipped, "kinds": lambda folder: support.all_kinds(folder, held=1),
            "bare": descriptions.letter(descriptions.PLAIN), "stated": descriptions.letter(descriptions.STATED),
            "odd": descriptions.letter(descriptions.odd_metadata()), **{f"seed {seed}": descriptions.made_up(seed) for seed in range(20, 40)}}
OPTIONS = {"with source": ["--with-source"]}


def judge_file(score, what, command, file, holds):
    done = subprocess.run([*command, file], capture_output=True, text=True, errors="backslashreplace", check=False)
    score(done.returncode == 0 and done.stdout.count(holds) == (1 if holds else len(done.stdout) + 1),
          f"{what}: {' '.join(command)} {os.path.basename(file)}: {done.stdout[:300]} {done.stderr[:500]}")


def unpack(score, program, what, fill, there):
    with tempfile.TemporaryDirectory(prefix="dossier-judge-") as folder:
        fill(folder)
        bundle = descriptions.build(score, program, what, folder, *OPTIONS.get(what, ()))
        if not bundle:
            return None
        with zipfile.ZipFile(bundle) as archive:
            archive.extractall(there)
    return os.path.join(there, os.listdir(there)[0])


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    judges = os.path.join(os.path.abspath(os.environ["BUILD"]), "judges")
    with tempfile.TemporaryDirectory(prefix="dossier-described-") as folder:
        bags = [unpack(score, program, what, fill, os.path.join(folder, what)) for what, fill in DOSSIERS.items()]
        for what, bag in zip(DOSSIERS, bags):
            for name in descriptions.NAMES if bag else ():
                file = os.path.join(bag, "data/site", name)
                if name.endswith(".xml"):
                    judge_file(score, what, ["xmllint", "--nonet", "--noout"], file, "")
                elif name.endswith((".bib", ".ris")):
                    judge_file(score, what, ["bib2xml" if name.endswith(".bib") else "ris2xml"], file, "<mods ")
        done = subprocess.run(["node", os.path.join(TESTS, "judges/descriptions.mjs"), *filter(None, bags)], capture_output=True, text=True,
                              errors="backslashreplace", env={**os.environ, "JUDGES": judges}, check=False)
        score(done.returncode == 0, done.stdout[:5000] + done.stderr[:2000])
        print("node:", done.stdout.splitlines()[-1] if done.stdout else "nothing")
        # It warns of what the made-up texts are like: of their language, of characters coded in two ways.
        previews = [os.path.join(bag, "ro-crate-preview.html") for bag in bags if bag]
        done = subprocess.run(["java", "-jar", os.path.join(judges, "node_modules/vnu-jar/build/dist/vnu.jar"), "--also-check-css", "--errors-only", "--stdout",
                               *previews], capture_output=True, text=True, errors="backslashreplace", check=False)
        score(previews and done.returncode == 0, f"the Nu Html Checker of the previews: {done.stdout[:3000]}{done.stderr[:500]}")
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
