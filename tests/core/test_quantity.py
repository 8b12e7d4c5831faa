"""What a quantity was asked for is kept and changes nothing of what it is."""

from __future__ import annotations

import pickle
from dataclasses import replace
from decimal import Decimal

from auditor.core.charspan import CharSpan
from auditor.core.interval import Interval
from auditor.core.quantity import Dimension, Quantity, Unit

WAN = Unit("万元", Dimension.MONEY, Decimal(10_000), "元")


def made() -> Quantity:
    bounds = Interval.rounded(Decimal("54.52"), 2)
    return Quantity(CharSpan(0, 7), "54.52万元", Decimal("54.52"), WAN, 2, bounds)


def test_in_the_base_unit() -> None:
    quantity = made()
    assert quantity.base_value == Decimal(545_200)
    assert quantity.base == Interval(Decimal(545_150), Decimal(545_250))
    assert quantity.lenient == Interval(Decimal(545_150), Decimal(545_300), high_open=True)


def test_asked_again_it_is_the_same_object() -> None:
    quantity = made()
    assert quantity.base is quantity.base
    assert quantity.lenient is quantity.lenient


def test_what_was_asked_is_no_part_of_it() -> None:
    asked, fresh = made(), made()
    assert asked.base == asked.lenient.intersection(asked.base)
    assert asked == fresh
    assert hash(asked) == hash(fresh)
    assert repr(asked) == repr(fresh)
    assert pickle.loads(pickle.dumps(asked)) == fresh  # noqa: S301


def test_another_unit_or_value_starts_anew() -> None:
    quantity = made()
    assert quantity.base_value == Decimal(545_200)
    yuan = replace(quantity, unit=Unit("元", Dimension.MONEY, Decimal(1), "元"))
    assert yuan.base_value == Decimal("54.52")
    assert yuan.base == Interval.rounded(Decimal("54.52"), 2)
