"""Compare fine-tuning with training from scratch: 200 labelled digits, weights of Fashion-MNIST, 5 seeds.

    python benchmarks/fine_tuning.py            prints the page
    python benchmarks/fine_tuning.py --write    writes it to docs/fine-tuning.md

Every training has the same 200 examples, the same validation and test examples, and as many epochs. The
learning rate of the head was chosen on the validation examples. This takes about five minutes.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
from pathlib import Path
from statistics import fmean, stdev
from typing import Any

import numpy as np

import zoo

PAGE = Path(__file__).parent.parent / "docs" / "fine-tuning.md"
MODEL, OPTIMIZER, SOURCE = "conv-2", "adam", "conv-2.fashion-mnist"
SEEDS = tuple(range(42, 47))
LABELLED, VALIDATION = 200, 200
EPOCHS, HEAD = 30, 10
PHASES = [
    {"epochs": HEAD, "train_only": ["head"], "optimizer.learning_rate": 0.01},
    {"epochs": EPOCHS - HEAD, "unfreeze": ["*"]},
]
CUT = 2.776
"""The 97.5 % quantile of Student's t distribution with four degrees of freedom."""
WAYS: dict[str, dict[str, Any]] = {
    "from scratch": {"epochs": EPOCHS},
    "head only": {
        "start": SOURCE,
        "train_only": ["head"],
        "epochs": EPOCHS,
        "settings": {"optimizer.learning_rate": 0.01},
    },
    "convolutions frozen": {"start": SOURCE, "freeze": ["conv*"], "epochs": EPOCHS},
    "all layers": {"start": SOURCE, "epochs": EPOCHS},
    "in two phases": {"start": SOURCE, "phases": PHASES},
}
"""The ways to train, by what the page calls them."""


def main() -> None:
    """Train and compare; print or write the page."""
    parser = argparse.ArgumentParser(description="Compare fine-tuning with training from scratch.")
    parser.add_argument("--write", action="store_true", help="write docs/fine-tuning.md")
    write = parser.parse_args().write
    data = digits()
    with tempfile.TemporaryDirectory() as folder:
        found = {
            name: [trained(data, Path(folder), seed, way) for seed in SEEDS] for name, way in WAYS.items()
        }
    text = page(data, found)
    if write:
        PAGE.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


def digits() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """The digits, enlarged to the 28×28 pixels and the range of Fashion-MNIST, in parts of other sizes."""
    loaded = zoo.load_dataset("digits")
    x = np.concatenate([split.x for split in loaded.splits.values()])
    y = np.concatenate([split.y for split in loaded.splits.values()])
    large = np.kron(x, np.ones((1, 3, 3)))
    images = np.pad(np.minimum(large * 16, 255), ((0, 0), (2, 2), (2, 2))).astype(np.uint8)
    order = np.random.default_rng(0).permutation(len(x))
    parts = np.split(order, [LABELLED, LABELLED + VALIDATION])
    names = ("train", "validation", "test")
    return {name: (images[part], y[part]) for name, part in zip(names, parts, strict=True)}


def trained(
    data: dict[str, tuple[np.ndarray, np.ndarray]], folder: Path, seed: int, way: dict[str, Any]
) -> zoo.RunRecord:
    """The record of a training."""
    return zoo.train(MODEL, OPTIMIZER, data, seed=seed, runs_dir=folder, **way)


def page(data: dict[str, tuple[np.ndarray, np.ndarray]], found: dict[str, list[zoo.RunRecord]]) -> str:
    """The page in Markdown."""
    sizes = {name: f"{len(y):,}" for name, (_, y) in data.items()}
    scratch = [accuracy(record) for record in found["from scratch"]]
    rows, better = [], list[str]()
    for name, records in found.items():
        values = [accuracy(record) for record in records]
        trainable = " → ".join(f"{each['trainable_parameters']:,}" for each in records[0].phases)
        gains = [one - other for one, other in zip(values, scratch, strict=True)]
        gain = "" if name == "from scratch" else f"{interval([100 * each for each in gains], 2, sign='+')}"
        cells = (name, trainable or f"{records[0].parameters:,}", interval(values, 4), gain)
        rows.append(f"| {' | '.join(cells)} |")
        if fmean(gains) > half_width(gains) and name != "from scratch":
            better.append(name)
    versions = found["from scratch"][0].versions
    return TEXT.format(
        rows="\n".join(rows),
        result=RESULTS[bool(better)].format(", ".join(better)),
        keras=versions["keras"],
        tensorflow=versions["tensorflow"],
        seeds=f"{SEEDS[0]} to {SEEDS[-1]}",
        model=MODEL,
        source=SOURCE,
        optimizer=OPTIMIZER,
        epochs=EPOCHS,
        head=HEAD,
        rest=EPOCHS - HEAD,
        **sizes,
    )


def accuracy(record: zoo.RunRecord) -> float:
    """The accuracy on the test examples."""
    return record.metrics["test"]["accuracy"]


def interval(values: list[float], digits: int, sign: str = "") -> str:
    """The mean of the seeds with its 95 % confidence interval."""
    return f"{fmean(values):{sign}.{digits}f} ± {half_width(values):.{digits}f}"


def half_width(values: list[float]) -> float:
    """Half the width of the 95 % confidence interval of their mean."""
    return CUT * stdev(values) / math.sqrt(len(values))


RESULTS = {
    True: "Better than from scratch by more than chance: {}.",
    False: "No way is better than the training from scratch by more than chance.",
}


TEXT = """\
# Fine-tuning, measured

Do weights from other images help where few examples are labelled? This page is written by
`python benchmarks/fine_tuning.py --write`.

The named weights `{source}` were trained on 48,000 images of clothes. They are fine-tuned on {train}
labelled images of handwritten digits, enlarged from 8×8 to 28×28 pixels, beside a training from scratch on
the same images: {model} with {optimizer}, batches of 32, {epochs} epochs, seeds {seeds}.
{validation} images are for validation, and the accuracy is that on the other {test}.
Keras {keras} on TensorFlow {tensorflow}.

| Training | Trained parameters | Test accuracy | Gain in points |
| --- | ---: | ---: | ---: |
{rows}

{result}

Numbers are means of five seeds with 95 % confidence intervals (Student's t); the gain over the training from
scratch is paired by seed. The examples are the same in all trainings: the intervals say how much depends on
the seed, not how much depends on the choice of the examples. A gain whose interval has 0 in it is none that
can be told from chance.

- "Head only" is `--from {source} --train-only head --lr 0.01`: all other layers are as trained on
  clothes.
- "Convolutions frozen" is `--from {source} --freeze 'conv*'`: the dense layers are trained.
- "All layers" is `--from {source}` alone.
- "In two phases" trains the head for {head} epochs, and then all layers for {rest}:

```console
$ zoo train {model} --optimizer {optimizer} --dataset ./digits.npz --from {source} \\
    --phase 'epochs={head} train_only=head lr=0.01' \\
    --phase 'epochs={rest} unfreeze=*'
```

See [how to fine-tune a model](how-to/fine-tune.md).
"""


if __name__ == "__main__":
    main()
