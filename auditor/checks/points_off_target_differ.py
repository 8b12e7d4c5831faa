"""RAT06."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditor.checks.amounts import threshold
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.claim import Claim
from auditor.core.constraint import difference_of
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import plain
from auditor.core.period import Role
from auditor.core.quantity import Dimension

_OFF = re.compile(
    r"(?P<way>高于|高出|超过|超出|超|低于|少于|不及|比)(?:年初|年度|预期|绩效|全年|既定|设定)*"
    r"(?:目标|指标|任务|计划)(?:值|数|要求)?的?(?P<mark>[≥>=]*\d[\d.]*%)?的?(?P<then>高|低|高出|低了)?$"
)
_UP = frozenset({"高于", "高出", "超过", "超出", "超"})


@check(id="RAT06", family=Family.RATIOS, severity=Severity.MEDIUM)
def points_off_target_differ(ctx: CheckContext) -> Iterator[Tick]:
    """与目标相差的百分点数不符。

    ## 检查内容
    “高于（低于）目标×个百分点”是否等于同句所写实际比率与目标比率之差，方向是否一致。
    ## 为何重要
    差距由两个比率相减得出；不符说明比率、目标或差距有一处填错，影响该项得分。
    ## 违反示例
    群众满意度96.5%，高于目标值90%的7.5个百分点。
    ## 符合示例
    群众满意度96.5%，高于目标值90%的6.5个百分点。
    ## 局限
    实际和目标须在同一句且各只有一个比率；四舍五入和截位按区间放宽；方向词为“比”的须写明高或低。
    """
    by_sentence: dict[int, list[Claim]] = {}
    for claim in ctx.claims:
        if claim.quantity.dimension in (Dimension.PERCENT, Dimension.POINTS):
            by_sentence.setdefault(_start(ctx, claim), []).append(claim)
    for claims in by_sentence.values():
        for index, claim in enumerate(claims):
            if claim.quantity.dimension is Dimension.POINTS:
                yield from _tick(ctx, claim, claims[:index])


def _start(ctx: CheckContext, claim: Claim) -> int:
    """Where the full sentence of the claim begins; a ； doesn't end it."""
    return ctx.document.folded.rfind("。", 0, claim.quantity.span.start)


def _tick(ctx: CheckContext, points: Claim, before: Sequence[Claim]) -> Iterator[Tick]:
    start = max(points.quantity.span.start - 30, 0)
    text = re.split(r"[,;。:\n]", ctx.document.folded[start : points.quantity.span.start])[-1]
    way = _OFF.search(text.strip())
    marks = [c for c in before if c.role is Role.TARGET and _is_rate(c)]
    levels = [c for c in before if c.role is not Role.TARGET and _is_rate(c)]
    if way is None or len(marks) != 1 or len(levels) != 1:
        return
    up = _upward(way)
    if up is None:
        return
    level, mark = levels[0].quantity, threshold(marks[0].quantity)
    expected = level.lenient - mark.bounds
    expected = expected if up else expected.scale(Decimal(-1))
    stated = points.quantity
    ok = stated.lenient.overlaps(expected)
    gap = level.value - mark.value
    yield tick(
        "RAT06",
        ok,
        stated=stated.text,
        expected=f"{plain(abs(gap))}个百分点",
        working=f"{plain(level.value)}% - {plain(mark.value)}% = {plain(gap)}个百分点 {'=' if ok else '≠'} {'' if up else '-'}{plain(stated.value)}",
        evidence=(
            ctx.evidence(points, EvidenceRole.STATED),
            ctx.evidence(levels[0], EvidenceRole.COMPUTED_FROM),
            ctx.evidence(marks[0], EvidenceRole.COMPUTED_FROM),
        ),
        facts={"indicator": levels[0].indicator, "way": way.group("way")},
        stated_bounds=stated.base,
        expected_bounds=expected,
        confidence=0.9,
        constraint=difference_of(level, mark, stated, 1 if up else -1),
    )


def _upward(way: re.Match[str]) -> bool | None:
    if way.group("way") != "比":
        return way.group("way") in _UP
    then = way.group("then")
    return then.startswith("高") if then else None


def _is_rate(claim: Claim) -> bool:
    return claim.quantity.dimension is Dimension.PERCENT and not claim.quantity.hedge
