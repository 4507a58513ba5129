#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""`dossier rebuild` makes the same bundle again out of the bundle itself, or says what differs and why.

usage: again.py PROGRAM
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import eighty_nine  # noqa: E402
import support  # noqa: E402

TEMPLATES = os.path.join(support.ROOT, "templates")
ALGORITHMS = ("sha256", "sha512")


def build(program, folder, *arguments):
    out = folder + ".out"
    done = subprocess.run([program, "build", "-C", folder, "-o", out, "--templates", TEMPLATES, *arguments],
                          capture_output=True, text=True)
    return os.path.join(out, "dossier.zip"), done


def rebuild(program, bundle, into, *arguments):
    shutil.rmtree(into, ignore_errors=True)
    return subprocess.run([program, "rebuild", *arguments, "-o", into, bundle], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL)


def unpacked(bundle, into):
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(into)
    return os.path.join(into, os.listdir(into)[0])


def changed(bundle, home, change):
    """The bundle with its files, by path in the bag, changed by a function, and manifests that fit."""
    with zipfile.ZipFile(bundle) as archive:
        names = archive.namelist()
        top = names[0].split("/")[0] + "/"
        files = {name[len(top):]: archive.read(name) for name in names}
    change(files)
    payload = [data for name, data in files.items() if name.startswith("data/")]
    files["bag-info.txt"] = re.sub(rb"Payload-Oxum: .*", f"Payload-Oxum: {sum(map(len, payload))}.{len(payload)}".encode(),
                                   files["bag-info.txt"])
    crate = json.loads(files["ro-crate-metadata.json"])
    for entity in crate["@graph"]:
        if entity["@id"] in files and "sha256" in entity:
            entity["contentSize"] = str(len(files[entity["@id"]]))
            entity["sha256"] = hashlib.sha256(files[entity["@id"]]).hexdigest()
    files["ro-crate-metadata.json"] = json.dumps(crate).encode()
    for kind, wanted in (("manifest", lambda name: name.startswith("data/")),
                         ("tagmanifest", lambda name: not name.startswith(("data/", "tagmanifest-")))):
        for algorithm in ALGORITHMS:
            files[f"{kind}-{algorithm}.txt"] = "".join(
                f"{hashlib.new(algorithm, data).hexdigest()}  {name.replace('%', '%25')}\n"
                for name, data in sorted(files.items()) if wanted(name)).encode()
    path = os.path.join(home, "changed.zip")
    with zipfile.ZipFile(path, "w") as archive:
        for name in sorted(files):
            archive.writestr(top + name, files[name])
    return path


def check_same(score, program, home):
    for name, lay, arguments in (("shipped", support.shipped, ()), ("all kinds", support.all_kinds, ()),
                                 ("89 pages", eighty_nine.lay, ()), ("large print", support.shipped, ("--style", "large-print"))):
        folder = os.path.join(home, name)
        os.mkdir(folder)
        lay(folder)
        bundle, done = build(program, folder, *arguments)
        if not score(done.returncode == 0, f"{name}: builds {done.stderr}"):
            continue
        into = os.path.join(home, f"{name} again")
        done = rebuild(program, bundle, into)
        score(done.returncode == 0 and "the same, byte for byte" in done.stdout,
              f"{name}: exit code {done.returncode}: {done.stdout}{done.stderr}")
        outputs = os.path.join(into, "build")
        for output in support.OUTPUTS:
            one, other = os.path.join(os.path.dirname(bundle), output), os.path.join(outputs, output)
            same = support.fingerprint(one) == support.fingerprint(other) if os.path.isdir(one) else \
                open(one, "rb").read() == open(other, "rb").read()
            score(same, f"{name}: {output} is another")
        done = subprocess.run([program, "check", "-C", into], capture_output=True, text=True)
        score(done.returncode == 0, f"{name}: what was taken out is no working dossier: {done.stderr}")
    return os.path.join(home, "shipped.out", "dossier.zip")


def check_others(score, program, home, bundle):
    """The same content from a folder, and zipped by another program."""
    into = os.path.join(home, "other again")
    folder = unpacked(bundle, os.path.join(home, "unpacked"))
    done = rebuild(program, folder, into, "-q")
    score(done.returncode == 0 and "the same files" in done.stdout, f"a folder: {done.stdout}{done.stderr}")
    path = os.path.join(home, "other.zip")
    subprocess.run(["zip", "-q", "-r", path, os.path.basename(folder)], cwd=os.path.dirname(folder), check=True)
    done = rebuild(program, path, into)
    score(done.returncode == 0 and "the same files" in done.stdout, f"zipped anew: {done.stdout}{done.stderr}")


def check_differences(score, program, home, bundle):
    """What differs is named, and so is what it may come from."""
    into = os.path.join(home, "different")

    def other_library(files):
        files["bag-info.txt"] = files["bag-info.txt"].replace(b"libzip-dev ", b"libzip-dev 0.")

    def other_program(files):
        files["bag-info.txt"] = files["bag-info.txt"].replace(b"dossier 0.", b"dossier 9.")

    def other_page(files):
        files["data/site/letter.html"] += b"<!-- -->\n"

    def more_and_less(files):
        files["data/site/more.txt"] = b"more\n"
        del files["data/site/404.html"]

    for what, change, words in (
            ("another library", other_library, ("other bytes: bag-info.txt", "the bundle: libzip-dev 0.", "now: libzip-dev ")),
            ("another program", other_program, ("the bundle: Bag-Software-Agent: dossier 9.", "now: Bag-Software-Agent: dossier 0.")),
            ("another page", other_page, ("other bytes: data/site/letter.html", "program and libraries are those of the bundle")),
            ("files more and fewer", more_and_less, ("not made again: data/site/more.txt", "not in the bundle: data/site/404.html"))):
        done = rebuild(program, changed(bundle, home, change), into)
        score(done.returncode == 1 and all(word in done.stdout for word in words),
              f"{what}: exit code {done.returncode}: {done.stdout}{done.stderr}")


def check_refusals(score, program, home, bundle):
    into = os.path.join(home, "refused")

    def flipped():
        path = os.path.join(home, "flipped.zip")
        data = bytearray(open(bundle, "rb").read())
        data[len(data) // 2] ^= 1
        with open(path, "wb") as file:
            file.write(data)
        return path

    def no_letter(files):
        for name in [name for name in files if name.startswith(("data/sources/", "data/site/"))]:
            del files[name]

    for what, path, code, words in (("a bit turned over", flipped(), 1, "not good"),
                                    ("no such file", os.path.join(home, "nothing.zip"), 1, "no such file"),
                                    ("no zip", os.path.join(TEMPLATES, "pdf.yaml"), 1, "not good"),
                                    ("no dossier", changed(bundle, home, no_letter), 1, "")):
        done = rebuild(program, path, into)
        score(done.returncode == code and words in done.stdout + done.stderr,
              f"{what}: exit code {done.returncode}: {done.stdout}{done.stderr}")
        score(not os.path.exists(into), f"{what}: a folder is left")
    os.mkdir(into)
    support.write(into, "mine", "kept\n")
    done = subprocess.run([program, "rebuild", "-o", into, bundle], capture_output=True, text=True)
    score(done.returncode == 2 and "not an empty folder" in done.stderr and os.listdir(into) == ["mine"],
          f"a folder with something in it: exit code {done.returncode}: {done.stderr}")


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    with tempfile.TemporaryDirectory(prefix="again.") as home:
        bundle = check_same(score, program, home)
        check_others(score, program, home, bundle)
        check_differences(score, program, home, bundle)
        check_refusals(score, program, home, bundle)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
