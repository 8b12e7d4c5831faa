"""Numbers of a grid with their row path, column path, unit, period and role."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from auditor.core.period import Period, Role
from auditor.core.quantity import Quantity, Unit
from auditor.core.table import Cell, CellField, IndicatorRow, NumericCell, RowParts, TableKind
from auditor.quantities import parse_cell
from auditor.tables.grid import Grid, is_number
from auditor.tables.headers import period_of, role_of, unit_of
from auditor.tables.hierarchy import clean_label
from auditor.tables.indicators import Block, relocate
from auditor.tables.vocabulary import squeeze

_LABELLED = re.compile(r"^(?:\s*其中\s*:)?\s*([^:\d]{2,30}?)\s*:\s*[-\d]")
_KINDS = re.compile(r"^按\S{2,8}分:?$")
_FREE_TEXT = 40
_UNIT_ONLY = re.compile(r"[一-鿿]")


class CellReader:
    """Reads the numbers of one grid; ``subject`` is the project that the table is about."""

    def __init__(
        self,
        grid: Grid,
        *,
        fiscal_year: int | None,
        parts: tuple[RowParts, ...],
        kinds: Mapping[int, TableKind],
        subject: str | None,
    ) -> None:
        self.grid = grid
        self.fiscal_year = fiscal_year
        self.kinds = kinds
        self.subject = subject
        self._governing = _governing(grid)
        self._labels: dict[int, list[tuple[int, str]]] = {}
        self.parents = {part: group.parent for group in parts for part in group.parts}

    def row_path(self, row: int, before: int) -> tuple[str, ...]:
        """Labels of the row from the outermost inwards, taken left of column ``before``."""
        path: list[str] = []
        seen = {row}
        above = self.parents.get(row)
        while above is not None and above not in seen:
            seen.add(above)
            path.insert(0, self._own_label(above, before))
            above = self.parents.get(above)
        return (*path, *self._own_labels(row, before))

    def _own_label(self, row: int, before: int) -> str:
        labels = self._own_labels(row, before)
        return labels[-1] if labels else ""

    def _own_labels(self, row: int, before: int) -> tuple[str, ...]:
        known = self._labels.get(row)
        if known is None:
            known = self._labels[row] = self._labels_of(row)
        return tuple([label for col, label in known if col < before])

    def _labels_of(self, row: int) -> list[tuple[int, str]]:
        """The labels of a row with their columns."""
        labels: list[tuple[int, str]] = []
        for cell in self.grid.rows[row]:
            text = cell.text
            if not text and cell.col == 0:
                over = self.grid.above(cell)
                text = over.text if over is not None else ""
            if text and _UNIT_ONLY.search(text) and not is_number(text):
                labels.append((cell.col, clean_label(text)))
        return labels

    def numbers(self) -> Iterator[NumericCell]:
        """All numbers outside the indicator rows, in reading order."""
        for row, cells in enumerate(self.grid.rows):
            if self.grid.headers[row] or self.kinds.get(row) is TableKind.INDICATORS:
                continue
            for cell in cells:
                yield from self._numbers_of(cell)

    def _numbers_of(self, cell: Cell) -> Iterator[NumericCell]:
        if not cell.text or len(cell.text) > _FREE_TEXT:
            return
        headers = tuple(over.text for over in self.grid.headers_over(cell))
        role = role_of(*headers)
        labels = self.row_path(cell.row, cell.col)
        unit = unit_of(
            role, *headers, *reversed(labels), *self._block_labels(cell), self._caption()
        )
        labelled = _LABELLED.match(cell.text)
        if labelled:
            yield from self._labelled(cell, labelled, unit, headers)
            return
        if not is_number(cell.text):
            return
        found = parse_cell(cell.text, unit)
        if not found:
            return
        yield self._number(cell, found[0], labels, headers, role)

    def _labelled(
        self, cell: Cell, match: re.Match[str], unit: Unit | None, headers: tuple[str, ...]
    ) -> Iterator[NumericCell]:
        block = self._block_labels(cell)
        default = unit or unit_of(Role.UNKNOWN, *block, self._caption()) or None
        colon = cell.text.index(":", match.start(1))
        found = parse_cell(cell.text[colon + 1 :], default, colon + 1)
        if not found:
            return
        over = self.grid.above(cell)
        while over is not None and not _KINDS.search(over.text):
            over = self.grid.above(over)
        path = (over.text,) if over is not None else headers
        label = clean_label(match.group(1))
        yield self._number(cell, found[0], (label,), path, Role.UNKNOWN)

    def _number(
        self,
        cell: Cell,
        quantity: Quantity,
        labels: tuple[str, ...],
        headers: tuple[str, ...],
        role: Role,
    ) -> NumericCell:
        placed = relocate(quantity, cell)
        indicator = labels[-1] if labels else (clean_label(headers[0]) if headers else "")
        return NumericCell(
            table_id=self.grid.table.id,
            row=cell.row,
            col=cell.col,
            span=placed.span,
            quantity=placed,
            indicator=indicator,
            row_path=labels,
            col_path=tuple(clean_label(h) for h in reversed(headers)),
            period=period_of(self.fiscal_year, *headers),
            role=role,
            block=self.kinds.get(cell.row, TableKind.OTHER),
            subject=self.subject,
        )

    def _caption(self) -> str:
        return (self.grid.table.unit and f"({self.grid.table.unit})") or self.grid.table.caption

    def _block_labels(self, cell: Cell) -> tuple[str, ...]:
        """First-column texts that govern the row: the header row's own and those merged down."""
        return self._governing[cell.row]


