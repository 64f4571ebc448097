"""`zoo show` and `zoo train` with your own data."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.zoo import own
from zoo.schema import toml
from zoo.specs.data_options import DataOptions

if TYPE_CHECKING:
    from collections.abc import Callable

SHORT = ("--epochs", "1", "--execution", "plain")
KERAS = """\
import sys
from zoo.cli.group import main
try:
    main(sys.argv[1:])
finally:
    print([name for name in ("keras", "tensorflow", "sklearn") if name in sys.modules])
"""


def test_show_prints_the_columns_of_a_table(zoo: Callable) -> None:
    """Each column has its type and its number of inputs."""
    own.flowers(Path("flowers.csv"))
    expected = """\
flowers: 150 rows in flowers.csv (dataset, a file)

Property     Value
─────────────────────────────────────────────────────────────────────────
examples     150 rows
target       species
task         classification, 3 classes
input shape  (8,)
scaling      each column to mean 0 and deviation 1; categories are 0 or 1
classes      setosa, versicolor, virginica
split        stratified, test 20 %, validation 20 % of the rest

Column        Inputs  Missing  Type
───────────────────────────────────────────────────────────────
sepal length       1        0  numbers, median 5.75
sepal width        1        0  numbers, median 3
petal length       1        0  numbers, median 4.25
petal width        1        0  numbers, median 1.3
colour             4       15  categories: '', blue, red, white

Split       Rows  Shape    Type     Values
────────────────────────────────────────────
training      96  (96, 8)  float64  0 to 7.7
validation    24  (24, 8)  float64  0 to 7.7
test          30  (30, 8)  float64  0 to 7.9

