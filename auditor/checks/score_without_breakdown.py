"""EVI01."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.conclusions import has_breakdown, overall_scores
from auditor.checks.cut_off import cut_off
from auditor.core.finding import EvidenceRole, Severity, Tick


@check(id="EVI01", family=Family.EVIDENCE, severity=Severity.MEDIUM, contradiction=False)
def score_without_breakdown(ctx: CheckContext) -> Iterator[Tick]:
    """总得分没有分项依据。

    ## 检查内容
    报告给出自评总得分，但全文和附表没有任何分项得分。
    ## 为何重要
    总分由各指标得分加总而来；没有分项，扣分和满分都无从核对。
    ## 违反示例
    经综合评价，自评得分97分。
    ## 符合示例
    经综合评价，自评得分97分。其中过程指标得分47分，产出指标得分50分。
    ## 局限
    分项得分在未随报送的附件中时会提出，需向单位索取附件。
    """
    scores = overall_scores(ctx)
    if not scores:
        return
    score = scores[-1]
    ok: bool | None = has_breakdown(ctx)
    if not ok and cut_off(ctx.document):
        ok = None
    yield tick(
        "EVI01",
        ok,
        stated=score.quantity.text,
        expected="分项得分",
        working=f"{score.quantity.text} ↔ {'分项得分' if ok else '∅'}",
        evidence=[ctx.evidence(score, EvidenceRole.STATED)],
        facts={"score": score.quantity.text},
        confidence=0.85,
    )
