"""Measure how far each exported format is from its model: `python benchmarks/export.py`.

This trains a model for each installed backend and each kind of data, exports it to every format that can be
written here, and prints the largest difference of the format's own runtime on real samples, as the Markdown
table in docs/how-to/export-a-model.md.
"""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

FORMATS = ("keras", "weights", "saved-model", "onnx", "litert", "openvino", "torch")
RUNS = (
    ("relu-dropout", "fashion-mnist-sample"),
    ("two_convolutions.toml", "digits"),
    ("relu-flatten", "diabetes"),
)


def zoo(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder."""
    command = [sys.executable, "-c", "from zoo.cli import main; main()", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def main() -> int:
    """Print the table; return 1 if an export failed."""
    here = Path(__file__).parent
    backends = [each for each in ("tensorflow", "jax", "torch") if importlib.util.find_spec(each)]
    failed = []
    print("| run |", " | ".join(FORMATS), "|")
    print("| --- |", " | ".join("---:" for _ in FORMATS), "|")
    with TemporaryDirectory() as name:
        folder = Path(name)
        for backend in backends:
            for model, dataset in RUNS:
                path = str((here / model).resolve()) if model.endswith(".toml") else model
                options = ("--dataset", dataset, "--backend", backend, "--epochs", "2", "--quiet")
                run = zoo("train", path, *options, folder=folder).stdout.strip()
                cells = []
                for each in FORMATS:
                    done = zoo("export", f"./{run}", "--format", each, "--json", folder=folder)
                    if done.returncode:
                        cells.append("–")
                        failed.append(f"{Path(model).stem} of {backend} as {each}: {done.stderr.strip()}")
                    else:
                        cells.append(f"{json.loads(done.stdout)['greatest_difference']:.0e}")
                print(f"| {Path(model).stem}, {dataset}, {backend} |", " | ".join(cells), "|", flush=True)
    print(f"\n{platform.platform()}, {os.cpu_count()} processors")
    for each in failed:
        print(each, file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
