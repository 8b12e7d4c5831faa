"""When a number holds and what part it plays."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from auditor.core.swift import swift


class Point(StrEnum):
    """Which part of the year: the whole of it, its opening, its closing, or up to a date."""

    YEAR = "year"
    OPENING = "opening"
    CLOSING = "closing"


@swift
@dataclass(frozen=True, slots=True)
class Period:
    """``year`` is the four-digit year, ``None`` where nothing tells it."""

    year: int | None = None
    point: Point = Point.YEAR

    def compatible(self, other: Period) -> bool:
        """Whether both can speak of one year; an unknown year is compatible with any."""
        return self.year is None or other.year is None or self.year == other.year


class Role(StrEnum):
    """The part that a number plays in the report."""

    TARGET = "target"
    ACTUAL = "actual"
    INITIAL_BUDGET = "initial_budget"
    BUDGET = "budget"
    FINAL = "final"
    PRIOR = "prior"
    CHANGE = "change"
    RATE = "rate"
    SHARE = "share"
    GROWTH = "growth"
    SCORE = "score"
    WEIGHT = "weight"
    ESTABLISHMENT = "establishment"
    HEADCOUNT = "headcount"
    BALANCE = "balance"
    PLAN = "plan"
    RULE = "rule"
    UNKNOWN = "unknown"
