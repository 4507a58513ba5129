#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Whole dossiers with files that are damaged, endless, lying or gone: each is built with the right pages, or ends in time
with a message that names the file, exit code 1 (or 3 where the machine failed), no outputs and no workers left; with
--keep-going what cannot be shown stands as illegible. The number of workers changes no byte, nor does the cache, empty
or damaged.

usage: taking.py PROGRAM
"""

import concurrent.futures
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import foreign  # noqa: E402
import support  # noqa: E402

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TEMPLATES = os.path.join(support.ROOT, "templates")
# What a file may take on a machine that does other things too.
SECONDS = 150
# So many are drawn for long enough to do something meanwhile.
PAGES = 32


def dossier(folder, files, pages, more=""):
    """A dossier whose enclosure A is these files, each (name, bytes), with so many pages."""
    for name in ("metadata.yaml", "letter.md"):
        with open(os.path.join(TESTS, "fixtures", name), encoding="utf-8") as file:
            support.write(folder, "sources/" + name, file.read())
    for name, data in files:
        support.write(folder, "attachments/" + name, data)
    names = ", ".join(f'"{name}"' for name, _ in files)
    support.write(folder, "attachments/manifest.yaml",
                  f"pages: {pages}\nenclosures:\n  - id: A\n    title: A report\n    title-from: document\n"
                  f"    files: [{names}]\n    pages: {pages}\n    status: held\n{more}")


def command(program, folder, *words, verb="build"):
    return [program, verb, "-C", folder, "--templates", TEMPLATES, *words]


def run(program, folder, *words, verb="build"):
    """Exit code, messages, dump; the code is None where it did not end in time."""
    try:
        done = subprocess.run(command(program, folder, *words, verb=verb), stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, errors="backslashreplace", timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return None, "", ""
    return done.returncode, done.stderr, done.stdout


def outputs(folder):
    """All that was made but the cache."""
    return {name: what for name, what in support.fingerprint(os.path.join(folder, "build")).items()
            if name.split("/")[0] != "cache"}


def statuses(dump):
    """Of each page, its status."""
    return re.findall(r"(?m)^  E\d+ A/\d+ ([a-z ]*?)(?: reason| authority| file|$)", dump)


# ---------------------------------------------------------------- Nasty files

def bomb(size):
    """A stream that unfolds to so many million zeros."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(10**6)) for _ in range(size)) + packer.flush()


def looping_forms(depth, width):
    """Forms that each draw the next so many times."""
    forms = [(f"/Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</X {6 + i} 0 R>>>>", "/X Do " * width)
             for i in range(depth)]
    return foreign.page_of("/X Do", "/XObject <</X 5 0 R>>", forms + [("/Subtype /Form /BBox [0 0 9 9]", "0 0 9 9 re f")])


