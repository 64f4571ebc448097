"""Any argument of the Python API is either accepted or an error of one sentence."""

from __future__ import annotations

from math import inf, nan
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import zoo
from zoo.api import train as train_module
from zoo.plan.train_settings import TrainSettings
from zoo.schema.declaration import settings_of
from zoo.specs.layers.block import BLOCKS
from zoo.specs.layers.by_name import LAYERS
from zoo.specs.optimizer import OPTIMIZERS
from zoo.training import backend

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zoo.schema.declaration import Setting


class Shy:
    """A value whose `repr` and comparison raise an error."""

    def __repr__(self) -> str:
        """Raise an error."""
        raise ValueError

    def __eq__(self, other: object) -> bool:
        """Raise an error."""
        raise ValueError

    __hash__ = None  # type: ignore[assignment]  # as a list's


class Name(str):
    """Text whose `str()` differs from its value, like a member of a str Enum."""

    __slots__ = ()

    def __str__(self) -> str:
        """Return another text."""
        return "Name.relu"


DEEP: list[Any] = []
for _ in range(100_000):
    DEEP = [DEEP]

WRONG: list[Any] = [
    *(None, True, 0, 5, -1, 10**5_000, 0.5, nan, inf, b"x", object(), Shy(), DEEP, str, len),
    *("", "x", "two\nlines", "nul\0", "\ud800", "/nul\0", "/\ud800", "x.toml", "a" * 100_000, Name("relu")),
    *(
        (),
        [],
        [5],
        ["x"],
        [None],
        (5, "x"),
        {},
        {5: 1},
        {"x": 1},
        {"type": "L2", 5: 1},
        {"type": "L2", "l2": DEEP},
    ),
    *(
        {"type": []},
        {"type": "L2", "l2": Shy()},
        {"type": "L2", "l2": 10**5_000},
        {10**5_000: 1},
        {Path(): 1},
    ),
    *(
        Path("x"),
        Path("/x.toml"),
        np.int64(3),
        np.float32(nan),
        np.array([[1, 2], [3, 4]]),
        np.array([-1, -1]),
    ),
    *(
        zoo.Task("classification", 3),
        zoo.ModelSpec((zoo.Head(),)),
        zoo.OptimizerPreset(),
        zoo.Dense,
        zoo.Dense(3),
    ),
]
"""Values of types that are easily confused, and values that can't be shown or compared."""

LOADED = zoo.Loaded(zoo.Split(np.zeros((9, 4)), np.zeros(9)), None, "here")
DATASET = {"summary": "", "task": zoo.Task("classification", 3), "input_shape": (4,), "load": lambda: LOADED}
LONGEST = 250
"""The longest error message, in characters."""
SOFTMAX = "softmax-1layer"
FLOWERS = Path(__file__).parents[1] / "flowers.csv"

