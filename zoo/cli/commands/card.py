"""`zoo card`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zoo.cli.command import Command
from zoo.cli.options import data_option, force_option, json_option, output_option, runs_dir_option
from zoo.cli.parameters import Trained, runs_of
from zoo.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    "card",
    cls=Command,
    short_help="Write a model card, or compare one with its record.",
    examples=(
        "zoo card last --licence MIT",
        "zoo card conv-2.fashion-mnist -o README.md",
        "zoo card --check README.md",
    ),
)
@click.argument("run", type=Trained(), required=False)
@output_option("FILE.md", "Card to write; its pictures are beside it. [default: README.md]")
@click.option(
    "--licence", "--license", metavar="ID", help="Licence of the weights of a run, by its identifier of SPDX."
)
@click.option(
    "--check",
    type=click.Path(),
    metavar="FILE.md",
    allow_from_autoenv=False,
    help="Compare this card with its record; exits with 1 if a line differs.",
)
@data_option
@force_option
@runs_dir_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    run: str | None,
    output: str | None,
    licence: str | None,
    check: str | None,
    data: str | None,
    force: bool,
    runs_dir: str | None,  # noqa: ARG001 - read by runs_of
    as_json: bool,
) -> int:
    """Write a model card in the format of Hugging Face, with pictures of curves and results beside it.

    RUN is a run or the name of weights. Every number in the card is that of the record. The test split is
    evaluated for the picture of the results. The metadata is validated with huggingface_hub, if that is
    installed: pip install "kerazoo[hub]". An existing card keeps the text around its generated parts with
    --force. --check takes a card alone, finds its run or weights, and lists each line that is not as the
    record has it.
    """
    if check is not None:
        if run is not None or output is not None or licence is not None or data is not None:
            raise UsageError(
                "--check takes a card alone, which names its run or weights; leave the others out"
            )
        return _check(check, runs_of(ctx), as_json=as_json)
    if run is None:
        raise UsageError("Missing argument RUN (see `zoo runs` and `zoo list`), or pass --check FILE.md")
    from zoo.cards.card import card
    from zoo.cli import console
    from zoo.cli.run_output import watched

    with watched("auto", as_json=as_json) as watch:
        found = card(
            run,
            output=output or "README.md",
            licence=licence,
            data=data,
            force=force,
            runs_dir=runs_of(ctx),
            watch=watch,
        )
    for each in found.notes:
        console.note(each)
    if not found.is_validated:
        console.note('the metadata is not validated: pip install "kerazoo[hub]" installs huggingface_hub')
    if as_json:
        pictures = [str(each) for each in found.pictures]
        known = {"path": str(found.path), "pictures": pictures, "validated": found.is_validated}
        console.document(known | {"notes": list(found.notes)})
    else:
        for path in (found.path, *found.pictures):
            console.raw(f"{path}\n")
    return 0


def _check(path: str, runs: Path, *, as_json: bool) -> int:
    from zoo.cards.compare import check_card
    from zoo.cli import console
    from zoo.tables.words import literal

    found = check_card(path, runs_dir=runs)
    if as_json:
        console.document({"path": path, "stale": [each._asdict() for each in found]})
        return int(bool(found))
    if not found:
        console.say(f"{literal(path)} is as the record has it.")
        return 0
    places = "1 line differs" if len(found) == 1 else f"{len(found):,} lines differ"
    rows = [
        row
        for each in found
        for row in (
            (f"{each.part}, line {each.line}" if each.line else each.part, "found", each.found or "nothing"),
            ("", "record", each.wanted or "nothing"),
        )
    ]
    console.error(f"{path} is not as the record has it: {places}", rows)
    return 1
