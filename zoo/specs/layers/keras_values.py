"""The values from which Keras makes objects, as far as they are known to run no code.

Keras turns the name of an activation, an initializer and so on into an object, and a table such as
`{class_name = "HeNormal", config = {}}` into an object of any class.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from zoo.specs.layers import weights
from zoo.specs.layers.base import ACTIVATIONS

EARLIER = {
    "initializer": ("IdentityInitializer", "OrthogonalInitializer"),
    "regularizer": (),
    "constraint": (),
}
"""Names that earlier releases of Keras 3 wrote; Keras still knows them."""
SETTINGS = {
    "initializer": weights.initializers(weights.MATRIX),
    "regularizer": weights.regularizers(weights.MATRIX),
    "constraint": weights.constraints(weights.MATRIX),
}
DTYPES = frozenset(
    "bfloat16 bool float16 float32 float64 int8 int16 int32 int64 mixed_bfloat16 mixed_float16 uint8 "
    "uint16 uint32".split()
)
NAMES = {
    "activation": frozenset(ACTIVATIONS),
    **{what: frozenset([*known.names, *known.types]) for what, known in SETTINGS.items()},
    "dtype": DTYPES,
}
"""Allowed texts by the end of their key."""
CLASSES = {
    **{f"keras.{what}s": frozenset([*known.types, *EARLIER[what]]) for what, known in SETTINGS.items()},
    "keras": frozenset({"DTypePolicy"}),
}
"""Allowed classes by their module."""
OBJECT = frozenset({"class_name", "module", "registered_name", "config"})
"""The keys of a table that Keras makes an object from."""


def kind_of(key: str) -> str | None:
    """What a setting is by the end of its name, such as "initializer"; None for a plain value."""
    return next((each for each in NAMES if key == each or key.endswith(f"_{each}")), None)


def unknown(key: str, value: Any) -> str | None:
    """What is wanted instead of the value of a setting; None if it is plain, or known to Keras."""
    kind = kind_of(key)
    article = "an" if kind and kind[0] in "ai" else "a"
    if isinstance(value, str):
        is_known = kind is None or value in NAMES[kind] or value in EARLIER.get(kind, ())
        return None if is_known else f"wanted the name of {article} {kind}"
    if kind in SETTINGS and isinstance(value, Mapping) and _is_object(value, f"keras.{kind}s"):
        return None
    if kind == "dtype" and isinstance(value, Mapping) and _is_object(value, "keras"):
        return None if dict(value["config"]).get("name") in DTYPES else "wanted the name of a dtype"
    if any(OBJECT & table.keys() for table in _tables(value)):
        return "wanted a plain value" if kind is None else f"wanted {article} {kind} that Keras has"
    return None


def _is_object(table: Mapping[str, Any], module: str) -> bool:
    """Whether a table describes an object of a known class, which holds no others."""
    name, config = table.get("class_name"), table.get("config", {})
    return (
        isinstance(name, str)
        and name in CLASSES[module]
        and table.keys() <= OBJECT
        and table.get("module", module) == module
        and table.get("registered_name", name) == name
        and (config == [] or isinstance(config, Mapping))  # an empty table is read as an empty list
        and not any(True for value in dict(config).values() for _ in _tables(value))
    )


def _tables(value: Any) -> Iterator[Mapping[str, Any]]:
    """All tables in a value, itself included; it may be nested to any depth."""
    left = [value]
    while left:
        inner = left.pop()
        if isinstance(inner, Mapping):
            yield inner
            left.extend(inner.values())
        elif isinstance(inner, (list, tuple)):
            left.extend(inner)
