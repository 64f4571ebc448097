"""Write the generated parts of the pages: the command-line reference, transcripts, and trees of errors.

    python scripts/write_reference.py [--check] [--train]

The reference of the command is made from Click. In README.md and in the pages below docs/, a comment
says what the fenced block below it is, and this script brings the block up to date:

    <!-- file: mine.toml -->              a file, written into the page's own folder: left as it is
    <!-- output of: zoo list -->          what a command prints there
    <!-- trained output of: zoo train … --> the same, with figures of a training: refreshed by --train
    <!-- tree of: zoo.errors -->          the tree that a module's docstring draws

The commands of a page run in one folder, in their order. With --check nothing is written; the exit code
is 1 if a page is out of date, trainings left aside.
"""

from __future__ import annotations

import argparse
import importlib
import inspect
import os
import re
import subprocess
import sys
import tempfile
import textwrap
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zoo.cli.group import CONTEXT, SECTIONS, zoo

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
COMMAND_LINE = Path("docs/reference/command-line.md")
GUIDE = ROOT / "docs" / "how-to" / "publish-a-plugin.md"
"""Its commands install something: scripts/run_guide.py writes it."""
BLOCK = re.compile(
    r"<!-- (?P<what>file|output of|trained output of|tree of): (?P<subject>.+?) -->\n"
    r"(?P<fence>```\w*)\n(?P<content>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
SLOW_PATIENCE = 600
"""Seconds that a command may take."""

INTRODUCTION = """\
# The command line

Answers go to stdout; progress, notes and errors to stderr. A terminal gets colours and tables of its own
width, a pipe the same words without colour, with nothing cut or wrapped. `NO_COLOR` turns colours off,
`FORCE_COLOR` turns them on in a pipe.

An option of `zoo train` that takes one value can also be given as an environment variable:
`ZOO_TRAIN_` and the option in capitals, so `ZOO_TRAIN_EPOCHS=1` stands for `zoo train --epochs 1`.

| Exit code | Meaning |
| --- | --- |
| 0 | done; a pattern that matches nothing is done too |
| 1 | understood, but files, data, the machine or a plugin stood in the way, or the training failed |
| 2 | a name, an option, a value or a declaration can't mean anything; Keras was not imported |
| 130, 143 | stopped by SIGINT (Ctrl-C) or SIGTERM |
"""


def main() -> int:
    """Write what is out of date, or say so."""
    parser = argparse.ArgumentParser(description="Write the generated parts of the pages.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a page is out of date")
    parser.add_argument("--train", action="store_true", help="refresh what trainings print, too")
    parser.add_argument("pages", nargs="*", type=Path, help="only these pages; all of them without")
    arguments = parser.parse_args()
    stale = False
    for path, text in refreshed([page.resolve() for page in arguments.pages], trained=arguments.train):
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale = True
        print(f"{os.path.relpath(path, ROOT)} {'is out of date' if arguments.check else 'written'}")
        if not arguments.check:
            path.write_text(text, encoding="utf-8")
    return 1 if stale and arguments.check else 0


def refreshed(only: list[Path], *, trained: bool) -> Iterator[tuple[Path, str]]:
    """Every page with generated parts, as it should be."""
    reference = ROOT / COMMAND_LINE
    if not only or reference in only:
        yield reference, command_line()
    for page in only or [ROOT / "README.md", *sorted({*(ROOT / "docs").rglob("*.md")} - {GUIDE})]:
        text = page.read_text(encoding="utf-8") if page.exists() else ""
        if page != reference and BLOCK.search(text):
            with tempfile.TemporaryDirectory() as folder:
                yield page, page_with_outputs(text, Path(folder), trained=trained)


def page_with_outputs(text: str, folder: Path, *, trained: bool) -> str:
    """A page's text, its blocks brought up to date by running what they are of in `folder`."""

    def block(match: re.Match[str]) -> str:
        what, subject = match["what"], match["subject"]
        content = match["content"]
        if what == "file":
            (folder / subject).write_text(content, encoding="utf-8")
        elif what == "tree of":
            content = tree(subject)
        elif what == "output of" or trained:
            content = f"$ {subject}\n{output(subject, folder, trained=what == 'trained output of')}"
        return f"<!-- {what}: {subject} -->\n{match['fence']}\n{content}```"

    return BLOCK.sub(block, text)


def output(command: str, folder: Path, *, trained: bool) -> str:
    """What a command prints in a folder: of a training the answer alone, without what went by."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ZOO_")}
    environment = kept | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONIOENCODING": "utf-8",
        **({"PYTHONPATH": str(folder)} if installed(folder) else {"ZOO_NO_PLUGINS": "1"}),
    }
    environment.pop("FORCE_COLOR", None)
    done = subprocess.run(  # noqa: S602 - the commands are those of our own pages
        command,
        shell=True,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL if trained else subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=SLOW_PATIENCE,
    )
    if "this is a defect of zoo's" in done.stdout:
        raise RuntimeError(f"{command}: {done.stdout}")
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def installed(folder: Path) -> bool:
    """Make the plugin whose pyproject.toml lies in a folder look installed; False where none does."""
    if not (folder / "pyproject.toml").exists():
        return False
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    metadata = folder / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    metadata.mkdir(exist_ok=True)
    lines = (
        [f"[{group}]", *(f"{name} = {value}" for name, value in entries.items())]
        for group, entries in project["entry-points"].items()
    )
    (metadata / "entry_points.txt").write_text("\n".join(line for group in lines for line in group))
    (metadata / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    )
    return True


def tree(module: str) -> str:
    """The literal block of a module's docstring."""
    text = inspect.getdoc(importlib.import_module(module)) or ""
    lines = text.partition("\n::\n")[2].strip("\n").splitlines()
    end = next((at for at, line in enumerate(lines) if line and not line.startswith(" ")), len(lines))
    return textwrap.dedent("\n".join(lines[:end])).rstrip() + "\n"


def command_line() -> str:
    """The reference of the command, from Click."""
    root = click.Context(zoo, info_name="zoo", **CONTEXT)  # type: ignore[arg-type]  # as Click reads it
    parts = [INTRODUCTION, f"```text\n$ zoo --help\n{zoo.get_help(root)}\n```\n"]
    for name in (name for names in SECTIONS.values() for name in names):
        command = zoo.get_command(root, name)
        if command is not None:
            parts += described(command, click.Context(command, parent=root, info_name=name))
    return "\n".join(parts)


def described(command: click.Command, ctx: click.Context) -> Iterator[str]:
    """A command: its usage, its help, and its options as a table; a group's commands stand below it."""
    yield f"## {ctx.command_path}\n"
    yield f"```text\n{ctx.command_path} {' '.join(command.collect_usage_pieces(ctx))}\n```\n"
    yield inspect.cleandoc(command.help or "") + "\n"
    rows = [option_row(each, ctx) for each in command.get_params(ctx) if isinstance(each, click.Option)]
    yield "| Option | Meaning |\n| --- | --- |\n" + "".join(f"{row}\n" for row in rows)
    if isinstance(command, click.Group):
        for name in command.list_commands(ctx):
            inner = command.get_command(ctx, name)
            if inner is not None:
                yield from described(inner, click.Context(inner, parent=ctx, info_name=name))


def option_row(option: click.Option, ctx: click.Context) -> str:
    """A row of the table of options."""
    names = ", ".join(f"`{name}`" for name in option.opts)
    help_text = option.help or ""
    metavar = "" if option.is_flag else option.make_metavar(ctx)
    if "|" in metavar:
        help_text += f" One of {', '.join(f'`{word}`' for word in metavar.strip('[]').split('|'))}."
        metavar = "WORD"
    if metavar:
        names += f" `{metavar}`"
    if option.show_default:
        help_text += f" Without it, `{option.default}`."
    if option.multiple:
        help_text += " May be given several times."
    return f"| {names} | {help_text} |"


if __name__ == "__main__":
    sys.exit(main())
