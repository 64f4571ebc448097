"""The verdict on a replay as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.tables.words import metric

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.runs.verdict import Verdict

SMALLEST = 0.0001
"""The smallest number that four decimals can show."""


def reasons(verdict: Verdict, run: str) -> str:
    """The explanation that follows the verdict; `run` is the name of the replayed run."""
    sentences: dict[str, list[Callable[[Verdict, str], str]]] = {
        "bit-identical": [_equal],
        "within tolerance": [_variables, _largest],
        "diverged": [_beyond, _variables],
    }
    said = [each(verdict, run) for each in sentences[verdict.kind]] + [
        _surroundings(verdict),
        _lengths(verdict, run),
    ]
    return " ".join(f"{each}." for each in said if each)


def title(verdict: Verdict) -> str:
    """The verdict itself: `diverged in epoch 1`."""
    figure = verdict.figure
    where = f" in epoch {figure.epoch}" if verdict.kind == "diverged" and figure and figure.epoch else ""
    return verdict.kind + where


def _equal(verdict: Verdict, run: str) -> str:
    if not verdict.epochs:
        return f"All variables and metrics equal those of {run}"
    epochs = _epochs(verdict.epochs)
    return f"{epochs}, all variables, the optimizer and the history equal those of {run}"


def _largest(verdict: Verdict, _: str) -> str:
    figure = verdict.figure
    assert figure is not None
    if figure.difference == 0:
        return "All losses are equal"
    away = abs(figure.then - figure.now)
    difference = "under 0.0001" if away < SMALLEST else metric(away)
    epoch = f", epoch {figure.epoch}" if figure.epoch else ""
    where = f"{percent(figure.difference)}{epoch}; allowed {percent(figure.allowed)}"
    said = [f"Largest difference in {figure.name} {difference} ({where})"]
    for name, (then, now) in (verdict.metrics or {}).items():
        if name.startswith("val_"):
            said.append(f"{name} {_both(then, now)}")
    return "; ".join(said)


def _beyond(verdict: Verdict, _: str) -> str:
    figure = verdict.figure
    assert figure is not None
    amount = f"{percent(figure.difference)}; allowed {percent(figure.allowed)}"
    return f"{figure.name} {_both(figure.then, figure.now)} ({amount})"


def _variables(verdict: Verdict, _: str) -> str:
    """From which epoch on variables differ, unless the metrics show it already."""
    if verdict.differs_from is None:
        return "All variables are equal"
    if not verdict.epochs:
        return "" if verdict.kind == "diverged" else "Variables differ"
    shown = verdict.figure.epoch if verdict.figure and verdict.kind == "diverged" else 1
    return "" if verdict.differs_from == shown else f"Variables differ from epoch {verdict.differs_from} on"


def _surroundings(verdict: Verdict) -> str:
    differing = "; ".join(
        f"{name} {_short(then)} then, {_short(now)} now" for name, then, now in verdict.changes
    )
    if not differing:
        return "" if verdict.kind == "bit-identical" else "The environment is the same"
    return differing if verdict.kind == "diverged" else f"The environment differs: {differing}"


def _lengths(verdict: Verdict, run: str) -> str:
    then, now = verdict.epochs_then, verdict.epochs_now
    if then == now:
        return ""
    which = "first is" if verdict.epochs == 1 else f"first {verdict.epochs} are"
    return f"{run} has {_epochs(then)}, this run {now}: the {which} compared"


def percent(part: float) -> str:
    """0.002 as 0.2 %, with two significant digits."""
    amount = 100 * part
    if 0 < amount < 0.001:  # noqa: PLR2004 - too small to show
        return "under 0.001 %"
    return f"{amount:.0f} %" if amount >= 10 else f"{amount:.2g} %"  # noqa: PLR2004 - two digits


def _both(then: float, now: float) -> str:
    """Two values, with enough decimals to show the difference."""
    if then == now:
        return f"{metric(then)} then and now"
    old, new = metric(then), metric(now)
    if old == new:
        old, new = f"{then:.8g}", f"{now:.8g}"
    return f"{old} then, {new} now"


def _epochs(count: int) -> str:
    return f"{count:,} epoch{'' if count == 1 else 's'}"


def _short(text: str) -> str:
    """A digest shortened; any other text unchanged."""
    return f"{text[:11]}…" if text.startswith("sha256:") else text
