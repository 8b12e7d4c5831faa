from __future__ import annotations

import pytest

from auditor.core.claim import Claim, GroupKind
from auditor.core.period import Role
from tests.helpers import analysed


def claims(text: str) -> list[Claim]:
    return list(analysed(text).claims)


@pytest.mark.parametrize(
    ("text", "indicator", "role", "year"),
    [
        ("2023年全年预算资金800.00万元。", "预算资金", Role.BUDGET, 2023),
        ("全年实际支出600.00万元。", "实际支出", Role.FINAL, 2023),
        ("2023年年初预算安排700.00万元。", "年初预算安排", Role.INITIAL_BUDGET, 2023),
        ("2022年公务接待费3.20万元。", "公务接待费", Role.UNKNOWN, 2022),
        ("年末在职人员26人。", "年末在职人员", Role.HEADCOUNT, 2023),
        ("我局核定编制28人。", "核定编制", Role.ESTABLISHMENT, 2023),
        ("共举办培训12期。", "举办培训", Role.ACTUAL, 2023),
        ("自评得分98分。", "自评得分", Role.SCORE, 2023),
        ("问题办结率达100%。", "问题办结率", Role.RATE, 2023),
        ("去年调解纠纷30件。", "去年调解纠纷", Role.ACTUAL, 2022),
    ],
)
def test_one_claim(text: str, indicator: str, role: Role, year: int) -> None:
    (claim,) = claims(text)
    assert (claim.indicator, claim.role, claim.period.year) == (indicator, role, year)


def test_change_and_growth_have_direction_and_basis() -> None:
    level, change, growth = claims("全年支出270.00万元，较上年减少30.00万元，下降10%。")
    assert (change.role, change.direction, change.basis) == (Role.CHANGE, -1, "上年")
    assert (growth.role, growth.direction) == (Role.GROWTH, -1)
    assert level.role is not Role.CHANGE


def test_parts_inherit_role_and_year() -> None:
    found = claims("2023年全年预算资金900.00万元，其中：基本支出600.00万元，项目支出300.00万元。")
    assert [c.role for c in found] == [Role.BUDGET] * 3


def test_nested_lists() -> None:
    analysis = analysed(
        "支出预算642.00万元，其中：基本支出512.00万元，包括人员经费483.00万元，公用经费29.00万元；项目支出130.00万元。"
    )
    by_id = {c.id: c.indicator for c in analysis.claims}
    groups = {by_id[g.whole]: [by_id[p] for p in g.parts] for g in analysis.groups}
    assert groups == {"支出预算": ["基本支出", "项目支出"], "基本支出": ["人员经费", "公用经费"]}


def test_brackets_hold_a_subset() -> None:
    analysis = analysed("编制人数共有52人，行政编制34人（其中机关工勤编制2人）、事业编制18人。")
    kinds = {g.kind: len(g.parts) for g in analysis.groups}
    assert kinds == {GroupKind.SUBSET: 1, GroupKind.PARTITION: 2}


def test_several_figures_behind_one_phrase() -> None:
    first, second = claims("全年共调整干部6批次232人次。")
    assert first.indicator == second.indicator == "调整干部"


def test_goal_sections_make_targets_and_plans_plans() -> None:
    analysis = analysed(
        "（一）绩效目标\n\n培训200人以上。\n\n（二）下一步改进措施\n\n再培训100人。\n"
    )
    assert [c.role for c in analysis.claims] == [Role.TARGET, Role.PLAN]


def test_title_marks_hide_commas_and_numbers() -> None:
    (claim,) = claims("制定《2023年度镇、场考核办法》《考核细则》等三个文件。")
    assert claim.head == "文件"
    assert claim.quantity.value == 3
