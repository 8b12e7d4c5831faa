"""Pipe tables as web crawlers print them (trafilatura and its kin): empty cells left out.

Each logical row has the same number of bars: those of its filled cells, the rest as ``||||`` at its
end; merged and empty cells are gone, and a paragraph break inside a cell breaks the line. The bars
say where rows end; `dropped` puts the cells back into their columns. A table with a rule (|---|) or
an empty cell between filled ones has its empty cells in their places and is none of these.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.core.charspan import CharSpan
from auditor.reading.dropped import restored
from auditor.reading.lines import Line
from auditor.reading.spanned import under_heads

_RULE = re.compile(r"^[\s|:+-]*-[\s|:+-]*$")
_FEWEST_BARS = 3
_FEWEST_ROWS = 4
_FEWEST_PADDED = 2
_FARTHEST = 400
_LONGEST_CELL = 12
"""Lines of one cell without any bar."""


def crawled(lines: Sequence[Line], index: int, folded: str) -> tuple[int, list[list[CharSpan]]]:
    """The last line of the table that begins at ``index``, and its rows; no rows: no such table."""
    for bars in _widths(lines, index):
        found = _rows(lines, index, bars)
        if not found:
            continue
        rows = [cells_of(lines[first : last + 1], folded) for first, last in found]
        last = found[-1][1]
        if all(_bare(lines[first].text) for first, _ in found):
            rows = [row[1:] for row in rows]
        kept = [_filled(row, folded) for row in rows]
        if all(row is not None for row in kept):
            return last, restored(under_heads([row for row in kept if row], folded), folded)
        if _cell_a_line(lines[index : last + 1]):
            return last, [row[:bars] for row in rows]
    return index, []


def _rows(lines: Sequence[Line], index: int, bars: int) -> list[tuple[int, int]]:
    """First and last line of each row of ``bars`` bars; none where there are too few."""
    rows: list[tuple[int, int]] = []
    padded = 0
    at = index
    while at < len(lines):
        end = row_end(lines, at, bars)
        if end is None:
            break
        if _RULE.match(lines[at].text):
            return []
        padded += _is_padded(lines[end].text)
        rows.append((at, end))
        at = end + 1
    if rows and _is_last(lines, at, bars):
        rows.append((at, at))
    alone = rows and _alone(lines[rows[0][1]].text)
    fewest = _FEWEST_ROWS - 1 if alone else _FEWEST_ROWS
    return rows if len(rows) >= fewest and padded >= _FEWEST_PADDED else []


def _is_last(lines: Sequence[Line], at: int, bars: int) -> bool:
    """Whether the line is a table's last row, which some crawlers don't pad.

    Where nothing follows it the page is cut off, and nobody knows what the row held.
    """
    text = lines[at].text.rstrip() if at < len(lines) else ""
    ends = at + 1 < len(lines) and "|" not in lines[at + 1].text
    ends = ends and any(not line.empty for line in lines[at + 1 : at + 4])
    return ends and 1 < text.count("|") < bars and text.endswith("|")


def _alone(text: str) -> bool:
    """Whether a line is padding only, so that a cell a line is told."""
    return not text.replace("|", "").strip()


def _bare(text: str) -> bool:
    return text.lstrip().startswith("|")


def _cell_a_line(lines: Sequence[Line]) -> bool:
    """Whether most lines hold one cell: empty cells then stand in their places."""
    single = sum(1 for line in lines if line.text.count("|") <= 1)
    return single * 10 >= len(lines) * 8


def _widths(lines: Sequence[Line], index: int) -> list[int]:
    """How many bars a row can have: the most of any line, or as far as the first padding goes."""
    most = _width(lines, index)
    if most is None:
        return []
    first = 0
    for line in lines[index : index + _FARTHEST]:
        first += line.text.count("|")
        if _is_padded(line.text):
            return list(dict.fromkeys((first, most) if _alone(line.text) else (most, first)))
    return [most]


def _width(lines: Sequence[Line], index: int) -> int | None:
    """How many bars a row has: the most of any line, where some rows are padded."""
    most = padded = barless = 0
    for line in lines[index : index + _FARTHEST]:
        count = line.text.count("|")
        barless = 0 if count else barless + 1
        if line.empty or barless > _LONGEST_CELL:
            break
        most = max(most, count)
        padded += _is_padded(line.text)
    return most if most >= _FEWEST_BARS and padded >= _FEWEST_PADDED else None


def _is_padded(text: str) -> bool:
    return text.rstrip().endswith("||")


def row_end(lines: Sequence[Line], at: int, bars: int) -> int | None:
    """The line on which the row beginning at ``at`` has all its bars."""
    have = barless = 0
    for number in range(at, len(lines)):
        text = lines[number].text
        if lines[number].empty:
            return None
        count = text.count("|")
        have += count
        barless = 0 if count else barless + 1
        if have > bars or barless > _LONGEST_CELL:
            return None
        if have == bars:
            return number if text.rstrip().endswith("|") else None
    return None


def cells_of(row: Sequence[Line], folded: str) -> list[CharSpan]:
    """All pieces between the bars of a row, empty ones and the one behind the last bar included."""
    start, end = row[0].start, row[-1].end
    spans: list[CharSpan] = []
    at = start
    for place in [*(m.start() + start for m in re.finditer(r"\|", folded[start:end])), end]:
        spans.append(CharSpan(at, place))
        at = place + 1
    return spans


def _filled(row: Sequence[CharSpan], folded: str) -> list[CharSpan] | None:
    """The filled cells; ``None`` where an empty cell stands between filled ones."""
    texts = [bool(span.cut(folded).strip()) for span in row]
    kept = sum(texts)
    return list(row[:kept]) if all(texts[:kept]) else None
