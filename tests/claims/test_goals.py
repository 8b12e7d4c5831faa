from __future__ import annotations

import pytest

from auditor.claims.goals import goal_spans, is_goal_title, plan_spans
from auditor.core.period import Role
from auditor.reading import read_bytes
from tests.helpers import TITLE, analysed


def spans(body: str) -> list[str]:
    document = read_bytes((TITLE + body).encode(), "report.txt")
    return [span.cut(document.folded).strip() for span in goal_spans(document)]


@pytest.mark.parametrize(
    ("title", "is_goal"),
    [
        ("绩效目标", True),
        ("部门整体支出绩效目标、指标", True),
        ("绩效目标设定", True),
        ("绩效目标完成情况", False),
        ("绩效指标评分情况", False),
        ("绩效目标管理", False),
    ],
)
def test_titles(title: str, *, is_goal: bool) -> None:
    assert is_goal_title(title) is is_goal


def test_goals_reach_over_their_list() -> None:
    body = "年度绩效目标为：一是培训200人；二是调解50件。全年培训210人。"
    assert spans(body) == ["一是培训200人;二是调解50件。"]


def test_goals_end_where_results_begin() -> None:
    assert spans("年度重点工作：一是培训200人。截至年底，培训210人。") == ["一是培训200人。"]


def test_a_single_number_or_a_bracket_sets_no_goals() -> None:
    assert spans("完成供地2860亩（年度任务分别为2500亩、1100亩），满意度目标为95%。") == []


def test_a_plan_runs_to_the_end_of_its_sentence() -> None:
    document = read_bytes(
        (TITLE + "2023年计划维修工程36处，更换管网48公里。实际维修38处。").encode(), "r.txt"
    )
    (span,) = plan_spans(document)
    assert span.cut(document.folded) == "维修工程36处,更换管网48公里。"
    roles = [
        c.role for c in analysed("2023年计划维修工程36处，更换管网48公里。实际维修38处。").claims
    ]
    assert roles == [Role.TARGET, Role.TARGET, Role.ACTUAL]


def test_a_goal_stands_below_its_label_or_right_of_it() -> None:
    body = (
        "| 年度总体目标 | 预期目标 | 改造危桥16座，安装护栏8公里。 |\n"
        "| | 实际完成情况 | 改造危桥18座，安装护栏9公里。 |\n"
    )
    assert spans(body) == ["改造危桥16座,安装护栏8公里。"]


def test_the_name_of_the_next_column_is_no_goal() -> None:
    assert spans("| 年度总体目标 | 预期目标 | 全年实际完成情况及原因说明 |\n| | 无 | 无 |\n") == []


def test_what_was_done_is_no_goal_in_a_section_of_goals() -> None:
    text = "二、绩效目标情况\n\n2023年改造任务数为115户，实际完成改造264户。"
    roles = {c.quantity.text: c.role for c in analysed(text).claims}
    assert roles == {"115户": Role.TARGET, "264户": Role.ACTUAL}
