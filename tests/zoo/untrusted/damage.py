"""Kinds of damage to a real `.keras` file, by name."""

from __future__ import annotations

import copy
import json
import os
import struct
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Members = dict[str, bytes]
CONFIG, METADATA, WEIGHTS = "config.json", "metadata.json", "model.weights.h5"
MARK = "ran"
"""The file that malicious code would create in its working directory."""


def members_of(path: Path) -> Members:
    """The members of a file."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write(path: Path, members: Members, packing: int = zipfile.ZIP_STORED) -> None:
    """Write an archive with these members."""
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def _text(text: str | bytes) -> Callable[[Path, Members], None]:
    """Another config.json."""
    content = text.encode() if isinstance(text, str) else text
    return lambda path, members: write(path, members | {CONFIG: content})


def _config(change: Callable[[dict[str, Any]], Any]) -> Callable[[Path, Members], None]:
    """A changed config.json; the change may return another one."""

    def damage(path: Path, members: Members) -> None:
        config = json.loads(members[CONFIG])
        changed = change(config)
        write(path, members | {CONFIG: json.dumps(config if changed is None else changed).encode()})

    return damage


def layers(config: dict[str, Any]) -> list[dict[str, Any]]:
    """The layers of a described model."""
    return config["config"]["layers"]


def thing(module: object, kind: object, registered: object = None, **config: Any) -> dict[str, Any]:
    """An object as Keras writes it."""
    return {"module": module, "class_name": kind, "config": config, "registered_name": registered}


def function(module: str, name: str) -> dict[str, Any]:
    """A function as Keras writes it."""
    return {"module": module, "class_name": "function", "config": name, "registered_name": name}


def _add(*parts: dict[str, Any]) -> Callable[[Path, Members], None]:
    return _config(lambda config: layers(config).extend(parts))


def _setting(name: str, value: object) -> Callable[[Path, Members], None]:
    """Another value for a setting of the Dense layer."""

    def change(config: dict[str, Any]) -> None:
        dense = next(each for each in layers(config) if each["class_name"] == "Dense")
        dense["config"][name] = value

    return _config(change)


def _key(name: str, value: object) -> Callable[[Path, Members], None]:
    """Another value for a key of the last layer."""
    return _config(lambda config: layers(config)[-1].update({name: value}))


def _bytes(change: Callable[[bytes], bytes]) -> Callable[[Path, Members], None]:
    """A change to the finished file."""

    def damage(path: Path, members: Members) -> None:
        write(path, members)
        path.write_bytes(change(path.read_bytes()))

    return damage


def _flip(member: str) -> Callable[[Path, Members], None]:
    """One bit within a member."""

    def damage(path: Path, members: Members) -> None:
        write(path, members)
        content = bytearray(path.read_bytes())
        content[content.index(members[member]) + len(members[member]) // 2] ^= 1
        path.write_bytes(content)

    return damage


def _more(*parts: tuple[str, bytes]) -> Callable[[Path, Members], None]:
    """Additional members."""

    def damage(path: Path, members: Members) -> None:
        with zipfile.ZipFile(path, "w") as archive, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about duplicate names
            for name, content in [*members.items(), *parts]:
                archive.writestr(name, content)

    return damage


def _without(name: str) -> Callable[[Path, Members], None]:
    return lambda path, members: write(path, {key: each for key, each in members.items() if key != name})


def _packed(
    name: str, content: bytes, packing: int = zipfile.ZIP_DEFLATED
) -> Callable[[Path, Members], None]:
    return lambda path, members: write(path, members | {name: content}, packing)


def _link(path: Path, members: Members) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = (0o120777 if name == WEIGHTS else 0o100600) << 16
            archive.writestr(info, content)


def _huge(path: Path, members: Members) -> None:
    with path.open("wb") as file:
        file.truncate(3 * 2**30)


def _claim(content: bytes) -> bytes:
    """A central directory in which the last member has 2 GB."""
    place = content.rindex(b"PK\x01\x02")
    return content[: place + 24] + struct.pack("<L", 2**31 - 1) + content[place + 28 :]


def _encrypted(content: bytes) -> bytes:
    place = content.rindex(b"PK\x01\x02")
    return content[: place + 8] + b"\x01\x00" + content[place + 10 :]


def _elsewhere(content: bytes) -> bytes:
    """An archive with a ZIP64 locator."""
    end = len(content) - 22
    locator = b"PK\x06\x07" + bytes(16)
    last = bytearray(content[end:])
    last[12:16] = struct.pack("<L", struct.unpack("<L", last[12:16])[0] + len(locator))
    return content[:end] + locator + last


def _nested(depth: int) -> Callable[[Path, Members], None]:
    def change(config: dict[str, Any]) -> dict[str, Any]:
        inner = copy.deepcopy(config)
        for _ in range(depth):
            outer = copy.deepcopy(config)
            layers(outer)[1:] = [inner]
            inner = outer
        return inner

    return _config(change)


def _compiled_within(config: dict[str, Any]) -> None:
    inner = copy.deepcopy(config)
    inner["compile_config"] = {"loss": function("os", "system")}
    layers(inner).append(thing("keras.layers", "Lambda", name="lambda_9", function="f"))
    layers(config).append(inner)


LAMBDA = thing(
    "keras.layers",
    "Lambda",
    name="lambda_1",
    function={"class_name": "__lambda__", "config": {"value": f"open('{MARK}', 'w')"}},
)
PROBABLY = {"name": "model", "units": 3}

DAMAGES: dict[str, tuple[Callable[[Path, Members], None], str]] = {
    "empty": (lambda path, _: path.write_bytes(b""), "truncated, or not a .keras file"),
    "text": (lambda path, _: path.write_text("no archive\n" * 99), "truncated, or not a .keras file"),
    "half": (_bytes(lambda content: content[: len(content) // 2]), "truncated, or not a .keras file"),
    "a byte short": (_bytes(lambda content: content[:-1]), "truncated, or not a .keras file"),
    "only its end": (_bytes(lambda content: content[-22:]), "truncated"),
    "something before": (_bytes(lambda content: b"#!/bin/sh\n" + content), "data before it"),
    "something behind": (_bytes(lambda content: content + b"behind"), "truncated, or not a .keras file"),
    "a remark": (_bytes(lambda content: content[:-2] + b"\x02\x00hi"), "truncated, or not a .keras file"),
    "sizes elsewhere": (_bytes(_elsewhere), "states its sizes twice"),
    "a bit of the weights": (_flip(WEIGHTS), "model.weights.h5 can't be unpacked: Bad CRC-32"),
    "a bit of the config": (_flip(CONFIG), "config.json can't be unpacked: Bad CRC-32"),
    "config twice": (_more((CONFIG, b"{}")), "config.json twice"),
    "config twice, no metadata": (
        lambda path, members: _more((CONFIG, b"{}"))(
            path, {k: v for k, v in members.items() if k != METADATA}
        ),
        "config.json twice",
    ),
    "no config": (_without(CONFIG), "no config.json"),
    "no weights": (_without(WEIGHTS), "no model.weights.h5"),
    "no metadata": (_without(METADATA), "no metadata.json"),
    "10,000 members": (_more(*((f"{i}", b"") for i in range(10_000))), "10,003 members"),
    "an absolute path": (
        lambda path, members: write(
            path, {("/etc/passwd" if k == METADATA else k): v for k, v in members.items()}
        ),
        "a member /etc/passwd",
    ),
    "a path out of it": (
        lambda path, members: write(
            path, {("../out" if k == METADATA else k): v for k, v in members.items()}
        ),
        "a member ../out",
    ),
    "a backslash": (
        lambda path, members: write(
            path, {("..\\out" if k == METADATA else k): v for k, v in members.items()}
        ),
        "a member ..\\out",
    ),
    "an asset": (
        lambda path, members: write(
            path, {("assets/a" if k == METADATA else k): v for k, v in members.items()}
        ),
        "a member assets/a",
    ),
    "HDF5 under another name": (
        lambda path, members: path.write_bytes(members[WEIGHTS]),
        "it is an HDF5 file, the format of Keras 2; in Python, keras.saving.load_model",
    ),
    "a vocabulary": (
        lambda path, members: write(path, members | {"assets/words/vocabulary.txt": b"a"}),
        "which a layer reads, such as a vocabulary",
    ),
    "a class of the author's": (
        _add(thing(None, "Position", registered="acme>Position", name="place")),
        "layer place is a Position, registered as acme>Position: a class of its author's",
    ),
    "weights that can hold pickles": (
        lambda path, members: write(path, {k.replace("h5", "npz"): v for k, v in members.items()}),
        "a member model.weights.npz",
    ),
    "a name with a zero byte": (
        _bytes(lambda content: content.replace(b"metadata.json", b"config.jso\x00\x00\x00")),
        "it has",
    ),
    "a link": (_link, "is a link"),
    "encrypted": (_bytes(_encrypted), "is encrypted"),
    "packed otherwise": (_packed(CONFIG, b"{}", zipfile.ZIP_LZMA), "has a compression"),
    "a bomb of config": (_packed(CONFIG, b" " * 50 * 2**20), "bytes; wanted at most"),
    "a bomb of weights": (_packed(WEIGHTS, bytes(50 * 2**20)), "unpacks to 52,428,800 bytes"),
    "a claim of 2 GB": (_bytes(_claim), "unpacks to 2,147,483,647 bytes"),
    "3 GB": (_huge, "3,221,225,472 bytes; wanted at most"),
    "a folder": (lambda path, _: path.mkdir(), "it"),
    "a pipe": (lambda path, _: os.mkfifo(path), "it is not a regular file"),
    "weights of text": (
        lambda path, members: write(path, members | {WEIGHTS: b"text" * 99}),
        "is not an HDF5 file",
    ),
    "weights of nothing": (lambda path, members: write(path, members | {WEIGHTS: b""}), "is empty"),
    "config of 5 MB": (_text("[" + "0," * 2_600_000 + "0]"), "wanted at most"),
    "config of 4 MB of lists": (_text("[" + "[]," * 1_390_000 + "[]]"), "is not a table"),
    "config of text": (_text("model"), "config.json is not JSON"),
    "config of other bytes": (_text(b'{"a": "\xff\xfe"}'), "config.json is not JSON"),
    "config of a list": (_text("[]"), "config.json is not a table"),
    "config of nothing": (_text("{}"), "the model names nothing of nothing"),
    "metadata of text": (
        lambda path, members: write(path, members | {METADATA: b"x"}),
        "metadata.json is not JSON",
    ),
    "100,000 lists within": (_text("[" * 100_000 + "]" * 100_000), "nested too deep"),
    "300 lists within": (_setting("noise_shape", json.loads("[" * 300 + "]" * 300)), "nested too deep"),
    "a key twice": (
        _text('{"class_name": "Sequential", "class_name": "Sequential"}'),
        "has class_name twice",
    ),
    "NaN": (_text('{"rate": NaN}'), "NaN, which is not finite"),
    "infinity": (_text('{"rate": 1e999}'), "1e999, which is not finite"),
    "a number of 10,000 digits": (_text('{"units": ' + "9" * 10_000 + "}"), "config.json is not JSON"),
    "a number of 30 digits": (_setting("units", 10**30), "more than its file has weights for"),
    "10^9 units": (_setting("units", 10**9), "units=1000000000, more than its file has weights for"),
    "Lambda": (_add(LAMBDA), "layer lambda_1 is a Lambda, which can run any code"),
    "TFSMLayer": (
        _add(thing("keras.layers", "TFSMLayer", name="a", filepath="/x")),
        "layer a is a TFSMLayer",
    ),
    "JaxLayer": (
        _add(thing("keras.layers", "JaxLayer", name="a")),
        "layer a is a JaxLayer, which can run any code",
    ),
    "FlaxLayer": (
        _add(thing("keras.layers", "FlaxLayer", name="a")),
        "layer a is a FlaxLayer, which can run any",
    ),
    "TorchModuleWrapper": (
        _add(thing("keras.layers", "TorchModuleWrapper", name="a")),
        "a is a TorchModuleWrapper",
    ),
    "Lambda of an older Keras": (
        _add({"class_name": "Lambda", "config": {"name": "old"}}),
        "layer old is a Lambda",
    ),
    "Lambda within a layer": (
        _add(thing("keras.layers", "TimeDistributed", name="outer", layer=LAMBDA)),
        "layer lambda_1 is a Lambda",
    ),
    "Lambda within a model": (_config(_compiled_within), "layer lambda_9 is a Lambda"),
    "a model that is a layer": (_config(lambda config: layers(config)[1]), "it describes a Flatten"),
    "a model that is a function": (_text(json.dumps(function("os", "system"))), "the function system"),
    "an activation that is a function": (
        _setting("activation", function("builtins", "eval")),
        "the function eval",
    ),
    "an activation of another module": (
        _setting("activation", function("os", "system")),
        "the function system",
    ),
    "an activation by an unknown name": (_setting("activation", "acme>run"), "an activation acme>run"),
    "an initializer by an unknown name": (_setting("kernel_initializer", "mine"), "an initializer mine"),
    "a regularizer by an unknown name": (_setting("kernel_regularizer", "mine"), "a regularizer mine"),
    "a constraint by an unknown name": (_setting("bias_constraint", "mine"), "a constraint mine"),
    "numbers by an unknown name": (_setting("dtype", "int8_from_float32"), "a dtype int8_from_float32"),
    "another kind of numbers": (
        _setting("dtype", thing("keras.dtype_policies", "QuantizedDTypePolicy", mode="int8")),
        "the module keras.dtype_policies",
    ),
    "quantized": (
        _setting("quantization_config", thing("keras.quantizers", "Int8QuantizationConfig")),
        "keras.quant",
    ),
    "__lambda__": (
        _setting("activation", {"class_name": "__lambda__", "config": {"value": "x"}}),
        "names __lambda__",
    ),
    "__lambda__ of a module": (
        _setting("activation", thing("builtins", "__lambda__", value="x")),
        "a __lambda__",
    ),
    "__tensor__": (
        _setting("rate", thing("keras", "__tensor__", value=[1], dtype="float32")),
        "has a __tensor__",
    ),
    "__typespec__": (_setting("rate", thing("os", "__typespec__")), "has a __typespec__"),
    "Popen": (
        _setting("kernel_initializer", thing("subprocess", "Popen", args=["touch", MARK])),
        "subprocess",
    ),
    "another part of Keras": (
        _setting("kernel_initializer", thing("keras.utils", "get_file", origin="x")),
        "get_file of the module keras.utils",
    ),
    "an older way to name a class": (
        _add({"class_name": "Dense", "config": PROBABLY}),
        "names Dense of nothing",
    ),
    "no module": (_key("module", None), "of nothing; wanted a class and its module"),
    "a module that is a list": (_key("module", ["keras.layers"]), "wanted a class and its module"),
    "a class that is a table": (_key("class_name", {}), "wanted a class and its module"),
    "a registered name": (_key("registered_name", "acme>Dense"), "is registered as acme>Dense"),
    "a registered name that is a list": (_key("registered_name", ["x"]), "is registered as"),
    "a key that Keras doesn't write": (_key("__reduce__", []), "an unknown key __reduce__"),
    "no settings": (_key("config", None), "no table of settings"),
    "settings that are a list": (_key("config", []), "no table of settings"),
    "a function to build with": (_key("build_config", {"input_shape": function("os", "system")}), "system"),
    "a function as an input": (
        _key("inbound_nodes", [{"args": [function("os", "system")], "kwargs": {}}]),
        "the function system",
    ),
    "an input from nowhere": (
        _key("inbound_nodes", [{"args": [{"class_name": "__keras_tensor__", "config": {}}]}]),
        "an invalid reference to an input",
    ),
    "a layer that reads files": (
        _add(thing("keras.layers", "TextVectorization", name="words", vocabulary="/etc/passwd")),
        "layer words is a TextVectorization of keras.layers, which is not known to be harmless",
    ),
    "models within models": (_nested(20), "is nested in more than 10 objects"),
    "3,000 layers": (
        _add(*(thing("keras.layers", "Dropout", name=f"d{i}", rate=0.1) for i in range(3_000))),
        "more than 2,000 layers",
    ),
    "a long text": (_setting("name", "x" * 5_000), "a name of 5,000 characters"),
}
"""The damage, and a part of the message for it."""
