from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from auditor.reading.lattice import Grid, grids_of
from auditor.reading.pages import Ruling

Lines = tuple[list[Ruling], list[Ruling]]


def across(*ys: float, low: float = 100, high: float = 400) -> list[Ruling]:
    return [Ruling(y, low, high) for y in ys]


def down(*xs: float, low: float = 50, high: float = 110) -> list[Ruling]:
    return [Ruling(x, low, high) for x in xs]


def places(grid: Grid) -> set[tuple[int, int, int, int]]:
    return {(slot.row, slot.col, slot.row_span, slot.col_span) for slot in grid.slots}


def test_plain_grid() -> None:
    (grid,) = grids_of(across(50, 80, 110), down(100, 250, 400))
    assert places(grid) == set(product((0, 1), (0, 1), (1,), (1,)))
    assert grid.box == (100, 50, 400, 110)


def test_missing_stretches_merge_cells() -> None:
    rows = [*across(50, 110), Ruling(80, 250, 400)]
    cols = [*down(100, 400), Ruling(250, 50, 110), Ruling(325, 80, 110)]
    (grid,) = grids_of(rows, cols)
    assert places(grid) == {(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)}


def test_borders_of_neighbours_drawn_twice_are_one() -> None:
    rows = [*across(50, 79.2, 80.8, 110)]
    cols = [*down(100, 249, 251), Ruling(400, 50, 79.2), Ruling(400.4, 80.8, 110)]
    (grid,) = grids_of(rows, cols)
    assert places(grid) == set(product((0, 1), (0, 1), (1,), (1,)))


def test_an_underline_in_a_cell_is_no_row() -> None:
    rows = [*across(50, 110), Ruling(95, 120, 200)]
    (grid,) = grids_of(rows, down(100, 250, 400))
    assert places(grid) == {(0, 0, 1, 1), (0, 1, 1, 1)}


def test_sides_that_nobody_drew() -> None:
    (grid,) = grids_of(across(50, 80, 110), down(200, 300))
    assert grid.box == (100, 50, 400, 110)
    assert len(grid.slots) == 6


def test_a_last_border_left_out_at_the_page_end() -> None:
    rows = [*across(50, 80), Ruling(110, 250, 400)]
    (grid,) = grids_of(rows, down(100, 250, 400))
    assert places(grid) == set(product((0, 1), (0, 1), (1,), (1,)))


def test_merged_columns_run_to_the_page_end_without_a_border_there() -> None:
    rows = [*across(50), Ruling(80, 250, 400), Ruling(110, 250, 400)]
    (grid,) = grids_of(rows, down(100, 175, 250, 400))
    assert places(grid) == {(0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 1, 1), (1, 2, 1, 1)}


def test_two_tables_keep_their_own_column_lines() -> None:
    below = [Ruling(y, 100, 400) for y in (300, 330)]
    cols = [*down(100, 250, 400), *(Ruling(x, 300, 330) for x in (100, 252, 400))]
    upper, lower = grids_of([*across(50, 80, 110), *below], cols)
    assert upper.xs[1] == 250
    assert lower.xs[1] == 252


def test_a_grid_in_a_cell_belongs_to_the_cell() -> None:
    inner = [Ruling(y, 270, 380) for y in (85, 95, 105)]
    inner_cols = [Ruling(x, 85, 105) for x in (270, 330, 380)]
    (grid,) = grids_of([*across(50, 80, 110), *inner], [*down(100, 250, 400), *inner_cols])
    assert len(grid.slots) == 4


def test_frames_and_loose_lines_are_no_tables() -> None:
    assert grids_of(across(50, 110), down(100, 400)) == []
    assert grids_of(across(50, 80, 110), []) == []
    assert grids_of(across(50), down(100, 250, 400)) == []


@st.composite
def merged_grids(draw: st.DrawFn) -> tuple[set[tuple[int, int, int, int]], Lines]:
    """Grids with random merges and the rulings that draw them."""
    n_rows, n_cols = draw(st.integers(1, 6)), draw(st.integers(2, 6))
    owner: dict[tuple[int, int], tuple[int, int, int, int]] = {}
    for row, col in product(range(n_rows), range(n_cols)):
        if (row, col) in owner:
            continue
        width = draw(st.integers(1, n_cols - col))
        while any((row, col + k) in owner for k in range(width)):
            width -= 1
        height = draw(st.integers(1, n_rows - row))
        slot = (row, col, height, width)
        owner.update({(row + r, col + c): slot for r in range(height) for c in range(width)})
    xs = [100.0 + 40 * k for k in range(n_cols + 1)]
    ys = [50.0 + 20 * k for k in range(n_rows + 1)]
    rows: list[Ruling] = []
    cols: list[Ruling] = []
    for row, col, height, width in set(owner.values()):
        x0, x1, y0, y1 = xs[col], xs[col + width], ys[row], ys[row + height]
        rows += [Ruling(y0, x0, x1), Ruling(y1, x0, x1)]
        cols += [Ruling(x0, y0, y1), Ruling(x1, y0, y1)]
    return set(owner.values()), (rows, cols)


def drawn(slots: set[tuple[int, int, int, int]]) -> set[tuple[int, int, int, int]]:
    """The slots counted in the rows and columns that have a line of their own."""
    tops = sorted({row for row, _, _, _ in slots} | {row + span for row, _, span, _ in slots})
    lefts = sorted({col for _, col, _, _ in slots} | {col + span for _, col, _, span in slots})
    return {
        (
            tops.index(row),
            lefts.index(col),
            tops.index(row + height) - tops.index(row),
            lefts.index(col + width) - lefts.index(col),
        )
        for row, col, height, width in slots
    }


@given(merged_grids())
def test_cells_tile_the_grid_as_drawn(
    given_grid: tuple[set[tuple[int, int, int, int]], Lines],
) -> None:
    slots, (rows, cols) = given_grid
    found = grids_of(rows, cols)
    if len(slots) == 1:
        assert found == []
        return
    (grid,) = found
    assert places(grid) == drawn(slots)
