"""Training settings that are not valid or do not fit the task: all are reported, before data is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import zoo
from tests.zoo.samples import NET, dataset
from zoo.catalog.resolve import named
from zoo.errors import DeclarationError, SettingError
from zoo.plan import file
from zoo.plan.make import make_plan
from zoo.schema import toml
from zoo.specs.named import Named
from zoo.specs.optimizer import OptimizerPreset

if TYPE_CHECKING:
    from zoo.plan.plan import Plan

SGD = Named("sgd", OptimizerPreset(zoo.optimizer.SGD()))


def made(dataset_name: str = "iris", **settings: Any) -> Plan:
    """The plan of a model on a registered dataset with these training settings."""
    changes = {f"train.{name}": value for name, value in settings.items()}
    model, data = named("model", "relu-flatten"), named("dataset", dataset_name)
    return make_plan(model, named("optimizer", "sgd"), data, settings=changes)


@pytest.mark.parametrize(
    "given",
    ["setosa=2,virginica=0.5", {"setosa": 2, "virginica": 0.5}, (("setosa", 2.0), ("virginica", 0.5))],
)
def test_weights_of_classes_have_one_form(given: Any) -> None:
    """As text, as a table or as they are stored; plan.toml has them as a table, and is read back."""
    plan = made(class_weight=given)
    assert plan.train.class_weight == (("setosa", 2.0), ("virginica", 0.5))
    assert plan.to_table()["train"]["class_weight"] == {"setosa": 2.0, "virginica": 0.5}
    assert file.read(toml.loads(file.dumps(plan), "plan.toml")[1], "plan.toml") == plan


def test_classes_without_names_are_numbers() -> None:
    """In Python the keys may be Keras's."""
    plan = make_plan(
        Named("net", NET), SGD, Named("rows", dataset(print)), settings={"train.class_weight": {0: 2}}
    )
    assert plan.train.class_weight == (("0", 2.0),)


@pytest.mark.parametrize(
    ("data", "settings", "expected"),
    [
        (
            "diabetes",
            {"class_weight": "balanced"},
            "train.class_weight=balanced is for classes, and diabetes is a regression; wanted none",
        ),
        (
            "iris",
            {"class_weight": "setos=1"},
            "train.class_weight.setos=1.0 is for no class of iris; did you mean setosa?",
        ),
        (
            "iris",
            {"class_weight": "setosa=-1"},
            "train.class_weight.setosa=-1 is not valid; wanted a number of at least 0",
        ),
        (
            "iris",
            {"class_weight": "even"},
            "train.class_weight=even is not valid; wanted balanced, or weights by class, as cat=2,dog=0.5",
        ),
        (
            "iris",
            {"class_weight": {"setosa": 0, "versicolor": 0, "virginica": 0}},
            "train.class_weight=0 for each class leaves no example to train on; "
            "wanted at least one weight above 0",
        ),
    ],
)
def test_a_setting_that_does_not_fit_is_refused(data: str, settings: dict[str, Any], expected: str) -> None:
    """With what would work."""
    with pytest.raises(SettingError) as caught:
        made(data, **settings)
    assert str(caught.value) == expected


def test_all_settings_that_are_not_valid_are_reported_at_once() -> None:
    """Each with its path."""
    with pytest.raises(DeclarationError) as caught:
        made(epochs=0, class_weight={"setosa": -1, "virginica": "a"})
    assert caught.value.details == (
        ("train.epochs", "0", "is too small; wanted a whole number from 1 to 100,000"),
        ("train.class_weight.setosa", "-1", "is not valid; wanted a number of at least 0"),
        ("train.class_weight.virginica", "'a'", "is not valid; wanted a number of at least 0"),
    )


def test_a_plan_file_with_such_a_setting_is_named() -> None:
    """Also if there is only one."""
    table = toml.loads(file.dumps(made(class_weight="setosa=2")), "p")[1]
    table["train"]["class_weight"] = {"setos": 1}
    with pytest.raises(DeclarationError) as caught:
        file.read(table, "p/plan.toml")
    assert str(caught.value) == (
        "p/plan.toml has 1 error\n  train.class_weight.setos: 1.0; is for no class of iris; did you mean setosa?"
    )


@pytest.mark.parametrize(
    ("data", "settings", "expected"),
    [
        ("iris", {"metrics": "aucc"}, "train.metrics=aucc is not a metric; did you mean auc?"),
        (
            "iris",
            {"metrics": []},
            "train.metrics=[] is not a list of metrics; wanted a list of metrics, as auc,f1",
        ),
        (
            "diabetes",
            {"metrics": "auc"},
            "train.metrics=auc is for a classification, and diabetes is a regression; "
            "wanted one of mean_squared_error, root_mean_squared_error, r2",
        ),
        (
            "iris",
            {"metrics": "top_3_accuracy"},
            "train.metrics=top_3_accuracy says nothing for 3 classes; wanted top_2_accuracy",
        ),
        ("iris", {"monitor": "auc"}, "train.monitor=val_auc is not measured; wanted --metrics auc too"),
        (
            "iris",
            {"monitor": "val_acuracy"},
            "train.monitor=val_acuracy is not measured; did you mean val_accuracy?",
        ),
        (
            "iris",
            {"min_delta": 0.1},
            "train.min_delta=0.1 has no effect without --patience; wanted --patience N too",
        ),
        (
            "iris",
            {"start_from_epoch": 5, "patience": 1},
            "train.start_from_epoch=5 is after the last epoch; wanted less than 5, the number of epochs",
        ),
    ],
)
def test_a_metric_that_does_not_fit_is_refused(data: str, settings: dict[str, Any], expected: str) -> None:
    """With what would work."""
    with pytest.raises(SettingError) as caught:
        made(data, **settings)
    assert str(caught.value) == expected


def test_metrics_have_one_form() -> None:
    """Text or a list, also by their other names; a metric is monitored on the validation part."""
    plan = made("diabetes", metrics="rmse, r2_score,rmse", monitor="r2")
    assert plan.train.metrics == ("root_mean_squared_error", "r2")
    assert plan.train.monitor == "val_r2"
    assert file.read(toml.loads(file.dumps(plan), "plan.toml")[1], "plan.toml") == plan


def test_a_plan_without_these_settings_does_not_name_them() -> None:
    """It has those that every training has."""
    assert list(made().to_table()["train"]) == [
        *("epochs", "batch_size", "seed", "backend", "execution", "keep", "checkpoint_every", "precision"),
    ]


def test_lengths_of_a_schedule_are_reported_with_the_other_settings() -> None:
    """All at once, and in the order of the settings; the same of a file."""
    schedule = {"type": "step", "boundaries": ["9 epochs"]}
    settings = {"schedule": schedule, "metrics": "r2", "monitor": "aucc"}
    with pytest.raises(DeclarationError) as refused:
        made(**settings)
    paths = [each.path for each in refused.value.problems]
    assert (refused.value.subject, paths) == (
        "the training",
        ["train.metrics", "train.monitor", "train.schedule.boundaries.0"],
    )
    table = made().to_table()
    table["train"] |= settings | {"metrics": ["r2"]}
    with pytest.raises(DeclarationError) as refused:
        file.read(table, "plan.toml")
    assert (refused.value.subject, [each.path for each in refused.value.problems]) == ("plan.toml", paths)
