#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Checks that the source keeps its layers: what a file includes stands left of it, and each library has one owner.

Also that base names are unique, that the top level holds what it should, and that each C file begins as the house's do."""

import os
import re
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
GENERATOR = os.path.join(TOP, "generator")

# Each folder with those that it may include; what stands beside main.c sees all.
MAY_INCLUDE = {
    "base": {"base"},
    "wire": {"base", "wire"},
    "confine": {"confine"},
    "worker": {"base", "confine", "wire", "worker"},
    "model": {"base", "model"},
    "pages": {"base", "wire", "model", "pages"},
    "source": {"base", "model", "source"},
    "render/html": {"base", "model", "render/html"},
    "render/pdf": {"base", "wire", "model", "render/pdf"},
    "render/bundle": {"base", "model", "render/bundle"},
    "render/describe": {"base", "model", "render/describe"},
    "verify/pdf": {"base", "verify/pdf"},
    "verify/bundle": {"base", "wire", "verify/bundle"},
}
# Each library's headers, with the folders that own it.
OWNERS = {
    "openssl/": {"base"},
    "libdeflate.h": {"base"},
    "cmark-gfm": {"source"},
    "libfyaml": {"source"},
    "hb": {"render/pdf"},
    "hpdf": {"render/pdf"},
    "zlib.h": {"render/pdf", "verify/bundle"},
    "zip.h": {"render/bundle"},
    "qpdf/": {"verify/pdf", "worker"},
    "poppler": {"worker"},
    "cairo": {"worker"},
    "glib": {"worker"},
    "ft2build.h": {"verify/pdf", "worker"},
    "freetype/": {"verify/pdf", "worker"},
    "leptonica/": {"worker"},
    "allheaders.h": {"worker"},
    "libxml/": {"worker"},
    "tesseract/": {"worker"},
    "seccomp.h": {"confine"},
    "jansson.h": {"verify/bundle"},
    "fontconfig/": {"worker"},
    "png.h": {"render/pdf", "worker"},
}
STANDARD = re.compile(r"(sys/[a-z]+|linux/[a-z]+|[a-z0-9]+)\.h$")
FOREIGN = re.compile("|".join(map(re.escape, OWNERS)))
TOP_LEVEL = {"generator", "templates", "sources", "attachments", "build", "Makefile", "README.md", "LICENSE"}


def check_include(folder, quoted, name):
    if quoted:
        layer = os.path.dirname(name)
        if folder in MAY_INCLUDE and layer not in MAY_INCLUDE[folder]:
            return f"{folder} must not include {layer or 'what stands beside main.c'}"
        return None
    owner = FOREIGN.match(name)
    if owner:
        if folder not in OWNERS[owner[0]]:
            return f"<{name}> belongs to {', '.join(sorted(OWNERS[owner[0]]))}"
        return None
    return None if STANDARD.match(name) else f"<{name}> has no owner in layers.py"


def check_file(path):
    folder = os.path.dirname(os.path.relpath(path, GENERATOR))
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n")
    if lines[0] != "/* SPDX-License-Identifier: ISC */" or not lines[1].startswith("/* "):
        yield 1, "begins with neither the licence nor a sentence on its purpose"
    first = None
    for number, line in enumerate(lines, 1):
        include = re.match(r'#include ([<"])([^>"]+)', line)
        if not include:
            continue
        problem = check_include(folder, include[1] == '"', include[2])
        if problem:
            yield number, problem
        first = first or (number, include[2])
    own = os.path.relpath(path, GENERATOR)[:-2] + ".h"
    if path.endswith(".c") and os.path.exists(os.path.join(GENERATOR, own)) and first and first[1] != own:
        yield first[0], f'includes something before "{own}"'


def main():
    problems = 0
    seen = {}
    for folder, _, names in os.walk(GENERATOR):
        if "/tests" in folder:
            continue
        for name in sorted(names):
            if name.endswith((".c", ".h")):
                path = os.path.join(folder, name)
                if name in seen:
                    print(f"{os.path.relpath(path, TOP)}: the name is taken by {os.path.relpath(seen[name], TOP)}")
                    problems += 1
                seen[name] = path
                for line, problem in check_file(path):
                    print(f"{os.path.relpath(path, TOP)}:{line}: {problem}")
                    problems += 1
    for name in sorted(os.listdir(TOP)):
        if not name.startswith(".") and name not in TOP_LEVEL:
            print(f"{name}: does not belong on the top level")
            problems += 1
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
