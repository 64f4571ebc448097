"""The datasets included in scikit-learn: https://scikit-learn.org/stable/datasets/toy_dataset.html."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo import Loaded, Split

if TYPE_CHECKING:
    from collections.abc import Callable


def loader(name: str) -> Callable[[], Loaded]:
    """A function that imports scikit-learn and calls `sklearn.datasets.load_<name>`."""

    def load() -> Loaded:
        import sklearn
        import sklearn.datasets

        found = getattr(sklearn.datasets, f"load_{name}")()
        x = found.images.astype("uint8") if name == "digits" else found.data
        return Loaded(Split(x, found.target), None, f"scikit-learn {sklearn.__version__}")

    return load
