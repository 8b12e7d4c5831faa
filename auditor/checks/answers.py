"""Results that surely don't answer a goal: people on the staff, and what another goal's row states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from auditor.checks.base import CheckContext
from auditor.core.claim import Claim
from auditor.core.interval import total
from auditor.core.link import Link
from auditor.core.period import Role
from auditor.core.quantity import Quantity
from auditor.core.table import IndicatorRow

_STAFF = re.compile(r"不计入|不在编|编外|劳务派遣|返聘|外聘|临聘|借调|挂职")
"""Words about people who work for the unit; they are no result of its work."""


def staff(ctx: CheckContext, goal: Claim) -> frozenset[str]:
    """Claims that count the unit's own people, where the goal isn't about such."""
    if _STAFF.search(goal.context + goal.indicator):
        return frozenset()
    return frozenset(
        claim.id
        for claim in ctx.claims
        if claim.role is Role.HEADCOUNT or _STAFF.search(claim.sentence.cut(ctx.document.folded))
    )


def answers_of_others(ctx: CheckContext, goal: Claim) -> frozenset[str]:
    """Rows whose target is another goal of the report, and the claims that state their results."""
    goals = [c for c in ctx.claims if c.role is Role.TARGET and c.cell is None and c is not goal]
    rows = [row for row in _rows(ctx) if not _sets(row, goal) and any(_sets(row, g) for g in goals)]
    places = {(row.table_id, row.row) for row in rows}
    added = {
        claim
        for link in ctx.links
        if (link.table_id, link.row) in places and _adds_up(ctx, link)
        for claim in link.claim_ids
    }
    stated = {
        claim.id
        for claim in ctx.claims
        if claim.role is Role.ACTUAL and any(_states(row, claim) for row in rows)
    }
    return frozenset(added | stated | {name_of(row) for row in rows})


def told_beside(ctx: CheckContext, goal: Claim) -> Claim | None:
    """The result that the narrative holds against the goal's number: 检定2524件，达到指标值2300台."""
    for result, mark in pairwise(ctx.claims):
        again = (
            mark.role is Role.TARGET and mark is not goal and _same(mark.quantity, goal.quantity)
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


def _rows(ctx: CheckContext) -> Iterator[IndicatorRow]:
    for table in ctx.tables:
        yield from table.indicators


def _sets(row: IndicatorRow, goal: Claim) -> bool:
    target = row.target.quantity if row.target is not None else None
    return target is not None and _same(target, goal.quantity)


def _states(row: IndicatorRow, claim: Claim) -> bool:
    actual = row.actual.quantity if row.actual is not None else None
    return actual is not None and _same(actual, claim.quantity)


def _same(a: Quantity, b: Quantity) -> bool:
    one_unit = a.unit is not None and b.unit is not None and a.unit.base == b.unit.base
    return one_unit and a.base_value == b.base_value
