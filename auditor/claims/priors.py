"""Last year's figures that name nothing themselves: 与上年472.10万元相比增加… is about what moved."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from auditor.core.claim import Claim, ClaimGroup, GroupKind
from auditor.core.period import Role
from auditor.language import normal_form

_TAIL = re.compile(
    r"(?:与|比|较|同|由|从)?(?:上年度?|去年|上一年度?|(?:19|20)\d{2}年度?)(?:同期|决算|实际|预算|年末|年底|末|底)*数?的?$"
)
_COMPARISON = re.compile(
    r"(?:与|比|较|同|由|从)(?:上年度?|去年|上一年度?|(?:19|20)\d{2}年度?)(?:同期|决算|实际|末|底)*数?的?(?:相比)?$"
)
_SPENT = (Role.FINAL, Role.ACTUAL, Role.HEADCOUNT, Role.UNKNOWN)


def name_priors(
    claims: Sequence[Claim],
    moves: Sequence[ClaimGroup],
    earlier: Sequence[Claim],
    parts: Set[str],
) -> list[Claim]:
    """``claims`` whose prior-year figures carry the indicator of what they are compared with.

    That is the level of their GROWTH group in ``moves``; for a sentence that begins with the
    comparison the nearest total spent or done among ``earlier``, the claims before it.
    """
    by_id = {claim.id: claim for claim in (*earlier, *claims)}
    level_of = {
        part: group.whole
        for group in moves
        if group.kind is GroupKind.GROWTH
        for part in group.parts
    }
    made = []
    for claim in claims:
        if claim.role is Role.PRIOR and claim.cell is None:
            level = by_id.get(level_of.get(claim.id, ""))
            claim = _named(claim, level or _total(claim, earlier, parts))
        made.append(claim)
    return made


def _named(claim: Claim, level: Claim | None) -> Claim:
    own = normal_form(_TAIL.sub("", claim.indicator))
    if own and not _COMPARISON.fullmatch(own) and own != claim.indicator:
        return replace(claim, indicator=own)
    if level is None or (own and not _COMPARISON.fullmatch(own)):
        return claim
    return replace(claim, indicator=level.indicator, context=level.context, head=level.head)


def _total(claim: Claim, earlier: Sequence[Claim], parts: Set[str]) -> Claim | None:
    """The nearest amount spent or done before, of the claim's unit and section, that is no part."""
    unit = claim.quantity.unit
    for other in reversed(earlier):
        if other.section != claim.section:
            return None
        theirs = other.quantity.unit
        if unit is None or theirs is None or theirs.base != unit.base or other.id in parts:
            continue
        if other.role in _SPENT and other.indicator:
            return other
    return None
