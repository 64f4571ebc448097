"""The command `zoo`: the only importer of Click. One command, one file."""

from __future__ import annotations

import sys
from typing import NoReturn


def main(args: list[str] | None = None) -> NoReturn:
    """Run the command; what interrupts it while it is still being imported ends it in a word too."""
    try:
        from zoo.cli.group import main as run  # noqa: PLC0415 - the point of this function

        run(args)
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        sys.exit(130)
