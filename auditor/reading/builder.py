"""Text, tables and origins of a rendered document: what all readers but plain text share.

Rendered text: a paragraph a line; a table as one line a row between blank lines, cells parted by
TABs, a merged cell once at its upper left place; breaks inside a paragraph or a cell are U+2028.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from auditor.core.charspan import CharSpan
from auditor.core.document import Document, Origin
from auditor.core.errors import ReadError
from auditor.core.table import Cell, Table
from auditor.reading.captions import caption_above
from auditor.reading.folding import fold
from auditor.reading.grids import tidy
from auditor.reading.options import DEFAULTS, ReadOptions
from auditor.reading.text import document_of

INNER_BREAK = "\u2028"
_BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f\ud800-\udfff]")
_AREA_PER_CELL = 5


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the source a piece of text stands; the fields of ``Origin`` that a reader knows."""

    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    paragraph: int | None = None
    sheet: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph or cell with a place of its own: a printed line, a page's part."""

    text: str
    at: Place | None = None


Words = str | Sequence[Piece]


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as a reader hands it over: its upper left place, its spans and its words.

    Pieces are joined without anything between them; put ``INNER_BREAK`` where a line ends.
    """

    row: int
    col: int
    words: Words
    row_span: int = 1
    col_span: int = 1
    is_header: bool = False
    at: Place | None = None


@dataclass(frozen=True, slots=True)
class _Grid:
    """Cells with their spans in the rendered text."""

    span: CharSpan
    n_rows: int
    n_cols: int
    cells: tuple[tuple[GridCell, CharSpan], ...]


class Builder:
    """Takes paragraphs and grids in reading order, gives the ``Document``."""

    def __init__(self, options: ReadOptions = DEFAULTS) -> None:
        self._options = options
        self._pieces: list[str] = []
        self._size = 0
        self._grids: list[_Grid] = []
        self._origins: list[Origin] = []
        self._cells = 0

    def paragraph(self, words: Words, at: Place | None = None) -> CharSpan:
        """Append a paragraph; its span, without the line break behind it."""
        span = self._words(words, at)
        self._write("\n")
        return span

    def table(self, cells: Iterable[GridCell], *, n_cols: int = 0) -> None:
        """Append a grid; a cell on a place that is taken is shrunk or dropped, the first stays.

        ``ReadError`` (``too_large``) for more cells than the options allow.
        """
        known, n_rows, width = self._placed(cells)
        if not known:
            return
        self._write("\n")
        start = self._size
        written: list[tuple[GridCell, CharSpan]] = []
        number = len(self._grids) + 1
        at = 0
        for row in range(n_rows):
            first = True
            while at < len(known) and known[at].row == row:
                cell = known[at]
                if not first:
                    self._write("\t")
                first = False
                span = self._words(cell.words, cell.at, (number, cell.row, cell.col))
                written.append((cell, span))
                at += 1
            self._write("\n")
        span = CharSpan(start, max(self._size - 1, start))
        self._grids.append(_Grid(span, n_rows, max(width, n_cols), tuple(written)))
        self._write("\n")

    def document(
        self, media_type: str, reader: str, *, empty: str = "文档里没有任何文字"
    ) -> Document:
        """The document of all that was appended. ``ReadError`` (``empty``) where that is nothing."""
        text = "".join(self._pieces)
        if not text.strip():
            raise ReadError("empty", f"{empty}；请提供可复制文字的版本。")
        folded = fold(text)
        tables = tuple(_table(folded, number, grid) for number, grid in enumerate(self._grids, 1))
        made = document_of(text, folded, tables, media_type=media_type)
        return replace(made, origins=tuple(self._origins), reader=reader)

    def _write(self, text: str) -> None:
        self._pieces.append(text)
        self._size += len(text)

    def _words(
        self, words: Words, at: Place | None, cell: tuple[int, int, int] | None = None
    ) -> CharSpan:
        start = self._size
        for piece in (Piece(words, at),) if isinstance(words, str) else words:
            begin = self._size
            text = clean(piece.text)
            self._write(text)
            if text.strip():
                self._origin(CharSpan(begin, self._size), piece.at or at, cell)
        return CharSpan(start, self._size)

    def _origin(
        self, span: CharSpan, place: Place | None, cell: tuple[int, int, int] | None
    ) -> None:
        if place is None and cell is None:
            return
        where = place or Place()
        table, row, col = cell or (None, None, None)
        self._origins.append(
            Origin(
                span,
                page=where.page,
                box=where.box,
                paragraph=where.paragraph,
                table=table,
                row=row,
                col=col,
                sheet=where.sheet,
                address=where.address,
            )
        )

    def _placed(self, cells: Iterable[GridCell]) -> tuple[list[GridCell], int, int]:
        """Cells that don't overlap, sorted by place, and the size of the grid."""
        limit = self._options.max_cells
        given: list[GridCell] = []
        for cell in cells:
            given.append(cell)
            self._cells += 1
            if self._cells > limit:
                raise ReadError("too_large", f"文档中的表格超过 {limit} 个单元格；请拆分后再送审。")
        given.sort(key=lambda cell: (cell.row, cell.col))
        taken: set[tuple[int, int]] = set()
        kept: list[GridCell] = []
        for cell in given:
            fitted = _fitted(cell, taken, limit * _AREA_PER_CELL)
            if fitted is not None:
                kept.append(fitted)
        n_rows = max((cell.row + cell.row_span for cell in kept), default=0)
        n_cols = max((cell.col + cell.col_span for cell in kept), default=0)
        return kept, n_rows, n_cols


def clean(text: str) -> str:
    """``text`` for the rendered text: breaks as U+2028, TABs as spaces, no control characters."""
    text = _BREAKS.sub(INNER_BREAK, text).replace("\t", " ")
    return _CONTROL.sub("", text)


def _fitted(cell: GridCell, taken: set[tuple[int, int]], limit: int) -> GridCell | None:
    """The cell cut down to free places, which are then taken; ``None`` where none is free."""
    if (cell.row, cell.col) in taken:
        return None
    room = limit - len(taken)
    width = 1
    while width < min(cell.col_span, room) and (cell.row, cell.col + width) not in taken:
        width += 1
    height = 1
    while height < min(cell.row_span, room // width) and all(
        (cell.row + height, cell.col + k) not in taken for k in range(width)
    ):
        height += 1
    if width * height > room or cell.row > limit:
        raise ReadError("too_large", "文档中的表格过大或合并范围过大；请检查表格后重新导出。")
    taken.update((cell.row + r, cell.col + k) for r in range(height) for k in range(width))
    if (height, width) == (cell.row_span, cell.col_span):
        return cell
    return replace(cell, row_span=height, col_span=width)


def _table(folded: str, number: int, grid: _Grid) -> Table:
    cells = []
    for cell, place in grid.cells:
        span, text = tidy(folded, place)
        cells.append(
            Cell(cell.row, cell.col, cell.row_span, cell.col_span, span, text, cell.is_header)
        )
    caption, caption_span, unit = caption_above(folded, grid.span.start)
    return Table(
        id=f"t{number}",
        span=grid.span,
        caption=caption,
        n_rows=grid.n_rows,
        n_cols=grid.n_cols,
        cells=tuple(cells),
        unit=unit,
        caption_span=caption_span,
    )
