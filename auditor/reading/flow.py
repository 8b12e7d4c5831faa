"""Printed lines of the narrative → paragraphs; running headers, footers and page numbers go.

A line goes on in the next one when it was full (the next word had no room in it) and the next is
not set in, larger, or an item of a list: then the writer, not the page, began a new line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from auditor.reading.layout import Sheet, TextLine
from auditor.reading.pages import Page
from auditor.reading.wrapping import first_width

_DASH = r"[\s\-‐‑‒–—―－一ー·.~～_|]*"
_NUMBER = re.compile(
    rf"^{_DASH}(?:第\s*)?(?:\d{{1,4}}|[ⅰ-ⅿivxIVX]{{1,6}})\s*(?:页)?"
    rf"(?:\s*[/／,，]?\s*(?:共\s*)?\d{{1,4}}\s*页?)?{_DASH}$"
)
_LIST = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(]\s*[一二三四五六七八九十\d]{1,3}\s*[）)]|\d{1,2}[、.．](?!\d)"
    r"|[①-⑳]|附件|附表|表[一二三\d])"
)
_CLOSED = re.compile(r"[。！？!?；;：:][”’』」》）)]*$")
_FIELDS = re.compile(r"[：:]\s")
_MARGIN = 0.12
_WIDE = 0.6
_DIGITS = re.compile(r"\d+")


@dataclass(slots=True)
class Column:
    """Where the lines of a kind of page begin and end, and how far they stand apart."""

    left: float
    right: float
    pitch: float


@dataclass(slots=True)
class Paragraph:
    """Printed lines that make one paragraph."""

    lines: list[tuple[Page, TextLine]] = field(default_factory=list)


def drop_furniture(sheets: Sequence[Sheet]) -> None:
    """Take page numbers, running headers and running footers out of the sheets."""
    edges = [(_edge(sheet, top=True), _edge(sheet, top=False)) for sheet in sheets]
    for side in (0, 1):
        _drop_repeated(sheets, [edge[side] for edge in edges], body=_body_size(sheets))
    numbers = [_number_lines(sheet) for sheet in sheets]
    for sheet, lines in zip(sheets, numbers, strict=True):
        _remove(sheet, lines)


def _edge(sheet: Sheet, *, top: bool) -> list[TextLine]:
    """Up to three lines in the page's margin, outside of tables, from the edge inwards."""
    height = sheet.page.height
    lines = [block for block in sheet.blocks if isinstance(block, TextLine)]
    if top:
        return [line for line in lines[:3] if line.box[3] < _MARGIN * height]
    return [line for line in lines[::-1][:3] if line.box[1] > (1 - _MARGIN) * height]


def _body_size(sheets: Sequence[Sheet]) -> float:
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        for block in sheet.blocks:
            for line in (block,) if isinstance(block, TextLine) else block.lines():
                sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 12.0


def _mask(line: TextLine) -> str:
    return _DIGITS.sub("#", "".join(line.text.split()))


def _drop_repeated(
    sheets: Sequence[Sheet], edges: Sequence[Sequence[TextLine]], body: float
) -> None:
    """Lines that most pages (or most odd or even ones) bear at one height, no larger than text."""
    seen: Counter[tuple[str, int]] = Counter()
    for lines in edges:
        seen.update({(_mask(line), round(line.box[1] / 4)) for line in lines})
    needed = max(3, 0.4 * len(sheets))
    if len(sheets) == 2:
        needed = 2
    for sheet, lines in zip(sheets, edges, strict=True):
        gone = [
            line
            for line in lines
            if line.size <= 1.25 * body
            and sum(seen[(_mask(line), round(line.box[1] / 4) + k)] for k in range(-3, 4)) >= needed
        ]
        _remove(sheet, gone)


def _number_lines(sheet: Sheet) -> list[TextLine]:
    """The line at the very edge that holds a page number only."""
    found: list[TextLine] = []
    for top in (True, False):
        for line in _edge(sheet, top=top)[:1]:
            outermost = sheet.blocks[0] if top else sheet.blocks[-1]
            if line is outermost and _NUMBER.match(line.text):
                found.append(line)
    return found


