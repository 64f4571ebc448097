"""Check the whole description of a model; only checked parts are passed on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoo.errors import shorten
from zoo.specs.layers.keras_values import kind_of
from zoo.untrusted.allowed import CLASSES, CODE, MODELS, NAMES, OBJECT, REFERENCE, SIZES
from zoo.untrusted.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

DEEPEST = 100
"""The deepest nesting of lists and tables."""
OBJECTS_DEEP = 10
"""The deepest nesting of objects: models, layers and their parts."""
MOST_LAYERS = 2_000
LONGEST = 1_000
"""The longest text in characters."""


def checked(description: Mapping[str, Any], weights: int) -> dict[str, Any]:
    """The description of a model without its compile settings; raises Refused if it is not allowed.

    `weights` is the size of the weights in bytes. Compile settings are removed, because Keras looks up
    the names in those of a nested model even with `compile=False`.
    """
    if description.get("class_name") not in MODELS:
        _refuse_class(description, "the model")
        raise Refused(f"it describes a {description['class_name']}; wanted a model")
    return _Walk(weights).object(description, "the model", 0, 0)


class _Walk:
    """A recursive check of a description, which counts the layers.

    `place` names the current part in messages, `depth` is the number of lists and tables around it,
    `within` the number of objects around it.
    """

    def __init__(self, weights: int) -> None:
        self.weights, self.layers = weights, 0

    def object(self, table: Mapping[str, Any], place: str, depth: int, within: int) -> dict[str, Any]:
        """An object of Keras: a model, a layer, an initializer and so on."""
        kind, config = table.get("class_name"), table.get("config")
        if isinstance(config, dict) and isinstance(config.get("name"), str) and kind != "DTypePolicy":
            place = f"{'model' if kind in MODELS else 'layer'} {shorten(config['name'])}"
        _refuse_class(table, place)
        if not isinstance(config, dict):
            raise Refused(f"{place} has no table of settings")
        odd = next((key for key in table if key not in OBJECT), None)
        if odd is not None:
            raise Refused(f"{place} has an unknown key {shorten(odd)}")
        if within > OBJECTS_DEEP:
            raise Refused(f"{place} is nested in more than {OBJECTS_DEEP} objects")
        self.layers += kind in CLASSES["keras.layers"]
        if self.layers > MOST_LAYERS:
            raise Refused(f"it has more than {MOST_LAYERS:,} layers")
        if kind == "DTypePolicy" and not _is_name("dtype", config.get("name")):
            raise Refused(f"{place} has the unknown dtype {shorten(config.get('name'))}")
        kept = {key: value for key, value in table.items() if key != "compile_config"}
        return {key: self.value(key, value, place, depth + 1, within + 1) for key, value in kept.items()}

    def value(self, key: str, value: Any, place: str, depth: int, within: int) -> Any:
        """The value of a key, or an item of a list there."""
        if depth > DEEPEST:
            raise Refused(f"{place} is nested too deep")
        if isinstance(value, str):
            return _text(key, value, place)
        if isinstance(value, list):
            return [self.value(key, each, place, depth + 1, within) for each in value]
        if isinstance(value, dict):
            return self.table(value, place, depth, within)
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if is_number and (abs(value) >= 2**63 or (key in SIZES and value > self.weights)):
            raise Refused(f"{place} has {key}={shorten(value)}, more than its file has weights for")
        return value

    def table(self, table: dict[str, Any], place: str, depth: int, within: int) -> dict[str, Any]:
        """An object, a reference to one, or settings by name."""
        if table.get("class_name") == REFERENCE:
            return self.reference(table, place, depth, within)
        if "class_name" in table or "module" in table or "registered_name" in table:
            return self.object(table, place, depth, within)
        return {key: self.value(key, each, place, depth + 1, within) for key, each in table.items()}

    def reference(self, table: dict[str, Any], place: str, depth: int, within: int) -> dict[str, Any]:
        """A reference to an input."""
        config: Any = table.get("config")
        is_known = set(table) == {"class_name", "config"} and isinstance(config, dict)
        if not is_known or set(config) != {"shape", "dtype", "keras_history"}:
            raise Refused(f"{place} has an invalid reference to an input")
        return table | {"config": self.table(config, place, depth + 1, within)}


TRUSTED = "load a file that you trust with Keras itself"
"""What to do about a file with code, or with what may be code."""


def _refuse_class(table: Mapping[str, Any], place: str) -> None:
    """Raise Refused unless the class is known to run no code of a file."""
    kind, module = table.get("class_name"), table.get("module")
    if kind in CODE:
        raise Refused(f"{place} is a {kind}, which can run any code; {TRUSTED}")
    own = table.get("registered_name")
    if isinstance(kind, str) and module is None and isinstance(own, str) and own != kind:
        raise Refused(
            f"{place} is a {shorten(kind)}, registered as {shorten(own)}: a class of its author's, whose "
            "code is not in the file; load it with Keras where that class is installed"
        )
    if not isinstance(kind, str) or not isinstance(module, str):
        raise Refused(f"{place} names {_called(kind)} of {_called(module)}; wanted a class and its module")
    if kind.startswith("__"):
        raise Refused(f"{place} has a {shorten(kind)}, which can be anything")
    if kind == "function":
        raise Refused(f"{place} names the function {_called(table.get('config'))}, which can be any code")
    if table.get("registered_name") not in (None, kind):
        registered = shorten(table["registered_name"])
        raise Refused(f"{place} is registered as {registered}, which is not Keras's own")
    if module not in CLASSES:
        which = f"{shorten(kind)} of the module {shorten(module)}, which may be any code"
        raise Refused(f"{place} names {which}; {TRUSTED}")
    if kind not in CLASSES[module]:
        raise Refused(
            f"{place} is a {shorten(kind)} of {module}, which is not known to be harmless; {TRUSTED}"
        )


def _called(value: object) -> str:
    return "nothing" if value is None else shorten(value)


def _text(key: str, text: str, place: str) -> str:
    if len(text) > LONGEST:
        raise Refused(f"{place} has a {shorten(key)} of {len(text):,} characters")
    what = kind_of(key)
    if what is not None and not _is_name(what, text):
        article = "an" if what[0] in "ai" else "a"
        raise Refused(f"{place} has {article} {what} {shorten(text)}, which is not Keras's own")
    return text


def _is_name(what: str, text: object) -> bool:
    return isinstance(text, str) and text in NAMES[what]
