#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Times and memory of whole processes, from 1 to 1000 times the letter and for letters that are hard to set, beside other
programs where they are installed.

usage: bench.py [--runs N] [--times N,N,...] PROGRAM

The letter grows by copies of itself; what may stand in it only once (the mentions of enclosures, the line that declares
them, letterhead, date, salutation, addressees, closing and signature) is a mark or a link in the first copy alone and
plain text in the others. Shown are medians of the time by the clock, of the processor's time, which a busy machine
does not change, and the most memory held. Programs that are compared run in turn with the program in the same loop.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import bench_inputs
import support

ONLY_PDF = "dossier build --only pdf"
ALL_THREE = "dossier build"
TIME = "/usr/bin/time"


class Run:
    def __init__(self, command):
        self.command = command
        self.seconds = []
        self.work = []
        self.memory = 0
        self.code = None

    def measure(self):
        """The most memory that it holds, told by a program that is small itself; also warms up what is cached."""
        if os.path.exists(TIME):
            done = subprocess.run([TIME, "-q", "-f", "%M", *self.command], stdin=subprocess.DEVNULL,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            self.memory = int(done.stderr.split()[-1]) * 1024

    def once(self):
        start = time.perf_counter()
        process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        self.seconds.append(time.perf_counter() - start)
        self.work.append(usage.ru_utime + usage.ru_stime)
        self.code = process.returncode = os.waitstatus_to_exitcode(status)

    def median(self):
        return statistics.median(self.seconds)

    def median_work(self):
        return statistics.median(self.work)


def commands(program, folder, times):
    """What is run: a name, and the command."""
    def build(*more):
        return [program, "build", "-C", folder, "--templates", os.path.join(support.ROOT, "templates"), *more]

    def inside(name):
        return os.path.join(folder, name)

    yield ONLY_PDF, build("--only", "pdf")
    if times:
        yield "dossier check", [program, "check", "-C", folder, "--templates", os.path.join(support.ROOT, "templates")]
        yield "dossier build --only site", build("--only", "site")
        yield "dossier build --only bundle", build("--only", "bundle")
        yield ALL_THREE, build()
        yield "cmark-gfm (HTML)", ["cmark-gfm", inside("plain.md")]
    yield "htmldoc (PDF)", ["htmldoc", "--quiet", "--webpage", "-f", inside("htmldoc.pdf"), inside("plain.html")]
    yield "groff -ms (PDF)", ["groff", "-t", "-k", "-ms", "-Tpdf", inside("letter.ms")]
    yield "typst (PDF)", ["typst", "compile", inside("letter.typ"), inside("typst.pdf")]
    if times in (1, 10):
        yield "weasyprint (PDF)", ["weasyprint", "-q", inside("plain.html"), inside("weasyprint.pdf")]


def size(path):
    if os.path.isdir(path):
        return sum(size(os.path.join(path, name)) for name in os.listdir(path))
    return os.path.getsize(path)


def human(number):
    for unit in ("B", "KB", "MB", "GB"):
        if number < 1000 or unit == "GB":
            return f"{number:.0f} {unit}" if number >= 100 or unit == "B" else f"{number:.1f} {unit}"
        number /= 1000
    return ""


def ratios(name, run, whole):
    """How many times the program's own a time is, by the clock and in work."""
    if name.startswith("dossier"):
        return ""
    words = ""
    for against, what in ((ONLY_PDF, "the PDF alone"), (ALL_THREE, "all three outputs")):
        if against in whole and not (name.startswith("cmark") and against == ONLY_PDF):
            words += (f"   {run.median() / whole[against].median():.2f} × {what}"
                      f" ({run.median_work() / whole[against].median_work():.2f} × the work)")
    return words


def bench(program, given, times, runs):
    with tempfile.TemporaryDirectory(prefix="dossier-bench-") as folder:
        given.write(folder)
        rows = [(name, Run(command)) for name, command in commands(program, folder, times) if shutil.which(command[0])]
        for _, run in rows:
            run.measure()
        for _ in range(runs):
            for _, run in rows:
                run.once()
        whole = dict(rows)
        print(f"\n{given.name}, {human(size(os.path.join(folder, 'sources/letter.md')))}, medians of {runs}")
        for name, run in rows:
            failed = "" if run.code == 0 else f"   exit code {run.code}"
            print(f"  {name:28} {run.median() * 1000:9.1f} ms {run.median_work() * 1000:9.1f} ms work"
                  f" {human(run.memory):>8}{ratios(name, run, whole)}{failed}")
        sizes = ", ".join(f"{name} {human(size(os.path.join(folder, 'build', name)))}"
                          for name in ("site", "dossier.pdf", "dossier.zip")
                          if os.path.exists(os.path.join(folder, "build", name)))
        print(f"  made: {sizes}", flush=True)


def bench_make(runs):
    """make with nothing to do."""
    if subprocess.run(["make", "-q"], cwd=support.ROOT, stdout=subprocess.DEVNULL).returncode != 0:
        print("\nmake: there is something to do; not timed")
        return
    run = Run(["make", "-C", support.ROOT])
    for _ in range(runs):
        run.once()
    print(f"\nmake with nothing to do      {run.median() * 1000:10.1f} ms")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=0, help="how often each is run (by default 21 down to 3)")
    parser.add_argument("--times", default="1,10,100,1000")
    parser.add_argument("program", type=os.path.abspath)
    options = parser.parse_args()
    for name in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS"):
        os.environ.pop(name, None)
    for times in map(int, filter(None, options.times.split(","))):
        bench(options.program, bench_inputs.letter(times), times, options.runs or {1: 21, 10: 11, 100: 5}.get(times, 3))
    for given in bench_inputs.hard():
        bench(options.program, given, 0, options.runs or 5)
    subprocess.run([sys.executable, os.path.join(os.path.dirname(os.path.abspath(__file__)), "bench_verify.py"),
                    "--runs", str(options.runs or 5), options.program], check=True)
    bench_make(21)
    return 0


if __name__ == "__main__":
    sys.exit(main())
