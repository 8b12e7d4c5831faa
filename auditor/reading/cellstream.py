"""Cells printed one a line or paragraph, in reading order, and the heads of forms among them.

Where paragraphs are parted by empty lines, lines without one between them are one cell, and a line
of white space is an empty cell. Nothing here tells which column a cell stands in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from auditor.core.charspan import CharSpan
from auditor.reading.formwords import Kind, is_level, kind_of
from auditor.reading.lines import Line

_MARK = r"(?:\([^()]{1,12}\))?"
"""What stands behind a name: (A), (20分), (万元)."""
_HEAD = re.compile(
    r"(?:[一二三]级指标|(?:具体)?指标(?:名称|内容)"
    r"|(?:年度|年初|全年|预期|计划|绩效|目标)?(?:指标|目标|计划|预期)值|预期指标|(?:年度|年初|预期)目标"
    r"|(?:年度|全年|实际|自评)*(?:完成|实现)(?:指标)?(?:值|情况|数)|(?:全年)?实际值|实际完成"
    r"|(?:指标)?(?:分值|权重)|满分|标准分|(?:自评|实际)?得分|自评分"
    r"|指标性质|计算符号|(?:度量|计量)单位|(?:指标)?完成(?:率|比例)"
    r"|(?:评分|评价|绩效|得分|计分|扣分)(?:标准|规则|办法|依据)|(?:绩效)?指标(?:说明|解释|描述))" + _MARK
    + r"|(?:(?:未完成|偏差|扣分|失分|未达标|存在问题)(?:情况|指标|较大|大)?(?:或目标未完成)?)?原因(?:分析|说明)?"
    r"(?:[及和与、]?(?:拟?采取的?)?(?:改进|整改)?措施)?(?:及建议)?|备注"
)  # fmt: skip
_LOOSE = re.compile(
    r"(?=[^\d,。;:]{2,16}$)[^\d]*(?:原因|措施|备注|说明|标准|规则|依据|办法|完成率|[标划]值|完成值|得分|分值|权重)[^\d]{0,6}"
)
"""Words of other names; what follows a head tells where it ends."""
_LEVEL = re.compile(r"[一二三]级指标")
OPENS = re.compile(
    r"(?:专项)?\(?项目\)?(?:支出)?名称|专项(?:资金)?名称|转移支付(?:\(项目\))?名称|政策名称|(?:预算)?(?:部门|单位)(?:\(单位\))?名称"
)
"""The first label of a form."""
_BEGINS = re.compile(r"一级(?:指标)?|" + OPENS.pattern)
_LOOKED_AT = 40
_MOST_PIECES = 4
"""Lines that the name of a column can be wrapped over."""
_LONGEST = 24
_WIDEST = 11
_NARROWEST = 3


class Piece(NamedTuple):
    """The text of a cell or a part of it; ``text`` has no white space and may be empty."""

    first: int
    last: int
    span: CharSpan
    text: str


class Column(NamedTuple):
    """A column of an indicator block: its kind, and the name with its place."""

    kind: Kind
    text: str
    span: CharSpan


class HeadCells(NamedTuple):
    """The names of an indicator block's columns: pieces ``[first, end)`` of the stream."""

    first: int
    end: int
    columns: tuple[Column, ...]


def pieces_of(lines: Sequence[Line], sign: int = 0) -> list[Piece]:
    """The cells of ``lines``, wrapped ones in several pieces; a form is known to stand at ``sign``."""
    apart = _are_apart(lines[sign : sign + _LOOKED_AT])
    found: list[Piece] = []
    held: list[Line] = []
    for line in lines:
        if line.empty or not apart or _BEGINS.fullmatch(line.text.strip()):
            found.extend(_joined(held))
            held = []
        if line.blank:
            continue
        if line.empty:
            found.append(Piece(line.number, line.number, CharSpan(line.start, line.start), ""))
        else:
            held.append(line)
    found.extend(_joined(held))
    return found


def _are_apart(lines: Sequence[Line]) -> bool:
    """Whether nearly each line has an empty one below it."""
    filled = [at for at, line in enumerate(lines[:-1]) if not line.empty]
    apart = sum(lines[at + 1].empty for at in filled)
    return apart * 4 >= len(filled) * 3


