"""A stream of cells under a head → rows: the cheapest reading, and only where no other is as cheap.

Names of levels (产出指标, 数量指标) begin rows, points stand under 分值 and 得分 only, a name is no
number. A column left without a cell, a cell in several pieces, words where a value is looked for
cost. Two readings of one price mean that nobody knows, and there are no rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from auditor.reading.cellstream import Column, Piece, text_of
from auditor.reading.formwords import (
    GAP_COST,
    LEVEL1,
    LEVEL1_OF_UNITS,
    LEVEL2,
    LEVEL2_OF_UNITS,
    NUMBER,
    POINTS,
    Kind,
    can_hold,
    is_level,
)

Row = dict[int, tuple[int, int]]
"""For each column that has a cell the pieces ``[start, end)`` that stand in it."""

TEMPLATE = re.compile(r"指标\d{0,2}[:、.]?|[.…·。]+")
"""What a form's template has for a name."""
_LEVEL_TAIL = re.compile(r"指标|等|\(?\d+(?:\.\d+)?分\)?")
_VALUE = re.compile(
    r"[约不超低高少多大小于等达到]{0,4}[≥≤<>=]{0,2}-?\d[\d.,]*(?:[^\s\d,。]{1,4}|\S{0,3}/\S{1,4}|%)?(?:以?[上下内前])?"
    r"|(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|底)?(?:以?前)?"
)
_UNIT_ALONE = re.compile(r"%|百分比|[万亿]?元|[人个次项家户件天台套]|[^\s\d]{0,4}\)")
_NOTHING = re.compile(r"[-—–/\\无]+|无偏差|不适用|无原因")
_DASH = re.compile(r"[-—–/\\]+")
_CLAUSE = re.compile("[,;]|.{41}")
_NOUGHT = re.compile(r"0(?:\.0+)?")
_MOST = {Kind.REASON: 6, Kind.POINTS: 1, Kind.SIGN: 1, Kind.UNIT: 1}
_MOST_VALUE = 3
_MOST_NAME = 3
_MOST_LEVEL = 5
_LONG = 40
_SHORT_LEVEL = 10
_FULL = 4

_JOIN_NAME, _JOIN_VALUE, _JOIN_REASON, _JOIN_UNIT, _OPEN = 10, 12, 3, 3, 10
_NAMELESS, _STRAY, _EMPTY, _WORDS, _SENTENCE, _CLAUSES = 10, 3, 1, 3, 15, 6
_TEMPLATE_ALONE, _DASHED = 2, 2
_LEVEL_AS_NAME, _LEVEL_ODD, _LEVEL_UNKNOWN, _LEVEL_STRANGE, _NO_SECOND, _REASON, _REASON_ODD = (
    40,
    6,
    6,
    18,
    5,
    5,
    15,
)
"""Prices, in tenths of what ``GAP_COST`` is in: of joining pieces, of rows without a name, of empty
cells between rows and in them, of words under a value's name, of a reason with and without points lost."""

_Way = tuple[int, int, int, int]
"""Place, state, price and the column filled on the way, -1 for none."""


class _Step(NamedTuple):
    """How a state was reached: from where, and which column was filled."""

    at: int
    state: int
    column: int


class _Best:
    """For each place in the stream and state the least price, the ways to it and the last step."""

    def __init__(self, size: int, states: int) -> None:
        self.price: list[list[int | None]] = [[None] * states for _ in range(size + 1)]
        self.ways = [[0] * states for _ in range(size + 1)]
        self.step: list[list[_Step | None]] = [[None] * states for _ in range(size + 1)]

    def offer(self, way: _Way, price: int, ways: int, step: _Step) -> None:
        at, state = way[:2]
        known = self.price[at][state]
        if known is None or price < known:
            self.price[at][state], self.ways[at][state], self.step[at][state] = price, ways, step
        elif price == known:
            self.ways[at][state] += ways


