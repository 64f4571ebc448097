"""Fashion-MNIST: 60,000 training and 10,000 test images of clothes, 28×28 grey pixels.

Xiao, Rasul and Vollgraf, "Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning
Algorithms", https://arxiv.org/abs/1708.07747. The data is under the MIT licence.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from zoo import DatasetError, DatasetNotFound, Loaded, Split, ZooError, cache_folder, download
from zoo.builtin.datasets.idx import decode

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

FULL = {
    "train-images-idx3-ubyte": "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    "train-labels-idx1-ubyte": "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    "t10k-images-idx3-ubyte": "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    "t10k-labels-idx1-ubyte": "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
}
"""SHA-256 of the unpacked files, since their compressed forms differ."""

SAMPLE = {
    "train-images-idx3-ubyte": "cf313073c7eb485392848071d5c433571d7166043e971e3345b095cc30518084",
    "train-labels-idx1-ubyte": "097b93fbcf9bd5bc648b1a457ddc55c9e4ab49afb33f9ecae8ce068399a75e3a",
    "t10k-images-idx3-ubyte": "7cee33c3c6414b1b86c25e665a6c4f41584269de3b7cc9768b1d351922845eef",
    "t10k-labels-idx1-ubyte": "3128d790775889812b73c4f13923559c8b9e281d112c6ea7862acf60a206a909",
}
"""SHA-256 of the subset with the first 600 and 100 images of each class, made by scripts/make_sample.py."""

ORIGIN = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
DEBIAN = Path("/usr/share/datasets/fashion-mnist")
LARGEST = 60_000 * 28 * 28 + 17
"""Bytes to unpack of a file: one more than the largest file has, so that a larger one fails its check."""
PATIENCE = 4
"""The network timeout in seconds, for the first request and for each file."""


def load_full() -> Loaded:
    """Load the full dataset from Kerazoo's cache, Keras's cache, Debian's package, or the network.

    Raises:
        DatasetNotFound: It is in none of these places.
        DatasetError: A file has unexpected content.
    """
    tried = list[tuple[str, str]]()
    keras = Path(os.environ.get("KERAS_HOME") or _home() / ".keras") / "datasets" / "fashion-mnist"
    try:
        cache = cache_folder("fashion-mnist")
    except ZooError:
        cache = None
        tried.append(("~/.cache", "no home directory; set HOME or XDG_CACHE_HOME"))
    for place in filter(None, (cache, keras, DEBIAN)):
        missing = [name for name in FULL if not (place / f"{name}.gz").is_file()]
        if not missing:
            return read(place, FULL)
        some = f"has no {missing[0]}.gz" if place.is_dir() else "no such folder"
        tried.append((_short(place), some))
    if cache is None:
        tried.append((ORIGIN, "no folder to keep it in"))
    else:
        try:
            fetch(cache)
        except ZooError as error:
            tried.append((ORIGIN, str(error).rpartition(".gz ")[2]))
        else:
            return read(cache, FULL, f"{ORIGIN}, kept in {_short(cache)}")
    sample = "--dataset fashion-mnist-sample is always available"
    raise DatasetNotFound(f"fashion-mnist was not found in any of 4 places; {sample}", tried)


def load_sample() -> Loaded:
    """Load the bundled subset of 6,000 training and 1,000 test images."""
    from zoo import __version__

    return read(Path(__file__).parent / "fashion_mnist_sample", SAMPLE, f"kerazoo {__version__}")


def read(folder: Path, digests: Mapping[str, str], source: str | None = None) -> Loaded:
    """Read the four files of a folder, and check the SHA-256 of each.

    Raises:
        DatasetError: A file is not readable, or has unexpected content.
    """
    arrays = [_checked(folder / f"{name}.gz", digest) for name, digest in digests.items()]
    train_x, train_y, test_x, test_y = arrays
    return Loaded(Split(train_x, train_y), Split(test_x, test_y), source or _short(folder))


def fetch(folder: Path, origin: str = ORIGIN) -> None:
    """Download the four files into a folder; each is kept if its content is the expected one."""
    for name, digest in FULL.items():
        download(f"{origin}{name}.gz", folder / f"{name}.gz", digest, is_packed=True, patience=PATIENCE)


def _checked(path: Path, digest: str) -> np.ndarray:
    try:
        with gzip.open(path) as file:
            content = file.read(LARGEST)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        msg = f"{path.name} in {_short(path.parent)} is truncated or damaged: it can't be unpacked; remove it"
        raise DatasetError(msg) from None
    except OSError as error:
        msg = f"{_short(path)} can't be read: {(error.strerror or str(error)).lower()}"
        raise DatasetError(msg) from None
    found = hashlib.sha256(content).hexdigest()
    if found != digest:
        msg = (
            f"{path.name} in {_short(path.parent)} has SHA-256 {found[:4]}…; wanted {digest[:4]}…; remove it"
        )
        raise DatasetError(msg)
    return decode(content)


def _home() -> Path:
    return Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() raises if there is none


def _short(path: Path) -> str:
    text, home = str(path), str(_home())
    return text.replace(home, "~", 1) if text.startswith(home + os.sep) else text
