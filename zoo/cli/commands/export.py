"""`zoo export`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zoo.cli.command import Command
from zoo.cli.options import force_option, json_option, output_option, runs_dir_option
from zoo.cli.parameters import Trained, Word, runs_of

if TYPE_CHECKING:
    from zoo.inference.export import Exported

NAMES = ("keras", "weights", "saved-model", "onnx", "litert", "openvino", "torch")


@click.command(
    "export",
    cls=Command,
    short_help="Export a model to ONNX, LiteRT and others, and verify it.",
    examples=("zoo export last -o model.keras", "zoo export 3f9a --format saved-model"),
)
@click.argument("run", type=Trained())
@click.option(
    "--format",
    "name",
    type=Word(*NAMES),
    help="Format to write. [default: from the suffix of -o, else keras]",
)
@output_option("PATH", "File or folder to write. [default: named after the model]")
@click.option("--raw", is_flag=True, help="Leave out the scaling: the exported model takes scaled inputs.")
@force_option
@runs_dir_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    run: str,
    name: str | None,
    output: str | None,
    raw: bool,
    force: bool,
    runs_dir: str | None,  # noqa: ARG001 - read by runs_of
    as_json: bool,
) -> None:
    """Export a run's model to another format, and verify the exported model.

    RUN is a run's folder, its name, its id, the last four characters of its id, or `last`, or the name of
    trained weights, or a .keras file. The exported model takes raw, unscaled inputs, and its outputs have
    the units of the targets. It is verified in its own runtime on examples of the test split, and deleted
    if the outputs differ by more than the tolerance of the format.
    """
    from zoo.cli import console
    from zoo.cli.run_output import watched
    from zoo.inference.export import export, format_of

    with watched("auto", as_json=as_json) as watch:
        found = export(
            run,
            name or format_of(output),
            output=output,
            force=force,
            raw=raw,
            runs_dir=runs_of(ctx),
            watch=watch,
        )
    if as_json:
        console.document(found.to_json())
    else:
        _print(found)


def _print(found: Exported) -> None:
    from zoo.cli import console
    from zoo.tables.export import compared, written

    console.say(written(found))
    console.say(compared(found))
