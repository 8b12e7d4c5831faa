"""SCO04."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.conclusions import overall_scores
from auditor.core.charspan import CharSpan
from auditor.core.claim import Claim
from auditor.core.constraint import within
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import Interval, show
from auditor.core.quantity import Dimension

_GRADE = re.compile(
    r"(?:等级|等次|级别|评级|结果|结论|评定|档次|评价)[^,。;\d]{0,6}?(?:(?:为|是|:|达到)\s*[“\"'‘]?|[“\"‘])(优秀|优|良好|良|中等|中|合格|较差|差)(?![一-鿿])"
    r"|(?:等级|等次)(?P<bare>优秀|优|良好|良|中等|中|较差|差)(?=[,。;]|$)"
)
_OTHER = re.compile(r"考核|考评|验收|测评|信用")
"""What else than the report is graded."""

_BANDS_TOLD = re.compile(r"\d+\s?分?\s?(?:\(含\))?(?:以上|至|-|—|~)")


@check(id="SCO04", family=Family.SCORES, severity=Severity.HIGH)
def grade_contradicts_score(ctx: CheckContext) -> Iterator[Tick]:
    """评价等级与得分不符。

    ## 检查内容
    正文所写总得分与评价等级（优、良、中、差）是否落在同一档。
    ## 为何重要
    财预〔2020〕10号：总分100，90（含）以上为优，80（含）至90为良，60（含）至80为中，60以下为差。
    ## 违反示例
    经综合评价，自评得分86分，评价等级为优秀。
    ## 符合示例
    经综合评价，自评得分86分，评价等级为良好。
    ## 局限
    档位界限可在设置中按地方办法修改；等级须与得分在同一句或同段其后；其后说的是考核、验收等他事的等级时不判断。
    """
    bands = _bands(ctx)
    for claim in overall_scores(ctx):
        found = _grade_near(ctx, claim)
        if found is None or _later_score(ctx, claim, found[0]):
            continue
        span, word = found
        band = bands[word[0] if word[0] in bands else "差"]
        ok = claim.quantity.base.overlaps(band)
        yield tick(
            "SCO04",
            ok,
            stated=f"{claim.quantity.text} {word}",
            expected=show(band),
            working=f"{claim.quantity.text} {'∈' if ok else '∉'} {show(band)} ({word})",
            evidence=(
                ctx.evidence(claim, EvidenceRole.STATED),
                ctx.evidence(span, EvidenceRole.COUNTERPART, word),
            ),
            facts={"grade": word},
            stated_bounds=claim.quantity.base,
            expected_bounds=band,
            confidence=0.9,
            constraint=within(claim.quantity, band),
        )


def _bands(ctx: CheckContext) -> dict[str, Interval]:
    top, good, fair = (
        Decimal(ctx.settings.grade_excellent),
        Decimal(ctx.settings.grade_good),
        Decimal(ctx.settings.grade_fair),
    )
    return {
        "优": Interval(top, None),
        "良": Interval(good, top, high_open=True),
        "中": Interval(fair, good, high_open=True),
        "合": Interval(fair, good, high_open=True),
        "差": Interval(None, fair, high_open=True),
    }


def _later_score(ctx: CheckContext, claim: Claim, grade: CharSpan) -> bool:
    """Whether another total score, or a larger one, stands between ``claim`` and the grade."""
    totals = {other.id for other in overall_scores(ctx)}
    return any(
        claim.quantity.span.start < other.quantity.span.start < grade.start
        and (other.id in totals or other.quantity.value > claim.quantity.value)
        for other in ctx.claims
        if other.quantity.dimension is Dimension.SCORE
    )


def _grade_near(ctx: CheckContext, claim: Claim) -> tuple[CharSpan, str] | None:
    """The grade in the score's own sentence, else after it in the paragraph."""
    start, end = claim.sentence.start, claim.sentence.end
    paragraph = ctx.paragraphs.get(start)
    own = [s.span.end for s in ctx.document.sentences if s.paragraph == paragraph]
    match = _GRADE.search(ctx.document.folded, start, end)
    if match is None and paragraph is not None:
        rest = ctx.document.folded[end : max(own, default=end)]
        if _BANDS_TOLD.search(rest):
            return None
        match = _GRADE.search(ctx.document.folded, end, max(own, default=end))
        if match is not None and _OTHER.search(ctx.document.folded, end, match.start()):
            return None
    if match is None:
        return None
    group = 1 if match.group(1) else "bare"
    return CharSpan(match.start(), match.end(group)), match.group(group)
