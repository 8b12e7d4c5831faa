"""BAL01."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.amounts import amount, difference, in_unit
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.flows import Flows, flows_of
from auditor.core.claim import Claim
from auditor.core.constraint import sum_of
from auditor.core.finding import EvidenceRole, Severity, Tick


@check(id="BAL01", family=Family.BALANCES, severity=Severity.MEDIUM)
def closing_balance_differs_from_flows(ctx: CheckContext) -> Iterator[Tick]:
    """年末结转结余与收支不平。

    ## 检查内容
    同一大节内写明年初结转、本年收入、本年支出和年末结转时，年初结转＋收入－支出是否等于年末结转。
    ## 为何重要
    收支平衡是决算报表的基本关系。
    ## 违反示例
    年初结转结余10.00万元，本年收入200.00万元，本年支出190.00万元，年末结转结余30.00万元。
    ## 符合示例
    年初结转结余10.00万元，本年收入200.00万元，本年支出190.00万元，年末结转结余20.00万元。
    ## 局限
    未写年初结转的不判断；收入已含上年结转（收入总计，或“其中上年结转”）而成立的视为相符；结余分配、使用非财政拨款结余未列明时可能不适用。
    """
    for flows in flows_of(ctx):
        if flows.closing is not None:
            yield _tick(ctx, flows, flows.closing)


def _tick(ctx: CheckContext, flows: Flows, stated: Claim) -> Tick:
    opening, income, spending = (
        flows.opening.quantity,
        flows.income.quantity,
        flows.spending.quantity,
    )
    closing = stated.quantity
    without = income.base - spending.base
    expected = flows.available - spending.base
    ok = closing.base.overlaps(expected) or closing.base.overlaps(without)
    unit = closing.unit
    inside = flows.inside
    value = income.base_value - spending.base_value + (0 if inside else opening.base_value)
    start = "" if inside else f"{in_unit(opening, unit)} + "
    return tick(
        "BAL01",
        ok,
        stated=closing.text,
        expected=amount(value, unit),
        working=f"{start}{in_unit(income, unit)} - {in_unit(spending, unit)} = {amount(value, unit)} {'=' if ok else '≠'} {closing.text}",
        evidence=(
            ctx.evidence(stated, EvidenceRole.STATED),
            *(ctx.evidence(c, EvidenceRole.COMPUTED_FROM) for c in flows.members[:3]),
        ),
        facts={"indicator": stated.indicator},
        stated_bounds=closing.base,
        expected_bounds=expected,
        difference=difference(closing, value),
        confidence=0.7,
        constraint=sum_of(closing, (opening, income, spending), (1, 1, -1)),
    )
