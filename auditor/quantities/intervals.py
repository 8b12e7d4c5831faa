"""What a hedge or a comparator makes of a printed value.

`p` is the place of the last printed non-zero digit (100 in 3800, 0.1 in 2.5).

- 余 多 几: from the value up to the next unit of that place: 3800余 → [3800, 3900), 1000余 →
  [1000, 2000), 十几 → [10, 20). The words say “and some more” without reaching the next unit that
  the writer could have printed (吕叔湘《现代汉语八百词》, 多, 余, 几).
- 近 将近 接近: a little below: 近2000 → [1900, 2000). The width for a round number (one digit and
  zeros) is the largest of p/10, 5 % of the value and min(p, 5); for others p.
- 约 大约 左右 上下 来: half of p or 5 % of the value to either side, whichever is larger. 来 may
  lie on either side (八百词, 来).
- 以上 不低于 不少于 至少 ≥: [v, ∞); 超过 突破 逾 高于 >: (v, ∞). 以上 includes the number itself
  (《民法典》第1259条), and so does 以下.
- 以下 不超过 不高于 以内 ≤: (−∞, v]; 低于 不足 不到 少于 <: (−∞, v) (第1259条: 不满、超过 leave it out).
- 达 达到 共 计 为: state the value itself and change nothing.
- No word: half a unit of the last printed place to either side; whole numbers of things counted
  (people, count, rank, score, age, duration, no unit) are exact.
"""

from __future__ import annotations

from decimal import Decimal

from auditor.core.interval import Interval
from auditor.core.quantity import Dimension, Unit

MORE = frozenset("余多几")
NEAR = frozenset({"近", "将近", "接近"})
ABOUT = frozenset({"约", "大约", "约为", "约有", "约合", "大概", "左右", "上下", "来"})
_EXACT = frozenset({Dimension.PEOPLE, Dimension.COUNT, Dimension.RANK, Dimension.SCORE,
                    Dimension.AGE, Dimension.DURATION})  # fmt: skip
_UNBOUNDED = {">=": (True, False), ">": (True, True), "<=": (False, False), "<": (False, True)}


def bounds(
    value: Decimal,
    decimals: int,
    unit: Unit | None,
    hedge: str | None,
    comparator: str | None,
    *,
    exact: bool = False,
) -> Interval:
    """The interval in the written unit that ``value`` with its words states.

    ``exact`` is for numbers without a printed precision: fractions, ratios, 半年, 翻番.
    """
    if hedge:
        interval = _hedged(value, hedge)
        if interval is not None:
            return interval
    limit = _UNBOUNDED.get(comparator or "")
    if limit is not None:
        below, is_open = limit
        return (
            Interval(value, None, low_open=is_open)
            if below
            else Interval(None, value, high_open=is_open)
        )
    if comparator == "±":
        return Interval(-abs(value), abs(value))
    if exact or (decimals <= 0 and is_exact(unit)):
        return Interval.exact(value)
    return Interval.rounded(value, decimals)


def is_exact(unit: Unit | None) -> bool:
    """Whether whole numbers of ``unit`` are exact: things counted, and no unit."""
    return unit is None or (unit.dimension in _EXACT and unit.scale == 1)


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
    if any(word in hedge for word in ABOUT):
        width = max(place / 2, size / 20)
        return Interval(value - width, value + width)
    return None
