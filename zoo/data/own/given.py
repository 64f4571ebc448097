"""Validation and test examples from files of their own: checked, encoded like the training data, recorded."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

from zoo.data.check import check
from zoo.data.digest import digest_of_part
from zoo.data.own import labels
from zoo.data.own.members import VALIDATION
from zoo.data.own.named import Named
from zoo.errors import DatasetError, shorten
from zoo.specs.data_file import IN_MEMORY
from zoo.specs.dataset import DatasetSpec, Loaded, Split
from zoo.specs.given_data import GivenData

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zoo.data.own.labels import Labels
    from zoo.specs.data_file import DataFile


FEW, MANY = 5, 10
"""Unknown and known classes that a message names."""


class Part(NamedTuple):
    """The examples of a file, and what was odd in it."""

    split: Split
    notes: tuple[str, ...] = ()


class Compared(NamedTuple):
    """A part beside the training data: its size, what may surprise about it, and its digest."""

    examples: int
    notes: tuple[str, ...]
    digest: str


class Format(Protocol):
    """Tables, arrays or images."""

    def load(self, file: DataFile, path: Path) -> Loaded:
        """All examples of the training data."""

    def load_part(self, file: DataFile, path: Path, part: str) -> Part:
        """The examples of another file; DatasetError with all differences from the training data."""


def joined(file: DataFile, paths: Mapping[str, Path], form: Format) -> DataFile:
    """The description of the data with a part from each of these files.

    Raises:
        DatasetError: A file differs from the training data.
    """
    known = form.load(file, Path(file.path))
    parts = {part: form.load_part(file, path, part) for part, path in paths.items()}
    compared = {part: compare(file, known, part, found, paths[part].name) for part, found in parts.items()}
    return from_files(file, paths, compared)


def from_files(file: DataFile, paths: Mapping[str, Path], parts: Mapping[str, Compared]) -> DataFile:
    """The description of the data with these parts, each from a file."""
    given: dict[str, Any] = {}
    for part, path in paths.items():
        given |= {part: str(path.resolve()), f"{part}_digest": parts[part].digest}
    return replace(with_parts(file, parts), given=GivenData(**given))


def compare(file: DataFile, known: Loaded, part: str, found: Part, name: str) -> Compared:
    """Compare a part with the training data; DatasetError if it can't be used with it.

    Args:
        file: The description of the training data.
        known: The training data.
        part: The part of the dataset.
        found: Its examples.
        name: What messages call it.
    """
    split, train = found.split, known.train
    check(name, DatasetSpec.of_file(file), with_part(known, part, split))
    alike = with_labels(hashes_of(split.x.astype(train.x.dtype)), split.y.astype(train.y.dtype))
    shared = int(np.isin(alike, with_labels(hashes_of(train.x), train.y)).sum())
    return compared(file, name, len(split.x), found.notes, shared=shared, digest=digest_of_part(split))


def compared(
    file: DataFile, name: str, examples: int, notes: Sequence[str], *, shared: int, digest: str
) -> Compared:
    """The facts of a part called `name`, whose notes say so; `shared` examples are also for training."""
    said = [f"{name}: {note}" for note in notes]
    if shared:
        said.append(f"{shared:,} of {examples:,} {file.unit} of {name} are also in {_name_of(file)}")
    return Compared(examples, tuple(said), digest)


def with_parts(file: DataFile, parts: Mapping[str, Compared]) -> DataFile:
    """The description of the data with these parts, whose examples are counted."""
    counts = {f"given_{part}": each.examples for part, each in parts.items()}
    return replace(
        file,
        **counts,  # type: ignore[arg-type]  # the counts by their names
        examples=file.examples + sum(counts.values()),
        notes=(*file.notes, *(note for each in parts.values() for note in each.notes)),
    )


def added(loaded: Loaded, file: DataFile, form: Format) -> Loaded:
    """The data with the parts from their own files.

    Raises:
        DatasetError: A file is missing or has changed.
    """
    for part, name, digest in file.given.files() if file.given is not None else ():
        path = existing(part, name)
        split = form.load_part(file, path, part).split
        refuse_changed(path, digest, digest_of_part(split))
        loaded = with_part(loaded, part, split)
    return loaded


def existing(part: str, name: str) -> Path:
    """The path of a part's file; DatasetError if there is none."""
    path = Path(name)
    if path.exists():
        return path
    where = f"or pass --data PATH, and have {path.name} beside PATH"
    raise DatasetError(f"{path}, the {part} data, no longer exists; restore it, {where}")


def refuse_changed(path: Path, known: str, found: str) -> None:
    """Raise DatasetError if the digest of a part's file is another one."""
    if found != known:
        raise DatasetError(f"{path} has changed: its digest was {known[:15]}…, is {found[:15]}…")


def refuse(subject: str, file: DataFile, differences: Sequence[str]) -> None:
    """Raise DatasetError with all differences of a file from the training data, if there are any."""
    if not differences:
        return
    if len(differences) == 1:
        raise DatasetError(differences[0])
    what = f"{subject} differs from {_name_of(file)} in {len(differences):,} ways"
    raise DatasetError(what, [(each,) for each in differences])


def labels_of(found: Labels, file: DataFile, differences: list[str]) -> np.ndarray | None:
    """The labels of a file in the form of the training data's task; if they differ, None and why."""
    is_classes = file.task.has_one_class and file.task.labels == "integer"
    if is_classes and not isinstance(found.values, Named):
        if found.values.ndim > 1:
            many = found.values.shape[1]
            differences.append(f"{found.where} has {many} numbers for each example; wanted classes")
            return None
        if (found.values != np.floor(found.values)).any():
            wanted = ", ".join(file.classes[:FEW])
            differences.append(f"{found.where} has fractions; wanted classes, as {wanted}")
            return None
    unknown = _unknown_classes(found, file) if is_classes else []
    if unknown:
        differences.extend(unknown)
        return None
    try:
        return labels.values(found, file)
    except DatasetError as error:
        differences.append(str(error))
        return None


def _unknown_classes(found: Labels, file: DataFile) -> list[str]:
    """What to say of classes that the training data does not have, each with its first example."""
    classes = labels.names(found)
    firsts = sorted((classes.first(name), name) for name in classes.counts() if name not in file.classes)
    unknown = [f"{shorten(repr(name))} in {found.place(row)}" for row, name in firsts]
    if not unknown:
        return []
    which = "the class" if len(unknown) == 1 else "the classes"
    more = [f"{len(unknown) - FEW:,} more"] if len(unknown) > FEW else []
    wanted = ", ".join(file.classes[:MANY])
    named = ", ".join([*unknown[:FEW], *more])
    return [f"{found.where} has {which} {named}, not in the training data; wanted {wanted}"]


def hashes_of(x: np.ndarray) -> np.ndarray:
    """A number for each example, to find equal ones in this process."""
    return np.fromiter((hash(example.tobytes()) for example in x), np.int64, len(x))


def with_labels(hashes: np.ndarray, y: np.ndarray) -> np.ndarray:
    """A number for each example with its label."""
    each = (hash((one, label.tobytes())) for one, label in zip(hashes.tolist(), y, strict=True))
    return np.fromiter(each, np.int64, len(y))


def _name_of(file: DataFile) -> str:
    """What messages call the training data."""
    return "the training data" if file.path == IN_MEMORY else Path(file.path).name


def with_part(loaded: Loaded, part: str, split: Split) -> Loaded:
    """The data with its validation or its test part."""
    return loaded._replace(validation=split) if part == VALIDATION else loaded._replace(test=split)