PLACES: dict[str, Callable[[Any], object]] = {
    "list_models": zoo.list_models,
    "list_optimizers": zoo.list_optimizers,
    "list_datasets": zoo.list_datasets,
    "show": zoo.show,
    "show kind": lambda wrong: zoo.show("adam", kind=wrong),
    "show input_shape": lambda wrong: zoo.show(SOFTMAX, input_shape=wrong),
    "show classes": lambda wrong: zoo.show(SOFTMAX, classes=wrong),
    "show settings": lambda wrong: zoo.show(SOFTMAX, settings=wrong),
    "show setting": lambda wrong: zoo.show("relu-flatten", settings={"hidden.units": wrong}),
    "show an optimizer's settings": lambda wrong: zoo.show("adam", settings=wrong),
    "show an optimizer's setting": lambda wrong: zoo.show("adam", settings={"learning_rate": wrong}),
    "show a dataset's settings": lambda wrong: zoo.show("iris", settings=wrong),
    "build": zoo.build,
    "build input_shape": lambda wrong: zoo.build(SOFTMAX, wrong),
    "build classes": lambda wrong: zoo.build(SOFTMAX, None, wrong),
    "build task": lambda wrong: zoo.build(SOFTMAX, task=wrong),
    "build settings": lambda wrong: zoo.build(SOFTMAX, settings=wrong),
    "build seed": lambda wrong: zoo.build(SOFTMAX, seed=wrong),
    "train": zoo.train,
    "train optimizer": lambda wrong: zoo.train(SOFTMAX, wrong),
    "train dataset": lambda wrong: zoo.train(SOFTMAX, dataset=wrong),
    "train target": lambda wrong: zoo.train(SOFTMAX, dataset=FLOWERS, target=wrong),
    "train task": lambda wrong: zoo.train(SOFTMAX, dataset=FLOWERS, target="kind", task=wrong),
    "train a dataset's target": lambda wrong: zoo.train(SOFTMAX, dataset="iris", target=wrong),
    "show target": lambda wrong: zoo.show(FLOWERS, target=wrong),
    "show a dataset's task": lambda wrong: zoo.show("iris", task=wrong),
    "train settings": lambda wrong: zoo.train(SOFTMAX, settings=wrong),
    "train schedule": lambda wrong: zoo.train(SOFTMAX, schedule=wrong),
    "gradients": zoo.gradients,
    "range_test": zoo.range_test,
    "audit": zoo.audit,
    "publish": lambda wrong: zoo.publish(wrong, name="a.b", licence="MIT"),
    "publish licence": lambda wrong: zoo.publish("last", name="a.b", licence=wrong),
    "publish url": lambda wrong: zoo.publish("last", name="a.b", licence="MIT", url=wrong),
    "range_test settings": lambda wrong: zoo.range_test(SOFTMAX, settings=wrong),
    "range_test steps": lambda wrong: zoo.range_test(SOFTMAX, steps=wrong),
    "range_test min_rate": lambda wrong: zoo.range_test(SOFTMAX, min_rate=wrong),
    "train callbacks": lambda wrong: zoo.train(SOFTMAX, callbacks=wrong),
    "train callback": lambda wrong: zoo.train(SOFTMAX, callbacks=[wrong]),
    "train runs_dir": lambda wrong: zoo.train(SOFTMAX, runs_dir=wrong),
    "train watch": lambda wrong: zoo.train(SOFTMAX, watch=wrong),
    **{
        f"train {name}": lambda wrong, name=name: zoo.train(SOFTMAX, **{name: wrong})
        for name in settings_of(TrainSettings)
    },
    **{
        f"Task {name}": lambda wrong, name=name: zoo.Task(
            **{"kind": "classification", "outputs": 3, name: wrong}
        )
        for name in ("kind", "outputs", "labels")
    },
    **{
        f"DatasetSpec {name}": lambda wrong, name=name: zoo.DatasetSpec(**{**DATASET, name: wrong})
        for name in zoo.DatasetSpec.__dataclass_fields__
    },
    **{
        f"ModelSpec {name}": lambda wrong, name=name: zoo.ModelSpec(**{"layers": (zoo.Head(),), name: wrong})
        for name in zoo.ModelSpec.__dataclass_fields__
    },
    "ModelSpec a layer": lambda wrong: zoo.ModelSpec((wrong, zoo.Head())),
    "ModelSpec override": lambda wrong: zoo.ModelSpec((zoo.Head(),)).override(wrong, "it"),
    "ModelSpec from_table": lambda wrong: zoo.ModelSpec.from_table(wrong, "it"),
    "ModelSpec from_table layers": lambda wrong: zoo.ModelSpec.from_table({"layers": wrong}, "it"),
    "ModelSpec from_table a layer": lambda wrong: zoo.ModelSpec.from_table({"layers": [wrong]}, "it"),
    "Layer": lambda wrong: zoo.ModelSpec((zoo.Layer(wrong), zoo.Head())),
    "Layer name": lambda wrong: zoo.ModelSpec((zoo.Layer("RandomContrast", name=wrong), zoo.Head())),
    "Layer setting": lambda wrong: zoo.ModelSpec(
        (zoo.Layer("RandomContrast", units=wrong), zoo.Head())
    ).to_table(),
    **{
        f"{block} {name}": lambda wrong, block=block, name=name: zoo.ModelSpec(
            (BLOCKS[block](**({"layers": (zoo.Flatten(),)} | {name: wrong})), zoo.Head())
        )
        for block in BLOCKS
        for name in settings_of(BLOCKS[block])
    },
    "Residual shortcut first": lambda wrong: zoo.ModelSpec(
        (zoo.Residual((zoo.Flatten(),), 2, {"first": wrong, "then": None}), zoo.Head())
    ),
    "Block a layer": lambda wrong: zoo.ModelSpec((zoo.Block((zoo.Flatten(), wrong)), zoo.Head())),
    "ModelSpec parameters": lambda wrong: zoo.ModelSpec((zoo.Head(),), parameters=wrong),
    "ModelSpec a parameter": lambda wrong: zoo.ModelSpec((zoo.Head(),), parameters={"width": wrong}),
    "ModelSpec from_table a block": lambda wrong: zoo.ModelSpec.from_table(
        {"layers": [{"type": "Block", "layers": wrong}]}, "it"
    ),
    "OptimizerPreset optimizer": zoo.OptimizerPreset,
    "OptimizerPreset summary": lambda wrong: zoo.OptimizerPreset(summary=wrong),
    "OptimizerPreset override": lambda wrong: zoo.OptimizerPreset().override(wrong, "it"),
    "OptimizerPreset from_table": lambda wrong: zoo.OptimizerPreset.from_table(wrong, "it"),
    "OptimizerPreset from_table type": lambda wrong: zoo.OptimizerPreset.from_table({"type": wrong}, "it"),
}
SETTINGS: dict[str, tuple[Setting, Callable[[Any], object]]] = {
    **{
        f"{layer} {name}": (
            setting,
            lambda wrong, layer=layer, name=name: zoo.ModelSpec((_layer(layer, name, wrong), zoo.Head())),
        )
        for layer, declared in LAYERS.items()
        for name, setting in settings_of(declared).items()
    },
    **{
        f"{kind} {name}": (setting, lambda wrong, kind=kind, name=name: _preset(kind, name, wrong))
        for kind, declared in OPTIMIZERS.items()
        for name, setting in settings_of(declared).items()
    },
}
"""The settings of all layers and optimizers, each with a function that makes a declaration with it."""


