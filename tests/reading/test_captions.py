from __future__ import annotations

import pytest

from auditor.reading import read_bytes
from auditor.reading.captions import unit_marked


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("(单位:万元)", "万元"),
        ("金额单位: 元", "元"),
        ("表1 支出情况 单位:人民币万元", "万元"),
        ("单位:人、万元", "万元"),
        ("单位:个、%", "个"),
        ("单位:千元(保留两位小数)", "千元"),
        ("填报单位:松林县林业局", None),
        ("单位:个旧市林场", None),
        ("填报单位:人社局", None),
        ("编制单位:元宝山区水务局", None),
        ("单位(盖章):", None),
        ("没有标记", None),
    ],
)
def test_only_units_are_units(line: str, unit: str | None) -> None:
    assert unit_marked(line) == unit


def test_an_agency_line_above_a_table_sets_no_unit() -> None:
    text = "2023年度收支情况表\n填报单位：松林县林业局\n\t项目\n\t金额\n\n\t维修\n\t3.20\n"
    (table,) = read_bytes(text.encode(), "a.txt").tables
    assert table.unit is None


def test_a_unit_line_above_a_table_does() -> None:
    text = "2023年度收支情况表\n单位：万元\n\t项目\n\t金额\n\n\t维修\n\t3.20\n"
    (table,) = read_bytes(text.encode(), "a.txt").tables
    assert (table.caption, table.unit) == ("2023年度收支情况表", "万元")
