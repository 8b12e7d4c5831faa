"""BAL03."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor.checks.amounts import amount, difference, implausible, in_unit, quotient
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.claims.roles import states_level
from auditor.core.claim import Claim, GroupKind
from auditor.core.constraint import sum_of
from auditor.core.finding import EvidenceRole, Severity, Tick, Verdict
from auditor.core.period import Role
from auditor.core.quantity import Dimension

_LEFT = re.compile(
    r"(?:剩余|结余|余额|尚余|结转下年|(?<!厉行)节约|节支|未(?:支付|使用|支出|拨付))(?:的)?(?:项目|财政)?(?:资金|经费|款项?)?(?:为|约)?$"
)
_GIVEN = re.compile(r"预算|资金|总投资|到位|下达|安排|批复|控制价|拨入|投入")
_SPENT = re.compile(r"支付|支出|使用|执行|中标|成交|合同|决算|拨付|花费|结算|采购金额")
_CARRIED = re.compile(
    r"(?:上年|年初|期初|往年|历年)[^,;。]{0,6}(?:结转|结余)|累计结[转余]|收回|调剂|利息"
)
_PLANNED = frozenset({Role.TARGET, Role.PLAN})


@check(id="BAL03", family=Family.BALANCES, severity=Severity.MEDIUM)
def remainder_differs_from_amounts(ctx: CheckContext) -> Iterator[Tick]:
    """剩余、结余、节约数与资金数减支出数不符。

    ## 检查内容
    同一句中先写资金（预算、到位、控制价）和支出（支付、中标），再写剩余、结余、结转或节约的，是否等于前者减后者。
    ## 为何重要
    结余资金是否如实反映，关系到存量资金的收回。
    ## 违反示例
    项目预算资金960.00万元，累计支付864.00万元，剩余69.00万元待验收后支付。
    ## 符合示例
    项目预算资金960.00万元，累计支付864.00万元，剩余96.00万元待验收后支付。
    ## 局限
    另句的资金和支出只记录相符的，支出与结余之间写有执行率的，以执行率所对的资金数核对；同句提到上年结转、收回、调剂、利息的不判断；同句有几个资金数或支出数时，与任一组相符即视为相符，都不符的不提出。
    """
    for index, claim in enumerate(ctx.claims):
        if claim.quantity.dimension is not Dimension.MONEY or not _LEFT.search(claim.context):
            continue
        if claim.role in _PLANNED:
            continue
        near = [
            c
            for c in ctx.claims[max(index - 12, 0) : index]
            if c.cell == claim.cell
            and c.section == claim.section
            and c.quantity.dimension is Dimension.MONEY
            and (states_level(c.role) and c.role not in _PLANNED)
            and c.id not in ctx.wholes
        ]
        given, spent = _sides([c for c in near[-8:] if _one_statement(ctx, c, claim)])
        if spent and not given:
            given = _of_rate(ctx, spent, claim)
        if given and spent:
            yield _tick(ctx, claim, given, spent)
            continue
        given, spent = _sides([c for c in near if _one_paragraph(ctx, c, claim)])
        if given and spent:
            made = _tick(ctx, claim, given, spent)
            if made.verdict is Verdict.CONSISTENT and made.constraint is not None:
                yield replace(made, constraint=replace(made.constraint, promised=False))


def _of_rate(ctx: CheckContext, spent: Sequence[Claim], left: Claim) -> list[Claim]:
    """支出331.20万元，执行率92.00%；结余28.80万元: the budget that the rate between them is of."""
    for group, rate, parts in ctx.groups_of(GroupKind.RATIO):
        between = spent[-1].quantity.span.end <= rate.quantity.span.start < left.quantity.span.start
        if group.summed or not between or parts[0] is not spent[-1]:
            continue
        fitting = [
            funds
            for funds in parts[1:]
            if (found := quotient(spent[-1].quantity, funds.quantity)) is not None
            and rate.quantity.lenient.overlaps(found)
        ]
        if fitting and _one_statement(ctx, rate, left):
            return fitting
    return []


def _one_paragraph(ctx: CheckContext, first: Claim, last: Claim) -> bool:
    return "\n" not in ctx.document.folded[first.quantity.span.end : last.quantity.span.start]


def _one_statement(ctx: CheckContext, first: Claim, last: Claim) -> bool:
    """Whether no full stop stands between the two."""
    between = ctx.document.folded[first.quantity.span.end : last.quantity.span.start]
    return not re.search(r"[。!?\n]", between)


def _sides(before: Sequence[Claim]) -> tuple[list[Claim], list[Claim]]:
    spent = [c for c in before if _SPENT.search(c.context) and not _LEFT.search(c.context)]
    given = [
        c
        for c in before
        if c not in spent and _GIVEN.search(c.context) and not _LEFT.search(c.context)
    ]
    return given, spent


def _tick(ctx: CheckContext, left: Claim, given: Sequence[Claim], spent: Sequence[Claim]) -> Tick:
    pairs = [
        (a, b) for a in given for b in spent if a.quantity.base_value >= b.quantity.base_value
    ] or [(given[-1], spent[-1])]
    stated = left.quantity
    fitting = [(a, b) for a, b in pairs if stated.base.overlaps(a.quantity.base - b.quantity.base)]
    above, below = (fitting or pairs)[-1]
    ok: bool | None = bool(fitting)
    value = above.quantity.base_value - below.quantity.base_value
    sentence = ctx.document.folded[above.sentence.start : left.sentence.end]
    constraint = sum_of(stated, (above.quantity, below.quantity), (1, -1))
    if not ok and (
        len({(a.quantity.base_value, b.quantity.base_value) for a, b in pairs}) > 1
        or value <= 0
        or _CARRIED.search(sentence)
        or implausible(stated.base_value, value)
    ):
        ok = None
    unit = stated.unit
    return tick(
        "BAL03",
        ok,
        stated=stated.text,
        expected=amount(value, unit),
        working=f"{in_unit(above.quantity, unit)} - {in_unit(below.quantity, unit)} = {amount(value, unit)} {'=' if ok else '≠'} {stated.text}",
        evidence=(
            ctx.evidence(left, EvidenceRole.STATED),
            ctx.evidence(above, EvidenceRole.COMPUTED_FROM),
            ctx.evidence(below, EvidenceRole.COMPUTED_FROM),
        ),
        facts={"indicator": left.indicator},
        stated_bounds=stated.base,
        expected_bounds=above.quantity.base - below.quantity.base,
        difference=difference(stated, value),
        confidence=0.75,
        constraint=constraint,
    )
