#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""A build that finds all as the last one saw and left it does nothing; where anything else is, its outputs are those of a
build from scratch.

usage: nothing_changed.py PROGRAM [TEMPLATES]
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import foreign  # noqa: E402
import rasters  # noqa: E402
import support  # noqa: E402

METADATA = "identifier: same.1\ntitle: A letter\ndate: 2020-02-29\npublished: 2026-11-24\nlanguages: [en]\n" \
    "sender: {name: A sender}\n"
LETTER = "# A letter\n\nThe word is alpha. See [the report](enclosure:A) and ![the seal](seal.png).\n\nEncl.: 3 pages\n"
MANIFEST = """\
pages: 3
enclosures:
  - id: A
    title: A report
    title-from: document
    pages: 2
    file: report.pdf
    status: held
  - id: B
    title: A fax
    title-from: document
    pages: 1
    file: fax.tif
    status: held
"""


def report(grey):
    content = f"{grey} g 100 100 200 200 re f"
    return foreign.pages([f"{foreign.A4} /Contents 5 0 R", f"{foreign.A4} /Contents 5 0 R"], [("", content)])


def fax():
    return rasters.tiff([(rasters.quarters(rasters.BITS), {"bits": 1, "compression": rasters.G4,
                                                           "photometric": rasters.WHITE_IS_0}, {})])


class Dossier:
    def __init__(self, program, templates, folder):
        self.program, self.templates, self.folder = program, templates, folder
        support.write(folder, "sources/metadata.yaml", METADATA)
        support.write(folder, "sources/letter.md", LETTER)
        support.write(folder, "sources/seal.png", support.png(40, 30))
        support.write(folder, "attachments/manifest.yaml", MANIFEST)
        support.write(folder, "attachments/report.pdf", report("0.1"))
        support.write(folder, "attachments/fax.tif", fax())

    def path(self, name):
        return os.path.join(self.folder, name)

    def command(self, *more, out="build"):
        return [self.program, "build", "-C", self.folder, "-o", self.path(out), "--templates", self.templates, *more]

    def build(self, *more, out="build"):
        return subprocess.run(self.command(*more, out=out), capture_output=True, text=True)

    def stamped(self, *more):
        """Built so that the next call has nothing to do: what was read is older than the build that read it."""
        time.sleep(0.02)
        self.build(*more)
        done = self.build(*more)
        return done.returncode == 0 and os.path.exists(self.path("build/cache/last-build"))

    def times(self):
        """What tells whether a build did anything."""
        found = {}
        for name in (*support.OUTPUTS, "SHA256SUMS", "site/index.html", "site/e1.html"):
            if os.path.exists(self.path("build/" + name)):
                status = os.lstat(self.path("build/" + name))
                found[name] = (status.st_ino, status.st_ctime_ns)
        return found

    def scratch(self, *more):
        shutil.rmtree(self.path("scratch"), ignore_errors=True)
        done = self.build(*more, out="scratch")
        return done, support.fingerprint(self.path("scratch")) if done.returncode == 0 else None


def put_back_times(path, change):
    """Changes a file's bytes, its size and times remaining."""
    before = os.stat(path)
    change(path)
    assert os.stat(path).st_size == before.st_size
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def overwrite(old, new):
    def change(path):
        with open(path, "r+b") as file:
            data = file.read()
            assert data.count(old)
            file.seek(0)
            file.write(data.replace(old, new))
    return change


def edit(name, old, new):
    return lambda dossier: put_back_times(dossier.path(name), overwrite(old, new))


def put(name, data):
    return lambda dossier: support.write(dossier.folder, name, data)


def remove(name):
    return lambda dossier: os.remove(dossier.path(name))


def move_in(name, data):
    """Another file takes the place of one, with its size and times."""
    def change(dossier):
        path = dossier.path(name)
        before = os.stat(path)
        support.write(dossier.folder, "elsewhere", data)
        os.utime(dossier.path("elsewhere"), ns=(before.st_atime_ns, before.st_mtime_ns))
        os.rename(dossier.path("elsewhere"), path)
    return change


def swap_link(dossier):
    """sources/ becomes a link to a folder with the same names, sizes and times."""
    shutil.copytree(dossier.path("sources"), dossier.path("other"))
    put_back_times(dossier.path("other/letter.md"), overwrite(b"omega", b"gamma"))
    os.rename(dossier.path("sources"), dossier.path("was"))
    os.symlink("other", dossier.path("sources"))


def own_templates(dossier):
    shutil.copytree(dossier.templates, dossier.path("templates"))
    put_back_times(dossier.path("templates/pdf.yaml"), overwrite(b"contents: Contents", b"contents: Contains"))


