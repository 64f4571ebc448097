"""Types of arguments and options: each knows how to complete itself, and says what it wants."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zoo.errors import SettingError, UsageError, ZooError
from zoo.schema.declaration import settings_of
from zoo.schema.fields import OneOf, WrongValue
from zoo.schema.toml import parse_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from click.shell_completion import CompletionItem

RUNS = "runs"
"""The folder of runs where nothing else is said."""


class Name(click.ParamType[str]):
    """The name of something that is registered; looked up later, completed from the metadata."""

    name = "name"

    def __init__(self, *kinds: str) -> None:
        """`kinds` are those that may be meant."""
        self.kinds = kinds

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """All names that begin so; files too where there are none."""
        from zoo.catalog import registries

        names = [name for kind in self.kinds for name in registries.EVERY_KIND[kind]]
        return _beginning(incomplete, names) or [_item(incomplete, "file")]


class Value(click.ParamType[Any]):
    """A setting's value: TOML where it is TOML, else text; what it may be is checked by the setting."""

    name = "value"

    def __init__(self, metavar: str) -> None:
        """`metavar` is what the help calls it."""
        self.name = metavar

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The value."""
        return parse_value(value) if isinstance(value, str) else value

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The words that the training setting of the option's name can be."""
        from zoo.plan.plan import TrainSettings

        setting = settings_of(TrainSettings).get(str(param.name))
        kind = setting.kind if setting else None
        return _beginning(incomplete, kind.choices if isinstance(kind, OneOf) else ())


class Word(click.ParamType[str]):
    """One of a few words."""

    name = "word"

    def __init__(self, *words: str) -> None:
        """`words` are all that there are."""
        self.words = words

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """All of them, for the help."""
        return f"[{'|'.join(self.words)}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word, or UsageError with the nearest."""
        try:
            return OneOf(self.words).read(value)
        except WrongValue as wrong:
            option = f"{param.opts[0]} " if param else ""
            msg = f"{option}{value} {wrong}"
            raise UsageError(msg) from None

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The words that begin so."""
        return _beginning(incomplete, self.words)


class Axes(click.ParamType[Any]):
    """A shape: 28,28 or 28x28."""

    name = "shape"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The axes, checked where they are used."""
        if not isinstance(value, str):
            return value
        parts = re.split(r"[,x×]", value.strip("()[] ").removesuffix(","))
        return tuple(parse_value(part.strip()) for part in parts)


class Run(click.ParamType[str]):
    """A run, looked up later; completed from the names in the folder of runs."""

    name = "run"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """`last` and the last characters of ids, or whole ids that begin so; files of a path."""
        from zoo.runs.ids import short_ids
        from zoo.runs.listing import ids_in

        if "/" in incomplete:
            return [_item(incomplete, "dir")]
        try:
            ids = ids_in(runs_of(ctx))
        except ZooError:
            return []
        return _beginning(incomplete, ["last", *short_ids(ids).values()]) or _beginning(incomplete, ids)


def runs_of(ctx: click.Context) -> Path:
    """The folder of runs: what `--runs-dir` says of this command or of the one that it belongs to."""
    contexts = [each for each in (ctx, ctx.parent) if each]
    given = next(
        (each.params["runs_dir"] for each in contexts if each.params.get("runs_dir") is not None), RUNS
    )
    if not given:
        raise SettingError("runs_dir", given, "is no path; wanted text or a Path that a file can have")
    return Path(given)


def _beginning(incomplete: str, words: Iterable[str]) -> list[CompletionItem]:
    return [_item(word) for word in words if word.startswith(incomplete)]


def _item(word: str, kind: str = "plain") -> CompletionItem:
    from click.shell_completion import CompletionItem

    return CompletionItem(word, type=kind)


def assignments(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, Any]:  # noqa: ARG001 - Click hands it over
    """`--set PATH=VALUE …` as a table; of two for one path the last counts."""
    settings = {}
    for text in given:
        path, equals, value = text.partition("=")
        if not equals or not path.strip():
            msg = f"--set {text} has no value; wanted PATH=VALUE, as hidden.units=200"
            raise UsageError(msg)
        if any(f"--{path.strip()}" in each.opts for each in ctx.command.params):
            meant = f"--{path.strip()} {value.strip()}"
            raise UsageError(f"--set {text} names no setting; did you mean {meant}?")
        settings[path.strip()] = parse_value(value.strip())
    return settings


set_option = click.option(
    "--set",
    "settings",
    metavar="PATH=VALUE",
    multiple=True,
    callback=assignments,
    allow_from_autoenv=False,
    help="Change a setting, as hidden.units=200 or optimizer.learning_rate=0.01.",
)
DATA = "own data: an .npz file, a CSV file, or a folder of images with a folder for each class"
target_option = click.option(
    "--target", metavar="COLUMN", help="Which column of a CSV file is to be answered."
)
task_option = click.option(
    "--task",
    type=Word("classification", "regression"),
    help="What own data asks for, where whole numbers could be either.",
)
runs_dir_option = click.option(
    "--runs-dir", type=click.Path(), help=f"Where runs are kept. [default: {RUNS}]"
)
progress_option = click.option(
    "--progress",
    type=Word("auto", "bar", "plain", "jsonl", "off"),
    default="auto",
    help="How to show progress on stderr. [default: auto]",
)
quiet_option = click.option("--quiet", is_flag=True, help="Print the path of what was trained alone.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
force_option = click.option("--force", is_flag=True, help="Write over a file that exists.")
