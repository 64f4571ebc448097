"""Registered names, and the details of one of them, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoo.specs.architecture import name_inputs
from zoo.specs.column import FEET, FRACTION, TIMES, TRUTH
from zoo.specs.data_file import rescaled
from zoo.specs.task import UNITS
from zoo.tables.grid import Grid, GridColumn, Styled
from zoo.tables.words import NONE, count, literal, shape, size, value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.api.described import DescribedLayer, DescribedOptimizer, DescribedPart, DescribedSetting
    from zoo.api.list import Listed
    from zoo.specs.architecture import LayerRow
    from zoo.specs.column import Column
    from zoo.specs.data_file import DataFile
    from zoo.specs.dataset import DatasetSpec

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


def layers(rows: Sequence[LayerRow], parameters: int, flops: int | None) -> Grid:
    """Every layer with output shape, parameters and FLOPs; the total with its size in memory.

    The column Inputs is left out for a chain.
    """
    is_graph = name_inputs(rows)
    return Grid(
        [
            GridColumn("Layer"),
            GridColumn("Type", drop=3),
            *([GridColumn("Inputs", wrap=True)] if is_graph else []),
            GridColumn("Output shape"),
            GridColumn("Parameters", right=True),
            GridColumn("FLOPs", right=True, drop=2),
            GridColumn("Settings", wrap=True, drop=1),
        ],
        [
            [
                literal(row.name),
                literal(row.type),
                *([literal(", ".join(row.inputs))] if is_graph else []),
                shape(row.output_shape),
                count(row.parameters),
                count(row.flops),
                _settings(row),
            ]
            for row in rows
        ],
        ["Total", "", *([""] if is_graph else []), "", count(parameters), count(flops), size(parameters)],
    )


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


def dataset(spec: DatasetSpec) -> Grid:
    """The properties of a dataset that are known without loading it."""
    file = spec.file
    scaled = {
        "rescale": "none" if spec.factor == 1 else rescaled(spec.factor),
        "standardize": "each column to mean 0 and deviation 1",
        "features": "each feature to mean 0 and deviation 1",
        "tokens": "none",
    }[spec.scaling]
    categories = file is not None and any(column.role == "category" for column in file.columns)
    flags = "; categories are 0 or 1" if categories else ""
    target = "; the target too" if spec.task.has_units else ""
    rows = [
        ["examples", f"{file.examples:,} {literal(file.unit)}" if file is not None else ""],
        ["target", literal(file.target) if file is not None else ""],
        [
            "images",
            f"in column {literal(file.image_column)}" if file is not None and file.image_column else "",
        ],
        ["texts", _texts(file) if file is not None else ""],
        ["vocabulary", f"{spec.tokens:,} tokens" if spec.tokens else ""],
        ["task", f"{spec.task.noun}, {spec.task}"],
        ["input shape", str(tuple(spec.input_shape))],
        ["scaling", scaled + flags + target],
        [UNITS[spec.task.kind][1], ", ".join(literal(name) for name in spec.classes)],
        ["features", ", ".join(literal(name) for name in spec.features)],
        ["own parts", _own_parts(file) if file is not None else ""],
        ["split", _split(file) if file is not None else ""],
        ["resized", f"{file.resized:,} of another size" if file is not None and file.resized else ""],
        ["license", literal(file.license) if file is not None else ""],
        ["source", literal(file.source) if file is not None else ""],
        ["weights", literal(file.weight) if file is not None else ""],
        ["left out", _left_out(file) if file is not None else ""],
        ["notes", "; ".join(map(literal, file.notes)) if file is not None else ""],
    ]
    return Grid([GridColumn("Property"), GridColumn("Value", wrap=True)], [row for row in rows if row[1]])


def _texts(file: DataFile) -> str:
    """As in "in column review, the first 120 words of each"."""
    columns = [each for each in file.columns if each.vocabulary is not None]
    return (
        f"in column {literal(columns[0].name)}, the first {columns[0].length:,} words of each"
        if columns
        else ""
    )


def _own_parts(file: DataFile) -> str:
    """As in "10 images for validation, 10 images for the test (test.zip)"."""
    sources = file.given.sources() if file.given is not None else {}
    counts = [("validation", "validation", file.given_validation), ("test", "the test", file.given_test)]
    found = []
    for part, what, many in counts:
        source = f" ({literal(sources[part])})" if part in sources else ""
        found += [f"{many:,} {literal(file.unit)} for {what}{source}"] if many else []
    return ", ".join(found)


def _split(file: DataFile) -> str:
    if file.split is None:
        return ""
    return literal(file.split.described(test=not file.given_test, validation=not file.given_validation))


def columns(file: DataFile) -> Grid:
    """The type of each column of a table, and how many values are missing."""
    notes = any(each.notes for each in file.columns)
    return Grid(
        [
            GridColumn("Column"),
            GridColumn("Inputs", right=True),
            GridColumn("Missing", right=True, drop=1),
            GridColumn("Type", wrap=True),
            *([GridColumn("Notes", wrap=True)] if notes else []),
        ],
        [
            [
                literal(each.name),
                count(each.inputs),
                count(each.missing),
                _type(each),
                *([literal("; ".join(each.notes))] if notes else []),
            ]
            for each in file.columns
        ],
    )


SPELT = {
    TRUTH: "true and false, 1 or 0",
    FEET: "feet and inches, in inches, median {:g}",
    FRACTION: "fractions, median {:g}",
    **{form: f"times as {form}, in hours, median {{:.4g}}" for form in TIMES},
}
"""What a column of numbers with words or marks of their own is."""


def _type(column: Column) -> str:
    """What a column is, and how its cells are encoded."""
    categories = ", ".join(map(_category, column.categories))
    if column.role in ("category", "ordinal"):
        return f"{'categories' if column.role == 'category' else 'ordered categories'}: {categories}"
    if column.vocabulary is not None:
        return f"text, {column.vocabulary.size:,} tokens"
    if column.role == "date":
        return f"dates from {column.first}, {literal(column.date_format)}"
    if column.spelling in SPELT:
        return SPELT[column.spelling].format(column.median)
    marks = [each for each in (column.spelling, literal(column.unit)) if each]
    written = f" written as {' '.join(marks)}" if marks else ""
    return f"numbers{written}, median {column.median:g}"


def _left_out(file: DataFile) -> str:
    """Rows and columns of a table that are not used."""
    noun, what = ("row", file.target) if file.target else ("example", "a label")
    rows = f"1 {noun}" if file.without_target == 1 else f"{file.without_target:,} {noun}s"
    dropped = ", ".join(map(literal, file.dropped))
    parts = [f"{rows} without {literal(what)}"] if file.without_target else []
    parts += [f"{'column' if len(file.dropped) == 1 else 'columns'} {dropped}"] if dropped else []
    return "; ".join(parts)


def _category(name: str) -> str:
    return literal(name) or "''"


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
