"""`zoo report`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.zoo.reports.samples import swept
from tests.zoo.runs.records import write_run

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.zoo.cli.conftest import Said

ONE, TWO = "20201122T153012Z-3f9a", "20201122T153112Z-a914"
GONE = "warning: {0} is not evaluated: {1}/plan.toml is missing; wanted the plan of the run\n"


def test_a_report_is_written_and_its_path_printed(zoo: Callable[..., Said], tmp_path: Path) -> None:
    """Runs that can't be evaluated or read are warnings; the others are in the report."""
    folder = write_run(tmp_path / "runs", ONE)
    (write_run(tmp_path / "runs", TWO) / "run.json").write_text('{"schema": 1')
    left_out = "a914: run.json is truncated after 12 bytes; it is left out"
    said = f"warning: {left_out}\n" + GONE.format("3f9a", f"runs/{folder.name}")
    assert zoo("report", "3f9a", "a914") == (0, "report.html\n", said)
    page = Path("report.html").read_text()
    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert f"<p>{left_out}</p>" in page
    assert sorted(each.name for each in tmp_path.iterdir()) == ["report.html", "runs"]


def test_an_existing_file_is_left_unchanged(zoo: Callable[..., Said], tmp_path: Path) -> None:
    """It is only overwritten with `--force`; the name has to end in .html or .htm."""
    write_run(tmp_path / "runs", ONE)
    Path("mine.html").write_text("mine")
    exists = "error: mine.html exists; overwrite it with --force or choose another name with -o\n"
    assert zoo("report", "last", "-o", "mine.html") == (1, "", exists)
    assert Path("mine.html").read_text() == "mine"
    assert zoo("report", "last", "-o", "mine.html", "--force").code == 0
    assert Path("mine.html").read_text().endswith("</html>\n")
    wrong = "error: mine.pdf can't be written; wanted a name that ends in .html or .htm\n"
    assert zoo("report", "last", "-o", "mine.pdf") == (2, "", wrong)
    missing = "error: no/a.html can't be written: there is no folder no\n"
    assert zoo("report", "last", "-o", "no/a.html") == (1, "", missing)


def test_nothing_is_written_without_a_readable_run(zoo: Callable[..., Said], tmp_path: Path) -> None:
    """An unreadable run alone is an error, and so is an unknown one."""
    (write_run(tmp_path / "runs", ONE) / "run.json").write_text("")
    assert zoo("report", "3f9a") == (1, "", "error: 3f9a: run.json is empty\n")
    unknown = zoo("report", "nosuch")
    assert (unknown.code, unknown.err) == (
        2,
        "error: no run in runs/ ends in 'nosuch'; zoo runs lists them\n",
    )
    assert not Path("report.html").exists()


def test_a_sweep_has_a_report(zoo: Callable[..., Said], tmp_path: Path) -> None:
    """A sweep is named like a run; with others it stands for its complete runs."""
    swept(tmp_path / "runs")
    write_run(tmp_path / "runs", ONE)
    assert zoo("report", "8b1e", "-o", "sweep.html") == (0, "sweep.html\n", "")
    assert "<h1>Sweep 8b1e: 3 models with adam on fashion-mnist</h1>" in Path("sweep.html").read_text()
    assert zoo("report", "8b1e", "3f9a", "-o", "all.html").code == 0
    assert Path("all.html").read_text().count("<h2>Run ") == 9
    Path("all.html").unlink()
    (tmp_path / "runs" / "sweep-20201122T153000Z-8b1e" / "sweep.json").write_text("{")
    damaged = "error: runs/sweep-20201122T153000Z-8b1e/sweep.json is not what zoo writes\n"
    assert zoo("report", "8b1e") == (1, "", damaged)
    assert not Path("report.html").exists()
