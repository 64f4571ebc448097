"""Data in memory, told apart by what it is; it is detected and loaded as the same data in a file is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from zoo.data.memory import NAME
from zoo.data.memory.arrays import array_of
from zoo.data.memory.frames import is_frame, is_texts
from zoo.data.memory.held_frames import FramePart, HeldFrames, refuse_files, said
from zoo.data.memory.streams import FIELDS, arrays_of, is_tensorflow, is_torch
from zoo.data.own.arrays import load_arrays, understand_arrays
from zoo.data.own.members import PARTS, TEST, TRAIN, VALIDATION, Members, meant, members_of
from zoo.errors import DatasetError, SettingError, UsageError, article, shorten
from zoo.specs.data_file import IN_MEMORY, DataFile
from zoo.specs.data_options import OF_IMAGES, SPLITS, DataOptions
from zoo.specs.dataset import Split

if TYPE_CHECKING:
    import numpy as np

    from zoo.specs.dataset import Loaded

PAIRED = 2
"""Examples and labels."""
PAIR = "wanted (x, y), with examples and their labels, or (x, y, weights)"


class Held(Protocol):
    """Data in memory; `has_names` says whether its labels are the names of classes."""

    @property
    def has_names(self) -> bool:
        """Whether the labels are the names of classes."""

    def understand(self, options: DataOptions) -> DataFile:
        """Detect its structure; raises as `zoo.data.own.understand`."""

    def load(self, file: DataFile) -> Loaded:
        """The data with the structure of a plan; DatasetError if it has another one."""


@dataclass(frozen=True, eq=False)
class HeldArrays:
    """Arrays by their names, of which `members` are the examples and labels of each part."""

    arrays: Mapping[str, np.ndarray]
    members: Members

    def understand(self, options: DataOptions) -> DataFile:
        """Detect rows or images, and the task."""
        for option, value in options.given():
            if option in OF_IMAGES:
                raise SettingError(option, value, f"is for images in files, not for {NAME}; leave it out")
            if option not in ("task", "array", *SPLITS):
                raise SettingError(option, value, "is for tables, and these are arrays; leave it out")
        refuse_files(options)
        file = understand_arrays(self.arrays, self.members, NAME, IN_MEMORY, options)
        used = [name for pair in self.members.pairs.values() for name in pair]
        shapes = [f"{name} {self.arrays[name].shape} {self.arrays[name].dtype}" for name in used]
        return replace(file, notes=(f"in memory: {', '.join(shapes)}", *said(options), *file.notes))

    @property
    def has_names(self) -> bool:
        """Whether the labels are the names of classes."""
        return self.arrays[self.members.pairs[TRAIN][1]].dtype.kind == "U"

    def load(self, file: DataFile) -> Loaded:
        """The arrays, with the classes numbered as in the plan."""
        if file.columns:
            raise DatasetError(f"{NAME} has arrays; wanted a DataFrame, since the run's data is a table")
        return load_arrays(file, self.arrays, self.members, NAME)


def held_of(data: Any) -> Held | None:
    """The data in memory; None for an object that is not data.

    Raises:
        UsageError: It is data, but its parts are not examples with their labels.
        DatasetError: The examples or labels can't be used.
    """
    if not is_data(data):
        return None
    if isinstance(data, Mapping):
        return _of_mapping(data)
    if _is_pair(data) and all(map(_is_pair, data)) and all(isinstance(each, tuple) for each in data):
        return _of_parts({TRAIN: data[0], TEST: data[1]})  # as `load_data` of Keras's datasets returns
    return _of_parts({TRAIN: data})


def _frame(data: Any) -> FramePart | None:
    """A DataFrame, or one with its target beside it; None for other data."""
    if is_frame(data):
        return FramePart(data)
    return FramePart(*data) if _is_pair(data) and is_frame(data[0]) else None


def is_data(value: Any) -> bool:
    """Whether a value is data, whatever is in it."""
    kinds = (tuple, list, Mapping, Split)
    return isinstance(value, kinds) or is_frame(value) or is_tensorflow(value) or is_torch(value)


def _is_pair(data: Any) -> bool:
    return isinstance(data, (tuple, list)) and len(data) == PAIRED


def _of_mapping(data: Mapping[Any, Any]) -> Held:
    """A dictionary of parts, or of arrays by the names that they have in an .npz file."""
    parts = {name: PARTS.get(name.lower()) for name in data if isinstance(name, str)}
    if len(parts) == len(data) and all(parts.values()) and data:
        found: dict[str, Any] = {}
        for name, part in parts.items():
            assert part is not None
            if part in found:
                raise UsageError(f"{NAME} has the {part} part twice; wanted one of them")
            found[part] = data[name]
        if TRAIN not in found:
            raise UsageError(f"{NAME} has {', '.join(map(shorten, data))}; wanted train too")
        return _of_parts(found)
    arrays = {name: value for name, value in data.items() if isinstance(name, str) and meant(name)}
    try:
        members = members_of([name if isinstance(name, str) else shorten(name) for name in data], NAME)
    except DatasetError as error:
        raise UsageError(str(error)) from None
    used = [name for pair in members.pairs.values() for name in pair] + [*members.weights.values()]
    return _texts_or_arrays({name: array_of(arrays[name], f"{name} of {NAME}") for name in used}, members)


def _of_parts(parts: Mapping[str, Any]) -> Held:
    """The examples and labels of each part, or the tables of DataFrames."""
    frames = {part: frame for part, data in parts.items() if (frame := _frame(data)) is not None}
    if len(frames) == len(parts):
        return HeldFrames(frames)
    arrays: dict[str, np.ndarray] = {}
    members = Members({}, (), {})
    for part in (TRAIN, VALIDATION, TEST):
        if part not in parts:
            continue
        names = [name if len(parts) == 1 else f"{name}_{part}" for name in FIELDS]
        fields = _fields(parts[part], f"the {part} part of {NAME}" if len(parts) > 1 else NAME)
        for name, values in zip(names, fields, strict=False):
            arrays[name] = array_of(values, f"{name} of {NAME}")
            if not arrays[name].ndim:
                raise UsageError(f"{name} of {NAME} is {article(type(values).__name__)}; wanted an array")
        members.pairs[part] = names[0], names[1]
        if len(fields) == len(FIELDS):
            members.weights[part] = names[-1]
    return _texts_or_arrays(arrays, members)


def _texts_or_arrays(arrays: dict[str, np.ndarray], members: Members) -> Held:
    """Texts with their labels as tables, other arrays as they are."""
    if not all(is_texts(arrays[x]) for x, _ in members.pairs.values()):
        return HeldArrays(arrays, members)
    if members.weights:
        raise UsageError(f"{NAME} has texts with weights; wanted a DataFrame, and weight with its column")
    return HeldFrames({part: FramePart(arrays[x], arrays[y]) for part, (x, y) in members.pairs.items()})


def _fields(data: Any, where: str) -> tuple[Any, ...]:
    """The examples, labels and perhaps weights of a part."""
    if is_tensorflow(data) or is_torch(data):
        return arrays_of(data)
    if isinstance(data, Split):
        return tuple(data)
    if isinstance(data, (tuple, list)):
        if not PAIRED <= len(data) <= len(FIELDS):
            raise UsageError(f"{where} has {len(data):,} fields; {PAIR}")
        if not any(map(is_frame, data)):
            return tuple(data)
    if is_frame(data) or _frame(data) is not None:
        raise UsageError(f"{where} is a DataFrame; wanted all parts as DataFrames, or none")
    raise UsageError(f"{where} is {article(type(data).__name__)}; {PAIR}")
