"""What parts of a whole have in common, wherever they are listed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.claims.clauses import Statement
from auditor.core.claim import Claim
from auditor.core.period import Role
from auditor.core.quantity import Dimension
from auditor.language import complement_set

OTHERS = re.compile(r"^(?:其他|其它|其余)|(?:及|和|与|、)(?:其他|其它)")
"""A label that closes its list: whatever else there is."""

AVERAGE = re.compile(r"平均|[人户亩日月年车次床村校组]均|均价|单价|造价|每[一-鿿]")
"""An indicator that is no amount of its own kind: 户均, 单价."""

SUMMED = frozenset(
    {
        Dimension.MONEY,
        Dimension.PEOPLE,
        Dimension.COUNT,
        Dimension.AREA,
        Dimension.LENGTH,
        Dimension.WEIGHT,
        Dimension.VOLUME,
    }
)
"""Dimensions whose parts add up to a whole."""

_TRAILING = re.compile(
    r"(?:[两二三四五六]项|两者|以上)?(?:(?:编制|人员|总数)?共计?|合计|总计|共有)(?:为|得)?$"
)
_THREE_PUBLIC = re.compile(r"公务接待|接待费|公务用车|公车|车辆(?:购置及?)?运行|出国")


def three_public(whole: Claim, labels: Sequence[str]) -> bool:
    """Whether ``labels`` are the kinds of 三公经费 that ``whole`` is: reception and cars at least."""
    return "三公" in whole.context and (
        all(_THREE_PUBLIC.search(label) for label in labels)
        and any("接待" in label for label in labels)
        and any(re.search(r"用车|公车|车辆(?:购置及?)?运行", label) for label in labels)
    )


_PLANNED = frozenset({Role.BUDGET, Role.INITIAL_BUDGET, Role.TARGET, Role.PLAN})


def planned(claim: Claim) -> bool:
    """Whether the claim says what was planned: 预算为…, as against 决算为… beside it."""
    return claim.role in _PLANNED


TOTAL_WORD = re.compile(
    r"共有|共|总计|合计|总数|总额|总人数|总资产|人数|总量|总收入|总支出|累计|总"
)
"""Words that call an amount a total."""

_POSTS_AND_STAFF = (Role.ESTABLISHMENT, Role.HEADCOUNT)


def same_kind(whole: Claim, part: Claim) -> bool:
    """One unit, and not posts (编制) over the people who fill them."""
    a, b = whole.quantity.unit, part.quantity.unit
    if a is None or b is None or (whole.role, part.role) == _POSTS_AND_STAFF:
        return False
    return a.base == b.base


def own_words(statement: Statement, claim: Claim) -> str:
    """The words right before a number, behind the last mark."""
    before = statement.between(statement.span.start, claim.quantity.span.start)
    return re.split(r"[,;:、()]", before)[-1].strip()


def sums_up(words: str) -> bool:
    """Whether an amount with these words is the sum of those before it: 合计, 共, 两项共计."""
    return bool(_TRAILING.fullmatch(words))


def but_own_total(statement: Statement, whole: Claim, parts: Sequence[Claim]) -> list[Claim]:
    """The parts before the total that ends them; none where it isn't ``whole``.

    概算900万元，包括土建430万元、设备250万元，共计680万元: the list has a sum of its own, and what
    was told before it is an estimate or a ceiling. A known split leaves no room for that.
    """
    for at in range(2, len(parts)):
        total = parts[at]
        if same_kind(whole, total) and sums_up(own_words(statement, total)):
            listed = list(parts[:at])
            said_twice = total.quantity.base.overlaps(whole.quantity.base)
            known = complement_set([part.indicator for part in listed])
            return listed if said_twice or known else []
    return list(parts)
