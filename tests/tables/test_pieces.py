from __future__ import annotations

import pytest

from auditor.core.report import Analysis
from auditor.engine import analyse
from auditor.reading import read_bytes
from tests.helpers import analysed

HEAD = "| 一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分 |\n"
FIRST = f"{HEAD}| --- | --- | --- | --- | --- | --- | --- |\n| 产出指标 | 数量指标 | 修桥 | 3座 | 3座 | 30 | 30 |\n"
SECOND = "| | | 铺路 | 9公里 | 8公里 | 30 | 26 |\n| 效益指标 | 社会效益指标 | 通车 | 5村 | 5村 | 40 | 40 |\n"
TOTAL = "| 总分 | | | | | 100 | 96 |\n"


def read(text: str) -> Analysis:
    return analysed(text, title="松林县交通运输局2023年度项目支出绩效自评报告\n\n")


@pytest.mark.parametrize("gap", ["\n", "\n\n- 2 -\n\n", "\n第 2 页 共 5 页\n\n", "\n（续表）\n\n"])
@pytest.mark.parametrize("head", ["", HEAD])
def test_a_form_cut_by_a_page_is_one_form(gap: str, head: str) -> None:
    second = head + SECOND if head else SECOND
    analysis = read("2023年度项目支出绩效自评表\n\n" + FIRST + gap + second + TOTAL)
    (parsed,) = analysis.tables
    assert [row.level3 for row in parsed.indicators] == ["修桥", "铺路", "通车"]
    assert parsed.indicators[1].level1 == "产出指标"
    assert [row.row for row in parsed.indicators] == ([1, 3, 4] if head else [1, 2, 3])
    assert parsed.totals[0].score is not None
    assert parsed.totals[0].score.text == "96"
    text = analysis.document.text
    assert text[parsed.table.span.start : parsed.table.span.end].count("公里") == 2
    assert analysis.document.tables == (parsed.table,)


def test_cells_of_the_later_part_still_cut_their_text() -> None:
    analysis = read("自评表\n\n" + FIRST + "\n- 2 -\n\n" + SECOND + TOTAL)
    for cell in analysis.tables[0].table.cells:
        if cell.text:
            assert cell.span.cut(analysis.document.folded) == cell.text


@pytest.mark.parametrize(
    "text",
    [
        FIRST + TOTAL + "\n\n" + SECOND,
        FIRST + "\n以下为另一张表的说明文字。\n\n" + SECOND,
        FIRST + "\n\n| 项目名称 | 养护 | 主管部门 | 交通局 | 年份 | 2023 | 无 |\n" + SECOND,
        "| 名目 | 数 |\n| 甲 | 3 |\n\n\n| 乙 | 4 |\n| 丙 | 5 |\n",
    ],
    ids=["closed by a total", "text between", "a form of its own", "no head above"],
)
def test_tables_that_stand_by_themselves_stay_apart(text: str) -> None:
    assert len(read("自评表\n\n" + text).tables) == 2


def test_forms_run_together_are_parted_at_their_titles_too() -> None:
    one = (
        "<tr><td>项目名称<td colspan=2>{0}<tr><td>三级指标<td>指标值<td>完成值<tr><td>{1}<td>3<td>3"
    )
    body = (
        "<h1>松林县交通运输局2023年度项目支出绩效自评报告</h1><table>"
        + one.format("修桥补助", "修桥")
        + "<tr><td colspan=3>2023年度项目支出绩效自评表（二）"
        + one.format("铺路补助", "铺路")
        + "</table>"
    )
    first, second = analyse(read_bytes(f"<html>{body}</html>".encode(), "a.html")).tables
    assert (first.subject, second.subject) == ("修桥补助", "铺路补助")
    assert second.table.caption == "2023年度项目支出绩效自评表(二)"
    assert second.table.id == first.table.id + ".2"
    assert (first.table.n_rows, second.table.n_rows) == (3, 4)
    assert first.table.span.end <= second.table.span.start
    assert [row.level3 for row in second.indicators] == ["铺路"]


def test_one_form_that_names_its_project_late_is_not_parted() -> None:
    text = "自评表\n\n| 填报单位 | 交通局 | 年度 | 2023 |\n| 项目名称 | 修桥 | 金额 | 5 |\n| 指标 | 目标 | 完成 | 得分 |\n"
    assert len(read(text).tables) == 1
