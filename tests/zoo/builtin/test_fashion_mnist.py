"""Fashion-MNIST: the places that are searched, and errors for damaged files."""

from __future__ import annotations

import gzip
import hashlib
import pwd
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from zoo.builtin.datasets import fashion_mnist, idx
from zoo.errors import DatasetError, DatasetNotFound, ZooError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ARRAYS = {
    "train-images-idx3-ubyte": np.arange(48, dtype=np.uint8).reshape(3, 4, 4),
    "train-labels-idx1-ubyte": np.array([0, 1, 2], np.uint8),
    "t10k-images-idx3-ubyte": np.arange(32, dtype=np.uint8).reshape(2, 4, 4),
    "t10k-labels-idx1-ubyte": np.array([1, 2], np.uint8),
}
FIRST = "train-images-idx3-ubyte.gz"
PLACES = ("home/.cache/kerazoo/fashion-mnist", "keras/datasets/fashion-mnist", "debian")


def fill(folder: Path) -> Path:
    """Write the four small files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in ARRAYS.items():
        (folder / f"{name}.gz").write_bytes(gzip.compress(idx.encode(array)))
    return folder


@pytest.fixture
def expected_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """The expected files are small."""
    digests = {name: hashlib.sha256(idx.encode(array)).hexdigest() for name, array in ARRAYS.items()}
    monkeypatch.setattr(fashion_mnist, "FULL", digests)


@pytest.fixture
def nowhere(tmp_path: Path, expected_files: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The dataset is in no place and there is no network; expected files are small."""
    monkeypatch.setattr(fashion_mnist, "DEBIAN", tmp_path / "debian")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))

    def no_network(*_: Any, **__: Any) -> None:
        raise ZooError(f"{fashion_mnist.ORIGIN}{FIRST} does not answer (ConnectionError)")

    monkeypatch.setattr(fashion_mnist, "fetch", no_network)
    return tmp_path


def damaged(action: Any) -> str:
    """The message for a damaged file."""
    with pytest.raises(DatasetError) as caught:
        action()
    return str(caught.value)


@pytest.mark.parametrize("place", PLACES)
def test_is_found_in_each_place(nowhere: Path, place: str) -> None:
    """It is found in Kerazoo's cache, Keras's cache and Debian's package, which is the source."""
    folder = fill(nowhere / place)
    loaded = fashion_mnist.load_full()
    assert loaded.test is not None
    arrays = [*loaded.train, *loaded.test]
    assert ([each.tolist() for each in arrays], loaded.source) == (
        [each.tolist() for each in ARRAYS.values()],
        str(folder).replace(str(nowhere / "home"), "~"),
    )


def test_places_are_searched_in_order(nowhere: Path) -> None:
    """The first place with all four files is used."""
    for place in PLACES:
        fill(nowhere / place)
    sources = []
    for place in PLACES:
        sources.append(fashion_mnist.load_full().source)
        (nowhere / place / FIRST).unlink()
    expected = ["~/.cache/kerazoo/fashion-mnist", *(str(nowhere / place) for place in PLACES[1:])]
    assert sources == expected


def test_network_is_the_last_place(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Downloaded files are stored in Kerazoo's cache, and the source has both."""
    monkeypatch.setattr(fashion_mnist, "fetch", fill)
    expected = f"{fashion_mnist.ORIGIN}, kept in ~/.cache/kerazoo/fashion-mnist"
    assert fashion_mnist.load_full().source == expected
    assert fashion_mnist.load_full().source == "~/.cache/kerazoo/fashion-mnist"


def test_missing_dataset_lists_the_places_that_were_tried(nowhere: Path) -> None:
    """Each of the four places has a row with what is missing."""
    (fill(nowhere / "debian") / FIRST).unlink()
    with pytest.raises(DatasetNotFound) as caught:
        fashion_mnist.load_full()
    assert caught.value.details == (
        ("~/.cache/kerazoo/fashion-mnist", "no such folder"),
        (str(nowhere / PLACES[1]), "no such folder"),
        (str(nowhere / "debian"), f"has no {FIRST}"),
        (fashion_mnist.ORIGIN, "does not answer (ConnectionError)"),
    )


def test_truncated_file_is_named(nowhere: Path) -> None:
    """A truncated file is an error; other places are not tried."""
    path = fill(nowhere / "debian") / FIRST
    path.write_bytes(path.read_bytes()[:-9])
    expected = f"{FIRST} in {path.parent} is truncated or damaged: it can't be unpacked; remove it"
    assert damaged(fashion_mnist.load_full) == expected


def test_decompression_is_limited(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only as many bytes as the largest file has are unpacked."""
    monkeypatch.setattr(fashion_mnist, "LARGEST", 5)
    path = fill(nowhere / "debian") / FIRST
    path.write_bytes(gzip.compress(b"other" * 1_000_000))
    wanted = fashion_mnist.FULL[path.stem][:4]
    expected = f"{FIRST} in {path.parent} has SHA-256 d929…; wanted {wanted}…; remove it"
    assert damaged(fashion_mnist.load_full) == expected


def test_altered_file_is_named(nowhere: Path) -> None:
    """A file with other content is refused by its digest."""
    path = fill(nowhere / "debian") / FIRST
    path.write_bytes(gzip.compress(b"other"))
    wanted = fashion_mnist.FULL[path.stem][:4]
    expected = f"{FIRST} in {path.parent} has SHA-256 d929…; wanted {wanted}…; remove it"
    assert damaged(fashion_mnist.load_full) == expected


def test_file_that_is_not_gzip_is_named(nowhere: Path) -> None:
    """A file that is not gzip, such as the page of a captive portal, is refused."""
    path = fill(nowhere / "debian") / FIRST
    path.write_bytes(b"<html>")
    assert "is truncated or damaged" in damaged(fashion_mnist.load_full)


def test_folder_in_place_of_a_file_is_named(nowhere: Path) -> None:
    """A file that is not readable is an error."""
    folder = fill(nowhere / "debian")
    (folder / FIRST).unlink()
    (folder / FIRST).mkdir()
    expected = f"{folder / FIRST} can't be read: is a directory"
    assert damaged(lambda: fashion_mnist.read(folder, fashion_mnist.FULL)) == expected


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Path]]:
    """A local HTTP server, and the folder that it serves."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    folder = fill(tmp_path / "served")
    quiet = type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(quiet, directory=str(folder))) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}/", folder
        running.shutdown()
        thread.join()


