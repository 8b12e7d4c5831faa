"""执行率=1182.08÷1387.93×100%: the two bare numbers are what was spent and what could be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from auditor.core.claim import Claim
from auditor.core.document import Document
from auditor.core.period import Role
from auditor.core.quantity import Dimension, Quantity, Unit

_NUMBER = r"\d[\d,]{0,18}(?:\.\d{1,6})?"
_FORMULA = re.compile(
    rf"(?:执行率|资金支出率|预算完成率)(?:为|是|:)?[=]\s?[(]?(?P<spent>{_NUMBER})\s?[÷/]\s?(?P<budget>{_NUMBER})"
)
_NAMED = {"spent": ("全年支出", Role.FINAL), "budget": ("全年预算", Role.BUDGET)}


def find_operands(document: Document, quantities: Sequence[Quantity]) -> dict[int, str]:
    """Where the numbers of such a formula end → ``spent`` or ``budget``; bare numbers only."""
    bare = {quantity.span.end for quantity in quantities if quantity.unit is None}
    return {
        found.end(side): side
        for found in _FORMULA.finditer(document.folded)
        for side in _NAMED
        if found.end(side) in bare
    }


def in_money(quantities: Sequence[Quantity], operands: Mapping[int, str]) -> tuple[Quantity, ...]:
    """``quantities``, the operands in the unit that most of the report's amounts have."""
    units: Counter[Unit] = Counter(
        q.unit for q in quantities if q.unit is not None and q.dimension is Dimension.MONEY
    )
    if not operands or not units:
        return tuple(quantities)
    ((unit, _),) = units.most_common(1)
    return tuple(
        replace(q, unit=unit) if q.unit is None and q.span.end in operands else q
        for q in quantities
    )


def name_operands(claims: Sequence[Claim], operands: Mapping[int, str]) -> list[Claim]:
    """``claims`` with the operands under their names and roles."""
    made = []
    for claim in claims:
        side = operands.get(claim.quantity.span.end)
        if side is not None and claim.quantity.dimension is Dimension.MONEY:
            indicator, role = _NAMED[side]
            claim = replace(
                claim, indicator=indicator, context=indicator, role=role, direction=0, basis=""
            )
        made.append(claim)
    return made
