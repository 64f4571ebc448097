"""`zoo runs rename`, and runs referred to by name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.zoo.cli.samples import interrupted
from tests.zoo.runs.records import write_run
from zoo.runs import read_record

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_renamed_run_is_found_by_its_name(zoo: Callable) -> None:
    """The folder and the id stay; a name may have spaces, and can be changed again."""
    path = write_run(Path("runs"), "20261122T120000Z-3f9a")
    write_run(Path("runs"), "20261123T120000Z-a914")
    assert zoo("runs", "rename", "3f9a", "no dropout") == (0, "Run 3f9a renamed: no dropout\n", "")
    shown = json.loads(zoo("runs", "show", "no dropout", "--json").out)
    assert (shown["id"], shown["name"]) == (path.name, "no dropout")
    assert zoo("runs", "rename", "no dropout", "base").code == 0
    assert zoo("curves", "base") == (0, f"{path}/curves.svg\n", "")
    assert zoo("runs", "show", "base").out.splitlines()[-1] == f"Run 3f9a (base) completed in 6.8 s: {path}"


def test_an_invalid_name_is_an_error(zoo: Callable) -> None:
    """The record is not changed."""
    path = write_run(Path("runs"), "20261122T120000Z-3f9a")
    before = (path / "run.json").read_bytes()
    said = (
        "error: 'last' is not a name for a run: it means the newest run; "
        "wanted 1 to 60 printable characters that are not a path, an id, or the end of an id\n"
    )
    assert zoo("runs", "rename", "3f9a", "last") == (2, "", said)
    assert (path / "run.json").read_bytes() == before


@pytest.mark.long
def test_a_run_is_resumed_by_name_and_keeps_it(zoo: Callable) -> None:
    """The tags and the changed settings stay as well."""
    folder = interrupted()
    assert zoo("runs", "rename", "last", "long one").code == 0
    table = json.loads((folder / "run.json").read_text())
    (folder / "run.json").write_text(json.dumps(table | {"tags": ["paper"]}))
    assert zoo("resume", "long one", "--quiet") == (0, f"{folder}\n", "")
    record = read_record(folder)
    assert (record.status, record.name, record.tags) == ("completed", "long one", ["paper"])
    assert record.changes == {"epochs": 4}
