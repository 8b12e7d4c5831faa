"""The report as a workbook: the narrative on the first sheet, each table on its own."""

from __future__ import annotations

import io
import re

import xlwt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from tests.formats.model import Report, Table, Text

_THIN = Side(style="thin")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_OLD_BOX = "align: wrap on; borders: left thin, right thin, top thin, bottom thin"
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?$")


def _value(text: str) -> tuple[str | float | None, str]:
    """Numbers go in as numbers under the format that shows them as written."""
    if not _NUMBER.match(text):
        return text or None, "General"
    plain = text.rstrip("%").replace(",", "")
    _, _, decimals = plain.partition(".")
    code = ("#,##0" if "," in text else "0") + ("." + "0" * len(decimals) if decimals else "")
    if text.endswith("%"):
        return float(plain) / 100, code + "%"
    return float(plain), code


def _write(sheet: Worksheet, table: Table) -> None:
    width = table.width
    top = 1
    for line in (table.caption, f"单位：{table.unit}" if table.unit else ""):
        if line:
            sheet.cell(top, 1, line)
            sheet.merge_cells(start_row=top, end_row=top, start_column=1, end_column=width)
            top += 1
    for placed in table.placed():
        row, col, cell = top + placed.row, 1 + placed.col, placed.cell
        value, code = _value(cell.text)
        made = sheet.cell(row, col, value)
        made.number_format = code
        if isinstance(value, str):
            made.data_type = "s"  # =100% is no formula
        made.alignment = Alignment(wrap_text=True)
        for r in range(row, row + cell.rows):
            for c in range(col, col + cell.cols):
                sheet.cell(r, c).border = _BOX
        if cell.rows > 1 or cell.cols > 1:
            sheet.merge_cells(
                start_row=row, end_row=row + cell.rows - 1, start_column=col, end_column=col + cell.cols - 1
            )  # fmt: skip


def workbook(report: Report) -> bytes:
    """An .xlsx file."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "自评报告"
    for block in report.blocks:
        if isinstance(block, Table):
            sheet = book.create_sheet(f"附表{len(book.worksheets)}")
            _write(sheet, block)
        elif isinstance(block, Text):
            sheet.cell(sheet.max_row + 1, 1, block.text)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def old_workbook(report: Report) -> bytes:
    """An .xls file: the tables alone differ from the .xlsx in how they are written."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("自评报告")
    at = 0
    for block in report.blocks:
        if isinstance(block, Text):
            sheet.write(at, 0, block.text)
            at += 1
            continue
        sheet, at = book.add_sheet(f"附表{block.caption[2]}"), 0
        for line in (block.caption, f"单位：{block.unit}" if block.unit else ""):
            if line:
                sheet.write_merge(at, at, 0, block.width - 1, line)
                at += 1
        for placed in block.placed():
            row, col, cell = at + placed.row, placed.col, placed.cell
            value, code = _value(cell.text)
            style = xlwt.easyxf(_OLD_BOX, num_format_str=code)
            sheet.write_merge(row, row + cell.rows - 1, col, col + cell.cols - 1, value, style)
        at += len(block.rows)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
