"""Import boundaries, checked in a new interpreter or in the source."""

from __future__ import annotations

import ast
import functools
import json
import subprocess
import sys
from pathlib import Path

import pytest

import registry
import zoo

ROOT = Path(__file__).parent.parent
KERAS = ("keras", "tensorflow", "jax", "torch")
HEAVY = (*KERAS, "h5py", "numpy", "sklearn", "requests")
SCREEN = ("click", "rich")
PROGRAM = """
import importlib, json, sys
before = set(sys.modules)
importlib.import_module({module!r})
print(json.dumps(sorted(set(sys.modules) - before)))
"""
BOUNDARIES = [
    ("zoo", (*HEAVY, *SCREEN, "cattrs", "zoo.catalog", "zoo.training")),
    ("zoo.specs.model", (*HEAVY, *SCREEN, "cattrs", "zoo.catalog")),
    ("zoo.catalog.registries", (*HEAVY, *SCREEN, "cattrs", "zoo.plan.plan", "zoo.builtin", "zoo.training")),
    ("zoo.plan.plan", (*HEAVY, *SCREEN, "cattrs", "zoo.catalog", "zoo.training")),
    ("zoo.plan.file", (*HEAVY, *SCREEN, "cattrs", "zoo.training")),
    ("zoo.builtin.models", (*HEAVY, *SCREEN, "zoo.catalog")),
    ("zoo.builtin.optimizers", (*HEAVY, *SCREEN, "zoo.catalog")),
    ("zoo.builtin.datasets", (*HEAVY, *SCREEN, "zoo.catalog")),
    ("zoo.builtin.datasets.fashion_mnist", (*KERAS, *SCREEN, "sklearn", "requests")),
    ("zoo.data", (*KERAS, *SCREEN, "sklearn", "zoo.catalog", "zoo.training")),
    ("zoo.data.samples", (*KERAS, *SCREEN, "sklearn", "PIL", "duckdb", "zoo.catalog", "zoo.training")),
    ("zoo.api.show", (*HEAVY, *SCREEN, "duckdb", "PIL", "zoo.data.prepare", "zoo.training", "zoo.builtin")),
    ("zoo.api.load_dataset", (*KERAS, *SCREEN, "sklearn", "PIL", "zoo.training", "zoo.tables")),
    ("zoo.pages.page", (*HEAVY, "click", "PIL", "zoo.training", "zoo.cli", "zoo.builtin")),
    ("zoo.reports.profile", (*KERAS, "click", "sklearn", "PIL", "zoo.cli")),
    ("zoo.runs", (*HEAVY, *SCREEN, "zoo.catalog", "zoo.training")),
    ("zoo.runs.index", (*HEAVY, *SCREEN, "zoo.catalog", "zoo.training")),
    ("zoo.runs.watch", (*HEAVY, *SCREEN, "zoo.catalog", "zoo.training")),
    ("zoo.drawing.layers", (*HEAVY, *SCREEN, "zoo.catalog", "zoo.training")),
    ("zoo.drawing.png", (*HEAVY, *SCREEN, "PIL", "zoo.catalog", "zoo.training")),
    ("zoo.drawing.curves", (*HEAVY, *SCREEN, "zoo.catalog", "zoo.training")),
    ("zoo.comparison.fit_baselines", (*KERAS, *SCREEN, "sklearn", "zoo.tables", "zoo.cli")),
    ("zoo.comparison", (*HEAVY, *SCREEN, "zoo.catalog", "zoo.training")),
    ("zoo.tables", (*HEAVY, "click", "zoo.catalog", "zoo.training")),
    ("zoo.testing", (*KERAS, *SCREEN, "pytest", "sklearn", "zoo.tables", "zoo.cli")),
    ("zoo.system.process", (*HEAVY, *SCREEN, "cattrs", "zoo.catalog", "zoo.training")),
    ("zoo.untrusted", (*HEAVY, *SCREEN, "cattrs", "zoo.catalog", "zoo.training")),
    ("zoo.inference.open", (*KERAS, "h5py", *SCREEN, "sklearn")),
    (
        "zoo.inference.export",
        (*KERAS, "h5py", *SCREEN, "sklearn", "onnxruntime", "openvino", "zoo.tables", "zoo.cli"),
    ),
    ("zoo.training.keras_file", (*KERAS, "h5py", *SCREEN, "zoo.catalog", "zoo.tables", "zoo.cli")),
    ("zoo.training.runtimes", (*KERAS, *SCREEN, "onnxruntime", "openvino", "zoo.catalog", "zoo.tables")),
    ("zoo.runs.kept", (*KERAS, *SCREEN, "sklearn", "zoo.training")),
    ("zoo.training.restore", (*KERAS, *SCREEN, "sklearn", "zoo.catalog", "zoo.tables", "zoo.cli")),
    ("zoo.inference.evaluate", (*KERAS, *SCREEN, "sklearn", "zoo.tables", "zoo.cli")),
    ("zoo.reports", (*KERAS, "click", "sklearn", "PIL", "zoo.cli")),
    ("zoo.reports.live", (*KERAS, "click", "sklearn", "PIL", "zoo.cli")),
    ("zoo.cards.card", (*KERAS, "click", "sklearn", "PIL", "huggingface_hub", "zoo.cli")),
    ("zoo.cards.compare", (*KERAS, "click", "sklearn", "PIL", "huggingface_hub", "zoo.cli")),
    ("zoo.inference.predict", (*KERAS, *SCREEN, "sklearn", "PIL", "zoo.tables", "zoo.cli")),
    ("zoo.training.train", (*KERAS, *SCREEN, "zoo.catalog", "zoo.tables", "zoo.cli")),
    ("zoo.cli", HEAVY),
    ("zoo.cli.watch_display", (*HEAVY, "zoo.training.train")),
]


