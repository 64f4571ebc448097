"""The pictures beside a card: the learning curves, and the confusion matrix on the test split."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from zoo.drawing import png
from zoo.drawing.curves import curves_of
from zoo.drawing.curves import draw as draw_curves
from zoo.inference.evaluate import evaluate
from zoo.inference.picture import draw

if TYPE_CHECKING:
    from zoo.runs import RunRecord
    from zoo.specs.dataset_like import DatasetLike
    from zoo.training.events import Watch

TITLES = {"test": "Results on the test split", "curves": "Learning curves"}
"""The pictures by the end of their names."""


class Picture(NamedTuple):
    """A picture beside a card; `link` is its place from there, `digest` that of its content."""

    title: str
    link: str
    digest: str


def path_of(card: Path, kind: str) -> Path:
    """As README-curves.png beside README.md."""
    return card.with_name(f"{card.stem}-{kind}.png")


def drawn(record: RunRecord, card: Path, data: DatasetLike | None, watch: Watch) -> dict[Path, bytes]:
    """The pictures of a card with their content; the model is evaluated on the test split.

    Raises the errors of `evaluate`.
    """
    picture = draw(evaluate(Path(record.path), data=data, watch=watch))
    return {path_of(card, "test"): png.png_of(picture), **curves_alone(record, card)}


def curves_alone(record: RunRecord, card: Path) -> dict[Path, bytes]:
    """The learning curves, if there are some: the record has them."""
    if not record.complete_epochs:
        return {}
    return {path_of(card, "curves"): png.png_of(draw_curves([curves_of(record)]))}


def beside(card: Path, contents: dict[Path, bytes] | None = None) -> list[Picture]:
    """The pictures of a card: these, or those that are in its folder."""
    found = []
    for kind, title in TITLES.items():
        path = path_of(card, kind)
        if contents is not None:
            content = contents.get(path)
        else:
            content = path.read_bytes() if path.is_file() else None
        if content is not None:
            found.append(Picture(title, quote(path.name), f"sha256:{hashlib.sha256(content).hexdigest()}"))
    return found
