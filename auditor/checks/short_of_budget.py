"""How far an amount lies from its budget, beside the rate of the budget that it reaches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from auditor.checks.amounts import in_unit, percent
from auditor.checks.base import CheckContext, tick
from auditor.checks.movement import Movement, movements
from auditor.core.claim import Claim
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.quantity import Dimension

_COMPLETED = re.compile(
    r"^(?:仅)?(?:完成|占|为)(?:了)?(?:全年|年初|年度|当年|调整后?的?)*预算(?:安排)?数?的?$"
)
_THE_BUDGET = re.compile(r"^(?:全年|年初|年度|当年|调整后?的?)*预算(?:安排)?数?$")


def short_of_budget(ctx: CheckContext) -> Iterator[Tick]:
    """支出61.5万元，完成年初预算75%，比年初预算减少20.5万元: 61.5 ÷ (61.5 + 20.5) must be 75 %."""
    for move in movements(ctx):
        change = move.change
        if change is None or move.prior is not None or not _THE_BUDGET.match(change.basis):
            continue
        rate = _rate_beside(ctx, move.level, change)
        if rate is not None:
            yield from _tick(ctx, move, change, rate)


def _rate_beside(ctx: CheckContext, level: Claim, change: Claim) -> Claim | None:
    """The rate of completion next to the change, no other amount standing between the three."""
    at = ctx.claims.index(level)
    three = ctx.claims[at : at + 3]
    if change not in three or any(c.sentence != level.sentence for c in three):
        return None
    others = [c for c in three if c is not level and c is not change]
    if len(others) != 1 or others[0].quantity.dimension is not Dimension.PERCENT:
        return None
    return others[0] if _COMPLETED.match(others[0].indicator) else None


def _tick(ctx: CheckContext, move: Movement, change: Claim, rate: Claim) -> Iterator[Tick]:
    level = move.level.quantity
    gap = -change.quantity.base if change.direction < 0 else change.quantity.base
    budget = level.base - gap
    found = level.base.divide(budget)
    if found is None or level.unit is None or budget.low is None or budget.low <= 0:
        return
    bounds = found.scale(Decimal(100))
    ok = rate.quantity.lenient.overlaps(bounds)
    moved = change.quantity.base_value * (-1 if change.direction < 0 else 1)
    shown = percent(level.base_value, level.base_value - moved)
    operator = "+" if change.direction < 0 else "-"
    total = f"({in_unit(level, level.unit)} {operator} {in_unit(change.quantity, level.unit)})"
    yield tick(
        "RAT02",
        ok,
        stated=rate.quantity.text,
        expected=shown,
        working=f"{in_unit(level, level.unit)} ÷ {total} × 100% = {shown} {'=' if ok else '≠'} {rate.quantity.text}",
        evidence=(
            ctx.evidence(rate, EvidenceRole.STATED),
            ctx.evidence(move.level, EvidenceRole.COMPUTED_FROM),
            ctx.evidence(change, EvidenceRole.COMPUTED_FROM),
        ),
        facts={
            "indicator": rate.indicator,
            "numerator": move.level.indicator,
            "denominator": "由差额推算的预算数",
        },
        stated_bounds=rate.quantity.base,
        expected_bounds=bounds,
        confidence=0.8,
        severity=Severity.MEDIUM,
    )
