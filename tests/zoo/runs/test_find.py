"""Find a run by what a user types."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.zoo.runs.records import write_run, write_sweep
from zoo.errors import UsageError, ZooError
from zoo.runs.find import all_ids_in, find_run, find_sweep
from zoo.runs.named_runs import find_records, paths_of

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """The error message for a RUN, with two runs in `runs`."""
    monkeypatch.chdir(tmp_path)
    write_run(Path("runs"), "20201122T120000Z-3f9a")
    write_run(Path("runs"), "20201123T120000Z-819a", model="relu-flatten")

    def refuse(run: str, runs: str = "runs") -> str:
        with pytest.raises(UsageError) as mistake:
            find_run(run, Path(runs))
        return str(mistake.value)

    return refuse


def test_a_run_is_found_by_path_id_end_and_last(tmp_path: Path) -> None:
    """Each finds the same directory; a path may be outside the folder of runs and have any name."""
    runs = tmp_path / "runs"
    path = write_run(runs, "20201123T120000Z-3f9a")
    write_run(runs, "20201122T120000Z-ffff")
    for run in (f"{path}", f"{path}/", path.name, "3f9a", "9a", "rmsprop-3f9a", "last"):
        assert find_run(run, runs) == path
    moved = path.rename(tmp_path / "mine")
    assert find_run(str(moved), tmp_path / "nowhere") == moved


def test_last_is_the_run_with_the_newest_id(tmp_path: Path) -> None:
    """Not the last modified one, and not a folder that is not a run."""
    path = write_run(tmp_path, "20201123T120000Z-0000")
    write_run(tmp_path, "20201122T120000Z-ffff")
    for other in ("zzz", "20301399T120000Z-net-sgd-1111", ".20301122T120000Z-net-sgd-2222.removed"):
        (tmp_path / other).mkdir()
    (tmp_path / "20301122T120000Z-net-sgd-3333").touch()
    assert find_run("last", tmp_path) == path


def test_of_runs_that_began_in_one_second_last_is_the_one_that_was_made_last(tmp_path: Path) -> None:
    """Neither the model nor the digits in an id say which it is."""
    begun = ["20261122T153012Z-net-sgd-9999", "sweep-20261122T153012Z-7777", "20261122T153012Z-abc-sgd-0000"]
    for made, name in enumerate(begun):
        place = tmp_path / name
        place.mkdir()
        file = place / ("sweep.json" if name.startswith("sweep") else "plan.toml")
        file.touch()
        os.utime(file, ns=(0, made))
    assert all_ids_in(tmp_path) == begun[::-1]


def test_a_complete_id_is_found_even_if_another_ends_in_it(tmp_path: Path) -> None:
    """The name of a copy may start with a second timestamp."""
    path = write_run(tmp_path, "20201122T120000Z-3f9a")
    (tmp_path / f"20201123T120000Z-{path.name}").mkdir()
    assert find_run(path.name, tmp_path) == path


@pytest.mark.parametrize(
    ("run", "sentence"),
    [
        (
            "3f9b",
            "no run in runs/ ends in '3f9b'; did you mean 3f9a (relu-dropout with rmsprop, 2020-11-22)?",
        ),
        (
            "20201122T120000Z-relu-dropot-rmsprop-3f9a",
            "no run in runs/ ends in '20201122T120000Z-relu-dropot-rmsprop-3f9a'; "
            "did you mean 3f9a (relu-dropout with rmsprop, 2020-11-22)?",
        ),
        ("lsat", "no run in runs/ ends in 'lsat'; did you mean last?"),
        ("zzzz", "no run in runs/ ends in 'zzzz'; zoo runs lists them"),
        ("", "no run in runs/ ends in ''; zoo runs lists them"),
        ("..", "no run in runs/ ends in '..'; zoo runs lists them"),
        ("\x1b[31m", r"no run in runs/ ends in '\x1b[31m'; zoo runs lists them"),
        (
            "9a",
            "'9a' matches 2 runs in runs/; wanted more characters of one: "
            "819a (relu-flatten with rmsprop, 2020-11-23) and 3f9a (relu-dropout with rmsprop, 2020-11-22)",
        ),
        ("runs/", "runs/ is not a run: it has no run.json; wanted a run's directory"),
        ("../x/\0", r"../x/\x00 is not a run: it has no run.json; wanted a run's directory"),
        (
            "./runs/20201122T120000Z-relu-dropout-rmsprop-3f9a/run.json",
            "./runs/20201122T120000Z-relu-dropout-rmsprop-3f9a/run.json is the record of a run; "
            "did you mean runs/20201122T120000Z-relu-dropout-rmsprop-3f9a/?",
        ),
        (f"./{'a' * 5000}", f"./{'a' * 57}… is not a run: it has no run.json; wanted a run's directory"),
    ],
)
def test_no_match_and_several_matches_are_errors(
    refused: Callable[[str], str], run: str, sentence: str
) -> None:
    """The message has a suggestion."""
    assert refused(run) == sentence


def test_five_of_many_candidates_are_named(refused: Callable[[str], str]) -> None:
    """The message has the number of the others."""
    for number in range(10):
        write_run(Path("runs"), f"20201124T12000{number}Z-00{number}a")
    said = refused("a")
    assert (said.count("rmsprop"), said[-11:]) == (5, " and 7 more")
    assert said.startswith("'a' matches 12 runs in runs/; wanted more characters of one: 009a (")


def test_a_missing_folder_of_runs_is_an_error(refused: Callable[..., str]) -> None:
    """A file, and a folder without runs, are errors too."""
    missing = "there is no folder nowhere; zoo train makes one, and --runs-dir names another"
    assert refused("last", "nowhere") == missing
    Path("file").touch()
    assert refused("last", "file") == "file is not a folder; wanted a folder of runs, see --runs-dir"
    Path("empty").mkdir()
    assert refused("last", "empty") == "there is no run in empty/; zoo train makes one"


def test_a_folder_of_runs_is_named_in_the_advice(refused: Callable[..., str]) -> None:
    """If it is not the default."""
    Path("runs").rename("others")
    assert refused("zz", "others") == (
        "no run in others/ ends in 'zz'; zoo runs --runs-dir others lists them"
    )


def test_a_run_in_the_current_directory_needs_a_slash(
    refused: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its name alone is not a path; the error suggests the path."""
    monkeypatch.chdir("runs")
    name = "20201122T120000Z-relu-dropout-rmsprop-3f9a"
    assert refused(name) == f"no run in runs/ ends in '{name}'; did you mean ./{name}?"


