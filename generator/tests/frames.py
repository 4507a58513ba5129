# SPDX-License-Identifier: ISC
"""The words between dossier and its page-worker (wire/job.h), spoken in Python: jobs go out, replies come back."""

import os
import struct
import subprocess

FILE_FD, MORE_FD = 3, 4
OTHER, PDF, TIFF, JPEG, PNG, WEBP, JP2 = range(7)
INSPECT, DRAW, NORMALISE, EXTRACT, MERGE, OCR, TEXT, TRY = range(8)
HOCR, ALTO, PLAIN = range(3)
SURE = 101
REPLIES = ("confined", "file", "page", "finding", "begin", "drawn", "picture", "text", "bytes", "fault", "failed", "done")
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
        trial="confinement", redactions=(), items=(), files=0,
        form=HOCR, pages=0):
    fields = number(kind) + number(file_type) + number(len(spans))
    fields += b"".join(number(first) + number(last) for first, last in spans)
    fields += text(password) + b"".join(map(number, widths)) + number(quality) + text("") + text(languages) + number(resolution)
    # Each: page, sign, left, top, width, height, in thousandths of a point.
    fields += number(len(redactions)) + b"".join(number(value) for redaction in redactions for value in redaction)
    fields += number(form) + number(pages)
    fields += number(len(items)) + b"".join(number(value) for item in items for value in item)
    fields += number(files) + number(TRIALS.index(trial))
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


def run(worker, path, words, readable=(), seconds=60, more=None, env=None):
    """Starts a worker on a file, or on none, and speaks one job: its replies and its exit code. `more` is a file that
    MERGE takes pages from."""
    file = os.open(path, os.O_RDONLY) if path else -1
    second = os.open(more, os.O_RDONLY) if more else -1

    def prepare():
        for opened, place in ((file, FILE_FD), (second, MORE_FD)):
            if opened >= 0:
                os.dup2(opened, place)
                os.set_inheritable(place, True)  # also where it stood there already
    try:
        process = subprocess.run([worker, *readable], input=words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                 # What Python opens is closed by exec; what prepare has made is not.
                                 timeout=seconds, preexec_fn=prepare, close_fds=False,
                                 env={"LC_ALL": "C", **(env or {})}, check=False)
    finally:
        if path:
            os.close(file)
        if more:
            os.close(second)
    return split(process.stdout), process.returncode
