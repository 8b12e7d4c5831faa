"""Forms printed a cell a line or paragraph, without TABs → rows of cell spans.

A page copied to text keeps the order of a form's cells and loses their places. A form is read from
its 项目名称 to its total where the head of an indicator block (or of a funds block) stands among
the lines and all that is below it fits it in one way (`cellblocks`); else its lines stay lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from auditor.core.charspan import CharSpan
from auditor.reading.cellblocks import ASIDE, Block, block_at
from auditor.reading.cellfunds import Funds, funds_at
from auditor.reading.cellstream import OPENS, Piece, head_at, is_bar, is_head_line, pieces_of
from auditor.reading.lines import Line

_SIGNS = ("一级", "资金总额", "资金合计")
_LABEL = re.compile(
    r"[^\d,。:]{0,8}(?:名称|部门|单位|负责人|联系人|电话|时间|日期|类别|属性|类型|期限|编码|代码|概况|得分)"
    r"(?:\([^()]{1,8}\))?:?"
)
_GOAL = re.compile(r"(?:项目|年度|年初|总体|预期|设定|绩效)*目标")
_REACHED = re.compile(r"(?:项目|年度|全年|总体|目标|绩效|实际)*完成情况(?:综述)?")
_RATE = re.compile(r"(?:预算)?执行率(?:\([^()]{1,8}\))?")
_CHAPTER = re.compile(r"[一二三四五六七八九十]{1,3}、[^。;:]{2,30}")
_PROSE = re.compile(r"\([一二三四五六七八九十]{1,3}\).{30,}。$", re.DOTALL)
_BACK = 90
"""Pieces above a block's head in which the form's first label is looked for."""
_NEAR_FUNDS = 40
_HEAD_OF_FUNDS = 20
_NEAR = 6
"""Pieces that may stand between two indicator blocks of one form."""
_FEWEST_LINES = 4
_LONGEST_SIGN = 12


class CellForm(NamedTuple):
    """A form: its lines, the last included, and its rows, which differ in width."""

    first: int
    last: int
    rows: list[list[CharSpan]]


def cell_forms(lines: Sequence[Line], folded: str) -> list[CellForm]:
    """All such forms in order; their lines don't overlap."""
    if not any(sign in folded for sign in _SIGNS):
        return []
    return [form for run, sign in _runs(lines) for form in _forms(pieces_of(run, sign))]


def _runs(lines: Sequence[Line]) -> list[tuple[Sequence[Line], int]]:
    """Runs of lines without TABs, each with the number of the first line that can be a head's.

    Bars may stand in them on lines of their own.
    """
    runs: list[tuple[Sequence[Line], int]] = []
    first = 0
    sign: int | None = None
    for line in lines:
        if "\t" in line.text or ("|" in line.text and not is_bar(line.text)):
            if sign is not None:
                runs.append((lines[first : line.number], sign - first))
            first, sign = line.number + 1, None
        elif sign is None and (_is_sign(line.text.strip()) or is_head_line(line.text)):
            sign = line.number
    if sign is not None:
        runs.append((lines[first:], sign - first))
    return [(run, at) for run, at in runs if len(run) - at >= _FEWEST_LINES]


def _is_sign(plain: str) -> bool:
    """Whether a line or cell can be the first level's name, or the label of all funds."""
    return len(plain) <= _LONGEST_SIGN and (
        plain.startswith("一级") or plain.rstrip(":").endswith(_SIGNS[1:])
    )


def _forms(pieces: Sequence[Piece]) -> list[CellForm]:
    signs = [at for at, piece in enumerate(pieces) if _is_sign(piece.text)]
    taken = bytearray(len(pieces))
    forms = [*_with_blocks(pieces, signs, taken), *_with_funds(pieces, signs, taken)]
    return sorted(forms, key=lambda form: form.first)


def _begins_line(pieces: Sequence[Piece], at: int) -> bool:
    """Whether no other cell stands before piece ``at`` on its line."""
    return at in (0, len(pieces)) or pieces[at - 1].last < pieces[at].first


def _with_blocks(
    pieces: Sequence[Piece], signs: Sequence[int], taken: bytearray
) -> Iterator[CellForm]:
    """Forms with an indicator block; their pieces are marked in ``taken``."""
    done = tried = 0
    for at in signs:
        head = head_at(pieces, at) if at >= tried else None
        if head is None or head.first < done:
            continue
        first = _opening(pieces, done, head.first)
        block = block_at(pieces, head, whole=_is_whole(pieces, first, head.first))
        tried = block.end
        if not block.rows:
            continue
        end, rows = _blocks(pieces, block)
        if not (_begins_line(pieces, first) and _begins_line(pieces, end)):
            continue
        yield _made(pieces, first, end, [*_front(pieces, first, block.first), *rows])
        taken[first:end] = b"\1" * (end - first)
        done = tried = end


def _with_funds(
    pieces: Sequence[Piece], signs: Sequence[int], taken: bytearray
) -> Iterator[CellForm]:
    """Forms of which the funds block alone was read."""
    for at in signs:
        funds = None if taken[at] else _funds_above(pieces, at)
        if funds is None or taken.find(1, funds.first, funds.end) >= 0:
            continue
        if not _begins_line(pieces, funds.end):
            continue
        done = taken.rfind(1, max(funds.first - _BACK, 0), funds.first) + 1
        first = _opening(pieces, done, funds.first)
        if not _begins_line(pieces, first):
            continue
        rows = [*_particulars(pieces[first : funds.first]), *funds.rows]
        yield _made(pieces, first, funds.end, rows)
        taken[first : funds.end] = b"\1" * (funds.end - first)


