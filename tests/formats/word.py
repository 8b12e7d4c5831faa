"""The report as a Word file, by python-docx with merged cells."""

from __future__ import annotations

import io

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

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
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.space_after = Pt(0)
            for run in paragraph.runs:
                run.font.size = Pt(9)


def word(report: Report) -> bytes:
    """A .docx file on A4 with the fonts of an office."""
    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "宋体", Pt(12)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), "宋体")
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
