"""The results of an export as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.tables.words import literal, memory, metric, shape

if TYPE_CHECKING:
    from zoo.inference.accuracy_gate import AccuracyGate
    from zoo.inference.exported import Exported


def lines(found: Exported) -> list[str]:
    """What was written, and how it was verified."""
    return [_written(found), _compared(found) if found.accuracy is None else _gated(found, found.accuracy)]


def _written(found: Exported) -> str:
    """The written file: "relu-dropout-3f9a.onnx: ONNX, 312.4 KB; takes uint8 of shape (None, 28, 28)"."""
    what = f"{found.title}, {memory(found.bytes)}"
    if found.float_bytes:
        share = f"{100 * found.bytes / found.float_bytes:.0f} %"
        what += f" ({share} of {memory(found.float_bytes)} in float32)"
    words = f", tokens of {literal(found.vocabulary)}" if found.vocabulary else ""
    return f"{literal(found.path)}: {what}; takes {found.takes} of shape {shape(found.input_shape)}{words}"


def _compared(found: Exported) -> str:
    """The verification: "Greatest difference 4.5e-08 (allowed 1e-05) on 100 images of …, run by …"."""
    difference = f"{found.greatest_difference:.1e} (allowed {found.tolerance:.0e})"
    samples = f"{found.samples:,} {literal(found.noun)}"
    both = f" Both in float32; the run was trained in {found.trained_in}." * found.is_converted
    return f"Greatest difference {difference} on {samples}, run by {found.runtime}.{both}"


def _gated(found: Exported, accuracy: AccuracyGate) -> str:
    """The figures before and after: "Accuracy 0.8290 before, 0.8270 after (allowed 0.01 less) on … "."""
    figures = f"{metric(accuracy.before)} before, {metric(accuracy.after)} after (allowed {accuracy.allowed})"
    samples = f"{found.samples:,} {literal(found.noun)}, run by {found.runtime}"
    what = "closer" if accuracy.is_error else "right"
    alone = f"only {what} before on {accuracy.before_alone:,}, only {what} after on {accuracy.after_alone:,}"
    return f"{accuracy.noun.capitalize()} {figures} on {samples}; {alone}, p = {accuracy.p:.2g}."
