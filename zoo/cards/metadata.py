"""The metadata at the top of a card, in YAML; huggingface_hub reads it again if it is installed."""

from __future__ import annotations

import importlib.util
import json
from typing import TYPE_CHECKING, Any

from zoo.cards.markdown import plain
from zoo.errors import ZooError
from zoo.specs.dataset import has_images

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.cards.source import Source

RULE = "---"
KINDS = {"classification": "classification", "multilabel": "classification", "regression": "regression"}


def metadata(source: Source) -> dict[str, Any]:
    """The metadata of a card, as plain values."""
    record = source.record
    pipeline = pipeline_of(source)
    found: dict[str, Any] = _licence(source.licence) | {"library_name": "keras"}
    found |= {"pipeline_tag": pipeline} if pipeline else {}
    found |= {"tags": ["keras", "kerazoo", plain(record.model)]}
    metrics = list(record.metrics.get("test", {}))
    task = {"type": pipeline or record.task.get("kind", "other")}
    results = [
        {
            "task": task,
            "dataset": {"name": plain(record.dataset), "type": plain(record.dataset), "split": split},
            "metrics": [
                {"type": plain(name), "name": f"{split} {plain(name)}", "value": value}
                for name, value in values.items()
            ],
        }
        for split, values in record.metrics.items()
    ]
    return found | {
        "metrics": [plain(name) for name in metrics if name != "loss"],
        "model-index": [{"name": plain(source.name), "results": results}],
    }


def pipeline_of(source: Source) -> str:
    """Hugging Face's name of the task; empty if it has none for it."""
    dataset, kind = source.plan.dataset.value, KINDS.get(source.record.task.get("kind", ""), "")
    if dataset.scaling == "tokens":
        return "text-classification" if kind == "classification" else ""
    if has_images(dataset):
        return "image-classification" if kind == "classification" else ""
    return f"tabular-{kind}" if dataset.scaling == "standardize" and kind else ""


def front_matter(source: Source) -> list[str]:
    """The lines of the metadata, with the rules around it."""
    return [RULE, *_lines(metadata(source), ""), RULE]


def validate(text: str) -> bool:
    """Whether huggingface_hub is installed; if so, it has read the metadata of this card.

    Raises:
        ZooError: It finds an error.
    """
    if importlib.util.find_spec("huggingface_hub") is None:
        return False
    from huggingface_hub import ModelCard

    try:
        ModelCard(text)
    except Exception as error:
        raise ZooError(f"huggingface_hub can't read the metadata of the card: {error}") from error
    return True


def _licence(licence: str) -> dict[str, str]:
    """Hugging Face has SPDX's identifiers in lower case, and names other licences beside."""
    if not licence:
        return {}
    if " " in licence or licence.startswith("LicenseRef"):
        return {"license": "other", "license_name": licence}
    return {"license": licence.lower()}


def _lines(value: Any, indent: str) -> Iterator[str]:
    """A table as YAML: texts are quoted as in JSON, which YAML reads."""
    for key, each in value.items():
        if isinstance(each, dict):
            yield f"{indent}{key}:"
            yield from _lines(each, f"{indent}  ")
        elif isinstance(each, list) and each and isinstance(each[0], dict):
            yield f"{indent}{key}:"
            for item in each:
                first, *rest = _lines(item, f"{indent}    ")
                yield f"{indent}  - {first.strip()}"
                yield from rest
        else:
            yield f"{indent}{key}: {json.dumps(each, ensure_ascii=False)}"
