#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Runs the program on whole dossiers, each with what it must give.

usage: run_cases.py [--update] [--valgrind] [--only PATTERN] [--keep FOLDER] PROGRAM

generator/tests/cases/NAME/ is a dossier's folder and holds beside it:
  args     the command line, in shell words             (not there: check)
  code     the exit code                                (not there: 0)
  stderr   what comes on standard error, byte for byte  (not there: nothing)
  stdout   the same for standard output                 (not there: nothing)
  needs    font files that it is set in, a path a line: where one is missing the case is passed over
  setup    a shell script that is run in the copy first, for what git cannot hold; $TESTS is generator/tests/
  bare     its presence says: nothing is added
A case that ends well is also built as a PDF, which `check --pdf` must find without fault.
Where sources/metadata.yaml or sources/letter.md is not there, that of generator/tests/fixtures/ is added. The
program runs in a copy, with the project's templates where the case has none. Whatever the case says, `check` and
a build that fails must leave no file behind but the cache. --update writes down what came; --keep leaves the PDFs in FOLDER, named
by their cases.
"""

import argparse
import concurrent.futures
import difflib
import fnmatch
import os
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
CASES = os.path.join(HERE, "cases")
FIXTURES = os.path.join(HERE, "fixtures")
TEMPLATES = os.path.join(os.path.dirname(os.path.dirname(HERE)), "templates")
CONTROL = ("args", "code", "stderr", "stdout", "needs", "setup", "bare")
SECONDS = 60
# These are about time and size; under valgrind they take minutes and touch no line that others do not.
NOT_UNDER_VALGRIND = ("slow-*", "*-10000", "*-10-mb")
VALGRIND_CODE = 99
VALGRIND = ["valgrind", "-q", f"--error-exitcode={VALGRIND_CODE}", "--leak-check=full",
            "--errors-for-leak-kinds=definite,indirect,possible",
            "--suppressions=" + os.path.join(HERE, "libhyphen.supp")]


def read(case, name, default):
    try:
        with open(os.path.join(case, name), "rb") as file:
            return file.read()
    except FileNotFoundError:
        return default


def write(case, name, data, default):
    path = os.path.join(case, name)
    if data != default:
        with open(path, "wb") as file:
            file.write(data)
    elif os.path.exists(path):
        os.remove(path)


def surroundings():
    """The environment of a case's setup and of its program."""
    return dict(os.environ, LC_ALL="C.UTF-8", TESTS=HERE, PYTHONPATH=HERE)


def set_up(case, copy):
    """Runs a case's setup in its copy."""
    if os.path.exists(os.path.join(case, "setup")):
        subprocess.run(["sh", "-eu", os.path.join(case, "setup")], cwd=copy, env=surroundings(), check=True)


def copy_case(case, copy):
    shutil.copytree(case, copy, symlinks=True)
    for name in CONTROL:
        if os.path.exists(os.path.join(copy, name)):
            os.remove(os.path.join(copy, name))
    if not os.path.exists(os.path.join(case, "bare")):
        os.makedirs(os.path.join(copy, "sources"), exist_ok=True)
        for name in ("metadata.yaml", "letter.md"):
            place = os.path.join(copy, "sources", name)
            if not os.path.lexists(place):
                shutil.copyfile(os.path.join(FIXTURES, name), place)


def files_below(folder):
    found = sorted(os.path.relpath(os.path.join(path, name), folder).encode("utf-8", "surrogateescape")
                   for path, _, names in os.walk(folder) for name in names)
    return [path for path in found if not path.startswith(b"build/cache/")]


def command_line(case, copy, program):
    words = shlex.split(read(case, "args", b"check").decode())
    own = os.path.exists(os.path.join(copy, "templates"))
    if words and words[0] in ("build", "check") and not own and not {"--templates", "--pdf"} & set(words):
        words[1:1] = ["--templates", TEMPLATES]
    return [program] + words


def show_difference(what, expected, found):
    lines = difflib.unified_diff(expected.decode("utf-8", "backslashreplace").splitlines(),
                                 found.decode("utf-8", "backslashreplace").splitlines(),
                                 "expected " + what, "found " + what, lineterm="")
    return "".join("    " + line + "\n" for line in lines)


