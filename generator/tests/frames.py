# SPDX-License-Identifier: ISC
"""The words between dossier and its page-worker (wire/job.h), spoken in Python: jobs go out, replies come back."""

import os
import re
import struct
import subprocess

FILE_FD = 3
OTHER, PDF, TIFF, JPEG, PNG, WEBP, JP2 = range(7)
INSPECT, DRAW, NORMALISE, EXTRACT, OCR, TEXT, TRY = range(7)
HOCR, ALTO, PLAIN = range(3)
SURE = 101
REPLIES = ("confined", "file", "page", "finding", "begin", "drawn", "picture", "text", "bytes", "object", "fault", "failed", "done")
FINDINGS = ("repaired", "encrypted", "password", "forms", "scripts", "attachments", "layers", "signatures",
            "annotations", "font not embedded", "font needed", "lost", "no text", "blank", "resolution", "turned")
TRIALS = ("confinement", "hang", "spin", "crash", "abort", "memory", "flood", "lie", "cut", "quit")


def number(value):
    return struct.pack("<Q", value)


def text(value):
    value = value.encode() if isinstance(value, str) else value
    return number(len(value)) + value + b"\0"


def frame(kind, fields):
    return struct.pack("<BI", kind, len(fields)) + fields


def job(kind, file_type=OTHER, spans=(), password="", widths=(200, 800, 1600), quality=80, languages="eng", resolution=300,
        trial="confinement", redactions=(), form=HOCR, pages=0):
    fields = number(kind) + number(file_type) + number(len(spans))
    fields += b"".join(number(first) + number(last) for first, last in spans)
    fields += text(password) + b"".join(map(number, widths)) + number(quality) + text("") + text(languages) + number(resolution)
    # Each: page, sign, left, top, width, height, in thousandths of a point.
    fields += number(len(redactions)) + b"".join(number(value) for redaction in redactions for value in redaction)
    fields += number(form) + number(pages)
    fields += number(TRIALS.index(trial))
    return frame(0, fields)


class Fields:
    """The fields of one reply, in order; what is not there is an error."""

    def __init__(self, data):
        self.data = data

    def number(self):
        value, = struct.unpack_from("<q", self.data)
        self.data = self.data[8:]
        return value

    def bytes(self):
        length = self.number()
        value, end = self.data[:length], self.data[length:length + 1]
        if end != b"\0":
            raise ValueError("a text that is not closed")
        self.data = self.data[length + 1:]
        return value

    def text(self):
        return self.bytes().decode("utf-8")


