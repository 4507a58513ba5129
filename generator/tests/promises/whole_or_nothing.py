#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Whatever ends a build, each output is whole, the old one or the new one, and nothing else is left.

usage: whole_or_nothing.py PROGRAM [TEMPLATES]

Two dossiers that differ in one field are built once each. Then one's outputs stand in a folder while a build of the
other is made to fail there in every way that can be thought of, and what stands there is compared byte for byte.
"""

import contextlib
import fcntl
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import support  # noqa: E402
from support import NOBODY, OUTPUTS, fingerprint  # noqa: E402

STAGING = ".dossier-staging"
KILLS = 200 if support.LONG else 12
MOMENTS = 30 if support.LONG else 6
CROWDS = 20 if support.LONG else 3
# Kilobytes of memory between two trials.
STEP = 300 if support.LONG else 6000
MACHINE = 3


class Stage:
    """The program, the two dossiers, what each gives, and a folder where the old outputs stand."""

    def __init__(self, program, templates, home):
        self.program, self.templates, self.home = program, templates, home
        self.score = support.Score()
        self.folders, self.wholes = {}, {}
        for edition in ("old", "new"):
            folder = os.path.join(home, edition)
            os.mkdir(folder)
            support.all_kinds(folder, held=50)
            metadata = os.path.join(folder, "sources", "metadata.yaml")
            with open(metadata, encoding="utf-8") as file:
                text = file.read()
            with open(metadata, "w", encoding="utf-8") as file:
                file.write(text.replace('edition: "1"', f"edition: the {edition} one"))
            self.folders[edition] = folder
        self.out = os.path.join(home, "out")

    def prepare(self):
        for edition, folder in self.folders.items():
            out = os.path.join(self.home, f"whole {edition}")
            done = self.run(edition, out)
            if not self.score(done.returncode == 0, f"builds the {edition} outputs {done.stderr.strip()}"):
                return False
            self.wholes[edition] = {name: part(out, name) for name in OUTPUTS}
        self.reset()
        start = time.monotonic()
        self.run()
        self.seconds = time.monotonic() - start
        return self.score(all(self.wholes["old"][name] != self.wholes["new"][name] for name in OUTPUTS),
                          "the two differ in each output")

    def command(self, edition, out):
        return [self.program, "build", "-C", self.folders[edition], "-o", out, "--templates", self.templates]

    def run(self, edition="new", out=None, before=(), **options):
        return subprocess.run([*before, *self.command(edition, out or self.out)], stdin=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True, timeout=120, **options)

    def reset(self, out=None):
        out = out or self.out
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(os.path.join(self.home, "whole old"), out)

    def state(self, out=None):
        """For each output "old", "new", "none" or "BROKEN"."""
        out = out or self.out
        found = []
        for name in OUTPUTS:
            there = part(out, name)
            found.append(next((edition for edition in self.wholes if there == self.wholes[edition][name]),
                              "BROKEN" if there else "none"))
        return found

    def stands(self, words, done, message=None, out=None):
        """A failed run: exit code 3, the old outputs, nothing left."""
        out = out or self.out
        state, left = self.state(out), leftovers(out)
        fine = done.returncode == MACHINE and state == ["old"] * len(OUTPUTS) and not left
        fine = fine and (message is None or re.search(message, done.stderr))
        self.score(fine, f"{words}: the old outputs stand" if fine else
                   f"{words}: exit code {done.returncode}, {state}, left {left}, {done.stderr.strip()!r}")


def part(out, name):
    path = os.path.join(out, name)
    if os.path.isdir(path):
        return fingerprint(path)
    if os.path.isfile(path):
        with open(path, "rb") as file:
            return file.read()
    return None


def leftovers(out):
    """What stands beside the outputs and the cache, which any run may add to."""
    return sorted(set(os.listdir(out)) - {*OUTPUTS, "cache"}) if os.path.isdir(out) else []


# ---------------------------------------------------------------- the machine says no

def limit(kind, value):
    return lambda: resource.setrlimit(kind, (value, value))


def full_disk(stage):
    place = os.path.join(stage.home, "disk")
    os.mkdir(place)
    whole = sum(os.path.getsize(os.path.join(folder, name))
                for folder, _, names in os.walk(os.path.join(stage.home, "whole old")) for name in names) // 1024
    for share in support.spread((0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9), 4):
        size = f"size={int(whole * (1 + share)) + 200}k"
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", place],
                                 stderr=subprocess.PIPE, text=True)
        if mounted.returncode:
            print(f"skip a full disk: cannot mount a small one: {mounted.stderr.strip()}")
            return
        try:
            out = os.path.join(place, "out")
            stage.reset(out)
            # Fill what is free but for a share of what the build needs.
            room = os.statvfs(place)
            free = room.f_bavail * room.f_bsize - int(whole * 1024 * share)
            with open(os.path.join(place, "filler"), "wb") as file:
                file.write(bytes(max(free, 0)))
            done = stage.run(out=out)
            if done.returncode == 0:
                stage.score(stage.state(out) == ["new"] * len(OUTPUTS), f"a disk with {share:.0%} of the room: it was enough")
            else:
                stage.stands(f"a disk with {share:.0%} of the room", done, "no space left on the disk", out)
        finally:
            subprocess.run(["umount", place], check=True)


def small_files(stage):
    """The largest file that may be written, from nothing to all."""
    size = 1
    while True:
        stage.reset()
        done = stage.run(preexec_fn=limit(resource.RLIMIT_FSIZE, size))
        if done.returncode == 0:
            stage.score(stage.state() == ["new"] * len(OUTPUTS) and not leftovers(stage.out), f"files of {size} bytes: enough")
            return
        stage.stands(f"no file above {size} bytes", done, "the file would be too large")
        size *= 3 if support.LONG else 9


def few_files(stage):
    """With an empty cache: where nothing has to be drawn, a few are enough."""
    for count in range(4, 40, 3):
        stage.reset()
        shutil.rmtree(os.path.join(stage.out, "cache"))
        done = stage.run(preexec_fn=limit(resource.RLIMIT_NOFILE, count))
        if done.returncode == 0:
            stage.score(stage.state() == ["new"] * len(OUTPUTS) and not leftovers(stage.out), f"{count} open files: enough")
            return
        if done.returncode == 127:
            continue  # the loader could not even start it
        fine = done.returncode == MACHINE and stage.state() == ["old"] * len(OUTPUTS) and not leftovers(stage.out)
        stage.score(fine, f"{count} open files: exit code {done.returncode}, {stage.state()}, {done.stderr.strip()!r}")


def little_memory(stage):
    with open(stage.program, "rb") as file:
        if b"__asan_init" in file.read():
            print("skip little memory: a sanitizer needs more than there is")
            return
    tried = failed = 0
    for kilobytes in range(8000, 200000, STEP):
        small = {"preexec_fn": limit(resource.RLIMIT_AS, kilobytes << 10)}
        # Some libraries give up before the program's first line.
        if subprocess.run([stage.program, "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          **small).returncode:
            continue
        stage.reset()
        done = stage.run(**small)
        if done.returncode == 0:
            break
        tried += 1
        fine = done.returncode == MACHINE and stage.state() == ["old"] * len(OUTPUTS) and not leftovers(stage.out)
        failed += not fine
        if not fine:
            print(f"with {kilobytes} KB: exit code {done.returncode}, {stage.state()}, left {leftovers(stage.out)}, "
                  f"{done.stderr.strip()!r}")
    stage.score(tried and not failed, f"too little memory, {tried} sizes: the old outputs stand")


def unwritable(stage):
    root = os.getuid() == 0
    who = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if root else {}
    stage.reset()
    os.chmod(stage.out, 0o555)
    stage.stands("a folder that may not be written", stage.run(**who), "permission denied")
    os.chmod(stage.out, 0o755)
    parent = os.path.join(stage.home, "closed")
    os.mkdir(parent, 0o555)
    done = stage.run(out=os.path.join(parent, "a", "out"), **who)
    stage.score(done.returncode == MACHINE and not os.listdir(parent),
                f"a folder that may not be made: exit code {done.returncode} {done.stderr.strip()}")
    if not root:
        print("skip outputs of another user (this needs root)")
        return
    stage.reset()
    os.chown(stage.out, NOBODY, NOBODY)
    stage.stands("a folder of ours with a site of root's", stage.run(**who), "permission denied")


def names_taken(stage):
    def make(kind, path):
        shutil.rmtree(path, ignore_errors=True)
        with contextlib.suppress(OSError):
            os.unlink(path)
        if kind == "folder":
            os.mkdir(path)
        elif kind == "file":
            with open(path, "wb"):
                pass
        elif kind == "fifo":
            os.mkfifo(path)
        else:
            os.symlink("/nowhere", path)
    for name, kinds in (("site", ("file", "link", "fifo")), ("dossier.pdf", ("folder", "link", "fifo")),
                        ("dossier.zip", ("folder", "link", "fifo")), (STAGING, ("file", "link", "fifo"))):
        for kind in kinds:
            stage.reset()
            path = os.path.join(stage.out, name)
            make(kind, path)
            before = os.lstat(path)
            done = stage.run()
            state = [state for output, state in zip(OUTPUTS, stage.state()) if output != name]
            after = os.lstat(path)
            left = [leftover for leftover in leftovers(stage.out) if leftover != name]
            stage.score(done.returncode == MACHINE and set(state) == {"old"} and not left and name in done.stderr
                        and (before.st_ino, before.st_mode) == (after.st_ino, after.st_mode),
                        f"a {kind} with the name {name}: exit code {done.returncode}, {state}, left {left}, "
                        f"{done.stderr.strip()!r}")


def dependency_file(stage):
    """Outputs that stand without the file that tells make of what would never be made again."""
    stage.reset()
    for path in ("/dev/full", os.path.join(stage.home, "no", "such", "folder")):
        done = subprocess.run([*stage.command("new", stage.out), "--depfile", path], stderr=subprocess.PIPE, text=True)
        stage.stands(f"a dependency file that cannot be written ({os.path.basename(path)})", done, "cannot write")


def first_build(stage):
    """Where there was nothing, a failed build leaves nothing but what it found out of the enclosed pages."""
    out = os.path.join(stage.home, "not", "there")
    done = stage.run(out=out, preexec_fn=limit(resource.RLIMIT_FSIZE, 1000))
    left = os.listdir(out) if os.path.exists(out) else []
    stage.score(done.returncode == MACHINE and left in ([], ["cache"]), f"a failed first build leaves no output: {left}")


# ---------------------------------------------------------------- somebody says stop

def signals(stage):
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        caught = ended = 0
        wrong = []
        for step in range(MOMENTS):
            stage.reset()
            with subprocess.Popen(stage.command("new", stage.out), stderr=subprocess.PIPE, text=True) as child:
                time.sleep(stage.seconds * 1.1 * step / MOMENTS)
                child.send_signal(number)
                _, text = child.communicate(timeout=60)
            state = stage.state()
            if child.returncode == MACHINE:
                caught += 1
                fine = state == ["old"] * len(OUTPUTS) and f"stopped by {number.name}; the last good outputs stand" in text
            elif child.returncode == 0:
                ended += 1
                fine = state == ["new"] * len(OUTPUTS)
            else:  # before the program had anything to clear up
                fine = child.returncode == -number and state == ["old"] * len(OUTPUTS)
            if not fine or leftovers(stage.out):
                wrong.append(f"exit code {child.returncode}, {state}, left {leftovers(stage.out)}, {text.strip()!r}")
        stage.score(not wrong, f"{number.name} at {MOMENTS} moments, {caught} caught, {ended} too late "
                    + "; ".join(wrong[:3]))


def ignored_signals(stage):
    """nohup, and a shell's background job."""
    stage.reset()
    def ignore():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    with subprocess.Popen(stage.command("new", stage.out), preexec_fn=ignore) as child:
        for _ in range(20):
            child.send_signal(signal.SIGINT)
            time.sleep(stage.seconds / 20)
        code = child.wait(timeout=60)
    stage.score(code == 0 and stage.state() == ["new"] * len(OUTPUTS), "a signal that is to be ignored is ignored")


