"""The ZIP archive: its members are checked before they are unpacked, and their sizes are limited.

Keras writes three uncompressed members, without a comment. Other features of ZIP (links, encryption,
data before or after the archive, several members with one name) are useful only to an attacker.
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
"""The members of a file, and the largest size of each in bytes."""
LARGEST = 2**31 - 1
"""The largest file in bytes. Larger archives use other ZIP fields."""
RATIOS = {CONFIG: 100, METADATA: 100, WEIGHTS: 20}
"""The highest compression ratio of each; that of JSON is about ten, that of trained weights about one."""
MOST_MEMBERS = 100
DIRECTORY = 16_384
"""The largest central directory in bytes."""
END = struct.Struct("<4s4H2LH")
CONVERT = "in Python, keras.saving.load_model(…).save(…) converts one that you trust to .keras"
LOCATOR = 20
"""Bytes of the ZIP64 locator, which precedes the end of an archive with other size fields."""
HDF5 = b"\x89HDF\r\n\x1a\n"
CHUNK = 2**20
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OSError)
"""The exceptions that Python raises for damaged archives."""
FLAGS = 0x0002 | 0x0004 | 0x0008 | 0x0800
"""Allowed flags of a member: compression level, position of its size, UTF-8 name."""


class Archive:
    """An open `.keras` file with checked members."""

    def __init__(self, file: BinaryIO) -> None:
        """Check the archive; raises Refused if it is not one that Keras writes."""
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
        """Open the archive in a file; raises Refused, or OSError if it can't be opened."""
        # Opening a pipe would block.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        file = os.fdopen(descriptor, "rb")
        try:
            return cls(file)
        except BaseException:
            file.close()
            raise

    def read(self, name: str) -> bytes:
        """The content of a member, with its checksum verified."""
        return b"".join(self._chunks(name))

    def unpack_weights(self, target: Path) -> None:
        """Copy the weights into a file; raises Refused if they are truncated, altered or not HDF5."""
        with target.open("wb") as file:
            for place, chunk in enumerate(self._chunks(WEIGHTS)):
                if place == 0 and not chunk.startswith(HDF5):
                    raise Refused(f"its {WEIGHTS} is not an HDF5 file")
                file.write(chunk)

    def close(self) -> None:
        """Close the file."""
        file = self._zip.fp
        self._zip.close()
        if file is not None:
            file.close()

    def __enter__(self) -> Self:
        """Return the archive."""
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
        raise Refused("it is not a regular file")
    if found.st_size > LARGEST:
        raise Refused(f"it has {found.st_size:,} bytes; wanted at most {LARGEST:,}")
    return found.st_size


def _check_end(file: BinaryIO, size: int) -> None:
    """Refuse an archive with too many members before its central directory is read.

    The end record must be the last bytes of the file, directly after the central directory.
    """
    file.seek(max(0, size - END.size - LOCATOR))
    last = file.read()
    file.seek(0)
    if file.read(len(HDF5)) == HDF5:
        raise Refused(f"it is an HDF5 file, the format of Keras 2; {CONVERT}")
    if len(last) < END.size or not last[-END.size :].startswith(b"PK\x05\x06"):
        raise Refused("it is truncated, or not a .keras file")
    _, disk, first_disk, here, members, length, begin, remark = END.unpack(last[-END.size :])
    if last[: -END.size].startswith(b"PK\x06\x07"):
        raise Refused("its archive states its sizes twice")
    if disk or first_disk or remark or here != members:
        raise Refused("its archive has a format that Keras does not write")
    if members > MOST_MEMBERS or length > DIRECTORY:
        raise Refused(f"it has {members:,} members; wanted {len(MEMBERS)}")
    if begin + length + END.size != size:
        raise Refused("its archive has data before it, or is truncated")


def _check_member(member: zipfile.ZipInfo) -> None:
    name = shorten(member.filename)
    if member.filename.startswith("assets/"):
        raise Refused(
            f"it has a member {name}, which a layer reads, such as a vocabulary; wanted only numbers"
        )
    if member.filename not in MEMBERS or member.orig_filename != member.filename:
        raise Refused(f"it has a member {name}; wanted only {', '.join(MEMBERS)}")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise Refused(f"its {name} is a link")
    if member.flag_bits & ~FLAGS:
        raise Refused(f"its {name} is encrypted")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused(f"its {name} has a compression that Keras does not use")
    if member.file_size > MEMBERS[member.filename]:
        raise Refused(
            f"its {name} has {member.file_size:,} bytes; wanted at most {MEMBERS[member.filename]:,}"
        )
    if member.file_size > RATIOS[member.filename] * max(member.compress_size, 1):
        raise Refused(f"its {name} unpacks to {member.file_size:,} bytes from {member.compress_size:,}")


def _reason(error: Exception) -> str:
    return shorten(str(error).partition("\n")[0] or type(error).__name__).rstrip(".")
