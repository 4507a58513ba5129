#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Files that a password closes, in each revision of encryption: the right one opens them, in every run, whatever the
cache has; no other does; and the password is in no byte of any output, nor is a digest of it.

usage: passwords.py PROGRAM
"""

import base64
import filecmp
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import support  # noqa: E402
import withheld  # noqa: E402

# The older revisions have no UTF-8: what is beyond ASCII is coded otherwise in the file than where it is written down.
REVISIONS = {
    "R2": (["40"], "qzxtwoqzx"),
    "R3": (["128", "--use-aes=n"], "qzxthrèeqzx"),
    "R4": (["128", "--use-aes=y"], "qzxfoürqzx"),
    "R5": (["256", "--force-R5"], "qzxfiveəqzx"),
    "R6": (["256"], "qzxşixqzx"),
}
PAGES = 3
METADATA = withheld.METADATA
MARK = "qzxsecretqzx"


def plain(revision):
    """Pages of a word each, the second of which has a mark of its own."""
    pdf = withheld.Pdf()
    tree, root, info = pdf.add(), pdf.add(), pdf.add(f"<< /Title (About {revision}) >>")
    font = pdf.add("<< /Type /Font /Subtype /TrueType /BaseFont /DejaVuSans /FirstChar 32 /LastChar 126 /Encoding"
                   f" /WinAnsiEncoding /Widths [{' '.join(['600'] * 95)}] /FontDescriptor {withheld.face(pdf)} 0 R >>")
    pages = []
    for number in range(1, PAGES + 1):
        words = f"{MARK}{revision}" if number == 2 else f"{withheld.SHOWN} {revision} {number}"
        content = pdf.stream(f"BT /F1 24 Tf 40 700 Td ({words}) Tj ET")
        pages.append(pdf.add(f"<< /Type /Page /Parent {tree} 0 R /Contents {content} 0 R /MediaBox [0 0 595 842]"
                             f" /Resources << /Font << /F1 {font} 0 R >> >> >>"))
    kids = " ".join(f"{page} 0 R" for page in pages)
    pdf.put(tree, f"<< /Type /Pages /Count {PAGES} /Kids [{kids}] >>")
    pdf.put(root, f"<< /Type /Catalog /Pages {tree} 0 R >>")
    return pdf.written(root, info, "nothing")


def closed(revision, scratch):
    options, password = REVISIONS[revision]
    path = os.path.join(scratch, "plain.pdf")
    with open(path, "wb") as file:
        file.write(plain(revision))
    done = subprocess.run(["qpdf", "--allow-weak-crypto", "--encrypt", password, f"owner of {revision}", *options, "--",
                           path, "-"], capture_output=True, check=True)
    return done.stdout


def manifest():
    """One enclosure for each file; the second page of each other one is withheld."""
    text = f"pages: {PAGES * len(REVISIONS)}\nenclosures:\n"
    for number, revision in enumerate(REVISIONS):
        text += (f"  - id: {'ABCDE'[number]}\n    title: About {revision}\n    title-from: document\n"
                 f"    files: [{{file: {revision}.pdf, password-file: secrets/{revision}.txt}}]\n"
                 f"    pages: {PAGES}\n    status: held\n")
        if number % 2 == 0:
            text += "    except: [{pages: 2, status: withheld, reason: names, authority: the sender}]\n"
    return text


def traces(password):
    """What would tell of a password."""
    for code in ("utf-8", "latin-1", "utf-16-be"):
        try:
            data = password.encode(code)
        except UnicodeEncodeError:
            continue
        yield f"in {code}", data
        yield f"in {code}, in hexadecimal", data.hex().encode()
        yield f"in {code}, in base 64", base64.b64encode(data).rstrip(b"=")
    for line in (password.encode(), password.encode() + b"\n"):
        for name in ("md5", "sha256", "sha512"):
            digest = hashlib.new(name, line)
            # Whatever is written of it begins with this.
            yield f"by its {name}", digest.digest()[:8]
            yield f"by its {name}, in hexadecimal", digest.hexdigest()[:16].encode()


def check_nowhere(score, what, parts, files):
    """Parts: all bytes that there are, each with where they are; the same bytes are searched once."""
    parts = [(where, part) for part, where in {part: where for where, part in parts}.items()]
    for revision, (_, password) in REVISIONS.items():
        for trace, form in traces(password):
            found = sorted({where for where, part in parts if form in part})
            score(not found, f"{what}: the password of {revision} {trace} is in {found}")
        for trace, forms in withheld.of_the_file(files[revision]):
            found = sorted({where for where, part in parts if any(form in part for form in forms)})
            score(not found, f"{what}: {revision}: {trace} is in {found}")


def cached(folder, scratch):
    top = os.path.join(folder, "build/cache")
    for at, _, names in os.walk(top):
        for name in names:
            path = os.path.join(at, name)
            with open(path, "rb") as file:
                data = file.read()
            where = os.path.relpath(path, top)
            yield where, where.encode()
            yield from withheld.everything(data, where, scratch)


def run(program, folder, command, *options):
    return subprocess.run([program, command, "-C", folder, "--templates", os.path.join(support.ROOT, "templates"),
                           *options], capture_output=True, text=True, check=False)


def check_wrong(score, program, folder):
    """With all in the cache, no other password than the right one gives anything."""
    bundle = os.path.join(folder, "build/dossier.zip")
    with open(bundle, "rb") as file:
        before = file.read()
    for revision, (_, password) in REVISIONS.items():
        other = f" {password}" if revision == "R2" else password[:-1]
        support.write(folder, f"secrets/{revision}.txt", other + "\n")
        done = run(program, folder, "build", "--keep-going")
        score(done.returncode == 1 and f'"{revision}.pdf" does not open' in done.stderr,
              f"{revision}: {other!r}: exit code {done.returncode}: {done.stderr}")
        score(other.strip() not in done.stderr, f"{revision}: a message tells a password: {done.stderr}")
        # Notes may stand below it, and other systems end lines otherwise.
        support.write(folder, f"secrets/{revision}.txt", f"{password}\r\nfrom the registry\n")
    with open(bundle, "rb") as file:
        score(file.read() == before, "a password that is wrong leaves the outputs as they were")


def main():
    program = os.path.abspath(sys.argv[1])
    score = support.Score()
    with tempfile.TemporaryDirectory(prefix="dossier-passwords-") as scratch:
        folder = os.path.join(scratch, "closed")
        files = {revision: closed(revision, scratch) for revision in REVISIONS}
        support.write(folder, "sources/metadata.yaml", METADATA)
        support.write(folder, "sources/letter.md", withheld.LETTER % (PAGES * len(REVISIONS)))
        support.write(folder, "attachments/manifest.yaml", manifest())
        for revision, (_, password) in REVISIONS.items():
            support.write(folder, f"attachments/{revision}.pdf", files[revision])
            support.write(folder, f"secrets/{revision}.txt", password + "\n")
        depfile = os.path.join(scratch, "depfile")
        done = run(program, folder, "build", "--depfile", depfile)
        if not score(done.returncode == 0, f"exit code {done.returncode}: {done.stderr}"):
            return score.end()
        with open(depfile, encoding="utf-8") as file:
            named = file.read()
        for revision in REVISIONS:
            score(f"secrets/{revision}.txt" in named, f"the list of what was read has secrets/{revision}.txt")
            score(f'"{revision}.pdf" opens with a password only' in done.stderr, f"{revision}: {done.stderr}")
        parts = list(withheld.outputs(os.path.join(folder, "build"), scratch))
        for number, revision in enumerate(REVISIONS):
            score(any(f"{withheld.SHOWN} {revision} 3".encode() in part for _, part in parts), f"{revision}: its words are shown")
            marked = any(f"{MARK}{revision}".encode() in part for _, part in parts)
            score(marked == bool(number % 2), f"{revision}: its withheld page is {'' if marked else 'not '}there")
        secret = open(os.path.join(folder, "secrets/R6.txt"), "rb").read()
        score(any(form in secret for _, form in traces(REVISIONS["R6"][1])), "the search finds a password where it is")
        check_nowhere(score, "outputs", parts, files)
        check_nowhere(score, "cache", list(cached(folder, scratch)), files)
        support.check_pdf(score, program, "closed", os.path.join(folder, "build"))
        withheld.same_again(score, program, "closed", folder)
        check_wrong(score, program, folder)
        kept = shutil.copy(os.path.join(folder, "build/dossier.zip"), scratch)
        shutil.rmtree(os.path.join(folder, "build"))
        done = run(program, folder, "build")
        score(done.returncode == 0 and filecmp.cmp(kept, os.path.join(folder, "build/dossier.zip"), shallow=False),
              f"the same bytes without a cache: exit code {done.returncode}: {done.stderr}")
    return score.end()


if __name__ == "__main__":
    sys.exit(main())
