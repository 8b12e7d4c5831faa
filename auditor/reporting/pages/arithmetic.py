"""The arithmetic of a finding: its terms linked to their places, its two intervals drawn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from auditor.core.charspan import CharSpan
from auditor.core.finding import EvidenceRole, Tick
from auditor.core.interval import Interval

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_LEFT, _RIGHT = 16.0, 344.0
_MARGIN = 0.12
_THIN = 5.0


@dataclass(frozen=True, slots=True)
class Term:
    """A piece of a working; ``place`` is where its number stands, ``None`` for all else."""

    text: str
    place: CharSpan | None = None


def terms(working: str, places: Sequence[tuple[str, CharSpan]]) -> list[Term]:
    """``working`` cut at its numbers, each number linked to the first unused place that holds it.

    ``places`` are the texts of the evidence and their spans, in order.
    """
    free = [(numbers(text), span) for text, span in places]
    found: list[Term] = []
    at = 0
    for match in _NUMBER.finditer(working):
        value = _value(match.group())
        index = next((i for i, (known, _) in enumerate(free) if value in known), None)
        if index is None:
            continue
        if match.start() > at:
            found.append(Term(working[at : match.start()]))
        found.append(Term(match.group(), free.pop(index)[1]))
        at = match.end()
    if at < len(working):
        found.append(Term(working[at:]))
    return found


def numbers(text: str) -> frozenset[Decimal]:
    """The plain numbers of ``text``."""
    return frozenset(_value(match.group()) for match in _NUMBER.finditer(text))


def _value(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


@dataclass(frozen=True, slots=True)
class Bar:
    """An interval on the drawing: ``left`` and ``right`` in its units, and which ends are open."""

    text: str
    left: float
    right: float
    endless_left: bool
    endless_right: bool

    @property
    def anchor(self) -> tuple[float, str]:
        """Where its label stands and on which side it is anchored."""
        if (self.left + self.right) / 2 <= (_LEFT + _RIGHT) / 2:
            return self.left, "start"
        return self.right, "end"


@dataclass(frozen=True, slots=True)
class Drawing:
    """Two intervals on one axis of 360 units; ``gap`` lies between them where they are disjoint.

    ``computed`` tells whether the expected one was computed or read elsewhere in the report.
    """

    stated: Bar
    expected: Bar
    computed: bool
    gap: tuple[float, float] | None
    difference: str


def drawing(tick: Tick) -> Drawing | None:
    """What is stated over what follows; ``None`` where the comparison was not of numbers."""
    stated, expected = tick.stated_bounds, tick.expected_bounds
    if stated is None or expected is None:
        return None
    ends = [
        end for end in (stated.low, stated.high, expected.low, expected.high) if end is not None
    ]
    if not ends or min(ends) == max(ends):
        return None
    scale = _Scale(float(min(ends)), float(max(ends)))
    above, below = scale.bar(tick.stated, stated), scale.bar(tick.expected, expected)
    gap = None
    if not stated.overlaps(expected):
        first, second = sorted((above, below), key=lambda bar: bar.left)
        gap = (first.right, second.left) if second.left - first.right > 1 else None
    computed = any(place.role is EvidenceRole.COMPUTED_FROM for place in tick.evidence)
    return Drawing(above, below, computed, gap, (tick.difference or "").lstrip("+-−"))


@dataclass(frozen=True, slots=True)
class _Scale:
    low: float
    high: float

    def bar(self, text: str, interval: Interval) -> Bar:
        left = 0.0 if interval.low is None else self._x(interval.low)
        right = 360.0 if interval.high is None else self._x(interval.high)
        if right - left < _THIN:
            middle = (left + right) / 2
            left, right = middle - _THIN / 2, middle + _THIN / 2
        return Bar(
            text, round(left, 1), round(right, 1), interval.low is None, interval.high is None
        )

    def _x(self, value: Decimal) -> float:
        width = (self.high - self.low) * (1 + 2 * _MARGIN)
        share = (float(value) - self.low) / width + _MARGIN / (1 + 2 * _MARGIN)
        return _LEFT + share * (_RIGHT - _LEFT)