def _made(pieces: Sequence[Piece], first: int, end: int, rows: list[list[CharSpan]]) -> CellForm:
    return CellForm(pieces[first].first, pieces[end - 1].last, rows)


def _blocks(pieces: Sequence[Piece], block: Block) -> tuple[int, list[list[CharSpan]]]:
    """Rows of ``block`` and of those right below it, while none has a total; and where they end."""
    rows = list(block.rows)
    while not block.closed:
        below = range(block.end, min(block.end + _NEAR, len(pieces)))
        heads = (head_at(pieces, at) for at in below)
        head = next((head for head in heads if head is not None), None)
        more = block_at(pieces, head, whole=True) if head is not None else None
        if more is None or not more.rows or more.first < block.end:
            break
        rows.extend([piece.span] for piece in pieces[block.end : more.first] if piece.text)
        rows.extend(more.rows)
        block = more
    return block.end, rows


def _is_whole(pieces: Sequence[Piece], first: int, end: int) -> bool:
    """Whether no funds block above an indicator block was left unread."""
    begin = first if first < end else max(end - _NEAR_FUNDS, 0)
    rates = any(_RATE.fullmatch(piece.text) for piece in pieces[begin:end])
    return not rates or any(_funds_in(pieces, first, end))


def _funds_in(pieces: Sequence[Piece], first: int, end: int) -> Iterator[Funds]:
    """The funds blocks among pieces ``[first, end)``."""
    for at in range(first, end):
        funds = funds_at(pieces, at)
        if funds is not None and first <= funds.first and funds.end <= end:
            yield funds


def _opening(pieces: Sequence[Piece], done: int, at: int) -> int:
    """Where the form begins whose block begins at ``at``: its 项目名称, else its funds or the block."""
    lowest = max(done, at - _BACK)
    for first in range(at - 1, lowest - 1, -1):
        if OPENS.fullmatch(pieces[first].text):
            if _has_chapters(pieces[first:at]):
                lowest = _below_prose(pieces, first, at)
                break
            return first
    for first in range(lowest, at):
        funds = funds_at(pieces, first)
        if funds is not None and funds.end <= at:
            return max(funds.first, lowest)
    return at


def _has_chapters(pieces: Sequence[Piece]) -> bool:
    """Whether chapters of the report stand among the pieces: headings, and paragraphs below them."""
    heads = [at for at, piece in enumerate(pieces) if _CHAPTER.fullmatch(piece.text)]
    return bool(heads) and any(_PROSE.match(piece.text) for piece in pieces[heads[0] :])


def _below_prose(pieces: Sequence[Piece], first: int, end: int) -> int:
    """The first piece below the last chapter's heading or paragraph in ``[first, end)``."""
    return next(
        at + 1
        for at in range(end - 1, first - 1, -1)
        if _CHAPTER.fullmatch(pieces[at].text) or _PROSE.match(pieces[at].text)
    )


def _funds_above(pieces: Sequence[Piece], at: int) -> Funds | None:
    """The funds block whose first row has the label at ``at``."""
    for first in range(max(at - _HEAD_OF_FUNDS, 0), at):
        funds = funds_at(pieces, first)
        if funds is not None and funds.end > at:
            return funds
    return None


def _front(pieces: Sequence[Piece], first: int, end: int) -> list[list[CharSpan]]:
    """Rows above an indicator block: labels with what they name, funds, goals."""
    for funds in _funds_in(pieces, first, end):
        above = _particulars(pieces[first : funds.first])
        return [*above, *funds.rows, *_particulars(pieces[funds.end : end])]
    return _particulars(pieces[first:end])


def _particulars(pieces: Sequence[Piece]) -> list[list[CharSpan]]:
    """Labels with what they name, then goals and results where each is one text.

    Other texts are left out: a goal in several cells can't be told from what was reached.
    """
    told = [piece for piece in pieces if piece.text and not ASIDE.fullmatch(piece.text)]
    goals = next((at for at, piece in enumerate(told) if _GOAL.fullmatch(piece.text)), len(told))
    rows = [
        [label.span, named.span]
        for label, named in pairwise(told[:goals])
        if _LABEL.fullmatch(label.text) and not _LABEL.fullmatch(named.text)
    ]
    while goals + 1 < len(told) and _GOAL.fullmatch(told[goals + 1].text):
        goals += 1
    texts = told[goals:]
    if len(texts) != 4:
        return rows
    reached = [at for at, piece in enumerate(texts) if _REACHED.fullmatch(piece.text)]
    if reached == [1]:
        edge = CharSpan(texts[0].span.start, texts[0].span.start)
        below = CharSpan(texts[2].span.start, texts[2].span.start)
        rows.append([edge, texts[0].span, texts[1].span])
        rows.append([below, texts[2].span, texts[3].span])
    elif reached == [2]:
        rows.extend([texts[at].span, texts[at + 1].span] for at in (0, 2))
    return rows
