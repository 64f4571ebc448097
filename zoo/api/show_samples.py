"""A dataset described with some examples of its training part."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zoo.api.described import LARGEST
from zoo.api.show_dataset import described
from zoo.data.load import unscaled
from zoo.data.samples import samples_of
from zoo.plan.backends import default_backend
from zoo.plan.train_settings import train_settings
from zoo.schema.arguments import checked
from zoo.schema.fields import Integer

if TYPE_CHECKING:
    from zoo.api.described import DescribedDataset
    from zoo.specs.dataset import DatasetSpec
    from zoo.specs.named import Named


def with_samples(dataset: Named[DatasetSpec], many: int, augment: Any = None) -> DescribedDataset:
    """The description of a dataset with so many samples, changed by an augmentation if one is given.

    The random numbers are those of a training with default settings.

    Raises:
        UsageError: A value is not valid, or the augmentation does not fit the data.
        ZooError: The data is not available.
    """
    many = checked("samples", Integer(1, LARGEST), many)
    settings = train_settings({"augment": augment, "backend": default_backend()})
    if settings.augment is not None:
        from zoo.training.changed_samples import refuse_misfits

        refuse_misfits(dataset, settings)
    loaded = unscaled(dataset)
    samples = samples_of(loaded, many)
    if settings.augment is not None:
        from zoo.training.changed_samples import changed

        samples = changed(samples, loaded, settings)
    return replace(described(dataset, loaded), samples=samples)
