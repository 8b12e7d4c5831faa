"""A page's text put in order: cells with their printed lines, and the lines between grids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from auditor.reading.lattice import Grid, Slot, grids_of
from auditor.reading.pages import Box, Glyph, Page

_BASE_SHIFT = 0.36
_SAME_LINE = 0.45
_MAX_SPACES = 20
_LEAST_INDENT = 1.4


@dataclass(frozen=True, slots=True)
class TextLine:
    """A printed line: its text, where it stands on the upright page, its font size."""

    text: str
    box: Box
    size: float


@dataclass(slots=True)
class PageCell:
    """A cell of a page's grid with its printed lines, top to bottom."""

    row: int
    col: int
    row_span: int
    col_span: int
    box: Box
    lines: list[TextLine] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text without white space, for comparing."""
        return "".join("".join(line.text.split()) for line in self.lines)


@dataclass(slots=True)
class PageTable:
    """A grid of one page with text: column lines, row lines, cells by row and column."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: list[PageCell]

    @property
    def box(self) -> Box:
        """Left, top, right, bottom."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def lines(self) -> Iterator[TextLine]:
        """All printed lines of all cells."""
        return (line for cell in self.cells for line in cell.lines)


@dataclass(slots=True)
class Sheet:
    """A page put in order. ``blocks`` run from top to bottom."""

    page: Page
    blocks: list[TextLine | PageTable]


def sheet_of(page: Page, gap: float | None = None) -> Sheet:
    """The lines and tables of a page; ``gap`` is the widest break inside a ruled line."""
    grids = (
        grids_of(page.across, page.down) if gap is None else grids_of(page.across, page.down, gap)
    )
    inside: list[dict[int, list[Glyph]]] = [{} for _ in grids]
    places = [grid.owners() for grid in grids]
    outside: list[Glyph] = []
    for glyph in page.glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, glyph.base - _BASE_SHIFT * glyph.size
        for number, grid in enumerate(grids):
            if grid.holds(x, y):
                slot = places[number][grid.place(x, y)]
                inside[number].setdefault(slot, []).append(glyph)
                break
        else:
            outside.append(glyph)
    blocks: list[TextLine | PageTable] = list(lines_of(outside))
    for grid, found in zip(grids, inside, strict=True):
        if found:
            blocks.append(_table(grid, found))
    page.glyphs = []
    page.across = []
    page.down = []
    return Sheet(page, _ordered(blocks))


def _table(grid: Grid, found: dict[int, list[Glyph]]) -> PageTable:
    cells = [
        _cell(grid, slot, found.get(number, []))
        for number, slot in enumerate(grid.slots)
        if slot.closed or number in found
    ]
    return PageTable(grid.xs, grid.ys, cells)


def _cell(grid: Grid, slot: Slot, glyphs: list[Glyph]) -> PageCell:
    return PageCell(
        slot.row, slot.col, slot.row_span, slot.col_span, grid.box_of(slot), list(lines_of(glyphs))
    )


def _ordered(blocks: list[TextLine | PageTable]) -> list[TextLine | PageTable]:
    """From top to bottom; of blocks side by side, the left one first."""
    return sorted(blocks, key=lambda block: (block.box[1], block.box[0]))


def lines_of(glyphs: Sequence[Glyph]) -> Iterable[TextLine]:
    """Printed lines from the top down, each with its characters from the left."""
    rows: list[list[Glyph]] = []
    bases: list[float] = []
    for glyph in sorted(glyphs, key=lambda g: g.base):
        if rows and abs(glyph.base - bases[-1]) <= _SAME_LINE * max(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            bases.append(glyph.base)
    for row in rows:
        line = _line(sorted(row, key=lambda g: g.x0))
        if line is not None:
            yield line


def _line(row: list[Glyph]) -> TextLine | None:
    text: list[str] = []
    last: Glyph | None = None
    first: Glyph | None = None
    for glyph in row:
        if not glyph.text.strip():
            if last is not None:
                text.append(glyph.text)
            continue
        if last is not None:
            text.append(_space(last, glyph, text))
        first = first or glyph
        text.append(glyph.text)
        last = glyph
    if first is None or last is None:
        return None
    size = max(glyph.size for glyph in row if glyph.text.strip())
    base = first.base
    right = max(glyph.x1 for glyph in row if glyph.text.strip())
    box = (first.x0, base - 0.86 * size, right, base + 0.16 * size)
    return TextLine("".join(text).strip(), box, size)


def _space(last: Glyph, glyph: Glyph, text: list[str]) -> str:
    """Spaces for a gap that the file leaves without any: as wide as the gap, at least one."""
    if text and text[-1].isspace():
        return ""
    gap = glyph.x0 - last.x1
    size = max(min(last.size, glyph.size), 1.0)
    latin = last.text[-1].isascii() and glyph.text[0].isascii()
    if gap <= (0.2 if latin else 0.8) * size:
        return ""
    return " " * min(max(round(2 * gap / size), 1), _MAX_SPACES)


def indents(table: PageTable) -> dict[int, int]:
    """Half-width indentation of left-aligned cells, by index: how far right of its column's edge.

    A form shows what is part of what by setting a label further in.
    """
    edges: dict[tuple[int, int], list[tuple[int, float]]] = {}
    for index, cell in enumerate(table.cells):
        if cell.lines and _left_aligned(cell):
            key = (cell.col, cell.col_span)
            edges.setdefault(key, []).append((index, cell.lines[0].box[0]))
    found: dict[int, int] = {}
    for members in edges.values():
        edge = min(x for _, x in members)
        for index, x in members:
            steps = (x - edge) / max(table.cells[index].lines[0].size / 2, 1.0)
            if steps >= _LEAST_INDENT:
                found[index] = min(round(steps), _MAX_SPACES)
    return found


def _left_aligned(cell: PageCell) -> bool:
    """Neither centred nor set to the right."""
    sides = [(line.box[0] - cell.box[0], cell.box[2] - line.box[2]) for line in cell.lines]
    size = cell.lines[0].size
    return sides[0][0] <= size or any(left < right - 0.5 * size for left, right in sides)
