"""`zoo.publish`: write the weights of runs into a distribution that can be installed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zoo.errors import SettingError, ZooError, enumerated
from zoo.plan import vocabulary_file
from zoo.registry import normalized
from zoo.runs import kept as runs_kept
from zoo.runs.directory import read_record
from zoo.runs.find import DEFAULT
from zoo.runs.listing import ListedRun
from zoo.runs.metrics import read_metrics
from zoo.runs.publishable import PrivateData, private, refusals
from zoo.runs.published import Published, named_arrays, published
from zoo.runs.record import RunRecord
from zoo.scaffold import weights_plugin
from zoo.schema.arguments import checked_path
from zoo.schema.fields import WrongValue
from zoo.specs.licence import Licence
from zoo.specs.weights import Address
from zoo.system.output import checked_output, write_folder, write_together
from zoo.weights.file import refuse_not_finite
from zoo.weights.safetensors import UnreadableWeights

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zoo.runs.find import RunLike
    from zoo.runs.kept import Kept
    from zoo.scaffold.weights_plugin import Target

NAME = re.compile(r"[a-z0-9]+([-.][a-z0-9]+)*")
"""Names of weights: as the registry shows them, and valid as the names of files."""
LARGEST = 50 * 2**20
"""The most bytes of a file in a distribution: package indexes refuse larger ones."""


@dataclass(frozen=True)
class PublishedWeights:
    """What `zoo.publish` has written.

    `names` are the qualified names of the weights, `path` is the folder of the distribution, `files` are the
    paths that were written, `upload` has the file to upload for each address.
    """

    names: tuple[str, ...]
    path: Path
    files: tuple[Path, ...]
    upload: dict[str, Path]

    def to_json(self) -> dict[str, Any]:
        """Plain data for `json.dumps`."""
        return {
            "names": list(self.names),
            "path": str(self.path),
            "files": [str(each) for each in self.files],
            "upload": {url: str(path) for url, path in self.upload.items()},
        }


def publish(
    runs: RunLike | Iterable[RunLike],
    *,
    name: str | Iterable[str],
    licence: str,
    into: str | Path | None = None,
    url: str | None = None,
    summary: str | None = None,
    allow_private: bool = False,
    force: bool = False,
    runs_dir: str | Path = DEFAULT,
) -> PublishedWeights:
    """Write the weights of runs into a distribution, under names that anybody who installs it can use.

    Args:
        runs: A run or several: ids, unique ends of ids, names, `last`, paths, or records.
        name: The name of the weights, as MODEL.TAG; one for each run.
        licence: The licence of the weights, an identifier of SPDX.
        into: The folder of the distribution: it gets the weights, or is written if it does not exist.
            Default `zoo-NAME`.
        url: Where the file with the weights will be downloaded from; if it ends in `/`, the name of the file
            is added. The file is then written into the current folder, to be uploaded. By default it
            is part of the distribution.
        summary: One line that describes the weights; by default from the run.
        allow_private: Publish also what tells of private data: names, classes, columns and words of your own
            data, and paths.
        force: Overwrite weights of the same name.
        runs_dir: The folder in which ids are looked up.

    Returns:
        The names, and the files that were written.

    Raises:
        UsageError: A name, the licence, the address or the distribution is not valid.
        ZooError: A run failed, diverged or was trained from an edited plan; the declaration would tell of
            private data; or a file is too large for a distribution.

    Example:
        >>> zoo.publish("last", name="relu-dropout.boots", licence="CC-BY-4.0").names
        ('zoo-relu-dropout-boots:relu-dropout.boots',)
    """
    sources = [runs] if isinstance(runs, (str, Path, RunRecord, ListedRun)) else [*runs]
    names = [name] if isinstance(name, str) else [*name]
    spdx = _checked(names, len(sources), licence, url)
    found = [_kept(run, runs_dir) for run in sources]
    weights = {
        each: _published(each, run, spdx, url, summary) for each, run in zip(names, found, strict=True)
    }
    rows = [
        row
        for (_, run), its in zip(zip(names, found, strict=True), weights.values(), strict=True)
        for row in private(its.spec, run)
    ]
    if rows and not allow_private:
        raise PrivateData(
            "the weights would tell of private data; allow_private publishes it too", dict.fromkeys(rows)
        )
    path = checked_path("into", into if into is not None else f"zoo-{normalized(names[0])}")
    target = weights_plugin.target_of(path, spdx, f"{normalized(path.resolve().name)}:{names[0]}")
    upload = {
        str(its.spec.file.url): checked_output(f"{each}.safetensors", force=force)
        for each, its in weights.items()
        if url is not None
    }
    files = weights_plugin.files(
        target,
        {each: its.spec for each, its in weights.items()},
        _beside(weights, dict(zip(names, found, strict=True)), packaged=url is None),
        _needed(found),
    )
    if not force:
        _refuse_existing(target, files)
    contents = [its.content for its in weights.values()]
    written = _write(target, files, dict(zip(upload.values(), contents, strict=False)))
    return PublishedWeights(tuple(f"{target.qualifier}:{each}" for each in names), path, written, upload)


def _checked(names: list[str], runs: int, licence: str, url: str | None) -> str:
    """The licence in SPDX's spelling; SettingError if an argument is not valid."""
    for each in names:
        if not isinstance(each, str) or not NAME.fullmatch(each):
            meant = re.sub(r"[^a-z0-9.]+|\.{2,}", "-", str(each).lower()).strip("-.")
            hint = f"; did you mean {meant}?" if NAME.fullmatch(meant) else ""
            wanted = "wanted lower-case letters and digits with single - or . between, as relu-dropout.boots"
            raise SettingError("name", each, f"is not a name of weights; {wanted}{hint}")
    if len(names) != runs or len({*map(normalized, names)}) != runs:
        raise SettingError("name", ", ".join(names), f"does not name {runs:,} runs; wanted one name for each")
    try:
        if url is not None:
            Address().read(url)
            if runs > 1 and not url.endswith("/"):
                raise SettingError("url", url, "is one address for several files; wanted one that ends in /")
    except WrongValue as wrong:
        raise SettingError("url", url, str(wrong)) from None
    try:
        return Licence().read(licence)
    except WrongValue as wrong:
        raise SettingError("licence", licence, str(wrong)) from None


