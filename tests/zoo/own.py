"""Own data in files for tests: scikit-learn's datasets as CSV, .npz and images."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image
from sklearn import datasets

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

IRIS = ("sepal length", "sepal width", "petal length", "petal width")


def write_table(path: Path, names: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    """A CSV file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([names, *rows])
    return path


def flowers(path: Path) -> Path:
    """Iris with the names of the species, and a column of colours of which every tenth is missing."""
    iris = datasets.load_iris()
    colours = ["", *["blue", "red", "white"] * 3]
    rows = zip(iris.data, iris.target, strict=True)
    table = [[*x, colours[at % 10], iris.target_names[y]] for at, (x, y) in enumerate(rows)]
    return write_table(path, [*IRIS, "colour", "species"], table)


def images(folder: Path, many: int = 100) -> Path:
    """Handwritten digits as PNG files, with a folder for each digit."""
    digits = datasets.load_digits()
    for at, (image, label) in enumerate(zip(digits.images[:many], digits.target, strict=False)):
        inside = folder / str(label)
        inside.mkdir(parents=True, exist_ok=True)
        Image.fromarray((image * 15.9375).astype(np.uint8)).save(inside / f"{at}.png")
    return folder
