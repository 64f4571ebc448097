"""Faults: parts of a checkpoint that a child of the server omits on purpose."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from zoo.runs.checkpoint import Checkpoint
from zoo.training import callback_state, state
from zoo.training.feed import Feed

if TYPE_CHECKING:
    from collections.abc import Callable

    import keras


def _changed(**parts: Any) -> Callable[[], None]:
    """Resume from a checkpoint with these parts changed."""

    def apply() -> None:
        read = Checkpoint.from_bytes

        def from_bytes(content: bytes) -> Checkpoint:
            whole = read(content)
            return dataclasses.replace(
                whole, **{name: value(whole) if callable(value) else value for name, value in parts.items()}
            )

        Checkpoint.from_bytes = staticmethod(from_bytes)  # type: ignore[assignment, method-assign]

    return apply


def _without_seeds_of_layers() -> None:
    """The part that `.weights.h5` and BackupAndRestore omit."""
    put = state.put

    def put_weights(variables: Any, arrays: Any) -> None:
        kept = [pair for pair in zip(variables, arrays, strict=True) if "seed_gen" not in pair[0].path]
        put([variable for variable, _ in kept], [array for _, array in kept])

    state.put = put_weights


def _without_optimizer() -> None:
    """Without the optimizer's first variable, which counts its steps."""
    put = state.put

    def put_others(variables: Any, arrays: Any) -> None:
        if not variables[0].path.endswith("iteration"):
            put(variables, arrays)

    state.put = put_others


def _without_order() -> None:
    """The first epoch after a resume has the order of the first epoch."""
    begin, first = Feed.begin, []

    def from_the_first(self: Feed, epoch: int) -> None:
        if self.seed is not None and (first or epoch):
            first.append(epoch)
        begin(self, epoch - first[0] if first else epoch)

    Feed.begin = from_the_first  # type: ignore[method-assign]


def _without_callbacks() -> None:
    def forget(callback: keras.callbacks.Callback, remembered: Any, others: Any) -> None:
        """Reset it."""

    callback_state.put_state = forget


FAULTS: dict[str, Callable[[], None]] = {
    "seeds of layers": _without_seeds_of_layers,
    "seed of all": _changed(seeds=()),
    "optimizer": _without_optimizer,
    "order": _without_order,
    "epoch": _changed(epoch=lambda whole: whole.epoch - 1),
    "callbacks": _without_callbacks,
    "history": _changed(history=lambda whole: {name: [0.0] * whole.epoch for name in whole.history}),
    "digests": _changed(digests=lambda whole: ["" for _ in whole.digests]),
    "best": _changed(best=""),
}
"""The parts of a checkpoint, each with a function that omits it."""
