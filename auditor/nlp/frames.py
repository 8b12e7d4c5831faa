"""A grid of a report as a ``pandas.DataFrame``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.core.table import Cell, Table

if TYPE_CHECKING:
    import pandas as pd


def table_frame(table: Table) -> pd.DataFrame:
    """The grid as text: header rows become column names (joined by `` / ``), a merged cell is
    repeated over what it covers, ``<NA>`` where a ragged row has no cell.

    Every column is ``string``; a name that comes twice gets a number behind it.
    """
    import pandas as pd

    grid: list[list[str | None]] = [[None] * table.n_cols for _ in range(table.n_rows)]
    for cell in table.cells:
        for row in range(cell.row, min(cell.row + cell.row_span, table.n_rows)):
            for col in range(cell.col, min(cell.col + cell.col_span, table.n_cols)):
                grid[row][col] = cell.text
    header = [_is_header(row) for row in table.rows()]
    heads = _leading(header)
    names = _names(grid[:heads], table.n_cols)
    columns = {
        name: pd.Series([row[col] for row in grid[heads:]], dtype="string")
        for col, name in enumerate(names)
    }
    return pd.DataFrame(columns)


def _is_header(row: list[Cell]) -> bool:
    filled = [cell for cell in row if cell.text]
    return bool(filled) and all(cell.is_header for cell in filled)


def _leading(header: list[bool]) -> int:
    """How many rows from the top are header rows; a grid of nothing else has none."""
    count = 0
    while count < len(header) and header[count]:
        count += 1
    return count if count < len(header) else 0


def _names(rows: list[list[str | None]], n_cols: int) -> list[str]:
    names: list[str] = []
    for col in range(n_cols):
        parts = dict.fromkeys(text for row in rows if (text := row[col]))
        name = " / ".join(parts) or str(col)
        again = sum(1 for known in names if known == name or known.startswith(f"{name} ("))
        names.append(f"{name} ({again + 1})" if again else name)
    return names
