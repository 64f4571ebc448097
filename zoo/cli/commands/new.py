"""`zoo new`."""

from __future__ import annotations

from pathlib import Path

import click


@click.group(
    "new",
    short_help="Write a plugin that passes its own tests.",
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Write what a plugin's author begins with."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@command.command("plugin", short_help="Write a distribution with a model and an optimizer.")
@click.argument("name")
@click.option("--python", is_flag=True, help="Declare models in Python, one of them by a function.")
def plugin(*, name: str, python: bool) -> None:
    """Write a distribution with a model and an optimizer into the folder NAME.

    It can be installed, and passes its own tests, as it is. NAME is the distribution's, as zoo-tiny:
    letters, digits, - . and _. What it declares is called after it: the model tiny of the package
    zoo_tiny.
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
