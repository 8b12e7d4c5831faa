"""Severity by consequence: a changed grade or score, then the money, then the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cached_property

from auditor.checks.base import CheckContext
from auditor.checks.forms import EXECUTION_WEIGHT, forms
from auditor.core.charspan import CharSpan
from auditor.core.constraint import Constraint
from auditor.core.finding import SEVERITIES, Severity, Stake, Tick
from auditor.core.interval import Interval
from auditor.core.period import Role
from auditor.core.quantity import Dimension, Quantity
from auditor.core.table import CellField, IndicatorRow

_BUDGETS = frozenset({Role.BUDGET, Role.INITIAL_BUDGET, Role.FINAL})
_HUNDRED = Decimal(100)


class Consequences:
    """What the findings of one report change."""

    def __init__(self, ctx: CheckContext) -> None:
        self._ctx = ctx
        self._settings = ctx.settings

    @cached_property
    def _forms(self) -> tuple[set[CharSpan], dict[CharSpan, Decimal], dict[CharSpan, IndicatorRow]]:
        """Places of scores, of scored rates with their weight, of actuals with their row."""
        scores: set[CharSpan] = set()
        rates: dict[CharSpan, Decimal] = {}
        actuals: dict[CharSpan, IndicatorRow] = {}
        for form in forms(self._ctx):
            fields: list[CellField | None] = []
            if form.total is not None:
                fields.append(form.total.score)
            if form.fund is not None:
                fields.append(form.fund.score)
                if form.fund.rate is not None and form.fund.weight is not None:
                    weight = form.fund.weight.quantity
                    if weight is not None and form.fund.rate.quantity is not None:
                        rates[form.fund.rate.quantity.span] = weight.value
            for row in form.rows:
                fields.append(row.score)
                if row.actual is not None and row.actual.quantity is not None:
                    actuals[row.actual.quantity.span] = row
            scores.update(f.quantity.span for f in fields if f is not None and f.quantity)
        scores.update(c.quantity.span for c in self._ctx.claims if c.role is Role.SCORE)
        rates.update(
            (c.quantity.span, Decimal(EXECUTION_WEIGHT))
            for c in self._ctx.claims
            if c.role is Role.RATE and "执行率" in c.indicator
        )
        return scores, rates, actuals

    @cached_property
    def budget(self) -> Decimal | None:
        """The year's budget in yuan: the total of the funds block, else the largest amount of a year.

        A figure without a unit is none: as yuan it would make any amount many times the budget.
        """
        funds = [
            field.quantity.base_value
            for table in self._ctx.tables
            for fund in table.funds
            if fund.is_total
            for field in (fund.budget, fund.executed)
            if field is not None and field.quantity is not None
            if field.quantity.dimension is Dimension.MONEY
        ]
        told = [
            claim.quantity.base_value
            for claim in self._ctx.claims
            if claim.role in _BUDGETS and claim.quantity.dimension is Dimension.MONEY
        ]
        return max(funds or told, default=None) or None

    @cached_property
    def _total(self) -> Decimal | None:
        totals = [form.total for form in forms(self._ctx) if form.total is not None]
        found = [t.score.quantity.value for t in totals if t.score and t.score.quantity]
        return found[0] if found else None

    def stake(self, ticks: Sequence[Tick]) -> Stake | None:
        """What changes once the relations of ``ticks`` are mended; ``None`` without arithmetic."""
        constraints = [tick.constraint for tick in ticks if tick.constraint is not None]
        if not constraints:
            return None
        points = max((p for c in constraints if (p := self._points(c)) is not None), default=None)
        yuan = max((y for c in constraints if (y := _money(c)) is not None), default=None)
        share = yuan / self.budget if yuan is not None and self.budget else None
        grade = any(tick.check_id == "SCO04" for tick in ticks) or self._crosses(
            constraints, points
        )
        return Stake(points, grade, yuan, round(share, 4) if share is not None else None)

    def severity(self, own: Severity, limit: Severity | None, stake: Stake | None) -> Severity:
        """The severity for ``stake``: ``own`` where nothing is known of it, never above ``limit``."""
        if stake is None or own in (Severity.LOW, Severity.NOTE):
            return own
        grave = (
            stake.grade
            or (stake.points or 0) >= Decimal(str(self._settings.material_points))
            or (stake.yuan or 0) >= self._settings.material_yuan
            or (stake.share or 0) >= Decimal(str(self._settings.material_share))
        )
        found = Severity.HIGH if grave else Severity.MEDIUM
        return max(found, limit, key=SEVERITIES.index) if limit is not None else found

    def _points(self, constraint: Constraint) -> Decimal | None:
        scores, rates, actuals = self._forms
        found: list[Decimal] = []
        for index, operand in enumerate(constraint.operands):
            quantity = operand.quantity
            wanted = constraint.solve(index)
            if wanted is None:
                continue
            if quantity.span in scores:
                found.append(_distance(quantity.base_value, wanted))
            elif quantity.span in rates:
                found.append(
                    _distance(quantity.base_value, wanted) * rates[quantity.span] / _HUNDRED
                )
            elif quantity.span in actuals:
                found.append(_row_points(actuals[quantity.span], quantity, wanted))
        return min((p for p in found if p), default=None)

    def _crosses(self, constraints: Iterable[Constraint], points: Decimal | None) -> bool:
        """Whether two totals told differ in grade, or the points at stake cross a bound."""
        scores = self._forms[0]
        for constraint in constraints:
            if constraint.is_equality and constraint.operands[0].quantity.span in scores:
                values = [o.quantity.value for o in constraint.operands]
                if self._grade(values[0]) != self._grade(values[1]) and max(values) > _HUNDRED / 2:
                    return True
        if points is None or self._total is None:
            return False
        return self._grade(self._total) != self._grade(self._total - points)

    def _grade(self, score: Decimal) -> int:
        known = self._settings
        return sum(score >= b for b in (known.grade_excellent, known.grade_good, known.grade_fair))


def _money(constraint: Constraint) -> Decimal | None:
    """By how much an amount is off at least, in yuan, where all members are amounts."""
    if any(o.quantity.dimension is not Dimension.MONEY for o in constraint.operands):
        return None
    gaps = [
        _distance(operand.quantity.base_value, wanted)
        for index, operand in enumerate(constraint.operands)
        if (wanted := constraint.solve(index)) is not None
    ]
    return min(gaps, default=None)


def _distance(value: Decimal, wanted: Interval) -> Decimal:
    """From ``value`` to the middle of ``wanted``, to its end where it is half infinite."""
    if wanted.low is not None and wanted.high is not None:
        return abs(value - (wanted.low + wanted.high) / 2)
    if wanted.low is not None:
        return max(wanted.low - value, Decimal(0))
    return max(value - wanted.high, Decimal(0)) if wanted.high is not None else Decimal(0)


def _row_points(row: IndicatorRow, actual: Quantity, wanted: Interval) -> Decimal:
    """Points of an indicator row that hang on its actual: weight × the change of actual ÷ target."""
    target = row.target.quantity if row.target is not None else None
    weight = row.weight.quantity if row.weight is not None else None
    if (
        target is None
        or weight is None
        or not target.base_value
        or target.comparator in ("<", "<=")
    ):
        return Decimal(0)
    meant = wanted.low if wanted.low is not None else wanted.high
    if meant is None:
        return Decimal(0)
    shares = [
        min(max(v / target.base_value, Decimal(0)), Decimal(1)) for v in (actual.base_value, meant)
    ]
    return abs(shares[0] - shares[1]) * weight.value