class _Reader:
    """Finds the cheapest rows of ``pieces`` under ``columns``.

    State ``column - 1``: a row that has a cell stands before ``column``; ``start``: between rows;
    ``start + column``: a row without a cell so far stands before a label column.
    """

    def __init__(self, pieces: Sequence[Piece], columns: Sequence[Column]) -> None:
        self.pieces = pieces
        self.columns = columns
        self.name = [column.kind for column in columns].count(Kind.LABEL) - 1
        self.start = len(columns)
        self.best = _Best(len(pieces), self.start + 1 + self.name)

    def rows(self) -> list[Row] | None:
        """The rows of the cheapest reading; ``None`` where there is none or more than one."""
        best, end = self.best, len(self.pieces)
        best.price[0][self.start], best.ways[0][self.start] = 0, 1
        for at in range(end + 1):
            for state in range(len(best.price[at])):
                price = best.price[at][state]
                if price is None:
                    continue
                for way in self._ways(at, state):
                    step = _Step(at, state, way[3])
                    best.offer(way, price + way[2], best.ways[at][state], step)
        if best.price[end][self.start] is None or best.ways[end][self.start] != 1:
            return None
        return self._traced(end)

    def _ways(self, at: int, state: int) -> Iterator[_Way]:
        begun = state < self.start
        column = state + 1 if begun else state - self.start
        if state == self.start and self._is_empty(at):
            yield at + 1, state, _STRAY, -1
        if column < self.name:
            yield from self._level(at, column, begun)
        elif column == self.name:
            yield from self._named(at, begun)
        elif column == len(self.columns):
            yield at, self.start, 0, -1
        else:
            yield from self._value(at, column)

    def _is_empty(self, at: int) -> bool:
        return at < len(self.pieces) and not self.pieces[at].text

    def _level(self, at: int, column: int, begun: bool) -> Iterator[_Way]:
        count = self._level_at(at, column)
        if not count and column == 1 and self._may_be_level(at):
            yield at + 1, column, _LEVEL_UNKNOWN if begun else _LEVEL_STRANGE, column
        if begun and self._is_empty(at):
            yield at + 1, column, _EMPTY, column
        if count:
            words = text_of(self.pieces[at : at + count])
            price = _level_price(words, column, begun)
            orphan = _NAMELESS if column and not begun and at == 0 else 0
            yield at + count, column, price + orphan, column
        if not begun:
            yield at, self.start + column + 1, 0, -1
            return
        alone = 1 if "满意" in self.pieces[at - 1].text else _NO_SECOND
        yield at, column, alone, -1

    def _level_at(self, at: int, column: int) -> int:
        """How many pieces name a level that column ``column`` holds."""
        if count := level_at(self.pieces, at, LEVEL1 if column == 0 else LEVEL2):
            return count
        if self.name == 1:
            return level_at(self.pieces, at, LEVEL2)
        return level_at(self.pieces[: at + 1], at, LEVEL2_OF_UNITS if column else LEVEL1_OF_UNITS)

    def _may_be_level(self, at: int) -> bool:
        """Whether a short cell behind the first level's name can be the second's: another name follows."""
        near = [piece.text for piece in self.pieces[at : at + 2]]
        return len(near) == 2 and len(near[0]) <= _SHORT_LEVEL and all(map(_may_name, near))

    def _named(self, at: int, begun: bool) -> Iterator[_Way]:
        if begun:
            yield at, self.start, _NAMELESS, -1
        if self._is_empty(at):
            yield at + 1, self.name, _NAMELESS, self.name
            return
        for count in range(1, min(_MOST_NAME, len(self.pieces) - at) + 1):
            part = self.pieces[at : at + count]
            if not _may_name(part[-1].text) or not _is_wrapped(part):
                return
            if count > 1 and any(is_level(piece.text) for piece in part):
                return
            words = text_of(part)
            price = _JOIN_NAME * (count - 1) + _OPEN * _unclosed(words)
            price += _SENTENCE if "。" in words else _CLAUSES if _CLAUSE.search(words) else 0
            if level_at(self.pieces, at, LEVEL2) == count:
                price += _LEVEL_AS_NAME if words.endswith("指标") else _STRAY
            yield at + count, self.name, price, self.name
            if TEMPLATE.fullmatch(words):
                yield at + count, self.start, price + _TEMPLATE_ALONE, self.name

    def _value(self, at: int, column: int) -> Iterator[_Way]:
        kind = self.columns[column].kind
        yield at, column, 10 * GAP_COST[kind], -1
        if self._is_empty(at):
            yield at + 1, column, _EMPTY, column
            return
        most = min(_MOST.get(kind, _MOST_VALUE), len(self.pieces) - at)
        for count in range(1, most + 1):
            price = self._price(kind, at, count)
            if price is None:
                return
            yield at + count, column, price, column

    def _price(self, kind: Kind, at: int, count: int) -> int | None:
        """What ``count`` pieces under a column of ``kind`` cost; ``None``: they can't stand there."""
        part = self.pieces[at : at + count]
        last = part[-1].text
        if not last or is_level(last):
            return None
        if kind is Kind.REASON:
            return self._reason(at, count, last)
        if kind is Kind.POINTS and _DASH.fullmatch(last):
            return _DASHED
        if not can_hold(kind, last):
            return None
        if kind in (Kind.POINTS, Kind.SIGN, Kind.UNIT):
            return 0
        if count == 1:
            return 0 if _VALUE.fullmatch(last) else _WORDS if len(last) <= _LONG else 2 * _WORDS
        if _UNIT_ALONE.fullmatch(last):
            return _JOIN_UNIT * (count - 1)
        if not _is_wrapped(part) or any(_VALUE.fullmatch(piece.text) for piece in part):
            return None
        return _JOIN_VALUE * (count - 1) + _OPEN * _unclosed(text_of(part))

    def _reason(self, at: int, count: int, last: str) -> int | None:
        if count == 1 and _NOTHING.fullmatch(last):
            return 0
        if count == 1 and _NOUGHT.fullmatch(last):
            return _REASON_ODD
        part = self.pieces[at : at + count]
        if _VALUE.fullmatch(last) or not _is_wrapped(part):
            return None
        price = _REASON if self._fell_short(at) else _REASON_ODD
        return price + _JOIN_REASON * (count - 1) + _OPEN * _unclosed(text_of(part))

    def _fell_short(self, at: int) -> bool:
        """Whether the two pieces before are points, the second of them fewer; or none are known."""
        before = [piece.text for piece in self.pieces[max(at - 2, 0) : at]]
        if len(before) < 2 or not all(map(POINTS.fullmatch, before)):
            return True
        most, got = (float(text.rstrip("分")) for text in before)
        return got < most

    def _traced(self, at: int) -> list[Row]:
        rows: list[Row] = []
        row: Row = {}
        state = self.start
        while (step := self.best.step[at][state]) is not None:
            if step.column >= 0:
                row[step.column] = (step.at, at)
            if step.state == self.start and row:
                rows.append(row)
                row = {}
            at, state = step.at, step.state
        return rows[::-1]


