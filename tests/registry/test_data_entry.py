"""Entries whose value is a data file: read without importing its package."""

from __future__ import annotations

import os
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from registry import Entry, LoadFailed, Registry, Renamed, RenamedWarning, WrongType, discover

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KILLER = "import os\nos.abort()\n"


def entry(value: str) -> Entry:
    """An entry of acme's with this value."""
    return Entry("acme.shapes", "circle", value, "acme", "1.0")


def shapes(**readers: Callable[[bytes, Entry], object]) -> Registry[str]:
    """A registry of text."""
    named = {f".{suffix}": read for suffix, read in readers.items()}
    return Registry("acme.shapes", str, noun="shape", home="acme", discover=discover, readers=named)


def test_a_data_file_is_read_without_importing_its_package(
    install: Callable[..., Path],
) -> None:
    """Importing the package would abort the process."""
    site = install("acme", "")
    (site / "deadly" / "inner").mkdir(parents=True)
    (site / "deadly" / "__init__.py").write_text(KILLER)
    (site / "deadly" / "inner" / "circle.txt").write_text("round")
    assert entry("deadly:inner/circle.txt").read() == b"round"
    assert entry("deadly.inner:circle.txt").read() == b"round"
    assert "deadly" not in sys.modules


def test_a_data_file_is_read_from_a_zip_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data file in a zip file is read, and nothing is imported."""
    with zipfile.ZipFile(tmp_path / "acme.zip", "w") as archive:
        archive.writestr("zipped/__init__.py", KILLER)
        archive.writestr("zipped/circle.txt", "round")
    monkeypatch.syspath_prepend(tmp_path / "acme.zip")
    assert entry("zipped:circle.txt").read() == b"round"


def test_a_data_file_that_would_stall_or_fill_the_memory_is_refused(
    install: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipe, a sparse file, and a zip file that unpacks to a large one."""
    site = install("acme", "")
    (site / "odd").mkdir()
    os.mkfifo(site / "odd" / "pipe.txt")
    (site / "odd" / "sparse.txt").touch()
    os.truncate(site / "odd" / "sparse.txt", 2**33)
    with zipfile.ZipFile(tmp_path / "acme.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zipped_bomb/__init__.py", KILLER)
        archive.writestr("zipped_bomb/bomb.txt", bytes(2**24 + 1))
    monkeypatch.syspath_prepend(tmp_path / "acme.zip")
    said = {}
    for value in ("odd:pipe.txt", "odd:sparse.txt", "zipped_bomb:bomb.txt"):
        with pytest.raises(LoadFailed) as failed:
            entry(value).read()
        said[value] = failed.value.cause
    assert said == {
        "odd:pipe.txt": f"{site}/odd/pipe.txt is not a file",
        "odd:sparse.txt": f"{site}/odd/sparse.txt is larger than 16,777,216 bytes",
        "zipped_bomb:bomb.txt": f"{tmp_path}/acme.zip/zipped_bomb/bomb.txt is larger than 16,777,216 bytes",
    }


@pytest.mark.parametrize(
    ("value", "cause"),
    [
        ("deadly:square.txt", "deadly has no file square.txt"),
        ("nowhere:circle.txt", "the package nowhere is not installed"),
        ("deadly:../circle.txt", "../circle.txt is outside its package"),
        ("deadly:/etc/passwd.txt", "/etc/passwd.txt is outside its package"),
        ("deadly", "'deadly' is not valid; wanted package:file"),
    ],
)
def test_an_unreadable_file_is_a_one_sentence_error(
    install: Callable[..., Path], value: str, cause: str
) -> None:
    """The message has the entry, its distribution and its version."""
    site = install("acme", "")
    (site / "deadly").mkdir()
    (site / "deadly" / "__init__.py").write_text(KILLER)
    with pytest.raises(LoadFailed) as failed:
        entry(value).read()
    assert str(failed.value) == f"circle of acme 1.0 can't be loaded: {cause}"


def test_a_reader_parses_files_with_its_suffix(install: Callable[..., Path]) -> None:
    """Any error in a reader is a LoadFailed; a value with an unknown suffix is imported."""
    site = install("acme", "[acme.shapes]\ncircle = acme_data:circle.txt\nsquare = acme_data:square.bin\n")
    (site / "acme_data").mkdir()
    (site / "acme_data" / "circle.txt").write_text("round")
    registry = shapes(txt=lambda content, of: f"{of.name} is {content.decode()}")
    assert registry["circle"] == "circle is round"
    assert [registry.is_data(each) for each in registry.entries] == [True, False]
    with pytest.raises(LoadFailed, match=r"^circle of acme 1.0 can't be loaded: torn$"):
        shapes(txt=lambda *_: (_ for _ in ()).throw(ValueError("torn")))["circle"]
    with pytest.raises(
        WrongType, match=r"^circle of acme 1.0 can't be loaded: acme_data:circle.txt is an int; wanted a str$"
    ):
        shapes(txt=lambda *_: 3)["circle"]


def test_an_old_name_returns_the_same_object_with_a_warning(install: Callable[..., Path]) -> None:
    """The warning has the version that removes the old name."""
    code = "from registry import Renamed\nOLD = Renamed('circle', ends='2.0')\nCIRCLE = 'round'\n"
    install("acme", "[acme.shapes]\ncircle = shapes_r:CIRCLE\nring = shapes_r:OLD\n", {"shapes_r.py": code})
    with pytest.warns(
        RenamedWarning, match=r"^ring is now called circle; the old name will be removed in 2.0$"
    ):
        assert shapes()["ring"] == "round"


def test_an_old_name_without_a_new_one_is_refused(install: Callable[..., Path]) -> None:
    """An old name that points to another old name is refused too, since that could be a cycle."""
    code = "from registry import Renamed\nA = Renamed('b', ends='2.0')\nB = Renamed('a', ends='2.0')\n"
    install("acme", "[acme.shapes]\na = shapes_l:A\nb = shapes_l:B\n", {"shapes_l.py": code})
    with (
        pytest.warns(RenamedWarning),
        pytest.raises(
            LoadFailed, match=r"^a of acme 1.0 can't be loaded: its new name b is not registered by acme$"
        ),
    ):
        shapes()["a"]
    assert Renamed("b", "2.0") == Renamed("b", "2.0")


def test_the_path_of_a_data_file_is_found_without_an_import(install: Callable[..., Path]) -> None:
    """For files beside it."""
    site = install("acme", "")
    (site / "deadly").mkdir()
    (site / "deadly" / "__init__.py").write_text(KILLER)
    (site / "deadly" / "circle.txt").write_text("round")
    assert entry("deadly:circle.txt").path() == site / "deadly" / "circle.txt"
    with pytest.raises(LoadFailed, match=r"deadly has no file square\.txt"):
        entry("deadly:square.txt").path()


def test_a_reader_may_return_a_declaration(install: Callable[..., Path]) -> None:
    """Of a type that the host turns into an object when it needs it."""
    site = install("acme", "[acme.shapes]\ncircle = shaped:circle.txt")
    (site / "shaped").mkdir()
    (site / "shaped" / "circle.txt").write_text("1")
    found = Registry(
        "acme.shapes",
        str,
        noun="shape",
        home="acme",
        discover=discover,
        readers={".txt": lambda content, _: int(content)},
        declarations=(int,),
    )
    assert found["circle"] == 1
