"""The command `zoo`: the only importer of Click. One command, one file."""

from __future__ import annotations

import gc
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command in a process of its own, which ends with it.

    What interrupts it while it is still being imported ends it in a word too.
    """
    try:
        from zoo.cli.group import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        sys.exit(130)
    finally:
        gc.freeze()  # or the interpreter collects what Keras leaves behind, which takes 1.2 s
