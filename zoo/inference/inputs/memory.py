"""Examples in memory: an array, or a DataFrame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoo.data.memory.arrays import array_of
from zoo.data.memory.frames import is_frame, is_texts, table_of
from zoo.inference.inputs.arrays import from_array
from zoo.inference.inputs.listed_images import listed_images
from zoo.inference.inputs.read import Read, check
from zoo.inference.inputs.rows import from_rows, from_texts

if TYPE_CHECKING:
    from zoo.inference.inputs.wanted import Wanted

NAME = "inputs"


def from_memory(values: Any, wanted: Wanted) -> Read:
    """The examples, called by their numbers; raises DatasetError if they do not fit the model."""
    if is_frame(values):
        table = table_of(values)
        is_listed = bool(wanted.image_column)
        found = (
            listed_images(table, NAME, wanted, is_in_memory=True)
            if is_listed
            else from_rows(table, NAME, wanted)
        )
    else:
        array = array_of(values, NAME)
        found = (
            from_texts(array.tolist(), NAME, wanted)
            if wanted.text and is_texts(array)
            else from_array(array, NAME, wanted)
        )
    if not found.is_scaled:
        check(found.x, NAME)
    names = found.names or tuple(map(str, range(len(found.x))))
    return Read(found.x, names, found.changes, found.is_scaled)
