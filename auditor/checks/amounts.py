"""Comparing amounts: agreement of two printings of one figure, sums, and repairs by unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from auditor.core.interval import Interval, plain, total
from auditor.core.quantity import Dimension, Quantity, Unit

YUAN = Unit("元", Dimension.MONEY, Decimal(1), "元")
WAN = Unit("万元", Dimension.MONEY, Decimal(10_000), "元")
YI = Unit("亿元", Dimension.MONEY, Decimal(100_000_000), "元")
MONEY_UNITS = (YUAN, WAN, YI)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Whether two printings state one value.

    ``last_digit`` marks figures that differ by one in the last printed place, as rounding on one
    side and cutting off on the other produce; ``None`` in ``ok`` where the units don't convert.
    """

    ok: bool | None
    last_digit: bool = False


_UNKNOWN, _YES, _NO = Agreement(None), Agreement(True), Agreement(False)


def agree(a: Quantity, b: Quantity) -> Agreement:
    """Compare two printings of one figure in their common base unit."""
    pair = in_one_unit(a, b)
    if pair is None:
        return _UNKNOWN
    left, right = pair
    if left.base.overlaps(right.base) and not _next_in_last_place(left, right):
        return _YES
    if left.lenient.overlaps(right.lenient):
        same_places = left.decimals == right.decimals and left.scale == right.scale
        return Agreement(not same_places, last_digit=same_places)
    return _NO


def same_threshold(a: Quantity, b: Quantity) -> Agreement:
    """Compare two statements of one target: 不少于120场 and ≥121场 set different marks.

    As plain amounts they would agree, for what reaches the one can reach the other.
    """
    pair = in_one_unit(a, b)
    least, most = (">", ">="), ("<", "<=")
    signs = {q.comparator for q in (a, b)} - {None}
    if pair is None or a.hedge or b.hedge or (signs & set(least) and signs & set(most)):
        return agree(a, b)
    return Agreement(pair[0].base_value == pair[1].base_value)


def _next_in_last_place(a: Quantity, b: Quantity) -> bool:
    """Whether two plain figures of one precision differ, so that their roundings only touch.

    97% and 98% are both right only for 97.5 %, rounded once up and once down.
    """
    plain = not (a.hedge or b.hedge or a.comparator or b.comparator)
    same = a.decimals == b.decimals and a.scale == b.scale
    return plain and same and a.value != b.value


def threshold(quantity: Quantity) -> Quantity:
    """A target's number by itself and exact: ≥90 and 90 set one threshold."""
    q, exact = quantity, Interval.exact(quantity.value)
    return Quantity(q.span, q.text, q.value, q.unit, q.decimals, exact, q.hedge, None)


def without_comparator(quantity: Quantity) -> Quantity:
    """The threshold of ≥90; a number without a mark keeps its own bounds."""
    return quantity if quantity.comparator is None else threshold(quantity)


def in_one_unit(a: Quantity, b: Quantity) -> tuple[Quantity, Quantity] | None:
    """Both in comparable units: the same base, a bare number taking the other's unit,
    or counts by different classifiers; ``None`` otherwise.
    """
    if a.unit is None and b.unit is None:
        return a, b
    if a.unit is None:
        return replace(a, unit=b.unit), b
    if b.unit is None:
        return a, replace(b, unit=a.unit)
    if a.unit.base == b.unit.base:
        return a, b
    if a.dimension is Dimension.NONE and a.unit.name == b.unit.name.rstrip("元"):
        return replace(a, unit=b.unit), b
    if b.dimension is Dimension.NONE and b.unit.name == a.unit.name.rstrip("元"):
        return a, replace(b, unit=a.unit)
    if a.dimension is b.dimension is Dimension.COUNT:
        return a, b
    return None


def stated_base(quantity: Quantity) -> Interval:
    """The interval in the base unit; a printed nought is exact, whatever its unit: 0万元."""
    return Interval.exact(0) if not quantity.value and not quantity.hedge else quantity.base


def significant_digits(value: Decimal) -> int:
    """How many digits a number has without noughts at its end: 4 for 12.05, 2 for 1200."""
    return len(value.normalize().as_tuple().digits)


_SHOWN = 2
_WILD = 3


def implausible(stated: Decimal, expected: Decimal) -> bool:
    """Whether the two are so far apart that they can't be one thing mistyped.

    A factor of ten, a hundred or ten thousand is a slip of the point or of the unit.
    """
    if not stated or not expected or (stated < 0) != (expected < 0):
        return False
    ratio = max(stated / expected, expected / stated)
    slip = any(abs(ratio / factor - 1) < Decimal("0.01") for factor in (10, 100, 1000, 10_000))
    return ratio > _WILD and not slip


def amount(value: Decimal | None, unit: Unit | None) -> str:
    """A base value printed in ``unit``."""
    if value is None:
        return "∞"
    scale = unit.scale if unit else Decimal(1)
    return plain(round(value / scale, 6)) + (unit.name if unit else "")


def in_unit(quantity: Quantity, unit: Unit | None) -> str:
    """The value of ``quantity`` printed in ``unit`` without the unit's name."""
    scale = unit.scale if unit else Decimal(1)
    return plain(round(quantity.base_value / scale, 8))


