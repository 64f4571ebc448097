"""`zoo audit`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from zoo.cli.command import Command
from zoo.cli.options import (
    data_option,
    force_option,
    json_option,
    moved_from_option,
    moved_teacher_option,
    output_option,
    progress_option,
)
from zoo.cli.parameters import Trained, WholeNumber, runs_of
from zoo.errors import ZooError

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.api.audit import Audit
    from zoo.tables.audit import NotAudited

ENDINGS = (".md", ".json")


@click.command(
    "audit",
    cls=Command,
    short_help="Train named weights again, and compare.",
    examples=(
        "zoo audit softmax-1layer.fashion-mnist",
        "zoo audit relu-dropout.fashion-mnist conv-2.fashion-mnist -e 1 -o AUDITS.md",
    ),
)
@click.argument("names", metavar="NAME...", type=Trained(), nargs=-1, required=True)
@click.option("-e", "--epochs", type=WholeNumber(), help="Train and compare only the first N epochs.")
@click.option(
    "--spot",
    is_flag=True,
    help="Train one epoch, after a published checkpoint picked at random; built-in weights have none.",
)
@data_option
@moved_from_option
@moved_teacher_option
@output_option("FILE", "Write a table of the audits: .md for Markdown, .json for JSON.")
@force_option
@progress_option
@click.option("--runs-dir", type=click.Path(), help="Folder of the new runs. [default: runs]")
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    names: tuple[str, ...],
    epochs: Any,
    spot: bool,
    data: str | None,
    start: str | None,
    teacher: str | None,
    output: str | None,
    force: bool,
    progress: str,
    runs_dir: str | None,  # noqa: ARG001 - read by runs_of
    as_json: bool,
) -> int:
    """Train named weights again from the plan in their declaration, and compare every epoch.

    NAME is the name of weights (see `zoo list weights`), or the path of their declaration. The verdict is
    bit-identical, within tolerance or diverged, as that of `zoo replay`; after all epochs, the file is
    compared too. Exits with 1 if a training diverged, a file has other weights, or an audit failed.
    """
    from zoo.api.audit import audit
    from zoo.cli import console
    from zoo.cli.run_output import watched
    from zoo.runs import Interrupted
    from zoo.system.output import checked_output, write_output
    from zoo.tables.audit import NotAudited

    path = None if output is None else checked_output(output, force=force, endings=ENDINGS)
    given: dict[str, Any] = {"data": data, "start": start, "teacher": teacher, "runs_dir": runs_of(ctx)}
    found: list[Audit | NotAudited] = []
    for name in names:
        try:
            with watched(progress, as_json=False) as watch:
                found.append(audit(name, epochs=epochs, spot=spot, watch=watch, **given))
        except Interrupted:
            raise
        except ZooError as error:
            if len(names) == 1:
                raise
            found.append(NotAudited(name, str(error)))
        if not as_json:
            _print(found[-1])
    if path is not None:
        write_output(path, _content(found, path))
    if as_json:
        console.document([_document(each) for each in found])
    elif len(names) > 1:
        from zoo.tables.audit import board

        console.say()
        console.answer(board(found))
    return int(any(isinstance(each, NotAudited) or not each.is_passed for each in found))


def _document(found: Audit | NotAudited) -> dict[str, Any]:
    from zoo.tables.audit import NotAudited

    if isinstance(found, NotAudited):
        return {"name": found.name, "passed": False, "error": found.reason}
    return found.to_json()


def _content(found: list[Audit | NotAudited], path: Path) -> str:
    """The table in the format of the file's ending."""
    import json

    from zoo.tables.audit import board
    from zoo.tables.sweep import markdown

    if path.suffix.lower() == ".json":
        return json.dumps([_document(each) for each in found], indent=2, allow_nan=False) + "\n"
    return markdown(board(found))


def _print(found: Audit | NotAudited) -> None:
    from rich.text import Text

    from zoo.cli import console
    from zoo.tables.audit import NotAudited, proof, verdict
    from zoo.tables.words import literal

    if isinstance(found, NotAudited):
        console.error(f"{found.name} was not audited: {found.reason}")
        return
    kind, style, why = verdict(found)
    console.say(Text.assemble((f"{literal(found.name)}: ", "bold"), (kind, f"bold {style}"), f" {why}"))
    console.say(proof(found))
