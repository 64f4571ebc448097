"""`zoo.publish`: write the weights of runs into a distribution that can be installed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zoo.api.training_states import states_of
from zoo.errors import ZooError, enumerated
from zoo.plan import vocabulary_file
from zoo.registry import normalized
from zoo.runs import kept as runs_kept
from zoo.runs.directory import read_record
from zoo.runs.find import DEFAULT
from zoo.runs.metrics import read_metrics
from zoo.runs.publishable import PrivateData, private, refusals
from zoo.runs.published import Published, published
from zoo.scaffold import weights_plugin
from zoo.scaffold.publish_arguments import checked
from zoo.schema.arguments import checked_path
from zoo.system.output import checked_output, write_folder, write_together
from zoo.training.events import unwatched
from zoo.weights.file import refuse_not_finite
from zoo.weights.safetensors import UnreadableWeights

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zoo.runs.checkpoint import Checkpoint
    from zoo.runs.find import RunLike
    from zoo.runs.kept import Kept
    from zoo.scaffold.weights_plugin import Target
    from zoo.specs.dataset_like import DatasetLike
    from zoo.specs.weights import WeightsSpec
    from zoo.specs.weights_file import WeightsFile
    from zoo.training.events import Watch

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
    checkpoints: bool = False,
    summary: str | None = None,
    allow_private: bool = False,
    force: bool = False,
    data: DatasetLike | None = None,
    runs_dir: str | Path = DEFAULT,
    watch: Watch = unwatched,
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
        checkpoints: Publish also the states of the training after up to three epochs, at which an audit can
            begin. The run is trained again for that, which must be bit-identical.
        summary: One line that describes the weights; by default from the run.
        allow_private: Publish also what tells of private data: names, classes, columns and words of your own
            data, and paths.
        force: Overwrite weights of the same name.
        data: For checkpoints, where the run's own data is now, or the data itself.
        runs_dir: The folder in which ids are looked up.
        watch: A function that is called with each event of that training.

    Returns:
        The names, and the files that were written.

    Raises:
        UsageError: A name, the licence, the address or the distribution is not valid.
        ZooError: A run failed, diverged or was trained from an edited plan; the declaration would tell of
            private data; or a file is too large for a distribution.

    Examples:
        >>> zoo.publish("last", name="relu-dropout.boots", licence="CC-BY-4.0").names
        ('zoo-relu-dropout-boots:relu-dropout.boots',)
    """
    sources: list[Any] = [*runs] if isinstance(runs, (list, tuple)) else [runs]
    names = [name] if isinstance(name, str) else [*name]
    spdx = checked(names, len(sources), licence, url)
    found = {each: _kept(run, runs_dir) for each, run in zip(names, sources, strict=True)}
    weights = {each: _published(each, run, spdx, url=url, summary=summary) for each, run in found.items()}
    told = [row for each, run in found.items() for row in private(weights[each].spec, run)]
    if told and not allow_private:
        what = "the weights would tell of private data; allow_private publishes it too"
        raise PrivateData(what, dict.fromkeys(told))
    path = checked_path("into", into if into is not None else f"zoo-{normalized(names[0])}")
    target = weights_plugin.target_of(path, spdx, f"{normalized(path.resolve().name)}:{names[0]}")
    _refuse_existing(target, _files(target, weights, found), weights, force=force)
    if checkpoints:
        states = {each: states_of(run.path, watch, data) for each, run in found.items()}
        weights = {
            each: _published(each, run, spdx, url=url, summary=summary, states=states[each])
            for each, run in found.items()
        }
    upload = {address: content for its in weights.values() for address, content in _uploads(its).items()}
    _refuse_existing(target, (), weights, force=force)
    files = _files(target, weights, found)
    places = {address: Path(address.rpartition("/")[2]) for address in upload}
    written = _write(target, files, {places[address]: content for address, content in upload.items()})
    return PublishedWeights(tuple(f"{target.qualifier}:{each}" for each in names), path, written, places)


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


def _published(
    name: str,
    run: Kept,
    licence: str,
    *,
    url: str | None,
    summary: str | None,
    states: Iterable[Checkpoint] = (),
) -> Published:
    record = run.record
    known = f"{record.optimizer}, {record.epochs:,} epochs, batches of {record.batch_size:,}"
    digests = [row["digest"] for row in read_metrics(run.path)]
    found = published(
        run, name=name, summary=summary or known, licence=licence, digests=digests, states=states
    )
    if url is not None:
        return found._replace(spec=_at(url, found.spec))
    size = len(found.content) + sum(map(len, found.others.values()))
    if size > LARGEST:
        much = f"{size / 2**20:,.0f} MB"
        raise ZooError(f"the weights of {record.short} have {much}, too much for a package; pass --url")
    return found


def _at(url: str, spec: WeightsSpec) -> WeightsSpec:
    """The declaration with addresses in place of the paths of its files."""

    def moved(file: WeightsFile, address: str) -> WeightsFile:
        return replace(file, path=None, url=address)

    folder = url if url.endswith("/") else f"{url.rpartition('/')[0]}/"
    file = moved(spec.file, f"{url}{spec.file.path}" if url.endswith("/") else url)
    others = (replace(each, file=moved(each.file, f"{folder}{each.file.path}")) for each in spec.checkpoints)
    return replace(spec, file=file, checkpoints=tuple(others))


def _uploads(found: Published) -> dict[str, bytes]:
    """The contents to upload, by their addresses."""
    contents = [found.content, *found.others.values()]
    files = [found.spec.file, *(each.file for each in found.spec.checkpoints)]
    return {each.url: content for each, content in zip(files, contents, strict=True) if each.url is not None}


def _files(target: Target, weights: Mapping[str, Published], runs: Mapping[str, Kept]) -> dict[str, bytes]:
    """The files of the distribution that are new or changed."""
    beside: dict[str, bytes] = {}
    for name, its in weights.items():
        place = weights_plugin.place_of(name)
        if its.spec.file.path is not None:
            beside[f"{place}/{its.spec.file.path}"] = its.content
            beside |= {f"{place}/{file}": content for file, content in its.others.items()}
        for file, text in vocabulary_file.beside(runs[name].plan.dataset).items():
            beside[f"{place}/{file}"] = text.encode()
    specs = {name: its.spec for name, its in weights.items()}
    return weights_plugin.files(target, specs, beside, _needed(runs.values()))


def _needed(runs: Iterable[Kept]) -> dict[str, str]:
    """The distributions that have the parts of the plans, with their versions."""
    found = {}
    for run in runs:
        for origin in (*run.record.origins.values(), *run.record.custom_objects):
            if "distribution" in origin and "version" in origin:
                found[origin["distribution"]] = origin["version"]
    return found


def _refuse_existing(
    target: Target, files: Iterable[str], weights: Mapping[str, Published], *, force: bool
) -> None:
    """Raise ZooError if weights of the same name are there."""
    for each in files:
        path = target.path / each
        if f"/{weights_plugin.FOLDER}/" in each and path.exists() and not force:
            raise ZooError(f"{path} exists; overwrite it with --force or choose another --name")
    for its in weights.values():
        for address in _uploads(its):
            checked_output(address.rpartition("/")[2], force=force)


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
