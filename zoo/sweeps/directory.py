"""The folder of a sweep: its combinations, a plan for each, and their runs, which are ordinary runs."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from zoo.errors import UsageError, ZooError
from zoo.plan import file as plan_file
from zoo.runs import ids, provenance
from zoo.runs.directory import make_runs_folder, unwritable
from zoo.runs.listing import ListedRun, ids_in, listed, look_at
from zoo.schema.fields import Integer
from zoo.sweeps.combinations import Combination
from zoo.system import atomic, regular

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from zoo.plan.plan import Plan

SWEEP, PLANS, DATA = "sweep.json", "plans", "data"
SCHEMA = 1
JOBS = Integer(1, 1_024)
"""The number of runs trained at the same time."""


@dataclass(frozen=True)
class Sweep:
    """A sweep in its folder.

    Combinations are numbered from 1; `jobs` is the number of runs trained at the same time. `command` is the
    `zoo` command that started it, if any.
    """

    path: Path
    combinations: tuple[Combination, ...]
    jobs: int = 1
    command: tuple[str, ...] = ()

    @property
    def short_id(self) -> str:
        """The last four characters of its id."""
        return self.path.name[-4:]

    @classmethod
    def create(
        cls,
        runs: Path,
        combinations: Sequence[Combination],
        plans: Sequence[Plan],
        jobs: int,
        fill: Callable[[Path], None] = lambda _: None,
    ) -> Self:
        """Create a folder in `runs`; it gets its name once it is complete, so that it is never partial.

        `fill` adds further files.
        """
        make_runs_folder(runs)
        name = f"sweep-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"
        hidden, path = runs / f".new.{name}", runs / name
        known = [asdict(each) for each in combinations]
        command = provenance.command()
        table = {"schema": SCHEMA, "jobs": jobs, "command": command, "combinations": known}
        try:
            (hidden / PLANS).mkdir(parents=True)
            for number, plan in enumerate(plans, start=1):
                (hidden / _plan_name(number)).write_text(plan_file.dumps(plan), encoding="utf-8")
            (hidden / SWEEP).write_text(json.dumps(table, indent=1), encoding="utf-8")
            fill(hidden)
            os.sync()
            hidden.rename(path)
            atomic.flush(runs)
        except BaseException as error:
            shutil.rmtree(hidden, ignore_errors=True)
            if isinstance(error, OSError):
                raise unwritable(runs, error) from None
            raise
        return cls(path, tuple(combinations), jobs, tuple(command))

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the sweep in a folder; raises ZooError if its file can't be read."""
        try:
            table = json.loads(regular.read_bytes(path / SWEEP))
            if table["schema"] != SCHEMA:
                raise ZooError(f"{path / SWEEP} has schema {table['schema']}; wanted {SCHEMA}")
            first, *others = map(_combination, table["combinations"])  # ValueError if there is none
            return cls(path, (first, *others), JOBS.read(table["jobs"]), tuple(map(str, table["command"])))
        except OSError as error:
            raise ZooError(f"{path / SWEEP} can't be read: {(error.strerror or '').lower()}") from None
        except (ValueError, KeyError, TypeError, RecursionError):
            raise ZooError(f"{path / SWEEP} is not what zoo writes") from None

    def plan_path(self, number: int) -> Path:
        """The file with a combination's plan, which `zoo train` accepts."""
        return self.path / _plan_name(number)

    def plan(self, number: int) -> Plan:
        """Read a combination's plan; raises the errors of `plan_file.load`."""
        return plan_file.load(self.plan_path(number))

    def to_json(self) -> dict[str, Any]:
        """Plain data: the combinations, each with the record of its run."""
        runs = self.runs()
        rows = [
            row | (run.to_json() if (run := runs.get(row["combination"])) else {"status": "waiting"})
            for row in numbered(self.combinations)
        ]
        return {"schema": SCHEMA, "id": self.path.name, "path": str(self.path), "combinations": rows}

    def is_complete(self) -> bool:
        """Whether all runs are completed."""
        runs = self.runs()
        return len(runs) == len(self.combinations) and all(
            each.status == "completed" for each in runs.values()
        )

    def runs(self, without: Collection[str] = ()) -> dict[int, ListedRun]:
        """The run of each combination; if it has several, a completed one, otherwise the newest.

        Runs with an id in `without` are skipped.
        """
        found: dict[int, ListedRun] = {}
        for name in reversed([each for each in ids_in(self.path) if each not in without]):
            run = look_at(self.path / name)
            number: Any = run.record.get("combination")
            if type(number) is not int or not 1 <= number <= len(self.combinations):
                continue
            if number not in found or found[number].status != "completed" or run.status == "completed":
                found[number] = run
        return found

    def unreadable(self) -> list[ListedRun]:
        """The runs that can't be read; their combinations are trained again."""
        return [run for run in listed(self.path) if run.status == "unreadable"]


def _combination(table: Any) -> Combination:
    """Read a combination as written by `create`; raises KeyError, TypeError or ValueError otherwise."""
    each = Combination(**table)
    if [*map(type, (each.model, each.optimizer, each.seed, each.settings))] != [str, str, int, dict]:
        raise TypeError(each)
    return each


def numbered(combinations: Iterable[Combination]) -> list[dict[str, Any]]:
    """The combinations as plain data, each with its number."""
    return [{"combination": number} | asdict(each) for number, each in enumerate(combinations, start=1)]


def _plan_name(number: int) -> str:
    return f"{PLANS}/{number:04}.toml"


def find_sweep(text: str, runs: Path) -> Path | None:
    """The folder of the sweep with this id, end of an id, or path; None if there is none."""
    if "/" in text:
        return Path(text) if (Path(text) / SWEEP).is_file() else None
    found = [name for name in ids.sweeps_in(runs) if text and name.endswith(text)]
    if len(found) > 1:
        raise UsageError(f"{len(found)} sweeps in {runs}/ end in '{text}'; wanted a longer id")
    return runs / found[0] if found else None
