#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""`dossier add --write` puts its lines into the manifest, whichever way that is written, and changes no other byte of it;
what comes of it is read as the old enclosures and the new ones. Where they cannot be put in, the manifest stays as it is
and the message says so. Its permissions are kept, and a link to it stays one.

usage: adding.py PROGRAM
"""

import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import foreign  # noqa: E402
import support  # noqa: E402

TEMPLATES = os.path.join(support.ROOT, "templates")
FIXTURES = os.path.join(support.ROOT, "generator/tests/fixtures")
ONE = "{i}- id: A\n{i}  title: One\n{i}  title-from: document\n{i}  pages: 2\n{i}  status: not held\n"


def one(indent):
    return ONE.format(i=" " * indent)


# What each is, its text, how many enclosures it has.
GOOD = [
    ("usual", "pages: 2\nenclosures:\n" + one(2), 1),
    ("comments", "# ours\npages: 2 # total\n\nenclosures: # all\n  # the first\n" + one(2) + "    # of A\n\n# the end\n", 1),
    ("without an end", "pages: 2\nenclosures:\n" + one(2).rstrip("\n"), 1),
    ("no indent", "pages: 2\nenclosures:\n" + one(0), 1),
    ("deep", "pages: 2\nenclosures:\n" + one(7), 1),
    ("CR LF", ("pages: 2\nenclosures:\n" + one(2)).replace("\n", "\r\n"), 1),
    ("CR LF without an end", ("pages: 2\nenclosures:\n" + one(2)).replace("\n", "\r\n").rstrip("\r\n"), 1),
    ("a list first", "enclosures:\n" + one(2) + "\n# the total\npages: 2\n", 1),
    ("a list first, not indented", "enclosures:\n" + one(0) + "pages: 2\n", 1),
    ("a document's marks", "---\npages: 2\nenclosures:\n" + one(2) + "...\n", 1),
    ("a byte order mark", "\ufeffpages: 2\nenclosures:\n" + one(2), 1),
    ("brackets with nothing", "pages: 0\nenclosures: []\n", 0),
    ("brackets with nothing, and more", "enclosures: [ ]   # none yet\npages: 0\n", 0),
    ("brackets at the end", "pages: 0\nenclosures: []", 0),
    ("an empty key", "pages: 0\nenclosures:\n", 0),
    ("no key", "pages: 0\n# nothing else\n", 0),
    ("no key, no end", "pages: 0", 0),
    ("braces inside", "pages: 2\nenclosures:\n  - {id: A, title: One, title-from: document, pages: 2, status: not held}\n", 1),
    ("a block of text", "pages: 2\nenclosures:\n" + one(2).replace("title: One", "title: >-\n      One\n      # no comment")
     + "    reason: >-\n      Words\n      # and no comment\n\n", 1),
    ("dashes on their own", "pages: 2\nenclosures:\n  -\n    id: A\n    title: One\n    title-from: document\n    pages: 2\n"
     "    status: not held\n", 1),
    ("words beyond ASCII", "pages: 2\nenclosures:\n" + one(2).replace("One", "Ə, 報告"), 1),
]
BAD = [
    ("brackets", "pages: 2\nenclosures: [{id: A, title: One, title-from: document, pages: 2, status: not held}]\n", "brackets"),
    ("braces around all", "{pages: 2, enclosures: []}\n", "lines of their own"),
    ("a text", "pages: 2\nenclosures: none\n", "no list"),
    ("a null", "pages: 2\nenclosures: ~\n", "no list"),
    ("no YAML", "pages: 2\nenclosures: [\n", ":"),
    ("a key twice", "pages: 2\npages: 2\nenclosures:\n" + one(2), ":"),
    ("a list alone", one(0), "lines of their own"),
    ("indented", "  pages: 2\n", "indented"),
]


def add(program, folder, *words):
    done = subprocess.run([program, "add", "-C", folder, *words], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def lay(folder, manifest):
    for name in ("metadata.yaml", "letter.md"):
        with open(os.path.join(FIXTURES, name), "rb") as file:
            support.write(folder, "sources/" + name, file.read())
    support.write(folder, "attachments/new report.pdf", foreign.pages([foreign.A4] * 3))
    support.write(folder, "attachments/notes.txt", "notes\n")
    path = os.path.join(folder, "attachments/manifest.yaml")
    if manifest is not None:
        support.write(folder, "attachments/manifest.yaml", manifest)
    return path


def read(path):
    with open(path, "rb") as file:
        return file.read()


def is_inserted(before, after):
    """Whether the one is the other with something put in at one place."""
    same = os.path.commonprefix([before, after])
    return len(after) > len(before) and after.endswith(before[len(same):])


def check_good(program, folder, given, score):
    what, text, count = given
    path = lay(folder, text)
    os.chmod(path, 0o640)
    before = read(path)
    code, shown, said = add(program, folder, "new report.pdf", "notes.txt")
    score(code == 0 and read(path) == before, f"{what}: without --write: exit code {code}: {said}")
    code, told, said = add(program, folder, "--write", "new report.pdf", "notes.txt")
    after = read(path)
    if not score(code == 0 and after != before, f"{what}: exit code {code}: {said}"):
        return
    score("left as it is" in told and told.startswith(shown[:shown.index("# These")]), f"{what}: {told}")
    # Brackets with nothing in them give way, and with nothing behind them the blank before them.
    kept = re.sub(rb"(?m) \[\]$", b"", before).replace(b"[ ]", b"")
    score(is_inserted(kept, after), f"{what}: other bytes changed: {before} {after}")
    score((b"\r\n" in before) == (after.count(b"\n") == after.count(b"\r\n")), f"{what}: ends of lines: {after}")
    score(os.stat(path).st_mode & 0o777 == 0o640, f"{what}: other permissions")
    # The total that it left as it is is all that is to be corrected.
    pages = 2 * count + 4
    support.write(folder, "attachments/manifest.yaml",
                  re.sub(rb"(?m)^(\xef\xbb\xbf)?pages: \d+", rb"\1pages: %d" % pages, after, count=1))
    done = subprocess.run([program, "check", "-C", folder, "--templates", TEMPLATES, "--dump"], capture_output=True, text=True)
    ids = set(re.findall(r"(?m)^  E\d+ (\w+)/\d+ ", done.stdout))
    score(done.returncode == 0 and ids == set("ABC"[:count + 2]),
          f"{what}: {ids}: {done.stderr} {after.decode()}")
    # Once more: they are known.
    before = read(path)
    code, _, said = add(program, folder, "--write", "new report.pdf")
    score(code == 1 and "already" in said and read(path) == before, f"{what}: added twice: {said}")


def check_bad(program, folder, given, score):
    what, text, words = given
    path = lay(folder, text)
    before = read(path)
    code, told, said = add(program, folder, "--write", "new report.pdf")
    score(code == 1 and words in said and "manifest.yaml" in said and not told, f"{what}: exit code {code}: {told} {said}")
    score(read(path) == before and "manifest.yaml.new" not in os.listdir(os.path.dirname(path)), f"{what}: it was changed")


def check_places(program, folder, score):
    path = lay(os.path.join(folder, "none"), None)
    code, told, said = add(program, os.path.dirname(os.path.dirname(path)), "--write", "new report.pdf")
    score(code == 0 and read(path).startswith(b"pages: 3 "), f"without a manifest: exit code {code}: {said} {told}")
    home = os.path.join(folder, "link")
    path = lay(home, GOOD[0][1])
    os.rename(path, os.path.join(home, "attachments/kept.yaml"))
    os.symlink("kept.yaml", path)
    code, _, said = add(program, home, "--write", "new report.pdf")
    score(code == 0 and os.path.islink(path) and b"new report" in read(os.path.join(home, "attachments/kept.yaml")),
          f"a link: exit code {code}: {said}")
    home = os.path.join(folder, "folder")
    lay(home, None)
    os.mkdir(os.path.join(home, "attachments/manifest.yaml"))
    code, told, said = add(program, home, "--write", "new report.pdf")
    score(code in (1, 3) and not told and "manifest.yaml" in said, f"a folder in its place: exit code {code}: {said}")
    if os.geteuid():
        home = os.path.join(folder, "closed")
        path = lay(home, GOOD[0][1])
        os.chmod(path, 0o444)
        before = read(path)
        code, told, said = add(program, home, "--write", "new report.pdf")
        score(code == 3 and not told and read(path) == before, f"one that may not be written: exit code {code}: {said}")


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    with tempfile.TemporaryDirectory() as folder:
        for number, given in enumerate(GOOD):
            check_good(program, os.path.join(folder, f"good {number}"), given, score)
        for number, given in enumerate(BAD):
            check_bad(program, os.path.join(folder, f"bad {number}"), given, score)
        check_places(program, folder, score)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