def test_an_id_does_not_leave_the_folder_of_runs(refused: Callable[[str], str], tmp_path: Path) -> None:
    """A link to the outside is refused; a link inside is another name."""
    name = "20201124T120000Z-net-sgd-1111"
    Path("runs", name).symlink_to(write_run(tmp_path / "other", "20201122T120000Z-7777"))
    elsewhere = tmp_path / "other" / "20201122T120000Z-relu-dropout-rmsprop-7777"
    sentence = f"runs/{name} is a link out of runs/; did you mean {elsewhere}/?"
    assert [refused(run) for run in ("1111", name, "last")] == [sentence] * 3
    inner = Path("runs", "20201125T120000Z-net-sgd-2222")
    inner.symlink_to("20201122T120000Z-relu-dropout-rmsprop-3f9a")
    assert find_run("2222", Path("runs")) == inner


@pytest.fixture
def named(refused: Callable[[str], str]) -> Callable[[str], str]:
    """The error message for a RUN, with five more runs, of which four have a name."""
    runs = Path("runs")
    write_run(runs, "20201124T120000Z-1111", name="base")
    write_run(runs, "20201125T120000Z-2222", name="twice")
    write_run(runs, "20201126T120000Z-3333", name="twice", model="relu-flatten")
    write_run(runs, "20201127T120000Z-4444", name="3f9a")
    (write_run(runs, "20201128T120000Z-5555", name="torn") / "run.json").write_text("{")
    return refused


