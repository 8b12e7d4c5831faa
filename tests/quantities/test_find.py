from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.core.quantity import Dimension, Quantity, Unit
from auditor.quantities import (
    find_quantities,
    find_unit_marker,
    may_count_the_same,
    parse_cell,
    parse_quantity,
    unit_named,
)
from auditor.quantities.numerals import CHINESE, parse_chinese

CASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "cases.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def _shown(quantity: Quantity) -> str:
    unit = quantity.unit.name if quantity.unit else ""
    low = "-inf" if quantity.bounds.low is None else f"{quantity.bounds.low.normalize():f}"
    high = "inf" if quantity.bounds.high is None else f"{quantity.bounds.high.normalize():f}"
    return f"{quantity.value:f}|{unit}|{low}|{high}"


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[c[0] for c in CASES])
def test_sentence(text: str, expected: str) -> None:
    found = [_shown(q) for q in find_quantities(text).quantities]
    assert found == ([] if expected == "-" else expected.split(";"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("两千零三", 2003),
        ("三百二十万", 3200000),
        ("十", 10),
        ("一百零五", 105),
        ("二〇二三", 2023),
        ("一亿二千万", 120000000),
    ],
)
def test_chinese_numerals(text: str, value: int) -> None:
    assert parse_chinese(text) == value


def test_cells() -> None:
    money = unit_named("万元")
    (bare,) = parse_cell("531.60", money)
    assert (bare.value, bare.unit) == (Decimal("531.60"), money)
    (target,) = parse_cell("≥ 2000件")
    assert (target.comparator, target.value) == (">=", 2000)
    (rank,) = parse_cell("≥前3名")
    assert rank.dimension is Dimension.RANK
    assert parse_cell("2023、12、31") == ()
    assert parse_cell("——") == ()
    assert parse_cell("已完成") == ()


def test_unit_markers() -> None:
    for text, name in (("经费（万元）", "万元"), ("单位：元", "元"), ("人数(人)", "人")):
        unit = find_unit_marker(text)
        assert unit is not None
        assert unit.name == name
    assert find_unit_marker("单位名称") is None


@given(st.text(max_size=300))
def test_never_raises_and_never_overlaps(text: str) -> None:
    found = find_quantities(text)
    spans = sorted([q.span for q in found.quantities] + [e.span for e in found.excluded])
    assert all(a.end <= b.start for a, b in pairwise(spans))


@given(st.text(alphabet="0123456789一二十万个元%年月、.（）第约余 “”文件", max_size=120))
def test_every_numeral_is_accounted_for(text: str) -> None:
    found = find_quantities(text)
    covered = {
        position
        for item in (*found.quantities, *found.excluded)
        for position in range(item.span.start, item.span.end)
    }
    missing = [i for i, c in enumerate(text) if (c.isdigit() or c in CHINESE) and i not in covered]
    assert missing == []


@given(st.decimals(min_value=0, max_value=10**8, places=2, allow_nan=False))
def test_format_and_parse_keep_the_value(value: Decimal) -> None:
    (quantity,) = find_quantities(f"支出{value}万元。").quantities
    assert quantity.value == value
    assert quantity.base_value == value * 10_000


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("肆佰陆拾", 460),
        ("兩千四百五", 2450),
        ("一万三", 13000),
        ("七十八万五千零六", 785006),
        ("四万万", 400000000),
        ("五兆六十二亿四万五千二", 5006200045200),
        ("7 万5 千4 百", 75400),
        ("-12e-1", Decimal("-1.2")),
        ("2^-1", Decimal("0.5")),
        ("三又二分之一", Decimal("3.5")),
        ("1 3/5", Decimal("1.6")),
        (".5", Decimal("0.5")),
        ("负六点六", Decimal("-6.6")),
        ("４，５６５", 4565),
        ("二十几万", 200000),
    ],
)
def test_bare_numbers(text: str, value: Decimal | int) -> None:
    (quantity,) = find_quantities(text).quantities
    assert quantity.base_value == value
    assert quantity.unit is None or quantity.dimension is Dimension.NONE


def test_reasons() -> None:
    text = "2023年，依据〔2020〕10号文，一是落实“五个到户”，第一书记到岗，统一调度，每低于1%扣2分。"
    reasons = {e.text: e.reason for e in find_quantities(text).excluded}
    assert reasons == {
        "2023年": "date",
        "〔2020〕10号": "document number",
        "一是": "list number",
        "“五个到户”": "name",
        "第一": "ordinal",
        "一": "word",
        "每低于1%扣2分": "rule",
    }


def test_classifiers_that_may_count_one_thing() -> None:
    def unit(name: str) -> Unit:
        found = unit_named(name)
        assert found is not None
        return found

    assert may_count_the_same(unit("场"), unit("次"))
    assert may_count_the_same(unit("万份"), unit("篇"))
    assert not may_count_the_same(unit("台"), unit("场"))
    assert not may_count_the_same(unit("元"), unit("次"))


def test_a_quantity_reads_back_from_its_text() -> None:
    found = parse_quantity("约600余人")
    assert found is not None
    assert (found.hedge, found.bounds.low, found.bounds.high) == ("约余", 570, 700)
    assert parse_quantity("共600人") is None
    assert parse_quantity("没有") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支出 3640.50\n元、其他", [("3640.50", "元")]),
        ("支出 3640.50\r\n元、其他", [("3640.50", "元")]),
        ("支出1.5万\n元。", [("1.5", "万元")]),
        ("增长4.2\n%。", [("4.2", "%")]),
        ("在岗12\n人,其中", [("12", "人")]),
        ("编制数12\n人员经费30万元", [("12", ""), ("30", "万元")]),
    ],
)
def test_a_line_end_between_number_and_unit(text: str, expected: list[tuple[str, str]]) -> None:
    found = find_quantities(text).quantities
    assert [(f"{q.value:f}", q.unit.name if q.unit else "") for q in found] == expected
    assert all(q.text == text[q.span.start : q.span.end] for q in found)
