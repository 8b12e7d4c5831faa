"""Level, change, growth and prior of one fact, from its sentence and from linked table rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.checks.base import CheckContext
from auditor.core.claim import Claim, GroupKind
from auditor.core.finding import Evidence, EvidenceRole
from auditor.core.period import Role
from auditor.core.quantity import Dimension, Quantity
from auditor.core.table import NumericCell


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
        """The amount of the year before."""
        if self.prior_claim is not None:
            return self.prior_claim.quantity
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
    """All growth groups of the report."""
    for _, level, parts in ctx.groups_of(GroupKind.GROWTH):
        change = next((p for p in parts if p.role is Role.CHANGE), None)
        growth = next((p for p in parts if p.role is Role.GROWTH), None)
        prior = next((p for p in parts if p.role not in (Role.CHANGE, Role.GROWTH)), None)
        basis = (change or growth or level).basis
        cell = None
        if prior is None and basis in ("", "上年", "上年度", "去年", "同比", "上年同期"):
            cell = _prior_cell(ctx, level)
        yield Movement(level, change, growth, prior, cell)


def _prior_cell(ctx: CheckContext, level: Claim) -> NumericCell | None:
    """Last year's number in the row that the level is linked to, at ≥ 0.7."""
    if level.period.year is None:
        return None
    for link in ctx.links:
        if link.claim_ids != (level.id,) or link.probability < 0.7:
            continue
        here = ctx.cell_of(link)
        for number in ctx.cells.values():
            if (number.table_id, number.row) == (here.table_id, here.row) and (
                number.period.year == level.period.year - 1
                and number.role in (Role.FINAL, here.role)
                and number.quantity.dimension is here.quantity.dimension
            ):
                return number
    return None
