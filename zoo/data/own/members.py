"""Which arrays of a file are the examples and which the labels, by their names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from zoo.errors import DatasetError, enumerated, shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

EXAMPLES = frozenset({"x", "image", "images", "img", "imgs", "data", "features", "inputs", "samples"})
LABELS = frozenset({"y", "label", "labels", "target", "targets", "classes", "outputs"})
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
JOINED = re.compile(rf"(x|y)({'|'.join(PARTS)})|({'|'.join(PARTS)})(x|y)")
"""Names such as `xtrain`."""


class Meant(NamedTuple):
    """What a name means: `examples` or labels, of a part, or of all data where the part is ''."""

    part: str
    examples: bool


class Members(NamedTuple):
    """The names of the examples and labels of each part, and the names that mean nothing."""

    pairs: dict[str, tuple[str, str]]
    others: tuple[str, ...]


def meant(name: str) -> Meant | None:
    """What the name of an array means, or None: `X_train`, `train_images` and `xtrain` are the same."""
    name = UNNAMED.get(name, name).lower()
    joined = JOINED.fullmatch(name)
    words = list(filter(None, joined.groups() if joined else re.split(r"[_\-. ]+", name)))
    parts = [PARTS[word] for word in words if word in PARTS]
    roles = [word in EXAMPLES for word in words if word in EXAMPLES or word in LABELS]
    if len(roles) != 1 or len(parts) > 1 or len(roles) + len(parts) != len(words):
        return None
    return Meant(parts[0] if parts else "", roles[0])


def members_of(names: Sequence[str], subject: str, own: str = TRAIN) -> Members:
    """The examples and labels of each part; `x` and `y` are those of the `own` part, which has to be there.

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
    pairs = {}
    for part in (TRAIN, VALIDATION, TEST):
        x, y = found.get(Meant(part, examples=True)), found.get(Meant(part, examples=False))
        if x is not None and y is not None:
            pairs[part] = x, y
        elif x is not None and part == TEST != own:
            others.append(x)  # examples to be predicted
        elif part != TRAIN and (x is not None or y is not None):
            lone, lacking = (x, "labels") if y is None else (y, "examples")
            raise DatasetError(f"{subject} has {shorten(lone)}, but no {lacking} of the {part} part")
    if own not in pairs:
        there = enumerated([*map(shorten, sorted(names)[:10])]) if names else "no arrays"
        wanted = WANTED if own == TRAIN else f"wanted x and y, or x_{own} and y_{own}"
        raise DatasetError(f"{subject} has {there}; {wanted}")
    return Members(pairs, tuple(others))


def examples_in(names: Sequence[str]) -> str | None:
    """The array to predict on: all examples, those of the test part, or the only array."""
    for part in ("", TEST):
        for name in names:
            if meant(name) == Meant(part, examples=True):
                return name
    return names[0] if len(names) == 1 else None
