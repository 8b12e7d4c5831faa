"""Tables of amounts with one cell and one bar a line, as some crawlers print them.

No mark tells where a row ends: the width is the one at which every row has a label and then figures
only, below a row of names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.core.charspan import CharSpan
from auditor.reading.lines import Line

_FIGURE = re.compile(r"[-+—–]*(?:[\d,]+(?:\.\d+)?)?(?:%|万?元|人|个|辆|批次|人次)?")
_WIDEST = 10
_FEWEST_ROWS = 3
_FEWEST_WITH_DIGITS = 2
_MOST_LINES = 400
_TITLES = 3
"""Lines with a bar that may stand above a table; farther in it has been looked for in vain."""


def one_bar_a_cell(lines: Sequence[Line], index: int) -> tuple[int, int, list[list[CharSpan]]]:
    """First and last line of the table met at ``index``, and its rows; no rows: no such table.

    Where bars stand on lines of their own the first cell is on the line before the first bar.
    """
    if _looked_for(lines, index):
        return index, index, []
    first = index - 1 if _bars_alone(lines, index) else index
    cells: list[CharSpan] = []
    texts: list[str] = []
    ends: list[int] = []
    held: list[str] = []
    start: int | None = None
    for line in lines[first : first + _MOST_LINES]:
        text = line.text.rstrip()
        start = line.start if start is None else start
        if not text or text.count("|") > 1:
            break
        if text.endswith("|"):
            cells.append(CharSpan(start, line.start + len(text) - 1))
            texts.append("".join(part for part in (*held, text[:-1].strip())))
            ends.append(line.number)
            start, held = None, []
        elif first < index and not held:
            held.append(text.strip())
        else:
            break
    edge = 1 if texts and not texts[0] else 0
    for width in range(2 + edge, _WIDEST + edge):
        count, rest = divmod(len(texts), width)
        if count < _FEWEST_ROWS or rest:
            continue
        rows = [texts[at : at + width] for at in range(0, len(texts), width)]
        if all(not any(row[:edge]) for row in rows) and is_of_figures([row[edge:] for row in rows]):
            spans = [cells[at + edge : at + width] for at in range(0, len(texts), width)]
            return first, ends[-1], spans
    return index, index, []


def _looked_for(lines: Sequence[Line], index: int) -> bool:
    """Whether ``index`` is so far inside a run of such lines that its beginning has been tried."""
    above = [line.text.count("|") for line in lines[max(0, index - _TITLES) : index]]
    return above in ([1] * _TITLES, [0, 1, 0]) and _runs_on(lines, index)


def _runs_on(lines: Sequence[Line], index: int) -> bool:
    """Whether every second line above has a bar, as far as titles go."""
    above = [line.text for line in lines[max(0, index - 2 * _TITLES) : index : 2]]
    return len(above) == _TITLES and all("|" in text for text in above)


def _bars_alone(lines: Sequence[Line], index: int) -> bool:
    """Whether cells and bars take turns, a line each, and a cell stands before ``index``."""
    near = [line.text.strip() for line in lines[index - 1 : index + 3]] if index else []
    return (
        len(near) == 4
        and near[1] == near[3] == "|"
        and bool(near[0])
        and "|" not in near[0] + near[2]
    )


def is_figure(text: str) -> bool:
    """Whether a cell holds nothing but a number with its unit, a dash or nothing."""
    return _FIGURE.fullmatch("".join(text.split())) is not None


def is_of_figures(rows: Sequence[Sequence[str]]) -> bool:
    """Whether ``rows`` are a row of names and, below it, rows of a label and figures."""
    head, *body = rows
    if not all(head) or any(is_figure(text) for text in head):
        return False
    if not all(row[0] and not is_figure(row[0]) for row in body):
        return False
    values = [text for row in body for text in row[1:]]
    figures = sum(1 for text in values if is_figure(text))
    digits = sum(1 for row in body if any(any(map(str.isdigit, text)) for text in row[1:]))
    return figures * 10 >= len(values) * 9 and digits >= _FEWEST_WITH_DIGITS
