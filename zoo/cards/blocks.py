"""The parts of a card that follow from the record; each is a list of lines with a name."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from zoo.cards.markdown import block, code, escaped, table
from zoo.inference.interval import interval
from zoo.tables.words import NONE, count, duration, metric

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zoo.cards.pictures import Picture
    from zoo.cards.source import Source
    from zoo.runs import RunRecord

SHOWN = 100
"""The most classes that are listed."""
NAMED = ("epochs", "batch_size", "seed")
"""Changed settings that have a row anyway."""
OF_EXAMPLES = ("accuracy", "subset_accuracy")
"""Metrics that are a share of the examples, so that their interval follows from their number."""


def blocks(source: Source, pictures: Sequence[Picture]) -> dict[str, list[str]]:
    """The generated parts of a card, by name and in order."""
    return {
        "summary": [*_summary(source)],
        "figures": [*_figures(source.record)],
        "pictures": [*_pictures(pictures)],
        "data": [*_data(source)],
        "recipe": [*_recipe(source)],
        "limits": [*_limits(source.record)],
        "digests": [*_digests(source)],
        "licence": [*_licence(source)],
    }


def _summary(source: Source) -> Iterator[str]:
    record = source.record
    yield f"# {escaped(source.name)}"
    yield ""
    how = f"the average of {count(len(record.average_of))} runs" if record.average_of else "trained"
    of = f" of {count(record.complete_epochs)}"
    kept = f", epoch {count(record.kept_epoch)}{of}" if record.kept_epoch else ""
    what = escaped(record.model) + (f": {escaped(record.summary)}" if record.summary else "")
    trained = f"{how} on {escaped(record.dataset)} with {escaped(record.optimizer)}{kept}"
    yield f"{what}. A Keras model with {count(record.parameters)} parameters, {trained}."
    yield ""
    rows = [
        ["Task", escaped(record.task.get("kind", NONE))],
        ["Outputs", count(record.task.get("outputs"))],
        ["Input", f"{'×'.join(map(str, record.input_shape))}, not scaled"],
        ["Loss", code(record.loss) if record.loss else NONE],
        ["Backend", f"{escaped(record.backend)}, Keras {escaped(record.versions.get('keras', NONE))}"],
    ]
    yield from table(["Property", "Value"], rows, right=2)
    yield ""
    yield from block([f"zoo predict {shlex.quote(source.known_as)} FILE"], "sh")


def _figures(record: RunRecord) -> Iterator[str]:
    yield "## Figures"
    yield ""
    names = dict.fromkeys(name for values in record.metrics.values() for name in values)
    has_interval = any(name in OF_EXAMPLES for name in names)
    last = ["95 % confidence interval"] if has_interval else []
    yield from table(
        ["Split", "Examples", *(code(name) for name in names), *last],
        [
            [
                split,
                count(record.examples.get(split)),
                *(metric(values.get(name)) for name in names),
                *(_interval(values, record.examples.get(split, 0)) for _ in last),
            ]
            for split, values in sorted(record.metrics.items())
        ],
    )
    if has_interval:
        yield ""
        yield "The interval is that of the accuracy (Wilson), as far as the examples are drawn independently."


def _interval(values: Mapping[str, float], examples: int) -> str:
    share = next((values[name] for name in OF_EXAMPLES if name in values), None)
    if share is None or not examples:
        return NONE
    return " to ".join(map(metric, interval(round(share * examples), examples)))


def _pictures(pictures: Sequence[Picture]) -> Iterator[str]:
    yield "## Pictures"
    for each in pictures:
        yield ""
        yield f"![{each.title}]({each.link})"
        yield f"<!-- {each.digest} -->"
    if not pictures:
        yield ""
        yield "There are none."


def _data(source: Source) -> Iterator[str]:
    record, dataset = source.record, source.plan.dataset.value
    yield "## Data"
    yield ""
    parts = ", ".join(f"{count(many)} for {part}" for part, many in record.examples.items())
    yield f"{escaped(record.dataset)}: {parts} ({escaped(record.noun)})."
    yield ""
    yield from table(
        ["Property", "Value"],
        [["Digest of the data", code(record.dataset_digest)], ["Scaling", code(dataset.scaling)]],
        right=2,
    )
    if dataset.classes:
        more = len(dataset.classes) - SHOWN
        names = [*map(escaped, dataset.classes[:SHOWN]), *([f"and {count(more)} more"] if more > 0 else [])]
        yield ""
        yield f"{count(len(dataset.classes))} classes: {', '.join(names)}."


def _recipe(source: Source) -> Iterator[str]:
    record = source.record
    yield "## Recipe"
    yield ""
    if record.command:
        yield from block([shlex.join(_without_folders(record.command))], "sh")
        yield ""
    if record.average_of:
        yield "The mean of the weights of these runs; the settings are those of the first:"
        yield ""
        yield from table(
            ["Run", "Digest of its weights"],
            [[code(each["id"]), code(each["model_digest"])] for each in record.average_of],
            right=2,
        )
        return
    rate = getattr(source.plan.optimizer.value.optimizer, "learning_rate", NONE)
    rows = [
        ["Optimizer", f"{escaped(record.optimizer)}, learning rate {code(str(rate))}"],
        ["Epochs", count(record.complete_epochs)],
        ["Batch size", count(record.batch_size)],
        ["Seed", str(record.seed)],
        *([code(path), code(str(value))] for path, value in record.changes.items() if path not in NAMED),
        ["Duration", duration(record.seconds)],
        ["Versions", ", ".join(f"{escaped(name)} {escaped(its)}" for name, its in record.versions.items())],
    ]
    yield from table(["Setting", "Value"], rows, right=2)


def _without_folders(command: Sequence[str]) -> list[str]:
    """The command without the folders of absolute paths, which tell of a machine and its user."""
    return [Path(word).name if Path(word).is_absolute() else word for word in command]


def _limits(record: RunRecord) -> Iterator[str]:
    yield "## Limits"
    yield ""
    if record.caution:
        yield f"- The figures are of {escaped(record.caution)}."
    seen = f"{count(record.examples.get('training'))} training examples of {escaped(record.dataset)}"
    yield f"- The model has seen {seen}, and no others."
    yield "- On inputs of another kind or from another source, the figures above do not hold."
    if not record.average_of:
        yield f"- The figures are of one training with seed {record.seed}; another seed gives others."


def _digests(source: Source) -> Iterator[str]:
    record = source.record
    yield "## Digests and audit"
    yield ""
    known = {"Weights": record.model_digest, "Model spec": record.spec_digest, "Plan": record.plan_digest}
    rows = [[what, code(each)] for what, each in known.items() if each]
    yield from table(["What", "Digest"], [["Run", code(record.id)], *rows], right=2)
    yield ""
    verb, how = ("audit", "retrains") if record.is_published else ("replay", "repeats")
    yield from block([f"zoo {verb} {shlex.quote(source.known_as)}"], "sh")
    yield ""
    yield (
        f"This {how} the training, and compares each epoch with the record."
        if not record.average_of
        else ("This computes the average again from its parts, and compares the weights.")
    )


def _licence(source: Source) -> Iterator[str]:
    yield "## Licence"
    yield ""
    yield f"{code(source.licence)}." if source.licence else "No licence was given."
