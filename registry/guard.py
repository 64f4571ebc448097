"""Run third-party code so that its errors and side effects stay contained."""

from __future__ import annotations

import contextlib
import os
import sys
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class CallFailed(Exception):
    """Third-party code raised; the text has the type and message of the exception, which is `__cause__`."""


@contextlib.contextmanager
def guarded() -> Iterator[None]:
    """Turn every exception except KeyboardInterrupt, but including SystemExit, into CallFailed.

    Output on stdout goes to stderr, so that it does not mix with the command's own output. The working
    directory, the environment variables and the warning filters are restored afterwards.
    """
    folder, environment = _folder(), dict(os.environ)
    show = warnings.showwarning
    try:
        with contextlib.redirect_stdout(sys.stderr), warnings.catch_warnings():
            yield
    except (KeyboardInterrupt, GeneratorExit):  # raised by the user, and by Python itself
        raise
    except BaseException as error:  # SystemExit too: third-party code must not end the command
        # An exception may have a `sentence`: its text without the details below it.
        text = " ".join(str(getattr(error, "sentence", error)).split())
        name = type(error).__name__
        raise CallFailed(f"{name}: {text}" if text else name) from error
    finally:
        warnings.showwarning = show
        if folder is not None and folder != _folder():
            os.chdir(folder)
        if environment != dict(os.environ):
            os.environ.clear()
            os.environ.update(environment)


def _folder() -> str | None:
    try:
        return os.getcwd()  # noqa: PTH109 - Path.cwd() is the same; the folder may have been deleted
    except OSError:
        return None
