"""Schedules, metrics and losses described: what `--schedule`, `--metrics` and `--loss` take by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoo import installed
from zoo.api.described import PARTS, DescribedPart, DescribedSetting
from zoo.catalog import registries
from zoo.errors import UsageError
from zoo.plan.plugin_parts import loss_of, metric_of, registered
from zoo.registry import nearest
from zoo.schema.declaration import plain
from zoo.schema.fields import WrongValue
from zoo.specs import losses, metrics
from zoo.specs.schedules import presets
from zoo.specs.task import NOUNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

UNITS = {0: "", 1: "the target's unit", 2: "the square of the target's unit"}
"""The units of a regression's metrics and losses."""
TASKS = (
    (losses.BINARY, ("two classes", NOUNS["multilabel"])),
    (losses.CLASSES, ("classification",)),
    (losses.TARGETS, ("regression",)),
)
"""Keras's losses, with the tasks that they fit."""


def kinds_of(name: str) -> list[str]:
    """The kinds that a name is one of."""
    bare = name.rpartition(":")[2]
    known = {
        "schedule": name in presets.PRESETS,
        "metric": metric_name(name) is not None or bare in registered("metric"),
        "loss": losses.ALIASES.get(name, name) in losses.ARGUMENTS or bare in registered("loss"),
    }
    return [kind for kind in PARTS if known[kind]]


def metric_name(name: str) -> str | None:
    """The name of a built-in metric, also of one that has another name; None if there is none."""
    name = metrics.ALIASES.get(name, name)
    return name if metrics.built_in(name) is not None else None


def nearest_name(name: str, kinds: Iterable[str] = PARTS) -> str | None:
    """The most similar name of a schedule, a metric or a loss."""
    known = {
        "schedule": [*presets.PRESETS],
        "metric": [*metrics.BUILT_IN, *registered("metric")],
        "loss": [*losses.LOSSES, *registered("loss")],
    }
    return nearest(name, [each for kind in kinds for each in known[kind]])


def described(kind: str, name: str, settings: Mapping[str, Any]) -> DescribedPart:
    """What is known about a schedule, a metric or a loss, with changed settings of a schedule.

    Raises:
        UsageError: A setting is unknown or not valid, or there are none.
    """
    if kind == "schedule":
        return _schedule(name, settings)
    if settings:
        where = f"; --set output.{next(iter(settings))}=… changes that of a model" if kind == "loss" else ""
        raise UsageError(f"{name} is a {kind}, which has no settings of its own{where}")
    return _metric(name) if kind == "metric" else _loss(name)


def _schedule(name: str, settings: Mapping[str, Any]) -> DescribedPart:
    preset = presets.PRESETS[name]
    try:
        given = dict(presets.CHOSEN.read({"type": name, **settings}))
    except WrongValue as wrong:
        hint = f"did you mean {wrong.meant}?" if wrong.meant else f"wanted {wrong.wanted}"
        raise UsageError(f"{name} {wrong.reason}; {hint}") from None
    values = {**preset.defaults, **given}
    rows = (
        DescribedSetting(key, plain(values[key]), plain(default), key in settings)
        for key, default in preset.defaults.items()
    )
    return DescribedPart(*_head("schedule", name, preset.summary), settings=tuple(rows))


def _metric(name: str) -> DescribedPart:
    own = metric_name(name)
    spec = metric_of(own or name)
    assert spec is not None
    better = "larger" if spec.direction == "max" else "smaller"
    facts = {"tasks": _named(spec.tasks), "better": better, "unit": UNITS.get(spec.degree, "")}
    top = "Share of the examples whose class is among the most probable ones"
    summary = top if metrics.TOP.fullmatch(name) else spec.summary
    return DescribedPart(*_head("metric", own or name, summary, spec), facts=_facts(facts))


def _loss(name: str) -> DescribedPart:
    name = losses.ALIASES.get(name, name)
    if name not in losses.ARGUMENTS:
        spec = loss_of(name)
        assert spec is not None
        facts = {"tasks": _named(spec.tasks), "unit": UNITS.get(spec.degree, "")}
        return DescribedPart(*_head("loss", name, spec.summary, spec), facts=_facts(facts))
    tasks = next(fitting for names, fitting in TASKS if name in names)
    facts = {
        "Keras": f"keras.losses.{''.join(map(str.capitalize, name.split('_')))}",
        "tasks": ", ".join(tasks),
        "unit": UNITS[losses.DEGREES.get(name, 0)],
        "arguments": ", ".join(losses.ARGUMENTS[name]),
    }
    return DescribedPart(*_head("loss", name, ""), facts=_facts(facts))


def _named(tasks: Iterable[str]) -> str:
    return ", ".join(NOUNS.get(each, each) for each in tasks)


def _facts(facts: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((key, fact) for key, fact in facts.items() if fact)


def _head(kind: str, name: str, summary: str, spec: Any = None) -> tuple[str, str, str, str, str]:
    """Kind, name, summary, and the distribution that it is from."""
    is_own = spec is not None and spec.make is not None
    built_in = next(each for each in registries.MODELS.entries if each.distribution == installed.HOME)
    entry = registries.ALL[kind].find(name) if is_own else built_in
    return kind, name, summary, entry.distribution, str(entry.version)


def ambiguous(name: str, kinds: Sequence[str]) -> UsageError:
    """The error for a name that several kinds have."""
    options = " or ".join(f"--kind {each}" for each in kinds)
    return UsageError(f"{name} is the name of a {' and of a '.join(kinds)}; write {options}")
