#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Makes, in FOLDER, a dossier with enclosed pages of all kinds, and builds it: for the judges of the site.

usage: sample.py PROGRAM FOLDER
"""

import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import support  # noqa: E402

program = os.path.abspath(sys.argv[1])
support.enclosing(program, sys.argv[2])
subprocess.run([program, "build", "-C", sys.argv[2], "--templates", os.path.join(support.ROOT, "templates")], check=True)
