# SPDX-License-Identifier: ISC
"""A writer of zips that can say anything, and of bags in them: for tests of who reads them."""

import dataclasses
import hashlib
import struct
import zlib

STORED, DEFLATED = 0, 8
UTF8 = 0x0800
DESCRIBED = 0x0008
FULL = 0xFFFFFFFF
FILE = 0o100644 << 16


@dataclasses.dataclass
class Entry:
    """What stands in the directory, and what the local header says otherwise (`local`: the names of fields)."""
    name: bytes
    data: bytes = b""
    method: int = DEFLATED
    flags: int = None
    crc: int = None
    size: int = None
    packed: bytes = None  # the bytes that stand there
    packed_size: int = None
    extra: bytes = b""
    local_extra: bytes = None
    comment: bytes = b""
    external: int = FILE
    made_by: int = 0x0314
    needs: int = 20
    disk: int = 0
    offset: int = None
    descriptor: str = ""  # "signed", "bare", "wide" or "bare wide"
    descriptor_bytes: bytes = None
    after: bytes = b""
    nothing: bool = False  # in the directory alone: `offset` says where
    hidden: bool = False  # not in the directory
    local: dict = dataclasses.field(default_factory=dict)

    def __post_init__(self):
        if self.flags is None:
            self.flags = (0 if self.name.isascii() else UTF8) | (DESCRIBED if self.descriptor else 0)
        if self.crc is None:
            self.crc = zlib.crc32(self.data)
        if self.size is None:
            self.size = len(self.data)
        if self.packed is None:
            self.packed = deflate(self.data) if self.method == DEFLATED else self.data
        if self.packed_size is None:
            self.packed_size = len(self.packed)
        if self.local_extra is None:
            self.local_extra = self.extra


def deflate(data):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def local_header(entry):
    said = {"name": entry.name, "flags": entry.flags, "method": entry.method, "crc": entry.crc,
            "size": entry.size, "packed_size": entry.packed_size, "needs": entry.needs, "magic": b"PK\3\4"}
    if entry.descriptor:
        said.update(crc=0, size=0, packed_size=0)
    said.update(entry.local)
    return said["magic"] + struct.pack("<HHHHHIIIHH", said["needs"], said["flags"], said["method"], 0, 0x5978, said["crc"],
                                       said["packed_size"], said["size"], len(said["name"]), len(entry.local_extra)
                                       ) + said["name"] + entry.local_extra


def descriptor(entry):
    if entry.descriptor_bytes is not None:
        return entry.descriptor_bytes
    if not entry.descriptor:
        return b""
    form = "<IQQ" if "wide" in entry.descriptor else "<III"
    said = struct.pack(form, entry.crc, entry.packed_size, entry.size)
    return said if "bare" in entry.descriptor else b"PK\7\10" + said


def central(entry, offset):
    return b"PK\1\2" + struct.pack(
        "<HHHHHHIIIHHHHHII", entry.made_by, entry.needs, entry.flags, entry.method, 0, 0x5978, entry.crc,
        entry.packed_size, entry.size, len(entry.name), len(entry.extra), len(entry.comment), entry.disk, 0,
        entry.external, offset if entry.offset is None else entry.offset) + entry.name + entry.extra + entry.comment


def end(count, size, offset, comment=b"", disk=0, here=None, comment_size=None):
    return b"PK\5\6" + struct.pack("<HHHHIIH", disk, 0, count if here is None else here, count, size, offset,
                                   len(comment) if comment_size is None else comment_size) + comment


def end64(count, size, offset, at):
    return (b"PK\6\6" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, count, count, size, offset)
            + b"PK\6\7" + struct.pack("<IQI", 0, at, 1))


def write(entries, before=b"", gap=b"", after_directory=b"", after=b"", comment=b"", shift=False, zip64=False, **said):
    """`before` the first entry (with `shift`, offsets do not count it), `gap` before the directory; `said` of the end."""
    data, directory, count = before, b"", 0
    base = len(before) if shift else 0
    for entry in entries:
        offset = len(data) - base
        if not entry.nothing:
            data += local_header(entry) + entry.packed + descriptor(entry) + entry.after
        if not entry.hidden:
            directory += central(entry, offset)
            count += 1
    data += gap
    size, offset = said.pop("size", len(directory)), said.pop("offset", len(data) - base)
    count = said.pop("count", count)
    data += directory + after_directory
    if zip64:
        data += end64(count, size, offset, len(data) - base)
        count, size, offset = 0xFFFF, FULL, FULL
    return data + end(count, size, offset, comment, **said) + after


# ---------------------------------------------------------------- Bags

def encode(name):
    return name.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def digest(algorithm, data):
    return hashlib.new(algorithm, data).hexdigest()


def manifest(algorithm, files):
    return "".join(f"{digest(algorithm, data)}  {encode(name)}\n" for name, data in sorted(files.items())).encode()


def tag(files, algorithms):
    """Adds tag manifests of all that is beside the payload."""
    tags = {name: data for name, data in files.items() if not name.startswith(("data/", "tagmanifest-"))}
    return {**files, **{f"tagmanifest-{algorithm}.txt": manifest(algorithm, tags) for algorithm in algorithms}}


def bag(payload, algorithms=("sha256", "sha512"), version="1.0", info="", encoding="UTF-8", more=(), tags=True):
    """A bag's files by name."""
    size = sum(map(len, payload.values()))
    files = {**payload, **dict(more),
             "bagit.txt": f"BagIt-Version: {version}\nTag-File-Character-Encoding: {encoding}\n".encode(),
             "bag-info.txt": f"{info}Payload-Oxum: {size}.{len(payload)}\n".encode()}
    files.update((f"manifest-{algorithm}.txt", manifest(algorithm, payload)) for algorithm in algorithms)
    return tag(files, algorithms) if tags else files


def entries(files, top="bag/", **said):
    return [Entry(name=(top + name).encode("utf-8", "surrogateescape"), data=data, **said)
            for name, data in sorted(files.items())]


def zipped(files, top="bag/", **said):
    return write(entries(files, top), **said)
