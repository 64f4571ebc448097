"""What a run's reproducibility depends on, and its origin."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoo.catalog.resolve import named
from zoo.plan.make import make_plan
from zoo.runs import provenance, switches

if TYPE_CHECKING:
    from pathlib import Path

CPUINFO = """\
processor\t: 0
model name\t: AMD EPYC 9B45
flags\t\t: fpu sse sse4_2 avx avx2 fma avx512f avx512_vnni

processor\t: 1
model name\t: another
"""
ARM = "processor\t: 0\nFeatures\t: fp asimd sve\nCPU implementer\t: 0x41\nCPU part\t: 0xd40\n"
TEXTS = st.dictionaries(st.sampled_from(["keras", "threads", "XLA_FLAGS", "libc"]), st.text(min_size=1))


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Fake /proc/cpuinfo with a writable file, and remove all switches from the environment."""
    for name in ("TF_ENABLE_ONEDNN_OPTS", *switches.environment()):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "cpuinfo"
    path.write_text(CPUINFO)
    monkeypatch.setattr(provenance, "CPUINFO", path)
    monkeypatch.setattr("platform.system", lambda: "Linux")
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    monkeypatch.setattr("platform.python_version", lambda: "3.11.7")
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("os.confstr", lambda _: "glibc 2.36")
    return path


def test_a_fingerprint_has_everything_that_reproducibility_depends_on(machine: Path) -> None:
    """As text for messages; unset switches are omitted."""
    assert provenance.fingerprint("tensorflow", "loop+xla", 2) == {
        "python": "3.11.7",
        "kerazoo": version("kerazoo"),
        "keras": version("keras"),
        "tensorflow": version("tensorflow"),
        "numpy": version("numpy"),
        "backend": "tensorflow",
        "execution": "loop+xla",
        "threads": "2",
        "device": "cpu",
        "processor": "AMD EPYC 9B45",
        "instruction set": "avx512 fc56c535",
        "oneDNN": "on",
        "system": "Linux x86_64",
        "libc": "glibc 2.36",
    }


