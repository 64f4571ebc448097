"""Files in folders and archives: an archive is read without unpacking it, and checked before."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest

from zoo.data.files import tree
from zoo.data.files.tree import Archive, tree_of
from zoo.errors import DatasetError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILES = {"d/b/2.png": b"two", "d/b/10.png": b"ten", "d/.hidden/x": b"", "__MACOSX/d/b/._2.png": b"no"}


def folder(path: Path) -> Path:
    """A folder with the files."""
    for name, content in FILES.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    return path


def zipped(path: Path) -> Path:
    """A .zip with the files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in FILES.items():
            archive.writestr(name, content)
    return path


def tarred(path: Path) -> Path:
    """A .tar with the files; compressed if the name says so."""
    with tarfile.open(path, "w:gz" if path.name.endswith("gz") else "w") as archive:
        for name, content in FILES.items():
            info = tarfile.TarInfo(f"./{name}")
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return path


@pytest.mark.parametrize(
    ("make", "name"), [(folder, "t"), (zipped, "t.zip"), (tarred, "t.tar"), (tarred, "t.tar.gz")]
)
def test_a_tree_has_the_files_in_natural_order(
    tmp_path: Path, make: Callable[[Path], Path], name: str
) -> None:
    """Hidden files and those of operating systems are left out."""
    found = tree_of(make(tmp_path / name))
    assert found.inside(PurePosixPath()) == [PurePosixPath("d")]
    assert found.inside(PurePosixPath("d")) == [PurePosixPath("d/b")]
    paths = found.inside(PurePosixPath("d/b"))
    assert list(map(str, paths)) == ["d/b/2.png", "d/b/10.png"]
    assert [found.is_folder(each) for each in (PurePosixPath("d/b"), paths[0])] == [True, False]
    with found.open(paths[1]) as file:
        assert (file.read(), file.seek(0)) == (b"ten", 0)


def zip_with(path: Path, name: str, content: bytes = b"", mode: int = 0) -> None:
    """A .zip with one file."""
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, content)


def tar_with(path: Path, name: str, kind: bytes, size: int = 0) -> None:
    """A .tar with one member, which may not be as long as its header says."""
    info = tarfile.TarInfo(name)
    info.type, info.size = kind, size
    path.write_bytes(info.tobuf() + bytes(1024))


def bomb(path: Path) -> None:
    """A .zip of 160 MB of zeros."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a/b.png", "w") as file:
        for _ in range(160):
            file.write(bytes(1_000_000))


def encrypted(path: Path) -> None:
    """A .zip that says that it is encrypted."""
    zip_with(path, "a/b.png")
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("name", "write", "sentence"),
    [
        ("t.zip", lambda path: zip_with(path, "../a.png"), "has the path ../a.png; wanted paths inside"),
        ("t.zip", lambda path: zip_with(path, "/a.png"), "has the path /a.png; wanted paths inside"),
        ("t.zip", lambda path: zip_with(path, "a\\b.png"), "has the path a\\b.png; wanted paths inside"),
        (
            "t.zip",
            lambda path: zip_with(path, "a.png", b"/etc/passwd", 0o120777),
            "has a link, a.png; wanted",
        ),
        ("t.zip", encrypted, "is encrypted; wanted an archive without a password"),
        ("t.zip", bomb, "bytes to over 100,000,000; wanted at most 200 times as many"),
        ("t.zip", lambda path: path.write_bytes(b"hello"), "is not a readable archive: "),
        ("t.tar", lambda path: tar_with(path, "../a", tarfile.REGTYPE), "has the path ../a; wanted paths"),
        ("t.tar", lambda path: tar_with(path, "a", tarfile.SYMTYPE), "has a link, a; wanted only files"),
        ("t.tar", lambda path: tar_with(path, "a", tarfile.LNKTYPE), "has a link, a; wanted only files"),
        ("t.tar", lambda path: tar_with(path, "a", tarfile.FIFOTYPE), "has a device, a; wanted only files"),
        ("t.tar", lambda path: tar_with(path, "a", tarfile.REGTYPE, 2**33), "wanted at most 500,000,000"),
        ("t.tar", lambda path: tar_with(path, "a", tarfile.XHDTYPE, 2**32), "wanted at most 500,000,000"),
        ("t.tar", lambda path: path.write_bytes(b"hello" * 999), "is not a readable archive: "),
        ("t.tgz", lambda path: path.write_bytes(b"\x1f\x8bhello"), "is not a readable archive: "),
    ],
)
def test_a_hostile_archive_is_refused(
    tmp_path: Path, name: str, write: Callable[[Path], object], sentence: str
) -> None:
    """It is refused when its members are listed; nothing is unpacked to disk."""
    write(tmp_path / name)
    with pytest.raises(DatasetError) as refused:
        Archive(tmp_path / name)
    assert sentence in str(refused.value)
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_the_number_of_files_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive may have half a million files."""
    monkeypatch.setattr(tree, "MOST_FILES", 2)
    with pytest.raises(DatasetError, match=r"has over 2 files; wanted at most so many$"):
        Archive(zipped(tmp_path / "t.zip"))
