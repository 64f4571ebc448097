"""`zoo list`."""

from __future__ import annotations

import click

from zoo.cli.command import Command
from zoo.cli.options import json_option
from zoo.cli.parameters import EntryName


@click.command(
    "list",
    cls=Command,
    short_help="List models, optimizers, datasets and weights.",
    examples=("zoo list", 'zoo list "relu-*"', "zoo list --json"),
)
@click.argument(
    "pattern", required=False, type=EntryName("model", "optimizer", "dataset", "layer", "weights")
)
@click.option("--load", is_flag=True, help="Load plugins, to show their summaries and parameter counts.")
@json_option
def command(*, pattern: str | None, load: bool, as_json: bool) -> None:
    """List models, optimizers, datasets and weights.

    PATTERN is a name with the wildcards * and ?, for example "relu-*", or a kind, for example weights.
    """
    from zoo.api.list import listed
    from zoo.cli import console
    from zoo.errors import shown
    from zoo.specs.task import DEFAULT_TASK

    listing = listed(pattern, load=load)
    rows = listing.rows
    for distribution, problem in listing.problems:
        console.warning(f"{distribution}: {problem}")
    if as_json:
        console.document([row.to_json() for row in rows])
        return
    if not rows:
        console.note(f"no name matches {shown(pattern)}{_meant(pattern)}")
        return
    from zoo.tables import catalog as tables
    from zoo.tables.weights import weights

    kinds = list(dict.fromkeys(row.kind for row in rows))
    for kind in kinds:
        if kind != kinds[0]:
            console.say()
        of_kind = [row for row in rows if row.kind == kind]
        console.answer(weights(of_kind) if kind == "weights" else tables.names(kind, of_kind))
    if pattern is None:
        known = f"Counts assume {DEFAULT_TASK} and each model's own input shape, as a rule 28×28"
        unloaded = any(row.summary is None for row in rows)
        console.aside(known + ("; – is shown after a plugin is loaded: zoo list --load" if unloaded else ""))


def _meant(pattern: str | None) -> str:
    """The nearest pattern that matches something, with the same wildcard."""
    from zoo.catalog import registries
    from zoo.registry import nearest

    names = [name for registry in registries.LISTED.values() for name in registry]
    bare = (pattern or "").rstrip("*")
    if bare == pattern:
        meant = nearest(bare, names)
        return f"; did you mean {meant}?" if meant else ""
    heads = {name[: at + 1] for name in names for at, char in enumerate(name) if char == "-"}
    meant = nearest(bare, sorted(heads | set(names)))
    return f"; did you mean {meant}*?" if meant else ""
