"""A training on a table that is encoded on disk is bit-identical to one in memory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import zoo
from tests.zoo.own import flowers
from zoo.data.own import large
from zoo.runs import Interrupted, kept
from zoo.training.events import EpochDone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.runs import RunRecord
    from zoo.training.events import Event

pytestmark = pytest.mark.long

EPOCHS = 2


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Iris."""
    return flowers(tmp_path_factory.mktemp("large") / "flowers.csv")


@pytest.fixture
def on_disk() -> Iterator[None]:
    """Encode all tables on disk, in batches of 40 rows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(large, "IN_MEMORY", 1)
        patch.setattr(large, "MOST_ROWS", 40)
        yield


def trained(table: Path, **settings: Any) -> RunRecord:
    """A run on the table."""
    given = {"epochs": EPOCHS, "target": "species", "batch_size": 20, "runs_dir": table.parent / "runs"}
    return zoo.train("relu-dropout", "adam", table, **given | settings)


def results(record: RunRecord) -> tuple[object, ...]:
    """What a training came to: its history, its metrics and the weights."""
    weights = [each.content for each in kept.of_run(Path(record.path)).checkpoint.kept_model]
    return record.dataset_digest, record.history, record.metrics, weights


@pytest.fixture(scope="module")
def in_memory(table: Path) -> dict[str, tuple[object, ...]]:
    """The results of trainings in memory, by execution."""
    return {how: results(trained(table, execution=how)) for how in ("plain", "loop")}


@pytest.mark.parametrize("execution", ["plain", "loop"])
@pytest.mark.usefixtures("on_disk")
def test_a_training_is_bit_identical_to_one_in_memory(
    table: Path, in_memory: dict[str, tuple[object, ...]], execution: str
) -> None:
    """The digest, the history, the metrics and the weights are the same."""
    assert results(trained(table, execution=execution)) == in_memory[execution]


@pytest.mark.usefixtures("on_disk")
def test_a_resumed_training_is_too_and_can_be_evaluated(
    table: Path, in_memory: dict[str, tuple[object, ...]]
) -> None:
    """The table is encoded again, and the order of the examples goes on."""

    def stop(event: Event) -> None:
        if isinstance(event, EpochDone) and event.record.complete_epochs == 1:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted) as interrupted:
        trained(table, execution="loop", watch=stop)
    record = interrupted.value.record
    assert record is not None
    resumed = zoo.resume(record.path)
    assert results(resumed) == in_memory["loop"]
    assert zoo.evaluate(resumed).metrics == pytest.approx(resumed.metrics["test"])
