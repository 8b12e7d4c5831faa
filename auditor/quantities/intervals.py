"""What a hedge or a comparator makes of a printed value.

Rules (ARCHITECTURE idea 1; `p` is the place of the last printed non-zero digit, 100 in 3800):

- 余 多 来 几: from the value up to the next unit of that place: 3800余 → [3800, 3900),
  1000余 → [1000, 2000).
- 近 将近 接近: a little below: 近2000 → [1900, 2000); the width is the largest of p/10, 5 % of the
  value and min(p, 5) for round numbers, p for others.
- 约 大约 左右 上下: half of p or 5 % of the value to either side.
- 以上 不低于 不少于 至少 ≥: [v, ∞); 超过 突破 逾 高于 >: (v, ∞).
- 以下 不超过 不高于 以内 ≤: (−∞, v]; 低于 不足 不到 少于 <: (−∞, v).
"""

from __future__ import annotations

from decimal import Decimal

from auditor.core.interval import Interval
from auditor.core.quantity import Dimension, Unit

MORE = frozenset("余多来几")
NEAR = frozenset({"近", "将近", "接近"})
ABOUT = frozenset({"约", "大约", "约为", "左右", "上下", "大概"})
COMPARATORS = {
    "≥": ">=", "不低于": ">=", "不少于": ">=", "不小于": ">=", "至少": ">=", "以上": ">=", ">=": ">=",
    "及以上": ">=", "超过": ">", "突破": ">", "逾": ">", "超": ">", "大于": ">", "高于": ">", "多于": ">", ">": ">",
    "≤": "<=", "不超过": "<=", "不高于": "<=", "不大于": "<=", "不多于": "<=", "以内": "<=", "以下": "<=",
    "最多": "<=", "<=": "<=", "及以下": "<=", "控制在": "<=", "之内": "<=",
    "低于": "<", "小于": "<", "少于": "<", "不足": "<", "不到": "<", "<": "<", "=": "=",
}  # fmt: skip
_EXACT = frozenset({Dimension.PEOPLE, Dimension.COUNT, Dimension.RANK, Dimension.SCORE,
                    Dimension.AGE, Dimension.DURATION})  # fmt: skip


def bounds(
    value: Decimal, decimals: int, unit: Unit | None, hedge: str | None, comparator: str | None
) -> Interval:
    """The interval in the written unit that ``value`` with its words states."""
    if hedge:
        interval = _hedged(value, hedge)
        if interval is not None:
            return interval
    if comparator == ">=":
        return Interval(value, None)
    if comparator == ">":
        return Interval(value, None, low_open=True)
    if comparator == "<=":
        return Interval(None, value)
    if comparator == "<":
        return Interval(None, value, high_open=True)
    exact = unit is not None and unit.dimension in _EXACT and unit.scale == 1 and decimals == 0
    if exact or (unit is None and decimals == 0):
        return Interval.exact(value)
    return Interval.rounded(value, decimals)


def last_place(value: Decimal) -> Decimal:
    """The place of the last non-zero digit: 3800 → 100, 0.25 → 0.01, 0 → 1."""
    if value == 0:
        return Decimal(1)
    return Decimal(1).scaleb(int(value.normalize().as_tuple().exponent))


def _hedged(value: Decimal, hedge: str) -> Interval | None:
    place = last_place(value)
    size = abs(value)
    if any(char in MORE for char in hedge):
        low = value
        if any(word in hedge for word in ABOUT):
            low = value - size / 20
        return Interval(low, value + place, high_open=True)
    if hedge in NEAR:
        round_number = size == place * int(size / place) and size < 10 * place
        width = max(place / 10, size / 20, min(place, Decimal(5))) if round_number else place
        return Interval(value - width, value, high_open=True)
    if hedge in ABOUT:
        width = max(place / 2, size / 20)
        return Interval(value - width, value + width)
    return None
