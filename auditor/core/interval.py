"""Intervals on ``Decimal``: what a printed number states, and arithmetic that carries rounding.

``None`` as a bound is infinity. Two statements contradict each other when their intervals,
in one unit, are disjoint (statcheck's argument, Nuijten et al. 2016, generalised); there is no
tolerance constant anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import ClassVar

from auditor.core.swift import swift

_PRECISION = 50


@swift
@dataclass(frozen=True, slots=True)
class Interval:
    """All values between ``low`` and ``high``; an open end leaves its bound out."""

    SURE: ClassVar[str] = "low is None or high is None or low <= high"

    low: Decimal | None
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {self.low} above high {self.high}")

    @classmethod
    def exact(cls, value: Decimal | int) -> Interval:
        """The single value ``value``."""
        number = Decimal(value)
        return cls(number, number)

    @classmethod
    def rounded(cls, value: Decimal, decimals: int) -> Interval:
        """What a number printed with ``decimals`` places can stand for.

        Half a unit of the last printed place to either side, both ends in, since half-up,
        half-even and half-down printing are all in use: ``54.52`` → [54.515, 54.525].
        """
        half = Decimal(1).scaleb(-decimals) / 2
        return cls(value - half, value + half)

    @classmethod
    def truncated(cls, value: Decimal, decimals: int) -> Interval:
        """As :meth:`rounded`, with the digits cut off allowed too: ``54.52`` → [54.515, 54.53).

        Offices print 54.527 % as 54.52 % as often as 54.53 % (DOMAIN.md, traps).
        """
        step = Decimal(1).scaleb(-decimals)
        half = step / 2
        if value < 0:
            return cls(value - step, value + half, low_open=True)
        return cls(value - half, value + step, high_open=True)

    @property
    def is_exact(self) -> bool:
        """Whether it holds one value only."""
        return self.low is not None and self.low == self.high

    def contains(self, value: Decimal) -> bool:
        """Whether ``value`` lies inside."""
        if self.low is not None and (value < self.low or (self.low_open and value == self.low)):
            return False
        above = self.high is not None and (
            value > self.high or (self.high_open and value == self.high)
        )
        return not above

    def overlaps(self, other: Interval) -> bool:
        """Whether some value lies in both."""
        return not (self._below(other) or other._below(self))

    def _below(self, other: Interval) -> bool:
        if self.high is None or other.low is None:
            return False
        if self.high < other.low:
            return True
        return self.high == other.low and (self.high_open or other.low_open)

    def intersection(self, other: Interval) -> Interval | None:
        """The values in both; ``None`` where there are none."""
        if not self.overlaps(other):
            return None
        low, low_open = _inner(self.low, self.low_open, other.low, other.low_open, lowest=True)
        high, high_open = _inner(
            self.high, self.high_open, other.high, other.high_open, lowest=False
        )
        return Interval(low, high, low_open, high_open)

    def hull(self, other: Interval) -> Interval:
        """The smallest interval that holds both."""
        low, low_open = _outer(self.low, self.low_open, other.low, other.low_open, lowest=True)
        high, high_open = _outer(
            self.high, self.high_open, other.high, other.high_open, lowest=False
        )
        return Interval(low, high, low_open, high_open)

    def __neg__(self) -> Interval:
        low = None if self.high is None else -self.high
        high = None if self.low is None else -self.low
        return Interval(low, high, self.high_open, self.low_open)

    def __add__(self, other: Interval) -> Interval:
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(
            low, high, self.low_open or other.low_open, self.high_open or other.high_open
        )

    def __sub__(self, other: Interval) -> Interval:
        return self + (-other)

    def scale(self, factor: Decimal) -> Interval:
        """Every value times ``factor`` (a finite number)."""
        if factor == 1:
            return self
        if factor < 0:
            return (-self).scale(-factor)
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        return Interval(low, high, self.low_open, self.high_open)

    def divide(self, other: Interval) -> Interval | None:
        """Quotients; ``None`` where the divisor can be zero or an end is infinite."""
        ends = (self.low, self.high, other.low, other.high)
        if any(end is None for end in ends) or other.contains(Decimal(0)):
            return None
        a, b, c, d = (end for end in ends if end is not None)
        if c == 0 or d == 0:
            return None
        with localcontext() as context:
            context.prec = _PRECISION
            quotients = (a / c, a / d, b / c, b / d)
        return Interval(min(quotients), max(quotients))

    def multiply(self, other: Interval) -> Interval | None:
        """Products; ``None`` where an end is infinite."""
        if None in (self.low, self.high, other.low, other.high):
            return None
        ends = [
            x * y
            for x in (self.low, self.high)
            for y in (other.low, other.high)
            if x is not None and y is not None
        ]
        return Interval(min(ends), max(ends))


def _outer(
    a: Decimal | None, a_open: bool, b: Decimal | None, b_open: bool, *, lowest: bool
) -> tuple[Decimal | None, bool]:
    if a is None or b is None:
        return None, False
    if a == b:
        return a, a_open and b_open
    first = a < b if lowest else a > b
    return (a, a_open) if first else (b, b_open)


def _inner(
    a: Decimal | None, a_open: bool, b: Decimal | None, b_open: bool, *, lowest: bool
) -> tuple[Decimal | None, bool]:
    if a is None or b is None:
        return (b, b_open) if a is None else (a, a_open)
    if a == b:
        return a, a_open or b_open
    first = a > b if lowest else a < b
    return (a, a_open) if first else (b, b_open)


def total(intervals: Iterable[Interval]) -> Interval:
    """Sum of the intervals; the exact zero for none."""
    low: Decimal | None = Decimal(0)
    high: Decimal | None = Decimal(0)
    low_open = high_open = False
    for interval in intervals:
        low = None if low is None or interval.low is None else low + interval.low
        high = None if high is None or interval.high is None else high + interval.high
        low_open = low_open or interval.low_open
        high_open = high_open or interval.high_open
    return Interval(low, high, low_open, high_open)


def plain(value: Decimal) -> str:
    """``value`` without exponent and without needless zeros: ``Decimal('1.20E+3')`` → ``1200``."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def show(interval: Interval, digits: int = 6) -> str:
    """The interval for a reader: ``637.88``, ``[54.515, 54.525]``, ``[1000, ∞)``."""

    def end(value: Decimal | None) -> str:
        if value is None:
            return "∞"
        return plain(round(value, digits))

    if interval.is_exact:
        return end(interval.low)
    left = "(" if interval.low_open or interval.low is None else "["
    right = ")" if interval.high_open or interval.high is None else "]"
    low = "-∞" if interval.low is None else end(interval.low)
    return f"{left}{low}, {end(interval.high)}{right}"
