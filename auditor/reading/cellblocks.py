"""An indicator block printed a cell a line: where it ends, its rows, and whether they are certain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from auditor.core.charspan import CharSpan
from auditor.reading.cellrows import TEMPLATE, Row, aligned
from auditor.reading.cellstream import Column, HeadCells, Piece, head_at, span_of
from auditor.reading.formwords import POINTS, Kind
from auditor.reading.undernames import filled

ASIDE = re.compile(r"(?:年度)?绩效(?:目标|指标)\d?(?:\(\d+分?\))?")
"""What stands beside a block, over several rows: it is no cell of a row."""
_STOP = re.compile(
    r"(?:备注|说明|注)(?::.*)?|注\d*[:、.].*|(?:其他)?需要?说明.*|填[表报](?:人|单位|日期|时间).*|附[件表]\d*(?::.*)?"
    r"|(?:项目|财务|单位|部门)*负责人(?:[(:].*)?|联系(?:人|电话)(?::.*)?|(?:项目|专项)(?:支出)?名称|主管部门(?:及代码)?"
    r"|(?:自?评价?|总体)(?:结论|等级|评价)(?::.*)?|存在(?:的)?(?:主要)?问题(?:[及和].*)?:?|(?:下一步)?改进措施(?:及.*)?:?"
    r"|偏差大.*|第[一二三四五六七八九]部分.*|[一二三四五六七八九十]{1,2}、[^一二三四五六七八九十]\S{3,}|年度(?:总体|绩效)?目标\d*[:(].*|\([一二三四五六七八九十]{1,2}\).*"
    r"|.{0,40}(?:自评|目标|情况|申报|监控)表(?:\(.{0,12}\))?"
)
_TOTAL = re.compile(
    r"(?:自评|综合|最终|评价)?(?:总|合)(?:计|分|得分|分值|计得分)|综合得分|得分(?:合计|总计)|自评得分"
)
_WEIGHED = re.compile(r"\d分?\)$")
_EFFECT = re.compile(r"(?:经济|社会|生态)[^成]|可持续")
_GOT = re.compile(r"得分|自评分|评分")
_SUM = re.compile(r"\d{1,3}(?:\.\d+)?分?")
_LONGEST = 3_000
_LONG_CELL = 400
_FEWEST_ROWS = 3
_SHORT = 12
"""A value where no points tell rows apart: longer ones may be lines of several cells."""
_FUND_POINTS = (Decimal(0), Decimal(10), Decimal(20))
"""What a rate of execution above the block adds to its total, as the forms have it."""


class Block(NamedTuple):
    """Head, rows and total of a block, pieces ``[first, end)``; ``closed``: it has a total."""

    first: int
    end: int
    rows: list[list[CharSpan]]
    closed: bool


class _Extent(NamedTuple):
    """The cells of a block's rows, the cells of its total, and where the block ends."""

    body: list[Piece]
    total: list[Piece]
    end: int


def block_at(pieces: Sequence[Piece], head: HeadCells, *, whole: bool) -> Block:
    """The block under ``head``, with no rows where they aren't certain.

    ``whole``: all points above it were read, too, so that a total which differs from the rows' sum
    is wrong and not only told of more.
    """
    extent = _extent(pieces, head)
    rows = aligned(extent.body, head.columns)
    if rows is None and not extent.total:
        extent = _trimmed(extent, pieces, head)
        rows = aligned(extent.body, head.columns)
    if rows is None or not _is_certain(rows, extent.body, head.columns):
        return Block(head.first, extent.end, [], closed=False)
    rows = _settled(rows, extent.body, head.columns)
    width = len(head.columns)
    spans = [[column.span for column in head.columns]]
    spans += [_spread(row, extent.body, width) for row in rows]
    if extent.total:
        spans.extend(_total(rows, extent, head.columns, whole))
    return Block(head.first, extent.end, spans, bool(extent.total))


def _settled(rows: Sequence[Row], body: Sequence[Piece], columns: Sequence[Column]) -> list[Row]:
    """The rows with names of levels moved to the level that those above tell them to be of.

    满意度指标 by itself is of the second level where names of the first have their points with them
    (效益指标(30分)); 社会效益指标 below 产出指标 is of the first.
    """
    if [column.kind for column in columns[:3]] != [Kind.LABEL] * 3:
        return list(rows)
    weighed = any(_WEIGHED.search(_words(row, 0, body)) for row in rows)
    above = ""
    found: list[Row] = []
    for row in rows:
        first, second = _words(row, 0, body), _words(row, 1, body)
        if first and not second and weighed and "满意" in first and not _WEIGHED.search(first):
            row = {(1 if column == 0 else column): place for column, place in row.items()}
        elif second and not first and _is_of_another(above, second) and not weighed:
            row = {(0 if column == 1 else column): place for column, place in row.items()}
        above = _words(row, 0, body) or above
        found.append(row)
    return found


def _is_of_another(first: str, second: str) -> bool:
    """Whether a name of the second level can't stand under that of the first."""
    if "满意" in second:
        return "产出" in first or "效益" in first
    return "产出" in first and _EFFECT.match(second) is not None


def _extent(pieces: Sequence[Piece], head: HeadCells) -> _Extent:
    """Cells up to the total or to what can't be in the block; a head printed again is left out."""
    body: list[tuple[int, Piece]] = []
    at = head.end
    last = min(len(pieces), head.end + _LONGEST)
    while at < last:
        piece = pieces[at]
        if _TOTAL.fullmatch(piece.text):
            end = _end_of_total(pieces, at)
            total = [known for known in pieces[at:end] if known.text]
            return _Extent([known for _, known in body], total if len(total) > 1 else [], end)
        if _STOP.fullmatch(piece.text) or len(piece.text) > _LONG_CELL:
            break
        again = head_at(pieces, at)
        if again is None:
            if not ASIDE.fullmatch(piece.text):
                body.append((at, piece))
            at += 1
        elif _texts(again) == _texts(head):
            at = again.end
        else:
            break
    end = body[-1][0] + 1 if body else head.end
    return _Extent([known for _, known in body], [], end)


