#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""--with-source puts the program's own source into the bundle: what is compiled and nothing else; a rebuild has the same
bytes by the source in the bundle, whatever program does it; and with --compile: what is compiled of it makes that bundle.

usage: with_source.py [--compile] PROGRAM
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import rocrate  # noqa: E402
import support  # noqa: E402

TEMPLATES = os.path.join(support.ROOT, "templates")
HEADER = "generator/model/dossier.h"


def run(program, *arguments, **options):
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False, **options)


def build(program, folder, out, *arguments):
    done = run(program, "build", "-C", folder, "-o", out, "--templates", TEMPLATES, *arguments)
    return os.path.join(out, "dossier.zip"), done


def read(path):
    with open(path, "rb") as file:
        return file.read()


def in_bag(bundle):
    with zipfile.ZipFile(bundle) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def source_in(bag):
    return {name[len("data/program/"):]: data for name, data in bag.items() if name.startswith("data/program/")}


def entities(bag):
    return {entity["@id"]: entity for entity in json.loads(bag["ro-crate-metadata.json"])["@graph"]}


def check_content(score, bag, listed):
    """What stands in the bundle, and what is told of it."""
    source = source_in(bag)
    score(sorted(source) == listed and len(listed) > 500, f"other files than those listed: {sorted(set(source) ^ set(listed))}")
    other = [name for name, data in source.items() if read(os.path.join(support.ROOT, name)) != data]
    score(not other, f"other bytes than in the project: {other}")
    odd = [name for name in source if not re.search(r"(\.([ch]|sh|[15]|5\.in|png|css|html|txt|yaml|md)|/?Makefile|LICENSE)$", name)]
    score(not odd and not any(name.startswith(("build/", "generator/tests/")) for name in source), f"what no one asked for: {odd}")
    score(b"Build-Options: --with-source\n" in bag["bag-info.txt"], "bag-info.txt does not tell the option")
    crate = rocrate.Crate(bag)
    # Who sent the letter and who publishes has no address here.
    faults = crate.must + [words for words in crate.should if not re.search("url|publisher", words)]
    score(not faults, f"the crate: {faults}")
    told, application = entities(bag)["data/program/"], entities(bag)["#dossier"]
    main = entities(bag)[told["mainEntity"]["@id"]]
    score(main["@type"] == ["File", "SoftwareSourceCode"] and main["targetProduct"] == {"@id": "#dossier"}, f"the crate has no source: {main}")
    score(told["version"] == application["version"]
          and told["license"] == {"@id": "data/program/LICENSE"} and application["isBasedOn"] == {"@id": "data/program/"},
          f"what the crate tells: {told} {application}")


def check_again(score, program, home, bundle, bag):
    """Rebuilt, and built from what that left, by the source in the bundle."""
    into = os.path.join(home, "again")
    done = run(program, "rebuild", "-o", into, bundle)
    score(done.returncode == 0 and "the same, byte for byte" in done.stdout, f"rebuild: {done.stdout}{done.stderr}")
    for name in ("build/obj/main.o", ".main.c.swp", "generator/.git/x"):
        support.write(os.path.join(into, "program"), name, "what is left of work\n")
    again, done = build(program, into, os.path.join(home, "built again"), "--with-source")
    score(done.returncode == 0 and read(again) == read(bundle), f"the folder left by rebuild makes another bundle: {done.stderr}")
    header = read(os.path.join(into, "program", HEADER))
    support.write(os.path.join(into, "program"), HEADER, re.sub(rb'(DOSSIER_VERSION )"[^"]*"', rb'\1"99.1-old"', header))
    support.write(os.path.join(into, "program"), "generator/older.c", "/* of another version */\n")
    other, done = build(program, into, os.path.join(home, "other"), "--with-source")
    held = in_bag(other)
    score(source_in(held).get("generator/older.c") and len(source_in(held)) == len(source_in(bag)) + 1, "the folder's own source is not taken")
    told, application = entities(held)["data/program/"], entities(held)["#dossier"]
    main = entities(held)["data/program/generator/main.c"]
    score(told["version"] == "99.1-old" and not {"targetProduct", "isBasedOn"} & (main.keys() | application.keys()),
          f"another version's source is said to be this program's: {told} {application}")
    done = run(program, "rebuild", "-o", os.path.join(home, "other again"), other)
    score(done.returncode == 0 and "the same, byte for byte" in done.stdout, f"rebuild with another source: {done.stdout}{done.stderr}")
    done = run(program, "build", "-C", into, "-o", os.path.join(into, "program/out"), "--with-source")
    score(done.returncode == 2 and "is in program, an input folder" in done.stderr, f"outputs among the source: {done.stderr}")


