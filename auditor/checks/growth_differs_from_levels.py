"""GRO01."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from auditor.checks.amounts import agree, amount, implausible, in_unit, percent
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.movement import Movement, movements
from auditor.checks.points_written_as_percent import in_points
from auditor.checks.row_changes import changes_against_rows
from auditor.core.constraint import Constraint, difference_of, growth_by_change, growth_of
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import Interval

_THEN = re.compile(
    r"(?:,完成(?:全年|年初|调整后?)?预算(?:数)?的?[\d.]+%)?,?(?:比|较|与|同)(?:上年|上年度|去年|上一年|\d{4}年度?)(?:决算数?|同期)?(?:相比)?,?(?:减少|增加|增长|下降|上升)(?:了)?"
)
_AND = re.compile(r",?(?:同比)?(?:增长|下降|上升|减少|增加|增幅|降幅|减幅)(?:了|率)?(?:为|达)?")


@check(id="GRO01", family=Family.GROWTH, severity=Severity.HIGH)
def growth_differs_from_levels(ctx: CheckContext) -> Iterator[Tick]:
    """增减额、增减率与本年数、上年数不符。

    ## 检查内容
    “较上年增加x，增长y%”中的增减额、增减率与本年数、上年数（正文所列，或表格中同一行的上年列）是否互相成立；只写增减额的，与表中同名行的本年、上年决算之差核对。
    ## 为何重要
    本年、上年、增减额、增减率四者知其二即定其余。
    ## 违反示例
    2023年培训支出120.00万元，较上年增加20.00万元，增长35.00%。
    ## 符合示例
    2023年培训支出120.00万元，较上年增加20.00万元，增长20.00%。
    ## 局限
    基数按“本年数减增减额”推算；句中另有其他金额可使其成立时视为相符；仅方向词与数字相反的由GRO03提出。
    """
    for move in movements(ctx):
        points = in_points(move)
        if points is not None and not points[1]:
            continue
        yield from _amounts(ctx, move)
        yield from _rates(ctx, move)
    yield from changes_against_rows(ctx)


def _amounts(ctx: CheckContext, move: Movement) -> Iterator[Tick]:
    """level − prior = ± change."""
    if move.change is None or move.prior is None:
        return
    change, prior, level = move.change.quantity, move.prior, move.level.quantity
    expected = level.base - prior.base
    if move.in_points:
        expected = level.bounds - prior.bounds
    stated = _signed(change.base, move.change.direction)
    ok: bool | None = stated.overlaps(expected)
    unit = change.unit
    gap = level.base_value - prior.base_value
    constraint = difference_of(level, prior, change, move.change.direction)
    far = implausible(level.base_value, prior.base_value)
    if not ok and ((-stated).overlaps(expected) or far):
        ok = None
    yield tick(
        "GRO01",
        ok,
        stated=change.text,
        expected=amount(abs(gap), unit),
        working=f"{in_unit(level, unit)} - {in_unit(prior, unit)} = {amount(gap, unit)} {'=' if ok else '≠'} {'-' if move.change.direction < 0 else ''}{change.text}",
        evidence=(
            ctx.evidence(move.change, EvidenceRole.STATED),
            ctx.evidence(move.level, EvidenceRole.COMPUTED_FROM),
            move.prior_evidence(ctx),
        ),
        facts={"indicator": move.level.indicator},
        stated_bounds=stated,
        expected_bounds=expected,
        severity=None if move.prior_claim else Severity.MEDIUM,
        confidence=0.85 if move.prior_claim else 0.7,
        constraint=constraint,
    )


def _rates(ctx: CheckContext, move: Movement) -> Iterator[Tick]:
    """100 × change ÷ prior = ± growth, the prior stated or inferred."""
    if move.growth is None or move.in_points:
        return
    growth = move.growth.quantity
    level = move.level.quantity.base
    value = move.level.quantity.base_value
    if move.prior is not None and (move.change is None or _prior_fits(move)):
        base, origin = move.prior.base, "prior"
        gap = level - base
        shown = percent(value - move.prior.base_value, move.prior.base_value, growth)
    elif move.change is not None:
        gap = _signed(move.change.quantity.base, move.change.direction)
        base, origin = level - gap, "change"
        moved = move.change.quantity.base_value * (-1 if move.change.direction < 0 else 1)
        shown = percent(moved, value - moved, growth)
    else:
        return
    found = gap.divide(base)
    if found is None:
        return
    expected = found.scale(Decimal(100))
    stated = _signed(growth.lenient, move.growth.direction)
    ok: bool | None = stated.overlaps(expected)
    constraint = _constraint(move, origin)
    if not ok and (
        stated.scale(Decimal(-1)).overlaps(expected)
        or _other_level(ctx, move)
        or (_far(base, level) and not _told_at_once(ctx, move, base))
    ):
        ok = None
    inputs = [ctx.evidence(move.level, EvidenceRole.COMPUTED_FROM)]
    if origin == "change" and move.change is not None:
        inputs.append(ctx.evidence(move.change, EvidenceRole.COMPUTED_FROM))
    else:
        inputs.append(move.prior_evidence(ctx))
    yield tick(
        "GRO01",
        ok,
        stated=growth.text,
        expected=shown,
        working=_working(move, origin, shown, ok=bool(ok)),
        evidence=(ctx.evidence(move.growth, EvidenceRole.STATED), *inputs),
        facts={"indicator": move.level.indicator},
        stated_bounds=stated,
        expected_bounds=expected,
        confidence=0.85 if origin == "change" or move.prior_claim else 0.7,
        severity=None if origin == "change" or move.prior_claim else Severity.MEDIUM,
        constraint=constraint,
    )


def _constraint(move: Movement, origin: str) -> Constraint | None:
    if move.growth is None:
        return None
    level, growth = move.level.quantity, move.growth.quantity
    sign = -1 if move.growth.direction < 0 else 1
    if origin == "change" and move.change is not None:
        moved = -1 if move.change.direction < 0 else 1
        return growth_by_change(level, move.change.quantity, growth, (moved, sign))
    return growth_of(level, move.prior, growth, sign) if move.prior is not None else None


def _far(base: Interval, level: Interval) -> bool:
    """Whether last year's figure is negative or of another size: then it is another thing's."""
    if base.low is None or base.low <= 0 or level.low is None or level.low <= 0:
        return True
    return implausible(level.low, base.low)


def _told_at_once(ctx: CheckContext, move: Movement, base: Interval) -> bool:
    """决算3.90万元，较上年增加2.70万元，增长0.27%: one amount, its change and its rate, nothing between.

    Then they are of one thing, whatever their sizes, unless another amount of the report explains
    the rate.
    """
    change, growth = move.change, move.growth
    if change is None or growth is None or base.low is None or base.low <= 0:
        return False
    text = ctx.document.folded
    first = text[move.level.quantity.span.end : change.quantity.span.start]
    last = text[change.quantity.span.end : growth.quantity.span.start]
    if not _THEN.fullmatch(first) or not _AND.fullmatch(last):
        return False
    gap = _signed(change.quantity.base, change.direction)
    stated = _signed(growth.quantity.lenient, growth.direction)
    amounts = [c.quantity for c in ctx.claims] + [n.quantity for n in ctx.cells.values()]
    return not any(
        (found := gap.divide(other)) is not None and found.scale(Decimal(100)).overlaps(stated)
        for quantity in amounts
        if quantity.dimension is change.quantity.dimension
        for other in (quantity.base, quantity.base - gap)
    )


def _prior_fits(move: Movement) -> bool:
    """Whether the change is what lies between the years; a reversed sign is GRO03's."""
    if move.change is None or move.prior is None:
        return False
    gap = move.level.quantity.base - move.prior.base
    stated = move.change.quantity.base
    return stated.overlaps(gap) or (-stated).overlaps(gap)


