"""Commands and groups whose help ends with examples."""

from __future__ import annotations

from typing import Any

import click


class _WithExamples:
    """Adds the section "Examples" to the help of a Click command."""

    def __init__(self, *args: Any, examples: tuple[str, ...] = (), **kwargs: Any) -> None:
        """Keep `examples`, which are complete command lines; Click gets the other arguments."""
        super().__init__(*args, **kwargs)
        self.examples = examples

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - Click's signature
        """Write the examples; lines are not wrapped, so that they can be copied."""
        if self.examples:
            with formatter.section("Examples"):
                formatter.write(
                    "".join(f"{'':>{formatter.current_indent}}{each}\n" for each in self.examples)
                )


class Command(_WithExamples, click.Command):
    """A command with examples in its help."""


class Group(_WithExamples, click.Group):
    """A group with examples in its help; its commands have examples, too."""

    command_class = Command
