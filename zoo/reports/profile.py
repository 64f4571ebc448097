"""The profile of a dataset as a page: the distribution of each column and of the target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.drawing.histogram import draw
from zoo.reports.document import document
from zoo.reports.html import Markup, caption, element, paragraphs, region, table
from zoo.tables.dataset import properties
from zoo.tables.profile import labels, missing, sentence, values

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zoo.data.profile import Distribution, Profile
    from zoo.specs.dataset import DatasetSpec

HEADS = ("Type", "Missing", "Distribution", "Values")


def write_profile(name: str, spec: DatasetSpec | None, profile: Profile) -> str:
    """The page about a dataset; `spec` is None for a table that can't be used as it is."""
    several = "Targets" if len(profile.targets) > 1 else "Target"
    parts = {
        title: found for title, found in ((several, profile.targets), ("Columns", profile.columns)) if found
    }
    summary = [paragraphs([sentence(profile, "rows" if spec is None else spec.unit)])]
    if spec is not None:
        summary.append(table(properties(spec), "Properties"))
    sections = [element("section", *summary, aria_label="Summary")]
    sections += [
        element(
            "section", element("h2", title), _distributions(title, found, profile.examples), id=title.lower()
        )
        for title, found in parts.items()
    ]
    links = [(f"#{title.lower()}", title) for title in parts]
    return document(f"Profile of {name}", sections, links, "zoo show")


def _distributions(title: str, found: Sequence[Distribution], examples: int) -> Markup:
    notes = ["Notes"] if any(each.notes for each in found) else []
    heads = [element("th", head, scope="col") for head in (title.removesuffix("s"), *HEADS, *notes)]
    rows = (element("tr", *_cells(each, examples)) for each in found)
    label = f"Distribution of the {title.lower()}"
    body = element(
        "table",
        caption(label),
        element("thead", element("tr", *heads)),
        element("tbody", *rows),
        class_="samples",
    )
    return region(label, body)


def _cells(found: Distribution, examples: int) -> Iterator[Markup]:
    yield element("th", found.name, scope="row")
    yield element("td", found.role)
    yield element("td", missing(found, examples), class_="figure")
    yield element("td", Markup(draw(found.counts, list(labels(found)), f"Distribution of {found.name}")))
    yield element("td", values(found))
    if found.notes:
        yield element("td", "; ".join(found.notes))
