"""The page of an optimizer preset: its results, its settings with their source, and its declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.pages.blocks import Code, Heading, Table
from zoo.pages.measured import results_of
from zoo.pages.results import results
from zoo.schema import toml
from zoo.tables import catalog as tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zoo.api.described import DescribedOptimizer
    from zoo.pages.blocks import Block


def optimizer(described: DescribedOptimizer, typed: str, data: Mapping[str, str]) -> Iterator[Block]:
    """The blocks of the page; `typed` is how commands name the preset."""
    yield Code((f"zoo train relu-dropout --optimizer {typed}",))
    measured = results_of("optimizer", described.name, described.distribution)
    yield from results("optimizer", measured, data)
    yield Heading("Settings")
    yield Table("Settings", tables.optimizer(described))
    yield Heading("Declaration")
    yield Code(tuple(toml.dumps("optimizer", described.spec.to_table()).splitlines()), "toml")
