from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.checks import formulas
from auditor.checks.formulas import find_formulas
from auditor.reading import read_bytes
from tests.helpers import TITLE


def readings(text: str) -> list[tuple[str, list[Decimal]]]:
    document = read_bytes((TITLE + text).encode(), "report.txt")
    return [
        (f.result_text, [round(v.low or Decimal(0), 1) for v in f.values])
        for f in find_formulas(document)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("比率=26/28×100%＝92.86%。", [("92.86%", ["92.9", "92.9"])]),
        ("比率=（60-40）÷40=50%。", [("50%", ["50.0"])]),
        ("使用率=14235÷（60×365）×100%=65.00%。", [("65.00%", ["65.0"])]),
        ("完成率=9+1-2/9+1=80%。", [("80%", ["1077.8", "80.0"])]),
        ("“1+1=2”模式。", []),
        ("户均=18.6万元/93户=2000元。", []),
        ("比率=5/0=0%。", []),
    ],
)
def test_formulas(text: str, expected: list[tuple[str, list[str]]]) -> None:
    assert readings(text) == [(r, [Decimal(v) for v in values]) for r, values in expected]


def test_a_long_line_of_signs_is_read_in_linear_time() -> None:
    assert readings("1+" * 50_000 + "=2分") == []


@given(st.text("1270.,%()[+-×/÷x= 万元人a\n—〔", max_size=40))
@settings(max_examples=300)
def test_looking_before_each_equals_finds_all_there_is(text: str) -> None:
    """The regular expression from left to right over all the text is the law."""
    expected = [m.span() for m in formulas._FORMULA.finditer(text)]
    assert [m.span() for m in formulas._matches(text)] == expected


def test_formulas_side_by_side_and_chained() -> None:
    text = "26/28×100%=92.86%,3+4=7+2=9;(1+2)÷3=1"
    assert [m.group() for m in formulas._matches(text)] == [
        "26/28×100%=92.86%",
        "7+2=9",
        "(1+2)÷3=1",
    ]
