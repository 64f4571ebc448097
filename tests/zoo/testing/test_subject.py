"""What is checked, by its name or its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zoo.errors import UsageError
from zoo.testing.subject import asked

if TYPE_CHECKING:
    from pathlib import Path


def test_a_table_is_described_by_another_command(tmp_path: Path) -> None:
    """Checks are for declarations; the message names the command for data."""
    path = tmp_path / "t.csv"
    path.write_text("a,y\n1,x\n")
    with pytest.raises(UsageError) as raised:
        asked(str(path))
    expected = f"{path} declares nothing: wanted a TOML file; zoo show {path} describes data"
    assert expected == str(raised.value)
