"""Write the generated parts of the pages: the command-line reference, transcripts, and error trees.

    python scripts/write_reference.py [--check] [--train]

The command-line reference is generated from Click, and the page of errors from the source. In README.md and
in docs/, a comment before a fenced block says what it is, and this script updates the block:

    <!-- file: mine.toml -->                a file, written to the folder of the page; not changed
    <!-- output of: zoo list -->            the output of a command
    <!-- trained output of: zoo train … --> the same for a training, updated only with --train
    <!-- tree of: zoo.errors -->            the tree in the docstring of a module

A `console` block has the command and its output, a `text` block the output alone. The commands of a page
run in order in one temporary folder. With --check, nothing is written, and the exit code is 1 if a page is
out of date. Trainings are not checked.
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

sys.path.insert(0, str(Path(__file__).resolve().parent))

import error_messages

from zoo.cli.group import CONTEXT, SECTIONS, zoo

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
COMMAND_LINE = Path("docs/reference/command-line.md")
ERRORS = Path("docs/reference/errors.md")
GUIDE = ROOT / "docs" / "how-to" / "publish-a-plugin.md"
"""Its commands install packages, so scripts/run_guide.py updates it."""
BLOCK = re.compile(
    r"<!-- (?P<what>file|output of|trained output of|tree of): (?P<subject>.+?) -->\n"
    r"(?P<fence>```\w*)\n(?P<content>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
TRANSLATED = ".ko.md"
"""The ending of a Korean page, which has the blocks of the English page beside it."""
TIMEOUT = 600
"""Seconds for a command."""

INTRODUCTION = """\
# Command line

Results are printed to stdout; progress, notes and errors to stderr. In a terminal, output is coloured and
tables fit its width. In a pipe, there are no colours, and nothing is cut or wrapped. `NO_COLOR` turns
colours off, and `FORCE_COLOR` turns them on in a pipe.

A command goes on when nobody reads its output any more: after `| head`, on a full disk, in a closed terminal
under `nohup`. If the results could not be written, and not because a reader closed the pipe, it exits with 1.

Options of `zoo train` that take one value can also be set with environment variables: `ZOO_TRAIN_` and the
option in capitals, for example `ZOO_TRAIN_EPOCHS=1` for `zoo train --epochs 1`.

These variables also hold for `import zoo`, and for every process that Kerazoo starts:

| Variable | Meaning |
| --- | --- |
| `ZOO_NO_PLUGINS=1` | every plugin is disabled; `zoo --no-plugins` sets it |
| `ZOO_DISABLE_PLUGINS=NAME,…` | these distributions are disabled |

`ZOO_STRICT=1` makes every command but `zoo plugins` fail where a plugin can't be read, or two plugins
claim a name.

