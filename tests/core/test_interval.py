from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.core.interval import Interval, plain, show, total

D = Decimal
numbers = st.decimals(min_value=-(10**9), max_value=10**9, places=3, allow_nan=False)


def test_printed_number_states_an_interval() -> None:
    assert Interval.rounded(D("54.52"), 2) == Interval(D("54.515"), D("54.525"))
    assert Interval.truncated(D("54.52"), 2).contains(D("54.527"))
    assert not Interval.rounded(D("54.52"), 2).contains(D("54.527"))


def test_open_ends_decide_touching_intervals() -> None:
    low = Interval(D(3800), D(3900), high_open=True)
    assert low.overlaps(Interval.exact(3800))
    assert not low.overlaps(Interval.exact(3900))
    assert Interval(D(95), None).overlaps(Interval.exact(95))
    assert not Interval(D(95), None, low_open=True).overlaps(Interval.exact(95))


def test_quotient_needs_a_divisor_away_from_zero() -> None:
    assert Interval.exact(1).divide(Interval(D(-1), D(1))) is None
    assert Interval.exact(1).divide(Interval.exact(4)) == Interval.exact(D("0.25"))


def test_show() -> None:
    assert show(Interval(D("54.515"), D("54.525"))) == "[54.515, 54.525]"
    assert show(Interval(D(1000), None)) == "[1000, ∞)"
    assert plain(D("1.20E+3")) == "1200"


def test_low_above_high_is_no_interval() -> None:
    with pytest.raises(ValueError, match="above"):
        Interval(D(2), D(1))


@given(st.lists(numbers, min_size=1, max_size=12))
def test_rounded_parts_of_an_exact_sum_are_never_flagged(parts: list[Decimal]) -> None:
    printed = [round(part, 1) for part in parts]
    whole = round(sum(parts, D(0)), 1)
    expected = total(Interval.rounded(p, 1) for p in printed)
    assert Interval.rounded(whole, 1).overlaps(expected)


@given(st.lists(numbers, min_size=1, max_size=12), st.integers(1, 50))
def test_a_move_beyond_the_half_widths_always_is(parts: list[Decimal], extra: int) -> None:
    printed = [round(part, 1) for part in parts]
    beyond = D("0.05") * (len(parts) + 1) + D(extra) / 10
    whole = sum(printed, D(0)) + beyond
    expected = total(Interval.rounded(p, 1) for p in printed)
    assert not Interval.rounded(whole, 1).overlaps(expected)


@given(numbers, numbers, numbers, numbers)
def test_sum_and_difference_hold_all_sums(a: Decimal, b: Decimal, c: Decimal, d: Decimal) -> None:
    x, y = Interval(min(a, b), max(a, b)), Interval(min(c, d), max(c, d))
    assert (x + y).contains(a + c)
    assert (x - y).contains(b - d)
    assert x.hull(y).contains(a)
