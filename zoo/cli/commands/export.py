"""`zoo export`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zoo.cli.parameters import Run, Word, force_option, json_option, runs_dir_option, runs_of

if TYPE_CHECKING:
    from zoo.inference.export import Exported

NAMES = ("keras", "weights", "saved-model", "onnx", "litert", "openvino", "torch")


@click.command("export", short_help="Write ONNX, LiteRT, SavedModel and others, and prove them equal.")
@click.argument("run", type=Run())
@click.option(
    "--format", "name", type=Word(*NAMES), help="What to write. [default: what -o ends in, else keras]"
)
@click.option(
    "-o", "--output", type=click.Path(), metavar="PATH", help="Where. [default: by the model's name]"
)
@click.option("--raw", is_flag=True, help="Leave the scaling out: the file takes scaled input.")
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
    runs_dir: str | None,  # noqa: ARG001 - runs_of reads it
    as_json: bool,
) -> None:
    """Write a run's model in another format, and run the file to see that it is equal.

    RUN is a folder, a run's id, the last four characters of one, last, or a .keras file. What is
    written takes examples as they lie in the dataset, and gives targets in their own units. It is run
    by what it is for, on examples of the test split; where it differs from the model by more than the
    format's tolerance, nothing is left of it.
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
