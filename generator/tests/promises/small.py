#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""The shipped PDF is small in every style, with all faces embedded as subsets and mapped to text.

usage: small.py PROGRAM
"""

import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import support  # noqa: E402

STYLES = ("", "court", "large-print")
SIZE_MAX = 80_000


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    for style in STYLES:
        with tempfile.TemporaryDirectory() as folder:
            support.shipped(folder)
            subprocess.run([program, "build", "-C", folder, "--only", "pdf", *(("--style", style) if style else ()),
                            "--templates", os.path.join(support.ROOT, "templates")], check=True)
            pdf = os.path.join(folder, "build/dossier.pdf")
            support.check_pdf(score, program, style or "no style", os.path.join(folder, "build"))
            size = os.path.getsize(pdf)
            score(size <= SIZE_MAX, f"{style or 'no style'}: {size} bytes are more than {SIZE_MAX}")
            faces = subprocess.run(["pdffonts", pdf], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
            score(faces and all(face.split()[-5:-2] == ["yes", "yes", "yes"] for face in faces),
                  f"{style or 'no style'}: not every face is embedded, a subset and mapped: {faces}")
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
