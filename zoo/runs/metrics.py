"""Read the metrics of each epoch of a run."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from zoo.errors import ZooError
from zoo.runs.directory import METRICS, metrics_row
from zoo.runs.named_weights import record_at
from zoo.system import regular
from zoo.weights.file import is_declaration, read_spec

if TYPE_CHECKING:
    from pathlib import Path


def read_metrics(path: Path) -> list[dict[str, Any]]:
    """The rows of a run's metrics.jsonl, or of named weights, one for each complete epoch, in order.

    An incomplete last line, as after a crash, is ignored. If an epoch has two rows, as in a resumed
    run, the later one counts. Raises ZooError if the file can't be read or has another format.
    """
    if is_declaration(path):
        record, digests = record_at(path), read_spec(path).digests
        return [metrics_row(record, epoch, digest) for epoch, digest in enumerate(digests, start=1)]
    file = path / METRICS
    try:
        lines = regular.read_text(file).split("\n")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error.strerror).lower()
        raise ZooError(f"{file} can't be read: {reason}") from None
    rows: dict[int, dict[str, Any]] = {}
    for number, line in enumerate(lines[:-1], start=1):  # text after the last newline is incomplete
        row = _row(line)
        if row is None:
            raise ZooError(f"{file} can't be read: line {number:,} is not a valid row")
        rows[row["epoch"]] = row
    return [rows[epoch] for epoch in sorted(rows)]


def _row(line: str) -> dict[str, Any] | None:
    """The numbers and the digest of an epoch; None if the line is not a valid row."""
    try:
        row = json.loads(line)
        numbers = [value for name, value in row.items() if name != "digest"]
        sound = all(isinstance(value, (int, float)) and math.isfinite(value) for value in numbers)
        is_row = sound and "loss" in row and isinstance(row["digest"], str)
        return row if is_row and type(row["epoch"]) is int and row["epoch"] > 0 else None
    except (ValueError, RecursionError, AttributeError, KeyError, OverflowError):
        return None
