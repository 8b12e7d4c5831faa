"""A place of a report cut out for a card: words around it, or its row where it is a cell."""

from __future__ import annotations

import bisect
from dataclasses import dataclass, replace

from auditor.core.charspan import CharSpan
from auditor.core.finding import Evidence
from auditor.core.report import Analysis
from auditor.core.table import Cell, Table

_AROUND = 48
_NEIGHBOURS = 3
_CELL = 20


@dataclass(frozen=True, slots=True)
class Excerpt:
    """``before``, ``text``, ``after`` in reading order; in a table also the row's other cells.

    ``left`` and ``right`` are the filled neighbours in the row, its first one always among them.
    """

    role: str
    label: str
    document_id: str
    start: int
    before: str
    text: str
    after: str
    in_table: bool = False
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()


class Excerpts:
    """Cuts places out of one report."""

    def __init__(self, analysis: Analysis) -> None:
        self._text = analysis.document.text
        self._tables = sorted(analysis.document.tables, key=lambda table: table.span)
        self._starts = [table.span.start for table in self._tables]

    def of(self, place: Evidence, label: str) -> Excerpt:
        """The excerpt of ``place`` under ``label``."""
        span, role, own = place.span, place.role.value, place.document_id
        table = self._table_at(span)
        cell = _cell_at(table, span) if table else None
        if table is None or cell is None:
            bare = Excerpt(role, label, own, span.start, "", span.cut(self._text), "")
            return self._in_line(bare, span)
        row = [c for c in table.cells if c.row == cell.row and (c.text or c is cell)]
        at = row.index(cell)
        left = row[max(0, at - _NEIGHBOURS) : at]
        if at > _NEIGHBOURS:
            left = [row[0], *left[1:]]
        return Excerpt(
            role,
            label,
            own,
            span.start,
            _tail(self._text[cell.span.start : span.start]),
            span.cut(self._text),
            _head(self._text[span.end : max(cell.span.end, span.end)]),
            in_table=True,
            left=tuple(_head(c.text, _CELL) for c in left),
            right=tuple(_head(c.text, _CELL) for c in row[at + 1 : at + 1 + _NEIGHBOURS]),
        )

    def _table_at(self, span: CharSpan) -> Table | None:
        index = bisect.bisect_right(self._starts, span.start) - 1
        if index >= 0 and self._tables[index].span.contains(span):
            return self._tables[index]
        return None

    def _in_line(self, bare: Excerpt, span: CharSpan) -> Excerpt:
        line_start = self._text.rfind("\n", 0, span.start) + 1
        line_end = self._text.find("\n", span.end)
        line_end = len(self._text) if line_end < 0 else line_end
        before = self._text[line_start : span.start].lstrip()
        after = self._text[span.end : line_end].rstrip()
        return replace(bare, before=_tail(before), after=_head(after))


def _cell_at(table: Table, span: CharSpan) -> Cell | None:
    fits = (cell for cell in table.cells if cell.span.contains(span))
    return min(fits, key=lambda cell: len(cell.span), default=None)


def _tail(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _AROUND else "…" + flat[-_AROUND:]


def _head(text: str, limit: int = _AROUND) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[:limit] + "…"
