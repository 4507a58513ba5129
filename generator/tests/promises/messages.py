#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Every message is tried: each text that the source hands to report_error, report_warning, report_note or, for what is wrong with
the call, error_set is found in the standard error of a case. And each message of the cases has its form: a place, a
beginning in lower case, no period at the end, what to do.

usage: messages.py PROGRAM

Failures of the machine are tried by other tests of this folder.
"""

import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import support  # noqa: E402

# Limits that no case can reach in its time, guards behind other checks that see the same first, what rebuild.py
# tries with a program that is alone, the rules of PDFs, each of which pdf_rules.py tries, what is said of a PDF that
# claims nothing, which claims.py tries, the sizes of parts of a PDF, which split.py tries, and what with_source.py tries.
UNTRIED = ("there is no folder templates", "this is not YAML; correct it", "would be larger than",
           "the PDF would have more than %zu objects", "larger than 256 MiB", "HarfBuzz cannot make a subset",
           "different glyphs of the face are used", "the face lacks a glyph for",
           "two files of the bundle have the name", "the bundle has a file %s, whose name", "holds no dossier", "all is as the last build saw", " did not sign with",
           "the kernel has no %s", "the program's source is not where", "correct it, or take it away", "%s that begins", 'and "except" names page',
           "object %d 0: ", "makes a part of %llu bytes", "it claims neither")

# What ocr.py tries, with a program that is not everywhere.
ELSEWHERE = (os.path.join("pages", "recognise.c"), os.path.join("pages", "ocr_data.c"))

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
GENERATOR = os.path.dirname(TESTS)
CASES = os.path.join(TESTS, "cases")

# Each function with the place of its format among the arguments.
FORMAT = {"report_error": 2, "report_warning": 2, "report_note": 2, "error_set": 2}
CALL = re.compile(r"\b(" + "|".join(FORMAT) + r")\s*\(")
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
CHARACTER = re.compile(r"'(?:[^'\\]|\\.)+'")
STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"(?:\s*"(?:[^"\\]|\\.)*")*')
DIRECTIVE = re.compile(r"%[-+ #0]*\d*(?:\.(?:\d+|\*))?(?:hh|h|ll|l|z|j|t)?[diouxXcspg%]")


def arguments(text, start):
    """Those of a call, from after its opening parenthesis on."""
    found, depth, i, begin = [], 1, start, start
    while depth:
        literal = STRING.match(text, i) or CHARACTER.match(text, i)
        if literal:
            i = literal.end()
            continue
        depth += (text[i] in "([{") - (text[i] in ")]}")
        if not depth or (depth == 1 and text[i] == ","):
            found.append(text[begin:i])
            begin = i + 1
        i += 1
    return found


def unescape(text):
    return re.sub(r'\\(["\\?n])', lambda match: "\n" if match[1] == "n" else match[1], text)


def formats(path):
    """Each message's format in a file, with its line; two where a condition chooses between them."""
    with open(path, encoding="utf-8") as file:
        text = re.sub(r"/\*.*?\*/", lambda match: re.sub(r"[^\n]", " ", match[0]), file.read(), flags=re.S)
    text = re.sub(r"\bPRI[dux]\w+", '"u"', text)
    for call in CALL.finditer(text):
        given = arguments(text, call.end())
        if len(given) <= FORMAT[call[1]] or "EXIT_CODE_MACHINE" in given[1]:
            continue
        for run in STRINGS.finditer(given[FORMAT[call[1]]]):
            form = unescape("".join(STRING.findall(run[0])))
            if re.search(r"[a-z]", DIRECTIVE.sub("", form)):
                yield text.count("\n", 0, call.start()) + 1, form


def pattern(form):
    return re.compile(".*".join(map(re.escape, re.split(DIRECTIVE, form))))


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
        # A table stands below its message.
        if not line or line.startswith(("dossier: ", "    ")):
            continue
        match = re.match(r"(.+?)(:\d+){0,2}: (warning: |note: )?(.*)", line)
        if not score(bool(match), f"cases/{name}: has a place: {line}"):
            continue
        said = match[4]
        score(not said.endswith("."), f"cases/{name}: ends without a period: {line}")
        score(not re.match(r"(?!CommonMark|Markdown|HarfBuzz)[A-Z][a-z]", said), f"cases/{name}: begins in lower case: {line}")
        score("; " in said or " must " in said or match[3], f"cases/{name}: says what to do: {line}")


def main():
    score = support.Score()
    errors = read_errors()
    everything = "\n".join(sorted({line[:1000] for text in errors.values() for line in text.split("\n")}))
    for folder, _, names in sorted(os.walk(GENERATOR)):
        if folder.startswith(TESTS):
            continue
        for name in sorted(names):
            path = os.path.join(folder, name)
            if name.endswith(".c") and os.path.relpath(path, GENERATOR) not in ELSEWHERE:
                for line, form in formats(path):
                    if any(words in form for words in UNTRIED):
                        continue
                    score(pattern(form).search(everything),
                          f"generator/{os.path.relpath(path, GENERATOR)}:{line}: a case gives {form!r}")
    for name, text in errors.items():
        judge_form(score, name, text)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
