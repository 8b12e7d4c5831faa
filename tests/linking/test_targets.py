"""Links by the target beside a result."""

from __future__ import annotations

import pytest

from auditor.core.link import BY_TARGET
from tests.helpers import found, read

FORM = """
| 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
| --- | --- | --- | --- | --- | --- |
| 产出指标 | 解决群众难题 | ≥3200件 | 3373件 | 50 | 50 |
| 产出指标 | 车驾管业务 | ≥48700笔 | 50798笔 | 50 | 50 |
"""
TITLE = "测试县委组织部2023年度部门整体支出绩效自评报告\n\n一、履职情况\n\n"


def by_target(text: str, form: str = FORM) -> list[tuple[str, str]]:
    analysis = read(TITLE + text + "\n" + form)
    claims = {claim.id: claim for claim in analysis.claims}
    return [
        (claims[link.claim_ids[0]].quantity.text, link.cell_span.cut(analysis.document.text))
        for link in analysis.links
        if link.source == BY_TARGET
    ]


def test_the_target_says_which_row_is_meant() -> None:
    text = (
        "干部下沉小区，上门帮忙3374件（目标3200件）。窗口受理换证、年检等50798笔，指标值为48700笔。"
    )
    assert by_target(text) == [("3374件", "3373件"), ("50798笔", "50798笔")]
    raised = found(read(TITLE + text + "\n" + FORM), "NAR01")
    assert [tick.stated for tick in raised] == ["3374件"]


@pytest.mark.parametrize(
    "text",
    [
        "干部下沉小区，上门帮忙3374件（目标3300件）。",
        "干部下沉小区，上门帮忙3374件，走访3200户。",
        "上门帮忙3374件（目标3200件）；代办证照3410件（目标3200件）。",
        "上门帮忙3374件，比上年目标3200件多。",
    ],
)
def test_another_target_or_one_of_two_makes_no_link(text: str) -> None:
    assert by_target(text) == []


def test_round_targets_are_shared_by_chance() -> None:
    form = FORM.replace("3200", "3000")
    assert by_target("上门帮忙3374件（目标3000件）。", form) == []


def test_two_rows_with_the_target_make_no_link() -> None:
    form = FORM + "| 产出指标 | 走访企业 | ≥3200件 | 3300件 | 0 | 0 |\n"
    assert by_target("上门帮忙3374件（目标3200件）。", form) == []