def check_refusals(score, program, home, folder):
    os.mkdir(os.path.join(home, "moved"))
    moved, templates = support.moved(program, TEMPLATES, os.path.join(home, "moved"))
    done = run(moved, "build", "-C", folder, "-o", os.path.join(home, "none"), "--templates", templates, "--with-source")
    score(done.returncode == 2 and "the program's source is not where the program looks" in done.stderr, f"no source: {done.stderr}")
    done = run(program, "check", "-C", folder, "--with-source")
    score(done.returncode == 2 and "unknown option --with-source" in done.stderr, f"check: {done.stderr}")
    hidden = os.path.join(home, "hidden")
    os.mkdir(hidden)
    support.all_kinds(hidden, held=1)
    shutil.copytree(os.path.join(os.path.dirname(program), "../program"), os.path.join(hidden, "program"))
    shutil.copy(os.path.join(hidden, "attachments/planted report.txt"), os.path.join(hidden, "program/notes.txt"))
    _, done = build(program, hidden, os.path.join(home, "none"), "--with-source")
    score(done.returncode == 1 and "program/notes.txt: this has the bytes of \"planted report.txt\"" in done.stderr,
          f"something withheld among the source: {done.stderr}")


def check_compiled(score, home, bundle):
    """The source in the bundle, with make and a compiler alone."""
    environment = {name: value for name, value in os.environ.items()
                   if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "CFLAGS", "CC", "BUILD", "CPPFLAGS")}
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(home)
    source = os.path.join(home, next(name for name in os.listdir(home) if os.path.exists(os.path.join(home, name, "bagit.txt"))), "data/program")
    done = subprocess.run(["make", "program", "manual", "source"], cwd=source, env=environment, capture_output=True, text=True, check=False)
    if not score(done.returncode == 0, f"the source in the bundle is not compiled: {done.stderr[-2000:]}"):
        return
    program = os.path.join(source, "build/bin/dossier")
    done = run(program, "rebuild", "-o", os.path.join(home, "by its own"), bundle)
    score(done.returncode == 0 and "the same, byte for byte" in done.stdout,
          f"the program compiled of the bundle makes another one: {done.stdout}{done.stderr}")
    left = {os.path.relpath(os.path.join(above, name), source) for above, _, names in os.walk(source) for name in names}
    with open(os.path.join(source, "build/program.files"), encoding="utf-8") as file:
        listed = set(file.read().splitlines())
    score(listed == {name for name in left if not name.startswith("build/")}, f"its source is not the whole: {listed ^ left}")


def main():
    program = os.path.abspath(sys.argv[-1])
    score = support.Score()
    with open(os.path.join(os.path.dirname(program), "../program.files"), encoding="utf-8") as file:
        listed = file.read().splitlines()
    with tempfile.TemporaryDirectory(prefix="with-source.") as home:
        folder = os.path.join(home, "letter")
        os.mkdir(folder)
        support.shipped(folder)
        bundle, done = build(program, folder, os.path.join(home, "out"), "--with-source")
        score(done.returncode == 0 and not done.stderr, f"it is not built: {done.stderr}")
        bag = in_bag(bundle)
        check_content(score, bag, listed)
        done = run(program, "verify", bundle)
        score(done.returncode == 0, f"verify: {done.stdout}")
        check_again(score, program, home, bundle, bag)
        check_refusals(score, program, home, folder)
        if "--compile" in sys.argv:
            check_compiled(score, home, bundle)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
