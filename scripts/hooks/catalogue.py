"""A hook of MkDocs: the pages of the catalogue, one for each built-in name, which are not in the repository.

Each page is what `zoo docs NAME` prints, with its pictures.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, InclusionLevel

import zoo
from zoo.api.described import DescribedDataset
from zoo.catalog import registries
from zoo.pages.index import TITLES, Row, index
from zoo.pages.markdown import markdown, text
from zoo.pages.page import page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from zoo.api.described import Described

FOLDER, INDEX = "catalogue", "catalogue.md"
KINDS = {
    "model": zoo.list_models,
    "weights": zoo.list_weights,
    "optimizer": zoo.list_optimizers,
    "dataset": zoo.list_datasets,
}
WIDE = "---\nhide: [navigation]\nsearch: { boost: 0.5 }\n---\n\n"
"""The pages are not in the navigation, whose place the tables need."""
INTRODUCTION = """\
---
hide: [toc]
---

# Catalogue

Every model, optimizer, dataset and trained weights that Kerazoo contains. Choose a name for its page, with
layers, settings, learning curves, and the command that gives each figure. `zoo docs NAME` prints that page.

The accuracy is the mean ± standard deviation over seeds; that of weights is of one training. Accuracies can
be compared if they are measured on the same dataset. Parameters and FLOPs are for 10 classes and each model's
own input shape. A figure is marked as stale if what it was measured with has changed.
"""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add the style and the script of the catalogue to the site."""
    config.extra_css.append("stylesheets/catalogue.css")
    config.extra_javascript.append("javascripts/catalogue.js")
    return config


@event_priority(-200)  # after mkdocs-static-i18n, which takes files from disk only
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages and their pictures in the language that is built now."""
    for name, content in _contents().items():
        files.append(_file(config, name, content))
    return files


def _file(config: MkDocsConfig, name: str, content: str) -> File:
    """A page or a picture, in English in every language; it has what the switch of languages reads."""
    plugin = config.plugins["i18n"]
    level = InclusionLevel.UNDEFINED if name == INDEX else InclusionLevel.NOT_IN_NAV
    made = {
        each: File.generated(config, name, content=content, inclusion=level)
        for each in plugin.build_languages
    }
    for language, file in made.items():
        folder = "" if language == plugin.default_language else f"{language}/"
        file.dest_uri = folder + file.dest_uri
        file.locale, file.locale_alternate_of = plugin.default_language, language
        file.alternates = made
    return made[plugin.current_language]


@cache
def _contents() -> dict[str, str]:
    """Every file of the catalogue, by its place in the documentation."""
    registries.without_plugins()
    names = [zoo.show(name, kind=kind) for kind, listed in KINDS.items() for name in listed()]
    data = {
        each.name: zoo.load_dataset(each.name).digest
        for each in names
        if isinstance(each, DescribedDataset) and each.splits
    }
    links = {each.name: f"{each.name}.md" for each in names}
    found = {INDEX: "\n".join(_index(names, data))}
    for described in names:
        made = page(described, data=data)
        text = markdown(made, pictures=True, links=links)
        found[f"{FOLDER}/{made.name}.md"] = f"{WIDE}{text}\nThe [catalogue](../{INDEX}) has all names.\n"
        found |= {f"{FOLDER}/{name}": each.draw() for name, each in made.pictures.items()}
    return found


def _index(names: list[Described], data: Mapping[str, str]) -> Iterator[str]:
    yield INTRODUCTION
    yield '<div class="catalogue" markdown>'
    yield ""
    yield f"| {' | '.join(TITLES)} |"
    yield "| --- | --- | ---: | ---: | ---: | --- | --- |"
    for row in index(names, data):
        yield f"| {' | '.join(_cells(row))} |"
    yield ""
    yield "</div>"
    yield ""


def _cells(row: Row) -> Iterator[str]:
    name, *others = row
    yield f"[{text(name)}]({FOLDER}/{name}.md)"
    yield from map(text, others)
