#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""The program and those that it calls are compiled as Debian hardens its own, and what reads a bundle, or a PDF in one,
has given up what it does not need.

usage: hardened.py PROGRAM
"""

import fcntl
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import support  # noqa: E402
import tampered  # noqa: E402
import zips  # noqa: E402

SECONDS = 60


# ---------------------------------------------------------------- What stands in the files


def readelf(path, what):
    return subprocess.run(["readelf", "-W", what, path], capture_output=True, text=True, check=True,
                          env={**os.environ, "LC_ALL": "C"}).stdout


def check_file(score, path, fortified):
    name = os.path.basename(path)
    segments, dynamic, names = readelf(path, "--segments"), readelf(path, "--dynamic"), readelf(path, "--dyn-syms")
    stack = re.search(r"GNU_STACK.*", segments)
    score("DYN" in readelf(path, "--file-header") and "PIE" in dynamic, f"{name} may not stand anywhere in memory")
    score("GNU_RELRO" in segments and "BIND_NOW" in dynamic, f"{name}: its tables of functions can be written")
    score(stack and "RWE" not in stack[0], f"{name}: its stack can be run: {stack}")
    score(not re.search(r"LOAD.* RWE ", segments), f"{name}: memory that can be written can be run")
    score("TEXTREL" not in dynamic and "RPATH" not in dynamic and "RUNPATH" not in dynamic, f"{name}: {dynamic}")
    score("__stack_chk_fail" in names, f"{name}: its stack is not watched")
    if fortified:
        score(re.search(r"__\w+_chk@", names), f"{name}: no function is fortified")


def check_files(score, program):
    build = os.path.dirname(os.path.dirname(program))
    helpers = os.path.join(build, "libexec/dossier")
    with open(os.path.join(build, "flags"), encoding="utf-8") as file:
        flags = file.read()
    fortified = re.search(r"-O[123s]", flags) and "-fsanitize" not in flags
    for path in [program] + [os.path.join(helpers, name) for name in sorted(os.listdir(helpers))]:
        check_file(score, path, fortified)


# ---------------------------------------------------------------- What they may do


def full_pipe():
    """One in which nothing has room: who writes to it waits."""
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETFL, os.O_NONBLOCK)
    try:
        while True:
            os.write(writing, b"\0" * 4096)
    except BlockingIOError:
        pass
    fcntl.fcntl(writing, fcntl.F_SETFL, 0)
    return reading, writing


def status(pid):
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        return dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)


def is_writing(pid):
    """Whether it sleeps in the writing of a pipe."""
    with open(f"/proc/{pid}/syscall", encoding="utf-8") as file:
        words = file.read().split()
    return words[0] in ("1", "20", "64", "66")


def child_of(pid):
    with open(f"/proc/{pid}/task/{pid}/children", encoding="utf-8") as file:
        children = file.read().split()
    return int(children[0]) if children else None


def when_writing(find):
    """The process that `find` names, once it waits for room in the pipe."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        try:
            pid = find()
            if pid and is_writing(pid):
                return pid
        except (FileNotFoundError, ProcessLookupError):
            pass
        time.sleep(0.02)
    return None


def check_confined(score, what, pid):
    found = status(pid) if pid else {}
    score((found.get("NoNewPrivs"), found.get("Seccomp")) == ("1", "2"),
          f"{what} is not confined: {pid} {found.get('NoNewPrivs')} {found.get('Seccomp')}")
    with open(f"/proc/{pid or 'self'}/limits", encoding="utf-8") as file:
        limits = {line[:26].strip(): line[26:].split() for line in file}
    score(limits["Max core file size"][:2] == ["0", "0"] and int(limits["Max open files"][0]) <= 256,
          f"{what} has no limits: {limits}")


def check_reader_of_bundles(score, program, folder):
    """What has read the bundle, when it tells what it found; what started it is another process."""
    bundle = os.path.join(folder, "a.zip")
    with open(bundle, "wb") as file:
        file.write(zips.zipped(tampered.BAG))
    for path, what in ((bundle, "zip"), (folder, "folder")):
        reading, writing = full_pipe()
        process = subprocess.Popen([program, "verify", path], stdout=writing, stderr=subprocess.DEVNULL)
        pid = when_writing(lambda: child_of(process.pid))
        check_confined(score, f"the reader of a {what}", pid)
        process.send_signal(signal.SIGKILL)
        process.wait()
        os.close(reading)
        os.close(writing)


def check_reader_of_pdfs(score, program):
    checker = os.path.join(os.path.dirname(os.path.dirname(program)), "libexec/dossier/check-pdf")
    reading, writing = full_pipe()
    process = subprocess.Popen([checker, "--confined"], stdin=subprocess.PIPE, stderr=writing)
    process.stdin.write(b"%PDF-1.7\nno PDF\n")
    process.stdin.close()
    check_confined(score, "the checker of a bundle's PDF", when_writing(lambda: process.pid))
    process.kill()
    process.wait()
    os.close(reading)
    os.close(writing)


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    check_files(score, program)
    with tempfile.TemporaryDirectory() as folder:
        check_reader_of_bundles(score, program, folder)
    check_reader_of_pdfs(score, program)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
