"""`zoo new`."""

from __future__ import annotations

from pathlib import Path

import click

from zoo.cli.command import Group


@click.group(
    "new",
    cls=Group,
    short_help="Write a new plugin with tests.",
    examples=("zoo new plugin zoo-tiny", "zoo new plugin zoo-tiny --python"),
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Write the files of a new plugin."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@command.command(
    "plugin",
    short_help="Write a distribution with a model and an optimizer.",
    examples=("zoo new plugin zoo-tiny", "zoo new plugin zoo-tiny --python"),
)
@click.argument("name")
@click.option(
    "--python", is_flag=True, help="Declare the models in Python, one of them with a builder function."
)
def plugin(*, name: str, python: bool) -> None:
    """Write a distribution with a model and an optimizer into the folder NAME.

    The distribution can be installed, and passes its own tests. NAME is the name of the distribution,
    for example zoo-tiny: letters, digits, - . and _. Its model and its package are named after it: the
    model tiny of the package zoo_tiny.
    """
    from zoo.cli import console
    from zoo.scaffold import plugin as scaffold
    from zoo.scaffold.names import names_of
    from zoo.system.output import write_folder

    names = names_of(name)
    contents = scaffold.files(names, python=python)
    write_folder(Path(name), contents)
    console.say(f"{name}: {len(contents)} files written")
    width = max(map(len, contents))
    for path, remark in scaffold.remarks(names, python=python).items():
        console.say(f"  {path:{width}}  {remark}".rstrip())
    console.then(f"pip install -e {name} && zoo check {names.qualifier}")
