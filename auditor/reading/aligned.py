"""Tables of plain text without bars at the ends (a | b | c) or with cells parted by wide spaces.

Both need a head that names columns of a form, since prose has bars and spaces too. A spaced table
whose cells all begin or end under their column's name has its empty cells put back; in any
other they are lost, its rows differ in width, and only rows of one width align.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from auditor.core.charspan import CharSpan
from auditor.reading.lines import Line
from auditor.reading.onebar import is_figure, is_of_figures

_HEAD = re.compile(
    r"指标|目标值|完成值|分值|得分|权重|预算|决算|执行|序号|项目|合计|编制|实有|金额|备注|单位|说明|扣分|原因|实绩|维度"
)
_NAMED = 2
_WIDTH = 3
_ROWS = 3
_LONGEST = 60
"""Characters of a cell in a spaced table."""
_WIDEST = 40
"""Columns of a form at most: each cell is measured from its line's beginning."""
_OFF = 3
"""Blanks that a cell may stand off its column, as typed by hand."""
_GAP = re.compile(r" {2,}|\u3000+")


def bare_pipes(lines: Sequence[Line], index: int) -> list[list[CharSpan]] | None:
    """Rows of a run of lines with equally many bars, none of them at the line's beginning."""
    head = lines[index].text.split("|")
    bars = len(head) - 1
    if bars < _WIDTH - 1 or (not (named := _is_head(head)) and not _are_names(head)):
        return None
    rows: list[list[CharSpan]] = []
    texts: list[list[str]] = []
    for line in lines[index:]:
        if line.text.count("|") != bars or line.text.lstrip().startswith("|"):
            break
        rows.append(_cut(line, [m.span() for m in re.finditer(r"\|", line.text)]))
        texts.append([cell.strip() for cell in line.text.split("|")])
    if not any(row[-1] for row in texts):
        rows, texts = [row[:-1] for row in rows], [row[:-1] for row in texts]
    return rows if len(rows) >= _ROWS and (named or is_of_figures(texts)) else None


def _are_names(head: Sequence[str]) -> bool:
    *cells, last = [cell.strip() for cell in head]
    names = [*cells, last] if last else cells
    return all(names) and not any(is_figure(name) for name in names)


def spaced(lines: Sequence[Line], index: int, text: str) -> list[list[CharSpan]] | None:
    """Rows of a run of lines whose cells stand two spaces or an ideographic space apart.

    ``text`` is the unfolded text, where an ideographic space can be told from a blank.
    """
    head = _pieces(lines[index], text)
    if len(head) < _WIDTH + 1 or not _is_head([span.cut(text) for span in head]):
        return None
    rows = [head]
    numbers = 0
    for line in lines[index + 1 :]:
        row = _pieces(line, text)
        if len(row) < _WIDTH - 1 or any(len(span) > _LONGEST for span in row):
            break
        numbers += any(char.isdigit() for char in line.text)
        rows.append(row)
    if len(rows) < _ROWS or numbers < _NAMED:
        return None
    begins = [line.start for line in lines[index : index + len(rows)]]
    return _under_head(rows, begins, text) or rows


def _under_head(
    rows: Sequence[Sequence[CharSpan]], begins: Sequence[int], text: str
) -> list[list[CharSpan]] | None:
    """The rows with an empty cell for each column that has none, by the columns on the screen.

    ``None`` where a cell stands under no name of the head, or two under one.
    """
    if len(rows[0]) > _WIDEST or any(len(row) > len(rows[0]) for row in rows):
        return None
    head = [_on_screen(span, begins[0], text) for span in rows[0]]
    found: list[list[CharSpan]] = []
    for row, begin in zip(rows, begins, strict=True):
        places = [_place(_on_screen(span, begin, text), head) for span in row]
        if None in places or len(set(places)) < len(places):
            return None
        cells = dict(zip(places, row, strict=True))
        full: list[CharSpan] = []
        at = begin
        for column in range(len(head)):
            cell = cells.get(column, CharSpan(at, at))
            full.append(cell)
            at = cell.end
        found.append(full)
    return found


def _place(cell: tuple[int, int], head: Sequence[tuple[int, int]]) -> int | None:
    """The column of the head that the cell begins or ends with, on the screen, a few blanks off."""
    off = [min(abs(start - cell[0]), abs(end - cell[1])) for start, end in head]
    nearest = min(off)
    return off.index(nearest) if nearest <= _OFF and off.count(nearest) == 1 else None


def _on_screen(span: CharSpan, begin: int, text: str) -> tuple[int, int]:
    """Where the span starts and ends on a screen, Chinese characters being two columns wide."""
    start = _columns(text[begin : span.start])
    return start, start + _columns(text[span.start : span.end].rstrip())


def _columns(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in text)


def _is_head(cells: Sequence[str]) -> bool:
    named = sum(1 for cell in cells if len(cell) <= 16 and _HEAD.search(cell))
    return named >= _NAMED and not any(re.search(r"[。;]", cell) for cell in cells)


def _pieces(line: Line, text: str) -> list[CharSpan]:
    raw = text[line.start : line.end]
    if "\t" in raw or "|" in raw:
        return []
    cut = _cut(line, [m.span() for m in _GAP.finditer(raw)])
    return [span for span in cut if span.cut(text).strip(" \u3000")]


def _cut(line: Line, gaps: Sequence[tuple[int, int]]) -> list[CharSpan]:
    spans: list[CharSpan] = []
    at = 0
    for start, end in gaps:
        spans.append(CharSpan(line.start + at, line.start + start))
        at = end
    spans.append(CharSpan(line.start + at, line.end))
    return spans
