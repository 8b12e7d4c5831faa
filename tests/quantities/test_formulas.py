from __future__ import annotations

from decimal import Decimal

import pytest

from auditor.quantities import find_quantities


@pytest.mark.parametrize(
    ("text", "written", "low", "high"),
    [
        ("按80×12=960万元安排。", "80×12=960万元", "960", "960"),
        ("（3-1）/4*100%=50%", "(3-1)/4*100%=50%", "0.5", "0.5"),
        ("共2个+3个×4=14个。", "2个+3个×4=14个", "14", "14"),
        ("合计1.5万元+2.5万元=4.0万元", "1.5万元+2.5万元=4.0万元", "39000", "41000"),
    ],
)
def test_formulas(text: str, written: str, low: str, high: str) -> None:
    (formula,) = find_quantities(text).formulas
    result = formula.result()
    assert formula.text == written
    assert result is not None
    assert (result.low, result.high) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    "text",
    ["推行10+2+2+N模式", "执行率=支出数/预算数×100%", "3+5", "1+1", "(2+3", "5-20%之间", "8/0=1"],
)
def test_no_formulas(text: str) -> None:
    assert [f.text for f in find_quantities(text).formulas if f.result() is not None] == []
