"""Rows written straight away are what the library would have written."""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import closing

import openpyxl
import pytest
import xlsxwriter

from auditor.reporting.grid import LINK, QUOTED, TEXT, Cells, Rows, filled, letters_of

TEXTS = (
    '预算 & <执行> "数"',
    " 前后有空格\u3000",
    "两行\n文字\t列",
    "_x000D_ 不是转义",
    "a\rb",
    "=SUM(A1)",
    "",
    "\U0001f600",
)
FORMS = ({"bold": True}, {"italic": True}, {"underline": 1})
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


@pytest.mark.parametrize(
    ("column", "name"),
    [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")],
)
def test_columns_have_names(column: int, name: str) -> None:
    assert letters_of(column) == name


def by_library() -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, OPTIONS)
    page = book.add_worksheet("a")
    text_form, number_form, link_form = (book.add_format(look) for look in FORMS)
    for column, head in enumerate(("text", "number", "link")):
        page.write_string(0, column, head)
    for row, text in enumerate(TEXTS, start=1):
        page.set_row(row, 14.0 * row)
        page.write_string(row, 0, text, text_form)
        page.write_number(row, 1, row / 7, number_form)
        page.write_url(
            row, 2, f"external:a.html#p{row}" if row % 2 else "external:a.html", link_form, "去"
        )
    book.close()
    return stream.getvalue()


def by_hand() -> bytes:
    stream, whole = io.BytesIO(), io.BytesIO()
    book = xlsxwriter.Workbook(stream, OPTIONS)
    page = book.add_worksheet("a")
    for column, head in enumerate(("text", "number", "link")):
        page.write_string(0, column, head)
    forms = [book.add_format(look) for look in FORMS]
    assert [form._get_xf_index() for form in forms] == [TEXT, QUOTED, LINK]
    cells, rows = Cells(3), Rows(3)
    for row, text in enumerate(TEXTS, start=1):
        cells.string(0, text, TEXT)
        cells.number(1, row / 7, QUOTED)
        cells.link(2, "去", f"a.html#p{row}" if row % 2 else "a.html")
        rows.add(cells.end(14.0 * row))
    page.write_url(1, 0, "external:index.html", forms[2], "x")
    book.close()
    filled(stream, [rows], whole)
    return whole.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {
            name: package.read(name)
            for name in package.namelist()
            if not name.startswith("docProps")
        }


def test_the_same_members_as_the_library_writes() -> None:
    assert members(by_hand()) == members(by_library())


def test_another_program_reads_the_values() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(by_hand()))["a"]
    assert sheet["A2"].value == TEXTS[0]
    assert sheet["A3"].value == TEXTS[1]
    assert sheet["B8"].value == pytest.approx(1.0)
    assert sheet["C2"].hyperlink.target == "a.html"
    assert sheet["C2"].hyperlink.location == "p1"
    assert sheet.max_row == len(TEXTS) + 1


def test_a_sheet_without_rows_keeps_its_head() -> None:
    stream, whole = io.BytesIO(), io.BytesIO()
    book = xlsxwriter.Workbook(stream, OPTIONS)
    book.add_worksheet("a").write_string(0, 0, "text")
    book.close()
    filled(stream, [Rows(1)], whole)
    sheet = openpyxl.load_workbook(whole)["a"]
    assert [cell.value for cell in sheet[1]] == ["text"]
    assert sheet.max_row == 1


def test_links_beyond_the_most_are_text_that_looks_like_text() -> None:
    cells, rows = Cells(2), Rows(2, most=2)
    for target in ("a.html", "b.html#p1", "c.html"):
        cells.link(0, "甲", target)
        cells.link(1, "=乙", target, QUOTED)
        rows.add(cells.end())
    with closing(rows):
        rows.file.seek(0)
        rows.hyperlinks.seek(0)
        written, linked = rows.file.read().decode(), rows.hyperlinks.read().decode()
    assert rows.links == 2
    assert re.findall(r'ref="(\w+)"', linked) == ["A2", "B2"]
    assert written.count(f' s="{LINK}"') == 2
    assert f'<c r="A3" s="{TEXT}"' in written
    assert f'<c r="B4" s="{QUOTED}"' in written
    assert not set(written) & {"\0", "\1", "\2"}


def test_a_row_is_the_same_wherever_it_was_made() -> None:
    cells, rows = Cells(1), Rows(1)
    cells.string(0, "甲", TEXT)
    made = cells.end()
    rows.add(made)
    rows.add(made)
    with closing(rows):
        rows.file.seek(0)
        first, second = rows.file.read().split(b"</row>")[:2]
    assert first.replace(b"2", b"3") == second
