"""The kind of setting that holds augmentations: names, or tables with a type and its arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoo.errors import Problem, shown
from zoo.registry import nearest
from zoo.schema.declaration import Compound, is_table, read, refuse_unknown
from zoo.schema.keras_objects import freeze, thaw
from zoo.schema.plain_values import as_text
from zoo.schema.value import frozen
from zoo.specs.augmentation.layers import LAYERS, REFUSED
from zoo.specs.augmentation.presets import PRESETS

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = (*PRESETS, *LAYERS)
FREE = ("value_range", "seed", "data_format")
"""Arguments of Keras's that are always those of the data and the plan."""


@frozen
class Augmentations(Compound):
    """A list of augmentations in the order in which they are applied; one of them needs no list.

    Each is stored with all its arguments as a tuple of pairs, so that the settings are hashable and a plan
    does not depend on defaults.
    """

    wanted: str = f"augmentations, as {','.join(list(PRESETS)[:2])}"

    def read_at(self, found: Any, path: str, problems: list[Problem]) -> Any:
        """The augmentations, or None."""
        if found is None or (isinstance(found, str) and found == "none"):
            return None
        each = found.split(",") if isinstance(found, str) else [found] if is_table(found) else found
        if not isinstance(each, (list, tuple)) or not each:
            problems.append(Problem(path, shown(found), f"wanted {self.wanted}"))
            return None
        before = len(problems)
        several = len(each) > 1
        layers = [
            _layer(item, f"{path}.{place}" if several else path, problems) for place, item in enumerate(each)
        ]
        return tuple(layers) if len(problems) == before else None


def _layer(found: Any, path: str, problems: list[Problem]) -> Any:
    """One augmentation as pairs; None if it is not valid."""
    table = thaw(found) if isinstance(found, tuple) else found
    table = {"type": table.strip()} if isinstance(table, str) else table
    if not is_table(table) or not isinstance(table.get("type"), str):
        problems.append(Problem(path, shown(found), 'wanted a name, or a table {type = "RandomFlip", …}'))
        return None
    name = as_text(table["type"])
    if name not in NAMES:
        problems.append(Problem(path, shown(name), _unknown(name)))
        return None
    given = {key: value for key, value in table.items() if key != "type"}
    whole = {**PRESETS[name].layer, **given} if name in PRESETS else {"type": name, **given}
    return _settled(whole, path, problems)


def _settled(table: Mapping[str, Any], path: str, problems: list[Problem]) -> Any:
    """A layer with every argument but those that are None, as pairs."""
    settings = LAYERS[table["type"]].settings
    given = {key: value for key, value in table.items() if key != "type"}
    problems.extend(
        Problem(f"{path}.{key}", shown(given.pop(key)), "wanted it left out; it follows from data and plan")
        for key in FREE
        if key in given and key not in settings
    )
    refuse_unknown(given, settings, path, problems)
    values = {"type": table["type"]}
    for name, setting in settings.items():
        if name in given:
            values[name] = read(setting.kind, given[name], f"{path}.{name}", problems)
        elif setting.required:
            problems.append(Problem(f"{path}.{name}", "–", f"wanted {setting.kind.wanted}"))
        else:
            values[name] = setting.default
    return tuple((key, freeze(value)) for key, value in values.items() if value is not None)


def _unknown(name: str) -> str:
    """What would work in place of a name that is not an augmentation."""
    if name in REFUSED:
        return f"{name} {REFUSED[name]}"
    meant = nearest(name, NAMES)
    return f"did you mean {meant}?" if meant else f"wanted one of {', '.join(PRESETS)}"
