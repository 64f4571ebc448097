"""The small datasets that scikit-learn brings along: https://scikit-learn.org/stable/datasets/toy_dataset.html."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo import Loaded, Split

if TYPE_CHECKING:
    from collections.abc import Callable


def loader(name: str) -> Callable[[], Loaded]:
    """A function that loads `sklearn.datasets.load_<name>`, and imports it only then."""

    def load() -> Loaded:
        import sklearn
        import sklearn.datasets

        found = getattr(sklearn.datasets, f"load_{name}")()
        x = found.images.astype("uint8") if name == "digits" else found.data
        return Loaded(Split(x, found.target), None, f"scikit-learn {sklearn.__version__}")

    return load
