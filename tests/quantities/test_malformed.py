"""Numbers that are written wrongly are set apart: nothing is computed with half of one."""

from __future__ import annotations

import pytest

from auditor.quantities import find_quantities
from auditor.quantities.malformed import fault_of, find_malformed


@pytest.mark.parametrize(
    ("run", "fault"),
    [
        ("12.5", None),
        ("3,800", None),
        ("12,345,678.90", None),
        ("1.2.3", "points"),
        ("1,234.5.6", "points"),
        ("3,80", "groups"),
        ("3,0000", "groups"),
        ("1234,567", "groups"),
        ("3.800,50", "groups"),
        ("12..5", "joined"),
        ("12.,5", "joined"),
        ("1......3", None),
        ("12.", "ending"),
    ],
)
def test_faults(run: str, fault: str | None) -> None:
    assert fault_of(run) == fault


def test_a_malformed_number_is_no_quantity() -> None:
    found = find_quantities("全年培训3,80人，支出1.2.3万元，另支出5万元。")
    assert [q.text for q in found.quantities] == ["5万元"]
    apart = [(x.text, x.reason) for x in found.excluded]
    assert apart == [("3,80人", "malformed number"), ("1.2.3万元", "malformed number")]


def test_half_of_a_malformed_number_takes_part_in_nothing() -> None:
    from tests.helpers import analysed

    analysis = analysed("年末在职3,80人。\n\n核定编制100人，年末在职380人。")
    assert [c.quantity.text for c in analysis.claims] == ["100人", "380人"]


def test_a_full_width_comma_parts_clauses() -> None:
    assert find_malformed("支出3,80人参加", "支出3，80人参加") == []
    assert len(find_malformed("支出3,80人参加", "支出3,80人参加")) == 1
