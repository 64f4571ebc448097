"""The page of a schedule, a metric, a loss, or a plugin's layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.api.described import DescribedLayer
from zoo.pages.blocks import Code, Heading, Table
from zoo.tables import catalog as tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.api.described import DescribedPart
    from zoo.pages.blocks import Block

USED = {
    "schedule": "zoo train relu-dropout --schedule {}",
    "metric": "zoo train MODEL --dataset DATASET --metrics {}",
    "loss": "zoo train MODEL --dataset DATASET --loss {}",
}
"""The command that uses a name of each kind."""


def part(described: DescribedPart | DescribedLayer) -> Iterator[Block]:
    """The blocks of the page."""
    if isinstance(described, DescribedLayer):
        yield Code((f'type = "{described.type}"',), "toml")
        yield Heading("Settings")
        yield Table("Settings", tables.layer(described))
        return
    yield Code((USED[described.kind].format(described.name),))
    yield Heading("Settings" if described.settings else "Properties")
    yield Table("Properties", tables.part(described))
