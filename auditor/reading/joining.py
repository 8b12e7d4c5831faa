"""Grids of several pages → whole tables: parts joined, repeated header rows dropped.

A table that goes on over a page end has the same outer sides on both pages and nothing printed
between. Its last row may be broken: then the first row of the next page only holds the rest of
cells whose last line was full. Cells merged over rows go on as empty cells.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from auditor.reading.lattice import SNAP
from auditor.reading.layout import PageCell, PageTable, TextLine, indents
from auditor.reading.pages import Box, Page
from auditor.reading.wrapping import is_full

_SLACK = 4.0
_TITLE = re.compile(r"(?:表|清单|情况|名单)(?:[（(][^（()）]{0,20}[）)])?$")
_WEIGHT = re.compile(r"^[（(]\s*\d+(?:\.\d+)?\s*分?\s*[)）]$")
_OPENING, _CLOSING = re.compile("[（(]"), re.compile("[）)]")
_DONE = re.compile(r"[。！？!?]$")
_BIG_GAP = 0.25


@dataclass(slots=True)
class CellPart:
    """The part of a cell that stands on one page."""

    page: Page
    box: Box
    lines: list[TextLine]
    indent: int = 0


@dataclass(slots=True)
class WholeCell:
    """A cell of a whole table; ``x0`` and ``x1`` are measured from the table's left side."""

    row: int
    row_span: int
    x0: float
    x1: float
    parts: list[CellPart] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text without white space."""
        return "".join("".join(line.text.split()) for part in self.parts for line in part.lines)

    @property
    def bottom_row(self) -> int:
        """The last row that the cell covers."""
        return self.row + self.row_span - 1


@dataclass(slots=True)
class WholeTable:
    """A table over one or more pages; ``header_rows`` stand again at the head of each page."""

    n_rows: int
    cells: list[WholeCell]
    last: PageTable
    page: Page
    header_rows: int = 0

    def columns(self) -> list[tuple[WholeCell, int, int]]:
        """Each cell with its column and column span, and no column that no cell begins or ends."""
        places = _clustered([cell.x0 for cell in self.cells] + [cell.x1 for cell in self.cells])
        found = []
        for cell in self.cells:
            col = _nearest(places, cell.x0)
            found.append((cell, col, max(_nearest(places, cell.x1) - col, 1)))
        return found


def whole_of(page: Page, table: PageTable) -> WholeTable:
    """A table that stands on one page so far."""
    left = table.xs[0]
    inset = indents(table)
    cells = [
        WholeCell(
            cell.row,
            cell.row_span,
            cell.box[0] - left,
            cell.box[2] - left,
            [CellPart(page, cell.box, cell.lines, inset.get(index, 0))],
        )
        for index, cell in enumerate(table.cells)
    ]
    return WholeTable(len(table.ys) - 1, cells, table, page)


def goes_on(whole: WholeTable, page: Page, table: PageTable, bottom: float) -> bool:
    """Whether ``table``, first on its page, continues ``whole``, last on the page before.

    ``bottom`` is where the text of a page can end: a first row that would have had room there
    after a long gap was put on a new page on purpose.
    """
    if page.number != whole.page.number + 1 or abs(_width(table) - _width(whole.last)) > _SLACK:
        return False
    if abs(table.xs[0] - whole.last.xs[0]) > 40 or abs(page.width - whole.page.width) > 2:
        return False
    repeated = _repeated_rows(whole, table)
    first = [cell for cell in table.cells if cell.row == repeated]
    if not first or _new_instance(whole, table, repeated):
        return False
    if len(first) == 1 and repeated == 0 and _TITLE.search(first[0].text):
        return False
    room = bottom - whole.last.ys[-1]
    height = table.ys[repeated + 1] - table.ys[repeated]
    return repeated > 0 or room < max(height + 6, _BIG_GAP * page.height)


def _width(table: PageTable) -> float:
    return table.xs[-1] - table.xs[0]


def _repeated_rows(whole: WholeTable, table: PageTable) -> int:
    """How many rows at the head of ``table`` repeat the head of ``whole``."""
    left = table.xs[0]
    heads = {
        (cell.row, round(cell.x0 / _SLACK), cell.row_span): cell.text
        for cell in whole.cells
        if cell.row < 8
    }
    matched = 0
    for row in range(min(len(table.ys) - 1, 8)):
        cells = [cell for cell in table.cells if cell.row == row]
        if not cells or not all(_head(heads, cell, left) == cell.text for cell in cells):
            break
        covered = max(cell.row + cell.row_span for cell in table.cells if cell.row <= row)
        if covered == row + 1 and any(c.text for c in table.cells if c.row <= row):
            matched = row + 1
    return matched if matched < len(table.ys) - 1 else 0


def _head(heads: dict[tuple[int, int, int], str], cell: PageCell, left: float) -> str | None:
    place = (cell.box[0] - left) / _SLACK
    for step in (round(place), round(place - 0.5), round(place + 0.5)):
        text = heads.get((cell.row, step, cell.row_span))
        if text is not None:
            return text
    return None


def _new_instance(whole: WholeTable, table: PageTable, row: int) -> bool:
    """The same form filled in again: the same first label in the same row, other words behind."""
    here = next((cell for cell in table.cells if cell.row == row), None)
    there = next((cell for cell in whole.cells if cell.row == row), None)
    if here is None or there is None or not here.text or here.text.isdigit():
        return False
    return here.text == there.text


def join(whole: WholeTable, page: Page, table: PageTable) -> None:
    """Append ``table`` to ``whole``: see the module's words."""
    drop = _repeated_rows(whole, table)
    whole.header_rows = max(whole.header_rows, drop)
    following = whole_of(page, table)
    fresh = [replace(cell, row=cell.row - drop) for cell in following.cells if cell.row >= drop]
    height = table.ys[drop + 1] - table.ys[drop]
    pairs = _pairs(whole, fresh)
    broken = _row_goes_on(pairs, [c for c in fresh if c.row == 0], height)
    offset = whole.n_rows - (1 if broken else 0)
    joined: set[int] = set()
    prefix = True
    for above, below in pairs:
        if broken or _cell_goes_on(above, below, prefix, whole, fresh):
            above.parts.extend(part for part in below.parts if part.lines)
            above.row_span = offset + below.row + below.row_span - above.row
            joined.add(id(below))
        else:
            prefix = False
    for cell in fresh:
        if id(cell) not in joined:
            whole.cells.append(replace(cell, row=cell.row + offset))
    whole.n_rows = offset + len(table.ys) - 1 - drop
    whole.last, whole.page = table, page


