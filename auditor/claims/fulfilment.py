"""Rates of works: what was done right before the rate, over what was to be done."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.claims.clauses import Statement
from auditor.claims.roles import states_level
from auditor.claims.shares import make, same_base
from auditor.core.claim import Claim, ClaimGroup, GroupKind
from auditor.core.quantity import Dimension

_BUILT = re.compile(r"(?:完成|建成|完工|竣工)$")
_DOING = re.compile(r"已|共计?|全部|累计|实际|现|全年|均|完成|建成|完工|竣工|建设")
_BEGUN = re.compile(r"实施|计划|下达|开工|安排")
_LAID_OUT = frozenset({Dimension.LENGTH, Dimension.AREA})
_WHOLE = 100


def fulfilled(statement: Statement, rate: Claim, own: Sequence[Claim]) -> list[ClaimGroup] | None:
    """实施养护工程380公里…，完成200公里，完工率100%: what was done right before the rate, over what was to be done."""
    levels = [c for c in own if states_level(c.role)]
    if not levels or rate.quantity.value != _WHOLE or not _BUILT.search(levels[-1].context):
        return None
    done = levels[-1]
    between = statement.between(done.quantity.span.end, rate.quantity.span.start)
    like = [c for c in levels[:-1] if same_base(c, done)]
    if not like or ";" in between or done.quantity.dimension not in _LAID_OUT:
        return None
    begun, named = like[-1], _DOING.sub("", done.indicator)
    apart = statement.between(begun.quantity.span.end, done.quantity.span.start)
    if (
        ";" in apart
        or "其中" in apart
        or named not in begun.indicator
        or not _BEGUN.search(begun.context)
    ):
        return None
    return [make(GroupKind.RATIO, rate, (done, begun))]
