"""The page of error messages, read from the source: what each says, and what to do.

A message has the form "what is wrong; what works". The part after the semicolon is the cure. For a message
without one, the cure is that of its words or of its class.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from error_cures import CURES, cure
from first_errors import section

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
ROOMS = {
    "Names and plugins": ("catalog", "registry.py", "scaffold", "testing", "builtin"),
    "The command line": ("cli", "api", "errors.py", "__main__.py", "__init__.py"),
    "Values of settings": ("schema",),
    "Declarations of models, optimizers, datasets and weights": ("specs",),
    "Data": ("data",),
    "Plans": ("plan",),
    "Training": ("training",),
    "Runs and sweeps": ("runs", "sweeps", "comparison"),
    "Evaluation, predictions and exports": ("inference",),
    "Weights, and files of others": ("weights", "untrusted"),
    "Reports, cards, pages and pictures": ("reports", "cards", "pages", "drawing", "tables"),
    "Files and processes": ("system",),
}
INTRODUCTION = """\
# Error messages

An error is one sentence on stderr: the cause, and after a semicolon what works. Words in angle brackets
stand for what is yours. The exit code is 2 if a name, an option, a value or a declaration is not valid, and 1
if the command is valid and failed. Search this page for the fixed words of a message. It is written from the
source by `python scripts/write_reference.py`.
"""
WORD = re.compile(r"[A-Za-z_]+")
PLACEHOLDER = re.compile("<.*?>")
FIXED = 2
"""The fewest words that a message has besides placeholders; others are only parts of messages."""
UNKNOWN = "no <kind> is called '<name>'; did you mean <suggestion>?"
FILLERS = {"shorten", "repr", "str", "shown", "len", "self", "join", "named", "path", "name", "e"}

NAMES = {"lower": "<reason>", "did_you_mean": "; did you mean <path>?"}
"""Words for what is computed, where those of the source would not be understood."""


class Message(NamedTuple):
    """A message, and its class."""

    text: str
    kind: str


def page() -> str:
    """Return the page."""
    parts = [INTRODUCTION, section()]
    kinds = _kinds()
    found = {title: sorted(set(_messages(folders, kinds))) for title, folders in ROOMS.items()}
    next(iter(found.values())).insert(0, Message(UNKNOWN, "UnknownName"))
    for title, messages in found.items():
        if messages:
            parts += [f"## {title}\n", "| Cause, as the message says it | Cure |\n| --- | --- |"]
            parts[-1] += "".join(f"\n{row(each, kinds)}" for each in messages) + "\n"
    return "\n".join(parts)


def row(message: Message, kinds: dict[str, str]) -> str:
    """Return the row of a message: the cause, and what to do."""
    cause, _, works = message.text.partition("; ")
    has_words = WORD.search(PLACEHOLDER.sub("", works))
    shown = f"`{works}`" if has_words else cure(cause, kinds[message.kind])
    return f"| `{cause}` | {shown} |".replace("\n", " ")


def _sources(folders: tuple[str, ...] = ("",)) -> Iterator[ast.Module]:
    for folder in folders:
        path = ROOT / "zoo" / folder
        for each in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            yield ast.parse(each.read_text(encoding="utf-8"))


def _kinds() -> dict[str, str]:
    """Return each class of errors that users see, with the class in CURES that it is or descends from."""
    bases: dict[str, list[str]] = {}
    for module in _sources():
        for node in ast.walk(module):
            if isinstance(node, ast.ClassDef):
                names = (ast.unparse(base).rpartition(".")[2] for base in node.bases)
                bases[node.name] = [name for name in names if name != node.name]

    def known(name: str) -> str:
        if name in CURES:
            return name
        return next(filter(None, map(known, bases.get(name, []))), "")

    return {name: found for name in bases if (found := known(name))}


def _messages(folders: tuple[str, ...], kinds: dict[str, str]) -> Iterator[Message]:
    for module in _sources(folders):
        functions = [each for each in ast.walk(module) if isinstance(each, ast.FunctionDef)]
        for function in functions:
            values = _assigned(function)
            for node in ast.walk(function):
                if (
                    isinstance(node, ast.Call)
                    and (kind := ast.unparse(node.func).rpartition(".")[2]) in kinds
                ):
                    before = "<setting> <value> " if kinds[kind] in ("SettingError", "WrongValue") else ""
                    for text in _texts(node.args[-1], values) if node.args else ():
                        if len(WORD.findall(PLACEHOLDER.sub("", text))) >= FIXED:
                            yield Message(f"{before}{text}".replace("|", "/").replace("`", ""), kind)


def _assigned(function: ast.FunctionDef) -> dict[str, list[ast.expr]]:
    """Return what is assigned to each name in a function."""
    found = defaultdict(list)
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id].append(node.value)
    return found


def _texts(node: ast.expr, values: dict[str, list[ast.expr]], depth: int = 0) -> Iterator[str]:
    """Yield the texts that an expression may be, with placeholders."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body, values, depth)
        yield from _texts(node.orelse, values, depth)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(_part(part, values, depth) for part in node.values)
    elif isinstance(node, ast.Name) and depth < 2:  # noqa: PLR2004 - a text made of parts of a text
        for value in values.get(node.id, []):
            yield from _texts(value, values, depth + 1)


def _part(part: ast.expr, values: dict[str, list[ast.expr]], depth: int) -> str:
    """Return a part of a text; what is computed is a word in angle brackets."""
    if isinstance(part, ast.Constant):
        return str(part.value)
    assert isinstance(part, ast.FormattedValue)
    texts = [*_texts(part.value, values, depth + 1)] if isinstance(part.value, ast.Name) else []
    if len(texts) == 1:
        return texts[0]
    words = [word for word in WORD.findall(ast.unparse(part.value)) if word not in FILLERS]
    word = (words or WORD.findall(ast.unparse(part.value)) or ["value"])[-1]
    return NAMES.get(word, f"<{word.strip('_').replace('_', ' ').lower()}>")
