#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Runs test programs side by side and adds up what they count.

usage: run_tests.py [--valgrind] PROGRAM TEST...

A TEST that ends in .py is called with the PROGRAM and closes with a line "N passed, N failed"; any other is a cmocka
program. A test that counts nothing, or whose exit code and count disagree, counts as one that failed. The last line
is the sum. --valgrind is handed on to the former and put around the latter.
"""

import concurrent.futures
import os
import re
import subprocess
import sys
import time

from run_cases import VALGRIND

SECONDS = 300


def count(test, output):
    if test.endswith(".py"):
        last = re.fullmatch(r"(\d+) passed, (\d+) failed", output.rstrip().rpartition("\n")[2])
        return (int(last[1]), int(last[2])) if last else (0, 0)
    passed, failed = (sum(map(int, re.findall(r"\[  %s  \] (\d+) test" % word, output)))
                      for word in ("PASSED", "FAILED"))
    return passed, failed


def run(test, program, valgrind):
    start = time.monotonic()
    if test.endswith(".py"):
        command = [sys.executable, test] + (["--valgrind"] if valgrind else []) + [program]
    else:
        command = (VALGRIND if valgrind else []) + [os.path.abspath(test)]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, errors="backslashreplace", timeout=SECONDS * (10 if valgrind else 1))
        output, code = done.stdout, done.returncode
    except subprocess.TimeoutExpired as late:
        output, code = f"not done after {late.timeout} s\n", 1
    passed, failed = count(test, output)
    if (code != 0) != (failed != 0) or passed + failed == 0:
        output += f"{test}: exit code {code} after {passed} passed, {failed} failed\n"
        failed += 1
    return test, passed, failed, output, time.monotonic() - start


def main():
    arguments = sys.argv[1:]
    valgrind = arguments[:1] == ["--valgrind"]
    program, *tests = arguments[valgrind:]
    program = os.path.abspath(program)
    # Sanitizers end with a code that the program itself never gives.
    os.environ.setdefault("ASAN_OPTIONS", "exitcode=99:detect_leaks=1")
    os.environ.setdefault("UBSAN_OPTIONS", "exitcode=99:halt_on_error=1:print_stacktrace=1")
    all_passed = all_failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        waiting = [pool.submit(run, test, program, valgrind) for test in tests]
        for done in concurrent.futures.as_completed(waiting):
            test, passed, failed, output, seconds = done.result()
            if failed:
                print(output, end="")
            print(f"{os.path.basename(test)}: {passed} passed, {failed} failed ({seconds:.1f} s)", flush=True)
            all_passed += passed
            all_failed += failed
    print(f"{all_passed} passed, {all_failed} failed")
    return 1 if all_failed or not all_passed else 0


if __name__ == "__main__":
    sys.exit(main())
