"""Unit slips known in a report, computed once, so that no other check reports them again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations, permutations

from auditor.checks.amounts import MONEY_UNITS, WAN, agree, significant_digits, unit_repairs
from auditor.checks.base import CheckContext
from auditor.checks.flows import surpluses_in_sentences
from auditor.claims.parts import AVERAGE
from auditor.core.claim import Claim, ClaimGroup, GroupKind
from auditor.core.interval import total
from auditor.core.period import Role
from auditor.core.quantity import Dimension, Quantity
from auditor.core.table import NumericCell

_PAIRED = re.compile(
    r"(?:结余|结转|剩余|余额|节约|节支|节省|增加|减少|压减|核减|审减|净增|净减|(?P<sum>合计|共计|总计|累计))[^,;。:、]{0,8}$"
)
_SURE = 4
"""Significant digits that two amounts hardly give by chance."""
_REACH = 12


@dataclass(frozen=True, slots=True)
class Slip:
    """A claim whose unit must be wrong; ``repaired`` makes the sum or the cell agree."""

    claim: Claim
    repaired: Quantity
    group: ClaimGroup | None = None
    whole: Claim | None = None
    parts: tuple[Claim, ...] = ()
    cell: NumericCell | None = None


def find_slips(ctx: CheckContext) -> tuple[Slip, ...]:
    """All slips of the report, in order of position."""
    return ctx.once(_found)


def _found(ctx: CheckContext) -> tuple[Slip, ...]:
    found: dict[str, Slip] = {}
    for slip in (*_in_sums(ctx), *_in_flows(ctx), *_in_pairs(ctx), *_against_cells(ctx)):
        found.setdefault(slip.claim.id, slip)
    return tuple(sorted(found.values(), key=lambda s: s.claim.quantity.span))


def _in_sums(ctx: CheckContext) -> Iterable[Slip]:
    for group, whole, parts in ctx.groups_of(GroupKind.PARTITION, GroupKind.SUBSET):
        members = (whole, *parts)
        if len(parts) < 2 or whole.quantity.dimension is not Dimension.MONEY:
            continue
        if any(m.quantity.hedge or m.quantity.comparator for m in members):
            continue
        if whole.quantity.base.overlaps(total(p.quantity.base for p in parts)):
            continue
        if holds_without_one(whole, parts) or not any(p.quantity.value for p in parts):
            continue
        repairs = list(unit_repairs(whole.quantity, [part.quantity for part in parts]))
        if len(repairs) == 1:
            index, repaired = repairs[0]
            yield Slip(members[index + 1], repaired, group, whole, parts)


def _in_flows(ctx: CheckContext) -> Iterable[Slip]:
    """收入4.12亿元、支出3.86万元，当期结余0.26亿元: income is what was spent and what is left."""
    for left, income, spending in surpluses_in_sentences(ctx):
        parts = (spending, left)
        if any(c.quantity.hedge or c.quantity.comparator for c in (income, *parts)):
            continue
        if income.quantity.base.overlaps(total(p.quantity.base for p in parts)):
            continue
        repairs = list(unit_repairs(income.quantity, [part.quantity for part in parts]))
        if len(repairs) == 1:
            index, repaired = repairs[0]
            yield Slip((income, *parts)[index + 1], repaired, None, income, parts)


def _in_pairs(ctx: CheckContext) -> Iterable[Slip]:
    """到位410.36万元…，支出398.11万元。结余12.25元: what two amounts in 万元 give, in 元.

    As a number it is their difference or sum to the last digit, and in 元 it is that of no two.
    """
    told: list[Claim] = []
    for claim in ctx.claims:
        quantity = claim.quantity
        if claim.cell is not None or quantity.dimension is not Dimension.MONEY:
            continue
        kind = _PAIRED.search("".join(claim.context.split()))
        if kind is not None and _plain(claim, "元") and significant_digits(quantity.value) >= _SURE:
            yield from _of_pair(claim, told[-_REACH:], added=kind.group("sum") is not None)
        told.append(claim)


def _of_pair(claim: Claim, near: Sequence[Claim], *, added: bool) -> Iterable[Slip]:
    value, sign = claim.quantity.value, 1 if added else -1
    pairs = [
        (a, b)
        for a, b in (combinations if added else permutations)(near, 2)
        if a.quantity.value + sign * b.quantity.value == value
    ]
    if any(_plain(a, "元") and _plain(b, "元") for a, b in pairs):
        return
    for a, b in reversed(pairs):
        if _plain(a, "万元") and _plain(b, "万元"):
            whole, parts = (claim, (a, b)) if added else (a, (b, claim))
            yield Slip(claim, replace(claim.quantity, unit=WAN), None, whole, parts)
            return


def _plain(claim: Claim, unit: str) -> bool:
    """Whether the claim states an exact amount in that unit, of no single person or thing."""
    quantity = claim.quantity
    exact = not quantity.hedge and not quantity.comparator
    named = quantity.unit is not None and quantity.unit.name == unit
    return exact and named and not AVERAGE.search(claim.context)


def holds_without_one(whole: Claim, parts: tuple[Claim, ...]) -> bool:
    """Whether the sum holds once one member is left out: then that one is no part."""
    return any(
        whole.quantity.base.overlaps(total(p.quantity.base for p in parts if p is not left))
        for left in parts
    )


def _against_cells(ctx: CheckContext) -> Iterable[Slip]:
    for link in ctx.links:
        if len(link.claim_ids) != 1:
            continue
        claim = ctx.by_id[link.claim_ids[0]]
        cell = ctx.cell_of(link)
        quantity = claim.quantity
        if (
            quantity.dimension is not Dimension.MONEY
            or cell.quantity.dimension is not Dimension.MONEY
        ):
            continue
        if agree(quantity, cell.quantity).ok or quantity.comparator or quantity.hedge:
            continue
        if cell.quantity.comparator or cell.quantity.hedge or cell.role is Role.TARGET:
            continue
        for unit in MONEY_UNITS:
            repaired = replace(quantity, unit=unit)
            fits = unit.scale != quantity.scale and repaired.base.overlaps(cell.quantity.base)
            if fits and _telling(quantity.value) and _telling(cell.quantity.value):
                yield Slip(claim, repaired, cell=cell)


def _telling(value: Decimal) -> bool:
    """Three significant digits or more: 5元 and 5万元 may well be two things."""
    return significant_digits(value) >= 3
