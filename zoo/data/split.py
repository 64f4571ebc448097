"""Split examples into a training, a validation and a test part."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from zoo.specs.splitting import BOOK, GROUP, STRATIFIED, TIME, Splitting

SEED = 42


class Parts(NamedTuple):
    """The positions of the training, validation and test examples."""

    training: np.ndarray
    validation: np.ndarray
    test: np.ndarray


def split(
    examples: int,
    given_test: int,
    given_validation: int = 0,
    rule: Splitting | None = None,
    keys: np.ndarray | None = None,
) -> Parts:
    """Split a number of examples: first those to train on, then the dataset's own validation and test parts.

    A part that the dataset does not have is split off. Without a rule, both splits equal
    `sklearn.model_selection.train_test_split` with `test_size=0.2` and `random_state=42`, as in the book.

    Args:
        examples: The number of all examples.
        given_test: The number of examples in the dataset's own test part.
        given_validation: The number of examples in its own validation part.
        rule: How the examples are split; None for the book's split.
        keys: What the examples are split by: classes, groups or times; one for each of those to train on.

    Returns:
        The positions of each part.
    """
    rule = rule or BOOK
    positions = np.arange(examples, dtype=np.int32)
    own, validation, test = np.split(
        positions, [examples - given_test - given_validation, examples - given_test]
    )
    if not given_test:
        own, test = _off(own, rule, rule.test, keys, reserved=1 + (not given_validation))
    if not given_validation:
        own, validation = _off(own, rule, rule.validation, keys, reserved=1)
    return Parts(own, validation, test)


def parts_by(
    rule: Splitting | None, y: np.ndarray, keys: np.ndarray | None, validation: int = 0, test: int = 0
) -> Parts:
    """The parts of a dataset whose examples to train on have these labels, and maybe groups or times.

    `validation` and `test` are the numbers of examples in its own other parts.
    """
    by = strata(y) if rule is not None and rule.method == STRATIFIED else keys
    return split(len(y) + validation + test, test, validation, rule, by)


def strata(y: np.ndarray) -> np.ndarray:
    """The classes by which labels are stratified: integer or one-hot labels."""
    return y.argmax(axis=1) if y.ndim > 1 else y


def _off(
    positions: np.ndarray, rule: Splitting, fraction: float, keys: np.ndarray | None, reserved: int
) -> tuple[np.ndarray, np.ndarray]:
    """Split off a fraction, rounded up: the other positions, and the fraction.

    `reserved` is the number of parts that are still needed of the others.
    """
    many = len(positions)
    count = min(math.ceil(fraction * many), max(many - 1, 0))
    if rule.method == TIME and keys is not None:
        order = np.argsort(keys[positions], kind="stable")
        cut = _between_times(keys[positions[order]], many - count)
        return positions[order[:cut]], positions[order[cut:]]
    order = np.random.RandomState(SEED).permutation(many)
    if rule.method in (STRATIFIED, GROUP) and keys is not None:
        _, codes = np.unique(keys[positions[order]], return_inverse=True)
        is_off = _in_strata(codes, count) if rule.method == STRATIFIED else _groups(codes, count, reserved)
        return positions[order[~is_off]], positions[order[is_off]]
    return positions[order[count:]], positions[order[:count]]


def _between_times(times: np.ndarray, cut: int) -> int:
    """The place nearest to `cut` in sorted times where they change; `cut` if all are equal."""
    changes = np.flatnonzero(times[1:] != times[:-1]) + 1
    return int(changes[np.abs(changes - cut).argmin()]) if len(changes) else cut


def _in_strata(codes: np.ndarray, count: int) -> np.ndarray:
    """Which of the shuffled examples are split off: of each class its share, and never its last example."""
    sizes = np.bincount(codes)
    ideal = sizes * count / len(codes)
    taken = np.floor(ideal).astype(np.int64)
    for most in (sizes - 1, sizes):  # the second only if every class has a single example
        wanting = np.flatnonzero(taken < most)
        by_remainder = wanting[np.argsort(taken[wanting] - ideal[wanting], kind="stable")]
        taken[by_remainder[: count - int(taken.sum())]] += 1
        if taken.sum() == count:
            break
    by_class = np.argsort(codes, kind="stable")
    places = np.empty(len(codes), np.int64)
    places[by_class] = np.arange(len(codes)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return np.asarray(places < taken[codes])


def _groups(codes: np.ndarray, count: int, reserved: int) -> np.ndarray:
    """Which of the shuffled examples are split off: whole groups, until there are enough examples."""
    sizes = np.bincount(codes)
    order = np.random.RandomState(SEED).permutation(len(sizes))
    before = np.cumsum(sizes[order]) - sizes[order]
    chosen = order[before < count][: max(len(sizes) - reserved, 1)]
    return np.isin(codes, chosen)
