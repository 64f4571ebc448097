"""JSON of records and checkpoints whose lists grow with every epoch."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

GROWING = ("history", "epoch_seconds", "digests", "weights")
"""The fields with a value for each epoch."""


class GrowingJson:
    """Encodes what `json.dumps` encodes, to the same text, and keeps the text of lists that grow.

    Each epoch adds one value to a list, and all former ones are in the same file again. They are not encoded
    again, so that the last epoch of a long run takes no longer than the first.
    """

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._known: dict[str, tuple[list[Any], str]] = {}

    def fields(self, table: Mapping[str, Any]) -> dict[str, str]:
        """The text of each field of a record or a checkpoint."""
        return {
            name: self._text(name, value) if name in GROWING else json.dumps(value)
            for name, value in table.items()
        }

    def _text(self, place: str, value: Any) -> str:
        if isinstance(value, dict):
            return braced({name: self._text(f"{place}.{name}", each) for name, each in value.items()})
        before, text = self._known.get(place, ([], ""))
        if value[: len(before)] != before:
            before, text = [], ""
        added = json.dumps(value[len(before) :])[1:-1]
        text = f"{text}, {added}" if text and added else text + added
        self._known[place] = [*value], text
        return f"[{text}]"


def braced(fields: Mapping[str, str]) -> str:
    """The text of an object from that of its fields, as `json.dumps` writes it."""
    return f"{{{', '.join(f'{json.dumps(name)}: {text}' for name, text in fields.items())}}}"


def lines(fields: Mapping[str, str]) -> str:
    """The text of an object with a line for each field, as in run.json."""
    inside = ",\n".join(f" {json.dumps(name)}: {text}" for name, text in fields.items())
    return f"{{\n{inside}\n}}\n"
