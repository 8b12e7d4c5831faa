"""Report → file bytes, and the offsets of its marks in the text that the reader gives."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from xml.sax.saxutils import escape

import xlsxwriter

from auditor.reading import read_bytes
from auditor.synthesis.model import Block, Cell, Grid, Para, Placed, Rich, Spot, spots_in

_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
_RELS = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,4})?%?$")
_EPOCH = datetime(2020, 1, 1)  # noqa: DTZ001 (a workbook's dates have no zone)


class TextBuilder:
    """Writes plain text and keeps the offsets of what is marked."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.at = 0
        self.spots: list[Spot] = []

    def put(self, text: str) -> None:
        """Text without marks."""
        self.parts.append(text)
        self.at += len(text)

    def mark(self, content: Rich, grid: str | None = None, cell: Cell | None = None) -> None:
        """Text with its marks."""
        self.spots.extend(spots_in(content, self.at, grid, cell))
        self.put(content.text)


def text_file(blocks: Sequence[Block], dialect: str) -> tuple[str, list[Spot]]:
    """The file's text and the places of its marks; ``dialect`` is ``cells`` or ``tabs``."""
    out = TextBuilder()
    for block in blocks:
        if isinstance(block, Para):
            out.put("" if block.level else "　　")
            out.mark(block.content)
            out.put("\n")
            continue
        out.put(f"\n{block.caption}\n" + (f"单位：{block.unit}\n" if block.unit else ""))
        write = _cell_lines if dialect == "cells" else _tab_lines
        write(out, block)
        out.put(f"\n{block.note}\n" if block.note else "\n")
    return "".join(out.parts), out.spots


def _cell_lines(out: TextBuilder, grid: Grid) -> None:
    """A cell a line behind a TAB, a merged one empty in the rows below; rows parted by blank lines."""
    for row in grid.covering():
        for placed, begins in row:
            out.put("\t")
            if begins:
                out.mark(placed.cell.content, grid.caption, placed.cell)
            out.put("\n")
        out.put("\n")


def _tab_lines(out: TextBuilder, grid: Grid) -> None:
    for row in grid.covering():
        for number, (placed, begins) in enumerate(row):
            out.put("\t" if number else "")
            if begins:
                content = placed.cell.content
                plain = content.text.replace("\n", "")
                out.mark(Rich(plain, content.marks), grid.caption, placed.cell)
        out.put("\n")


def word_file(blocks: Sequence[Block]) -> bytes:
    """A .docx file with merged cells."""
    body: list[str] = []
    for block in blocks:
        if isinstance(block, Para):
            body.append(_paragraph(block.content.text, bold=block.level > 0))
            continue
        body.append(_paragraph(block.caption, bold=True))
        if block.unit:
            body.append(_paragraph(f"单位：{block.unit}"))
        body.append(_word_table(block))
        body.append(_paragraph(block.note))
    inner = "".join(body)
    document = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{_NS}"><w:body>{inner}<w:sectPr/></w:body></w:document>'
    files = (
        ("[Content_Types].xml", _TYPES),
        ("_rels/.rels", _RELS),
        ("word/document.xml", document),
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, text in files:
            info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, text)
    return stream.getvalue()


def _paragraph(text: str, *, bold: bool = False) -> str:
    style = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:p><w:r>{style}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _word_table(grid: Grid) -> str:
    columns = '<w:gridCol w:w="1200"/>' * grid.width
    rows = "".join(
        "<w:tr>" + "".join(_word_cell(p, begins) for p, begins in row) + "</w:tr>"
        for row in grid.covering()
    )
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def _word_cell(placed: Placed, begins: bool) -> str:
    cell = placed.cell
    merge = ""
    if cell.rows > 1:
        merge = '<w:vMerge w:val="restart"/>' if begins else "<w:vMerge/>"
    lines = cell.content.text.split("\n") if begins else [""]
    inner = "".join(_paragraph(line) for line in lines)
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{cell.cols}"/>{merge}</w:tcPr>{inner}</w:tc>'


