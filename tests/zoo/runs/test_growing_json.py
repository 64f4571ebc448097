"""JSON of records whose lists grow with every epoch."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from zoo.runs.growing_json import GrowingJson, braced, lines

if TYPE_CHECKING:
    import pytest

ONE = {"id": "a", "history": {"loss": [0.5], "val": []}, "epoch_seconds": [1e-3], "digests": ["é"]}
TWO = ONE | {
    "history": {"loss": [0.5, 0.25], "val": [1]},
    "epoch_seconds": [1e-3, 2.0],
    "digests": ["é", "b"],
}
OTHER = ONE | {"history": {"loss": [0.75, 0.25, 1e300]}, "epoch_seconds": []}


def test_the_text_is_that_of_json() -> None:
    """A list that grew, that is another one, or that is shorter has the text that json.dumps gives it."""
    encoder = GrowingJson()
    tables: list[dict[str, Any]] = [ONE, TWO, OTHER, ONE]
    assert [json.dumps(table) for table in tables] == [braced(encoder.fields(table)) for table in tables]


def test_a_record_has_a_line_for_each_field() -> None:
    """run.json can be read by people, and its lists take one line."""
    text = lines(GrowingJson().fields({"id": "a", "epoch_seconds": [1.0, 2.0]}))
    assert text == '{\n "id": "a",\n "epoch_seconds": [1.0, 2.0]\n}\n'


def test_former_epochs_are_not_encoded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last epoch of a long run costs as much as the first: each value is encoded once."""
    encoded: list[list[Any]] = []
    dumps = json.dumps

    def counted(value: Any) -> str:
        if isinstance(value, list):
            encoded.append(value)
        return dumps(value)

    monkeypatch.setattr(json, "dumps", counted)
    encoder, seconds = GrowingJson(), [0.5, 0.25, 0.125]
    for end in (1, 2, 3):
        encoder.fields({"epoch_seconds": seconds[:end]})
    assert encoded == [[0.5], [0.25], [0.125]]
