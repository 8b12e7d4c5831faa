"""GRO03."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from auditor.checks.amounts import implausible, in_unit, significant_digits
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.budget_words import words_against_budget
from auditor.checks.movement import Movement, movements
from auditor.core.claim import Claim
from auditor.core.constraint import Constraint, at_most, difference_of
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.period import Role
from auditor.core.quantity import Dimension

_BARE_RATE = re.compile(
    r"[,、]?(?:同比)?(?:增长|下降|减少|增加|上升|降低|增幅|降幅|减幅|增|减)(?:率)?(?:为|达到?|约)?"
)

_TELLING = 3
"""Digits of a change that two amounts don't have in common by chance."""
_FROM = re.compile(r"[由从][^,;。]*$")
_TO = re.compile(
    r"(?:(?:增加|增长|减少|下降|上升|提高|降低|调整|变化|降|增|减|升)(?:到|至|为)|变(?:动|更)?为)[^,;。\d]{0,4}(?:\d{4}\s?年的?)?"
)


@check(id="GRO03", family=Family.GROWTH, severity=Severity.HIGH)
def direction_contradicts_levels(ctx: CheckContext) -> Iterator[Tick]:
    """增减方向与数字相反。

    ## 检查内容
    写“增加”“增长”而本年数小于上年数，或写“减少”“下降”而本年数大于上年数；增减额与紧跟其后的增减率方向相反；同额的整体与部分增减额相同而方向相反；写“决算数大于（小于）预算数”而同句的两数或完成率并非如此。
    ## 为何重要
    方向写反会使结论相反。
    ## 违反示例
    公务接待费由2022年的8.00万元增加到2023年的5.00万元，增长37.50%。
    ## 符合示例
    公务接待费由2022年的8.00万元减少到2023年的5.00万元，下降37.50%。
    ## 局限
    上年数须在同句写明或由表格同一行的上年列提供；两数区间相接时不作判断。
    """
    for move in movements(ctx):
        moved = move.change or move.growth or move.level
        if move.prior is None or moved.direction == 0:
            continue
        gap = move.level.quantity.base - move.prior.base
        up = gap.low is not None and gap.low > 0
        down = gap.high is not None and gap.high < 0
        ok: bool | None = None
        if up or down:
            ok = (moved.direction > 0) == up
        if ok is False and move.prior_claim is None and move.change is not None:
            stated = move.change.quantity.base
            if not (stated.overlaps(gap) or (-stated).overlaps(gap)):
                ok = None
        constraint = _constraint(move, moved)
        far = implausible(move.level.quantity.base_value, move.prior.base_value)
        if ok is False and far and not _from_to(ctx, move):
            ok = None
        unit = move.level.quantity.unit
        relation = ">" if up else ("<" if down else "≈")
        yield tick(
            "GRO03",
            ok,
            stated=moved.quantity.text,
            expected="增加" if up else "减少",
            working=f"{in_unit(move.level.quantity, unit)} {relation} {in_unit(move.prior, unit)}",
            evidence=(
                ctx.evidence(moved, EvidenceRole.STATED),
                ctx.evidence(move.level, EvidenceRole.COMPUTED_FROM),
                move.prior_evidence(ctx),
            ),
            facts={
                "indicator": move.level.indicator,
                "direction": "增加" if moved.direction > 0 else "减少",
            },
            stated_bounds=moved.quantity.base,
            expected_bounds=gap,
            confidence=0.8,
            constraint=constraint,
        )
    yield from _change_against_rate(ctx)
    yield from _told_both_ways(ctx)
    yield from words_against_budget(ctx)


def _from_to(ctx: CheckContext, move: Movement) -> bool:
    """Whether one phrase tells both: 由2022年的8.00万元增加到2023年的9.10万元."""
    if move.prior_claim is None:
        return False
    first, last = move.prior_claim.quantity.span, move.level.quantity.span
    between = ctx.document.folded[first.end : last.start]
    before = ctx.document.folded[max(first.start - 12, 0) : first.start]
    return bool(_FROM.search(before)) and bool(_TO.fullmatch(between))


def _constraint(move: Movement, moved: Claim) -> Constraint | None:
    """The change has the sign of its word and is the gap of the levels."""
    if move.prior is None or moved.quantity.dimension is Dimension.PERCENT:
        return None
    if moved is move.level:
        pair = (move.prior, move.level.quantity)
        return at_most((pair[0],), pair[1]) if moved.direction > 0 else at_most((pair[1],), pair[0])
    return difference_of(move.level.quantity, move.prior, moved.quantity, moved.direction)


def _told_both_ways(ctx: CheckContext) -> Iterator[Tick]:
    """支出3540.25万元，比上年减少182.79万元。其中：基本支出3540.25万元，比上年增加182.79万元: the part is all of it."""
    for one, other in pairwise(m for m in movements(ctx) if m.change is not None):
        first, second = one.change, other.change
        if first is None or second is None or not first.direction * second.direction:
            continue
        level, again = one.level.quantity, other.level.quantity
        same = level.base_value == again.base_value and (
            first.quantity.base_value == second.quantity.base_value
        )
        paragraphs = {ctx.paragraphs.get(c.sentence.start) for c in (first, second)}
        digits = significant_digits(first.quantity.value)
        if not same or first.basis != second.basis or digits < _TELLING:
            continue
        if len(paragraphs) > 1 or one.level.period != other.level.period:
            continue
        yield tick(
            "GRO03",
            first.direction == second.direction,
            stated=second.quantity.text,
            expected="增加" if first.direction > 0 else "减少",
            working=f"{'+' if first.direction > 0 else '-'}{first.quantity.text} ↔ {'+' if second.direction > 0 else '-'}{second.quantity.text}",
            evidence=(
                ctx.evidence(second, EvidenceRole.STATED),
                ctx.evidence(first, EvidenceRole.COUNTERPART),
            ),
            facts={
                "indicator": other.level.indicator,
                "direction": "增加" if second.direction > 0 else "减少",
            },
            severity=Severity.MEDIUM,
            confidence=0.8,
        )


def _change_against_rate(ctx: CheckContext) -> Iterator[Tick]:
    """增加4.26亿元，下降4.70%: the change and the rate right behind it point two ways."""
    for change, rate in pairwise(ctx.claims):
        if change.role is not Role.CHANGE or rate.role is not Role.GROWTH:
            continue
        gap = ctx.document.folded[change.quantity.span.end : rate.quantity.span.start]
        if change.sentence != rate.sentence or not _BARE_RATE.fullmatch(gap):
            continue
        yield tick(
            "GRO03",
            change.direction == rate.direction,
            stated=rate.quantity.text,
            expected="增加" if change.direction > 0 else "减少",
            working=f"{'+' if change.direction > 0 else '-'}{change.quantity.text} ↔ {'+' if rate.direction > 0 else '-'}{rate.quantity.text}",
            evidence=(
                ctx.evidence(rate, EvidenceRole.STATED),
                ctx.evidence(change, EvidenceRole.COMPUTED_FROM),
            ),
            facts={
                "indicator": change.indicator,
                "direction": "增加" if rate.direction > 0 else "减少",
            },
            confidence=0.9,
        )
