#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Every message is tried: each text that the source hands to report_error, report_warning or error_set is found in the
standard error of a case, or in what the tests named in COVERED check. And each message of the cases has its form:
a place that exists, a beginning in lower case, no period at the end.

usage: messages.py PROGRAM
"""

import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from support import Score  # noqa: E402

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
GENERATOR = os.path.dirname(TESTS)
CASES = os.path.join(TESTS, "cases")

CALL = re.compile(r"\b(report_error|report_warning|error_set|error_set_errno)\s*\(")
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
DIRECTIVE = re.compile(r"%[-+ #0]*\d*(?:\.(?:\d+|\*))?(?:hh|h|ll|l|z|j|t)?[diouxXcspg%]")

# Failures of the machine and of our own making, which no dossier can bring about, with the test that does.
COVERED = {
    "promises/whole_or_nothing.py": ["base/output.c", "base/staging.c"],
    "unit tests": [],
}


def call_text(text, start):
    """The arguments of a call, from its opening parenthesis to the closing one."""
    depth = 0
    i = start
    while i < len(text):
        string = STRING.match(text, i)
        if string:
            i = string.end()
            continue
        if text[i] == "'":
            i += 4 if text[i + 1] == "\\" else 3
            continue
        depth += (text[i] == "(") - (text[i] == ")")
        if depth == 0:
            return text[start:i]
        i += 1
    return text[start:]


def unescape(text):
    return re.sub(r'\\(["\\?n])', lambda match: "\n" if match[1] == "n" else match[1], text)


def formats(path):
    """Each message's format in a file, with its line: the first run of adjacent strings in the call's arguments, or
    both runs where a condition chooses between them."""
    with open(path, encoding="utf-8") as file:
        text = re.sub(r"/\*.*?\*/", lambda match: re.sub(r"[^\n]", " ", match[0]), file.read(), flags=re.S)
    for call in CALL.finditer(text):
        arguments = call_text(text, call.end() - 1)
        runs = [unescape("".join(STRING.findall(run[0])))
                for run in re.finditer(r'"(?:[^"\\]|\\.)*"(?:\s*(?:PRI\w+\s*)?"(?:[^"\\]|\\.)*")*', arguments)]
        if runs:
            yield call[1], text.count("\n", 0, call.start()) + 1, runs[0]


def pattern(form):
    return re.compile(".*".join(map(re.escape, re.split(DIRECTIVE, form))), re.S)


def read_errors():
    errors = {}
    for name in sorted(os.listdir(CASES)):
        path = os.path.join(CASES, name, "stderr")
        if os.path.exists(path):
            with open(path, encoding="utf-8", errors="backslashreplace") as file:
                errors[name] = file.read()
    return errors


def judge_form(score, name, text):
    for line in text.split("\n"):
        if not line or line.startswith("dossier: "):
            continue
        match = re.match(r"(.+?\.\w+|[^:]+)(:\d+){0,2}: (warning: )?(.*)", line)
        if not score(bool(match), f"cases/{name}: no place: {line}"):
            continue
        said = match[4]
        score(not said.endswith("."), f"cases/{name}: ends in a period: {line}")
        score(not re.match(r"[A-Z][a-z]", said), f"cases/{name}: begins with a capital letter: {line}")
        score("; " in said or match[3], f"cases/{name}: says not what to do: {line}")


def main():
    score = Score()
    errors = read_errors()
    everything = "\n".join(errors.values())
    elsewhere = {file for files in COVERED.values() for file in files}
    for folder, _, names in sorted(os.walk(GENERATOR)):
        if folder.startswith(TESTS):
            continue
        for name in sorted(names):
            path = os.path.join(folder, name)
            file = os.path.relpath(path, GENERATOR)
            if not name.endswith(".c") or file in elsewhere or file == "base/error.c":
                continue
            for function, line, form in formats(path):
                if function != "error_set_errno":
                    score(pattern(form).search(everything), f"generator/{file}:{line}: no case gives {form!r}")
    for name, text in errors.items():
        judge_form(score, name, text)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
