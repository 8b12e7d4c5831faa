"""BAL01."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.checks.amounts import amount, difference, in_unit
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.claims.roles import states_level
from auditor.core.claim import Claim
from auditor.core.constraint import sum_of
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.period import Role
from auditor.core.quantity import Dimension

_OPENING = re.compile(r"(?:上年|年初|期初)(?:财政拨款)?(?:结转|结余)")
_CLOSING = re.compile(r"(?:年末|期末|年终)(?:财政拨款)?(?:累计)?(?:结转|结余)|结转下年")
_INCOME = re.compile(
    r"^(?:本年|全年|当年|年度)?(?:实际)?(?:总)?收入(?:合计|总计|决算|预算执行|总额|执行)?$"
)
_SPENDING = re.compile(
    r"^(?:本年|全年|当年|年度)?(?:实际)?(?:总)?支出(?:合计|总计|决算|预算执行|总额|执行)?$"
)
_INCOMES = (re.compile(r"^(?:本年|全年|当年|年度)?(?:总)?收入(?:合计)?$"), _INCOME)
_SPENDINGS = (re.compile(r"^(?:本年|全年|当年|年度)?(?:总)?支出(?:合计)?$"), _SPENDING)
_GRAND = re.compile(r"总计\S{0,2}$")
"""收入总计 holds the opening balance too."""
_PLANNED = frozenset({Role.BUDGET, Role.INITIAL_BUDGET, Role.TARGET, Role.PLAN})


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
    未写年初结转的不判断；收入已含上年结转（收入总计）而成立的视为相符；结余分配、使用非财政拨款结余未列明时可能不适用。
    """
    sections: dict[int | None, list[Claim]] = {}
    for claim in ctx.claims:
        if (
            claim.quantity.dimension is Dimension.MONEY
            and claim.cell is None
            and states_level(claim.role)
            and claim.role not in _PLANNED
        ):
            path = ctx.document.section_path(claim.section)
            sections.setdefault(path[0].id if path else None, []).append(claim)
    for claims in sections.values():
        year = ctx.document.identity.fiscal_year
        picked = [
            _only(claims, patterns, year)
            for patterns in ((_OPENING,), _INCOMES, _SPENDINGS, (_CLOSING,))
        ]
        known = [claim for claim in picked if claim is not None]
        if len(known) == 4 and len({claim.period.year for claim in known}) == 1:
            yield _tick(ctx, known)


def _only(
    claims: Sequence[Claim], patterns: Sequence[re.Pattern[str]], year: int | None
) -> Claim | None:
    """The one figure of the report's year that the first fitting pattern names."""
    for pattern in patterns:
        found = [c for c in claims if pattern.search(c.indicator) and c.period.year in (None, year)]
        found = [c for c in found if not _GRAND.search(c.context)] or found
        if found:
            return found[0] if len({c.quantity.base_value for c in found}) == 1 else None
    return None


def _tick(ctx: CheckContext, claims: Sequence[Claim]) -> Tick:
    opening, income, spending, closing = (claim.quantity for claim in claims)
    without = income.base - spending.base
    expected = opening.base + without
    ok = closing.base.overlaps(expected) or closing.base.overlaps(without)
    unit = closing.unit
    value = opening.base_value + income.base_value - spending.base_value
    return tick(
        "BAL01",
        ok,
        stated=closing.text,
        expected=amount(value, unit),
        working=f"{in_unit(opening, unit)} + {in_unit(income, unit)} - {in_unit(spending, unit)} = {amount(value, unit)} {'=' if ok else '≠'} {closing.text}",
        evidence=(
            ctx.evidence(claims[3], EvidenceRole.STATED),
            *(ctx.evidence(claim, EvidenceRole.COMPUTED_FROM) for claim in claims[:3]),
        ),
        facts={"indicator": claims[3].indicator},
        stated_bounds=closing.base,
        expected_bounds=expected,
        difference=difference(closing, value),
        confidence=0.7,
        constraint=sum_of(closing, (opening, income, spending), (1, 1, -1)),
    )
