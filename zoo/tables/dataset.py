"""What is known about a dataset without loading it, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.specs.column import FEET, FRACTION, TIMES, TRUTH
from zoo.specs.data_file import rescaled
from zoo.specs.task import UNITS
from zoo.tables.grid import Grid, GridColumn
from zoo.tables.words import count, literal

if TYPE_CHECKING:
    from zoo.specs.column import Column
    from zoo.specs.data_file import DataFile
    from zoo.specs.dataset import DatasetSpec

SPELT = {
    TRUTH: "true and false, 1 or 0",
    FEET: "feet and inches, in inches, median {:g}",
    FRACTION: "fractions, median {:g}",
    **{form: f"times as {form}, in hours, median {{:.4g}}" for form in TIMES},
}
"""The type of a column of numbers that are written with words or marks."""
MOST = 1_000
"""Columns without notes that are shown."""


def properties(spec: DatasetSpec) -> Grid:
    """The properties of a dataset; those that are empty are left out."""
    file = spec.file
    rows = [
        *(_contents(file) if file is not None else []),
        ("vocabulary", f"{spec.tokens:,} tokens" if spec.tokens else ""),
        ("task", f"{spec.task.noun}, {spec.task}"),
        ("input shape", str(tuple(spec.input_shape))),
        ("scaling", _scaling(spec)),
        (UNITS[spec.task.kind][1], ", ".join(map(literal, spec.classes))),
        ("features", ", ".join(map(literal, spec.features))),
        *(_origins(file) if file is not None else []),
    ]
    columns = [GridColumn("Property"), GridColumn("Value", wrap=True)]
    return Grid(columns, [[*row] for row in rows if row[1]])


def shown_columns(file: DataFile) -> list[Column]:
    """The first columns of a table, and all with notes: nobody reads a hundred thousand."""
    return [each for at, each in enumerate(file.columns) if at < MOST or each.notes]


def columns(file: DataFile) -> Grid:
    """The type of each column of a table that is shown, and how many values are missing."""
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
            for each in shown_columns(file)
        ],
    )


def _contents(file: DataFile) -> list[tuple[str, str]]:
    """The examples of own data, and where the targets and the inputs are."""
    return [
        ("examples", f"{file.examples:,} {literal(file.unit)}"),
        ("target", literal(file.target)),
        ("images", f"in column {literal(file.image_column)}" if file.image_column else ""),
        ("texts", _texts(file)),
    ]


def _origins(file: DataFile) -> list[tuple[str, str]]:
    """How own data is split, where it is from, and what is left out."""
    return [
        ("own parts", _own_parts(file)),
        ("split", _split(file)),
        ("resized", f"{file.resized:,} of another size" if file.resized else ""),
        ("license", literal(file.license)),
        ("source", literal(file.source)),
        ("weights", literal(file.weight)),
        ("left out", _left_out(file)),
        ("notes", "; ".join(map(literal, file.notes))),
    ]


def _scaling(spec: DatasetSpec) -> str:
    scaled = {
        "rescale": "none" if spec.factor == 1 else rescaled(spec.factor),
        "standardize": "each column to mean 0 and deviation 1",
        "features": "each feature to mean 0 and deviation 1",
        "tokens": "none",
    }[spec.scaling]
    categories = spec.file is not None and any(column.role == "category" for column in spec.file.columns)
    flags = "; categories are 0 or 1" if categories else ""
    target = "; the target too" if spec.task.has_units else ""
    return scaled + flags + target


def _texts(file: DataFile) -> str:
    """As in "in column review, the first 120 words of each"."""
    column = next((each for each in file.columns if each.vocabulary is not None), None)
    if column is None:
        return ""
    return f"in column {literal(column.name)}, the first {column.length:,} words of each"


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


def _left_out(file: DataFile) -> str:
    """Rows and columns of a table that are not used."""
    noun, what = ("row", file.target) if file.target else ("example", "a label")
    rows = f"1 {noun}" if file.without_target == 1 else f"{file.without_target:,} {noun}s"
    dropped = ", ".join(map(literal, file.dropped))
    parts = [f"{rows} without {literal(what)}"] if file.without_target else []
    parts += [f"{'column' if len(file.dropped) == 1 else 'columns'} {dropped}"] if dropped else []
    return "; ".join(parts)


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


def _category(name: str) -> str:
    return literal(name) or "''"
