"""discover: find the entries of installed distributions."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from registry import Discovery, Entry, Fault, Home, discover

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GROUP = "acme.shapes"


def entry(name: str, value: str, distribution: str = "acme") -> Entry:
    """An entry of the group."""
    return Entry(GROUP, name, value, distribution, "1.0")


def found(site: Path) -> Discovery:
    """The entries that are found in one folder."""
    return discover([GROUP], [str(site)])


def test_finds_only_the_entries_of_its_groups(install: Callable[..., Path]) -> None:
    """Entries of other groups, comments and empty lines are skipped."""
    site = install(
        "acme",
        "# ours\n[console_scripts]\nacme = acme:main\n\n[acme.shapes]\n; two\n circle = acme:CIRCLE\nbox=acme:BOX\n",
    )
    assert found(site) == Discovery((entry("circle", "acme:CIRCLE"), entry("box", "acme:BOX")), ())


def test_imports_nothing(install: Callable[..., Path]) -> None:
    """The module of an entry is not imported."""
    site = install("acme", "[acme.shapes]\ncircle = acme_unseen:CIRCLE", {"acme_unseen.py": "1 / 0"})
    found(site)
    assert "acme_unseen" not in sys.modules


def test_names_are_normalized(install: Callable[..., Path]) -> None:
    """Names of distributions and entries are normalized as in PEP 503."""
    site = install("Acme_Shapes.X", "[acme.shapes]\nBig_Circle = acme:CIRCLE")
    assert found(site) == Discovery((entry("big-circle", "acme:CIRCLE", "acme-shapes-x"),), ())


def test_extras_are_ignored(install: Callable[..., Path]) -> None:
    """Extras after the value are deprecated."""
    site = install("acme", "[acme.shapes]\ncircle = acme:CIRCLE [color]")
    assert found(site) == Discovery((entry("circle", "acme:CIRCLE"),), ())


def test_first_copy_of_a_distribution_is_used(install: Callable[..., Path], tmp_path: Path) -> None:
    """If a distribution is on the path twice, the first copy is used, as for import."""
    site = install("acme", "[acme.shapes]\ncircle = acme:FIRST")
    other = tmp_path / "other" / "ACME-2.0.dist-info"
    other.mkdir(parents=True)
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: ACME\nVersion: 2.0\n")
    (other / "entry_points.txt").write_text("[acme.shapes]\ncircle = acme:SECOND")
    expected = Discovery((entry("circle", "acme:FIRST"),), ())
    assert discover([GROUP], [str(site), str(other.parent)]) == expected


def test_the_host_is_known_by_its_package(install: Callable[..., Path], tmp_path: Path) -> None:
    """Not by its name, which any distribution can claim, or by its place on the path."""
    site = install("acme", "[acme.shapes]\ncircle = acme.shapes:CIRCLE")
    early, late = tmp_path / "early", tmp_path / "late"
    for folder, text in ((early, "circle = evil:CIRCLE"), (late, "circle = acme.other:CIRCLE")):
        info = folder / "acme-9.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text("Name: acme\nVersion: 9")
        (info / "entry_points.txt").write_text(f"[acme.shapes]\n{text}")
    reason = f"it has the name of acme, and evil:CIRCLE is not in {site / 'acme'}"
    ours = (entry("circle", "acme.shapes:CIRCLE"),)
    for others in ([early, site, late], [late, early, site]):
        found = discover([GROUP], [*map(str, others)], home=Home("acme", site / "acme"))
        assert found == Discovery(ours, (Fault("acme", reason),))
    (site / "x-1.dist-info").mkdir()
    (site / "x-1.dist-info" / "METADATA").write_text("Name: acme\nVersion: 9")
    (site / "x-1.dist-info" / "entry_points.txt").write_text("[acme.shapes]\nbox = acme.other:BOX")
    assert discover([GROUP], [str(site)], home=Home("acme", site / "acme")) == Discovery(ours, ())


def test_an_editable_host_is_known_by_its_source(install: Callable[..., Path], tmp_path: Path) -> None:
    """Its metadata is elsewhere and refers to it; without such metadata, the first on the path is used."""
    site = install("acme", "[acme.shapes]\ncircle = acme.shapes:CIRCLE")
    source, early = tmp_path / "source", tmp_path / "early" / "acme-9.dist-info"
    early.mkdir(parents=True)
    (early / "METADATA").write_text("Name: acme\nVersion: 1.0")
    (early / "entry_points.txt").write_text("[acme.shapes]\ncircle = acme.other:CIRCLE")
    path, home = [str(early.parent), str(site)], Home("acme", source / "acme")
    assert discover([GROUP], path, home=home).entries == (entry("circle", "acme.other:CIRCLE"),)
    direct = f'{{"url": "{source.as_uri()}", "dir_info": {{"editable": true}}}}'
    (site / "acme-1.0.dist-info" / "direct_url.json").write_text(direct)
    assert discover([GROUP], path, home=home).entries == (entry("circle", "acme.shapes:CIRCLE"),)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[acme.shapes]\ntorn", "entry_points.txt, line 2: 'torn' has no '='"),
        ("a = acme.shapes", "entry_points.txt, line 1: 'a = acme.shapes' has no [group] above it"),
        ("[acme.shapes]\na:b = c:D", "entry_points.txt, line 2: the name 'a:b' has a ':'"),
    ],
)
def test_invalid_file_only_affects_its_distribution(
    install: Callable[..., Path], text: str, reason: str
) -> None:
    """A distribution with unreadable entry points is reported; the others are found."""
    install("broken", text)
    site = install("acme", "[acme.shapes]\ncircle = acme:CIRCLE")
    expected = Discovery((entry("circle", "acme:CIRCLE"),), (Fault("broken", reason),))
    assert found(site) == expected


def test_metadata_without_name_is_a_fault(install: Callable[..., Path]) -> None:
    """A distribution without a name is reported by the name of its folder."""
    site = install("nameless", "[acme.shapes]\na = b:C", metadata="Metadata-Version: 2.1\n")
    assert found(site) == Discovery((), (Fault("nameless-1.0", "METADATA has no Name"),))


def test_file_that_is_not_utf_8_is_a_fault(install: Callable[..., Path]) -> None:
    """Bytes that are not text only affect their own distribution."""
    site = install("broken", "")
    (site / "broken-1.0.dist-info" / "entry_points.txt").write_bytes(b"[acme.shapes]\na = \xff")
    assert [fault.distribution for fault in found(site).faults] == ["broken"]


@pytest.mark.parametrize("name", ["entry_points.txt", "METADATA"])
def test_metadata_that_would_stall_or_fill_the_memory_is_a_fault(
    install: Callable[..., Path], name: str
) -> None:
    """A pipe, and a sparse file; the others are found."""
    site = install("broken", "[acme.shapes]\na = b:C")
    install("acme", "[acme.shapes]\ncircle = acme:CIRCLE")
    file = site / "broken-1.0.dist-info" / name
    for make in (os.mkfifo, lambda path: path.touch()):
        file.unlink()
        make(file)
        if file.is_file():
            os.truncate(file, 2**33)
        entries, (fault,) = found(site)
        assert entries == (entry("circle", "acme:CIRCLE"),)
        assert fault.reason.startswith(f"{file} is ")


def test_reads_sys_path_by_default(install: Callable[..., Path]) -> None:
    """The default path is sys.path, with the installed distributions."""
    install("acme", "[acme.shapes]\ncircle = acme:CIRCLE")
    assert discover([GROUP]) == Discovery((entry("circle", "acme:CIRCLE"),), ())
