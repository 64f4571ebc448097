"""Settings of layers: read by their kinds, also those that hold another layer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoo.errors import Problem, shown
from zoo.registry import nearest
from zoo.schema import declaration
from zoo.specs import varying
from zoo.specs.layers.base import PLACE, LayerDeclaration
from zoo.specs.layers.block import BLOCKS
from zoo.specs.layers.by_name import LAYERS, fault_of
from zoo.specs.layers.one_layer import OneLayer

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 8
"""Layers within layers."""
NO_PLACE = "wanted none, since the layer around it has the name and the inputs"


def read(kind: Any, found: Any, path: str, problems: list[Problem]) -> Any:
    """The value of a setting of a layer, like `varying.read`; errors are added to `problems`.

    A layer inside another may be a value or a table.
    """
    if not isinstance(kind, OneLayer):
        return varying.read(kind, found, path, problems)
    if kind.optional and (found is None or (isinstance(found, str) and found == "none")):
        return None
    wrong = list(_wrong(kind, found, path))
    problems.extend(wrong)
    return None if wrong else _read(found, path, problems)


def _wrong(kind: OneLayer, found: Any, path: str) -> Iterator[Problem]:
    """The errors that a layer has for its type or place here."""
    is_layer = isinstance(found, LayerDeclaration)
    if not is_layer and not declaration.is_table(found):
        yield Problem(path, shown(found), "wanted a layer, as { type = 'Dense', units = 8 }")
        return
    if _depth(found) > DEEPEST:
        many = f"more than {DEEPEST} layers in each other"
        yield Problem(path, many, f"wanted at most {DEEPEST} levels")
        return
    its = found.type if is_layer else found.get("type")
    is_own = is_layer and bool(found.keras_class) and not kind.types and found.arity == (1, 1)
    why = "" if is_own else _why_not(kind, its)
    if why:
        yield Problem(f"{path}.type", "–" if its is None else shown(its), why)
        return
    for key in PLACE:
        value = getattr(found, key) if is_layer else found.get(key)
        if value is not None:
            yield Problem(f"{path}.{key}", shown(value), NO_PLACE)


def _why_not(kind: OneLayer, its: Any) -> str:
    """Why a layer of this type is no value; "" if it is one."""
    if isinstance(its, str) and its in (kind.types or LAYERS):
        fault = fault_of(its)
        takes_one = not fault and LAYERS[its].arity == (1, 1) and its != "Head"
        return fault or ("" if kind.types or takes_one else f"wanted {kind.wanted}")
    meant = nearest(its, kind.types or LAYERS) if isinstance(its, str) and its not in BLOCKS else None
    return f"did you mean {meant}?" if meant else f"wanted {kind.wanted}"


def _read(found: Any, path: str, problems: list[Problem]) -> Any:
    """A layer of a known type with checked settings; None for a table that is not valid."""
    if isinstance(found, LayerDeclaration):
        if found.keras_class or type(found) is LAYERS[found.type]:
            return declaration.checked(found, path, problems, read)
        found = {"type": found.type} | found.arguments()
    settings = {key: value for key, value in found.items() if key != "type"}
    return declaration.from_table(LAYERS[found["type"]], settings, path, problems, reading=read)


def _depth(found: Any) -> int:
    """The depth of the layers within a layer or a table; at most one above the limit."""
    depth, left = 0, [found]
    while left and depth <= DEEPEST:
        depth += 1
        left = [inner for each in left for inner in _inner(each)]
    return depth


def _inner(found: Any) -> list[Any]:
    held = found if isinstance(found, dict) else vars(found)
    return [each for each in held.values() if isinstance(each, (dict, LayerDeclaration))]
