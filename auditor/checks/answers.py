"""Results that surely don't answer a goal: people on the staff, and what another goal's row states."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from auditor.checks.base import CheckContext
from auditor.core.charspan import CharSpan
from auditor.core.claim import Claim
from auditor.core.interval import total
from auditor.core.link import Link
from auditor.core.period import Role
from auditor.core.quantity import Quantity
from auditor.core.table import IndicatorRow

Amount = tuple[str, Decimal]
"""A base unit and a value in it."""

_STAFF = re.compile(r"不计入|不在编|编外|劳务派遣|返聘|外聘|临聘|借调|挂职")
"""Words about people who work for the unit; they are no result of its work."""


def staff(ctx: CheckContext, goal: Claim) -> frozenset[str]:
    """Claims that count the unit's own people, where the goal isn't about such."""
    if _STAFF.search(goal.context + goal.indicator):
        return frozenset()
    return ctx.once(_of_staff)


def _of_staff(ctx: CheckContext) -> frozenset[str]:
    told = {span for span in {c.sentence for c in ctx.claims} if _tells_of_staff(ctx, span)}
    return frozenset(c.id for c in ctx.claims if c.role is Role.HEADCOUNT or c.sentence in told)


def _tells_of_staff(ctx: CheckContext, sentence: CharSpan) -> bool:
    return _STAFF.search(sentence.cut(ctx.document.folded)) is not None


def answers_of_others(ctx: CheckContext, goal: Claim) -> frozenset[str]:
    """Rows whose target is another goal of the report, and the claims that state their results."""
    own = _amount(goal.quantity)
    rows = [row for row in ctx.once(_answering) if row.target != own]
    places = {row.place for row in rows}
    actual = {row.actual for row in rows}
    added = {
        claim
        for link in ctx.links
        if (link.table_id, link.row) in places and _adds_up(ctx, link)
        for claim in link.claim_ids
    }
    stated = {
        claim.id
        for claim in ctx.claims
        if claim.role is Role.ACTUAL and (told := _amount(claim.quantity)) and told in actual
    }
    return frozenset(added | stated | {row.name for row in rows})


@dataclass(frozen=True, slots=True)
class _Row:
    """A row whose target is a goal of the narrative."""

    name: str
    place: tuple[str, int]
    target: Amount | None
    actual: Amount | None


def _answering(ctx: CheckContext) -> tuple[_Row, ...]:
    goals = {_amount(c.quantity) for c in ctx.claims if c.role is Role.TARGET and c.cell is None}
    found = []
    for table in ctx.tables:
        for row in table.indicators:
            target = row.target.quantity if row.target is not None else None
            actual = row.actual.quantity if row.actual is not None else None
            wanted = _amount(target) if target is not None else None
            if wanted is not None and wanted in goals:
                done = _amount(actual) if actual is not None else None
                found.append(_Row(name_of(row), (row.table_id, row.row), wanted, done))
    return tuple(found)


def told_beside(ctx: CheckContext, goal: Claim) -> Claim | None:
    """The result that the narrative holds against the goal's number: 检定2524件，达到指标值2300台."""
    own = _amount(goal.quantity)
    for result, mark in pairwise(ctx.claims):
        again = (
            mark.role is Role.TARGET
            and mark is not goal
            and own is not None
            and _amount(mark.quantity) == own
        )
        if again and result.role is Role.ACTUAL and result.sentence == mark.sentence:
            return result
    return None


def name_of(row: IndicatorRow) -> str:
    """The row's name among results."""
    return f"{row.table_id}/{row.row}"


def _adds_up(ctx: CheckContext, link: Link) -> bool:
    """Whether the claims together are what the linked result says: 甲类72人、乙类105人 under 177人."""
    cell = ctx.cell_of(link)
    stated = total(ctx.by_id[claim].quantity.base for claim in link.claim_ids)
    return cell.role is Role.ACTUAL and stated.overlaps(cell.quantity.base)


def _amount(quantity: Quantity) -> Amount | None:
    """What two quantities of one unit and value have in common."""
    return (quantity.unit.base, quantity.base_value) if quantity.unit is not None else None
