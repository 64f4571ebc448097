"""`zoo show DATASET --samples`: some examples on the screen or as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoo.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.api.described import DescribedDataset
    from zoo.data.samples import Samples
    from zoo.specs.data_options import DataOptions
    from zoo.specs.dataset import DatasetSpec
    from zoo.specs.named import Named

SHOWN = 20
"""The number of samples without a number."""


def show_samples(
    name: str,
    many: int,
    options: DataOptions,
    augment: Any,
    *,
    output: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Show some examples of a dataset, changed by an augmentation if there is one, or draw them."""
    from zoo.cli import console
    from zoo.cli.loading import loading
    from zoo.drawing.png import ENDINGS
    from zoo.system.output import checked_output

    path = None if output is None else checked_output(output, force=force, endings=ENDINGS)
    found = named_dataset(name, options, "--samples")
    from zoo.api.show_samples import with_samples

    with loading(name if augment is None else f"{name} and Keras"):
        about = with_samples(found, many, augment)
    samples = about.samples
    assert samples is not None
    if path is not None:
        _write(path, samples, about)
    if as_json:
        console.document(about.to_json())
    elif path is not None:
        console.say(str(path))
    else:
        _print(samples, about)


def named_dataset(name: str, options: DataOptions, option: str) -> Named[DatasetSpec]:
    """The dataset with a name or in a file; UsageError if it is not a dataset, as `option` wants."""
    from zoo.catalog.registries import WrongKind
    from zoo.cli.loading import loading
    from zoo.data.resolve import found_dataset

    try:
        with loading(name):
            return found_dataset(name, options)
    except WrongKind as wrong:
        raise UsageError(f"{wrong.fault} for {option}") from None


def _write(path: Path, samples: Samples, about: DescribedDataset) -> None:
    from zoo.drawing.png import in_format
    from zoo.reports.samples import draw
    from zoo.system.output import write_output
    from zoo.tables.samples import sentence

    if samples.images is None:
        shape = about.spec.input_shape
        raise UsageError(
            f"{about.name} has {about.spec.unit} of shape {shape}, which are not drawn; leave out -o {path}"
        )
    write_output(path, in_format(draw(samples, about.name, sentence(samples, about.spec.unit)), path))


def _print(samples: Samples, about: DescribedDataset) -> None:
    from zoo.cli import console
    from zoo.cli.dataset_output import print_heading, print_splits
    from zoo.tables import samples as tables

    print_heading(about)
    if samples.images is not None and console.draws():
        for line in tables.drawn(samples, console.out().width):
            console.say(line)
    else:
        console.answer(tables.rows(samples))
    console.aside(tables.sentence(samples, about.spec.unit))
    print_splits(about)
    if samples.images is not None and not console.draws():
        console.note("images are drawn on a terminal with colours; -o samples.png draws them into a file")
