"""What a run's reproducibility depends on, and its origin: plain text, with the standard library only."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import re
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from zoo.runs import switches
from zoo.system.machine import machine_memory, processors

if TYPE_CHECKING:
    from collections.abc import Mapping

CPUINFO, STATUS = Path("/proc/cpuinfo"), Path("/proc/self/status")
FLAGS = re.compile(r"s?sse|avx|fma|f16c|amx|asimd|sve|sme|bf16|i8mm|fphp")
"""Prefixes of the processor flags by which XLA, oneDNN and Eigen choose their code."""
LEVELS = ("amx", "avx512", "avx2", "avx", "sse4_2", "sve", "asimd")
NEURAL = {"avx512_vnni", "avx512_bf16", "avx_vnni", "amx_tile", "amx_int8", "amx_bf16"}
"""Flags of processors for which TensorFlow on Linux turns oneDNN on by default."""
ORIGIN = ("name", "distribution", "version")
EMPTY: Mapping[str, str] = MappingProxyType({})


def fingerprint(
    backend: str, execution: str, threads: int, device: str = "cpu", settings: Mapping[str, str] = EMPTY
) -> dict[str, str]:
    """What reproducibility depends on: two CPU runs that agree in all of it give identical results.

    `device` is cpu, or the name of the accelerator; `settings` are those of the backend that are not at
    their default.
    """
    flags = _flags()
    packages = ("kerazoo", "keras", backend, *(["jaxlib"] if backend == "jax" else []), "numpy")
    known = {"python": platform.python_version()}
    known |= {each: found for each in packages if (found := _version(each))}
    known |= {"backend": backend, "execution": execution, "threads": str(threads), "device": device}
    known |= {"processor": _processor(), "instruction set": _instruction_set(flags)}
    if backend == "tensorflow":
        known["oneDNN"] = _onednn(flags)
    known |= switches.environment() | dict(settings)
    known |= {"system": f"{platform.system()} {platform.machine()}", "libc": _libc()}
    return {name: text for name, text in known.items() if text}


def host() -> dict[str, str]:
    """Other facts about the machine, without the names of host and user."""
    known = {"system": platform.platform(), "processors": str(processors())}
    memory = machine_memory()
    return known if memory is None else known | {"memory": str(memory)}


def command() -> list[str]:
    """The command line, if it was a `zoo` command; empty in scripts and notebooks."""
    if Path(sys.argv[0]).name not in ("zoo", "zoo.exe", "zoo-script.py"):
        return []
    # Undecodable bytes can't be printed; the path of the program is private.
    return ["zoo", *(each.encode("utf-8", "backslashreplace").decode() for each in sys.argv[1:])]


def forget_peak_memory() -> None:
    """Let the peak memory of this process count from now on, where the system can do that (Linux)."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def peak_memory() -> int:
    """The peak memory of this process in bytes; 0 if the system does not report it."""
    # ru_maxrss of a child process starts at the maximum of its parent.
    with contextlib.suppress(OSError, ValueError, StopIteration):
        lines = STATUS.read_text(encoding="utf-8", errors="replace").splitlines()
        return 1024 * int(next(line for line in lines if line.startswith("VmHWM:")).split()[1])
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def spec_digest(table: Mapping[str, Any]) -> str:
    """`sha256:` and the digest of a model, from the table that `zoo.plan.model_table` gives.

    For a model made of layers, names, origin and the datasets that it is for are left out; a model built by
    code is identified by its origin. Defaults are left out of the table, so that a setting which a later
    version adds does not change the digest.
    """
    beside = (*ORIGIN, "summary", "datasets") if "layers" in table else ()
    what = {key: value for key, value in table.items() if key not in beside}
    return digest(json.dumps(what, sort_keys=True, separators=(",", ":")))


def digest(text: str) -> str:
    """`sha256:` and the digest of a text."""
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


class Change(NamedTuple):
    """A value that has changed."""

    name: str
    then: str
    now: str


def changes(then: Mapping[str, str], now: Mapping[str, str]) -> list[Change]:
    """The changed values, in the order of `then`; a value on one side only is `not set` on the other."""
    names = dict.fromkeys((*then, *now))
    pairs = ((name, then.get(name) or "not set", now.get(name) or "not set") for name in names)
    return [Change(name, old, new) for name, old, new in pairs if old != new]


def differences(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """The changed values in words, as "keras was 3.15.1, is 3.16.0"."""
    verbs = {"threads": ("were", "are")}
    return [
        "{0} {3} {1}, {4} {2}".format(*change, *verbs.get(change.name, ("was", "is")))
        for change in changes(then, now)
    ]


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""


def _cpuinfo() -> dict[str, str]:
    """The entry of the first processor in /proc/cpuinfo; empty on other systems."""
    try:
        first = CPUINFO.read_text(encoding="utf-8", errors="replace").partition("\n\n")[0]
    except OSError:
        return {}
    rows = (line.partition(":") for line in first.splitlines())
    return {key.strip(): value.strip() for key, _, value in rows}


def _processor() -> str:
    known = _cpuinfo()
    arm = " ".join(known[key] for key in ("CPU implementer", "CPU part") if key in known)
    return known.get("model name") or arm or platform.processor() or platform.machine()


def _flags() -> set[str]:
    known = _cpuinfo()
    return set((known.get("flags") or known.get("Features") or "").split())


def _instruction_set(flags: set[str]) -> str:
    """The highest vector extension, and a digest of all of them: `avx512 5d1c09a2`."""
    vectors = sorted(flag for flag in flags if FLAGS.match(flag))
    level = next((each for each in LEVELS if any(flag.startswith(each) for flag in vectors)), "")
    digest = hashlib.sha256(" ".join(vectors).encode()).hexdigest()[:8]
    return f"{level} {digest}".strip() if vectors else ""


def _onednn(flags: set[str]) -> str:
    """`on` or `off`, by the same rule as TensorFlow."""
    setting = os.environ.get("TF_ENABLE_ONEDNN_OPTS", "").lower()
    if setting in ("0", "false", "1", "true"):
        return "on" if setting in ("1", "true") else "off"
    return "on" if sys.platform == "linux" and flags & NEURAL else "off"


def _libc() -> str:
    try:
        return os.confstr("CS_GNU_LIBC_VERSION") or ""
    except (AttributeError, ValueError, OSError):  # another libc, or Windows
        return " ".join(filter(None, platform.libc_ver()))
