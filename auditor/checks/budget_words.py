"""决算数大于预算数 against the two amounts, or the rate, that the sentence gives (part of GRO03).

The sentence is prescribed for published final accounts (每类支出: 年初预算…，支出决算…，完成年初预算的…，
决算数大于（小于）预算数的主要原因是…); its word is often left over from another line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditor.checks.base import CheckContext, tick
from auditor.claims.shares import same_base
from auditor.core.claim import Claim
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import Interval
from auditor.core.period import Role
from auditor.core.quantity import Dimension

_WORD = re.compile(
    r"决算数?(?:(?P<up>大于|高于|超过|多于)|(?P<down>小于|低于|少于))(?:年初|全年|当年|调整后?)?预算数?"
)
_RATE = re.compile(r"完成(?:了)?(?:年初|全年|当年|调整后?)?预算数?(?:的|为)?$")
_BUDGETS = frozenset({Role.INITIAL_BUDGET, Role.BUDGET})
_NEAR = 4
"""Claims before the word that it can speak of."""
_FULL = Decimal(100)
_PAIR = 2


def words_against_budget(ctx: CheckContext) -> Iterator[Tick]:
    """Ticks of GRO03 for every 决算数大于预算数 whose sentence tells both amounts or the rate."""
    if "决算" not in ctx.document.folded:
        return
    by_sentence: dict[int, list[Claim]] = {}
    for claim in ctx.claims:
        by_sentence.setdefault(claim.sentence.start, []).append(claim)
    for sentence in ctx.document.sentences:
        own = by_sentence.get(sentence.span.start, ())
        for match in _WORD.finditer(sentence.span.cut(ctx.document.folded)) if own else ():
            at, end = (sentence.span.start + place for place in match.span())
            before = [c for c in own if c.quantity.span.end <= at][-_NEAR:]
            gap = next((c for c in own if c.quantity.span.start == end), None)
            made = _tick(ctx, before, gap, up=match.group("up") is not None)
            if made is not None:
                yield made


def _tick(
    ctx: CheckContext, before: Sequence[Claim], gap: Claim | None, *, up: bool
) -> Tick | None:
    budget = next((c for c in reversed(before) if c.role in _BUDGETS and _money(c)), None)
    spent = next((c for c in reversed(before) if c.role is Role.FINAL and _money(c)), None)
    rate = next((c for c in reversed(before) if _RATE.search(c.indicator)), None)
    if budget is not None and spent is not None and same_base(budget, spent):
        level = _order(spent.quantity.base, budget.quantity.base)
        exact = spent.quantity.base_value == budget.quantity.base_value
        return _made(ctx, (spent, budget), level, exact=exact, up=up)
    if rate is None or rate.quantity.dimension is not Dimension.PERCENT:
        return None
    level = _order(rate.quantity.lenient, Interval.exact(_FULL))
    if gap is None or level:
        return _made(ctx, (rate,), level, exact=rate.quantity.value == _FULL, up=up)
    if spent is None or not same_base(gap, spent):
        return None
    move = gap.quantity.base if up else -gap.quantity.base
    implied = spent.quantity.base.divide(spent.quantity.base - move)
    if implied is None or rate.quantity.lenient.overlaps(implied.scale(_FULL)):
        return None
    return _made(ctx, (rate, spent, gap), -1 if up else 1, exact=False, up=up)


def _money(claim: Claim) -> bool:
    return claim.quantity.dimension is Dimension.MONEY


def _order(a: Interval, b: Interval) -> int:
    """1 where ``a`` is certainly more than ``b``, -1 where less, 0 where they overlap."""
    if a.overlaps(b):
        return 0
    return 1 if (a.low or Decimal(0)) >= (b.low or Decimal(0)) else -1


def _made(
    ctx: CheckContext, members: Sequence[Claim], level: int, *, exact: bool, up: bool
) -> Tick:
    """``level`` as `_order` gives it; ``exact``: printed the same, so that the word is idle."""
    ok: bool | None = (level > 0) == up if level else (False if exact else None)
    shown = [claim.quantity.text for claim in members]
    against = shown[1] if len(shown) > 1 else "100%"
    sign = {True: (">", "≯"), False: ("<", "≮")}[up][ok is False]
    working = f"{shown[0]} {sign} {against}"
    if len(members) > _PAIR:
        base = f"({shown[1]} {'-' if up else '+'} {shown[2]})"
        working = f"{shown[1]} ÷ {base} × 100% ≠ {shown[0]}"
    return tick(
        "GRO03",
        ok,
        stated=f"决算数{'大于' if up else '小于'}预算数",
        expected=" / ".join(shown),
        working=working,
        evidence=[
            ctx.evidence(claim, EvidenceRole.COMPUTED_FROM if number else EvidenceRole.STATED)
            for number, claim in enumerate(members)
        ],
        facts={
            "indicator": members[0].indicator,
            "direction": "大于预算数" if up else "小于预算数",
        },
        severity=Severity.MEDIUM if level else Severity.LOW,
        confidence=0.85,
    )
