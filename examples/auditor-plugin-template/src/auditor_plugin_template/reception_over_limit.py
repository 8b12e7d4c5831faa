"""A check of a local rule: what a guest may cost."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from auditor.checks import CheckContext, Family
from auditor.checks.base import check, tick
from auditor.core.claim import Claim
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import show
from auditor.core.quantity import Dimension

LIMIT = Decimal(150)
"""Yuan a guest; put the rule of your own county here, and cite it in the docstring."""


@check(id="LOC01", family=Family.RATIOS, severity=Severity.MEDIUM, contradiction=False)
def reception_over_limit(ctx: CheckContext) -> Iterator[Tick]:
    """公务接待人均费用高于当地标准。

    ## 检查内容
    同一句中写明公务接待费和接待人次的，两者之比不得高于当地标准（示例为每人次150元）。
    ## 为何重要
    人均费用过高，可能超标准接待，或人次、金额有误。
    ## 违反示例
    全年公务接待费4.80万元，接待来访群众200人次。
    ## 符合示例
    全年公务接待费2.40万元，接待来访群众200人次。
    ## 局限
    只比较写在同一句中的数。
    """
    for cost in ctx.claims:
        if cost.quantity.dimension is not Dimension.MONEY or "接待费" not in cost.indicator:
            continue
        for guests in ctx.claims:
            if guests.sentence == cost.sentence and _counts_guests(guests):
                yield _compared(ctx, cost, guests)


def _counts_guests(claim: Claim) -> bool:
    return claim.quantity.dimension is Dimension.PEOPLE and "接待" in claim.indicator


def _compared(ctx: CheckContext, cost: Claim, guests: Claim) -> Tick:
    """Intervals, so that 4.80万元 and 200余人次 are charged with what they can mean at least."""
    each = cost.quantity.base.divide(guests.quantity.base)
    ok = None if each is None or each.low is None else each.low <= LIMIT
    return tick(
        "LOC01",
        ok,
        stated=f"人均{show(each, 2)}元" if each else cost.quantity.text,
        expected=f"≤ {LIMIT}元",
        working=f"{cost.quantity.text} ÷ {guests.quantity.text}",
        evidence=(
            ctx.evidence(cost, EvidenceRole.STATED),
            ctx.evidence(guests, EvidenceRole.COMPUTED_FROM),
        ),
        facts={"limit": f"{LIMIT}元"},
    )
