#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""make does what has to be done and no more: nothing where nothing changed; where an input, a template, a header or a
flag changed, just what depends on it; nothing to the system unless asked; and what it installs works anywhere.

usage: rebuild.py PROGRAM
"""

import filecmp
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import support  # noqa: E402

CHECKER = "build/libexec/dossier/check-pdf"
VERIFIER = "build/libexec/dossier/check-bundle"
WORKER = "build/libexec/dossier/page-worker"
OUTPUTS = {"build/site/index.html", "build/dossier.pdf", "build/dossier.zip", "build/SHA256SUMS"}

FAKE_PKG_CONFIG = """\
#!/bin/sh
echo "pkg-config $*" >>"$LOG"
case "$*" in
*--exists*libzip*) [ -e "$INSTALLED" ] ;;
esac
"""
FAKE_APT = """\
#!/bin/sh
echo "apt-get $*" >>"$LOG"
sleep 0.3
case "$*" in *install*) touch "$INSTALLED" ;; esac
"""
FAKE_DPKG_QUERY = "#!/bin/sh\nexit 1\n"
FAKE_COMPILER = "#!/bin/sh\necho \"cc $*\" >>\"$LOG\"\ncat >/dev/null\n"


class Project:
    """A copy of the project with what is built of it."""

    def __init__(self, folder):
        self.folder = folder
        os.makedirs(folder)
        for name in ("LICENSE", "Makefile", "README.md", "generator", "templates", "sources", "attachments"):
            source = os.path.join(support.ROOT, name)
            copy = shutil.copytree if os.path.isdir(source) else shutil.copy2
            copy(source, os.path.join(folder, name))
        built = os.path.join(support.ROOT, "build")
        for name in ("obj", "bin", "libexec", "checker", "man", "site", "dossier.a", "dossier.pdf", "dossier.zip",
                     "SHA256SUMS", "dossier.d", "flags", "versions", "cflags.rsp", "libs.rsp"):
            source = os.path.join(built, name)
            if os.path.isdir(source):
                shutil.copytree(source, os.path.join(folder, "build", name))
            elif os.path.exists(source):
                os.makedirs(os.path.join(folder, "build"), exist_ok=True)
                shutil.copy2(source, os.path.join(folder, "build", name))
        # The flags of this call of make are not those of the one that runs the tests.
        self.environment = {name: value for name, value in os.environ.items()
                            if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "CFLAGS", "CC", "BUILD", "CPPFLAGS")}

    def path(self, name):
        return os.path.join(self.folder, name)

    def make(self, *arguments, **environment):
        return subprocess.run(["make", *arguments], cwd=self.folder, env={**self.environment, **environment},
                              capture_output=True, text=True)

    def files(self):
        found = {}
        for folder, _, names in os.walk(self.path("build")):
            for name in names:
                path = os.path.join(folder, name)
                status = os.stat(path)
                found[os.path.relpath(path, self.folder)] = (status.st_mtime_ns, status.st_ino)
        return found

    def touch(self, name):
        now = time.time_ns()
        os.utime(self.path(name), ns=(now, now))

    def would_make(self, *arguments):
        """What a call would compile, link or build, by the names of what would be written."""
        done = self.make("-n", *arguments)
        names = set(re.findall(r" -o (build/\S+)", done.stdout))
        if re.search(r"dossier build -o build\b", done.stdout):
            names -= {"build"}
            names |= OUTPUTS
        names |= set(re.findall(r"(?:>|cp \S+ )(build/man/\S+)", done.stdout))
        return names


def changed(before, after):
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def nothing_to_do(score, project):
    done = project.make("-j2")
    score(done.returncode == 0, f"make: {done.stderr}")
    before = project.files()
    done = project.make()
    score(done.stdout.strip() == "make: Nothing to be done for 'all'.", f"a second make does something: {done.stdout}")
    score(not changed(before, project.files()), "a second make writes something")


def inputs(score, project):
    names = ["sources/letter.md", "sources/metadata.yaml", "attachments/manifest.yaml", "templates/pdf.yaml"]
    names += sorted(os.path.relpath(path, project.folder) for path in glob.glob(project.path("templates/site/*")))
    with open(project.path("build/dossier.d"), encoding="utf-8") as file:
        depended = file.read().replace("\n", " ") + " "
    for name in names:
        score(f" {name} " in depended, f"{name}: the outputs do not depend on it")
    site = [name for name in names if name.startswith("templates/site/")]
    for name in [name for name in names if name not in site] + support.spread(site, 3):
        before = project.files()
        project.touch(name)
        done = project.make()
        score(done.returncode == 0, f"{name}: make: {done.stderr}")
        now = changed(before, project.files())
        score(OUTPUTS <= now, f"{name}: not made anew: {OUTPUTS - now}")
        other = {one for one in now - OUTPUTS if not one.startswith(("build/site/", "build/program")) and one not in ("build/dossier.d", "build/cache/last-build")}
        score(not other, f"{name}: made anew as well: {other}")
        score(not project.would_make(), f"{name}: still not done")
    extra = project.path("templates/site/extra.css")
    support.write(project.folder, "templates/site/extra.css", "p {}\n")
    score(project.would_make() == OUTPUTS, "a new template makes nothing anew")
    score(project.make().returncode == 0, "a new template")
    os.remove(extra)
    done = project.make()
    score(done.returncode == 0, f"a template taken away: {done.stderr}")
    for name in OUTPUTS:
        os.remove(project.path(name))
        done = project.make()
        score(done.returncode == 0 and os.path.exists(project.path(name)), f"{name} taken away is not made")


def broken_input(score, project):
    before = {name: open(project.path(name), "rb").read() for name in OUTPUTS}
    letter = project.path("sources/letter.md")
    shutil.copy2(letter, letter + ".good")
    with open(letter, "a", encoding="utf-8") as file:
        file.write("\n<b>raw</b>\n")
    done = project.make()
    score(done.returncode != 0, "make is content with wrong input")
    score("sources/letter.md:" in done.stderr, f"no place: {done.stderr}")
    score(all(open(project.path(name), "rb").read() == data for name, data in before.items()),
          "the outputs of the last good build are gone")
    score(project.would_make() == OUTPUTS, "wrong input is not tried again")
    os.replace(letter + ".good", letter)
    project.touch("sources/letter.md")
    score(project.make().returncode == 0, "mended input is not built")


def one_of_each_folder(names):
    """And those that are needed otherwise than the rest of their folder."""
    folders = {os.path.dirname(name): name for name in names}
    return sorted({*folders.values(), *(name for name in names if name.endswith("_desk.h"))})


def sources(score, project):
    objects = {}
    for path in glob.glob(project.path("build/obj/**/*.d"), recursive=True):
        with open(path, encoding="utf-8") as file:
            rule = file.read().replace("\\\n", " ").split("\n")[0]
        target, _, needed = rule.partition(":")
        if not os.path.exists(project.path(needed.split()[0])):
            continue  # of a source that is no more
        objects[target] = set(needed.split())
    headers = sorted(os.path.relpath(path, project.folder)
                     for path in glob.glob(project.path("generator/**/*.h"), recursive=True)
                     if not path.startswith(project.path("generator/tests/")))
    chosen = headers if support.LONG else one_of_each_folder(headers)
    for name in headers:
        score(any(name in needed for needed in objects.values()), f"{name}: nothing depends on it")
    for name in chosen + ["generator/main.c", "generator/base/buf.c", "generator/model/ledger.c"]:
        expected = {target for target, needed in objects.items() if name in needed}
        times = os.stat(project.path(name))
        project.touch(name)
        anew = project.would_make()
        made = {one for one in anew if one.endswith(".o")}
        score(made == expected, f"{name}: made {sorted(made ^ expected)} wrongly or not")
        needed = {"build/bin/dossier"} | OUTPUTS
        if name.startswith("generator/verify/pdf/"):
            needed = {CHECKER}
        elif name.startswith("generator/verify/bundle/") or name.endswith("_desk.h"):
            needed = {VERIFIER}
        elif name.startswith("generator/confine/"):
            needed = {CHECKER, VERIFIER, WORKER} | OUTPUTS
        elif name.startswith("generator/worker/"):
            needed = {WORKER} | OUTPUTS
        score(needed <= anew, f"{name}: not made anew: {needed - anew}")
        os.utime(project.path(name), ns=(times.st_atime_ns, times.st_mtime_ns))
    project.touch("generator/doc/dossier.1")
    score(project.would_make() == {"build/man/dossier.1"}, f"dossier.1: {project.would_make()}")
    project.touch("generator/doc/dossier.5.in")
    score(project.would_make() == {"build/man/dossier.1", "build/man/dossier.5"}, f"dossier.5: {project.would_make()}")
    project.make()


def own_source(score, project):
    """What bundles may hold of the program: nothing that lies around beside it."""
    for name in ("generator/base/stray.h", "generator/base/stray.c", "generator/base/#buf.c#", "generator/base/buf.c~", "generator/.buf.c.swp",
                 "templates/site/letter.html~", "templates/site/.letter.html.swp", "notes.txt"):
        support.write(project.folder, name, "stray\n")
    project.touch("README.md")
    done = project.make("source")
    with open(project.path("build/program.files"), encoding="utf-8") as file:
        listed = file.read().splitlines()
    found = sorted(os.path.relpath(os.path.join(above, name), project.path("build/program"))
                   for above, _, names in os.walk(project.path("build/program")) for name in names)
    score(done.returncode == 0 and found == sorted(listed) and listed == sorted(listed, key=os.fsencode), f"build/program holds {set(found) ^ set(listed)}")
    score("generator/main.c" in listed and not any(re.search(r"stray|^notes|[~#]|\.swp|^build|/tests/", name) for name in listed),
          "what lies around is taken for source")


def flags(score, project):
    names = {"build/obj/base/buf.o", "build/obj/base/date.o"}
    before = project.files()
    done = project.make("CFLAGS=-O0", *names)
    now = changed(before, project.files())
    score(done.returncode == 0 and names <= now, f"other CFLAGS: not made anew: {names - now}")
    before = project.files()
    done = project.make("CFLAGS=-O0", *names)
    score(not changed(before, project.files()), f"the same CFLAGS: made anew: {changed(before, project.files())}")


def installed(score, project, folder):
    there = os.path.join(folder, "there")
    done = project.make("install", f"DESTDIR={there}", "PREFIX=/opt/dossier")
    score(done.returncode == 0, f"make install: {done.stderr}")
    prefix = there + "/opt/dossier"
    for name in ("bin/dossier", "libexec/dossier/check-pdf", "share/man/man1/dossier.1", "share/man/man5/dossier.5",
                 "share/dossier/templates/pdf.yaml", "share/dossier/program/generator/main.c", "share/dossier/templates/site/letter.html"):
        score(os.path.isfile(os.path.join(prefix, name)), f"make install brings no {name}")
    # Elsewhere, and the project's own folder gone from sight.
    moved = os.path.join(folder, "moved")
    os.rename(there, moved)
    dossier = os.path.join(folder, "some dossier")
    support.shipped(dossier)
    done = subprocess.run([moved + "/opt/dossier/bin/dossier", "build", "-C", dossier], cwd="/", capture_output=True,
                          text=True)
    score(done.returncode == 0, f"the installed program: {done.stderr}")
    for name in OUTPUTS:
        path = os.path.join(dossier, name)
        score(os.path.exists(path) and filecmp.cmp(path, project.path(name), shallow=False),
              f"the installed program makes another {name}")
    done = subprocess.run([moved + "/opt/dossier/bin/dossier", "check", "--pdf", "build/dossier.pdf"], cwd=dossier,
                          capture_output=True, text=True)
    score(done.returncode == 0, f"the installed checker of PDFs: {done.stderr}")
    os.makedirs(os.path.join(folder, "alone"))
    alone = shutil.copy2(moved + "/opt/dossier/bin/dossier", os.path.join(folder, "alone"))
    done = subprocess.run([alone, "check", "-C", dossier], cwd="/", capture_output=True, text=True)
    score(done.returncode == 2 and "name them with --templates" in done.stderr,
          f"a program without its templates: {done.stderr}")
    done = subprocess.run([alone, "check", "--pdf", "x.pdf"], cwd="/", capture_output=True, text=True)
    score(done.returncode == 3 and "cannot run " in done.stderr, f"a program without its checker: {done.stderr}")
    os.rename(moved, there)
    project.make("uninstall", f"DESTDIR={there}", "PREFIX=/opt/dossier")
    left = [name for _, _, names in os.walk(there) for name in names]
    score(not left, f"make uninstall leaves {left}")


def system(score, project, folder):
    """With tools of our own in place of those that would look at or change the system."""
    tools = os.path.join(folder, "tools")
    for name, text in (("pkg-config", FAKE_PKG_CONFIG), ("apt-get", FAKE_APT), ("sudo", '#!/bin/sh\nexec "$@"\n'),
                       ("dpkg-query", FAKE_DPKG_QUERY), ("fake-cc", FAKE_COMPILER)):
        support.write(tools, name, text)
        os.chmod(os.path.join(tools, name), 0o755)
    log = os.path.join(folder, "log")
    environment = {"PATH": tools + ":" + os.environ["PATH"], "LOG": log, "INSTALLED": os.path.join(folder, "installed")}

    def calls():
        with open(log, encoding="utf-8") as file:
            return file.read()

    support.write(folder, "log", "")
    done = project.make("help", **environment)
    score(done.returncode == 0 and "make check " in done.stdout, f"make help: {done.stdout}{done.stderr}")
    score(not calls(), f"the Makefile asks while it is read: {calls()}")
    shutil.rmtree(project.path("build"))
    done = project.make("CC=fake-cc", **environment)
    score(done.returncode != 0 and "libzip-dev" in done.stderr and "make deps" in done.stderr,
          f"a missing library: {done.stderr}")
    score("apt-get" not in calls(), "plain make touches the system")
    for jobs in ("-j1", "-j2", "-j8"):
        support.write(folder, "log", "")
        if os.path.exists(environment["INSTALLED"]):
            os.remove(environment["INSTALLED"])
        # The compiler makes nothing, so that the call fails later on: what counts is in which order it asked.
        project.make(jobs, "CC=fake-cc", "all", "deps", **environment)
        lines = calls().split("\n")
        install = next((i for i, line in enumerate(lines) if line.startswith("apt-get install")), None)
        score(install is not None, f"{jobs}: make deps installs nothing")
        early = [line for line in lines[:install] if not line.startswith("apt-get")]
        score(not early, f"{jobs}: before deps is done: {early[:3]}")
        score(any(line.startswith("cc ") and " -c " in line for line in lines[install or 0:]),
              f"{jobs}: nothing is compiled after deps")
        shutil.rmtree(project.path("build"), ignore_errors=True)


def main():
    score = support.Score()
    with tempfile.TemporaryDirectory() as folder:
        project = Project(os.path.join(folder, "project"))
        nothing_to_do(score, project)
        inputs(score, project)
        broken_input(score, project)
        sources(score, project)
        installed(score, project, folder)
        own_source(score, project)
        flags(score, project)
        system(score, project, folder)
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
