"""Compare our baselines with the book's: SGDClassifier with logistic loss, in five folds of 60,000 images.

    python benchmarks/baselines.py            prints the section
    python benchmarks/baselines.py --write    writes it to the end of docs/results.md

This takes about three minutes of CPU time.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zoo.comparison.fit_baselines import Fitted, baseline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zoo.comparison.baselines import Baselines

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "results.md"
HEADING = "## Simple models\n"


def main() -> None:
    """Fit and compare; print or write the section."""
    parser = argparse.ArgumentParser(description="Compare our baselines with the book's.")
    parser.add_argument("--write", action="store_true", help="write it to the end of docs/results.md")
    write = parser.parse_args().write
    book = tomllib.loads((HERE / "book.toml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        found = baseline("fashion-mnist", runs_dir=folder, watch=_say)
    section = section_of(book["baseline"], found)
    if write:
        before = PAGE.read_text(encoding="utf-8").partition(HEADING)[0]
        PAGE.write_text(f"{before.rstrip()}\n\n{section}", encoding="utf-8")
    else:
        print(section, end="")


def section_of(book: Iterable[dict[str, Any]], found: Baselines) -> str:
    """Return the section as Markdown."""
    ours = {each.settings.get("max_iter"): each for each in found.baselines}
    rows = [
        f"| {run['max_iter']} | {run['accuracy']:.4f} "
        f"| {ours[run['max_iter']].mean:.4f} ± {ours[run['max_iter']].deviation:.4f} "
        f"| {100 * (ours[run['max_iter']].mean - run['accuracy']):+.2f} points |\n"
        for run in book
    ]
    return f"""\
{HEADING}
This section is written by `python benchmarks/baselines.py --write`, from the results of
`zoo baseline fashion-mnist`.

The table shows the accuracy of scikit-learn's SGDClassifier with logistic loss: mean and standard deviation
over {found.folds} folds of {found.examples:,} {found.noun}; scikit-learn {found.version}.

| Passes | Book | Ours | Difference |
| ---: | ---: | ---: | ---: |
{"".join(rows)}"""


def _say(step: Fitted) -> None:
    print(f"\r{step.done}/{step.of} fits", end="\n" if step.done == step.of else "", file=sys.stderr)


if __name__ == "__main__":
    main()
