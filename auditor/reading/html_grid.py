"""Table nodes → logical grids, and which tables only lay out the page."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.core.errors import ReadError
from auditor.reading.builder import INNER_BREAK, GridCell
from auditor.reading.html_tree import Block, CellNode, Paragraph, RowNode, TableNode
from auditor.reading.slots import visible

_LONG_CELL = 1_500
_MANY_PARAGRAPHS = 8
_DATA_ROWS = 3


def is_layout(table: TableNode) -> bool:
    """Whether the table arranges the page instead of data.

    It does when it says so, has one column, holds a narrative in a cell, or holds data tables and
    has itself fewer than three rows of data.
    """
    rows = [row for row in table.rows if row.cells and not row.hidden]
    if table.layout or all(len(row.cells) == 1 and row.cells[0].col_span == 1 for row in rows):
        return True
    if all(sum(_filled(cell) for cell in row.cells) <= 1 for row in rows):
        return True
    if any(_is_narrative(cell) for row in rows for cell in row.cells):
        return True
    nested = any(
        isinstance(block, TableNode) and _is_data(block)
        for row in rows
        for cell in row.cells
        for block in cell.blocks
    )
    return nested and sum(map(_is_data_row, rows)) < _DATA_ROWS


def _is_narrative(cell: CellNode) -> bool:
    own = [block for block in cell.blocks if isinstance(block, Paragraph)]
    count = sum(block.text.count(INNER_BREAK) + 1 for block in own)
    return count >= _MANY_PARAGRAPHS and sum(len(block.text) for block in own) >= _LONG_CELL


def _is_data(table: TableNode) -> bool:
    return sum(sum(_filled(cell) for cell in row.cells) >= 2 for row in table.rows) >= 2


def _is_data_row(row: RowNode) -> bool:
    filled = sum(_filled(cell) for cell in row.cells)
    return filled >= 2 and not any(
        isinstance(block, TableNode) for cell in row.cells for block in cell.blocks
    )


def _filled(cell: CellNode) -> bool:
    return bool(cell.blocks)


def grid_of(table: TableNode, max_cells: int) -> list[GridCell]:
    """The cells at their logical places by the HTML table model; hidden rows and columns gone.

    ``ReadError`` (``too_large``) where cells or the places they cover are more than allowed.
    """
    rows = sorted(table.rows, key=lambda row: row.part)
    heads = _header_rows(rows)
    ends = _group_ends(rows)
    cells: list[GridCell] = []
    blocked: dict[int, int] = {}
    area = 0
    for number, row in enumerate(rows):
        col = 0
        for node in row.cells:
            while blocked.get(col, 0) > number:
                col += 1
            height = min(node.row_span, ends[number] - number)
            area += height * node.col_span
            if len(cells) >= max_cells or area > 5 * max_cells:
                raise ReadError(
                    "too_large", f"网页中的一张表超过 {max_cells} 个单元格；请拆分后再送审。"
                )
            words = INNER_BREAK.join(lines_in(node.blocks))
            cells.append(GridCell(number, col, words, height, node.col_span, number in heads))
            if height > 1:
                blocked.update(dict.fromkeys(range(col, col + node.col_span), number + height))
            col += node.col_span
    hidden = {number for number, row in enumerate(rows) if row.hidden or not row.cells}
    return visible(cells, hidden, table.hidden_cols)


def _group_ends(rows: list[RowNode]) -> list[int]:
    """For each row the end of its row group: no cell reaches further down."""
    ends = [len(rows)] * len(rows)
    for number in range(len(rows) - 2, -1, -1):
        same = rows[number].part == rows[number + 1].part
        ends[number] = ends[number + 1] if same else number + 1
    return ends


def _header_rows(rows: list[RowNode]) -> set[int]:
    """Rows of header cells only; a page that calls every cell a header says nothing."""
    heads = {
        number
        for number, row in enumerate(rows)
        if row.cells and all(cell.header for cell in row.cells)
    }
    filled = sum(1 for row in rows if row.cells)
    return heads if len(heads) < filled else set()


def lines_in(blocks: list[Block]) -> Iterator[str]:
    """The lines of a cell; the rows of a table in it are a line each."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
            continue
        for row in block.rows:
            line = " ".join(
                part.replace(INNER_BREAK, " ")
                for cell in row.cells
                for part in lines_in(cell.blocks)
            )
            if line and not row.hidden:
                yield line
