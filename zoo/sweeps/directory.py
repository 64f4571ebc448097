"""The folder of a sweep: its combinations, a plan for each, and their runs, which are ordinary ones."""

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
from zoo.system import atomic

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from zoo.plan.plan import Plan

SWEEP, PLANS, DATA = "sweep.json", "plans", "data"
SCHEMA = 1
JOBS = Integer(1, 1_024)
"""How many can be trained at a time."""


@dataclass(frozen=True)
class Sweep:
    """A sweep in its folder; combinations count from 1, `jobs` is how many are trained at a time.

    `command` is what was typed, where it was `zoo`.
    """

    path: Path
    combinations: tuple[Combination, ...]
    jobs: int = 1
    command: tuple[str, ...] = ()

    @property
    def short_id(self) -> str:
        """What it is called by."""
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
        """A new folder in `runs`; it has its name once all is in it, so that none is half there.

        `fill` puts into it what else belongs there.
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
        """The sweep in a folder; ZooError where its file can't be read."""
        try:
            table = json.loads((path / SWEEP).read_bytes())
            if table["schema"] != SCHEMA:
                raise ZooError(f"{path / SWEEP} has schema {table['schema']}; wanted {SCHEMA}")
            first, *others = map(_combination, table["combinations"])  # ValueError where there is none
            return cls(path, (first, *others), JOBS.read(table["jobs"]), tuple(map(str, table["command"])))
        except OSError as error:
            raise ZooError(f"{path / SWEEP} can't be read: {(error.strerror or '').lower()}") from None
        except (ValueError, KeyError, TypeError, RecursionError):
            raise ZooError(f"{path / SWEEP} is not what zoo writes") from None

    def plan_path(self, number: int) -> Path:
        """The file with a combination's plan, which `zoo train` takes."""
        return self.path / _plan_name(number)

    def plan(self, number: int) -> Plan:
        """A combination's plan; raises as `plan_file.load`."""
        return plan_file.load(self.plan_path(number))

    def to_json(self) -> dict[str, Any]:
        """Plain data: the combinations, each with what is known of its run."""
        runs = self.runs()
        rows = [
            row | (run.to_json() if (run := runs.get(row["combination"])) else {"status": "waiting"})
            for row in numbered(self.combinations)
        ]
        return {"schema": SCHEMA, "id": self.path.name, "path": str(self.path), "combinations": rows}

    def is_complete(self) -> bool:
        """Whether nothing is left to train."""
        runs = self.runs()
        return len(runs) == len(self.combinations) and all(
            each.status == "completed" for each in runs.values()
        )

    def runs(self, without: Collection[str] = ()) -> dict[int, ListedRun]:
        """The run of each combination that has one: of several a complete one, else the newest.

        Those with the ids `without` are not read again.
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
        """The runs of which nobody knows what they were: their combinations are trained anew."""
        return [run for run in listed(self.path) if run.status == "unreadable"]


def _combination(table: Any) -> Combination:
    """A combination as `create` writes it; KeyError, TypeError or ValueError where it is anything else."""
    each = Combination(**table)
    if [*map(type, (each.model, each.optimizer, each.seed, each.settings))] != [str, str, int, dict]:
        raise TypeError(each)
    return each


def numbered(combinations: Iterable[Combination]) -> list[dict[str, Any]]:
    """Combinations as plain data, each with its number."""
    return [{"combination": number} | asdict(each) for number, each in enumerate(combinations, start=1)]


def _plan_name(number: int) -> str:
    return f"{PLANS}/{number:04}.toml"


def find_sweep(text: str, runs: Path) -> Path | None:
    """The folder of the sweep that an id, the end of one, or a path means; None where it means none."""
    if "/" in text:
        return Path(text) if (Path(text) / SWEEP).is_file() else None
    found = [name for name in ids.sweeps_in(runs) if text and name.endswith(text)]
    if len(found) > 1:
        raise UsageError(f"'{text}' is the end of {len(found)} sweeps in {runs}/; wanted more of one")
    return runs / found[0] if found else None
