"""Quantities: a number as printed, with its unit and the interval that it states."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from auditor.core.charspan import CharSpan
from auditor.core.interval import Interval
from auditor.core.swift import swift


class Dimension(StrEnum):
    """What a unit measures. Units of one dimension convert into each other by their scale."""

    MONEY = "money"
    PEOPLE = "people"
    COUNT = "count"
    PERCENT = "percent"
    POINTS = "percentage_points"
    SCORE = "score"
    AREA = "area"
    LENGTH = "length"
    WEIGHT = "weight"
    VOLUME = "volume"
    ENERGY = "energy"
    POWER = "power"
    VOLTAGE = "voltage"
    FREQUENCY = "frequency"
    SOUND = "sound"
    LIGHT = "light"
    FORCE = "force"
    DATA = "data"
    TEMPERATURE = "temperature"
    DURATION = "duration"
    AGE = "age"
    MULTIPLE = "multiple"
    RATIO = "ratio"
    RANK = "rank"
    RATE = "rate"
    NONE = "none"


DISCRETE = frozenset({Dimension.PEOPLE, Dimension.COUNT, Dimension.RANK})
"""Dimensions whose printed integers are exact and not rounded."""


@swift
@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure: ``万元`` is money with scale 10000 in the base unit ``元``."""

    name: str
    dimension: Dimension
    scale: Decimal
    base: str

    def __hash__(self) -> int:
        """By the name alone: units are keys of every cache of cells, and a Decimal hashes slowly."""
        return hash(self.name)


class _Worked:
    """Room for what a quantity was asked for once; no fields, so that equality knows nothing of it."""

    __slots__ = ("_base", "_base_value", "_lenient")

    _base: Interval
    _base_value: Decimal
    _lenient: Interval


_KEEP_BASE, _KEEP_VALUE, _KEEP_LENIENT = (
    getattr(_Worked, name).__set__ for name in ("_base", "_base_value", "_lenient")
)


@swift
@dataclass(frozen=True, slots=True)
class Quantity(_Worked):
    """One number of a text.

    ``value`` and ``bounds`` are in the written unit (``16.14万元`` has value 16.14); ``base``
    is the interval in the base unit. ``decimals`` counts printed places, negative where a
    scale word hides digits (``1.2亿`` in 元 has −7). ``span`` covers hedge, comparator, number
    and unit, not the head noun.
    """

    span: CharSpan
    text: str
    value: Decimal
    unit: Unit | None
    decimals: int
    bounds: Interval
    hedge: str | None = None
    comparator: str | None = None

    @property
    def dimension(self) -> Dimension:
        """The unit's dimension, ``NONE`` for a bare number."""
        return self.unit.dimension if self.unit else Dimension.NONE

    @property
    def scale(self) -> Decimal:
        """The factor into the base unit."""
        return self.unit.scale if self.unit else Decimal(1)

    @property
    def base_value(self) -> Decimal:
        """``value`` in the base unit."""
        try:
            return self._base_value
        except AttributeError:
            found = self.value * self.scale
            _KEEP_VALUE(self, found)
            return found

    @property
    def base(self) -> Interval:
        """``bounds`` in the base unit."""
        try:
            return self._base
        except AttributeError:
            found = self.bounds.scale(self.scale)
            _KEEP_BASE(self, found)
            return found

    @property
    def lenient(self) -> Interval:
        """``base`` with cut-off digits allowed, for rates computed by the unit itself."""
        try:
            return self._lenient
        except AttributeError:
            found = self._with_cut_digits()
            _KEEP_LENIENT(self, found)
            return found

    def _with_cut_digits(self) -> Interval:
        if self.hedge or self.comparator or self.bounds.is_exact:
            return self.base
        return self.bounds.hull(Interval.truncated(self.value, self.decimals)).scale(self.scale)


@swift
@dataclass(frozen=True, slots=True)
class Excluded:
    """A numeral that is no quantity, with the reason: ``date``, ``list number``, ``name``, …"""

    span: CharSpan
    text: str
    reason: str
