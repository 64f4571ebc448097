"""The folder of a sweep: its combinations, a plan for each, and their runs, which are ordinary runs."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self, TypeVar

from zoo.errors import SettingError, ZooError
from zoo.runs import provenance
from zoo.runs.combination import Combination, numbered
from zoo.runs.ids import free_digits, sweep_began_at
from zoo.runs.listing import ids_in, look_at
from zoo.runs.names import checked_name, checked_tags
from zoo.runs.runs_folder import make_runs_folder, unwritable
from zoo.schema.fields import Integer
from zoo.system import atomic, regular

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from pathlib import Path

    from zoo.plan.plan import Plan
    from zoo.runs.listing import ListedRun
    from zoo.runs.summary import Summary

R = TypeVar("R", bound="ListedRun | Summary")
SWEEP, PLANS, DATA = "sweep.json", "plans", "data"
SCHEMA = 1
JOBS = Integer(1, 1_024)
"""The number of runs trained at the same time."""


@dataclass(frozen=True)
class Sweep:
    """A sweep in its folder.

    Combinations are numbered from 1; `jobs` is the number of runs trained at the same time. `command` is the
    `zoo` command that started it, if any. `name` and `tags` are the user's; the runs get the tags, too.
    `data_digest` is that of the data for its processes, if this process wrote them: it is not in the folder,
    which others may have written.
    """

    path: Path
    combinations: tuple[Combination, ...]
    jobs: int = 1
    command: tuple[str, ...] = ()
    name: str = ""
    tags: tuple[str, ...] = ()
    data_digest: str = field(default="", compare=False)

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
        fill: Callable[[Path], str] = lambda _: "",
        *,
        name: str = "",
        tags: Iterable[str] = (),
    ) -> Self:
        """Create a folder in `runs`; it gets its name once it is complete, so that it is never partial.

        `fill` adds the data for the processes, and returns its digest.
        """
        from zoo.plan import file as plan_file
        from zoo.plan.source_places import portable
        from zoo.plan.vocabulary_file import beside

        make_runs_folder(runs)
        path = _free(runs)
        hidden = runs / f".new.{path.name}"
        made = cls(path, tuple(combinations), jobs, tuple(provenance.command()), name, tuple(tags))
        try:
            hidden.mkdir()  # fails if another process has made it, or a link of this name
            (hidden / PLANS).mkdir()
            for number, plan in enumerate(plans, start=1):
                (hidden / _plan_name(number)).write_text(
                    plan_file.dumps(portable(plan, runs)), encoding="utf-8"
                )
            for other, content in beside(plans[0].dataset).items():  # all have the same data
                (hidden / PLANS / other).write_text(content, encoding="utf-8")
            (hidden / SWEEP).write_text(made.text(), encoding="utf-8")
            made = replace(made, data_digest=fill(hidden))
            os.sync()
            hidden.rename(path)
            atomic.flush(runs)
        except BaseException as error:
            shutil.rmtree(hidden, ignore_errors=True)
            if isinstance(error, OSError):
                raise unwritable(runs, error) from None
            raise
        return made

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the sweep in a folder; raises ZooError if its file can't be read."""
        try:
            table = regular.read_json(path / SWEEP)
            if table["schema"] != SCHEMA:
                raise ZooError(f"{path / SWEEP} has schema {table['schema']}; wanted {SCHEMA}")
            first, *others = map(_combination, table["combinations"])  # ValueError if there is none
            jobs, command = JOBS.read(table["jobs"]), tuple(map(str, table["command"]))
            # Sweeps of earlier versions have neither a name nor tags.
            name, tags = checked_name(table.get("name") or None), checked_tags(table.get("tags", ()))
            return cls(path, (first, *others), jobs, command, name, tuple(tags))
        except OSError as error:
            raise ZooError(f"{path / SWEEP} can't be read: {(error.strerror or '').lower()}") from None
        except (ValueError, KeyError, TypeError, RecursionError, SettingError):
            raise ZooError(f"{path / SWEEP} is not what zoo writes") from None

    def text(self) -> str:
        """The content of sweep.json."""
        known = {"schema": SCHEMA, "name": self.name, "tags": self.tags, "jobs": self.jobs}
        combinations = [asdict(each) for each in self.combinations]
        return json.dumps(known | {"command": self.command, "combinations": combinations}, indent=1)

    def plan_path(self, number: int) -> Path:
        """The file with a combination's plan, which `zoo train` accepts."""
        return self.path / _plan_name(number)

    def plan(self, number: int) -> Plan:
        """Read a combination's plan; raises the errors of `plan_file.load`."""
        from zoo.plan import file as plan_file

        return plan_file.load(self.plan_path(number))

    def to_json(self) -> dict[str, Any]:
        """Plain data: the combinations, each with the record of its run."""
        runs = self.runs()
        rows = [
            row | (run.to_json() if (run := runs.get(row["combination"])) else {"status": "waiting"})
            for row in numbered(self.combinations)
        ]
        known = {"schema": SCHEMA, "id": self.path.name, "path": str(self.path)}
        return known | {"name": self.name, "tags": [*self.tags], "combinations": rows}

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
        return self.chosen(look_at(self.path / name) for name in ids_in(self.path) if name not in without)

    def chosen(self, found: Iterable[R]) -> dict[int, R]:
        """The same as `runs`, from all runs in the folder, the newest first."""
        chosen: dict[int, R] = {}
        for run in reversed([*found]):
            number = run.combination
            if number is None or not 1 <= number <= len(self.combinations):
                continue
            if number not in chosen or chosen[number].status != "completed" or run.status == "completed":
                chosen[number] = run
        return chosen

    def unreadable(self) -> list[ListedRun]:
        """The runs that can't be read; their combinations are trained again."""
        found = (look_at(self.path / name) for name in ids_in(self.path))
        return [run for run in found if run.status == "unreadable"]


def _combination(table: Any) -> Combination:
    """Read a combination as written by `create`; raises KeyError, TypeError or ValueError otherwise."""
    each = Combination(**table)
    if [*map(type, (each.model, each.optimizer, each.seed, each.settings))] != [str, str, int, dict]:
        raise TypeError(each)
    return each


def _plan_name(number: int) -> str:
    return f"{PLANS}/{number:04}.toml"


def is_sweep(path: Path) -> bool:
    """Whether a folder is that of a sweep; one with the name of a sweep is, even if its file is missing."""
    try:
        return (path / SWEEP).is_file() or (sweep_began_at(path.name) is not None and path.is_dir())
    except OSError:  # a name that is too long
        return False


def _free(runs: Path) -> Path:
    """A path for a sweep's folder, whose last digits nothing else in `runs` has."""
    return runs / f"sweep-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{free_digits(runs)}"