def compare(case, code, out, err):
    trouble = ""
    expected = int(read(case, "code", b"0"))
    if code != expected:
        trouble += f"    exit code {code}, expected {expected}\n"
    for what, found in (("stdout", out), ("stderr", err)):
        wanted = read(case, what, b"")
        if found != wanted:
            trouble += show_difference(what, wanted, found)
    return trouble


def check_pdf(name, copy, command, options, environment):
    """What the program's own checker says of the PDF of a good dossier."""
    out = os.path.join(os.path.dirname(copy), "pdf")
    words = [word for word in command[1:] if word not in ("--dump", "--dump-layout")]
    for word in ("-o", "--only", "--depfile"):
        if word in words:
            del words[words.index(word):words.index(word) + 2]
    words[0:1] = ["build", "-o", out, "--only", "pdf"]
    pdf = os.path.join(out, "dossier.pdf")
    for command in ([options.program] + words, [options.program, "check", "--pdf", pdf]):
        done = subprocess.run(command, cwd=copy, env=environment, stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=SECONDS * 5)
        if done.returncode:
            return "    of its PDF: " + done.stderr.decode("utf-8", "backslashreplace").replace("\n", "\n    ") + "\n"
    if options.keep:
        shutil.copy(pdf, os.path.join(options.keep, name + ".pdf"))
    return ""


def run_case(name, options):
    """What went wrong, or an empty text."""
    case = os.path.join(CASES, name)
    with tempfile.TemporaryDirectory(prefix="dossier-case-") as folder:
        copy = os.path.join(folder, "dossier")
        copy_case(case, copy)
        environment = surroundings()
        set_up(case, copy)
        before = files_below(copy)
        command = command_line(case, copy, options.program)
        log = os.path.join(folder, "valgrind")
        if options.valgrind:
            command = VALGRIND + ["--log-file=" + log] + command
        try:
            done = subprocess.run(command, cwd=copy, env=environment, stdin=subprocess.DEVNULL,
                                  capture_output=True, timeout=SECONDS * (30 if options.valgrind else 1))
        except subprocess.TimeoutExpired as late:
            return f"    not done after {late.timeout} s\n"
        if options.valgrind and done.returncode == VALGRIND_CODE:
            return open(log, errors="replace").read()
        err = done.stderr.replace(TEMPLATES.encode(), b"TEMPLATES").replace(os.fsencode(copy), b"DOSSIER")
        if options.update:
            write(case, "code", b"%d\n" % done.returncode, b"0\n")
            write(case, "stdout", done.stdout, b"")
            write(case, "stderr", err, b"")
            return ""
        trouble = compare(case, done.returncode, done.stdout, err)
        if (done.returncode != 0 or "check" in command) and files_below(copy) != before:
            left = b", ".join(sorted(set(files_below(copy)) - set(before)))
            trouble += f"    files are left behind: {left.decode('utf-8', 'backslashreplace')}\n"
        makes_pdf = command[1:2] in (["build"], ["check"]) and not {"--help", "-h", "--pdf"} & set(command)
        if makes_pdf and not trouble and done.returncode == 0 and not options.valgrind:
            trouble = check_pdf(name, copy, command, options, environment)
        return trouble


def missing_fonts(name):
    paths = read(os.path.join(CASES, name), "needs", b"").decode().split("\n")
    return [path for path in paths if path and not os.path.exists(path)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--valgrind", action="store_true")
    parser.add_argument("--only", default="*", metavar="PATTERN")
    parser.add_argument("--keep", type=os.path.abspath, metavar="FOLDER")
    parser.add_argument("program", type=os.path.abspath)
    options = parser.parse_args()
    if options.keep:
        os.makedirs(options.keep, exist_ok=True)
    names = sorted(name for name in os.listdir(CASES) if fnmatch.fnmatch(name, options.only))
    if options.valgrind:
        names = [name for name in names if not any(fnmatch.fnmatch(name, heavy) for heavy in NOT_UNDER_VALGRIND)]
    for name in [name for name in names if missing_fonts(name)]:
        print(f"case {name}: passed over: {', '.join(missing_fonts(name))} not installed (make deps-fonts)")
        names.remove(name)
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, trouble in zip(names, pool.map(lambda name: run_case(name, options), names)):
            if trouble:
                failed += 1
                print(f"case {name}: failed\n{trouble}", end="")
    print(f"{len(names) - failed} passed, {failed} failed")
    return 1 if failed or not names else 0


if __name__ == "__main__":
    sys.exit(main())
