#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""The bundle is a BagIt 1.0 bag in a plain zip: a reading of RFC 8493 and of the zip's structure of its own.

usage: bag.py PROGRAM [TEMPLATES]
       bag.py --check ZIP...
"""

import hashlib
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import support  # noqa: E402

ALGORITHMS = ("sha256", "sha512")
STORED = (".pdf", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".zip", ".gz")


class Problems(list):
    def need(self, truth, words):
        if not truth:
            self.append(words)


# ---------------------------------------------------------------- RFC 8493

def lines_of(data, name, problems):
    """The lines of a tag file: UTF-8 without a byte order mark, each line ended."""
    problems.need(not data.startswith(b"\xef\xbb\xbf"), f"{name}: a byte order mark")
    problems.need(data.endswith(b"\n"), f"{name}: the last line is not ended")
    problems.need(b"\r" not in data, f"{name}: a CR")
    try:
        return data.decode("utf-8").split("\n")[:-1]
    except UnicodeDecodeError as error:
        problems.append(f"{name}: not UTF-8: {error}")
        return []


def decode_path(text, name, problems):
    """2.1.3: LF, CR and % are percent-encoded, and nothing else."""
    for code in re.findall(r"%(..?)?", text):
        problems.need(code in ("0A", "0D", "25"), f"{name}: %{code} in {text!r} is no code of the RFC")
    return re.sub(r"%(0A|0D|25)", lambda match: chr(int(match[1], 16)), text)


def read_manifest(files, name, problems):
    listed = {}
    digits = hashlib.new(re.search(r"-(\w+)\.txt", name)[1]).digest_size * 2
    for line in lines_of(files[name], name, problems):
        match = re.fullmatch(r"([0-9a-f]+)[ \t]+(\S.*)", line)
        if not match or len(match[1]) != digits:
            problems.append(f"{name}: no manifest line: {line!r}")
            continue
        path = decode_path(match[2], name, problems)
        parts = path.split("/")
        problems.need(not path.startswith("/") and ".." not in parts and "." not in parts and "" not in parts
                      and not path.startswith("~") and "\\" not in path, f"{name}: unsafe path {path!r}")
        problems.need(path not in listed, f"{name}: {path!r} is listed twice")
        listed[path] = match[1]
    return listed


def read_info(files, problems):
    info = {}
    for line in lines_of(files["bag-info.txt"], "bag-info.txt", problems):
        match = re.fullmatch(r"([^:\s](?:[^:\r\n]*[^:\s])?): (\S(?:.*\S)?)", line)
        problems.need(match, f"bag-info.txt: no element: {line!r}")
        if match:
            problems.need(match[1] not in info, f"bag-info.txt: {match[1]} twice")
            info[match[1]] = match[2]
    return info


def check_info(files, payload, problems):
    info = read_info(files, problems)
    for label in ("Source-Organization", "External-Description", "Bagging-Date", "External-Identifier",
                  "Payload-Oxum", "Bag-Software-Agent", "Software-Libraries"):
        problems.need(label in info, f"bag-info.txt: no {label}")
    oxum = f"{sum(len(files[name]) for name in payload)}.{len(payload)}"
    told = info.get("Payload-Oxum")
    problems.need(told == oxum, f"bag-info.txt: Payload-Oxum {told}, not {oxum}")
    problems.need(re.fullmatch(r"\d{4}-\d\d-\d\d", info.get("Bagging-Date", "")), "bag-info.txt: Bagging-Date")
    return info


def check_bag(files):
    """`files`: names in the bag's top folder, and bytes. Returns the problems and bag-info.txt's elements."""
    problems = Problems()
    problems.need(files.get("bagit.txt") == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", "bagit.txt")
    payload = {name for name in files if name.startswith("data/")}
    problems.need(payload, "no payload")
    problems.need("fetch.txt" not in files, "fetch.txt: what is to be fetched is not in the bag")
    tags = set(files) - payload
    tag_manifests = {name for name in tags if re.fullmatch(r"tagmanifest-\w+\.txt", name)}
    expected = {f"{kind}-{name}.txt" for kind in ("manifest", "tagmanifest") for name in ALGORITHMS}
    problems.need(tags == expected | {"bagit.txt", "bag-info.txt", "VERIFY.txt", "ro-crate-metadata.json", "ro-crate-preview.html"}, f"tag files: {sorted(tags)}")
    for name in sorted(expected & tags):
        listed = read_manifest(files, name, problems)
        wanted = tags - tag_manifests if name in tag_manifests else payload
        for path in sorted(wanted - set(listed)):
            problems.append(f"{name}: {path!r} is in the bag and not listed")
        for path in sorted(set(listed) - wanted):
            problems.append(f"{name}: {path!r} is listed and not in the bag")
        algorithm = name.split("-")[1][:-4]
        for path in sorted(set(listed) & wanted):
            problems.need(hashlib.new(algorithm, files[path]).hexdigest() == listed[path],
                          f"{name}: digest of {path!r}")
    info = check_info(files, payload, problems) if "bag-info.txt" in files else {}
    return problems, info


# ---------------------------------------------------------------- the zip (APPNOTE 6.3)

def check_layout(data, archive, problems):
    """Local headers stand one after the other, say what the directory says, and nothing is between or after."""
    position = 0
    for entry in archive.infolist():
        name = entry.filename
        (magic, version, flags, method, time, date, crc, packed, size, name_length,
         extra) = struct.unpack("<IHHHHHIIIHH", data[position:position + 30])
        problems.need(magic == 0x04034b50 and position == entry.header_offset,
                      f"{name}: local header is not in its place")
        raw = data[position + 30:position + 30 + name_length]
        problems.need(raw == name.encode("utf-8"), f"{name}: other name in the local header")
        problems.need((flags, method, crc, packed, size) == (entry.flag_bits, entry.compress_type, entry.CRC,
                                                             entry.compress_size, entry.file_size),
                      f"{name}: local header and directory differ")
        problems.need(not flags & 0x0008, f"{name}: a data descriptor")
        problems.need(bool(flags & 0x0800) == (not name.isascii()), f"{name}: UTF-8 flag")
        problems.need(not flags & ~0x0806, f"{name}: flags {flags:#x}")
        problems.need(extra == 0 and not entry.extra, f"{name}: an extra field")
        problems.need(time == 0, f"{name}: time of day")
        problems.need(version <= 20, f"{name}: needs version {version}")
        position += 30 + name_length + extra + packed
    problems.need(data[position:position + 4] == b"PK\1\2", "something between files and directory")
    problems.need(data[-22:-18] == b"PK\5\6", "something after the directory")
    disk, start, here, count, length, offset, comment = struct.unpack("<HHHHIIH", data[-18:])
    problems.need((disk, start, here, count, comment) == (0, 0, len(archive.infolist()), here, 0), "end record")
    problems.need(offset == position and offset + length == len(data) - 22, "end record: place of the directory")


def check_zip(path):
    """All problems of a bundle, and its files without the top folder."""
    with open(path, "rb") as file:
        data = file.read()
    problems = Problems()
    files = {}
    with zipfile.ZipFile(path) as archive:
        check_layout(data, archive, problems)
        names = [entry.filename for entry in archive.infolist()]
        problems.need([name.encode() for name in names] == sorted({name.encode() for name in names}),
                      "names are not sorted, or one is there twice")
        tops = {name.split("/")[0] for name in names}
        problems.need(len(tops) == 1, f"top folders: {sorted(tops)}")
        folded = [name.lower() for name in names]
        problems.need(len(set(folded)) == len(folded), "names that differ in case only")
        for entry in archive.infolist():
            name = entry.filename
            problems.need(entry.external_attr >> 16 == 0o100644, f"{name}: mode {entry.external_attr >> 16:o}")
            problems.need(entry.create_system == 3, f"{name}: made on system {entry.create_system}")
            problems.need(not entry.is_dir() and "\\" not in name and ".." not in name.split("/"), f"{name}: unsafe")
            is_packed = name.lower().endswith(STORED)
            problems.need(entry.compress_type == (zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED),
                          f"{name}: method {entry.compress_type}")
            files[name.partition("/")[2]] = archive.read(entry)
        found, info = check_bag(files)
        problems += found
        problems.need(tops == {info.get("External-Identifier")}, "top folder and External-Identifier differ")
        dates = {"%04d-%02d-%02d" % entry.date_time[:3] for entry in archive.infolist()}
        problems.need(dates == {info.get("Bagging-Date")}, f"dates of the files: {sorted(dates)}")
    return problems, files


# ---------------------------------------------------------------- the test

def judges(score, name, path, folder):
    """Tools that have nothing to do with each other."""
    for command in (["unzip", "-tqq", path], ["7z", "t", path], ["bsdtar", "-tf", path], ["zipinfo", path],
                    [sys.executable, "-m", "zipfile", "-t", path]):
        if not shutil.which(command[0]):
            print(f"skip {name}: {command[0]} is not installed")
            continue
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        warned = re.search(r"(?i)warning|error", done.stdout.replace("Everything is Ok", ""))
        score(done.returncode == 0 and not warned, f"{name}: {command[0]} opens it without a warning")
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    top = os.path.join(folder, os.listdir(folder)[0])
    for algorithm in ALGORITHMS:
        for manifest in (f"manifest-{algorithm}.txt", f"tagmanifest-{algorithm}.txt"):
            # A % is a code to the RFC and not to coreutils.
            with open(os.path.join(top, manifest), encoding="utf-8") as file:
                lines = "".join(line for line in file if "%" not in line)
            done = subprocess.run([f"{algorithm}sum", "-c", "--strict", "--quiet"], input=lines, cwd=top, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            score(done.returncode == 0, f"{name}: {algorithm}sum -c {manifest} {done.stdout.strip()}")


def tampered(files):
    """Bags with one thing wrong each: the checker must refuse them."""
    info = files["bag-info.txt"].decode()
    manifest = files["manifest-sha256.txt"]
    page = "data/site/letter.html"
    digest = hashlib.sha256(files["tagmanifest-sha256.txt"]).hexdigest().encode()

    def retag(changed):
        for algorithm in ALGORITHMS:
            changed[f"tagmanifest-{algorithm}.txt"] = b"".join(
                hashlib.new(algorithm, changed[name]).hexdigest().encode() + b"  " + name.encode() + b"\n"
                for name in sorted(changed) if "/" not in name and not name.startswith("tagmanifest"))
        return changed

    yield "a bit turned over", {**files, page: bytes([files[page][0] ^ 1]) + files[page][1:]}
    yield "a file gone", {name: data for name, data in files.items() if name != page}
    yield "a file more", {**files, "data/more": b""}
    yield "a tag file more", {**files, "notes.txt": b""}
    yield "no manifest of one algorithm", retag({name: data for name, data in files.items()
                                                 if name != "manifest-sha512.txt"})
    yield "a line fewer", retag({**files, "manifest-sha256.txt": manifest.partition(b"\n")[2]})
    yield "a line twice", retag({**files, "manifest-sha256.txt": manifest + manifest.partition(b"\n")[0] + b"\n"})
    yield "an unsafe path", retag({**files, "manifest-sha256.txt": manifest + b"0" * 64 + b"  ../x\n"})
    yield "a path with a code too many", retag({**files, "manifest-sha256.txt":
                                                manifest.replace(b"letter", b"%6Cetter")})
    yield "a last line not ended", retag({**files, "manifest-sha256.txt": manifest[:-1]})
    yield "a byte order mark", retag({**files, "bag-info.txt": b"\xef\xbb\xbf" + info.encode()})
    yield "another Payload-Oxum", retag({**files, "bag-info.txt": re.sub(r"Oxum: \d", "Oxum: 9", info).encode()})
    yield "an element without a space", retag({**files, "bag-info.txt": info.replace(": ", ":").encode()})
    yield "version 0.97", retag({**files, "bagit.txt": files["bagit.txt"].replace(b"1.0", b"0.97")})
    yield "a tag manifest that lists itself", {**files, "tagmanifest-sha256.txt":
                                               files["tagmanifest-sha256.txt"] + digest
                                               + b"  tagmanifest-sha256.txt\n"}


def content(score, name, files, folder):
    """What the bundle holds of the dossier in `folder`."""
    with open(os.path.join(folder, "sources", "letter.md"), "rb") as file:
        score(files.get("data/sources/letter.md") == file.read(), f"{name}: letter.md byte for byte")
    for wanted in ("data/sources/metadata.yaml", "data/attachments/manifest.yaml", "data/site/index.html",
                   "data/site/letter.html", "data/site/dossier.json", "data/templates/pdf.yaml"):
        score(wanted in files, f"{name}: holds {wanted}")
    texts = b"".join(files[name] for name in files if name.endswith(".yaml") and "/templates/" not in name)
    score(b"#" not in re.sub(rb'"(?:[^"\\]|\\.)*"', b"", texts), f"{name}: no comment ships")
    pdfs = [name for name in files if re.fullmatch(r"data/[^/]+\.pdf", name)]
    score(len(pdfs) == 1 and files[pdfs[0]].startswith(b"%PDF-"), f"{name}: one PDF beside the site")
    score(not any(name.endswith(".zip") for name in files), f"{name}: no zip in the zip")


def large(folder):
    """A file that is deflated piece by piece."""
    support.all_kinds(folder)
    support.write(folder, "attachments/sub/fax 1.txt", "a fax of many pages\n" * 1_000_000)


def check_sums(score, program, name, folder, templates):
    """SHA256SUMS beside the outputs: each file of them has its line, and sha256sum finds them whole."""
    out = folder + ".out"
    for only in ("", "site", "pdf", "bundle"):
        if only:
            shutil.rmtree(out)
            subprocess.run([program, "build", "-C", folder, "-o", out, "--only", only, "--templates", templates],
                           stderr=subprocess.DEVNULL)
        done = subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=out,
                              capture_output=True, text=True)
        score(done.returncode == 0, f"{name}: sha256sum -c SHA256SUMS {only} {done.stdout}{done.stderr}")
        with open(os.path.join(out, "SHA256SUMS"), encoding="utf-8") as file:
            listed = [line.rstrip("\n")[66:] for line in file]
        there = [os.path.relpath(os.path.join(above, file), out) for above, _, files in os.walk(out) for file in files
                 if not os.path.relpath(above, out).startswith("cache")]
        score(listed == sorted(listed) and set(listed) == set(there) - {"SHA256SUMS"},
              f"{name}: {only}: SHA256SUMS lists {set(listed) ^ set(there)}")


def run(program, templates):
    score = support.Score()
    with tempfile.TemporaryDirectory(prefix="bag.") as home:
        for name, make in (("shipped", support.shipped), ("all kinds", support.all_kinds), ("large", large)):
            folder = os.path.join(home, name)
            os.mkdir(folder)
            make(folder)
            done = subprocess.run([program, "build", "-C", folder, "-o", folder + ".out", "--templates", templates],
                                  stderr=subprocess.PIPE, text=True)
            if not score(done.returncode == 0, f"{name}: builds {done.stderr.strip()}"):
                continue
            support.check_pdf(score, program, name, folder + ".out")
            path = os.path.join(folder + ".out", "dossier.zip")
            problems, files = check_zip(path)
            score(not problems, f"{name}: a bag in a plain zip " + "; ".join(problems))
            content(score, name, files, folder)
            judges(score, name, path, folder + ".unpacked")
            check_sums(score, program, name, folder, templates)
            for what, changed in tampered(files) if name != "large" else ():
                score(check_bag(changed)[0], f"{name}: {what} would be found")
            if name == "all kinds":
                score("data/attachments/report 100% \u0259.pdf" in files and "data/attachments/sub/fax 1.txt" in files
                      and "data/sources/pictures/seal.png" in files, f"{name}: held files and pictures")
                everything = b"".join([*files.values(), *(name.encode() for name in files)])
                score(b"planted" not in everything, f"{name}: nothing withheld is named, no note or stray file ships")
                score(b"report 100%25 \xc9\x99.pdf\n" in files["manifest-sha256.txt"],
                      f"{name}: % in a name is encoded")
    return score.end()


def main():
    if sys.argv[1:2] == ["--check"]:
        score = support.Score()
        for path in sys.argv[2:]:
            problems, _ = check_zip(path)
            score(not problems, f"{path} " + "; ".join(problems))
        return score.end()
    program = os.path.abspath(sys.argv[1])
    return run(program, sys.argv[2] if len(sys.argv) > 2 else os.path.join(support.ROOT, "templates"))


if __name__ == "__main__":
    sys.exit(main())
