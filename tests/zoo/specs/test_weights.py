"""The declaration of named weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.zoo.weights.samples import built_in
from zoo import WeightsSpec
from zoo.errors import DeclarationError
from zoo.schema import toml

if TYPE_CHECKING:
    from collections.abc import Callable


def table() -> dict[str, Any]:
    """The table of built-in weights."""
    return toml.load_kind(built_in(), "weights")


def test_a_declaration_is_written_as_it_was_read() -> None:
    """Byte for byte."""
    spec = WeightsSpec.from_table(table(), "x.toml")
    assert toml.dumps("weights", spec.to_table()) == built_in().read_text("utf-8")
    assert (spec.model, spec.dataset, spec.parameters) == ("softmax-1layer", "fashion-mnist", 7850)
    assert spec.metric == ("test", "accuracy", 0.8443999886512756)


def _without_path(found: dict[str, Any]) -> None:
    del found["file"]["path"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda found: found.pop("licence"), ("licence", "–", "wanted text")),
        (lambda found: found.pop("record"), ("record", "–", "wanted the record of the run")),
        (
            lambda found: found["record"].pop("plan_digest"),
            ("record.plan_digest", "–", "wanted sha256: and 64 hexadecimal digits"),
        ),
        (
            lambda found: found["record"]["metrics"].update(test="good"),
            (
                "record.metrics",
                "{'validation': {'loss': 0.4145951271057129, 'accuracy': 0.8…",
                "wanted tables of metrics by split, and the number of examples of each",
            ),
        ),
        (
            lambda found: found["file"].update(path="../other.safetensors"),
            ("file.path", "'../other.safetensors'", "wanted the path of a file beside this one"),
        ),
        (
            lambda found: found["file"].update(url="ftp://host/file"),
            ("file.url", "'ftp://host/file'", "wanted an address that begins with https://"),
        ),
        (
            lambda found: found["file"].update(url="https://host/file"),
            ("file", "both", "wanted either path or url"),
        ),
        (_without_path, ("file", "–", "wanted either path or url")),
        (
            lambda found: found["file"].update(size=0),
            ("file.size", "0", "wanted a whole number from 8 to 1,099,511,627,776"),
        ),
        (
            lambda found: found["variables"][0].update(dtype="float8"),
            ("variables.0.dtype", "'float8'", "did you mean float64?"),
        ),
        (
            lambda found: found["variables"].append(found["variables"][0]),
            ("variables", "a name twice", "wanted different names"),
        ),
        (
            lambda found: found["plan"]["model"].update(name="relu-dropout"),
            ("plan.model.name", "'relu-dropout'", "wanted 'softmax-1layer', as in the record"),
        ),
        (lambda found: found["plan"].pop("data"), None),
        (lambda found: found["plan"].update(train=3), None),
        (
            lambda found: found["plan"]["data"]["scaling"].update(factor="x"),
            ("plan.data.scaling.factor", "'x'", "wanted a number above 0"),
        ),
        (
            lambda found: found["record"].update(input_shape="28x28"),
            ("record.input_shape", "'28x28'", "wanted a list, each a whole number of at least 1"),
        ),
        (lambda found: found["record"].update(versions=3), ("record.versions", "3", "wanted a table")),
        (lambda found: found.update(licens="MIT"), ("licens", "'MIT'", "did you mean licence?")),
    ],
)
def test_what_is_not_valid_is_named_by_its_path(
    change: Callable[[dict[str, Any]], Any], problem: tuple[str, str, str] | None
) -> None:
    """With what was found and what was wanted."""
    found = table()
    change(found)
    with pytest.raises(DeclarationError) as refused:
        WeightsSpec.from_table(found, "x.toml")
    said = [(each.path, each.found, each.wanted) for each in refused.value.problems]
    if problem is None:
        assert [(path, wanted) for path, _, wanted in said] == [("plan", "wanted the tables of plan.toml")]
    else:
        assert said == [problem]
