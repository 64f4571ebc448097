"""The commands of the guide that send a sweep to the workers of Dask."""

from __future__ import annotations

import contextlib
import json
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.zoo.cli.samples import COMMAND, digests
from zoo.errors import ZooError
from zoo.sweeps import Sweep

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.runs.listing import ListedRun

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "sweep.md"
SECTION = PAGE.read_text(encoding="utf-8").partition("## On several computers")[2].partition("\n## ")[0]
SCHEDULER, WORKERS, SEND = map(shlex.split, re.findall(r"```bash\n(.+)\n```", SECTION))
HOST = "scheduler:8786"
"""The address in the guide."""


@pytest.fixture
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DASK_LOGGING__DISTRIBUTED", "error")


@pytest.fixture
def address(_in_a_folder: None) -> Iterator[str]:
    """The address of a scheduler with two worker processes, started as in the guide."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    here = f"127.0.0.1:{port}"
    with contextlib.ExitStack() as stack:
        for words in (SCHEDULER, WORKERS):
            command = [word.replace(HOST, here).replace("8786", str(port)) for word in words]
            place = Path("elsewhere", command[1])  # the current folder of a worker doesn't matter
            place.mkdir(parents=True)
            dask = [sys.executable, "-m", *command]
            process = subprocess.Popen(dask, cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            stack.callback(process.wait)
            stack.callback(process.terminate)
        yield f"tcp://{here}"


def zoo(*words: str) -> list[str]:
    """The command that runs zoo."""
    return [*COMMAND, *words]


def sweep_in(folder: str) -> Sweep:
    """The only sweep in a folder."""
    (path,) = Path(folder).glob("sweep-*")
    return Sweep.read(path)


def _name(run: ListedRun) -> tuple[str, str]:
    return run.record["model"], run.record["optimizer"]


def wait_for(address: str) -> None:
    """Wait until both workers have joined, as somebody does who starts them."""
    from distributed import Client

    with Client(address, timeout=60, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)


@pytest.mark.long
def test_a_sweep_on_two_workers_has_the_results_of_local_processes(address: str) -> None:
    """Also if it is interrupted and resumed; the digests of all epochs are equal."""
    words = [word.replace(f"tcp://{HOST}", address) for word in SEND[1:]]
    wait_for(address)
    sent = subprocess.Popen(zoo(*words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 120
    while time.monotonic() < until and sent.poll() is None:
        if [*Path("runs").glob("sweep-*/*/model.keras")]:
            sent.send_signal(signal.SIGINT)
            break
        time.sleep(0.05)
    _, err = sent.communicate(timeout=60)
    assert (sent.returncode, "4 runs: 2 models × 2 optimizers × 1 seed, on 2 workers" in err) == (
        130,
        True,
    ), err
    sweep = sweep_in("runs")
    statuses = {run.status for run in sweep.runs().values()}
    assert (sweep.is_complete(), "running" in statuses) == (False, False)
    again = zoo("resume", sweep.short_id, "--dask", address, "--json")
    done = subprocess.run(again, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [row["status"] for row in json.loads(done.stdout)["combinations"]] == ["completed"] * 4
    # Two of them suffice, and one local process.
    local = ["sweep", "relu-flatten", *words[2 : words.index("--dask")], "--runs-dir", "local", "--quiet"]
    subprocess.run(zoo(*local, "--jobs", "1"), check=True)
    found = [
        {_name(run): digests(run.path) for run in each.runs().values()} for each in (sweep, sweep_in("local"))
    ]
    assert len(found[1]) == 2
    assert found[0] | found[1] == found[0]
    assert [*Path("elsewhere").rglob("run.json")] == []


@pytest.mark.long
@pytest.mark.usefixtures("_in_a_folder")
def test_a_cluster_that_can_not_be_used_is_a_one_sentence_error() -> None:
    """No scheduler, and none of its workers; nothing is written."""
    from distributed import LocalCluster

    from zoo.sweeps import dask_cluster

    with pytest.MonkeyPatch.context() as patch, LocalCluster(n_workers=0, dashboard_address=None) as cluster:
        patch.setattr(dask_cluster, "PATIENCE", 1)
        said = []
        for place in (cluster.scheduler_address, "tcp://127.0.0.1:1", "nowhere://1"):
            with pytest.raises(ZooError) as refused:
                dask_cluster.executor(place)
            said.append(str(refused.value))
        first = cluster.scheduler_address
    assert (
        said[0]
        == f"the Dask cluster at {first} has no workers; start some with dask worker {first} --nthreads 1"
    )
    assert all(each.startswith("no Dask scheduler answers at ") for each in said[1:])
    assert not Path("runs").exists()