def _joined(held: Sequence[Line]) -> list[Piece]:
    if not held:
        return []
    text = "".join("".join(line.text.split()) for line in held)
    first, last = held[0], held[-1]
    start = first.start + len(first.text) - len(first.text.lstrip())
    end = last.start + len(last.text.rstrip())
    return [Piece(first.number, last.number, CharSpan(start, end), text)]


def text_of(pieces: Sequence[Piece]) -> str:
    """The words of a cell that stands in several pieces."""
    return "".join(piece.text for piece in pieces)


def span_of(pieces: Sequence[Piece]) -> CharSpan:
    """From the first piece's beginning to the last one's end."""
    return CharSpan(pieces[0].span.start, pieces[-1].span.end)


def head_at(pieces: Sequence[Piece], at: int) -> HeadCells | None:
    """The head of an indicator block whose 一级指标 is piece ``at``; ``None`` for any other piece.

    A head of two lines (年度指标值 | 实际完成值 | 分值… over 一级指标 | … | 指标值 | 度量单位) is one: the lower
    line takes the place of its first two cells.
    """
    if not pieces[at].text.startswith("一级"):
        return None
    lower, end = _names(pieces, at)
    follows = pieces[end].text if end < len(pieces) else ""
    if len(lower) < _NARROWEST or lower[0].text != "一级指标" or _HEAD.fullmatch(follows):
        return None
    first, upper = at, _names_before(pieces, at)
    if upper and _are_lower([column.kind for column in lower]):
        first = at - sum(count for _, count in upper)
        lower = [*lower, *(column for column, _ in upper[1:])]
    labels = [column.kind for column in lower].count(Kind.LABEL)
    if labels not in (2, 3) or len(lower) > _WIDEST:
        return None
    if any(column.kind is not Kind.LABEL for column in lower[:labels]):
        return None
    return HeadCells(first, end, tuple(lower))


def _names(pieces: Sequence[Piece], at: int) -> tuple[list[Column], int]:
    """Names of columns from piece ``at`` on, and where they end."""
    found: list[Column] = []
    while at < len(pieces) and len(found) <= _WIDEST:
        count = _name_at(pieces, at)
        if not count:
            break
        named = _column(pieces[at : at + count])
        if found and named.kind is found[-1].kind is Kind.REASON:
            above = found.pop()
            span = CharSpan(above.span.start, named.span.end)
            named = Column(Kind.REASON, above.text + named.text, span)
        found.append(named)
        at += count
    return found, at


def _name_at(pieces: Sequence[Piece], at: int) -> int:
    """How many pieces make up a column's name; the longest reading counts."""
    for count in range(min(_MOST_PIECES, len(pieces) - at), 0, -1):
        text = text_of(pieces[at : at + count])
        if text and len(text) <= _LONGEST and _HEAD.fullmatch(text) and pieces[at].text:
            return count
    loose = _LOOSE.fullmatch(pieces[at].text) and not is_level(pieces[at].text)
    return 1 if loose and kind_of(pieces[at].text) is not Kind.LABEL else 0


def _column(pieces: Sequence[Piece]) -> Column:
    text = text_of(pieces)
    kind = Kind.LABEL if _LEVEL.fullmatch(text) else kind_of(text)
    return Column(kind, text, span_of(pieces))


def _are_lower(kinds: Sequence[Kind]) -> bool:
    """Whether names are those of a lower line: levels, then what a target is made of."""
    rest = [kind for kind in kinds if kind is not Kind.LABEL]
    return Kind.TARGET in rest and set(rest) <= {Kind.TARGET, Kind.SIGN, Kind.UNIT}


def _names_before(pieces: Sequence[Piece], at: int) -> list[tuple[Column, int]]:
    """Names that end right before piece ``at`` and begin with that of the target, with their sizes."""
    for first in range(max(at - 2 * _WIDEST, 0), at - 2):
        found: list[tuple[Column, int]] = []
        place = first
        while place < at and (count := _name_at(pieces, place)):
            found.append((_column(pieces[place : place + count]), count))
            place += count
        if place == at and len(found) >= _NARROWEST and found[0][0].kind is Kind.TARGET:
            kinds = {column.kind for column, _ in found[1:]}
            return found if Kind.LABEL not in kinds and Kind.TARGET not in kinds else []
    return []
