"""The rate of a whole beside those of its parts: it lies between them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.base import CheckContext, tick
from auditor.core.claim import Claim, GroupKind
from auditor.core.finding import EvidenceRole, Tick
from auditor.core.period import Role
from auditor.core.quantity import Dimension

_OF_BUDGET = re.compile(r"完成(?:年初|全年|年度|调整后?|当年)?预算数?的?$")

_SEVERAL = 2


def rates_of_parts(ctx: CheckContext) -> Iterator[Tick]:
    """RAT02 ticks: 决算12万元，完成预算的100%；其中…完成预算的60%，…完成预算的40%.

    A whole is spent at a rate between those of its parts, for theirs are weighed by their budgets;
    parts that nothing was spent of may have had a budget, so only the highest rate is a bound.
    """
    rates = _told_behind(ctx)
    for _, whole, parts in ctx.groups_of(GroupKind.PARTITION):
        spent = [part for part in parts if part.quantity.value]
        told = [rates[part.id] for part in spent if part.id in rates]
        if whole.id not in rates or whole.role is not Role.FINAL:
            continue
        if len(told) == len(spent) >= _SEVERAL:
            yield _tick(ctx, rates[whole.id], told)


def _told_behind(ctx: CheckContext) -> dict[str, Claim]:
    """The rate of its budget that stands behind an amount, before any other number."""
    found: dict[str, Claim] = {}
    for amount, rate in zip(ctx.claims, ctx.claims[1:], strict=False):
        if amount.quantity.dimension is not Dimension.MONEY or rate.sentence != amount.sentence:
            continue
        percent = rate.quantity.dimension is Dimension.PERCENT and not rate.quantity.comparator
        if percent and _OF_BUDGET.search(rate.context.rstrip()):
            found[amount.id] = rate
    return found


def _tick(ctx: CheckContext, whole: Claim, parts: list[Claim]) -> Tick:
    highest = max(parts, key=lambda part: part.quantity.base_value)
    most, least = highest.quantity.lenient.high, whole.quantity.lenient.low
    ok = most is None or least is None or least <= most
    return tick(
        "RAT02",
        ok,
        stated=whole.quantity.text,
        expected=f"≤ {highest.quantity.text}",
        working=f"{whole.quantity.text} {'≤' if ok else '>'} max({', '.join(p.quantity.text for p in parts)})",
        evidence=(
            ctx.evidence(whole, EvidenceRole.STATED),
            *(ctx.evidence(part, EvidenceRole.COMPUTED_FROM) for part in parts),
        ),
        facts={
            "indicator": "各项合计完成预算的比例",
            "numerator": "各项决算",
            "denominator": "各项预算",
        },
        stated_bounds=whole.quantity.base,
        confidence=0.8,
    )