def sum_working(whole: Quantity, parts: Sequence[Quantity], signs: Sequence[int] = ()) -> str:
    """``544.19 + 93.69 = 637.88`` with the stated whole behind it, all in the whole's unit."""
    unit = whole.unit
    signs = signs or [1] * len(parts)
    terms = ""
    value = Decimal(0)
    for sign, part in zip(signs, parts, strict=True):
        shown = in_unit(part, unit)
        joint = (" - " if sign < 0 else " + ") if terms else ("-" if sign < 0 else "")
        terms += joint + shown
        value += sign * part.base_value
    scale = unit.scale if unit else Decimal(1)
    result = plain(round(value / scale, 8))
    computed = terms if result in (terms, in_unit(whole, unit)) else f"{terms} = {result}"
    relation = "=" if result == in_unit(whole, unit) else "≠"
    return f"{computed} {relation} {in_unit(whole, unit)}" + (f" ({unit.name})" if unit else "")


def difference(stated: Quantity, expected_base: Decimal) -> str:
    """``stated − expected`` in the unit of ``stated``."""
    return gap(stated.base_value - expected_base, stated.unit)


def gap(value: Decimal, unit: Unit | None) -> str:
    """A difference printed in ``unit``; that of two percentages is in percentage points."""
    if unit is not None and unit.dimension is Dimension.PERCENT:
        return f"{plain(round(value, 6))}个百分点"
    return amount(value, unit)


def quotient(numerator: Quantity, denominator: Quantity) -> Interval | None:
    """100 × numerator ÷ denominator as an interval, ``None`` for a divisor that may be 0."""
    found = numerator.base.divide(denominator.base)
    return found.scale(Decimal(100)) if found else None


def percent(above: Decimal, below: Decimal, beside: Quantity | None = None) -> str:
    """``above ÷ below`` as a percentage of two places, the figures taken as they are written.

    Four places where two would seem to round to the rate ``beside``: 33.0474% against 33.1%.
    """
    if not below:
        return "?"
    value = Decimal(100) * above / below
    short = round(value, _SHOWN)
    if beside is not None and beside.decimals < _SHOWN:
        place = Decimal(1).scaleb(-beside.decimals)
        told = abs(beside.value)
        twice, once = (abs(v).quantize(place, ROUND_HALF_UP) for v in (short, value))
        if twice == told != once:
            return f"{plain(round(value, 4))}%"
    return f"{plain(short)}%"


def unit_repairs(whole: Quantity, parts: Sequence[Quantity]) -> Iterator[tuple[int, Quantity]]:
    """Single changes of a money unit that make ``whole = Σ parts`` hold.

    Yields (index, repaired quantity); index −1 is the whole.
    """
    members = [whole, *parts]
    for index, member in enumerate(members):
        if member.dimension is not Dimension.MONEY or member.unit is None or not member.value:
            continue
        for unit in MONEY_UNITS:
            if unit.scale == member.unit.scale:
                continue
            repaired = replace(member, unit=unit)
            changed = [repaired if i == index else m for i, m in enumerate(members)]
            if changed[0].base.overlaps(total(m.base for m in changed[1:])):
                yield index - 1, repaired


def digit_repair(
    whole: Quantity, parts: Sequence[Quantity], signs: Sequence[int] = (), least: int = 4
) -> bool:
    """Whether exactly one printed digit, changed in one member, makes the sum hold exactly.

    ``least`` is the number of digits that the mistyped number must have. With four or more digits in that number chance agreement is below one in a hundred, so a list
    that might be partial is then judged complete and mistyped.
    """
    signs = signs or [1] * len(parts)
    members = list(zip(parts, signs, strict=True))
    gap = whole.base_value - sum((sign * p.base_value for p, sign in members), Decimal(0))
    if gap == 0:
        return False
    for member, sign in [(whole, -1), *members]:
        digits = len(str(abs(member.value)).replace(".", "").lstrip("0"))
        if digits < least:
            continue
        target = member.value + sign * gap / member.scale
        if target > 0 and one_digit_apart(member.value, target):
            return True
    return False


def slip_of(a: Decimal, b: Decimal) -> bool:
    """Whether one slip turns ``b`` into ``a``: a digit, two neighbours swapped, the point moved.

    Numbers of fewer than three digits are too often that near by chance; moved points aside.
    """
    if not a or not b or a == b:
        return False
    ratio = max(a / b, b / a)
    digits = min(len(str(abs(n)).replace(".", "").lstrip("0")) for n in (a, b))
    return ratio in (10, 100) or (digits >= 3 and one_digit_apart(a, b))


def one_digit_apart(a: Decimal, b: Decimal) -> bool:
    """Whether two numbers of one length differ in one digit, or in two neighbours swapped."""
    places = max(-int(a.as_tuple().exponent), 0)
    left, right = f"{a:.{places}f}", f"{b:.{places}f}"
    if Decimal(right) != b or len(left) != len(right):
        return False
    left, right = left.replace(".", ""), right.replace(".", "")
    differing = [i for i, (x, y) in enumerate(zip(left, right, strict=True)) if x != y]
    if len(differing) == 1:
        return True
    return (
        len(differing) == 2
        and differing[1] - differing[0] == 1
        and left[differing[0]] == right[differing[1]]
        and left[differing[1]] == right[differing[0]]
    )