@pytest.mark.usefixtures("named")
def test_a_run_is_found_by_its_exact_name() -> None:
    """An id wins over a name, and `last` is the newest run."""
    runs = Path("runs")
    assert find_run("base", runs).name[-4:] == "1111"
    assert find_run("3f9a", runs).name == "20201122T120000Z-relu-dropout-rmsprop-3f9a"
    assert find_run("last", runs).name[-4:] == "5555"


@pytest.mark.parametrize(
    ("run", "sentence"),
    [
        (
            "twice",
            "'twice' is the name of 2 runs in runs/; wanted the id of one: "
            "3333 (twice, relu-flatten with rmsprop, 2020-11-26) and "
            "2222 (twice, relu-dropout with rmsprop, 2020-11-25)",
        ),
        (
            "Base",
            "no run in runs/ is called or ends in 'Base'; "
            "did you mean 1111 (base, relu-dropout with rmsprop, 2020-11-24)?",
        ),
        ("bas*", "no run in runs/ is called or ends in 'bas*'; did you mean 1111 (base, relu-dropout with "),
        ("torn", "no run in runs/ is called or ends in 'torn'; zoo runs lists them"),
        ("", "no run in runs/ is called or ends in ''; zoo runs lists them"),
    ],
)
def test_an_ambiguous_or_unknown_name_is_an_error(
    named: Callable[[str], str], run: str, sentence: str
) -> None:
    """All runs of the name are listed, and a similar name is suggested; part of a name is not enough."""
    assert named(run).startswith(sentence)


def test_a_link_to_a_named_run_elsewhere_is_not_found_by_name(
    refused: Callable[[str], str], tmp_path: Path
) -> None:
    """A name does not lead to another folder."""
    elsewhere = write_run(tmp_path / "other", "20201122T120000Z-7777", name="base")
    Path("runs", "20201124T120000Z-net-sgd-1111").symlink_to(elsewhere)
    assert refused("base") == "no run in runs/ ends in 'base'; zoo runs lists them"


@pytest.fixture
def swept(refused: Callable[[str], str]) -> Callable[[str], str]:
    """The error message for a RUN, with two sweeps: one has a run, and one a name and no run."""
    runs = Path("runs")
    sweep = write_sweep(runs, "20201124T120000Z-5eed", "relu-dropout", "relu-flatten")
    write_run(sweep, "20201124T120000Z-b1b1", name="in b1b1", combination=1)
    write_sweep(runs, "20201125T120000Z-5eef", name="grid")
    return refused


INNER = "20201124T120000Z-relu-dropout-rmsprop-b1b1"


@pytest.mark.usefixtures("swept")
def test_a_run_of_a_sweep_is_found_by_id_and_name() -> None:
    """Runs outside of sweeps come first."""
    runs = Path("runs")
    inner = runs / "sweep-20201124T120000Z-5eed" / INNER
    assert [find_run(run, runs) for run in ("b1b1", inner.name, "in b1b1")] == [inner] * 3
    outer = write_run(runs, "20201120T120000Z-b1b1")
    assert find_run("b1b1", runs) == outer


@pytest.mark.usefixtures("swept")
def test_a_sweep_is_found_by_path_id_end_beginning_name_and_last() -> None:
    """It is `last` if it is newer than all runs; a path may be outside the folder of runs."""
    runs = Path("runs")
    first, second = runs / "sweep-20201124T120000Z-5eed", runs / "sweep-20201125T120000Z-5eef"
    for text in ("5eed", "ed", first.name, f"{first}/", "sweep-20201124"):
        assert find_sweep(text, runs) == first
    for text in ("last", "grid", "5eef", f"./{second}"):
        assert find_sweep(text, runs) == second
    assert find_sweep("3f9a", runs) is None
    newest = write_run(runs, "20201126T120000Z-1111")
    assert find_run("last", runs) == newest
    moved = first.rename("mine")
    assert find_sweep("./mine", Path("nowhere")) == Path(moved)


