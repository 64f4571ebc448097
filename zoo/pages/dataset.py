"""The page of a dataset: its splits and classes, some examples, and what was measured on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.api.show_dataset import is_quick
from zoo.catalog.resolve import named
from zoo.data.load import unscaled
from zoo.data.samples import samples_of
from zoo.pages.blocks import Code, Heading, Paragraph, Picture, Table
from zoo.pages.measured import results_of
from zoo.pages.results import results
from zoo.specs.dataset import has_images
from zoo.specs.named import Named
from zoo.specs.task import UNITS
from zoo.tables import dataset as tables
from zoo.tables import samples, splits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zoo.api.described import DescribedDataset
    from zoo.pages.blocks import Block
    from zoo.specs.dataset import DatasetSpec

SHOWN = 20
"""The number of examples."""


def dataset(described: DescribedDataset, typed: str, data: Mapping[str, str]) -> Iterator[Block]:
    """The blocks of the page; `typed` is how commands name the dataset."""
    spec = described.spec
    yield Code((f"zoo show {typed} --samples", f"zoo train MODEL --dataset {typed}"))
    measured = results_of("dataset", described.name, described.distribution)
    if described.splits:
        data = {**data, described.name: unscaled(_itself(described)).digest}
    yield from results("dataset", measured, data)
    yield Heading("Data")
    yield Table("Properties", tables.properties(spec))
    if spec.file is not None and spec.file.columns:
        yield Table("Columns", tables.columns(spec.file))
    if described.splits:
        noun = UNITS[spec.task.kind][0]
        yield Table("Splits", splits.splits(described.splits, spec.unit, noun))
        if splits.has_few_classes(described.splits):
            yield Table("Classes", splits.classes(described.splits, noun))
    elif measured:
        parts = ", ".join(f"{many:,} {part}" for part, many in measured[0].examples.items())
        yield Paragraph(f"{parts} {spec.unit}; the data is not loaded for this page.")
    else:
        yield Paragraph(described.remark or "The data is not loaded for this page.")
    yield from _examples(described)


def _examples(described: DescribedDataset) -> Iterator[Block]:
    """Some images, also those of a bundled sample of a dataset that may have to be downloaded."""
    spec = described.spec
    shown = _itself(described) if spec.fallback is None else named("dataset", spec.fallback)
    if not (described.splits or spec.fallback) or not is_quick(shown):
        return
    if has_images(shown.value):
        yield Heading("Examples")
        yield Picture(f"Examples of {shown.name}", "examples", lambda: _drawn(shown))
    elif described.splits:
        yield Heading("Examples")
        found = samples_of(unscaled(shown), SHOWN)
        yield Table("Examples", samples.rows(found))
        yield Paragraph(samples.sentence(found, spec.unit))


def _itself(described: DescribedDataset) -> Named[DatasetSpec]:
    return Named(described.name, described.spec, described.distribution, described.version)


def _drawn(shown: Named[DatasetSpec]) -> str:
    from zoo.reports.samples import draw

    found = samples_of(unscaled(shown), SHOWN)
    return draw(found, shown.name, samples.sentence(found, shown.value.unit))
