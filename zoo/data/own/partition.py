"""How own data is split: by its classes, or as an option says."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from zoo.data.own import labels as of_labels
from zoo.data.own.members import TEST, VALIDATION
from zoo.data.split import Parts, split, strata
from zoo.errors import SettingError
from zoo.specs.splitting import FRACTION, GROUP, RANDOM, STRATIFIED, TIME, Splitting

if TYPE_CHECKING:
    from zoo.data.own.labels import Labels, Understood
    from zoo.data.own.split_keys import SplitKeys
    from zoo.specs.data_options import DataOptions
    from zoo.specs.task import Task


class Partition(NamedTuple):
    """A split.

    Attributes:
        rule: Its rule; None if the data has all parts itself.
        parts: The parts.
        untrained: The classes that no training example has.
    """

    rule: Splitting | None
    parts: Parts
    untrained: tuple[str, ...]


def partition(
    labels: Labels,
    understood: Understood,
    options: DataOptions,
    *,
    validation: int = 0,
    test: int = 0,
    chosen: SplitKeys | None = None,
) -> Partition:
    """Split examples.

    Args:
        labels: The labels of the examples to train on, from which other parts are split off.
        understood: Their task and classes.
        options: The fractions of the parts, and the column that they are split by.
        validation: The number of examples in the data's own validation part.
        test: The number of examples in its own test part.
        chosen: The groups or times of the examples to train on, if a column was chosen.

    Returns:
        The rule and the parts.
    """
    for name, given in ((TEST, test), (VALIDATION, validation)):
        for option in (name, f"{name}_data") if given else ():
            if (value := getattr(options, option)) is not None:
                reason = f"does not apply, since the data has its own {name} part; leave it out"
                raise SettingError(option, value, reason)
    validation = validation or int(options.validation_data is not None)
    test = test or int(options.test_data is not None)
    rule = None if test and validation else _rule(understood.task, options, chosen)
    keys = chosen.keys if chosen is not None else None
    if rule is not None and rule.method == STRATIFIED:
        keys = strata(of_labels.values(labels, understood))
    parts = split(len(labels.values) + validation + test, test, validation, rule, keys)
    return Partition(rule, parts, of_labels.untrained(labels, understood, parts.training))


def notes(found: Partition) -> list[str]:
    """That rows of equal time were kept together, if they would have been split."""
    rule, parts = found.rule, found.parts
    if rule is None or rule.method != TIME:
        return []
    rest = len(parts.training) + len(parts.validation)
    test = math.ceil(rule.test * (rest + len(parts.test)))
    moved = [
        ("test", len(parts.test), test),
        ("validation", len(parts.validation), math.ceil(rule.validation * rest)),
    ]
    said = [
        f"{many:,} rows to the {part} part, not {wanted:,}" for part, many, wanted in moved if many != wanted
    ]
    return [f"rows of equal {rule.column} are in one part: {', '.join(said)}"] if said else []


def _rule(task: Task, options: DataOptions, chosen: SplitKeys | None) -> Splitting:
    method = STRATIFIED if task.has_one_class else RANDOM
    column = ""
    if options.group is not None:
        method, column = GROUP, options.group
    elif options.split_by is not None:
        method, column = TIME, options.split_by
    form = chosen.form if chosen is not None else ""
    return Splitting(method, options.test or FRACTION, options.validation or FRACTION, column, form)
