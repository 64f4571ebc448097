"""The options that say what own data is, and how it is split, which several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from zoo.cli.parameters import Raw, Word

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")

TASKS = ("classification", "regression", "multilabel")

target_option = click.option(
    "--target",
    metavar="COLUMN,...",
    help="Target column of a table; several are labels of true and false or of 0 and 1, or numbers.",
)
task_option = click.option(
    "--task",
    type=Word(*TASKS),
    help="Task type of your own data; needed only if its targets could be read otherwise.",
)


def _columns_option(name: str, metavar: str, text: str) -> Callable[[F], F]:
    return click.option(f"--{name}", metavar=metavar, multiple=True, allow_from_autoenv=False, help=text)


COLUMN_OPTIONS = (
    _columns_option("drop", "COLUMN,...", "Columns of a table that are not used."),
    _columns_option("number", "COLUMN,...", "Columns of numbers, whatever they look like."),
    _columns_option("category", "COLUMN,...", "Columns of categories, such as codes."),
    _columns_option("date", "COLUMN[=FORMAT]", "Columns of dates, with a format as day=%d/%m/%Y."),
    _columns_option("ordinal", "COLUMN[=A,B,...]", "Columns of ordered categories, as size=S,M,L."),
    _columns_option("missing", "TEXT,...", "What cells without a value hold, for example n.a."),
    click.option("--weight", metavar="COLUMN", help="Column with the weights of the rows in the loss."),
)


SPLIT_OPTIONS = (
    click.option(
        "--validation",
        type=Raw("FRACTION"),
        help="Fraction of your own data outside the test part to validate on. [default: 0.2]",
    ),
    click.option("--test", type=Raw("FRACTION"), help="Fraction of your own data to test on. [default: 0.2]"),
    click.option("--group", metavar="COLUMN", help="Column whose groups are never in two parts."),
    click.option("--split-by", metavar="COLUMN", help="Column of times: the latest rows are tested on."),
    click.option(
        "--split-column", metavar="COLUMN", help="Column that has train, validation or test in each row."
    ),
    click.option(
        "--validation-data", type=click.Path(), metavar="PATH", help="File or folder to validate on."
    ),
    click.option("--test-data", type=click.Path(), metavar="PATH", help="File or folder to test on."),
)
IMAGE_OPTIONS = (
    click.option("--encoding", metavar="NAME", help="Encoding of a table that is not UTF-8, as cp1251."),
    click.option("--image-column", metavar="COLUMN", help="Column of a table with paths of images."),
    click.option("--image-size", metavar="HEIGHTxWIDTH", help="Size of your own images, for example 64x64."),
    click.option("--channels", type=Raw("N"), help="1 for grey images, 3 for coloured ones."),
)

ARRAY_OPTION = click.option(
    "--array",
    type=Word("images", "sequences"),
    help="What arrays with three axes have: images, or sequences of (time, features).",
)
TEXT_OPTIONS = (
    click.option("--text", metavar="COLUMN", help="Column of a table with free text, the only input."),
    click.option("--vocabulary-size", type=Raw("N"), help="Most tokens of its vocabulary. [default: 10000]"),
    click.option(
        "--text-length", type=Raw("N"), help="Words of a text that are used. [default: by the data]"
    ),
)


def own_data_options(command: F) -> F:
    """The options that say what own data is, and how it is split."""
    several = (*COLUMN_OPTIONS, *TEXT_OPTIONS, ARRAY_OPTION, *SPLIT_OPTIONS, *IMAGE_OPTIONS)
    for option in reversed((target_option, task_option, *several)):
        command = option(command)
    return command
