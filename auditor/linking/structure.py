"""What the words of a sentence make part of what, whatever the numbers add up to.

The groups of the claims floor are read charitably, by their sums; a link must not depend on those.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from auditor.claims.roles import states_level
from auditor.core.claim import Claim
from auditor.core.period import Role
from auditor.core.quantity import Dimension

_AMONG = re.compile(r"其中|包括|包含")
_RATES = (Role.GROWTH, Role.SHARE)
_MOVED = re.compile(r"(?:同比|环比)?(?:增长|下降|增加|减少|提高|降低|提升|上升)了?$|占$")


def wholes_of(claims: Sequence[Claim], folded: str) -> dict[str, frozenset[str]]:
    """Ids of parts → ids of their wholes: amounts of one unit and role behind 其中, up to a ；or 。.

    ``folded`` is the report's text.
    """
    found: dict[str, frozenset[str]] = {}
    whole: Claim | None = None
    last: Claim | None = None
    for claim in claims:
        if not states_level(claim.role) or claim.quantity.unit is None:
            continue
        if last is not None:
            between = folded[last.quantity.span.end : claim.quantity.span.start]
            if last.cell != claim.cell or re.search(r"[。;!?]", between):
                whole = None
            elif _AMONG.search(between):
                whole = last
        if whole is not None and _one_kind(whole, claim):
            found[claim.id] = frozenset({whole.id})
        last = claim
    return found


def _one_kind(whole: Claim, part: Claim) -> bool:
    a, b = whole.quantity.unit, part.quantity.unit
    role = part.role is whole.role or Role.UNKNOWN in (part.role, whole.role)
    return role and a is not None and b is not None and a.base == b.base


def with_rates(claims: Sequence[Claim]) -> list[Claim]:
    """``claims``, shares and growth rates under the name of what they are the rate of."""
    made: list[Claim] = []
    level: Claim | None = None
    for claim in claims:
        if level is not None and level.sentence != claim.sentence:
            level = None
        if claim.role in _RATES:
            made.append(_rate(claim, level))
            continue
        made.append(claim)
        if states_level(claim.role):
            level = claim
    return made


def _rate(claim: Claim, level: Claim | None) -> Claim:
    """占69.01% of 护理型床位 is 护理型床位占比, 下降5.2% of 投诉 is 投诉下降率."""
    if claim.role is Role.SHARE:
        tail = "占比"
    else:
        tail = "下降率" if claim.direction < 0 else "增长率"
    own = _MOVED.sub("", claim.indicator)
    of = level if not own else None
    name = own or (level.indicator if level is not None else "")
    indicator = f"{name}{tail}" if name and not name.endswith("占比") else name
    money = of is None or of.quantity.dimension is Dimension.MONEY
    role = claim.role if money or claim.role is Role.SHARE else Role.RATE
    return replace(claim, indicator=indicator, context=f"{name}{claim.context}", role=role)
