#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Times and memory of dossiers with enclosed pages, beside what people do with the same files (bench_stock.sh) and what
somebody does who knows which programs are quick (bench_tuned.sh), with what is aimed at.

usage: bench_pages.py [--large] [--runs N] PROGRAM

Each script runs once, in turn with the program. Times are by the clock; "work" is the processor's, of all processes that
a command starts, which other programs on the machine change little, and by which aims are judged where programs are
compared. With --large 8,900 pages too, which takes minutes.
"""

import argparse
import ctypes
import glob
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

import bench
import foreign
import rasters
import support

HERE = os.path.dirname(os.path.abspath(__file__))
NEEDED = ("pandoc", "weasyprint", "groff", "qpdf", "pdftoppm", "pdftotext", "img2pdf", "zip", "openssl")
METADATA = "identifier: bench.1\ntitle: Letter with pages\ndate: 2020-11-12\npublished: 2026-11-24\nlanguages: [en]\n" \
    "sender: {name: A sender}\n"
SENTENCE = "the words of a report that is enclosed with a letter and says what was found, where, and by whom, {}. "
PER_FILE = 89
TIFF_G4, FAX_PAGES = 8, 60


# ---------------------------------------------------------------- What is measured


class Tree:
    """A command with all that it starts: time, work, and the most memory held at one moment, by all and by one worker."""

    def __init__(self, command):
        start = time.perf_counter()
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.PIPE)
        self.memory = self.worker = 0
        self.words = b""
        watching = threading.Thread(target=self.watch)
        reading = threading.Thread(target=self.read)
        watching.start()
        reading.start()
        _, status, usage = os.wait4(self.process.pid, 0)
        self.seconds = time.perf_counter() - start
        self.work = usage.ru_utime + usage.ru_stime
        self.process.returncode = os.waitstatus_to_exitcode(status)
        watching.join()
        reading.join()
        if self.process.returncode:
            sys.exit(f"{' '.join(command)}: exit code {self.process.returncode}\n{self.words.decode()}")

    def read(self):
        self.words = self.process.stderr.read()

    def watch(self):
        page = os.sysconf("SC_PAGE_SIZE")
        while self.process.returncode is None:
            whole, waiting = 0, [self.process.pid]
            while waiting:
                pid = waiting.pop()
                try:
                    with open(f"/proc/{pid}/statm", encoding="ascii") as file:
                        held = int(file.read().split()[1]) * page
                    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
                        waiting += map(int, file.read().split())
                    # One that has not begun its program yet has its parent's memory, not its own.
                    if pid != self.process.pid and os.path.samefile(f"/proc/{pid}/exe", f"/proc/{self.process.pid}/exe"):
                        continue
                except (OSError, IndexError):
                    continue
                whole += held
                if pid != self.process.pid:
                    self.worker = max(self.worker, held)
            self.memory = max(self.memory, whole)
            time.sleep(0.01)


class Table:
    def __init__(self):
        self.missed = 0
        print(f"{'work':40} {'ours':>22} {'stock':>22} {'tuned':>22}   aim", flush=True)

    def row(self, what, ours, stock, tuned, aim, met):
        def cell(tree):
            return f"{tree.seconds:7.2f} s {tree.work:6.2f} s work" if isinstance(tree, Tree) else tree or ""
        self.missed += not met
        print(f"{what:40} {cell(ours):>22} {cell(stock):>22} {cell(tuned):>22}   {aim}: {'met' if met else 'NOT MET'}",
              flush=True)


# ---------------------------------------------------------------- Inputs


def lay(folder, enclosures):
    """A dossier of enclosures: (id, pages, names of files)."""
    pages = sum(count for _, count, _ in enclosures)
    manifest = f"pages: {pages}\nenclosures:\n"
    for name, count, files in enclosures:
        manifest += f"  - id: {name}\n    title: Report {name}\n    title-from: document\n    pages: {count}\n" \
            f"    status: held\n    files: [{', '.join(files)}]\n"
    support.write(folder, "attachments/manifest.yaml", manifest)
    support.write(folder, "sources/metadata.yaml", METADATA)
    support.write(folder, "sources/letter.md", "# A letter\n\n" + (SENTENCE.format("as asked") * 5 + "\n\n") * 12
                  + f"Encl.: {pages} pages\n")


def text_file(program, folder, pages, mark=""):
    """A PDF of so many pages of text, each another."""
    made = os.path.join(folder, "made")
    support.write(made, "sources/metadata.yaml", METADATA)
    support.write(made, "sources/letter.md", "".join(
        f"## Finding {i}{mark}\n\n" + "".join(SENTENCE.format(f"{mark}{i}.{k}") for k in range(6)) + "\n\n"
        for i in range(pages * 4 + 40)))
    subprocess.run([program, "build", "-C", made, "--only", "pdf", "--templates", os.path.join(support.ROOT, "templates")],
                   check=True)
    path = os.path.join(folder, f"text{mark}.pdf")
    subprocess.run(["qpdf", "--empty", "--pages", os.path.join(made, "build/dossier.pdf"), f"2-{pages + 1}", "--",
                    "--deterministic-id", path], check=True)
    shutil.rmtree(made)
    return path


def texts(program, folder, pages):
    """Files of PER_FILE pages each, an enclosure each."""
    whole = text_file(program, folder, pages)
    os.makedirs(os.path.join(folder, "attachments"))
    subprocess.run(["qpdf", whole, f"--split-pages={PER_FILE}", "--deterministic-id",
                    os.path.join(folder, "attachments/report.pdf")], check=True)
    files = sorted(os.path.basename(name) for name in glob.glob(os.path.join(folder, "attachments/*.pdf")))
    lay(folder, [(f"A{i}", PER_FILE, [name]) for i, name in enumerate(files, 1)])


def scans(program, folder):
    """A fax in one TIFF and photographs of paper: grey, with the noise of a camera."""
    lept = rasters.lept
    for name in ("pixRead", "pixAddGaussianNoise"):
        getattr(lept, name).restype = ctypes.c_void_p
    source = text_file(program, folder, PER_FILE)
    os.makedirs(os.path.join(folder, "attachments"))
    fax = os.path.join(folder, "attachments/fax.tif")
    subprocess.run(["pdftoppm", "-mono", "-r", "300", "-l", str(FAX_PAGES), source, os.path.join(folder, "fax")], check=True)
    for index, name in enumerate(sorted(glob.glob(os.path.join(folder, "fax-*.pbm")))):
        pix = ctypes.c_void_p(lept.pixRead(name.encode()))
        lept.pixSetXRes(pix, 300)
        lept.pixSetYRes(pix, 300)
        lept.pixWriteTiff(fax.encode(), pix, TIFF_G4, b"a" if index else b"w")
        lept.pixDestroy(ctypes.byref(pix))
        os.remove(name)
    photographs = []
    subprocess.run(["pdftoppm", "-gray", "-r", "250", "-f", str(FAX_PAGES + 1), source, os.path.join(folder, "photo")],
                   check=True)
    for name in sorted(glob.glob(os.path.join(folder, "photo-*.pgm"))):
        grey = ctypes.c_void_p(lept.pixRead(name.encode()))
        lept.pixMultConstantGray(grey, ctypes.c_float(0.7))
        pix = ctypes.c_void_p(lept.pixAddGaussianNoise(grey, ctypes.c_float(5)))
        photographs.append(f"photo{len(photographs) + 1:02}.jpg")
        data, size = ctypes.c_void_p(), ctypes.c_size_t()
        lept.pixSetXRes(pix, 250)
        lept.pixSetYRes(pix, 250)
        lept.pixWriteMemJpeg(ctypes.byref(data), ctypes.byref(size), pix, 85, 0)
        support.write(folder, f"attachments/{photographs[-1]}", ctypes.string_at(data, size.value))
        lept.lept_free(data)
        for used in (grey, pix):
            lept.pixDestroy(ctypes.byref(used))
        os.remove(name)
    lay(folder, [("A", FAX_PAGES, ["fax.tif"]), ("B", len(photographs), photographs)])


# ---------------------------------------------------------------- Work


class Bench:
    def __init__(self, program, home, runs):
        self.program, self.home, self.runs = program, home, runs
        self.table = Table()

    def command(self, folder):
        return [self.program, "build", "-C", folder, "-q", "--templates", os.path.join(support.ROOT, "templates")]

    def build(self, folder):
        return Tree(self.command(folder))

    def script(self, name, folder):
        out = os.path.join(self.home, "out")
        shutil.rmtree(out, ignore_errors=True)
        return Tree(["sh", os.path.join(HERE, name), folder, out])

    def cold(self, what, folder):
        ours = self.build(folder)
        stock = self.script("bench_stock.sh", folder)
        tuned = self.script("bench_tuned.sh", folder)
        self.table.row(what, ours, stock, tuned, f"≤ 1/10 of stock ({stock.work / ours.work:.1f}), ≤ 1/2 of tuned"
                       f" ({tuned.work / ours.work:.1f})", stock.work >= 10 * ours.work and tuned.work >= 2 * ours.work)

    def median(self, runs):
        return sorted(runs, key=lambda tree: tree.work)[len(runs) // 2]

    def nothing(self, folder):
        time.sleep(1)
        self.build(folder)
        run = bench.Run(self.command(folder))
        for _ in range(self.runs):
            run.once()
        milliseconds = statistics.median(run.seconds) * 1000
        self.table.row("nothing changed", f"{milliseconds:.1f} ms, {run.median_work() * 1000:.1f} ms work", "", "", "≤ 30 ms",
                       run.median_work() <= 0.03)

    def word(self, folder):
        done = []
        path = os.path.join(folder, "sources/letter.md")
        with open(path, encoding="utf-8") as file:
            letter = file.read()
        for turn in range(self.runs):
            support.write(folder, "sources/letter.md", letter.replace("as asked", f"as asked {turn}", 1))
            done.append(self.build(folder))
        run = self.median(done)
        self.table.row("a word of the letter changed", run, "", "", "≤ 0.3 s", run.work <= 0.3)

    def replaced(self, folder):
        """What is new in the cache: an entry for each page, one for the file, its forms and their digest."""
        def entries():
            return set(glob.glob(os.path.join(folder, "build/cache/*/*")))
        before = entries()
        name = sorted(glob.glob(os.path.join(folder, "attachments/*.pdf")))[4]
        shutil.move(text_file(self.program, folder, PER_FILE, "new"), name)
        run = self.build(folder)
        drawn = len(entries() - before) - 3
        self.table.row(f"one enclosure of ten replaced: {drawn} pages drawn", run, "", "", f"only its {PER_FILE}",
                       drawn == PER_FILE)

    def many(self, folder, pages, few):
        """Time and memory for so many pages, beside those for `few` = (pages, run)."""
        run = self.build(folder)
        each = run.work / pages * 1000
        slower = each / (few[1].work / few[0] * 1000)
        self.table.row(f"{pages:,} pages, cold: {each:.1f} ms a page", run, "", "",
                       f"time linear ({slower:.2f} × that of {few[0]})", slower <= 1.2)
        blank = os.path.join(folder, "blank.pdf")
        support.write(folder, "blank.pdf", foreign.pages([foreign.A4] * pages))
        under = Tree(["qpdf", blank, "--underlay", os.path.join(folder, "text.pdf"), "--", os.path.join(folder, "out.pdf")])
        self.table.row(f"{pages:,} pages, memory of all processes", bench.human(run.memory),
                       f"qpdf {bench.human(under.memory)}", "", f"≤ 1.3 × ({run.memory / under.memory:.2f})",
                       run.memory <= 1.3 * under.memory)
        self.table.row(f"{pages:,} pages, memory of a worker", bench.human(run.worker), "", "", "≤ 200 MB",
                       run.worker <= 200e6)
        os.utime(os.path.join(folder, "sources/letter.md"))
        warm = self.build(folder)
        print(f"{f'{pages:,} pages, all from the cache':40} {warm.seconds:7.2f} s {warm.work:6.2f} s work, "
              f"{bench.human(warm.memory)}", flush=True)
        return run


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--large", action="store_true", help="8,900 pages too")
    parser.add_argument("--runs", type=int, default=11, help="how often each is run that takes no second")
    parser.add_argument("program", type=os.path.abspath)
    options = parser.parse_args()
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing:
        sys.exit(f"not installed: {', '.join(missing)}; make deps-bench installs them")
    for name in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS"):
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory(prefix="dossier-bench-") as home:
        folders = {name: os.path.join(home, name) for name in ("89", "scans", "890", "8900")}
        work = Bench(options.program, home, options.runs)
        texts(options.program, folders["89"], 89)
        work.cold("89 pages of text, cold", folders["89"])
        scans(options.program, folders["scans"])
        work.cold("89 scans, cold", folders["scans"])
        work.nothing(folders["89"])
        work.word(folders["89"])
        shutil.rmtree(os.path.join(folders["89"], "build"))
        few = (89, work.build(folders["89"]))
        texts(options.program, folders["890"], 890)
        few = (890, work.many(folders["890"], 890, few))
        work.replaced(folders["890"])
        if options.large:
            texts(options.program, folders["8900"], 8900)
            work.many(folders["8900"], 8900, few)
        print(f"aims missed: {work.table.missed}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
