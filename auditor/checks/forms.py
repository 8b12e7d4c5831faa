"""Indicator forms as one whole: rows, funds score and total, for the checks of scores."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from auditor.checks.base import CheckContext
from auditor.core.finding import Evidence, EvidenceRole, Tick
from auditor.core.period import Role
from auditor.core.quantity import Dimension
from auditor.core.table import (
    CellField,
    FundRow,
    IndicatorRow,
    NumericCell,
    ParsedTable,
    TotalRow,
)

_EXECUTION = re.compile(r"执行率$")
_POINTS = re.compile(r"\d{1,3}(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Form:
    """One self-evaluation form: its rows, its total row and the funds row that carries a score."""

    table: ParsedTable
    rows: tuple[IndicatorRow, ...]
    total: TotalRow | None
    fund: FundRow | None

    @property
    def told_twice(self) -> bool:
        """Whether the rate of execution is an indicator row too, so that the funds' score may be it."""
        return self.fund is not None and any(map(_is_execution, self.rows))

    @property
    def caption(self) -> str:
        """The form's name, with its project."""
        subject = f"（{self.table.subject}）" if self.table.subject else ""
        return f"{self.table.table.caption}{subject}"

    @property
    def row_unread(self) -> bool:
        """Whether a row with points among the indicators didn't line up with the head.

        Tables of crawlers lose their empty cells; what such a row holds is known to nobody.
        """
        if not self.table.table.ragged:
            return False
        last = self.total.row if self.total is not None else self.rows[-1].row
        known = {row.row for row in self.rows}
        texts: dict[int, list[str]] = {}
        for cell in self.table.table.cells:
            if self.rows[0].row < cell.row < last and cell.row not in known and cell.text.strip():
                texts.setdefault(cell.row, []).append(cell.text.strip())
        return any(all(map(_POINTS.fullmatch, row[-2:])) for row in texts.values() if len(row) > 2)

    def evidence(
        self, ctx: CheckContext, cell: CellField, role: EvidenceRole, label: str
    ) -> Evidence:
        """The place of a field of the form."""
        table_id = self.table.table.id
        fund = self.fund
        if (
            fund is not None
            and cell.row == fund.row
            and cell in (fund.score, fund.weight, fund.rate)
        ):
            table_id = fund.table_id
        place = (table_id, cell.row, cell.col) if table_id else None
        return Evidence(ctx.document.id, cell.span, role, label, place)


def forms(ctx: CheckContext) -> tuple[Form, ...]:
    """The forms of the report in order; a total without rows is no form.

    The funds block may stand in a grid of its own right before the indicators, as plain-text
    exports give it.
    """
    return ctx.once(_forms)


_BLOCK = re.compile(r"[一-鿿]\s*小\s*计$")


def _forms(ctx: CheckContext) -> tuple[Form, ...]:
    return tuple(_forms_of(ctx.tables))


def _forms_of(tables: Sequence[ParsedTable]) -> Iterator[Form]:
    before: ParsedTable | None = None
    for table in tables:
        if not table.indicators:
            before = table
            continue
        total = _closing(table.totals)
        fund = _scored_fund(table)
        if fund is None and before is not None and before.subject in (None, table.subject):
            fund = _scored_fund(before) or _scored_row(before)
        yield Form(table, table.indicators, total, fund)
        before = None


def _closing(totals: Sequence[TotalRow]) -> TotalRow | None:
    """The last total; what sums up one block (产出小计) is only one where it stands alone as 小计."""
    whole = [total for total in totals if not _BLOCK.search(total.label.text)]
    return whole[-1] if whole else None


def _is_execution(row: IndicatorRow) -> bool:
    """Whether the rate of execution is an indicator row, so that the funds' score is told twice."""
    return bool(_EXECUTION.search(row.level3 or row.level2)) and bool(
        row.score is not None and row.score.quantity
    )


def _scored_fund(table: ParsedTable) -> FundRow | None:
    return next((f for f in table.funds if f.score is not None and f.score.quantity), None)


def _scored_row(table: ParsedTable) -> FundRow | None:
    """A row with a rate, a weight and a score in a grid that wasn't known for a funds block."""
    rows: dict[int, dict[Role, NumericCell]] = {}
    for number in table.numbers:
        rows.setdefault(number.row, {})[number.role] = number
    for row, cells in sorted(rows.items()):
        if {Role.WEIGHT, Role.SCORE, Role.RATE} <= cells.keys():
            first = cells[Role.SCORE]
            return FundRow(
                table.table.id,
                row,
                CellField(first.indicator, first.span, row, 0),
                weight=_field(cells[Role.WEIGHT]),
                rate=_field(cells[Role.RATE]),
                score=_field(first),
                is_total=True,
            )
    return None


def _field(cell: NumericCell) -> CellField:
    return CellField(cell.quantity.text, cell.span, cell.row, cell.col, cell.quantity)


def row_ticks(
    ctx: CheckContext, judge: Callable[[Form, IndicatorRow], Tick | None]
) -> Iterator[Tick]:
    """What ``judge`` says of each row of each form, where it says anything."""
    for form in forms(ctx):
        for row in form.rows:
            made = judge(form, row)
            if made is not None:
                yield made


def filled(cells: Sequence[CellField | None]) -> list[CellField]:
    """The fields that hold a number."""
    return [cell for cell in cells if cell is not None and cell.quantity is not None]


EXECUTION_WEIGHT = 10
"""The weight of 预算执行率 in the national form (财预〔2020〕10号)."""


def row_missing(ctx: CheckContext, form: Form) -> bool:
    """Whether a row with weight and score must stand elsewhere (预算执行率 in the text only).

    Then both totals exceed their rows, the score by no more than the weight; the weight is the
    execution rate's, or the narrative gives the missing score.
    """
    total = form.total
    weights = filled([row.weight for row in form.rows])
    scores = filled([row.score for row in form.rows])
    if form.fund is not None or total is None or len(weights) < len(form.rows):
        return False
    if total.weight is None or not total.weight.quantity:
        return False
    if total.score is None or not total.score.quantity:
        return False
    weight = total.weight.quantity.value - sum(w.quantity.value for w in weights if w.quantity)
    score = total.score.quantity.value - sum(s.quantity.value for s in scores if s.quantity)
    told = weight == EXECUTION_WEIGHT or any(
        c.quantity.dimension is Dimension.SCORE and c.quantity.value == score for c in ctx.claims
    )
    return told and 0 < score <= weight
