"""One grid → ``ParsedTable``."""

from __future__ import annotations

import re
from dataclasses import replace

from auditor.core.document import Document, ReportKind
from auditor.core.period import Period
from auditor.core.table import Cell, ParsedTable, Table, TableKind
from auditor.tables.cells import CellReader, indicator_numbers
from auditor.tables.funds import find_funds
from auditor.tables.grid import Grid
from auditor.tables.headers import period_of
from auditor.tables.hierarchy import find_parts
from auditor.tables.indicators import find_blocks
from auditor.tables.kinds import project_name, row_kinds, table_kind
from auditor.tables.pieces import forms_of

_PROJECT_LINE = re.compile(
    r"(?:^|\n)[^\S\n]*项目(?:支出)?名称[^\S\n]*:[^\S\n]*(?P<name>[^\s|:]{2,40})"
)
_REACH = 2_000


def parse_tables(document: Document) -> tuple[ParsedTable, ...]:
    """Every form of the document with its meaning, in order (see ``pieces``)."""
    return tuple(parse_table(table, document) for table in forms_of(document))


def parse_table(table: Table, document: Document) -> ParsedTable:
    """The meaning of one grid of ``document``."""
    grid = Grid.of(table)
    blocks = find_blocks(grid)
    funds = find_funds(grid)
    kinds = row_kinds(grid, blocks, funds)
    subject = _subject(grid, document)
    year = period_of(document.identity.fiscal_year, table.caption).year
    parts = find_parts(grid, document.text)
    reader = CellReader(grid, fiscal_year=year, parts=parts, kinds=kinds, subject=subject)
    numbers = list(reader.numbers())
    for block in blocks:
        numbers.extend(indicator_numbers(block, period=Period(year), subject=subject))
    heads = {row for block in blocks for row in block.heads}
    headers = {
        (cell.row, cell.col)
        for row, cells in enumerate(grid.rows)
        for cell in cells
        if grid.headers[row] or row in heads
    }
    marked = tuple(
        _header(cell) if not cell.is_header and (cell.row, cell.col) in headers else cell
        for cell in table.cells
    )
    return ParsedTable(
        table=replace(table, kind=table_kind(kinds), cells=marked),
        numbers=tuple(sorted(numbers, key=lambda n: (n.row, n.col, n.span))),
        indicators=tuple(row for block in blocks for row in block.rows),
        totals=tuple(row for block in blocks for row in block.totals),
        funds=funds,
        row_paths=tuple(reader.row_path(row, table.n_cols) for row in range(table.n_rows)),
        subject=subject,
        hierarchy=parts,
        blocks=tuple(kinds.get(row, TableKind.OTHER) for row in range(table.n_rows)),
    )


def _header(cell: Cell) -> Cell:
    return Cell(
        cell.row, cell.col, cell.row_span, cell.col_span, cell.span, cell.text, is_header=True
    )


def _subject(grid: Grid, document: Document) -> str | None:
    """The project that the table is about; ``None`` for a table about the whole unit."""
    name = project_name(grid) or _named_above(grid.table, document)
    if name is None and document.identity.report_kind is ReportKind.PROJECT:
        return None
    return name


def _named_above(table: Table, document: Document) -> str | None:
    """The project of 项目名称：… between the caption and the table, or the table above of one caption."""
    if table.caption_span is None or table.caption_span.end > table.span.start:
        return None
    start = max(table.caption_span.end, table.span.start - _REACH)
    found = _PROJECT_LINE.search(document.folded, start, table.span.start)
    return found.group("name") if found is not None else None
