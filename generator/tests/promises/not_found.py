#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""404.html, which a host shows under any address, leads to the site's pages: by whole addresses where the metadata gives
the site's own, and then from a folder deep below as well; all other pages keep their relative links.

usage: not_found.py PROGRAM
"""

import os
import re
import subprocess
import sys
import tempfile
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import support  # noqa: E402

BASE = "https://example.org/letters/1/"


def links(out, name):
    with open(os.path.join(out, "site", name), encoding="utf-8") as file:
        found = re.findall(r'<(?:a|link rel="(?:stylesheet|contents)")[^>]* href="([^"#][^"]*)"', file.read())
    return [link for link in found if not link.startswith("mailto:")]


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    with tempfile.TemporaryDirectory() as folder:
        support.shipped(folder)
        path = os.path.join(folder, "sources/metadata.yaml")
        with open(path, encoding="utf-8") as file:
            metadata = re.sub(r"(?m)^base-url:.*\n", "", file.read())
        for line in ("", f"base-url: {BASE}\n"):
            with open(path, "w", encoding="utf-8") as file:
                file.write(metadata + line)
            out = os.path.join(folder, "out")
            done = subprocess.run([program, "build", "-C", folder, "-o", out], capture_output=True, text=True, check=False)
            if not score(done.returncode == 0, f"builds: {done.stderr}"):
                continue
            support.check_pdf(score, program, f"base-url: {bool(line)}", out)
            here = (BASE if line else "https://host.invalid/") + "a/b/c.html"
            root = BASE if line else "https://host.invalid/a/b/"
            found = [urllib.parse.urljoin(here, link) for link in links(out, "404.html")]
            for name in ("style.css", "index.html", "letter.html", "enclosures.html", "metadata.html"):
                score(root + name in found, f"404.html leads to {root}{name}: {found}")
            for name in ("index.html", "letter.html", "enclosures.html", "metadata.html"):
                whole = [link for link in links(out, name) if link.startswith(BASE) and link != BASE]
                score(not whole, f"{name} has relative links: {whole}")
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
