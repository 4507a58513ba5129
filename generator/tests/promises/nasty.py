#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Files that unfold, call themselves, lie or never end, each an enclosure of one dossier among good ones: with
--keep-going each is shown as it is or is illegible with its reason, and all others are there; without it, each that cannot
be read is an error at its place, and nothing is made. None takes longer than the settings give it, more memory than a
worker has, or leaves out a page.

usage: nasty.py PROGRAM
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import bombs  # noqa: E402
import foreign  # noqa: E402
import rasters  # noqa: E402
import support  # noqa: E402

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MILLION = 10**6
# enclosed.seconds: what the slow ones are given; more where others keep the machine busy.
SECONDS = round(3 * max(1, os.getloadavg()[0] / os.cpu_count() / 2))
MEMORY = 1100 * 1024  # KB, of a worker
MANY = 100_000
SHOWN = ""
# Reasons that are known only once a page is drawn.
# It takes memory as long as it runs: how fast the machine is tells which of both limits it meets.
ENDED = "(?:too long|crashed)"
DRAWN = "too long", ENDED, "cannot be decoded", "memory does not"


def pictures():
    """Name, bytes, and a part of the reason for which it is illegible, or SHOWN."""
    yield "unfolds to 2.7 GB.png", bombs.png(30000, 30000, 8, 2), "MB of memory"
    yield "400 million dots of a bit.png", bombs.png(20000, 20000, 1), SHOWN
    yield "a line.png", bombs.png(60000, 10), SHOWN
    yield "words that unfold.png", bombs.png_words(500 * MILLION), SHOWN
    yield "unfolds to 2.7 GB.tif", bombs.tiff(30000, 30000, bombs.zeros(2700 * MILLION), 8, 3), "MB of memory"
    yield "has 2.7 GB more than it states.tif", bombs.tiff(1000, 1000, bombs.zeros(2700 * MILLION), 8, 3), SHOWN
    yield "3600 million dots.tif", bombs.tiff(60000, 60000, bytes(8), 4, 1, 1), "cannot be decoded"
    yield "10 million dots wide.tif", bombs.tiff(10**7, 1, bytes(8), 4, 1, 1), "10000000 × 1 pixels"
    yield "directories in a ring.tif", foreign.tiff([foreign.fax()] * 3, loop_to=1, data=b"data"), "circle"
    yield "small.webp", bombs.webp(300, 400), SHOWN
    yield "268 million dots.webp", bombs.webp(16383, 16383), "MB of memory"
    yield "states 4 thousand million dots.jpg", bombs.jpeg_sized(65000, 65000), "MB of memory"
    yield "states 400 million dots.jpg", bombs.jpeg_sized(20000, 20000), "MB of memory"
    yield "5000 scans.jpg", bombs.jpeg_scans(6000, 6000, 5000), "too long"
    yield "states another size.jp2", bombs.jp2_sized(30000, 30000), "MB of memory"
    yield "a box of 7 bytes.jp2", bombs.jp2_box(7), SHOWN
    yield "a box of 4 GB.jp2", bombs.jp2_box(0xFFFFFFFF), SHOWN
    yield "a head and no more.jp2", foreign.jp2(), "cannot be decoded"


def documents():
    grey = "/ColorSpace /DeviceGray /BitsPerComponent"
    yield "good.pdf", foreign.page_of("0 g 72 72 200 300 re f"), SHOWN
    yield "jbig2.pdf", bombs.jbig2(65000, 65000), "too long"
    yield "jbig2, small.pdf", bombs.jbig2(600, 800), SHOWN
    yield "a picture that is not there.pdf", bombs.with_image(f"/Width 9 /Height 9 {grey} 8", "abc"), SHOWN
    yield "a predictor of 64 GB.pdf", bombs.with_image(
        f"/Width 10 /Height 10 {grey} 8 /Filter /FlateDecode /DecodeParms <</Predictor 15 /Columns 2147483647 /Colors 32>>",
        bombs.zeros(1000)), SHOWN
    yield "a glyph that draws itself.pdf", bombs.type3(1, True), "memory does not"
    yield "glyphs that draw thirty each.pdf", bombs.type3(30, False), "memory does not"
    yield "a pattern of itself.pdf", bombs.own_pattern(), SHOWN
    yield "patterns of patterns.pdf", bombs.patterns(4, 3), "too long"
    yield "functions of functions.pdf", bombs.shading(24), ENDED
    yield "a long calculation.pdf", bombs.calculated(20000, 50), "too long"
    yield "a mask of itself.pdf", bombs.soft_mask(), "memory does not"
    yield "groups in groups.pdf", bombs.groups(6, 12), "too long"
    yield "objects in themselves.pdf", bombs.object_streams(), SHOWN
    yield "a million dashes.pdf", bombs.dashes(), SHOWN
    yield "no pages.pdf", foreign.pages([]), "no pages"
    yield "0 × 0.pdf", foreign.pages(["/MediaBox [0 0 0 0]"]), "no size"
    yield "35 km.pdf", foreign.pages(["/MediaBox [0 0 99999999 99999999]"]), "35 metres"
    yield "the last.pdf", foreign.page_of("0 g 72 72 99 300 re f"), SHOWN


