"""OptimizerPreset: compared with Keras, checked, overridden, written and read back."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.zoo.strategies import presets
from zoo import OptimizerPreset, optimizer
from zoo.errors import DeclarationError, Problem, SettingError
from zoo.schema import toml
from zoo.schema.declaration import settings_of
from zoo.specs.optimizer import OPTIMIZERS

EVERY = list(OPTIMIZERS.values())
NAMES = ", ".join(OPTIMIZERS)


def problems(declared: Any, summary: Any = "") -> tuple[Problem, ...]:
    """All errors of a preset."""
    with pytest.raises(DeclarationError) as caught:
        OptimizerPreset(declared, summary)
    return caught.value.problems


def table_problems(table: dict[str, Any]) -> tuple[Problem, ...]:
    """All errors of a table."""
    with pytest.raises(DeclarationError) as caught:
        OptimizerPreset.from_table(table, "mine.toml")
    return caught.value.problems


@pytest.mark.parametrize("declared", EVERY, ids=lambda declared: declared.__name__)
def test_settings_and_defaults_are_those_of_keras(declared: type) -> None:
    """Each optimizer has all of Keras's arguments except the name, with Keras's defaults."""
    import keras

    found = inspect.signature(getattr(keras.optimizers, declared.__name__)).parameters
    theirs = {key: each.default for key, each in found.items() if key not in ("name", "kwargs")}
    assert theirs == {key: setting.default for key, setting in settings_of(declared).items()}


@pytest.mark.parametrize("declared", EVERY, ids=lambda declared: declared.__name__)
def test_is_built_with_every_setting(declared: type) -> None:
    """The Keras optimizer has the settings that are declared."""
    from zoo.training.build import build_optimizer

    given_ = {
        "use_ema": True,
        "ema_overwrite_frequency": 3,
        "gradient_accumulation_steps": 2,
        "clipnorm": 1.0,
    }
    preset = OptimizerPreset(declared(learning_rate=0.25, weight_decay=0.5, **given_))
    config = build_optimizer(preset).get_config()
    ours = {key: getattr(preset.optimizer, key) for key in settings_of(declared)}
    if declared is optimizer.Muon:
        assert (ours.pop("exclude_layers"), config.pop("exclude_layers")) == (None, [])
    assert ours == {key: pytest.approx(config[key]) for key in ours}


def test_schedule_is_built() -> None:
    """A learning rate may be a table whose type is a Keras schedule."""
    from zoo.training.build import build_optimizer

    table = {"type": "PiecewiseConstantDecay", "boundaries": [10, 20], "values": [0.5, 0.25, 0.125]}
    built = build_optimizer(OptimizerPreset(optimizer.SGD(table)))
    config = built.get_config()["learning_rate"]["config"]
    assert (config["boundaries"], config["values"]) == ([10, 20], [0.5, 0.25, 0.125])


@pytest.mark.parametrize("declared", EVERY, ids=lambda declared: declared.__name__)
@settings(max_examples=15)
@given(data=st.data())
def test_any_preset_is_read_back_equal(declared: type, data: st.DataObject) -> None:
    """A preset that is written as TOML is read back equal."""
    preset = data.draw(presets(declared))
    kind, table = toml.loads(toml.dumps("optimizer", preset.to_table()), "mine.toml")
    assert ("optimizer", preset) == (kind, OptimizerPreset.from_table(table, "mine.toml"))


def test_all_problems_are_found_at_once() -> None:
    """Each error has its path, the value, and what was expected."""
    declared = optimizer.SGD(-1, 2, 1, clipnorm=1, clipvalue=1)  # type: ignore[arg-type]  # what is wrong is the point
    assert problems(declared, 3) == (
        Problem("summary", "3", "wanted text"),
        Problem("optimizer.learning_rate", "-1", "wanted a number above 0"),
        Problem("optimizer.momentum", "2", "wanted a number from 0 to 1"),
        Problem("optimizer.nesterov", "1", "wanted true or false"),
        Problem("optimizer", "clipnorm and clipvalue", "wanted at most one of them"),
    )


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        (
            optimizer.Ftrl(learning_rate_power=0.5, l1_regularization_strength=-1),
            (
                Problem("optimizer.learning_rate_power", "0.5", "wanted a number of at most 0"),
                Problem("optimizer.l1_regularization_strength", "-1", "wanted a number of at least 0"),
            ),
        ),
        (
            optimizer.Lion(beta_1=0),
            (Problem("optimizer.beta_1", "0", "wanted a number above 0 and at most 1"),),
        ),
        (
            optimizer.Adafactor(beta_2_decay=0),
            (Problem("optimizer.beta_2_decay", "0", "wanted a number below 0"),),
        ),
        (
            optimizer.ScheduleFreeAdamW(beta_1=1),
            (Problem("optimizer.beta_1", "1", "wanted a number above 0 and below 1"),),
        ),
        (
            optimizer.Muon(exclude_layers=("output", "(a+)+")),
            (
                Problem(
                    "optimizer.exclude_layers",
                    "has (a+)+, which is not part of a layer name",
                    "wanted a list of layer names or parts of them, as ['output']",
                ),
            ),
        ),
    ],
    ids=lambda value: getattr(value, "type", None),
)
def test_what_keras_refuses_or_divides_by_is_found(
    declared: optimizer.Optimizer, expected: tuple[Problem, ...]
) -> None:
    """Before Keras is imported."""
    assert problems(declared) == expected


def test_requires_an_optimizer_of_zoo() -> None:
    """A Keras optimizer, or a subclass of a declaration, is refused."""
    wanted = f"wanted one of zoo.optimizer: {NAMES}"
    assert problems("sgd") == (Problem("optimizer", "'sgd'", wanted),)


def test_all_problems_of_a_table_are_found_at_once() -> None:
    """Unknown keys and wrong values are reported together."""
    assert table_problems(
        {"type": "AdamW", "summary": 3, "beta1": 0.5, "beta_2": 1, "weight_decay": "none"}
    ) == (
        Problem("summary", "3", "wanted text"),
        Problem("optimizer.beta1", "0.5", "did you mean beta_1?"),
        Problem("optimizer.beta_2", "1", "wanted a number from 0 to below 1"),
        Problem("optimizer.weight_decay", "'none'", "wanted a number of at least 0"),
    )


@pytest.mark.parametrize(
    ("kind", "found", "wanted"),
    [
        ("sgd", "'sgd'", "did you mean SGD?"),
        (
            "MultiOptimizer",
            "'MultiOptimizer'",
            "wanted one optimizer, since a MultiOptimizer has no learning rate for --lr and schedules to set; "
            "--lr-decay gives layers their own rates, and --phase trains them one after the other",
        ),
        (
            "LossScaleOptimizer",
            "'LossScaleOptimizer'",
            "wanted the optimizer inside it: --precision mixed_float16 scales the loss",
        ),
        (None, "–", f"wanted one of {NAMES}"),
        ([1], "[1]", f"wanted one of {NAMES}"),
    ],
)
def test_type_is_an_optimizer_of_zoo(kind: Any, found: str, wanted: str) -> None:
    """The type of a table has Keras's spelling."""
    table = {} if kind is None else {"type": kind}
    assert table_problems(table) == (Problem("optimizer.type", found, wanted),)


