"""The page of a name, as `zoo docs` prints it and the site has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.api.described import (
    DescribedDataset,
    DescribedLayer,
    DescribedModel,
    DescribedOptimizer,
    DescribedPart,
)
from zoo.api.described_weights import DescribedWeights
from zoo.pages.blocks import Page
from zoo.pages.model import model
from zoo.pages.optimizer import optimizer
from zoo.pages.part import part
from zoo.pages.stale import UNKNOWN
from zoo.pages.weights import weights
from zoo.tables.catalog import origin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zoo.api.described import Described
    from zoo.pages.blocks import Block


def page(described: Described, typed: str = "", data: Mapping[str, str] = UNKNOWN) -> Page:
    """The page of what `zoo.show` describes.

    `typed` is how commands name it, by default its name; `data` has the digests of the datasets whose
    examples are known, for the results.
    """
    return Page(
        described.kind,
        described.name,
        described.summary,
        f"{described.kind.capitalize()}, {_origin(described)}",
        tuple(_blocks(described, typed or described.name, data)),
    )


def _origin(described: Described) -> str:
    source = origin(described.distribution, described.version)
    return (
        f"{source}, keras.optimizers.{described.type}"
        if isinstance(described, DescribedOptimizer)
        else source
    )


def _blocks(described: Described, typed: str, data: Mapping[str, str]) -> Iterator[Block]:
    match described:
        case DescribedModel():
            return model(described, typed, data)
        case DescribedOptimizer():
            return optimizer(described, typed, data)
        case DescribedDataset():
            from zoo.pages.dataset import dataset  # NumPy

            return dataset(described, typed, data)
        case DescribedWeights():
            return weights(described, typed)
        case DescribedLayer() | DescribedPart():
            return part(described)
    raise TypeError(described.kind)
