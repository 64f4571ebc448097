"""The classes or labels of a dataset: how many examples each has in each split, and some as images."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zoo.data.loaded_dataset import class_counts
from zoo.data.pixels import to_bytes
from zoo.reports.html import Markup, caption, element, joined, region
from zoo.reports.images import embedded, png, tiled
from zoo.tables.words import NONE, count

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from zoo.data.prepare import Data
    from zoo.specs.data_facts import Pixels

SPLITS = ("training", "validation", "test")
EACH = 8
"""Number of images of each class."""
MOST = 30
"""Number of classes that are shown."""
SIDE, LARGEST = 48, 64
"""The side in pixels that small images are enlarged to, and the one that large images are thinned out to."""


@dataclass(frozen=True, eq=False)
class ClassExamples:
    """A class, the number of its examples by split, and a PNG file of the first ones in training."""

    name: str
    counts: tuple[int, ...]
    picture: bytes = b""


def class_examples(names: Sequence[str], data: Data, pixels: Pixels | None) -> tuple[ClassExamples, ...]:
    """The first classes or labels of a dataset, in their order."""
    parts = [getattr(data.parts, each) for each in SPLITS]
    counts = [class_counts(data.truth[each], len(names)) for each in parts]
    found = []
    for number, name in enumerate(names[:MOST]):
        truth = data.truth[parts[0]]
        own = parts[0][(truth == number) if truth.ndim == 1 else truth[:, number] == 1][:EACH]
        picture = b"" if pixels is None or not len(own) else _picture(data.x[own], pixels)
        found.append(ClassExamples(name, tuple(int(each[number]) for each in counts), picture))
    return tuple(found)


def _picture(x: np.ndarray, pixels: Pixels) -> bytes:
    every = -(-max(x.shape[1:3]) // LARGEST)
    images = to_bytes(x[:, ::every, ::every], pixels)
    return png(tiled(images, SIDE, EACH))


def of_classes(
    classes: Sequence[ClassExamples], known: int, one: str = "class", several: str = "classes"
) -> Markup:
    """A row for each class or label, which are called `one` and `several`; `known` is the number of all."""
    title = f"Examples of each {one}"
    has_pictures = any(each.picture for each in classes)
    largest = max((each.counts[0] for each in classes), default=0) or 1
    heads = [element("th", one.capitalize(), scope="col")]
    heads += [element("th", f"First {EACH} in training", scope="col")] if has_pictures else []
    heads += [element("th", each.capitalize(), scope="col", class_="figure") for each in SPLITS]
    head = element("tr", *heads)
    rows = (element("tr", *_cells(each, largest, has_pictures=has_pictures)) for each in classes)
    body = element(
        "table",
        caption(title),
        element("thead", head),
        element("tbody", *rows),
        class_="samples",
    )
    more = known - len(classes)
    rest = element("p", f"{count(more)} more {several} are not shown.") if more > 0 else joined([])
    return joined([region(title, body), rest])


def _cells(each: ClassExamples, largest: int, *, has_pictures: bool) -> list[Markup]:
    training, *others = each.counts
    image = embedded(each.picture, f"Images of {each.name}") if each.picture else NONE
    part = f"--share:{100 * training / largest:.0f}%"
    return [
        element("th", each.name, scope="row"),
        *([element("td", image)] if has_pictures else []),
        element("td", count(training), class_="figure bar", style=part),
        *(element("td", count(other), class_="figure") for other in others),
    ]
