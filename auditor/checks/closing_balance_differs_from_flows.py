"""BAL01."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.amounts import amount, difference, implausible, in_unit
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.flows import (
    Flows,
    balances_of,
    carries_over,
    is_surplus,
    surpluses_in_sentences,
    surpluses_of,
)
from auditor.core.claim import Claim
from auditor.core.constraint import sum_of
from auditor.core.finding import EvidenceRole, Severity, Tick


@check(id="BAL01", family=Family.BALANCES, severity=Severity.MEDIUM)
def closing_balance_differs_from_flows(ctx: CheckContext) -> Iterator[Tick]:
    """年末结转结余与收支不平。

    ## 检查内容
    同一大节（或同一句）内写明年初结转、本年收入（预算安排）、本年支出和年末结转时，年初结转＋收入－支出是否等于年末结转，写有可用资金合计的，以其减支出核对；写“收支结余”，或同一句写明收入、支出和“当期结余”的，收入－支出
    是否等于它。
    ## 为何重要
    收支平衡是决算报表的基本关系。
    ## 违反示例
    年初结转结余10.00万元，本年收入200.00万元，本年支出190.00万元，年末结转结余30.00万元。
    ## 符合示例
    年初结转结余10.00万元，本年收入200.00万元，本年支出190.00万元，年末结转结余20.00万元。
    ## 局限
    未写年初结转的，只在支出大于收入而年末仍有结余、全文又未提以前年度结转时提示；收入已含上年结转（收入总计，或“其中上年结转”）而成立的视为相符；结余分配、使用非财政拨款结余未列明时可能不适用。
    """
    for flows in balances_of(ctx):
        if flows.closing is not None:
            yield _tick(ctx, flows, flows.closing)
    told = {
        surplus.id: (surplus, income, spending) for surplus, income, spending in surpluses_of(ctx)
    }
    for row in surpluses_in_sentences(ctx):
        told.setdefault(row[0].id, row)
    for surplus, income, spending in told.values():
        made = _surplus(ctx, surplus, income, spending)
        if made is not None:
            yield made


def _surplus(ctx: CheckContext, left: Claim, income: Claim, spending: Claim) -> Tick | None:
    expected = income.quantity.base - spending.quantity.base
    value = income.quantity.base_value - spending.quantity.base_value
    named = is_surplus(left)
    ok: bool | None = left.quantity.base.overlaps(expected)
    if not ok and not named:
        if value >= 0 or left.quantity.value < 0 or carries_over(ctx):
            return None
    elif not ok and implausible(left.quantity.base_value, value):
        ok = None
    unit = left.quantity.unit
    quantities = (income.quantity, spending.quantity)
    return tick(
        "BAL01",
        ok,
        stated=left.quantity.text,
        expected=amount(value, unit),
        working=f"{in_unit(quantities[0], unit)} - {in_unit(quantities[1], unit)} = {amount(value, unit)} {'=' if ok else '≠'} {left.quantity.text}",
        evidence=(
            ctx.evidence(left, EvidenceRole.STATED),
            ctx.evidence(income, EvidenceRole.COMPUTED_FROM),
            ctx.evidence(spending, EvidenceRole.COMPUTED_FROM),
        ),
        facts={"indicator": left.indicator},
        stated_bounds=left.quantity.base,
        expected_bounds=expected,
        difference=difference(left.quantity, value),
        severity=Severity.MEDIUM if named else Severity.LOW,
        confidence=0.7 if named else 0.5,
        constraint=sum_of(left.quantity, quantities, (1, -1), promised=named),
    )


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
        constraint=sum_of(closing, (income, spending), (1, -1))
        if inside
        else sum_of(closing, (opening, income, spending), (1, 1, -1)),
    )
