"""Find the weights that a training begins from: of a run, a name, a file, or a Keras Application."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from zoo.errors import SettingError, UsageError, ZooError, enumerated, shorten
from zoo.plan.start import APPLICATION, FILE, RUN, WEIGHTS, Start
from zoo.runs import kept as kept_runs
from zoo.weights.array import digest_of, weights_of

if TYPE_CHECKING:
    from zoo.plan.teacher import Teacher
    from zoo.runs.find import RunLike
    from zoo.runs.kept import Kept

ENDINGS = (".keras", ".h5", ".safetensors")
"""The ends of the names of files with weights."""
APPLICATIONS = (
    "ConvNeXtBase ConvNeXtLarge ConvNeXtSmall ConvNeXtTiny ConvNeXtXLarge DenseNet121 DenseNet169 "
    "DenseNet201 EfficientNetB0 EfficientNetB1 EfficientNetB2 EfficientNetB3 EfficientNetB4 "
    "EfficientNetB5 EfficientNetB6 EfficientNetB7 EfficientNetV2B0 EfficientNetV2B1 EfficientNetV2B2 "
    "EfficientNetV2B3 EfficientNetV2L EfficientNetV2M EfficientNetV2S InceptionResNetV2 InceptionV3 "
    "MobileNet MobileNetV2 MobileNetV3Large MobileNetV3Small NASNetLarge NASNetMobile ResNet50 "
    "ResNet50V2 ResNet101 ResNet101V2 ResNet152 ResNet152V2 VGG16 VGG19 Xception "
).split()
"""The models of Keras Applications."""
CHUNK = 2**20


def begun_from(source: RunLike | None, runs_dir: Path, *, partial: bool = False) -> Start | None:
    """The weights that `source` names, with their digest; None without a source.

    Raises UsageError if nothing has this name, ZooError if the weights can't be read.
    """
    if source is None:
        if partial:
            reason = "is given without weights to begin from; wanted --from SOURCE too"
            raise SettingError("partial", partial, reason)
        return None
    text = os.fspath(source) if isinstance(source, (str, Path)) else ""
    if text.lower().endswith(ENDINGS):
        path = Path(text).expanduser()
        return Start(path.name, FILE, digest_of_file(path), str(path.resolve()), partial)
    if (name := _application(text)) is not None:
        path = cached(name)
        return Start(name, APPLICATION, digest_of_file(path), str(path), partial)
    path = kept_runs.find_model(source, runs_dir)
    found = kept_runs.of_run(path)
    kind, name = (WEIGHTS, found.record.name) if found.record.is_published else (RUN, found.record.id)
    return Start(name, kind, digest_of_run(found), str(path.resolve()), partial)


def place_of(start: Start | Teacher) -> Path:
    """Where the weights of a plan are: at its path, or where weights of this name are installed.

    Raises ZooError, which says how to name them, if they are not found.
    """
    from zoo.catalog import registries

    if start.path is not None and Path(start.path).exists():
        return Path(start.path)
    if start.kind == WEIGHTS and registries.WEIGHTS.claimants(start.source):
        return registries.WEIGHTS.find(start.source).path()
    if start.kind == APPLICATION:
        return cached(start.source)
    option, use = ("--from", "begins from") if isinstance(start, Start) else ("--teacher", "learns from")
    raise ZooError(
        f"{start.source} is missing, which the plan {use}; put it beside the run, or name its place with "
        f"{option} PATH"
    )


def refuse_changed(start: Start | Teacher, digest: str) -> None:
    """Raise ZooError if the weights that a plan names have another digest."""
    if digest != start.digest:
        now, then = (f"{each[:19]}…" for each in (digest, start.digest))
        use = "the plan begins from" if isinstance(start, Start) else "the plan has"
        raise ZooError(f"the weights of {start.source} have changed: now {now}; {use} {then}")


def digest_of_run(found: Kept) -> str:
    """The digest of the weights of a run or a name, which its model has in every backend."""
    return digest_of(weights_of(found.checkpoint.kept_model))


def digest_of_file(path: Path) -> str:
    """The digest of a file; UsageError if there is none, ZooError if it can't be read."""
    if not path.is_file():
        raise UsageError(f"{shorten(path)} is not a file; wanted one with weights, or a run")
    content = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                content.update(chunk)
    except OSError as error:
        raise ZooError(f"{path} can't be read: {(error.strerror or str(error)).lower()}") from None
    return f"sha256:{content.hexdigest()}"


def _application(text: str) -> str | None:
    """The name of a model of Keras Applications as Keras writes it."""
    return next((each for each in APPLICATIONS if each.lower() == text.lower()), None)


def cached(name: str) -> Path:
    """The weights of a model of Keras Applications in Keras's cache; those without a head are preferred.

    Raises UsageError if there are none, or several that differ in their size.
    """
    folder = Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras") / "models"
    found = [path for path in sorted(folder.glob("*.h5")) if _is_of(path.stem, name)]
    headless = [path for path in found if re.search("no_?top", path.stem)]
    chosen = headless or found
    if not chosen:
        made = f'keras.applications.{name}(include_top=False, weights="imagenet")'
        raise UsageError(f"{folder} has no weights of {name}; {made} downloads them")
    if len(chosen) > 1:
        names = enumerated([path.name for path in chosen])
        raise UsageError(f"{folder} has several weights of {name}: {names}; wanted the path of one")
    return chosen[0]


def _is_of(stem: str, name: str) -> bool:
    """Whether a file in Keras's cache has the weights of a model, by its name."""
    plain = re.sub(r"[^a-z0-9]", "", stem.lower()).removeprefix("weights")
    return re.fullmatch(rf"{name.lower()}(|(weights|notop|tf|[0-9]{{3,}}|1[0-9]).*)", plain) is not None
