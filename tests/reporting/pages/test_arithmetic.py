"""Terms of a working lead to their places; two intervals are drawn to scale."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from auditor.core.charspan import CharSpan
from auditor.core.finding import Tick, Verdict
from auditor.core.interval import Interval
from auditor.reporting.pages.arithmetic import Term, drawing, terms
from auditor.reporting.pages.histogram import histogram

A, B, C = CharSpan(0, 3), CharSpan(10, 13), CharSpan(20, 23)
TICK = Tick("SUM01", Verdict.INCONSISTENT, "640", "631", "", (), difference="-9")


def test_terms_are_linked_in_order_and_once() -> None:
    found = terms("5 + 5 = 10 ≠ 12 (人)", [("甲5人", A), ("乙5人", B), ("合计12人", C)])
    assert found == [
        Term("5", A),
        Term(" + "),
        Term("5", B),
        Term(" = 10 ≠ "),
        Term("12", C),
        Term(" (人)"),
    ]


def test_a_number_is_known_in_any_notation() -> None:
    assert terms("1200 ≠ 1180", [("1,200.00万元", A)]) == [Term("1200", A), Term(" ≠ 1180")]


def test_a_working_without_numbers_stays_whole() -> None:
    assert terms("已完成 ↔ ∅", [("已完成", A)]) == [Term("已完成 ↔ ∅")]


def ticked(stated: Interval, expected: Interval) -> Tick:
    return replace(TICK, stated_bounds=stated, expected_bounds=expected)


def test_the_drawing_is_to_scale() -> None:
    drawn = drawing(ticked(Interval(Decimal(0), Decimal(10)), Interval(Decimal(30), Decimal(40))))
    assert drawn is not None
    stated, expected = drawn.stated, drawn.expected
    width = stated.right - stated.left
    assert expected.right - expected.left == pytest.approx(width, abs=0.2)
    assert expected.left - stated.right == pytest.approx(2 * width, abs=0.3)
    assert drawn.gap == (stated.right, expected.left)
    assert 0 < stated.left < expected.right < 360


def test_an_endless_interval_runs_to_the_edge() -> None:
    drawn = drawing(ticked(Interval.exact(86), Interval(Decimal(90), None)))
    assert drawn is not None
    assert drawn.expected.endless_right
    assert drawn.expected.right == 360
    assert drawn.difference == "9"


def test_overlapping_intervals_have_no_gap() -> None:
    drawn = drawing(ticked(Interval(Decimal(0), Decimal(10)), Interval(Decimal(5), Decimal(40))))
    assert drawn is not None
    assert drawn.gap is None


@pytest.mark.parametrize(
    "tick",
    [
        TICK,
        ticked(Interval.exact(5), Interval.exact(5)),
        ticked(Interval(None, None), Interval(None, None)),
    ],
)
def test_nothing_to_draw(tick: Tick) -> None:
    assert drawing(tick) is None


def test_histogram_counts_and_heights() -> None:
    columns = histogram([0, 5, 10, 99, 100], (0, 10, 50, 100), "%")
    assert [column.count for column in columns] == [2, 1, 2]
    assert [column.height for column in columns] == [96, 48, 96]
    assert (columns[1].low, columns[1].high) == ("10%", "50%")
    assert [column.height for column in histogram([], (0, 1, 2))] == [0, 0]
