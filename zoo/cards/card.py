"""`zoo.card`: write a model card in the format of Hugging Face."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zoo.cards import pictures as drawing
from zoo.cards.metadata import validate
from zoo.cards.source import source_of
from zoo.cards.text import renewed
from zoo.errors import DatasetError
from zoo.registry import RegistryError
from zoo.system.output import checked_output, write_output
from zoo.training.events import unwatched
from zoo.training.isolation import isolated

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.runs.find import RunLike
    from zoo.specs.dataset_like import DatasetLike
    from zoo.training.events import Watch


class Card(NamedTuple):
    """A written card.

    Attributes:
        path: The file.
        pictures: The pictures beside it.
        is_validated: Whether huggingface_hub has read its metadata.
        notes: Why a picture is missing.
    """

    path: Path
    pictures: tuple[Path, ...]
    is_validated: bool
    notes: tuple[str, ...] = ()


@isolated()
def card(
    run: RunLike,
    *,
    output: str | Path = "README.md",
    licence: str | None = None,
    data: DatasetLike | None = None,
    force: bool = False,
    runs_dir: str | Path = "runs",
    watch: Watch = unwatched,
) -> Card:
    """Write a model card in the format of Hugging Face, with its pictures beside it.

    Every number is that of the record. The metadata is validated with huggingface_hub, if that is
    installed. The confusion matrix needs the data, on whose test split the model is evaluated.

    Args:
        run: A completed run, or the name of weights.
        output: The file to write; its pictures are beside it, as README-curves.png.
        licence: An expression of SPDX, such as `Apache-2.0`; named weights have their own.
        data: Where the run's own data is now, if it has moved, or the data itself, if it is in memory; it
            must be unchanged.
        force: Overwrite an existing file. The text around the generated parts of a card is kept.
        runs_dir: The folder in which ids are looked up.
        watch: A function that is called before the backend is imported.

    Returns:
        The files that were written.

    Raises:
        UsageError: There is no such run, or the licence is none of SPDX's.
        ZooError: The run is not complete, or an output exists or cannot be written.

    Examples:
        >>> zoo.card("last", output="README.md", licence="MIT").path
        PosixPath('README.md')
    """
    path = checked_output(output, force=force, endings=(".md",))
    source = source_of(run, runs_dir, licence)
    for kind in drawing.TITLES:
        checked_output(drawing.path_of(path, kind), force=force)
    notes: tuple[str, ...] = ()
    try:
        contents = drawing.drawn(source.record, path, data, watch)
    except (DatasetError, RegistryError) as error:
        contents = drawing.curves_alone(source.record, path)
        notes = (f"the card has no picture of the results: {getattr(error, 'sentence', error)}",)
    pictures = drawing.beside(path, contents)
    old = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
    text = renewed(old, source, pictures)
    is_validated = validate(text)
    for each, content in contents.items():
        write_output(each, content)
    write_output(path, text)
    return Card(path, tuple(contents), is_validated, notes)
