"""The archive: its members are looked at before one is unpacked, and unpacked only so far.

Keras writes three members, unpacked, without a remark, one after the other. What else ZIP can do
(links, encryption, parts before and behind, two members of one name) is of use to an attacker alone.
"""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, BinaryIO, Self

from zoo.errors import shorten
from zoo.untrusted.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONFIG, METADATA, WEIGHTS = "config.json", "metadata.json", "model.weights.h5"
MEMBERS = {CONFIG: 4 * 2**20, METADATA: 2**16, WEIGHTS: 2**31 - 1}
"""All that there is in a file, and the most bytes that each may have."""
LARGEST = 2**31 - 1
"""Bytes of a file. Beyond it, ZIP has other fields."""
RATIO = 100
"""Bytes that come of one packed byte; of JSON come about ten."""
DIRECTORY = 4_096
"""Bytes of the archive's table of contents."""
END = struct.Struct("<4s4H2LH")
LOCATOR = 20
"""Bytes of what stands before the end in an archive that says its sizes elsewhere."""
HDF5 = b"\x89HDF\r\n\x1a\n"
CHUNK = 2**20
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OSError)
"""What Python raises for an archive, depending on what is wrong with it."""
FLAGS = 0x0002 | 0x0004 | 0x0008 | 0x0800
"""What a member may say of itself: how hard it was packed, where its size stands, that its name is UTF-8."""


class Archive:
    """A `.keras` file that is open, and whose members may be read."""

    def __init__(self, file: BinaryIO) -> None:
        """Refused where it is no archive, or one that Keras doesn't write."""
        size = _size(file)
        _check_end(file, size)
        try:
            self._zip = zipfile.ZipFile(file)
        except DAMAGED as error:
            raise Refused(f"its archive can't be read: {_reason(error)}") from None
        members = self._zip.infolist()
        for member in members:
            _check_member(member)
        names = [member.filename for member in members]
        for name in MEMBERS:
            if names.count(name) != 1:
                raise Refused(f"it has {name} twice" if name in names else f"it has no {name}")
        self.weights = self._zip.getinfo(WEIGHTS).file_size
        if not self.weights:
            raise Refused(f"its {WEIGHTS} is empty")

    @classmethod
    def open(cls, path: Path) -> Self:
        """The archive in a file; Refused, or OSError where it can't be opened."""
        # A pipe would be waited for.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        file = os.fdopen(descriptor, "rb")
        try:
            return cls(file)
        except BaseException:
            file.close()
            raise

    def read(self, name: str) -> bytes:
        """A whole member, whose checksum was right."""
        return b"".join(self._chunks(name))

    def unpack_weights(self, target: Path) -> None:
        """Copy the weights into a file; Refused where they are cut off, altered, or no HDF5."""
        with target.open("wb") as file:
            for place, chunk in enumerate(self._chunks(WEIGHTS)):
                if place == 0 and not chunk.startswith(HDF5):
                    raise Refused(f"its {WEIGHTS} is no HDF5 file")
                file.write(chunk)

    def close(self) -> None:
        """Close the file."""
        file = self._zip.fp
        self._zip.close()
        if file is not None:
            file.close()

    def __enter__(self) -> Self:
        """The archive."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.close()

    def _chunks(self, name: str) -> Iterator[bytes]:
        try:
            with self._zip.open(name) as member:
                while chunk := member.read(CHUNK):
                    yield chunk
        except DAMAGED as error:
            raise Refused(f"its {name} can't be unpacked: {_reason(error)}") from None


def _size(file: BinaryIO) -> int:
    found = os.fstat(file.fileno())
    if not stat.S_ISREG(found.st_mode):
        raise Refused("it is no file")
    if found.st_size > LARGEST:
        raise Refused(f"it has {found.st_size:,} bytes; wanted at most {LARGEST:,}")
    return found.st_size


def _check_end(file: BinaryIO, size: int) -> None:
    """Refuse an archive of more than a few members before its table of contents is read.

    The end has to stand at the end, and account for every byte of the table of contents before it.
    """
    file.seek(max(0, size - END.size - LOCATOR))
    last = file.read()
    if len(last) < END.size or not last[-END.size :].startswith(b"PK\x05\x06"):
        raise Refused("it is cut off, or no .keras file")
    _, disk, first_disk, here, members, length, begin, remark = END.unpack(last[-END.size :])
    if last[: -END.size].startswith(b"PK\x06\x07"):
        raise Refused("its archive says its sizes twice")
    if disk or first_disk or remark or here != members:
        raise Refused("its archive is of a kind that Keras doesn't write")
    if members > len(MEMBERS) or length > DIRECTORY:
        raise Refused(f"it has {members:,} members; wanted {len(MEMBERS)}")
    if begin + length + END.size != size:
        raise Refused("its archive has something before it, or is cut off")


def _check_member(member: zipfile.ZipInfo) -> None:
    name = shorten(member.filename)
    if member.filename not in MEMBERS or member.orig_filename != member.filename:
        raise Refused(f"it has a member {name}; wanted {', '.join(MEMBERS)} alone")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise Refused(f"its {name} is a link")
    if member.flag_bits & ~FLAGS:
        raise Refused(f"its {name} is encrypted")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused(f"its {name} is packed in a way that Keras doesn't use")
    if member.file_size > MEMBERS[member.filename]:
        raise Refused(
            f"its {name} has {member.file_size:,} bytes; wanted at most {MEMBERS[member.filename]:,}"
        )
    if member.file_size > RATIO * max(member.compress_size, 1):
        raise Refused(f"its {name} unpacks to {member.file_size:,} bytes from {member.compress_size:,}")


def _reason(error: Exception) -> str:
    return shorten(str(error).partition("\n")[0] or type(error).__name__).rstrip(".")
