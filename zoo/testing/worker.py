"""The process that runs checks: `python -m zoo.testing.worker`, started by `zoo.testing.apart`.

A request is a line of JSON on stdin, which names a subject and its checks. The answer on stdout is lines of
JSON that report progress, so that the parent process knows which check was running if this one crashes.
"""

from __future__ import annotations

import dataclasses
import json
import os
import threading
import traceback
import warnings
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, TextIO

from zoo.system import stream
from zoo.testing.order import blocker, not_made
from zoo.testing.subject import SubjectName
from zoo.testing.suite import perform

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.testing.result import Result

Message = dict[str, Any]


def main() -> None:
    """Answer requests until there are no more."""
    stream.protect()
    # Third-party code shares stdout and stdin: its output goes to stderr, its input is empty.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    asked = os.fdopen(os.dup(0), encoding="utf-8")
    os.dup2(2, 1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)

    def tell(message: Message) -> None:
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    def warn(message: Warning | str, category: type[Warning], *_: object, **__: object) -> None:
        tell({"at": "warning", "category": category.__name__, "text": str(message)})

    warnings.showwarning = warn
    requests: SimpleQueue[Message] = SimpleQueue()
    threading.Thread(target=_listen, args=(asked, requests), daemon=True).start()
    try:
        while True:
            for message in _answer(requests.get()):
                tell(message)
    except KeyboardInterrupt:  # raised by third-party code: nothing else can raise it here
        os._exit(130)


def _listen(asked: TextIO, requests: SimpleQueue[Message]) -> None:
    """Queue requests; exit at once when the parent process has ended."""
    for line in asked:
        requests.put(json.loads(line))
    os._exit(0)


def _answer(request: Message) -> Iterator[Message]:
    what = SubjectName(request["kind"], request["name"])
    try:
        subject = what.load()
    except Exception as error:  # noqa: BLE001 - the parent process reports it in one sentence
        details = getattr(error, "details", None) or getattr(error.__cause__, "details", ())
        trace = "".join(traceback.format_exception(error))
        yield {
            "at": "unloadable",
            "text": str(getattr(error, "sentence", error)),
            "details": details,
            "traceback": trace,
        }
        return
    done: list[Result] = []
    for check in request["checks"]:
        yield {"at": "check", "check": check}
        cause = blocker(subject.kind, check, done)
        done.append(
            not_made(check, cause) if cause else perform(subject, check, request["expected"].get(check))
        )
        result = done[-1]
        yield {"at": "result", "result": dataclasses.asdict(result)}
    yield {"at": "end"}


if __name__ == "__main__":
    main()
