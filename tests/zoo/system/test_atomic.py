"""Files and folders that are there whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zoo.system.atomic import whole

if TYPE_CHECKING:
    from pathlib import Path


def write(place: Path, *names: str) -> None:
    """Make a folder of files."""
    for name in names:
        file = place / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)


def content(folder: Path) -> list[str]:
    """The files below a folder."""
    return sorted(str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file())


def test_folder_takes_the_place_of_another(tmp_path: Path) -> None:
    """Nothing of the old one is left in it, and nothing beside it."""
    write(tmp_path / "model", "old", "deep/older")
    with whole(tmp_path / "model") as beside:
        write(beside, "new", "deep/newer")
        assert content(tmp_path / "model") == ["deep/older", "old"]
    assert content(tmp_path) == ["model/deep/newer", "model/new"]


def test_folder_that_fails_is_not_left(tmp_path: Path) -> None:
    """What was there before is."""
    write(tmp_path / "model", "old")

    def fail() -> None:
        with whole(tmp_path / "model") as beside:
            write(beside, "new")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert content(tmp_path) == ["model/old"]


def test_folder_that_was_left_behind_is_in_nobodys_way(tmp_path: Path) -> None:
    """As after a power cut: what was written then is not in what is written now."""
    write(tmp_path / ".new.model", "torn")
    with whole(tmp_path / "model") as beside:
        write(beside, "new")
    assert content(tmp_path) == ["model/new"]
