"""Hostile files, each made another way: cut, flipped, nested, lying about what it is."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from tests.reading.archive_files import encrypted_zip, report, zipped
from tests.reading.docx_files import cell, docx, paragraph, table
from tests.reading.test_doc import compound


def _cut(chance: random.Random) -> tuple[str, bytes]:
    data = docx(paragraph("造林" * 200))
    return "cut.docx", data[: chance.randrange(10, len(data) - 30)]


def _binary(chance: random.Random) -> tuple[str, bytes]:
    return "binary.txt", bytes([0, 1, 2, 3]) + chance.randbytes(3_000)


def _locked(chance: random.Random) -> tuple[str, bytes]:
    return "locked.docx", compound("EncryptionInfo", "EncryptedPackage") + chance.randbytes(1)


def _locked_zip(chance: random.Random) -> tuple[str, bytes]:
    return "locked.zip", encrypted_zip(f"{chance.randrange(999)}.txt", report())


def _climbing(chance: random.Random) -> tuple[str, bytes]:
    return "climbing.zip", zipped({f"../../{chance.randrange(999)}.txt": report()})


def _bomb(chance: random.Random) -> tuple[str, bytes]:
    return "bomb.zip", zipped({"a.txt": bytes(200_000_000 + chance.randrange(99))})


def _laughs(chance: random.Random) -> tuple[str, bytes]:
    names = "abcdefghij"
    entities = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(names))
    return "laughs.docx", zipped({"word/document.xml": (f'<!DOCTYPE l [<!ENTITY a "哈{chance.random()}">{entities}]><l>&j;</l>').encode()})  # fmt: skip


def _not_a_pdf(chance: random.Random) -> tuple[str, bytes]:
    return "odd.pdf", b"%PDF-1.7\n" + chance.randbytes(2_000)


def _wide(chance: random.Random) -> tuple[str, bytes]:
    broken = table(cell("甲", span=3) + "</w:tc>", cell("乙"))
    return "odd.docx", docx(broken) + chance.randbytes(2)


_MAKERS: tuple[Callable[[random.Random], tuple[str, bytes]], ...] = (
    _cut, _binary, _locked, _locked_zip, _climbing, _laughs, _not_a_pdf, _wide,
)  # fmt: skip


def write_hostile(folder: Path, count: int, *, bomb: bool = True) -> Path:
    """``count`` hostile files in turn of all kinds, the same for the same ``count``."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(5)  # noqa: S311
    for number in range(count):
        name, data = _MAKERS[number % len(_MAKERS)](chance)
        if bomb and number == 0:
            name, data = _bomb(chance)
        (folder / f"{number:04d}-{name}").write_bytes(data)
    return folder
