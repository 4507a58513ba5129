#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""A full disk and a sudden end at each system call that writes, for all that the program writes: site, PDF, bundle and
checksums, their signature, the parts of the PDF, the cache, a bundle made again, a manifest that is added to, texts that
are recognised. What stood there stands, or what was to come stands whole, and the next run is right.

usage: each_call.py [--jobs COUNT] PROGRAM [TEMPLATES]

A run that strace looks at tells how many calls of each kind there are. Then each is made to fail with ENOSPC in one run,
and is where SIGKILL comes in another; without LONG in the environment an even choice of them.
"""

import argparse
import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zlib

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import foreign  # noqa: E402
import rasters  # noqa: E402
import support  # noqa: E402

DONE, USAGE, MACHINE = 0, 2, 3
SECONDS = 120
# What may be left by what is killed, and the next run clears up.
LEFT = re.compile(r"(build/)?\.dossier-staging|.*\.new")
# Calls that write, by whether a full disk lets them fail. An openat is one of them where it makes a file.
CALLS = {"write": True, "pwrite64": True, "openat": True, "mkdir": True, "mkdirat": True, "rename": True, "renameat2": True,
         "linkat": True, "link": True, "symlink": True, "ftruncate": True, "copy_file_range": True, "fsync": True,
         "unlink": False, "unlinkat": False, "rmdir": False, "chmod": False, "fchmod": False, "utimensat": False}
# Only at these calls is the program held up; tesseract's threads would be for minutes.
STRACE = ("strace", "-f", "--seccomp-bpf", "-qq", "-o")
# Where not all are tried: so many, of the calls of write one in twelve among them, and each swap of a build.
CHOICE = 20

METADATA = "identifier: each.1\ntitle: A letter\ndate: 2020-02-29\npublished: 2026-11-24\nlanguages: [en]\n" \
    "sender: {name: A sender}\nedition: the %s one\n"
LETTER = "# A letter\n\nSee [the report](enclosure:A) and ![the seal](pictures/seal.png).\n\nEncl.: 4 pages\n"
MANIFEST = """\
pages: 4
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
  - id: C
    title: Notes
    title-from: document
    pages: 1
    file: notes.txt
    status: held
