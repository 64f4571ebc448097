"""A process with Keras in it that forks a child for each job: `python resume_server.py SITE`.

A job is a line of JSON on stdin, and the result of its child a line on stdout. Importing Keras takes
seconds, and a fork milliseconds; forking is safe because nothing has been computed before.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import threading
import time
import traceback
from typing import TYPE_CHECKING, Any

sys.path.insert(0, sys.argv[1])


import zoo
import zoo.api.train
import zoo.training.attempt
import zoo.training.fit
from tests.zoo.training.resume_faults import FAULTS
from tests.zoo.training.resume_shim import Shim
from zoo.system import fork

if TYPE_CHECKING:
    from zoo.training.events import Event


def main() -> None:
    """Run the jobs one after the other."""
    for line in sys.stdin:
        job = json.loads(line)
        read, write = os.pipe()
        child = os.fork()
        if not child:
            os.close(read)
            fork._before.clear()  # the parent has computed nothing, so that the child lacks no thread
            try:
                do(job, write)
            finally:
                traceback.print_exc()
                os._exit(70)
        os.close(write)
        with os.fdopen(read, encoding="utf-8") as answer:
            told = answer.read()
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        print(json.dumps({"code": code, **(json.loads(told) if told else {})}), flush=True)


def do(job: dict[str, Any], answer: int) -> None:
    """Train or resume as a user would, and end the process."""
    events = 0
    killer = job.get("kill")

    def watch(_: Event) -> None:
        nonlocal events
        events += 1
        if killer and events == killer[0]:
            threading.Thread(target=kill, args=(killer[1],), daemon=True).start()

    if "fault" in job:
        FAULTS[job["fault"]]()
    shim = Shim(job["folder"], **job["shim"]) if "shim" in job else None
    said: dict[str, Any] = {}
    code = 0
    try:
        with shim or contextlib.nullcontext():
            if job["do"] == "train":
                zoo.train(job["model"], job["optimizer"], runs_dir=job["folder"], watch=watch, **job["train"])
            else:
                zoo.resume(job["run"], runs_dir=job["folder"], watch=watch)
    except zoo.ZooError as error:
        said, code = {"said": str(error), "kind": type(error).__name__}, error.exit_code
    except BaseException as error:  # noqa: BLE001 - a defect, which the test has to see
        said, code = {"said": repr(error), "kind": "defect"}, 99
    said |= {"events": events, "points": shim.points if shim else []}
    os.write(answer, json.dumps(said).encode())
    os._exit(code)


def kill(delay: float) -> None:
    """Kill this process after a delay, at any line of the training."""
    time.sleep(delay)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
