"""The report as a Word file, by python-docx with merged cells."""

from __future__ import annotations

import io

import docx
from docx.document import Document

from tests.formats.model import Report, Table, Text


def _table(document: Document, table: Table) -> None:
    grid = document.add_table(len(table.rows), table.width)
    grid.style = "Table Grid"
    for placed in table.placed():
        cell = grid.cell(placed.row, placed.col)
        last = grid.cell(placed.row + placed.cell.rows - 1, placed.col + placed.cell.cols - 1)
        if last is not cell:
            cell = cell.merge(last)
        cell.text = placed.cell.text


def word(report: Report) -> bytes:
    """A .docx file."""
    document = docx.Document()
    for block in report.blocks:
        if isinstance(block, Table):
            document.add_paragraph(block.caption)
            if block.unit:
                document.add_paragraph(f"单位：{block.unit}")
            _table(document, block)
        elif isinstance(block, Text):
            document.add_paragraph(("" if block.level else "　　") + block.text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