def imported_by(module: str, path: Path = ROOT) -> list[str]:
    """The modules that are imported in a new interpreter after this import."""
    program = PROGRAM.format(module=module)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=path
    )
    found: list[str] = json.loads(done.stdout)
    return found


def among(modules: list[str], forbidden: tuple[str, ...]) -> list[str]:
    """The modules that are forbidden, or are in a forbidden package."""
    return [module for module in modules if any(f"{module}.".startswith(f"{each}.") for each in forbidden)]


@pytest.mark.parametrize(("module", "forbidden"), BOUNDARIES, ids=[module for module, _ in BOUNDARIES])
def test_importing_stays_within_its_boundary(module: str, forbidden: tuple[str, ...]) -> None:
    """Importing a module does not import a forbidden one."""
    assert among(imported_by(module), forbidden) == []


def test_a_forbidden_import_is_found(tmp_path: Path) -> None:
    """It is found in a package and through another module too."""
    (tmp_path / "trespasser.py").write_text("import accomplice")
    (tmp_path / "accomplice.py").write_text("import json.tool, zoo.catalog")
    found = among(imported_by("trespasser", tmp_path), ("json.tool", "zoo.catalog", "keras", "zoo.cat"))
    assert found == ["json.tool", "zoo.catalog"]


def test_registry_needs_only_the_standard_library() -> None:
    """The registry imports neither zoo nor third-party packages."""
    roots = {module.partition(".")[0] for module in imported_by("registry")}
    assert roots - sys.stdlib_module_names == {"registry"}


@functools.cache
def imports_of(path: Path) -> set[str]:
    """All imports of a file, except those for type checkers only."""
    found: set[str] = set()
    pending: list[ast.AST] = [ast.parse(path.read_text("utf-8"))]
    while pending:
        node = pending.pop()
        match node:
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                pending.extend(node.orelse)
                continue
            case ast.Import():
                found |= {alias.name for alias in node.names}
            case ast.ImportFrom(module=str(module)):
                found |= {f"{module}.{alias.name}" for alias in node.names}
        pending.extend(ast.iter_child_nodes(node))
    return found


def importers_of(name: str) -> set[str]:
    """The packages and top-level modules of zoo that import a module."""
    files = [path for folder in ("zoo", "registry") for path in (ROOT / folder).rglob("*.py")]
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts[:2])
        for path in files
        if among(sorted(imports_of(path)), (name,))
    }


def test_imports_in_functions_are_found_and_those_for_types_are_not(tmp_path: Path) -> None:
    """Imports under TYPE_CHECKING never run."""
    path = tmp_path / "module.py"
    path.write_text("import a.b\nif TYPE_CHECKING:\n    import c\ndef f():\n    from d import e\n")
    assert imports_of(path) == {"a.b", "d.e"}


def test_only_training_imports_keras() -> None:
    """Only one package imports Keras and the backends."""
    assert {name for each in KERAS for name in importers_of(each)} == {"zoo.training"}


def test_zoo_does_not_import_the_registry_by_a_name_that_a_user_may_have() -> None:
    """`zoo.registry` finds it; a user's folder may have a `registry.py`."""
    assert importers_of("registry") == set()


def test_only_the_command_line_imports_click() -> None:
    """Click is only imported for the command line."""
    assert importers_of("click") == {"zoo.cli"}


def test_built_ins_only_import_the_public_api() -> None:
    """The built-ins only import what any plugin can import from `zoo`."""
    allowed = {f"zoo.{name}" for name in (*zoo.__all__, "__version__")}
    files = (ROOT / "zoo" / "builtin").rglob("*.py")
    found = {name for path in files for name in imports_of(path) if name.startswith("zoo.")}
    assert {name for name in found if not name.startswith("zoo.builtin.")} <= allowed


@pytest.mark.parametrize("package", [registry, zoo])
def test_every_public_name_can_be_imported(package: object) -> None:
    """Each name in `__all__` exists, and the names are sorted."""
    names = package.__all__  # type: ignore[attr-defined]  # both packages have it
    assert [name for name in names if not hasattr(package, name)] == []
    assert names == sorted(names)