def nasty():
    """A name for the file, what it is, its bytes, the pages that it is said to have, and the exit codes that are right."""
    good = foreign.pages([foreign.A4] * 3)
    either = (0, 1)
    for part in (5, 60, 99):
        yield "a.pdf", f"a PDF cut at {part} %", good[:len(good) * part // 100], 3, either
    yield "a.pdf", "no xref", good.replace(b"xref", b"fxer"), 3, either
    yield "a.pdf", "an xref that leads to itself", good.replace(b"trailer\n<<", b"trailer\n<</Prev %d " % good.index(b"xref")), 3, either
    yield "a.pdf", "a page tree that is a ring", good.replace(b"/Kids [3 0 R", b"/Kids [2 0 R"), 3, (1,)
    yield "a.pdf", "a page twice", good.replace(b"/Kids [3 0 R 4 0 R", b"/Kids [3 0 R 3 0 R"), 3, either
    yield "a.pdf", "no pages", foreign.pages([]), 1, (1,)
    yield "a.pdf", "a page of 0 × 0", foreign.pages(["/MediaBox [0 0 0 0]"]), 1, (1,)
    yield "a.pdf", "a page of 35 km", foreign.pages(["/MediaBox [0 0 99999999 99999999]"]), 1, (1,)
    yield "a.pdf", "content that is itself", foreign.pages([f"{foreign.A4} /Contents 3 0 R"]), 1, either
    yield "a.pdf", "content of 300 MB", foreign.pages([f"{foreign.A4} /Contents 4 0 R"], [("/Filter /FlateDecode", bomb(300))]), 1, either
    yield "a.pdf", "forms that draw ten each, 4 deep", looping_forms(4, 10), 1, either
    yield "a.pdf", "a form that draws itself", looping_forms(3, 1).replace(b"/X 7 0 R", b"/X 5 0 R"), 1, either
    yield "a.pdf", "an inline picture without an end", foreign.page_of("BI /W 9 /H 9 ID " + "x" * 500), 1, either
    yield "a.pdf", "states 9 pages", foreign.pages([foreign.A4]).replace(b"/Count 1", b"/Count 9"), 1, (1,)
    yield "a.tif", "a TIFF cut in its directory", foreign.tiff([foreign.fax()], data=bytes(4))[:40], 1, (1,)
    yield "a.tif", "directories in a ring", foreign.tiff([foreign.fax()] * 2, loop_to=0, data=bytes(4)), 2, either
    yield "a.tif", "10 million dots wide", foreign.tiff([foreign.fax(width=10**7)], data=bytes(4)), 1, (1,)
    yield "a.tif", "a strip beyond the end", foreign.tiff([foreign.fax(strip=(10**9, 10**9))], data=bytes(4)), 1, (1,)
    yield "a.png", "a PNG that states another size", foreign.png(states=(60000, 60000)), 1, (1,)
    yield "a.png", "a PNG of 0 × 5", foreign.png(states=(0, 5)), 1, (1,)
    yield "a.png", "a PNG cut short", foreign.png(ends=False)[:-40], 1, (1,)
    yield "a.jpg", "a JPEG without a picture", foreign.jpeg(), 1, either
    yield "a.webp", "a WebP without a picture", foreign.webp(), 1, either
    yield "a.jp2", "a JPEG 2000 without a picture", foreign.jp2(), 1, either
    pick = random.Random(5)
    for number in range(4):
        data = bytearray(foreign.page_of("BT ET 0 0 9 9 re f", more=["<</A 1>>"]))
        for _ in range(8):
            data[pick.randrange(9, len(data))] = pick.randrange(256)
        yield "a.pdf", f"a PDF with wrong bytes, {number}", bytes(data), 1, either


def bag_info(home):
    with zipfile.ZipFile(os.path.join(home, "build", "dossier.zip")) as bundle:
        return bundle.read(next(name for name in bundle.namelist() if name.endswith("/bag-info.txt")))


def check_nasty(program, folder, given, score):
    name, what, data, pages, codes = given
    home = tempfile.mkdtemp(dir=folder)
    dossier(home, [(name, data), ("good.pdf", foreign.pages([foreign.A4]))], pages + 1)
    begun = time.monotonic()
    code, said, dump = run(program, home, "--dump", "-j", "1")
    score(code in codes, f"{what}: exit code {code} after {time.monotonic() - begun:.0f} s: {said[-500:]}")
    if code == 0:
        score(statuses(dump) == ["held"] * (pages + 1), f"{what}: {statuses(dump)}")
        support.check_pdf(score, program, what, os.path.join(home, "build"))
    elif code is not None:
        score(f'"{name}"' in said, f"{what}: no word of the file: {said}")
        score(not outputs(home), f"{what}: outputs in spite of it")
        going, words, dump = run(program, home, "--dump", "--keep-going", "-j", "2")
        found = statuses(dump)
        # Numbers that do not agree stay an error.
        if "is to hold" not in words and "its files are to" not in words:
            score(going == 0 and len(found) == pages + 1 and found[-1] == "held" and "illegible" in found,
                  f"{what}: --keep-going: exit code {going}: {found} {words[-500:]}")
            support.check_pdf(score, program, f"{what}: --keep-going", os.path.join(home, "build"))
            score(going != 0 or b"\nBuild-Options: --keep-going\n" in bag_info(home),
                  f"{what}: the bundle does not tell of --keep-going")
    shutil.rmtree(home)


def check_encrypted(program, folder, score):
    """Each revision of encryption: with the owner's password alone the pages are shown, with the user's too they are not."""
    for words, revision in ((["40"], 2), (["128", "--use-aes=n", "--allow-weak-crypto"], 3), (["128", "--use-aes=y"], 4),
                            (["256", "--force-R5"], 5), (["256"], 6)):
        for user, right in (("", 0), ("secret", 1)):
            home = tempfile.mkdtemp(dir=folder)
            plain = os.path.join(home, "plain.pdf")
            support.write(home, "plain.pdf", foreign.pages([foreign.A4] * 2))
            made = subprocess.run(["qpdf", "--allow-weak-crypto", "--encrypt", user, "owner", words[0],
                                   *[word for word in words[1:] if word != "--allow-weak-crypto"], "--", plain,
                                   os.path.join(home, "a.pdf")], capture_output=True)
            if not score(made.returncode == 0, f"qpdf: {made.stderr}"):
                continue
            with open(os.path.join(home, "a.pdf"), "rb") as file:
                dossier(home, [("a.pdf", file.read())], 2)
            code, said, dump = run(program, home, "--dump")
            score(code == right and ("encrypted" in said if right == 0 else "password" in said),
                  f"encryption R{revision}, password {user!r}: exit code {code}: {said}")
            if not right:
                score(statuses(dump) == ["held"] * 2, f"encryption R{revision}: {statuses(dump)}")
                support.check_pdf(score, program, f"encryption R{revision}", os.path.join(home, "build"))


def check_places(program, folder, score):
    """What stands in a file's place."""
    def fifo(path):
        os.mkfifo(path)

    def unreadable(path):
        support.write(os.path.dirname(path), os.path.basename(path), foreign.pages([foreign.A4]))
        os.chmod(path, 0)
    for what, make in (("a fifo", fifo), ("a folder", os.mkdir), ("unreadable", unreadable),
                       ("a link to nowhere", lambda path: os.symlink("nowhere", path)),
                       ("a device", lambda path: os.symlink("/dev/zero", path))):
        if what == "unreadable" and not os.geteuid():
            continue
        home = tempfile.mkdtemp(dir=folder)
        dossier(home, [("a.pdf", b"")], 1)
        os.unlink(os.path.join(home, "attachments/a.pdf"))
        make(os.path.join(home, "attachments/a.pdf"))
        code, said, _ = run(program, home)
        score(code in (1, 3) and "a.pdf" in said, f"{what}: exit code {code}: {said}")
        score(not outputs(home), f"{what}: outputs")


# ---------------------------------------------------------------- The same bytes

def report(pages, seed=0):
    """A PDF whose pages have something on them each, that differs by page."""
    return foreign.pages([f"{foreign.A4} /Contents {3 + pages + i} 0 R" for i in range(pages)],
                         [("", f"0 g {20 + i} {50 + seed} {200 + i} 300 re f 1 0 0 rg 99 {500 + i} 50 50 re f") for i in range(pages)])


def spoil(path, pick):
    """Changes a byte, cuts, empties, or adds to a file."""
    with open(path, "rb") as file:
        data = bytearray(file.read())
    how = pick.randrange(5)
    if how == 0 and data:
        data[pick.randrange(len(data))] ^= 1 << pick.randrange(8)
    elif how == 1:
        del data[pick.randrange(len(data) + 1):]
    elif how == 2:
        data = bytearray()
    elif how == 3:
        data += b"more"
    else:
        data = bytearray(pick.randbytes(len(data)))
    with open(path, "wb") as file:
        file.write(data)


def check_same(program, folder, score):
    home = os.path.join(folder, "same")
    dossier(home, [("a.pdf", report(14)), ("b.pdf", report(5, 7)), ("c.docx", b"PK carried")], 20)
    expected = None
    for words in (("-j", "1"), ("-j", "2"), ("-j", "7")):
        shutil.rmtree(os.path.join(home, "build"), ignore_errors=True)
        code, said, _ = run(program, home, *words)
        found = outputs(home)
        expected = expected or found
        score(code == 0 and found == expected, f"{' '.join(words)}: exit code {code}, other bytes: {said[-300:]}")
    code, again, _ = run(program, home)
    score(code == 0 and outputs(home) == expected and again == said, f"once more: exit code {code}: {again[-300:]}")
    cache = os.path.join(home, "build", "cache")
    pick = random.Random(3)
    for turn in range(5):
        # An entry that the build had no need of is not made again.
        entries = sorted(os.path.join(where, name) for where, _, names in os.walk(cache) for name in names)
        score(len(entries) >= 21, f"{len(entries)} entries in the cache")
        for path in pick.sample(entries, len(entries) // 3):
            spoil(path, pick)
        if turn == 3:
            shutil.rmtree(os.path.join(cache, sorted(os.listdir(cache))[0]))
        if turn == 4:
            path = pick.choice([entry for entry in entries if os.path.exists(entry)])
            os.unlink(path)
            os.mkdir(path)
            os.rmdir(path)
        code, words, _ = run(program, home)
        score(code == 0 and outputs(home) == expected and words == said,
              f"a damaged cache, {turn}: exit code {code}: {words[-300:]}")
    # Other pages, and back: only they are drawn, and nothing of them is left.
    support.write(home, "attachments/b.pdf", report(5, 8))
    code, _, _ = run(program, home)
    score(code == 0 and outputs(home) != expected, "another file gives other outputs")
    support.write(home, "attachments/b.pdf", report(5, 7))
    code, _, _ = run(program, home)
    score(code == 0 and outputs(home) == expected, "the first file again gives the first outputs")
    support.check_pdf(score, program, "the same bytes", os.path.join(home, "build"))


# ---------------------------------------------------------------- Changes and signals in the midst

def workers():
    """Processes of the worker's name, by id, with the id of their parents."""
    found = {}
    for entry in os.listdir("/proc"):
        try:
            if entry.isdigit():
                with open(f"/proc/{entry}/stat", encoding="utf-8") as file:
                    name, _, rest = file.read().partition("(")[2].rpartition(")")
                if name in ("page-worker", "picture-worker"):
                    found[int(entry)] = int(rest.split()[1])
        except OSError:
            pass
    return found


def begin(program, home):
    """A build, and the ids of the workers that it has once it draws."""
    process = subprocess.Popen(command(program, home, "-j", "2"), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, text=True,
                               # A shell's background job ignores it, and so would the program.
                               preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    until = time.monotonic() + 30
    cache = os.path.join(home, "build", "cache")
    while time.monotonic() < until and process.poll() is None:
        mine = [worker for worker, parent in workers().items() if parent == process.pid]
        if mine and os.path.isdir(cache) and len(os.listdir(cache)) > 2:
            return process, mine
        time.sleep(0.002)
    return process, []


def check_signals(program, folder, score):
    for number, code in ((signal.SIGINT, 3), (signal.SIGTERM, 3), (signal.SIGKILL, -9)):
        home = os.path.join(folder, f"signal {number}")
        dossier(home, [("a.pdf", report(PAGES))], PAGES)
        process, mine = begin(program, home)
        if not score(bool(mine), f"signal {number}: no worker was seen"):
            process.kill()
            continue
        process.send_signal(number)
        _, said = process.communicate(timeout=SECONDS)
        score(process.returncode in (code, -number), f"signal {number}: exit code {process.returncode}: {said}")
        until = time.monotonic() + 5
        while set(mine) & set(workers()) and time.monotonic() < until:
            time.sleep(0.01)
        score(not set(mine) & set(workers()), f"signal {number}: workers are left")
        score(not outputs(home) or number == signal.SIGKILL, f"signal {number}: outputs {sorted(outputs(home))[:5]}")
        done, said, _ = run(program, home)
        score(done == 0, f"after signal {number}: exit code {done}: {said}")


def check_killed_worker(program, folder, score):
    """A worker that somebody else kills is no fault of the file."""
    home = os.path.join(folder, "killed")
    dossier(home, [("a.pdf", report(PAGES))], PAGES)
    process, mine = begin(program, home)
    if score(bool(mine), "killing a worker: none was seen"):
        os.kill(mine[0], signal.SIGKILL)
    _, said = process.communicate(timeout=SECONDS)
    score(process.returncode == 3 and "killed" in said and not outputs(home),
          f"a worker is killed: exit code {process.returncode}: {said}")
    score(run(program, home)[0] == 0, "a build after that")


def check_changes(program, folder, score):
    """The file grows, shrinks or is another by the time that it is drawn: nothing of that is kept."""
    def grow(path):
        with open(path, "ab") as file:
            file.write(b"\n% more\n")

    def shrink(path):
        os.truncate(path, 900)

    def replace(path):
        support.write(os.path.dirname(path), "new", report(PAGES, 1))
        os.rename(os.path.join(os.path.dirname(path), "new"), path)
    for change in (grow, shrink, replace):
        home = os.path.join(folder, change.__name__)
        dossier(home, [("a.pdf", report(PAGES))], PAGES)
        process, mine = begin(program, home)
        change(os.path.join(home, "attachments/a.pdf"))
        _, said = process.communicate(timeout=SECONDS)
        score(bool(mine) and process.returncode in (1, 3) and "a.pdf" in said and not outputs(home),
              f"{change.__name__}: exit code {process.returncode}: {said}")
        support.write(home, "attachments/a.pdf", report(PAGES))
        code, said, _ = run(program, home)
        found = outputs(home)
        shutil.rmtree(os.path.join(home, "build"))
        run(program, home)
        score(code == 0 and outputs(home) == found, f"after {change.__name__}: what was kept is of another file: {said}")


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    with tempfile.TemporaryDirectory(prefix="dossier-taking-") as folder:
        check_signals(program, folder, score)
        check_killed_worker(program, folder, score)
        check_changes(program, folder, score)
        check_same(program, folder, score)
        check_places(program, folder, score)
        check_encrypted(program, folder, score)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(lambda given: check_nasty(program, folder, given, score), nasty()))
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
