"""The cause of a failure in a few words: messages of Keras's have colours, and a dump of all arguments."""

from __future__ import annotations

import re

MOST = 300
ENCOUNTERED = "Exception encountered: "
"""Before the cause in messages of Keras's that begin with a whole configuration."""
AFTER = re.compile(r" (Full object config|Arguments received by)\b.*|\x1b\[[0-9;]*m")
"""What Keras's messages have after the cause, and the codes of colours in them."""


def cause_of(error: BaseException) -> str:
    """As in "ValueError: Dimensions must be equal"."""
    return f"{type(error).__name__}: {plain(str(error))}"


def plain(message: str) -> str:
    """The cause in a message of Keras's, on one line, without a dump of all arguments."""
    message = message.rpartition(ENCOUNTERED)[2].strip() or message
    text = AFTER.sub("", " ".join(message.split()))
    return text if len(text) <= MOST else f"{text[:MOST]}…"
