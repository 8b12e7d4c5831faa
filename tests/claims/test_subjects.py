"""Numbers that name no thing of their own take it from what stands before."""

from __future__ import annotations

import pytest

from auditor.core.claim import Claim, GroupKind
from auditor.core.period import Role
from tests.helpers import analysed


def claim(text: str, number: str) -> Claim:
    return next(c for c in analysed(text).claims if c.quantity.text == number)


@pytest.mark.parametrize(
    ("text", "number", "indicator", "role"),
    [
        ("公务接待费年初预算3.00万元，实际支出2.50万元。", "2.50万元", "公务接待费", Role.FINAL),
        ("基本支出预算700.00万元，决算690.00万元。", "690.00万元", "基本支出", Role.FINAL),
        ("举办渔业培训班，目标值5期，实际完成6期。", "6期", "举办渔业培训班", Role.ACTUAL),
        ("举办渔业培训班，目标值5期，实际完成6期。", "5期", "举办渔业培训班", Role.TARGET),
        ("数量指标：慰问老渔民目标值50人，实际完成值60人。", "60人", "慰问老渔民", Role.ACTUAL),
    ],
)
def test_the_thing_is_named_before(text: str, number: str, indicator: str, role: Role) -> None:
    found = claim(text, number)
    assert (found.indicator, found.role) == (indicator, role)


def test_the_whole_budget_has_no_other_subject() -> None:
    found = claim("全年预算资金900.00万元，实际支出850.00万元。", "850.00万元")
    assert found.indicator == "实际支出"


@pytest.mark.parametrize(
    ("text", "number", "indicator"),
    [
        ("其中用于基本支出700.00万元，用于项目支出90.00万元。", "700.00万元", "基本支出"),
        ("基本支出由人员经费600.00万元和公用经费100.00万元组成。", "600.00万元", "人员经费"),
        ("实有48人，编制50人。", "48人", "实有"),
    ],
)
def test_words_of_use_and_make_up_are_no_part_of_the_name(
    text: str, number: str, indicator: str
) -> None:
    assert claim(text, number).indicator == indicator


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("四、自评得分：96.5分（执行率得9.5分），等级为优。", "自评得分"),
        ("综合评分: 96.5分。", "综合评分"),
        ("项目支出绩效自评得分96.5分。", "项目支出绩效自评得分"),
        ("产出指标得分：96.5分。", ""),
    ],
)
def test_a_score_is_named_by_what_stands_before_its_colon(text: str, indicator: str) -> None:
    assert claim(text, "96.5分").indicator == indicator


def test_the_share_of_the_budget_that_was_spent() -> None:
    text = "全年支出1200.00万元，为全年预算1300.00万元的92.31%，其中用于基本支出700.00万元，用于项目支出500.00万元。"
    rate = claim(text, "92.31%")
    assert (rate.role, rate.indicator) == (Role.RATE, "预算执行率")
    analysis = analysed(text)
    by_id = {c.id: c.quantity.text for c in analysis.claims}
    (whole,) = [by_id[g.whole] for g in analysis.groups if g.kind is GroupKind.PARTITION]
    assert whole == "1200.00万元"


def test_posts_are_not_the_sum_of_people() -> None:
    kinds = {g.kind for g in analysed("编制66人，在职65人，退休15人。").groups}
    assert GroupKind.PARTITION not in kinds


@pytest.mark.parametrize(
    "text",
    [
        "三公经费5.00万元，其中公务接待费3.00万元、公车运行费2.00万元。与上年6.00万元相比减少1.00万元。",
        "三公经费决算5.00万元，其中公务接待费3.00万元、公车运行费2.00万元。\n\n与上年6.00万元相比减少1.00万元。",
    ],
)
def test_last_years_figure_is_about_what_moved(text: str) -> None:
    prior = claim(text, "6.00万元")
    assert (prior.role, prior.period.year) == (Role.PRIOR, 2022)
    assert prior.indicator.startswith("三公经费")


@pytest.mark.parametrize(
    ("text", "number", "indicator"),
    [
        ("公务接待费2.40万元，比预算3.00万元节约0.60万元。", "3.00万元", "公务接待费"),
        ("培训渔民186人、练兵98人，合计284人。", "284人", "培训渔民、练兵合计"),
        ("新增巡护站2个，总数达到9个。", "9个", "巡护站总数"),
    ],
)
def test_bases_and_totals_are_of_what_was_told_before(
    text: str, number: str, indicator: str
) -> None:
    assert claim(text, number).indicator == indicator


def test_a_total_of_staff_counts_staff() -> None:
    found = claim("年末在职人员25人，退休人员23人，合计48人。", "48人")
    assert found.role is Role.HEADCOUNT
    analysis = analysed("年末在职人员25人，退休人员23人，合计48人。")
    by_id = {c.id: c.quantity.text for c in analysis.claims}
    assert {by_id[g.whole] for g in analysis.groups} == {"48人"}


def test_the_heading_right_above_names_what_was_spent() -> None:
    assert claim("（三）“三公”经费。全年支出9.48万元。", "9.48万元").indicator.startswith(
        "三公经费"
    )


def test_a_rate_of_success_keeps_its_name() -> None:
    assert claim("调解305起，成功300起，成功率98.36%。", "98.36%").indicator == "成功率"


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("当年收入900.00万元，当年支出880.40万元。", Role.FINAL),
        ("（一）部门预算情况\n\n本年支出880.40万元。", Role.UNKNOWN),
        ("本年支出预算880.40万元。", Role.BUDGET),
    ],
)
def test_the_years_spending_is_final_but_under_a_heading_of_the_budget(
    text: str, role: Role
) -> None:
    assert claim(text, "880.40万元").role is role


def test_an_agency_is_no_part_of_the_name_of_its_posts() -> None:
    assert claim("青禾县渔政大队有编制44人。", "44人").indicator == "有编制"
