"""A stream of cells under a head → rows: the cheapest reading, and only where no other is as cheap.

Names of levels (产出指标, 数量指标) begin rows, points stand under 分值 and 得分 only, a name is no
number. A column left without a cell, a cell in several pieces, words where a value is looked for
cost. Two readings of one price mean that nobody knows, and there are no rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from auditor.reading.cellstream import Column, Piece, text_of
from auditor.reading.formwords import (
    GAP_COST,
    LEVEL1,
    LEVEL2,
    NUMBER,
    POINTS,
    Kind,
    can_hold,
    is_level,
)

Row = dict[int, tuple[int, int]]
"""For each column that has a cell the pieces ``[start, end)`` that stand in it."""

_LEVEL_TAIL = re.compile(r"指标|等|\(?\d+(?:\.\d+)?分\)?")
_VALUE = re.compile(
    r"[约不超低高少多大小于等达到]{0,4}[≥≤<>=]{0,2}\d[\d.,]*(?:[^\s\d,。]{1,6}|%)?(?:以[上下内])?"
)
_UNIT_ALONE = re.compile(r"%|百分比|[万亿]?元|[人个次项家户件天台套]|[^\s\d]{0,4}\)")
_TEMPLATE = re.compile(r"指标\d{0,2}[:、.]?|[.…·。]+")
_NOTHING = re.compile(r"[-—–/\\无]+")
_NOUGHT = re.compile(r"0(?:\.0+)?")
_MOST = {Kind.REASON: 6, Kind.POINTS: 1, Kind.SIGN: 1, Kind.UNIT: 1}
_MOST_VALUE = 3
_MOST_NAME = 3
_MOST_LEVEL = 5
_LONG = 40

_JOIN_NAME, _JOIN_TARGET, _JOIN_OTHER, _JOIN_REASON, _JOIN_UNIT = 10, 12, 13, 3, 3
_NAMELESS, _STRAY, _EMPTY, _WORDS, _SENTENCE = 10, 3, 1, 3, 15
_NAME_ALONE, _TEMPLATE_ALONE = 80, 2
_LEVEL_AS_NAME, _LEVEL_ODD, _NO_SECOND, _REASON, _REASON_ODD = 40, 6, 5, 5, 15
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
        count = level_at(self.pieces, at, LEVEL1 if column == 0 else LEVEL2)
        if not count and self.name == 1:
            count = level_at(self.pieces, at, LEVEL2)
        if count:
            words = text_of(self.pieces[at : at + count])
            yield at + count, column, _level_price(words, column, begun), column
        if not begun:
            yield at, self.start + column + 1, 0, -1
            return
        alone = 1 if "满意" in self.pieces[at - 1].text else _NO_SECOND
        yield at, column, alone, -1

    def _named(self, at: int, begun: bool) -> Iterator[_Way]:
        if begun:
            yield at, self.start, _NAMELESS, -1
        if self._is_empty(at):
            yield at + 1, self.name, _NAMELESS, self.name
            return
        for count in range(1, min(_MOST_NAME, len(self.pieces) - at) + 1):
            part = self.pieces[at : at + count]
            if not _may_name(part[-1].text) or (count > 1 and any(is_level(p.text) for p in part)):
                return
            words = text_of(part)
            price = _JOIN_NAME * (count - 1)
            price += _SENTENCE if "。" in words or len(words) > _LONG else 0
            if level_at(self.pieces, at, LEVEL2) == count:
                price += _LEVEL_AS_NAME if words.endswith("指标") else _LEVEL_ODD
            yield at + count, self.name, price, self.name
            alone = _TEMPLATE_ALONE if _TEMPLATE.fullmatch(words) else _NAME_ALONE
            yield at + count, self.start, price + alone, self.name

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
        if not can_hold(kind, last):
            return None
        if kind in (Kind.POINTS, Kind.SIGN, Kind.UNIT):
            return 0
        if count == 1:
            return 0 if _VALUE.fullmatch(last) else _WORDS if len(last) <= _LONG else 2 * _WORDS
        if _UNIT_ALONE.fullmatch(last):
            return _JOIN_UNIT * (count - 1)
        if any(_VALUE.fullmatch(piece.text) for piece in part):
            return None
        return (_JOIN_TARGET if kind is Kind.TARGET else _JOIN_OTHER) * (count - 1)

    def _reason(self, at: int, count: int, last: str) -> int | None:
        if count == 1 and _NOTHING.fullmatch(last):
            return 0
        if count == 1 and _NOUGHT.fullmatch(last):
            return _REASON_ODD
        if not can_hold(Kind.REASON, last):
            return None
        return (_REASON if self._fell_short(at) else _REASON_ODD) + _JOIN_REASON * (count - 1)

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


def _may_name(text: str) -> bool:
    """Whether a piece may be of an indicator's name: words, and no value."""
    if not text or _NOTHING.fullmatch(text):
        return False
    return not (NUMBER.match(text) and (len(text) < 8 or _VALUE.fullmatch(text)))
