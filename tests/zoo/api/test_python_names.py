"""Messages of the Python API name arguments, where those of the command line name options."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest

import zoo
from zoo.api.python_names import with_arguments

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("m.keras exists; overwrite it with --force", "m.keras exists; overwrite it with force=True"),
        ("in sorted order, which --class-names changes", "in sorted order, which class_names changes"),
        ("as --class-names a,b,c", "as class_names=a,b,c"),
        ("wanted --patience N too", "wanted patience=N too"),
        ("wanted --metrics share too", "wanted metrics=share too"),
        ("did you mean --optimizer rmsprop?", "did you mean optimizer=rmsprop?"),
        ("--date 'a=%d/%m/%Y' has their format", "date='a=%d/%m/%Y' has their format"),
        ("name its place with --from", "name its place with start"),
        ("no learning rate for --lr", "no learning rate for optimizer.learning_rate"),
        ("--drop age leaves the column out", "drop age leaves the column out"),
        ("zoo runs --runs-dir others lists them", "zoo runs --runs-dir others lists them"),
        ("zoo train makes one, and --runs-dir names another", "zoo train makes one, and runs_dir names another"),
        ("no run is called '--force'", "no run is called '--force'"),
        ("XLA_FLAGS was --xla_isa=AVX2, is not set", "XLA_FLAGS was --xla_isa=AVX2, is not set"),
    ],
)  # fmt: skip
def test_options_are_arguments(message: str, expected: str) -> None:
    """Values in quotes, commands to type and variables of the environment are as they are."""
    assert expected == with_arguments(message, ["force"])


def test_an_error_of_a_function_names_its_argument(tmp_path: Path) -> None:
    """In its message, its reason and its details."""
    (tmp_path / "README.md").touch()
    with pytest.raises(zoo.ZooError) as exists:
        zoo.card("last", output=tmp_path / "README.md")
    expected = (
        f"{tmp_path / 'README.md'} exists; overwrite it with force=True or choose another name with output"
    )
    assert expected == str(exists.value)
    with pytest.raises(zoo.SettingError) as alone:
        zoo.train("mlp", dataset="iris", min_delta=0.1)
    assert alone.value.reason == "has no effect without patience; wanted patience=N too"
    assert str(alone.value) == f"train.min_delta=0.1 {alone.value.reason}"


def test_a_callback_of_keras_is_an_argument() -> None:
    """The command line names the option."""
    with pytest.raises(zoo.UnknownName, match=r"; patience does what Keras's EarlyStopping does$"):
        zoo.train("mlp", dataset="iris", callbacks=["EarlyStopping"])


def test_functions_can_be_sent_to_processes() -> None:
    """They are pickled by the name that `zoo` exports."""
    assert pickle.loads(pickle.dumps(zoo.train)) is zoo.train  # noqa: S301 - its own
