"""EVI02."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.checks.amounts import in_unit, percent, quotient
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.conclusions import overall_scores
from auditor.core.claim import Claim
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.period import Role
from auditor.core.quantity import Dimension

_LOW = 60
_EXPLAINED = re.compile(
    r"执行率(?:较低|偏低|不高|低)|未(?:支出|使用|支付|拨付|下达)|收回|核减|调减|追减|压减|结转下年|进度(?:较慢|偏慢|滞后)"
)
_SPENDING = re.compile(r"支出|预算资金|资金")


@check(id="EVI02", family=Family.EVIDENCE, severity=Severity.HIGH, contradiction=False)
def high_grade_on_low_execution(ctx: CheckContext) -> Iterator[Tick]:
    """预算执行率很低而自评为优。

    ## 检查内容
    正文的支出执行数不到支出预算的60%，自评得分却在90分以上，且没有说明原因。
    ## 为何重要
    执行率低说明任务或资金未落实，与优的结论难以并存。
    ## 违反示例
    本部门支出年初预算安排900.00万元，支出预算执行270.00万元。自评得分98分。
    ## 符合示例
    本部门支出年初预算安排900.00万元，支出预算执行270.00万元，其余因项目调减收回。自评得分98分。
    ## 局限
    文中出现调减、收回、结转等原因的不提出；只比较同节总支出的预算与执行。
    """
    scores = [s for s in overall_scores(ctx) if s.quantity.value >= ctx.settings.grade_excellent]
    budget = _first(ctx.claims, (Role.BUDGET, Role.INITIAL_BUDGET))
    spent = _first(ctx.claims, (Role.FINAL,))
    if not scores or budget is None or spent is None or budget.section != spent.section:
        return
    rate = quotient(spent.quantity, budget.quantity)
    if rate is None or rate.high is None:
        return
    low = rate.high < _LOW
    ok: bool | None = not low
    if low and _EXPLAINED.search(ctx.document.folded):
        ok = None
    unit = budget.quantity.unit
    shown = percent(spent.quantity.base_value, budget.quantity.base_value)
    score = scores[-1]
    yield tick(
        "EVI02",
        ok,
        stated=score.quantity.text,
        expected=shown,
        working=f"{in_unit(spent.quantity, unit)} ÷ {in_unit(budget.quantity, unit)} × 100% = {shown}",
        evidence=[
            ctx.evidence(score, EvidenceRole.STATED),
            ctx.evidence(spent, EvidenceRole.COMPUTED_FROM),
            ctx.evidence(budget, EvidenceRole.COMPUTED_FROM),
        ],
        facts={"score": score.quantity.text, "rate": shown},
        confidence=0.75,
    )


def _first(claims: Sequence[Claim], roles: tuple[Role, ...]) -> Claim | None:
    """The first total of spending in one of the roles, parts of it left aside."""
    for claim in claims:
        if (
            claim.role in roles
            and claim.cell is None
            and claim.quantity.dimension is Dimension.MONEY
            and _SPENDING.search(claim.indicator)
            and not re.search(r"基本支出|项目支出|收入|其中", claim.indicator)
        ):
            return claim
    return None
