"""Schedules by name, made for the length of a run and the optimizer's learning rate: `--schedule cosine`.

A preset is a schedule of Keras whose lengths are shares of the run, or, for `plateau`, Keras's callback
ReduceLROnPlateau. Its arguments may be changed in a table: `{type = "cosine", end = 0.01}`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from zoo.errors import Problem
from zoo.schema.fields import Integer, Number
from zoo.schema.keras_objects import Arguments, Configured, Numbers
from zoo.specs.schedules.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from zoo.specs.schedules.span import Run

FRACTION = Number(0, 1)
PLATEAU = "plateau"
SMALL, HALF, TWICE = 1 / 25, "50%", ("50%", "75%")


class Preset(NamedTuple):
    """Arguments with their kinds and defaults, and the schedule that they make of a learning rate."""

    summary: str
    kinds: Mapping[str, Any]
    defaults: Mapping[str, Any]
    made: Callable[[float, Mapping[str, Any]], dict[str, Any]]


def _cosine(rate: float, given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "CosineDecay",
        "initial_learning_rate": rate,
        "decay_steps": "100%",
        "alpha": given["end"],
    }


def _warmup_cosine(rate: float, given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "CosineDecay",
        "initial_learning_rate": rate * given["start"],
        "warmup_target": rate,
        "warmup_steps": given["warmup"],
        "decay_steps": REST,
        "alpha": given["end"],
    }


def _exponential(rate: float, given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "ExponentialDecay",
        "initial_learning_rate": rate,
        "decay_steps": "100%",
        "decay_rate": given["end"],
    }


def _step(rate: float, given: Mapping[str, Any]) -> dict[str, Any]:
    places = range(len(given["boundaries"]) + 1)
    values = [float(f"{rate * given['factor'] ** place:.12g}") for place in places]
    return {"type": "PiecewiseConstantDecay", "boundaries": list(given["boundaries"]), "values": values}


def _plateau(_: float, given: Mapping[str, Any]) -> dict[str, Any]:
    return dict(given)


REST = "rest"
"""The length of a decay that follows a warmup."""
PRESETS = {
    "cosine": Preset(
        "falls along half a cosine to end × the learning rate", {"end": FRACTION}, {"end": 0.0}, _cosine
    ),
    "warmup-cosine": Preset(
        "rises from start × the learning rate during warmup, then as cosine",
        {"warmup": Span(), "start": FRACTION, "end": FRACTION},
        {"warmup": "10%", "start": 0.0, "end": 0.0},
        _warmup_cosine,
    ),
    "one-cycle": Preset(
        "rises from 1/25 of the learning rate during 30% of the run, then falls to almost 0",
        {"warmup": Span(), "start": FRACTION, "end": FRACTION},
        {"warmup": "30%", "start": 0.04, "end": 4e-6},
        _warmup_cosine,
    ),
    "exponential": Preset(
        "falls by the same factor in each step, to end × the learning rate",
        {"end": Number(0, 1, above=True)},
        {"end": 0.01},
        _exponential,
    ),
    "step": Preset(
        "is multiplied by factor at each of the boundaries",
        {"boundaries": Numbers(Span()), "factor": Number(0, 1, above=True)},
        {"boundaries": TWICE, "factor": 0.1},
        _step,
    ),
    PLATEAU: Preset(
        "is multiplied by factor after patience epochs without a lower val_loss (ReduceLROnPlateau)",
        {
            "factor": Number(0, 1, below=True),
            "patience": Integer(1, 100_000),
            "min_delta": Number(0),
            "cooldown": Integer(0, 100_000),
            "min_lr": Number(0),
        },
        {"factor": 0.1, "patience": 2, "min_delta": 1e-4, "cooldown": 0, "min_lr": 0.0},
        _plateau,
    ),
}
CHOSEN = Configured(
    "a schedule", tuple(PRESETS), {name: Arguments(**preset.kinds) for name, preset in PRESETS.items()}
)
"""The kind of the setting `train.schedule`."""


def given(chosen: str | tuple[Any, ...]) -> tuple[str, dict[str, Any]]:
    """The name of a chosen schedule, and the arguments that were given."""
    table = {"type": chosen} if isinstance(chosen, str) else dict(chosen)
    return str(table.pop("type")), table


def arguments(chosen: str | tuple[Any, ...]) -> dict[str, Any]:
    """All arguments of a chosen schedule."""
    name, table = given(chosen)
    return {**PRESETS[name].defaults, **table}


def made(chosen: str | tuple[Any, ...], rate: float, run: Run) -> dict[str, Any] | None:
    """The schedule of Keras for a learning rate and a run; None for plateau, which is a callback."""
    name, _ = given(chosen)
    if name == PLATEAU:
        return None
    table = PRESETS[name].made(rate, arguments(chosen))
    if table.get("decay_steps") == REST:
        warmup = run.part(table["warmup_steps"]) or 0
        table["warmup_steps"] = max(1, min(round(warmup * run.steps), run.steps - 1))
        table["decay_steps"] = max(1, run.steps - table["warmup_steps"])
    return table


def misfits(chosen: str | tuple[Any, ...], run: Run, path: str) -> Iterator[Problem]:
    """The given arguments that are longer than a run, and a run that is all warmup."""
    name, table = given(chosen)
    if "warmup" in PRESETS[name].kinds and run.steps_per_epoch is not None and run.steps == 1:
        yield Problem(path, f"{name}, whose warmup takes the only step", "wanted a run of at least 2 steps")
    if "warmup" in table:
        part = run.part(table["warmup"])
        if part is not None and part >= 1:
            found = run.length(part, table["warmup"])
            yield Problem(f"{path}.warmup", found, "wanted less than the run, as '10%'")
    if "boundaries" in table:
        from zoo.specs.schedules.settle import unreached

        yield from unreached(table["boundaries"], run, f"{path}.boundaries")
    if name == PLATEAU and table.get("patience", 0) > run.epochs - 2:
        found = f"{table['patience']}, which never lowers the rate in {run.epochs:,} epochs"
        most = max(run.epochs - 2, 0)
        wanted = f"wanted at most {most:,}" if most else "wanted at least 3 epochs"
        yield Problem(f"{path}.patience", found, wanted)
