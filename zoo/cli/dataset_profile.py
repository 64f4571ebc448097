"""`zoo show DATASET --profile`: distributions on the screen or as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoo.api.described import DescribedDataset
    from zoo.data.profile import Profile
    from zoo.specs.data_options import DataOptions


def show_profile(name: str, options: DataOptions, *, output: str | None, force: bool, as_json: bool) -> None:
    """Show how the values of a dataset are distributed, or write a page about it."""
    from zoo.cli import console
    from zoo.cli.dataset_samples import named_dataset
    from zoo.cli.loading import loading
    from zoo.system.output import checked_output, write_output

    endings = (".html", ".htm")
    path = None if output is None else checked_output(output, force=force, endings=endings)
    found = named_dataset(name, options, "--profile")
    from zoo.api.show_dataset import described, profile_of

    with loading(name):
        profile, about = profile_of(found), described(found, with_data=as_json)
    if path is not None:
        from zoo.reports.profile import write_profile

        write_output(path, write_profile(found.name, found.value, profile))
    if as_json:
        console.document(about.to_json() | {"profile": profile.to_json()})
    elif path is not None:
        console.say(str(path))
    else:
        _print(about, profile)


def _print(about: DescribedDataset, profile: Profile) -> None:
    from zoo.cli import console
    from zoo.cli.dataset_output import print_heading
    from zoo.tables import profile as tables

    print_heading(about)
    has_bars = console.has_blocks()
    for title, found in (("Target", profile.targets), ("Column", profile.columns)):
        console.answer(tables.distributions(found, profile.examples, title, has_bars=has_bars))
        console.say()
    console.say(tables.sentence(profile, about.spec.unit))
