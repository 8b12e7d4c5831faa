"""BAL05."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.checks.amounts import amount, difference, in_unit
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.claim import Claim
from auditor.core.constraint import equal
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.quantity import Dimension

_NOT = r"(?!执行|完成|调整|追加|调增)"
_INCOME = re.compile(
    rf"(?:预算(?:总)?收入|收入(?:年初)?预算{_NOT}|收入年初预算)(?:安排|总额|总计|合计|数|为|是)*$"
)
_SPENDING = re.compile(
    rf"(?:预算(?:总)?支出|支出(?:年初)?预算{_NOT}|支出年初预算)(?:安排|总额|总计|合计|数|为|是)*$"
)
_NARROW = re.compile(r"基本支出|项目支出|财政拨款|一般公共预算|政府性基金|专户|其中|非税|事业收入")
_CARRIED = re.compile(r"结转|结余")


@check(id="BAL05", family=Family.BALANCES, severity=Severity.MEDIUM)
def planned_income_differs_from_planned_spending(ctx: CheckContext) -> Iterator[Tick]:
    """预算收入与预算支出不平。

    ## 检查内容
    同一大节、同一年度写明的预算收入（收入预算）与预算支出（支出预算）总额是否相等。
    ## 为何重要
    《预算法》第三十二条、部门预算编制要求收支平衡，不等说明其中一个数有误或漏列了结转资金。
    ## 违反示例
    2023年预算收入642.30万元；2023年支出预算624.30万元，用于机构运转。
    ## 符合示例
    2023年预算收入642.30万元；2023年支出预算642.30万元，用于机构运转。
    ## 局限
    只比较总额；同节提到结转、结余的不等不判断；只限某类资金（财政拨款、政府性基金等）的不比较。
    """
    sections: dict[tuple[int | None, int | None], list[Claim]] = {}
    for claim in ctx.claims:
        if claim.quantity.dimension is Dimension.MONEY and claim.cell is None:
            path = ctx.document.section_path(claim.section)
            key = (path[-1].id if path else None, claim.period.year)
            sections.setdefault(key, []).append(claim)
    for claims in sections.values():
        income, spending = _one(claims, _INCOME), _one(claims, _SPENDING)
        if income is not None and spending is not None:
            yield _tick(ctx, income, spending)


def _one(claims: Sequence[Claim], pattern: re.Pattern[str]) -> Claim | None:
    """The one total that the pattern names; ``None`` for several values."""
    found = [
        c
        for c in claims
        if pattern.search(re.sub(r"\s", "", c.context)) and not _NARROW.search(c.context)
    ]
    return found[0] if len({c.quantity.base_value for c in found}) == 1 else None


def _tick(ctx: CheckContext, income: Claim, spending: Claim) -> Tick:
    a, b = spending.quantity, income.quantity
    ok: bool | None = a.base.overlaps(b.base)
    start = min(income.sentence.start, spending.sentence.start)
    end = max(income.sentence.end, spending.sentence.end)
    if not ok and _CARRIED.search(ctx.document.folded[start:end]):
        ok = None
    return tick(
        "BAL05",
        ok,
        stated=a.text,
        expected=amount(b.base_value, a.unit),
        working=f"{in_unit(b, a.unit)} {'=' if ok else '≠'} {in_unit(a, a.unit)}",
        evidence=(
            ctx.evidence(spending, EvidenceRole.STATED),
            ctx.evidence(income, EvidenceRole.COUNTERPART),
        ),
        facts={"indicator": spending.indicator},
        stated_bounds=a.base,
        expected_bounds=b.base,
        difference=difference(a, b.base_value),
        confidence=0.75,
        constraint=equal(a, b),
    )
