"""EVI03."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.conclusions import overall_scores
from auditor.core.claim import Claim
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.quantity import Dimension

_PROBLEMS = re.compile(r"存在(?:的)?(?:主要)?(?:问题|不足)|主要问题|^问题(?:与|和|及|分析|$)")
_PASS = 60
_NONE = re.compile(r"^[\s]*(?:无|暂无|没有|不存在)")


@check(id="EVI03", family=Family.EVIDENCE, severity=Severity.MEDIUM, contradiction=False)
def full_score_with_problems(ctx: CheckContext) -> Iterator[Tick]:
    """自评满分却列有问题。

    ## 检查内容
    自评总得分为满分，而“存在的问题”一节写有问题。
    ## 为何重要
    有问题而无扣分，得分与评价结论不能相互印证。
    ## 违反示例
    经综合评价，自评得分100分。

    （一）存在的主要问题

    绩效指标设置不够科学，个别项目推进偏慢。
    ## 符合示例
    经综合评价，自评得分97分。

    （一）存在的主要问题

    绩效指标设置不够科学，个别项目推进偏慢。
    ## 局限
    问题一节写“无”的不提出；满分值取设置中的总分；另写有低于满分的得分的（总分100分，自评96分）不提出。
    """
    full = ctx.settings.form_total
    every = overall_scores(ctx)
    scores = [s for s in every if s.quantity.value == full and not _scale(ctx, s)]
    if not scores or len(scores) < len(every):
        return
    for section in ctx.document.sections:
        if not _PROBLEMS.search(section.title):
            continue
        body = [s for s in ctx.document.sentences if section.span.contains(s.span)]
        if not body:
            continue
        ok = bool(_NONE.match(body[0].span.cut(ctx.document.folded)))
        yield tick(
            "EVI03",
            ok,
            stated=scores[-1].quantity.text,
            expected=section.title,
            working=f"{scores[-1].quantity.text} ↔ {section.title}",
            evidence=[
                ctx.evidence(scores[-1], EvidenceRole.STATED),
                ctx.evidence(section.heading, EvidenceRole.COUNTERPART),
                ctx.evidence(body[0].span, EvidenceRole.COUNTERPART),
            ],
            facts={"score": scores[-1].quantity.text},
            confidence=0.8,
        )
        return


def _scale(ctx: CheckContext, score: Claim) -> bool:
    """总分100分，自评96分: the first is the scale, not the score."""
    return any(
        c.sentence == score.sentence
        and c.quantity.dimension is Dimension.SCORE
        and c.quantity.span.start > score.quantity.span.start
        and _PASS <= c.quantity.value < score.quantity.value
        for c in ctx.claims
    )