def kills(stage):
    """SIGKILL at random moments; the next run clears up. The two editions take turns."""
    choose = random.Random(1)
    stage.reset()
    standing, coming = "old", "new"
    wrong, seen, tried = [], {}, 0
    end = time.monotonic() + 40
    while tried < KILLS and (support.LONG or time.monotonic() < end):
        tried += 1
        with subprocess.Popen(stage.command(coming, stage.out), stderr=subprocess.DEVNULL) as child:
            # Half of them near the end, where names are swapped.
            time.sleep(stage.seconds * choose.uniform(0.6 if tried % 2 else 0, 1.1))
            child.kill()
        state = stage.state()
        seen[tuple(state)] = seen.get(tuple(state), 0) + 1
        if not set(state) <= {standing, coming}:
            wrong.append(f"{state} where {standing} stood and {coming} came")
        done = stage.run(coming)
        if done.returncode or stage.state() != [coming] * len(OUTPUTS) or leftovers(stage.out):
            wrong.append(f"next run: {done.returncode}, {stage.state()}, {leftovers(stage.out)}, {done.stderr.strip()}")
            stage.reset()
            standing, coming = "new", "old"
        standing, coming = coming, standing
    print(f"what stood after a kill: {seen}")
    stage.score(tried >= 10 and not wrong, f"SIGKILL at {tried} random moments " + "; ".join(wrong[:3]))


