"""Compare `zoo train` with two plain Keras scripts of the same work, and write the table of the home page.

    python benchmarks/home.py [--rounds N]    prints the table
    python benchmarks/home.py --write         writes it to docs/index.md and README.md

plain_as_taught.py is the script of a textbook; plain_with_care.py has what an engineer would add. Time and
memory are medians of whole processes that are run in turn. Then each one is killed with SIGKILL in its fourth
epoch of five, and started again. This takes about four minutes on two processors.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from in_turn import Finished, in_turn, peak_of, print_surroundings, run, seconds_of
from workloads import DIGITS, HERE, ZOO, folder_of

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGES = [HERE.parent / name for name in ("docs/index.md", "docs/index.ko.md", "README.md", "README.ko.md")]
TABLE = re.compile(
    r"(?<=<!-- measured by: benchmarks/home\.py -->\n).*?(?=<!-- end of what is measured -->)", re.DOTALL
)
EPOCH = re.compile(r"^Epoch (\d)/5", re.MULTILINE)
KILLED_IN = 4
"""The epoch in which a process is killed; those before it are complete."""


@dataclass(frozen=True)
class Way:
    """A way to train relu-dropout for five epochs, in a folder."""

    command: tuple[str, ...]
    again: tuple[str, ...]
    """What continues after a kill."""
    log: str = ""
    """A file with one line per epoch, as a pattern; without it, stdout names the epochs."""

    def train(self, folder: Path) -> Finished:
        """Train in a folder."""
        return run(self.command, folder=folder, variables=variables())

    def killed(self, folder: Path) -> None:
        """Train in a folder, and kill the process in an epoch."""
        out = folder / "stdout"
        with out.open("w") as file:
            process = subprocess.Popen(
                self.command, cwd=folder, stdout=file, stderr=file, env=os.environ | variables()
            )
            while process.poll() is None and self.begun(folder, out.read_text()) < KILLED_IN:
                time.sleep(0.005)
            process.send_signal(signal.SIGKILL)
            if process.wait() == 0:
                sys.exit(f"{self.command} ended before it was killed")

    def begun(self, folder: Path, stdout: str) -> int:
        """Return the number of the epoch that a process is in."""
        if self.log:
            return 1 + sum(path.read_text().count("\n") for path in folder.glob(self.log))
        return max((int(number) for number in EPOCH.findall(stdout)), default=0)


def by_hand(script: str) -> Way:
    """Return the way of a script."""
    command = (sys.executable, str(HERE / script))
    return Way(command, command)


TAUGHT, CARE, KERAZOO = "plain Keras, as taught", "plain Keras, with care", "Kerazoo"
SCRIPTS = {TAUGHT: "plain_as_taught.py", CARE: "plain_with_care.py"}
TRAIN = "train relu-dropout --optimizer rmsprop"
WAYS = {name: by_hand(script) for name, script in SCRIPTS.items()} | {
    KERAZOO: Way((*ZOO, *TRAIN.split()), (*ZOO, "resume", "last"), "runs/*/metrics.jsonl")
}


KOREAN = {
    "plain Keras, as taught": "케라스만, 교재처럼",
    "plain Keras, with care": "케라스만, 꼼꼼하게",
    "Lines of code": "코드 줄 수",
    "1 command": "명령 하나",
    "Time, whole process": "시간, 프로세스 전체",
    "Peak memory": "최대 메모리",
    "Time of a small training, 1,149 digits": "작은 훈련의 시간, 손글씨 숫자 1,149장",
    "Lost by `kill -9` in the fourth epoch": "네 번째 에포크에서 `kill -9`로 잃는 것",
    "all: it starts again from the first epoch": "전부: 첫 에포크부터 다시 시작한다",
    "the begun epoch; the resumed model is another one": "하던 에포크; 이어서 훈련한 모델은 다른 모델이 된다",
    "the begun epoch; the resumed model is identical, bit for bit": "하던 에포크; 이어진 모델은 비트까지 같다",  # noqa: E501 - wide letters
    "Test accuracy, 3 runs of the same command": "테스트 정확도, 같은 명령 세 번",
    " each time": ", 세 번 모두",
    " to ": " ~ ",
    "Files afterwards": "남는 파일",
}
"""The words of the table on the Korean pages."""


def korean(table: str) -> str:
    """Return the table with Korean words."""
    for word, meant in KOREAN.items():
        table = table.replace(word, meant)
    return table


def variables() -> dict[str, str]:
    """Return the variables with which Keras finds Fashion-MNIST on this computer."""
    return {"KERAS_HOME": str(HOME.name), "TF_CPP_MIN_LOG_LEVEL": "3", "KERAS_BACKEND": "tensorflow"}


HOME = tempfile.TemporaryDirectory()


def lines_of(script: str) -> int:
    """Return the number of lines of a script, without its docstring and blank lines."""
    source = (HERE / script).read_text(encoding="utf-8")
    docstring = ast.get_docstring(ast.parse(source), clean=False) or ""
    return sum(bool(line.strip()) for line in source.splitlines()) - len(docstring.splitlines())


def figure_of(finished: Finished) -> float:
    """Return the test accuracy that a process printed."""
    if pair := re.search(r"^\[[\d.]+, ([\d.]+)\]$", finished.stdout, re.MULTILINE):
        return float(pair[1])
    return float(next(line for line in finished.stdout.splitlines() if line.startswith("test ")).split()[-1])


def weights_of(folder: Path) -> list[np.ndarray]:
    """Return the weights of the model that was saved in a folder."""
    import keras

    (path,) = folder.rglob("model.keras")
    return [np.asarray(each) for each in keras.saving.load_model(path).get_weights()]


def after_a_kill(way: Way, whole: Path) -> str:
    """Kill a training, start it again, compare it with the one in `whole`; return the cell of the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        way.killed(folder)
        done = run(way.again, folder=folder, variables=variables())
        if way.log:
            (record,) = folder.rglob("run.json")
            kept = json.loads(record.read_text())["resumed"][0]["epoch"]
        else:
            kept = min(int(number) for number in EPOCH.findall(done.stdout)) - 1
        pairs = zip(weights_of(folder), weights_of(whole), strict=True)
        same = all(np.array_equal(one, other) for one, other in pairs)
    if not kept:
        return "all: it starts again from the first epoch"
    if kept != KILLED_IN - 1:
        sys.exit(f"{way.command} kept {kept} epochs; wanted {KILLED_IN - 1}, or none")
    return f"the begun epoch; the resumed model is {'identical, bit for bit' if same else 'another one'}"


