"""Grids as the forms mean them: two forms run together are parted, one cut by a page is joined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from auditor.core.charspan import CharSpan
from auditor.core.document import Document
from auditor.core.table import Cell, Table
from auditor.tables.grid import Grid, is_number
from auditor.tables.kinds import named_project
from auditor.tables.vocabulary import FORM_HEAD, TOTAL_LABEL, squeeze

_TITLE = re.compile(r"(?:表|附件\d*)(?:\([^()]{1,20}\))?$")
_FURNITURE = re.compile(
    r"^[-—–·\s]*(?:第?\s*\d{1,4}\s*页?(?:\s*/?\s*共\s*\d+\s*页)?|\(?(?:续|续表|附表续|接上页)\)?)?[-—–·\s]*$"
)


def forms_of(document: Document) -> Iterator[Table]:
    """The tables of the document, joined over page ends and parted where a form begins anew."""
    for table in joined(document.tables, document.folded):
        yield from parted(table)


def parted(table: Table) -> list[Table]:
    """One table for each 项目名称 row of the grid; a title row right above belongs to it."""
    rows = table.rows()
    starts = [number for number, row in enumerate(rows) if number and named_project(row)]
    if not starts or not any(named_project(row) for row in rows[: starts[0]]):
        starts = starts[1:]
    starts = [n - 1 if n > 1 and _title_of(rows[n - 1]) is not None else n for n in starts]
    if not starts:
        return [table]
    edges = [0, *starts, table.n_rows]
    return [_piece(table, rows, *pair, number) for number, pair in enumerate(pairwise(edges), 1)]


def _title_of(row: Sequence[Cell]) -> Cell | None:
    """The only filled cell of a row, where it reads like the title of a form."""
    filled = [cell for cell in row if cell.text]
    if len(filled) == 1 and len(filled[0].text) <= 40 and _TITLE.search(squeeze(filled[0].text)):
        return filled[0]
    return None


def _piece(table: Table, rows: list[list[Cell]], first: int, last: int, number: int) -> Table:
    cells = tuple(
        replace(cell, row=cell.row - first, row_span=min(cell.row_span, last - cell.row))
        for row in rows[first:last]
        for cell in row
    )
    if number == 1:
        end = max((cell.span.end for cell in cells), default=table.span.end)
        return replace(
            table, cells=cells, n_rows=last - first, span=CharSpan(table.span.start, end)
        )
    title = _title_of(rows[first])
    return replace(
        table,
        id=f"{table.id}.{number}",
        span=CharSpan(min(c.span.start for c in cells), max(c.span.end for c in cells)),
        caption=title.text if title is not None else table.caption,
        caption_span=title.span if title is not None else table.caption_span,
        n_rows=last - first,
        cells=cells,
    )


def joined(tables: Sequence[Table], folded: str) -> list[Table]:
    """Tables whose later part goes on with the earlier one behind a page end are one."""
    out: list[Table] = []
    for table in tables:
        if out and _goes_on(out[-1], table, folded):
            out[-1] = _joined(out[-1], table)
        else:
            out.append(table)
    return out


def _goes_on(above: Table, below: Table, folded: str) -> bool:
    """Whether nothing but page numbers stands between, and ``below`` can't stand by itself.

    It can't when it repeats the head of ``above``, or when it has no head of its own while the
    form above has no total yet.
    """
    gap = folded[above.span.end : below.span.start]
    if len(gap) > 200 or not all(_FURNITURE.match(line) for line in gap.splitlines()):
        return False
    if above.ragged != below.ragged or not above.cells or not below.cells:
        return False
    first, second = Grid.of(above), Grid.of(below)
    widths = {len(row) for row in first.rows} if above.ragged else {above.n_cols}
    if (len(second.rows[0]) if below.ragged else below.n_cols) not in widths:
        return False
    if not first.header_rows:
        return False
    head = _texts(second.rows[0])
    if any(_texts(first.rows[row]) == head for row in first.header_rows):
        return True
    label = next((squeeze(cell.text) for cell in second.rows[0] if cell.text), "")
    if FORM_HEAD.match(label) or any(second.headers[:2]) or _is_closed(first):
        return False
    return any(is_number(cell.text) for cell in second.rows[0])


def _is_closed(grid: Grid) -> bool:
    row = next((row for row in reversed(grid.rows) if any(cell.text for cell in row)), ())
    label = next((squeeze(cell.text) for cell in row if cell.text), "")
    return TOTAL_LABEL.match(label) is not None


def _texts(row: Sequence[Cell]) -> list[str]:
    return [squeeze(cell.text) for cell in row]


def _joined(above: Table, below: Table) -> Table:
    return replace(
        above,
        span=CharSpan(above.span.start, below.span.end),
        n_rows=above.n_rows + below.n_rows,
        n_cols=max(above.n_cols, below.n_cols),
        cells=above.cells + tuple(replace(c, row=c.row + above.n_rows) for c in below.cells),
    )
