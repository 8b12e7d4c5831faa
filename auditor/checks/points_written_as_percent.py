"""UNI02."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.movement import Movement, movements
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import Interval, plain
from auditor.core.quantity import Dimension


@check(id="UNI02", family=Family.UNITS, severity=Severity.MEDIUM)
def points_written_as_percent(ctx: CheckContext) -> Iterator[Tick]:
    """百分点写成百分比。

    ## 检查内容
    两个比率之差（如由90%升到92%）写成“增长2%”而不是“提高2个百分点”。
    ## 为何重要
    90%到92%是提高2个百分点，增长率则是2.22%；写错会夸大或缩小变化。
    ## 违反示例
    群众满意度92.4%，较上年的90.2%增长2.2%。
    ## 符合示例
    群众满意度92.4%，较上年的90.2%提高2.2个百分点。
    ## 局限
    本年和上年两个比率都须写明；所写的数也可能是增长率（四舍五入或截位后相同）的不提出。
    """
    for move in movements(ctx):
        found = in_points(move)
        if found is None or move.growth is None or move.prior is None:
            continue
        gap, ok = found
        level, prior = move.level.quantity, move.prior
        yield tick(
            "UNI02",
            ok,
            stated=move.growth.quantity.text,
            expected=f"{plain(abs(level.value - prior.value))}个百分点",
            working=f"{plain(level.value)}% - {plain(prior.value)}% = {plain(level.value - prior.value)}个百分点",
            evidence=(
                ctx.evidence(move.growth, EvidenceRole.STATED),
                ctx.evidence(move.level, EvidenceRole.COMPUTED_FROM),
                move.prior_evidence(ctx),
            ),
            facts={"indicator": move.level.indicator},
            stated_bounds=move.growth.quantity.base,
            expected_bounds=gap,
            confidence=0.9,
        )


def in_points(move: Movement) -> tuple[Interval, bool] | None:
    """The gap of two rates and whether the stated rate of growth is not that gap in disguise.

    ``None`` where level and prior are no rates, or nothing can be told.
    """
    if move.growth is None or move.prior is None or move.change is not None:
        return None
    level, prior = move.level.quantity, move.prior
    if {level.dimension, prior.dimension} != {Dimension.PERCENT}:
        return None
    gap = level.bounds - prior.bounds
    if not prior.value:
        return None
    stated = move.growth.quantity
    difference = abs(level.value - prior.value)
    relative = Interval.exact(difference / prior.value * 100)
    if stated.lenient.overlaps(relative):
        return gap, True
    return (gap, False) if stated.value == difference else None