def test_conflict_in_a_table_is_found() -> None:
    """A combination that Keras rejects is refused in a file too."""
    found = table_problems({"type": "SGD", "clipnorm": 1, "global_clipnorm": 1})
    assert found == (Problem("optimizer", "clipnorm and global_clipnorm", "wanted at most one of them"),)


def test_overrides_settings() -> None:
    """Several settings are changed at once, each read by its kind."""
    preset = OptimizerPreset(optimizer.SGD(), "Plain")
    changed = preset.override({"learning_rate": 1, "momentum": 0.5, "clipnorm": 2}, "sgd")
    assert changed == OptimizerPreset(optimizer.SGD(1.0, 0.5, clipnorm=2.0), "Plain")


@pytest.mark.parametrize(
    ("setting", "value", "expected"),
    [
        (
            "learning_rat",
            1,
            "optimizer.learning_rat=1 names no setting of sgd (SGD); did you mean optimizer.learning_rate?",
        ),
        ("learning_rate", 0, "optimizer.learning_rate=0 is too small; wanted a number above 0"),
    ],
)
def test_override_that_is_not_valid_is_refused(setting: str, value: Any, expected: str) -> None:
    """The message has path, value, reason and a suggestion."""
    with pytest.raises(SettingError) as caught:
        OptimizerPreset(optimizer.SGD()).override({setting: value}, "sgd")
    assert str(caught.value).startswith(expected)
