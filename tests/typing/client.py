"""Code that uses the whole Python API; it is checked by `mypy --strict` and pyright, not run."""

from __future__ import annotations

from pathlib import Path
from typing import assert_type

import numpy as np

import zoo


def declare() -> zoo.ModelSpec:
    """Declare a model and an optimizer."""
    preset = zoo.OptimizerPreset(zoo.optimizer.SGD(learning_rate=0.1, momentum=0.9), summary="Momentum")
    assert_type(preset, zoo.OptimizerPreset)
    return zoo.ModelSpec(
        summary="Convolutions, then one hidden layer",
        layers=(
            zoo.Conv2D(8, kernel_size=3, activation="relu"),
            zoo.BatchNormalization(),
            zoo.MaxPooling2D(2),
            zoo.Flatten(),
            zoo.Dense(16, activation="relu", name="hidden"),
            zoo.Dropout(0.3),
            zoo.Head(),
        ),
    )


def look() -> None:
    """List and show what is registered."""
    assert_type(zoo.list_models("relu-*"), list[str])
    assert_type(zoo.list_optimizers(), list[str])
    assert_type(zoo.list_datasets(), list[str])
    assert_type(zoo.list_weights(), list[str])
    shown = zoo.show("relu-dropout", input_shape=(8, 8), classes=10, settings={"hidden.units": 50})
    assert_type(shown, zoo.Described)
    assert_type(shown.summary, str)
    assert_type(zoo.download("https://example.org/x.csv", zoo.cache_folder("mine") / "x.csv", "0" * 64), Path)
    loaded = zoo.load_dataset(Path("flowers.csv"), target="species", task="classification", drop=["id"])
    assert_type(loaded, zoo.LoadedDataset)
    assert_type(loaded.classes, tuple[str, ...])
    assert_type(loaded.training, zoo.Split)
    assert_type(loaded.splits, dict[str, zoo.Split])
    model = zoo.build(declare(), input_shape=(28, 28, 1), task=zoo.Task("classification", 10), seed=1)
    model.summary()


def train() -> zoo.RunRecord:
    """Train, resume and replay runs."""
    record = zoo.train(
        declare(),
        "rmsprop",
        Path("flowers.csv"),
        epochs=5,
        batch_size=32,
        seed=1,
        backend="tensorflow",
        execution="auto",
        threads=2,
        patience=3,
        keep="best",
        checkpoint_every=2,
        target="species",
        task="classification",
        settings={"hidden.units": 200},
        callbacks=["tensorboard"],
        runs_dir=Path("runs"),
        watch=lambda event: print(event),  # noqa: PLW0108 - its type is checked
    )
    assert_type(record, zoo.RunRecord)
    assert_type(record.history, dict[str, list[float]])
    assert_type(zoo.resume(record, allow_different=True, start=record, teacher="last"), zoo.RunRecord)
    repeated = zoo.replay("last", epochs=1, start=Path("moved"), teacher=record)
    assert_type(repeated, zoo.Replay)
    kind: str = repeated.verdict.kind
    print(kind)
    return repeated.record


def in_memory(x: np.ndarray, y: list[str]) -> None:
    """Train on data in memory."""
    several: list[zoo.DatasetLike] = [
        "digits",
        Path("flowers.csv"),
        (x, y),
        (x.tolist(), y),
        (x, y, np.ones(len(x))),
        ((x, y), (x, y)),
        {"train": (x, y), "test": (x, y)},
        zoo.Split(x, np.array(y)),
    ]
    for data in several:
        record = zoo.train("relu-flatten", dataset=data)
        assert_type(zoo.evaluate(record, data=data), zoo.Evaluation)
        assert_type(zoo.predict(record, x), zoo.Predictions)
        assert_type(zoo.predict(record, x.tolist(), limit=3), zoo.Predictions)
        assert_type(zoo.resume(record, data=data), zoo.RunRecord)
        assert_type(zoo.replay(record, data=data), zoo.Replay)
        assert_type(zoo.load_dataset(data), zoo.LoadedDataset)
        assert_type(zoo.sweep("relu-*", dataset=data), zoo.SweepResult)
        assert_type(zoo.baseline(data), zoo.Baselines)
        assert_type(zoo.show(data), zoo.Described)


def use(record: zoo.RunRecord) -> None:
    """Use a trained model."""
    found = zoo.evaluate(record, split="validation")
    assert_type(found, zoo.Evaluation)
    assert_type(found.metrics, dict[str, float])
    predicted = zoo.predict(record, ["boot.png", Path("shirt.png")], limit=10)
    assert_type(predicted, zoo.Predictions)
    exported = zoo.export(record, "onnx", output=Path("model.onnx"), force=True)
    assert_type(exported, zoo.Exported)
    assert_type(exported.greatest_difference, float)
    assert_type(zoo.card(record, output=Path("README.md"), licence="MIT"), zoo.Card)
    assert_type(zoo.check_card("README.md"), tuple[zoo.Stale, ...])
    assert_type(zoo.audit("relu-dropout.fashion-mnist", start=record, teacher="last"), zoo.Audit)
    zoo.publish(record, name="relu-dropout.boots", licence="MIT")
    averaged = zoo.average([record, "3f9a"], name="soup")
    assert_type(averaged.record, zoo.RunRecord)
    model = zoo.load(record)
    model.fit(predicted.images, predicted.true, epochs=1)


def choose(first: zoo.RunLike, second: zoo.RunLike) -> None:
    """Compare runs."""
    assert_type(zoo.read_run(first), zoo.RunRecord)
    runs = zoo.list_runs("runs", status="completed", model="relu-*")
    assert_type(runs, list[zoo.ListedRun])
    assert_type(zoo.compare([first, second, "last", *runs]), zoo.Comparison)
    assert_type(zoo.draw_curves([first, second]), str)
    assert_type(zoo.draw_curves(first), str)
    assert_type(zoo.baseline("digits"), zoo.Baselines)
    measured = zoo.gradients("relu-dropout", "digits", batches=2)
    assert_type(measured, zoo.Gradients)
    assert_type(measured.to_svg(measured), str)
    tested = zoo.range_test("relu-dropout", "sgd", "digits", steps=100)
    assert_type(tested, zoo.RangeTest)
    assert_type(tested.suggestion, float | None)
    swept = zoo.sweep(
        ["relu-*"],
        ["adam", "rmsprop"],
        "digits",
        seeds=3,
        epochs=2,
        settings={"hidden.units": [50, 100]},
        start="relu-flatten.fashion-mnist",
        partial=True,
        freeze="hidden",
        phases=[{"epochs": 1}, {"epochs": 2, "unfreeze": "hidden"}],
        lr_decay=0.8,
        lora=4,
        teacher="conv-2.fashion-mnist",
        temperature=2,
        jobs=2,
    )
    assert_type(swept, zoo.SweepResult)
    assert_type(swept.ranking, zoo.Ranking)
    assert_type(swept.records, tuple[zoo.RunRecord, ...])
    assert_type(zoo.report(swept, output="sweep.html"), Path)
    assert_type(zoo.report([first, second], force=True), Path)


def catch() -> str:
    """Catch errors."""
    try:
        zoo.train("relu-drpout")
    except zoo.UnknownName as error:
        return error.meant or ""
    except zoo.DeclarationError as error:
        return "\n".join(problem.path for problem in error.problems)
    except zoo.TrainingFailed as error:
        return error.record.path
    except (zoo.ZooError, zoo.RegistryError) as error:
        return str(error)
    return ""
