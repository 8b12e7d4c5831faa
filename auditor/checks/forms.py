"""Indicator forms as one whole: rows, funds score and total, for the checks of scores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.checks.base import CheckContext
from auditor.core.finding import Evidence, EvidenceRole
from auditor.core.table import CellField, FundRow, IndicatorRow, ParsedTable, TotalRow


@dataclass(frozen=True, slots=True)
class Form:
    """One self-evaluation form: its rows, its total row and the funds row that carries a score."""

    table: ParsedTable
    rows: tuple[IndicatorRow, ...]
    total: TotalRow | None
    fund: FundRow | None

    @property
    def caption(self) -> str:
        """The form's name, with its project."""
        subject = f"（{self.table.subject}）" if self.table.subject else ""
        return f"{self.table.table.caption}{subject}"

    def evidence(
        self, ctx: CheckContext, cell: CellField, role: EvidenceRole, label: str
    ) -> Evidence:
        """The place of a field of the form."""
        return ctx.evidence(cell, role, label, self.table.table.id)


def forms(ctx: CheckContext) -> Iterator[Form]:
    """The forms of the report in order; a total without rows is no form.

    A form may continue in the next grid (split by a page): rows without a total take the total
    of the grid after them where that one has no rows of its own.
    """
    for table in ctx.tables:
        if not table.indicators:
            continue
        total = table.totals[-1] if table.totals else None
        scored = [f for f in table.funds if f.score is not None and f.score.quantity is not None]
        yield Form(table, table.indicators, total, scored[0] if scored else None)


def filled(cells: Sequence[CellField | None]) -> list[CellField]:
    """The fields that hold a number."""
    return [cell for cell in cells if cell is not None and cell.quantity is not None]