def spread(figures: Sequence[float]) -> str:
    """Return in words how much the figures of the same command differ."""
    low, high = min(figures), max(figures)
    return f"{low:.4f} each time" if low == high else f"{low:.4f} to {high:.4f}"


def files_of(folder: Path) -> str:
    """Return the names of the files that a training left, as code."""
    names = sorted({path.name for path in folder.rglob("*") if path.is_file()})
    return ", ".join(f"`{name}`" for name in names)


def ratios(values: dict[str, float]) -> list[str]:
    """Return each value as a share of the first."""
    first = next(iter(values.values()))
    return [f"{value / first:.2f}" for value in values.values()]


def measure(rounds: int) -> str:
    """Return the table."""
    fashion = Path(HOME.name) / "datasets"
    fashion.mkdir()
    (fashion / "fashion-mnist").symlink_to(folder_of("fashion-mnist"))
    with tempfile.TemporaryDirectory() as name:
        folders = {way: Path(name) / str(number) for number, way in enumerate(WAYS)}

        def train(name: str) -> Finished:
            number = sum(1 for _ in Path(folders[name].parent).glob(f"{folders[name].name}*"))
            folder = (
                folders[name] if number == 0 else folders[name].with_name(f"{folders[name].name}-{number}")
            )
            folder.mkdir()
            return WAYS[name].train(folder)

        results = in_turn({way: lambda way=way: train(way) for way in WAYS}, rounds)
        killed = [after_a_kill(WAYS[way], folders[way]) for way in WAYS]
        left = [files_of(folders[way]) for way in WAYS]
    small = in_turn({CARE: DIGITS.theirs, KERAZOO: lambda: DIGITS.ours("auto")}, rounds)
    small_care, small_ours = (seconds_of(each) for each in small.values())
    seconds = {way: seconds_of(each) for way, each in results.items()}
    for way, value in seconds.items():
        print(f"{way}: {value:.1f} s, {peak_of(results[way]):.0f} MiB", file=sys.stderr)
    rows = [
        ["", *WAYS],
        ["---"] * 4,
        ["Lines of code", *(str(lines_of(script)) for script in SCRIPTS.values()), "1 command"],
        ["Time, whole process", *ratios(seconds)],
        ["Peak memory", *ratios({way: peak_of(each) for way, each in results.items()})],
        ["Time of a small training, 1,149 digits", "", "1.00", f"{small_ours / small_care:.2f}"],
        ["Lost by `kill -9` in the fourth epoch", *killed],
        [
            f"Test accuracy, {rounds} runs of the same command",
            *(spread([figure_of(each) for each in results[way]]) for way in WAYS),
        ],
        ["Files afterwards", *left],
    ]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def main() -> None:
    """Measure; print or write the table."""
    parser = argparse.ArgumentParser(description="Compare zoo train with plain Keras scripts.")
    parser.add_argument("--rounds", type=int, default=3, help="number of rounds; medians are reported")
    parser.add_argument("--write", action="store_true", help="write docs/index.md and README.md")
    arguments = parser.parse_args()
    print_surroundings()
    run([sys.executable, "-c", "import keras"])  # not measured: compiles and caches files
    table = measure(arguments.rounds)
    print(table)
    for page in PAGES if arguments.write else ():
        shown = korean(table) if page.name.endswith(".ko.md") else table
        text = page.read_text(encoding="utf-8")
        page.write_text(TABLE.sub(lambda _, shown=shown: f"\n{shown}\n", text), encoding="utf-8")


if __name__ == "__main__":
    main()
