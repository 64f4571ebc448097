"""Types of arguments and options, with shell completion and error messages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zoo.errors import SettingError, UsageError, ZooError, shorten
from zoo.schema.fields import Integer, OneOf, WrongValue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from click.shell_completion import CompletionItem

RUNS = "runs"
"""The default folder of runs."""
PORT = Integer(0, 65_535)


class EntryName(click.ParamType[str]):
    """A registered name: looked up by the command, completed from package metadata."""

    name = "name"

    def __init__(self, *kinds: str) -> None:
        """`kinds` are the kinds that the name can have."""
        self.kinds = kinds

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The names with this prefix; files if there are none."""
        from zoo.catalog import registries

        names = [name for kind in self.kinds for name in registries.ALL[kind]]
        return _beginning(incomplete, names) or [_item(incomplete, "file")]


class Raw(click.ParamType[Any]):
    """The value of a setting: TOML if it parses as TOML, else text. The setting checks it."""

    name = "value"

    def __init__(self, metavar: str) -> None:
        """`metavar` is its name in the help."""
        self.name = metavar

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The parsed value."""
        from zoo.schema.toml import parse_value

        return parse_value(value) if isinstance(value, str) else value

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The choices of the training setting that the option sets."""
        from zoo.plan.train_settings import TrainSettings
        from zoo.schema.declaration import settings_of

        setting = settings_of(TrainSettings).get(str(param.name))
        kind = setting.kind if setting else None
        return _beginning(incomplete, kind.choices if isinstance(kind, OneOf) else ())


class WholeNumber(Raw):
    """A whole number; its bounds are checked by the setting."""

    def __init__(self) -> None:
        """The help calls it N."""
        super().__init__("N")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The parsed value; UsageError for a whole number that is written as a float, as 1e2."""
        number = super().convert(value, param, ctx)
        if isinstance(number, float) and number.is_integer():
            given = f"{long_name(param)} {shorten(value)}".strip()
            raise UsageError(f"{given} is not a whole number; wanted digits only, as {shorten(int(number))}")
        return number


class Port(click.ParamType[int]):
    """A TCP port; 0 is any free one."""

    name = "PORT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; UsageError for anything else, as for a run that follows the option."""
        try:
            return PORT.read(int(value))
        except (ValueError, WrongValue):
            wanted = f"wanted a port from 0 to {PORT.maximum:,}, or RUN before {long_name(param)}"
            raise UsageError(f"{long_name(param)} {shorten(str(value))} is not a port; {wanted}") from None


class Count(click.ParamType[int]):
    """A number of things after an option that may also stand alone."""

    name = "[N]"

    def __init__(self, most: int) -> None:
        """`most` is the largest valid number."""
        self.kind = Integer(1, most)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; UsageError for anything else, as for a name that follows the option."""
        option = long_name(param)
        try:
            return self.kind.read(int(value))
        except WrongValue as wrong:
            raise UsageError(f"{option} {shorten(str(value))} {wrong}") from None
        except ValueError:
            wanted = f"wanted a whole number, or {option} after the name"
            raise UsageError(f"{option} {shorten(str(value))} is not a number; {wanted}") from None


class Word(click.ParamType[str]):
    """One of a few words."""

    name = "word"

    def __init__(self, *words: str) -> None:
        """`words` are the valid values."""
        self.words = words

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """The valid values, for the help."""
        return f"[{'|'.join(self.words)}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word; UsageError with the nearest one if it is not valid."""
        try:
            return OneOf(self.words).read(value)
        except WrongValue as wrong:
            raise UsageError(f"{long_name(param)} {shorten(value)} {wrong}".strip()) from None

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The words with this prefix."""
        return _beginning(incomplete, self.words)


class Axes(click.ParamType[Any]):
    """A shape: 28,28 or 28x28."""

    name = "shape"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The axes; the command checks them."""
        from zoo.schema.toml import parse_value

        if not isinstance(value, str):
            return value
        parts = re.split(r"[,x×]", value.strip("()[] ").removesuffix(","))
        return tuple(parse_value(part.strip()) for part in parts)


class Numbers(click.ParamType[Any]):
    """Several numbers: 5,9,20."""

    name = "N,..."

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The numbers; the command checks them."""
        from zoo.schema.toml import parse_value

        return tuple(parse_value(part.strip()) for part in value.split(","))


class Run(click.ParamType[str]):
    """A run: looked up by the command, completed from the folder of runs."""

    name = "run"

    def __init__(self, *, sweeps: bool = False) -> None:
        """With `sweeps`, it may be a sweep."""
        self.sweeps = sweeps

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """`last`, ends of ids and names, or whole ids with this prefix; folders for a path.

        Runs of sweeps are offered once something is typed.
        """
        from zoo.runs.find import all_ids_in, names_in
        from zoo.runs.ids import short_ids
        from zoo.runs.listing import ids_in, ids_in_sweeps

        if "/" in incomplete:
            return [_item(incomplete, "dir")]
        try:
            runs = runs_of(ctx)
            ids = all_ids_in(runs) if self.sweeps else ids_in(runs)
            inside = ids_in_sweeps(runs) if incomplete else []
        except ZooError:
            return []
        names = names_in(runs, [*ids, *inside]) if incomplete else []
        short = short_ids(ids) | {
            each: end for each, end in short_ids([*ids, *inside]).items() if "/" not in end
        }
        words = ["last", *short.values(), *names]
        whole = [*ids, *(each.rpartition("/")[2] for each in inside)]
        return _beginning(incomplete, words) or _beginning(incomplete, whole)


class Trained(Run):
    """A run or named weights."""

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Those of a run, and the names of weights with this prefix."""
        from zoo.catalog import registries

        named = _beginning(incomplete, registries.WEIGHTS)
        return [*super().shell_complete(ctx, param, incomplete), *named]


def long_name(param: click.Parameter | None) -> str:
    """The long spelling of an option, as --epochs of -e/--epochs."""
    return max(param.opts, key=len) if param else ""


def runs_of(ctx: click.Context) -> Path:
    """The folder of runs: `--runs-dir` of this command or of its parent, else the default."""
    contexts = [each for each in (ctx, ctx.parent) if each]
    given = next(
        (each.params["runs_dir"] for each in contexts if each.params.get("runs_dir") is not None), RUNS
    )
    if not given:
        raise SettingError("runs_dir", given, "is not a path; wanted the path of a folder")
    return Path(given)


def _beginning(incomplete: str, words: Iterable[str]) -> list[CompletionItem]:
    return [_item(word) for word in words if word.startswith(incomplete)]


def _item(word: str, kind: str = "plain") -> CompletionItem:
    from click.shell_completion import CompletionItem

    return CompletionItem(word, type=kind)