def test_a_fingerprint_has_the_switches_in_the_environment(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of every backend, and the settings that the backend itself reports."""
    before = provenance.fingerprint("tensorflow", "loop", 2)
    monkeypatch.setenv("XLA_FLAGS", "--xla_cpu_max_isa=AVX2")
    monkeypatch.setenv("TF_XLA_FLAGS", "--tf_xla_auto_jit=2")
    monkeypatch.setenv("TF_DETERMINISTIC_OPS", "1")
    monkeypatch.setenv("TF_ENABLE_ONEDNN_OPTS", "0")
    monkeypatch.setenv("JAX_ENABLE_X64", "1")
    set_in_code = {"run_functions_eagerly": "True"}
    now = provenance.fingerprint("tensorflow", "loop", 2, "NVIDIA H100", set_in_code)
    assert provenance.differences(before, now) == [
        "device was cpu, is NVIDIA H100",
        "oneDNN was on, is off",
        "JAX_ENABLE_X64 was not set, is 1",
        "TF_DETERMINISTIC_OPS was not set, is 1",
        "TF_XLA_FLAGS was not set, is --tf_xla_auto_jit=2",
        "XLA_FLAGS was not set, is --xla_cpu_max_isa=AVX2",
        "run_functions_eagerly was not set, is True",
    ]


@pytest.mark.parametrize(
    ("flags", "told", "expected"),
    [
        ("avx avx2 avx512f", None, "off"),
        ("avx avx2 avx_vnni", None, "on"),
        ("avx avx2 avx_vnni", "0", "off"),
        ("avx avx2 avx_vnni", "False", "off"),
        ("avx", "1", "on"),
        ("avx", "maybe", "off"),
    ],
)
def test_onednn_is_on_as_tensorflow_decides_it(
    machine: Path, monkeypatch: pytest.MonkeyPatch, flags: str, told: str | None, expected: str
) -> None:
    """By the variable if it is set, otherwise by the processor."""
    machine.write_text(f"flags : {flags}\n")
    if told is not None:
        monkeypatch.setenv("TF_ENABLE_ONEDNN_OPTS", told)
    assert provenance.fingerprint("tensorflow", "loop", 2)["oneDNN"] == expected


def test_other_processors_are_described(machine: Path) -> None:
    """An ARM processor, and a system without /proc/cpuinfo."""
    machine.write_text(ARM)
    arm = provenance.fingerprint("jax", "plain", 1)
    machine.unlink()
    unknown = provenance.fingerprint("jax", "plain", 1)
    assert (arm["processor"], arm["instruction set"]) == ("0x41 0xd40", "sve bb4442e6")
    assert (unknown["processor"] != "", "instruction set" in unknown, "oneDNN" in arm) == (True, False, False)


def test_host_names_neither_machine_nor_user() -> None:
    """Only system, processors and memory."""
    host = provenance.host()
    assert list(host) == ["system", "processors", "memory"]
    assert (host["processors"], int(host["memory"]) > 2**20) == (str(len(os.sched_getaffinity(0))), True)


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (["/home/me/bin/zoo", "train", "relu-dropout"], ["zoo", "train", "relu-dropout"]),
        (["zoo", "train", "a\udcff.toml"], ["zoo", "train", "a\\udcff.toml"]),
        (["notebook.py", "--token=abc"], []),
        ([""], []),
    ],
)
def test_the_command_is_the_command_line_of_zoo(
    monkeypatch: pytest.MonkeyPatch, argv: list[str], expected: list[str]
) -> None:
    """It is empty in other programs."""
    monkeypatch.setattr("sys.argv", argv)
    assert provenance.command() == expected


PEAK = """\
import sys
from pathlib import Path
from zoo.runs import provenance
if sys.argv[1]:
    provenance.STATUS = Path("/nowhere")
before = provenance.peak_memory()
held = b"1" * (100 * 2**20)
del held
print(before, provenance.peak_memory())
"""


@pytest.mark.parametrize("elsewhere", ["", "without /proc"])
def test_peak_memory_is_the_maximum(elsewhere: str) -> None:
    """In bytes on every system."""
    done = subprocess.run([sys.executable, "-c", PEAK, elsewhere], capture_output=True, text=True, check=True)
    before, after = map(int, done.stdout.split())
    assert 2**22 < before <= after
    assert after > 100 * 2**20
    assert elsewhere or 80 * 2**20 < after - before < 120 * 2**20


def test_the_digest_of_a_spec_does_not_depend_on_its_name() -> None:
    """Nor on summary and version; it depends on the settings."""
    plan = make_plan(named("model", "relu-dropout"), named("optimizer", "sgd"), named("dataset", "iris"))
    table = plan.to_table()["model"]
    digest = provenance.spec_digest(table)
    assert provenance.spec_digest(json.loads(json.dumps(table))) == digest
    assert provenance.spec_digest(table | {"name": "mine", "summary": "Mine", "version": "9"}) == digest
    assert provenance.spec_digest(table | {"datasets": ["digits"]}) == digest
    assert provenance.spec_digest(table | {"layers": table["layers"][1:]}) != digest
    assert len(digest) == len("sha256:") + 64


def test_a_builder_is_identified_by_its_distribution_and_version() -> None:
    """Not by its code."""
    table = {"name": "resnet-50", "distribution": "zoo-conv", "version": "0.2.0"}
    other = provenance.spec_digest(table | {"version": "0.2.1"})
    assert len({provenance.spec_digest(table), other, provenance.spec_digest(table | {"name": "b"})}) == 3


def test_differences_are_described_in_words() -> None:
    """In the order of the old values."""
    then = {"keras": "3.15.1", "threads": "2", "libc": "glibc 2.36", "XLA_FLAGS": "--a"}
    now = {"keras": "3.16.0", "threads": "1", "libc": "glibc 2.36", "oneDNN": "on"}
    assert provenance.differences(then, now) == [
        "keras was 3.15.1, is 3.16.0",
        "threads were 2, are 1",
        "XLA_FLAGS was --a, is not set",
        "oneDNN was not set, is on",
    ]


@given(TEXTS, TEXTS)
def test_equal_values_have_no_changes(then: dict[str, str], now: dict[str, str]) -> None:
    """And different values have some."""
    assert (provenance.changes(then, now) == []) == (then == now)
