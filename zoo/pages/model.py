"""The page of a model: its results, its layers, and its declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.drawing import layers as diagram
from zoo.installed import HOME
from zoo.pages.blocks import Code, Heading, Paragraph, Picture, Table
from zoo.pages.measured import results_of
from zoo.pages.results import results
from zoo.schema import toml
from zoo.tables import catalog as tables
from zoo.tables.grid import Grid, GridColumn
from zoo.tables.words import count, size

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zoo.api.described import DescribedModel
    from zoo.pages.blocks import Block
    from zoo.specs.architecture import LayerRow

IMAGES = (28, 28)
"""The shape of the examples of the default dataset."""
UNMEASURED = "No result is published for this model: nothing that fits it is among the built-in datasets."
"""What the page of a built-in model without results says."""


def model(described: DescribedModel, typed: str, data: Mapping[str, str]) -> Iterator[Block]:
    """The blocks of the page; `typed` is how commands name the model."""
    whole = described.architecture
    yield Table("Properties", _properties(described))
    yield Code((f"zoo train {typed}{'' if whole.input_shape == IMAGES else ' --dataset DATASET'}",))
    found = results_of("model", described.name, described.distribution)
    yield from results("model", found, data)
    if described.distribution == HOME and not found:
        yield Heading("Results")
        yield Paragraph(UNMEASURED)
    yield Heading("Layers")
    yield Table("Layers", tables.layers(whole.layers, whole.parameters, whole.flops), ("Settings",))
    yield drawn(described.name, whole.input_shape, whole.layers)
    if described.spec.builder is None:
        yield Heading("Declaration")
        yield Code(tuple(toml.dumps("model", described.spec.to_table()).splitlines()), "toml")


def drawn(name: str, input_shape: tuple[int, ...], layers: tuple[LayerRow, ...]) -> Picture:
    """The diagram of the layers."""
    title = f"Layers of {name}"
    return Picture(title, "layers", lambda: diagram.draw(input_shape, layers, title))


def _properties(described: DescribedModel) -> Grid:
    whole = described.architecture
    rows = [
        ["parameters", f"{count(whole.parameters)} ({size(whole.parameters)})"],
        ["not trained", count(whole.non_trainable) if whole.non_trainable else ""],
        ["FLOPs for one example", count(whole.flops)],
        ["input", str(whole.input_shape)],
        ["task", f"{described.task.noun}, {described.task}"],
        ["loss", described.loss],
        ["meant for", ", ".join(described.spec.datasets)],
        *([f"setting {name}", str(value)] for name, value in described.settings().items()),
    ]
    return Grid([GridColumn("Property"), GridColumn("Value", wrap=True)], [row for row in rows if row[1]])
