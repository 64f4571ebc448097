"""Published vulnerabilities of the libraries that read files, each class with a crafted file.

    python -m tests.zoo.untrusted.advisories

writes the table in docs/explanation/security.md.
"""

from __future__ import annotations

import io
import struct
import tempfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import h5py
import numpy as np

from tests.zoo.untrusted.damage import (
    DAMAGES,
    WEIGHTS,
    _add,
    _setting,
    function,
    members_of,
    thing,
)
from zoo.data.files.image_file import read_image
from zoo.data.files.npz_file import read_npz
from zoo.data.own import understand
from zoo.errors import ZooError
from zoo.specs.data_options import DataOptions
from zoo.untrusted import hdf5, scan
from zoo.untrusted.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.zoo.untrusted.damage import Members

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "security.md"
BEGIN, END = "<!-- advisories -->\n", "<!-- end of advisories -->\n"


class Advisory(NamedTuple):
    """A class of vulnerabilities, some of them, and a file that would use it."""

    kind: str
    known: str
    file: str
    read: Callable[[Path, Members], object]


def _keras(damage: Callable[[Path, Members], None]) -> Callable[[Path, Members], object]:
    """Check a damaged `.keras` file."""

    def read(folder: Path, members: Members) -> object:
        damage(folder / "model.keras", members)
        return scan(folder / "model.keras", folder / WEIGHTS)

    return read


def _weights(craft: Callable[[h5py.File], object]) -> Callable[[Path, Members], object]:
    """Check crafted weights."""

    def read(folder: Path, members: Members) -> object:
        (folder / WEIGHTS).write_bytes(members[WEIGHTS])
        with h5py.File(folder / WEIGHTS, "a") as file:
            craft(file)
        return hdf5.check(folder / WEIGHTS)

    return read


def _overwritten(folder: Path, members: Members) -> object:
    """Weights whose structures are overwritten behind the first one."""
    content = bytearray(members[WEIGHTS])
    content[100:2_000] = b"\xff" * 1_900
    (folder / WEIGHTS).write_bytes(content)
    return hdf5.check(folder / WEIGHTS)


def _image(content: bytes) -> Callable[[Path, Members], object]:
    return lambda _, __: read_image(io.BytesIO(content), "image.png")


def _png(width: int, height: int) -> bytes:
    """A PNG file that claims a size, with one compressed byte of pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


def _pickled(folder: Path, _: Members) -> object:
    """An array of Python objects."""
    np.savez(folder / "data.npz", x=np.array([{}, {}], object))
    with (folder / "data.npz").open("rb") as file:
        return read_npz(file, "data.npz", ("x",))


def _reported(folder: Path, members: Members) -> object:
    """An old HDF5 model under the name of a `.keras` file."""
    (folder / "model.keras").write_bytes(members[WEIGHTS])
    return scan(folder / "model.keras", folder / WEIGHTS)


def _pattern(folder: Path, _: Members) -> object:
    """A path with a pattern, beside a table that fits it."""
    (folder / "table.csv").write_text("a,y\n" + "1,b\n2,c\n" * 10)
    return understand(folder / "*.csv", DataOptions("y"))


def _parquet(folder: Path, _: Members) -> object:
    """Parquet whose footer claims to be longer than the file."""
    content = b"PAR1" + bytes(100) + struct.pack("<I", 2**31 - 1) + b"PAR1"
    (folder / "table.parquet").write_bytes(content)
    return understand(folder / "table.parquet", DataOptions("y"))


VOCABULARY = thing("keras.layers", "StringLookup", name="words", vocabulary="/etc/passwd")
PSD = b"8BPS\x00\x01" + bytes(6) + struct.pack(">HIIHH", 3, 8, 8, 8, 3) + bytes(64)

ADVISORIES = (
    Advisory("Python code in a layer", "CVE-2024-3660", "a Lambda", _keras(DAMAGES["Lambda"][0])),
    Advisory(
        "a module or function that the description names",
        "CVE-2025-1550, CVE-2025-8747",
        "an initializer `subprocess.Popen`",
        _keras(DAMAGES["Popen"][0]),
    ),
    Advisory(
        "a file that turns safe mode off",
        "CVE-2025-9906",
        "an activation `keras.config.enable_unsafe_deserialization`",
        _keras(_setting("activation", function("keras.config", "enable_unsafe_deserialization"))),
    ),
    Advisory("a format that ignores safe mode", "CVE-2025-9905", "HDF5 named `.keras`", _reported),
    Advisory(
        "a layer that unpickles",
        "CVE-2025-49655",
        "a TorchModuleWrapper",
        _keras(DAMAGES["TorchModuleWrapper"][0]),
    ),
    Advisory(
        "a layer that reads files or addresses",
        "CVE-2025-12058",
        "a StringLookup with the vocabulary `/etc/passwd`",
        _keras(_add(VOCABULARY)),
    ),
    Advisory(
        "members outside the archive's folder",
        "CVE-2025-12060, CVE-2025-12638",
        "a member `../out`",
        _keras(DAMAGES["a path out of it"][0]),
    ),
    Advisory(
        "weights in another file",
        "CVE-2026-1669",
        "an HDF5 dataset stored in `/etc/passwd`",
        _weights(lambda file: file.create_dataset("x", (4,), "u1", external=[("/etc/passwd", 0, 4)])),
    ),
    Advisory(
        "a shape of terabytes without data",
        "CVE-2026-0897",
        "an HDF5 dataset of 2^40 numbers",
        _weights(lambda file: file.create_dataset("x", (2**40,), "f4")),
    ),
    Advisory(
        "memory errors in the HDF5 library",
        "CVE-2026-26200",
        "HDF5 with overwritten structures, in a process of its own",
        _overwritten,
    ),
    Advisory(
        "images that decode to gigabytes",
        "Pillow's limit",
        "a PNG of 50,000×50,000",
        _image(_png(50_000, 50_000)),
    ),
    Advisory("memory errors in rare image formats", "CVE-2026-25990", "a PSD named `.png`", _image(PSD)),
    Advisory(
        "a table reader that opens other files",
        "CVE-2024-41672",
        "the path `*.csv` beside a table",
        _pattern,
    ),
    Advisory("counts of a table format that exhaust memory", "–", "Parquet with a footer of 2 GB", _parquet),
    Advisory("pickles in arrays", "CVE-2019-6446", "an `.npz` with Python objects", _pickled),
)


def outcome(advisory: Advisory, members: Members) -> str:
    """The message about the file, without the HDF5 library's own words; "accepted" if there is none."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            advisory.read(Path(folder), members)
        except (ZooError, Refused) as error:
            return str(error).partition(": Unable")[0].replace(f"{folder}/", "")
    return "accepted"


def table(members: Members) -> str:
    """The classes with their files and outcomes, as a Markdown table."""
    rows = [("Class", "For example", "File", "Outcome"), ("---",) * 4]
    rows += [(each.kind, each.known, each.file, outcome(each, members)) for each in ADVISORIES]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def main() -> None:
    """Write the table into the page."""
    import keras

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        model = keras.Sequential(
            [keras.Input((4,)), keras.layers.Dense(5, "relu"), keras.layers.Dropout(0.3)]
        )
        model.save(path)
        new = table(members_of(path))
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    PAGE.write_text(before + BEGIN + new + END + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    main()
