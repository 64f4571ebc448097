"""NumPy arrays of values in memory: of lists, tensors or a pandas Series. None of them is changed."""

from __future__ import annotations

import datetime as dt
import math
import warnings
from numbers import Number
from typing import TYPE_CHECKING, Any

import numpy as np

from zoo.errors import DatasetError, shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

ABSENT = ("NAType", "NaTType")
"""The types of pandas's marks of missing values."""


def array_of(values: Any, where: str) -> np.ndarray:
    """The values as numbers or text, where a missing one is NaN or an empty text.

    An array that is one already is not copied.

    Raises:
        DatasetError: They can't be converted; `where` is what the message calls them.
    """
    if isinstance(values, np.ma.MaskedArray):
        raise DatasetError(f"{where} is a masked array; wanted one without a mask, as .filled() gives")
    if hasattr(values, "toarray"):
        raise DatasetError(f"{where} is a sparse matrix; wanted an array, as .toarray() gives")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = np.asarray(values)
    except Exception as error:  # noqa: BLE001 - libraries raise many types for values that can't be converted
        reason = shorten(" ".join(str(error).split()) or type(error).__name__, 150)
        raise DatasetError(f"{where} is not an array: {reason}") from None
    return _plain(found) if found.dtype.kind in "OST" else found


def _plain(found: np.ndarray) -> np.ndarray:
    """Python objects as numbers or text; unchanged if they are neither."""
    values = [None if is_missing(each) else each for each in found.astype(object).ravel().tolist()]
    there = [each for each in values if each is not None]
    try:
        if all(isinstance(each, (str, bytes)) for each in there):
            plain = np.array([text_of(each) or "" for each in values], np.str_)
        elif all(isinstance(each, Number) and not isinstance(each, complex) for each in there):
            whole = len(there) == len(values) and all(isinstance(each, int) for each in there)
            plain = np.array(values if whole else _floats(values))
        else:
            return found
    except (TypeError, ValueError, OverflowError):
        return found
    return found if plain.dtype.kind == "O" else plain.reshape(found.shape)


def _floats(values: Sequence[Any]) -> list[float]:
    return [math.nan if each is None else float(each) for each in values]


def is_missing(value: Any) -> bool:
    """Whether a value is None, NaN, or pandas's NA or NaT."""
    if value is None or type(value).__name__ in ABSENT:
        return True
    return isinstance(value, (float, np.floating)) and bool(np.isnan(value))


def text_of(value: Any) -> str | None:
    """A value as a CSV file has it; None if it is missing. Dates are as in ISO 8601."""
    if isinstance(value, str):
        return value
    if is_missing(value):
        return None
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, (float, np.floating)):
        return repr(float(value))
    if isinstance(value, dt.date):  # also one with a time
        return value.isoformat().removesuffix("T00:00:00").replace("T", " ", 1)
    return str(value)
