"""Models that do not fit the kind of data: of texts, sequences, images or rows."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from zoo import installed
from zoo.errors import enumerated
from zoo.specs.architecture import Misfit, NeedsBuilding, fit, trace
from zoo.specs.text_models import embeddings, vocabulary_of, with_vocabulary

if TYPE_CHECKING:
    from zoo.specs.dataset import DatasetSpec
    from zoo.specs.model import ModelSpec
    from zoo.specs.named import Named


def refuse(model: Named[ModelSpec], dataset: Named[DatasetSpec]) -> None:
    """Raise Misfit if a model does not fit the data; for another kind of data, with models that fit."""
    fit(model.value, dataset.value.task, model.name)
    try:
        check(model, dataset)
    except Misfit as misfit:
        raise Misfit(f"{misfit}{_others(model, dataset)}") from None
    size = vocabulary_of(model.value)
    if size is not None and size < dataset.value.tokens:
        raise Misfit(
            f"{model.name} has an Embedding with input_dim={size:,}, and the vocabulary of "
            f"{dataset.name} has {dataset.value.tokens:,} tokens; wanted at least as many"
        )


def check(model: Named[ModelSpec], dataset: Named[DatasetSpec]) -> None:
    """Raise Misfit if a model takes another kind of data, or does not support the shape or the task."""
    spec, data = model.value, dataset.value
    firsts = embeddings(spec)
    if data.tokens and not firsts and spec.builder is None:
        raise Misfit(f"{model.name} takes numbers, and {dataset.name} has texts")
    if firsts and not data.tokens and (data.scaling != "rescale" or len(data.input_shape) > 1):
        raise Misfit(f"{model.name} takes texts, and {dataset.name} has {data.unit}")
    with suppress(NeedsBuilding):
        trace(spec, data.input_shape, data.task, model.name)


def _others(model: Named[ModelSpec], dataset: Named[DatasetSpec]) -> str:
    """The other built-in models that fit the data, as the end of a message."""
    from zoo.catalog import registries
    from zoo.catalog.resolve import of_entry

    found = []
    for entry in registries.MODELS.entries:
        if entry.distribution == installed.HOME and entry.name != model.name:
            other = of_entry(entry, registries.MODELS.load(entry))
            with suppress(Misfit):
                check(replace(other, value=with_vocabulary(other.value, dataset.value.tokens)), dataset)
                found.append(entry.name)
    return f"; {enumerated(found)} {'fits' if len(found) == 1 else 'fit'} it" if found else ""