Class       Training  Validation  Test
──────────────────────────────────────
setosa            32           8    10
versicolor        32           8    10
virginica         32           8    10
"""
    assert zoo("show", "flowers.csv", "--target", "species") == (0, expected, "")
    shown = json.loads(zoo("show", "flowers.csv", "--target", "species", "--json").out)
    assert (shown["examples"], shown["columns"][4]["categories"]) == (150, ["", "blue", "red", "white"])


def test_show_of_own_data_imports_no_keras() -> None:
    """So errors in the data are reported quickly."""
    done = subprocess.run(
        [sys.executable, "-c", KERAS, "show", "./nix.csv"], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("[]\n", "error: nix.csv can't be read: no such file or directory\n")


@pytest.mark.long
def test_a_table_is_trained_on_replayed_and_predicted(zoo: Callable) -> None:
    """The detected columns and task are printed before the first epoch and saved in the record."""
    own.flowers(Path("flowers.csv"))
    code, out, err = zoo(
        "train", "softmax-1layer", "--dataset", "flowers.csv", "--target", "species", *SHORT, "--json"
    )
    record = json.loads(out)
    understood = [
        "species: 3 classes (setosa, versicolor, virginica)",
        "4 columns of numbers, standardized; 1 column of categories, one-hot (colour): 8 inputs",
        "15 missing categories: a category ''",
    ]
    path = Path("flowers.csv").resolve()
    assert (code, record["dataset"], record["understood"]) == (0, "flowers", understood)
    assert err.splitlines()[:-1] == [
        "softmax-1layer with rmsprop on flowers: 1 epoch, batch size 32, seed 42",
        f"96 training, 24 validation, 30 test rows; found in {path}",
        *understood,
    ]
    path.rename("moved.csv")
    what = "restore it, or pass --data PATH to evaluate, predict, resume or replay"
    gone = f"error: {path} no longer exists; {what}\n"
    assert zoo("replay", record["id"]) == (1, "", gone)
    assert zoo("predict", record["id"]) == (1, "", gone)
    expected = record["metrics"]["test"]["accuracy"]
    found = json.loads(zoo("evaluate", record["id"], "--data", "moved.csv", "--json").out)
    assert (found["split"], found["metrics"]["accuracy"]) == ("test", expected)
    assert zoo("replay", record["id"], "--data", "moved.csv").out.startswith("Verdict: bit-identical")
    Path("few.csv").write_text("".join(Path("moved.csv").read_text().splitlines(keepends=True)[:4]))
    Path("less.csv").write_text("".join(Path("moved.csv").read_text().splitlines(keepends=True)[:140]))
    changed = zoo("evaluate", record["id"], "--data", "less.csv")
    assert (changed.code, "flowers has changed: its digest was" in changed.err) == (1, True)
    out = zoo("evaluate", record["id"], "--dataset", "./few.csv").out
    assert out.startswith(
        f"softmax-1layer with rmsprop ({record['id'][-4:]}, epoch 1) on all of few, 3 rows\n"
    )
    head, first, *_ = Path("moved.csv").read_text().splitlines(keepends=True)
    Path("new.csv").write_text(head + first + first.replace("5.1", ""))
    said = json.loads(zoo("predict", record["id"], "new.csv", "--json").out)
    assert [row["example"] for row in said["predictions"]] == ["0", "1"]
    odd = first.replace(",,", ",green,").replace("5.1", "many")
    Path("new.csv").write_text(
        head.replace("species", "species,id") + first.strip() + ",1\n" + odd.strip() + ",2\n"
    )
    code, out, err = zoo("predict", record["id"], "new.csv", "--json")
    assert (code, len(json.loads(out)["predictions"])) == (0, 2)
    assert [line for line in err.splitlines() if line.startswith("note: ")] == [
        "note: new.csv: column id not in the training data: ignored",
        "note: new.csv: 1 value of sepal length not a number: filled with the median (many)",
        "note: new.csv: 1 value of colour not in the training data: all zeros (green)",
    ]
    extra = "error: new.csv has a column id, which is not in the training data\n"
    assert zoo("predict", record["id"], "new.csv", "--strict") == (1, "", extra)
    Path("new.csv").write_text(head + first.replace(",,", ",green,"))
    unseen = "error: new.csv has 'green' in column colour, line 2, which is not in the training data\n"
    assert zoo("predict", record["id"], "new.csv", "--strict") == (1, "", unseen)


def test_images_are_trained_on(zoo: Callable) -> None:
    """The dataset is named after the folder."""
    own.images(Path("digits"))
    record = json.loads(zoo("train", "softmax-1layer", "--dataset", "./digits", *SHORT, "--json").out)
    assert (record["dataset"], record["noun"], record["input_shape"]) == ("digits", "images", [8, 8])


def test_arrays_are_trained_on(zoo: Callable) -> None:
    """One-hot labels are detected."""
    np.savez("d.npz", x=np.random.default_rng(0).normal(size=(50, 3)), y=np.eye(2)[np.arange(50) % 2])
    record = json.loads(zoo("train", "softmax-1layer", "--dataset", "d.npz", *SHORT, "--json").out)
    assert record["task"] == {"kind": "classification", "outputs": 2, "labels": "one-hot"}


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["show", "t.csv"], 2, "t.csv is a table; wanted --target with one of a, b"),
        (["show", "t.csv", "--target", "c"], 2, "--target c is not a column of t.csv; wanted one of a, b"),
        (
            ["show", "t.csv", "--target", "b"],
            2,
            "b of t.csv has 50 different whole numbers; wanted --task regression, or --task classification",
        ),
        (
            ["show", "iris", "--target", "b"],
            2,
            "--target b applies to your own data only, not to iris",
        ),
        (
            ["train", "relu-flatten", "--dataset", "iris", "--task", "regression"],
            2,
            "--task regression applies to your own data only, not to iris",
        ),
        (
            ["train", "relu-flatten", "--dataset", "nix.npz"],
            2,
            "nix.npz can't be read: no such file or directory",
        ),
        (
            ["train", "relu-flatten", "--dataset", "empty.csv", "--target", "b"],
            1,
            "empty.csv is empty; wanted a table",
        ),
        (
            ["train", "relu-flatten", "--dataset", "./"],
            1,
            "empty.csv is not in the folder of a class; wanted a folder for each class, "
            "or a table with the paths and labels of images",
        ),
        (
            ["show", "t.csv", "--target", "b", "--task", "x"],
            2,
            "--task x is not known; wanted one of classification, regression, multilabel",
        ),
    ],
)
def test_an_error_is_one_sentence(zoo: Callable, arguments: list[str], code: int, sentence: str) -> None:
    """Nothing is printed on stdout, and nothing is written."""
    own.write_table(Path("t.csv"), ["a", "b"], [[at, at] for at in range(50)])
    Path("empty.csv").touch()
    assert zoo(*arguments) == (code, "", f"error: {sentence}\n")
    assert sorted(path.name for path in Path().iterdir()) == ["empty.csv", "t.csv"]


def test_task_makes_whole_numbers_a_regression(zoo: Callable) -> None:
    """`--task regression` overrides the detection."""
    own.write_table(Path("t.csv"), ["a", "b"], [[at, at] for at in range(50)])
    shown = zoo("show", "t.csv", "--target", "b", "--task", "regression").out
    assert "task         regression, 1 target" in shown


@pytest.mark.long
def test_what_is_said_about_columns_is_in_the_plan(zoo: Callable) -> None:
    """All options are shown, kept, and suggested for the training."""
    rows = [[f"n{at}", f"0{at % 3}", "SML"[at % 3], ["1", "n.a."][at % 2], "ab"[at % 2]] for at in range(60)]
    own.write_table(Path("t.csv"), ["name", "code", "size", "age", "y"], rows)
    said = [
        "--target",
        "y",
        "--drop",
        "name",
        "--number",
        "code",
        "--ordinal",
        "size=S,M,L",
        "--missing",
        "n.a.",
    ]
    options = DataOptions.of("y", drop="name", number="code", ordinal="size=S,M,L", missing="n.a.")
    assert options.arguments().split() == said
    code, out, _ = zoo("show", "t.csv", *said)
    assert code == 0
    assert [line.split()[:4] for line in out.split("\n\n")[2].splitlines()[-3:]] == [
        ["code", "1", "0", "numbers,"],
        ["size", "1", "0", "ordered"],
        ["age", "1", "30", "numbers,"],
    ]
    assert "left out     column name" in out
    run = zoo("train", "softmax-1layer", "--dataset", "t.csv", *said, *SHORT, "--quiet").out.strip()
    plan = toml.loads((Path(run) / "plan.toml").read_text(), "plan.toml")[1]
    assert plan["dataset"]["dropped"] == ["name"]
    assert plan["dataset"]["missing_marks"] == ["n.a."]
    assert [column.get("ordered") for column in plan["dataset"]["columns"]] == [None, True, None]
    assert zoo("evaluate", run).code == 0


def test_columns_that_stand_in_the_way_are_named_at_once(zoo: Callable) -> None:
    """With the lines and the options that settle it."""
    rows = [[f"f{at}", at, ["1", "2", "3", "4", "5", "?!"][at % 6], "ab"[at % 2]] for at in range(60)]
    own.write_table(Path("t.csv"), ["first", "x", "age", "y"], rows)
    assert zoo("show", "t.csv", "--target", "y") == (
        1,
        "",
        """error: t.csv has 2 columns that can't be used as they are; --drop first,age leaves them out
       first  a different text in each row of column first, such as 'f0' in line 2  --drop first leaves it out
       age    '?!' in column age, line 7                                            --missing '?!' reads it as missing, --category age all as categories
