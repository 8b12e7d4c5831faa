"""Links by the target beside a result: 下沉小区办实事3374件（目标3200件） ↔ the row with ≥3200件.

Reports often word an activity otherwise than their form does; the target, told in both, says which
row is meant whatever the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditor.core.claim import Claim
from auditor.core.document import Document
from auditor.core.link import BY_TARGET, Link, Relation
from auditor.core.period import Role
from auditor.core.quantity import Dimension, Quantity
from auditor.core.table import IndicatorRow, NumericCell, ParsedTable

PROBABILITY = 0.93
_COUNTED = frozenset(
    {Dimension.PEOPLE, Dimension.COUNT, Dimension.LENGTH, Dimension.AREA, Dimension.WEIGHT,
     Dimension.VOLUME}
)  # fmt: skip
_TARGET = re.compile(
    r"[,(]?(?:年初|年度|全年|绩效|考核|计划|任务|预期)?(?:目标|指标)(?:任务数?|值|数)?(?:为|是|:)?"
)
"""All that may stand between a result and its target."""
_LEAST_DIGITS = 2
"""Targets of fewer significant digits (≥100件, ≥5次) are shared by chance."""


def links_by_target(
    claims: Sequence[Claim],
    tables: Sequence[ParsedTable],
    links: Sequence[Link],
    document: Document,
) -> Iterator[Link]:
    """Links of results without one whose own target is that of one row only, and that row's only."""
    linked = {claim for link in links for claim in link.claim_ids}
    taken = {(link.table_id, link.row, link.col) for link in links}
    pairs = [
        (result, target)
        for result, target in pairwise(claims)
        if result.id not in linked and _target_of(result, target, document)
    ]
    rows = [(table, row) for table in tables for row in table.indicators] if pairs else []
    for result, target in pairs:
        wanted = target.quantity
        beside = [c for _, c in pairs if _one_mark(c.quantity, wanted)]
        fitting = [(table, row) for table, row in rows if _asks(row, wanted)]
        if len(beside) != 1 or len(fitting) != 1:
            continue
        table, row = fitting[0]
        cell = _actual(table, row)
        if cell is not None and (cell.table_id, cell.row, cell.col) not in taken:
            yield _link(result, cell)


def _target_of(result: Claim, target: Claim, document: Document) -> bool:
    if result.role is not Role.ACTUAL or target.role is not Role.TARGET:
        return False
    if result.cell is not None or result.sentence != target.sentence:
        return False
    if {result.quantity.dimension, target.quantity.dimension} - _COUNTED:
        return False
    digits = target.quantity.value.normalize().as_tuple().digits
    between = document.folded[result.quantity.span.end : target.quantity.span.start]
    return len(digits) >= _LEAST_DIGITS and bool(_TARGET.fullmatch(between))


def _one_mark(a: Quantity, b: Quantity) -> bool:
    return (
        a.unit is not None
        and b.unit is not None
        and a.unit.base == b.unit.base
        and a.base_value == b.base_value
    )


def _asks(row: IndicatorRow, wanted: Quantity) -> bool:
    target = row.target.quantity if row.target is not None else None
    return target is not None and _one_mark(target, wanted)


def _actual(table: ParsedTable, row: IndicatorRow) -> NumericCell | None:
    """The row's result, where it counts in the unit of its target."""
    asked = row.target.quantity if row.target is not None else None
    for number in table.numbers:
        if number.row == row.row and number.role is Role.ACTUAL and asked is not None:
            unit = number.quantity.unit
            same = unit is None or (asked.unit is not None and unit.base == asked.unit.base)
            return number if same else None
    return None


def _link(claim: Claim, cell: NumericCell) -> Link:
    return Link(
        claim_ids=(claim.id,),
        table_id=cell.table_id,
        row=cell.row,
        col=cell.col,
        cell_span=cell.span,
        relation=Relation.EQUAL,
        probability=PROBABILITY,
        contributions=(("same_target", 1.0),),
        source=BY_TARGET,
    )
