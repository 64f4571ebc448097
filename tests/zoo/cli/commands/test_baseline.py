"""`zoo baseline`, and baselines shown next to runs."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.zoo.cli.conftest import Said


def test_baselines_are_printed_as_a_table_and_saved(zoo: Callable[..., Said], tmp_path: Path) -> None:
    """The table has mean and standard deviation; the saved file and `--json` have the same values."""
    code, out, err = zoo("baseline", "diabetes")
    assert code == 0
    assert re.sub(r"\d+\.\d s", "0.0 s", out).splitlines()[:4] == [
        "Baseline          Settings       mean_absolute_error   Time",
        "───────────────────────────────────────────────────────────",
        "DummyRegressor    strategy=mean     66.6823 ± 2.9981  0.0 s",
        "LinearRegression                    45.0367 ± 3.3819  0.0 s",
    ]
    assert out.splitlines()[4].startswith(
        "Mean ± standard deviation over 5 folds of the 353 training and validation rows of diabetes; scikit-learn "
    )
    assert re.sub(r"\d+/", "N/", err).splitlines() == [
        "DummyRegressor  strategy=mean  66.6823 ± 2.9981  N/10 fits",
        "LinearRegression  45.0367 ± 3.3819  N/10 fits",
    ]
    kept = json.loads((tmp_path / "runs" / "baselines" / "diabetes.json").read_text())
    again = json.loads(zoo("baseline", "diabetes", "--json").out)
    for row in (*kept["baselines"], *again["baselines"]):
        row["seconds"] = 0
    assert again == kept


def test_a_csv_file_is_accepted(zoo: Callable[..., Said], tmp_path: Path) -> None:
    """A CSV file with `--target` works like a built-in dataset."""
    rows = [f"{number},{number % 7},{3 * number}" for number in range(50)]
    (tmp_path / "lines.csv").write_text("\n".join(["a,b,c", *rows]) + "\n")
    code, out, _ = zoo("baseline", "./lines.csv", "--target", "c", "--task", "regression")
    assert code == 0
    assert re.search(r"LinearRegression +0\.0000 ± 0\.0000", out)
    assert (tmp_path / "runs" / "baselines" / "lines.json").exists()


def test_an_unknown_dataset_is_a_one_sentence_error(zoo: Callable[..., Said], tmp_path: Path) -> None:
    """The nearest name is suggested, and nothing is written."""
    said = "error: no dataset is called 'diabetis'; did you mean diabetes?\n"
    assert zoo("baseline", "diabetis") == (2, "", said)
    assert list(tmp_path.iterdir()) == []