def _trimmed(extent: _Extent, pieces: Sequence[Piece], head: HeadCells) -> _Extent:
    """Without what stands behind the last points: no total and no known word ended the block."""
    body = list(extent.body)
    while body and not POINTS.fullmatch(body[-1].text):
        body.pop()
    last = body[-1] if body else None
    end = next((at + 1 for at in range(head.end, extent.end) if pieces[at] is last), head.end)
    return _Extent(body, [], end)


def _texts(head: HeadCells) -> list[str]:
    return [column.text for column in head.columns]


def _end_of_total(pieces: Sequence[Piece], at: int) -> int:
    """Behind the label, its numbers and empty cells."""
    end = at + 1
    while end < len(pieces) and (not pieces[end].text or _SUM.fullmatch(pieces[end].text)):
        end += 1
    return end


def _is_certain(rows: Sequence[Row], body: Sequence[Piece], columns: Sequence[Column]) -> bool:
    """Whether the rows are those of a filled-in form: a wrong reading has gaps, joins or odd points.

    Where several cells stand on a line rows begin with lines.
    """
    kinds = [column.kind for column in columns]
    name = kinds.count(Kind.LABEL) - 1
    values = range(name + 1, len(columns))
    told = [row for row in rows if any(_words(row, column, body) for column in values)]
    named = [row for row in rows if row not in told and not _is_template(_words(row, name, body))]
    if named or len(told) < _FEWEST_ROWS or not any(column in rows[0] for column in range(name)):
        return False
    starts = [min(place for place, _ in row.values()) for row in told]
    begun = sum(not at or body[at - 1].last < body[at].first for at in starts)
    if 5 * begun < 4 * len(told):
        return False
    points = [column for column in values if kinds[column] is Kind.POINTS]
    plain = [c for c in values if kinds[c] not in (Kind.REASON, Kind.POINTS)]
    joined = sum(any(_pieces(row, c) > 1 for c in (name, *plain)) for row in told)
    if not points:
        words = ["".join(_words(row, c, body) for c in plain) for row in told]
        figures = sum(any(map(str.isdigit, text)) for text in words)
        whole = all(0 < len(_words(row, c, body)) <= _SHORT for row in told for c in plain)
        return not joined and whole and 2 * figures >= len(told)
    if 3 * joined > len(told) or not _are_filled(told, points, body):
        return False
    missing = sum(not _words(row, c, body) for row in told for c in plain)
    return 4 * missing <= len(told) * len(plain) and _are_scores(told, points, columns, body)


def _is_template(name: str) -> bool:
    return not name or TEMPLATE.fullmatch(name) is not None


def _pieces(row: Row, column: int) -> int:
    first, end = row.get(column, (0, 0))
    return end - first


def _words(row: Row, column: int, body: Sequence[Piece]) -> str:
    first, end = row.get(column, (0, 0))
    return "".join(piece.text for piece in body[first:end])


def _are_filled(rows: Sequence[Row], points: Sequence[int], body: Sequence[Piece]) -> bool:
    """Whether each column of points is filled in nearly all rows or in none, and one is."""
    counts = [sum(bool(_words(row, column, body)) for row in rows) for column in points]
    return any(counts) and all(not count or 4 * count >= 3 * len(rows) for count in counts)


def _are_scores(
    rows: Sequence[Row], points: Sequence[int], columns: Sequence[Column], body: Sequence[Piece]
) -> bool:
    """Whether nearly no row has more points than it can get."""
    most = [c for c in points if not _GOT.search(columns[c].text)]
    got = [c for c in points if _GOT.search(columns[c].text)]
    if len(most) != 1 or len(got) != 1:
        return len(points) == 1
    pairs = [(_words(row, most[0], body), _words(row, got[0], body)) for row in rows]
    over = sum(_number(score) > _number(weight) for weight, score in pairs if weight and score)
    return over * 8 <= len(rows)


def _number(text: str) -> Decimal:
    return Decimal(text.rstrip("分")) if text[:1].isdigit() else Decimal(0)


def _spread(row: Row, body: Sequence[Piece], width: int) -> list[CharSpan]:
    """The cells of a row, empty ones right behind those before them."""
    cells = {
        column: span_of(body[first:end]) for column, (first, end) in row.items() if end > first
    }
    return filled(cells, width, min(body[first].span.start for first, _ in row.values()))


def _total(
    rows: Sequence[Row], extent: _Extent, columns: Sequence[Column], whole: bool
) -> list[list[CharSpan]]:
    """The row of the total, its numbers under their columns; none where they aren't certain."""
    points = [n for n, column in enumerate(columns) if column.kind is Kind.POINTS]
    label, *numbers = extent.total
    sums = {column: _sum(rows, column, extent.body) for column in points}
    if not points or (not whole and _number(numbers[0].text) != sums[points[0]]):
        return []
    if len(numbers) < len(points):
        points = [c for c in points if _number(numbers[0].text) - sums[c] in _FUND_POINTS]
    if len(numbers) != len(points):
        return []
    spans = [label.span] + [CharSpan(label.span.end, label.span.end)] * (len(columns) - 1)
    for column, piece in zip(points, numbers, strict=True):
        spans[column] = piece.span
    return [spans]


def _sum(rows: Sequence[Row], column: int, body: Sequence[Piece]) -> Decimal:
    words = [_words(row, column, body) for row in rows]
    return sum((_number(text) for text in words if text), Decimal(0))
