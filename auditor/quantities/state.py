"""What a scan over a text has found so far, and how a number becomes a quantity."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from auditor.core.charspan import CharSpan
from auditor.core.interval import Interval
from auditor.core.quantity import Dimension, Excluded, Quantity, Unit
from auditor.quantities.exclusions import Match, digit_exclusion, list_number
from auditor.quantities.intervals import bounds, is_exact
from auditor.quantities.measures import Number
from auditor.quantities.numbers import CLOCK, arabic, chinese, with_cents, with_minutes
from auditor.quantities.words import LEAD_LAST, Lead, lead, tail

_RANGE = re.compile(r" ?(?:-{1,2}|—{1,2}|–|~|至|到|-—) ?(?=[0-9零一二两三四五六七八九十百])")
_RANGE_FIRST = frozenset(" -—–~至到")
_FACTOR = re.compile(r"\) ?[/×*÷xX]")
_SIGNED_AFTER = frozenset(" \n\t(:,;=~<>≤≥、。")
_RANK_UNIT = Unit("名", Dimension.RANK, Decimal(1), "名次")


@cache
def _half(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals) / 2


def _may_sign(before: str) -> bool:
    return before in _SIGNED_AFTER or "一" <= before <= "鿿"


class State:
    """A pass over the normal text ``s`` of ``text``: spans found so far.

    ``floor`` is the end of the last span, ``line`` the start of the line, ``default`` the unit of
    bare numbers, ``cell`` whether the text is a table cell.
    """

    __slots__ = ("cell", "default", "excluded", "floor", "line", "quantities", "s", "text")

    def __init__(self, text: str, plain: str, default: Unit | None, cell: bool) -> None:
        self.text = text
        self.s = plain
        self.default = default
        self.cell = cell
        self.quantities: list[Quantity] = []
        self.excluded: list[Excluded] = []
        self.floor = 0
        self.line = 0

    def exclude(self, start: int, end: int, reason: str) -> int:
        """Set ``[start, end)`` apart, cut at the last span; where to go on."""
        start = max(start, self.floor)
        self.excluded.append(Excluded(CharSpan(start, end), self.text[start:end], reason))
        self.floor = end
        return end

    def listed(self, at: int) -> int:
        """Set a list number apart; 0 where the numeral at ``at`` is none."""
        found = list_number(self.s, at, self.line)
        if found is None or (self.cell and self._is_number(found)):
            return 0
        return self.exclude(found.start, found.end, found.reason)

    def _is_number(self, found: Match) -> bool:
        """Whether a cell is nothing but a number, or a number with a point (3.5)."""
        return not any("一" <= c <= "鿿" or c in "、)" for c in self.s[found.start :])

    def emit_plain(self, at: int, end: int, printed: str, unit: Unit) -> int:
        """The quantity of an Arabic number and a unit with no word around them."""
        value = Decimal(printed)
        point = printed.find(".")
        decimals = 0 if point < 0 else len(printed) - point - 1
        if decimals == 0 and is_exact(unit):
            limits = Interval(value, value)
        else:
            half = _half(decimals)
            limits = Interval(value - half, value + half)
        self.quantities.append(
            Quantity(CharSpan(at, end), self.text[at:end], value, unit, decimals, limits)
        )
        self.floor = end
        return end

    def emit(self, number: Number) -> int:
        """Make the quantity of ``number`` with the words around it; where to go on."""
        s = self.s
        start, value = self._signed(number)
        unit = number.unit
        front = Lead(start, None, None)
        if start > self.floor:
            last = s[start - 1]
            if last in LEAD_LAST or last == " ":
                front = lead(s, start, self.floor)
            elif last == "前" and unit is not None and unit.name in ("名", "位"):
                unit = _RANK_UNIT
                before = lead(s, start - 1, self.floor)
                front = Lead(min(before.start, start - 1), before.hedge, before.comparator)
            elif last == "上":
                front = self.upwards(number)
        back = tail(s, number.end)
        hedge = "".join(w for w in (front.hedge, number.more, back.hedge) if w) or None
        comparator = front.comparator or back.comparator
        limits = bounds(value, number.decimals, unit, hedge, comparator, exact=number.exact)
        if number.high is not None and number.high >= value:
            limits = Interval(value, number.high)
        span = CharSpan(front.start, back.end)
        self.quantities.append(
            Quantity(
                span, span.cut(self.text), value, unit, number.decimals, limits, hedge, comparator
            )
        )
        self.floor = back.end
        return back.end

    def upwards(self, number: Number) -> Lead:
        """上百人, 上千户: at least."""
        s, start = self.s, number.start
        if (
            s[start - 1 : start] == "上"
            and start > self.floor
            and number.chinese[:1] in ("百", "千", "万")
            and s[start - 2 : start - 1] not in ("以", "网", "会")
        ):
            return Lead(start - 1, None, ">=")
        return Lead(start, None, None)

    def _signed(self, number: Number) -> tuple[int, Decimal]:
        s, start, value = self.s, number.start, number.value
        if start <= self.floor:
            return start, value
        sign = s[start - 1]
        if sign == "下" and start - 1 > self.floor and s[start - 2] == "零":
            return start - 2, -value
        if sign == "负" and s[start - 2 : start - 1] not in ("担", "抱", "胜", "欠", "减", "肩"):
            return start - 1, -value
        if sign == "-" and (start == 1 or (start - 1 > self.floor and _may_sign(s[start - 2]))):
            return start - 1, -value
        return start, value

    def ranged(self, number: Number) -> Number:
        """``number`` joined with the upper end behind it: 3至4名, 0%-10%, 1.5万-2万元."""
        s = self.s
        if number.unit is not None and number.unit.dimension is Dimension.MONEY:
            number = with_cents(s, number)
        elif number.unit is not None and number.unit.name in CLOCK:
            number = with_minutes(s, number)
        end = number.end
        if end >= len(s) or s[end] not in _RANGE_FIRST:
            return number
        match = _RANGE.match(s, end)
        if match is None or number.more or number.high is not None or number.exact:
            return number
        joint = match.group().strip()
        if joint in ("至", "到") and s[number.start - 1 : number.start] in ("从", "由", "自"):
            return number
        other = self._upper(number, match.end())
        if other is None or other.exact or digit_exclusion(s, other.start) is not None:
            return number
        if s[number.start - 1 : number.start] == "(" and _FACTOR.match(s, other.end) is not None:
            return number
        return _joined(number, other, self.default)

    def _upper(self, number: Number, here: int) -> Number | None:
        if number.chinese:
            return chinese(self.s, here) if self.s[here] > "9" else None
        return arabic(self.s, here, self.default) if self.s[here] <= "9" else None


def _joined(number: Number, other: Number, default: Unit | None) -> Number:
    """Both ends in the unit of the upper one; ``number`` alone where they don't go together."""
    unit = other.unit if other.unit is not None else number.unit
    if other.unit is None and number.unit is not None and number.unit is not default:
        return number
    low = number.value
    if number.unit is not None and unit is not None and number.unit != unit:
        if number.unit.dimension not in (unit.dimension, Dimension.NONE):
            return number
        low = low * number.unit.scale / unit.scale
    if other.value <= low:
        return number
    return number._replace(end=other.end, value=low, unit=unit, high=other.value)
