"""Imports inside `zoo` point one way: no module imports a layer above its own, and there are no cycles.

The source is parsed with `ast`, so that imports inside functions and for type checkers are included.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parent.parent
LAYERS = (
    ("registry",),
    ("errors",),
    ("schema",),
    ("system",),
    ("installed",),
    ("specs",),
    ("catalog",),
    ("data",),
    ("plan",),
    ("weights",),
    ("runs", "untrusted"),
    ("drawing",),
    ("training",),
    ("comparison",),
    ("inference",),
    ("sweeps",),
    ("api",),
    ("testing",),
    ("tables",),
    ("cards", "reports", "scaffold"),
    ("pages",),
    ("cli",),
)
"""The rooms of `zoo`, from bottom to top; rooms of one layer don't know each other."""
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}
OUTSIDE = ("builtin", "__main__")
"""They import what `zoo` exports; another test holds them to it."""

Graph = dict[str, set[str]]


def modules_of(root: Path) -> dict[str, Path]:
    """Every module of `zoo` below a folder, by its dotted name."""
    found = {}
    for path in sorted((root / "zoo").rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def graph_of(root: Path) -> Graph:
    """Each module of `zoo` with the modules of `zoo` that it imports."""
    modules = modules_of(root)
    return {name: set(_imports(path, modules)) for name, path in modules.items()}


def _imports(path: Path, modules: Mapping[str, Path]) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (each.name for each in names if each.name in modules)
            case ast.ImportFrom(module=str(module), names=names) if module in modules:
                for each in names:
                    inner = f"{module}.{each.name}"
                    yield inner if inner in modules else module


def room_of(module: str) -> str:
    """The room that a module is in: `specs` for `zoo.specs.model`, "" for `zoo` itself."""
    return module.partition(".")[2].partition(".")[0]


def upward(graph: Graph) -> list[tuple[str, str]]:
    """Imports of a module in a layer that isn't below the importer's own room."""
    return [
        (module, imported)
        for module, every in graph.items()
        for imported in sorted(every)
        if (room := room_of(module)) != (other := room_of(imported)) and room and room not in OUTSIDE
        if other not in LEVEL or LEVEL[other] >= LEVEL[room]
    ]


def circles(graph: Graph) -> list[list[str]]:
    """Modules that import each other, however indirectly."""
    reached = {module: _reached(module, graph) for module in graph}
    found: list[list[str]] = []
    for module in graph:
        circle = sorted(other for other in reached[module] if module in reached[other])
        if circle and circle not in found:
            found.append(circle)
    return found


def _reached(module: str, graph: Graph) -> set[str]:
    found: set[str] = set()
    pending = list(graph[module])
    while pending:
        each = pending.pop()
        if each not in found:
            found.add(each)
            pending.extend(graph[each])
    return found


def test_every_package_has_a_layer() -> None:
    """A new package has to be added to the table."""
    assert {room_of(module) for module in modules_of(ROOT)} == {"", *LEVEL, *OUTSIDE}


def test_no_module_imports_a_layer_above() -> None:
    """A module imports its own package and the layers below it."""
    assert upward(graph_of(ROOT)) == []


def test_there_are_no_import_cycles() -> None:
    """Including `__init__`, which imports each name when it is first used."""
    graph = graph_of(ROOT)
    graph["zoo"] = set()
    assert circles(graph) == []


def test_design_has_the_same_layers() -> None:
    """The page about the design shows the table above."""
    text = (ROOT / "docs" / "explanation" / "design.md").read_text("utf-8")
    block = text.partition("<!-- layers -->")[2].partition("```text\n")[2].partition("```")[0]
    assert tuple(tuple(line.split()) for line in block.splitlines()) == LAYERS


@pytest.mark.parametrize(
    ("source", "up", "circle"),
    [
        ("from zoo.cli import group", [("zoo.specs.one", "zoo.cli.group")], []),
        ("def f():\n    import zoo.plan.plan", [("zoo.specs.one", "zoo.plan.plan")], []),
        (
            "if TYPE_CHECKING:\n    from zoo.specs.two import TWO",
            [],
            [["zoo.specs.one", "zoo.specs.two"]],
        ),
    ],
)
def test_upward_imports_and_cycles_are_found(
    tmp_path: Path, source: str, up: list[tuple[str, str]], circle: list[list[str]]
) -> None:
    """They are found inside functions and under TYPE_CHECKING too."""
    for name, text in {
        "specs/one.py": source,
        "specs/two.py": "from zoo.specs.one import ONE",
        "cli/__init__.py": "",
        "cli/group.py": "",
        "plan/plan.py": "",
    }.items():
        path = tmp_path / "zoo" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    graph = graph_of(tmp_path)
    assert (upward(graph), circles(graph)) == (up, circle)
