"""`zoo card`."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import zoo as package

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a run on iris."""
    folder = tmp_path_factory.mktemp("card") / "runs"
    package.train("relu-flatten", "adam", "iris", epochs=1, runs_dir=folder)
    return folder


def test_a_card_is_written_and_checked(zoo: Callable, runs: Path) -> None:
    """Its files are named; an edited line is listed with what the record has, and the exit code is 1."""
    place = ("--runs-dir", str(runs))
    code, out, err = zoo("card", "last", "--licence", "MIT", *place)
    without = "note: the metadata is not validated: "
    assert (code, out) == (0, "README.md\nREADME-test.png\nREADME-curves.png\n")
    assert err.startswith(without) == (importlib.util.find_spec("huggingface_hub") is None)
    assert zoo("card", "--check", "README.md", *place)[:2] == (0, "README.md is as the record has it.\n")
    card = Path("README.md")
    card.write_text(card.read_text().replace("| Seed | 42 |", "| Seed | 43 |"))
    line = card.read_text().splitlines().index("| Seed | 43 |") + 1
    code, out, err = zoo("card", "--check", "README.md", *place)
    assert (code, out) == (1, "")
    assert [row.split() for row in err.splitlines()] == [
        "error: README.md is not as the record has it: 1 line differs".split(),
        f"recipe, line {line} found | Seed | 43 |".split(),
        "record | Seed | 42 |".split(),
    ]
    code, out, _ = zoo("card", "--check", "README.md", "--json", *place)
    assert (code, [each["line"] for each in json.loads(out)["stale"]]) == (1, [line])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Missing argument RUN (see `zoo runs` and `zoo list`), or pass --check FILE.md"),
        (
            ("last", "--check", "README.md"),
            "--check takes a card alone, which names its run or weights; leave the others out",
        ),
        (("last", "-o", "card.txt"), "card.txt can't be written; wanted a name that ends in .md"),
    ],
)
def test_mistakes_are_found_first(zoo: Callable, arguments: tuple[str, ...], message: str) -> None:
    """Before a run is looked for."""
    assert zoo("card", *arguments) == (2, "", f"error: {message}\n")
