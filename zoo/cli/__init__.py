"""The command `zoo`: the only importer of Click. One command, one file."""

from __future__ import annotations

import gc
import sys
import warnings
from pathlib import Path
from typing import NoReturn


def main() -> NoReturn:
    """Run the command, and end the process.

    Ctrl-C during the imports also ends it with one word.
    """
    from zoo.system import stream, termination

    gc.set_threshold(10_000)  # imported objects are not garbage: looking for some takes 3 % of `zoo list`
    stream.protect()
    if sys.warnoptions:  # -W error would make errors of other packages' warnings; these are Python's filters
        warnings.simplefilter("default")
        for category in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning):
            warnings.simplefilter("ignore", category)
    if not Path(__file__).is_file():
        sys.stderr.write("error: zoo can't run inside a zip file; pip install kerazoo, or unpack the file\n")
        sys.exit(1)
    try:
        termination.raise_terminated()
        from zoo.cli.group import main as run

        run()
    except KeyboardInterrupt as interrupt:
        sys.stderr.write("interrupted\n")
        sys.exit(interrupt.exit_code if isinstance(interrupt, termination.Terminated) else 130)
    finally:
        gc.freeze()  # without it, collecting the objects of Keras at exit takes 1.2 s
