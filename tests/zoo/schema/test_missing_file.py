"""The file that was probably meant by the path of a missing one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zoo.schema.missing_file import did_you_mean

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("missing", "meant"),
    [
        ("flower.csv", "flowers.csv"),
        ("Flowers.csv", "flowers.csv"),
        ("flowers.cvs", "flowers.csv"),
        ("picture", "pictures"),
        ("boots.csv", None),
        ("boot.png", None),
        ("none/flowers.csv", None),
        ("no\0ne/flowers.csv", None),
    ],
)
def test_the_nearest_file_of_the_folder_is_meant(tmp_path: Path, missing: str, meant: str | None) -> None:
    """Names with the same ending are compared without it; a folder that does not exist has no names."""
    (tmp_path / "flowers.csv").touch()
    (tmp_path / "pictures").mkdir()
    hint = f"; did you mean {tmp_path / meant}?" if meant else ""
    assert did_you_mean(tmp_path / missing) == hint
