"""A dataset in arrays: an .npz file, as written by `numpy.savez`, or .npy files side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zoo.data.check import check, check_enough
from zoo.data.files.npz_file import names_in, read_npy, read_npz
from zoo.data.own import given, labels
from zoo.data.own.array_part import AXES, ArrayPart, part_of
from zoo.data.own.given import Part
from zoo.data.own.medians import fill, medians_of
from zoo.data.own.members import TEST, TRAIN, VALIDATION, Members, X, meant, members_of
from zoo.data.own.partition import partition
from zoo.data.weights import all_weights, normalized
from zoo.errors import SettingError, UsageError, enumerated, shorten
from zoo.specs.data_file import DataFile
from zoo.specs.dataset import DatasetSpec, Loaded, Split

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from zoo.specs.data_options import DataOptions

BYTE = 255
SEQUENCE_AXES = 3
"""The axes of sequences: examples, time and features."""
NPY = ".npy"
IMAGE_AXES, CHANNELS = 3, (1, 3, 4)
"""The axes of an image with channels, and how many channels it may have."""
MANY = 10
"""Names that a note lists."""


def understand(path: Path, options: DataOptions) -> DataFile:
    """Detect rows or images in x, and the task from y."""
    members = _members(path)
    return understand_arrays(_arrays(path, members), members, path.name, str(path.resolve()), options)


def understand_arrays(
    arrays: Mapping[str, np.ndarray], members: Members, subject: str, path: str, options: DataOptions
) -> DataFile:
    """Detect rows or images in x, and the task from y.

    Args:
        arrays: The arrays by their names.
        members: Which of them are the examples and labels of each part.
        subject: What messages call the data.
        path: Where the data is.
        options: The task and the fractions of the parts.
    """
    found = _parts(arrays, members, subject)
    train = found[TRAIN]
    check_enough(subject, len(train.x))
    understood = labels.understand(train.labels, options.task)
    validation, test = (len(found[part].x) if part in found else 0 for part in (VALIDATION, TEST))
    rule, parts, untrained = partition(train.labels, understood, options, validation=validation, test=test)
    scaling = scaling_of(train.x, options)
    is_rows = train.x.ndim == AXES
    missing = sum(_missing(part.x) for part in found.values()) if is_rows else 0
    file = DataFile(
        path=path,
        examples=sum(len(part.x) for part in found.values()),
        input_shape=train.x.shape[1:],
        task=understood.task,
        scaling=scaling,
        factor=_factor(train.x[parts.training]) if scaling == "rescale" else 1.0,
        unit=_unit(train.x, scaling),
        classes=understood.classes,
        untrained=untrained,
        without_target=sum(part.unlabelled for part in found.values()),
        notes=(
            *_notes(members, missing),
            *(_channels(train.x.shape[1:]) if scaling == "rescale" else ()),
            *_kind_notes(train.x, scaling, options),
            *labels.notes(train.labels, understood),
        ),
        given_validation=validation,
        given_test=test,
        split=rule,
        weight=members.weights.get(TRAIN, ""),
        medians=medians_of(train.x, parts, subject) if missing else (),
    )
    loaded = _loaded(file, found)
    check(subject, DatasetSpec.of_file(file), loaded)
    weights = all_weights(loaded, subject)
    if weights is not None:
        normalized(weights, parts, subject)
    return file


def load(file: DataFile, path: Path) -> Loaded:
    """The arrays, with the classes numbered as in the plan."""
    members = _members(path)
    if not file.given_validation:  # also of a plan from before validation parts were read
        members.pairs.pop(VALIDATION, None)
    if not file.weight:  # also of a plan from before weights were read
        members.weights.clear()
    return load_arrays(file, _arrays(path, members), members, path.name)


def load_arrays(file: DataFile, arrays: Mapping[str, np.ndarray], members: Members, subject: str) -> Loaded:
    """The examples and labels of each part, with the classes numbered as in the plan."""
    return _loaded(file, _parts(arrays, members, subject))


def load_part(file: DataFile, path: Path, part: str) -> Part:
    """The arrays of another file: its own such part, or x and y; DatasetError with all differences."""
    members = _members(path, part)
    weights = {part: members.weights[part]} if file.weight and part in members.weights else {}
    members = Members({part: members.pairs[part]}, (), weights)
    x, own, unlabelled, weighed = _parts(_arrays(path, members), members, path.name)[part]
    differences = []
    where = f"{members.pairs[part][0]} of {path.name}"
    if x.shape[1:] != file.input_shape:
        differences.append(f"{where} has examples of shape {x.shape[1:]}; wanted {file.input_shape}")
    elif file.unit != (unit := _unit(x, file.scaling)):
        differences.append(f"{where} has {unit}, as {x.dtype}; wanted {file.unit}, as the training data has")
    y = given.labels_of(own, file, differences)
    given.refuse(path.name, file, differences)
    assert y is not None
    notes = (f"{unlabelled:,} examples without a label left out",) if unlabelled else ()
    return Part(Split(fill(x, file.medians)[0] if file.medians else x, y, weighed), notes)


def _channels(shape: tuple[int, ...]) -> list[str]:
    """A note on images whose first axis may have the channels, as PyTorch has them."""
    if len(shape) != IMAGE_AXES or shape[0] not in CHANNELS or min(shape[1:]) <= max(CHANNELS):
        return []
    last = (*shape[1:], shape[0])
    what = f"the shape {shape} looks like images with their channels first; wanted {last}"
    return [f"{what}: x.transpose(0, 2, 3, 1) moves them"]


def scaling_of(x: np.ndarray, options: DataOptions) -> str:
    """How examples are scaled, which follows from what they are: rows, images or sequences.

    Arrays with the axes (examples, time, features) are sequences unless they are bytes, or the last two axes
    are equal, as of square images; `array` says it, too.

    Raises:
        SettingError: `array` is given for examples that have no time and features.
    """
    if x.ndim != SEQUENCE_AXES:
        if options.array == "sequences":
            raise SettingError(
                "array", options.array, f"is for the axes (examples, time, features); x has {x.ndim} axes"
            )
        return "standardize" if x.ndim == AXES else "rescale"
    is_sequence = x.dtype != np.uint8 and x.shape[1] != x.shape[2]
    kind = options.array or ("sequences" if is_sequence else "images")
    return "features" if kind == "sequences" else "rescale"


def _kind_notes(x: np.ndarray, scaling: str, options: DataOptions) -> list[str]:
    """How arrays with three axes were read, if nobody has said it and they are no bytes."""
    if x.ndim != SEQUENCE_AXES or options.array is not None or x.dtype == np.uint8:
        return []
    kind, other = ("sequences", "images") if scaling == "features" else ("images", "sequences")
    return [f"3 axes are read as {kind}; --array {other} reads them as {other}"]


def _unit(x: np.ndarray, scaling: str) -> str:
    if scaling == "features":
        return "sequences"
    return "rows" if x.ndim == AXES else "images" if x.dtype == np.uint8 else "examples"


def _loaded(file: DataFile, found: dict[str, ArrayPart]) -> Loaded:
    train, validation, test = (
        Split(
            fill(part.x, file.medians)[0] if file.medians else part.x,
            labels.values(part.labels, file),
            part.weights,
        )
        if (part := found.get(name)) is not None
        else None
        for name in (TRAIN, VALIDATION, TEST)
    )
    assert train is not None
    return Loaded(train, test, file.path, validation)


def _members(path: Path, part: str = TRAIN) -> Members:
    """Which arrays of a file, or of .npy files side by side, are the examples and labels of each part."""
    if path.suffix.lower() == NPY:
        beside = sorted(each.stem for each in path.parent.iterdir() if each.suffix.lower() == NPY)
        own = meant(path.stem)
        names = [
            name for name in beside if own and (each := meant(name)) and bool(each.part) == bool(own.part)
        ]
        if own is None or own.role != X:
            wanted = "wanted x.npy with y.npy beside it, or such names"
            raise UsageError(f"{path} does not have a name for examples; {wanted}")
        return members_of(names, f"{path.resolve().parent.name}/*.npy", part)._replace(others=())
    with path.open("rb") as file:
        return members_of(names_in(file, path.name), path.name, part)


def _arrays(path: Path, members: Members) -> dict[str, np.ndarray]:
    """The examples, labels and weights of all parts by the names of their arrays."""
    names = [name for pair in members.pairs.values() for name in pair] + [*members.weights.values()]
    if path.suffix.lower() == NPY:
        return {name: _beside(path, name) for name in names}
    with path.open("rb") as file:
        return read_npz(file, path.name, names)


def _parts(arrays: Mapping[str, np.ndarray], members: Members, subject: str) -> dict[str, ArrayPart]:
    """The examples, labels and weights of each part."""
    return {
        part: part_of(arrays, subject, *pair, members.weights.get(part))
        for part, pair in members.pairs.items()
    }


def _beside(path: Path, name: str) -> np.ndarray:
    with path.with_name(f"{name}{path.suffix}").open("rb") as file:
        return read_npy(file, f"{name}{path.suffix}")


def _missing(x: np.ndarray) -> int:
    return int(np.isnan(x).sum()) if x.dtype.kind == "f" else 0


def _notes(members: Members, missing: int) -> list[str]:
    found = []
    if members.others:
        more = ["…"] if len(members.others) > MANY else []
        found.append(f"not used: {enumerated([*map(shorten, members.others[:MANY]), *more])}")
    if missing:
        found.append(f"{missing:,} missing {'number' if missing == 1 else 'numbers'} filled with the median")
    return found


def _factor(x: np.ndarray) -> float:
    """The factor that scales images to 0 … 1: 1/255 for bytes, otherwise one over the largest number."""
    finite = x[np.isfinite(x)]
    largest = max(abs(float(finite.min())), abs(float(finite.max()))) if finite.size else 1.0
    if x.dtype == np.uint8 and largest > BYTE // 2:
        largest = BYTE
    return 1 / largest if largest > 1 else 1.0
