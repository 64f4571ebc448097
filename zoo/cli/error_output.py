"""How an error is printed, and its exit code."""

from __future__ import annotations

import re
import traceback
from typing import TYPE_CHECKING, NamedTuple

import click

from zoo.cli import console
from zoo.cli.usage_errors import usage
from zoo.errors import SettingError, ZooError, enumerated, shorten
from zoo.registry import LoadFailed, RegistryError
from zoo.system.termination import Terminated

if TYPE_CHECKING:
    from collections.abc import Sequence

TRAINING = (
    "epochs batch_size seed backend execution precision deterministic threads patience keep "
    "checkpoint_every schedule class_weight loss metrics monitor min_delta start_from_epoch augment "
    "freeze train_only lr_decay lora teacher temperature teacher_weight"
).split()
OPTIONS = {
    **{f"train.{name}": f"--{name.replace('_', '-')}" for name in TRAINING},
    "epochs": "--epochs",
    "start": "--from",
    "teacher": "--teacher",
    "optimizer": "--optimizer",
    "optimizer.learning_rate": "--lr",
    "dataset": "--dataset",
    "data": "--data",
    "target": "--target",
    "task": "--task",
    "drop": "--drop",
    "number": "--number",
    "category": "--category",
    "date": "--date",
    "ordinal": "--ordinal",
    "missing": "--missing",
    "weight": "--weight",
    "validation": "--validation",
    "test": "--test",
    "group": "--group",
    "split_by": "--split-by",
    "encoding": "--encoding",
    "image_column": "--image-column",
    "split_column": "--split-column",
    "validation_data": "--validation-data",
    "test_data": "--test-data",
    "image_size": "--image-size",
    "channels": "--channels",
    "array": "--array",
    "text": "--text",
    "vocabulary_size": "--vocabulary-size",
    "text_length": "--text-length",
    "name": "--name",
    "tags": "--tag",
    "runs_dir": "--runs-dir",
    "format": "--format",
    "quantize": "--quantize",
    "tolerance": "--tolerance",
    "licence": "--licence",
    "url": "--url",
    "into": "--into",
    "callback": "--callback",
    "input_shape": "--input-shape",
    "classes": "--classes",
    "class_names": "--class-names",
    "seeds": "--seeds",
    "jobs": "--jobs",
    "folds": "--folds",
    "max_iter": "--max-iter",
    "output": "--output",
    "split": "--split",
    "limit": "--limit",
    "batches": "--batches",
    "after": "--after",
    "min_rate": "--min-rate",
    "max_rate": "--max-rate",
    "steps": "--steps",
    "calibrate": "--calibrate",
}
LISTED = "train.augment"  # its option takes a list of tables
TABLES = ("train.class_weight", LISTED)  # their options take tables
NOTHING, PHASE = "''", r"phases\.\d+\."


class Message(NamedTuple):
    """The message for an error: the exit code, one sentence, and rows below it."""

    code: int
    sentence: str
    details: Sequence[Sequence[str]] = ()
    prefix: str = "error"


def report(error: BaseException, *, debug: bool) -> int:
    """Print an error as one sentence on stderr, and return the exit code."""
    if debug:
        traceback.print_exception(error)
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    code, text, details, prefix = _message(error)
    console.error(text, details, prefix=prefix)
    return code


def _message(error: BaseException) -> Message:
    if isinstance(error, (click.exceptions.Abort, KeyboardInterrupt)):
        signalled = next((each for each in (error, error.__cause__) if isinstance(each, Terminated)), None)
        return Message(signalled.exit_code if signalled else 130, "interrupted", prefix="")
    if isinstance(error, click.UsageError):
        return Message(2, usage(error))
    if isinstance(error, ZooError):
        prefix = "" if error.exit_code > 2 else "error"  # noqa: PLR2004 - an interruption is not an error
        return Message(error.exit_code, sentence(error), error.details, prefix)
    if isinstance(error, RegistryError):
        code = 1 if isinstance(error, LoadFailed) else 2
        return Message(code, str(error), getattr(error.__cause__, "details", ()))
    if isinstance(error, OSError):
        what = f"{error.filename} can't be used" if error.filename else "the output can't be written"
        return Message(1, f"{what}: {(error.strerror or str(error)).lower()}")
    text = " ".join(str(error).split())
    return Message(1, f"{type(error).__name__}: {text}; this is a bug in zoo; --debug shows the traceback")


def sentence(error: ZooError) -> str:
    """The text of an error, with settings named as they were typed."""
    if not isinstance(error, SettingError):
        return "; ".join([error.sentence, *getattr(error, "__notes__", ())])
    given = (_as_typed(path, shorten(value)) for path, value in error.settings)
    return f"{enumerated(list(given))} {error.reason}"


def _as_typed(path: str, value: str) -> str:
    if path in OPTIONS:
        return f"{OPTIONS[path]} {value or NOTHING}"
    table = next((each for each in TABLES if path.startswith(f"{each}.")), None)
    if table is None:
        option, shown = ("--phase", re.sub(PHASE, "", path)) if re.match(PHASE, path) else ("--set", path)
        return f"{option} {shorten(shown)}={value}"
    place, _, rest = path.removeprefix(f"{table}.").partition(".")
    key = rest if table == LISTED and place.isdecimal() else f"{place}.{rest}".rstrip(".")
    return f"{OPTIONS[table]} {f'{key}={value}' if key else value or NOTHING}"