"""
NOISE = 60000


def report():
    """Two pages with a picture each that does not compress, so that there is something to split."""
    entries, objects = [], []
    noise = b"".join(zlib.crc32(bytes([i % 256, i // 256])).to_bytes(4, "big") for i in range(NOISE // 4))
    for page in range(2):
        first = 5 + 2 * page
        entries.append(f"{foreign.A4} /Contents {first} 0 R /Resources <</XObject <</X {first + 1} 0 R>>>>")
        objects += [("", "q 400 0 0 500 90 200 cm /X Do Q"),
                    (f"/Type /XObject /Subtype /Image /Width 100 /Height {NOISE // 100} /BitsPerComponent 8"
                     " /ColorSpace /DeviceGray", noise)]
    return foreign.pages(entries, objects)


def lay(folder, edition="old"):
    support.write(folder, "sources/metadata.yaml", METADATA % edition)
    support.write(folder, "sources/letter.md", LETTER)
    support.write(folder, "sources/pictures/seal.png", support.png(40, 30))
    support.write(folder, "attachments/manifest.yaml", MANIFEST)
    support.write(folder, "attachments/report.pdf", report())
    support.write(folder, "attachments/fax.tif", rasters.tiff([(rasters.quarters(rasters.BITS), {
        "bits": 1, "compression": rasters.G4, "photometric": rasters.WHITE_IS_0}, {"dpi": (100, 100)})]))
    support.write(folder, "attachments/notes.txt", "notes\n")


def traced():
    """A leak cannot be looked for while another program looks on."""
    return {**os.environ, "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"}


class Command:
    """A call of the program in a folder that is laid for it, what stands there before, and what after.

    Its units are what is whole or is not, by name. One that is `stepwise` may end when some of them are new."""

    stepwise = False

    def __init__(self, program, templates, home):
        self.program, self.templates, self.home = program, templates, home
        self.name = type(self).__name__.lower()
        self.before = os.path.join(home, self.name)
        os.makedirs(self.before)
        self.prepare(self.before)
        self.old, self.new, self.points = {}, {}, []

    def call(self, words, place, before=()):
        return subprocess.run([*before, self.program, *words], cwd=place, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=SECONDS, env=traced())

    def needed(self, words, place):
        done = self.call(words, place)
        if done.returncode != DONE:
            raise RuntimeError(f"{self.name}: cannot be prepared: {done.stderr}")

    def copy(self):
        place = tempfile.mkdtemp(dir=self.home)
        shutil.copytree(self.before, place, dirs_exist_ok=True)
        return place

    def learn(self, score):
        """What stands before and after, and the points of a run."""
        place, trace = self.copy(), os.path.join(self.home, self.name + ".trace")
        self.old = self.units(place)
        done = self.call(self.words, place, [*STRACE, trace, "-e", "trace=" + ",".join(CALLS)])
        self.new = self.units(place)
        score(done.returncode == DONE and self.old != self.new, f"{self.name}: {done.stderr}")
        shutil.rmtree(place)
        self.points = [(self, call, count, full) for call, counts in calls_of(trace).items() for count in sorted(counts)
                       for full in ([True, False] if CALLS[call] else [False])]

    def states(self, place):
        """For each unit "old", "new", "same" or "BROKEN"; and what else stands there."""
        found = self.units(place)
        states = {}
        for name in {**self.old, **self.new}:
            is_old, is_new = (found.get(name) == of.get(name) for of in (self.old, self.new))
            states[name] = "same" if is_old and is_new else "old" if is_old else "new" if is_new else "BROKEN"
        return states, sorted(set(found) - set(states))

    def is_wrong(self, done, states, left, full):
        kinds = set(states.values()) - {"same"}
        if "BROKEN" in kinds:
            return True
        if done.returncode == DONE:
            return kinds != {"new"} or left
        if not full:
            return any(not LEFT.fullmatch(name) for name in left)
        return done.returncode != MACHINE or not done.stderr.strip() or left or "new" in kinds and not self.stepwise

    def examine(self, call, count, full):
        """What is wrong where that call finds no room, or is where the end comes; or None."""
        place = self.copy()
        inject = f"inject={call}:{'error=ENOSPC' if full else 'signal=SIGKILL'}:when={count}"
        try:
            done = self.call(self.words, place, [*STRACE, "/dev/null", "-e", f"trace={call}", "-e", inject])
            states, left = self.states(place)
            said = f"exit code {done.returncode}, {states}, left {left}, {done.stderr.strip()!r}"
            if self.is_wrong(done, states, left, full):
                return said
            done = self.call(self.words, place)
            if done.returncode == USAGE and self.make_room(place):
                done = self.call(self.words, place)
            states, left = self.states(place)
            if done.returncode != DONE or self.is_wrong(done, states, left, full):
                return f"{said}; the next run: exit code {done.returncode}, {states}, left {left}, {done.stderr.strip()!r}"
            return None
        finally:
            shutil.rmtree(place)

    def make_room(self, place):
        """What somebody does who is told that there is something where the next run is to write."""
        return False


class Build(Command):
    """Another edition, where one stands."""

    more = ()

    @property
    def words(self):
        return ["build", "-C", "dossier", "-o", "out", "--templates", self.templates, *self.more]

    def prepare(self, place):
        for edition in ("old", "new"):
            lay(os.path.join(place, "dossier"), edition)
            if edition == "old":
                self.needed(self.words, place)

    def units(self, place):
        return units(os.path.join(place, "out"))


class Cold(Build):
    """With an empty cache, and workers."""

    def prepare(self, place):
        super().prepare(place)
        shutil.rmtree(os.path.join(place, "out/cache"))


class Signed(Build):
    more = ("--sign-with", "key")

    def prepare(self, place):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", os.path.join(place, "key")], check=True)
        super().prepare(place)


class Split(Build):
    more = ("--split", str(NOISE * 2))


class Rebuild(Command):
    """The inputs are taken out first, and stay when what is made of them fails."""

    stepwise = True
    words = ["rebuild", "-o", "out", "dossier.zip"]

    def prepare(self, place):
        made = os.path.join(place, "made")
        lay(made)
        self.needed(["build", "-C", "made", "--only", "bundle", "--templates", self.templates], place)
        shutil.move(os.path.join(made, "build/dossier.zip"), place)
        shutil.rmtree(made)

    def units(self, place):
        out = os.path.join(place, "out")
        found = units(out)
        found.pop("build", None)
        return {**found, **{"build/" + name: value for name, value in units(os.path.join(out, "build")).items()}}

    def make_room(self, place):
        shutil.rmtree(os.path.join(place, "out"))
        return True


class Add(Command):
    words = ["add", "-C", "dossier", "--write", "more.txt"]

    def prepare(self, place):
        lay(os.path.join(place, "dossier"))
        support.write(place, "dossier/attachments/more.txt", "more\n")

    def units(self, place):
        return units(os.path.join(place, "dossier/attachments"))


class Ocr(Add):
    """The text of each file is whole."""

    stepwise = True
    words = ["ocr", "-C", "dossier", "-q", "B"]


def units(folder):
    """What stands in a folder, by name, but for a cache."""
    found = {}
    for name in os.listdir(folder) if os.path.isdir(folder) else ():
        path = os.path.join(folder, name)
        if os.path.isdir(path):
            found[name] = support.fingerprint(path)
        elif name != "cache":
            with open(path, "rb") as file:
                found[name] = file.read()
    found.pop("cache", None)
    return found


def calls_of(trace):
    """Of each call that writes, which ones of a process there are, counted from 1, as strace counts them."""
    counts, found = {}, {}
    with open(trace, encoding="utf-8", errors="replace") as file:
        for line in file:
            match = re.match(r"(\d+) +(\w+)\(", line)
            if not match or match[2] not in CALLS:
                continue
            counts[match.groups()] = counts.get(match.groups(), 0) + 1
            if match[2] != "openat" or "O_CREAT" in line:
                found.setdefault(match[2], set()).add(counts[match.groups()])
    return found


def choice(points):
    swaps = [point for point in points if point[0].name == "build" and point[1] == "renameat2"]
    others = [point for point in points if point not in swaps and (point[1] != "write" or point[2] % 12 == 0)]
    return swaps + support.spread(others, CHOICE)


def can_trace(program):
    if not shutil.which("strace"):
        print("skip: strace is not installed")
        return False
    done = subprocess.run([*STRACE, "/dev/null", "-e", "trace=write", program, "--version"], capture_output=True, text=True,
                          env=traced())
    if done.returncode:
        print(f"skip: strace cannot be used here: {done.stderr.strip()}")
    return not done.returncode


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("program", type=os.path.abspath)
    parser.add_argument("templates", type=os.path.abspath, nargs="?", default=os.path.join(support.ROOT, "templates"))
    options = parser.parse_args()
    score = support.Score()
    if not can_trace(options.program):
        score(True, "nothing is tried")
        return score.end()
    kinds = [Build, Cold, Signed, Split, Rebuild, Add]
    if os.path.exists(os.path.join(os.path.dirname(options.program), "../libexec/dossier/ocr-worker")):
        kinds.append(Ocr)
    with tempfile.TemporaryDirectory(prefix="dossier-each-call-") as home:
        points = []
        for kind in kinds:
            command = kind(options.program, options.templates, home)
            command.learn(score)
            print(f"{command.name}: {len(command.points)} points")
            points += command.points
        chosen = points if support.LONG else choice(points)
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            for point, wrong in zip(chosen, pool.map(lambda point: point[0].examine(*point[1:]), chosen)):
                command, call, count, full = point
                score(not wrong, f"{command.name}: {'no room' if full else 'SIGKILL'} at {call} {count}: {wrong}")
        print(f"{len(chosen)} of {len(points)} points")
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
