"""Loading a declaration in a separate interpreter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zoo.specs.named import Named
from zoo.testing import Subject, perform

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SPEC = "\nfrom zoo import Flatten, Head, ModelSpec\nNET = ModelSpec(layers=(Flatten(), Head()))\n"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import json", ("pass", "loaded without Keras or a backend")),
        ("import numpy", ("fail", "loading it imports numpy; wanted imports inside functions")),
        (
            "import sys; sys.modules['keras'] = sys",
            ("fail", "loading it imports keras; wanted imports inside functions"),
        ),
        ("print('hello')", ("pass", "loaded without Keras or a backend")),
        ("import os; os._exit(7)", ("fail", "loading it ended Python with 7")),
        ("import os; os.abort()", ("fail", "loading it ended Python with -6")),
    ],
)
def test_what_a_module_imports(source: str, said: tuple[str, str], install: Callable[..., Path]) -> None:
    """Imported frameworks are reported, and the module can crash only its interpreter."""
    install("acme", "[zoo.models]\nnet = acme_kit:NET", {"acme_kit.py": source + SPEC})
    result = perform(Subject("model", "acme:net", Named("net", None)), "imports no framework")
    assert (result.status, result.reason) == said


def test_nothing_is_imported_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its `json.py` is not the standard library's."""
    (tmp_path / "json.py").write_text("open('imported', 'w')")
    monkeypatch.chdir(tmp_path)
    perform(Subject("optimizer", "adam", Named("adam", None)), "imports no framework")
    assert [each.name for each in tmp_path.iterdir()] == ["json.py"]


def test_a_file_imports_nothing(tmp_path: Path) -> None:
    """A TOML file is read by zoo alone."""
    path = tmp_path / "mine.toml"
    path.write_text('kerazoo = 1\nkind = "optimizer"\ntype = "SGD"\n')
    result = perform(Subject("optimizer", str(path), Named("mine", None)), "imports no framework")
    assert (result.status, result.reason) == ("pass", "loaded without Keras or a backend")