def workbook_file(blocks: Sequence[Block]) -> bytes:
    """An .xlsx file: the narrative on the first sheet, a table a sheet."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"created": _EPOCH})
    told = book.add_worksheet("自评报告")
    told.set_column(0, 0, 90)
    paragraphs = [block for block in blocks if isinstance(block, Para)]
    for number, para in enumerate(paragraphs):
        told.write_string(number, 0, para.content.text)
    formats: dict[str, object] = {}
    for grid in (block for block in blocks if isinstance(block, Grid)):
        sheet = book.add_worksheet(grid.sheet)
        top = 0
        for line in (grid.caption, f"单位：{grid.unit}" if grid.unit else ""):
            if line:
                sheet.merge_range(top, 0, top, grid.width - 1, line)
                top += 1
        for placed in grid.placed():
            _sheet_cell(book, sheet, placed, top, formats)
        if grid.note:
            sheet.write_string(top + len(grid.rows), 0, grid.note)
    book.close()
    return stream.getvalue()


def _sheet_cell(
    book: xlsxwriter.Workbook,
    sheet: xlsxwriter.worksheet.Worksheet,
    placed: Placed,
    top: int,
    formats: dict[str, object],
) -> None:
    """Numbers go in as numbers under the format that shows them as written."""
    cell = placed.cell
    text = cell.content.text
    code = "@"
    if _NUMBER.match(text):
        decimals = len(text.rstrip("%").partition(".")[2])
        code = "0" + ("." + "0" * decimals if decimals else "") + ("%" if "%" in text else "")
    if code not in formats:
        formats[code] = book.add_format({"border": 1, "num_format": code, "text_wrap": True})
    style = formats[code]
    row, col = top + placed.row, placed.col
    if cell.rows > 1 or cell.cols > 1:
        sheet.merge_range(row, col, row + cell.rows - 1, col + cell.cols - 1, "", style)
    if code == "@":
        (sheet.write_string if text else sheet.write_blank)(row, col, text, style)
    else:
        value = float(text.rstrip("%"))
        sheet.write_number(row, col, value / 100 if "%" in text else value, style)


def located(blocks: Sequence[Block], data: bytes, name: str) -> tuple[str, list[Spot]]:
    """The text that the reader gives for ``data`` and the places of the marks in it.

    ``ValueError`` where a paragraph or a cell isn't found behind the one before it: then the
    writer and the reader disagree and no label could be trusted.
    """
    text = read_bytes(data, name).text
    places = [at for at, char in enumerate(text) if not char.isspace()]
    packed = "".join(text[at] for at in places)
    spots: list[Spot] = []
    at = 0
    for content, grid, cell in _atoms(blocks, book=name.endswith(".xlsx")):
        bare, where = _packed(content)
        if not bare:
            continue
        start = packed.find(bare, at)
        if start < 0 or (cell is not None and packed[at:start].strip("|")):
            raise ValueError(f"{name}: {content.text[:30]!r} is not where it should be")
        first, last = places[start], places[start + len(bare) - 1] + 1
        for mark in content.marks:
            low, high = start + where[mark.start], start + where[mark.end]
            end = places[high - 1] + 1 if high > low else places[low]
            spots.append(Spot(places[low], end, mark, grid, cell, first, last))
        at = start + len(bare)
    return text, spots


def _packed(content: Rich) -> tuple[str, list[int]]:
    """The text without white space, and for each offset how many characters stand before it."""
    where, bare = [], ""
    for char in content.text:
        where.append(len(bare))
        bare += "" if char.isspace() else char
    return bare, [*where, len(bare)]


def _atoms(
    blocks: Sequence[Block], *, book: bool
) -> Iterator[tuple[Rich, str | None, Cell | None]]:
    ordered = (
        [b for b in blocks if isinstance(b, Para)] + [b for b in blocks if isinstance(b, Grid)]
        if book
        else list(blocks)
    )
    for block in ordered:
        if isinstance(block, Para):
            yield block.content, None, None
            continue
        yield Rich(block.caption), None, None
        if block.unit:
            yield Rich(f"单位：{block.unit}"), None, None
        for placed in sorted(block.placed(), key=lambda p: (p.row, p.col)):
            yield placed.cell.content, block.caption, placed.cell
        if block.note:
            yield Rich(block.note), None, None
