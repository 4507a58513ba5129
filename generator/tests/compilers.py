#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Whichever compiler made the program, and however hard it tried, what the program makes is the same: the layout of
each case that prints one, of each letter of fixtures/scripts/ and of the shipped dossier in each style, and the site,
PDF and zip of each, byte for byte.

usage: compilers.py PROGRAM PROGRAM...
"""

import concurrent.futures
import os
import shutil
import subprocess
import sys
import tempfile

import run_cases
import support

SCRIPTS = os.path.join(run_cases.FIXTURES, "scripts")
STYLES = sorted(name[:-5] for name in os.listdir(os.path.join(run_cases.TEMPLATES, "styles")))

METADATA = """\
identifier: script
title: A letter
date: 2020-01-02
published: 2024-01-02
languages: [{}]
sender: {{name: A. Sender}}
"""


def make_case(name, folder):
    case = os.path.join(run_cases.CASES, name)
    shutil.rmtree(folder)
    run_cases.copy_case(case, folder)
    run_cases.set_up(case, folder)


def make_script(name, folder):
    support.write(folder, "sources/metadata.yaml", METADATA.format(name))
    os.makedirs(os.path.join(folder, "sources"), exist_ok=True)
    shutil.copyfile(os.path.join(SCRIPTS, name + ".md"), os.path.join(folder, "sources/letter.md"))


def dossiers():
    """Each with its name, what makes it in a folder, and the options that it is built with."""
    for name in sorted(os.listdir(run_cases.CASES)):
        words = run_cases.read(os.path.join(run_cases.CASES, name), "args", b"").decode().split()
        if "--dump-layout" in words:
            yield name, lambda folder, name=name: make_case(name, folder), words[1:words.index("--dump-layout")]
    for name in sorted(name[:-3] for name in os.listdir(SCRIPTS)):
        yield "script " + name, lambda folder, name=name: make_script(name, folder), []
    yield "all kinds", support.all_kinds, []
    for style in ["none"] + STYLES:
        yield "shipped, " + style, support.shipped, ["--style", style]


def outputs(program, folder, options, out):
    """The layout, or what was said instead, and the digests of all that was built."""
    if not os.path.exists(os.path.join(folder, "templates")):
        options = options + ["--templates", run_cases.TEMPLATES]
    environment = dict(os.environ, LC_ALL="C.UTF-8")
    layout = subprocess.run([program, "check", "--dump-layout"] + options, cwd=folder, env=environment,
                            capture_output=True)
    built = subprocess.run([program, "build", "-o", out] + options, cwd=folder, env=environment, capture_output=True)
    found = {"layout": layout.stdout, "messages": layout.stderr, "code": (layout.returncode, built.returncode)}
    if not built.returncode:
        found.update(support.fingerprint(out))
    return found


def compare(name, make, options, programs):
    with tempfile.TemporaryDirectory(prefix="dossier-compilers-") as home:
        folder = os.path.join(home, "dossier")
        os.mkdir(folder)
        make(folder)
        found = [outputs(program, folder, options, os.path.join(home, str(number)))
                 for number, program in enumerate(programs)]
    first = found[0]
    if any(first["code"]) or "dossier.pdf" not in first:
        said = first["messages"].decode("utf-8", "backslashreplace")
        # Faces of other packages are not on each machine: then all say so alike.
        missing = first["code"] == (1, 1) and "; install the package" in said
        if missing:
            print(f"{name}: passed over: {said.splitlines()[0]}")
        else:
            yield False, f"{name}: not built: {said}"
    for program, other in zip(programs[1:], found[1:]):
        differ = sorted(key for key in set(first) | set(other) if first.get(key) != other.get(key))
        yield not differ, f"{name}: {program} differs from {programs[0]} in {', '.join(differ)}"


def main():
    programs = [os.path.abspath(program) for program in sys.argv[1:]]
    score = support.Score()
    if not score(len(programs) > 1, "there are programs to compare"):
        return score.end()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        waiting = [pool.submit(lambda *given: list(compare(*given)), *dossier, programs) for dossier in dossiers()]
        for done in waiting:
            for truth, words in done.result():
                score(truth, words)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
