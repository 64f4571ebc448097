"""Which arrays of a file are the examples, the labels and the weights of examples, by their names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from zoo.errors import DatasetError, enumerated, shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

EXAMPLES = frozenset({"x", "image", "images", "img", "imgs", "data", "features", "inputs", "samples"})
LABELS = frozenset({"y", "label", "labels", "target", "targets", "classes", "outputs"})
WEIGHTS = frozenset({"w", "weight", "weights"})
OF_WEIGHTS = frozenset({"sample", "samples", "example", "examples", "row"})
"""Words before those for weights, as in `sample_weight`."""
X, Y, W = "examples", "labels", "weights"
"""What an array has."""
UNNAMED = {"arr_0": "x", "arr_1": "y"}
"""The names that `numpy.savez` gives to arrays without one."""
TRAIN, VALIDATION, TEST = "train", "validation", "test"
PARTS = {
    TRAIN: TRAIN,
    "training": TRAIN,
    "val": VALIDATION,
    "valid": VALIDATION,
    "validation": VALIDATION,
    "dev": VALIDATION,
    TEST: TEST,
    "testing": TEST,
}
"""The parts of a dataset by the words for them."""
WANTED = (
    "wanted x and y, or x_train and y_train with x_val, y_val, x_test and y_test "
    "(also images or data, and labels or target)"
)
JOINED = re.compile(rf"(x|y|w)({'|'.join(PARTS)})|({'|'.join(PARTS)})(x|y|w)")
"""Names such as `xtrain`."""


class Meant(NamedTuple):
    """What a name means: examples, labels or weights, of a part, or of all data where the part is ''."""

    part: str
    role: str


class Members(NamedTuple):
    """The names of the examples and labels of each part, those that mean nothing, and those of weights."""

    pairs: dict[str, tuple[str, str]]
    others: tuple[str, ...]
    weights: dict[str, str]


def meant(name: str) -> Meant | None:
    """What the name of an array means, or None: `X_train`, `train_images` and `xtrain` are the same."""
    name = UNNAMED.get(name, name).lower()
    joined = JOINED.fullmatch(name)
    words = list(filter(None, joined.groups() if joined else re.split(r"[_\-. ]+", name)))
    parts = [PARTS[word] for word in words if word in PARTS]
    if WEIGHTS.intersection(words):
        words = [word for word in words if word not in OF_WEIGHTS]
    meanings = ((X, EXAMPLES), (Y, LABELS), (W, WEIGHTS))
    roles = [role for word in words for role, names in meanings if word in names]
    if len(roles) != 1 or len(parts) > 1 or len(roles) + len(parts) != len(words):
        return None
    return Meant(parts[0] if parts else "", roles[0])


def members_of(names: Sequence[str], subject: str, own: str = TRAIN) -> Members:
    """The examples, labels and weights of each part; `x` and `y` are of the `own` part, which must be there.

    Raises:
        DatasetError: There are no examples and labels to train on, two arrays could be the same one, or an
            array has no counterpart.
    """
    found: dict[Meant, str] = {}
    others = []
    for name in names:
        what = meant(name)
        if what is None:
            others.append(name)
            continue
        what = what._replace(part=what.part or own)
        if what in found:
            both = f"{shorten(found[what])} and {shorten(name)}"
            raise DatasetError(f"{subject} has {both}, which mean the same; wanted one of them")
        found[what] = name
    pairs: dict[str, tuple[str, str]] = {}
    weights: dict[str, str] = {}
    for part in (TRAIN, VALIDATION, TEST):
        x, y, w = (found.get(Meant(part, role)) for role in (X, Y, W))
        if x is not None and y is not None:
            pairs[part] = x, y
            weights |= {} if w is None else {part: w}
            continue
        others += [] if w is None else [w]
        if x is None and y is None:
            continue
        if x is not None and part == TEST != own:
            others.append(x)  # examples to be predicted
        elif part != TRAIN:
            lone, lacking = (x, Y) if y is None else (y, X)
            raise DatasetError(f"{subject} has {shorten(lone)}, but no {lacking} of the {part} part")
    if own not in pairs:
        there = enumerated([*map(shorten, sorted(names)[:10])]) if names else "no arrays"
        wanted = WANTED if own == TRAIN else f"wanted x and y, or x_{own} and y_{own}"
        raise DatasetError(f"{subject} has {there}; {wanted}")
    return Members(pairs, tuple(others), weights)


def examples_in(names: Sequence[str]) -> str | None:
    """The array to predict on: all examples, those of the test part, or the only array."""
    for part in ("", TEST):
        for name in names:
            if meant(name) == Meant(part, X):
                return name
    return names[0] if len(names) == 1 else None
