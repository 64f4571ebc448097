"""Plans read back from TOML, equal to what `Plan.to_table` gave; names in them go through the catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cattrs

from zoo import catalog
from zoo.errors import DeclarationError, Mistake, Problem, SettingError
from zoo.lookup import named, of_entry
from zoo.optimizer import OptimizerPreset
from zoo.plan import DataFacts, Named, Plan, train_settings
from zoo.settings import shown
from zoo.spec import ModelSpec

if TYPE_CHECKING:
    from collections.abc import Mapping

PARTS = ("model", "optimizer", "dataset", "train")


def read(table: Mapping[str, Any], subject: str) -> Plan:
    """The plan that a TOML table describes; names in it go through the catalog.

    Raises DeclarationError where the table is not what `write` writes, and as a look-up does.
    """
    missing = [part for part in PARTS if not isinstance(table.get(part), dict)]
    if missing:
        problems = [
            Problem(part, shown(table[part]) if part in table else "–", f"wanted [{part}]")
            for part in missing
        ]
        raise DeclarationError(subject, problems)
    model, optimizer = dict(table["model"]), dict(table["optimizer"])
    origin, preset_origin = _pop_origin(model, "model", subject), _pop_origin(optimizer, "optimizer", subject)
    spec = (
        ModelSpec.from_table(model, subject)
        if "layers" in model
        else named("model", _qualified(origin)).value
    )
    data_origin = _pop_origin(dict(table["dataset"]), "dataset", subject)
    try:
        settings = train_settings(table["train"])
    except SettingError as error:
        raise DeclarationError(subject, [Problem(error.path, shown(error.value), error.reason)]) from None
    return Plan(
        model=Named(value=spec, **origin),
        optimizer=Named(value=OptimizerPreset.from_table(optimizer, subject), **preset_origin),
        dataset=named("dataset", _qualified(data_origin)),
        train=settings,
        callbacks=tuple(_callback(dict(each), subject) for each in table.get("callbacks", [])),
        data=_facts(table["data"], subject) if "data" in table else None,
    )


def _facts(table: Any, subject: str) -> DataFacts:  # noqa: ANN401 - any TOML
    try:
        return cattrs.structure(table, DataFacts)
    except (cattrs.BaseValidationError, TypeError, ValueError) as error:
        found = cattrs.transform_error(error, path="data") if isinstance(error, Exception) else []
        problems = [Problem("data", "[data]", str(each)) for each in found]
        raise DeclarationError(subject, problems) from None


def _callback(table: dict[str, Any], subject: str) -> Named[Any]:
    origin = _pop_origin(table, "callbacks", subject)
    entry = catalog.CALLBACKS.find(_qualified(origin))
    return of_entry(entry, catalog.CALLBACKS.load(entry))


def _pop_origin(table: dict[str, Any], part: str, subject: str) -> dict[str, Any]:
    origin = {key: table.pop(key, None) for key in ("name", "distribution", "version")}
    if not isinstance(origin["name"], str):
        found = shown(origin["name"]) if origin["name"] is not None else "–"
        raise DeclarationError(subject, [Problem(f"{part}.name", found, "wanted a name")])
    return origin


def _qualified(origin: dict[str, Any]) -> str:
    if origin["distribution"] is None:
        msg = f"{origin['name']} belongs to no distribution; wanted one that is installed"
        raise Mistake(msg)
    return f"{origin['distribution']}:{origin['name']}"
