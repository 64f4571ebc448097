"""The encoding of tables: UTF-8, Latin-1 if it looks like that, or as an option says."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from zoo.data.files.table.read import opened_table
from zoo.data.own import load, understand
from zoo.errors import DatasetError, UsageError
from zoo.specs.data_options import DataOptions

if TYPE_CHECKING:
    from pathlib import Path


def cells(content: bytes, encoding: str = "") -> list[str]:
    """The cells of the first column."""
    with opened_table(BytesIO(content), "t.csv", encoding=encoding) as table:
        return table.cells(table.names[0]).values


@pytest.mark.parametrize(
    ("encoding", "word"),
    [
        ("cp1251", "Москва"),
        ("koi8-r", "Москва"),
        ("shift-jis", "東京"),
        ("gb18030", "北京"),
        ("iso-8859-7", "Αθήνα"),
        ("cp1250", "Wałbrzych"),
        ("cp1250", "Łódź"),
        ("utf-16-le", "東京"),
    ],
)
def test_an_encoding_that_is_said_is_read(encoding: str, word: str) -> None:
    """Also of the names of columns; without it, what can't be told is refused, and no other word is read."""
    content = f"{word},y\n{word},1\n".encode(encoding)
    assert cells(content, encoding) == [word]
    if word != "Łódź":  # its bytes are letters of Latin-1 in an order that is usual
        with pytest.raises(DatasetError):
            cells(content)


@pytest.mark.parametrize(
    "word", ["été", "Köln", "naïve", "«É»", "100m²", "l’été", "ÄÖ", "créée", "5µm", "col·legi"]
)
def test_words_of_latin_1_are_read(word: str) -> None:
    """Windows-1252, too; letters with accents and signs beside words are usual."""
    assert cells(f"x,y\n{word},1\n".encode("cp1252")) == [word]


@pytest.mark.parametrize(
    ("content", "encoding", "sentence"),
    [
        (
            "x,y\nа,1\nМосква,1\n".encode("cp1251"),
            "",
            "t.csv is not UTF-8, with the byte 0xe0 in line 2; in Latin-1, line 3 has 'Ìîñêâà'; "
            "save it as UTF-8, or say its encoding, as --encoding cp1251 or --encoding cp1252",
        ),
        (
            b"x,y\nK\xf6ln,1\nK\xc3\xb6ln,1\n",
            "",
            "t.csv is not UTF-8, with the byte 0xf6 in line 2, but line 3 is; "
            "save it as UTF-8, or say its encoding, as --encoding cp1252 or --encoding latin-1",
        ),
        (
            b"x,y\n\x81a,1\n",
            "",
            "t.csv is not UTF-8, with the byte 0x81 in line 2, nor Latin-1 (Windows-1252), with the byte 0x81 in line 2; "
            "save it as UTF-8, or say its encoding, as --encoding shift-jis or --encoding gb18030",
        ),
        (
            b"x,y\n\xff,1\n",
            "ascii",
            "t.csv is not in ascii: it has the byte 0xff; wanted --encoding with another one",
        ),
    ],
)
def test_other_text_is_refused(content: bytes, encoding: str, sentence: str) -> None:
    """With the byte, the line, and what works."""
    with pytest.raises(DatasetError) as refused:
        cells(content, encoding)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp949", ["김철수", "서울", "부산", "이영희"]),
        ("cp932", ["たなか", "東京", "大阪"]),
        ("gb18030", ["张伟", "北京", "上海"]),
        ("cp1251", ["Иван", "Анна", "Москва", "Казань"]),
        ("koi8_r", ["Иван", "Анна", "Москва", "Казань"]),
        ("cp1253", ["Αθήνα", "Νίκος"]),
        ("cp1255", ["חיפה", "ירושלים"]),
        ("cp874", ["กรุงเทพ", "เชียงใหม่"]),
    ],
)
def test_a_usual_encoding_is_proposed(encoding: str, words: list[str]) -> None:
    """What the message says is what reads the file."""
    text = "x,y\n" + "".join(f"{word},{number}\n" for number in range(20) for word in words)
    with pytest.raises(DatasetError) as refused:
        cells(text.encode(encoding))
    assert str(refused.value).endswith(f"or say its encoding, probably --encoding {encoding}")
    assert cells(text.encode(encoding), encoding) == words


def test_the_encoding_is_that_of_the_plan(tmp_path: Path) -> None:
    """It is stored by its name in Python; UTF-8 is read anyway."""
    path = tmp_path / "t.csv"
    path.write_bytes(b"x,y\n" + "да,1\nнет,0\n".encode("cp1251") * 10)
    file = understand(path, DataOptions.of("y", encoding="Windows-1251"))
    assert (file.encoding, file.columns[0].spelling, load(file).train.x[:2].tolist()) == (
        "cp1251",
        "yes/no",
        [[1], [0]],
    )
    assert cells("x,y\nда,1\n".encode(), file.encoding) == ["да"]


@pytest.mark.parametrize("name", ["klingon", "base64", "", 7])
def test_an_unknown_encoding_is_refused(name: str) -> None:
    """Before the file is looked at."""
    with pytest.raises(UsageError, match="wanted an encoding of text, as cp1251"):
        DataOptions.of("y", encoding=name)


@pytest.mark.parametrize(
    ("encoding", "word", "expected"),
    [
        ("utf-16", "a", ("is UTF-8: --encoding utf-16 is not used",)),
        ("cp1251", "é", ("is UTF-8: --encoding cp1251 is not used",)),
        ("cp1251", "a", ()),
        ("utf8", "é", ()),
    ],
)
def test_an_encoding_that_is_not_used_is_said(encoding: str, word: str, expected: tuple[str, ...]) -> None:
    """A file that is UTF-8 is read as that, and a note says so if the other encoding has other text."""
    with opened_table(BytesIO(f"{word},y\n{word},1\n".encode()), "t.csv", encoding=encoding) as table:
        assert expected == table.notes
