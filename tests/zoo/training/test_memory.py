"""Many trainings in one process need no more memory than two."""

from __future__ import annotations

import gc
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from zoo.data.prepare import Data

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zoo.runs import RunRecord

PROGRAM = """\
import re
from pathlib import Path
import numpy as np
import zoo

np.savez("many.npz", x=np.zeros(({examples}, 28, 28), np.uint8), y=np.arange({examples}) % 2)
found = []
for seed in range({many}):
    zoo.train("softmax-1layer", dataset="many.npz", epochs=1, batch_size=1_000, seed=seed, execution={execution!r})
    found.append(int(re.search(r"VmRSS:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]))
print(max(found) / found[1])
"""


@pytest.mark.long
@pytest.mark.parametrize("execution", ["plain", "loop"])
def test_the_data_is_freed_after_training(run: Callable[..., RunRecord], execution: str) -> None:
    """TensorFlow keeps what it has traced or iterated over until the process ends; the data is not part of it."""
    run(execution=execution)
    gc.collect()
    # Not isinstance(), which reads attributes: PyTorch warns about a few of its own.
    assert [each for each in gc.get_objects() if type(each) is Data] == []


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="/proc says how much memory a process takes")
@pytest.mark.parametrize("execution", ["loop", pytest.param("plain", marks=pytest.mark.soak)])
def test_twelve_trainings_take_the_memory_of_two(tmp_path: Path, execution: str) -> None:
    """Within 10 %, with 30 MB of data."""
    assert _growth(tmp_path, execution=execution, many=12, examples=40_000) < 1.1


@pytest.mark.soak
@pytest.mark.skipif(sys.platform != "linux", reason="/proc says how much memory a process takes")
@pytest.mark.parametrize("execution", ["plain", "loop"])
def test_two_hundred_trainings_take_the_memory_of_two(tmp_path: Path, execution: str) -> None:
    """Within 10 %."""
    assert _growth(tmp_path, execution=execution, many=200, examples=2_000) < 1.1


@pytest.mark.long
def test_what_is_traced_in_a_training_is_forgotten(run: Callable[..., RunRecord]) -> None:
    """TensorFlow's registry of gradients is as before; what was traced outside stays."""
    import tensorflow as tf
    from tensorflow.python.framework.ops import gradient_registry

    squared = tf.function(lambda x: x * x)
    with tf.GradientTape() as tape:
        x = tf.Variable(3.0)
        y = squared(x)
    before = list(gradient_registry.list())
    run(execution="loop")
    assert (list(gradient_registry.list()), float(tape.gradient(y, x))) == (before, 6.0)


def _growth(tmp_path: Path, **values: object) -> float:
    """The most memory after a training, as a multiple of that after the second one."""
    (tmp_path / "program.py").write_text(PROGRAM.format(**values))
    done = subprocess.run(
        [sys.executable, "program.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return float(done.stdout)
