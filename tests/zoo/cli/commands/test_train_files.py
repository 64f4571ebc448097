"""`zoo train` with a model or a plan in a file."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.zoo.cli.samples import IRIS

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_model_in_a_file_is_named_after_the_file(zoo: Callable) -> None:
    """No package is needed."""
    Path("mine.toml").write_text(zoo("show", "relu-dropout", "--toml").out)
    record = json.loads(zoo("train", "./mine.toml", *IRIS[2:], "--json", "--set", "hidden.units=7").out)
    assert (record["model"], record["parameters"]) == ("mine", 4 * 7 + 7 + 7 * 3 + 3)


@pytest.mark.long
def test_a_plan_in_a_file_repeats_the_training(zoo: Callable) -> None:
    """Other settings can't be combined with a plan."""
    first = json.loads(zoo(*IRIS, "--json").out)
    plan = str(Path(first["path"]) / "plan.toml")
    assert json.loads(zoo("train", plan, "--json").out)["history"] == first["history"]
    expected = f"error: --epochs 3 can't change {plan}, which is a plan and has all settings\n"
    assert zoo("train", plan, "--epochs", "3") == (2, "", expected)
    others = ("--optimizer", "adam", "--set", "hidden.units=7", "--callback", "a", "--callback", "b")
    expected = (
        "error: --optimizer adam, --callback a, --callback b, --set hidden.units=7 and --epochs 3 "
        f"can't change {plan}, which is a plan and has all settings\n"
    )
    assert zoo("train", plan, "--epochs", "3", *others) == (2, "", expected)


def test_a_damaged_plan_is_refused_with_all_errors(zoo: Callable) -> None:
    """Each error has a row; nothing is loaded or written."""
    Path("plan.toml").write_text('kerazoo = 1\nkind = "plan"\ncallbacks = [1]\n[data]\nscaling = nan\n')
    expected = """\
error: ./plan.toml has 7 errors; nothing was trained
       callbacks.0   1    wanted a table
       data.scaling  nan  wanted a table
       data.digest   –    wanted sha256: and 64 hexadecimal digits
       model         –    wanted a table
       optimizer     –    wanted a table
       dataset       –    wanted a table
       train         –    wanted a table
"""
    assert zoo("train", "./plan.toml") == (2, "", expected)
    assert [path.name for path in Path().iterdir()] == ["plan.toml"]


@pytest.mark.long
@pytest.mark.parametrize(
    "stem", ["日本", *(pytest.param(each, marks=pytest.mark.soak) for each in ("a b", "-x", "x" * 100))]
)
def test_a_model_file_may_have_any_name(zoo: Callable, stem: str) -> None:
    """The run's folder and Keras have only ASCII letters and digits; the record has the full name."""
    Path(f"{stem}.toml").write_text(zoo("show", "softmax-1layer", "--toml").out)
    record = json.loads(zoo("train", f"./{stem}.toml", *IRIS[2:-1], "1", "--json").out)
    assert (record["model"], record["status"]) == (stem, "completed")
    assert re.fullmatch(r"[\w.-]{1,150}", Path(record["path"]).name, re.ASCII)
    again = json.loads(zoo("train", f"{record['path']}/plan.toml", "--json").out)
    assert (again["model"], again["history"]) == (stem, record["history"])


def test_a_file_name_that_is_not_a_valid_model_name_is_refused(zoo: Callable) -> None:
    """The model is named after its file."""
    stem = "x" * 101
    Path(f"{stem}.toml").write_text(zoo("show", "softmax-1layer", "--toml").out)
    expected = (
        f"error: the name of {stem}.toml is not valid for a model; "
        "wanted text on one line, of 1 to 100 characters, without /\n"
    )
    assert zoo("train", f"./{stem}.toml") == (2, "", expected)
