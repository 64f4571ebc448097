"""The page of named weights: their card, their curves, and their model."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zoo.catalog.resolve import named
from zoo.drawing.curves import Curves, draw
from zoo.errors import enumerated
from zoo.installed import HOME
from zoo.pages.blocks import Code, Heading, Paragraph, Picture, Table
from zoo.pages.model import drawn
from zoo.pages.stale import digests_of
from zoo.plan import file as plan_file
from zoo.plan.make import make_plan
from zoo.specs.architecture import is_static
from zoo.tables import catalog as tables
from zoo.tables.weights import card

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.api.described_weights import DescribedWeights
    from zoo.pages.blocks import Block
    from zoo.plan.plan import Plan


def weights(described: DescribedWeights, typed: str) -> Iterator[Block]:
    """The blocks of the page; `typed` is how commands name the weights."""
    spec, record = described.spec, described.spec.record
    plan = plan_file.read(spec.plan, described.name)
    yield Code((f"zoo evaluate {typed}", f"zoo predict {typed} FILE", f"zoo audit {typed}"))
    yield Heading("Card")
    if found := stale(described, plan):
        yield Paragraph(f"Stale: {enumerated(found)} changed since these weights were trained.")
    yield Table("Card", card(described))
    yield Paragraph("The metrics are of one training; another seed gives others.")
    title = f"Learning curves of {described.name}"
    curves = Curves(described.name, title, record["history"], record["best_epoch"])
    yield Picture(title, "curves", lambda: draw([curves], is_titled=False))
    if is_static(plan.model.value):
        whole = plan.architecture()
        yield Heading("Layers")
        yield Table("Layers", tables.layers(whole.layers, whole.parameters, whole.flops), ("Settings",))
        yield drawn(spec.model, whole.input_shape, whole.layers)


def stale(described: DescribedWeights, plan: Plan) -> list[str]:
    """What has changed of the built-in names that these weights were trained with."""
    if described.distribution != HOME:
        return []
    parts = (("model", plan.model), ("optimizer", plan.optimizer), ("dataset", plan.dataset))
    now = make_plan(*(named(kind, part.name) for kind, part in parts))
    before, after = (digests_of(each) for each in (plan, replace(now, train=plan.train)))
    return [name for name in before if before[name] != after[name]]
