"""Measure the memory and the time that a training on a large CSV file takes.

    python benchmarks/large_table.py [--gigabytes N] [--folder FOLDER]

`zoo train` is compared with a plain script that reads the file with pandas and trains the same network with
Keras: the peak memory of each process, and the seconds of the whole command. The script is left out with
`--zoo-only`: it may take many times the memory of the file.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import tempfile
from pathlib import Path

import duckdb
from in_turn import Claim, peak_of, print_claims, print_surroundings, run, seconds_of
from startup import ZOO

PLAIN = """\
import sys, keras, numpy as np, pandas as pd
table = pd.read_csv(sys.argv[1])
y = table.pop("target").astype("category").cat.codes.to_numpy("int32")
x = pd.get_dummies(table)
order = np.random.RandomState(42).permutation(len(x))
test, validation, training = np.split(order, [len(x) // 5, len(x) * 36 // 100])
mean, scale = x.iloc[training].mean(), x.iloc[training].std()
x = ((x - mean) / scale).to_numpy("float32")
model = keras.Sequential([
    keras.Input(x.shape[1:]), keras.layers.Dense(300, "relu"), keras.layers.Dropout(0.2),
    keras.layers.Dense(100, "relu"), keras.layers.Dropout(0.2), keras.layers.Dense(2, "softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[training], y[training], 1024, 1, validation_data=(x[validation], y[validation]), verbose=0)
print(model.evaluate(x[test], y[test], 1000, verbose=0))
"""
NUMBERS = 40
LINE = 321
"""Bytes of a line, roughly."""
LIMIT = 2_048
"""MiB that a training on 2 GB may take."""


def main() -> None:
    """Write the file, measure and print."""
    parser = argparse.ArgumentParser(description="Measure a training on a large CSV file.")
    parser.add_argument("--gigabytes", type=float, default=2.0, help="size of the file, in 10^9 bytes")
    parser.add_argument("--folder", help="where the file is written; it is removed at the end")
    parser.add_argument("--zoo-only", action="store_true", help="leave out the plain script")
    given = parser.parse_args()
    if not given.zoo_only and importlib.util.find_spec("pandas") is None:
        parser.error("the script needs pandas, which is not installed; install it, or pass --zoo-only")
    print_surroundings()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        table = Path(folder, "table.csv")
        write(table, int(given.gigabytes * 1e9 / LINE))
        train = [ZOO, "train", "relu-dropout", "--optimizer", "adam", "--epochs", "1", "--batch-size", "1024"]
        train += ["--runs-dir", str(Path(folder, "runs")), "--dataset", str(table), "--target", "target"]
        ours = run(train)
        size = table.stat().st_size / 2**20
        print(f"zoo train on {size:,.0f} MiB: {ours.peak_mib:,.0f} MiB in {ours.seconds:,.0f} s", flush=True)
        if given.zoo_only:
            return
        theirs = run([sys.executable, "-c", PLAIN, str(table)])
    claims = [
        Claim("peak memory", peak_of([ours]), peak_of([theirs]), LIMIT / peak_of([theirs]), "MiB"),
        Claim("the whole command", seconds_of([ours]), seconds_of([theirs]), None),
    ]
    print_claims(f"One epoch on a CSV file of {size:,.0f} MiB", claims, "zoo train", "pandas and Keras")


def write(path: Path, rows: int) -> None:
    """Write a table of numbers and categories, in little memory."""
    numbers = ", ".join(
        f"round(random() * {10 ** (at % 5)} + {at - 20}, 5) AS n{at}" for at in range(NUMBERS)
    )
    target = "CASE WHEN random() < 0.5 THEN 'yes' ELSE 'no' END AS target"
    texts = f"'city' || (random() * 20)::INT AS city, 'colour' || (random() * 2)::INT AS colour, {target}"
    with duckdb.connect(config={"memory_limit": "1GB"}) as connection:
        connection.execute("SELECT setseed(0.5)")
        query = f"COPY (SELECT {numbers}, {texts} FROM range({rows})) TO '{path}' (HEADER)"  # noqa: S608 - no text of a user
        connection.execute(query)


if __name__ == "__main__":
    main()
