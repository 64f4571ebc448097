"""`zoo show DATASET --profile`: distributions on the screen or as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.errors import DatasetError, SettingError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.api.described import Described
    from zoo.data.profile import Profile
    from zoo.specs.data_options import DataOptions
    from zoo.specs.dataset import DatasetSpec


def show_profile(name: str, options: DataOptions, *, output: str | None, force: bool, as_json: bool) -> None:
    """Show how the values of a dataset are distributed, or write a page about it.

    A table without a target, or with columns that stand in the way of a training, is described too.
    """
    from zoo.cli import console
    from zoo.cli.dataset_samples import named_dataset
    from zoo.system.output import checked_output

    endings = (".html", ".htm")
    path = None if output is None else checked_output(output, force=force, endings=endings)
    spec: DatasetSpec | None = None
    try:
        found = named_dataset(name, options, "--profile")
    except (DatasetError, UsageError) as error:
        table = _table(name)
        has_wrong_value = isinstance(error, UsageError) and options.target is not None
        if table is None or has_wrong_value or isinstance(error, SettingError):
            raise
        about, profile = _of_columns(table, options)
        console.note(str(error))
    else:
        from zoo.api.show_dataset import described, profile_of
        from zoo.cli.loading import loading

        with loading(name):
            about, profile, spec = described(found, with_data=as_json), profile_of(found), found.value
    _show(about, profile, spec, path, as_json=as_json)


def _table(name: str) -> Path | None:
    """The path of a file that may be a table, or None."""
    from zoo.catalog.resolve import TABLE_SUFFIXES, path_of

    path = path_of("dataset", name)
    return path if path is not None and path.is_file() and name.lower().endswith(TABLE_SUFFIXES) else None


def _of_columns(path: Path, options: DataOptions) -> tuple[Described, Profile]:
    from zoo.api.described import Described
    from zoo.cli.loading import loading
    from zoo.data.own.raw_profile import of_columns

    with loading(path.name):
        profile = of_columns(path, options)
    summary = f"{profile.examples:,} rows in {path.name}"
    return Described("dataset", path.name.partition(".")[0], summary, None, None), profile


def _show(
    about: Described, profile: Profile, spec: DatasetSpec | None, path: Path | None, *, as_json: bool
) -> None:
    from zoo.cli import console
    from zoo.system.output import write_output

    if path is not None:
        from zoo.reports.profile import write_profile

        write_output(path, write_profile(about.name, spec, profile))
    if as_json:
        console.document(about.to_json() | {"profile": profile.to_json()})
    elif path is not None:
        console.say(str(path))
    else:
        _print(about, profile, "rows" if spec is None else spec.unit)


def _print(about: Described, profile: Profile, unit: str) -> None:
    from zoo.cli import console
    from zoo.cli.dataset_output import print_heading
    from zoo.tables import profile as tables

    print_heading(about)
    has_bars = console.has_blocks()
    for title, found in (("Target", profile.targets), ("Column", profile.columns)):
        if found:
            console.answer(tables.distributions(found, profile.examples, title, has_bars=has_bars))
            console.say()
    console.say(tables.sentence(profile, unit))
