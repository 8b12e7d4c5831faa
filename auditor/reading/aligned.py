"""Tables of plain text without bars at the ends (a | b | c) or with cells parted by wide spaces.

Both need a head that names columns of a form, since prose has bars and spaces too. A spaced table
whose cells all begin or end under their column's name has its empty cells put back; in any
other they are lost, its rows differ in width, and only rows of one width align.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.core.charspan import CharSpan
from auditor.reading.lines import Line
from auditor.reading.onebar import is_figure, is_of_figures
from auditor.reading.undernames import OFF, on_screen, under_head

_HEAD = re.compile(
    r"指标|目标值|完成值|分值|得分|权重|预算|决算|执行|序号|项目|合计|编制|实有|金额|备注|单位|说明|扣分|原因|实绩|维度"
)
_NAMED = 2
_WIDTH = 3
_ROWS = 3
_LONGEST = 60
"""Characters of a cell in a spaced table."""
_GAP = re.compile(r"[ \u3000]*[┌┬┐├┼┤└┴┘│┃][ \u3000┌┬┐├┼┤└┴┘│┃]*| {2,}|\u3000+")
_RULE = re.compile(r"\s*[-—─━=_┄┈┌┬┐├┼┤└┴┘]{6,}\s*")
_SET_APART = re.compile(
    r"项目|金额|备注|合计|小计|总计|序号|名称|单位|说明|分值|得分|权重|支出|收入|预算|决算"
)
"""Words of two letters that forms set apart by blanks."""


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


def spaced(lines: Sequence[Line], index: int, text: str) -> tuple[int, list[list[CharSpan]]] | None:
    """Last line and rows of a run of lines whose cells stand two blanks or an ideographic one apart.

    ``text`` is the unfolded text, where an ideographic space can be told from a blank. Lines of
    dashes part rows; a line with one cell under the last one goes on with it (人工造林、⏎ 退化林修复).
    """
    head = _pieces(lines[index], text)
    if len(head) < _WIDTH + 1 or not _is_head([span.cut(text) for span in head]):
        return None
    rows, begins, last = [head], [lines[index].start], index
    numbers = 0
    for line in lines[index + 1 :]:
        if _RULE.fullmatch(line.text):
            last = line.number
            continue
        row = _pieces(line, text)
        if len(row) == 1 and _goes_on(rows[-1], row[0], (begins[-1], line.start), text):
            rows[-1][-1] = CharSpan(rows[-1][-1].start, row[0].end)
            last = line.number
            continue
        if len(row) < _WIDTH - 1 or any(len(span) > _LONGEST for span in row):
            break
        numbers += any(char.isdigit() for char in line.text)
        rows.append(row)
        begins.append(line.start)
        last = line.number
    if len(rows) < _ROWS or numbers < _NAMED:
        return None
    return last, under_head(rows, begins, text) or rows


def _goes_on(above: Sequence[CharSpan], cell: CharSpan, begins: tuple[int, int], text: str) -> bool:
    """Whether the one cell of a line stands right under the last one of the row above."""
    over, under = on_screen(above[-1], begins[0], text), on_screen(cell, begins[1], text)
    return len(above) > _WIDTH and abs(over[0] - under[0]) <= OFF


def _is_head(cells: Sequence[str]) -> bool:
    cells = ["".join(cell.split()) for cell in cells]
    named = sum(1 for cell in cells if len(cell) <= 16 and _HEAD.search(cell))
    return named >= _NAMED and not any(re.search(r"[。;]", cell) for cell in cells)


def _pieces(line: Line, text: str) -> list[CharSpan]:
    raw = text[line.start : line.end]
    if "\t" in raw or "|" in raw:
        return []
    cut = _cut(line, [m.span() for m in _GAP.finditer(raw)])
    return _rejoined([span for span in cut if span.cut(text).strip(" \u3000")], text)


def _rejoined(pieces: Sequence[CharSpan], text: str) -> list[CharSpan]:
    """The pieces with words that are set apart letter by letter whole again: 项    目, 合  计."""
    found: list[CharSpan] = []
    for span in pieces:
        if found and _SET_APART.fullmatch(found[-1].cut(text) + span.cut(text)):
            found[-1] = CharSpan(found[-1].start, span.end)
        else:
            found.append(span)
    return found


def _cut(line: Line, gaps: Sequence[tuple[int, int]]) -> list[CharSpan]:
    spans: list[CharSpan] = []
    at = 0
    for start, end in gaps:
        spans.append(CharSpan(line.start + at, line.start + start))
        at = end
    spans.append(CharSpan(line.start + at, line.end))
    return spans
