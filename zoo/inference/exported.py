"""The result of an export."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zoo.inference.accuracy_gate import AccuracyGate

JSON = ("run", "format", "path", "bytes", "samples", "greatest_difference", "tolerance")
PRECISION = "float32"
"""What exported models compute in, since not every runtime has the 16-bit types; weights are converted."""


@dataclass(frozen=True)
class Exported:
    """An exported file, and how far its outputs differ from the model's.

    `greatest_difference` is the largest difference of any output, relative to the largest output if
    that is above 1. `run` is the run's id, or the path of a file. `title` is the name of the format,
    `runtime` the runtime that verified the file. `takes` and `input_shape` are the dtype and shape of
    one example; `noun` describes the samples. `trained_in` is the precision of the run's training; the file
    computes in float32. `vocabulary` is the file with the words of a model of texts, if it takes tokens.

    `quantized` is the kind of numbers of a quantized file, None for float32. `accuracy` has its figures
    beside those of the model; it replaces the `tolerance` of the outputs, which is then None. `float_bytes`
    is the size of the same file in float32.
    """

    run: str
    format: str
    path: str
    bytes: int
    samples: int
    greatest_difference: float
    tolerance: float | None
    title: str
    runtime: str
    takes: str
    input_shape: tuple[int, ...]
    noun: str
    trained_in: str = PRECISION
    vocabulary: str = ""
    quantized: str | None = None
    accuracy: AccuracyGate | None = None
    float_bytes: int | None = None

    @property
    def is_converted(self) -> bool:
        """Whether the file computes in another precision than the run's training."""
        return self.trained_in != PRECISION

    def to_json(self) -> dict[str, Any]:
        """Plain data for `json.dumps`."""
        found = {name: getattr(self, name) for name in JSON}
        if self.vocabulary:
            found["vocabulary"] = self.vocabulary
        if self.accuracy is not None:
            its = self.accuracy.to_json()
            found |= {"quantized": self.quantized, "float_bytes": self.float_bytes, "accuracy": its}
        return found
