"""`zoo curves`."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from PIL import Image

from tests.zoo.runs.records import RECORD, write_run
from zoo.runs import RunDirectory

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.zoo.cli.conftest import Said

ONE, TWO = "20201122T153012Z-3f9a", "20201122T153112Z-a914"


def title(path: Path) -> str | None:
    """The title of the picture in a file."""
    return ET.parse(path).getroot().findtext("{http://www.w3.org/2000/svg}title")


def test_curves_of_one_run_are_written_into_its_folder(zoo: Callable[..., Said], tmp_path: Path) -> None:
    """The path is printed, and an existing file is overwritten."""
    folder = write_run(tmp_path / "runs", ONE)
    (folder / "curves.svg").write_text("old")
    assert zoo("curves", "3f9a") == (0, f"runs/{folder.name}/curves.svg\n", "")
    assert title(folder / "curves.svg") == "relu-dropout with rmsprop on fashion-mnist, seed 42 (3f9a)"
    assert sorted(each.name for each in folder.iterdir()) == ["curves.svg", "run.json"]


def test_curves_of_several_runs_are_in_one_picture(zoo: Callable[..., Said], tmp_path: Path) -> None:
    """It is written to the current folder; an existing file is only overwritten with `--force`."""
    write_run(tmp_path / "runs", ONE)
    write_run(tmp_path / "runs", TWO)
    assert zoo("curves", "3f9a", "last") == (0, "curves.svg\n", "")
    assert title(tmp_path / "curves.svg") == "Learning curves of 2 runs"
    said = "error: curves.svg exists; overwrite it with --force or choose another name with -o\n"
    assert zoo("curves", "3f9a", "last") == (1, "", said)
    assert zoo("curves", "3f9a", "last", "--force").code == 0


def test_a_name_that_ends_in_png_is_a_png_file(zoo: Callable[..., Said], tmp_path: Path) -> None:
    """With twice the picture's resolution."""
    write_run(tmp_path / "runs", ONE)
    assert zoo("curves", "3f9a", "-o", "x.PNG") == (0, "x.PNG\n", "")
    with Image.open(tmp_path / "x.PNG") as picture:
        assert (picture.format, picture.size) == ("PNG", (2216, 704))


def texts(path: Path) -> list[str | None]:
    """All text in the picture in a file."""
    return [each.text for each in ET.parse(path).getroot().iter("{http://www.w3.org/2000/svg}text")]


def test_lines_are_labelled_by_what_differs(zoo: Callable[..., Said], tmp_path: Path) -> None:
    """Or by the run's name; the legend has the ids."""
    write_run(tmp_path / "runs", ONE, optimizer="adam")
    write_run(tmp_path / "runs", TWO)
    write_run(tmp_path / "runs", "20201122T153212Z-77e0", name="base", seed=7)
    assert zoo("curves", "3f9a", "a914", "base").code == 0
    shown = texts(tmp_path / "curves.svg")
    assert [shown.count(label) for label in ("adam, seed 42", "rmsprop, seed 42", "base", "3f9a")] == [
        4,
        4,
        4,
        0,
    ]
    assert shown[-4:-1] == [
        "adam, seed 42: relu-dropout with adam on fashion-mnist, seed 42, 3f9a",
        "rmsprop, seed 42: relu-dropout with rmsprop on fashion-mnist, seed 42, a914",
        "base: relu-dropout with rmsprop on fashion-mnist, seed 7, 77e0",
    ]


def test_the_title_has_the_name_of_a_single_run(zoo: Callable[..., Said], tmp_path: Path) -> None:
    """The id follows."""
    write_run(tmp_path / "runs", ONE, name="base")
    assert zoo("curves", "base", "-o", "one.svg").code == 0
    assert title(tmp_path / "one.svg") == "base: relu-dropout with rmsprop on fashion-mnist, seed 42 (3f9a)"


def test_output_is_written_to_the_given_file(zoo: Callable[..., Said], tmp_path: Path) -> None:
    """With `-o`, nothing is written into the run's folder; the name has to end in .svg or .png."""
    folder = write_run(tmp_path / "runs", ONE)
    assert zoo("curves", "3f9a", "-o", "mine.svg") == (0, "mine.svg\n", "")
    assert [each.name for each in folder.iterdir()] == ["run.json"]
    assert zoo("curves", "3f9a", "-o", "mine.jpg") == (
        2,
        "",
        "error: mine.jpg can't be written; wanted a name that ends in .svg or .png\n",
    )