def _remove(sheet: Sheet, lines: Iterable[TextLine]) -> None:
    gone = {id(line) for line in lines}
    if gone:
        sheet.blocks = [block for block in sheet.blocks if id(block) not in gone]


def columns_of(sheets: Sequence[Sheet]) -> dict[tuple[int, int], Column]:
    """The text column of each page size, from the lines outside of tables."""
    groups: dict[tuple[int, int], list[TextLine]] = {}
    widths: dict[tuple[int, int], float] = {}
    pitches: dict[tuple[int, int], list[float]] = {}
    for sheet in sheets:
        lines = [block for block in sheet.blocks if isinstance(block, TextLine)]
        key = page_key(sheet.page)
        groups.setdefault(key, []).extend(lines)
        widths[key] = sheet.page.width
        pitches.setdefault(key, []).extend(
            b.box[3] - a.box[3] for a, b in pairwise(lines) if 0 < b.box[3] - a.box[3] < 4 * a.size
        )
    return {
        key: _column(lines, pitches[key], widths[key]) for key, lines in groups.items() if lines
    }


def page_key(page: Page) -> tuple[int, int]:
    """Pages of one size share a text column."""
    return round(page.width / 10), round(page.height / 10)


def _column(lines: Sequence[TextLine], pitches: list[float], width: float) -> Column:
    widest = max(line.box[2] - line.box[0] for line in lines)
    long = [line for line in lines if line.box[2] - line.box[0] >= 0.7 * widest]
    ends = sorted(line.box[2] for line in long)
    right = ends[len(ends) - 1 - len(ends) // 50]
    starts = sorted(line.box[0] for line in long)
    left = starts[min(len(starts) // 20, len(starts) - 1)]
    if widest < _WIDE * width:
        right = max(right, width - min(line.box[0] for line in lines))
    pitch = sorted(pitches)[len(pitches) // 2] if pitches else 2 * lines[0].size
    return Column(left, right, pitch)


def carries_on(
    lines: Sequence[tuple[Page, TextLine]], page: Page, following: TextLine, column: Column
) -> bool:
    """Whether ``following`` on ``page`` continues the paragraph of ``lines``."""
    last_page, line = lines[-1]
    first = lines[0][1]
    if abs(line.size - following.size) > 0.15 * line.size:
        return False
    slack = 1.25 if _CLOSED.search(line.text) else 1.5
    if page is last_page and following.box[3] - line.box[3] > slack * max(
        column.pitch, 1.3 * line.size
    ):
        return False
    room = column.right - line.box[2]
    if room > first_width(following) + 0.6 * line.size or len(_FIELDS.findall(following.text)) > 1:
        return False
    if _LIST.match(following.text) and _CLOSED.search(line.text):
        return False
    if len(lines) > 1 and following.box[0] < line.box[0] - 1.2 * following.size:
        return False
    inset = following.box[0] - column.left
    if inset <= 1.2 * following.size:
        return True
    if len(lines) > 1 and abs(following.box[0] - line.box[0]) <= 0.7 * line.size:
        return True
    return _hangs(first, following) or _centred(line, following, column)


def _hangs(first: TextLine, following: TextLine) -> bool:
    """A list item whose further lines stand under its words."""
    mark = _LIST.match(first.text)
    if mark is None:
        return False
    width = sum(0.5 if char.isascii() else 1.0 for char in mark.group()) * first.size
    return abs(following.box[0] - first.box[0] - width) <= 0.8 * first.size


def _centred(line: TextLine, following: TextLine, column: Column) -> bool:
    """A long title over two lines."""
    middle = (column.left + column.right) / 2
    return all(
        abs((part.box[0] + part.box[2]) / 2 - middle) < part.size for part in (line, following)
    ) and not _CLOSED.search(line.text)
