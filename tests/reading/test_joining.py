from __future__ import annotations

from auditor.reading.joining import WholeTable, goes_on, join, whole_of
from auditor.reading.layout import PageCell, PageTable, TextLine
from auditor.reading.pages import Page

WIDTHS = (60.0, 60.0, 120.0, 60.0, 30.0)
TOP, BOTTOM = 70.0, 770.0
SIZE = 10.0

Spec = dict[tuple[int, int], str | tuple[str, int]]


def page(number: int) -> Page:
    return Page(number, 595, 842)


def table(heights: list[float], spec: Spec, *, top: float = TOP) -> PageTable:
    """A grid of the five columns; texts by place, with a row span where it isn't one.

    ``|`` parts printed lines; they stand at the top of the cell, each as wide as its letters.
    """
    xs = tuple(72 + sum(WIDTHS[:k]) for k in range(len(WIDTHS) + 1))
    ys = tuple(top + sum(heights[:k]) for k in range(len(heights) + 1))
    covered: set[tuple[int, int]] = set()
    cells: list[PageCell] = []
    for row in range(len(heights)):
        for col in range(len(WIDTHS)):
            if (row, col) in covered:
                continue
            given = spec.get((row, col), "")
            words, span = (given, 1) if isinstance(given, str) else given
            covered.update((row + k, col) for k in range(span))
            box = (xs[col], ys[row], xs[col + 1], ys[row + span])
            lines = [
                TextLine(text, (box[0] + 5, box[1] + 3 + 14 * k, box[0] + 5 + SIZE * len(text), box[1] + 14 + 14 * k), SIZE)
                for k, text in enumerate(words.split("|")) if text
            ]  # fmt: skip
            cells.append(PageCell(row, col, span, 1, box, lines))
    return PageTable(xs, ys, cells)


def joined(first: PageTable, second: PageTable) -> WholeTable:
    whole = whole_of(page(1), first)
    assert goes_on(whole, page(2), second, BOTTOM)
    join(whole, page(2), second)
    return whole


def texts(whole: WholeTable) -> dict[tuple[int, int], tuple[str, int]]:
    return {
        (cell.row, col): (cell.text, cell.row_span) for cell, col, _ in whole.columns() if cell.text
    }


def ending_at(bottom: float, heights: list[float], spec: Spec) -> PageTable:
    return table(heights, spec, top=bottom - sum(heights))


def test_a_broken_row_is_one_row() -> None:
    upper = ending_at(BOTTOM, [20, 32], {
        (0, 0): ("产出", 2), (0, 2): "清淤长度", (0, 4): "5",
        (1, 1): "数量", (1, 2): "水库除险加固并配套完善雨|水情测报和大坝安全监测设", (1, 4): "8",
    })  # fmt: skip
    lower = table([20, 20], {(0, 2): "施", (1, 1): "质量", (1, 2): "合格率", (1, 4): "9"})
    found = texts(joined(upper, lower))
    assert found[1, 2] == ("水库除险加固并配套完善雨水情测报和大坝安全监测设施", 1)
    assert found[2, 2] == ("合格率", 1)
    assert found[2, 4] == ("9", 1)


def test_a_full_row_is_a_new_row() -> None:
    upper = ending_at(
        BOTTOM, [20], {(0, 1): "数量", (0, 2): "清淤长度", (0, 3): "18公里", (0, 4): "5"}
    )
    lower = table([20], {(0, 1): "质量", (0, 2): "合格率", (0, 3): "100%", (0, 4): "5"})
    found = texts(joined(upper, lower))
    assert (found[0, 4], found[1, 4], found[1, 2]) == (("5", 1), ("5", 1), ("合格率", 1))


def test_a_full_line_alone_breaks_no_row() -> None:
    """The name fills its line, but a column begins and another has ended."""
    upper = ending_at(BOTTOM, [20], {(0, 2): "清淤长度和护岸修复总里程", (0, 4): "5"})
    lower = table([20], {(0, 2): "合格率", (0, 3): "100%"})
    found = texts(joined(upper, lower))
    assert (found[0, 2], found[1, 2]) == (("清淤长度和护岸修复总里程", 1), ("合格率", 1))


def test_empty_merged_cells_go_on() -> None:
    upper = ending_at(
        BOTTOM, [20, 20], {(0, 0): ("", 2), (0, 2): "甲", (0, 4): "1", (1, 2): "乙", (1, 4): "2"}
    )
    lower = table([20, 20], {(0, 0): ("", 2), (0, 2): "丙", (0, 4): "3", (1, 2): "丁", (1, 4): "4"})
    spans = [cell.row_span for cell, col, _ in joined(upper, lower).columns() if col == 0]
    assert spans == [4]


def test_merged_labels_go_on_over_the_page_end() -> None:
    upper = ending_at(BOTTOM, [20, 20], {
        (0, 0): ("产出", 2), (0, 1): ("数量", 2), (0, 2): "甲", (0, 4): "1", (1, 2): "乙", (1, 4): "2",
    })  # fmt: skip
    lower = table(
        [20, 20],
        {(0, 0): ("", 2), (0, 2): "丙", (0, 4): "3", (1, 1): "质量", (1, 2): "丁", (1, 4): "4"},
    )
    found = texts(joined(upper, lower))
    assert found[0, 0] == ("产出", 4)
    assert found[0, 1] == ("数量", 3)
    assert found[3, 1] == ("质量", 1)


def test_a_label_and_its_weight_are_one_cell() -> None:
    upper = ending_at(BOTTOM, [20], {(0, 0): "产出指标", (0, 2): "甲", (0, 4): "1"})
    lower = table(
        [20, 20], {(0, 0): ("（50分）", 2), (0, 2): "乙", (0, 4): "3", (1, 2): "丙", (1, 4): "4"}
    )
    assert texts(joined(upper, lower))[0, 0] == ("产出指标（50分）", 3)


def test_two_labels_are_two_cells() -> None:
    upper = ending_at(BOTTOM, [20], {(0, 0): "项目名称栏", (0, 2): "甲", (0, 4): "1"})
    lower = table(
        [20, 20], {(0, 0): ("资金情况栏", 2), (0, 2): "乙", (0, 4): "3", (1, 2): "丙", (1, 4): "4"}
    )
    found = texts(joined(upper, lower))
    assert (found[0, 0], found[1, 0]) == (("项目名称栏", 1), ("资金情况栏", 2))


def test_what_doesn_t_go_on() -> None:
    whole = whole_of(page(1), ending_at(BOTTOM, [20], {(0, 0): "甲", (0, 2): "乙"}))
    assert not goes_on(whole, page(3), table([20], {(0, 0): "丙"}), BOTTOM)
    assert not goes_on(whole, page(2), table([20], {(0, 0): "甲", (0, 2): "丙"}), BOTTOM)
    narrow = table([20], {(0, 0): "丙"})
    narrow.xs = (*narrow.xs[:-1], narrow.xs[-1] - 30)
    assert not goes_on(whole, page(2), narrow, BOTTOM)
    early = whole_of(page(1), ending_at(400, [20], {(0, 0): "甲", (0, 2): "乙"}))
    assert not goes_on(early, page(2), table([20], {(0, 0): "丙"}), BOTTOM)
