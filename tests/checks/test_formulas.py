from __future__ import annotations

from decimal import Decimal

import pytest

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
