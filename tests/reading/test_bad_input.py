from __future__ import annotations

from pathlib import Path

import pytest

from auditor.core.errors import ReadError
from auditor.reading import read_bytes, read_path
from tests.reading.docx_files import docx, paragraph

GOOD = docx(paragraph("某县某局2023年度部门整体支出绩效自评报告") + paragraph("造林1200亩。" * 200))


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.txt", "empty"),
        (" \n\t\u3000".encode(), "a.txt", "empty"),
        (b"GIF89a" + bytes(50), "a.docx", "unsupported"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50), "a.ppt", "damaged"),
        (GOOD[: len(GOOD) // 2], "a.docx", "damaged"),
        (b"plain words", "a.docx", "not_docx"),
        (b"\x00\x01\x02\x03" * 20, "a.txt", "unsupported"),
        ("一".encode() * 1_000_000, "a.txt", "too_large"),
        (b"1" * 50_000_000, "a.txt", "too_large"),
        (docx(""), "a.docx", "empty"),
    ],
)
def test_each_fault_has_its_reason_and_a_sentence(data: bytes, name: str, reason: str) -> None:
    if reason == "too_large" and len(data) < 10_000_000:
        data = data * 3
    with pytest.raises(ReadError) as caught:
        read_bytes(data, name)
    assert caught.value.reason == reason
    assert "；" in caught.value.message


def test_no_permission(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(ReadError) as caught:
        read_path(path)
    assert caught.value.reason == "no_permission"


def test_doctype_is_refused() -> None:
    import io
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a/>')
    with pytest.raises(ReadError) as caught:
        read_bytes(stream.getvalue(), "a.docx")
    assert caught.value.reason == "unsafe"