def _working(move: Movement, origin: str, shown: str, *, ok: bool) -> str:
    unit = move.level.quantity.unit
    level = in_unit(move.level.quantity, unit)
    sign = "=" if ok else "≠"
    stated = ("-" if move.growth and move.growth.direction < 0 else "") + (
        move.growth.quantity.text if move.growth else ""
    )
    if origin == "change" and move.change is not None:
        change = in_unit(move.change.quantity, unit)
        mark = "-" if move.change.direction < 0 else ""
        operator = "+" if move.change.direction < 0 else "-"
        return f"{mark}{change} ÷ ({level} {operator} {change}) × 100% = {shown} {sign} {stated}"
    prior = in_unit(move.prior, unit) if move.prior else "?"
    return f"({level} - {prior}) ÷ {prior} × 100% = {shown} {sign} {stated}"


def _signed(interval: Interval, direction: int) -> Interval:
    return -interval if direction < 0 else interval


def _other_level(ctx: CheckContext, move: Movement) -> bool:
    """Whether another amount of the sentence makes change and growth agree."""
    if move.change is None or move.growth is None:
        return False
    gap = _signed(move.change.quantity.base, move.change.direction)
    stated = _signed(move.growth.quantity.lenient, move.growth.direction)
    for claim in ctx.claims:
        if claim.sentence != move.level.sentence or claim in (move.level, move.change):
            continue
        if agree(claim.quantity, move.level.quantity).ok is None:
            continue
        for base in (claim.quantity.base, claim.quantity.base - gap):
            found = gap.divide(base)
            if found is not None and found.scale(Decimal(100)).overlaps(stated):
                return True
    return False
