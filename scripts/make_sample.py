"""Make the bundled subset of Fashion-MNIST: the first 600 training and 100 test images of each class.

    python scripts/make_sample.py

This reads the full data, writes the four files into the package, and prints their digests, which must be
copied to zoo/builtin/datasets/fashion_mnist.py. The order of the images is kept.
"""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import numpy as np

from zoo.builtin.datasets import fashion_mnist, idx

TARGET = Path(fashion_mnist.__file__).parent / "fashion_mnist_sample"


def first_of_each_class(labels: np.ndarray, each: int) -> np.ndarray:
    """Return the indices of the first `each` examples of every class, in ascending order."""
    return np.sort(np.concatenate([np.flatnonzero(labels == one)[:each] for one in np.unique(labels)]))


def main() -> None:
    """Write the files and print their digests."""
    full = fashion_mnist.load_full()
    assert full.test is not None
    train = first_of_each_class(full.train.y, 600)
    test = first_of_each_class(full.test.y, 100)
    arrays = (full.train.x[train], full.train.y[train], full.test.x[test], full.test.y[test])
    for name, array in zip(fashion_mnist.FULL, arrays, strict=True):
        content = idx.encode(array)
        (TARGET / f"{name}.gz").write_bytes(gzip.compress(content, compresslevel=9, mtime=0))
        print(f'    "{name}": "{hashlib.sha256(content).hexdigest()}",')


if __name__ == "__main__":
    main()
