"""Single slips of the pen: a unit, a digit, two digits swapped, a sign, the decimal point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from auditor.core.interval import Interval
from auditor.core.quantity import Dimension, Quantity, Unit
from auditor.core.swift import swift

_WAN = Decimal(10_000)
_MONEY = ("元", "万元", "亿元")
_PEOPLE = ("人", "万人")
_SCALES = {"元": Decimal(1), "万元": _WAN, "亿元": _WAN * _WAN, "人": Decimal(1), "万人": _WAN}
_SHIFTS = (1, 2, 3, -1, -2, -3)
_TELLING = 3
"""A number of two digits is one digit away from a fifth of all others."""


class Slip(StrEnum):
    """How the statement was spoilt."""

    UNIT = "unit"
    DIGIT = "digit"
    SWAP = "swap"
    SIGN = "sign"
    POINT = "point"


@swift
@dataclass(frozen=True, slots=True)
class Rewriting:
    """``quantity`` is what was perhaps meant."""

    slip: Slip
    quantity: Quantity

    @property
    def text(self) -> str:
        """What was meant, printed."""
        return _printed(self.quantity)

    @property
    def telling(self) -> bool:
        """Whether chance would hardly produce it."""
        digits = f"{abs(self.quantity.value):f}".replace(".", "").lstrip("0")
        return self.slip is not Slip.DIGIT or len(digits) >= _TELLING


def rewritings(quantity: Quantity, *, directed: bool = False) -> Iterator[Rewriting]:
    """Everything one slip away from the printed number; nothing for hedged ones and noughts."""
    if quantity.hedge or quantity.comparator or not quantity.value:
        return
    yield from _units(quantity)
    yield from _shifted(quantity)
    yield from _retyped(quantity)
    if directed or quantity.value < 0:
        negative = replace(quantity, value=-quantity.value, bounds=-quantity.bounds)
        yield Rewriting(Slip.SIGN, negative)


def fits(stated: Interval, wanted: Interval) -> bool:
    """Whether the two agree by more than touching ends, and not because much would do.

    ``wanted`` may be at most 1 % of its value wide, and one number in a hundred.
    """
    common = stated.intersection(wanted)
    if common is None or (common.is_exact and not (stated.is_exact or wanted.is_exact)):
        return False
    if wanted.low is None or wanted.high is None:
        return False
    least = min(abs(wanted.low), abs(wanted.high))
    return (wanted.high - wanted.low) * 100 <= least and (not stated.is_exact or least >= 100)


def _units(quantity: Quantity) -> Iterator[Rewriting]:
    unit = quantity.unit
    if unit is None or not quantity.text.endswith(unit.name):
        return
    for names in (_MONEY, _PEOPLE):
        if unit.name in names:
            for name in names:
                if name != unit.name:
                    other = Unit(name, unit.dimension, _SCALES[name], unit.base)
                    meant = replace(quantity, unit=other)
                    yield Rewriting(Slip.UNIT, meant)


def _shifted(quantity: Quantity) -> Iterator[Rewriting]:
    """The point moved; a count stays whole (713户 → 7130户)."""
    for places in _SHIFTS:
        value = quantity.value.scaleb(places)
        if quantity.bounds.is_exact and value != value.to_integral_value():
            continue
        meant = _with(quantity, value, max(quantity.decimals - places, 0))
        yield Rewriting(Slip.POINT, meant)


def _retyped(quantity: Quantity) -> Iterator[Rewriting]:
    """One digit changed, or two neighbours swapped, in the number as printed."""
    places = max(quantity.decimals, 0)
    printed = f"{abs(quantity.value):.{places}f}"
    digits = [i for i, character in enumerate(printed) if character.isdigit()]
    if Decimal(printed) != abs(quantity.value):
        return
    seen = {printed}
    for here, after in pairwise(digits):
        swapped = list(printed)
        swapped[here], swapped[after] = swapped[after], swapped[here]
        yield from _made(quantity, "".join(swapped), Slip.SWAP, seen)
    for here in digits:
        for digit in "0123456789":
            changed = printed[:here] + digit + printed[here + 1 :]
            yield from _made(quantity, changed, Slip.DIGIT, seen)


def _made(quantity: Quantity, printed: str, slip: Slip, seen: set[str]) -> Iterator[Rewriting]:
    leading = printed[0] == "0" and len(printed.split(".")[0]) > 1
    if printed in seen or leading:
        return
    seen.add(printed)
    value = Decimal(printed) if quantity.value >= 0 else -Decimal(printed)
    meant = _with(quantity, value, quantity.decimals)
    yield Rewriting(slip, meant)


def _with(quantity: Quantity, value: Decimal, decimals: int) -> Quantity:
    exact = quantity.bounds.is_exact
    bounds = Interval.exact(value) if exact else Interval.rounded(value, decimals)
    return Quantity(quantity.span, quantity.text, value, quantity.unit, decimals, bounds)


def _printed(quantity: Quantity) -> str:
    value = f"{quantity.value:.{max(quantity.decimals, 0)}f}"
    unit = quantity.unit
    if unit is None or unit.dimension is Dimension.NONE:
        return value
    return value + unit.name
