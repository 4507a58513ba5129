#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Every setting that the manual names, given a value of another type, out of its range or in another unit, is refused
at its line with what to write; and each that templates/ gives is one that the manual names. The Makefile compiles and
installs the hyphenation patterns that templates/pdf.yaml names, no others.

usage: settings.py PROGRAM
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import support  # noqa: E402

TEMPLATES = os.path.join(support.ROOT, "templates")
FIXTURES = os.path.join(support.ROOT, "generator/tests/fixtures")

# Wrong values by how the manual describes the right ones.
WRONG = {
    "1 or 2": ["3", "0", "two", "1.0", "{a: b}", "[1]", ""],
    "A4, Letter or Legal": ["A3", "a4", "{a: b}", "[A4]", ""],
    "a colour": ["red", "'#12345'", "'#gggggg'", "'#1234567'", "'7a1f1f'", "{a: b}", "['#7a1f1f']", ""],
    "a language tag": ["english", "e", "'en us'", "{a: b}", "[en]", ""],
    "a length": ["10 km", "20", "-3 pt", "1e3 pt", "1000 in", "pt", "1.23456 pt", ".5 pt", "{a: b}", "[11 pt]", ""],
    "a list of five units": ["[KB]", "[a, b, c, d, e, f]", "KB", "{a: b}", "[[a], b, c, d, e]"],
    "a list of language tags": ["[english]", "{a: b}", "[[de]]"],
    "a list of twelve names": ["[January]", "January", "{a: b}", "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]"],
    "a number from 1 to 10": ["0.5", "11", "-1", "x", "1,5", "{a: b}", "[1]", ""],
    'a text such as ","': ["{a: b}", "[a]"],
    'a text such as "{day} {month} {year}"': ["{a: b}", "[a]", "'{day} {month}'", "'{week}'"],
    "a text of one line": ["{a: b}", "[a]", ""],
    "a whole number from 0 to 10000": ["10001", "-1", "1.5", "x", "99999999999999999999", "{a: b}", "[1]", ""],
    "a whole number from 1 to 10000": ["0", "10001", "-1", "1.5", "x", "{a: b}", "[1]", ""],
    "a percentage from 1 to 100": ["0", "101", "-1", "1.5", "x", "{a: b}", "[1]", ""],
    "a whole number from 0 to 6": ["7", "-1", "1.5", "x", "{a: b}", "[1]", ""],
    "folders": ["fonts", "[./fonts]", "{a: b}", "[[/usr]]"],
    "language tags, each with a name": ["{english: English}", "{en: [a]}", "[en]", "none"],
    "language tags, each with the absolute path": ["{en: hyph.dic}", "{english: none}", "{en: [a]}", "[en]", "none"],
    "names of font files": ["a/b.ttf", "[fonts/A.ttf]", "{a: b}", "[[A.ttf]]"],
    "pictures or as-is": ["vector", "As-is", "true", "{a: b}", "[pictures]", ""],
    "notes or none": ["true", "Notes", "{a: b}", "[notes]", ""],
    "the name of a style": ["court"],
    "true or false": ["yes", "1", "True", "{a: b}", "[true]", ""],
}


def manual(program):
    """Each setting with how its values are described."""
    lines = subprocess.run([program, "settings"], capture_output=True, text=True, check=True).stdout.split("\n")
    return [(name[7:], words) for name, words in zip(lines, lines[1:]) if name.startswith(".It Cm ")]


def keys_of(path):
    """The keys of a file of settings, "sizes.text" for one in a mapping."""
    group = ""
    with open(path, encoding="utf-8") as file:
        for line in file:
            match = re.match(r"(  )?([a-z0-9-]+):(?: +[^ #]|(.*))", line)
            if match and not match[1]:
                group = match[2] + "." if match[3] is not None else ""
            if match and (match[1] or not group):
                yield (group if match[1] else "") + match[2]


def makefile_list(name):
    """The words of a list in the Makefile, without the functions around them."""
    with open(os.path.join(support.ROOT, "Makefile"), encoding="utf-8") as file:
        text = file.read().replace("\\\n", " ")
    words = re.search(rf"^{name} = (.*)$", text, re.M)[1]
    return re.sub(r"\$\(addprefix [^,]*,|\)", "", words).split()


def patterns():
    """The files that templates/pdf.yaml names, without "hyph_" and ".dic"."""
    with open(os.path.join(TEMPLATES, "pdf.yaml"), encoding="utf-8") as file:
        return re.findall(r"^    \S+: /usr/share/hyphen/hyph_(\S+)\.dic$", file.read(), re.M)


def package(pattern):
    """The end of the name of the Debian package that brings a file: one for each country's English and Portuguese."""
    lang = re.split("[_-]", pattern)[0]
    if lang in ("en", "pt"):
        return pattern.replace("_", "-").lower()
    return {"nb": "no", "nn": "no"}.get(lang, lang)


def check_patterns(score):
    named = set(patterns())
    for name, wanted in (("LANGUAGES", named), ("HYPHEN_PACKAGES", set(map(package, named)))):
        words = makefile_list(name)
        score(wanted and set(words) == wanted and len(words) == len(wanted),
              f"Makefile: {name} and hyphens.patterns of templates/pdf.yaml differ by "
              f"{', '.join(sorted(set(words) ^ wanted)) or 'one that stands twice'}")


def styled(settings, number):
    """A style that gives each setting its wrong value of that number, and the line of each."""
    groups, text, places = {}, "", {}
    for name, values in settings:
        if number < len(values):
            groups.setdefault(name.rpartition(".")[0], []).append((name, values[number]))
    for group, members in groups.items():
        text += f"{group}:\n" if group else ""
        for name, value in members:
            text += f"{'  ' if group else ''}{name.rpartition('.')[2]}: {value}\n"
            places[name] = text.count("\n")
    return text, places


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    check_patterns(score)
    settings = []
    for name, words in manual(program):
        wrong = [values for begin, values in WRONG.items() if words.startswith(begin)]
        if score(len(wrong) == 1, f"{name}: no wrong values are known for: {words}"):
            settings.append((name, wrong[0]))
    names = {name for name, _ in settings}
    for file in ["pdf.yaml"] + [os.path.join("styles", name) for name in os.listdir(os.path.join(TEMPLATES, "styles"))]:
        given = set(keys_of(os.path.join(TEMPLATES, file)))
        score(given and given <= names, f"{file}: not in the manual: {', '.join(sorted(given - names))}")
        score(file != "pdf.yaml" or given == names, f"{file}: not given: {', '.join(sorted(names - given))}")
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(TEMPLATES, os.path.join(folder, "templates"))
        for name in ("metadata.yaml", "letter.md"):
            with open(os.path.join(FIXTURES, name), "rb") as file:
                support.write(folder, "sources/" + name, file.read())
        for number in range(max(map(len, WRONG.values()))):
            text, places = styled(settings, number)
            support.write(folder, "templates/styles/odd.yaml", text)
            done = subprocess.run([program, "check", "--style", "odd"], cwd=folder, capture_output=True, text=True)
            score(done.returncode == 1, f"wrong values {number}: exit code {done.returncode}")
            for name, line in places.items():
                said = re.search(rf"^templates/styles/odd\.yaml:{line}:\d+: .*; .*", done.stderr, re.M)
                score(said, f"{name}: nothing is said of line {line}: {text.splitlines()[line - 1].strip()}")
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
