"""The kinds of settings by their type hints, for declarations in the code of plugins."""

import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from zoo.schema.composite import Optional
from zoo.schema.fields import Boolean, Integer, Number, OneOf, Text
from zoo.schema.keras_objects import Numbers

KINDS: dict[Any, Any] = {bool: Boolean(), int: Integer(-(2**31)), float: Number(), str: Text()}
"""The kind of a setting by its type."""
WANTED = "wanted int, float, bool, str, a Literal of texts, a tuple of numbers, or one of these or None"


def plain_type(hint: Any) -> Any:
    """The type of a hint without what `Annotated` adds."""
    return get_args(hint)[0] if get_origin(hint) is Annotated else hint


def kind_of(hint: Any, path: str) -> Any:
    """The kind of a setting with this type; TypeError if there is none."""
    parts = get_args(hint)
    if get_origin(hint) is Annotated:
        given = next((each for each in parts[1:] if hasattr(each, "read")), None)
        return given or kind_of(parts[0], path)
    if hint in KINDS:
        return KINDS[hint]
    if get_origin(hint) is Literal and all(isinstance(each, str) for each in parts):
        return OneOf(parts)
    if get_origin(hint) in (Union, types.UnionType) and len(parts) == 2 and type(None) in parts:  # noqa: PLR2004 - X | None
        (inner,) = (each for each in parts if each is not type(None))
        return Optional(kind_of(inner, path))
    each = {part for part in parts if part is not ...}
    if get_origin(hint) is tuple and len(each) == 1 and each <= {int, float}:
        return Numbers(KINDS[each.pop()])
    raise TypeError(f"{path} is {hint}; {WANTED}")