CHANGES = [
    ("a word of the letter", edit("sources/letter.md", b"alpha", b"omega")),
    ("another letter in its place", move_in("sources/letter.md", LETTER.replace("alpha", "omega"))),
    ("the metadata", edit("sources/metadata.yaml", b"A sender", b"B sender")),
    ("the manifest", edit("attachments/manifest.yaml", b"A report", b"B report")),
    ("a picture of the letter", move_in("sources/seal.png", support.png(30, 40))),
    ("an enclosed file", move_in("attachments/report.pdf", report("0.9"))),
    ("an enclosed file, in place", edit("attachments/report.pdf", b"0.9 g", b"0.7 g")),
    ("a text beside a scan", put("attachments/fax.tif.txt", "words beside\n")),
    ("sources/ as a link", swap_link),
    ("templates of its own", own_templates),
    ("a page of the site, in place", edit("build/site/letter.html", b"The word", b"The WORD")),
    ("a page of the site that is gone", remove("build/site/e1.html")),
    ("a file of its own in the site", put("build/site/mine.html", "mine")),
    ("the site, gone", lambda dossier: shutil.rmtree(dossier.path("build/site"))),
    ("another PDF", put("build/dossier.pdf", "%PDF-1.7\n")),
    ("the bundle, in place", edit("build/dossier.zip", b"letter.md", b"LETTER.MD")),
    ("the checksums, gone", remove("build/SHA256SUMS")),
    ("the cache, gone", lambda dossier: shutil.rmtree(dossier.path("build/cache"))),
    ("a stamp that is cut", lambda dossier: os.truncate(dossier.path("build/cache/last-build"), 1000)),
]


def check_changes(score, dossier):
    """One after the other, each after a build that had nothing to do."""
    time.sleep(0.02)
    dossier.build()
    score(os.path.exists(dossier.path("build/cache/last-build")), "the first build is remembered")
    for what, change in CHANGES:
        score(dossier.stamped(), f"{what}: nothing to do beforehand")
        change(dossier)
        done = dossier.build()
        scratch, wanted = dossier.scratch()
        score(done.returncode == scratch.returncode == 0, f"{what}: builds: {done.stderr} {scratch.stderr}")
        score(support.fingerprint(dossier.path("build")) == wanted, f"{what}: as from scratch")
    score(dossier.stamped(), "nothing to do beforehand")
    os.remove(dossier.path("attachments/fax.tif.txt"))
    dossier.build()
    score(support.fingerprint(dossier.path("build")) == dossier.scratch()[1], "a text beside a scan that is gone")


def check_nothing(score, dossier):
    score(dossier.stamped("-q"), "a stamp")
    before = dossier.times()
    done = dossier.build("-q")
    score(done.returncode == 0 and not done.stdout and not done.stderr, f"nothing is said: {done.stderr}")
    score(dossier.times() == before, "nothing is made")
    score(dossier.stamped("-v"), "a stamp with -v")
    before = dossier.times()
    done = dossier.build("-v")
    score(dossier.times() == before, "nothing is made with -v")
    score("note: all is as the last build saw and left it" in done.stderr, f"-v says so: {done.stderr}")
    os.utime(dossier.path("sources/letter.md"))
    dossier.build("-v")
    score(dossier.times() != before, "a letter that was touched is read again")


def check_options(score, dossier):
    for more in (["--only", "site"], ["--style", "court"], ["--keep-going"]):
        dossier.stamped()
        before = dossier.times()
        done = dossier.build(*more)
        score(done.returncode == 0 and dossier.times() != before, f"{more}: another call is another build")
        score(dossier.build(*more).returncode == 0, f"{more}: again")
    done = dossier.build("--depfile", dossier.path("build/d"))
    dossier.stamped("--depfile", dossier.path("build/d"))
    os.remove(dossier.path("build/d"))
    dossier.build("--depfile", dossier.path("build/d"))
    score(os.path.exists(dossier.path("build/d")), "a dependency file that is gone is written")
    done = dossier.build("--dump")
    score(done.stdout and dossier.build("--dump").stdout == done.stdout, "what is asked for is printed each time")


def check_warnings(score, dossier):
    put("sources/letter.md", "\ufeff" + LETTER)(dossier)
    time.sleep(0.02)
    first = dossier.build()
    before = dossier.times()
    again = dossier.build()
    score("byte order mark" in first.stderr and again.stderr == first.stderr, f"warnings come again: {again.stderr}")
    score(dossier.times() == before, "nothing is made where there are warnings")
    score(dossier.build("-q").stderr == "", "-q keeps them back")
    put("sources/letter.md", LETTER)(dossier)


