"""A schedule whose lengths are in epochs or shares of the run, in steps; and what does not fit a run."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from zoo.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zoo.specs.schedules.span import Run

LENGTHS = {
    "CosineDecay": ("warmup_steps", "decay_steps"),
    "CosineDecayRestarts": ("first_decay_steps",),
    "ExponentialDecay": ("decay_steps",),
    "InverseTimeDecay": ("decay_steps",),
    "PiecewiseConstantDecay": ("boundaries",),
    "PolynomialDecay": ("decay_steps",),
}
"""The arguments of each schedule that are lengths, in the order in which they follow one another."""
TO_THE_END = ("CosineDecay", "PolynomialDecay")
"""Schedules that end, after which the rate stays the same."""

ROUNDING = Fraction(1, 1_000)
"""How far lengths in epochs or shares may be from those of the run before its steps are known."""


def is_relative(table: Mapping[str, Any]) -> bool:
    """Whether a length of the schedule is in epochs, or a share of the run."""
    return any(isinstance(each, str) for each in _spans(table))


def _spans(table: Mapping[str, Any]) -> list[int | str]:
    found = [table[name] for name in LENGTHS[table["type"]] if name in table]
    return [each for one in found for each in (one if isinstance(one, list) else [one])]


def in_steps(table: Mapping[str, Any], run: Run) -> dict[str, Any]:
    """The schedule with each length as a number of steps; lengths that follow one another add up exactly."""
    settled, begin = dict(table), Fraction(0)
    for name in LENGTHS[table["type"]]:
        span = table.get(name, 0)
        if isinstance(span, (list, tuple)):
            settled[name] = [each if isinstance(each, int) else _steps(each, run) for each in span]
        elif not isinstance(span, int):
            part = run.part(span)
            assert part is not None
            settled[name] = max(1, round((begin + part) * run.steps) - round(begin * run.steps))
            begin += part
        else:
            begin += Fraction(span, run.steps)
    return settled


def _steps(span: str, run: Run) -> int:
    part = run.part(span)
    assert part is not None
    return max(1, round(part * run.steps))


def misfits(table: Mapping[str, Any], run: Run, path: str) -> Iterator[Problem]:
    """What makes a schedule longer or shorter than a run, unless the steps of an epoch have to be known."""
    kind = table["type"]
    if run.steps_per_epoch is None and not all(isinstance(each, str) for each in _spans(table)):
        return
    if kind == "PiecewiseConstantDecay":
        yield from unreached(table["boundaries"], run, f"{path}.boundaries")
        return
    spans = {name: table[name] for name in LENGTHS[kind] if name in table}
    if table.get("warmup_target") is None:
        spans.pop("warmup_steps", None)  # Keras ignores it
    parts = [run.part(span) for span in spans.values()]
    whole, last, like = sum(filter(None, parts), Fraction(0)), [*spans][-1], [*spans.values()][-1]
    at = f"{path}.{last}"
    if kind in TO_THE_END and not table.get("cycle", False):
        rest = 1 - whole + (parts[-1] or 0)
        if _differ(whole, run):
            yield Problem(at, f"ends after {run.length(whole, like)}", _wanted(rest, like, run))
    elif whole > 1 and (kind not in ("ExponentialDecay", "InverseTimeDecay") or table.get("staircase")):
        found = f"is longer than the run: {run.length(whole, like)}"
        yield Problem(at, found, _wanted(Fraction(1), like, run))


def _differ(whole: Fraction, run: Run) -> bool:
    """Whether a length is not that of the run, apart from rounding to a step."""
    apart = abs(whole - 1)
    return apart > ROUNDING if run.steps_per_epoch is None else apart * run.steps >= 1


def _wanted(rest: Fraction, like: int | str, run: Run) -> str:
    """The length that fits, in the unit of a span."""
    if rest <= 0:
        return "wanted a warmup that is shorter than the run"
    if isinstance(like, int):
        return f"wanted {round(rest * run.steps)}, or '{_percent(rest)}'"
    return f"wanted '{_percent(rest)}'" + f", or '{_epochs(rest, run)}'" * (not like.endswith("%"))


def _percent(part: Fraction) -> str:
    return f"{float(part * 100):.6g}%"


def _epochs(part: Fraction, run: Run) -> str:
    number = f"{float(part * run.epochs):.6g}"
    return f"{number} epoch{'' if number == '1' else 's'}"


def unreached(boundaries: Any, run: Run, path: str) -> Iterator[Problem]:
    """Boundaries that do not rise, or that the run never reaches."""
    parts = [run.part(each) for each in boundaries]
    for place, (span, part) in enumerate(zip(boundaries, parts, strict=True)):
        if part is not None and part >= 1:
            found = f"{span}, which the run never reaches"
            length = f"{run.steps:,} steps" if isinstance(span, int) else f"{run.epochs:,} epochs"
            yield Problem(f"{path}.{place}", found, f"wanted less than the run's {length}, as '50%'")
        before = parts[place - 1] if place else None
        if part is not None and before is not None and part <= before:
            yield Problem(
                f"{path}.{place}", f"{span} after {boundaries[place - 1]}", "wanted rising boundaries"
            )
