from __future__ import annotations

import struct
from pathlib import Path

import pytest

from auditor.core.document import Document
from auditor.core.errors import ReadError
from auditor.reading import doc, office, read_bytes
from auditor.reading.formats import format_of
from auditor.reading.ole import SIGNATURE, root_streams

pytest.importorskip("doc2docx")
DATA = (Path(__file__).parent / "data" / "report.doc").read_bytes()
CELLS = [
    (0, 0, 1, 1, "一级指标"), (0, 1, 1, 1, "三级指标"), (0, 2, 1, 1, "年度指标值"),
    (0, 3, 1, 1, "实际完成值"), (0, 4, 1, 1, "得分"),
    (1, 0, 2, 1, "产出指标(50分)"), (1, 1, 1, 1, "人工造林面积"), (1, 2, 1, 1, "≥1200亩"),
    (1, 3, 1, 1, "1236亩"), (1, 4, 1, 1, "10"),
    (2, 1, 1, 1, "森林防火宣传"), (2, 2, 1, 1, "≥40场"), (2, 3, 1, 1, "45场"), (2, 4, 1, 1, "10"),
    (3, 0, 1, 4, "总分"), (3, 4, 1, 1, "98"),
]  # fmt: skip
needs_office = pytest.mark.skipif(office.office() is None, reason="LibreOffice is not here")


def cells(document: Document) -> list[tuple[int, int, int, int, str]]:
    (table,) = document.tables
    return [(c.row, c.col, c.row_span, c.col_span, c.text) for c in table.cells]


def test_a_doc_is_read_like_a_docx() -> None:
    document = read_bytes(DATA, "report.doc")
    assert (document.reader, document.media_type) == ("doc2docx", "application/msword")
    assert cells(document) == CELLS
    assert document.tables[0].unit == "万元"
    assert "基本支出510.30万元，项目支出120.70万元。" in document.text


def test_a_wps_file_has_a_class_id() -> None:
    data = DATA[:8] + bytes(range(1, 17)) + DATA[24:]
    assert cells(read_bytes(data, "report.wps")) == CELLS


@needs_office
def test_libreoffice_reads_it_where_the_converter_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "doc2docx", None)
    document = read_bytes(DATA, "report.doc")
    assert document.reader == "soffice"
    assert cells(document) == CELLS


def test_without_either_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "doc2docx", None)
    monkeypatch.setattr(doc, "office", lambda: None)
    with pytest.raises(ReadError) as caught:
        read_bytes(DATA, "report.doc")
    assert caught.value.reason == "missing_extra"
    assert "pip install 'auditor[legacy]'" in caught.value.message


def test_a_damaged_doc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc, "office", lambda: None)
    with pytest.raises(ReadError) as caught:
        read_bytes(DATA[:-600], "report.doc")
    assert caught.value.reason == "damaged"


def test_an_encrypted_doc_is_said_so() -> None:
    data = bytearray(DATA)
    at = data.index(b"\xec\xa5", 512) + 0x0A
    (flags,) = struct.unpack_from("<H", data, at)
    struct.pack_into("<H", data, at, flags | 0x0100)
    with pytest.raises(ReadError) as caught:
        read_bytes(bytes(data), "report.doc")
    assert caught.value.reason == "encrypted"


def compound(*names: str) -> bytes:
    """An OLE2 file with these streams, all empty, at its root."""
    header = bytearray(512)
    header[:8] = SIGNATURE
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<I", header, 68, 0xFFFFFFFE)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    directory = b""
    for number, name in enumerate(("Root Entry", *names)):
        raw = name.encode("utf-16-le")
        after = number + 1 if 0 < number < len(names) else 0xFFFFFFFF
        child = 1 if number == 0 and names else 0xFFFFFFFF
        kind = 2 if number else 5
        entry = raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw) + 2, kind, 1)
        directory += (entry + struct.pack("<III", 0xFFFFFFFF, after, child)).ljust(128, b"\0")
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    return bytes(header) + table + directory.ljust(512, b"\0")


def test_the_root_tells_kinds_apart() -> None:
    assert root_streams(DATA) >= {"WordDocument", "1Table"}
    assert root_streams(compound("Workbook", "A")) == {"Workbook", "A"}
    assert format_of(compound("Workbook")).suffixes[0] == ".xls"
    with pytest.raises(ReadError) as caught:
        read_bytes(compound("PowerPoint Document"), "a.ppt")
    assert caught.value.reason == "unsupported"
    assert root_streams(DATA[:700]) == frozenset()


def test_an_encrypted_office_file_is_said_so() -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(compound("EncryptionInfo", "EncryptedPackage"), "a.docx")
    assert caught.value.reason == "encrypted"


@needs_office
def test_rtf() -> None:
    words = "".join(f"\\u{ord(c)}?" for c in "松林县林业局2023年度部门整体支出绩效自评报告")
    document = read_bytes(f"{{\\rtf1\\ansi {words}\\par 1200\\par}}".encode(), "a.doc")
    assert document.reader == "soffice"
    assert document.text.startswith("松林县林业局2023年度部门整体支出绩效自评报告\n1200")


@needs_office
def test_what_libreoffice_cannot_convert() -> None:
    with pytest.raises(ReadError) as caught:
        office.to_docx(office.office() or "", b"\x00\x01" * 2000, ".doc", doc.DEFAULTS)
    assert caught.value.reason in ("damaged", "timeout")
