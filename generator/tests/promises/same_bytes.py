#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""The same inputs give the same site, PDF and zip, wherever, whenever and by whomever they are built.

usage: same_bytes.py PROGRAM [TEMPLATES]
"""

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import support  # noqa: E402
from support import NOBODY, OUTPUTS, fingerprint  # noqa: E402


def differences(one, other):
    return " ".join(sorted(name for name in set(one) | set(other) if one.get(name) != other.get(name)))


class Builder:
    def __init__(self, program, templates, home):
        self.program, self.templates, self.home = program, templates, home
        self.count = 0

    def __call__(self, folder, out=None, templates=True, cwd=None, env=None, before=None, user=None):
        """Builds and returns the fingerprint, or None with a printed reason."""
        self.count += 1
        out = out or os.path.join(self.home, f"out {self.count}")
        command = [self.program, "build", "-C", folder, "-o", out]
        if templates:
            command += ["--templates", self.templates]
        done = subprocess.run(command, cwd=cwd, env={**os.environ, **(env or {})}, preexec_fn=before, user=user,
                              stderr=subprocess.PIPE, text=True)
        if done.returncode:
            print(f"exit code {done.returncode}: {done.stderr.strip()}")
            return None
        return fingerprint(os.path.join(cwd or "", out))


def turkish(home):
    """An environment in which I and i are not a pair of letters, if this machine can make one."""
    locales = os.path.join(home, "locales")
    os.mkdir(locales)
    env = {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "LANGUAGE": "tr"}
    if shutil.which("localedef") and subprocess.run(
            ["localedef", "-i", "tr_TR", "-f", "UTF-8", os.path.join(locales, "tr_TR.UTF-8")],
            stderr=subprocess.DEVNULL).returncode == 0:
        return {**env, "LOCPATH": locales}, "locale tr_TR.UTF-8"
    return env, "locale tr_TR.UTF-8 asked for (not on this machine)"


CLOCK = """\
#include <stddef.h>
#include <sys/time.h>
#include <time.h>
time_t time(time_t *result) { if (result) *result = 981173106; return 981173106; }
int clock_gettime(clockid_t clock, struct timespec *now)
{ (void)clock; now->tv_sec = 981173106; now->tv_nsec = 0; return 0; }
int gettimeofday(struct timeval *now, void *zone) { (void)zone; now->tv_sec = 981173106; now->tv_usec = 0; return 0; }
"""


def faked_clock(home):
    """An environment in which it is always the third of February 2001; None where no compiler is there."""
    compiler = shutil.which(os.environ.get("CC", "cc").split()[0])
    library = os.path.join(home, "clock.so")
    if not compiler or subprocess.run([compiler, "-shared", "-fPIC", "-o", library, "-x", "c", "-"], input=CLOCK,
                                      text=True, stderr=subprocess.DEVNULL).returncode:
        return None
    options = os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
    env = {"LD_PRELOAD": library, "ASAN_OPTIONS": options}
    date = subprocess.run([sys.executable, "-c", "import time; print(int(time.time()))"], env={**os.environ, **env},
                          stdout=subprocess.PIPE, text=True).stdout.strip()
    return env if date == "981173106" else None


def copy_backwards(source, target):
    """The same files, made in another order, with times from other decades."""
    found = []
    for folder, _, files in os.walk(source):
        found += [os.path.join(folder, name) for name in files]
    for number, path in enumerate(sorted(found, reverse=True)):
        copy = os.path.join(target, os.path.relpath(path, source))
        os.makedirs(os.path.dirname(copy), exist_ok=True)
        shutil.copyfile(path, copy)
        os.utime(copy, (number * 10**7, number * 10**8))


def variants(build, name, folder, home):
    """What must make no difference: words, and a function that builds."""
    yield "the same again", lambda: build(folder)
    yield "from within the folder", lambda: build(".", cwd=folder)
    deep = os.path.join(home, name + " \u0259 'quoted' $HOME", "a" * 100, "b")
    shutil.copytree(folder, deep)
    yield "another folder", lambda: build(deep)
    yield "a relative path", lambda: build("../" + os.path.basename(folder) + "/", cwd=folder)
    backwards = os.path.join(home, name + " backwards")
    copy_backwards(folder, backwards)
    yield "files made in another order, at another time", lambda: build(backwards)
    for zone in ("Pacific/Apia", "America/Sao_Paulo", "Asia/Baku", ":/no/such/zone"):
        yield f"time zone {zone}", lambda zone=zone: build(folder, env={"TZ": zone})
    env, words = turkish(tempfile.mkdtemp(dir=home))
    yield words, lambda: build(folder, env=env)
    yield "locale C", lambda: build(folder, env={"LC_ALL": "C", "LANG": "C"})
    for mask in (0o077, 0o000, 0o777):
        yield f"umask {mask:03o}", lambda mask=mask: build(folder, before=lambda: os.umask(mask))
    yield "memory that is not clean", lambda: build(folder, env={"MALLOC_PERTURB_": "165"})
    broken = os.path.join(home, "broken.cnf")
    with open(broken, "w", encoding="utf-8") as file:
        file.write("openssl_conf = x\n[x]\nalg_section = y\n[y]\nfips_mode = yes\n")
    yield "another environment", lambda: build(folder, env={
        "OPENSSL_CONF": broken, "HOME": "/", "USER": "someone", "SOURCE_DATE_EPOCH": "1", "TMPDIR": "/nowhere",
        "XDG_CONFIG_HOME": "/nowhere", "COLUMNS": "20", "HB_OPTIONS": "x"})
    own = os.path.join(home, name + " with templates")
    shutil.copytree(folder, own)
    shutil.copytree(build.templates, os.path.join(own, "templates"))
    yield "templates of its own", lambda: build(own, templates=False)


def as_nobody(score, build, name, folder, home, expected):
    if os.getuid() != 0:
        print(f"skip {name}: another user (this needs root)")
        return
    place = os.path.join(home, name + " of nobody")
    os.mkdir(place)
    os.chown(place, NOBODY, NOBODY)
    found = build(folder, out=os.path.join(place, "out"), user=NOBODY)
    score(found == expected, f"{name}: another user " + differences(found or {}, expected))


def rebuilt(score, build, name, out, expected):
    """The bundle makes itself again, and what it made does too."""
    for generation in ("once", "twice"):
        unpacked = tempfile.mkdtemp(dir=build.home)
        with zipfile.ZipFile(os.path.join(out, "dossier.zip")) as archive:
            archive.extractall(unpacked)
        data = os.path.join(unpacked, os.listdir(unpacked)[0], "data")
        out = os.path.join(unpacked, "out")
        found = build(data, out=out, templates=False)
        if not score(found == expected, f"{name}: rebuilt {generation} from the bundle "
                     + differences(found or {}, expected)):
            return


def check(score, build, name, make):
    home = build.home
    folder = os.path.join(home, name)
    os.mkdir(folder)
    make(folder)
    out = os.path.join(home, name + " out")
    expected = build(folder, out=out)
    if not score(expected and all(output in expected for output in OUTPUTS), f"{name}: builds"):
        return
    modes = {mode for mode, _ in expected.values()}
    score(modes == {"0o100644", "0o40755"}, f"{name}: modes are 0644 and 0755")
    for words, variant in variants(build, name, folder, home):
        found = variant()
        score(found == expected, f"{name}: {words} " + differences(found or {}, expected))
    score(build(folder, out=out) == expected, f"{name}: over the outputs of the last build")
    env = faked_clock(home)
    if env:
        score(build(folder, env=env) == expected, f"{name}: another date")
    else:
        print(f"skip {name}: another date (the clock cannot be faked here; the years of the files differ above)")
    as_nobody(score, build, name, folder, home, expected)
    rebuilt(score, build, name, out, expected)


def main():
    program = os.path.abspath(sys.argv[1])
    templates = os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else os.path.join(support.ROOT, "templates")
    score = support.Score()
    with tempfile.TemporaryDirectory(prefix="same_bytes.") as home:
        build = Builder(*support.moved(program, templates, home), home)
        for name, make in (("shipped", support.shipped), ("all kinds", support.all_kinds)):
            check(score, build, name, make)
            support.check_pdf(score, program, name, os.path.join(home, name + " out"))
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
