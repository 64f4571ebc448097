"""Each fault of a plugin ends in one finding that names its cause; sound models pass every check."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import forget_catalog
from zoo.testing import CHECKS, Apart, asked

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")  # Keras warns of some faults
HAS_JAX = find_spec("jax") is not None
PLUGINS = Path(__file__).parent / "plugins"
INDEPENDENT = "predicts independently"
FAULTS = {
    "across_batch": (INDEPENDENT, "on the other examples of the batch"),
    "always_noisy": (
        INDEPENDENT,
        "at noisy (Noisy): it draws random numbers, as dropout does, although training",
    ),
    "counting": (
        INDEPENDENT,
        "at counting (Counting): it changes with each call, as with state kept in Python",
    ),
    "shared_layer": ("builds reproducibly", "two builds share 2 variables: "),
    "hidden_state": (
        "builds reproducibly",
        "at hidden (Hidden): it holds numbers that are not variables of Keras",
    ),
    "outside_seed": (
        "builds reproducibly",
        "dense/kernel, drawn from random numbers that the seed does not set",
    ),
    "seeding": ("leaves no trace", "the builder sets the seed of NumPy's random numbers, so that"),
    "policy": ("leaves no trace", "changes Keras's image data format from channels_last to channels_first"),
    "file_left": ("leaves no trace", "the builder leaves the file log.csv behind"),
    "environment": ("leaves no trace", "the builder sets the environment variable TF_DETERMINISTIC_OPS"),
    "connecting": ("builds", "the builder opens a network connection to 127.0.0.1: "),
    "ten_outputs": ("fits shape and task", "the builder ignores the task, or part of it: "),
    "one_shape": ("fits shape and task", "the builder ignores the input shape: "),
    "fixed_batch": ("builds", "built for a fixed batch size of 16; wanted None, for any size"),
    "infinite": ("runs forward", "numbers that are not finite at inverse (Inverse), for "),
    "no_gradient": ("trains on digits", "nothing can be trained: all 4 weights are frozen"),
    "no_way_back": ("trains on digits", "training never changes dense/kernel: no gradient reaches it"),
    "lossy": ("saves and loads", "at scaled (Scaled), whose get_config does not return factor"),
    "local_class": (
        "loads in a new process",
        "the class Local is defined inside a function; wanted it at",
    ),
    "tensorflow_alone": ("works on other backends", "works on TensorFlow, not on JAX (builds): "),
    "noise_outside": ("resumes bitwise", "as with random numbers outside keras.random"),
}
"""The check that finds each fault of `plugins/acme_broken.py`, and words of its reason."""


SOUND = ("embedding", "looked-up", "lstm", "normalized", "video", "words", "averaged", "sentences", "swap")
"""Of `plugins/acme_sound.py`: those that differ from the built-ins."""
MOST_DIFFERENT = ("embedding", "words", "swap")
REPEATS = ("trains on iris", "trains on breast-cancer", "trains on diabetes")


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apart]:
    """One process for both plugins, which are installed as long."""
    site = tmp_path_factory.mktemp("site")
    faults = "[zoo.models]\n" + "".join(
        f"{each} = acme_broken:{each.upper()}\n" for each in (*FAULTS, "sound")
    )
    entries = {"acme-sound": (PLUGINS / "sound.txt").read_text(), "acme-broken": faults}
    for name, text in entries.items():
        folder = site / f"{name}-1.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (folder / "entry_points.txt").write_text(text)
    (site / "acme-sound-1.0.dist-info" / "top_level.txt").write_text("acme_sound\nacme_layers\n")
    for path in PLUGINS.glob("*.py"):
        shutil.copy(path, site)
    with pytest.MonkeyPatch.context() as patch, Apart() as apart:
        patch.syspath_prepend(site)
        patch.chdir(site)  # one of the faults writes a file
        forget_catalog()
        yield apart
    forget_catalog()


FIRST = {check: name for name, (check, _) in reversed(FAULTS.items())}
"""One fault for each check: these are tried in CI, and all of them in the soak tests."""


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(each, marks=pytest.mark.long if each in FIRST.values() else pytest.mark.soak)
        for each in FAULTS
        if each != "tensorflow_alone" or HAS_JAX
    ],
)
def test_a_fault_is_named_once(process: Apart, name: str) -> None:
    """The other checks pass, or are not made because of it."""
    check, words = FAULTS[name]
    results = list(process.results(asked(name), CHECKS["model"]))
    (found,) = [each for each in results if each.is_failure]
    after = [each for each in results[results.index(found) + 1 :] if each.check != "round-trips TOML"]
    assert (found.check, words in found.reason) == (check, True), found.reason
    assert {each.reason for each in after} <= {f"not checked: {check} failed"}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(each, marks=pytest.mark.long if each in MOST_DIFFERENT else pytest.mark.soak)
        for each in SOUND
    ],
)
def test_what_is_sound_passes(process: Apart, name: str) -> None:
    """Embeddings, averaged weights, batch normalization, recurrent layers and layers of the plugin's own."""
    what = asked(name)
    checks = [each for each in CHECKS[what.kind] if each not in REPEATS]
    assert [(each.check, each.reason) for each in process.results(what, checks) if each.is_failure] == []
