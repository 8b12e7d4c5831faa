"""What parts of a whole have in common, wherever they are listed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.core.claim import Claim
from auditor.core.period import Role
from auditor.core.quantity import Dimension

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
