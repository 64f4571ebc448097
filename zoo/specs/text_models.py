"""Models of texts: an Embedding takes the tokens, and the data has the size of the vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.specs import graph
from zoo.specs.layers.base import INPUT
from zoo.specs.layers.other import Layer

if TYPE_CHECKING:
    from zoo.specs.layers.base import LayerDeclaration
    from zoo.specs.model import ModelSpec

PARAMETER = "vocabulary"
"""The parameter of a model that is the number of tokens of the data."""


def embeddings(spec: ModelSpec) -> tuple[LayerDeclaration, ...]:
    """The Embeddings that take the model's input; empty if another layer takes it, too."""
    found: list[LayerDeclaration] = []

    def add(layer: LayerDeclaration, sources: tuple[str, ...], _: tuple[None, ...]) -> None:
        if INPUT in sources:
            found.append(layer)

    if spec.builder is None:
        graph.follow(spec.flat, None, lambda _: None, add)
    return tuple(found) if all(each.type == "Embedding" for each in found) else ()


def vocabulary_of(spec: ModelSpec) -> int | None:
    """The number of tokens that a model takes; None if it takes numbers of any kind."""
    held = (layer.arguments() if isinstance(layer, Layer) else layer.__dict__ for layer in embeddings(spec))
    return min((int(each["input_dim"]) for each in held), default=None)


def with_vocabulary(spec: ModelSpec, tokens: int) -> ModelSpec:
    """The model with its parameter `vocabulary`, if it has one, for so many tokens."""
    if not tokens or PARAMETER not in dict(spec.parameters):
        return spec
    return spec.override({PARAMETER: tokens}, "the model")
