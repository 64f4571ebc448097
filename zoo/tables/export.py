"""The results of an export as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.tables.words import literal, memory, shape

if TYPE_CHECKING:
    from zoo.inference.export import Exported


def written(found: Exported) -> str:
    """The written file: "relu-dropout-3f9a.onnx: ONNX, 312.4 KB; takes uint8 of shape (None, 28, 28)"."""
    what = f"{found.title}, {memory(found.bytes)}"
    words = f", tokens of {literal(found.vocabulary)}" if found.vocabulary else ""
    return f"{literal(found.path)}: {what}; takes {found.takes} of shape {shape(found.input_shape)}{words}"


def compared(found: Exported) -> str:
    """The verification: "Greatest difference 4.5e-08 (allowed 1e-05) on 100 images of …, run by …"."""
    difference = f"{found.greatest_difference:.1e} (allowed {found.tolerance:.0e})"
    samples = f"{found.samples:,} {literal(found.noun)}"
    both = f" Both in float32; the run was trained in {found.trained_in}." * found.is_converted
    return f"Greatest difference {difference} on {samples}, run by {found.runtime}.{both}"
