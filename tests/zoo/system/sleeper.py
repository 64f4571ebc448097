"""A process that never answers: `zoo.system.process.ask` starts it."""

from __future__ import annotations

import os
import time
from pathlib import Path

from zoo.system import process


def sleep(request: dict[str, str]) -> None:
    """Write the id of this process, and sleep."""
    Path(request["note"]).write_text(str(os.getpid()))
    time.sleep(600)


if __name__ == "__main__":
    process.answer(sleep)