def lay(folder, held):
    """A dossier that has each of these files as an enclosure of one page."""
    for name in ("metadata.yaml", "letter.md"):
        with open(os.path.join(TESTS, "fixtures", name), encoding="utf-8") as file:
            support.write(folder, "sources/" + name, file.read())
    manifest = f"pages: {sum(pages for _, _, pages in held)}\nenclosures:\n"
    for number, (name, data, pages) in enumerate(held, 1):
        if data is not None:
            support.write(folder, "attachments/" + name, data)
        manifest += f"  - id: N{number}\n    title: \"{name}\"\n    title-from: document\n    file: \"{name}\"\n" \
            f"    pages: {pages}\n    status: held\n"
    support.write(folder, "attachments/manifest.yaml", manifest)
    templates = os.path.join(folder, "templates")
    if not os.path.isdir(templates):
        shutil.copytree(os.path.join(support.ROOT, "templates"), templates)
        with open(os.path.join(templates, "pdf.yaml"), encoding="utf-8") as file:
            settings = file.read()
        support.write(templates, "pdf.yaml", re.sub(r"(?m)^  seconds: \d+", f"  seconds: {SECONDS}", settings))


def run(program, folder, *words):
    """Exit code, messages, dump, the most memory of one process in KB, seconds."""
    begun = time.monotonic()
    process = subprocess.Popen([program, "build", "-C", folder, "--templates", os.path.join(folder, "templates"), *words],
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    said = []
    reader = threading.Thread(target=lambda: said.append(process.stderr.read()))
    reader.start()
    dump = process.stdout.read()
    reader.join()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, said[0], dump, usage.ru_maxrss, time.monotonic() - begun


def made(folder):
    """The outputs but the cache."""
    out = os.path.join(folder, "build")
    return sorted(set(os.listdir(out)) - {"cache"}) if os.path.isdir(out) else []


def check_kept(program, folder, held, score):
    code, said, dump, memory, seconds = run(program, folder, "--keep-going", "--dump")
    rows = dict(re.findall(r"(?m)^  E\d+ (N\d+)/1 (.*)$", dump))
    if not score(code == 0 and len(rows) == len(held), f"--keep-going: exit code {code}, {len(rows)} rows: {said[-2000:]}"):
        return
    for number, (name, _, reason) in enumerate(held, 1):
        row = rows[f"N{number}"]
        if reason == SHOWN:
            score(row.startswith("held"), f"{name}: {row}")
            continue
        score(re.match(rf'illegible reason "[^"]*{reason}', row), f"{name}: {row}")
        score(re.search(rf'manifest\.yaml:\d+:\d+: warning: .*"{re.escape(name)}" cannot be .*{reason}.*illegible', said),
              f"{name}: nothing is said of it: {said[-3000:]}")
    score(memory < MEMORY, f"a process took {memory} KB")
    slow = sum(reason in DRAWN[:2] for _, _, reason in held)
    score(seconds < 60 + 10 * slow, f"took {seconds:.0f} s for {slow} that are ended after {SECONDS}")
    support.check_pdf(score, program, "--keep-going", os.path.join(folder, "build"))
    site = os.listdir(os.path.join(folder, "build/site"))
    for number in range(1, len(held) + 1):
        score(f"e{number}.html" in site, f"e{number}.html is missing")
    score('page 1 of "objects in themselves.pdf" is blank' in said, "no word of a blank page")


def check_refused(program, folder, held, score):
    code, said, _, _, _ = run(program, folder)
    score(code == 1 and not made(folder), f"exit code {code}, outputs {made(folder)}")
    for name, _, reason in held:
        told = re.search(rf'manifest\.yaml:\d+:\d+: (?!warning).*"{re.escape(name)}" cannot be .*{reason}', said)
        score(bool(told) == (reason != SHOWN), f"{name}, without --keep-going: {said[:3000]}")


def check_many(program, folder, score):
    """A hundred thousand pages, and one that is a hundred thousand levels deep: counted, which takes no drawing."""
    lay(folder, [])
    support.write(folder, "attachments/many.pdf", bombs.many_pages(MANY))
    support.write(folder, "attachments/deep.pdf", bombs.deep_tree(MANY))
    begun = time.monotonic()
    done = subprocess.run([program, "add", "-C", folder, "many.pdf", "deep.pdf"], capture_output=True, text=True)
    score(done.returncode == 0 and re.findall(r"(?m)^ +pages: (\d+)$", done.stdout) == [str(MANY), "1"],
          f"{MANY} pages, and levels: exit code {done.returncode} after {time.monotonic() - begun:.0f} s: {done.stdout}"
          f" {done.stderr[-500:]}")


def check_places(program, folder, score):
    """What stands in a file's place."""
    outside = os.path.join(folder, "outside.pdf")
    support.write(folder, "outside.pdf", foreign.page_of("0 g 0 0 9 9 re f"))
    home = os.path.join(folder, "places")
    held = [("empty.pdf", b"", 1), ("a link out of here.pdf", None, 1), ("a link to a folder out of here/outside.pdf", None, 1)]
    lay(home, held)
    os.symlink(outside, os.path.join(home, "attachments", held[1][0]))
    os.symlink(folder, os.path.join(home, "attachments", os.path.dirname(held[2][0])))
    code, said, _, _, _ = run(program, home)
    score(code == 1 and not made(home), f"places: exit code {code}: {said}")
    for name, _, _ in held:
        score(re.search(rf"manifest\.yaml:\d+:\d+: (?!warning).*{re.escape(name)}", said), f"{name}: no word of it: {said}")


def check_growing(program, folder, score):
    """A file that grows all the while."""
    home = os.path.join(folder, "growing")
    lay(home, [("grows.tif", rasters.tiff([(rasters.quarters(rasters.BITS), {"bits": 1, "compression": rasters.G4}, {})] * 9), 9)])
    stop = threading.Event()

    def grow():
        with open(os.path.join(home, "attachments/grows.tif"), "ab") as file:
            while not stop.wait(0.001):
                file.write(bytes(1000))
                file.flush()
    writer = threading.Thread(target=grow)
    writer.start()
    try:
        code, said, _, _, _ = run(program, home)
    finally:
        stop.set()
        writer.join()
    score(code == 3 and "grows.tif" in said and "changed" in said and not made(home),
          f"a file that grows: exit code {code}, {made(home)}: {said}")
    code, said, dump, _, _ = run(program, home, "--dump")
    score(code == 0 and len(re.findall(r"(?m)^  E\d+ N1/\d held", dump)) == 9, f"after it has grown: exit code {code}: {said}")


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    with tempfile.TemporaryDirectory(prefix="dossier-nasty-") as folder:
        held = [*pictures(), *documents()]
        kept = os.path.join(folder, "kept")
        lay(kept, [(name, data, 1) for name, data, _ in held])
        check_kept(program, kept, held, score)
        # What cannot be read is told before anything is drawn.
        for what, some in (("read", [one for one in held if one[2] not in DRAWN]),
                           ("drawn", [one for one in held if one[2] in (SHOWN, *DRAWN[2:])])):
            lay(os.path.join(folder, what), [(name, data, 1) for name, data, _ in some])
            check_refused(program, os.path.join(folder, what), some, score)
        check_many(program, os.path.join(folder, "many"), score)
        check_places(program, folder, score)
        check_growing(program, folder, score)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
