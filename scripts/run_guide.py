"""Run the commands of the plugin guide, and update their output.

    python scripts/run_guide.py [--check]

In docs/how-to/publish-a-plugin.md, a comment before each fenced block says what it is:

    <!-- run -->                          commands, each after a `$`, with their output
    <!-- file: zoo_tiny/tiny.toml -->     a file, written to the current folder
    <!-- not run: it publishes -->        commands that are not run, and why

All commands run in order in one shell, in a temporary folder and a new virtual environment that can also
import the packages of this environment; pip downloads the build backend. In a block with `[...]`, only the
last line of the output is shown. With --check, nothing is written, and the exit code is 1 if the output has
changed. Numbers, and the number of tests, are not compared.
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "how-to" / "publish-a-plugin.md"
BLOCK = re.compile(
    r"<!-- (?P<what>run|file|not run)(?:: (?P<subject>.+?))? -->\n```\w+\n(?P<content>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
PROGRESS = re.compile(r"^(?:[.s]+ +\[ *\d+%\]\n)+", re.MULTILINE)
"""Pytest's dots, one for each test: their number is not compared."""
END = "\x1e"
"""Separates the output of a command from its exit code, and this from the next command."""
COMMAND = f"""\
{{ %s
}} >"$OUT" 2>"$ERR" </dev/null; code=$?
[ $code = 0 ] || grep -q '^error: ' "$ERR" || cat "$ERR"
grep -E '^(error|warning|note): ' "$ERR"; cat "$OUT"; printf '{END}%%d{END}' $code
"""
"""Prints the output and the messages of a command, without the progress that also goes to stderr."""
TIMEOUT = 1_200
"""Seconds for the whole guide."""


def main() -> int:
    """Update the guide, or check it."""
    parser = argparse.ArgumentParser(description="Run the commands of the plugin guide.")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 if the output has changed"
    )
    check = parser.parse_args().check
    old = GUIDE.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        new = with_outputs(old, run(shell_script(old), Path(folder)))
    if not check:
        GUIDE.write_text(new, encoding="utf-8")
        return 0
    before, after = normalized(old), normalized(new)
    changed = list(difflib.unified_diff(before, after, "the page", "now", lineterm="", n=1))
    print("\n".join(changed))
    return 1 if changed else 0


def commands(text: str) -> list[str]:
    """Return all commands of a page that are run."""
    blocks = (block["content"] for block in BLOCK.finditer(text) if block["what"] == "run")
    return [
        line.removeprefix("$ ") for block in blocks for line in block.splitlines() if line.startswith("$ ")
    ]


def shell_script(text: str) -> str:
    """Return one script that writes all files and runs all commands, with their outputs separated."""
    parts = []
    for block in BLOCK.finditer(text):
        if block["what"] == "file":
            parts.append(f"cat >{block['subject']} <<'END OF FILE'\n{block['content']}END OF FILE\n")
        parts += [COMMAND % each for each in commands(block.group())]
    return "".join(parts)


def run(script: str, folder: Path) -> Iterator[tuple[str, int]]:
    """Run the script, and return the output and the exit code of each command."""
    home, venv = folder / "home", folder / "venv"
    home.mkdir()
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    (site,) = venv.glob("lib/python*/site-packages")
    packages = [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    lines = (f"import site; site.addsitedir({path!r})\n" for path in packages)
    (site / "packages.pth").write_text("".join(lines))
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ZOO_")}
    environment = inherited | {
        "PATH": f"{venv / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONIOENCODING": "utf-8",
        "KERAS_HOME": str(home),
        "PIP_QUIET": "2",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "OUT": str(folder / "out"),
        "ERR": str(folder / "err"),
    }
    for name in ("FORCE_COLOR", "VIRTUAL_ENV", "PYTHONPATH", "PYTEST_ADDOPTS"):
        environment.pop(name, None)
    install = ["pip", "install", "--no-deps", "-e", str(ROOT)]
    subprocess.run([venv / "bin" / "python", "-m", *install], env=environment, check=True)
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=home,
        env=environment,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=False,
        timeout=TIMEOUT,
    )
    parts = done.stdout.split(END)[:-1]
    return zip(parts[::2], map(int, parts[1::2]), strict=True)


def with_outputs(text: str, outputs: Iterator[tuple[str, int]]) -> str:
    """Return the page with the outputs; RuntimeError if a command failed without an error message."""

    def block(match: re.Match[str]) -> str:
        if match["what"] != "run":
            return match.group()
        lines = []
        for shown in match["content"].removeprefix("$ ").split("\n$ "):
            command, (printed, code) = shown.splitlines()[0], next(outputs)
            if code and not printed.startswith("error: "):
                raise RuntimeError(f"{command} ended with {code}: {printed}")
            found = [line.rstrip() for line in printed.splitlines()]
            lines += [f"$ {command}", *(["[...]", *found[-1:]] if "\n[...]\n" in shown else found)]
        return "<!-- run -->\n```console\n" + "".join(f"{line}\n" for line in lines) + "```"

    return BLOCK.sub(block, text)


DIFFERS = (
    (r"(?<=-)[0-9a-f]{4}\b|(?<=Run )\w{4}\b", "id"),
    (r"(?<=\ds) \(\d+:\d\d:\d\d\)", ""),
    (r"\d+ min (?=\d+ s\b)", ""),
    (r"\d[\d.,]*", "0"),
    (r"(?<= on JAX) and torch", ""),
)


def normalized(text: str) -> list[str]:
    """Return the lines without what differs from run to run.

    These are ids, numbers and column widths, and torch, which need not be installed.
    """
    text = PROGRESS.sub(". [100%]\n", text)
    for pattern, placeholder in DIFFERS:
        text = re.sub(pattern, placeholder, text)
    return [re.sub(r"─+|-{3,}", "─", " ".join(line.split())) for line in text.splitlines()]


if __name__ == "__main__":
    sys.exit(main())
