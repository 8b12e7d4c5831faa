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

_RULE = re.compile(r"^[\s|:+-]*-[\s|:+-]*$")
_FEWEST_BARS = 3
_FEWEST_ROWS = 4
_FEWEST_PADDED = 2
_FARTHEST = 400
_LONGEST_CELL = 12
"""Lines of one cell without any bar."""


def crawled(lines: Sequence[Line], index: int, folded: str) -> tuple[int, list[list[CharSpan]]]:
    """The last line of the table that begins at ``index``, and its rows; no rows: no such table."""
    bars = _width(lines, index)
    if bars is None:
        return index, []
    rows: list[list[CharSpan]] = []
    last = at = index
    padded = 0
    while at < len(lines):
        end = _row_end(lines, at, bars)
        if end is None:
            break
        row = _filled(lines[at : end + 1], folded)
        if row is None or _RULE.match(lines[at].text):
            return index, []
        padded += _is_padded(lines[end].text)
        rows.append(row)
        last = end
        at = end + 1
    if len(rows) < _FEWEST_ROWS or padded < _FEWEST_PADDED:
        return index, []
    rows = [row for row in rows if row]
    return last, restored(rows, folded)


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


def _row_end(lines: Sequence[Line], at: int, bars: int) -> int | None:
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


def _filled(row: Sequence[Line], folded: str) -> list[CharSpan] | None:
    """The filled cells; ``None`` where an empty cell stands between filled ones."""
    start, end = row[0].start, row[-1].end
    spans: list[CharSpan] = []
    at = start
    for place in [*(m.start() + start for m in re.finditer(r"\|", folded[start:end])), end]:
        spans.append(CharSpan(at, place))
        at = place + 1
    texts = [bool(span.cut(folded).strip()) for span in spans]
    if row[0].text.lstrip().startswith("|"):
        spans, texts = spans[1:], texts[1:]
    kept = sum(texts)
    return spans[:kept] if all(texts[:kept]) else None
