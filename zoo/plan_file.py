"""Plans as TOML, written whole and read back equal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cattrs

from zoo import catalog, document
from zoo.declaration import settings_of, to_table
from zoo.errors import DeclarationError, Mistake, Problem, SettingError
from zoo.optimizer import OptimizerPreset
from zoo.plan import DataFacts, Named, Plan, named, of_entry, train_settings
from zoo.settings import shown
from zoo.spec import ModelSpec

if TYPE_CHECKING:
    from collections.abc import Mapping

PARTS = ("model", "optimizer", "dataset", "train")


def write(plan: Plan) -> str:
    """The TOML text of a plan.

    A chain of layers stands whole in it. What is code (a builder, a dataset, a callback) stands as
    distribution, name and version.
    """
    spec, dataset = plan.model.value, plan.dataset.value
    table: dict[str, Any] = {
        "model": _origin(plan.model) | (spec.to_table() if spec.builder is None else {}),
        "optimizer": _origin(plan.optimizer)
        | plan.optimizer.value.to_table()
        | to_table(plan.optimizer.value.optimizer, defaults=True),
        "dataset": _origin(plan.dataset)
        | {"input_shape": list(dataset.input_shape), "task": cattrs.unstructure(dataset.task)},
        "train": {
            name: getattr(plan.train, name)
            for name in settings_of(type(plan.train))
            if getattr(plan.train, name) is not None
        },
    }
    if plan.callbacks:
        table["callbacks"] = [_origin(callback) for callback in plan.callbacks]
    if plan.data is not None:
        facts = cattrs.unstructure(plan.data)
        table["data"] = facts | {"scaling": {k: v for k, v in facts["scaling"].items() if v != ()}}
    return document.dumps("plan", table)


def read(table: Mapping[str, Any], subject: str) -> Plan:
    """The plan that a TOML table describes; names in it go through the catalog.

    Raises DeclarationError where the table is not what `write` writes, and as a look-up does.
    """
    missing = [part for part in PARTS if not isinstance(table.get(part), dict)]
    if missing:
        problems = [Problem(part, shown(table.get(part, "–")), f"wanted [{part}]") for part in missing]
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


def _origin(part: Named[Any]) -> dict[str, Any]:
    found = {"name": part.name, "distribution": part.distribution, "version": part.version}
    return {key: value for key, value in found.items() if value is not None}


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