| Exit code | Meaning |
| --- | --- |
| 0 | success, also if a pattern matches nothing |
| 1 | the command is valid, but failed because of files, data, the computer, a plugin or the training |
| 2 | a name, an option, a value or a declaration is not valid; Keras was not imported |
| 130, 143 | stopped by SIGINT (Ctrl-C) or SIGTERM |
"""


def main() -> int:
    """Update pages that are out of date, or list them."""
    parser = argparse.ArgumentParser(description="Write the generated parts of the pages.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a page is out of date")
    parser.add_argument("--train", action="store_true", help="update the output of trainings, too")
    parser.add_argument("pages", nargs="*", type=Path, help="update only these pages; all by default")
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
    """Yield every page with generated parts, and its up-to-date text."""
    reference = ROOT / COMMAND_LINE
    for path, made in ((reference, command_line), (ROOT / ERRORS, error_messages.page)):
        if not only or path in only:
            yield path, made()
    for page in only or [ROOT / "README.md", *sorted({*(ROOT / "docs").rglob("*.md")} - {GUIDE})]:
        text = page.read_text(encoding="utf-8") if page.exists() else ""
        if page != reference and not page.name.endswith(TRANSLATED) and BLOCK.search(text):
            with tempfile.TemporaryDirectory() as folder:
                yield page, (new := page_with_outputs(text, Path(folder), trained=trained))
            translation = page.with_suffix(TRANSLATED)
            if translation.exists():
                yield translation, with_blocks_of(new, translation.read_text(encoding="utf-8"))


def with_blocks_of(page: str, translation: str) -> str:
    """Return a translation with the blocks of its page, which are the same in both languages."""
    blocks = iter(match.group() for match in BLOCK.finditer(page))
    return BLOCK.sub(lambda _: next(blocks), translation)


def page_with_outputs(text: str, folder: Path, *, trained: bool) -> str:
    """Return a page with its blocks updated; commands run in `folder`."""

    def block(match: re.Match[str]) -> str:
        what, subject = match["what"], match["subject"]
        content = match["content"]
        if what == "file":
            (folder / subject).write_text(content, encoding="utf-8")
        elif what == "tree of":
            content = tree(subject)
        elif what == "output of" or trained:
            printed = output(subject, folder, trained=what == "trained output of")
            content = printed if match["fence"] == "```text" else f"$ {subject}\n{printed}"
        return f"<!-- {what}: {subject} -->\n{match['fence']}\n{content}```"

    return BLOCK.sub(block, text)


def output(command: str, folder: Path, *, trained: bool) -> str:
    """Return the output of a command in a folder; for a training, without progress."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ZOO_")}
    environment = inherited | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONIOENCODING": "utf-8",
        **({"PYTHONPATH": str(folder)} if installed(folder) else {"ZOO_NO_PLUGINS": "1"}),
    }
    environment.pop("FORCE_COLOR", None)
    done = subprocess.run(  # noqa: S602 - the commands are those in our own pages
        command,
        shell=True,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL if trained else subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=TIMEOUT,
    )
    if "this is a bug in zoo" in done.stdout:
        raise RuntimeError(f"{command}: {done.stdout}")
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def installed(folder: Path) -> bool:
    """Write package metadata for the plugin in a folder; False if there is no pyproject.toml."""
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
    """Return the literal block in the docstring of a module."""
    text = inspect.getdoc(importlib.import_module(module)) or ""
    lines = text.partition("\n::\n")[2].strip("\n").splitlines()
    end = next((at for at, line in enumerate(lines) if line and not line.startswith(" ")), len(lines))
    return textwrap.dedent("\n".join(lines[:end])).rstrip() + "\n"


def command_line() -> str:
    """Return the command-line reference, generated from Click."""
    root = click.Context(zoo, info_name="zoo", **CONTEXT)  # type: ignore[arg-type]  # for Click
    parts = [INTRODUCTION, f"```console\n$ zoo --help\n{zoo.get_help(root)}\n```\n"]
    for name in (name for names in SECTIONS.values() for name in names):
        command = zoo.get_command(root, name)
        if command is not None:
            parts += described(command, click.Context(command, parent=root, info_name=name))
    return "\n".join(parts)


def described(command: click.Command, ctx: click.Context) -> Iterator[str]:
    """Yield the usage, the help and a table of options of a command, and then of its subcommands."""
    yield f"## {ctx.command_path}\n"
    yield f"```text\n{ctx.command_path} {' '.join(command.collect_usage_pieces(ctx))}\n```\n"
    yield inspect.cleandoc(command.help or "") + "\n"
    examples = getattr(command, "examples", ())
    if examples:
        yield "```sh\n" + "".join(f"{each}\n" for each in examples) + "```\n"
    rows = [option_row(each, ctx) for each in command.get_params(ctx) if isinstance(each, click.Option)]
    yield "| Option | Meaning |\n| --- | --- |\n" + "".join(f"{row}\n" for row in rows)
    if isinstance(command, click.Group):
        for name in command.list_commands(ctx):
            inner = command.get_command(ctx, name)
            if inner is not None:
                yield from described(inner, click.Context(inner, parent=ctx, info_name=name))


def option_row(option: click.Option, ctx: click.Context) -> str:
    """Return a row of the table of options."""
    names = ", ".join(f"`{name}`" for name in option.opts)
    help_text = option.help or ""
    metavar = "" if option.is_flag else option.make_metavar(ctx)
    if "|" in metavar:
        help_text += f" One of {', '.join(f'`{word}`' for word in metavar.strip('[]').split('|'))}."
        metavar = "WORD"
    if metavar:
        names += f" `{metavar}`"
    if option.show_default:
        help_text += f" Default: `{option.default}`."
    if option.multiple:
        help_text += " Can be repeated."
    return f"| {names} | {help_text} |"


if __name__ == "__main__":
    sys.exit(main())
