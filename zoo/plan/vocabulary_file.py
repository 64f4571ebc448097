"""The words of a text dataset, in a file beside plan.toml, which has the digest of the file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zoo.errors import ZooError
from zoo.specs.vocabulary import FILE, Vocabulary
from zoo.system import regular

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.specs.column import Column
    from zoo.specs.dataset import DatasetSpec
    from zoo.specs.named import Named


def beside(dataset: Named[DatasetSpec]) -> dict[str, str]:
    """The content of the file beside the plan, by its name; empty for other data than texts."""
    column = _column(dataset)
    return {} if column is None or column.vocabulary is None else {FILE: column.vocabulary.text()}


def read(dataset: Named[DatasetSpec], subject: str, folder: Path) -> Named[DatasetSpec]:
    """The dataset of a plan with the words in the plan's folder; other data than texts is unchanged.

    Raises:
        ZooError: The file is missing, can't be read, or is not the plan's; `subject` is the plan.
    """
    column, file = _column(dataset), dataset.value.file
    if column is None or column.vocabulary is None or file is None:
        return dataset
    path = folder / FILE
    try:
        words = regular.read_text(path).split("\n")[:-1]
    except FileNotFoundError:
        raise ZooError(f"{path} is missing; wanted the vocabulary of {subject} beside it") from None
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else None
        raise ZooError(f"{path} can't be read: {(why or str(error)).lower()}") from None
    found = Vocabulary.of(words)
    if (found.size, found.digest) != (column.vocabulary.size, column.vocabulary.digest):
        raise ZooError(f"{path} is not the vocabulary of {subject}, which has another digest; restore it")
    with_words = replace(file, columns=(replace(column, vocabulary=found),))
    return replace(dataset, value=replace(dataset.value, file=with_words))


def _column(dataset: Named[DatasetSpec]) -> Column | None:
    """The column of texts, if there is one."""
    file = dataset.value.file
    return next((each for each in file.columns if each.vocabulary is not None), None) if file else None
