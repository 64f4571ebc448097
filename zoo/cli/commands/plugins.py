"""`zoo plugins`."""

from __future__ import annotations

import click

from zoo.cli.command import Command
from zoo.cli.options import json_option


@click.command(
    "plugins",
    cls=Command,
    short_help="List installed plugins and their problems.",
    examples=("zoo plugins", "zoo plugins --check --json"),
)
@click.option("--check", is_flag=True, help="Load each plugin in a separate process, and report the result.")
@json_option
def command(*, check: bool, as_json: bool) -> int:
    """List the installed distributions that register something, and their problems.

    Plugins are not imported without --check. With --check, the exit code is 1 if a plugin fails.
    """
    from zoo.catalog.plugins import plugins
    from zoo.cli import console

    found = plugins()
    probes = {}
    if check:
        from zoo.catalog.probe import probe

        loadable = [each.distribution for each in found if each.state not in ("disabled", "unreadable")]
        for name in loadable:
            if not as_json:
                console.progress(f"loading {name}")
            probes[name] = probe(name)
    failures = {name: each.reasons for name, each in probes.items()}
    if as_json:
        rows = [each.to_json() for each in found]
        for row in rows:
            if row["distribution"] in probes:
                each = probes[row["distribution"]]
                row |= {"seconds": each.seconds, "heavy": list(each.heavy)}
                row["problems"] += failures[row["distribution"]]
        console.document(rows)
    else:
        from zoo.tables import plugins as tables

        console.answer(tables.checked(found, probes) if check else tables.plugins(found))
    unreadable = any(each.state == "unreadable" for each in found)
    return 1 if check and (any(failures.values()) or unreadable) else 0