def _kept(run: RunLike, runs_dir: str | Path) -> Kept:
    """A run that can be published; ZooError if it can't."""
    path = runs_kept.find(run, runs_dir)
    record = read_record(path)
    reasons = refusals(record)
    if reasons:
        raise ZooError(f"{record.short} can't be published: it {enumerated(reasons)}")
    found = runs_kept.of_run(path)
    try:
        refuse_not_finite(found.checkpoint.kept_model)
    except UnreadableWeights as wrong:
        raise ZooError(f"{record.short} can't be published: it {wrong}") from None
    return found


def _published(name: str, run: Kept, licence: str, url: str | None, summary: str | None) -> Published:
    record = run.record
    known = f"{record.optimizer}, {record.epochs:,} epochs, batches of {record.batch_size:,}"
    digests = [row["digest"] for row in read_metrics(run.path)]
    found = published(
        run,
        name=name,
        summary=summary or known,
        licence=licence,
        digests=digests,
        arrays=named_arrays(run),
    )
    if url is not None:
        address = f"{url}{name}.safetensors" if url.endswith("/") else url
        return found._replace(spec=replace(found.spec, file=replace(found.spec.file, path=None, url=address)))
    if len(found.content) > LARGEST:
        size = f"{len(found.content) / 2**20:,.0f} MB"
        raise ZooError(f"the weights of {record.short} have {size}, too much for a package; pass --url")
    return found


def _beside(
    weights: Mapping[str, Published], runs: Mapping[str, Kept], *, packaged: bool
) -> dict[str, bytes]:
    """The files beside the declarations, by their path in the package."""
    found = {}
    for name, its in weights.items():
        place = weights_plugin.place_of(name)
        if packaged:
            found[f"{place}/{its.spec.file.path}"] = its.content
        for file, text in vocabulary_file.beside(runs[name].plan.dataset).items():
            found[f"{place}/{file}"] = text.encode()
    return found


def _needed(runs: Iterable[Kept]) -> dict[str, str]:
    """The distributions that have the parts of the plans, with their versions."""
    found = {}
    for run in runs:
        for origin in (*run.record.origins.values(), *run.record.custom_objects):
            if "distribution" in origin and "version" in origin:
                found[origin["distribution"]] = origin["version"]
    return found


def _refuse_existing(target: Target, files: Iterable[str]) -> None:
    """Raise ZooError if weights of the same name are there."""
    for each in files:
        path = target.path / each
        if f"/{weights_plugin.FOLDER}/" in each and path.exists():
            raise ZooError(f"{path} exists; overwrite it with --force or choose another --name")


def _write(target: Target, files: dict[str, bytes], upload: Mapping[Path, bytes]) -> tuple[Path, ...]:
    paths = [target.path / each for each in files]
    if target.is_new:
        if target.path.is_dir():
            target.path.rmdir()  # an empty one
        write_together(dict(upload))
        write_folder(target.path, files)
    else:
        last = target.path / weights_plugin.PYPROJECT
        inside = {target.path / each: content for each, content in files.items()}
        write_together({last: inside[last], **inside, **upload})
    return (*paths, *upload)
