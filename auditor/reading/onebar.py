"""Tables of amounts with one cell and one bar a line, as some crawlers print them.

No mark tells where a row ends: the width is the one at which every row has a label and then figures
only, below a row of names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.core.charspan import CharSpan
from auditor.reading.lines import Line

_FIGURE = re.compile(r"[-+—–]*\s*(?:[\d,]+(?:\.\d+)?)?\s*(?:%|万?元|人|个|辆|批次|人次)?\s*")
_WIDEST = 10
_FEWEST_ROWS = 3
_MOST_LINES = 400


def one_bar_a_cell(lines: Sequence[Line], index: int) -> tuple[int, list[list[CharSpan]]]:
    """The last line of the table that begins at ``index``, and its rows; no rows: no such table."""
    cells: list[CharSpan] = []
    texts: list[str] = []
    for line in lines[index : index + _MOST_LINES]:
        text = line.text.rstrip()
        if text.count("|") != 1 or not text.endswith("|"):
            break
        texts.append(text[:-1].strip())
        cells.append(CharSpan(line.start, line.start + len(text) - 1))
    edge = 1 if texts and not texts[0] else 0
    for width in range(2 + edge, _WIDEST + edge):
        count, rest = divmod(len(texts), width)
        if count < _FEWEST_ROWS or rest:
            continue
        rows = [texts[at : at + width] for at in range(0, len(texts), width)]
        if all(not any(row[:edge]) for row in rows) and _is_table([row[edge:] for row in rows]):
            spans = [cells[at + edge : at + width] for at in range(0, len(texts), width)]
            return index + len(texts) - 1, spans
    return index, []


def _is_table(rows: Sequence[Sequence[str]]) -> bool:
    """A row of names, and below it rows of a label and figures, hardly a word among them."""
    head, *body = rows
    if not all(head) or any(_FIGURE.fullmatch(text) for text in head):
        return False
    if not all(row[0] and not _FIGURE.fullmatch(row[0]) for row in body):
        return False
    values = [text for row in body for text in row[1:]]
    figures = sum(1 for text in values if _FIGURE.fullmatch(text))
    digits = sum(1 for row in body if any(any(map(str.isdigit, text)) for text in row[1:]))
    return figures * 10 >= len(values) * 9 and digits * 2 >= len(body)
