"""What a model answered, as values, and as CSV, JSON lines or one JSON document."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

FORMATS = ("csv", "jsonl", "json")


@dataclass(frozen=True, eq=False)
class Predictions:
    """A model's answers, one a name, in the order of the examples.

    `answers` has shape (examples, classes) with the probability of each class, or (examples,
    outputs) with target numbers in their own units, where `classes` is empty. `true` has what is
    known to be right, of shape (examples,) with classes as numbers or (examples, outputs); None
    where it is not known. `images` has the examples as pictures, from 0 for black to 1, or is None.
    `notes` say what was done to inputs. `split` is the one that they are of, if they are of one,
    and `of` how many examples there are in all, of which these are the first.
    """

    title: str
    run: str
    noun: str
    names: tuple[str, ...]
    answers: np.ndarray
    classes: tuple[str, ...] = ()
    true: np.ndarray | None = None
    images: np.ndarray | None = None
    notes: tuple[str, ...] = ()
    split: str = ""
    of: int = 0

    def rows(self) -> Iterator[dict[str, Any]]:
        """Each example with its answer, as plain data."""
        for place, (name, answer) in enumerate(zip(self.names, self.answers.tolist(), strict=True)):
            true = None if self.true is None else self.true[place].tolist()
            row: dict[str, Any] = {"example": name}
            if not self.classes:
                row["prediction"] = _plain(answer)
                yield row if true is None else row | {"true": _plain(true)}
                continue
            best = max(range(len(answer)), key=answer.__getitem__)
            row |= {"class": self.classes[best], "probability": answer[best]}
            if true is not None:
                row["true"] = self.classes[true]
            yield row | {"probabilities": dict(zip(self.classes, answer, strict=True))}

    def to_json(self) -> dict[str, Any]:
        """Plain data for `json.dumps`."""
        return {"run": self.run, "split": self.split or None, "predictions": list(self.rows())}

    def text(self, form: str) -> str:
        """All of it for a program: csv, jsonl or json."""
        if form == "json":
            return json.dumps(self.to_json(), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
        if form == "jsonl":
            lines = (json.dumps(row, ensure_ascii=False, allow_nan=False) for row in self.rows())
            return "".join(f"{line}\n" for line in lines)
        return self._csv()

    def _csv(self) -> str:
        """A line for each example; a column for the probability of each class, or for each target."""
        file = io.StringIO()
        table = csv.writer(file, lineterminator="\n")
        for place, row in enumerate(self.rows()):
            each = row.pop("probabilities", {})
            flat = dict(item for name, value in row.items() for item in _columns(name, value))
            flat |= {f"probability_{name}": value for name, value in each.items()}
            if place == 0:
                table.writerow(flat)
            table.writerow(flat.values())
        return file.getvalue()


def _columns(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, list):
        yield from ((f"{name}_{place}", each) for place, each in enumerate(value))
    else:
        yield name, value


def _plain(numbers: list[float]) -> float | list[float]:
    """One target as a number, several as a list."""
    return numbers[0] if len(numbers) == 1 else numbers