def aligned(pieces: Sequence[Piece], columns: Sequence[Column]) -> list[Row] | None:
    """Rows of ``pieces`` under ``columns``, labels first; ``None`` where they aren't certain."""
    return _Reader(pieces, columns).rows()


def level_at(pieces: Sequence[Piece], at: int, level: re.Pattern[str]) -> int:
    """How many pieces from ``at`` on name a level: as many as go (经济效益 | 指标 | (10分)), 0 for none."""
    best = 0
    text = ""
    for count, piece in enumerate(pieces[at : at + _MOST_LEVEL], start=1):
        if not piece.text or len(text) > 20 or (best and not _LEVEL_TAIL.fullmatch(piece.text)):
            break
        text += piece.text
        if level.fullmatch(text):
            best = count
    return best


def _level_price(words: str, column: int, begun: bool) -> int:
    """成本指标 is rather of the second level, 满意度指标 by itself rather of the first."""
    if "满意" in words:
        return _LEVEL_ODD if column and not begun else 0
    return _STRAY if column == 0 and LEVEL2.fullmatch(words) else 0


def _is_wrapped(part: Sequence[Piece]) -> bool:
    """Whether pieces can be the lines of one cell: all but the last are full, so as wide as any."""
    widths = [sum(1 if ord(char) > 0xFF else 0.5 for char in piece.text) for piece in part]
    same = any(above.text == below.text for above, below in pairwise(part))
    return not same and all(width >= max(_FULL, widths[-1] - 1) for width in widths[:-1])


def _unclosed(words: str) -> int:
    """Brackets that aren't closed, or not opened."""
    return abs(words.count("(") - words.count(")"))


def _may_name(text: str) -> bool:
    """Whether a piece may be of an indicator's name: words, and no value."""
    if not text or _NOTHING.fullmatch(text):
        return False
    return not (NUMBER.match(text) and (len(text) < 5 or _VALUE.fullmatch(text)))