""",
    )


def test_options_for_columns_need_a_table(zoo: Callable) -> None:
    """They are refused for arrays and for registered datasets."""
    np.savez("d.npz", x=np.zeros((20, 2)), y=np.arange(20) % 2)
    assert zoo("show", "iris", "--drop", "a").err == (
        "error: --drop a applies to your own data only, not to iris\n"
    )
    assert zoo("show", "d.npz", "--missing", "x").err == (
        "error: --missing x is for tables, and d.npz is not a table; leave it out\n"
    )


@pytest.mark.long
def test_advice_is_given_after_a_short_training(zoo: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    """The baselines of a small table are fitted beside the training, and saved."""
    own.flowers(Path("flowers.csv"))
    words = ["train", "relu-flatten", "-d", "flowers.csv", "--target", "species", "-e", "2", "--lr", "1e-5"]
    monkeypatch.setattr(sys, "argv", ["zoo", *words])
    *_, ending, advice = zoo(*words).out.splitlines()
    assert ending.startswith("Run ")
    assert advice.startswith("SGDClassifier does as well: accuracy ")
    assert Path("runs/baselines/flowers.json").exists()
    assert advice.endswith(": zoo baseline flowers.csv --target species")


@pytest.mark.parametrize(
    ("words", "noun"),
    [
        (["show", "pics"], "model, optimizer, dataset or weights"),
        (["show", "pics", "--validation", "0.2"], "model, optimizer, dataset or weights"),
        (["train", "relu-flatten", "-d", "pics"], "dataset"),
    ],
)
def test_a_folder_named_without_a_slash_is_found(zoo: Callable, words: list[str], noun: str) -> None:
    """The suggestion is its path."""
    Path("pics").mkdir()
    code, out, err = zoo(*words)
    said = f"error: no {noun} is called 'pics'; did you mean ./pics?"
    assert (code, out, err.splitlines()[0]) == (2, "", said)


def test_a_file_in_the_current_folder_needs_no_slash(zoo: Callable) -> None:
    """Its suffix says that it is a file."""
    Path("mine.toml").write_text(zoo("show", "relu-flatten", "--toml").out)
    assert zoo("show", "mine.toml").code == 0
