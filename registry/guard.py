"""Running a stranger's code so that it can't spoil what comes after."""

from __future__ import annotations

import contextlib
import os
import sys
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Failed(Exception):
    """A stranger's code raised; the text says what, `__cause__` is the exception itself."""


@contextlib.contextmanager
def guarded() -> Iterator[None]:
    """Catch everything but KeyboardInterrupt, SystemExit included, and raise Failed instead.

    What is printed goes to stderr, so that it can't spoil an answer on stdout. The working folder,
    the environment and the handling of warnings are as before afterwards.
    """
    folder, environment = _folder(), dict(os.environ)
    show = warnings.showwarning
    try:
        with contextlib.redirect_stdout(sys.stderr), warnings.catch_warnings():
            yield
    except (KeyboardInterrupt, GeneratorExit):  # the user's will, and Python's own
        raise
    except BaseException as error:  # SystemExit too: a stranger's code must not end the command
        # An exception may have a `sentence`: its text without the details that stand below it.
        text = " ".join(str(getattr(error, "sentence", error)).split())
        name = type(error).__name__
        raise Failed(f"{name}: {text}" if text else name) from error
    finally:
        warnings.showwarning = show
        if folder is not None and folder != _folder():
            os.chdir(folder)
        if environment != dict(os.environ):
            os.environ.clear()
            os.environ.update(environment)


def _folder() -> str | None:
    try:
        return os.getcwd()  # noqa: PTH109 - a path that need not exist any more
    except OSError:
        return None