def check_failures(score, dossier):
    dossier.stamped()
    before = os.stat(dossier.path("sources/letter.md"))
    put("sources/letter.md", LETTER.replace("3 pages", "4 pages"))(dossier)
    score(dossier.build().returncode == 1, "a letter that is wrong stops the build")
    score(dossier.build().returncode == 1, "and again")
    score(not os.path.exists(dossier.path("build/cache/last-build")), "a build that fails is not remembered")
    put("sources/letter.md", LETTER)(dossier)
    os.utime(dossier.path("sources/letter.md"), ns=(before.st_atime_ns, before.st_mtime_ns))
    score(dossier.build().returncode == 0, "mended it builds")
    score(support.fingerprint(dossier.path("build")) == dossier.scratch()[1], "as from scratch")


def said(dossier):
    with open(dossier.path("build/site/letter.html"), encoding="utf-8") as file:
        return re.search(r"The word is (\w+)", file.read()).group(1)


def check_quick(score, dossier):
    """Words of one length, changed as quickly as the machine can, before a build and while one runs."""
    path = dossier.path("sources/letter.md")
    stale = 0
    for turn in range(10):
        word = f"w{turn:04}"
        put_back_times(path, lambda path: support.write(dossier.folder, "sources/letter.md",
                                                        LETTER.replace("alpha", word)))
        dossier.build()
        stale += said(dossier) != word
        dossier.build()
        stale += said(dossier) != word
    score(not stale, f"{stale} of 20 builds missed a word that had just changed")
    stale = 0
    # LeakSanitizer stops the program too, and waits for ever where it goes on in between.
    calm = dict(os.environ, ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0")
    for turn in range(10):
        word = f"v{turn:04}"
        with open(os.devnull, "w", encoding="utf-8") as null:
            running = subprocess.Popen(dossier.command(), stderr=null, env=calm)
        time.sleep(0.004 * turn)
        running.send_signal(signal.SIGSTOP)
        put_back_times(path, lambda path: support.write(dossier.folder, "sources/letter.md",
                                                        LETTER.replace("alpha", word)))
        running.send_signal(signal.SIGCONT)
        running.wait()
        dossier.build()
        stale += said(dossier) != word
    score(not stale, f"{stale} of 10 builds missed a word that changed while one ran")


def check_face(score, dossier, home):
    """A face that is put into a folder where it is looked for first."""
    templates = os.path.join(home, "templates")
    shutil.copytree(dossier.templates, templates)
    faces = os.path.join(home, "faces")
    os.makedirs(faces)
    with open(os.path.join(templates, "pdf.yaml"), encoding="utf-8") as file:
        settings = file.read()
    with open(os.path.join(templates, "pdf.yaml"), "w", encoding="utf-8") as file:
        file.write(re.sub(r"(?m)^(  folders:\n)", rf"\1    - {faces}\n", settings))
    regular = re.search(r"(?m)^  regular: \[([^],]+)", settings).group(1)
    bold = re.search(r"(?m)^  bold: \[([^],]+)", settings).group(1)
    folders = re.findall(r"(?m)^    - (/\S+)", settings)
    found = next(os.path.join(folder, bold) for folder in folders if os.path.exists(os.path.join(folder, bold)))
    dossier.templates = templates
    score(dossier.stamped(), "a stamp with a folder of faces")
    shutil.copy(found, os.path.join(faces, regular))
    dossier.build()
    score(support.fingerprint(dossier.path("build")) == dossier.scratch()[1], "a face that is found first")


def check_program(score, dossier, home):
    """The programs themselves."""
    moved = os.path.join(home, "moved")
    os.mkdir(moved)
    dossier.program, _ = support.moved(dossier.program, dossier.templates, moved)
    for name in ("bin/dossier", "libexec/dossier/page-worker", "libexec/dossier/picture-worker"):
        score(dossier.stamped(), f"{name}: nothing to do beforehand")
        before = dossier.times()
        shutil.copy(os.path.join(moved, name), os.path.join(home, "new"))
        os.rename(os.path.join(home, "new"), os.path.join(moved, name))
        dossier.build()
        score(dossier.times() != before, f"{name}: a new program builds anew")


def main():
    program = os.path.abspath(sys.argv[1])
    templates = os.path.abspath(sys.argv[2] if len(sys.argv) > 2 else os.path.join(support.ROOT, "templates"))
    score = support.Score()
    checks = (check_nothing, check_changes, check_options, check_warnings, check_failures, check_quick)
    with tempfile.TemporaryDirectory(prefix="dossier-nothing-") as home:
        for check in checks:
            check(score, Dossier(program, templates, os.path.join(home, check.__name__)))
        for check in (check_face, check_program):
            folder = os.path.join(home, check.__name__)
            check(score, Dossier(program, templates, os.path.join(folder, "dossier")), folder)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
