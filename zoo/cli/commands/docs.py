"""`zoo docs`."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import click

from zoo.cli.command import Command
from zoo.cli.options import force_option, json_option, output_option
from zoo.cli.parameters import EntryName, Word
from zoo.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.pages.blocks import Page


@click.command(
    "docs",
    cls=Command,
    short_help="Show the page of a name, with measured results.",
    examples=(
        "zoo docs relu-dropout",
        "zoo docs adam",
        "zoo docs digits -o digits.html",
    ),
)
@click.argument("name", type=EntryName("model", "optimizer", "dataset", "layer", "weights"))
@click.option(
    "--kind",
    type=Word("model", "optimizer", "dataset", "layer", "weights", "schedule", "metric", "loss"),
    help="Kind of NAME, if two kinds have the same name.",
)
@output_option("FILE.html", "Write the page into this file, with its pictures.")
@click.option("--open", "opens", is_flag=True, help="Open the page in the browser.")
@force_option
@json_option
def command(
    *, name: str, kind: str | None, output: str | None, opens: bool, force: bool, as_json: bool
) -> None:
    """Show the page of a model, an optimizer, a dataset or weights: what it is, and what was measured.

    NAME is a registered name, also one of a plugin, or a TOML file, for example ./mine.toml. The page has
    the declaration, and for built-in names the results of trainings with several seeds, with the command
    that measures each again. -o writes it as one HTML file with learning curves and the layers drawn;
    --open shows this file in the browser. In a pipe, the page is Markdown.
    """
    from zoo.api.show import show
    from zoo.cli import console
    from zoo.cli.loading import loading
    from zoo.cli.page_output import print_page
    from zoo.pages.page import page
    from zoo.system.output import checked_output

    _refuse_data(name)
    path = None if output is None else checked_output(output, force=force, endings=(".html", ".htm"))
    with loading(name):
        described = show(name, kind=kind)
        found = page(described, name)
    if path is not None or opens:
        path = _written(found, path)
        if opens:
            click.launch(str(path))
    if as_json:
        console.document(_document(found, described.distribution, path))
    elif path is not None:
        console.say(str(path))
    else:
        print_page(found)


def _refuse_data(name: str) -> None:
    """Raise UsageError for a path of data: its options are those of `zoo show`."""
    from zoo.catalog.resolve import is_declaration, path_of

    path = path_of("name", name)
    if path is not None and not is_declaration(path):
        wanted = f"wanted a registered name or a TOML file, or zoo show {shlex.quote(name)}"
        raise UsageError(f"{name} has no page; {wanted}")


def _written(page: Page, path: Path | None) -> Path:
    """Write the page; without a path, into a temporary folder, from which a browser reads it later."""
    import tempfile
    from pathlib import Path

    from zoo.pages.html import html
    from zoo.system.output import write_output

    path = path or Path(tempfile.mkdtemp(prefix="zoo-docs-")) / f"{page.name}.html"
    write_output(path, html(page))
    return path


def _document(page: Page, distribution: str | None, path: Path | None) -> dict[str, Any]:
    """What --json prints: the page as Markdown, and the measured results as numbers."""
    from zoo.pages.markdown import markdown
    from zoo.pages.measured import results_of
    from zoo.pages.stale import changed

    results = [
        {**row.to_json(), "stale": changed(row)} for row in results_of(page.kind, page.name, distribution)
    ]
    known = {"kind": page.kind, "name": page.name, "markdown": markdown(page), "results": results}
    return known | ({} if path is None else {"path": str(path)})
