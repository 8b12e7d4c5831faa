"""What a link goes by besides words: wholes by the sentence, rates by their level, other names."""

from __future__ import annotations

import pytest

from auditor.core.period import Role
from auditor.core.report import Analysis
from auditor.linking.structure import wholes_of, with_rates
from tests.helpers import analysed

FORM = """

附表

| 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
| --- | --- | --- | --- | --- | --- |
| 产出指标 | 护理床位占比 | ≥60% | 69.01% | 10 | 10 |
| 产出指标 | 巡护渔港 | ≥40次 | 46次 | 10 | 10 |
"""
MONEY = """

部门收支情况（万元）

| 项目 | 2023年度预算 | 2023年度决算 |
| --- | --- | --- |
| 本年支出合计 | 900.00 | 880.40 |
| 公用支出 | 90.00 | 84.30 |
| 公务用车购置及运行费 | 8.00 | 7.60 |
"""


def linked(analysis: Analysis) -> dict[str, str]:
    text = analysis.document.text
    by_id = {c.id: c.quantity.text for c in analysis.claims}
    return {by_id[c]: k.cell_span.cut(text) for k in analysis.links for c in k.claim_ids}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("支出880.40万元，其中公用84.30万元、人员796.10万元。", {"84.30万元", "796.10万元"}),
        ("支出880.40万元，其中公用84.31万元、人员700.00万元。", {"84.31万元", "700.00万元"}),
        ("支出880.40万元；公用84.30万元。", set()),
        ("巡护渔港46次，其中夜间12次，检修渔船30艘。", {"12次"}),
    ],
)
def test_parts_are_told_by_words_whatever_they_add_up_to(text: str, parts: set[str]) -> None:
    analysis = analysed(text)
    by_id = {c.id: c.quantity.text for c in analysis.claims}
    found = wholes_of(analysis.claims, analysis.document.folded)
    assert {by_id[part] for part in found} == parts


def test_shares_and_growth_are_named_after_their_level() -> None:
    analysis = analysed("护理床位4720张，占69.01%。接到投诉8426件，同比下降22.35%。")
    named = {c.quantity.text: c for c in with_rates(analysis.claims)}
    assert named["69.01%"].indicator == "护理床位占比"
    assert named["22.35%"].indicator.endswith("投诉下降率")
    assert named["22.35%"].role is Role.RATE


def test_a_share_finds_its_indicator() -> None:
    analysis = analysed("全市护理床位4720张，占69.01%。" + FORM)
    assert linked(analysis)["69.01%"] == "69.01%"


@pytest.mark.parametrize(
    ("text", "number", "cell"),
    [
        ("当年支出880.40万元。", "880.40万元", "880.40"),
        ("公用经费84.30万元。", "84.30万元", "84.30"),
        ("三公经费中，公务用车7.60万元。", "7.60万元", "7.60"),
    ],
)
def test_accounts_are_known_by_their_other_names(text: str, number: str, cell: str) -> None:
    assert linked(analysed(text + MONEY))[number] == cell


def test_what_is_counted_over_all_years_is_not_the_years_result() -> None:
    analysis = analysed("巡护渔港46次，历年累计巡护渔港318次。" + FORM)
    assert linked(analysis) == {"46次": "46次"}


@pytest.mark.parametrize(
    ("formula", "spent", "budget"),
    [
        ("执行率=880.40÷900.00×100%=97.82%。", "880.40", "900.00"),
        ("预算执行率为=（880.40/900.00）×100%=97.82%。", "880.40", "900.00"),
    ],
)
def test_the_operands_of_the_execution_rate_are_amounts(
    formula: str, spent: str, budget: str
) -> None:
    analysis = analysed("当年收入900.00万元，当年支出880.40万元。" + formula + MONEY)
    amounts = {
        c.role: c.quantity for c in analysis.claims if c.indicator in ("全年支出", "全年预算")
    }
    assert str(amounts[Role.FINAL].value) == spent
    assert str(amounts[Role.BUDGET].value) == budget
    assert {q.unit.name for q in amounts.values() if q.unit} == {"万元"}


def test_a_bare_quotient_of_something_else_makes_no_amounts() -> None:
    analysis = analysed("当年支出880.40万元。合格率=880÷900×100%=97.78%。" + MONEY)
    assert all(c.quantity.value not in (880, 900) for c in analysis.claims)