# ---------------------------------------------------------------- system calls made to fail; each_call.py does it one by one

def strace(words):
    return ["strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", *words]


def has_strace(stage):
    if not shutil.which("strace"):
        print("skip failing system calls: strace is not installed")
        return False
    done = stage.run(before=strace(["-e", "trace=none"]), env=traced())
    if done.returncode:
        print(f"skip failing system calls: strace cannot be used here: {done.stderr.strip()}")
    return done.returncode == 0


def traced():
    """A leak cannot be looked for while another program looks on."""
    return {**os.environ, "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"}


def lock_refused(stage):
    stage.reset()
    stage.stands("a lock that cannot be taken",
                 stage.run(before=strace(["-e", "trace=flock", "-e", "inject=flock:error=ENOLCK"]), env=traced()))


def without_exchange(stage):
    """A file system that cannot exchange two names: two renames instead, and a kill between them."""
    none = ["-e", "inject=renameat2:error=EINVAL"]
    stage.reset()
    done = stage.run(before=strace(["-e", "trace=renameat2", *none]), env=traced())
    stage.score(done.returncode == 0 and stage.state() == ["new"] * len(OUTPUTS) and not leftovers(stage.out),
                f"no exchange of names: swapped all the same {done.stderr.strip()}")
    wrong = []
    for what in ("signal=SIGKILL", "error=EIO"):
        for count in range(1, 12):
            stage.reset()
            done = stage.run(before=strace(["-e", "trace=renameat2,rename", *none,
                                            "-e", f"inject=rename:{what}:when={count}"]), env=traced())
            state = stage.state()
            if done.returncode == 0:
                break
            # Killed, a folder may be away for the moment; it is back after the next run, even one that fails.
            if what.startswith("error") and (state != ["old"] * len(OUTPUTS) or leftovers(stage.out)):
                wrong.append(f"rename {count} failed: {state}, {leftovers(stage.out)}")
            if "BROKEN" in state:
                wrong.append(f"rename {count}: {state}")
            stage.run(preexec_fn=limit(resource.RLIMIT_FSIZE, 1000))
            if set(stage.state()) - {"old", "new"} or leftovers(stage.out):
                wrong.append(f"rename {count}: {state}, then {stage.state()}, {leftovers(stage.out)}")
    stage.score(not wrong, "no exchange of names, killed or failing at each rename " + "; ".join(wrong[:3]))