def _settings() -> Iterator[Any]:
    """All of them; those of a name and kind that an earlier one has are left to the soak tests."""
    known: list[tuple[str, Any]] = []
    for place, (setting, make) in SETTINGS.items():
        is_known = (setting.name, setting.kind) in known
        known.append((setting.name, setting.kind))
        yield pytest.param(make, id=place, marks=pytest.mark.soak if is_known else ())


def _layer(layer: str, name: str, wrong: object) -> Any:
    """A layer of the vocabulary that is valid except for one setting."""
    settings = settings_of(LAYERS[layer])
    sound = {
        "units": 3,
        "rate": 0.5,
        "filters": 3,
        "kernel_size": 3,
        "pool_size": 2,
        "target_shape": (4,),
        "dims": (1,),
        "n": 2,
        "input_dim": 2,
        "output_dim": 2,
        "scale": 1,
        "axes": 1,
        "num_heads": 2,
        "head_dim": 2,
        "num_query_heads": 2,
        "num_key_value_heads": 2,
        "key_dim": 2,
        "equation": "ab,bc->ac",
        "output_shape": 3,
        "output_size": 3,
        "height": 3,
        "width": 3,
        "layer": zoo.LSTM(3) if layer == "Bidirectional" else zoo.Dense(3),
    }
    sound |= {"activation": "relu", "stddev": 0.1} if settings["name"] else {}
    given = {each: sound[each] for each, setting in settings.items() if setting.required}
    return LAYERS[layer](**{**given, name: wrong})


def _preset(kind: str, name: str, wrong: object) -> zoo.OptimizerPreset:
    return zoo.OptimizerPreset(OPTIMIZERS[kind](**{name: wrong}))


def _said(error: zoo.ZooError) -> list[str]:
    """The whole error message, without names, which are not shortened."""
    rows = [cell for row in getattr(error, "details", ()) for cell in row]
    return [*rows, "…" if isinstance(error, zoo.UnknownName) else error.sentence]


@pytest.fixture
def _as_far_as_keras(monkeypatch: pytest.MonkeyPatch) -> None:
    """Build and train nothing, since all errors are found before that."""

    def start(name: str, threads: int, *, deterministic: bool | None = None) -> None:
        raise zoo.UsageError("as far as Keras")

    monkeypatch.setattr(backend, "start", start)
    monkeypatch.setattr(train_module, "train_plan", lambda plan, runs, watch, **_: None)


@pytest.mark.usefixtures("_as_far_as_keras")
@pytest.mark.parametrize(
    "make", [*(pytest.param(make, id=place) for place, make in PLACES.items()), *_settings()]
)
def test_a_wrong_type_is_an_error_or_accepted(make: Callable[[Any], object]) -> None:
    """There is never an internal error, and the message is on one line."""
    for wrong in WRONG:
        try:
            make(wrong)
        except (zoo.UsageError, zoo.UnknownName) as error:
            bad = [text for text in _said(error) if len(text.splitlines()) != 1 or len(text) > LONGEST]
            assert not bad, f"a value of type {type(wrong)}"
