"""What else speaks for a claim and a cell being about one thing, or against it, beside their words."""

from __future__ import annotations

from itertools import pairwise

from auditor.checks.amounts import agree, slip_of
from auditor.checks.base import CheckContext
from auditor.core.claim import Claim
from auditor.core.interval import total
from auditor.core.link import Link
from auditor.core.period import Role
from auditor.core.table import NumericCell, TableKind

_SURE = 0.85
_STATED = frozenset({Role.ACTUAL, Role.FINAL, Role.UNKNOWN})
_JOINTS = ("、", "和", "及", "与", ",")


def left_alone(ctx: CheckContext, claim: Claim, cell: NumericCell, link: Link) -> bool:
    """Whether everything else of the claim's unit is at home elsewhere and one slip parts the two.

    For indicators that the narrative words otherwise: a sure link, and no other cell or claim of
    the unit left over that the number could belong to.
    """
    unit = claim.quantity.unit
    if link.probability < _SURE or unit is None or cell.block is not TableKind.INDICATORS:
        return False
    if cell.role not in _STATED or not slip_of(claim.quantity.value, cell.quantity.value):
        return False
    others = [
        c
        for c in ctx.claims
        if c is not claim
        and c.role in _STATED
        and c.quantity.unit
        and c.quantity.unit.base == unit.base
    ]
    cells = [
        n
        for n in ctx.cells.values()
        if n.block is TableKind.INDICATORS
        and n.role in _STATED
        and n.quantity.unit is not None
        and n.quantity.unit.base == unit.base
    ]
    at_home = {
        (n.table_id, n.row)
        for n in cells
        if n is not cell and any(agree(c.quantity, n.quantity).ok for c in others)
    }
    free = [n for n in cells if (n.table_id, n.row) not in at_home]
    strays = [c for c in others if not any(agree(c.quantity, n.quantity).ok for n in cells)]
    return free == [cell] and not strays


def told_in_parts(ctx: CheckContext, claim: Claim, cell: NumericCell) -> bool:
    """检查客运企业92家次、检查货运企业104家次 over a cell of 196: one of several that add up to it.

    Neighbours of the claim's unit in its sentence, joined by 、 or 和, with or without the claim's
    own sum being right: where one of two is linked alone, neither is the whole.
    """
    unit = claim.quantity.unit
    if unit is None:
        return False
    near = [
        c
        for c in ctx.claims
        if c.sentence == claim.sentence
        and c.quantity.unit is not None
        and c.quantity.unit.base == unit.base
        and c.role in _STATED
    ]
    at = near.index(claim) if claim in near else -1
    if at < 0:
        return False
    for low in range(at + 1):
        for high in range(max(at + 1, low + 2), len(near) + 1):
            run = near[low:high]
            if _joined(ctx, run) and total(c.quantity.base for c in run).overlaps(
                cell.quantity.base
            ):
                return True
    return False


def _joined(ctx: CheckContext, run: list[Claim]) -> bool:
    """Whether the amounts stand side by side, without a full stop, 其中 or ；between them."""
    for a, b in pairwise(run):
        gap = ctx.document.folded[a.quantity.span.end : b.quantity.span.start]
        if ";" in gap or "其中" in gap or not any(joint in gap for joint in _JOINTS):
            return False
    return True


def column_of_list(ctx: CheckContext, claim: Claim, cell: NumericCell) -> bool:
    """Whether the claim's list is of the cell's column: its other members agree there and only there.

    Then a number that another column of the row holds is no excuse.
    """
    mates = {
        member
        for group in ctx.groups
        if claim.id in group.parts or claim.id == group.whole
        for member in (group.whole, *group.parts)
    } - {claim.id}
    telling = 0
    for link in ctx.links:
        if len(link.claim_ids) != 1 or link.claim_ids[0] not in mates:
            continue
        other = ctx.cell_of(link)
        if (other.table_id, other.col) != (cell.table_id, cell.col):
            continue
        mate = ctx.by_id[link.claim_ids[0]]
        if not agree(mate.quantity, other.quantity).ok:
            return False
        row = ctx.rows[other.table_id, other.row]
        beside = [n for n in row if n is not other and n.role is not other.role]
        telling += not any(agree(mate.quantity, n.quantity).ok for n in beside)
    return telling > 0