# ---------------------------------------------------------------- two at once

def two_at_once(stage):
    stage.reset()
    staging = os.path.join(stage.out, STAGING)
    os.mkdir(staging)
    lock = os.open(staging, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    done = stage.run()
    stage.score(done.returncode == MACHINE and "another run" in done.stderr and stage.state() == ["old"] * len(OUTPUTS)
                and os.path.isdir(staging), f"a second run is refused: {done.stderr.strip()}")
    os.close(lock)
    done = stage.run()
    stage.score(done.returncode == 0 and stage.state() == ["new"] * len(OUTPUTS) and not leftovers(stage.out),
                "and may run when the first has ended")
    wrong, refused = [], 0
    for _ in range(CROWDS):
        stage.reset()
        children = [subprocess.Popen(stage.command("new", stage.out), stderr=subprocess.PIPE, text=True)
                    for _ in range(6)]
        ends = [(child.communicate(timeout=120)[1], child.returncode) for child in children]
        refused += sum(code == MACHINE and "another run" in text for text, code in ends)
        if any(code and not (code == MACHINE and "another run" in text) for text, code in ends) \
                or all(code for _, code in ends) or stage.state() != ["new"] * len(OUTPUTS) or leftovers(stage.out):
            wrong.append(f"{ends}, {stage.state()}, {leftovers(stage.out)}")
    stage.score(not wrong, f"six at once, {CROWDS} times, {refused} refused " + "; ".join(wrong[:2]))


def main():
    program = os.path.abspath(sys.argv[1])
    templates = os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else os.path.join(support.ROOT, "templates")
    with tempfile.TemporaryDirectory(prefix="whole_or_nothing.") as home:
        stage = Stage(*support.moved(program, templates, home), home)
        if stage.prepare():
            for edition in stage.wholes:
                support.check_pdf(stage.score, program, f"the {edition} outputs", os.path.join(home, f"whole {edition}"))
            for test in (full_disk, small_files, few_files, little_memory, unwritable, names_taken,
                         dependency_file, first_build, signals, ignored_signals, kills, two_at_once):
                test(stage)
            if has_strace(stage):
                lock_refused(stage)
                without_exchange(stage)
        return stage.score.end()


if __name__ == "__main__":
    sys.exit(main())
