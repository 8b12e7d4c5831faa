"""The report's overall score as the narrative states it, for the checks of evidence."""

from __future__ import annotations

import re

from auditor.checks.base import CheckContext
from auditor.core.claim import Claim
from auditor.core.period import Role
from auditor.core.quantity import Dimension

TOTAL_SCORE = re.compile(
    r"自评(?:总)?(?:得)?分|(?:合计|总计)(?:得)?分|综合(?:绩效)?(?:评价|自评)?(?:总)?(?:得)?分|总得分|总分(?!值)|最终得分|评价得分|绩效评价分|自评[^,。;]{0,8}分"
    r"|自评(?:结果)?(?:合计|总计|共计|共得|总得)"
)
ONE_GROUP = re.compile(
    r"(?:投入|过程|产出|效[益果]|决策|满意度|成本|管理|执行率?|指标)(?:类|方面|部分|情况)?(?:指标)?[的,]?自评"
)
"""What the report gives itself for one group of indicators."""
_ITEMS = 3
"""So many figures in points beside the total break it down."""
_EARLIER = re.compile(r"上年|上一年|去年|往年")


def overall_scores(ctx: CheckContext) -> list[Claim]:
    """Claims of the total score in the narrative, in order."""
    return [
        claim
        for claim in ctx.claims
        if claim.quantity.dimension is Dimension.SCORE
        and claim.cell is None
        and _is_total(claim)
        and not _EARLIER.search(ctx.document.folded[claim.sentence.start : claim.quantity.span.end])
    ]


def _is_total(claim: Claim) -> bool:
    if ONE_GROUP.search(claim.context):
        return False
    if claim.role is Role.SCORE:
        return bool(TOTAL_SCORE.search(claim.context))
    return bool(re.search(r"自评(?:为|得)?$", claim.context))


def has_breakdown(ctx: CheckContext) -> bool:
    """Whether any row of a form has a score, or the narrative scores single items."""
    scored_rows = any(
        row.score is not None and row.score.quantity is not None
        for table in ctx.tables
        for row in table.indicators
    )
    totals = {claim.id for claim in overall_scores(ctx)}
    points = [
        c for c in ctx.claims if c.quantity.dimension is Dimension.SCORE and c.id not in totals
    ]
    partial = [c for c in points if c.role is Role.SCORE]
    return scored_rows or len(partial) >= 2 or len(points) >= _ITEMS
