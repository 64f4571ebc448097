"""`zoo show`."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import click

from zoo.api.described import LARGEST
from zoo.cli.command import Command
from zoo.cli.dataset_profile import show_profile
from zoo.cli.dataset_samples import SHOWN, show_samples
from zoo.cli.model_picture import write_picture
from zoo.cli.options import augment_option, force_option, json_option, output_option, set_option
from zoo.cli.own_data_options import own_data_options
from zoo.cli.parameters import Axes, Count, EntryName, WholeNumber, Word
from zoo.errors import UnknownName, UsageError, ZooError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@click.command(
    "show",
    cls=Command,
    short_help="Show a model, an optimizer, a dataset or weights.",
    examples=(
        "zoo show relu-dropout --set hidden.units=200",
        "zoo show relu-dropout -o layers.svg",
        "zoo show adam --toml",
        "zoo show relu-dropout.fashion-mnist",
        "zoo show digits --samples",
        "zoo show digits --samples 40 -o digits.png",
        "zoo show digits --samples --augment shift,rotate",
        "zoo show flowers.csv --target species --profile",
        "zoo show flowers.csv --target species --profile -o flowers.html",
    ),
)
@click.argument("name", type=EntryName("model", "optimizer", "dataset", "layer", "weights"))
@click.option(
    "--kind",
    type=Word("model", "optimizer", "dataset", "layer", "weights", "schedule", "metric", "loss"),
    help="Kind of NAME, if two kinds have the same name.",
)
@click.option(
    "--input-shape", type=Axes(), metavar="SHAPE", help="Input shape of a model, for example 32,32,3."
)
@click.option("--classes", type=WholeNumber(), help="Number of classes of a model.")
@own_data_options
@set_option
@click.option(
    "--images",
    type=click.Path(),
    metavar="FOLDER",
    help="Write the images of a dataset as PNG files into a new folder.",
)
@click.option(
    "--samples",
    type=Count(LARGEST),
    is_flag=False,
    flag_value=str(SHOWN),
    help=f"Load a dataset and show N of its training examples, as many of each class. [default: {SHOWN}]",
)
@augment_option
@click.option(
    "--profile", is_flag=True, help="Load a dataset and show how the values of each column are distributed."
)
@output_option(
    "FILE",
    "Draw the layers of a model, or the samples, into this .svg or .png file, or write the profile to this "
    ".html file.",
)
@force_option
@click.option("--toml", "as_toml", is_flag=True, help="Print the declaration as TOML.")
@json_option
def command(
    *,
    name: str,
    kind: str | None,
    input_shape: tuple[Any, ...] | None,
    classes: int | None,
    target: str | None,
    task: Any,
    settings: dict[str, Any],
    images: str | None,
    samples: int | None,
    augment: Any,
    profile: bool,
    output: str | None,
    force: bool,
    as_toml: bool,
    as_json: bool,
    **columns: Any,
) -> None:
    """Show a model with its layers, an optimizer with its settings, a dataset, or weights with their card.

    NAME is a registered name, a TOML file, for example ./mine.toml, or your own data, for example
    flowers.csv or a folder of images. Schedules, metrics and losses are shown, too, as cosine or auc.
    """
    from zoo.api.show import show
    from zoo.cli import console
    from zoo.cli.described_output import declaration, next_command, print_described
    from zoo.cli.loading import loading
    from zoo.specs.data_options import DataOptions

    options = DataOptions.of(target, task, **columns)
    looks = {"--images": images is not None, "--samples": samples is not None, "--profile": profile}
    _check_one(looks | {"--toml": as_toml})
    _check_for_datasets(
        looks,
        {
            "--kind": kind not in (None, "dataset"),
            "--input-shape": input_shape is not None,
            "--classes": classes is not None,
            "--set": bool(settings),
        },
    )
    _check_pairs(output, images, samples, augment)
    if samples is not None:
        show_samples(name, samples, options, augment, output=output, force=force, as_json=as_json)
        return
    if profile:
        show_profile(name, options, output=output, force=force, as_json=as_json)
        return
    if images is not None:
        _write_images(name, images, target, task, as_json=as_json)
        return
    path = None if output is None else _checked_picture(output, force=force)
    with _of_runs_too(name), loading(name):
        described = show(
            name,
            kind=kind,
            input_shape=input_shape,
            classes=classes,
            settings=settings,
            target=target,
            task=task,
            **columns,
        )
    if path is not None:
        write_picture(described, path)
    if as_toml:
        console.raw(declaration(described, name, options))
    elif as_json:
        console.document(described.to_json())
    elif path is not None:
        console.say(str(path))
    else:
        print_described(described)
        if not settings:
            console.then(" ".join(filter(None, [next_command(described, name), options.arguments()])))


@contextlib.contextmanager
def _of_runs_too(name: str) -> Iterator[None]:
    """Suggest the command for runs if it is a run that has the name."""
    try:
        yield
    except UnknownName as unknown:
        if unknown.meant is None and _is_run(name):
            raise UsageError(f"{name} is a run; did you mean zoo runs show {name}?") from None
        raise


def _is_run(name: str) -> bool:
    from pathlib import Path

    from zoo.runs.find import find_folder

    try:
        return bool(find_folder(name, Path("runs")))
    except ZooError:
        return False


def _checked_picture(output: str, *, force: bool) -> Path:
    from zoo.drawing.png import ENDINGS
    from zoo.system.output import checked_output

    return checked_output(output, force=force, endings=ENDINGS)


def _check_one(given: dict[str, bool]) -> None:
    """Raise UsageError if several options that show different things are given."""
    names = [name for name, is_given in given.items() if is_given]
    if len(names) > 1:
        raise UsageError(f"{names[0]} and {names[1]} are both given; wanted one of them")


def _check_pairs(output: str | None, images: str | None, samples: int | None, augment: Any) -> None:
    """Raise UsageError for two options that exclude each other, or one that needs another."""
    if output is not None and images is not None:
        raise UsageError(f"-o {output} and --images are both given; wanted one of them")
    if augment is not None and samples is None:
        raise UsageError("--augment is given without --samples; wanted --samples too")


def _check_for_datasets(looks: dict[str, bool], of_models: dict[str, bool]) -> None:
    """Raise UsageError if an option for models is given with one that looks at data."""
    look = next((name for name, is_given in looks.items() if is_given), None)
    other = next((name for name, is_given in of_models.items() if is_given), None)
    if look is not None and other is not None:
        raise UsageError(f"{look} is for datasets, and {other} is not; leave out {other}")


def _write_images(name: str, folder: str, target: str | None, task: str | None, *, as_json: bool) -> None:
    from zoo.api.export_images import write_images
    from zoo.catalog.registries import WrongKind
    from zoo.cli import console

    try:
        many = write_images(name, folder, target=target, task=task)
    except WrongKind as wrong:
        raise UsageError(f"{wrong.fault} for --images") from None
    if as_json:
        console.document({"dataset": name, "images": many, "path": folder})
    else:
        console.say(f"{many:,} images of {name}: {folder}")