def test_download_fetches_the_four_files(
    server: tuple[str, Path], expected_files: None, tmp_path: Path
) -> None:
    """All four files are downloaded unchanged, and no others."""
    origin, served = server
    target = tmp_path / "cache"
    fashion_mnist.fetch(target, origin)
    assert {path.name: path.read_bytes() for path in target.iterdir()} == {
        path.name: path.read_bytes() for path in served.iterdir()
    }


@pytest.mark.parametrize("missing", [FIRST, "t10k-labels-idx1-ubyte.gz"])
def test_download_that_fails_is_an_error(
    server: tuple[str, Path], expected_files: None, tmp_path: Path, missing: str
) -> None:
    """If the first or the last file is missing on the server."""
    origin, served = server
    (served / missing).unlink()
    with pytest.raises(ZooError, match=f"^{origin}{missing} answers 404 File not found$"):
        fashion_mnist.fetch(tmp_path / "cache", origin)


def test_a_download_with_other_content_is_not_kept(
    server: tuple[str, Path], expected_files: None, tmp_path: Path
) -> None:
    """The digest of the content is compared before a file gets its name."""
    origin, served = server
    (served / FIRST).write_bytes(gzip.compress(b"other"))
    with pytest.raises(ZooError, match=f"^{origin}{FIRST} unpacks to another SHA-256 than declared: "):
        fashion_mnist.fetch(tmp_path / "cache", origin)
    assert [*(tmp_path / "cache").iterdir()] == []


def test_timeout_is_short() -> None:
    """Without a network, the sample is used within 10 seconds."""
    assert 2 * fashion_mnist.PATIENCE < 10


def test_digests_are_those_of_the_original() -> None:
    """The digests are of the unpacked files of the original repository."""
    assert {name: digest[:8] for name, digest in fashion_mnist.FULL.items()} == {
        "train-images-idx3-ubyte": "c59f468a",
        "train-labels-idx1-ubyte": "bad3541b",
        "t10k-images-idx3-ubyte": "5b4141f0",
        "t10k-labels-idx1-ubyte": "0402a96d",
    }


@pytest.fixture
def homeless(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user of a container, with neither HOME nor an entry in the list of users."""

    def unknown(_: int) -> None:
        raise KeyError

    monkeypatch.delenv("HOME")
    monkeypatch.delenv("KERAS_HOME")
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    return nowhere


def test_is_found_without_a_home_directory(homeless: Path) -> None:
    """In Debian's package."""
    folder = fill(homeless / "debian")
    assert fashion_mnist.load_full().source == str(folder)


def test_nowhere_without_a_home_directory_names_the_variable(homeless: Path) -> None:
    """Nothing is downloaded, as there is no folder to keep it in."""
    with pytest.raises(DatasetNotFound) as caught:
        fashion_mnist.load_full()
    assert caught.value.details == (
        ("~/.cache", "no home directory; set HOME or XDG_CACHE_HOME"),
        ("~/.keras/datasets/fashion-mnist", "no such folder"),
        (str(homeless / "debian"), "no such folder"),
        (fashion_mnist.ORIGIN, "no folder to keep it in"),
    )
