"""The predictions of a model, and their output as CSV, JSON Lines or JSON."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from zoo.inference.figures import HALF
from zoo.system.csv_rows import csv_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import numpy as np

PART = 10_000
"""Examples that are converted, and lines that are written, at a time."""
LABELS, BETWEEN = ("labels", "true"), "|"
"""The columns of a CSV file with names of labels, and what is between these, as for pandas's get_dummies."""
FORMATS = ("csv", "jsonl", "json")


@dataclass(frozen=True, eq=False)
class Predictions:
    """A model's predictions in the order of the examples, with the name of each example.

    `answers` has shape (examples, classes) with the probability of each class, or (examples,
    outputs) with targets in their own units if `classes` is empty. If an example can have `several` of the
    classes, they are labels. `true` has the true values, of shape (examples,) with class numbers, or
    (examples, outputs) with 0 and 1 for each label or with targets; None if unknown. `images` has the
    examples as images, with values from 0 (black) to 1, or is None. `notes` describe changes to the
    inputs. `split` is their split, if they are from one, and `of` the total number of examples, of
    which these are the first.
    """

    title: str
    run: str
    noun: str
    names: tuple[str, ...]
    answers: np.ndarray
    classes: tuple[str, ...] = ()
    several: bool = False
    true: np.ndarray | None = None
    images: np.ndarray | None = None
    notes: tuple[str, ...] = ()
    split: str = ""
    of: int = 0

    def rows(self) -> Iterator[dict[str, Any]]:
        """Each example with its prediction, as plain data."""
        for place, (name, answer) in enumerate(zip(self.names, self._listed(), strict=True)):
            true = None if self.true is None else self.true[place].tolist()
            row: dict[str, Any] = {"example": name}
            if not self.classes:
                row["prediction"] = _plain(answer)
                yield row if true is None else row | {"true": _plain(true)}
                continue
            if self.several:
                row["labels"] = self._set(number > HALF for number in answer)
                if true is not None:
                    row["true"] = self._set(true)
                yield row | {"probabilities": dict(zip(self.classes, answer, strict=True))}
                continue
            best = max(range(len(answer)), key=answer.__getitem__)
            row |= {"class": self.classes[best], "probability": answer[best]}
            if true is not None:
                row["true"] = self.classes[true]
            yield row | {"probabilities": dict(zip(self.classes, answer, strict=True))}

    def _set(self, flags: Iterable[Any]) -> list[str]:
        """The names of the labels that are set."""
        return [name for name, is_set in zip(self.classes, flags, strict=True) if is_set]

    def _listed(self) -> Iterator[list[float]]:
        """Each answer as a list; a part of them at a time, since lists take much memory."""
        for start in range(0, len(self.answers), PART):
            yield from self.answers[start : start + PART].tolist()

    def to_json(self) -> dict[str, Any]:
        """Plain data for `json.dumps`."""
        return {"run": self.run, "split": self.split or None, "predictions": list(self.rows())}

    def text(self, form: str) -> str:
        """The predictions in a machine-readable format: csv, jsonl or json."""
        return "".join(self.pieces(form))

    def save(self, path: Path, form: str) -> None:
        """Write the predictions to a file; see `write`."""
        with path.open("wb") as file:
            self.write(file, form)

    def write(self, file: IO[bytes], form: str) -> None:
        """Write the answers as npy, with names and true values as npz, or all of it as csv, jsonl or json."""
        import numpy as np

        if form == "npy":
            np.save(file, self.answers)
        elif form == "npz":
            arrays: dict[str, Any] = {"prediction": self.answers, "example": np.array(self.names)}
            np.savez(file, **arrays | ({} if self.true is None else {"true": self.true}))
        else:
            file.writelines(piece.encode() for piece in self.pieces(form))

    def pieces(self, form: str) -> Iterator[str]:
        """The text, in pieces of many lines; JSON is one."""
        lines = self._lines(form)
        while piece := "".join(itertools.islice(lines, PART)):
            yield piece

    def _lines(self, form: str) -> Iterator[str]:
        if form == "json":
            yield json.dumps(self.to_json(), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
        elif form == "jsonl":
            for row in self.rows():
                yield json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n"
        else:
            yield from self._csv()

    def _csv(self) -> Iterator[str]:
        """One line per example; a column for the probability of each class or label, or for each target."""
        for place, row in enumerate(self.rows()):
            each = row.pop("probabilities", {})
            flat = dict(item for name, value in row.items() for item in _columns(name, value))
            flat |= {f"probability_{name}": value for name, value in each.items()}
            yield csv_rows([flat, flat.values()] if place == 0 else [flat.values()])


def _columns(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, list) and all(isinstance(each, str) for each in value) and name in LABELS:
        yield name, BETWEEN.join(value)
    elif isinstance(value, list):
        yield from ((f"{name}_{place}", each) for place, each in enumerate(value))
    else:
        yield name, value


def _plain(numbers: list[float]) -> float | list[float]:
    """One target as a number, several as a list."""
    return numbers[0] if len(numbers) == 1 else numbers
