"""The funds block of a form printed a cell a line: 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分.

A row that has fewer cells than the head is read where only one way is left: amounts alone, amounts
and a rate. One row that can be read in several ways, and there is no block.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from auditor.core.charspan import CharSpan
from auditor.reading.cellstream import Piece, span_of, text_of

_MARK = r"(?:\([^()]{1,12}\))?"
_MOST_PIECES = 3
_FEWEST = 3
_MOST_ROWS = 60


class _Fund(Enum):
    MONEY = "money"
    RATE = "rate"
    POINTS = "points"
    REASON = "reason"


_NAMES = (
    (_Fund.MONEY, re.compile(r"(?:年初|全年|调整后?|年度|本年)*预算(?:数|金额)?" + _MARK)),
    (_Fund.MONEY, re.compile(r"(?:全年|实际|年度|本年|预算)*(?:执行|支出|决算)(?:数|金额)" + _MARK)),
    (_Fund.RATE, re.compile(r"(?:预算)?执行率" + _MARK)),
    (_Fund.POINTS, re.compile(r"(?:分值|权重|得分)" + _MARK)),
    (_Fund.REASON, re.compile(r"(?:偏差|未完成)?原因(?:分析|说明)?|备注|说明")),
)  # fmt: skip
_OVER_LABELS = re.compile(r"年度预算数(?:\([^()]{1,8}\))?")
"""A name over the labels of the rows, which looks like one of the amounts."""
_BLOCK = re.compile(
    r"(?:项目|年度|预算)*(?:资金|执行)(?:情况|预算)?(?:\([^()]{1,8}\))*|(?:\([^()]{1,8}\))+"
)
_LABEL = re.compile(
    r"(?:其中:?)?[^\d:。,—–-]{0,10}(?:总额|合计|总计|拨款|补助|结转|结余|资金|配套)(?:资金|收入|结余)?"
    + _MARK
    + ":?"
)
_OTHER_LABEL = re.compile(r"[^\d:。,—–-]{2,14}:?")
_NO_LABEL = re.compile(r"目标|情况|指标|完成|说明|备注|原因|绩效")
_TOTAL = re.compile(r"(?:年度|财政|预算|项目)*(?:资金)?(?:总额|合计|总计)" + _MARK + ":?")
_VALUE = re.compile(r"-?\d[\d,]*(?:\.\d+)?(?:%|万?元|万|分)?|[-—–/]+")
_FIGURE = re.compile(r"-?\d")
_DASH = re.compile(r"[-—–/]+")


class Funds(NamedTuple):
    """Rows of the block, each as wide as its head, and the pieces ``[first, end)`` that it takes."""

    first: int
    end: int
    rows: list[list[CharSpan]]


def funds_at(pieces: Sequence[Piece], at: int) -> Funds | None:
    """The funds block whose first column's name is piece ``at``; ``None`` where there is none."""
    kinds: list[_Fund] = []
    head: list[CharSpan] = []
    end = at
    while end < len(pieces) and (found := _name_at(pieces, end)):
        kinds.append(found[0])
        head.append(span_of(pieces[end : end + found[1]]))
        end += found[1]
    if len(kinds) > _FEWEST and _OVER_LABELS.fullmatch(text_of(pieces[at : at + 1])):
        kinds, head, at = kinds[1:], head[1:], at + 1
    money = kinds.count(_Fund.MONEY)
    if money < 2 or len(kinds) < _FEWEST or kinds[:money] != [_Fund.MONEY] * money:
        return None
    if _Fund.REASON in kinds[:-1] or not {_Fund.RATE, _Fund.POINTS} & set(kinds):
        return None
    first = at
    while first and _OVER_LABELS.fullmatch(pieces[first - 1].text):
        first -= 1
    while first and (not pieces[first - 1].text or _BLOCK.fullmatch(pieces[first - 1].text)):
        first -= 1
    while first < at and not pieces[first].text:
        first += 1
    begin = pieces[first].span.start
    named = [piece for piece in pieces[first:at] if piece.text]
    label = span_of(named) if named else CharSpan(begin, begin)
    rows, end = _rows(pieces, end, kinds)
    return Funds(first, end, [[label, *head], *rows]) if rows else None