def test_runs_that_can_not_be_read_or_drawn_are_left_out(zoo: Callable[..., Said], tmp_path: Path) -> None:
    """A damaged run is a warning, one without a complete epoch a note; the others are drawn."""
    write_run(tmp_path / "runs", ONE)
    (write_run(tmp_path / "runs", TWO) / "run.json").write_text('{"schema": 1')
    empty = {"history": {}, "epoch_seconds": [], "best_epoch": None, "kept_epoch": None, "metrics": {}}
    write_run(tmp_path / "runs", "20201122T153212Z-e5d1", status="failed", **empty)
    assert zoo("curves", "3f9a", "a914", "e5d1", "-o", "some.svg") == (
        0,
        "some.svg\n",
        "warning: a914: run.json is truncated after 12 bytes; it is left out\n"
        "note: e5d1 has no complete epoch and is left out\n",
    )
    assert zoo("curves", "e5d1") == (1, "", "error: e5d1 has no complete epoch to draw\n")
    assert zoo("curves", "a914") == (1, "", "error: a914: run.json is truncated after 12 bytes\n")
    torn = write_run(tmp_path / "runs", "20201122T153312Z-b07d") / "run.json"
    torn.write_text(json.dumps(json.loads(torn.read_text()) | {"layers": "none", "task": 1}))
    told = f"b07d: runs/{torn.parent.name}/run.json can't be read: task and layers are damaged"
    assert zoo("curves", "3f9a", "b07d", "-o", "more.svg").err == f"warning: {told}; it is left out\n"


def test_a_copy_of_a_run_is_left_out(zoo: Callable[..., Said], tmp_path: Path) -> None:
    """A run and its copy are drawn once, with a warning."""
    folder = write_run(tmp_path / "runs", ONE)
    shutil.copytree(folder, tmp_path / "copy")
    assert zoo("curves", "3f9a", "./copy", "-o", "one.svg") == (
        0,
        "one.svg\n",
        f"warning: copy: copy is a copy of runs/{folder.name}; it is left out\n",
    )


def test_runs_may_have_other_metrics_besides_that_of_their_task(
    zoo: Callable[..., Said], tmp_path: Path
) -> None:
    """A panel of such a metric has the lines of the runs that have it."""
    write_run(tmp_path / "runs", ONE)
    history = RECORD.history | {"auc": RECORD.history["loss"], "val_auc": RECORD.history["val_loss"]}
    write_run(tmp_path / "runs", TWO, history=history)
    assert zoo("curves", "3f9a", "a914").code == 0
    picture = (tmp_path / "curves.svg").read_text("utf-8")
    assert all(f">{name}<" in picture for name in ("accuracy", "val_accuracy", "auc", "val_auc"))


def test_runs_of_different_tasks_are_refused(zoo: Callable[..., Said], tmp_path: Path) -> None:
    """Accuracy and mean absolute error can't share an axis."""
    write_run(tmp_path / "runs", ONE)
    history = {name.replace("accuracy", "mean_absolute_error"): of for name, of in RECORD.history.items()}
    write_run(tmp_path / "runs", TWO, history=history)
    assert zoo("curves", "3f9a", "a914") == (
        2,
        "",
        "error: 3f9a has accuracy and a914 mean_absolute_error; wanted runs of one kind of task\n",
    )
    write_run(tmp_path / "runs", "20201122T153212Z-e5d1", history={"loss": RECORD.history["loss"]})
    assert zoo("curves", "3f9a", "e5d1").err == (
        "error: 3f9a has accuracy and loss and e5d1 nothing else; wanted runs of one kind of task\n"
    )
    assert not (tmp_path / "curves.svg").exists()


def test_curves_of_a_running_run_need_an_output_file(zoo: Callable[..., Said], tmp_path: Path) -> None:
    """Nothing is written into a folder that a training process writes to."""
    with RunDirectory(write_run(tmp_path / "runs", ONE, status="running")):
        said = "error: 3f9a is running, and draws its curves when it ends; name a file with -o\n"
        assert zoo("curves", "3f9a") == (1, "", said)
        assert zoo("curves", "3f9a", "-o", "now.svg") == (0, "now.svg\n", "")
