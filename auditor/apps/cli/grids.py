"""A logical grid as text with lines: merged cells are drawn merged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from auditor.core.table import Table

_WIDEST = 28
_NARROWEST = 4
# By arms up, down, left, right.
_JOINTS = {
    (0, 0, 0, 0): " ", (0, 0, 1, 1): "─", (1, 1, 0, 0): "│", (0, 1, 0, 1): "┌", (0, 1, 1, 0): "┐",
    (1, 0, 0, 1): "└", (1, 0, 1, 0): "┘", (1, 1, 0, 1): "├", (1, 1, 1, 0): "┤", (0, 1, 1, 1): "┬",
    (1, 0, 1, 1): "┴", (1, 1, 1, 1): "┼", (1, 0, 0, 0): "│", (0, 1, 0, 0): "│", (0, 0, 1, 0): "─",
    (0, 0, 0, 1): "─",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Box:
    row: int
    col: int
    rows: int
    cols: int
    text: str


def draw(table: Table, width: int) -> Iterator[str]:
    """The lines of ``table``, at most about ``width`` columns of a terminal wide."""
    boxes = _boxes(table)
    n_rows = max((box.row + box.rows for box in boxes), default=0)
    n_cols = max((box.col + box.cols for box in boxes), default=0)
    owner = [[-1] * n_cols for _ in range(n_rows)]
    for number, box in enumerate(boxes):
        for row in range(box.row, box.row + box.rows):
            owner[row][box.col : box.col + box.cols] = [number] * box.cols
    widths = _widths(boxes, n_cols, width)
    shown = [_wrapped(box.text, _inner(widths, box)) for box in boxes]
    heights = _heights(boxes, shown, n_rows)
    written = [0] * len(boxes)
    for row in range(n_rows + 1):
        yield _border(owner, row, widths, shown, written)
        for _ in range(heights[row] if row < n_rows else 0):
            yield _line(owner[row], widths, shown, written)


def _boxes(table: Table) -> list[_Box]:
    """The cells; where a text export lost the spans, a row's last cell reaches the edge."""
    last = {cell.row: cell.col for cell in table.cells}
    boxes = []
    for cell in table.cells:
        cols = cell.col_span
        if table.ragged and last[cell.row] == cell.col:
            cols = table.n_cols - cell.col
        boxes.append(_Box(cell.row, cell.col, cell.row_span, cols, cell.text))
    return boxes


def _widths(boxes: Sequence[_Box], n_cols: int, width: int) -> list[int]:
    widths = [_NARROWEST] * n_cols
    for box in sorted(boxes, key=lambda box: box.cols):
        columns = range(box.col, box.col + box.cols)
        wanted = min(cell_len(box.text), _WIDEST) - sum(widths[c] for c in columns) - box.cols + 1
        for number in range(max(wanted, 0)):
            widths[columns[number % box.cols]] += 1
    excess = sum(widths) + n_cols + 1 - width
    while excess > 0 and max(widths, default=0) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
        excess -= 1
    return widths


def _inner(widths: Sequence[int], box: _Box) -> int:
    return sum(widths[box.col : box.col + box.cols]) + box.cols - 1


def _wrapped(text: str, width: int) -> list[str]:
    lines: list[str] = []
    line, size = "", 0
    for character in text:
        taken = cell_len(character)
        if size + taken > width:
            lines.append(line)
            line, size = "", 0
        line += character
        size += taken
    return [*lines, line] if line else lines


def _heights(boxes: Sequence[_Box], shown: Sequence[Sequence[str]], n_rows: int) -> list[int]:
    heights = [1] * n_rows
    for box, lines in sorted(zip(boxes, shown, strict=True), key=lambda pair: pair[0].rows):
        rows = range(box.row, box.row + box.rows)
        missing = len(lines) - sum(heights[row] for row in rows) - box.rows + 1
        if missing > 0:
            heights[rows[-1]] += missing
    return heights


def _line(
    owners: Sequence[int], widths: Sequence[int], shown: Sequence[Sequence[str]], written: list[int]
) -> str:
    pieces = ["│" if owners and owners[0] >= 0 else " "]
    col = 0
    while col < len(owners):
        end = _run(owners, col)
        pieces.append(_words(owners[col], sum(widths[col:end]) + end - col - 1, shown, written))
        after = owners[end] if end < len(owners) else -1
        pieces.append("│" if max(owners[col], after) >= 0 else " ")
        col = end
    return "".join(pieces).rstrip()


def _run(owners: Sequence[int], col: int) -> int:
    """Where the cell at ``col`` ends; a hole is one column."""
    end = col + 1
    while end < len(owners) and owners[col] >= 0 and owners[end] == owners[col]:
        end += 1
    return end


def _words(owner: int, width: int, shown: Sequence[Sequence[str]], written: list[int]) -> str:
    if owner < 0 or written[owner] >= len(shown[owner]):
        return " " * width
    words = shown[owner][written[owner]]
    written[owner] += 1
    return words + " " * (width - cell_len(words))


def _border(
    owner: Sequence[Sequence[int]],
    row: int,
    widths: Sequence[int],
    shown: Sequence[Sequence[str]],
    written: list[int],
) -> str:
    """The line above ``row``; a cell that reaches over it goes on in it."""
    n_cols = len(widths)
    above = owner[row - 1] if row > 0 else [-1] * n_cols
    below = owner[row] if row < len(owner) else [-1] * n_cols
    drawn = [max(a, b) >= 0 and a != b for a, b in zip(above, below, strict=True)]
    pieces: list[str] = []
    col = 0
    while col <= n_cols:
        pieces.append(_joint(above, below, drawn, col))
        if col == n_cols:
            break
        if drawn[col] or below[col] < 0:
            pieces.append(("─" if drawn[col] else " ") * widths[col])
            col += 1
            continue
        end = _run(below, col)
        pieces.append(_words(below[col], sum(widths[col:end]) + end - col - 1, shown, written))
        col = end
    return "".join(pieces).rstrip()


def _joint(above: Sequence[int], below: Sequence[int], drawn: Sequence[bool], col: int) -> str:
    def parted(owners: Sequence[int]) -> bool:
        left = owners[col - 1] if col > 0 else -1
        right = owners[col] if col < len(owners) else -1
        return left != right

    left = drawn[col - 1] if col > 0 else False
    right = drawn[col] if col < len(drawn) else False
    return _JOINTS[int(parted(above)), int(parted(below)), int(left), int(right)]