def _name_at(pieces: Sequence[Piece], at: int) -> tuple[_Fund, int] | None:
    for count in range(min(_MOST_PIECES, len(pieces) - at), 0, -1):
        text = text_of(pieces[at : at + count])
        for kind, pattern in _NAMES:
            if pieces[at].text and len(text) <= 24 and pattern.fullmatch(text):
                return kind, count
    return None


def _rows(
    pieces: Sequence[Piece], at: int, kinds: Sequence[_Fund]
) -> tuple[list[list[CharSpan]], int]:
    """The rows that begin at piece ``at`` and where they end; none where one of them isn't certain."""
    rows: list[list[CharSpan]] = []
    while at < len(pieces) and len(rows) < _MOST_ROWS:
        while at < len(pieces) and not pieces[at].text:
            at += 1
        count = _label_at(pieces, at)
        if not count or (not rows and not _TOTAL.fullmatch(text_of(pieces[at : at + count]))):
            break
        label = span_of(pieces[at : at + count])
        end = at + count
        while end < len(pieces) and (not pieces[end].text or _VALUE.fullmatch(pieces[end].text)):
            end += 1
        amounts = kinds[:-1] if kinds[-1] is _Fund.REASON else kinds
        values = _placed(pieces[at + count : end], amounts)
        if values is None or not (rows or any(values)):
            return [], at
        if len(amounts) < len(kinds):
            reasoned = end + 1 < len(pieces) and not _label_at(pieces, end)
            reasoned = reasoned and bool(pieces[end].text) and bool(_label_at(pieces, end + 1))
            values.append(pieces[end] if reasoned else None)
            end += reasoned
        row = [label]
        for piece in values:
            row.append(piece.span if piece else CharSpan(row[-1].end, row[-1].end))
        rows.append(row)
        at = end
    return rows, at


def _label_at(pieces: Sequence[Piece], at: int) -> int:
    """How many pieces label a row of the block: a known source of money, or words before figures."""
    for count in range(1, min(_MOST_PIECES, len(pieces) - at) + 1):
        text = text_of(pieces[at : at + count])
        if not pieces[at].text or _NO_LABEL.search(text):
            return 0
        if _LABEL.fullmatch(text):
            return count
    figures = pieces[at + 1 : at + 3]
    told = len(figures) == 2 and all(_FIGURE.match(piece.text) for piece in figures)
    return 1 if told and at < len(pieces) and _OTHER_LABEL.fullmatch(pieces[at].text) else 0


def _placed(values: Sequence[Piece], kinds: Sequence[_Fund]) -> list[Piece | None] | None:
    """For each column of the head its cell or none; ``None`` where it isn't certain."""
    if len(values) != len(kinds):
        values = [piece for piece in values if piece.text]
    if len(values) == len(kinds) and any(piece.text for piece in values):
        return list(values) if _fit(values, kinds) else None
    told = [piece for piece in values if piece.text and not _DASH.fullmatch(piece.text)]
    money = kinds.count(_Fund.MONEY)
    found: list[Piece | None] = [None] * len(kinds)
    if not told:
        return found
    rated = told[-1].text.endswith("%") and len(told) == money + 1
    if len(told) != money + rated or any("%" in piece.text for piece in told[:money]):
        return None
    found[:money] = told[:money]
    if rated:
        found[kinds.index(_Fund.RATE)] = told[-1]
    return found if not rated or _Fund.RATE in kinds else None


def _fit(values: Sequence[Piece], kinds: Sequence[_Fund]) -> bool:
    """Whether a rate stands under no other name, and no points have a unit of money."""
    for piece, kind in zip(values, kinds, strict=True):
        if piece.text.endswith("%") and kind is _Fund.MONEY:
            return False
        if piece.text.endswith("元") and kind is not _Fund.MONEY:
            return False
    return True
