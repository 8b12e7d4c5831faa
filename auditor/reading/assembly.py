"""Sheets of pages → the document's paragraphs and whole tables, handed to the builder."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from auditor.reading.builder import INNER_BREAK, Builder, GridCell, Piece, Place
from auditor.reading.flow import Column, carries_on, columns_of, drop_furniture, page_key
from auditor.reading.joining import CellPart, WholeCell, WholeTable, goes_on, join, whole_of
from auditor.reading.layout import PageTable, Sheet, TextLine
from auditor.reading.pages import Page
from auditor.reading.wrapping import glue, is_full


def assemble(sheets: Sequence[Sheet], builder: Builder) -> None:
    """Append all that stands on the sheets to ``builder``, in reading order."""
    drop_furniture(sheets)
    writer = _Writer(sheets, builder)
    for sheet in sheets:
        for index, block in enumerate(sheet.blocks):
            if isinstance(block, PageTable):
                writer.table(sheet.page, block, first=index == 0)
            else:
                writer.line(sheet.page, block)
    writer.close()


class _Writer:
    """Holds the paragraph or the table that may still go on."""

    def __init__(self, sheets: Sequence[Sheet], builder: Builder) -> None:
        self.builder = builder
        self.columns = columns_of(sheets)
        self.bottoms: dict[tuple[int, int], float] = {}
        for sheet in sheets:
            key = page_key(sheet.page)
            low = max((block.box[3] for block in sheet.blocks), default=0.0)
            self.bottoms[key] = max(self.bottoms.get(key, 0.0), low)
        self.lines: list[tuple[Page, TextLine]] = []
        self.whole: WholeTable | None = None

    def line(self, page: Page, line: TextLine) -> None:
        self._end_table()
        column = self.columns.get(page_key(page), Column(0.0, page.width, 2 * line.size))
        if self.lines and not carries_on(self.lines, page, line, column):
            self._end_paragraph()
        self.lines.append((page, line))

    def table(self, page: Page, table: PageTable, *, first: bool) -> None:
        self._end_paragraph()
        bottom = self.bottoms[page_key(page)]
        if self.whole is not None and first and goes_on(self.whole, page, table, bottom):
            join(self.whole, page, table)
            return
        self._end_table()
        self.whole = whole_of(page, table)

    def close(self) -> None:
        self._end_paragraph()
        self._end_table()

    def _end_paragraph(self) -> None:
        if self.lines:
            self.builder.paragraph(_pieces(self.lines))
        self.lines = []

    def _end_table(self) -> None:
        if self.whole is None:
            return
        heads = self.whole.header_rows
        self.builder.table(
            GridCell(
                cell.row,
                col,
                _words(cell),
                cell.row_span,
                col_span,
                is_header=cell.row < heads,
                at=_place_of(cell),
            )
            for cell, col, col_span in self.whole.columns()
        )
        self.whole = None


def _pieces(lines: Sequence[tuple[Page, TextLine]]) -> list[Piece]:
    pieces: list[Piece] = []
    for (page, line), after in zip(lines, [*lines[1:], None], strict=True):
        text = line.text + (glue(line.text, after[1].text) if after else "")
        pieces.append(Piece(text, Place(page=page.number, box=page.shown(line.box))))
    return pieces


def _place_of(cell: WholeCell) -> Place:
    return _place(cell.parts[0])


def _place(part: CellPart) -> Place:
    return Place(page=part.page.number, box=part.page.shown(part.box))


def _words(cell: WholeCell) -> list[Piece]:
    """The cell's lines: those that were merely full are joined, a break stands between others."""
    pieces: list[Piece] = []
    for number, part in enumerate(cell.parts):
        text = " " * part.indent if number == 0 else ""
        for line, following in pairwise(part.lines):
            text += line.text + _between(part, line, following)
        if part.lines:
            text += part.lines[-1].text
        later = next((p for p in cell.parts[number + 1 :] if p.lines), None)
        if later is not None and part.lines:
            text += _between(part, part.lines[-1], later.lines[0])
        pieces.append(Piece(text, _place(part)))
    return pieces


def _between(part: CellPart, line: TextLine, following: TextLine) -> str:
    if is_full(line, following, part.box):
        return glue(line.text, following.text)
    return INNER_BREAK
