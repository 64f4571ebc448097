"""Models whose layers can't be trained with LoRA."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.plan.wrong import Wrong
from zoo.specs.adapters import adapters_of, constrained
from zoo.specs.architecture import is_static, trace
from zoo.specs.layers.head import Head

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.plan.train_settings import TrainSettings
    from zoo.specs.dataset import DatasetSpec
    from zoo.specs.model import ModelSpec
    from zoo.specs.named import Named

PATH = "train.lora"


def misfits(model: Named[ModelSpec], dataset: Named[DatasetSpec], train: TrainSettings) -> Iterator[Wrong]:
    """What makes LoRA impossible: constraints of kernels, and a model without a layer for it."""
    rank, spec = train.lora, model.value
    if rank is None:
        return
    for layer in spec.flat:
        if setting := "" if isinstance(layer, Head) else constrained(layer):
            reason = f"would break the {setting} of {layer.name}; wanted none of them, or no LoRA"
            yield Wrong(PATH, rank, reason)
    if not is_static(spec):
        return
    known = trace(spec, dataset.value.input_shape, dataset.value.task, model.name)
    if not adapters_of(spec, known, rank):
        kinds = "Dense, EinsumDense, Embedding, attention and convolutions"
        yield Wrong(PATH, rank, f"is for {kinds}, and {model.name} has none besides its head; wanted none")
