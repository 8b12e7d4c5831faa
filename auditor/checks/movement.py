"""Level, change, growth and prior of one fact, from its sentence and from linked table rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from auditor.checks.amounts import agree, implausible, without_comparator
from auditor.checks.base import CheckContext
from auditor.claims.roles import states_level
from auditor.core.claim import Claim, GroupKind
from auditor.core.finding import Evidence, EvidenceRole
from auditor.core.period import Role
from auditor.core.quantity import Dimension, Quantity
from auditor.core.table import NumericCell

_ALIKE = (Decimal("0.7"), Decimal("1.4"))


@dataclass(frozen=True, slots=True)
class Movement:
    """What a sentence says of one amount's change; the prior may come from a table cell."""

    level: Claim
    change: Claim | None
    growth: Claim | None
    prior_claim: Claim | None
    prior_cell: NumericCell | None

    @property
    def prior(self) -> Quantity | None:
        """The amount of the year before, or of the target (≥90%: 90%) that is compared with."""
        if self.prior_claim is not None:
            return without_comparator(self.prior_claim.quantity)
        return self.prior_cell.quantity if self.prior_cell is not None else None

    @property
    def in_points(self) -> bool:
        """Whether the change is in percentage points."""
        return self.change is not None and self.change.quantity.dimension is Dimension.POINTS

    def prior_evidence(self, ctx: CheckContext) -> Evidence:
        """The place of the prior; ``ValueError`` where there is none."""
        if self.prior_claim is not None:
            return ctx.evidence(self.prior_claim, EvidenceRole.COMPUTED_FROM)
        if self.prior_cell is None:
            raise ValueError("no prior")
        return ctx.evidence(self.prior_cell, EvidenceRole.COMPUTED_FROM)


def movements(ctx: CheckContext) -> Iterator[Movement]:
    """All growth groups of the report.

    Where the nearest amount doesn't fit the stated change and another one before it does
    (总额326万元，平均36万元，较上年281万元增加45万元), that one is what moved.
    """
    for _, level, parts in ctx.groups_of(GroupKind.GROWTH):
        change = next((p for p in parts if p.role is Role.CHANGE), None)
        growth = next((p for p in parts if p.role is Role.GROWTH), None)
        prior = next((p for p in parts if p.role not in (Role.CHANGE, Role.GROWTH)), None)
        basis = (change or growth or level).basis
        cell = None
        if prior is None and basis in ("", "上年", "上年度", "去年", "同比", "上年同期"):
            cell = _prior_cell(ctx, level)
        move = Movement(level, change, growth, prior, cell)
        if not _fits(move):
            others = [replace(move, level=other) for other in _other_levels(ctx, move)]
            move = next((other for other in others if _fits(other)), _of_size(move, others))
        yield move


def _of_size(move: Movement, others: Sequence[Movement]) -> Movement:
    """The nearest amount of last year's size, where the very nearest is of quite another one.

    An amount named like last year's is what moved whatever its size: a digit may be missing.
    """
    if move.prior_claim is not None and _named_alike(move.level, move.prior_claim):
        return move
    if move.prior is None or not implausible(move.level.quantity.base_value, move.prior.base_value):
        return move
    near = [
        other
        for other in others
        if other.prior is not None
        and other.prior.base_value
        and _ALIKE[0] < other.level.quantity.base_value / other.prior.base_value < _ALIKE[1]
    ]
    return near[0] if near else move


def _named_alike(level: Claim, prior: Claim) -> bool:
    return prior.role is Role.PRIOR and level.indicator == prior.indicator != ""


def _fits(move: Movement) -> bool:
    """Whether level, prior and the stated change or rate hold together, its sign left aside."""
    if move.prior is None:
        return True
    level, prior = move.level.quantity, move.prior
    gap = level.bounds - prior.bounds if move.in_points else level.base - prior.base
    if move.change is not None:
        stated = move.change.quantity.base
        return stated.overlaps(gap) or (-stated).overlaps(gap)
    rate = gap.divide(prior.base)
    if move.growth is None or rate is None:
        return True
    stated = move.growth.quantity.lenient
    shown = rate.scale(Decimal(100))
    return stated.overlaps(shown) or (-stated).overlaps(shown)


def _other_levels(ctx: CheckContext, move: Movement) -> Iterator[Claim]:
    """Amounts of the same unit in the paragraph before the move, nearest first."""
    moved = move.change or move.growth
    unit = move.level.quantity.unit
    if moved is None or unit is None:
        return
    paragraphs = ctx.paragraphs
    for claim in reversed(ctx.claims):
        if claim.quantity.span.end > moved.quantity.span.start or claim is move.level:
            continue
        if paragraphs.get(claim.sentence.start) != paragraphs.get(move.level.sentence.start):
            continue
        if claim.cell != move.level.cell or claim is move.prior_claim:
            continue
        same = claim.quantity.unit is not None and claim.quantity.unit.base == unit.base
        if same and (states_level(claim.role) or claim.role is Role.RATE):
            yield claim


def _prior_cell(ctx: CheckContext, level: Claim) -> NumericCell | None:
    """Last year's number in the row that the level is linked to, at ≥ 0.7.

    The row must agree about the level itself, else it may be a row about something else.
    """
    if level.period.year is None:
        return None
    for link in ctx.links:
        if link.claim_ids != (level.id,) or link.probability < 0.7:
            continue
        here = ctx.cell_of(link)
        if not agree(level.quantity, here.quantity).ok:
            continue
        for number in ctx.rows[here.table_id, here.row]:
            if (
                number.period.year == level.period.year - 1
                and number.role in (Role.FINAL, here.role)
                and number.quantity.dimension is here.quantity.dimension
            ):
                return number
    return None
