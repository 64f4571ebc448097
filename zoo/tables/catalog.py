"""Registered names, and the details of one of them, as tables."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from zoo.specs.architecture import name_inputs
from zoo.tables.grid import Grid, GridColumn, Styled
from zoo.tables.words import NONE, count, literal, shape, size, value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zoo.api.described import DescribedLayer, DescribedOptimizer, DescribedPart, DescribedSetting
    from zoo.api.list import Listed
    from zoo.specs.architecture import LayerRow

HOME = "kerazoo"
BUILT_IN = "built in"
KERAS = "Keras's default"


def origin(distribution: str | None, version: str | None) -> str:
    """The source of a name: "built in", "zoo-conv 0.2.0"."""
    if distribution is None:
        return "a file"
    return BUILT_IN if distribution == HOME else f"{distribution} {version}"


def names(kind: str, rows: Sequence[Listed]) -> Grid:
    """The names of one kind; the column From is left out if all are built in."""
    parameters = [GridColumn("Parameters", right=True, drop=2)] if kind == "model" else []
    plugins = any(row.distribution != HOME for row in rows)
    columns = [
        GridColumn(kind.capitalize(), style="cyan"),
        *parameters,
        GridColumn("Summary", wrap=True),
        *([GridColumn("From", drop=1)] if plugins else []),
    ]
    return Grid(
        columns,
        [
            [
                literal(row.name),
                *([count(row.parameters)] if parameters else []),
                NONE if row.summary is None else literal(row.summary),
                *([_from(row)] if plugins else []),
            ]
            for row in rows
        ],
    )


def layer(described: DescribedLayer) -> Grid:
    """The settings of a plugin's layer, with their defaults and what they accept."""
    return Grid(
        [GridColumn("Setting", style="cyan"), GridColumn("Default"), GridColumn("Accepts", wrap=True)],
        [
            [
                literal(each.name),
                "" if each.needed else literal(value(each.default)),
                literal(each.accepts),
            ]
            for each in described.settings
        ],
    )


def layers(
    rows: Sequence[LayerRow],
    parameters: int,
    flops: int | None,
    weights: Mapping[str, str] = MappingProxyType({}),
    trained: str = "",
) -> Grid:
    """Every layer with output shape, parameters and FLOPs; the total with its size in memory.

    The column Inputs is left out for a chain. `weights` says what happens to those of each layer, `trained`
    how many parameters are trained; without both, the column Weights is left out. Trained, the number of
    weights that LoRA trains, and Rate, the multiple of the learning rate, are those of a training.
    """
    inputs, *training = _optional(rows, weights, trained)
    before = [each for each in (inputs,) if each.is_shown]
    after = [each for each in training if each.is_shown]
    head = [GridColumn("Layer"), GridColumn("Type", drop=3), *(each.column for each in before)]
    head += [GridColumn("Output shape"), GridColumn("Parameters", right=True)]
    head += [each.column for each in after]
    head += [GridColumn("FLOPs", right=True, drop=2), GridColumn("Settings", wrap=True, drop=1)]
    body = [
        [
            *(literal(row.name), literal(row.type), *(each.cell(row) for each in before)),
            *(shape(row.output_shape), count(row.parameters), *(each.cell(row) for each in after)),
            *(count(row.flops), _settings(row)),
        ]
        for row in rows
    ]
    totals = ["Total", "", *(each.total for each in before), "", count(parameters)]
    totals += [*(each.total for each in after), count(flops), size(parameters)]
    return Grid(head, body, totals)


class _Optional(NamedTuple):
    """A column that only some tables of layers have, with its cells and its total."""

    is_shown: bool
    column: GridColumn
    cell: Callable[[LayerRow], str]
    total: str = ""


def _optional(rows: Sequence[LayerRow], weights: Mapping[str, str], trained: str) -> list[_Optional]:
    """The columns Inputs, Trained, Weights and Rate."""
    counts = [row.trained for row in rows if row.trained is not None]
    return [
        _Optional(
            name_inputs(rows), GridColumn("Inputs", wrap=True), lambda row: literal(", ".join(row.inputs))
        ),
        _Optional(
            bool(counts),
            GridColumn("Trained", right=True),
            lambda row: count(row.trained),
            count(sum(counts)),
        ),
        _Optional(
            bool(weights or trained),
            GridColumn("Weights", wrap=True),
            lambda row: weights.get(row.name, ""),
            trained,
        ),
        _Optional(
            any(row.rate is not None for row in rows),
            GridColumn("Rate", right=True),
            lambda row: "" if row.rate is None else f"× {row.rate:.3g}",
        ),
    ]


def part(described: DescribedPart) -> Grid:
    """The settings of a schedule, or what is known about a metric or a loss."""
    if not described.settings:
        return Grid(
            [GridColumn("Property"), GridColumn("Value", wrap=True)],
            [[*map(literal, each)] for each in described.facts],
        )
    return settings(described.settings, "the default")


def optimizer(described: DescribedOptimizer) -> Grid:
    """Every setting with its value and the source of the value."""
    return settings(described.settings)


def settings(rows: Sequence[DescribedSetting], default: str = KERAS) -> Grid:
    """Settings with their values and the source of each; `default` is what their default is called."""
    return Grid(
        [GridColumn("Setting"), GridColumn("Value", right=True), GridColumn("From", wrap=True, drop=1)],
        [
            [
                each.name,
                value(each.value),
                _source(each, default),
            ]
            for each in rows
        ],
    )


def _from(row: Listed) -> str:
    text = origin(row.distribution, row.version)
    return Styled(literal(text), "dim" if text == BUILT_IN else "")


def _settings(row: LayerRow) -> str:
    given: dict[str, Any] = row.settings
    text = " ".join(f"{key}={value(item)}" for key, item in given.items())
    return literal(f"{text} ({row.remark})" if row.remark else text)


def _source(setting: DescribedSetting, default: str) -> str:
    if setting.given:
        return f"--set; {default} is {value(setting.default)}"
    if setting.value == setting.default:
        return default
    return f"this preset; {default} is {value(setting.default)}"
