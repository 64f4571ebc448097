"""Named weights from a run: their declaration, and the content of their file."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from zoo.runs.plans import plan_table
from zoo.specs.weights import Variable, WeightsSpec
from zoo.specs.weights_file import CheckpointFile, WeightsFile
from zoo.weights import safetensors
from zoo.weights.array import Array, weights_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zoo.runs.checkpoint import Checkpoint
    from zoo.runs.kept import Kept

PUBLISHED = (
    *("id", "model", "optimizer", "dataset", "backend", "execution", "threads", "seed", "batch_size"),
    *("parameters", "epochs", "best_epoch", "kept_epoch", "changes", "noun", "caution", "loss", "monitor"),
    *("summary", "task", "input_shape", "examples", "metrics", "history", "epoch_seconds", "model_digest"),
    *("dataset_digest", "spec_digest", "plan_digest", "origins", "custom_objects", "versions"),
    *("fingerprint", "command", "began", "seconds", "stopped", "phases"),
)
"""What the declaration has of a record: neither paths nor facts about the machine that tell of its user."""


class Published(NamedTuple):
    """A declaration, the content of the file beside it, and those of checkpoints by their names."""

    spec: WeightsSpec
    content: bytes
    others: dict[str, bytes]


def published(
    kept: Kept,
    *,
    name: str,
    summary: str,
    licence: str,
    digests: Sequence[str],
    arrays: Iterable[Array] = (),
    states: Iterable[Checkpoint] = (),
) -> Published:
    """The declaration and the file of a run's weights.

    Args:
        kept: The run.
        name: The name of the weights, which is that of their file.
        summary: One line that describes the weights.
        licence: The licence, an identifier of SPDX.
        digests: The digest of all variables at the end of each epoch, as in metrics.jsonl.
        arrays: The arrays to publish in place of the kept model's, such as rounded ones.
        states: The states after some epochs, from which an audit can begin.
    """
    weights = [*(arrays or named_arrays(kept))]
    content = safetensors.dumps(weights)
    checkpoints = {f"{name}.epoch-{each.epoch}.zoo": each for each in states}
    others = {file: each.to_bytes() for file, each in checkpoints.items()}
    spec = WeightsSpec(
        summary=summary,
        licence=licence,
        file=_declared(f"{name}.safetensors", content),
        variables=tuple(Variable(each.name, each.dtype, each.shape) for each in weights),
        plan=plan_table(kept.path),
        record=published_record(kept),
        classes=kept.plan.dataset.value.classes,
        digests=tuple(digests),
        checkpoints=tuple(
            CheckpointFile(each.epoch, _declared(file, others[file])) for file, each in checkpoints.items()
        ),
    )
    return Published(spec, content, others)


def _declared(name: str, content: bytes) -> WeightsFile:
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    return WeightsFile(path=name, size=len(content), digest=digest)


def published_record(kept: Kept) -> dict[str, Any]:
    """The facts of a run's record that are published."""
    table = kept.record.to_json()
    return _without_none({key: table[key] for key in PUBLISHED if table.get(key) not in (None, "", [], {})})


def named_arrays(kept: Kept) -> list[Array]:
    """The variables of the kept model, without the state of seed generators, as `layer/variable`.

    The name of the model, with which Keras's paths begin, is left out. Of equal names, all but the first get
    a number.
    """
    begin = f"{kept.plan.model.slug}/"
    names: dict[str, int] = {}
    found = []
    for each in weights_of(kept.checkpoint.kept_model):
        bare = each.name.removeprefix(begin)
        names[bare] = names.get(bare, 0) + 1
        name = bare if names[bare] == 1 else f"{bare}_{names[bare] - 1}"
        found.append(Array(name, each.dtype, each.shape, each.content))
    return found


def _without_none(table: dict[str, Any]) -> dict[str, Any]:
    """The table without the keys whose value is None, which TOML has not."""
    return {
        key: _without_none(value) if isinstance(value, dict) else value
        for key, value in table.items()
        if value is not None
    }