@pytest.mark.parametrize(
    ("run", "sentence"),
    [
        (
            "5eed",
            "'5eed' is a sweep; wanted one of its runs, such as the best: "
            "b1b1 (in b1b1, relu-dropout with rmsprop, 2020-11-24)",
        ),
        ("5eef", "'5eef' is a sweep, none of whose runs is complete; zoo resume 5eef trains them"),
        ("last", "'last' is a sweep, none of whose runs is complete; zoo resume 5eef trains them"),
        (
            "5",
            "'5' matches 2 runs and sweeps in runs/; wanted more characters of one: "
            "5eef (grid, sweep of 1 run, 2020-11-25) and 5eed (sweep of 2 runs, 2020-11-24)",
        ),
        (
            "b1b2",
            "no run in runs/ is called or ends in 'b1b2'; "
            "did you mean b1b1 (in b1b1, relu-dropout with rmsprop, 2020-11-24)?",
        ),
        (
            "gird",
            "no run in runs/ is called or ends in 'gird'; did you mean 5eef (grid, sweep of 1 run, 2020-11-25)?",
        ),
        ("s", "no run in runs/ is called or ends in 's'; zoo runs lists them"),
    ],
)
def test_a_sweep_in_place_of_a_run_is_an_error(swept: Callable[[str], str], run: str, sentence: str) -> None:
    """The message has the best of its runs; sweeps are candidates, too."""
    assert swept(run) == sentence


def test_the_best_run_is_named_so_that_it_is_found(swept: Callable[[str], str]) -> None:
    """By its path, if its last characters are not unique; of accuracies, the largest is the best."""
    sweep = Path("runs", "sweep-20201124T120000Z-5eed")
    better = {"validation": {"loss": 0.5, "accuracy": 0.9}}
    for folder, second in ((sweep, 1), (sweep.parent / "sweep-20201125T120000Z-5eef", 2)):
        write_run(folder, f"20201124T12000{second}Z-c1b1", combination=2, metrics=better)
    path = sweep / "20201124T120001Z-relu-dropout-rmsprop-c1b1"
    assert swept("5eed") == (
        "'5eed' is a sweep; wanted one of its runs, such as the best: "
        f"{path} (relu-dropout with rmsprop, 2020-11-24)"
    )
    assert find_run(str(path), Path("runs")) == path


def test_a_sweep_stands_for_its_complete_runs(tmp_path: Path) -> None:
    """Those that differ only in their seed are in one group; a run that is also named itself counts once."""
    runs = tmp_path / "runs"
    sweep = write_sweep(runs, "20201124T120000Z-5eed", "relu-dropout", "relu-flatten", seeds=2)
    for number in (1, 2, 3, 4):
        status = "failed" if number == 4 else "completed"
        write_run(sweep, f"20201124T12000{number}Z-aaa{number}", combination=number, status=status)
    alone = write_run(runs, "20201123T120000Z-3f9a")
    (write_run(sweep, "20201124T120009Z-bbbb") / "run.json").write_text("{")
    found = find_records(["aaa2", "5eed", "3f9a", "last"], runs)
    assert [[each.id[-4:] for each in group] for group in found.groups] == [
        ["aaa2"],
        ["aaa1"],
        ["aaa3"],
        ["3f9a"],
    ]
    assert [each.id[-4:] for each in found.records] == ["aaa2", "aaa1", "aaa3", "3f9a"]
    assert found.unreadable == ["bbbb: run.json is truncated after 1 bytes"]
    assert [[path.name[-4:] for path in group] for group in paths_of(sweep)] == [["aaa1", "aaa2"], ["aaa3"]]
    assert paths_of(alone) == [[alone]]
    empty = write_sweep(runs, "20201125T120000Z-5eef")
    with pytest.raises(ZooError, match=r"^sweep 5eef has no complete run; zoo resume 5eef trains its runs$"):
        paths_of(empty)


def test_a_link_to_a_sweep_elsewhere_is_not_searched(refused: Callable[[str], str], tmp_path: Path) -> None:
    """An id does not lead to another folder."""
    write_run(tmp_path / "other", "20201124T120000Z-b1b1")
    link = Path("runs", "sweep-20201124T120000Z-5eed")
    link.symlink_to(tmp_path / "other")
    assert refused("b1b1").startswith("no run in runs/ ends in 'b1b1'")
    sentence = f"{link} is a link out of runs/; did you mean {tmp_path / 'other'}/?"
    assert [refused(text) for text in ("5eed", "last")] == [sentence] * 2