def _governing(grid: Grid) -> list[tuple[str, ...]]:
    """For each row the first-column texts that govern it, nearest first."""
    found: list[tuple[str, ...]] = []
    header = ""
    merged, until = "", -1
    for row, cells in enumerate(grid.rows):
        first = cells[0] if cells and cells[0].col == 0 else None
        if row > until:
            merged = ""
        if first is not None and grid.headers[row]:
            header = first.text
        elif first is not None and first.row_span > 1:
            merged, until = first.text, first.row + first.row_span - 1
            found.append((header,) if header else ())
            continue
        found.append(tuple(text for text in (merged, header) if text))
    return found


def indicator_numbers(
    block: Block, *, period: Period, subject: str | None
) -> Iterator[NumericCell]:
    """The numbers of an indicator block: targets, actuals, rates, weights and scores."""
    for record in block.rows:
        for role, known in (
            (Role.TARGET, record.target),
            (Role.ACTUAL, record.actual),
            (Role.RATE, record.rate),
            (Role.WEIGHT, record.weight),
            (Role.SCORE, record.score),
        ):
            if known is not None and known.quantity is not None:
                yield _from_field(block, record, known, role, period, subject)
    for total in block.totals:
        for role, known in ((Role.WEIGHT, total.weight), (Role.SCORE, total.score)):
            if known is not None and known.quantity is not None:
                yield NumericCell(
                    total.table_id,
                    total.row,
                    known.col,
                    known.quantity.span,
                    known.quantity,
                    squeeze(total.label.text),
                    (squeeze(total.label.text),),
                    (role.value,),
                    period,
                    role,
                    TableKind.INDICATORS,
                    subject,
                )


def _from_field(
    block: Block,
    record: IndicatorRow,
    known: CellField,
    role: Role,
    period: Period,
    subject: str | None,
) -> NumericCell:
    quantity = known.quantity
    if quantity is None:
        raise ValueError("a field without a number")
    path = tuple(p for p in (record.level1, record.level2, record.level3) if p)
    return NumericCell(
        record.table_id,
        record.row,
        known.col,
        quantity.span,
        quantity,
        record.level3,
        path,
        (block.columns.get(known.col, role).value,),
        period,
        role,
        TableKind.INDICATORS,
        subject,
    )