def _pairs(whole: WholeTable, fresh: Sequence[WholeCell]) -> list[tuple[WholeCell, WholeCell]]:
    """Cells at the end of the one page with those below them on the next, from left to right."""
    bottom = sorted(
        (cell for cell in whole.cells if cell.bottom_row == whole.n_rows - 1),
        key=lambda cell: cell.x0,
    )
    top = [cell for cell in fresh if cell.row == 0]
    return [
        (above, below)
        for above in bottom
        for below in top
        if abs(above.x0 - below.x0) <= _SLACK and abs(above.x1 - below.x1) <= _SLACK
    ]


def _row_goes_on(
    pairs: Sequence[tuple[WholeCell, WholeCell]], top: Sequence[WholeCell], height: float
) -> bool:
    """Whether the last row was broken by the page end."""
    if len(pairs) < len(top):
        return False
    thin = [(a, b) for a, b in pairs if b.row_span == min(cell.row_span for cell in top)]
    both = [(a, b) for a, b in thin if a.text and b.text]
    done = [a for a, b in thin if a.text and not b.text]
    begun = [b for a, b in thin if b.text and not a.text]
    if not both:
        size = max((_size(a) for a, _ in pairs), default=0.0)
        return not begun and bool(done) and height < 0.9 * size
    if not all(_runs_down(a) for a, _ in both) or not any(_from_top(b) for _, b in both):
        return False
    wrapped = [_wraps(a, b) for a, b in both]
    if done and not begun:
        return all(
            w or len(a.parts[-1].lines) >= 3 for w, (a, _) in zip(wrapped, both, strict=True)
        )
    if begun and done:
        return False
    return all(wrapped) and not any(_DONE.search(a.text) for a, _ in both)


def _size(cell: WholeCell) -> float:
    return max((line.size for part in cell.parts for line in part.lines), default=0.0)


def _runs_down(cell: WholeCell) -> bool:
    """The text stands down to the end of the page's part of the cell."""
    part = cell.parts[-1]
    return bool(part.lines) and part.box[3] - part.lines[-1].box[3] < _pitch(part)


def _from_top(cell: WholeCell) -> bool:
    """The text begins at the very top of the page's part of the cell."""
    part = cell.parts[0]
    return bool(part.lines) and part.lines[0].box[1] - part.box[1] < _pitch(part)


def _pitch(part: CellPart) -> float:
    lines = part.lines
    steps = [b.box[3] - a.box[3] for a, b in pairwise(lines)]
    return max([1.3 * lines[-1].size, *(0.9 * min(step, 4 * lines[-1].size) for step in steps)])


def _wraps(above: WholeCell, below: WholeCell) -> bool:
    last = above.parts[-1]
    return is_full(last.lines[-1], below.parts[0].lines[0], last.box)


def _cell_goes_on(
    above: WholeCell,
    below: WholeCell,
    prefix: bool,
    whole: WholeTable,
    fresh: Sequence[WholeCell],
) -> bool:
    """Whether a cell merged over rows goes on on the next page, though its row doesn't."""
    tall = above.row_span > 1 or below.row_span > 1
    if above.text and below.text:
        return tall and prefix and _words_go_on(above, below)
    if not above.text and not below.text:
        return tall and prefix
    if tall:
        return bool(above.text) or prefix
    if not above.text and above.x0 < SNAP and not below.text.isdigit():
        return prefix
    return prefix and _column_merges(above, [*whole.cells, *fresh])


def _words_go_on(above: WholeCell, below: WholeCell) -> bool:
    """A label that the page end cut in two: a weight or a bracket is left over, it is set
    in a column of single characters, or it was wrapped.
    """
    if _WEIGHT.match(below.text):
        return True
    if not _runs_down(above):
        return False
    if len(_OPENING.findall(above.text)) > len(_CLOSING.findall(above.text)):
        return True
    if all(len(line.text) <= 2 for line in (*above.parts[-1].lines, *below.parts[0].lines)):
        return True
    return above.row_span > 1 and _from_top(below) and _wraps(above, below)


def _column_merges(cell: WholeCell, cells: Iterable[WholeCell]) -> bool:
    return any(
        other.row_span > 1
        and abs(other.x0 - cell.x0) <= _SLACK
        and abs(other.x1 - cell.x1) <= _SLACK
        for other in cells
    )


def _clustered(places: Iterable[float]) -> list[float]:
    found: list[list[float]] = []
    for place in sorted(places):
        if found and place - found[-1][-1] <= SNAP:
            found[-1].append(place)
        else:
            found.append([place])
    return [sum(group) / len(group) for group in found]


def _nearest(places: Sequence[float], x: float) -> int:
    at = bisect.bisect_left(places, x)
    near = [k for k in (at - 1, at) if 0 <= k < len(places)]
    return min(near, key=lambda k: abs(places[k] - x))