def read(kind, data):
    """A reply as a dictionary."""
    fields = Fields(data)
    reply = {"kind": kind}
    if kind == "confined":
        reply["missing"] = fields.text()
    elif kind == "file":
        reply.update(type=fields.number(), pages=fields.number(), closed=fields.number(), title=fields.text())
    elif kind == "page":
        for name in ("page", "width", "height", "turned", "dpi", "has_text", "fits_a", "fits_ua", "fits_form"):
            reply[name] = fields.number()
        reply.update(misfit=fields.text(), misfit_ua=fields.text())
    elif kind == "finding":
        reply.update(finding=FINDINGS[fields.number()], page=fields.number(), detail=fields.text())
    elif kind == "text":
        reply.update(page=fields.number(), width=fields.number(), height=fields.number(), quarters=fields.number())
        reply["words"] = []
        for _ in range(fields.number()):
            word = fields.text()
            box = tuple(fields.number() for _ in range(4))
            both = fields.number()
            reply["words"].append((word, box, both // 4, bool(both % 2)))
        reply["paragraphs"] = [fields.number() for _ in range(fields.number())]
    elif kind == "fault":
        reply.update(severe=fields.number(), line=fields.number(), column=fields.number(), what=fields.text())
    elif kind == "failed":
        reply.update(page=fields.number(), why=fields.text())
    elif kind == "begin":
        reply["page"] = fields.number()
    elif kind == "drawn":
        reply.update(page=fields.number(), width=fields.number(), height=fields.number(),
                     white=[fields.number() for _ in range(4)], blank=fields.number())
    elif kind == "picture":
        reply.update(page=fields.number(), size=fields.number(), jpeg=fields.number(), width=fields.number(),
                     height=fields.number(), bytes=fields.bytes())
    else:
        reply["data"] = fields.data
        fields.data = b""
    if fields.data:
        raise ValueError(f"{kind}: more than its fields")
    return reply


def split(stream):
    """The replies of a whole stream; raises where it ends within a frame or says what no reply is."""
    replies = []
    while stream:
        kind, length = struct.unpack_from("<BI", stream)
        if len(stream) < 5 + length:
            raise ValueError("the stream ends within a frame")
        replies.append(read(REPLIES[kind], stream[5:5 + length]))
        stream = stream[5 + length:]
    return replies


TOKENS = ("null", "false", "true", "number", "string", "name", "reference", "[", "<<", "end")
VALUE, STREAM, PAGE = range(3)


def syntax(tokens):
    """The tokens of an object of a form (wire/form.h) as PDF has them."""
    out, ends = [], []
    while tokens:
        kind, tokens = TOKENS[tokens[0]], tokens[1:]
        if kind in ("number", "string", "name"):
            length, = struct.unpack_from("<I", tokens)
            value, tokens = tokens[4:4 + length], tokens[4 + length:]
            out.append({"number": value, "string": b"<" + value.hex().encode() + b">",
                        "name": b"/" + re.sub(rb"[^A-Za-z0-9+._-]", lambda byte: b"#%02X" % byte[0][0], value)}[kind])
        elif kind == "reference":
            out.append(b"%d 0 R" % struct.unpack_from("<I", tokens)[0])
            tokens = tokens[4:]
        elif kind == "end":
            out.append(ends.pop())
        else:
            out.append(kind.encode())
            ends += {"[": [b"]"], "<<": [b">>"]}.get(kind, [])
    return b" ".join(out)


def forms_pdf(replies):
    """A PDF whose pages show the forms that NORMALISE answered, each by itself and as large as it is."""
    objects, pages, roles = [], [], []
    for reply in replies:
        if reply["kind"] == "object":
            role, length = struct.unpack_from("<BQ", reply["data"])
            objects.append([syntax(reply["data"][9:]), b""])
            roles.append((role, length))
            if role == PAGE:
                pages.append(len(objects))
        elif reply["kind"] == "bytes":
            objects[-1][1] += reply["data"]
    parts = []
    for (words, data), (role, length) in zip(objects, roles):
        if len(data) != length:
            raise ValueError(f"{len(data)} bytes of data, not {length}")
        parts.append(words if role == VALUE else
                     b"<< /Length %d %s\nstream\n%s\nendstream" % (length, words.removeprefix(b"<< "), data))
    tree = len(parts) + 1
    for page in pages:
        box = re.search(rb"/BBox \[ ([-0-9. ]+) \]", parts[page - 1])[1]
        parts.append(b"<< /Type /Page /Parent %d 0 R /MediaBox [%s] /Contents %d 0 R /Resources << /XObject << /X1 %d 0 R >>"
                     b" >> >>" % (tree, box, tree + 1, page))
    kids = b" ".join(b"%d 0 R" % (len(objects) + 3 + i) for i in range(len(pages)))
    parts[len(objects):len(objects)] = [b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(pages), kids),
                                        b"<< /Length 6 >>\nstream\n/X1 Do\nendstream"]
    parts.append(b"<< /Type /Catalog /Pages %d 0 R >>" % tree)
    out, offsets = b"%PDF-1.7\n", []
    for index, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (index, part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(parts) + 1, table, len(parts) + 1, len(parts), len(out))


def run(worker, path, words, readable=(), seconds=60, env=None):
    """Starts a worker on a file, or on none, and speaks one job: its replies and its exit code."""
    file = os.open(path, os.O_RDONLY) if path else -1

    def prepare():
        if file >= 0:
            os.dup2(file, FILE_FD)
            os.set_inheritable(FILE_FD, True)  # also where it stood there already
    try:
        process = subprocess.run([worker, *readable], input=words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                 # What Python opens is closed by exec; what prepare has made is not.
                                 timeout=seconds, preexec_fn=prepare, close_fds=False,
                                 env={"LC_ALL": "C", **(env or {})}, check=False)
    finally:
        if path:
            os.close(file)
    return split(process.stdout), process.returncode
