"""How a quotient is shown beside the rate that is stated."""

from __future__ import annotations

from decimal import Decimal

import pytest

from auditor.checks.amounts import percent
from auditor.quantities import find_quantities


@pytest.mark.parametrize(
    ("above", "below", "stated", "shown"),
    [
        ("3117.38", "9433.07", "33.1%", "33.0474%"),
        ("-3117.38", "9433.07", "33.1%", "-33.0474%"),
        ("3117.38", "9433.07", "33.05%", "33.05%"),
        ("3117.38", "9433.07", "35.2%", "33.05%"),
        ("3117.38", "9433.07", "33%", "33.05%"),
        ("600", "800", "85.00%", "75%"),
        ("1", "0", "1%", "?"),
    ],
)
def test_four_places_only_where_two_would_mislead(
    above: str, below: str, stated: str, shown: str
) -> None:
    (rate,) = find_quantities(f"增长{stated}").quantities
    assert percent(Decimal(above), Decimal(below), rate) == shown
    assert percent(Decimal(600), Decimal(800)) == "75%"
